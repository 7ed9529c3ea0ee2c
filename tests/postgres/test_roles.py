"""Who may use what: every role against every table and every function, and the second wall behind the first."""

import psycopg
import pytest
from psycopg import sql

from bandingdesk.sync import refusals
from bandingdesk.sync.server import logins
from tests.support import clusters, shared_store
from tests.support.shared_device import Devices

DENIED = psycopg.errors.InsufficientPrivilege  # 42501
CASE_ROLES = set(logins.ROLES) - {"administrator"}
CHAIRING = {"chair", "deputy", "clerk"}

# function: the roles that may call it; what a call within its rights still answers is the function's own matter
EVERYBODY = set(logins.ROLES)
MAY_CALL = {
    "hello": EVERYBODY, "enrol": EVERYBODY, "ledger_head": EVERYBODY, "sync_pull": EVERYBODY, "sync_apply": EVERYBODY,
    "read_payloads": EVERYBODY, "signed_heads": EVERYBODY, "devices": EVERYBODY, "checkpoint": EVERYBODY,
    "verify": EVERYBODY, "leases": EVERYBODY,
    "missing_chunks": CASE_ROLES - {"auditor"}, "put_chunks": CASE_ROLES - {"auditor"},
    "put_file": CASE_ROLES - {"auditor"}, "get_file": CASE_ROLES, "get_chunks": CASE_ROLES,
    "take_lease": CASE_ROLES - {"auditor"}, "break_lease": CASE_ROLES - {"auditor"},
    "spread_rank": CHAIRING, "erase": {"dpo", "head_of_service", "administrator"},
    "revoke_device": {"administrator"}, "end_login": {"administrator"}, "restore_mark": {"administrator"},
}  # fmt: skip
STATEMENTS = (
    "SELECT FROM desk.{}", "SELECT count(*) FROM desk.{}", "DELETE FROM desk.{}", "TRUNCATE desk.{}",
    "INSERT INTO desk.{} DEFAULT VALUES", "COPY desk.{} TO STDOUT", "SELECT FROM desk.{} FOR UPDATE",
    "ALTER TABLE desk.{} DISABLE ROW LEVEL SECURITY",
    "CREATE TRIGGER t AFTER INSERT ON desk.{} EXECUTE FUNCTION desk.stays()",
)  # fmt: skip


@pytest.fixture(scope="module")
def council(server):
    """One shared store with a login for each role, and one for nobody."""
    with clusters.database(server, clusters.TEMPLATE) as database:
        for role in logins.ROLES:
            shared_store.give_login(database, f"is_{role}", f"p-{role}", [role])
        with database.owner() as conn:
            conn.execute("CREATE ROLE is_nobody LOGIN")
        devices = Devices(database)
        case = devices("writer", "caseworker", "head_of_service")
        case.applied("child:1", body=b'{"name":"Testpupil"}')
        case.applied("policy:council", None, "policy.adopted", body=b'{"key":"council"}')
        yield database, case.applied("case:1", None, "case.opened", body=b'{"child":"1"}')
        devices.close()


@pytest.fixture
def as_role(council):
    """Return a function that gives a role's own connection."""
    opened = []

    def connect(role):
        conn = psycopg.connect(council[0].address(user=f"is_{role}"), autocommit=True)
        opened.append(conn)
        return conn

    yield connect
    for conn in opened:
        conn.close()


def names(database, query):
    with database.owner() as conn:
        return [name for (name,) in conn.execute(query).fetchall()]


TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'desk'::regnamespace AND relkind = 'r' ORDER BY 1"
FUNCTIONS = "SELECT proname FROM pg_proc WHERE pronamespace = 'desk'::regnamespace ORDER BY 1"


@pytest.mark.parametrize("role", [*logins.ROLES, "nobody"])
def test_no_role_may_touch_a_table(council, as_role, role):
    conn = as_role(role)
    for table in names(council[0], TABLES):
        for statement in STATEMENTS:
            with pytest.raises(DENIED):
                conn.execute(statement.format(table))


@pytest.mark.parametrize("role", [*logins.ROLES, "nobody"])
def test_a_role_may_call_what_it_needs_and_no_more(council, role):
    database = council[0]
    with database.owner() as conn:
        rows = conn.execute(
            "SELECT proname, has_function_privilege(%(login)s, oid, 'EXECUTE')"
            " AND has_schema_privilege(%(login)s, 'desk', 'USAGE') FROM pg_proc"
            " WHERE pronamespace = 'desk'::regnamespace",
            {"login": f"is_{role}"},
        ).fetchall()
    assert {name for name, may in rows if may} == {name for name, roles in MAY_CALL.items() if role in roles}


def test_every_function_that_somebody_may_call_runs_as_the_owner_with_a_fixed_path(council):
    with council[0].owner() as conn:
        rows = conn.execute(
            "SELECT p.proname, p.prosecdef, p.proconfig, r.rolname, r.rolcanlogin FROM pg_proc p"
            " JOIN pg_roles r ON r.oid = p.proowner WHERE p.pronamespace = 'desk'::regnamespace"
        ).fetchall()
    for name, definer, config, owner, can_log_in in rows:
        assert (owner, can_log_in) == ("bandingdesk_owner", False)
        if name in MAY_CALL:
            assert definer, name
            assert "search_path=pg_catalog, pg_temp" in (config or []), name


def test_internal_functions_are_nobodys_door(council, as_role):
    conn = as_role("chair")
    for call in ("desk.me()", "desk.require('{chair}')", "desk.now_micros()"):
        with pytest.raises(DENIED):
            conn.execute(f"SELECT {call}")


@pytest.mark.parametrize("role", logins.ROLES)
def test_who_reads_which_bodies(council, role):
    """An administrator has no case data; who has a role in casework reads cases; everybody reads the council's own."""
    from bandingdesk.council import may
    from bandingdesk.sync import remote

    database, _ = council
    with remote.connect(shared_store.address(database, f"is_{role}"), None) as line:
        page = line.pull(0, 100)
        assert len(page.posted) == 3  # that something happened, everybody may know
        found = {one.entry.columns[6]: one.entry.body is not None for one in page.posted}
        assert found == {kind: role in may.TABLE[kind].readers for kind in found}
        assert found["case.opened"] == (role not in ("administrator", "finance"))
        unsealed = {one.op_id for one in line.unsealed([one.entry.op_id for one in page.posted])}
        assert unsealed == {one.entry.op_id for one in page.posted if one.entry.body is not None}
        assert line.verify(0, 3) == (3, None)


def test_a_login_without_a_person_or_a_role_gets_nowhere(council):
    from bandingdesk.sync import remote

    database, _ = council
    with database.owner() as conn:
        conn.execute("CREATE ROLE half LOGIN IN ROLE bandingdesk_chair")
    try:
        with remote.connect(shared_store.address(database, "half"), None) as line:
            for call in (lambda: line.hello("d"), lambda: line.pull(0, 1), lambda: line.unsealed(["x"]), line.devices):
                with pytest.raises(refusals.LoginUnknownError):
                    call()
        nobody = remote.connect(shared_store.address(database, "is_nobody"), None)
        with nobody, pytest.raises(refusals.NotAllowedError):
            nobody.hello("d")
    finally:
        with database.owner() as conn:
            conn.execute("DROP ROLE half")


@pytest.mark.parametrize("role", ["panel_member", "chair", "administrator", "auditor"])
def test_nobody_becomes_somebody_else(council, as_role, role):
    conn = as_role(role)
    for statement in (
        "SET ROLE bandingdesk_owner", "SET ROLE is_writer", "SET SESSION AUTHORIZATION postgres",
        "SET SESSION AUTHORIZATION is_dpo", "GRANT bandingdesk_owner TO is_chair",
        "GRANT bandingdesk_dpo TO CURRENT_USER", "CREATE FUNCTION desk.me() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION desk.hello OWNER TO CURRENT_USER",
        "CREATE POLICY p ON desk.payload USING (true)", "COPY (SELECT 1) TO PROGRAM 'true'",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error):
            conn.execute(statement)
        assert conn.execute("SELECT session_user::text, current_user::text").fetchone() == (f"is_{role}",) * 2


def test_behind_the_first_wall_stands_a_second(shared):
    """A right that somebody gives away by mistake shows no row, and lets nobody write one: not even one's own."""
    devices = Devices(shared)
    ann = devices("ann", "caseworker", "chair")
    ann.applied("child:1")
    with shared.owner() as conn:
        for table in names(shared, TABLES):
            conn.execute(sql.SQL("GRANT ALL ON desk.{} TO ann, PUBLIC").format(sql.Identifier(table)))
        assert conn.execute("SELECT count(*) FROM desk.payload").fetchone() == (1,)
    with psycopg.connect(shared.address(user="ann"), autocommit=True) as conn:
        for table in names(shared, TABLES):
            assert conn.execute(f"SELECT count(*) FROM desk.{table}").fetchone() == (0,), table
        for statement in (
            "INSERT INTO desk.granted VALUES ('ann', 'dpo')",
            "INSERT INTO desk.head (subject, closed_op) VALUES ('round:r', 'x')",
            "COPY desk.payload FROM STDIN",
        ):
            with pytest.raises((DENIED, psycopg.errors.FeatureNotSupported)):
                conn.execute(statement)
    devices.close()


def test_the_record_is_only_added_to_even_by_its_owner(shared):
    devices = Devices(shared)
    devices("ann", "caseworker").applied("child:1")
    with shared.owner() as conn:
        for role in ("postgres", "bandingdesk_owner"):
            conn.execute(f"SET ROLE {role}")
            for statement in (
                "UPDATE desk.ledger SET actor = 'x'", "DELETE FROM desk.ledger", "TRUNCATE desk.ledger",
                "DELETE FROM desk.payload", "TRUNCATE desk.payload", "UPDATE desk.payload SET body = 'x'",
            ):  # fmt: skip
                with pytest.raises(psycopg.DatabaseError) as caught:
                    conn.execute(statement)
                assert caught.value.sqlstate == "BD099"
    devices.close()
