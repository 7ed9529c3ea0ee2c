"""The council's order of priority: which case goes first where not all can. Which reasons count, and in what order, is
a dated policy; what each reason looks at is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bandingdesk.errors import QT_TRANSLATE_NOOP

LAW_DAY, TRIBUNAL = "law_day", "tribunal_date"
KNOWN = {
    "out_of_school": QT_TRANSLATE_NOOP("priority", "Child out of school"),
    "looked_after": QT_TRANSLATE_NOOP("priority", "Looked after by the council"),
    "phase_transfer": QT_TRANSLATE_NOOP("priority", "Moving to the next phase of education"),
    TRIBUNAL: QT_TRANSLATE_NOOP("priority", "Tribunal date, the nearest first"),
    LAW_DAY: QT_TRANSLATE_NOOP("priority", "Law’s last day, the earliest first"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the order looks at: the reasons that are so of a case, its Tribunal date and the law's last day."""

    case: str
    law_day: date
    marks: frozenset[str] = frozenset()
    tribunal: date | None = None


def key(order: Sequence[str], one: Standing) -> tuple[object, ...]:
    """Return what ONE is sorted by under ORDER. Where all reasons tie, the earlier legal date goes first.

    A reason that this version does not know weighs nothing: a newer program may have adopted it.
    """
    return (*(_weight(reason, one) for reason in order if reason in KNOWN), one.law_day.toordinal(), one.case)


def ranked(order: Sequence[str], many: Iterable[Standing]) -> list[Standing]:
    """Return MANY in the order of priority."""
    return sorted(many, key=lambda one: key(order, one))


def _weight(reason: str, one: Standing) -> int:
    if reason == LAW_DAY:
        return one.law_day.toordinal()
    if reason == TRIBUNAL:
        return (one.tribunal or date.max).toordinal()
    return 0 if reason in one.marks else 1
