"""What is recorded of a child beside the registration: looked after, capacity for a decision, a death."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from bandingdesk.casework.around.relation import EARLIEST, require_between, require_past, require_words
from bandingdesk.casework.child import Child
from bandingdesk.casework.ops import (
    CapacityRecorded,
    CareRecorded,
    DeathRecorded,
    DeathWithdrawn,
    LetterOpened,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.statute import days

LONGEST_CARE = 25  # years from today in which a time of care may end

_FORM_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")


class CareDaysError(InvalidError):
    """A time of care ends before it starts."""

    code = "AR-20"
    message = QT_TRANSLATE_NOOP("errors", "The time of being looked after ends on {ends}, before it starts.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Correct one of the two days.")


class CareIncompleteError(InvalidError):
    """Of a time of care the authority and the source are needed."""

    code = "AR-21"
    message = QT_TRANSLATE_NOOP("errors", "The authority that looks after the child, or who said so, is missing.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Name the authority, and where this is known from.")


class CapacityIncompleteError(InvalidError):
    """A capacity record says which decision it is about and what it rests on."""

    code = "AR-22"
    message = QT_TRANSLATE_NOOP("errors", "It is not said which decision this is about, or what it rests on.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Capacity is recorded for one decision at a time. Name it, and the source.")


class AlternativeUnknownError(RefusedError):
    """The person named to act for the young person is not one of those around them."""

    code = "AR-23"
    message = QT_TRANSLATE_NOOP("errors", "The person named to act for them is not on the list any more.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Choose somebody from the list, or add the person first.")


class LetterStoppedError(RefusedError):
    """A death is recorded: nothing goes out until LEAD, the named person, opens one letter."""

    code = "AR-30"
    message = QT_TRANSLATE_NOOP("errors", "A death is recorded, so every letter and reminder is stopped.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was issued and nothing was sent. The record stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "If this letter has to go, {lead} can open it under People, with a reason.")


class NotLeadError(RefusedError):
    """Only LEAD may open a letter."""

    code = "AR-31"
    message = QT_TRANSLATE_NOOP("errors", "Only {lead} can open a letter after this death.")
    kept = QT_TRANSLATE_NOOP("errors", "Every letter stays stopped. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask {lead}, or record another lead if that person has left.")


class LeadRoleError(RefusedError):
    """NAME could not open a letter: they hold no role for it."""

    code = "AR-32"
    message = QT_TRANSLATE_NOOP("errors", "{name} holds no role that may open a letter.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Name a caseworker, a decision maker or the head of service.")


class NoDeathError(RefusedError):
    """No death of this child is recorded."""

    code = "AR-33"
    message = QT_TRANSLATE_NOOP("errors", "No death is recorded, so no letter is stopped.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the page again.")


class DeathSourceError(InvalidError):
    """A death is recorded with who said so."""

    code = "AR-34"
    message = QT_TRANSLATE_NOOP("errors", "It is not said where the death is known from.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was stopped; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Write who told the council, and how.")


def record_care(child: Child, by: str, at: datetime, body: CareRecorded, *, today: date) -> Op:
    """Record a time of being looked after. Raises CareIncompleteError, CareDaysError, DayError."""
    if not body.authority.strip() or not body.source.strip():
        raise CareIncompleteError()
    require_past(body.starts, today, QT_TRANSLATE_NOOP("around", "First day of being looked after"))
    if body.ends is not None:
        if body.ends < body.starts:
            raise CareDaysError(ends=days.in_words(body.ends))
        last = date(today.year + LONGEST_CARE, 12, 31)
        require_between(body.ends, EARLIEST, last, QT_TRANSLATE_NOOP("around", "Last day of being looked after"))
    return _op(child, "child.care_recorded", by, at, body)


def care_on(care: Collection[CareRecorded], on: date) -> CareRecorded | None:
    """Return the time of care that holds on a day."""
    held = [one for one in care if one.starts <= on and (one.ends is None or on <= one.ends)]
    return max(held, key=lambda one: one.starts, default=None)


def record_capacity(
    child: Child, by: str, at: datetime, body: CapacityRecorded, *, around: Collection[str], today: date
) -> Op:
    """Record capacity for one decision; AROUND are the people who may be named. Raises the capacity leaves."""
    if not body.about.strip() or not body.source.strip():
        raise CapacityIncompleteError()
    if body.alternative is not None and body.alternative not in around:
        raise AlternativeUnknownError()
    require_past(body.on, today, QT_TRANSLATE_NOOP("around", "Day of the capacity record"))
    return _op(child, "child.capacity_recorded", by, at, body)


def record_death(
    child: Child, by: str, at: datetime, body: DeathRecorded, *, lead_may: bool, name: str, today: date
) -> Op:
    """Record a death, or another lead: it stops every letter. Raises DeathSourceError, LeadRoleError, DayError."""
    if not body.source.strip():
        raise DeathSourceError()
    if not lead_may:
        raise LeadRoleError(name=name)
    born = child.facts.born if child.facts is not None else EARLIEST
    require_between(body.on, born, today, QT_TRANSLATE_NOOP("around", "Day of the death"))
    return _op(child, "child.death_recorded", by, at, body)


def withdraw_death(child: Child, by: str, at: datetime, reason: str) -> Op:
    """Take back a death that was recorded by mistake. Raises NoDeathError, ReasonMissingError."""
    if child.death is None:
        raise NoDeathError()
    require_words(reason)
    return _op(child, "child.death_withdrawn", by, at, DeathWithdrawn(reason.strip()))


def open_letter(child: Child, by: str, at: datetime, body: LetterOpened, *, lead_name: str) -> Op:
    """Let one letter of a decision go out. Raises NoDeathError, NotLeadError, ReasonMissingError."""
    if child.death is None:
        raise NoDeathError()
    if by != child.death.lead:
        raise NotLeadError(lead=lead_name)
    require_words(body.reason)
    return _op(child, "child.letter_opened", by, at, body)


def _op(child: Child, kind: str, by: str, at: datetime, body: object) -> Op:
    return Op(kind, Subject("child", child.id), child.head, by, at, body)
