"""What stands against an agenda, found before the meeting; when a paper is late."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.panel.agenda import clashes, late
from bandingdesk.panel.agenda.agenda import Agenda, DeadlinePastError
from bandingdesk.panel.agenda.clashes import Planned
from bandingdesk.panel.agenda.order import Window

ON = date(2026, 11, 26)  # a Thursday


def found(**changes: object) -> list[str]:
    given = {
        "item": "i", "starts": 600, "readers": ("EP", "HT"), "free": ("RA", "EP", "HT"), "roles_missing": (),
        "has_chair": True, "late": 0, "is_twice": False,
    }  # fmt: skip
    one = Planned(**{**given, **changes})  # type: ignore[arg-type]
    windows, unfit = {"HT": Window("HT", None, 610)}, {("i", "LO"): "interest"}
    seen = clashes.of_item(one, windows=windows, unfit=unfit, minutes=10, quorum=3, each=2)
    return [clash.what for clash in seen]


def test_an_item_without_a_fault_has_no_clash() -> None:
    assert found() == []


def test_each_fault_of_an_item_is_found_the_weightiest_first() -> None:
    assert found(late=1, has_chair=False, free=("RA",), roles_missing=("Health",), is_twice=True) == [
        "late", "no_chair", "quorum", "roles", "twice",
    ]  # fmt: skip
    assert found(readers=("LO", "EP")) == ["interest"]
    assert found(starts=605) == ["hours"]
    assert found(readers=("EP",)) == ["few"]
    assert found(readers=()) == ["unread"]


def test_a_member_kept_out_of_every_case_and_a_meeting_without_a_deputy_are_told_before_it() -> None:
    unfit = {("a", "EP"): "interest", ("b", "EP"): "interest", ("a", "HT"): "interest", ("b", "HT"): "setting"}
    seen = clashes.of_meeting(
        ["a", "b"], ["EP", "HT"], unfit, has_deputy=False, elsewhere=["HT"], ends=720, planned_end=725
    )
    assert [(one.what, one.people) for one in seen] == [
        ("every_case", ("EP",)), ("no_deputy", ()), ("elsewhere", ("HT",)), ("too_long", ()),
    ]  # fmt: skip
    assert clashes.of_meeting([], ["EP"], {}, has_deputy=False, elsewhere=(), ends=720, planned_end=540) == ()


def test_the_deadline_counts_working_days_unless_one_is_set() -> None:
    assert late.deadline(None, ON, 0) is None
    assert late.deadline(None, ON, 5) == date(2026, 11, 19)  # a week before: a weekend lies between
    assert late.deadline(Agenda("m", "h", deadline=date(2026, 11, 20)), ON, 5) == date(2026, 11, 20)
    late.require_in_time(date(2026, 11, 20), date(2026, 11, 20))
    with pytest.raises(DeadlinePastError):
        late.require_in_time(date(2026, 11, 20), date(2026, 11, 21))
