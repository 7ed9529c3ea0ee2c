"""What becomes of work that meets other work: every row of the design's table of conflicts, with a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.clusters import Database
from tests.support.keyrings import own_keyring  # noqa: F401
from tests.support.sync_team import Team, assign, case, conflicts, open_case, states


@pytest.fixture
def team(shared: Database, tmp_path: Path, own_keyring: object) -> Iterator[Team]:  # noqa: F811
    """Ann and Ben, caseworkers, each with a laptop."""
    made = Team(shared, tmp_path)
    made.person("ann")
    made.person("ben")
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
    assert ben.store.load(case()).head == head
    assert states(ben.store) == states(ann.store) == {head: "applied"}


def test_a_stale_parent_is_kept_on_both_sides_and_the_first_stands(team: Team) -> None:
    ann, ben = team.laptop("ann"), team.laptop("ben")
    open_case(ann.store)
    team.quiet(1)
    first, second = assign(ann.store, "ann"), assign(ben.store, "ben")
    successor = assign(ben.store, "cat")
    team.quiet()
    assert ann.store.load(case()).assigned == ben.store.load(case()).assigned == "ann"
    assert conflicts(ann.store) == conflicts(ben.store) == {
        second: ("stale", first, "open"), successor: ("successor", first, "open")
    }  # fmt: skip
    assert states(ben.store)[second] == states(ann.store)[second] == "conflict"
    assert team.whole() == []
