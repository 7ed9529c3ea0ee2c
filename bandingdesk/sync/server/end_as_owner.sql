RESET ROLE;
DO $$
BEGIN
    IF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        EXECUTE pg_catalog.format('REVOKE bandingdesk_owner FROM %I', current_user);
    END IF;
END
$$;
