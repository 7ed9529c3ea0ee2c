"""What the records and the timeline of a case read: its entries, its clocks, who is who, closures and bank holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bandingdesk.council import may
from bandingdesk.statute import days, register
from bandingdesk.statute.register import RegisterBook
from bandingdesk.store.queries import casework, council, lists
from bandingdesk.store.queries import register as queries
from bandingdesk.store.queries.register import ClockLine, EntryRow
from bandingdesk.ui.widgets.timeline import Band

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

_AROUND = timedelta(days=3 * 366)  # bands are drawn so far around today; a timeline further away shows none


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was left before it was recorded: of a new entry of TYPE, of a change to ENTRY, of an exception."""

    mode: Literal["entry", "exception"]
    type: str
    entry: str = ""
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one case as the record has it. `bars` are the six months of request entries, by entry id.

    `settings` are (URN, name); `names` are of the people who made the entries.
    """

    case_id: str
    book: RegisterBook
    entries: tuple[EntryRow, ...] = ()
    clocks: tuple[ClockLine, ...] = ()
    bars: Mapping[str, date] = field(default_factory=dict)
    settings: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    drafts: tuple[Draft, ...] = ()
    only_for: str = ""  # who may record, where the person at the keys may not

    def entry(self, wanted: str | None) -> EntryRow | None:
        """Return the entry with the id WANTED, None where there is none."""
        return next((row for row in self.entries if row.id == wanted), None)

    def standing(self) -> tuple[EntryRow, ...]:
        """Return the entries that were not withdrawn, of the kinds that this version knows."""
        return tuple(row for row in self.entries if row.withdrawn is None and row.type in self.book.types)

    def clocks_of(self, entry_id: str) -> tuple[ClockLine, ...]:
        """Return the clocks that run from an entry."""
        return tuple(line for line in self.clocks if line.entry_id == entry_id)

    def root(self, row: EntryRow) -> EntryRow:
        """Return the first entry of the chain that ROW belongs to."""
        seen = {row.id}
        while (before := self.entry(row.of)) is not None and before.id not in seen:
            seen.add(before.id)
            row = before
        return row


def read(desk: Desk, case_id: str, viewer: str, today: date) -> Register:
    """Return the register of a case for VIEWER, with their drafts. Raises UnknownCaseError, CaseClosedError."""
    found = desk.read(lambda conn: _register(conn, case_id, viewer, today))
    kept = (_draft(found, key) for key, _ in desk.drafts.listed(viewer, draft_key(case_id)))
    return replace(found, drafts=tuple(draft for draft in kept if draft is not None))


def draft_key(case_id: str) -> str:
    """Return what the keys of the drafts of a case begin with."""
    return f"register:{case_id}:"


def _draft(seen: Register, key: str) -> Draft | None:
    """Return a draft as the list names it; None where what it was written for has gone."""
    place, _, rest = key.removeprefix(draft_key(seen.case_id)).partition(":")
    if place == "new":
        return Draft("entry", rest) if rest in seen.book.types else None
    entry, _, excuse = rest.partition(":")
    row = seen.entry(entry)
    if row is None or row.withdrawn is not None or row.type not in seen.book.types:
        return None
    return Draft("entry" if place == "change" else "exception", row.type, entry, excuse)


def _register(conn: Any, case_id: str, viewer: str, today: date) -> Register:
    seen = casework.case(conn, case_id, viewer)
    entries = queries.entries(conn, case_id, today)
    bars = {row.id: bar for row in entries if (bar := _bar(conn, row)) is not None}
    known = council.settings(conn)
    people = {person.id: person for person in council.people(conn)}
    mine = set(people[viewer].roles) if viewer in people else set()
    writers = may.rule("entry.made").writers
    urn = next((one.urn for one in known if one.id == seen.setting), None) or ""
    return Register(
        case_id,
        register.book(),
        entries,
        queries.clock_lines(conn, case_id),
        bars,
        tuple((one.urn, one.name) for one in known if one.urn),
        {id_: person.name for id_, person in people.items()},
        (*_closures(conn, urn, today), *_holidays(today)),
        only_for="" if mine & set(writers) else may.words(writers),
    )


def starts_assessment(type_: str) -> bool:
    """Return whether an entry of a kind asks for an assessment: then the six months are worth a note."""
    return any(rule.rule.startswith("ASSESS.") for rule in register.book().clocks_from.get(type_, ()))


def bar(conn: Any, case_id: str, received: date) -> date | None:
    """Return until when a completed assessment speaks against another one, None where none does."""
    return queries.six_month_note(conn, case_id, received)


def _bar(conn: Any, row: EntryRow) -> date | None:
    if row.withdrawn is not None or not starts_assessment(row.type) or row.main_day is None:
        return None
    return bar(conn, row.case_id, row.main_day)


def _closures(conn: Any, urn: str, today: date) -> list[Band]:
    found = lists.closures(conn, urn, today - _AROUND, today + _AROUND)
    return [Band(one.closes, one.reopens - timedelta(days=1), one.name, "closure") for one in found]


def _holidays(today: date) -> list[Band]:
    known = days.england().holidays
    return [Band(day, day, name, "holiday") for day, name in known.items() if abs((day - today).days) <= _AROUND.days]
