"""A panel meeting: its plan, agenda, papers, seats and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.ops import (
    AttendanceRecorded,
    ItemAdded,
    ItemClosed,
    ItemDeferred,
    ItemWithdrawn,
    MeetingCalledOff,
    MeetingClosed,
    MeetingMoved,
    MeetingOpened,
    MeetingPlanned,
    PapersFrozen,
    Seat,
)

Attendance = Literal["present", "remote", "left", "absent", "lost"]  # lost: the connection is gone
ItemState = Literal["waiting", "deferred", "closed", "withdrawn"]
VOTING = ("chair", "deputy", "member")
HERE = ("present", "remote")


class NotInChairError(RefusedError):
    """PERSON does not lead this item; CHAIR does, if anybody."""

    code = "PN-01"
    message = QT_TRANSLATE_NOOP("errors", "Only the person in the chair can do this for this case.")
    kept = QT_TRANSLATE_NOOP("errors", "Everything on the screen is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Switch to the person in the chair. The deputy leads where the chair steps out.")
    person: str
    chair: str | None


class MeetingNotOpenError(RefusedError):
    """The meeting is not in progress."""

    code = "PN-02"
    message = QT_TRANSLATE_NOOP("errors", "This meeting is not open.")
    kept = QT_TRANSLATE_NOOP("errors", "Locked scores and papers are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Open the meeting first. If it has ended, put the case on the next agenda.")


class ItemNotOpenError(RefusedError):
    """The item is deferred or closed."""

    code = "PN-03"
    message = QT_TRANSLATE_NOOP("errors", "The panel is done with this case, or has put it off.")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded stays; nothing was added.")
    do = QT_TRANSLATE_NOOP("errors", "Put the case on a later agenda.")
    item: str


class SeatMissingError(InvalidError):
    """PERSON has no seat at this meeting."""

    code = "PN-05"
    message = QT_TRANSLATE_NOOP("errors", "This person has no seat at this meeting.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a person from the meeting's list.")
    person: str


class PlanInvalidError(InvalidError):
    """The meeting can't be planned so: WHAT says why."""

    code = "PN-06"
    message = QT_TRANSLATE_NOOP("errors", "The meeting can't be planned like this: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Change it, then plan the meeting again.")
    what: str


class ItemUnknownError(InvalidError):
    """The meeting has no such ITEM, or has it already."""

    code = "PN-07"
    message = QT_TRANSLATE_NOOP("errors", "This case is not on the agenda, or is on it already.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the agenda, then try again.")
    item: str


class PapersOpenError(RefusedError):
    """The item's papers are not frozen yet, or have none."""

    code = "PN-08"
    message = QT_TRANSLATE_NOOP("errors", "The papers of this case are not frozen yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Freeze the papers, so that all members score on the same versions.")
    item: str


class MeetingBegunError(RefusedError):
    """The meeting is open, over or called off: its day stands."""

    code = "PN-15"
    message = QT_TRANSLATE_NOOP("errors", "This meeting has begun, is over or was called off.")
    kept = QT_TRANSLATE_NOOP("errors", "Its day and its agenda stay as they are. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Put what still waits on another panel’s agenda.")


@dataclass(frozen=True, slots=True)
class Item:
    """A case on the agenda. `papers` are (evidence id, head) as frozen; empty papers may be frozen too."""

    item: str
    case: str
    position: int
    kind: str
    readers: tuple[str, ...]
    papers: tuple[tuple[str, str], ...] = ()
    is_frozen: bool = False
    state: ItemState = "waiting"
    reason: str = ""
    until: date | None = None
    ended_at: datetime | None = None  # when the panel was done with it, put it off or it was withdrawn


@dataclass(frozen=True, slots=True)
class Presence:
    """One entry of the attendance list: for the whole meeting, or from an item on."""

    person: str
    state: Attendance
    item: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as its ops leave it."""

    id: str
    head: str
    known: bool = False
    panel_type: str = ""
    on: date = date.min
    starts: str = ""
    ends: str = ""
    place: str = ""
    seats: tuple[Seat, ...] = ()
    framework_sha256: str = ""
    tariff_sha256: str = ""
    items: tuple[Item, ...] = ()
    attendance: tuple[Presence, ...] = ()
    is_open: bool = False
    is_closed: bool = False
    checkpoint: str = ""
    called_off: str = ""  # the reason; such a meeting is closed too

    @property
    def subject(self) -> Subject:
        """The subject of this meeting."""
        return Subject("meeting", self.id)

    def item(self, item: str) -> Item:
        """Return the item of the agenda. Raises ItemUnknownError."""
        for found in self.items:
            if found.item == item:
                return found
        raise ItemUnknownError(item=item)

    def seat(self, person: str) -> Seat:
        """Return PERSON's seat. Raises SeatMissingError."""
        for found in self.seats:
            if found.person == person:
                return found
        raise SeatMissingError(person=person)

    @property
    def voters(self) -> tuple[Seat, ...]:
        """The seats that score and decide: chair, deputy, members."""
        return tuple(seat for seat in self.seats if seat.role in VOTING)


def apply(state: Meeting | None, op: Recorded) -> Meeting:
    """Return the meeting after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Meeting(op.subject.id, op.op_id)
    body = op.body
    match body:
        case MeetingPlanned():
            return replace(
                before,
                known=True,
                panel_type=body.panel_type,
                on=body.on,
                starts=body.starts,
                ends=body.ends,
                place=body.place,
                seats=body.seats,
                framework_sha256=body.framework_sha256,
                tariff_sha256=body.tariff_sha256,
            )
        case ItemAdded():
            item = Item(body.item, body.case, body.position, body.kind, body.readers)
            return replace(before, items=(*before.items, item))
        case MeetingOpened():
            return replace(before, is_open=True)
        case AttendanceRecorded():
            entry = Presence(body.person, body.state, body.item)
            return replace(before, attendance=(*before.attendance, entry))
        case MeetingClosed():
            return replace(before, is_open=False, is_closed=True, checkpoint=body.checkpoint)
        case MeetingMoved(on, starts, ends, _):
            return replace(before, on=on, starts=starts, ends=ends)
        case MeetingCalledOff(words):
            return replace(before, is_closed=True, called_off=words, items=tuple(_put_off(before.items, words)))
        case Erased() | Sealed():
            return before
        case PapersFrozen() | ItemDeferred() | ItemClosed() | ItemWithdrawn():
            at = op.at.astimezone(UTC)
            items = (_item_after(item, body, at) if item.item == body.item else item for item in before.items)
            return replace(before, items=tuple(items))
    raise ValueError(f"{op.kind} is not an op of a meeting")


def _put_off(items: Iterable[Item], words: str) -> Iterator[Item]:
    for item in items:
        yield replace(item, state="deferred", reason=words) if item.state == "waiting" else item


def _item_after(item: Item, body: PapersFrozen | ItemDeferred | ItemClosed | ItemWithdrawn, at: datetime) -> Item:
    match body:
        case PapersFrozen():
            return replace(item, papers=body.papers, is_frozen=True)
        case ItemDeferred():
            return replace(item, state="deferred", reason=body.reason, until=body.until, ended_at=at)
        case ItemClosed():
            return replace(item, state="closed", ended_at=at)
        case ItemWithdrawn():
            return replace(item, state="withdrawn", reason=body.words, ended_at=at)


def presence(meeting: Meeting, person: str, item: str | None = None) -> Attendance:
    """Return PERSON's attendance at ITEM, or as it stands now. Nobody is present who was not recorded."""
    position = meeting.item(item).position if item else None
    found: Attendance = "absent"
    for entry in meeting.attendance:
        if entry.person != person:
            continue
        if entry.item is None or position is None or meeting.item(entry.item).position <= position:
            found = entry.state
    return found


def require_waiting(meeting: Meeting, item: str) -> Item:
    """Return ITEM where the panel still works on it. Raises ItemNotOpenError, MeetingNotOpenError, ItemUnknownError."""
    if meeting.is_closed:
        raise MeetingNotOpenError()
    found = meeting.item(item)
    if found.state != "waiting":
        raise ItemNotOpenError(item=item)
    return found


def plan(meeting_id: str, hand: Hand, body: MeetingPlanned) -> Op:
    """Return the plan of a meeting. Raises PlanInvalidError without one chair, or with a person seated twice."""
    people = [seat.person for seat in body.seats]
    if len(set(people)) != len(people):
        raise PlanInvalidError(what="a person has two seats")
    if sum(seat.role == "chair" for seat in body.seats) != 1:
        raise PlanInvalidError(what="it needs one chair")
    if body.starts >= body.ends:
        raise PlanInvalidError(what="it ends before it starts")
    return hand.op("meeting.planned", Subject("meeting", meeting_id), None, body)


def move(meeting: Meeting, hand: Hand, body: MeetingMoved, *, today: date) -> Op:
    """Return another day or time of a planned meeting. Raises MeetingBegunError, PlanInvalidError."""
    _require_planned(meeting, body.words)
    if body.on < today:
        raise PlanInvalidError(what="its new day is past")
    if body.starts >= body.ends:
        raise PlanInvalidError(what="it ends before it starts")
    if (body.on, body.starts, body.ends) == (meeting.on, meeting.starts, meeting.ends):
        raise PlanInvalidError(what="it is planned for that time already")
    return hand.op("meeting.moved", meeting.subject, meeting.head, body)


def call_off(meeting: Meeting, hand: Hand, words: str) -> Op:
    """Return that a planned meeting does not take place. Raises MeetingBegunError, PlanInvalidError."""
    _require_planned(meeting, words)
    return hand.op("meeting.called_off", meeting.subject, meeting.head, MeetingCalledOff(words))


def _require_planned(meeting: Meeting, words: str) -> None:
    if meeting.is_open or meeting.is_closed:
        raise MeetingBegunError()
    if not words.strip():
        raise PlanInvalidError(what="the reason is missing")


def add_item(meeting: Meeting, hand: Hand, *, item: str, case: str, kind: str, readers: tuple[str, ...]) -> Op:
    """Return a new item at the end of the agenda. Readers are voting members.

    Raises MeetingNotOpenError after the end, ItemUnknownError where the case is on it, SeatMissingError.
    """
    if meeting.is_closed:
        raise MeetingNotOpenError()
    if any(found.case == case and found.state == "waiting" for found in meeting.items):
        raise ItemUnknownError(item=item)
    for reader in readers:
        if meeting.seat(reader).role not in VOTING:
            raise SeatMissingError(person=reader)
    position = max((found.position for found in meeting.items), default=0) + 1
    body = ItemAdded(item, case, position, kind, readers)
    return hand.op("meeting.item_added", meeting.subject, meeting.head, body)


def freeze_papers(meeting: Meeting, hand: Hand, item: str, papers: tuple[tuple[str, str], ...]) -> Op:
    """Return the freezing of ITEM's papers, each named with its head. Raises ItemNotOpenError and what it builds on."""
    if require_waiting(meeting, item).is_frozen:
        raise ItemNotOpenError(item=item)
    seen = tuple((Subject("evidence", id_), head) for id_, head in papers)
    return hand.op("meeting.papers_frozen", meeting.subject, meeting.head, PapersFrozen(item, papers), seen)


def open_meeting(meeting: Meeting, hand: Hand, words: str = "") -> Op:
    """Return the opening. Raises MeetingNotOpenError where it is open or over, SeatMissingError for a stranger."""
    if meeting.is_open or meeting.is_closed:
        raise MeetingNotOpenError()
    if meeting.seat(hand.by).role not in ("chair", "deputy", "clerk"):
        raise NotInChairError(person=hand.by, chair=None)
    return hand.op("meeting.opened", meeting.subject, meeting.head, MeetingOpened(words))


def close_meeting(meeting: Meeting, hand: Hand, checkpoint: str) -> Op:
    """Return the end of the meeting; CHECKPOINT is the chain's head for the minutes. Raises as open_meeting."""
    if not meeting.is_open:
        raise MeetingNotOpenError()
    if meeting.seat(hand.by).role not in ("chair", "deputy", "clerk"):
        raise NotInChairError(person=hand.by, chair=None)
    return hand.op("meeting.closed", meeting.subject, meeting.head, MeetingClosed(checkpoint))
