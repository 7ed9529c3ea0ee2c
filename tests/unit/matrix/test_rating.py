"""The level that ticks propose: the rules of design/matrix 4 (row 17), and that a tie is never hidden."""

from __future__ import annotations

from typing import Any

import pytest

from bandingdesk.matrix import rating
from bandingdesk.matrix.rating import Fit
from tests.support.frameworks import read, small


def proposed(kind: str, ties: str | None, *ticks: str) -> rating.Proposal:
    """Return the proposal for a strand of three levels with 0, 2 and 4 descriptors."""
    made = small()
    levels: list[dict[str, Any]] = [{"level": 0}]
    for level, letters in ((1, "ab"), (2, "abcd")):
        descriptors = [{"id": f"c.{level}.{letter}", "text": {"default": letter}} for letter in letters]
        levels.append({"level": level, "descriptors": descriptors})
    made["strands"][2] |= {"levels": levels, "rating": {"kind": kind, "ties": ties}}
    return rating.propose(read(made).strand("c"), ticks)


def test_best_fit_is_the_level_of_which_the_greatest_part_is_ticked() -> None:
    found = proposed("best_fit", "up", "c.1.a", "c.1.b", "c.2.a", "c.2.b", "c.2.c")
    assert found.level == 1  # both of two, against three of four
    assert found.fits == (Fit(0, 0, 0), Fit(1, 2, 2), Fit(2, 3, 4))
    assert not found.is_tie


@pytest.mark.parametrize(("ties", "level"), [("up", 2), ("down", 1), ("refer", None), (None, None)])
def test_a_tie_goes_where_the_framework_says_and_is_shown(ties: str | None, level: int | None) -> None:
    found = proposed("best_fit", ties, "c.1.a", "c.2.b", "c.2.d")  # one of two, and two of four
    assert found.level == level
    assert found.is_tie
    assert found.tied == (1, 2)


def test_the_highest_descriptor_that_applies_stands() -> None:
    assert proposed("highest_descriptor", None, "c.1.a", "c.1.b", "c.2.d").level == 2
    assert proposed("highest_descriptor", None, "c.1.a").level == 1


@pytest.mark.parametrize("kind", ["best_fit", "highest_descriptor", "assessor_choice"])
def test_without_ticks_nothing_is_proposed(kind: str) -> None:
    assert proposed(kind, "up").level is None
    assert proposed(kind, "up", "a.descriptor.of.another.strand").level is None


def test_an_assessors_choice_is_left_to_the_assessor() -> None:
    assert proposed("assessor_choice", None, "c.2.a").level is None
