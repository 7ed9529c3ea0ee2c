-- Who calls. Never a parameter: the session's own login, as it came through the door, tells the person and the roles.

CREATE OR REPLACE FUNCTION desk.now_micros() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint
$$;

-- The person and the roles behind the login; a role counts where the server and this database both grant it.
CREATE OR REPLACE FUNCTION desk.me(OUT person text, OUT roles text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended bigint;
    expires timestamptz;
    may_log_in boolean;
BEGIN
    SELECT l.person, l.ended_at INTO person, ended FROM desk.login l WHERE l.login = session_user;
    IF person IS NULL THEN
        RAISE EXCEPTION 'this login is not known here' USING ERRCODE = 'BD001';
    END IF;
    SELECT r.rolcanlogin, r.rolvaliduntil INTO may_log_in, expires FROM pg_roles r WHERE r.rolname = session_user;
    IF ended IS NOT NULL OR NOT may_log_in THEN
        RAISE EXCEPTION 'this login has ended' USING ERRCODE = 'BD002';
    END IF;
    IF expires < statement_timestamp() THEN
        RAISE EXCEPTION 'the password of this login has expired' USING ERRCODE = 'BD003';
    END IF;
    SELECT coalesce(array_agg(g.role ORDER BY g.role), '{}') INTO roles
    FROM desk.granted g
    WHERE g.login = session_user AND pg_has_role(session_user, 'bandingdesk_' || g.role, 'MEMBER');
END
$$;

-- The same, for a call that one of the roles must make.
CREATE OR REPLACE FUNCTION desk.require(allowed text[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT (SELECT m.roles && allowed FROM desk.me() m) THEN
        RAISE EXCEPTION 'not with these roles' USING ERRCODE = '42501';
    END IF;
END
$$;

-- Holds off while an administrator upgrades: the upgrade takes this lock alone, every writing call shares it.
CREATE OR REPLACE FUNCTION desk.require_no_upgrade() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT pg_try_advisory_xact_lock_shared(4342859, 1) THEN
        RAISE EXCEPTION 'the store is being upgraded' USING ERRCODE = 'BD014';
    END IF;
END
$$;

-- This store and this device as the server has them: the handshake.
CREATE OR REPLACE FUNCTION desk.hello(
    device text,
    OUT store_id text, OUT lowest_protocol integer, OUT highest_protocol integer, OUT epoch integer,
    OUT min_client text, OUT server_time bigint, OUT head_seq bigint, OUT head_hash bytea, OUT login text,
    OUT person text, OUT roles text[], OUT device_seq bigint, OUT device_hash bytea, OUT device_known boolean,
    OUT revoked_at bigint, OUT restored_seq bigint, OUT restored_hash bytea, OUT restored_at bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT m.person, m.roles INTO person, roles FROM desk.me() m;
    login := session_user;
    server_time := desk.now_micros();
    SELECT s.store_id, s.lowest_protocol, s.highest_protocol, s.epoch, s.min_client, s.head_seq, s.head_hash,
           s.restored_seq, s.restored_hash, s.restored_at
    INTO store_id, lowest_protocol, highest_protocol, epoch, min_client, head_seq, head_hash,
         restored_seq, restored_hash, restored_at
    FROM desk.store s;
    SELECT d.last_seq, d.last_hash, d.revoked_at INTO device_seq, device_hash, revoked_at
    FROM desk.device d WHERE d.device_id = device;
    device_known := FOUND;
    device_seq := coalesce(device_seq, 0);
    device_hash := coalesce(device_hash, sha256(convert_to('bandingdesk/1 device ' || device, 'UTF8')));
END
$$;

-- A new device, or another person's login on a device that is known. `claims`: how many ops it made before there was a
-- server; only the device that begins the ledger brings such, and their actors stay claims.
CREATE OR REPLACE FUNCTION desk.enrol(device text, name_ text, pubkey_ bytea, sealing_key_ bytea, claims_ bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    known desk.device;
BEGIN
    PERFORM desk.me();
    PERFORM desk.require_no_upgrade();
    PERFORM FROM desk.store FOR UPDATE;
    SELECT d.* INTO known FROM desk.device d WHERE d.device_id = device;
    IF known.device_id IS NOT NULL THEN
        IF known.revoked_at IS NOT NULL THEN
            RAISE EXCEPTION 'this device is revoked' USING ERRCODE = 'BD005';
        END IF;
        IF known.pubkey <> pubkey_ OR known.sealing_key <> sealing_key_ THEN
            RAISE EXCEPTION 'another installation has this id' USING ERRCODE = 'BD004';
        END IF;
    ELSE
        IF length(device) NOT BETWEEN 1 AND 100 OR length(name_) NOT BETWEEN 1 AND 200
            OR octet_length(pubkey_) <> 32 OR octet_length(sealing_key_) <> 32 OR claims_ < 0
        THEN
            RAISE EXCEPTION 'a device has an id, a name and two keys' USING ERRCODE = 'BD011';
        END IF;
        IF claims_ > 0 AND EXISTS (SELECT FROM desk.device) THEN
            RAISE EXCEPTION 'only the first device brings a record along' USING ERRCODE = 'BD006';
        END IF;
        IF EXISTS (SELECT FROM desk.device d WHERE d.claims > d.last_seq AND d.revoked_at IS NULL) THEN
            RAISE EXCEPTION 'the first device is still bringing its record' USING ERRCODE = 'BD017';
        END IF;
        INSERT INTO desk.device (device_id, name, pubkey, sealing_key, login, enrolled, claims, last_seq, last_hash)
        VALUES (device, name_, pubkey_, sealing_key_, session_user, desk.now_micros(), claims_, 0,
                sha256(convert_to('bandingdesk/1 device ' || device, 'UTF8')));
    END IF;
    INSERT INTO desk.device_login (device_id, login) VALUES (device, session_user) ON CONFLICT DO NOTHING;
END
$$;
