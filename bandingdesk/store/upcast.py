"""Ops that this version of the program does not understand yet: kept, held, and taken up once it does.

An op of an unknown kind or version, or of a newer protocol, is part of the record as any other, but cannot be folded.
It is held with all that follows on its subject, since a fold must not skip what it does not know. The first opening by
a program that knows it sets it free. Source: design, store 7.1 and 7.3.
"""

from __future__ import annotations

from typing import Any

from bandingdesk.ops import Kinds, Subject
from bandingdesk.store import log, standing
from bandingdesk.store.registry import Registry

# What is held here alone: the ledger applied it, or there is none. A device understands what it wrote itself.
HELD = (
    " FROM conflict c JOIN op o ON o.op_id = c.op_id JOIN outbox x ON x.seq = o.seq"
    " LEFT JOIN ledger l ON l.op_seq = o.seq"
    f" WHERE c.state = 'open' AND c.kind = '{standing.UPCAST}' AND x.state = '{standing.HELD}'"
    " AND coalesce(l.outcome, 'applied') = 'applied'"
    " AND o.device_id != (SELECT value FROM mark WHERE name = 'device_id')"
)
SELECT_HELD = f"SELECT o.seq, o.op_id, o.subject, o.kind, o.version, o.proto{HELD} ORDER BY o.seq"


def is_known(kinds: Kinds, kind: str, version: int, proto: int) -> bool:
    """Return whether this program understands an op of KIND at VERSION that was written in protocol PROTO."""
    found = kinds.get(kind)
    return found is not None and version <= found.version and proto <= log.PROTO


def held_subjects(raw: Any) -> set[str]:
    """Return the subjects of which an op is held because it is not understood."""
    return {row[0] for row in raw.execute(f"SELECT o.subject{HELD}").fetchall()}


def release(raw: Any, registry: Registry) -> set[str]:
    """Set free what this program understands by now and return the subjects, which are then to be folded whole.

    Few are ever held; a subject stays held as long as one of its ops is not understood.
    """
    rows = raw.execute(SELECT_HELD).fetchall()
    unknown = {
        subject
        for _, _, subject, kind, version, proto in rows
        if not is_known(registry.kinds, kind, version, proto) or Subject.parse(subject).kind not in registry.folds
    }
    free = [(seq, op_id, subject) for seq, op_id, subject, *_ in rows if subject not in unknown]
    for seq, op_id, subject in free:
        standing.settle(raw, seq, op_id, subject, standing.APPLIED)
    return {subject for _, _, subject in free}
