"""Bugs that are planted in the sync itself, each on its seam: the checks of the other tests must find every one.

The model's planted bugs stand in test_history.py, weaker settings of the file in test_power.py. Nothing of the product
is changed: a function is patched for one test, the server's in that test's own database.
"""

from __future__ import annotations

import pytest

from bandingdesk.store import standing
from bandingdesk.sync import outcomes, push, refusals, remote, wire
from bandingdesk.sync.handshake import StopError
from bandingdesk.sync.server import schema
from bandingdesk.sync.wire import Outcome
from tests.support import invariants, shared_store, sync_team


@pytest.fixture
def pair(team):
    """Ann and Ben, level, with a case that both know."""
    ann, ben = team.laptop("ann"), team.laptop("ben")
    sync_team.open_case(ann.store)
    team.quiet()
    return ann, ben


def found(team, told=()) -> list[str]:
    """Let all come to rest and return what is wrong: broken invariants, or an alarm on an honest laptop."""
    try:
        team.quiet()
    except (StopError, refusals.DeviceTwinError, refusals.ServerCommitmentError) as error:
        return [f"{error.code}: an honest laptop is sent away"]
    return invariants.broken(team.database, [laptop.store for laptop in team.laptops], told)


def test_without_a_bug_nothing_is_found(team, pair):
    told = [sync_team.assign(laptop.store, "sam") for laptop in pair]
    assert found(team, told) == []


def test_an_acknowledgement_before_the_reply(team, pair, monkeypatch):
    ann, _ = pair

    def lost(self, device_id, protocol, entries, signed):
        raise refusals.UnreachableError(host="here")

    def eager(store, remote_, batch):
        answers = [Outcome(entry.op_id, 0, standing.APPLIED, "", None, False) for entry in batch.entries]
        signed = whole(store, remote_, batch)
        outcomes.write(store, answers, signed)
        return signed

    whole = push.sign
    told = [sync_team.assign(ann.store, "sam")]
    with monkeypatch.context() as planted:
        planted.setattr(push, "sign", eager)
        planted.setattr(remote.Remote, "push", lost)
        ann.sync.once()
    assert found(team, told)


def test_an_outbox_that_forgets_what_was_answered(team, pair, monkeypatch):
    ann, _ = pair
    with team.database.owner() as conn, conn.transaction():
        conn.execute("CREATE SCHEMA kept")
        names = [row[0] for row in conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'desk'").fetchall()]
        for name in names:
            conn.execute(f"CREATE TABLE kept.{name} AS TABLE desk.{name}")
    told = [sync_team.assign(ann.store, "sam")]
    ann.once()
    ann.sync.close()
    with team.database.owner() as conn, conn.transaction():
        conn.execute("SET LOCAL session_replication_role = replica")
        for name in names:
            conn.execute(f"DELETE FROM desk.{name}")
            conn.execute(f"INSERT INTO desk.{name} SELECT * FROM kept.{name}")
        end = conn.execute("SELECT head_seq FROM desk.store").fetchone()[0]
    team.person("boss", "administrator")
    with remote.connect(shared_store.address(team.database, "boss"), None) as line:
        line.restore_mark(end)
    monkeypatch.setattr(push, "SELECT_AGAIN", push.SELECT_AGAIN.replace("WHERE", "WHERE false AND", 1))
    assert found(team, told)


BUGS = {
    "no dedup": ("apply", "new_from := least(device_.last_seq - numbers[1] + 2, total + 1);", "new_from := 1;"),
    "integer version": (
        "decide",
        "heads[k] IS DISTINCT FROM parents[j]",
        "(SELECT count(*) FROM desk.ledger l WHERE l.subject = subjects[j] AND l.outcome = 'applied')"
        ' <> (WITH RECURSIVE line(op_id, n) AS (SELECT parents[j] COLLATE "C", 0 UNION ALL SELECT l.parent_op, n + 1'
        " FROM line JOIN desk.ledger l ON l.op_id = line.op_id) SELECT max(n) FROM line)",
    ),
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_server_that_is_wrong(team, pair, bug, monkeypatch):
    ann, ben = pair
    name, right, wrong = BUGS[bug]
    text = schema.read(f"functions/{name}.sql")
    assert text.count(right) == 1, f"the seam of {bug} has moved"
    with team.database.owner() as conn:
        conn.execute("SET ROLE bandingdesk_owner")
        conn.execute(text.replace(right, wrong).encode())
    told = [sync_team.assign(laptop.store, laptop.store.person) for laptop in (ann, ben, ben)]
    monkeypatch.setattr(wire, "BATCH", 1)
    if bug == "no dedup":
        once = remote.Remote.push
        monkeypatch.setattr(remote.Remote, "push", lambda *values: once(*values) and once(*values))
    assert found(team, told)
