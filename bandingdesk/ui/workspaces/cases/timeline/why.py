"""Why a date is what it is: the count replayed in sentences, both conventions, the law's version, what excuses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.register import clocks
from bandingdesk.errors import DeskError
from bandingdesk.statute import book, clock
from bandingdesk.store.queries.register import ClockLine
from bandingdesk.ui import messages, text
from bandingdesk.ui.workspaces.cases.records import clock_words
from bandingdesk.ui.workspaces.cases.records.clock_words import Excused
from bandingdesk.ui.workspaces.cases.records.reading import Register


@dataclass(frozen=True, slots=True)
class Why:
    """All there is to say about one date. `facts` are pairs of label and value, `steps` the sentences of the count."""

    title: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...] = ()
    excused: tuple[Excused, ...] = ()
    note: str = ""


def of_clock(seen: Register, line: ClockLine, today: date) -> Why:
    """Return why a clock ends when it does. What can't be worked out says so; nothing is guessed."""
    steps: tuple[str, ...]
    early = ""
    try:
        found = clocks.why(line.rule, line.trigger)
        steps = tuple(step.text(_law) for step in found.steps)
        early = _early(line)
    except DeskError as fault:
        steps = messages.error_text(fault)
    law = book.shipped().rule(line.rule).law
    facts = [
        (_tr("Law’s last day"), _with_distance(line, today)),
        (_tr("Target"), text.day(line.target) if line.target is not None else ""),
        (_tr("Rule"), f"{line.rule}, {line.provision}"),
        (_tr("Version of the law"), f"{law.title} ({law.id})"),
        (_tr("Counting A"), _tr("The first day is day 0: {day}.").format(day=_day(line.law_day)) if early else ""),
        (_tr("Counting B"), early),
        (_tr("Whose limit"), clock_words.whose_words(line)),
        (_tr("Stopped"), text.day(line.stopped_on) if line.stopped_on is not None else ""),
    ]
    return Why(
        clock_words.step_title(seen.book, line),
        tuple(facts),
        steps,
        tuple(clock_words.excused(seen.book, one) for one in line.excused),
        _note(line, today),
    )


def _early(line: ClockLine) -> str:
    """Return what counting the first day as day 1 gives, "" where it makes no difference."""
    other = clock.due(line.rule, line.trigger, "B").latest
    if other is None or other == line.law_day:
        return ""
    return _tr("The first day is day 1: {day}. The target meets both.").format(day=text.day(other))


def _with_distance(line: ClockLine, today: date) -> str:
    if line.law_day is None:
        return _tr("None: the law sets no number of days.")
    if line.state != "running":
        return text.day(line.law_day)
    if line.whose != "council":
        return f"{text.day(line.law_day)}, {text.days_from(line.law_day, today)}"
    return f"{text.day(line.law_day)}, {text.days_left(line.law_day, today)}"


def _note(line: ClockLine, today: date) -> str:
    if line.excused:
        return _tr("The exception excuses a late step. It moves no date: the law’s last day stays as it is.")
    if line.whose == "council" and line.state == "running" and line.law_day is not None and line.law_day < today:
        return _tr("The last day has passed. The step is still owed, as soon as it can be done.")
    return ""


def _day(day: date | None) -> str:
    return text.day(day) if day is not None else ""


def _law(sentence: str) -> str:
    return QCoreApplication.translate("clock", sentence)


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("timeline_why", words, "", count)
