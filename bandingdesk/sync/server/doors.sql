-- Who may use what. Run last, and again after every upgrade: first everything is shut, then the doors are opened.

-- The second wall: a right to a table that somebody is given by mistake still shows no row. Only the owner has a policy,
-- and nobody can log in as the owner. Without a policy the table is not even looked at, so nothing can be guessed from
-- what a query reads or how long it takes (design, store 10.2).
DO $$
DECLARE
    name_ text;
BEGIN
    FOR name_ IN SELECT c.relname FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'desk'::pg_catalog.regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE desk.%I ENABLE ROW LEVEL SECURITY', name_);
        EXECUTE pg_catalog.format('ALTER TABLE desk.%I FORCE ROW LEVEL SECURITY', name_);
        EXECUTE pg_catalog.format('DROP POLICY IF EXISTS owner_alone ON desk.%I', name_);
        EXECUTE pg_catalog.format('CREATE POLICY owner_alone ON desk.%I TO bandingdesk_owner USING (true)', name_);
    END LOOP;
END
$$;
REVOKE ALL ON ALL TABLES IN SCHEMA desk FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA desk FROM PUBLIC;
REVOKE ALL ON SCHEMA desk FROM PUBLIC;
GRANT USAGE ON SCHEMA desk TO bandingdesk_member;
GRANT EXECUTE ON FUNCTION
    desk.hello, desk.enrol, desk.sync_apply, desk.ledger_head, desk.sync_pull, desk.read_payloads, desk.signed_heads,
    desk.devices
TO bandingdesk_member;
