"""What comes back to a case: an order of the Tribunal, what the council conceded, what mediation agreed.

The register's entry says it; here the order is noted, laid beside the decision that was appealed, and learned from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.panel.after.ops import OutcomeNoted
from bandingdesk.panel.interests import Hand
from bandingdesk.statute.register import Value

What = Literal["ordered", "conceded", "agreed", "withdrawn"]
_DAYS: Mapping[str, tuple[tuple[str, What], ...]] = {
    "appeal": (("order_on", "ordered"), ("conceded_on", "conceded"), ("withdrawn_on", "withdrawn")),
    "mediation": (("agreed_on", "agreed"),),
}


class OrderTooEarlyError(InvalidError):
    """The order, of ON, lies before the decision that it is said to be about, of DECIDED."""

    code = "AF-40"
    message = QT_TRANSLATE_NOOP("errors", "This is of {on}, before the decision of {decided} was signed.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the decision that was appealed, or correct the entry under Records.")
    on: str
    decided: str


class NoOutcomeError(RefusedError):
    """The entry holds no order, no concession and no agreement yet, or was withdrawn."""

    code = "AF-41"
    message = QT_TRANSLATE_NOOP("errors", "There is nothing to note yet: the entry holds no order and no agreement.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter under Records what was ordered or agreed, and on which day.")


class ThemeUnknownError(InvalidError):
    """THEME is not one of the learning themes."""

    code = "AF-42"
    message = QT_TRANSLATE_NOOP("errors", "Choose what the council learns from this.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a theme from the list. “Nothing new” is one of them.")
    theme: str


class CameBack(NamedTuple):
    """What an entry of the register says came back: what, on which day, and the code of what is to be done."""

    what: What
    on: date
    code: str


@dataclass(frozen=True, slots=True)
class Note:
    """One noting; a later one corrects an earlier one and stands beside it."""

    by: str
    at: datetime
    body: OutcomeNoted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was noted of an entry of the register. Its id is that of the entry."""

    id: str
    head: str
    case: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject of this outcome."""
        return Subject("outcome", self.id)


def apply(state: Outcome | None, op: Recorded) -> Outcome:
    """Return the outcome after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Outcome(op.subject.id, op.op_id)
    if isinstance(op.body, OutcomeNoted):
        return replace(before, case=op.body.case, notes=(*before.notes, Note(op.by, op.at, op.body)))
    return before


def came_back(kind: str, values: Mapping[str, Value]) -> CameBack | None:
    """Return what an appeal or a mediation came to, None while it goes on. An order counts before a concession."""
    for field, what in _DAYS.get(kind, ()):
        if day := values.get(field):
            code = {"ordered": "order", "conceded": "conceded"}.get(what, "")
            return CameBack(what, date.fromisoformat(str(day)), str(values.get(code) or "") if code else "")
    return None


def note(
    known: Outcome | None,
    hand: Hand,
    body: OutcomeNoted,
    back: CameBack | None,
    *,
    decided: date | None,
    themes: Collection[str],
) -> Op:
    """Return the noting of what came BACK. DECIDED is the day on which the appealed decision was signed, if known.

    Raises NoOutcomeError, OrderTooEarlyError, ThemeUnknownError.
    """
    if back is None:
        raise NoOutcomeError()
    if decided is not None and back.on < decided:
        raise OrderTooEarlyError(on=_said(back.on), decided=_said(decided))
    if body.theme not in themes:
        raise ThemeUnknownError(theme=body.theme)
    parent = known.head if known else None
    return hand.op("outcome.noted", Subject("outcome", body.entry), parent, replace(body, words=body.words.strip()))


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
