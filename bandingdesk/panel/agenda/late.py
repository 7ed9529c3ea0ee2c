"""Papers that came late: after the freeze, or after the deadline. The chair takes one, puts the case off, or leaves it.

The clock of the law never moves: a case is put off only to a meeting whose answer the family still gets in time.
"""

from __future__ import annotations

from datetime import date, timedelta

from bandingdesk.ops import Op
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.agenda import agenda as agendas
from bandingdesk.panel.agenda.agenda import Agenda, DeadlinePastError, NoLaterMeetingError, NotLateError
from bandingdesk.panel.agenda.ops import LateOutcome, LatePaperSettled
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.ops import ItemDeferred
from bandingdesk.panel.sitting import Sitting
from bandingdesk.statute import days
from bandingdesk.statute.days import WorkingDays


def deadline(agenda: Agenda | None, on: date, papers_days: int, work: WorkingDays | None = None) -> date | None:
    """Return the last day on which papers come in: as set, else PAPERS_DAYS working days before ON; None for none."""
    if agenda is not None and agenda.deadline is not None:
        return agenda.deadline
    if not papers_days:
        return None
    known, day = work or days.england(), on
    for _ in range(papers_days):
        day = known.on_or_before(day - timedelta(days=1))
    return day


def came_late(came: date | None, by: date | None) -> bool:
    """Return whether a paper came after the deadline; never where there is none, or the day is not known."""
    return came is not None and by is not None and came > by


def require_in_time(by: date | None, today: date) -> None:
    """Raises DeadlinePastError where the deadline has passed."""
    if by is not None and today > by:
        raise DeadlinePastError(on=by.isoformat())


def settle(
    agenda: Agenda | None,
    sitting: Sitting,
    hand: Hand,
    body: LatePaperSettled,
    *,
    waits: bool,
    by: date | None,
) -> tuple[Op, ...]:
    """Return what the chair makes of a late paper: WAITS says it is one, BY when the family must be told at the latest.

    Putting the case off is recorded of the meeting too, so that the item is free for the next agenda.
    Raises NotLateError, WhyMissingError, NoLaterMeetingError, NotInChairError, ItemNotOpenError.
    """
    meeting = sitting.meeting
    item = meetings.require_waiting(meeting, body.item)
    sitting.require_chair(hand.by)
    if not waits:
        raise NotLateError(evidence=body.evidence)
    agendas.require_reason(body.words, _WHAT[body.outcome])
    made = LatePaperSettled(item.item, body.evidence, body.version, body.outcome, body.words.strip(), body.until)
    first = agendas.entry(agenda, meeting, hand, "agenda.late_paper_settled", made)
    if body.outcome != "defer":
        return (first,)
    if body.until is None or body.until <= meeting.on:
        raise agendas.WhyMissingError(what="a later meeting's day")
    if by is not None and body.until > by:
        raise NoLaterMeetingError(by=by.isoformat(), until=body.until.isoformat())
    return (first, _put_off(meeting, hand, item.item, made.words, body.until))


_WHAT: dict[LateOutcome, str] = {
    "take": "why the panel takes a paper that came late",
    "defer": "why the case is put off",
    "leave_out": "why the panel does not read it",
}


def _put_off(meeting: Meeting, hand: Hand, item: str, words: str, until: date) -> Op:
    return hand.op("meeting.item_deferred", meeting.subject, meeting.head, ItemDeferred(item, words, until))
