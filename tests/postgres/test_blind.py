"""Blind sheets: nobody but who locked one reads it before the reveal, by any statement; afterwards everybody can check.

The attacks are those of the design (store 10.2), as SQL of each role. The last is the subtle one: what a query touches
must not tell a right guess from a wrong one.
"""

import json
import re

import psycopg
import pytest

from bandingdesk.store import chain
from bandingdesk.sync import remote
from bandingdesk.sync.server import logins, schema
from tests.support import clusters, shared_store
from tests.support.shared_device import Devices

SECRET = "5c0re-canary"  # stands in the body of the sheet nobody may read
LEVELS = range(1, 6)


def sheet_body(person, **levels):
    ratings = [{"strand": strand, "level": level, "note": SECRET} for strand, level in levels.items()]
    return json.dumps({"round": "r", "person": f"p-{person}", "revision": 1, "ratings": ratings}).encode()


class Panel:
    """A meeting with one open round, in which members lock their sheets."""

    def __init__(self, database):
        self.join = Devices(database)
        self.database = database
        self.chair = self.join("carol", "chair")
        self.clerk = self.join("clem", "clerk")
        self.members = {name: self.join(name, "panel_member") for name in ("alice", "bert")}
        self.meeting = self.chair.applied("meeting:m", None, "meeting.planned", body=b"{}")
        self.item("i1", ["p-alice", "p-bert"])
        self.round = self.open("r", "i1")

    def item(self, item, readers):
        body = json.dumps({"item": item, "case": "c", "position": 1, "kind": "x", "readers": readers}).encode()
        self.meeting = self.chair.applied("meeting:m", self.meeting, "meeting.item_added", body=body)

    def readers(self, item, *names):
        chosen = [{"person": f"p-{name}", "why": "turn", "count": 0} for name in names]
        body = {"items": [{"item": item, "readers": chosen}], "words": ""}
        seen = [("meeting:m", self.meeting)]
        self.chair.applied("agenda:m", None, "agenda.readers_set", seen=seen, body=json.dumps(body).encode())

    def open(self, round_id, item):
        body = {"meeting": "m", "item": item, "scorers": ["p-alice", "p-bert"], "strands": ["a", "b"]}
        seen = [("meeting:m", self.meeting)]
        return self.chair.applied(
            f"round:{round_id}", None, "round.opened", seen=seen, body=json.dumps(body).encode()
        )  # fmt: skip

    def lock(self, name, round_id="r", **levels):
        who = self.members[name]
        return who.applied(
            f"sheet:{round_id}.p-{name}", None, "scores.locked", seen=[(f"round:{round_id}", self.head_of(round_id))],
            body=sheet_body(name, **levels),
        )  # fmt: skip

    def head_of(self, round_id):
        with self.database.owner() as conn:
            return conn.execute("SELECT head_op FROM desk.head WHERE subject = %s", (f"round:{round_id}",)).fetchone()[
                0
            ]

    def reveal(self, *sheets):
        seen = [("meeting:m", self.meeting), *((f"sheet:r.p-{name}", op) for name, op in sheets)]
        return self.chair.one("round:r", self.round, "round.revealed", seen=seen)


@pytest.fixture
def panel(shared):
    found = Panel(shared)
    yield found
    found.join.close()


def bodies(device):
    return {one.entry.op_id: one.entry.body for one in device.line.pull(0, 1000).posted}


def test_a_sheet_is_its_authors_alone_until_the_reveal_and_then_everybodys(panel):
    op = panel.lock("alice", a=4, b=2)
    everybody = [panel.chair, panel.clerk, *panel.members.values()]
    sealed = [device for device in everybody if device.login != "alice"]
    assert bodies(panel.members["alice"])[op] is not None
    for device in sealed:
        assert bodies(device)[op] is None  # that it was locked, and when, may be known
        assert device.line.unsealed([op]) == []
    other = panel.lock("bert", a=1, b=2)
    assert panel.reveal(("alice", op), ("bert", other))[1] == "applied"
    posted = {one.entry.op_id: one.entry for one in sealed[0].line.pull(0, 1000).posted}
    for device in sealed:
        (opened, _) = device.line.unsealed([op, other])
        assert opened.op_id == op
        assert chain.commitment(opened.salt, opened.body) == posted[op].columns[16]  # as it was locked, unchanged
        assert bodies(device)[op] == opened.body


def test_an_unlock_or_a_band_shown_opens_nothing(panel):
    op = panel.lock("alice", a=4, b=2)
    who = panel.members["alice"]
    band = who.applied(
        "sheet:r.p-alice", op, "scores.band_shown", seen=[("round:r", panel.round)], body=b'{"band":"B5"}'
    )
    who.applied("sheet:r.p-alice", band, "scores.unlocked", seen=[("round:r", panel.round)], body=b"{}")
    assert panel.chair.line.unsealed([op, band]) == []


def test_a_paper_slip_is_read_by_who_entered_it_and_who_said_it(panel):
    seen = [("round:r", panel.round)]
    op = panel.clerk.applied(
        "sheet:r.p-bert", None, "scores.locked", seen=seen, actor="p-bert", entered_by="p-clem",
        body=sheet_body("bert", a=1),
    )  # fmt: skip
    for device, reads in ((panel.clerk, True), (panel.members["bert"], True), (panel.chair, False)):
        assert bool(device.line.unsealed([op])) is reads


def test_a_member_opens_no_round_and_reveals_none(panel):
    op = panel.lock("alice", a=4, b=2)
    bert = panel.members["bert"]
    found = bert.one("round:r", panel.round, "round.revealed", seen=[("sheet:r.p-alice", op)])
    assert found[1:3] == ("quarantined", "role")
    # nor does a lie about the round that was seen: it opens the liar's own sheet at most
    bert.one("sheet:r.p-bert", None, "scores.locked", seen=[("round:other", "x"), ("round:r", panel.round)])
    assert bert.line.unsealed([op]) == []


ATTACKS = (
    "SELECT * FROM desk.payload",
    "SELECT count(*) FROM desk.payload WHERE body IS NOT NULL",
    "SELECT seq FROM desk.payload WHERE convert_from(body, 'UTF8') LIKE '%canary%'",
    "SELECT convert_from(body, 'UTF8')::integer FROM desk.payload",
    "SELECT 1 / (length(body) - length(body)) FROM desk.payload",
    "COPY desk.payload TO STDOUT",
    "COPY (SELECT body FROM desk.payload) TO STDOUT",
    "TABLE desk.payload",
    "EXPLAIN ANALYZE SELECT * FROM desk.payload",
    "DECLARE c CURSOR WITH HOLD FOR SELECT body FROM desk.payload",
    "PREPARE p AS SELECT body FROM desk.payload; EXECUTE p",
    "CREATE VIEW public.v AS SELECT * FROM desk.payload",
    "CREATE VIEW public.v WITH (security_invoker = false) AS SELECT * FROM desk.payload",
    "CREATE MATERIALIZED VIEW public.v AS SELECT * FROM desk.payload",
    "CREATE FUNCTION public.leak(bytea) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
    " $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$",
    "SELECT p.* FROM desk.ledger l JOIN desk.payload p USING (seq)",
    "UPDATE desk.payload SET sealed_by = NULL",
    "UPDATE desk.head SET closed_op = 'x' WHERE subject = 'round:r'",
    "INSERT INTO desk.granted VALUES (session_user, 'dpo')",
    "UPDATE desk.login SET person = 'p-alice' WHERE login = session_user",
    "UPDATE desk.kind_rule SET blind = NULL",
    "SET ROLE bandingdesk_owner",
    "SET ROLE alice",
    "SET SESSION AUTHORIZATION alice",
    "SET row_security = off; SELECT body FROM desk.payload",
    "CREATE TEMP TABLE payload (seq bigint, body bytea)",
    "CREATE SCHEMA alice",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM pg_get_backend_memory_contexts()",
    "CREATE EXTENSION pageinspect",
    "ALTER FUNCTION desk.may_see(text, text[], text[], text, text, text, text) SECURITY INVOKER",
    "DO $$ BEGIN PERFORM body FROM desk.payload; END $$",
)
LOOKS = (  # what may be asked and tells nothing
    "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname = 'desk'",
    "SELECT query FROM pg_stat_activity WHERE usename <> session_user",
    "SELECT stxname FROM pg_statistic_ext",
    "SELECT * FROM desk.sync_pull(0, 1000, 1)",
    "SELECT * FROM desk.read_payloads(ARRAY(SELECT op_id FROM desk.sync_pull(0, 1000, 1)))",
    "SELECT * FROM desk.devices()",
    "SELECT desk.verify(0, 1000)",
)


@pytest.fixture(scope="module")
def sealed(server):
    """A round with one locked sheet, and a login of each role that is not its author."""
    with clusters.database(server, clusters.TEMPLATE) as database:
        panel = Panel(database)
        panel.op = panel.lock("alice", a=4, b=2)
        for role in logins.ROLES:
            shared_store.give_login(database, f"is_{role}", f"p-{role}", [role])
        with database.owner() as conn:
            conn.execute(schema.read("database.sql"))  # a copy of a database has its tables and not its own rights
            conn.execute("ANALYZE desk.payload")
        yield panel
        panel.join.close()


@pytest.mark.parametrize("role", logins.ROLES)
def test_no_statement_of_any_role_reads_a_sealed_sheet(sealed, role):
    with psycopg.connect(sealed.database.address(user=f"is_{role}"), autocommit=True) as conn:
        heard = []
        conn.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
        for statement in ATTACKS:
            with pytest.raises(psycopg.Error) as caught:
                conn.execute(statement)
            heard.append(str(caught.value))
            conn.execute("RESET row_security")
        for statement in LOOKS:
            heard += [repr(row) for row in conn.execute(statement).fetchall()]
        assert SECRET not in "".join(heard)
        assert SECRET.encode().hex() not in "".join(heard)


def buffers(conn, query, *values):
    """Return what EXPLAIN says that a query read, without times and costs."""
    rows = conn.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF, COSTS OFF) {query}", values).fetchall()
    return [line for (line,) in rows if re.search("Buffers|rows=|Removed", line)]


@pytest.mark.parametrize("role", ["panel_member", "caseworker", "qa_lead", "chair"])
def test_what_a_query_reads_is_the_same_for_every_guess(sealed, role):
    with psycopg.connect(sealed.database.address(user=f"is_{role}"), autocommit=True) as conn:
        query = "SELECT * FROM desk.read_payloads(%s) WHERE convert_from(body, 'UTF8') LIKE %s"
        for _ in range(2):  # the second time, all that is cached is cached
            seen = {k: buffers(conn, query, [sealed.op], f'%"level": {k}%') for k in LEVELS}
        assert len({tuple(lines) for lines in seen.values()}) == 1, seen


def test_what_a_query_reads_is_the_same_for_every_guess_behind_the_second_wall_too(shared):
    """With a right to the table given away: the guess that row security alone let through (design, store 10.2)."""
    panel = Panel(shared)
    panel.lock("alice", a=4, b=2)
    with shared.owner() as conn:
        conn.execute("GRANT USAGE ON SCHEMA desk TO bert")
        conn.execute("GRANT SELECT ON desk.payload, desk.ledger TO bert")
        length = conn.execute("SELECT length(body) FROM desk.payload WHERE sealed_by IS NOT NULL").fetchone()[0]
        (right,) = conn.execute("SELECT seq FROM desk.payload WHERE sealed_by IS NOT NULL").fetchone()
    with psycopg.connect(shared.address(user="bert"), autocommit=True) as conn:
        for query, guesses in (
            ("SELECT * FROM desk.payload WHERE length(body) = %s", (length - 1, length, length + 1)),
            ("SELECT * FROM desk.payload WHERE seq = %s", (right - 1, right, right + 1)),
            ("SELECT * FROM desk.ledger WHERE subject = %s", ("sheet:r.p-alice", "sheet:r.p-zoe")),
        ):
            for _ in range(2):
                seen = {guess: buffers(conn, query, guess) for guess in guesses}
            assert len({tuple(lines) for lines in seen.values()}) == 1, seen
    panel.join.close()


def test_the_agenda_is_ordered_by_spread_and_only_once_every_reader_has_locked(panel):
    panel.item("i2", [])
    panel.open("r2", "i2")
    panel.lock("alice", a=4, b=2)
    panel.lock("bert", a=4, b=3)
    panel.lock("alice", "r2", a=1, b=1)
    assert panel.chair.line.spread_rank("m") == {}
    panel.lock("bert", "r2", a=5, b=1)
    assert panel.chair.line.spread_rank("m") == {"i2": 1, "i1": 2}
    assert panel.chair.line.spread_rank("other") == {}
    with pytest.raises(remote.refusals.NotAllowedError):
        panel.members["alice"].line.spread_rank("m")


def test_the_order_waits_for_the_readers_that_the_agenda_gave(panel):
    """By rota one of two members must score: the other is not waited for (`agenda.readers_set`)."""
    panel.lock("alice", a=4, b=2)
    assert panel.chair.line.spread_rank("m") == {}
    panel.readers("i1", "alice")
    assert panel.chair.line.spread_rank("m") == {"i1": 1}


def test_the_doorbell_and_the_servers_log_hold_nothing_of_what_was_scored(panel, server):
    bell = panel.chair.line.listen()
    panel.lock("alice", a=4, b=2)
    rings = []
    while not rings:
        rings = bell.rings()
    bell.close()
    assert all(re.fullmatch(r"ledger:\d+", ring) for ring in rings)
    with pytest.raises(remote.SyncError):
        panel.members["bert"].push(panel.members["bert"].op("child:1", body=SECRET.encode())._replace(body=b"x"))
    if isinstance(server, clusters.Cluster):
        assert SECRET not in server.log()
        assert SECRET.encode().hex() not in server.log()
