-- This database is for the shared store alone: who has no role does not come in, nobody makes objects of their own, and
-- whoever falls asleep in the middle of something holds nobody up for long.
DO $$
DECLARE
    name_ text := pg_catalog.current_database();
BEGIN
    IF pg_catalog.current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'the database must be made with the encoding UTF8';
    END IF;
    IF pg_catalog.current_setting('server_version_num')::integer < 150000 THEN
        RAISE EXCEPTION 'PostgreSQL 15 or newer is needed';
    END IF;
    EXECUTE pg_catalog.format('REVOKE ALL ON DATABASE %I FROM PUBLIC', name_);
    EXECUTE pg_catalog.format('GRANT CONNECT ON DATABASE %I TO bandingdesk_member', name_);
    EXECUTE pg_catalog.format('ALTER DATABASE %I SET statement_timeout = %L', name_, '60s');
    EXECUTE pg_catalog.format('ALTER DATABASE %I SET lock_timeout = %L', name_, '20s');
    EXECUTE pg_catalog.format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = %L', name_, '10s');
    -- The server's log names statements and never what they carried. Only a superuser may set this; it is the server's
    -- own setting for errors, and for slow statements it should stand in postgresql.conf where this is not run by one.
    IF (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user) THEN
        EXECUTE pg_catalog.format('ALTER DATABASE %I SET log_parameter_max_length = 0', name_);
        EXECUTE pg_catalog.format('ALTER DATABASE %I SET log_parameter_max_length_on_error = 0', name_);
    END IF;
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
