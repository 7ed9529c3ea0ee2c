-- In which order the open rounds of a meeting are best taken: the widest apart first. Ranks alone, and none before every
-- reader has locked: nobody learns a score, and nobody is counted one by one (design, store 10.2).
CREATE OR REPLACE FUNCTION desk.spread_rank(meeting_ text) RETURNS TABLE (item text, place integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM desk.require(ARRAY['chair', 'deputy', 'clerk']);
    RETURN QUERY
    WITH named AS (  -- readers as a case was added with them, and as the agenda gave them since
        SELECT b.body->>'item' AS item, b.body->'readers' AS readers, l.seq
        FROM desk.ledger l JOIN desk.payload p USING (seq),
            LATERAL (SELECT convert_from(p.body, 'UTF8')::jsonb) AS b(body)
        WHERE l.kind = 'meeting.item_added' AND l.subject = 'meeting:' || meeting_ AND l.outcome = 'applied'
        UNION ALL
        SELECT i.given->>'item', jsonb_path_query_array(i.given, '$.readers[*].person'), l.seq
        FROM desk.ledger l JOIN desk.payload p USING (seq),
            LATERAL (SELECT convert_from(p.body, 'UTF8')::jsonb) AS b(body),
            LATERAL jsonb_array_elements(b.body->'items') AS i(given)
        WHERE l.kind = 'agenda.readers_set' AND l.subject = 'agenda:' || meeting_ AND l.outcome = 'applied'
    ), items AS (
        SELECT DISTINCT ON (n.item) n.item, n.readers FROM named n ORDER BY n.item, n.seq DESC
    ), rounds AS (
        SELECT l.subject, b.body->>'item' AS item, b.body->'scorers' AS scorers, i.readers
        FROM desk.ledger l
        JOIN desk.payload p USING (seq)
        CROSS JOIN LATERAL (SELECT convert_from(p.body, 'UTF8')::jsonb) AS b(body)
        LEFT JOIN desk.head h ON h.subject = l.subject
        LEFT JOIN items i ON i.item = b.body->>'item'
        WHERE l.kind = 'round.opened' AND l.outcome = 'applied' AND b.body->>'meeting' = meeting_
            AND h.closed_op IS NULL
    ), sheets AS (
        SELECT r.subject, r.item, convert_from(p.body, 'UTF8')::jsonb AS body,
            coalesce(jsonb_array_length(r.readers), 0) = 0 OR r.readers ? s.person AS is_awaited
        FROM rounds r
        CROSS JOIN LATERAL jsonb_array_elements_text(r.scorers) AS s(person)
        LEFT JOIN desk.head h ON h.subject = 'sheet:' || substr(r.subject, 7) || '.' || s.person
        LEFT JOIN desk.ledger l ON l.op_id = h.head_op
        LEFT JOIN desk.ledger b ON b.op_id = CASE l.kind
            WHEN 'scores.locked' THEN l.op_id WHEN 'scores.band_shown' THEN l.parent_op END
        LEFT JOIN desk.payload p ON p.seq = b.seq
    ), strands AS (
        SELECT s.subject, s.item, max((t.rating->>'level')::integer) - min((t.rating->>'level')::integer) AS width
        FROM sheets s CROSS JOIN LATERAL jsonb_array_elements(s.body->'ratings') AS t(rating)
        GROUP BY s.subject, s.item, t.rating->>'strand'
    )
    SELECT t.item, (rank() OVER (ORDER BY sum(t.width) DESC))::integer
    FROM strands t
    WHERE NOT EXISTS (SELECT FROM sheets s WHERE s.is_awaited AND s.body IS NULL)
    GROUP BY t.subject, t.item
    ORDER BY 2, 1;
EXCEPTION
    WHEN data_exception THEN  -- a body that is no sheet: no order, and nothing of it in the server's log
        RETURN;
END
$$;
