"""The rows of a workbook as objects, each value with the cell it came from; every cell that can't be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bandingdesk import sheet_traps
from bandingdesk.matrix.references import Problem
from bandingdesk.matrix.workbook import cells
from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.sheets import Sheet, column_letters

Key = tuple[str, ...]

LONGEST_TITLE = 100  # of a column, as a message shows it; our own are shorter

_LEVEL = re.compile(r"level (-?[0-9]{1,3})")
_FACT = re.compile(r"(level|context|number)\s*:\s*(\S+)", re.IGNORECASE)
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRAPS = {
    "formula": ("a formula", "a value: copy the cell and paste it as a value"),
    "merged": ("merged cells", "one value a cell: unmerge them and fill in each"),
    "percentage": ("a number shown as a percentage", "a plain number: set the cell's format to General or Text"),
}


class Place(NamedTuple):
    """A cell in words: its sheet, row and the title of its column."""

    sheet: str
    row: int | None = None
    column: str | None = None

    def problem(self, found: str, expected: str, other: str | None = None) -> Problem:
        """Return a fault at this place."""
        return Problem(self.text(), found, expected, other, self.sheet, self.row, self.column)

    def text(self) -> str:
        """Return the place in short, for `Problem.path`."""
        parts = (self.sheet, None if self.row is None else str(self.row), self.column)
        return "!".join(part for part in parts if part)


@dataclass(slots=True)
class Item:
    """One row as an object: its values, where each belongs, which could not be read, and whether it holds "(empty)"."""

    place: Place
    raw: dict[str, Any] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    bad: set[Key] = field(default_factory=set)
    is_marked: bool = False

    def put(self, key: Key, value: Any) -> None:
        """Set VALUE at KEY."""
        here = self.raw
        for part in key[:-1]:
            here = here.setdefault(part, {})
        here[key[-1]] = value

    def at(self, *key: str) -> Place:
        """Return the cell of KEY, the row where it has none."""
        return self.places.get(key, self.place)


@dataclass(slots=True)
class Pages:
    """The sheets of a workbook by name, and the faults found in them so far."""

    sheets: dict[str, Sheet]
    faults: list[Problem] = field(default_factory=list)

    def items(self, table: ws.Table) -> list[Item]:
        """Return the rows of TABLE; blank ones are passed over. Faults are noted."""
        sheet = self.sheets.get(table.name)
        if sheet is None:
            if not table.is_optional:
                expected = "this sheet with its header row, even where nothing stands below it"
                self.faults.append(Place(table.name).problem("no such sheet", expected))
            return []
        if table.is_transposed:
            return [self._transposed(table, sheet)]
        columns = list(self._columns(table, sheet))
        made = (self._item(table, columns, row, number) for number, row in enumerate(sheet.rows[1:], start=2))
        return [item for item in made if item is not None]

    def fault(self, place: Place, found: str, expected: str) -> None:
        """Note a fault."""
        self.faults.append(place.problem(found, expected))

    def _columns(self, table: ws.Table, sheet: Sheet) -> Iterator[tuple[int, ws.Column]]:
        known = {column.title.lower(): column for column in table.columns}
        seen: dict[str, str] = {}
        for at, cell in enumerate(sheet.rows[0]):
            letters = column_letters(at)
            if cell is None:
                below = next((n for n, row in enumerate(sheet.rows[1:], start=2) if row[at] is not None), None)
                if below is not None:
                    self.fault(Place(table.name, below, letters), "a value below an empty title", "a title in row 1")
                continue
            title = " ".join(str(cell).split())[:LONGEST_TITLE]
            if title.lower().startswith(ws.NOTES):
                continue
            place = Place(table.name, 1, title)
            if title.lower() in seen:
                self.fault(place, f"the column again, in {letters} and {seen[title.lower()]}", "each column once")
                continue
            seen[title.lower()] = letters
            column = known.get(title.lower()) or _own_column(table, title)
            if column is None:
                expected = f"a column of this sheet, or a title that begins with {ws.NOTES}, which is not read"
                self.fault(place, f"the unknown column {letters}", expected)
                continue
            yield at, column

    def _item(
        self, table: ws.Table, columns: list[tuple[int, ws.Column]], row: Sequence[Any], number: int
    ) -> Item | None:
        if all(row[at] is None for at, _ in columns):
            return None
        item = Item(Place(table.name, number))
        item.places = {column.key: Place(table.name, number, column.title) for column in table.columns}
        for at, column in columns:
            self._take(item, column, row[at], Place(table.name, number, column.title))
        return item

    def _transposed(self, table: ws.Table, sheet: Sheet) -> Item:
        item = Item(Place(table.name))
        by_title = {column.title.lower(): column for column in table.columns}
        item.places = {column.key: Place(table.name, None, column.title) for column in table.columns}
        seen: dict[str, int] = {}
        for number, row in enumerate(sheet.rows[1:], start=2):
            title = " ".join(str(row[0]).split()) if row[0] is not None else ""
            value = row[1] if len(row) > 1 else None
            column = by_title.get(title.lower())
            if column is None:
                if (title or value is not None) and not title.lower().startswith(ws.NOTES):
                    expected = f"an item of this sheet, or one that begins with {ws.NOTES}, which is not read"
                    self.fault(Place(table.name, number, "item"), cells.shown(row[0]), expected)
                continue
            if title.lower() in seen:
                self.fault(Place(table.name, number, title), f"it again, after row {seen[title.lower()]}", "it once")
                continue
            seen[title.lower()] = number
            item.places[column.key] = Place(table.name, number, title)
            self._take(item, column, value, item.places[column.key])
        return item

    def _take(self, item: Item, column: ws.Column, cell: Any, place: Place) -> None:
        item.places[column.key] = place
        if cell is None:
            return
        if column.mark and isinstance(cell, str) and cell.strip() == cells.MARK:
            item.is_marked = True
            if len(column.key) > 1:
                item.put(column.key[:-1], {})
            return
        try:
            item.put(column.key, cells.read(column.kind, cell, column.choices))
        except cells.Odd as odd:
            item.bad.add(column.key)
            self.faults.append(place.problem(odd.found, odd.expected))
            if odd.stand_in is not None:
                item.put(column.key, odd.stand_in)


def gather(found: Sequence[Sheet], traps: Sequence[sheet_traps.Trap]) -> Pages:
    """Return the pages of a workbook, with faults for sheets that don't belong there and for TRAPS."""
    pages = Pages({})
    known = {table.name for table in ws.TABLES}
    for sheet in found:
        name = " ".join(sheet.name.split()).lower()
        if name.startswith(ws.NOTES):
            continue
        if name not in known:
            expected = f"only the sheets of the format; a sheet whose name begins with {ws.NOTES} is not read"
            pages.fault(Place(sheet.name), "an unknown sheet", expected)
        elif name in pages.sheets:
            pages.fault(Place(sheet.name), "a second sheet of this name", "one")
        else:
            pages.sheets[name] = sheet
    for trap in traps:
        name = " ".join(trap.sheet.split()).lower()
        if name in known:
            pages.faults.append(_trap_problem(trap, name, pages.sheets.get(name)))
    return pages


def _trap_problem(trap: sheet_traps.Trap, name: str, sheet: Sheet | None) -> Problem:
    address = _ADDRESS.match(trap.cell)
    row = int(address[2]) if address else None
    title: Any = address[1] if address else None
    if sheet is not None and address:
        at = next((n for n in range(len(sheet.rows[0])) if column_letters(n) == address[1]), None)
        title = sheet.rows[0][at] if at is not None and sheet.rows[0][at] is not None else title
    found, expected = _TRAPS[trap.what]
    return Place(name, row, None if title is None else str(title)).problem(f"{found} in {trap.cell}", expected)


def _own_column(table: ws.Table, title: str) -> ws.Column | None:
    """Return the column of a level, strand, context or number that TITLE names."""
    if table is ws.POINTS and (level := _LEVEL.fullmatch(title.lower())):
        return ws.level_column(int(level[1]))
    if table is ws.TESTS and (fact := _FACT.fullmatch(title)):
        key = next(key for key, word in ws.FACTS.items() if word == fact[1].lower())
        return ws.fact_column(key, fact[2])
    return None
