"""The proposed order: must be decided today, then members' hours, then spread, each with its reason."""

from __future__ import annotations

from datetime import date

from bandingdesk.panel.agenda import order
from bandingdesk.panel.agenda.order import Case, Window

NEXT = date(2026, 12, 7)  # a family would know then what the next meeting decides
TEN = 10 * 60


def items(*cases: Case, begins: int = 9 * 60, **more: object) -> list[tuple[str, str]]:
    places = order.propose(cases, begins=begins, case_minutes=15, next_told=NEXT, **more)  # type: ignore[arg-type]
    return [(place.item, place.because) for place in places]


def test_what_must_be_decided_today_comes_first_then_hours_then_spread() -> None:
    assert items(
        Case("plain"),
        Case("wide", rank=1),
        Case("leaves", windows=(Window("EP", None, 11 * 60),)),
        Case("must", date(2026, 12, 6)),
        Case("can wait", date(2026, 12, 7)),
    ) == [("must", "must"), ("leaves", "hours"), ("wide", "spread"), ("can wait", "added"), ("plain", "added")]


def test_the_law_s_last_day_that_the_next_meeting_just_reaches_is_no_must() -> None:
    assert not order.is_must(Case("a", NEXT), NEXT)
    assert order.is_must(Case("a", date(2026, 12, 6)), NEXT)


def test_where_no_later_meeting_is_planned_every_case_with_a_day_must() -> None:
    assert items(Case("late day", date(2027, 5, 1)), Case("none"), is_last=True) == [
        ("late day", "must"),
        ("none", "added"),
    ]


def test_a_case_waits_for_its_reader_while_another_can_be_taken() -> None:
    arrives = Case("must", date(2026, 12, 1), (Window("EP", TEN, None),))
    assert [item for item, _ in items(arrives, *(Case(f"c{n}") for n in range(5)))] == [
        "c0", "c1", "c2", "c3", "must", "c4",
    ]  # fmt: skip


def test_the_reason_names_whose_hours_bind() -> None:
    (place,) = order.propose(
        [Case("a", windows=(Window("EP", None, 630), Window("HT", 540, None)))],
        begins=540,
        case_minutes=15,
        next_told=None,
    )
    assert (place.because, place.person, place.time) == ("hours", "EP", "until 10:30")


def test_who_is_not_there_at_a_time_is_named() -> None:
    windows = {"EP": Window("EP", None, 630), "HT": Window("HT", 600, None)}
    assert order.misses(windows, ("EP", "HT", "LO"), 540, 555) == ("HT",)
    assert order.misses(windows, ("EP", "HT"), 620, 635) == ("EP",)
    assert order.misses(windows, ("EP", "HT"), 605, 620) == ()
