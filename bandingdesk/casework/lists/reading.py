"""Rows of a list of settings, placements or term dates become lines, with each fault named; and what they would do.

Pure, and the same for every kind of list: what one row means is told by a reader of its kind, in the file of its name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from bandingdesk.casework import cells, columns, intake
from bandingdesk.casework.intake import Place, Problem
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.sheets import Sheet

ONE_OF = QT_TRANSLATE_NOOP("problems", "Nothing is given of: {names}. One of them is needed.")
SAID_TWICE = QT_TRANSLATE_NOOP("problems", "{label}: row {row} says something else of the same.")


class Line(Protocol):
    """One row as it was understood. `key` names what it speaks of, `facts` are compared with the record."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def key(self) -> Hashable: ...
    def facts(self) -> Mapping[str, Any]: ...


L = TypeVar("L", bound=Line)


@dataclass(frozen=True, slots=True)
class Checked(Generic[L]):
    """A checked sheet. `read` counts the rows that hold anything; ready + to_fix make it up."""

    sheet: str
    read: int
    ready: tuple[L, ...]
    to_fix: tuple[int, ...]
    problems: tuple[Problem, ...]

    @property
    def duplicates(self) -> tuple[intake.Duplicate, ...]:
        """No children are taken in here, so none can be there twice."""
        return ()

    @property
    def set_aside(self) -> tuple[int, ...]:
        """The rows that are not ready."""
        return self.to_fix


@dataclass(frozen=True, slots=True)
class Change(Generic[L]):
    """What is on record and what the list says of it; `fields` are those that differ."""

    before: L
    after: L
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect(Generic[L]):
    """What an import would do."""

    new: tuple[L, ...]
    changed: tuple[Change[L], ...]
    same: tuple[L, ...]


Reader = Callable[[Place, dict[str, Any], set[str]], tuple[L | None, list[Problem]]]


def check(sheet: Sheet, mapping: columns.Mapping, reader: Reader[L]) -> Checked[L]:
    """Return SHEET as lines and problems. Blank rows count for nothing. Raises columns.ColumnMissingError."""
    columns.require(mapping)
    read_by = intake.matched(mapping)
    doubts = intake.turned(sheet, mapping, read_by)
    lines: list[L] = []
    problems: list[Problem] = []
    to_fix: list[int] = []
    read = 0
    for number, row in enumerate(sheet.rows[mapping.header_row :], mapping.header_row + 1):
        if all(cell is None for cell in row):
            continue
        read += 1
        place = Place(sheet.name, number, read_by, mapping.form)
        values, found, blocked = intake.read_values(place, row)
        found += [*missing(place, values, blocked), *doubts.get(number, ())]
        line, more = (None, []) if any(one.blocking for one in found) else reader(place, values, blocked)
        problems += [*found, *more]
        if line is None:
            to_fix.append(number)
        else:
            lines.append(line)
    ready, twice = _once(lines, sheet.name, read_by, mapping.form)
    return Checked(sheet.name, read, ready, tuple(sorted({*to_fix, *(one.row for one in twice)})), (*problems, *twice))


def missing(place: Place, values: Mapping[str, Any], blocked: set[str]) -> list[Problem]:
    """Return a problem for each needed field that a row leaves empty; a field that can't be read has one already."""
    said = {*values, *blocked}
    if "surname" in said or "forename" in said:
        said.add("full_name")
    form = place.form
    alone = form.missing({*said, *(name for group in form.one_of for name in group)})
    found = [place.problem(name, "IM-09", cells.MISSING) for name in alone]
    for group in form.one_of:
        if not any(name in said for name in group):
            taken = {one.name for one, _, _ in place.matched}
            at = next((name for name in group if name in taken), group[0])
            names = ", ".join(form.field(name).label for name in group)
            found.append(place.problem(at, "IM-67", ONE_OF, names=names))
    return found


def effect(lines: Iterable[L], known: Mapping[Hashable, L]) -> Effect[L]:
    """Return what taking LINES in would do to what is KNOWN. What a list does not say changes nothing."""
    new: list[L] = []
    changed: list[Change[L]] = []
    same: list[L] = []
    for line in lines:
        before = known.get(line.key)
        if before is None:
            new.append(line)
            continue
        was = before.facts()
        fields = tuple(name for name, now in line.facts().items() if now not in ("", None) and now != was.get(name))
        if fields:
            changed.append(Change(before, line, fields))
        else:
            same.append(line)
    return Effect(tuple(new), tuple(changed), tuple(same))


def _once(
    lines: Sequence[L], sheet: str, read_by: Sequence[tuple[columns.Field, int, str]], form: columns.Form
) -> tuple[tuple[L, ...], list[Problem]]:
    """Return LINES with what the list says twice in the same words taken once; where it differs, both are problems."""
    first: dict[Hashable, L] = {}
    quarrels: dict[int, int] = {}
    for line in lines:
        known = first.setdefault(line.key, line)
        if known is not line and known.facts() != line.facts():
            quarrels[line.row] = known.row
            quarrels.setdefault(known.row, line.row)
    field = read_by[0][0].name
    twice = [
        Place(sheet, row, read_by, form).problem(field, "IM-55", SAID_TWICE, row=str(other))
        for row, other in sorted(quarrels.items())
    ]
    return tuple(line for line in first.values() if line.row not in quarrels), twice
