"""Advice asked of a body: the six weeks from its own day, chased, excused without moving, the closure of a school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.papers import advice
from bandingdesk.casework.papers.advice import (
    Advice,
    AdviceDayError,
    AdviceInvalidError,
    AdviceOverError,
    ExceptionUnfitError,
)
from bandingdesk.casework.papers.ops import AdviceAsked, AdviceCame, AdviceChased, AdviceDated, AdviceExcused
from bandingdesk.statute import clock
from bandingdesk.store.projections import papers as projection
from tests.support import case_builders as b

TODAY = date(2026, 11, 23)
ASKED = AdviceAsked("c1", "psychology", "Psychologist Sedge (invented)", date(2026, 10, 5), date(2026, 10, 7), "email")
SUMMER = Closure(date(2026, 7, 22), date(2026, 9, 2), "Summer")
CHRISTMAS = Closure(date(2026, 12, 19), date(2027, 1, 4), "Christmas")


def asked(*more: Any, body: AdviceAsked = ASKED) -> Advice:
    state = b.folded(advice.apply, advice.ask("a1", "p1", b.NOW, body, today=TODAY))
    for act, said in more:
        op = act(state, "p1", b.NOW, said, today=TODAY)
        state = advice.apply(state, b.recorded(op, f"{state.head}."))
    return state  # type: ignore[no-any-return]


def due(state: Advice) -> str:
    ((_, row),) = projection.lay_advice(state)
    return str(row["due"])


def test_the_six_weeks_run_from_the_day_that_the_body_received_the_request():
    assert due(asked()) == "2026-11-18"  # 6 weeks after 7 October, not after the 5th
    known = clock.due("ADVICE", date(2026, 10, 7))
    assert due(asked()) == known.latest.isoformat()


def test_while_nobody_knows_that_day_the_day_of_sending_counts_and_it_is_learnt_later():
    waiting = asked(body=replace(ASKED, there=None))
    assert due(waiting) == "2026-11-16"
    learnt = (advice.date_it, AdviceDated(ASKED.sent, date(2026, 10, 9)))
    assert due(asked(learnt, body=replace(ASKED, there=None))) == "2026-11-20"
    with pytest.raises(AdviceInvalidError):  # a day that was known is changed with a reason only
        asked((advice.date_it, AdviceDated(ASKED.sent, date(2026, 10, 9))))


@given(st.sampled_from(["circumstances", "absent", "missed_appointment"]), st.integers(28, 45))
def test_no_exception_moves_the_date(head: str, lasted: int):
    ends = ASKED.sent + timedelta(days=lasted)
    excused = asked((advice.excuse, AdviceExcused(head, ASKED.sent, ends, "Shown by a letter.")))
    assert (due(excused), len(excused.excused)) == (due(asked()), 1)


def test_an_absence_of_less_than_four_weeks_excuses_nothing():
    with pytest.raises(ExceptionUnfitError):
        asked((advice.excuse, AdviceExcused("absent", ASKED.sent, ASKED.sent + timedelta(days=27), "Away.")))


def test_what_the_law_does_not_name_is_no_exception():
    with pytest.raises(AdviceInvalidError):
        asked((advice.excuse, AdviceExcused("school_closed", ASKED.sent, None, "Summer")))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"body": "nobody"}, AdviceInvalidError),
        ({"who": " "}, AdviceInvalidError),
        ({"way": ""}, AdviceInvalidError),
        ({"sent": date(2026, 11, 24), "there": None}, AdviceDayError),
        ({"sent": date(1926, 11, 24)}, AdviceDayError),
        ({"there": date(2026, 10, 4)}, AdviceDayError),
        ({"there": date(2126, 10, 4)}, AdviceDayError),
    ],
)
def test_a_request_that_cannot_be_is_not_recorded(changes: dict[str, object], fault: type[Exception]):
    with pytest.raises(fault):
        asked(body=replace(ASKED, **changes))  # type: ignore[arg-type]


def test_it_is_chased_until_it_comes_and_then_it_is_over():
    chased = AdviceChased(date(2026, 11, 19), "phone", "Promised for Friday.")
    state = asked((advice.chase, chased), (advice.chase, chased), (advice.take, AdviceCame(date(2026, 11, 20), "e1")))
    assert (state.state, len(state.chases), state.came.evidence) == ("came", 2, "e1")
    with pytest.raises(AdviceOverError):
        advice.chase(state, "p1", b.NOW, chased, today=TODAY)
    with pytest.raises(AdviceOverError):
        advice.withdraw(state, "p1", b.NOW, "Not needed")
    with pytest.raises(AdviceDayError):
        asked((advice.chase, replace(chased, on=date(2026, 10, 4))))
    gone = advice.apply(asked(), b.recorded(advice.withdraw(asked(), "p1", b.NOW, "The family withdrew.")))
    assert gone.state == "withdrawn"


# A school's closure: asked from one week before it closes to one week before it reopens, closed four weeks or more


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 7, 14), "outside"),
        (date(2026, 7, 15), "inside"),
        (date(2026, 8, 26), "inside"),
        (date(2026, 8, 27), "outside"),
        (date(2026, 12, 20), "short"),  # 16 days at Christmas
    ],
)
def test_whether_a_school_was_asked_in_the_window_of_a_closure(on: date, state: str):
    assert advice.closure_note(on, "school", (SUMMER, CHRISTMAS)).state == state


def test_a_closure_is_asked_about_of_schools_only_and_needs_term_dates():
    assert advice.closure_note(date(2026, 8, 1), "psychology", (SUMMER,)).state == "none"
    assert advice.closure_note(date(2026, 8, 1), "school", None).state == "unknown"
    found = advice.closure_note(date(2026, 8, 1), "school", (SUMMER,))
    assert (found.first, found.last, found.closure) == (date(2026, 7, 15), date(2026, 8, 26), SUMMER)
