-- Leases: advisory, one to fourteen days, with an epoch. They keep people apart and decide nothing (design, store 7.1).

-- The lease as it stands after the call: the caller's own, or that of whoever holds it.
CREATE OR REPLACE FUNCTION desk.take_lease(
    subject_ text, from_device text, days integer,
    OUT subject text, OUT holder text, OUT device_id text, OUT epoch bigint, OUT expires_at bigint
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me_ text;
    now_ bigint := desk.now_micros();
    day_ CONSTANT bigint := 86400000000;
BEGIN
    SELECT m.person INTO me_ FROM desk.me() m;
    PERFORM desk.require_no_upgrade();
    IF NOT EXISTS (SELECT FROM desk.device_login l WHERE l.device_id = from_device AND l.login = session_user) THEN
        RAISE EXCEPTION 'this device is not enrolled for this login' USING ERRCODE = 'BD004';
    END IF;
    IF days NOT BETWEEN 1 AND 14 OR subject_ !~ '^[a-z_]+:.' OR length(subject_) > 300 THEN
        RAISE EXCEPTION 'a lease is on a subject, for 1 to 14 days' USING ERRCODE = 'BD011';
    END IF;
    INSERT INTO desk.lease AS l (subject, holder, device_id, epoch, expires_at)
    VALUES (subject_, me_, from_device, 1, now_ + days * day_)
    ON CONFLICT (subject) DO UPDATE SET
        holder = me_, device_id = from_device, expires_at = excluded.expires_at,
        epoch = CASE WHEN l.expires_at > now_ THEN l.epoch ELSE l.epoch + 1 END
    WHERE l.expires_at <= now_ OR (l.holder = me_ AND l.device_id = from_device);
    SELECT l.subject, l.holder, l.device_id, l.epoch, l.expires_at INTO subject, holder, device_id, epoch, expires_at
    FROM desk.lease l WHERE l.subject = subject_;
END
$$;

-- The holder gives it back, or a chair breaks it with a reason.
CREATE OR REPLACE FUNCTION desk.break_lease(subject_ text, reason_ text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me_ text;
    known desk.lease;
BEGIN
    SELECT m.person INTO me_ FROM desk.me() m;
    SELECT l.* INTO known FROM desk.lease l WHERE l.subject = subject_ FOR UPDATE;
    IF known.subject IS NULL OR known.expires_at <= desk.now_micros() THEN
        RETURN;
    END IF;
    IF known.holder <> me_ THEN
        PERFORM desk.require(ARRAY['chair', 'deputy']);
        IF btrim(reason_) = '' OR length(reason_) > 2000 THEN
            RAISE EXCEPTION 'breaking a lease needs a reason' USING ERRCODE = 'BD011';
        END IF;
        INSERT INTO desk.lease_broken (subject, epoch, holder, broken_by, reason, at)
        VALUES (subject_, known.epoch, known.holder, me_, reason_, desk.now_micros()) ON CONFLICT DO NOTHING;
    END IF;
    UPDATE desk.lease SET expires_at = desk.now_micros() WHERE subject = subject_;
END
$$;

CREATE OR REPLACE FUNCTION desk.leases()
RETURNS TABLE (subject text, holder text, device_id text, epoch bigint, expires_at bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM desk.me();
    RETURN QUERY SELECT l.subject, l.holder, l.device_id, l.epoch, l.expires_at
    FROM desk.lease l WHERE l.expires_at > desk.now_micros() ORDER BY l.subject;
END
$$;
