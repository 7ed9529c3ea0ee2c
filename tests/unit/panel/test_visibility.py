"""The table of ux.md 3.3, cell by cell."""

from __future__ import annotations

from typing import get_args

import pytest

from bandingdesk.council.ops import Role
from bandingdesk.panel import visibility
from bandingdesk.panel.visibility import Moment, Sight

ALL_ROLES = tuple(get_args(Role))
# moment, what the council and the case say -> band, money
CELLS = [
    ("before_lock", {}, "no", "no"),
    ("before_lock", {"own_band_after_lock": True}, "no", "no"),
    ("own_locked", {}, "no", "no"),
    ("own_locked", {"own_band_after_lock": True}, "own", "no"),
    ("revealed", {}, "no", "no"),
    ("revealed", {"own_band_after_lock": True}, "no", "no"),
    ("agreed", {}, "yes", "no"),
    ("agreed", {"band_accepted": True}, "yes", "yes"),
    ("practice", {}, "live", "switch"),
    ("what_if", {}, "no", "no"),
    ("what_if", {"own_band_after_lock": True}, "live", "switch"),
    ("decided", {"roles": ("panel_member",)}, "yes", "no"),
    ("decided", {"roles": ("finance",)}, "yes", "yes"),
    ("open_scoring", {}, "live", "no"),
]


@pytest.mark.parametrize(("moment", "facts", "band", "money"), CELLS)
def test_each_cell_of_the_table(moment: Moment, facts: dict[str, object], band: str, money: str) -> None:
    assert visibility.sight(moment, **facts) == (band, money)  # type: ignore[arg-type]


def test_every_moment_has_a_cell() -> None:
    assert {cell[0] for cell in CELLS} == set(get_args(Moment))


@pytest.mark.parametrize("moment", get_args(Moment))
def test_who_has_stepped_out_sees_nothing_at_any_moment(moment: Moment) -> None:
    found = visibility.sight(moment, own_band_after_lock=True, band_accepted=True, roles=ALL_ROLES, stepped_out=True)
    assert found == Sight("no", "no")


@pytest.mark.parametrize("moment", ["before_lock", "own_locked", "revealed", "open_scoring"])
def test_no_role_and_no_step_opens_the_money_before_levels_are_agreed(moment: Moment) -> None:
    found = visibility.sight(moment, own_band_after_lock=True, band_accepted=True, roles=ALL_ROLES)
    assert found.money == "no"


@pytest.mark.parametrize("role", ALL_ROLES)
def test_money_of_a_decided_case_is_by_role(role: str) -> None:
    hidden_from = {"panel_member", "presenter", "observer", "administrator"}
    assert visibility.sight("decided", roles=(role,)).money == ("no" if role in hidden_from else "yes")


@pytest.mark.parametrize(
    ("locked", "revealed", "shown", "decided", "moment"),
    [
        (False, False, False, False, "before_lock"),
        (True, False, False, False, "own_locked"),
        (True, True, False, False, "revealed"),
        (False, True, False, False, "revealed"),
        (True, True, True, False, "agreed"),
        (True, True, True, True, "decided"),
    ],
)
def test_the_moment_follows_the_round(locked: bool, revealed: bool, shown: bool, decided: bool, moment: str) -> None:
    found = visibility.moment_of(is_locked=locked, is_revealed=revealed, band_shown=shown, is_decided=decided)
    assert found == moment
