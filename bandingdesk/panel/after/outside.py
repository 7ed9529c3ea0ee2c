"""A decision made outside a panel: asked for by a day, decided by a delegated officer, taken note of by a panel.

The panel that ratifies notes it or asks for a review. It never undoes it: only the decision maker's own further record
says something else (banding.md 6.1: decisions made outside a panel are ratified and recorded under a delegation).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bandingdesk.council.ops import Role
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Seen, Subject
from bandingdesk.panel.after.ops import OutsideAsked, OutsideDecided, OutsideRatified, OutsideReviewed
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting, NotInChairError

SIGNING_ROLE: Role = "decision_maker"
OutsideState = Literal["asked", "decided", "noted", "review", "reviewed"]


class OutsideInvalidError(InvalidError):
    """The decision lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "AF-20"
    message = QT_TRANSLATE_NOOP("errors", "The decision can't be recorded yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then sign again.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(_FIELDS[name] for name in missing))


class OutsideDecidedError(RefusedError):
    """It is decided already."""

    code = "AF-21"
    message = QT_TRANSLATE_NOOP("errors", "This case was decided out of panel already.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision stays as it was signed; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Record a further decision if something new has come in.")


class NotTheOfficerError(RefusedError):
    """PERSON may not decide out of panel."""

    code = "AF-22"
    message = QT_TRANSLATE_NOOP("errors", "A decision maker without an interest in the case decides out of panel.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Hand over to a decision maker, who signs with their own PIN.")
    person: str


class RatifiedError(RefusedError):
    """A panel took note of it, or asked for a review, already."""

    code = "AF-23"
    message = QT_TRANSLATE_NOOP("errors", "A panel has looked at this decision already.")
    kept = QT_TRANSLATE_NOOP("errors", "What that panel recorded stays; nothing was added.")
    do = QT_TRANSLATE_NOOP("errors", "Add an action if something is still to be done.")


class RatifyingChairError(RefusedError):
    """The decision maker chairs, or acts for, the meeting that would ratify: PERSON."""

    code = "AF-24"
    message = QT_TRANSLATE_NOOP("errors", "The person who made this decision chairs this meeting.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision still waits for a panel; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Bring it to a meeting that somebody else chairs.")
    person: str


class NotRatifyingError(RefusedError):
    """This meeting is of another panel, is not open, or lies before the decision."""

    code = "AF-25"
    message = QT_TRANSLATE_NOOP("errors", "This meeting can't take note of that decision.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision still waits for a panel; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Bring it to the next open meeting of the panel that ratifies it.")


class ReviewWordsError(InvalidError):
    """A review is asked for, or answered, without words."""

    code = "AF-26"
    message = QT_TRANSLATE_NOOP("errors", "To ask for a review, or to answer one, you need to say why.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say it in words, then record it.")


class OfficerDayError(InvalidError):
    """The day by which the officer decides, ON, is past."""

    code = "AF-27"
    message = QT_TRANSLATE_NOOP("errors", "The officer can't decide by {on}: that day is past.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded. The law's day never moves.")
    do = QT_TRANSLATE_NOOP("errors", "Ask for the decision today, and say why it is late.")
    on: str


class NoReviewError(RefusedError):
    """No review is asked for, or it is answered."""

    code = "AF-28"
    message = QT_TRANSLATE_NOOP("errors", "No panel waits for a review of this decision.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the case again: somebody may have answered before you.")


_FIELDS = {
    "reason": QT_TRANSLATE_NOOP("after", "why it goes to the officer"),
    "panel_type": QT_TRANSLATE_NOOP("after", "the panel it would have gone to"),
    "why": QT_TRANSLATE_NOOP("after", "why it was decided out of panel"),
    "outcome": QT_TRANSLATE_NOOP("after", "outcome"),
    "delegation": QT_TRANSLATE_NOOP("after", "delegation"),
    "legal_test": QT_TRANSLATE_NOOP("after", "legal test in words"),
    "options": QT_TRANSLATE_NOOP("after", "options considered"),
    "evidence": QT_TRANSLATE_NOOP("after", "evidence relied on"),
    "reasons": QT_TRANSLATE_NOOP("after", "reasons"),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """A decision out of panel as its ops leave it. `asked` is None where an officer decided at once."""

    id: str
    head: str
    case: str = ""
    panel_type: str = ""
    asked: OutsideAsked | None = None
    asked_by: str = ""
    asked_at: datetime | None = None
    decided: OutsideDecided | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    ratified: OutsideRatified | None = None
    ratified_by: str = ""
    ratified_at: datetime | None = None
    reviewed: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this decision."""
        return Subject("outside", self.id)

    @property
    def state(self) -> OutsideState:
        """How far it has come."""
        if self.reviewed:
            return "reviewed"
        if self.ratified is not None:
            return self.ratified.finding
        return "asked" if self.decided is None else "decided"

    @property
    def waits_for_panel(self) -> bool:
        """Whether a panel has still to take note of it."""
        return self.decided is not None and bool(self.decided.ratified_by) and self.ratified is None


def apply(state: Outside | None, op: Recorded) -> Outside:
    """Return the decision after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Outside(op.subject.id, op.op_id)
    body = op.body
    match body:
        case OutsideAsked():
            asked = replace(before, case=body.case, panel_type=body.panel_type, asked=body)
            return replace(asked, asked_by=op.by, asked_at=op.at)
        case OutsideDecided():
            decided = replace(before, case=body.case, panel_type=body.panel_type, decided=body)
            return replace(decided, decided_by=op.by, decided_at=op.at)
        case OutsideRatified():
            return replace(before, ratified=body, ratified_by=op.by, ratified_at=op.at)
        case OutsideReviewed(words):
            return replace(before, reviewed=words, reviewed_by=op.by, reviewed_at=op.at)
    return before


def ask(id_: str, hand: Hand, body: OutsideAsked, *, today: date) -> Op:
    """Return that a case goes to the officer by a day. Raises OutsideInvalidError, OfficerDayError."""
    answers = {"reason": bool(body.reason.strip()), "panel_type": bool(body.panel_type)}
    if missing := tuple(name for name, is_there in answers.items() if not is_there):
        raise OutsideInvalidError(missing)
    if body.by < today:
        raise OfficerDayError(on=f"{body.by.day} {body.by:%B %Y}")
    return hand.op("outside.asked", Subject("outside", id_), None, replace(body, reason=body.reason.strip()))


def missing(body: OutsideDecided, outcomes: Collection[str]) -> tuple[str, ...]:
    """Return the fields that a decision still needs. In an emergency there may be no paper to rely on yet."""
    answers = {
        "panel_type": bool(body.panel_type),
        "why": bool(body.why.strip()),
        "outcome": body.outcome in outcomes,
        "delegation": bool(body.delegation.strip()),
        "legal_test": bool(body.legal_test.strip()),
        "options": any(one.strip() for one in body.options),
        "evidence": bool(body.evidence) or body.route == "emergency",
        "reasons": bool(body.reasons.strip()),
    }
    return tuple(name for name, is_there in answers.items() if not is_there)


def decide(
    known: Outside | None,
    id_: str,
    hand: Hand,
    body: OutsideDecided,
    *,
    roles: Collection[str],
    is_closed: bool,
    outcomes: Collection[str],
    seen: Seen = (),
) -> Op:
    """Return the officer's decision. IS_CLOSED: the case is closed to them; OUTCOMES are those of the panel type.

    Raises NotTheOfficerError, OutsideDecidedError, OutsideInvalidError with the list, PinNeededError.
    """
    if SIGNING_ROLE not in roles or is_closed:
        raise NotTheOfficerError(person=hand.by)
    if known is not None and known.decided is not None:
        raise OutsideDecidedError()
    if unfilled := missing(body, outcomes):
        raise OutsideInvalidError(unfilled)
    if not body.pin_checked:
        raise PinNeededError()
    options = tuple(one.strip() for one in body.options if one.strip())
    body = replace(body, options=options)
    return hand.op("outside.decided", Subject("outside", id_), known.head if known else None, body, seen)


def ratify(outside: Outside, meeting: Meeting, hand: Hand, finding: Literal["noted", "review"], words: str) -> Op:
    """Return what MEETING makes of the decision: noted, or a review asked for. It undoes nothing.

    Raises RatifiedError, NotRatifyingError, RatifyingChairError, NotInChairError, ReviewWordsError.
    """
    if outside.ratified is not None:
        raise RatifiedError()
    decided = outside.decided
    is_later = outside.decided_at is not None and meeting.on >= outside.decided_at.date()
    if decided is None or meeting.panel_type != decided.ratified_by or not meeting.is_open or not is_later:
        raise NotRatifyingError()
    if any(seat.person == outside.decided_by and seat.role in ("chair", "deputy") for seat in meeting.seats):
        raise RatifyingChairError(person=outside.decided_by)
    if not any(seat.person == hand.by and seat.role in ("chair", "deputy", "clerk") for seat in meeting.seats):
        raise NotInChairError(person=hand.by, chair=None)
    if finding == "review" and not words.strip():
        raise ReviewWordsError()
    body = OutsideRatified(meeting.id, finding, words.strip())
    return hand.op("outside.ratified", outside.subject, outside.head, body, ((meeting.subject, meeting.head),))


def review(outside: Outside, hand: Hand, words: str, *, roles: Collection[str]) -> Op:
    """Return the decision maker's answer to a panel that asked for a review: a further record.

    Raises NotTheOfficerError, NoReviewError, ReviewWordsError.
    """
    if SIGNING_ROLE not in roles:
        raise NotTheOfficerError(person=hand.by)
    if outside.state != "review":
        raise NoReviewError()
    if not words.strip():
        raise ReviewWordsError()
    return hand.op("outside.reviewed", outside.subject, outside.head, OutsideReviewed(words.strip()))
