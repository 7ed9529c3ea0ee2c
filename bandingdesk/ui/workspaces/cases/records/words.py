"""Entries in words: heading, filled fields, what is beside them. All names come from the register's data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication

from bandingdesk.statute.register import EntryType, Field, Value
from bandingdesk.store.queries.register import ClockLine, EntryRow
from bandingdesk.ui import text
from bandingdesk.ui.workspaces.cases.records import clock_words
from bandingdesk.ui.workspaces.cases.records.reading import Register
from bandingdesk.ui.workspaces.cases.records.typed import Typed


def value(seen: Register, field: Field, said: Value) -> str:
    """Return a recorded value in words: a day, a code's title, yes or no, a setting's name."""
    match field.kind:
        case "date":
            return text.day(date.fromisoformat(str(said)))
        case "code":
            return field.code_title(said)
        case "flag":
            return _tr("Yes") if said else _tr("No")
        case "setting":
            return dict(seen.settings).get(str(said), str(said))
    return str(said)


def heading(seen: Register, row: EntryRow) -> str:
    """Return what an entry is called among those of its kind: its dated field, or its first one."""
    kind = row.kind
    main = kind.fields[kind.main]
    if main.name in row.values:
        return f"{main.title}: {value(seen, main, row.values[main.name])}"
    first = next((name for name in kind.fields if name in row.values), None)
    if first is None:
        return _tr("Nothing is filled in yet")
    return f"{kind.fields[first].title}: {value(seen, kind.fields[first], row.values[first])}"


def facts(seen: Register, row: EntryRow) -> list[tuple[str, str]]:
    """Return the filled fields but the one of the heading, as label and words."""
    kind = row.kind
    of = seen.entry(row.of)
    found = [
        (field.title, value(seen, field, row.values[field.name]))
        for field in kind.fields.values()
        if field.name in row.values and field.name != kind.main
    ]
    if of is not None and of.type in seen.book.types:
        found.insert(0, (_tr("Belongs to"), called(seen, of)))
    return found


def called(seen: Register, row: EntryRow) -> str:
    """Return an entry by kind and day: "Request for an assessment, Mon 20 Jul 2026"."""
    on = row.main_day
    return f"{row.kind.title}, {text.day(on)}" if on is not None else f"{row.kind.title}, {heading(seen, row).lower()}"


def clock(seen: Register, line: ClockLine, today: date) -> tuple[str, str, str]:
    """Return a clock of an entry as a line: its words, tone and icon; the exception stands beside the date."""
    step = clock_words.step_title(seen.book, line)
    if line.law_day is None:
        words = _tr("{step}: no last day, as soon as it can be done").format(step=step)
        return words, "text2", "clock"
    on = text.day(line.law_day)
    beside = _tr(" · %n exceptions beside it; the date does not move", len(line.excused)) if line.excused else ""
    if line.whose != "council":
        words = _tr("{step}: {day}. {whose}").format(step=step, day=on, whose=clock_words.whose_words(line))
        return words + beside, "text2", "clock"
    late = line.law_day < today
    left = text.days_left(line.law_day, today)
    words = _tr("{step}: law’s last day {day}, {left}").format(step=step, day=on, left=left)
    return words + beside, "danger" if late else "warn", "clock-alert" if late else "clock"


def limit(seen: Register, line: ClockLine) -> str:
    """Return a clock by its step and the law's last day."""
    words = _tr("{step}: law’s last day {day}")
    return words.format(
        step=clock_words.step_title(seen.book, line), day=text.day(line.law_day) if line.law_day else _tr("none")
    )


def bar(day: date) -> tuple[str, str, str]:
    """Return the note of the six months in three sentences: it warns, and blocks nothing."""
    return (
        _tr("An assessment of this child was completed less than six months before this request."),
        _tr("Until {day} the council need not consider another one, and may (CFA 2014, s36(6)(b)).").format(
            day=text.day(day)
        ),
        _tr("This is a note. It stops nothing: record and decide the request as it comes."),
    )


def entered(seen: Register, row: EntryRow) -> str:
    """Return who entered it, and when."""
    words = _tr("Entered by {name}, {moment}")
    return words.format(name=seen.names.get(row.entered_by, _tr("somebody")), moment=text.moment(row.entered_at))


def field_error(kind: EntryType, name: str, *, unread: bool) -> str:
    """Return what is wrong with a field."""
    if not unread:
        return _tr("Fill this in.")
    if kind.fields[name].kind == "date":
        return _tr("This is no day that can be right. Write day, month and year, as 31/12/2016.")
    return _tr("Write a whole number.") if kind.fields[name].kind == "number" else _tr("Choose one from the list.")


def doubts(form: Typed, kind: EntryType, today: date, is_typing: Callable[[str], bool]) -> dict[str, str]:
    """Return what looks wrong by field, but for the one in which somebody is typing: it stops nothing."""
    found = form.doubts(kind, today).items()
    told = _tr("{doubt} You can record it as it is.")
    return {name: told.format(doubt=doubt) for name, doubt in found if name in kind.fields and not is_typing(name)}


def _tr(words: str, count: int = -1) -> str:
    return QCoreApplication.translate("records", words, "", count)
