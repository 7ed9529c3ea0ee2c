-- Takes a batch of one device's ops: one call, one transaction, one round trip. What a rule makes of an op is an outcome
-- and never an error; what no honest device sends (a gap, a twin, a wrong hash, a foreign actor) refuses the whole call.

-- The columns of an op as every hash covers them: in printed order as LENGTH:TEXT, `~` where there is nothing
-- (store/chain.py). It has no settings of its own, so that it is taken up into the query that asks.
CREATE OR REPLACE FUNCTION desk.op_text(
    op_id text, act_id text, act_size integer, subject text, parent_op text, seen text, kind text, version integer,
    actor text, entered_by text, device_id text, device_seq bigint, hlc bigint, wall_claimed bigint, proto integer,
    lease_epoch bigint, commitment bytea
) RETURNS text LANGUAGE sql STABLE
RETURN concat(
    length(op_id), ':', op_id, length(act_id), ':', act_id, length(act_size::text), ':', act_size,
    length(subject), ':', subject, coalesce(length(parent_op) || ':' || parent_op, '~'), length(seen), ':', seen,
    length(kind), ':', kind, length(version::text), ':', version, length(actor), ':', actor,
    length(entered_by), ':', entered_by, length(device_id), ':', device_id,
    length(device_seq::text), ':', device_seq, length(hlc::text), ':', hlc,
    length(wall_claimed::text), ':', wall_claimed, length(proto::text), ':', proto,
    coalesce(length(lease_epoch::text) || ':' || lease_epoch, '~'),
    2 * octet_length(commitment), ':', encode(commitment, 'hex'));

-- What the kinds of a batch say before anything is compared: the first thing against each op, NULL where nothing is.
CREATE OR REPLACE FUNCTION desk.first_objections(
    me_ text, roles_ text[], trusted_until bigint, highest_protocol_ integer, subjects text[], seens text[],
    kinds text[], actors text[], numbers bigint[], protos integer[],
    OUT verdicts text[], OUT closed_by text[], OUT closes boolean[], OUT sealed_by text[]
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT array_agg(
               CASE
                   WHEN r.kind IS NULL OR b.proto > highest_protocol_ THEN 'held:upcast'
                   WHEN b.number <= trusted_until THEN NULL
                   WHEN NOT (r.is_own AND b.subject = 'person:' || b.actor)
                       AND NOT CASE WHEN b.actor = me_ THEN r.writers ELSE r.enters END && roles_
                   THEN 'quarantined:role'
                   WHEN r.of_actor AND right(b.subject, length(b.actor) + 1) <> '.' || b.actor THEN 'rejected:rule'
                   WHEN r.blind IS NOT NULL AND s.sealed_by IS NULL THEN 'rejected:rule'
                   WHEN r.closes AND desk.leaves_out(b.subject, b.seen) THEN 'conflict:context'
               END ORDER BY b.n),
           array_agg(r.closed_by ORDER BY b.n), array_agg(coalesce(r.closes, false) ORDER BY b.n),
           array_agg(s.sealed_by ORDER BY b.n)
    FROM unnest(subjects, seens, kinds, actors, numbers, protos) WITH ORDINALITY
        AS b(subject, seen, kind, actor, number, proto, n)
    LEFT JOIN desk.kind_rule r ON r.kind = b.kind
    LEFT JOIN LATERAL (
        SELECT p.pair->>0 FROM json_array_elements(b.seen::json) AS p(pair)
        WHERE r.blind IS NOT NULL AND starts_with(p.pair->>0, r.blind || ':') LIMIT 1
    ) AS s(sealed_by) ON r.blind IS NOT NULL
$$;

-- (By index always, and planned once. Before PostgreSQL 18 the first looks so dear that the plan would be compiled.)
CREATE OR REPLACE FUNCTION desk.sync_apply(
    from_device text, protocol integer,
    op_ids text[], act_ids text[], act_sizes integer[], subjects text[], parents text[], seens text[], kinds text[],
    versions integer[], actors text[], enterers text[], devices text[], numbers bigint[], hlcs bigint[],
    walls bigint[], protos integer[], lease_epochs bigint[], commitments bytea[],
    salts bytea[], bodies bytea[], erasures text[],
    signed_seq_ bigint, signed_hash_ bytea, signature_ bytea, importing boolean DEFAULT false
)
RETURNS TABLE (op_id text, seq bigint, outcome text, reason text, against text, resent boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    total integer := coalesce(cardinality(op_ids), 0);
    store_ desk.store;
    device_ desk.device;
    me_ text;
    roles_ text[];
    new_from integer;          -- the place of the first op that is not here yet
    left_ integer;             -- how many are not
    recv bigint := desk.now_micros();
    texts text[];              -- each op's columns as the hashes cover them
    rows_hash bytea[];
    hash_ bytea;
    is_whole boolean;
    is_large boolean;
    verdicts text[];
    closed_by text[];
    closes boolean[];
    sealed_by text[];
    outcomes text[];
    reasons text[];
    againsts text[];
    hashes bytea[];
BEGIN
    SELECT m.person, m.roles INTO me_, roles_ FROM desk.me() m;
    PERFORM desk.require_no_upgrade();
    SELECT total NOT BETWEEN 1 AND 100000 OR sum(octet_length(b)) > 32 * 1024 * 1024
        OR max(octet_length(b)) > 4 * 1024 * 1024
    INTO is_large FROM unnest(bodies) b;
    IF is_large THEN
        RAISE EXCEPTION 'nothing, or more than one call may bring' USING ERRCODE = 'BD010';
    END IF;

    -- From here on this call is alone. What it reads was committed before.
    SELECT s.* INTO store_ FROM desk.store s FOR UPDATE;
    IF protocol > store_.highest_protocol THEN
        RAISE EXCEPTION 'this protocol is newer than the server' USING ERRCODE = 'BD012';
    END IF;
    SELECT d.* INTO device_ FROM desk.device d
    WHERE d.device_id = from_device AND (importing OR EXISTS (
        SELECT FROM desk.device_login l WHERE l.device_id = from_device AND l.login = session_user));
    IF importing THEN
        PERFORM desk.require(ARRAY['administrator', 'qa_lead', 'dpo']);
    END IF;
    IF device_.device_id IS NULL THEN
        RAISE EXCEPTION 'this device is not enrolled for this login' USING ERRCODE = 'BD004';
    ELSIF device_.revoked_at IS NOT NULL AND NOT importing THEN
        RAISE EXCEPTION 'this device is revoked' USING ERRCODE = 'BD005';
    END IF;

    -- The device's numbers go on where they ended; what is behind that end was sent before and is answered as before.
    PERFORM desk.require_batch(total, op_ids, act_ids, act_sizes, subjects, seens, kinds, versions, actors, enterers, devices,
        numbers, hlcs, walls, protos, commitments, salts, bodies, erasures, parents, lease_epochs, from_device);
    IF numbers[1] > device_.last_seq + 1 THEN
        RAISE EXCEPTION 'numbers of this device are missing' USING ERRCODE = 'BD007';
    END IF;
    new_from := least(device_.last_seq - numbers[1] + 2, total + 1);
    left_ := total - new_from + 1;
    IF new_from > 1 THEN
        SELECT count(*) = new_from - 1 INTO is_whole
        FROM unnest(op_ids[:new_from - 1], act_ids, act_sizes, subjects, parents, seens, kinds, versions, actors,
                    enterers, numbers, hlcs, walls, protos, lease_epochs, commitments)
            AS b(op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by, device_seq, hlc,
                 wall_claimed, proto, lease_epoch, commitment)
        JOIN LATERAL (  -- OFFSET 0: one look into the index for each, whatever the planner believes of the sizes
            SELECT * FROM desk.ledger l WHERE l.device_id = from_device AND l.device_seq = b.device_seq OFFSET 0
        ) l ON l.op_id = b.op_id
        WHERE (l.act_id, l.act_size, l.subject, l.seen, l.kind, l.version, l.actor, l.entered_by, l.device_seq,
                 l.hlc, l.wall_claimed, l.proto, l.commitment)
                = (b.act_id, b.act_size, b.subject, b.seen, b.kind, b.version, b.actor, b.entered_by, b.device_seq,
                   b.hlc, b.wall_claimed, b.proto, b.commitment)
            AND l.parent_op IS NOT DISTINCT FROM b.parent_op
            AND l.lease_epoch IS NOT DISTINCT FROM b.lease_epoch;
        IF NOT is_whole THEN
            RAISE EXCEPTION 'another op has this number or this id' USING ERRCODE = 'BD008';
        END IF;
        RETURN QUERY SELECT l.op_id, l.seq, l.outcome, l.reason, l.against, true
        FROM desk.ledger l
        WHERE l.device_id = from_device AND l.device_seq BETWEEN numbers[1] AND numbers[new_from - 1]
        ORDER BY l.device_seq;
        IF left_ = 0 THEN
            RETURN;
        END IF;
        op_ids := op_ids[new_from:];
        act_ids := act_ids[new_from:];
        act_sizes := act_sizes[new_from:];
        subjects := subjects[new_from:];
        parents := parents[new_from:];
        seens := seens[new_from:];
        kinds := kinds[new_from:];
        versions := versions[new_from:];
        actors := actors[new_from:];
        enterers := enterers[new_from:];
        numbers := numbers[new_from:];
        hlcs := hlcs[new_from:];
        walls := walls[new_from:];
        protos := protos[new_from:];
        lease_epochs := lease_epochs[new_from:];
        commitments := commitments[new_from:];
        salts := salts[new_from:];
        bodies := bodies[new_from:];
        erasures := erasures[new_from:];
    END IF;

    -- Who may speak for whom: the actor is the login's person, or that person entered it at the keys.
    IF NOT importing AND EXISTS (
        SELECT FROM unnest(actors, enterers, numbers) AS b(actor, entered_by, number)
        WHERE me_ NOT IN (b.actor, b.entered_by) AND b.number > device_.claims
    ) THEN
        RAISE EXCEPTION 'the actor is somebody else' USING ERRCODE = 'BD006';
    END IF;

    -- The bytes received give the commitments and the device's chain.
    -- (OFFSET 0, or the text is put together twice. unnest gives its rows in order, and nothing here changes that.)
    SELECT array_agg(b.text_), array_agg(sha256(convert_to(b.text_, 'UTF8'))), bool_and(b.opens)
    INTO texts, rows_hash, is_whole
    FROM (
        SELECT desk.op_text(op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by,
                from_device, number, hlc, wall, proto, lease_epoch, commitment) AS text_,
            erased IS NOT NULL OR sha256(salt || body) = commitment AS opens
        FROM unnest(op_ids, act_ids, act_sizes, subjects, parents, seens, kinds, versions, actors, enterers, numbers,
                    hlcs, walls, protos, lease_epochs, commitments, salts, bodies, erasures)
            AS u(op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by, number, hlc,
                 wall, proto, lease_epoch, commitment, salt, body, erased)
        OFFSET 0
    ) b;
    IF NOT is_whole THEN
        RAISE EXCEPTION 'a body is not what its commitment says' USING ERRCODE = 'BD009';
    END IF;
    hash_ := device_.last_hash;
    FOR i IN 1 .. left_ LOOP
        hash_ := sha256(hash_ || rows_hash[i]);
    END LOOP;
    IF signed_seq_ IS DISTINCT FROM numbers[left_] OR signed_hash_ IS DISTINCT FROM hash_
        OR octet_length(signature_) IS DISTINCT FROM 64
    THEN
        RAISE EXCEPTION 'the signed head is not the end of this chain' USING ERRCODE = 'BD015';
    END IF;
    UPDATE desk.device SET last_seq = signed_seq_, last_hash = hash_, signed_seq = signed_seq_,
        signed_hash = hash_, signature = signature_
    WHERE device_id = from_device;

    -- What becomes of each op, and where its subject stands then.
    SELECT f.verdicts, f.closed_by, f.closes, f.sealed_by INTO verdicts, closed_by, closes, sealed_by
    FROM desk.first_objections(me_, roles_, device_.claims, store_.highest_protocol, subjects, seens, kinds, actors,
                               numbers, protos) f;
    IF importing THEN  -- what somebody brought for another waits for a person, whatever it is
        verdicts := array_fill('quarantined:revoked'::text, ARRAY[left_]);
    END IF;
    SELECT d.outcomes, d.reasons, d.againsts INTO outcomes, reasons, againsts
    FROM desk.decide(op_ids, act_sizes, subjects, parents, seens, kinds, verdicts, closed_by, closes) d;

    -- The ledger's own chain: each row covers all that stands in it.
    SELECT array_agg(sha256(convert_to(concat(
               length((store_.head_seq + n)::text), ':', store_.head_seq + n, text_, length(outcome), ':', outcome,
               length(reason), ':', reason, coalesce(length(against) || ':' || against, '~'),
               length(session_user), ':', session_user, length(recv::text), ':', recv), 'UTF8')))
    INTO rows_hash
    FROM unnest(texts, outcomes, reasons, againsts) WITH ORDINALITY AS u(text_, outcome, reason, against, n);
    hash_ := store_.head_hash;
    FOR i IN 1 .. left_ LOOP
        hash_ := sha256(hash_ || rows_hash[i]);
        hashes[i] := hash_;
    END LOOP;

    INSERT INTO desk.ledger (seq, op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by,
        device_id, device_seq, hlc, wall_claimed, proto, lease_epoch, commitment, outcome, reason, against, submitter,
        recv_at, hash)
    SELECT store_.head_seq + n, op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by,
        from_device, number, hlc, wall, proto, lease_epoch, commitment, outcome, reason, against, session_user, recv, hash
    FROM unnest(op_ids, act_ids, act_sizes, subjects, parents, seens, kinds, versions, actors, enterers, numbers,
                hlcs, walls, protos, lease_epochs, commitments, outcomes, reasons, againsts, hashes) WITH ORDINALITY
        AS u(op_id, act_id, act_size, subject, parent_op, seen, kind, version, actor, entered_by, number, hlc, wall,
             proto, lease_epoch, commitment, outcome, reason, against, hash, n);
    INSERT INTO desk.payload (seq, salt, body, erased, sealed_by)
    SELECT store_.head_seq + n, salt, body, erased, CASE WHEN reason = 'erased' THEN 'erased' ELSE sealed END
    FROM unnest(salts, bodies, erasures, sealed_by, reasons) WITH ORDINALITY AS u(salt, body, erased, sealed, reason, n);
    UPDATE desk.store SET head_seq = store_.head_seq + left_, head_hash = hash_;
    PERFORM pg_notify('bandingdesk', 'ledger:' || store_.head_seq + left_);
    RETURN QUERY SELECT u.op_id, store_.head_seq + u.n, u.outcome, u.reason, u.against, false
    FROM unnest(op_ids, outcomes, reasons, againsts) WITH ORDINALITY AS u(op_id, outcome, reason, against, n);
EXCEPTION
    WHEN unique_violation THEN
        RAISE EXCEPTION 'another op has this number or this id' USING ERRCODE = 'BD008';
    WHEN data_exception OR not_null_violation OR statement_too_complex THEN
        RAISE EXCEPTION 'this is no batch of ops' USING ERRCODE = 'BD011';
END
$$;
