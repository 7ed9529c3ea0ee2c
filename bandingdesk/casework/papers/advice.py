"""Advice asked of a body: its six weeks from the day that body received the request, chased, excused, come in.

The day that counts is the body's own and not the family's request (SEND Regs r8(1)). What excuses a late reply is a
record beside it: no date moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.papers.ops import (
    AdviceAsked,
    AdviceCame,
    AdviceChased,
    AdviceDated,
    AdviceExcused,
    AdviceWithdrawn,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.statute import advice as bodies
from bandingdesk.statute import clock, days

RULE = "ADVICE"
WINDOW = "CLOSURE.WINDOW"
FOUR_WEEKS = 28  # days
FURTHEST = 5 * 366  # days back; what is older is a slip of the hand
State = Literal["asked", "came", "withdrawn"]


class AdviceInvalidError(InvalidError):
    """The form of an advice request lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "EV-20"
    message = QT_TRANSLATE_NOOP("errors", "This can't be recorded yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then record it again.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(_FIELDS[name] for name in missing))


class AdviceDayError(InvalidError):
    """A day does not fit the others: ON, WHY in words."""

    code = "EV-21"
    message = QT_TRANSLATE_NOOP("errors", "The day {on} does not fit: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Check the day, then record it again.")
    on: str
    why: str


class AdviceOverError(RefusedError):
    """The advice has come, or the request was withdrawn."""

    code = "EV-22"
    message = QT_TRANSLATE_NOOP("errors", "This request is over: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded of it is kept; nothing was added.")
    do = QT_TRANSLATE_NOOP("errors", "Ask again as a new request where more is needed.")
    why: str


class ExceptionUnfitError(InvalidError):
    """The head of an exception does not apply: WHY in words."""

    code = "EV-23"
    message = QT_TRANSLATE_NOOP("errors", "This exception does not apply: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another head, or record it as a chase with your words.")
    why: str


_FIELDS = {
    "body": QT_TRANSLATE_NOOP("papers", "whose advice it is"),
    "who": QT_TRANSLATE_NOOP("papers", "who was asked"),
    "way": QT_TRANSLATE_NOOP("papers", "by which way"),
    "words": QT_TRANSLATE_NOOP("papers", "what was said"),
    "reason": QT_TRANSLATE_NOOP("papers", "the reason"),
    "head": QT_TRANSLATE_NOOP("papers", "what excuses it"),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """A request for advice as its ops leave it."""

    id: str
    head: str
    asked: AdviceAsked | None = None
    sent: date | None = None
    there: date | None = None  # the day the body received it, None while nobody knows
    chases: tuple[AdviceChased, ...] = ()
    excused: tuple[AdviceExcused, ...] = ()
    came: AdviceCame | None = None
    withdrawn: str | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this request."""
        return Subject("advice", self.id)

    @property
    def state(self) -> State:
        """Whether it is still waited for."""
        return "withdrawn" if self.withdrawn is not None else "came" if self.came is not None else "asked"

    @property
    def counts_from(self) -> date | None:
        """The day the six weeks are counted from: the body's own, and the day of sending while that is not known."""
        return self.there or self.sent


def apply(state: Advice | None, op: Recorded) -> Advice:
    """Fold an op of a request for advice."""
    known = state or Advice(op.subject.id, op.op_id)
    match op.body:
        case AdviceAsked(sent=sent, there=there):
            known = replace(known, asked=op.body, sent=sent, there=there)
        case AdviceDated(sent=sent, there=there):
            known = replace(known, sent=sent, there=there)
        case AdviceChased():
            known = replace(known, chases=(*known.chases, op.body))
        case AdviceExcused():
            known = replace(known, excused=(*known.excused, op.body))
        case AdviceCame():
            known = replace(known, came=op.body)
        case AdviceWithdrawn(reason=reason):
            known = replace(known, withdrawn=reason)
    return replace(known, head=op.op_id)


def ask(id_: str, by: str, at: datetime, body: AdviceAsked, *, today: date) -> Op:
    """Record that advice was asked for. Raises AdviceInvalidError, AdviceDayError."""
    _require(body=body.body if body.body in bodies.book().bodies else "", who=body.who, way=body.way)
    _require_days(body.sent, body.there, today)
    return Op("advice.asked", Subject("advice", id_), None, by, at, body)


def date_it(advice: Advice, by: str, at: datetime, body: AdviceDated, *, today: date) -> Op:
    """Record the day on which the body received the request, or put the days right."""
    _require(reason=body.reason if advice.there is not None or body.sent != advice.sent else "known")
    _require_days(body.sent, body.there, today)
    if advice.withdrawn is not None:
        raise AdviceOverError(why="it was withdrawn")
    return Op("advice.dated", advice.subject, advice.head, by, at, body)


def chase(advice: Advice, by: str, at: datetime, body: AdviceChased, *, today: date) -> Op:
    """Record that the body was reminded."""
    _require_open(advice)
    _require(way=body.way, words=body.words)
    _require_order(advice, body.on, today)
    return Op("advice.chased", advice.subject, advice.head, by, at, body)


def excuse(advice: Advice, by: str, at: datetime, body: AdviceExcused, *, today: date) -> Op:
    """Record what excuses a late reply; the date stays. Raises ExceptionUnfitError and as `chase`."""
    head = bodies.book().heads.get(body.exception)
    _require(head=body.exception if head is not None else "", words=body.words)
    assert head is not None
    if advice.withdrawn is not None:
        raise AdviceOverError(why="it was withdrawn")
    if body.starts > today:
        raise AdviceDayError(on=_said(body.starts), why="it has not begun")
    if body.ends is not None and body.ends < body.starts:
        raise AdviceDayError(on=_said(body.ends), why="it ends before it begins")
    lasted = ((body.ends or today) - body.starts).days
    if head.weeks and body.ends is not None and lasted < head.weeks * 7:
        raise ExceptionUnfitError(why=f"it lasted {lasted} days, and the law asks for {head.weeks} weeks")
    return Op("advice.excused", advice.subject, advice.head, by, at, body)


def take(advice: Advice, by: str, at: datetime, body: AdviceCame, *, today: date) -> Op:
    """Record that the advice came, and which paper it is."""
    _require_open(advice)
    _require_order(advice, body.on, today)
    return Op("advice.came", advice.subject, advice.head, by, at, body)


def withdraw(advice: Advice, by: str, at: datetime, reason: str) -> Op:
    """Record that the request is not waited for any more."""
    _require_open(advice)
    _require(reason=reason)
    return Op("advice.withdrawn", advice.subject, advice.head, by, at, AdviceWithdrawn(reason.strip()))


class ClosureNote(NamedTuple):
    """Whether a school was asked in the window round a closure (r5(4)(a), r10(4)(a)); it excuses, no date moves.

    `state`: "none" where nobody with a closure was asked, "unknown" where no term dates are on record.
    """

    state: Literal["none", "unknown", "inside", "short", "outside"]
    closure: Closure | None = None
    first: date | None = None
    last: date | None = None


def closure_note(asked_on: date, body: str, closures: Iterable[Closure] | None) -> ClosureNote:
    """Return whether BODY, asked on a day, was asked in the window of one of CLOSURES; None: none are on record."""
    known = bodies.book().bodies.get(body)
    if known is None or not known.closes:
        return ClosureNote("none")
    if closures is None:
        return ClosureNote("unknown")
    near = ClosureNote("outside")
    for closure in closures:
        found = clock.due(WINDOW, f"closed {closure.closes}, reopens {closure.reopens}")
        assert found.earliest is not None
        assert found.latest is not None
        if found.earliest <= asked_on <= found.latest:
            fits = closure.days >= FOUR_WEEKS
            near = ClosureNote("inside" if fits else "short", closure, found.earliest, found.latest)
            if fits:
                return near
    return near


def _require(**values: str) -> None:
    if missing := tuple(name for name, value in values.items() if not value.strip()):
        raise AdviceInvalidError(missing)


def _require_days(sent: date, there: date | None, today: date) -> None:
    if sent > today:
        raise AdviceDayError(on=_said(sent), why="it lies in the future")
    if sent < today - timedelta(days=FURTHEST):
        raise AdviceDayError(on=_said(sent), why="it lies more than five years back")
    if there is not None and there < sent:
        raise AdviceDayError(on=_said(there), why="it lies before the request was sent")
    if there is not None and there > today:
        raise AdviceDayError(on=_said(there), why="it lies in the future")


def _require_open(advice: Advice) -> None:
    if advice.withdrawn is not None:
        raise AdviceOverError(why="it was withdrawn")
    if advice.came is not None:
        raise AdviceOverError(why="the advice has come")


def _require_order(advice: Advice, on: date, today: date) -> None:
    if on > today:
        raise AdviceDayError(on=_said(on), why="it lies in the future")
    if advice.sent is not None and on < advice.sent:
        raise AdviceDayError(on=_said(on), why="it lies before the request was sent")


def _said(day: date) -> str:
    return days.in_words(day)
