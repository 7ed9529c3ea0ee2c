"""Minutes: of each case at a meeting, and of the meeting as a whole. Frozen once; corrected only by a further record.

Those of one case hold nothing of another child, so that a family can be given its own. Approved by the next meeting.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.panel.after.ops import MinutesApproved, MinutesCorrected, MinutesMade
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting, NotInChairError


class MinutesTooEarlyError(RefusedError):
    """The meeting is not closed, or was called off."""

    code = "AF-10"
    message = QT_TRANSLATE_NOOP("errors", "There are no minutes yet: this meeting has not ended.")
    kept = QT_TRANSLATE_NOOP("errors", "What the meeting recorded is kept; nothing was frozen.")
    do = QT_TRANSLATE_NOOP("errors", "Close the meeting. Its minutes are ready at once.")


class MinutesStandError(RefusedError):
    """The minutes are frozen already."""

    code = "AF-11"
    message = QT_TRANSLATE_NOOP("errors", "These minutes are frozen already.")
    kept = QT_TRANSLATE_NOOP("errors", "They stay as they are, with their check code.")
    do = QT_TRANSLATE_NOOP("errors", "Record a correction: it is printed beneath them.")


class MinutesMissingError(RefusedError):
    """The minutes were never frozen."""

    code = "AF-12"
    message = QT_TRANSLATE_NOOP("errors", "The minutes of this meeting are not frozen yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Freeze the minutes first.")


class MinutesApprovedError(RefusedError):
    """The minutes were approved."""

    code = "AF-13"
    message = QT_TRANSLATE_NOOP("errors", "These minutes were approved already.")
    kept = QT_TRANSLATE_NOOP("errors", "They stay approved. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Record a correction if something in them is wrong.")


class NotTheNextError(RefusedError):
    """Minutes are approved at a later meeting of the same panel while it is open."""

    code = "AF-14"
    message = QT_TRANSLATE_NOOP("errors", "This meeting can't approve those minutes.")
    kept = QT_TRANSLATE_NOOP("errors", "The minutes stay as they are; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Approve them at a later meeting of the same panel, while it is open.")


class CorrectionWordsError(InvalidError):
    """A correction without words."""

    code = "AF-15"
    message = QT_TRANSLATE_NOOP("errors", "A correction says what the minutes should have said.")
    kept = QT_TRANSLATE_NOOP("errors", "The minutes stay as they are; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write the correction in words, then record it.")


@dataclass(frozen=True, slots=True)
class Correction:
    """A further record beneath the minutes."""

    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes as their ops leave them; `item` is empty for those of the whole meeting."""

    id: str
    head: str
    case: str = ""
    meeting: str = ""
    item: str = ""
    sha256: str = ""
    checkpoint: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    approved_at: str = ""  # the meeting that approved them
    approved_by: str = ""
    approved_on: datetime | None = None
    approved_words: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of these minutes."""
        return Subject("minutes", self.id)


def minutes_id(meeting: str, item: str = "") -> str:
    """Return the id of the minutes of an item, or of the whole meeting."""
    return f"{meeting}.{item}" if item else meeting


def apply(state: Minutes | None, op: Recorded) -> Minutes:
    """Return the minutes after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Minutes(op.subject.id, op.op_id)
    match op.body:
        case MinutesMade(case, meeting, item, sha256, _, checkpoint):
            made = replace(before, case=case, meeting=meeting, item=item, sha256=sha256, checkpoint=checkpoint)
            return replace(made, made_by=op.by, made_at=op.at)
        case MinutesCorrected(words):
            return replace(before, corrections=(*before.corrections, Correction(op.by, op.at, words)))
        case MinutesApproved(meeting, words):
            approved = replace(before, approved_at=meeting, approved_by=op.by)
            return replace(approved, approved_on=op.at, approved_words=words)
    return before


def require_ended(meeting: Meeting) -> None:
    """Raises MinutesTooEarlyError where MEETING was not held to its end."""
    if not meeting.is_closed or meeting.called_off:
        raise MinutesTooEarlyError()


def make(known: Minutes | None, meeting: Meeting, hand: Hand, body: MinutesMade) -> Op:
    """Return the freezing of minutes of MEETING. Raises MinutesTooEarlyError, MinutesStandError, NotInChairError."""
    require_ended(meeting)
    if known is not None:
        raise MinutesStandError()
    _require_lead(meeting, hand.by)
    subject = Subject("minutes", minutes_id(body.meeting, body.item))
    return hand.op("minutes.made", subject, None, body, ((meeting.subject, meeting.head),))


def correct(minutes: Minutes | None, meeting: Meeting, hand: Hand, words: str) -> Op:
    """Return a correction beneath the minutes.

    Raises MinutesMissingError, CorrectionWordsError, NotInChairError.
    """
    found = _require_made(minutes)
    _require_lead(meeting, hand.by)
    if not words.strip():
        raise CorrectionWordsError()
    return hand.op("minutes.corrected", found.subject, found.head, MinutesCorrected(words.strip()))


def approve(
    minutes: Minutes | None, of: Meeting, at: Meeting, hand: Hand, words: str = "", *, here: Collection[str]
) -> Op:
    """Return the approval of the whole minutes OF one meeting AT a later one of the same panel, by its chair.

    HERE are the people who are at the later one now.

    Raises MinutesMissingError, MinutesApprovedError, NotTheNextError, NotInChairError.
    """
    found = _require_made(minutes)
    if found.approved_at:
        raise MinutesApprovedError()
    if at.id == of.id or at.panel_type != of.panel_type or (at.on, at.starts) <= (of.on, of.starts) or not at.is_open:
        raise NotTheNextError()
    chairs = [seat.person for seat in at.seats if seat.role in ("chair", "deputy")]
    present = [person for person in chairs if person in here]
    if hand.by not in present:
        raise NotInChairError(person=hand.by, chair=present[0] if present else None)
    return hand.op("minutes.approved", found.subject, found.head, MinutesApproved(at.id, words.strip()))


def _require_made(minutes: Minutes | None) -> Minutes:
    if minutes is None or not minutes.sha256:
        raise MinutesMissingError()
    return minutes


def _require_lead(meeting: Meeting, person: str) -> None:
    if not any(seat.person == person and seat.role in ("chair", "deputy", "clerk") for seat in meeting.seats):
        raise NotInChairError(person=person, chair=None)
