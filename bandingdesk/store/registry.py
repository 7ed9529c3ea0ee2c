"""What the store is given to understand ops: bodies by kind, folds by subject kind, and the rows a state lays down.

The store joins these lists when it is opened; nothing registers itself by being imported. A projection table carries
a column `owner` ("kind:id") that an index begins with, and says whose rows it holds: `Table(..., info={"of": "case"})`
or a tuple of subject kinds. Projecting a subject again deletes its owner's rows in the tables of its kind first.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import MetaData, Table

from bandingdesk.ops import Kinds, Recorded

State = Any  # a frozen dataclass with at least `id: str` and `head: str`, all fields typed (it is kept as JSON)
Apply = Callable[[Any, Recorded], Any]  # (state or None, op) -> state; the new state's `head` is op.op_id
Row = tuple[Table, Mapping[str, Any]]
Projection = Callable[[Any], Iterable[Row]]
Derived = Callable[[Any, Iterable[tuple[str, State]]], None]  # (driver's connection, (subject kind, state) laid down)


@dataclass(frozen=True, slots=True)
class Fold:
    """How a subject of one kind comes out of its ops: the state's class and `apply(state | None, op) -> state`."""

    state: type
    apply: Apply


class Erasure(NamedTuple):
    """What a state takes out of the record: all bodies of SUBJECTS ("kind:id") and the files of a case.

    RULE is the retention rule it is done under, AT the instant of the op that says so, ITEMS the places of the case on
    agendas, since drafts are kept under them.
    """

    rule: str
    case: str
    subjects: tuple[str, ...]
    at: datetime
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Registry:
    """All that the store needs to know about ops, states and rows. Raises ValueError where the parts don't fit.

    `version` goes up when a fold or a projection means something new: the rows are then rebuilt by replay at the
    next opening (a changed table is noticed by itself). `referenced` maps the subject kinds that people call by a
    short reference to its form, with {year} and {number}: {"case": "{year}-{number:04d}"}. `resolves` tells by subject
    kind which ops a state refuses: their standing ends with it (standing.py). `erases` tells by subject kind which
    bodies a state takes out of the record (erasure.py). `derives` writes the rows that come out of several subjects at
    once, after those of the subjects themselves.
    """

    kinds: Kinds
    folds: Mapping[str, Fold]
    projections: Mapping[str, Projection]
    tables: MetaData
    version: int
    referenced: Mapping[str, str] = field(default_factory=dict)
    resolves: Mapping[str, Callable[[Any], Sequence[str]]] = field(default_factory=dict)
    erases: Mapping[str, Callable[[Any], Erasure | None]] = field(default_factory=dict)
    derives: Derived | None = None

    def __post_init__(self) -> None:
        for table in self.tables.tables.values():
            if "owner" not in table.columns:
                raise ValueError(f"projection table {table.name} has no column owner")
            if not _kinds_of(table):
                raise ValueError(f"projection table {table.name} does not say whose rows it holds (info['of'])")
            if not _is_found_by_owner(table):
                raise ValueError(f"projection table {table.name} has no index that begins with owner")
        for kind in self.projections:
            if kind not in self.folds:
                raise ValueError(f"projection of {kind} without a fold")

    @functools.cached_property
    def tables_of(self) -> Mapping[str, tuple[Table, ...]]:
        """The projection tables by the subject kind whose rows they hold."""
        found: dict[str, list[Table]] = {kind: [] for kind in self.folds}
        for table in self.tables.sorted_tables:
            for kind in _kinds_of(table):
                found.setdefault(kind, []).append(table)
        return {kind: tuple(tables) for kind, tables in found.items()}

    @functools.cached_property
    def mark(self) -> str:
        """The version with a digest of the tables' columns: kept in the store to know when to rebuild."""
        shape = [(t.name, [(c.name, repr(c.type)) for c in t.columns]) for t in self.tables.sorted_tables]
        return f"{self.version}:{hashlib.sha256(repr(shape).encode()).hexdigest()[:16]}"

    def dump(self, kind: str, state: State) -> bytes:
        """Return the JSON bytes of a state of subject KIND."""
        data: bytes = _adapter(self.folds[kind].state).dump_json(state)
        return data

    def load(self, kind: str, data: bytes) -> State:
        """Return the state of subject KIND read from JSON bytes."""
        return _adapter(self.folds[kind].state).validate_json(data)


@functools.cache
def _adapter(cls: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(cls)


def _kinds_of(table: Table) -> tuple[str, ...]:
    of = table.info.get("of", ())
    return (of,) if isinstance(of, str) else tuple(of)


def _is_found_by_owner(table: Table) -> bool:
    owner = table.c.owner
    if owner.index or owner.unique or next(iter(table.primary_key.columns), None) is owner:
        return True
    return any(next(iter(index.columns), None) is owner for index in table.indexes)
