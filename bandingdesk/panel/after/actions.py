"""An action: what somebody undertook to do by a day, and what became of it. Moved or dropped, it says why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.panel.after.ops import ActionDone, ActionDropped, ActionMade, ActionMoved
from bandingdesk.panel.interests import Hand

ActionState = Literal["open", "done", "dropped"]


class ActionInvalidError(InvalidError):
    """The action lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "AF-01"
    message = QT_TRANSLATE_NOOP("errors", "The action can't be recorded yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed. Every action has one owner and one day.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(_FIELDS[name] for name in missing))


class ActionDayError(InvalidError):
    """The action's day, ON, is past."""

    code = "AF-02"
    message = QT_TRANSLATE_NOOP("errors", "The action can't be due on {on}: that day is past.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose today or a later day.")
    on: str


class ActionEndedError(RefusedError):
    """The action is done or dropped."""

    code = "AF-03"
    message = QT_TRANSLATE_NOOP("errors", "This action is done or dropped already.")
    kept = QT_TRANSLATE_NOOP("errors", "The action stays as it was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Record a new action if something is still to be done.")


class OwnerClosedError(RefusedError):
    """The case is closed to OWNER, who has an interest in it or is not known here."""

    code = "AF-04"
    message = QT_TRANSLATE_NOOP("errors", "The owner you chose can't see this case, so the action can't be theirs.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose somebody without an interest in the case.")
    owner: str


_FIELDS = {
    "words": QT_TRANSLATE_NOOP("after", "what is to be done"),
    "owner": QT_TRANSLATE_NOOP("after", "who does it"),
    "due": QT_TRANSLATE_NOOP("after", "by which day"),
    "reason": QT_TRANSLATE_NOOP("after", "why"),
    "done": QT_TRANSLATE_NOOP("after", "what was done"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """The day that stood before, who moved it, when, and why."""

    due: date
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Action:
    """An action as its ops leave it."""

    id: str
    head: str
    case: str = ""
    meeting: str = ""
    item: str = ""
    decision: str = ""
    words: str = ""
    owner: str = ""
    due: date | None = None
    made_by: str = ""
    made_at: datetime | None = None
    state: ActionState = "open"
    ended_by: str = ""
    ended_at: datetime | None = None
    ended_words: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject of this action."""
        return Subject("action", self.id)


def apply(state: Action | None, op: Recorded) -> Action:
    """Return the action after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Action(op.subject.id, op.op_id)
    match op.body:
        case ActionMade(case, words, owner, due, meeting, item, decision):
            return replace(
                before,
                case=case,
                words=words,
                owner=owner,
                due=due,
                meeting=meeting,
                item=item,
                decision=decision,
                made_by=op.by,
                made_at=op.at,
            )
        case ActionMoved(due, reason):
            moved = (Move(before.due, op.by, op.at, reason),) if before.due else ()
            return replace(before, due=due, moves=(*before.moves, *moved))
        case ActionDone(words):
            return replace(before, state="done", ended_by=op.by, ended_at=op.at, ended_words=words)
        case ActionDropped(reason):
            return replace(before, state="dropped", ended_by=op.by, ended_at=op.at, ended_words=reason)
    return before


def make(id_: str, hand: Hand, body: ActionMade, *, today: date, owners: Collection[str]) -> Op:
    """Return a new action. OWNERS are the people to whom its case is open.

    Raises ActionInvalidError with the list, ActionDayError, OwnerClosedError.
    """
    answers = {"words": bool(body.words.strip()), "owner": bool(body.owner), "due": body.due is not date.min}
    if missing := tuple(name for name, is_there in answers.items() if not is_there):
        raise ActionInvalidError(missing)
    _require_ahead(body.due, today)
    if body.owner not in owners:
        raise OwnerClosedError(owner=body.owner)
    return hand.op("action.made", Subject("action", id_), None, replace(body, words=body.words.strip()))


def do(action: Action, hand: Hand, words: str) -> Op:
    """Return that the action is done, with what came of it. Raises ActionEndedError, ActionInvalidError."""
    _require_open(action, words, "done")
    return hand.op("action.done", action.subject, action.head, ActionDone(words.strip()))


def move(action: Action, hand: Hand, due: date, reason: str, *, today: date) -> Op:
    """Return another day for the action, with why. Raises ActionEndedError, ActionInvalidError, ActionDayError."""
    _require_open(action, reason, "reason")
    _require_ahead(due, today)
    return hand.op("action.moved", action.subject, action.head, ActionMoved(due, reason.strip()))


def drop(action: Action, hand: Hand, reason: str) -> Op:
    """Return that the action will not be done, with why. Raises ActionEndedError, ActionInvalidError."""
    _require_open(action, reason, "reason")
    return hand.op("action.dropped", action.subject, action.head, ActionDropped(reason.strip()))


def _require_open(action: Action, words: str, field: str) -> None:
    if action.state != "open":
        raise ActionEndedError()
    if not words.strip():
        raise ActionInvalidError((field,))


def _require_ahead(due: date, today: date) -> None:
    if due < today:
        raise ActionDayError(on=f"{due.day} {due:%B %Y}")
