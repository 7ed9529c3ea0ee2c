"""A panel type is adopted only where it can work: each unfit version is refused with what to do."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.council.ops import PanelTypeAdopted, Route
from bandingdesk.errors import DeskError
from bandingdesk.panel import adopting, shipped
from bandingdesk.panel.outcomes import OutcomeUnknownError
from bandingdesk.statute.grounds import GroundUnknownError

DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Other:
    """A panel type in force, as far as routes go."""

    name: str
    routes: tuple[Route, ...] = ()


OTHERS = {"high_cost": Other("High cost panel")}


def template(of: str, **changes: Any) -> PanelTypeAdopted:
    one = next(one for one in shipped.shipped() if one.key == of)
    return replace(one.adopted(DAY, "Cabinet, minute 7", "Scheme 4.2"), **changes)


@pytest.mark.parametrize("key", [one.key for one in shipped.shipped()])
def test_each_template_may_be_adopted_as_it_ships_once_the_council_has_named_its_scheme(key: str) -> None:
    adopting.require_fit(template(key), OTHERS, seats=3)
    with pytest.raises(adopting.TypeBlankError) as caught:
        adopting.require_fit(replace(template(key), delegation=" "), OTHERS)
    assert caught.value.fields["names"] == "scheme of delegation"


@pytest.mark.parametrize(
    ("key", "changes", "error"),
    [
        ("banding", {"quorum": 4}, adopting.QuorumUnfitError),
        ("banding", {"quorum": 0}, adopting.NumberUnfitError),
        ("banding", {"case_minutes": 0}, adopting.NumberUnfitError),
        ("banding", {"papers_days": -1}, adopting.NumberUnfitError),
        ("banding", {"minute": ""}, adopting.TypeBlankError),
        ("banding", {"name": " ", "outcomes": ()}, adopting.TypeBlankError),
        ("assess", {"tests": ()}, adopting.TypeBlankError),
        ("assess", {"outcomes": ("assess", "postpone")}, OutcomeUnknownError),
        ("assess", {"outcomes": ("assess", "no_issue")}, adopting.OutcomeStrayError),
        ("oversight", {"outcomes": ("sound", "band_agreed")}, adopting.OutcomeStrayError),
        ("annual_review", {"basis": "questions", "outcomes": ("keep",)}, adopting.OutcomeStrayError),
        ("assess", {"family": "court"}, adopting.FamilyUnknownError),
        ("assess", {"tests": ("PLAN",)}, adopting.RefusalUntestedError),
        ("placement", {"tests": ("NAMING", "APPROPRIATE", "WISHES")}, adopting.RefusalUntestedError),
        ("assess", {"tests": ("ASSESS", "AFFORDABLE")}, GroundUnknownError),
        ("banding", {"tie_rule": "higher"}, adopting.TieRuleMinuteError),
        ("banding", {"routes": (Route(100, "treasury"),)}, adopting.RouteUnknownError),
        ("banding", {"ratified_by": "treasury"}, adopting.RouteUnknownError),
        ("banding", {"routes": (Route(100, "banding"),)}, adopting.RouteLoopError),
    ],
)
def test_an_unfit_version_is_refused(key: str, changes: dict[str, Any], error: type[DeskError]) -> None:
    with pytest.raises(error) as caught:
        adopting.require_fit(template(key, **changes), OTHERS, seats=3)
    assert "{" not in str(caught.value)  # every name in the sentence is filled in


def test_the_message_names_numbers_and_people() -> None:
    with pytest.raises(adopting.QuorumUnfitError, match=r"A quorum of 4 can’t be met: 3 people may sit"):
        adopting.require_fit(template("banding", quorum=4), OTHERS, seats=3)
    with pytest.raises(adopting.RefusalUntestedError, match=r"Add CFA 2014 s36\(8\) to the tests"):
        adopting.require_fit(template("assess", tests=("PLAN",)), OTHERS)


def test_a_quorum_is_not_judged_before_anybody_could_be_given_a_seat() -> None:
    adopting.require_fit(template("banding", quorum=9), OTHERS, seats=None)


def test_a_tie_rule_with_its_minute_is_the_councils_own() -> None:
    adopting.require_fit(template("banding", tie_rule="higher", tie_minute="Forum, minute 12"), OTHERS)


def test_a_ring_through_other_panels_is_found_and_named() -> None:
    ring = {
        "high_cost": Other("High cost panel", (Route(1, "joint"),)),
        "joint": Other("Joint panel", (Route(1, "banding"),)),
    }
    with pytest.raises(adopting.RouteLoopError) as caught:
        adopting.require_fit(template("banding"), ring)
    assert caught.value.fields["way"] == "Banding panel → High cost panel → Joint panel → Banding panel"


@given(st.dictionaries(st.sampled_from("abcd"), st.lists(st.sampled_from("abcde"), max_size=3), min_size=4))
def test_a_route_is_refused_exactly_where_a_case_could_come_back(ways: dict[str, list[str]]) -> None:
    """The oracle walks every step it can from the new type and looks whether it gets home."""
    others = {key: Other(key, tuple(Route(1, to) for to in to)) for key, to in ways.items() if key != "a"}
    others["e"] = Other("e")
    body = template("banding", key="a", ratified_by="", routes=tuple(Route(1, to) for to in ways["a"]))
    reached, edge = set[str](), set(ways["a"])
    while edge:
        reached |= edge
        edge = {to for key in edge for to in (ways.get(key, []) if key not in ("a", "e") else [])} - reached
    expected = pytest.raises(adopting.RouteLoopError) if "a" in reached else nullcontext()
    with expected:
        adopting.require_fit(body, others)


def test_what_is_still_to_arrange_is_named_and_refuses_nothing() -> None:
    body = template("joint")
    assert adopting.open_points(body, 2, {"Health"}) == ("", "Social care")
    assert adopting.open_points(body, 3, {"Health", "Social care"}) == ()
