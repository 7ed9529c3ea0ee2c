"""A caseload from rows of a CSV file or workbook: one row a case, a column per strand id and per context id.

Columns for number measures and, in pence, for cost measures are read where the framework has them; `descriptors` holds
ids parted by spaces or commas. Any other column is kept for reports only. A row with a fault is set aside and named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from bandingdesk.matrix.caseload import MISSING, Caseload, Column
from bandingdesk.matrix.framework import Framework

Cell = str | int | Decimal | bool | date | None


class RowProblem(NamedTuple):
    """One fault of one row: the row as a spreadsheet counts it, the column's header, what stands there, what should."""

    row: int
    column: str
    found: str
    expected: str

    def text(self) -> str:
        """Return the fault as one sentence."""
        return f"Row {self.row}, column {self.column}: found {self.found}, expected {self.expected}."


class Names(NamedTuple):
    """What a framework reads, by id: level numbers, context values, ranges of numbers (None: no end), descriptors."""

    levels: Mapping[str, tuple[int, ...]]
    contexts: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[int, int | None]]
    descriptors: frozenset[str]


def names(framework: Framework) -> Names:
    """Return what FRAMEWORK reads of a case."""
    numbers: dict[str, tuple[int, int | None]] = {}
    for measure in framework.measures:
        if measure.kind == "number":
            numbers[measure.id] = (measure.min, measure.max)
        elif measure.kind == "cost":
            numbers[measure.id] = (0, None)
    return Names(
        levels={strand.id: tuple(level.level for level in strand.levels) for strand in framework.strands},
        contexts={context.id: context.values for context in framework.contexts},
        numbers=numbers,
        descriptors=frozenset(d.id for s in framework.strands for level in s.levels for d in level.descriptors),
    )


def joined(one: Names, other: Names) -> Names:
    """Return what either of two versions reads: their levels, values, descriptors, and the wider range of a number."""
    numbers = {name: [own[name] for own in (one.numbers, other.numbers) if name in own] for name in one.numbers}
    numbers |= {name: [ends] for name, ends in other.numbers.items() if name not in one.numbers}
    return Names(
        levels={
            strand: tuple(sorted({*one.levels.get(strand, ()), *other.levels.get(strand, ())}))
            for strand in {**one.levels, **other.levels}
        },
        contexts={
            name: tuple(dict.fromkeys((*one.contexts.get(name, ()), *other.contexts.get(name, ()))))
            for name in {**one.contexts, **other.contexts}
        },
        numbers={name: _widest(ranges) for name, ranges in numbers.items()},
        descriptors=one.descriptors | other.descriptors,
    )


def _widest(ranges: Sequence[tuple[int, int | None]]) -> tuple[int, int | None]:
    ends = [end for _, end in ranges if end is not None]
    return min(low for low, _ in ranges), max(ends) if len(ends) == len(ranges) else None


class ReadCases(NamedTuple):
    """The rows that could be read, the faults of those that could not, and strands that have no column."""

    caseload: Caseload
    problems: tuple[RowProblem, ...]
    absent: tuple[str, ...]


class _Row(NamedTuple):
    case: str
    levels: list[int]
    contexts: dict[str, str | None]
    numbers: dict[str, int]
    ticks: frozenset[str]
    groups: dict[str, str | None]


def read(rows: Sequence[Sequence[Cell]], known: Names) -> ReadCases:
    """Return ROWS, header first, as a caseload. A blank level is a gap; a blank context is one too."""
    problems: list[RowProblem] = []
    header = [_text(cell) for cell in rows[0]] if rows else []
    columns = {title: n for n, title in enumerate(header) if title}
    problems += _header_problems(header, known)
    good: list[_Row] = []
    if not problems:
        seen: dict[str, int] = {}
        headed = frozenset(columns.values())
        for number, cells in enumerate(rows[1:], start=2):
            if all(cell is None or cell == "" for cell in cells):
                continue
            row, faults = _row(number, cells, columns, known, seen)
            faults += _stray(number, cells, headed)
            problems += faults
            if row is not None and not faults:
                good.append(row)
    absent = tuple(strand for strand in known.levels if strand not in columns)
    return ReadCases(_caseload(good, columns, known), tuple(problems), absent)


def _header_problems(header: Sequence[str], known: Names) -> Iterator[RowProblem]:
    twice = sorted({title for title in header if title and header.count(title) > 1})
    for title in twice:
        yield RowProblem(1, title, "this heading twice", "each column once")
    if "case" not in header:
        yield RowProblem(1, "case", "no column of this name", "a column `case` with an id for each row")
    if not set(header) & set(known.levels):
        some = ", ".join(list(known.levels)[:12])
        yield RowProblem(1, "strands", "no column named after a strand", f"one column a strand: {some}")


def _row(
    number: int, cells: Sequence[Cell], columns: Mapping[str, int], known: Names, seen: dict[str, int]
) -> tuple[_Row | None, list[RowProblem]]:
    faults: list[RowProblem] = []

    def at(title: str) -> Cell:
        place = columns.get(title)
        return None if place is None or place >= len(cells) else cells[place]

    case = _text(at("case"))
    if not case:
        faults.append(RowProblem(number, "case", "nothing", "an id for this row"))
    elif case in seen:
        faults.append(RowProblem(number, "case", f'"{case}" again, as in row {seen[case]}', "each case once"))
    seen.setdefault(case, number)
    levels = [_level(number, strand, at(strand), own, faults) for strand, own in known.levels.items()]
    contexts = {name: _value(number, name, at(name), values, faults) for name, values in known.contexts.items()}
    numbers = {}
    for name, (low, high) in known.numbers.items():
        if name in columns:
            numbers[name] = _number(number, name, at(name), low, high, faults)
    ticks = frozenset(_text(at("descriptors")).replace(",", " ").replace(";", " ").split())
    for unknown in sorted(ticks - known.descriptors):
        faults.append(RowProblem(number, "descriptors", f'"{unknown}"', "ids of descriptors of the framework"))
    groups = {title: _text(at(title)) or None for title in columns if _is_other(title, known)}
    return (None if faults else _Row(case, levels, contexts, numbers, ticks, groups)), faults


def _stray(number: int, cells: Sequence[Cell], headed: Collection[int]) -> Iterator[RowProblem]:
    """Yield a fault for a row that goes on where row 1 names no column: its cells may have slipped sideways."""
    stray = [cell for n, cell in enumerate(cells) if n not in headed and cell not in (None, "")]
    if stray:
        yield RowProblem(number, "without a heading", _shown(stray[0]), "cells under a heading of row 1 alone")


def _is_other(title: str, known: Names) -> bool:
    return title not in {"case", "descriptors", *known.levels, *known.contexts, *known.numbers}


def _level(row: int, strand: str, cell: Cell, own: Sequence[int], faults: list[RowProblem]) -> int:
    if cell is None or cell == "":
        return MISSING
    level = _whole(cell)
    if level in own:
        return int(level or 0)
    faults.append(RowProblem(row, strand, _shown(cell), f"one of the levels {', '.join(map(str, own))}"))
    return MISSING


def _value(row: int, name: str, cell: Cell, values: Sequence[str], faults: list[RowProblem]) -> str | None:
    value = _text(cell)
    if not value or value in values:
        return value or None
    faults.append(RowProblem(row, name, f'"{value}"', f"one of {', '.join(values)}"))
    return None


def _number(row: int, name: str, cell: Cell, low: int, high: int | None, faults: list[RowProblem]) -> int:
    number = _whole(cell)
    if number is not None and number >= low and (high is None or number <= high):
        return number
    wanted = f"a whole number from {low}" + ("" if high is None else f" to {high}")
    faults.append(RowProblem(row, name, "nothing" if cell in (None, "") else _shown(cell), wanted))
    return low


def _whole(cell: Cell) -> int | None:
    """Return CELL as a whole number; text is taken only where nothing but digits stands in it, as CSV has it."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None
    if isinstance(cell, str):
        text = cell.removeprefix("-")
        return int(cell) if text.isascii() and text.isdigit() and len(text) <= 12 else None
    return int(cell) if cell == int(cell) else None


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def _shown(cell: Cell) -> str:
    return f'"{cell}"' if isinstance(cell, str) else str(cell)


def _caseload(rows: Sequence[_Row], columns: Mapping[str, int], known: Names) -> Caseload:
    levels = np.array([row.levels for row in rows], dtype=np.int8).reshape(len(rows), len(known.levels))
    descriptors = sorted({tick for row in rows for tick in row.ticks})
    others = [title for title in columns if _is_other(title, known)]
    return Caseload(
        cases=tuple(row.case for row in rows),
        strands=tuple(known.levels),
        levels=np.ascontiguousarray(levels.T),
        contexts={
            name: Column.of([row.contexts[name] for row in rows], values) for name, values in known.contexts.items()
        },
        numbers={
            name: np.array([row.numbers[name] for row in rows], dtype=np.int64)
            for name in known.numbers
            if name in columns
        },
        ticks={name: np.array([name in row.ticks for row in rows], dtype=bool) for name in descriptors},
        groups={title: Column.of([row.groups[title] for row in rows]) for title in others},
    )
