"""Putting a case off: to a meeting before the law's last day, or where there is none to the delegated officer by a day.

The clock never moves: a deferral is no exception of SI 2014/1530, and the panel's calendar excuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op
from bandingdesk.panel.findings import Question
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.ops import ItemDeferred
from bandingdesk.panel.sitting import ReasonMissingError, Sitting


class NoPanelInTimeError(RefusedError):
    """No meeting of this panel comes before the law's last day: only the delegated officer can decide in time."""

    code = "DE-08"
    message = QT_TRANSLATE_NOOP("errors", "This panel does not meet again before the law’s last day, {law_day}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your words are kept; the case stays where it is.")
    do = QT_TRANSLATE_NOOP("errors", "Give the case to the delegated officer, out of panel, by {officer_by}.")
    law_day: str
    officer_by: str


class QuestionOpenError(InvalidError):
    """Question NUMBER lacks its words, who finds out, or a day before the case comes back."""

    code = "DE-09"
    message = QT_TRANSLATE_NOOP("errors", "Question {number} needs its words, who finds out, and a day in time.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in the question, or take its line away.")
    number: int


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a case can go on from here. `next` is (meeting, day) of this panel in time; else `officer_by` is set.

    `officer_by` is the day that leaves the council's own time for the letter: it is offered. The law's last day binds.

    `law_day` None: no clock runs, so any later day will do.
    """

    law_day: date | None
    next: tuple[str, date] | None = None
    officer_by: date | None = None

    @property
    def only_officer(self) -> bool:
        """Whether nobody but the delegated officer can decide in time."""
        return self.law_day is not None and self.next is None


def defer(
    sitting: Sitting,
    hand: Hand,
    reason: str,
    until: date,
    ways: Ways,
    *,
    questions: Sequence[Question] = (),
    officer: str = "",
) -> Op:
    """Return the deferral of the item: to UNTIL, or with OFFICER to them, out of panel, by UNTIL.

    Raises ReasonMissingError, NoPanelInTimeError, QuestionOpenError, NotInChairError and what `require_open` raises.
    """
    sitting.require_open()
    sitting.require_lead(hand.by)
    is_late = ways.law_day is not None and until > ways.law_day
    if not officer and (ways.only_officer or is_late):
        raise _too_late(ways)
    if not reason.strip() or (until < sitting.meeting.on if officer else until <= sitting.meeting.on):
        raise ReasonMissingError()
    if officer and ways.law_day is not None and until > max(ways.law_day, sitting.meeting.on):
        raise _too_late(ways)
    for number, one in enumerate(questions, 1):
        if not one.what.strip() or not one.owner or one.by > until:
            raise QuestionOpenError(number=number)
    to = ways.next[0] if ways.next is not None and not officer and ways.next[1] <= until else ""
    body = ItemDeferred(sitting.item, reason.strip(), until, tuple(questions), to, officer, ways.law_day)
    return hand.op("meeting.item_deferred", sitting.meeting.subject, sitting.meeting.head, body)


def _too_late(ways: Ways) -> NoPanelInTimeError:
    law_day, by = ways.law_day, ways.officer_by or ways.law_day
    assert law_day is not None
    assert by is not None
    return NoPanelInTimeError(law_day=f"{law_day:%d/%m/%Y}", officer_by=f"{by:%d/%m/%Y}")
