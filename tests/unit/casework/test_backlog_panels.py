"""The last lawful panel of a clock, and the words that are owed where none is left."""

from __future__ import annotations

from datetime import date, timedelta

from bandingdesk.casework.backlog import policies
from bandingdesk.casework.backlog.last_panel import Calendar, LastPanel, Meeting
from bandingdesk.casework.backlog.policies import PanelTerms
from bandingdesk.statute import days

TODAY = date(2026, 11, 23)  # a Monday
TERMS = PanelTerms(places=2, papers_days=10, letter_days=5, every_weeks=0, decides=("AR.DECIDE",))
THREE = (
    Meeting("near", "review", date(2026, 11, 30)),  # its papers closed on 20 November
    Meeting("next", "review", date(2026, 12, 10)),
    Meeting("last", "review", date(2026, 12, 17)),
)


def calendar(*meetings: Meeting, today: date = TODAY, terms: PanelTerms = TERMS) -> Calendar:
    return Calendar(meetings, {"review": terms}, today, days.england())


def last(law_day: date, *meetings: Meeting, booked: str | None = None, **given: object) -> LastPanel:
    found = calendar(*(meetings or THREE), **given).last("AR.DECIDE", law_day, booked)  # type: ignore[arg-type]
    assert found is not None
    return found


def test_the_last_meeting_whose_letter_still_goes_out_in_time() -> None:
    found = last(date(2026, 12, 22))  # 17 December and 5 days
    assert found.meeting == THREE[2]
    assert (found.papers_by, found.left) == (date(2026, 12, 7), 2)
    assert last(date(2026, 12, 21)).meeting == THREE[1]  # a day too early for the 17th


def test_a_full_last_meeting_gives_way_to_an_earlier_one() -> None:
    full = (*THREE[:2], Meeting("last", "review", date(2026, 12, 17), taken=2))
    assert last(date(2026, 12, 22), *full).meeting == THREE[1]


def test_all_full_goes_to_the_delegated_officer_on_the_last_working_day_for_the_letter() -> None:
    found = last(date(2026, 12, 25), *(Meeting(one.id, "review", one.on, taken=9) for one in THREE))
    assert (found.meeting, found.reason) == (None, "full")
    assert found.officer_by == date(2026, 12, 18)  # 5 days before is Sunday the 20th: the Friday before it


def test_no_places_at_all_is_full() -> None:
    none = PanelTerms(0, 10, 5, 0, ("AR.DECIDE",))
    assert last(date(2026, 12, 22), terms=none).reason == "full"


def test_no_meeting_of_the_type_is_planned() -> None:
    found = last(date(2026, 12, 22), Meeting("other", "banding", date(2026, 12, 10)))
    assert (found.reason, found.officer_by) == ("none_planned", date(2026, 12, 17))


def test_a_legal_date_on_a_day_with_no_meeting_before_it() -> None:
    found = last(date(2026, 12, 14), *THREE[1:])
    assert found.reason == "none_before"  # the 10th needs until the 15th


def test_papers_that_closed_leave_the_officer() -> None:
    # 11 December: 15 days from now are 8 December, so a panel could be in time, but the only one has closed its papers.
    assert last(date(2026, 12, 11), THREE[0]).reason == "papers_closed"


def test_a_day_too_near_for_any_papers_and_letter() -> None:
    found = last(TODAY + timedelta(days=14))
    assert (found.reason, found.officer_by) == ("too_near", date(2026, 12, 2))


def test_a_law_day_that_is_past_is_for_the_officer_today() -> None:
    found = last(date(2026, 11, 20))
    assert (found.reason, found.officer_by) == ("past", TODAY)


def test_a_case_on_an_agenda_says_whether_that_is_in_time() -> None:
    assert last(date(2026, 12, 22), booked="last").is_booked_late is False
    late = last(date(2026, 12, 16), booked="last")
    assert (late.booked, late.is_booked_late, late.meeting) == (THREE[2], True, THREE[1])


def test_a_meeting_called_off_counts_for_nothing_where_a_case_was_on_it() -> None:
    found = last(date(2026, 12, 22), *THREE[:2], booked="last")
    assert (found.booked, found.meeting) == (None, THREE[1])


def test_a_meeting_moved_behind_the_law_s_day_is_told_as_late() -> None:
    moved = (*THREE[:2], Meeting("last", "review", date(2027, 1, 7)))
    found = last(date(2026, 12, 22), *moved, booked="last")
    assert (found.is_booked_late, found.meeting) == (True, THREE[1])


def test_a_step_that_no_panel_decides_has_no_last_panel() -> None:
    assert calendar(*THREE).last("ADVICE", date(2026, 12, 22)) is None


def test_a_date_far_in_the_past_or_future_is_still_an_answer() -> None:
    assert last(date(2199, 12, 31)).meeting == THREE[2]
    assert last(date(1900, 1, 1)).reason == "past"
    assert last(date(9999, 12, 30), Meeting("other", "banding", TODAY)).officer_by == date(9999, 12, 25)


def test_a_council_s_own_terms_stand_before_the_shipped_ones() -> None:
    value = {"review.places": 7, "review.decides": ["AR.DECIDE"]}
    found = policies.panels(value, ["review", "banding"])
    assert (found["review"].places, found["review"].decides) == (7, ("AR.DECIDE",))
    assert found["banding"].places == policies.shipped()["panels"]["places"]
