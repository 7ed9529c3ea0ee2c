"""Random histories of two laptops and a real server: the invariants once they came to rest, the outcomes of a model.

`BANDINGDESK_HISTORIES` and `BANDINGDESK_STEPS` make it longer, for a night. A failure prints the steps that lead to it.
"""

from __future__ import annotations

import itertools
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis
import keyring
import pytest
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from bandingdesk import seams
from bandingdesk.store import log
from bandingdesk.sync import refusals
from tests.support import clusters, sync_model
from tests.support import sync_team as st
from tests.support.clusters import Server
from tests.support.invariants import broken
from tests.support.keyrings import InMemory
from tests.support.sync_team import Team

HISTORIES = int(os.environ.get("BANDINGDESK_HISTORIES", "6"))
STEPS = int(os.environ.get("BANDINGDESK_STEPS", "24"))
CASES = ("c1", "c2", "c3")
WHO = some.sampled_from((0, 1))
CASE = some.sampled_from(CASES)


class _LostReply:
    """A connection whose next push arrives, and whose answer does not."""

    def __init__(self, line: Any) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def push(self, *values: Any) -> Any:
        self._line.push(*values)
        raise refusals.UnreachableError(host="here")


class History(RuleBasedStateMachine):
    """Two people work on three cases, together and apart."""

    server: Server

    def __init__(self) -> None:
        super().__init__()
        self.before, self.keys = keyring.get_keyring(), InMemory()
        keyring.set_keyring(self.keys)
        self.folder = tempfile.TemporaryDirectory()
        self.lent = clusters.database(self.server, "bd_template")
        self.team = Team(self.lent.__enter__(), Path(self.folder.name))
        self.told: list[str] = []

    @initialize()
    def begin(self) -> None:
        for login in ("ann", "ben"):
            self.team.person(login)
            self.team.laptop(login)
        for id_ in CASES:
            self.told.append(st.open_case(self.team.laptops[0].store, id_))

    @rule(who=WHO, id_=CASE)
    def change(self, who: int, id_: str) -> None:
        self._act(who, [id_], [])

    @rule(who=WHO, pair=some.permutations(CASES))
    def change_two_at_once(self, who: int, pair: list[str]) -> None:
        self._act(who, pair[:2], [])

    @rule(who=WHO, pair=some.permutations(CASES))
    def change_what_relies_on_another(self, who: int, pair: list[str]) -> None:
        self._act(who, pair[:1], pair[1:2])

    @rule(who=WHO)
    def sync(self, who: int) -> None:
        self.team.laptops[who].once()

    @rule(who=WHO)
    def lose_a_reply(self, who: int) -> None:
        laptop = self.team.laptops[who]
        laptop.sync.close()
        whole = laptop.sync._connect
        laptop.sync._connect = lambda: _LostReply(whole())  # type: ignore[assignment,return-value]
        fault = laptop.sync.once().fault
        assert fault is None or isinstance(fault, refusals.UnreachableError)
        laptop.sync.close()
        laptop.sync._connect = whole

    @rule(who=WHO)
    def start_again(self, who: int) -> None:
        self.team.laptops[who] = self.team.laptops[who].again()

    @rule(who=WHO, hours=some.sampled_from((-87_600, -1, 1, 87_600)))
    def jump(self, who: int, hours: int) -> None:
        clock = self.team.laptops[who].store.clock
        assert isinstance(clock, seams.FixedClock)
        clock.set(st.NOON + timedelta(hours=hours))

    def _act(self, who: int, ids: list[str], relied: list[str]) -> None:
        """Change cases in one act, where they are known to this laptop; it is then told that they are saved."""
        store = self.team.laptops[who].store
        if any(store.find(st.case(id_)) is None for id_ in (*ids, *relied)):
            return
        made = []
        with store.act() as act:
            seen = tuple((st.case(id_), str(act.head(st.case(id_)))) for id_ in relied)
            for id_ in ids:
                act.record(st.assigned(id_, act.head(st.case(id_)), act.by, f"p{len(self.told)}", seen))
                made.append(str(act.head(st.case(id_))))
        self.told += made

    def teardown(self) -> None:
        try:
            if self.team.laptops:
                self.team.quiet()
                found = broken(self.team.database, [laptop.store for laptop in self.team.laptops], self.told)
                assert found == []
                assert self._ledger() == self._as_the_model_says()
        finally:
            self.team.close()
            self.lent.__exit__(None, None, None)
            self.folder.cleanup()
            keyring.set_keyring(self.before)

    def _ledger(self) -> list[tuple[str, str, str, str | None]]:
        with self.team.laptops[0].store.read() as conn:
            rows = log.driver(conn).execute(
                "SELECT o.op_id, l.outcome, l.reason, l.against FROM ledger l JOIN op o ON o.seq = l.op_seq"
                " ORDER BY l.seq"
            )
            return [tuple(row) for row in rows.fetchall()]

    def _as_the_model_says(self) -> list[tuple[str, str, str, str | None]]:
        """Play the ledger's ops, act by act, against the model of the rules."""
        with self.team.laptops[0].store.read() as conn:
            rows = log.driver(conn).execute(
                "SELECT o.op_id, o.act_id, o.act_size, o.subject, o.parent_op, o.seen, o.device_id, o.device_seq"
                " FROM ledger l JOIN op o ON o.seq = l.op_seq ORDER BY l.seq"
            )
            ops = [
                sync_model.Op(id_, act, size, subject, parent, tuple(map(tuple, json.loads(seen))), device, number)
                for id_, act, size, subject, parent, seen, device, number in rows.fetchall()
            ]
        model = sync_model.Server()
        told: list[tuple[str, str, str, str | None]] = []
        for _, act in itertools.groupby(ops, key=lambda op: op.act):
            whole = list(act)
            told += [(*made,) for made in model.apply(whole[0].device, whole)]
        return told


@pytest.fixture(scope="module")
def history(server: Server) -> Iterator[type[History]]:
    """The machine on this run's server."""
    History.server = server
    yield History
    del History.server


def test_two_laptops_and_a_server_keep_every_invariant(history: type[History]) -> None:
    run_state_machine_as_test(
        history,
        settings=hypothesis.settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )


def test_the_machine_sees_a_lost_update(shared: clusters.Database, tmp_path: Path) -> None:
    """An op that the server lets stand on a stranger's head is found by the checker."""
    before, own = keyring.get_keyring(), InMemory()
    keyring.set_keyring(own)
    try:
        team = Team(shared, tmp_path)
        team.person("ann")
        team.person("ben")
        ann, ben = team.laptop("ann"), team.laptop("ben")
        st.open_case(ann.store)
        team.quiet()
        st.assign(ann.store, "ann")
        st.assign(ben.store, "ben")
        with team.database.owner() as conn:
            conn.execute("ALTER TABLE desk.ledger DISABLE TRIGGER ALL")
            ann.once()
            ben.once()
            conn.execute("UPDATE desk.ledger SET outcome = 'applied' WHERE outcome = 'conflict'")
        assert any(fault.startswith("I3") for fault in team.whole())
        team.close()
    finally:
        keyring.set_keyring(before)
