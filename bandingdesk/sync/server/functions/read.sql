-- What a device reads: the ledger by number, and the bodies that its person may see now.

-- Whether this caller may see a body. The rule stands here alone; every reading function asks it. (Without settings of
-- its own and with no subquery, so that it is taken up into the query that asks.)
CREATE OR REPLACE FUNCTION desk.may_see(
    me_ text, roles_ text[], readers text[], actor text, submitter text, sealed_by text, closed_op text
) RETURNS boolean LANGUAGE sql STABLE
RETURN actor = me_ OR submitter = session_user OR CASE
    WHEN sealed_by = 'erased' THEN 'dpo' = ANY (roles_)  -- came after its case was erased
    ELSE readers && roles_ AND (sealed_by IS NULL OR closed_op IS NOT NULL)
END;

CREATE OR REPLACE FUNCTION desk.ledger_head(OUT seq bigint, OUT hash bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.me();
    SELECT s.head_seq, s.head_hash INTO seq, hash FROM desk.store s;
END
$$;

CREATE OR REPLACE FUNCTION desk.sync_pull(after bigint, limit_ integer, protocol integer)
RETURNS TABLE (
    op_id text, act_id text, act_size integer, subject text, parent_op text, seen text, kind text, version integer,
    actor text, entered_by text, device_id text, device_seq bigint, hlc bigint, wall_claimed bigint, proto integer,
    lease_epoch bigint, commitment bytea, salt bytea, body bytea, erased text,
    seq bigint, outcome text, reason text, against text, submitter text, recv_at bigint, hash bytea
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET enable_hashjoin = off AS $$
#variable_conflict use_column
DECLARE
    me_ text;
    roles_ text[];
BEGIN
    SELECT m.person, m.roles INTO me_, roles_ FROM desk.me() m;
    IF protocol < (SELECT s.lowest_protocol FROM desk.store s) THEN
        RAISE EXCEPTION 'this protocol is older than the server' USING ERRCODE = 'BD013';
    END IF;
    RETURN QUERY
    SELECT s.op_id, s.act_id, s.act_size, s.subject, s.parent_op, s.seen, s.kind, s.version, s.actor, s.entered_by,
           s.device_id, s.device_seq, s.hlc, s.wall_claimed, s.proto, s.lease_epoch, s.commitment,
           s.salt, s.body, s.erased,
           s.seq, s.outcome, s.reason, s.against, s.submitter, s.recv_at, s.hash
    FROM (
        SELECT l.*, p.salt, p.body, p.erased, sum(octet_length(p.body)) OVER (ORDER BY l.seq) AS bytes
        FROM desk.ledger l
        LEFT JOIN LATERAL (
            SELECT q.salt, q.body, q.erased FROM desk.payload q
            LEFT JOIN desk.kind_rule r ON r.kind = l.kind
            LEFT JOIN desk.head h ON h.subject = q.sealed_by
            WHERE q.seq = l.seq
                AND desk.may_see(me_, roles_, r.readers, l.actor, l.submitter, q.sealed_by, h.closed_op)
        ) p ON true
        WHERE l.seq > after AND l.seq <= after + least(greatest(limit_, 1), 10000)
    ) s
    -- a page ends where its bodies pass 16 MB, but has at least one entry
    WHERE coalesce(s.bytes, 0) <= 16 * 1024 * 1024 OR s.seq = after + 1
    ORDER BY s.seq;
END
$$;

CREATE OR REPLACE FUNCTION desk.read_payloads(op_ids text[])
RETURNS TABLE (op_id text, salt bytea, body bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET enable_hashjoin = off AS $$
#variable_conflict use_column
DECLARE
    me_ text;
    roles_ text[];
BEGIN
    SELECT m.person, m.roles INTO me_, roles_ FROM desk.me() m;
    RETURN QUERY
    SELECT l.op_id, p.salt, p.body
    FROM desk.ledger l
    JOIN desk.payload p ON p.seq = l.seq
    LEFT JOIN desk.kind_rule r ON r.kind = l.kind
    LEFT JOIN desk.head h ON h.subject = p.sealed_by
    WHERE l.op_id = ANY (op_ids[:10000]) AND p.body IS NOT NULL
        AND desk.may_see(me_, roles_, r.readers, l.actor, l.submitter, p.sealed_by, h.closed_op)
    ORDER BY l.seq;
END
$$;

CREATE OR REPLACE FUNCTION desk.signed_heads()
RETURNS TABLE (device_id text, device_seq bigint, hash bytea, signature bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM desk.me();
    RETURN QUERY SELECT d.device_id, d.signed_seq, d.signed_hash, d.signature
    FROM desk.device d WHERE d.signed_seq IS NOT NULL ORDER BY d.device_id;
END
$$;

CREATE OR REPLACE FUNCTION desk.devices()
RETURNS TABLE (device_id text, name text, pubkey bytea, sealing_key bytea, login text, enrolled bigint,
               revoked_at bigint, last_seq bigint, checkpoint_seq bigint, checkpoint_at bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM desk.me();
    RETURN QUERY SELECT d.device_id, d.name, d.pubkey, d.sealing_key, d.login, d.enrolled, d.revoked_at, d.last_seq,
        d.checkpoint_seq, d.checkpoint_at
    FROM desk.device d ORDER BY d.enrolled, d.device_id;
END
$$;
