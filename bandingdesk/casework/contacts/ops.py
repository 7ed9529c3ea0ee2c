"""What is recorded of contacts of a case: asked, promised, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bandingdesk.ops import Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what of the council. `person` is the id of somebody around the child, None for anybody else.

    `way` is an id of the council's list of ways. `follows` is the contact that this one comes back to.
    """

    case: str
    person: str | None
    who: str
    role: str
    words: str
    at: datetime  # UTC
    way: str
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """The council's own reply day: DAYS working days by its policy, or by hand with a reason (DAYS is then None)."""

    on: date
    days: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, when, by which way, and by whom of the council (a person's id)."""

    words: str
    at: datetime  # UTC
    way: str
    by: str


@dataclass(frozen=True, slots=True)
class ContactRecorded:
    """A contact as it came. `promised` is None only where it was answered there and then."""

    asked: Asked
    promised: Promised | None
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class ContactCorrected:
    """What was asked, put right: the whole of it anew, with the reason."""

    asked: Asked
    reason: str


@dataclass(frozen=True, slots=True)
class ReplyDaySet:
    """Another reply day, with its reason."""

    promised: Promised


@dataclass(frozen=True, slots=True)
class ContactAnswered:
    """The answer."""

    answered: Answered


@dataclass(frozen=True, slots=True)
class AnswerCorrected:
    """The answer put right: the whole of it anew, with the reason."""

    answered: Answered
    reason: str


@dataclass(frozen=True, slots=True)
class ContactWithdrawn:
    """It does not belong here, as where it was recorded on another child's case."""

    reason: str


KINDS: dict[str, Kind] = {
    "contact.recorded": Kind(ContactRecorded),
    "contact.corrected": Kind(ContactCorrected),
    "contact.reply_day_set": Kind(ReplyDaySet),
    "contact.answered": Kind(ContactAnswered),
    "contact.answer_corrected": Kind(AnswerCorrected),
    "contact.withdrawn": Kind(ContactWithdrawn),
}
