"""The schema is laid, upgraded and given logins by commands that show their SQL first; an ordinary DBA is enough."""

import io
import json
import os
import re

import psycopg
import pytest
from psycopg import sql

from bandingdesk.cli import main
from bandingdesk.store import tables
from bandingdesk.sync import refusals, remote
from bandingdesk.sync.address import Address
from bandingdesk.sync.server import kinds, logins, schema
from bandingdesk.sync.server.migrations import chain
from tests.support import clusters, shared_store
from tests.support.shared_device import Devices

PASSWORD = "a word for tests"


def command(*words, secret=None):
    """Run a command as a script does and return (exit code, its document)."""
    out, more = io.StringIO(), []
    if secret is not None:
        reader, writer = os.pipe()
        os.write(writer, f"{secret}\n".encode())
        os.close(writer)
        more = ["--passphrase-fd", str(reader)]
    code = main.main(["--json", *words, *more], out, io.StringIO())
    if secret is not None:
        os.close(reader)
    return code, json.loads(out.getvalue())


@pytest.fixture
def empty(server):
    """A database without anything, owned by a DBA who may make roles and databases and nothing more."""
    with clusters.database(server) as database:
        dba = f"dba_{database.name}"
        with database.owner() as conn:
            name = sql.Identifier(dba)
            conn.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}").format(name, PASSWORD))
            conn.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(database.name), name))
            if conn.info.server_version >= 160000:  # roles are there from the template, and belong to who made them
                for role in ("owner", "member", *logins.ROLES):
                    group = sql.Identifier(f"bandingdesk_{role}")
                    conn.execute(
                        sql.SQL("GRANT {} TO {} WITH ADMIN TRUE, SET FALSE, INHERIT FALSE").format(group, name)
                    )
        yield database, dba
        with database.owner() as conn:
            conn.execute(sql.SQL("DROP OWNED BY {}").format(name))


def where(database, login):
    return shared_store.address(database, login)


def test_a_dba_lays_the_schema_gives_a_login_and_ends_it(empty):
    database, dba = empty
    url = where(database, dba).text()
    code, made = command("store", "init", url, "--yes")
    assert (code, made["ran"], made["since"]) == (0, True, None)
    code, login = command("store", "roles", url, "--login", "ann", "--person", "p-ann", "--role", "caseworker", "--yes")
    assert (code, login["roles"]) == (0, ["caseworker"])
    assert PASSWORD not in login["sql"]
    assert login["password"] not in login["sql"]
    at_home = Address("localhost", database.server.port, database.name, "ann", tls=False)
    with remote.connect(at_home, login["password"]) as line:
        hello = line.hello("d1")
        assert (hello.store_id, hello.person, hello.roles) == (made["store_id"], "p-ann", ("caseworker",))
        command("store", "roles", url, "--login", "ann", "--person", "p-ann", "--role", "chair", "--yes")
        assert line.hello("d1").roles == ("chair",)
        code, ended = command("store", "roles", url, "--remove", "ann", "--yes")
        assert (code, ended["removed"]) == (0, "ann")
        with pytest.raises(refusals.LoginEndedError):
            line.hello("d1")
    with pytest.raises((refusals.LoginEndedError, refusals.PasswordError)):
        remote.connect(at_home, login["password"])
    with database.owner() as conn:  # the DBA is not the owner afterwards, nor in any role
        member = conn.execute("SELECT pg_has_role(%s, 'bandingdesk_owner', 'USAGE')", (dba,)).fetchone()
        assert member == (False,)


def test_without_yes_the_sql_is_shown_and_nothing_runs(empty):
    database, dba = empty
    url = where(database, dba).text()
    code, shown = command("store", "init", url)
    assert (code, shown["ran"]) == (0, False)
    assert "CREATE TABLE desk.ledger" in shown["sql"]
    code, printed = command("store", "roles", url, "--print")
    assert (code, printed["ran"]) == (0, False)
    assert printed["sql"] == schema.read("roles.sql")
    with database.owner() as conn:
        assert conn.execute("SELECT to_regnamespace('desk')").fetchone() == (None,)


def test_a_second_run_brings_functions_and_kinds_up_to_date_and_keeps_the_record(shared):
    with shared.owner() as conn:
        conn.execute("DROP FUNCTION desk.spread_rank")
        conn.execute("DELETE FROM desk.kind_rule WHERE kind = 'case.opened'")
    devices = Devices(shared)
    ann = devices("ann", "caseworker")
    ann.applied("child:1")
    before = ann.line.hello(ann.id)
    owner = where(shared, clusters.OWNER).text()
    code, done = command("store", "init", owner, "--yes")
    assert (code, done["ran"], done["since"]) == (0, True, chain.latest())
    assert ann.line.hello(ann.id)._replace(server_time=0) == before._replace(server_time=0)
    assert ann.applied("case:1", kind="case.opened")
    devices.close()


def test_a_restore_is_vouched_for_by_an_administrator_and_by_nobody_else(shared):
    devices = Devices(shared)
    ann, _ = devices("ann", "caseworker"), devices("adm", "administrator")
    ann.applied("child:1")
    code, asked = command("store", "vouch", where(shared, "adm").text())
    assert (code, asked["done"], asked["seq"]) == (0, False, 1)
    assert ann.line.hello(ann.id).restored is None
    code, done = command("store", "vouch", where(shared, "adm").text(), "--seq", "0", "--yes")
    assert (code, done["done"]) == (0, True)
    assert ann.line.hello(ann.id).restored[:2] == (0, bytes.fromhex(done["hash"]))
    code, refused = command("store", "vouch", where(shared, "ann").text(), "--yes")
    assert (code, refused["error"]["code"]) == (4, "SY-28")
    devices.close()


@pytest.mark.parametrize("since", chain.revisions()[:-1])
def test_each_older_revision_is_upgraded_with_what_is_in_it(server, since):
    with clusters.database(server) as database:
        with database.owner() as conn, conn.transaction():
            conn.execute(schema.read("roles.sql"))
            conn.execute("CREATE SCHEMA desk AUTHORIZATION bandingdesk_owner")
            conn.execute("SET LOCAL ROLE bandingdesk_owner")
            conn.execute(chain.script(None, since))
            conn.execute(schema._new_store("old store", 1, "0.1.0"))
            conn.execute("INSERT INTO desk.login (login, person, added_at) VALUES ('zoe', 'p-zoe', 5)")
        code, done = command("store", "init", where(database, clusters.OWNER).text(), "--yes")
        assert (code, done["since"]) == (0, since)
        devices = Devices(database)
        ann = devices("ann", "caseworker")
        assert ann.line.hello(ann.id).store_id == "old store"
        ann.applied("child:1")
        devices.close()
        with database.owner() as conn:
            assert conn.execute("SELECT version_num FROM desk.alembic_version").fetchall() == [(chain.latest(),)]
            assert shape(conn) == shape_of_new(server)


def shape(conn):
    """Return columns, indexes, triggers and walls of every table."""
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
        " WHERE table_schema = 'desk' ORDER BY 1, 2",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'desk' ORDER BY 1, 2",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relnamespace = 'desk'::regnamespace"
        " AND relkind = 'r' ORDER BY 1",
    )
    return [conn.execute(query).fetchall() for query in queries]


def shape_of_new(server):
    with clusters.owner(server, "bd_template") as conn:
        return shape(conn)


def test_an_upgrade_runs_alone_and_as_a_whole(shared):
    with shared.owner() as conn:
        conn.execute("SELECT pg_advisory_lock_shared(x'42444B'::integer, 1)")
        script = schema.upgrade_script(chain.latest())
        with remote.Administration(where(shared, clusters.OWNER), None) as administration:
            administration.run("SET lock_timeout = '50ms'")
            with pytest.raises((refusals.DeadlineError, remote.ScriptRefusedError)):
                administration.run(script)
            with pytest.raises(remote.ScriptRefusedError) as caught:
                administration.run("UPDATE desk.store SET epoch = 9; SELECT nothing_of_the_kind();")
        assert "nothing_of_the_kind" in caught.value.what
        assert conn.execute("SELECT epoch FROM desk.store").fetchone() == (schema.EPOCH,)


def test_the_ledger_holds_every_column_that_its_hash_covers(shared):
    with shared.owner() as conn:
        found = conn.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'desk' AND table_name = 'ledger'"
            " ORDER BY ordinal_position"
        ).fetchall()
    assert [name for (name,) in found] == [*tables.LEDGER_COLUMNS, "hash"]


def test_the_server_knows_every_kind_and_what_closes_it(shared):
    from bandingdesk.store import folds

    with shared.owner() as conn:
        known = {
            row[0]: row[1:] for row in conn.execute("SELECT kind, writers, readers FROM desk.kind_rule").fetchall()
        }
        closes = conn.execute("SELECT kind FROM desk.kind_rule WHERE closes ORDER BY 1").fetchall()
    assert set(known) == set(folds.registry().kinds)
    assert all(set(writers) | set(readers) <= set(logins.ROLES) for writers, readers in known.values())
    assert [kind for (kind,) in closes] == sorted(kinds.CLOSES)
    assert {
        kind for kind, (_, readers) in known.items() if "administrator" in readers and not _is_council(kind)
    } == set()


def _is_council(kind):
    council = "person policy panel_type setting device framework tariff resolution retention terms"
    return kind.partition(".")[0] in council.split()


def test_the_schema_needs_no_extension_and_no_icu(shared):
    with shared.owner() as conn:
        assert conn.execute("SELECT extname FROM pg_extension").fetchall() == [("plpgsql",)]
        used = conn.execute(
            "SELECT DISTINCT c.collprovider FROM pg_collation c JOIN pg_attribute a ON a.attcollation = c.oid"
            " JOIN pg_class t ON t.oid = a.attrelid WHERE t.relnamespace = 'desk'::regnamespace"
        ).fetchall()
    assert ("i",) not in used


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--login", "ann", "--person", "p", "--role", "king"], "no role"),
        (["--login", "ann", "--person", "p"], "no role"),
        (["--login", "ann", "--role", "chair"], "person"),
        (["--login", "bandingdesk_owner", "--person", "p", "--role", "chair"], "no name"),
        (["--login", "a", "--person", "p", "--role", "administrator", "--role", "chair"], "a login of its own"),
    ],
)
def test_a_login_that_makes_no_sense_is_refused_before_anything_is_shown(words, what):
    code, found = command("store", "roles", "postgresql://dba@/desk?host=/tmp", "--print", *words)
    assert (code, found["error"]["code"]) == (3, "SY-10")
    assert what in found["error"]["message"]


def test_names_with_quotes_are_names_and_not_sql(shared):
    script = logins.give("o'ne\"il", "p'x", ["chair"], logins.verifier("pw", b"s" * 16), 5)
    with remote.Administration(where(shared, clusters.OWNER), None) as administration:
        administration.run(script)
        assert administration.ask("SELECT person FROM desk.login WHERE login = 'o''ne\"il'") == "p'x"


def test_a_verifier_is_what_the_server_would_have_made():
    made = logins.verifier("correct horse", b"0123456789abcdef")
    assert re.fullmatch(r"SCRAM-SHA-256\$4096:[^$]+\$[^:]+:.+", made)
    assert len(logins.password(b"\0" * 16)) == 31


def test_a_database_is_closed_to_whoever_has_no_role(empty):
    database, dba = empty
    command("store", "init", where(database, dba).text(), "--yes")
    with database.owner() as conn:
        conn.execute("CREATE ROLE nobody_here LOGIN")
        shared_store.give_login(database, "ann", "p-ann", ["caseworker"])
    with pytest.raises(refusals.LoginUnknownError):
        remote.connect(where(database, "nobody_here"), None)
    with psycopg.connect(database.address(user="ann"), autocommit=True) as conn:
        for statement in ("CREATE TEMP TABLE t (a int)", "CREATE SCHEMA mine", "CREATE TABLE public.t (a int)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)
        assert conn.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("10s",)
    with database.owner() as conn:
        conn.execute("DROP ROLE nobody_here")
