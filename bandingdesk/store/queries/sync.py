"""What sync left to be looked at: counts, differences with both versions, devices, checkpoints."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import Connection

from bandingdesk import ops
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Recorded, Subject
from bandingdesk.store import log, marks, standing
from bandingdesk.store.registry import Registry

Peer = Literal["none", "server", "folder"]
_HIDDEN = frozenset({"id", "head"})
_WAY_TO_CASE = ("case", "case_id", "round", "decision", "letter", "evidence", "audit")
_FAR = 4  # steps from a subject to its case: audit, decision, round, case


class DifferenceSettledError(RefusedError):
    """The difference OP_ID is settled already, or there is none."""

    code = "SY-04"
    message = QT_TRANSLATE_NOOP("errors", "This difference is settled already.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list again and choose from it.")


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How this store stands to its peer. `last_end` is "" where the last run ended well, else the code of its stop."""

    peer: Peer
    where: str  # the server's address without login, or the folder
    store_id: str
    waiting: int
    differing: int
    last_at: datetime | None
    last_end: str
    checkpoint_seq: int | None
    checkpoint_at: datetime | None
    offset_seconds: int  # this clock against the server's, as told by the last run
    is_demo: bool


class Counts(NamedTuple):
    """How much waits to be sent, how much differs (a branch counts once), and the last checkpoint of the ledger."""

    waiting: int
    differing: int
    checkpoint_seq: int | None
    checkpoint_at: datetime | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A branch that does not stand: its first op, what it is about, whose it is, and against what it stands."""

    op_id: str
    op_kind: str
    subject: Subject
    case_id: str | None
    reference: str  # of the case, "" where it has none
    kind: str  # standing.py: stale context late role revoked rule upcast fork erased …
    state: str  # conflict held rejected quarantined
    by: str
    entered_by: str
    device_id: str
    is_own: bool  # made on this device
    at: datetime
    against: str | None
    ops: tuple[str, ...]  # the branch, oldest first, with OP_ID in front


@dataclass(frozen=True, slots=True)
class Version:
    """One line of ops behind the point where two part, and the state it leads to as plain values."""

    ops: tuple[Recorded, ...]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the subject in three versions; `path` names it with dots ("facts.setting_name")."""

    path: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def differs(self) -> bool:
        """Whether the two versions say otherwise."""
        return bool(self.mine != self.theirs)


@dataclass(frozen=True, slots=True)
class ThreeWay:
    """Before, yours (the branch that does not stand) and theirs (what stands, or the other branch of a fork)."""

    difference: Difference
    base: Mapping[str, Any]
    mine: Version
    theirs: Version
    fields: tuple[Field, ...]
    anew: Mapping[str, Any]  # what would stand if your ops were made anew on top of theirs

    @property
    def is_soft(self) -> bool:
        """Whether both versions changed different things only: both can be kept."""
        return not any(field.differs and field.base not in (field.mine, field.theirs) for field in self.fields)


class DeviceRow(NamedTuple):
    """A device of the record: how many ops it made, whether it is this one, when it was revoked."""

    id: str
    name: str
    ops: int
    head: str
    is_own: bool
    revoked_at: datetime | None


class CheckpointRow(NamedTuple):
    """An end of a chain that was seen and kept."""

    chain: str
    seq: int
    hash: str
    at: datetime
    source: str


def counts(conn: Connection) -> Counts:
    """Return how much waits and differs. On a store without a peer nothing waits."""
    raw = log.driver(conn)
    waiting = 0
    if peer(conn) != "none":
        waiting = raw.execute(f"SELECT count(*) FROM outbox WHERE state IN {standing.IN_TO_SEND}").fetchone()[0]
    last = raw.execute("SELECT seq, at FROM checkpoint WHERE chain = 'ledger' ORDER BY id DESC LIMIT 1").fetchone()
    seq, at = (last[0], log.instant(last[1])) if last else (None, None)
    return Counts(int(waiting), _count_open(raw), seq, at)


def status(conn: Connection) -> SyncStatus:
    """Return how this store stands to its peer, from what the last run wrote down (marks `peer…` and `sync.…`)."""
    known = marks.every(log.driver(conn))
    found = counts(conn)
    at = known.get("sync.at")
    return SyncStatus(
        peer=peer(conn),
        where=known.get("peer.where", ""),
        store_id=known[marks.STORE_ID],
        waiting=found.waiting,
        differing=found.differing,
        last_at=None if at is None else log.instant(int(at)),
        last_end=known.get("sync.end", ""),
        checkpoint_seq=found.checkpoint_seq,
        checkpoint_at=found.checkpoint_at,
        offset_seconds=int(known.get("sync.offset", "0")),
        is_demo=known.get("demo") == "1",
    )


def peer(conn: Connection) -> Peer:
    """Return with whom this store syncs."""
    found = marks.find(log.driver(conn), marks.PEER)
    return "none" if found is None else cast(Peer, found)


def differences(conn: Connection) -> list[Difference]:
    """Return what a person must look at, the oldest first."""
    raw = log.driver(conn)
    return [_difference(conn, raw, op_id) for op_id in _open(raw)]


def difference(conn: Connection, op_id: str) -> Difference:
    """Return the difference that begins with OP_ID. Raises DifferenceSettledError."""
    raw = log.driver(conn)
    if op_id not in _open(raw):
        raise DifferenceSettledError(op_id=op_id)
    return _difference(conn, raw, op_id)


def three_way(conn: Connection, registry: Registry, op_id: str) -> ThreeWay:
    """Return the difference with all three versions folded. Raises DifferenceSettledError."""
    found = difference(conn, op_id)
    told = log.ops_of(conn, registry.kinds, found.subject)
    by_id = {op.op_id: op for op, _ in told}
    mine = tuple(by_id[id_] for id_ in found.ops)
    before = _line_to(by_id, mine[0].parent)
    if found.kind == standing.FORK:
        theirs = _other_branch(told, found, mine[0].parent)
    else:
        stands = tuple(op for op, state in told if state in standing.STANDING)
        common = {op.op_id for op in before}
        theirs = tuple(op for op in stands if op.op_id not in common)
        before = tuple(op for op in before if op.op_id in {one.op_id for one in stands}) or before
    fold = registry.folds[found.subject.kind].apply
    base, my_values, their_values, anew = (
        _values(_fold(fold, line)) for line in (before, (*before, *mine), (*before, *theirs), (*before, *theirs, *mine))
    )
    paths = sorted({*base, *my_values, *their_values})
    fields = tuple(
        Field(path, base.get(path), my_values.get(path), their_values.get(path))
        for path in paths
        if not base.get(path) == my_values.get(path) == their_values.get(path)
    )
    return ThreeWay(found, base, Version(mine, my_values), Version(theirs, their_values), fields, anew)


def disputed(conn: Connection, case_id: str) -> list[Difference]:
    """Return what differs about a case and is not settled: nothing final is done on it meanwhile."""
    return [one for one in differences(conn) if one.case_id == case_id and one.state == standing.CONFLICT]


def devices(conn: Connection) -> list[DeviceRow]:
    """Return the devices whose ops are here, this one first."""
    raw = log.driver(conn)
    own = marks.load(raw, marks.DEVICE_ID)
    rows = raw.execute(
        "SELECT d.id, coalesce(d.name, ''), d.revoked_at,"
        " (SELECT device_seq FROM chain c WHERE c.device_id = d.id ORDER BY device_seq DESC LIMIT 1),"
        " (SELECT hash FROM chain c WHERE c.device_id = d.id ORDER BY device_seq DESC LIMIT 1) FROM device d"
    ).fetchall()
    found = [
        DeviceRow(
            id=row[0],
            name=row[1],
            ops=row[3] or 0,
            head=row[4].hex() if row[4] else "",
            is_own=row[0] == own,
            revoked_at=None if row[2] is None else log.instant(row[2]),
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (not row.is_own, row.name, row.id))


def checkpoints(conn: Connection, limit: int = 50) -> list[CheckpointRow]:
    """Return the last ends of chains that were kept, the newest first."""
    rows = log.driver(conn).execute(
        "SELECT chain, seq, hash, at, source FROM checkpoint ORDER BY id DESC LIMIT ?", (limit,)
    )
    return [CheckpointRow(row[0], row[1], row[2].hex(), log.instant(row[3]), row[4]) for row in rows.fetchall()]


def _open(raw: Any) -> dict[str, None]:
    """Return the first op of each open branch, the oldest first: an op whose parent is open too follows its root."""
    rows = raw.execute(
        "SELECT c.op_id FROM conflict c JOIN op o ON o.op_id = c.op_id WHERE c.state = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM conflict p WHERE p.op_id = o.parent_op AND p.state = 'open') ORDER BY o.seq"
    ).fetchall()
    return dict.fromkeys(row[0] for row in rows)


def _count_open(raw: Any) -> int:
    """Return how many choices wait: all branches of one fork are one choice."""
    rows = raw.execute(
        "SELECT DISTINCT CASE c.kind WHEN ? THEN c.subject ELSE c.op_id END FROM conflict c"
        " JOIN op o ON o.op_id = c.op_id WHERE c.state = 'open'"
        " AND NOT EXISTS (SELECT 1 FROM conflict p WHERE p.op_id = o.parent_op AND p.state = 'open')",
        (standing.FORK,),
    ).fetchall()
    return len(rows)


def _difference(conn: Connection, raw: Any, op_id: str) -> Difference:
    row = raw.execute(
        "SELECT o.kind, o.subject, c.kind, x.state, o.actor, o.entered_by, o.device_id, o.wall_claimed, c.against_op"
        " FROM op o JOIN conflict c ON c.op_id = o.op_id JOIN outbox x ON x.seq = o.seq WHERE o.op_id = ?",
        (op_id,),
    ).fetchone()
    own = marks.load(raw, marks.DEVICE_ID)
    subject = Subject.parse(row[1])
    case_id = _case_of(raw, subject, op_id)
    reference = raw.execute("SELECT text FROM reference WHERE subject = ?", (f"case:{case_id}",)).fetchone()
    return Difference(
        op_id=op_id,
        op_kind=row[0],
        subject=subject,
        case_id=case_id,
        reference=reference[0] if reference else "",
        kind=row[2],
        state=row[3],
        by=row[4],
        entered_by=row[5],
        device_id=row[6],
        is_own=row[6] == own,
        at=log.instant(row[7]),
        against=row[8],
        ops=_branch(raw, op_id, row[1]),
    )


def _branch(raw: Any, root: str, subject: str) -> tuple[str, ...]:
    rows = raw.execute(
        "SELECT o.op_id, o.parent_op FROM op o JOIN conflict c ON c.op_id = o.op_id"
        " WHERE o.subject = ? AND c.state = 'open' ORDER BY o.seq",
        (subject,),
    ).fetchall()
    found = [root]
    for op_id, parent in rows:
        if parent in found and op_id not in found:
            found.append(op_id)
    return tuple(found)


def _other_branch(told: Sequence[tuple[Recorded, str]], found: Difference, parent: str | None) -> tuple[Recorded, ...]:
    """Return the branch a fork is shown against: the oldest other one, with what hangs behind it."""
    waiting = [op for op, state in told if state == standing.CONFLICT]
    root = next((op for op in waiting if op.parent == parent and op.op_id != found.op_id), None)
    line: list[Recorded] = [] if root is None else [root]
    for op in waiting:
        if line and op.parent == line[-1].op_id:
            line.append(op)
    return tuple(line)


def _line_to(by_id: Mapping[str, Recorded], op_id: str | None) -> tuple[Recorded, ...]:
    line: list[Recorded] = []
    while op_id is not None and op_id in by_id:
        line.append(by_id[op_id])
        op_id = by_id[op_id].parent
    return tuple(reversed(line))


def _fold(apply: Any, line: Sequence[Recorded]) -> Any:
    state = None
    for op in line:
        state = apply(state, op)
    return state


def _values(state: Any) -> dict[str, Any]:
    """Return a state as plain values by dotted path; lists stay whole."""
    return {} if state is None else dict(_flat(ops.plain(state), ""))


def _flat(value: Mapping[str, Any], before: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, item in value.items():
        if before == "" and name in _HIDDEN:
            continue
        path = f"{before}{name}"
        found.extend(_flat(item, f"{path}.") if isinstance(item, dict) else [(path, item)])
    return found


def _case_of(raw: Any, subject: Subject, op_id: str) -> str | None:
    """Return the case a subject belongs to, along what its ops name; None where it belongs to none."""
    # A later op may not name what the subject's first one names: a signature says nothing of the case.
    first = _body_of(raw, "o.subject = ? AND o.parent_op IS NULL", str(subject))
    body = {**first, **_body_of(raw, "o.op_id = ?", op_id)}
    for _ in range(_FAR):
        if subject.kind == "case":
            return subject.id
        link = next((name for name in _WAY_TO_CASE if isinstance(body.get(name), str)), None)
        if link is None:
            return None
        subject = Subject(link.removesuffix("_id"), body[link])
        body = _body_of(raw, "o.subject = ? AND o.parent_op IS NULL", str(subject))
    return None


def _body_of(raw: Any, where: str, value: str) -> dict[str, Any]:
    row = raw.execute(f"SELECT p.body FROM op o JOIN payload p ON p.seq = o.seq WHERE {where}", (value,)).fetchone()
    found = json.loads(row[0]) if row and row[0] is not None else {}
    return found if isinstance(found, dict) else {}
