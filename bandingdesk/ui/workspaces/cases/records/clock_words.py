"""A clock and an exception in words, for the records and the timeline alike. Names come from the register's data."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.register.ops import Excuse
from bandingdesk.statute.register import RegisterBook
from bandingdesk.store.queries.register import ClockLine
from bandingdesk.ui import text

SHORT = 40  # letters: a longer step is named by the field that records it


@dataclass(frozen=True, slots=True)
class Excused:
    """One exception beside a date: its head, since when, what was written, and when the family was told."""

    title: str
    line: str
    because: str


def step_title(book: RegisterBook, line: ClockLine) -> str:
    """Return what a clock asks for in few words: "Send the final plan"."""
    return short_step(book, line.rule, line.step)


def short_step(register: RegisterBook, rule: str, step: str) -> str:
    """Return STEP of RULE as a sentence begins, or the title of the field that records it where it is long."""
    words = step[:1].upper() + step[1:]
    found = (stop for one in register.clocks if one.rule == rule for stop in one.stops if stop.is_met and stop.field)
    met = next(found, None)
    return words if len(words) <= SHORT or met is None else register.types[met.type].fields[met.field].title


def whose_words(line: ClockLine) -> str:
    """Return whose limit a clock is."""
    return {
        "council": _tr("The council’s own limit."),
        "family": _tr("The family’s time, not the council’s."),
        "other": _tr("Another body’s limit."),
        "target": _tr("A target, not a limit of the law."),
        "note": _tr("A note, not a limit."),
    }[line.whose]


def excused(register: RegisterBook, one: Excuse) -> Excused:
    """Return an exception in words."""
    head = register.heads.get(one.head)
    ends = text.day(one.ends) if one.ends is not None else _tr("no last day")
    parts = [_tr("{first} to {last}").format(first=text.day(one.starts), last=ends)]
    if head is not None:
        parts.insert(0, head.provision)
    parts.append(_tr("%n papers as evidence", len(one.evidence)) if one.evidence else _tr("no evidence yet"))
    told = _tr("family told {day}").format(day=text.day(one.told)) if one.told else _tr("family not told yet")
    return Excused(head.title if head is not None else one.head, " · ".join([*parts, told]), one.because)


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("clock_words", words, "", count)
