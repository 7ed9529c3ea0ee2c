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
INSERT_REFERENCE = "INSERT INTO reference (subject, kind, year, number, text) VALUES (?, ?, ?, ?, ?)"


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


class References:
    """Gives the short references of new subjects, in the order of the record, by kind and year."""

    def __init__(self, raw: Any, forms: Mapping[str, str]) -> None:
        self._raw = raw
        self._forms = forms
        self._last: dict[tuple[str, int], int] = {}

    def give(self, created: Iterable[tuple[Subject, datetime]], *, again: bool = False) -> None:
        """Write a reference for each of CREATED (subject, instant of its first op) whose kind has them.

        AGAIN: some of them may have theirs already, which stays.
        """
        rows = []
        for subject, at in created:
            form = self._forms.get(subject.kind)
            if form is not None and not (again and self._has(subject)):
                year = at.astimezone(LONDON).year if "{year" in form else 0
                number = self._next(subject.kind, year)
                rows.append((str(subject), subject.kind, year, number, form.format(year=year, number=number)))
        self._raw.executemany(INSERT_REFERENCE, rows)

    def _has(self, subject: Subject) -> bool:
        return self._raw.execute("SELECT 1 FROM reference WHERE subject = ?", (str(subject),)).fetchone() is not None

    def _next(self, kind: str, year: int) -> int:
        if (kind, year) not in self._last:
            found = self._raw.execute(
                "SELECT max(number) FROM reference WHERE kind = ? AND year = ?", (kind, year)
            ).fetchone()
            self._last[kind, year] = found[0] or 0
        self._last[kind, year] += 1
        return self._last[kind, year]
