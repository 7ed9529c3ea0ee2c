"""Rebuilds heads, references and rows from the log, subject by subject, so that memory does not grow with the store."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine

from bandingdesk.ops import Subject
from bandingdesk.store import log, marks, projector, reconcile, tables, upcast
from bandingdesk.store.projector import Created, Folded
from bandingdesk.store.registry import Registry

MARK = "projections"
BATCH = 1000  # subjects laid down at once


def refresh(writer: Engine, registry: Registry, progress: Callable[[int, int], None] | None = None) -> bool:
    """Rebuild where the store's rows were made by another version of folds or tables; return whether that was so.

    What an older version of the program could not read is taken up (upcast.py).
    """
    with writer.connect() as conn:
        if marks.find(log.driver(conn), MARK) == registry.mark and not upcast.held_subjects(log.driver(conn)):
            return False
        with conn.begin():
            freed = upcast.release(log.driver(conn), registry)
            if marks.find(log.driver(conn), MARK) == registry.mark:  # only this was left, or another was faster
                reconcile.fold(conn, registry, [(subject, 1) for subject in sorted(freed)])
                return False
            rebuild(conn, registry, progress)
            marks.keep(log.driver(conn), MARK, registry.mark)
    return True


def rebuild(conn: Connection, registry: Registry, progress: Callable[[int, int], None] | None = None) -> int:
    """Drop and make anew all that is a cache, inside CONN's transaction, and return the number of ops.

    PROGRESS is called with (ops done, of). Raises UnknownKindError.
    """
    raw = log.driver(conn)
    total = raw.execute("SELECT count(*) FROM op").fetchone()[0]
    _clear(raw)
    registry.tables.create_all(conn)
    _number(raw, registry)
    done = 0
    states = fold_all(conn, registry)
    while batch := list(itertools.islice(states, BATCH)):
        projector.lay(conn, registry, [Folded(subject, state, is_new=True) for subject, state, _ in batch])
        done += sum(count for _, _, count in batch)
        if progress is not None:
            progress(done, total)
    return int(total)


def fold_all(conn: Connection, registry: Registry) -> Iterator[tuple[Subject, Any, int]]:
    """Give (subject, folded state, number of its ops) for every subject of the log. Raises UnknownKindError."""
    cursor = log.driver(conn).cursor()
    cursor.execute(f"{log.SELECT_RECORDED} WHERE {log.STANDS} ORDER BY o.subject, o.seq")
    for text, rows in itertools.groupby(log.fetched(cursor), key=lambda row: row[6]):
        subject = Subject.parse(text)
        if subject.kind not in registry.folds:
            raise log.UnknownKindError(kind=subject.kind, version=0)
        apply = registry.folds[subject.kind].apply
        state, count = None, 0
        for row in rows:
            state = apply(state, log.recorded(registry.kinds, row))
            count += 1
        yield subject, state, count


def differing(conn: Connection, registry: Registry) -> list[Subject]:
    """Return the subjects whose kept state is not what a replay of the log gives. Raises UnknownKindError."""
    kept = dict(log.driver(conn).execute("SELECT subject, state FROM head").fetchall())
    found = []
    for subject, state, _ in fold_all(conn, registry):
        data = kept.pop(str(subject), None)
        if data is None or registry.load(subject.kind, data) != state:
            found.append(subject)
    return found + [Subject.parse(text) for text in kept]


def _clear(raw: Any) -> None:
    rows = raw.execute("SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    caches = [(name, sql) for name, sql in rows if name not in tables.LOG.tables and not name.startswith("sqlite_")]
    # A virtual table takes its shadow tables with it.
    for name, sql in sorted(caches, key=lambda pair: not pair[1].startswith("CREATE VIRTUAL")):
        raw.execute(f'DROP {"VIEW" if sql.startswith("CREATE VIEW") else "TABLE"} IF EXISTS "{name}"')
    raw.execute("DELETE FROM head")
    raw.execute("DELETE FROM dirty")


def _number(raw: Any, registry: Registry) -> None:
    """Give the short references again: the numbers their authors gave, else in the order of the record.

    Those of erased subjects stay as they are, since the number went with the body.
    """
    raw.execute(
        "DELETE FROM reference WHERE op_id NOT IN"
        " (SELECT o.op_id FROM op o JOIN payload p ON p.seq = o.seq WHERE p.erased IS NOT NULL)"
    )
    references = projector.References(raw, registry.referenced)
    cursor = raw.cursor()
    cursor.execute(
        "SELECT o.subject, o.op_id, o.wall_claimed, json_extract(CAST(p.body AS TEXT), '$.number') FROM op o"
        f" JOIN payload p ON p.seq = o.seq WHERE o.parent_op IS NULL AND {log.STANDS} ORDER BY o.seq"
    )
    kinds = set(registry.referenced)
    rows = (row for row in log.fetched(cursor) if row[0].partition(":")[0] in kinds)
    references.give(
        Created(Subject.parse(text), op_id, log.instant(wall), number or 0) for text, op_id, wall, number in rows
    )
