"""The clocks and entries of a case as a timeline: a lane a clock, its dated steps as marks, exceptions as zones.

Titles come from the register's data: a step to come is named by its rule, a step done by the field that records it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.casework.register import entry
from bandingdesk.casework.register.ops import Excuse
from bandingdesk.statute.register import ClockRule
from bandingdesk.store.queries.casework import TimelineRow
from bandingdesk.store.queries.register import ClockLine, EntryRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets.timeline import Lane, Mark, MarkState, Timeline, Zone
from bandingdesk.ui.workspaces.cases.records import clock_words
from bandingdesk.ui.workspaces.cases.records.reading import Register

SECOND = ".2"  # the end of a chain's name that runs beside the first one, after a reversal
HAPPENED = "happened"


def clock_id(line: ClockLine) -> str:
    """Return the id of the mark of a clock's last day."""
    return f"clock/{line.entry_id or ''}/{line.chain}/{line.rule}"


def target_id(line: ClockLine) -> str:
    """Return the id of the mark of a clock's target."""
    return f"target/{line.entry_id or ''}/{line.chain}/{line.rule}"


def line_of(seen: Register, stop: str) -> ClockLine | None:
    """Return the clock that a mark STOP belongs to, None for a mark of something else."""
    return next((line for line in seen.clocks if stop in (clock_id(line), target_id(line))), None)


@dataclass(frozen=True, slots=True)
class _Strand:
    """The clocks of one lane: those that one entry starts in one chain."""

    entry: str | None
    chain: str
    lines: tuple[ClockLine, ...]

    @property
    def id(self) -> str:
        return f"{self.entry or ''}/{self.chain}"

    def is_open(self, today: date) -> bool:
        """Return whether a clock of it still runs; somebody else's time that is over does not."""
        return any(_is_shown(line, today) for line in self.lines)


def timeline(seen: Register, facts: Sequence[TimelineRow], today: date) -> Timeline:
    """Return the whole timeline of a case: its open clocks, the first beside a second one, and what happened."""
    strands = _strands(seen.clocks)
    shown = [one for one in strands if one.is_open(today) or _has_second(one, strands, today)]
    told: set[tuple[str, str]] = set()
    lanes = [_lane(seen, one, shown, told, today) for one in shown]
    rest = [mark for row in seen.standing() for mark in _fields(seen, row, HAPPENED) if _key(mark.id) not in told]
    rest += [_fact(number, row, today) for number, row in enumerate(facts) if row.source != "due"]
    if rest:
        lanes.append(Lane(HAPPENED, _tr("What happened"), tuple(sorted(rest, key=lambda mark: mark.on))))
    return Timeline(today, tuple(lanes), seen.bands)


def line_words(line: ClockLine) -> str:
    """Return rule, provision and whose limit a clock is, and what was recorded beside it."""
    parts = [f"{line.rule}, {line.provision}.", clock_words.whose_words(line)]
    if line.target is not None and line.target != line.law_day:
        parts.append(_tr("Target {day}.").format(day=text.day(line.target)))
    if line.excused:
        parts.append(_tr("Beside it %n exceptions: a late step is excused, the date does not move.", len(line.excused)))
    return " ".join(part for part in parts if part)


def rule_of(seen: Register, line: ClockLine) -> ClockRule | None:
    """Return the rule of the register that a clock runs by, None for one that a list gave."""
    return next((rule for rule in seen.book.clocks if (rule.rule, rule.chain) == (line.rule, line.chain)), None)


def lane_title(seen: Register, line: ClockLine, *, has_second: bool = False) -> str:
    """Return the name of a clock's lane: what started it, and when; first and second are both named."""
    rule = rule_of(seen, line)
    day = text.day(line.starts) if line.starts is not None else ""
    if rule is None:
        return _tr("Next review, from the council’s list")
    started = _title(seen, rule.starts.type, rule.starts.field)
    kind = seen.book.types[rule.starts.type].title
    if line.chain.endswith(SECOND):
        return _tr("Second clock: {started}, {day}").format(started=_lower(started), day=day)
    words = _tr("First clock: {kind}, {started}, {day}") if has_second else _tr("{kind}: {started}, {day}")
    return words.format(kind=kind, started=_lower(started), day=day)


# Inside


def _strands(lines: Iterable[ClockLine]) -> list[_Strand]:
    found: dict[tuple[str | None, str], list[ClockLine]] = {}
    for line in lines:
        found.setdefault((line.entry_id, line.chain), []).append(line)
    return [_Strand(id_, chain, tuple(some)) for (id_, chain), some in found.items()]


def _has_second(one: _Strand, others: Iterable[_Strand], today: date) -> bool:
    """Return whether a second clock runs beside ONE, after a reversal: then both are shown."""
    second = (one.entry, one.chain + SECOND)
    return any((other.entry, other.chain) == second and other.is_open(today) for other in others)


def _lane(seen: Register, one: _Strand, strands: list[_Strand], told: set[tuple[str, str]], today: date) -> Lane:
    first = one.lines[0]
    marks = [mark for line in one.lines if (mark := _last_day(seen, line, today)) is not None]
    coming = min((line for line in one.lines if _is_to_come(line, today)), key=_by_day, default=None)
    if coming is not None and coming.target is not None and coming.target != coming.law_day:
        words = _tr("The council’s own day for this step. {rule}").format(rule=line_words(coming))
        marks.append(Mark(target_id(coming), coming.target, _tr("Target"), "target", words))
    for row in seen.standing():
        for mark in _fields(seen, row, one.id):
            _, field = _key(mark.id)
            if one in _lanes_of(seen, row, field, strands, today):
                marks.append(mark)
                told.add((row.id, field))
    open_days = [line.law_day for line in one.lines if line.state == "running" and line.law_day]
    ends = (
        max(open_days) if open_days else max((line.stopped_on for line in one.lines if line.stopped_on), default=None)
    )
    return Lane(
        one.id,
        lane_title(seen, first, has_second=_has_second(one, strands, today)),
        tuple(sorted(marks, key=lambda mark: (mark.on, mark.id))),
        _zones(one.lines, today),
        first.starts,
        ends,
        _tr("stopped; the clock beside it runs on") if not one.is_open(today) else "",
    )


def _last_day(seen: Register, line: ClockLine, today: date) -> Mark | None:
    if line.law_day is None or not _is_shown(line, today):
        return None
    is_late = line.law_day < today
    state: MarkState = "late" if is_late else "due" if line.whose != "target" else "target"
    return Mark(clock_id(line), line.law_day, clock_words.step_title(seen.book, line), state, line_words(line))


def _is_shown(line: ClockLine, today: date) -> bool:
    """Return whether a clock has a day to show: somebody else's time that has run out is nothing to do."""
    if line.state != "running" or line.law_day is None or line.whose == "note":
        return False
    return line.whose == "council" or line.law_day >= today


def _is_to_come(line: ClockLine, today: date) -> bool:
    return line.state == "running" and line.whose == "council" and line.law_day is not None and line.law_day >= today


def _by_day(line: ClockLine) -> tuple[date, str]:
    return (line.law_day or date.max, line.rule)


def _paths(seen: Register, one: _Strand) -> set[tuple[str, str]]:
    """Return the fields that start or stop a clock of a lane."""
    found: set[tuple[str, str]] = set()
    for line in one.lines:
        rule = rule_of(seen, line)
        if rule is not None:
            found.add((rule.starts.type, rule.starts.field))
            found |= {(stop.type, stop.field) for stop in rule.stops}
    return found


def _lanes_of(seen: Register, row: EntryRow, field: str, strands: list[_Strand], today: date) -> list[_Strand]:
    """Return the lanes on which a recorded day stands: those whose clocks it starts or stops, else one related."""
    root = seen.root(row).id
    related = [one for one in strands if (of := seen.entry(one.entry)) is not None and seen.root(of).id == root]
    known = [one for one in related if (row.type, field) in _paths(seen, one)]
    own = [one for one in related if one.entry == row.id] or [one for one in related if one.is_open(today)]
    return known or (own or related)[:1]


def _fields(seen: Register, row: EntryRow, lane: str) -> list[Mark]:
    """Return a mark for each day that an entry holds, named by its field."""
    found = []
    for field in row.kind.fields.values():
        on = entry.day(row.values, field.name) if field.kind == "date" else None
        if on is not None:
            words = _tr("{kind}, entered by {name}.").format(
                kind=row.kind.title, name=seen.names.get(row.entered_by, _tr("somebody"))
            )
            found.append(Mark(f"field/{row.id}/{field.name}/{lane}", on, field.title, "done", words))
    return found


def _key(mark: str) -> tuple[str, str]:
    """Return entry and field of a mark that `_fields` made."""
    _, id_, field, *_ = mark.split("/")
    return id_, field


def _zones(lines: Sequence[ClockLine], today: date) -> tuple[Zone, ...]:
    """Return the exceptions of a lane, each once; one without a last day reaches to today."""
    found: dict[str, Zone] = {}
    for line in lines:
        for excuse in line.excused:
            last = excuse.ends or max(today, excuse.starts)
            found[excuse.id] = Zone(f"excuse/{excuse.id}", excuse.starts, last, _tr("Exception"), excuse_words(excuse))
    return tuple(found.values())


def excuse_words(excuse: Excuse) -> str:
    """Return what an exception says: that it excuses, and that no date moves for it."""
    return _tr("It excuses; the date does not move. {because}").format(because=excuse.because)


def _fact(number: int, row: TimelineRow, today: date) -> Mark:
    words = _tr("From the council’s list, not from this record.") if row.source == "imported" else ""
    state: MarkState = "done" if row.on <= today else "due"
    title = QCoreApplication.translate("record", row.words)
    return Mark(f"fact/{number}/{row.what}", row.on, title, state, words)


def _title(seen: Register, type_: str, field: str) -> str:
    return seen.book.types[type_].fields[field].title


def _lower(words: str) -> str:
    """Return WORDS as they stand inside a sentence; what begins with a name or initials keeps its capital."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("timeline_lanes", words, "", count)
