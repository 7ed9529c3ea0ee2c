"""The agenda of a meeting as its ops leave it, and what the chair and the clerk may record of it before the meeting.

Its subject is its own, agenda:MEETING, so that putting cases in order never stands in the way of an attendance or a
decision. `joined` lays it over the meeting: from there on a panel meets the order, readers and papers that stand here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.agenda.ops import (
    AgendaOrdered,
    DeadlineSet,
    HoursSet,
    ItemReaders,
    LatePaperSettled,
    PackReleased,
    Place,
    Reader,
    ReadersSet,
    RulesTaken,
    UndiscussedSet,
    UrgentJoined,
)
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Item, Meeting


class DeadlinePastError(RefusedError):
    """The papers' deadline ON has passed: a case joins now only as urgent."""

    code = "AG-01"
    message = QT_TRANSLATE_NOOP("errors", "The deadline for this meeting was {on}. The case was not added.")
    kept = QT_TRANSLATE_NOOP("errors", "The agenda is as it was. What you picked is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Say why it is urgent, then add it; or add it to the next meeting.")
    on: str


class WhyMissingError(InvalidError):
    """WHAT needs a reason in words."""

    code = "AG-02"
    message = QT_TRANSLATE_NOOP("errors", "The reason is missing: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write one sentence that the family could read.")
    what: str


class OrderInvalidError(InvalidError):
    """The order does not name every item once, or moves one that the panel is done with."""

    code = "AG-03"
    message = QT_TRANSLATE_NOOP("errors", "The agenda can't take this order: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The agenda keeps the order it had.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the agenda as it is now, then move the case again.")
    what: str


class ReaderUnfitError(RefusedError):
    """PERSON can't be a reader of this item: WHY."""

    code = "AG-04"
    message = QT_TRANSLATE_NOOP("errors", "This person can't read this case for the panel: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "The readers are as they were. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose somebody else. Readers by rota leaves such people out by itself.")
    person: str
    why: str


class HoursInvalidError(InvalidError):
    """The hours end before they start."""

    code = "AG-05"
    message = QT_TRANSLATE_NOOP("errors", "These hours end before they start.")
    kept = QT_TRANSLATE_NOOP("errors", "The hours are as they were. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write the times like 9:30, the earlier one first. An empty one is no bound.")


class NotLateError(RefusedError):
    """The paper is not one that came late for this item, or it is settled."""

    code = "AG-06"
    message = QT_TRANSLATE_NOOP("errors", "This paper is not waiting to be settled as late.")
    kept = QT_TRANSLATE_NOOP("errors", "The frozen papers are as they were. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the case's papers again: somebody may have settled it.")
    evidence: str


class NoLaterMeetingError(RefusedError):
    """No meeting of this panel comes before the law's last day BY: putting the case off would make it late."""

    code = "AG-07"
    message = QT_TRANSLATE_NOOP("errors", "This case can't be put off to {until}: the law's last day is {by}.")
    kept = QT_TRANSLATE_NOOP("errors", "The case stays on this agenda; the clock did not move.")
    do = QT_TRANSLATE_NOOP("errors", "Take the paper, or leave it out and say why. Or move the meeting.")
    by: str
    until: str


class DeadlineInvalidError(InvalidError):
    """The deadline lies after the meeting."""

    code = "AG-08"
    message = QT_TRANSLATE_NOOP("errors", "Papers can't come in after the meeting.")
    kept = QT_TRANSLATE_NOOP("errors", "The deadline is as it was. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a day up to the meeting's own.")


class ReleaseEmptyError(InvalidError):
    """A release needs readers and cases: WHAT is missing."""

    code = "AG-09"
    message = QT_TRANSLATE_NOOP("errors", "Nothing was released: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing left this laptop.")
    do = QT_TRANSLATE_NOOP("errors", "Freeze the papers of the cases, and choose who gets them.")
    what: str


class NotAlikeError(RefusedError):
    """The item can't be proposed as agreed: scores are missing, or they lie apart."""

    code = "AG-10"
    message = QT_TRANSLATE_NOOP("errors", "This case can't be on the list of agreed cases.")
    kept = QT_TRANSLATE_NOOP("errors", "The list is as it was. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "It needs the scores of everybody, and no strand far apart. Talk about it instead."
    )
    item: str


class Hours(NamedTuple):
    """When a member can be there; "" for no bound."""

    person: str
    starts: str
    ends: str
    words: str = ""


class Late(NamedTuple):
    """A late paper as settled, by whom and when."""

    item: str
    evidence: str
    version: str
    outcome: str
    words: str
    until: date | None
    by: str
    at: datetime


class Urgent(NamedTuple):
    """A case that joined after the deadline."""

    item: str
    reason: str
    by: str
    at: datetime


class Pack(NamedTuple):
    """A release: purpose, readers, what it shows, by whom and when."""

    release: PackReleased
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda beside its meeting. `places` are empty until somebody puts the cases in order."""

    id: str
    head: str
    deadline: date | None = None
    deadline_words: str = ""
    hours: tuple[Hours, ...] = ()
    places: tuple[Place, ...] = ()
    placed_by: str = ""
    readers: tuple[ItemReaders, ...] = ()
    late: tuple[Late, ...] = ()
    urgent: tuple[Urgent, ...] = ()
    undiscussed: tuple[str, ...] = ()
    packs: tuple[Pack, ...] = field(default=())
    rules: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this agenda."""
        return Subject("agenda", self.id)


def apply(state: Agenda | None, op: Recorded) -> Agenda:
    """Return the agenda after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Agenda(op.subject.id, op.op_id)
    body = op.body
    match body:
        case DeadlineSet():
            return replace(before, deadline=body.on, deadline_words=body.words)
        case HoursSet():
            others = tuple(one for one in before.hours if one.person != body.person)
            mine = (Hours(body.person, body.starts, body.ends, body.words),) if body.starts or body.ends else ()
            return replace(before, hours=(*others, *mine))
        case AgendaOrdered():
            return replace(before, places=body.places, placed_by=body.by)
        case ReadersSet():
            named = {one.item for one in body.items}
            kept = tuple(one for one in before.readers if one.item not in named)
            return replace(before, readers=(*kept, *body.items))
        case LatePaperSettled():
            others_ = tuple(one for one in before.late if (one.item, one.evidence) != (body.item, body.evidence))
            made = Late(
                body.item, body.evidence, body.version, body.outcome, body.words, body.until, op.by, op.at
            )  # fmt: skip
            return replace(before, late=(*others_, made))
        case UrgentJoined():
            return replace(before, urgent=(*before.urgent, Urgent(body.item, body.reason, op.by, op.at)))
        case UndiscussedSet():
            return replace(before, undiscussed=body.items)
        case PackReleased():
            return replace(before, packs=(*before.packs, Pack(body, op.by, op.at)))
        case RulesTaken():
            return replace(before, rules=body.version)
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of an agenda")


def joined(meeting: Meeting, agenda: Agenda | None) -> Meeting:
    """Return MEETING with the order, readers and taken late papers of AGENDA. Its head stays its own."""
    if agenda is None:
        return meeting
    readers = {one.item: tuple(reader.person for reader in one.readers) for one in agenda.readers}
    taken: dict[str, dict[str, str]] = {}
    for late in agenda.late:
        if late.outcome == "take":
            taken.setdefault(late.item, {})[late.evidence] = late.version
    items = tuple(
        replace(
            item,
            position=position,
            readers=readers.get(item.item, item.readers),
            papers=tuple((dict(item.papers) | taken.get(item.item, {})).items()),
        )
        for position, item in enumerate(in_order(meeting.items, agenda.places), start=1)
    )
    return replace(meeting, items=items)


def in_order(items: Sequence[Item], places: Sequence[Place]) -> list[Item]:
    """Return ITEMS as PLACES put them; what joined since stands at the end, as it was added."""
    rank = {place.item: n for n, place in enumerate(places)}
    return sorted(items, key=lambda item: (rank.get(item.item, len(rank)), item.position))


def entry(agenda: Agenda | None, meeting: Meeting, hand: Hand, kind: str, body: object) -> Op:
    """Return an op of the agenda of MEETING, which it has seen. Raises MeetingNotOpenError after the meeting's end."""
    if meeting.is_closed:
        raise meetings.MeetingNotOpenError()
    seen = ((meeting.subject, meeting.head),)
    return hand.op(kind, Subject("agenda", meeting.id), agenda.head if agenda else None, body, seen)


def set_deadline(agenda: Agenda | None, meeting: Meeting, hand: Hand, on: date, words: str = "") -> Op:
    """Return the day by which papers come in. Raises DeadlineInvalidError."""
    if on > meeting.on:
        raise DeadlineInvalidError()
    return entry(agenda, meeting, hand, "agenda.deadline_set", DeadlineSet(on, words.strip()))


def set_hours(
    agenda: Agenda | None, meeting: Meeting, hand: Hand, person: str, starts: str, ends: str, words: str = ""
) -> Op:
    """Return when PERSON can be there. Raises HoursInvalidError, SeatMissingError."""
    meeting.seat(person)
    if starts and ends and starts >= ends:
        raise HoursInvalidError()
    return entry(agenda, meeting, hand, "agenda.hours_set", HoursSet(person, starts, ends, words.strip()))


def put_in_order(
    agenda: Agenda | None, meeting: Meeting, hand: Hand, places: Sequence[Place], *, is_rule: bool = False
) -> Op:
    """Return the agenda's order. Raises OrderInvalidError unless PLACES name each item once.

    In a meeting that is open, what the panel is done with keeps its place.
    """
    wanted, known = [place.item for place in places], [item.item for item in joined(meeting, agenda).items]
    if sorted(wanted) != sorted(known):
        raise OrderInvalidError(what="it does not name every case once")
    state = {item.item: item.state for item in meeting.items}
    moved = [old for old, new in zip(known, wanted, strict=True) if old != new]
    if meeting.is_open and any(state[item] != "waiting" for item in moved):
        raise OrderInvalidError(what="the panel is done with a case that would move")
    body = AgendaOrdered(tuple(places), "rule" if is_rule else "hand")
    return entry(agenda, meeting, hand, "agenda.ordered", body)


def moved_by_hand(meeting: Meeting, agenda: Agenda | None, order: Sequence[str]) -> tuple[Place, ...]:
    """Return places for ORDER: the cases that moved say "by hand", the others keep their reason."""
    old = {place.item: place for place in agenda.places} if agenda else {}
    before = [item.item for item in joined(meeting, agenda).items]
    kept = _longest_kept(before, order)
    return tuple(old.get(item, Place(item, "added")) if item in kept else Place(item, "hand") for item in order)


def _longest_kept(before: Sequence[str], after: Sequence[str]) -> Collection[str]:
    """Return the largest set of items that stand in the same order before and after: the others were moved."""
    place = {item: n for n, item in enumerate(before)}
    chains: list[tuple[str, ...]] = [()]  # the longest that ends with each item so far
    for item in after:
        longer = [chain for chain in chains if not chain or place[chain[-1]] < place[item]]
        longest = sorted(longer, key=len)[-1]
        chains.append((*longest, item))
    return frozenset(sorted(chains, key=len)[-1])


def set_readers(
    agenda: Agenda | None,
    meeting: Meeting,
    hand: Hand,
    readers: Mapping[str, Sequence[Reader]],
    *,
    unfit: Mapping[tuple[str, str], str],
    words: str = "",
) -> Op:
    """Return the readers of some items. UNFIT says of (item, person) why they can't be one. Raises ReaderUnfitError."""
    for item, chosen in readers.items():
        meetings.require_waiting(meeting, item)
        for reader in chosen:
            if meeting.seat(reader.person).role not in meetings.VOTING:
                raise ReaderUnfitError(person=reader.person, why="the seat does not vote")
            if why := unfit.get((item, reader.person)):
                raise ReaderUnfitError(person=reader.person, why=why)
    body = ReadersSet(tuple(ItemReaders(item, tuple(chosen)) for item, chosen in readers.items()), words.strip())
    return entry(agenda, meeting, hand, "agenda.readers_set", body)


def join_urgently(agenda: Agenda | None, meeting: Meeting, hand: Hand, item: str, reason: str) -> Op:
    """Return why ITEM joined after the deadline. Raises WhyMissingError."""
    require_reason(reason, "why this case can't wait")
    return entry(agenda, meeting, hand, "agenda.urgent_joined", UrgentJoined(item, reason.strip()))


def require_reason(words: str, what: str) -> None:
    """Raises WhyMissingError where WORDS are empty."""
    if not words.strip():
        raise WhyMissingError(what=what)


def propose_undiscussed(
    agenda: Agenda | None, meeting: Meeting, hand: Hand, items: Sequence[str], alike: Collection[str]
) -> Op:
    """Return the list of agreed cases. ALIKE have everybody's scores and no strand apart. Raises NotAlikeError."""
    for item in items:
        meetings.require_waiting(meeting, item)
        if item not in alike:
            raise NotAlikeError(item=item)
    return entry(agenda, meeting, hand, "agenda.undiscussed_set", UndiscussedSet(tuple(items)))


def release(agenda: Agenda | None, meeting: Meeting, hand: Hand, body: PackReleased) -> Op:
    """Return the release of a pack. Raises WhyMissingError, ReleaseEmptyError."""
    require_reason(body.purpose, "what the pack is for")
    if not body.readers:
        raise ReleaseEmptyError(what="nobody was chosen to get it")
    if not any(reader.items for reader in body.readers):
        raise ReleaseEmptyError(what="no case with frozen papers is open to them")
    for reader in body.readers:
        for item in reader.items:
            meeting.item(item)
    return entry(agenda, meeting, hand, "agenda.pack_released", replace(body, purpose=body.purpose.strip()))


def take_rules(agenda: Agenda | None, meeting: Meeting, hand: Hand, version: str, words: str) -> Op:
    """Return that the chair planned the meeting anew under changed rules. Raises WhyMissingError, MeetingBegunError."""
    if meeting.is_open or meeting.is_closed:
        raise meetings.MeetingBegunError()
    require_reason(words, "why the new rules are taken")
    return entry(agenda, meeting, hand, "agenda.rules_taken", RulesTaken(version, words.strip()))
