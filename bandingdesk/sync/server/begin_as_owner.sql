-- Who runs this acts as the owner meanwhile, and gives that up again at the end.
DO $$
BEGIN
    IF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        EXECUTE pg_catalog.format('GRANT bandingdesk_owner TO %I', current_user);
    END IF;
END
$$;
