"""Who is in the room: each person's presence as they or the clerk recorded it, members and guests alike.

The subject is the person's own, presence:MEETING.PERSON: twenty people arrive at once and nobody waits for a head. What
counts is the last word, whichever case was in hand: who has left is gone for every case that the panel still works on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Attendance, Meeting, MeetingNotOpenError
from bandingdesk.panel.room.ops import Guest, PresenceRecorded

LEADS = ("chair", "deputy", "clerk")


class OthersPresenceError(RefusedError):
    """A member tried to record the presence of PERSON, somebody else."""

    code = "RM-01"
    message = QT_TRANSLATE_NOOP("errors", "You can record your own presence. That of others is for the clerk or chair.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the clerk to record it.")
    person: str


class UndertakingMissingError(InvalidError):
    """A guest has no dated confidentiality undertaking, or one of a day to come."""

    code = "RM-02"
    message = QT_TRANSLATE_NOOP("errors", "A guest needs a confidentiality undertaking with its date.")
    kept = QT_TRANSLATE_NOOP("errors", "The form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Have it signed, then enter the day: today, or a day before.")


class GuestUnnamedError(InvalidError):
    """A guest has no name."""

    code = "RM-03"
    message = QT_TRANSLATE_NOOP("errors", "A guest needs a name and a role.")
    kept = QT_TRANSLATE_NOOP("errors", "The form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the name of the guest.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One word on a person's presence."""

    state: Attendance
    at: datetime
    item: str | None = None
    alone: bool = False
    last_heard: datetime | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """A person's presence at a meeting, the oldest entry first. `guest` is somebody without an account."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    person: str = ""
    guest: Guest | None = None
    undertaking: date | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject of this presence."""
        return Subject("presence", self.id)


def presence_id(meeting: str, person: str) -> str:
    """Return the subject id of PERSON's presence at MEETING."""
    return f"{meeting}.{person}"


def apply(state: Presence | None, op: Recorded) -> Presence:
    """Return the presence after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Presence(op.subject.id, op.op_id)
    body = op.body
    match body:
        case PresenceRecorded():
            entry = Entry(body.state, op.at.astimezone(UTC), body.item, body.alone, body.last_heard)
            return replace(
                before,
                known=True,
                meeting=body.meeting,
                person=body.person,
                guest=body.guest or before.guest,
                undertaking=body.undertaking or before.undertaking,
                entries=(*before.entries, entry),
            )
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a presence")


def counts(entry: Entry) -> bool:
    """Return whether somebody of this entry may be counted: here, and where remote confirmed to be alone."""
    return entry.state == "present" or (entry.state == "remote" and entry.alone)


def record(meeting: Meeting, old: Presence | None, hand: Hand, body: PresenceRecorded, *, today: date) -> Op:
    """Return a person's presence: their own word, or that of who leads or keeps the record.

    Raises MeetingNotOpenError, SeatMissingError, OthersPresenceError, GuestUnnamedError, UndertakingMissingError.
    """
    if meeting.is_closed:
        raise MeetingNotOpenError()
    _require_hand(meeting, hand, body.person)
    if body.item is not None:
        meeting.item(body.item)
    guest = body.guest or (old.guest if old else None)
    undertaking = body.undertaking or (old.undertaking if old else None)
    if guest is None:
        meeting.seat(body.person)
    elif not guest.name.strip():
        raise GuestUnnamedError()
    elif undertaking is None:
        raise UndertakingMissingError()
    if undertaking is not None and undertaking > today:
        raise UndertakingMissingError()
    subject = Subject("presence", presence_id(meeting.id, body.person))
    return hand.op("presence.recorded", subject, old.head if old else None, body)


def _require_hand(meeting: Meeting, hand: Hand, person: str) -> None:
    if hand.by != person and meeting.seat(hand.by).role not in LEADS:
        raise OthersPresenceError(person=person)


def is_here(state: Attendance) -> bool:
    """Return whether STATE is of somebody in the room or on the line."""
    return state in meetings.HERE
