-- What becomes of the ops of a batch, one act after the other: an act stands or falls as a whole, the first thing
-- against it is its outcome, and a subject whose act fell stays where it was. Source: design, store 7.1 and 7.3.

-- Whether this is a list of pairs of a subject and the op that was its head.
CREATE OR REPLACE FUNCTION desk.is_seen(seen json) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT json_typeof(seen) = 'array' AND NOT EXISTS (
        SELECT FROM json_array_elements(CASE json_typeof(seen) WHEN 'array' THEN seen ELSE '[]' END) AS p(pair)
        WHERE CASE WHEN json_typeof(p.pair) <> 'array' THEN true
                   WHEN json_array_length(p.pair) <> 2 THEN true
                   ELSE json_typeof(p.pair->0) <> 'string' OR json_typeof(p.pair->1) <> 'string'
                       OR p.pair->>0 !~ '^[a-z_]+:.' END)
$$;

-- Whether the arrays are one batch: as long as each other, nothing missing, numbers without a gap, whole acts.
CREATE OR REPLACE FUNCTION desk.require_batch(
    total integer, op_ids text[], act_ids text[], act_sizes integer[], subjects text[], seens text[], kinds text[],
    versions integer[], actors text[], enterers text[], devices text[], numbers bigint[], hlcs bigint[],
    walls bigint[], protos integer[], commitments bytea[], salts bytea[], bodies bytea[], erasures text[],
    parents text[], lease_epochs bigint[], device text
) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    is_whole boolean;
BEGIN
    is_whole := total = ALL (ARRAY[
        cardinality(act_ids), cardinality(act_sizes), cardinality(subjects), cardinality(seens), cardinality(kinds),
        cardinality(versions), cardinality(actors), cardinality(enterers), cardinality(devices), cardinality(numbers),
        cardinality(hlcs), cardinality(walls), cardinality(protos), cardinality(commitments), cardinality(salts),
        cardinality(bodies), cardinality(erasures), cardinality(parents), cardinality(lease_epochs)]);
    IF is_whole IS NOT TRUE THEN
        RAISE EXCEPTION 'this is no batch of ops' USING ERRCODE = 'BD011';
    END IF;
    SELECT bool_and(b.device_id = device AND b.proto > 0 AND b.version > 0 AND b.hlc >= 0
                    AND b.wall BETWEEN 0 AND 253402300799999999  -- the end of the year 9999: what every client can show
                    AND b.subject ~ '^[a-z_]+:.' AND length(b.subject) <= 300 AND octet_length(b.seen) <= 1000000
                    AND length(b.op_id) BETWEEN 1 AND 100 AND length(b.kind) BETWEEN 1 AND 100
                    AND length(b.actor) BETWEEN 1 AND 100 AND length(b.entered_by) BETWEEN 1 AND 100
                    AND octet_length(b.commitment) = 32
                    AND CASE WHEN b.erased IS NULL THEN octet_length(b.salt) = 16 AND b.body IS NOT NULL
                             ELSE b.salt IS NULL AND b.body IS NULL END
                    AND CASE WHEN b.seen = '[]' THEN true ELSE desk.is_seen(b.seen::json) END)
    INTO is_whole
    FROM unnest(op_ids, subjects, seens, kinds, versions, actors, enterers, devices, hlcs, walls, protos, commitments, salts,
                bodies, erasures)
        AS b(op_id, subject, seen, kind, version, actor, entered_by, device_id, hlc, wall, proto, commitment, salt,
             body, erased);
    IF is_whole IS NOT TRUE THEN
        RAISE EXCEPTION 'this is no batch of ops' USING ERRCODE = 'BD011';
    END IF;
    SELECT bool_and(b.number = numbers[1] + b.n - 1) INTO is_whole
    FROM unnest(numbers) WITH ORDINALITY AS b(number, n);
    IF is_whole IS NOT TRUE THEN
        RAISE EXCEPTION 'numbers of this device are missing' USING ERRCODE = 'BD007';
    END IF;
    SELECT bool_and(b.act_size = b.found AND b.last - b.first + 1 = b.found) INTO is_whole
    FROM (
        SELECT min(a.act_size) AS act_size, max(a.act_size) AS largest, count(*) AS found, min(a.n) AS first,
               max(a.n) AS last
        FROM unnest(act_ids, act_sizes) WITH ORDINALITY AS a(act_id, act_size, n)
        GROUP BY a.act_id
    ) b
    WHERE b.largest = b.act_size;
    IF is_whole IS NOT TRUE THEN
        RAISE EXCEPTION 'an act is cut' USING ERRCODE = 'BD016';
    END IF;
END
$$;

-- Whether a closing op has not seen all that stands sealed under its subject: a reveal counts every sheet that was locked
-- before it, or goes back to the chair. A sheet that was unlocked again is not sealed and need not be seen.
CREATE OR REPLACE FUNCTION desk.leaves_out(subject_ text, seen_ text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
    SELECT EXISTS (
        SELECT FROM desk.payload p JOIN desk.ledger l ON l.seq = p.seq
        JOIN desk.head h ON h.subject = l.subject AND h.head_op = l.op_id
        WHERE p.sealed_by = subject_
            AND l.op_id NOT IN (SELECT s.pair->>1 FROM json_array_elements(seen_::json) AS s(pair))
    )
$$;

CREATE OR REPLACE FUNCTION desk.decide(
    op_ids text[], act_sizes integer[], subjects text[], parents text[], seens text[], kinds text[],
    verdicts text[], closed_by text[], closes boolean[],
    OUT outcomes text[], OUT reasons text[], OUT againsts text[]
)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    total integer := cardinality(op_ids);
    -- Subjects are numbered for the walk: each op's own, those it saw with their heads, and how each stands.
    own integer[];
    seen_by integer[];
    seen_subjects integer[];
    seen_heads text[];
    heads text[];
    closings text[];           -- the kind that closed it
    closers text[];            -- the op that did
    gone text[];               -- the rule it was erased under
    pair integer := 1;         -- the place among the seen
    i integer := 1;
    last_ integer;
    k integer;
    fell text;
    against_ text;
    moved integer[];           -- subjects that the act has moved so far, and their heads before
    before_ text[];
    fallen text[] := '{}';
BEGIN
    WITH touched AS (
        SELECT b.n, 0 AS at, b.subject, NULL AS head FROM unnest(subjects) WITH ORDINALITY AS b(subject, n)
        UNION ALL
        SELECT b.n, p.at, p.pair->>0, p.pair->>1
        FROM unnest(seens) WITH ORDINALITY AS b(seen, n),
            json_array_elements(b.seen::json) WITH ORDINALITY AS p(pair, at)
        WHERE b.seen <> '[]'
    ), numbered AS MATERIALIZED (
        SELECT t.n, t.at, t.head, t.subject, dense_rank() OVER (ORDER BY t.subject COLLATE "C") AS k FROM touched t
    ), standing AS (
        SELECT array_agg(h.head_op ORDER BY s.k) AS heads, array_agg(h.closed_kind ORDER BY s.k) AS closings,
               array_agg(h.closed_op ORDER BY s.k) AS closers, array_agg(h.erased ORDER BY s.k) AS gone
        FROM (SELECT DISTINCT ON (m.k) m.k, m.subject FROM numbered m ORDER BY m.k) s
        LEFT JOIN LATERAL (
            SELECT * FROM desk.head h WHERE h.subject = s.subject COLLATE "C" OFFSET 0
        ) h ON true
    )
    SELECT (SELECT array_agg(m.k ORDER BY m.n) FROM numbered m WHERE m.at = 0),
           (SELECT array_agg(m.n ORDER BY m.n, m.at) FROM numbered m WHERE m.at > 0),
           (SELECT array_agg(m.k ORDER BY m.n, m.at) FROM numbered m WHERE m.at > 0),
           (SELECT array_agg(m.head ORDER BY m.n, m.at) FROM numbered m WHERE m.at > 0),
           s.heads, s.closings, s.closers, s.gone
    INTO own, seen_by, seen_subjects, seen_heads, heads, closings, closers, gone
    FROM standing s;
    outcomes := array_fill('applied'::text, ARRAY[total]);
    reasons := array_fill(''::text, ARRAY[total]);
    againsts := array_fill(NULL::text, ARRAY[total]);

    WHILE i <= total LOOP
        last_ := i + act_sizes[i] - 1;
        fell := NULL;
        against_ := NULL;
        moved := '{}';
        FOR j IN i .. last_ LOOP
            k := own[j];
            IF fell IS NOT NULL THEN
                NULL;
            ELSIF verdicts[j] IS NOT NULL THEN
                fell := verdicts[j];
            ELSIF gone[k] IS NOT NULL THEN
                fell := 'held:erased';
            ELSIF closings[k] = closed_by[j] THEN
                fell := 'held:late';
                against_ := closers[k];
            ELSIF heads[k] IS DISTINCT FROM parents[j] THEN
                fell := CASE WHEN parents[j] = ANY (fallen) OR EXISTS (
                    SELECT FROM desk.ledger l WHERE l.op_id = parents[j] AND l.outcome <> 'applied'
                ) THEN 'conflict:successor' ELSE 'conflict:stale' END;
                against_ := heads[k];
            END IF;
            WHILE seen_by[pair] = j LOOP
                k := seen_subjects[pair];
                IF fell IS NOT NULL THEN
                    NULL;
                ELSIF gone[k] IS NOT NULL THEN
                    fell := 'held:erased';
                ELSIF closings[k] = closed_by[j] THEN
                    fell := 'held:late';
                    against_ := closers[k];
                ELSIF heads[k] IS DISTINCT FROM seen_heads[pair]
                    -- an act may have seen a head as it was before the act itself moved it
                    AND before_[array_position(moved, k)] IS DISTINCT FROM seen_heads[pair]
                THEN
                    fell := 'conflict:context';
                    against_ := heads[k];
                END IF;
                pair := pair + 1;
            END LOOP;
            IF fell IS NULL THEN
                k := own[j];
                IF last_ > i THEN
                    before_[cardinality(moved) + 1] := heads[k];
                    moved := moved || k;
                END IF;
                heads[k] := op_ids[j];
            END IF;
        END LOOP;
        IF fell IS NULL THEN
            IF true = ANY (closes[i:last_]) THEN
                FOR j IN i .. last_ LOOP
                    IF closes[j] THEN
                        closings[own[j]] := kinds[j];
                        closers[own[j]] := op_ids[j];
                    END IF;
                END LOOP;
            END IF;
        ELSE
            FOR j IN i .. last_ LOOP
                outcomes[j] := split_part(fell, ':', 1);
                reasons[j] := split_part(fell, ':', 2);
                againsts[j] := against_;
            END LOOP;
            fallen := fallen || op_ids[i:last_];
            FOR j IN REVERSE cardinality(moved) .. 1 LOOP
                heads[moved[j]] := before_[j];
            END LOOP;
        END IF;
        i := last_ + 1;
    END LOOP;

    INSERT INTO desk.head (subject, head_op, closed_kind, closed_op)
    SELECT DISTINCT ON (u.k) u.subject, heads[u.k], closings[u.k], closers[u.k]
    FROM unnest(own, subjects, outcomes) AS u(k, subject, outcome)
    WHERE u.outcome = 'applied'
    ON CONFLICT (subject) DO UPDATE
        SET head_op = excluded.head_op, closed_kind = excluded.closed_kind, closed_op = excluded.closed_op;
END
$$;
