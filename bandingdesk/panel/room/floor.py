"""Which case is in hand, for how long, and when the agenda will be through.

Each of those who lead writes on a subject of their own, floor:MEETING.PERSON; the last word of all counts. So the chair
and the clerk never wait for each other, and a deputy's laptop finds the case where the chair's left it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.room import screen
from bandingdesk.panel.room.ops import ItemTaken, ScreenAllowed
from bandingdesk.panel.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Taken:
    """A case taken in hand, or None between cases."""

    item: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Floor:
    """What one of those who lead has said of the order of the meeting."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    person: str = ""
    taken: tuple[Taken, ...] = ()
    allowed: tuple[str, ...] = ()
    allowed_for: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this floor."""
        return Subject("floor", self.id)


def floor_id(meeting: str, person: str) -> str:
    """Return the subject id of what PERSON says of the order of MEETING."""
    return f"{meeting}.{person}"


def apply(state: Floor | None, op: Recorded) -> Floor:
    """Return the floor after OP: a case taken in hand ends what the screen was allowed for another."""
    before = replace(state, head=op.op_id) if state else Floor(op.subject.id, op.op_id)
    body, at = op.body, op.at.astimezone(UTC)
    match body:
        case Erased() | Sealed():
            return before
        case ItemTaken() | ScreenAllowed():
            before = replace(before, known=True, meeting=body.meeting, person=body.person)
    match body:
        case ItemTaken():
            return replace(before, taken=(*before.taken, Taken(body.item, at)), allowed=(), allowed_for="")
        case ScreenAllowed():
            return replace(before, allowed=body.fields, allowed_for=body.item)
    raise ValueError(f"{op.kind} is not an op of a floor")


def take(sitting: Sitting, old: Floor | None, hand: Hand) -> Op:
    """Return that the sitting's item is in hand now. Raises NotInChairError and what `require_open` raises."""
    sitting.require_open()
    sitting.require_lead(hand.by)
    return _op("floor.item_taken", sitting.meeting, old, hand, ItemTaken(sitting.meeting.id, hand.by, sitting.item))


def allow_on_screen(sitting: Sitting, old: Floor | None, hand: Hand, fields: Sequence[str]) -> Op:
    """Return the chair's switch for this one case. Raises NotInChairError, ValueError for a field without a switch."""
    sitting.require_open()
    sitting.require_chair(hand.by)
    for field in fields:
        screen.require_switch(field)
    body = ScreenAllowed(sitting.meeting.id, hand.by, sitting.item, tuple(fields))
    return _op("floor.screen_allowed", sitting.meeting, old, hand, body)


def _op(kind: str, meeting: Meeting, old: Floor | None, hand: Hand, body: object) -> Op:
    subject = Subject("floor", floor_id(meeting.id, hand.by))
    return hand.op(kind, subject, old.head if old else None, body)


class InHand(NamedTuple):
    """The case in hand and since when; None between cases."""

    item: str | None
    since: datetime


def in_hand(taken: Iterable[Taken]) -> InHand | None:
    """Return the last word on the case in hand, None before the first."""
    order = sorted(taken, key=lambda one: one.at)
    return InHand(order[-1].item, order[-1].at) if order else None


def elapsed(taken: Iterable[Taken], ended: Mapping[str, datetime], now: datetime) -> dict[str, timedelta]:
    """Return how long each case was in hand: until the next was, until the panel was done with it, or until NOW."""
    found: dict[str, timedelta] = {}
    order = sorted(taken, key=lambda one: one.at)
    for at, one in enumerate(order):
        if one.item is not None:
            stop = order[at + 1].at if at + 1 < len(order) else now
            stop = min(stop, ended.get(one.item, stop))
            found[one.item] = found.get(one.item, timedelta()) + max(stop - one.at, timedelta())
    return found


def forecast(
    waiting: Collection[str], quiet: Collection[str], spent: Mapping[str, timedelta], done: Collection[str],
    minutes: int, now: datetime,
) -> datetime:  # fmt: skip
    """Return when the agenda will be through: at the pace of the cases DONE, of the plan's MINUTES before two are.

    What is on the list of agreed cases takes a minute each; a case in hand counts what is left of its time.
    """
    times = [spent[item] for item in done if spent.get(item)]
    pace = sum(times, timedelta()) / len(times) if len(times) > 1 else timedelta(minutes=minutes)
    left = timedelta()
    for item in waiting:
        left += timedelta(minutes=1) if item in quiet else max(pace - spent.get(item, timedelta()), timedelta())
    return now + left


def is_waiting(meeting: Meeting, item: str) -> bool:
    """Return whether the panel still works on ITEM."""
    return any(found.item == item and found.state == "waiting" for found in meeting.items) and not meeting.is_closed


def next_item(meeting: Meeting, item: str) -> str | None:
    """Return the next case on the agenda that the panel still works on, None after the last."""
    at = meeting.item(item).position
    after = sorted((found for found in meeting.items if found.position > at), key=lambda found: found.position)
    return next((found.item for found in after if is_waiting(meeting, found.item)), None)
