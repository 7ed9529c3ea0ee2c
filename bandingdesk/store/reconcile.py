"""Folds the subjects whose standing ops changed without an act: after an arrival, a resolution, an opened seal.

An arrival only writes (arrive.py); here heads, references and rows follow, subject by subject, each batch in a
transaction of its own, so that it can be interrupted anywhere and go on later.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bandingdesk.ops import Subject
from bandingdesk.store import erasure, log, marks, projector, standing
from bandingdesk.store.projector import Created, Folded
from bandingdesk.store.registry import Registry

BATCH = 500
logger = logging.getLogger(__name__)

# A subject with an op of ours that the server has not answered, and a foreign one on the same parent, keeps our line
# until it did ("never touch a case with pending local ops"): what arrived is there, and is folded after the outcome.
SELECT_DIRTY = (
    "SELECT d.subject, d.whole FROM dirty d WHERE NOT EXISTS (SELECT 1 FROM op o JOIN outbox x ON x.seq = o.seq"
    f" WHERE o.subject = d.subject AND x.state IN {standing.IN_TO_SEND}"
    " AND EXISTS (SELECT 1 FROM op f JOIN outbox y ON y.seq = f.seq WHERE f.subject = o.subject"
    " AND f.parent_op IS o.parent_op AND f.op_id != o.op_id AND y.state = 'applied'))"
)


def waiting(raw: Any, limit: int = BATCH) -> list[tuple[str, int]]:
    """Return (subject, whole) of subjects that are to be folded now."""
    return [(row[0], row[1]) for row in raw.execute(f"{SELECT_DIRTY} LIMIT ?", (limit,)).fetchall()]


def fold(conn: Connection, registry: Registry, part: Sequence[tuple[str, int]]) -> set[Subject]:
    """Fold the subjects of PART from their standing ops, lay them down, and return them. Raises UnknownKindError.

    A resolution that comes out of it is carried out, except in a folder, where two may compete (sync.folder decides).
    An erasure is carried out wherever it comes from, and again on bodies that come after it.
    """
    raw = log.driver(conn)
    folded: list[Folded] = []
    created: list[Created] = []
    in_folder = marks.find(raw, marks.PEER) == "folder"
    # Before the folds: a resolution or an erasure among them may leave another of these subjects to be folded again.
    raw.executemany("DELETE FROM dirty WHERE subject = ?", [(text,) for text, _ in part])
    came_late = erasure.repeat(raw, [text for text, _ in part])
    for text, whole in part:
        subject = Subject.parse(text)
        whole = whole or text in came_late
        apply = registry.folds[subject.kind].apply
        kept = None if whole else raw.execute("SELECT head_op, state FROM head WHERE subject = ?", (text,)).fetchone()
        state = None if kept is None else registry.load(subject.kind, kept[1])
        after = 0 if kept is None else raw.execute("SELECT seq FROM op WHERE op_id = ?", (kept[0],)).fetchone()[0]
        rows = log.standing_rows(raw, text, after)
        for place, row in enumerate(rows):
            try:
                op = log.recorded(registry.kinds, row)
                folded_to = apply(state, op)
            except (ValueError, TypeError, LookupError, AttributeError):
                _hold(raw, text, rows[place:])
                break
            if state is None:
                created.append(Created(subject, op.op_id, op.at, getattr(op.body, "number", 0)))
            state = folded_to
        if state is None:
            _remove(raw, registry, subject)
        else:
            folded.append(Folded(subject, state, is_new=False))
            refuses = registry.resolves.get(subject.kind)
            if refuses is not None and not in_folder:
                standing.resolve(raw, state.head, refuses(state))
            erases = registry.erases.get(subject.kind)
            if erases is not None and (wanted := erases(state)) is not None and erasure.is_decided(raw, state.head):
                erasure.carry_out(raw, wanted, state.head)
    projector.References(raw, registry.referenced).give(created)
    if folded:
        projector.lay(conn, registry, folded)
    raw.executemany("INSERT INTO settled (subject) VALUES (?)", [(text,) for text, _ in part])
    return {Subject.parse(text) for text, _ in part}


def _hold(raw: Any, subject: str, rows: Sequence[Any]) -> None:
    """Hold an op whose body is not what its kind says, and all behind it: nobody's op may stop the others' folding."""
    logger.warning("an op can't be folded", extra={"op_id": rows[0][1], "op_kind": rows[0][4]})
    for seq, op_id, *_ in rows:
        standing.settle(raw, seq, op_id, subject, standing.HELD, standing.RULE)


def _remove(raw: Any, registry: Registry, subject: Subject) -> None:
    """Take away the head and rows of a subject of which no op stands: its creation is in conflict."""
    kept = raw.execute("SELECT state FROM head WHERE subject = ?", (str(subject),)).fetchone()
    raw.execute("DELETE FROM head WHERE subject = ?", (str(subject),))
    for table in registry.tables_of.get(subject.kind, ()):
        raw.execute(f'DELETE FROM "{table.name}" WHERE owner = ?', (str(subject),))
    if kept is not None and registry.derives is not None:
        registry.derives(raw, [(subject.kind, registry.load(subject.kind, kept[0]))])
