"""When settings are closed: what is recorded, how lists of it are joined, and which closures a setting has.

A closure runs from the day on which a setting closes to the day before it reopens. The law's four weeks of a closure
and its window of advice requests are counted from these two days (SEND Regs r5(4), r10(4); rule CLOSURE.WINDOW).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.lists.ops import Closure, TermsRecorded
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.ops import Op, Recorded, Subject

ALL = "all"  # the subject of the council's own list, which holds for every setting without one


class ClosureDatesError(InvalidError):
    """A closure that reopens on REOPENS, not after it closes on CLOSES."""

    code = "IM-50"
    message = QT_TRANSLATE_NOOP("errors", "The closure from {closes} can't end on {reopens}.")
    kept = QT_TRANSLATE_NOOP("errors", "The term dates stay as they were. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Give the first day closed and a later day on which the setting reopens.")


@dataclass(frozen=True, slots=True)
class Terms:
    """The closures of one setting, or of the council where `setting` is empty, by the day they begin."""

    id: str
    head: str
    setting: str = ""
    closures: tuple[Closure, ...] = ()
    source: str | None = None


def apply(state: Terms | None, op: Recorded) -> Terms:
    """Fold an op of term dates."""
    known = state or Terms(op.subject.id, op.op_id)
    if isinstance(op.body, TermsRecorded):
        known = replace(known, setting=op.body.setting, closures=op.body.closures, source=op.body.source)
    return replace(known, head=op.op_id)


def subject(setting: str) -> Subject:
    """Return the subject that holds the closures of SETTING (its URN, "" for all of the council)."""
    return Subject("terms", setting or ALL)


def record(
    known: Terms | None, setting: str, closures: Iterable[Closure], by: str, at: datetime, source: str | None
) -> Op:
    """Record all the closures of SETTING anew. Raises ClosureDatesError."""
    ordered = tuple(sorted(closures, key=lambda closure: closure.closes))
    for closure in ordered:
        if closure.reopens <= closure.closes:
            raise ClosureDatesError(closes=f"{closure.closes:%d/%m/%Y}", reopens=f"{closure.reopens:%d/%m/%Y}")
    body = TermsRecorded(setting, ordered, source)
    return Op("terms.recorded", subject(setting), known.head if known else None, by, at, body)


def joined(known: Iterable[Closure], said: Iterable[Closure]) -> tuple[Closure, ...]:
    """Return the closures KNOWN with those that a list SAID: one that overlaps a known one stands in its place."""
    new = list(said)
    kept = [one for one in known if not any(_overlap(one, other) for other in new)]
    return tuple(sorted((*kept, *new), key=lambda closure: closure.closes))


def of_setting(own: Iterable[Closure], council: Iterable[Closure]) -> tuple[Closure, ...]:
    """Return when a setting is closed: its OWN closures, and those of the COUNCIL that none of its own overlaps."""
    return joined(council, own)


def between_terms(terms: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return (closes, reopens) between TERMS given as (first day, last day), as councils publish them.

    >>> from datetime import date as day
    >>> between_terms([(day(2026, 9, 2), day(2026, 10, 23)), (day(2026, 4, 13), day(2026, 7, 21))])
    ((datetime.date(2026, 7, 22), datetime.date(2026, 9, 2)),)
    """
    ordered = sorted(terms)
    gaps = [(_next(before[1]), after[0]) for before, after in zip(ordered, ordered[1:], strict=False)]
    return tuple(gap for gap in gaps if gap[0] < gap[1])


def _overlap(one: Closure, other: Closure) -> bool:
    return one.closes < other.reopens and other.closes < one.reopens


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
