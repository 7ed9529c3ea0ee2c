"""A contact: who asked what, the day by which the council promised an answer, the answer, and each correction.

Nothing of it is edited. A correction is a further op with a reason, and what stood before stays to be read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bandingdesk.casework.contacts.ops import (
    AnswerCorrected,
    Answered,
    Asked,
    ContactAnswered,
    ContactCorrected,
    ContactRecorded,
    ContactWithdrawn,
    Promised,
    ReplyDaySet,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.seams import LONDON
from bandingdesk.statute import days

FURTHEST = timedelta(days=366)  # a promise beyond a year is a slip of the hand


class ContactInvalidError(InvalidError):
    """The form lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "CT-20"
    message = QT_TRANSLATE_NOOP("errors", "The contact can't be recorded yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then record it again.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(FIELDS[name] for name in missing))


class ContactDayError(InvalidError):
    """The contact lies in the future, or before the child was born: ON, WHY in words."""

    code = "CT-21"
    message = QT_TRANSLATE_NOOP("errors", "The contact is dated {on}, {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the day and time at which they asked.")
    on: str
    why: str


class AnswerDayError(InvalidError):
    """The answer lies in the future, or before the question: ON, WHY in words."""

    code = "CT-22"
    message = QT_TRANSLATE_NOOP("errors", "The answer is dated {on}, {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the day and time at which they were answered.")
    on: str
    why: str


class ReplyDayError(InvalidError):
    """The reply day ON can't be promised: WHY in words."""

    code = "CT-23"
    message = QT_TRANSLATE_NOOP("errors", "{on} can't be the reply day: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter a day from that of the question on, within a year of it.")
    on: str
    why: str


class WayUnknownError(InvalidError):
    """WAY is none of the council's ways, KNOWN."""

    code = "CT-24"
    message = QT_TRANSLATE_NOOP("errors", "“{way}” is not one of your council's ways of contact.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of these: {known}.")
    way: str
    known: str


class AnsweredAlreadyError(RefusedError):
    """The contact was answered on a day, ON."""

    code = "CT-25"
    message = QT_TRANSLATE_NOOP("errors", "This was answered on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "The answer on record stays; what you typed is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Correct that answer with a reason, or record a contact that follows it.")
    on: str


class NotAnsweredError(RefusedError):
    """There is no answer to correct."""

    code = "CT-26"
    message = QT_TRANSLATE_NOOP("errors", "This is not answered yet, so there is no answer to correct.")
    kept = QT_TRANSLATE_NOOP("errors", "What you typed is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Record the answer instead.")


class WithdrawnError(RefusedError):
    """The contact was withdrawn."""

    code = "CT-27"
    message = QT_TRANSLATE_NOOP("errors", "This contact was withdrawn, so nothing more is recorded on it.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays to be read with its reason.")
    do = QT_TRANSLATE_NOOP("errors", "Record a new contact.")


class OtherCaseError(InvalidError):
    """A contact follows one of another case, or none."""

    code = "CT-28"
    message = QT_TRANSLATE_NOOP("errors", "The contact that this one follows is not on this case.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a contact of this case, or none.")


FIELDS = {
    "who": QT_TRANSLATE_NOOP("contacts", "who asked"),
    "words": QT_TRANSLATE_NOOP("contacts", "what they asked"),
    "promised": QT_TRANSLATE_NOOP("contacts", "the reply day"),
    "reason": QT_TRANSLATE_NOOP("contacts", "your reason"),
    "answer": QT_TRANSLATE_NOOP("contacts", "what was answered"),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing put right: who did it, when, why, and the words that stood before."""

    by: str
    at: datetime
    reason: str
    before: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as its ops leave it; `asked` is None once erased."""

    id: str
    head: str
    asked: Asked | None = None
    promised: Promised | None = None
    answered: Answered | None = None
    recorded_by: str = ""
    corrections: tuple[Correction, ...] = ()
    withdrawn: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this contact."""
        return Subject("contact", self.id)

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.asked is not None and self.answered is None and not self.withdrawn


def apply(state: Contact | None, op: Recorded) -> Contact:
    """Fold an op of a contact. An erased or sealed body moves the head alone."""
    known = replace(state or Contact(op.subject.id, op.op_id), head=op.op_id)
    match op.body:
        case ContactRecorded(asked, promised, answered):
            return replace(known, asked=asked, promised=promised, answered=answered, recorded_by=op.by)
        case ContactCorrected(asked, reason):
            before = known.asked.words if known.asked else ""
            return replace(_noted(known, op, reason, before), asked=asked)
        case ReplyDaySet(promised):
            before = days.in_words(known.promised.on) if known.promised else ""
            return replace(_noted(known, op, promised.reason, before), promised=promised)
        case ContactAnswered(answered):
            return replace(known, answered=answered)
        case AnswerCorrected(answered, reason):
            before = known.answered.words if known.answered else ""
            return replace(_noted(known, op, reason, before), answered=answered)
        case ContactWithdrawn(reason):
            return replace(known, withdrawn=reason)
    return known


def record(
    id_: str,
    by: str,
    at: datetime,
    body: ContactRecorded,
    *,
    ways: Collection[str],
    born: date | None,
    proposed: Promised | None,
    followed: Contact | None = None,
) -> Op:
    """Record a contact. PROPOSED is what the policy gives; another day by hand needs its reason.

    BORN is the child's birthday; FOLLOWED the contact that this one comes back to, where it names one. Raises
    ContactInvalidError with the list, ContactDayError, AnswerDayError, ReplyDayError, WayUnknownError, OtherCaseError.
    """
    asked = _checked(body.asked, ways, born, at)
    if (asked.follows is not None) != (followed is not None):
        raise OtherCaseError()
    if followed is not None and (followed.asked is None or followed.asked.case != asked.case):
        raise OtherCaseError()
    promised, answered = body.promised, body.answered
    if answered is not None:
        answered = _checked_answer(answered, asked, ways, at)
    elif promised is None:
        raise ContactInvalidError(("promised",))
    if promised is not None:
        _check_reply_day(promised, asked, proposed)
    return Op("contact.recorded", Subject("contact", id_), None, by, at, ContactRecorded(asked, promised, answered))


def correct(
    contact: Contact, by: str, at: datetime, asked: Asked, reason: str, *, ways: Collection[str], born: date | None
) -> Op:
    """Put right what was asked, by whom or when. The case and what it follows stay."""
    known = _standing(contact)
    asked = _checked(replace(asked, case=known.case, follows=known.follows), ways, born, at)
    body = ContactCorrected(asked, _reason(reason))
    return Op("contact.corrected", contact.subject, contact.head, by, at, body)


def set_reply_day(contact: Contact, by: str, at: datetime, on: date, reason: str) -> Op:
    """Set another reply day by hand. Raises ReplyDayError, AnsweredAlreadyError."""
    asked = _standing(contact)
    if contact.answered is not None:
        raise AnsweredAlreadyError(on=_day(contact.answered.at))
    promised = Promised(on, None, _reason(reason))
    _check_reply_day(promised, asked, None)
    return Op("contact.reply_day_set", contact.subject, contact.head, by, at, ReplyDaySet(promised))


def answer(contact: Contact, by: str, at: datetime, answered: Answered, *, ways: Collection[str]) -> Op:
    """Record the answer. Raises AnsweredAlreadyError, AnswerDayError, ContactInvalidError, WayUnknownError."""
    asked = _standing(contact)
    if contact.answered is not None:
        raise AnsweredAlreadyError(on=_day(contact.answered.at))
    body = ContactAnswered(_checked_answer(answered, asked, ways, at))
    return Op("contact.answered", contact.subject, contact.head, by, at, body)


def correct_answer(
    contact: Contact, by: str, at: datetime, answered: Answered, reason: str, *, ways: Collection[str]
) -> Op:
    """Put the answer right, with a reason. Raises NotAnsweredError and what `answer` raises."""
    asked = _standing(contact)
    if contact.answered is None:
        raise NotAnsweredError()
    body = AnswerCorrected(_checked_answer(answered, asked, ways, at), _reason(reason))
    return Op("contact.answer_corrected", contact.subject, contact.head, by, at, body)


def withdraw(contact: Contact, by: str, at: datetime, reason: str) -> Op:
    """Withdraw a contact that does not belong here, with a reason. It stays to be read."""
    _standing(contact)
    return Op("contact.withdrawn", contact.subject, contact.head, by, at, ContactWithdrawn(_reason(reason)))


def _noted(known: Contact, op: Recorded, reason: str, before: str) -> Contact:
    return replace(known, corrections=(*known.corrections, Correction(op.by, op.at, reason, before)))


def _standing(contact: Contact) -> Asked:
    if contact.withdrawn or contact.asked is None:
        raise WithdrawnError()
    return contact.asked


def _checked(asked: Asked, ways: Collection[str], born: date | None, now: datetime) -> Asked:
    asked = replace(asked, who=asked.who.strip(), role=asked.role.strip(), words=asked.words.strip())
    if missing := tuple(name for name in ("who", "words") if not getattr(asked, name)):
        raise ContactInvalidError(missing)
    _check_way(asked.way, ways)
    if asked.at > now:
        raise ContactDayError(on=_day(asked.at), why="which has not come yet")
    if born is not None and asked.at.astimezone(LONDON).date() < born:
        raise ContactDayError(on=_day(asked.at), why="before the child was born")
    return asked


def _checked_answer(answered: Answered, asked: Asked, ways: Collection[str], now: datetime) -> Answered:
    answered = replace(answered, words=answered.words.strip())
    if not answered.words:
        raise ContactInvalidError(("answer",))
    _check_way(answered.way, ways)
    if answered.at > now:
        raise AnswerDayError(on=_day(answered.at), why="which has not come yet")
    if answered.at < asked.at:
        raise AnswerDayError(on=_day(answered.at), why="before they asked")
    return answered


def _check_way(way: str, ways: Collection[str]) -> None:
    if way not in ways:
        raise WayUnknownError(way=way, known=", ".join(ways))


def _check_reply_day(promised: Promised, asked: Asked, proposed: Promised | None) -> None:
    asked_on = asked.at.astimezone(LONDON).date()
    if promised.on < asked_on:
        raise ReplyDayError(on=days.in_words(promised.on), why="it lies before the day on which they asked")
    if promised.on > asked_on + FURTHEST:
        raise ReplyDayError(on=days.in_words(promised.on), why="it lies more than a year after they asked")
    if promised.days is not None and promised != proposed:
        raise ReplyDayError(on=days.in_words(promised.on), why="the council's policy gives another day")
    if promised.days is None and proposed is not None and not promised.reason.strip():
        raise ContactInvalidError(("reason",))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise ContactInvalidError(("reason",))
    return reason.strip()


def _day(at: datetime) -> str:
    return days.in_words(at.astimezone(LONDON).date())
