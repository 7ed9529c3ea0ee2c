"""What became of an op: the states it can be in, which of them a fold takes, and how a fork of a subject is told.

An op that was recorded is never lost and never changed; whether it *stands* is decided apart: on one laptop it does, on
a shared store the server's outcome says, in a folder the parent links do. What does not stand is listed in `conflict`,
open until a person's op resolves it. Source: design, store 7.2, 7.3 and 7.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

RECORDED, WAITING_BLOB, PENDING, APPLIED = "recorded", "waiting_blob", "pending", "applied"
CONFLICT, HELD, REJECTED, QUARANTINED, RESOLVED = "conflict", "held", "rejected", "quarantined", "resolved"
STANDING = (RECORDED, WAITING_BLOB, PENDING, APPLIED)
TO_SEND = (RECORDED, WAITING_BLOB, PENDING)
STATES = (*STANDING, CONFLICT, HELD, REJECTED, QUARANTINED, RESOLVED)
IN_STANDING = "('recorded', 'waiting_blob', 'pending', 'applied')"
IN_TO_SEND = "('recorded', 'waiting_blob', 'pending')"

# Kinds of conflict (design, store 7.3). `stale` is told apart into soft and hard by the resolver's own rule.
STALE, CONTEXT, SUCCESSOR, LATE, ERASED, ROLE, REVOKED = (
    "stale",
    "context",
    "successor",
    "late",
    "erased",
    "role",
    "revoked",
)
UPCAST, RULE, FORK = "upcast", "rule", "fork"


class Line(NamedTuple):
    """How the ops of one subject stand by their parent links: the line that folds, and the branches behind a fork."""

    stands: tuple[str, ...]
    forks: tuple[str, ...]  # every op behind the point where the line parts, in the order given


def line(ops: Sequence[tuple[str, str | None]], refused: Iterable[str] = ()) -> Line:
    """Return how OPS (op id, parent) of one subject stand, without those that a resolution REFUSED.

    The same set gives the same line in whatever order it came: from the start along the parent links while there is
    one child; at two or more the line stops, and all that hangs behind it waits for a person.
    """
    out = set(refused)
    children: dict[str | None, list[str]] = {}
    for op_id, parent in ops:
        if op_id not in out:
            children.setdefault(parent, []).append(op_id)
    stands: list[str] = []
    at: str | None = None
    while len(following := children.get(at, [])) == 1:
        at = following[0]
        stands.append(at)
    behind = _behind(children, children.get(at, ()))
    return Line(tuple(stands), tuple(op_id for op_id, _ in ops if op_id in behind))


def _behind(children: Mapping[str | None, Sequence[str]], first: Sequence[str]) -> set[str]:
    found: set[str] = set()
    left = list(first)
    while left:
        op_id = left.pop()
        found.add(op_id)
        left.extend(children.get(op_id, ()))
    return found


def settle(
    raw: Any, seq: int, op_id: str, subject: str, state: str, kind: str = "", against: str | None = None
) -> bool:
    """Write what became of an op and return whether that is new; its subject is then folded again from the start.

    KIND and AGAINST go to the list of conflicts where STATE is one that a person must look at.
    """
    before = raw.execute("SELECT state FROM outbox WHERE seq = ?", (seq,)).fetchone()[0]
    if before == state:
        return False
    raw.execute("UPDATE outbox SET state = ? WHERE seq = ?", (state, seq))
    if state in STANDING or state == RESOLVED:
        raw.execute("UPDATE conflict SET state = 'resolved' WHERE op_id = ?", (op_id,))
    else:
        note(raw, op_id, subject, kind or state, against)
    if (before in STANDING) != (state in STANDING):
        soil(raw, subject, whole=True)
    return True


def note(raw: Any, op_id: str, subject: str, kind: str, against: str | None) -> None:
    """List an op that does not stand, open, with the op it stands against."""
    raw.execute(
        "INSERT INTO conflict (op_id, subject, kind, against_op, state) VALUES (?, ?, ?, ?, 'open')"
        " ON CONFLICT (op_id) DO UPDATE SET kind = excluded.kind, against_op = excluded.against_op, state = 'open',"
        " resolution_op = NULL",
        (op_id, subject, kind, against),
    )


def soil(raw: Any, subject: str, *, whole: bool) -> None:
    """Note that the head of SUBJECT is no longer the fold of its standing ops (reconcile.py folds it)."""
    raw.execute(
        "INSERT INTO dirty (subject, whole) VALUES (?, ?)"
        " ON CONFLICT (subject) DO UPDATE SET whole = max(whole, excluded.whole)",
        (subject, int(whole)),
    )


def resolve(raw: Any, resolution_op: str, refused: Sequence[str]) -> list[str]:
    """Carry out a resolution: the ops it REFUSED are resolved, whoever made them. Return the subjects they are of.

    What the shared ledger applied stands, also where it had not done so before its server was set back to a backup.
    """
    subjects = []
    for op_id in refused:
        row = raw.execute(
            "SELECT o.seq, o.subject FROM op o LEFT JOIN ledger l ON l.op_seq = o.seq"
            " WHERE o.op_id = ? AND coalesce(l.outcome, '') != 'applied'",
            (op_id,),
        ).fetchone()
        if row is not None:
            settle(raw, row[0], op_id, row[1], RESOLVED)
            raw.execute("UPDATE conflict SET resolution_op = ? WHERE op_id = ?", (resolution_op, op_id))
            subjects.append(row[1])
    return list(dict.fromkeys(subjects))


def is_forked(raw: Any, subject: str) -> bool:
    """Return whether ops of SUBJECT wait behind a fork (sync through a folder)."""
    row = raw.execute(
        "SELECT 1 FROM conflict WHERE subject = ? AND kind = ? AND state = 'open' LIMIT 1", (subject, FORK)
    ).fetchone()
    return row is not None


def settle_forks(raw: Any, subject: str, refused: Iterable[str] = ()) -> None:
    """Tell by the parent links how the ops of SUBJECT stand (sync through a folder) and write it down.

    What a resolution refused and settled is out already; REFUSED names more.
    """
    rows = raw.execute(
        "SELECT o.seq, o.op_id, o.parent_op, x.state FROM op o JOIN outbox x ON x.seq = o.seq"
        " WHERE o.subject = ? ORDER BY o.seq",
        (subject,),
    ).fetchall()
    taken = [row for row in rows if row[3] in (*STANDING, CONFLICT)]
    found = line([(op_id, parent) for _, op_id, parent, _ in taken], refused)
    stands = set(found.stands)
    last = found.stands[-1] if found.stands else None
    for seq, op_id, _, state in taken:
        if op_id in stands:
            settle(raw, seq, op_id, subject, state if state in STANDING else APPLIED)
        elif op_id in found.forks:
            settle(raw, seq, op_id, subject, CONFLICT, FORK, last)
