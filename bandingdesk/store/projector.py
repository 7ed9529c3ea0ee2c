"""Lays folded states down: their head, and the rows that the screens read. Never interprets an op."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite

from bandingdesk.ops import Subject
from bandingdesk.seams import LONDON
from bandingdesk.store import log
from bandingdesk.store.registry import Registry, State

UPSERT_HEAD = (
    "INSERT INTO head (subject, head_op, state) VALUES (?, ?, ?)"
    " ON CONFLICT (subject) DO UPDATE SET head_op = excluded.head_op, state = excluded.state"
)
SHARED_NUMBERS = (
    "SELECT number FROM reference WHERE kind = ? AND year = ? AND number BETWEEN ? AND ?"
    " GROUP BY number HAVING count(*) > 1"
)
OF_NUMBER = "SELECT subject FROM reference WHERE kind = ? AND year = ? AND number = ? ORDER BY op_id"
_BATCH = 500
INSERT_REFERENCE = "INSERT INTO reference (subject, op_id, kind, year, number, text) VALUES (?, ?, ?, ?, ?, ?)"


class Folded(NamedTuple):
    """A subject's state after its last op; `is_new` where no rows of it can stand yet."""

    subject: Subject
    state: State
    is_new: bool


def lay(conn: Connection, registry: Registry, folded: Sequence[Folded]) -> None:
    """Write the heads and rows of FOLDED, replacing what stood there. One statement a table for all of them."""
    raw = log.driver(conn)
    heads = [(str(one.subject), one.state.head, registry.dump(one.subject.kind, one.state)) for one in folded]
    raw.executemany(UPSERT_HEAD, heads)
    _sweep(raw, registry, folded)
    rows: dict[Table, list[dict[str, Any]]] = {}
    for one in folded:
        projection = registry.projections.get(one.subject.kind)
        if projection is not None:
            owner = str(one.subject)
            for table, row in projection(one.state):
                rows.setdefault(table, []).append({**row, "owner": owner})
    for table, values in rows.items():
        even = _even(values)
        names = tuple(column.name for column in table.columns if column.name in even[0])
        if len(names) != len(even[0]):
            raise ValueError(f"a row of {table.name} has columns that the table has not: {sorted(even[0])}")
        raw.executemany(_insert(table, names), [tuple(row[name] for name in names) for row in even])
    if registry.derives is not None:
        registry.derives(raw, ((one.subject.kind, one.state) for one in folded))


@functools.lru_cache(512)
def _insert(table: Table, names: tuple[str, ...]) -> str:
    """Return the INSERT of these columns, which stand in the table's own order.

    Rows hold what the driver takes as it is: text, integers, bytes, None.
    """
    return str(table.insert().compile(dialect=sqlite.dialect(), column_keys=list(names)))


def _sweep(raw: Any, registry: Registry, folded: Sequence[Folded]) -> None:
    owners: dict[str, list[tuple[str]]] = {}
    for one in folded:
        if not one.is_new:
            owners.setdefault(one.subject.kind, []).append((str(one.subject),))
    for kind, names in owners.items():
        for table in registry.tables_of.get(kind, ()):
            raw.executemany(f'DELETE FROM "{table.name}" WHERE owner = ?', names)


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ROWS with the same keys in each, as one executemany needs; what a row leaves out is NULL."""
    names = rows[0].keys()
    if all(row.keys() == names for row in rows):
        return rows
    empty: dict[str, Any] = dict.fromkeys(name for row in rows for name in row)
    return [{**empty, **row} for row in rows]


class Created(NamedTuple):
    """A subject whose first op stands: that op, its instant, and the NUMBER its author gave it (0: none)."""

    subject: Subject
    op_id: str
    at: datetime
    number: int


class References:
    """Gives the short references of new subjects by kind and year: the next number here, or the one its author gave.

    Devices that are apart may give one number twice. All that share it are then told apart by a letter, in the order of
    their first ops' ids, so that every device calls them alike whatever came first; the plain number finds them all.
    """

    def __init__(self, raw: Any, forms: Mapping[str, str]) -> None:
        self._raw = raw
        self._forms = forms
        self._last: dict[tuple[str, int], int] = {}

    def claim(self, kind: str, at: datetime) -> int:
        """Return the next number for a new subject of KIND, 0 where the kind has no references."""
        form = self._forms.get(kind)
        return 0 if form is None else self._next(kind, _year(form, at))

    def give(self, created: Iterable[Created]) -> None:
        """Write a reference for each of CREATED whose kind has them and that has none yet."""
        wanted = [one for one in created if one.subject.kind in self._forms]
        known = self._known([str(one.subject) for one in wanted])
        rows: list[tuple[str, str, str, int, int, str]] = []
        for one in wanted:
            if (subject := str(one.subject)) in known:
                continue
            known.add(subject)
            form = self._forms[one.subject.kind]
            year = _year(form, one.at)
            number = one.number or self._next(one.subject.kind, year)
            self._last[one.subject.kind, year] = max(number, self._last_of(one.subject.kind, year))
            rows.append((subject, one.op_id, one.subject.kind, year, number, form.format(year=year, number=number)))
        self._raw.executemany(INSERT_REFERENCE, rows)
        self._tell_apart(rows)

    def _tell_apart(self, given: Sequence[tuple[str, str, str, int, int, str]]) -> None:
        texts = {(kind, year, number): text for _, _, kind, year, number, text in given}
        for of in {(kind, year) for kind, year, _ in texts}:
            numbers = [number for kind, year, number in texts if (kind, year) == of]
            shared = self._raw.execute(SHARED_NUMBERS, (*of, min(numbers), max(numbers))).fetchall()
            for (number,) in shared:
                if (text := texts.get((*of, number))) is None:
                    continue
                rows = self._raw.execute(OF_NUMBER, (*of, number)).fetchall()
                told = [(f"{text}{_suffix(place)}", row[0]) for place, row in enumerate(rows)]
                self._raw.executemany("UPDATE reference SET text = ? WHERE subject = ?", told)

    def _known(self, subjects: Sequence[str]) -> set[str]:
        """Return those of SUBJECTS that have a reference."""
        found: set[str] = set()
        for at in range(0, len(subjects), _BATCH):
            part = subjects[at : at + _BATCH]
            select = f"SELECT subject FROM reference WHERE subject IN ({', '.join('?' * len(part))})"
            found.update(row[0] for row in self._raw.execute(select, tuple(part)).fetchall())
        return found

    def _next(self, kind: str, year: int) -> int:
        self._last[kind, year] = self._last_of(kind, year) + 1
        return self._last[kind, year]

    def _last_of(self, kind: str, year: int) -> int:
        if (kind, year) not in self._last:
            found = self._raw.execute(
                "SELECT max(number) FROM reference WHERE kind = ? AND year = ?", (kind, year)
            ).fetchone()
            self._last[kind, year] = found[0] or 0
        return self._last[kind, year]


def _year(form: str, at: datetime) -> int:
    return at.astimezone(LONDON).year if "{year" in form else 0


def _suffix(place: int) -> str:
    """Return "" for the first of a number, then -b, -c … -z, -27."""
    if place == 0:
        return ""
    return f"-{chr(ord('a') + place)}" if place < 26 else f"-{place + 1}"
