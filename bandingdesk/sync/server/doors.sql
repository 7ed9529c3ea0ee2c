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
DO $$
DECLARE
    name_ text;
BEGIN
    FOR name_ IN SELECT pg_catalog.format('%I', r.rolname) FROM pg_catalog.pg_roles r
        WHERE pg_catalog.starts_with(r.rolname, 'bandingdesk_') AND r.rolname <> 'bandingdesk_owner'
        UNION ALL SELECT 'PUBLIC'
    LOOP
        EXECUTE 'REVOKE ALL ON ALL TABLES IN SCHEMA desk FROM ' || name_;
        EXECUTE 'REVOKE ALL ON ALL FUNCTIONS IN SCHEMA desk FROM ' || name_;
        EXECUTE 'REVOKE ALL ON SCHEMA desk FROM ' || name_;
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA desk TO bandingdesk_member;
-- Everybody with a role asks who they are, reads the ledger and verifies it; each function looks at the roles itself.
GRANT EXECUTE ON FUNCTION
    desk.hello, desk.enrol, desk.ledger_head, desk.sync_pull, desk.read_payloads, desk.signed_heads, desk.devices,
    desk.checkpoint, desk.verify, desk.leases
TO bandingdesk_member;
-- Who only looks on (auditor) adds nothing but their own gradings; they come by the same door.
GRANT EXECUTE ON FUNCTION desk.sync_apply TO bandingdesk_member;
-- An administrator has no case data: no files, no leases, no order of the agenda.
GRANT EXECUTE ON FUNCTION
    desk.missing_chunks, desk.put_chunks, desk.put_file, desk.get_file, desk.get_chunks, desk.take_lease,
    desk.break_lease
TO bandingdesk_caseworker, bandingdesk_panel_member, bandingdesk_chair, bandingdesk_deputy, bandingdesk_clerk,
    bandingdesk_presenter, bandingdesk_observer, bandingdesk_decision_maker, bandingdesk_qa_lead, bandingdesk_finance,
    bandingdesk_head_of_service, bandingdesk_dpo;
GRANT EXECUTE ON FUNCTION desk.get_file, desk.get_chunks TO bandingdesk_auditor;
GRANT EXECUTE ON FUNCTION desk.spread_rank TO bandingdesk_chair, bandingdesk_deputy, bandingdesk_clerk;
GRANT EXECUTE ON FUNCTION desk.erase TO bandingdesk_dpo, bandingdesk_head_of_service, bandingdesk_administrator;
GRANT EXECUTE ON FUNCTION desk.revoke_device, desk.end_login, desk.restore_mark TO bandingdesk_administrator;
