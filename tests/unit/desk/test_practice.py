"""Practice is a member's own: kept as a draft, seen by nobody else, on no screen, in no record and in no export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk import seams
from bandingdesk.panel.practice import feedback
from bandingdesk.store import log
from bandingdesk.store.projections.tables import METADATA
from tests.support import panel_morning
from tests.support.panel_morning import Morning

GIVEN = {"attention": 4, "literacy": 2, "social": 2, "selfcare": 0}


@pytest.fixture
def morning(tmp_path: Path, clock: seams.FixedClock, ids: seams.SeededIds) -> Iterator[Morning]:
    made = panel_morning.a_morning(tmp_path, clock, ids)
    yield made
    made.desk.close()


def practise(morning: Morning, who: str = "LO") -> None:
    morning.as_(who)
    practice = morning.desk.practice
    edition = practice.of_meeting(morning.meeting).edition
    assert edition is not None
    for strand, level in GIVEN.items():
        practice.choose(edition, "w1", strand, level)
    practice.look(edition, "w1")


def test_feedback_comes_at_once_and_stays_with_the_member(morning: Morning) -> None:
    practise(morning)
    mine = morning.desk.practice.of_meeting(morning.meeting)
    assert mine.done == 1
    assert [line.how for line in mine.cases[0].lines] == ["near", "same", "same", "same"]
    assert morning.desk.practice.waits() == 2


@pytest.mark.parametrize("who", ["RA", "JW", "PL", "CM"])
def test_nobody_else_finds_a_row_of_it(morning: Morning, who: str) -> None:
    """The chair and the clerk are nobody else's exception: there is no act, no query and no table to ask."""
    practise(morning)
    morning.as_(who)
    theirs = morning.desk.practice.of_meeting(morning.meeting)
    assert theirs.done == 0
    assert all(not case.given and not case.lines for case in theirs.cases)
    owner, key = morning.people["LO"], "practice:exampleshire-send@2026.1-1:w1"
    assert morning.desk.drafts.load(key, owner) == {}
    assert morning.desk.drafts.listed(owner, "practice:") == []


def test_practice_leaves_nothing_in_the_record_nor_in_any_row(morning: Morning) -> None:
    def ops() -> int:
        return morning.desk.read(lambda conn: log.driver(conn).execute("SELECT count(*) FROM op").fetchone()[0])  # type: ignore[no-any-return]

    before = ops()
    practise(morning)
    assert ops() == before
    tables = [name for name in METADATA.tables if "practice" in name]
    assert tables == []


def test_feedback_is_not_given_half_and_practice_can_be_forgotten(morning: Morning) -> None:
    morning.as_("LO")
    practice = morning.desk.practice
    edition = practice.of_meeting(morning.meeting).edition
    assert edition is not None
    practice.choose(edition, "w1", "attention", 3)
    with pytest.raises(feedback.PracticeIncompleteError):
        practice.look(edition, "w1")
    assert practice.of_meeting(morning.meeting).cases[0].given == {"attention": 3}
    practice.forget()
    assert practice.of_meeting(morning.meeting).cases[0].given == {}
