-- Evidence files: which pieces are missing, pieces in and out, and the list that makes a file of them.

CREATE OR REPLACE FUNCTION desk.require_files() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require((SELECT r.readers FROM desk.kind_rule r WHERE r.kind = 'evidence.added'));
END
$$;

CREATE OR REPLACE FUNCTION desk.missing_chunks(wanted bytea[]) RETURNS bytea[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require_files();
    RETURN (SELECT coalesce(array_agg(w.sha256), '{}') FROM unnest(wanted) AS w(sha256)
            WHERE NOT EXISTS (SELECT FROM desk.chunk c WHERE c.sha256 = w.sha256));
END
$$;

CREATE OR REPLACE FUNCTION desk.put_chunks(pieces bytea[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require_files();
    PERFORM desk.require_no_upgrade();
    IF cardinality(pieces) > 128 OR EXISTS (SELECT FROM unnest(pieces) p WHERE octet_length(p) > 512 * 1024) THEN
        RAISE EXCEPTION 'nothing, or more than one call may bring' USING ERRCODE = 'BD010';
    END IF;
    INSERT INTO desk.chunk (sha256, data) SELECT sha256(p), p FROM unnest(pieces) p ON CONFLICT DO NOTHING;
END
$$;

-- Name a file whose pieces are all here. The first to name it stands; another device's own sealing of it is not needed.
CREATE OR REPLACE FUNCTION desk.put_file(case_ text, sha256_ text, key_ bytea, chunks_ bytea[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require_files();
    PERFORM desk.require_no_upgrade();
    IF EXISTS (SELECT FROM desk.head h WHERE h.subject = 'case:' || case_ AND h.erased IS NOT NULL) THEN
        RETURN;
    END IF;
    IF octet_length(key_) IS DISTINCT FROM 32 OR cardinality(chunks_) NOT BETWEEN 1 AND 8192
        OR cardinality(desk.missing_chunks(chunks_)) > 0
    THEN
        RAISE EXCEPTION 'a file has a key and all its pieces' USING ERRCODE = 'BD011';
    END IF;
    INSERT INTO desk.file (case_id, sha256, key, chunks) VALUES (case_, sha256_, key_, chunks_) ON CONFLICT DO NOTHING;
END
$$;

CREATE OR REPLACE FUNCTION desk.get_file(case_ text, sha256_ text, OUT key bytea, OUT chunks bytea[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM desk.require_files();
    SELECT f.key, f.chunks INTO key, chunks FROM desk.file f
    WHERE f.case_id = case_ AND f.sha256 = sha256_ AND f.key IS NOT NULL;
END
$$;

CREATE OR REPLACE FUNCTION desk.get_chunks(wanted bytea[]) RETURNS TABLE (sha256 bytea, data bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM desk.require_files();
    RETURN QUERY SELECT c.sha256, c.data FROM desk.chunk c WHERE c.sha256 = ANY (wanted[:128]);
END
$$;
