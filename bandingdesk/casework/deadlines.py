"""The one clock that matters on a case now: a review's four weeks, else the next review."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bandingdesk.casework.case import Case
from bandingdesk.statute import clock


class Deadline(NamedTuple):
    """A legal day, the council's own target before it, and the provision."""

    rule: str
    starts: date
    law_day: date
    target: date
    provision: str
    what: str  # decide | review


def of(case: Case) -> Deadline | None:
    """Return the clock that runs on CASE, None where none is known.

    A review held starts AR.DECIDE (4 weeks, reg 20(10)); else the next review is due within 12 months of the last
    (CFA s44(1)), which the list gives as a date.
    """
    if case.facts is None:
        return None
    if case.review is not None:
        return _deadline("AR.DECIDE", case.review.on, "decide")
    if case.facts.next_review is not None:
        day = case.facts.next_review
        return Deadline("AR.NEXT", case.facts.last_review or day, day, day, "CFA s44(1)", "review")
    if case.facts.last_review is not None:
        return _deadline("AR.NEXT", case.facts.last_review, "review")
    return None


def next_review(told: date) -> Deadline | None:
    """Return the clock that begins when the family is told of a review's decision: 12 months to the next."""
    return _deadline("AR.NEXT", told, "review")


def _deadline(rule: str, trigger: date, what: str) -> Deadline | None:
    due = clock.due(rule, trigger)
    if due.latest is None:
        return None
    return Deadline(rule, trigger, due.latest, due.internal_target or due.latest, due.provision, what)
