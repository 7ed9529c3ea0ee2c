"""What becomes of work that meets other work: every row of the design's table of conflicts, with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import seams
from bandingdesk.errors import RefusedError
from bandingdesk.ops import Kind, Op, Subject
from bandingdesk.store import folds
from bandingdesk.store.registry import Fold
from bandingdesk.store.store import open_store
from bandingdesk.sync import pull, remote
from tests.support import sync_team as st
from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.shared_store import Laptop
from tests.support.sync_team import Team, assign, case, conflicts, open_case, states


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers and panel members, and Cat in the chair."""
    made = Team(shared, tmp_path)
    made.person("ann", "caseworker", "panel_member")
    made.person("ben", "caseworker", "panel_member")
    made.person("cat", "chair")
    yield made
    made.close()


def test_what_one_records_the_other_reads(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    head = open_case(ann.store)
    sent = ann.once()
    assert (sent.pushed, sent.outcomes, sent.waiting) == (1, {"applied": 1}, 0)
    came = ben.once()
    assert came.pulled == 1
    assert came.is_good
    assert case() in came.changes.subjects
    assert ben.store.load(case()) == ann.store.load(case())
    assert states(ben.store) == states(ann.store) == {head: "applied"}
    assert team.whole() == []


def test_a_stale_parent_and_its_successors_are_kept_on_both_sides_and_the_first_stands(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet(1)
    first, second = assign(ann.store, "ann"), assign(ben.store, "ben")
    successor = assign(ben.store, "cat")
    ann.once()
    met = ben.once()
    assert met.outcomes == {"conflict": 2}
    team.quiet()
    assert ann.store.load(case()).assigned == ben.store.load(case()).assigned == "ann"
    assert conflicts(ann.store) == conflicts(ben.store) == {
        second: ("stale", first, "open"), successor: ("successor", first, "open")
    }  # fmt: skip
    assert states(ben.store)[second] == states(ann.store)[second] == "conflict"
    assert team.whole() == []


def test_work_offline_stays_on_its_own_line_until_it_was_sent(team: Team) -> None:
    """A subject with work of ours that the server has not answered is not touched by what arrives."""
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet(1)
    assign(ann.store, "ann")
    ann.once()
    own = assign(ben.store, "ben")
    with remote.connect(ben.at, None) as line:  # a pull without the push before it, as where the line breaks between
        pull.take(ben.store, line.pull(1, 10), *_end(ben))
    ben.store.reconcile()
    assert ben.store.load(case()).assigned == "ben"
    ben.once()
    assert ben.store.load(case()).assigned == "ann"
    assert states(ben.store)[own] == "conflict"


def _end(laptop: Laptop) -> tuple[int, bytes]:
    with laptop.store.read() as conn:
        row = conn.exec_driver_sql("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").one()
    return row[0], row[1]


def test_what_an_act_relied_on_has_moved(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    seen = open_case(ann.store, "c2")
    open_case(ann.store, "c1")
    team.quiet(1)
    moved = assign(ann.store, "ann", "c2")
    relied = assign(ben.store, "ben", "c1", seen=((case("c2"), seen),))
    team.quiet()
    assert conflicts(ben.store) == {relied: ("context", moved, "open")}
    assert ben.store.load(case("c1")).assigned is None
    assert team.whole() == []


def test_an_act_on_two_cases_stands_or_falls_as_one(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store, "c1")
    open_case(ann.store, "c2")
    team.quiet(1)
    assign(ann.store, "ann", "c1")
    with ben.store.act() as act:
        act.record(*(st.assigned(id_, act.head(case(id_)), act.by, "ben") for id_ in ("c1", "c2")))
    team.quiet()
    assert ann.store.load(case("c2")).assigned is None
    assert [kind for kind, _, _ in conflicts(ann.store).values()] == ["stale", "stale"]
    assert team.whole() == []


def test_a_lock_that_comes_after_the_reveal_is_held_and_never_counted(team: Team) -> None:
    ann, ben, cat = team.laptop("ann"), team.laptop("ben"), team.laptop("cat")
    st.open_round(cat.store)
    team.quiet()
    mine = st.lock(ann.store)
    ann.once()
    cat.once()
    st.reveal(cat.store, {"ann": mine})
    late = st.lock(ben.store)
    cat.once()
    ben.once()
    team.quiet()
    assert conflicts(cat.store)[late][0] in ("late", "context")
    assert states(cat.store)[late] in ("held", "conflict")
    assert cat.store.find(Subject("sheet", "r1.ben")) is None
    assert team.whole() == []


def test_a_sheet_is_sealed_until_the_reveal_and_opens_for_all_then(team: Team) -> None:
    ann, ben, cat = team.laptop("ann"), team.laptop("ben"), team.laptop("cat")
    st.open_round(cat.store)
    team.quiet()
    sheets = {"ann": st.lock(ann.store), "ben": st.lock(ben.store)}
    team.quiet()
    sealed = Subject("sheet", "r1.ann")
    with ben.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM payload WHERE body IS NULL").scalar_one() == 1
    st.reveal(cat.store, sheets)
    assert cat.once().outcomes == {"applied": 1}
    assert ben.once().opened == 1
    team.quiet()
    for laptop in team.laptops:
        with laptop.store.read() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM payload WHERE body IS NULL").scalar_one() == 0
    assert ben.store.load(sealed) == ann.store.load(sealed)
    assert team.whole() == []


def test_a_role_taken_away_meanwhile_quarantines(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet(1)
    kept = assign(ben.store, "ben")
    with team.database.owner() as conn:
        conn.execute("DELETE FROM desk.granted WHERE login = 'ben'")
    ben.once()
    assert conflicts(ben.store) == {kept: ("role", None, "open")}
    assert states(ben.store)[kept] == "quarantined"
    assert ben.store.load(case()).assigned is None
    ann.once()
    assert states(ann.store)[kept] == "quarantined"


@dataclass(frozen=True)
class Later:
    """A body of a kind that only a later version of the program knows."""

    words: str


def _newer() -> Any:
    """Return the registry of a later program: one more kind, which its cases fold."""
    now = folds.registry()
    fold = now.folds["case"]

    def apply(state: Any, op: Any) -> Any:
        return (
            replace(state, assigned=op.body.words, head=op.op_id) if op.kind == "case.later" else fold.apply(state, op)
        )

    return replace(
        now, kinds={**now.kinds, "case.later": Kind(Later)}, folds={**now.folds, "case": Fold(fold.state, apply)}
    )


def test_a_kind_this_version_does_not_know_is_held_with_what_follows_and_taken_up_after_an_upgrade(
    team: Team,
) -> None:
    with team.database.owner() as conn:
        conn.execute(
            "INSERT INTO desk.kind_rule SELECT 'case.later', writers, readers, enters, is_own, of_actor, blind, closes,"
            " closed_by FROM desk.kind_rule WHERE kind = 'case.assigned'"
        )
    ann, ben = team.laptop("ann", registry=_newer()), team.laptop("ben")
    open_case(ann.store)
    with ann.store.act() as act:
        act.record(Op("case.later", case(), act.head(case()), act.by, st.NOON, Later("later")))
        unknown = str(act.head(case()))
    known = assign(ann.store, "ann")
    ann.once()
    assert ben.once().is_good
    assert ben.store.load(case()).assigned is None
    assert conflicts(ben.store) == {unknown: ("upcast", None, "open"), known: ("upcast", None, "open")}
    ben.close()
    clock, ids = seams.FixedClock(st.NOON), seams.SystemIds()
    upgraded = Laptop(open_store(ben.store.path, None, _newer(), clock=clock, ids=ids, plain=True), ben.at)
    team.laptops[1] = upgraded
    assert upgraded.store.load(case()) == ann.store.load(case())
    assert set(states(upgraded.store).values()) == {"applied"}
    upgraded.once()
    assert team.whole() == []


def test_a_kind_the_server_does_not_know_is_held_there_too(team: Team) -> None:
    ann = team.laptop("ann", registry=_newer())
    open_case(ann.store)
    with ann.store.act() as act:
        act.record(Op("case.later", case(), act.head(case()), act.by, st.NOON, Later("later")))
    assert ann.once().outcomes == {"applied": 1, "held": 1}
    assert [kind for kind, _, _ in conflicts(ann.store).values()] == ["upcast"]


def test_what_was_sent_is_not_taken_twice(team: Team) -> None:
    ann = team.laptop("ann")
    open_case(ann.store)
    first = assign(ann.store, "ann")
    ann.once()
    with ann.store.jot() as conn:
        conn.exec_driver_sql("UPDATE outbox SET state = 'pending'")  # the reply was lost
    again = ann.once()
    assert again.outcomes == {"applied": 2}
    assert again.pulled == 0
    assert states(ann.store)[first] == "applied"
    assert team.whole() == []


def test_an_act_on_a_stale_screen_is_refused_before_anything_is_recorded(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    shown = open_case(ann.store)
    team.quiet(1)
    assign(ann.store, "ann")
    team.quiet()
    with pytest.raises(RefusedError), ben.store.act() as act:
        act.record(st.assigned("c1", shown, act.by, "ben"))
    assert team.whole() == []
