"""A backlog week by week: what is due, what is told, how late, and when it clears."""

from __future__ import annotations

from datetime import date, timedelta

from bandingdesk.casework.backlog import forecast as rules
from bandingdesk.casework.backlog import supply as supplies
from bandingdesk.casework.backlog.forecast import Decision, Forecast, Need, Supply
from bandingdesk.casework.backlog.last_panel import Calendar, Meeting
from bandingdesk.casework.backlog.policies import PanelTerms
from bandingdesk.statute import days

TODAY = date(2026, 11, 23)  # a Monday


def late_ones(count: int, days_late: int = 7) -> list[Decision]:
    day = TODAY - timedelta(days=days_late)
    return [Decision(str(n), day, n, "review", 4, TODAY - timedelta(days=30)) for n in range(count)]


def of(decisions: list[Decision], places: int, hours: int, weeks: int = 6) -> Forecast:
    given = Supply({"review": [0, *[places] * (weeks - 1)]}, [hours] * weeks, {"review": 1})
    return rules.forecast(decisions, given, TODAY, weeks)


def test_places_clear_a_backlog_week_by_week() -> None:
    found = of(late_ones(4), places=2, hours=100)
    assert [week.late for week in found.weeks] == [4, 2, 0, 0, 0, 0]
    assert [week.told for week in found.weeks] == [0, 2, 2, 0, 0, 0]
    # at the end of this week, Sunday 29 November, four are 13 days past Monday 16 November
    assert (found.late_now, found.days_late_now, found.weeks[0].days_late) == (4, 28, 4 * 13)
    assert (found.clears, found.needs) == (TODAY + timedelta(weeks=2), ())


def test_hours_are_a_line_of_their_own() -> None:
    found = of(late_ones(4), places=50, hours=5)  # 16 hours of work at 5 a week are told in weeks 1, 1, 2 and 3
    assert [week.late for week in found.weeks] == [4, 2, 1, 0, 0, 0]
    assert [week.hours_used for week in found.weeks] == [5, 5, 5, 1, 0, 0]


def test_a_backlog_that_does_not_clear_names_the_rate_that_would() -> None:
    found = of(late_ones(30), places=2, hours=10)
    assert found.clears is None
    assert found.needs == (Need("review", 4), Need(rules.HOURS, 10))  # 30 in 5 weeks; 120 hours in 6


def test_no_places_at_all_never_clear() -> None:
    found = of(late_ones(3), places=0, hours=100)
    assert (found.clears, found.left, found.needs) == (None, 3, (Need("review", 1),))


def test_a_place_too_late_to_help_is_said_to_be_so() -> None:
    given = Supply({"review": [0, 0]}, [99, 99], {"review": 2})
    assert rules.forecast(late_ones(1), given, TODAY, 2).needs == (Need("review", None),)


def test_what_is_on_an_agenda_is_told_then_and_no_other_place_is_taken() -> None:
    booked = Decision("booked", TODAY - timedelta(days=1), 0, "review", 0, TODAY, told_by=TODAY + timedelta(days=9))
    found = of([booked], places=0, hours=0)
    assert [(week.told, week.places, week.places_used) for week in found.weeks[:2]] == [(0, 0, 0), (1, 1, 1)]


def test_nothing_late_is_no_backlog() -> None:
    found = of([], places=0, hours=0)
    assert (found.is_behind, found.clears) == (False, TODAY)


def test_panel_types_that_share_a_rule_are_one_line() -> None:
    terms = {name: PanelTerms(1, 0, 0, 0, rules_) for name, rules_ in
             (("a", ("X", "Y")), ("b", ("Z",)), ("c", ("Y", "Z")), ("d", ("W",)))}  # fmt: skip
    assert supplies.lines(terms) == {"X": "a+b+c", "Y": "a+b+c", "Z": "a+b+c", "W": "d"}


def test_places_count_in_the_week_their_letters_go_out_and_closed_papers_count_for_nothing() -> None:
    terms = {"review": PanelTerms(3, 10, 5, 0, ("AR.DECIDE",))}
    meetings = [Meeting("near", "review", date(2026, 11, 30)), Meeting("next", "review", date(2026, 12, 10), taken=1)]
    calendar = Calendar(meetings, terms, TODAY, days.england())
    found = supplies.supply(calendar, meetings, terms, 20, TODAY, 6)
    assert found.places == {"review": [0, 0, 0, 2, 0, 0]}  # 15 December
    assert found.from_week == {"review": 2}
    assert found.hours == [20] * 6


def test_the_usual_rhythm_goes_on_behind_the_last_planned_meeting() -> None:
    terms = {"review": PanelTerms(3, 10, 5, 2, ("AR.DECIDE",))}
    meetings = [Meeting("next", "review", date(2026, 12, 10))]
    calendar = Calendar(meetings, terms, TODAY, days.england())
    assert supplies.supply(calendar, meetings, terms, 0, TODAY, 8).places == {"review": [0, 0, 0, 3, 0, 3, 0, 3]}
