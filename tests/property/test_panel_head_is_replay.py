"""A small panel driven at random on a real store: each head equals the replay of its ops, each row its state."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bandingdesk import seams
from bandingdesk.consistency import spread
from bandingdesk.errors import DeskError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import decision, moderation, officer, scoring
from bandingdesk.panel.ops import KINDS
from bandingdesk.store import replay, verify
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.projections.tables import METADATA
from bandingdesk.store.registry import Registry
from bandingdesk.store.store import create_store
from tests.support import panel_builders as b

HAS_ROUND = precondition(lambda self: self.panel.round is not None)
HAS_DECISION = precondition(lambda self: self.panel.decision is not None)
PEOPLE = st.sampled_from(b.VOTERS)
LEVELS = st.integers(0, 5)
REGISTRY = Registry(KINDS, tables.FOLDS, tables.PROJECTIONS, METADATA, tables.VERSION)


class StoreLedger:
    """Takes ops into a real store, in the place of the ledger in memory."""

    def __init__(self, folder: Path) -> None:
        clock = seams.FixedClock(b.NOW)
        self.store = create_store(
            folder / "panel.bdk", None, REGISTRY, clock=clock, ids=seams.SeededIds(7, b.NOW), person="x", plain=True
        )
        self.subjects: set[Subject] = set()

    def take(self, op: Op) -> Any:
        with self.store.act(by=op.by) as act:
            act.record(op)
        self.subjects.add(op.subject)
        return self.store.load(op.subject)

    def get(self, kind: str, id_: str) -> Any:
        return self.store.find(Subject(kind, id_))

    @property
    def states(self) -> dict[Subject, Any]:
        return {subject: self.store.load(subject) for subject in self.subjects}


@contextlib.contextmanager
def may_be_refused() -> Iterator[None]:
    """A refusal is a fair answer; anything else is a fault."""
    with contextlib.suppress(DeskError):
        yield


class PanelMachine(RuleBasedStateMachine):
    """Everything that people at a panel can do, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = StoreLedger(Path(self.folder.name))
        self.panel = b.Panel(ledger=self.ledger)

    def teardown(self) -> None:
        with self.ledger.store.read() as conn:
            assert verify.verify(conn).ok
        self.ledger.store.close()
        self.folder.cleanup()

    @initialize(depth=st.integers(0, 6), levels=st.lists(st.tuples(LEVELS, LEVELS, LEVELS), min_size=4, max_size=4))
    def begin(self, depth: int, levels: list[tuple[int, int, int]]) -> None:
        if depth >= 1:
            for person in b.VOTERS:
                self.panel.declare(person)
            self.panel.freeze(())
            self.panel.open_meeting()
        if depth >= 2:
            self.panel.open_round()
            for person, own in zip(b.VOTERS, levels, strict=True):
                self.panel.lock(person, *own)
        if depth >= 3:
            self.panel.reveal()
        if depth >= 4:
            for strand in b.STRANDS:
                self._agree(strand, 2, "evidence")
            self.panel.indicate()
        if depth >= 5:
            self.panel.propose()
        if depth >= 6:
            self.panel.check_provision()
            self.panel.show_money()
            self.panel.recommend()

    @rule(person=PEOPLE, answer=st.sampled_from(["none", "yes", "unsure"]))
    def declare(self, person: str, answer: Any) -> None:
        self.panel.declare(person, answer, "Knows the family")

    @rule(person=PEOPLE, outcome=st.sampled_from(["withdraw", "inform", "noted"]), by=PEOPLE)
    def settle(self, person: str, outcome: Any, by: str) -> None:
        if self.panel.interest(person):
            with may_be_refused():
                self.panel.settle(person, outcome, by)

    @rule(person=PEOPLE, state=st.sampled_from(["present", "remote", "left", "absent"]), item=st.booleans())
    def attend(self, person: str, state: Any, item: bool) -> None:
        with may_be_refused():
            self.panel.attend(person, state, b.ITEM if item else None)

    @rule(first=st.booleans())
    def open_round(self, first: bool) -> None:
        with may_be_refused():
            if first or not self.panel.round:
                self.panel.open_round()
            else:
                self.panel.open_round("r2", self.panel.round.still_open[:1], first=self.panel.round)

    @HAS_ROUND
    @rule(person=PEOPLE, levels=st.tuples(LEVELS, LEVELS, LEVELS), again=st.booleans())
    def lock(self, person: str, levels: tuple[int, int, int], again: bool) -> None:
        with may_be_refused():
            if again and self.ledger.get("round", "r2"):
                self.panel.lock(person, levels[0], round_id="r2")
            else:
                self.panel.lock(person, *levels)

    @rule(person=PEOPLE)
    def unlock(self, person: str) -> None:
        sheet = self.panel.sheet(person)
        if sheet is not None:
            with may_be_refused():
                self.ledger.take(scoring.unlock(self.panel.round, sheet, b.hand(person)))

    @HAS_ROUND
    @rule(words=st.sampled_from(["", "Go on"]), again=st.booleans())
    def reveal(self, words: str, again: bool) -> None:
        with may_be_refused():
            self.panel.reveal(words, "r2" if again and self.ledger.get("round", "r2") else b.ROUND)

    def _agree(self, strand: str, level: int, code: str | None) -> None:
        found = [
            rating.level
            for sheet in self.panel.round.sheets
            for rating in self.ledger.get("sheet", sheet.sheet).ratings
            if rating.strand == strand
        ]
        if found:
            one = spread.spread(strand, found, tolerance=1, disagreement=2)
            self.panel.agree(strand, level, one, code, "In words")

    @HAS_ROUND
    @rule(strand=st.sampled_from(b.STRANDS), level=LEVELS, code=st.sampled_from([None, "evidence"]))
    def agree(self, strand: str, level: int, code: str | None) -> None:
        with may_be_refused():
            self._agree(strand, level, code)

    @HAS_ROUND
    @rule(person=PEOPLE)
    def dissent(self, person: str) -> None:
        with may_be_refused():
            self.ledger.take(
                moderation.record_minority_view(
                    self.panel.round, self.panel.sitting, b.hand(person), "Otherwise", scale=b.SCALE
                )
            )

    @HAS_ROUND
    @rule()
    def indicate(self) -> None:
        with may_be_refused():
            self.panel.indicate()

    @HAS_ROUND
    @rule(band=st.sampled_from(b.BANDS), code=st.sampled_from([None, "R1"]))
    def propose(self, band: str, code: str | None) -> None:
        with may_be_refused():
            self.panel.propose(band=band, reason_code=code, reason="In words")

    @HAS_DECISION
    @rule(person=PEOPLE)
    def countersign(self, person: str) -> None:
        with may_be_refused():
            self.ledger.take(
                decision.countersign(
                    self.panel.decision, self.panel.sitting, b.hand(person), "", pin_checked=True, roles=()
                )
            )

    @HAS_DECISION
    @rule(step=st.sampled_from(["check_provision", "show_money", "recommend", "sign"]))
    def go_on(self, step: str) -> None:
        with may_be_refused():
            getattr(self.panel, step)()

    @HAS_DECISION
    @rule()
    def give_back(self) -> None:
        with may_be_refused():
            self.ledger.take(
                officer.return_to_panel(
                    self.panel.decision, self.panel.sitting, b.hand(b.OFFICER), "Why", roles=("decision_maker",)
                )
            )

    @invariant()
    def each_head_is_the_replay_of_its_ops(self) -> None:
        store = self.ledger.store
        for subject in self.ledger.subjects:
            state = None
            for op in store.history(subject):
                state = tables.FOLDS[subject.kind].apply(state, op)
            assert state == store.load(subject)

    @invariant()
    def the_rows_are_what_the_states_lay_down(self) -> None:
        wanted: Counter[str] = Counter()
        for subject, state in self.ledger.states.items():
            for table, row in tables.PROJECTIONS[subject.kind](state):
                full = {**dict.fromkeys(table.c.keys()), **row, "owner": str(subject)}
                wanted[f"{table.name} {sorted(full.items())}"] += 1
        assert self._rows() == wanted

    def _rows(self) -> Counter[str]:
        found: Counter[str] = Counter()
        with self.ledger.store.read() as conn:
            for kind_tables in tables.TABLES_BY_KIND.values():
                for table in kind_tables:
                    for row in conn.execute(table.select()).mappings():
                        found[f"{table.name} {sorted(row.items())}"] += 1
        return found

    @invariant()
    def nothing_comes_before_its_time(self) -> None:
        for subject, state in self.ledger.states.items():
            if subject.kind == "round":
                assert state.is_revealed or not (state.sheets or state.agreed or state.indicated)
                assert state.indicated is None or not state.still_open
            if subject.kind == "decision":
                steps = [state.proposed, state.provision, state.money, state.recommended, state.signed]
                done = [step is not None for step in steps]
                assert done == sorted(done, reverse=True)
                assert not (state.provision and state.needs_second)
                signers = [mark.person for mark in (state.proposed, state.countersigned, state.signed) if mark]
                assert len(signers) == len(set(signers))


PanelMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=30, deadline=None, print_blob=True)
TestPanelHeadIsReplay = PanelMachine.TestCase


def test_a_rebuild_lays_the_same_rows(tmp_path: Path) -> None:
    ledger = StoreLedger(tmp_path)
    panel = b.Panel(ledger=ledger)
    for person in b.VOTERS:
        panel.declare(person)
    panel.freeze(())
    panel.open_meeting()
    panel.open_round()
    panel.lock(b.EP, 2, 3, 1)
    with ledger.store.read() as conn:
        before = {name: conn.execute(table.select()).all() for name, table in METADATA.tables.items()}
    with ledger.store.jot() as conn:
        assert replay.rebuild(conn, REGISTRY) == conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one()
    with ledger.store.read() as conn:
        after = {name: conn.execute(table.select()).all() for name, table in METADATA.tables.items()}
    assert any(rows for rows in before.values())
    assert {name: sorted(map(str, rows)) for name, rows in after.items()} == {
        name: sorted(map(str, rows)) for name, rows in before.items()
    }
    ledger.store.close()
