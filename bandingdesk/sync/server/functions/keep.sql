-- Keeping the store: checkpoints, devices and logins that end, a restore that was vouched for, erasure, verification.

-- A device tells how far it has read; whether the ledger still holds that entry is its answer.
CREATE OR REPLACE FUNCTION desk.checkpoint(from_device text, seq_ bigint, hash_ bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.me();
    UPDATE desk.device d SET checkpoint_seq = seq_, checkpoint_hash = hash_, checkpoint_at = desk.now_micros()
    WHERE d.device_id = from_device
        AND EXISTS (SELECT FROM desk.device_login l WHERE l.device_id = d.device_id AND l.login = session_user);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this device is not enrolled for this login' USING ERRCODE = 'BD004';
    END IF;
    RETURN EXISTS (SELECT FROM desk.ledger l WHERE l.seq = seq_ AND l.hash = hash_);
END
$$;

CREATE OR REPLACE FUNCTION desk.revoke_device(device text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require(ARRAY['administrator']);
    UPDATE desk.device d SET revoked_at = desk.now_micros() WHERE d.device_id = device AND d.revoked_at IS NULL;
    RETURN FOUND;
END
$$;

CREATE OR REPLACE FUNCTION desk.end_login(login_ text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require(ARRAY['administrator']);
    UPDATE desk.login l SET ended_at = desk.now_micros() WHERE l.login = login_ AND l.ended_at IS NULL;
    RETURN FOUND;
END
$$;

-- An administrator vouches that the ledger was set back to this entry; clients send again what came after it.
CREATE OR REPLACE FUNCTION desk.restore_mark(seq_ bigint) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    hash_ bytea;
BEGIN
    PERFORM desk.require(ARRAY['administrator']);
    PERFORM FROM desk.store FOR UPDATE;
    SELECT l.hash INTO hash_ FROM desk.ledger l WHERE l.seq = seq_;
    IF seq_ = 0 THEN
        SELECT sha256(convert_to('bandingdesk/1 ledger ' || s.store_id, 'UTF8')) INTO hash_ FROM desk.store s;
    END IF;
    IF hash_ IS NULL THEN
        RAISE EXCEPTION 'the ledger has no such entry' USING ERRCODE = 'BD011';
    END IF;
    UPDATE desk.store SET restored_seq = seq_, restored_hash = hash_, restored_at = desk.now_micros();
    RETURN hash_;
END
$$;

-- What an applied erasure asks for, done here: the bodies of the subjects and the files of the case go. The ledger stays.
-- Again after a restore: twice does no harm. Returns how many bodies went.
CREATE OR REPLACE FUNCTION desk.erase(erasure_op text, rule_ text, case_ text, subjects text[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    PERFORM desk.require((
        SELECT r.writers FROM desk.ledger l JOIN desk.kind_rule r USING (kind)
        WHERE l.op_id = erasure_op AND l.outcome = 'applied' AND r.erases
    ));
    PERFORM desk.require_no_upgrade();
    PERFORM FROM desk.store FOR UPDATE;
    IF rule_ = '' OR cardinality(subjects) NOT BETWEEN 1 AND 100000 THEN
        RAISE EXCEPTION 'an erasure names its rule and its subjects' USING ERRCODE = 'BD011';
    END IF;
    UPDATE desk.payload p SET salt = NULL, body = NULL, erased = rule_
    FROM desk.ledger l
    WHERE l.subject = ANY (subjects) AND p.seq = l.seq AND p.erased IS NULL AND l.op_id <> erasure_op
        AND l.reason <> 'erased';
    GET DIAGNOSTICS gone = ROW_COUNT;
    INSERT INTO desk.head AS h (subject, erased) SELECT DISTINCT s, rule_ FROM unnest(subjects) s
    ON CONFLICT (subject) DO UPDATE SET erased = coalesce(h.erased, excluded.erased);
    DELETE FROM desk.chunk c USING desk.file f WHERE f.case_id = case_ AND c.sha256 = ANY (f.chunks);
    UPDATE desk.file SET key = NULL, chunks = '{}' WHERE case_id = case_;
    PERFORM pg_notify('bandingdesk', 'ledger:' || s.head_seq) FROM desk.store s;
    RETURN gone;
END
$$;

-- Walk a part of the ledger: how many entries fit, and the first that does not (its columns, its place or its body).
CREATE OR REPLACE FUNCTION desk.verify(after bigint, upto bigint, OUT entries bigint, OUT first_bad bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.me();
    WITH walked AS (
        SELECT l.seq, l.hash, p.salt, p.body, p.erased, l.commitment, p.seq AS payload_seq,
            lag(l.seq, 1, after) OVER w AS seq_before,
            lag(l.hash, 1, coalesce(
                (SELECT b.hash FROM desk.ledger b WHERE b.seq = after),
                (SELECT sha256(convert_to('bandingdesk/1 ledger ' || s.store_id, 'UTF8')) FROM desk.store s)
            )) OVER w AS hash_before,
            sha256(convert_to(concat(
                length(l.seq::text), ':', l.seq,
                desk.op_text(l.op_id, l.act_id, l.act_size, l.subject, l.parent_op, l.seen, l.kind, l.version, l.actor,
                             l.entered_by, l.device_id, l.device_seq, l.hlc, l.wall_claimed, l.proto, l.lease_epoch,
                             l.commitment),
                length(l.outcome), ':', l.outcome, length(l.reason), ':', l.reason,
                coalesce(length(l.against) || ':' || l.against, '~'), length(l.submitter), ':', l.submitter,
                length(l.recv_at::text), ':', l.recv_at), 'UTF8')) AS row_hash
        FROM desk.ledger l LEFT JOIN desk.payload p ON p.seq = l.seq
        WHERE l.seq > after AND l.seq <= upto
        WINDOW w AS (ORDER BY l.seq)
    )
    SELECT count(*), min(x.seq) FILTER (WHERE
        x.seq <> x.seq_before + 1 OR x.hash <> sha256(x.hash_before || x.row_hash) OR x.payload_seq IS NULL
        OR (x.erased IS NULL AND sha256(x.salt || x.body) IS DISTINCT FROM x.commitment)
        OR (x.erased IS NOT NULL AND (x.salt IS NOT NULL OR x.body IS NOT NULL)))
    INTO entries, first_bad FROM walked x;
END
$$;
