"""A part of the record as it was at a moment: its entries up to then are folded again and laid down in memory.

The same folds and the same projections make the rows, so every query answers about that moment by its own rules: what
was blind then is blind, and a clock is reckoned with what was known. Nothing is read from today's rows, and nothing of
it is ever written to the disk. Source: decision 0061.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from bandingdesk.ops import Erased, Kinds, Recorded, Sealed, Subject
from bandingdesk.store import engine, log, projector, standing, tables
from bandingdesk.store.projector import Folded
from bandingdesk.store.registry import Registry, State

_BATCH = 400
_SELECT = log.SELECT_RECORDED.replace(
    " FROM op o JOIN payload p ON p.seq = o.seq",
    ", o.device_id, x.state, l.recv_at FROM op o JOIN payload p ON p.seq = o.seq JOIN outbox x ON x.seq = o.seq"
    " LEFT JOIN ledger l ON l.op_seq = o.seq",
)


class Entry(NamedTuple):
    """One op of the record. `at` is when it was recorded: by its device's clock, and never before what it stands on.

    `arrived` is when the shared store took it, None on a record that has none. `stands`: a fold takes it.
    """

    seq: int
    op: Recorded
    at: datetime
    arrived: datetime | None
    is_foreign: bool
    stands: bool

    @property
    def is_erased(self) -> bool:
        """Whether its words were erased under a retention rule."""
        return isinstance(self.op.body, Erased)

    @property
    def is_sealed(self) -> bool:
        """Whether its words may not be read here yet."""
        return isinstance(self.op.body, Sealed)


def entries(conn: Connection, kinds: Kinds, subjects: Iterable[str], device_id: str = "") -> list[Entry]:
    """Return the ops of SUBJECTS ("kind:id"), by the moment they were recorded and the order of the record.

    Those of a device other than DEVICE_ID are foreign. Raises UnknownKindError.
    """
    wanted = sorted(set(subjects))
    raw, found = log.driver(conn), []
    for start in range(0, len(wanted), _BATCH):
        part = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(part))
        found += raw.execute(f"{_SELECT} WHERE o.subject IN ({marks})", part).fetchall()
    found.sort(key=lambda row: row[0])
    known: dict[str, datetime] = {}
    made = []
    for *row, device, state, received in found:
        op = log.recorded(kinds, row)
        arrived = log.instant(received) if received is not None else None
        claimed = op.at if arrived is None else min(op.at, arrived)  # a clock ahead of the server's was wrong
        at = max(claimed, known.get(op.parent or "", claimed))
        known[op.op_id] = at
        made.append(Entry(row[0], op, at, arrived, device != device_id, state in standing.STANDING))
    return sorted(made, key=lambda one: (one.at, one.seq))


def folded(registry: Registry, known: Iterable[Entry]) -> dict[Subject, State]:
    """Return the state of each subject after the entries KNOWN, in the order of the record."""
    states: dict[Subject, State] = {}
    for one in sorted((one for one in known if one.stands), key=lambda one: one.seq):
        subject = one.op.subject
        states[subject] = registry.folds[subject.kind].apply(states.get(subject), one.op)
    return states


@contextmanager
def laid(registry: Registry, states: dict[Subject, State], references: Sequence[Any] = ()) -> Iterator[Connection]:
    """Give a connection to rows in memory that STATES lay down, with rows of `reference` (REFERENCES) beside them."""
    memory, raw = _empty(registry)
    try:
        with memory.connect() as conn:
            lay(conn, registry, states)
            marks = ", ".join("?" * len(tables.reference.columns))
            raw.executemany(f"INSERT INTO reference VALUES ({marks})", references)
            yield conn
    finally:
        memory.dispose()
        raw.close()


def lay(conn: Connection, registry: Registry, states: dict[Subject, State]) -> None:
    """Lay STATES down on a connection of `laid`, in place of what stood there of the same subjects."""
    rows = [Folded(subject, state, is_new=False) for subject, state in states.items()]
    if rows:
        projector.lay(conn, registry, rows)


def _empty(registry: Registry) -> tuple[Engine, Any]:
    """Return an empty store in memory: a copy, since making its tables takes ten times longer."""
    memory, raw = engine.in_memory()
    _pattern(registry.mark, registry.tables).backup(raw)
    return memory, raw


@functools.lru_cache(2)
def _pattern(_mark: str, metadata: Any) -> Any:
    memory, raw = engine.in_memory()
    with memory.connect() as conn:
        tables.LOG.create_all(conn)
        metadata.create_all(conn)
    return raw
