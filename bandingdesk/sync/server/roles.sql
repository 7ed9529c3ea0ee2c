-- Who there is on the server. Nobody can log in as the owner or as a role; each person has a login of their own, which
-- is given roles (`store roles URL --login`). Roles belong to the whole server: a login's rights in this database are
-- those it was granted here as well (desk.granted).
DO $$
DECLARE
    name_ text;
BEGIN
    FOREACH name_ IN ARRAY ARRAY[
        'owner', 'member', 'caseworker', 'panel_member', 'chair', 'deputy', 'clerk', 'presenter', 'observer',
        'decision_maker', 'qa_lead', 'auditor', 'finance', 'head_of_service', 'dpo', 'administrator'
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'bandingdesk_' || name_) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', 'bandingdesk_' || name_);
        END IF;
        IF name_ NOT IN ('owner', 'member')
            AND NOT pg_catalog.pg_has_role('bandingdesk_' || name_, 'bandingdesk_member', 'MEMBER')
        THEN
            EXECUTE pg_catalog.format('GRANT bandingdesk_member TO %I', 'bandingdesk_' || name_);
        END IF;
    END LOOP;
END
$$;
