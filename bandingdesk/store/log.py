"""Writes ops to the log and reads them back: rows of `op`, `payload`, `chain` and `outbox`.

The hot path speaks to the driver under the SQLAlchemy connection: measured, 3 us a statement against 14-21 us through
`exec_driver_sql`, on a commit of about 350 us.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk import ops
from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.ops import Erased, Kinds, Op, Recorded, Sealed, Seen, Subject
from bandingdesk.store import chain, marks, standing
from bandingdesk.store.tables import OP_COLUMNS

PROTO = 1
LATEST = 2**62  # hybrid time: the year 4199
HLC = "hlc"  # mark: the highest hybrid time among the ops that arrived, and before them
EPOCH_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

COLUMNS = ", ".join(OP_COLUMNS)
INSERT_OP = f"INSERT INTO op (seq, {COLUMNS}) VALUES (?{', ?' * len(OP_COLUMNS)})"
INSERT_PAYLOAD = "INSERT INTO payload (seq, salt, body) VALUES (?, ?, ?)"
INSERT_CHAIN = "INSERT INTO chain (device_id, device_seq, hash) VALUES (?, ?, ?)"
INSERT_OUTBOX = "INSERT INTO outbox (seq, state) VALUES (?, 'recorded')"
SELECT_RECORDED = (
    "SELECT o.seq, o.op_id, o.act_id, o.device_seq, o.kind, o.version, o.subject, o.parent_op, o.seen, o.actor,"
    " o.entered_by, o.wall_claimed, p.body, p.erased FROM op o JOIN payload p ON p.seq = o.seq"
)
SELECT_LEASES = "SELECT subject, epoch FROM lease WHERE device_id = ? AND expires_at > ?"  # few, and mostly none
# What folds take: the ops that stand. Few do not, so their places are looked up by an index of those few.
STANDS = f"o.seq NOT IN (SELECT seq FROM outbox WHERE state NOT IN {standing.IN_STANDING})"


class UnknownKindError(StoreError):
    """The record holds an op of a KIND or VERSION that this program does not know."""

    code = "ST-12"
    message = QT_TRANSLATE_NOOP("errors", "The record holds an entry that this version does not know ({kind}).")
    kept = QT_TRANSLATE_NOOP("errors", "The record was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Install the newer version of Banding Desk, then open the store again.")


class Tail(NamedTuple):
    """Where the log ends: the last place in the file, and this device's last number, hash and hybrid time."""

    seq: int
    device_seq: int
    hash: bytes
    hlc: int


class Pending(NamedTuple):
    """An op that was checked and waits for its act to end."""

    op_id: str
    act_id: str
    act_size: int  # 0: the size of the whole act, known when it ends
    op: Op
    entered_by: str
    version: int
    salt: bytes
    body: bytes


def driver(conn: Connection) -> Any:
    """Return the driver's own connection under CONN, in the same transaction."""
    return conn.connection.driver_connection


def micros(instant: datetime) -> int:
    """Return INSTANT (aware) as whole microseconds since 1970 UTC."""
    return (instant - EPOCH_INSTANT) // MICROSECOND


def instant(micros_: int) -> datetime:
    """Return the UTC instant of whole microseconds since 1970."""
    return EPOCH_INSTANT + micros_ * MICROSECOND


def last_place(raw: Any) -> tuple[int, int]:
    """Return the last place in the file and the highest hybrid time seen in it: what follows is behind both.

    A time beyond LATEST was not made by a clock; it must not lead to one that is no whole number of the file any more.
    """
    seq, hlc = raw.execute("SELECT seq, hlc FROM op ORDER BY seq DESC LIMIT 1").fetchone() or (0, 0)
    return seq, min(LATEST, max(hlc, int(marks.find(raw, HLC) or 0)))


def tail(raw: Any, device_id: str) -> Tail:
    """Return where the log ends for DEVICE_ID."""
    seq, hlc = last_place(raw)
    row = raw.execute(
        "SELECT device_seq, hash FROM chain WHERE device_id = ? ORDER BY device_seq DESC LIMIT 1", (device_id,)
    ).fetchone()
    device_seq, hash_ = row or (0, chain.genesis(device_id))
    return Tail(seq, device_seq, hash_, hlc)


def append(raw: Any, end: Tail, device_id: str, now: datetime, pending: Sequence[Pending]) -> Tail:
    """Write PENDING after END, in order, and return the new end. Four statements, each for all rows."""
    op_rows, payload_rows, chain_rows = [], [], []
    seq, device_seq, hash_, hlc = end
    wall_hlc = (micros(now) // 1000) << 16
    leases = dict(raw.execute(SELECT_LEASES, (device_id, micros(now))).fetchall())
    for item in pending:
        seq, device_seq, hlc = seq + 1, device_seq + 1, max(hlc + 1, wall_hlc)
        lease = leases.get(str(item.op.subject)) if leases else None
        columns = _columns(item, item.act_size or len(pending), device_id, device_seq, hlc, lease)
        hash_ = chain.link(hash_, columns)
        op_rows.append((seq, *columns))
        payload_rows.append((seq, item.salt, item.body))
        chain_rows.append((device_id, device_seq, hash_))
    write = raw.execute if len(pending) == 1 else raw.executemany
    for statement, rows in (
        (INSERT_OP, op_rows),
        (INSERT_PAYLOAD, payload_rows),
        (INSERT_CHAIN, chain_rows),
        (INSERT_OUTBOX, [(row[0],) for row in op_rows]),
    ):
        write(statement, rows[0] if len(pending) == 1 else rows)
    return Tail(seq, device_seq, hash_, hlc)


def _columns(
    item: Pending, act_size: int, device_id: str, device_seq: int, hlc: int, lease_epoch: int | None
) -> tuple[Any, ...]:
    """Return the row in the order of `tables.OP_COLUMNS`."""
    op = item.op
    return (
        item.op_id,
        item.act_id,
        act_size,
        str(op.subject),
        op.parent,
        json.dumps([[str(subject), head] for subject, head in op.seen], separators=(",", ":")) if op.seen else "[]",
        op.kind,
        item.version,
        op.by,
        item.entered_by,
        device_id,
        device_seq,
        hlc,
        micros(op.at),
        PROTO,
        lease_epoch,
        chain.commitment(item.salt, item.body),
    )


def seen_of(text: str) -> Seen:
    """Return the pairs of an op's `seen` column."""
    return tuple((Subject.parse(subject), head) for subject, head in json.loads(text))


def recorded(kinds: Kinds, row: Sequence[Any]) -> Recorded:
    """Return the op of a row of SELECT_RECORDED. Raises UnknownKindError."""
    _, op_id, act_id, device_seq, kind, version, subject, parent, seen, actor, entered_by, wall, body, erased = row
    if kind not in kinds or version > kinds[kind].version:
        raise UnknownKindError(kind=kind, version=version)
    return Recorded(
        op_id=op_id,
        act_id=act_id,
        device_seq=device_seq,
        kind=kind,
        version=version,
        subject=Subject.parse(subject),
        parent=parent,
        seen=() if seen == "[]" else seen_of(seen),
        by=actor,
        entered_by=entered_by,
        at=instant(wall),
        body=_body(kinds, kind, version, body, erased),
    )


def _body(kinds: Kinds, kind: str, version: int, body: bytes | None, erased: str | None) -> Any:
    if erased is not None:
        return Erased(erased)
    return Sealed() if body is None else ops.body_of(kinds, kind, version, body)


def history(conn: Connection, kinds: Kinds, subject: Subject, *, after: int = 0) -> list[Recorded]:
    """Return the ops of SUBJECT that stand, oldest first; with AFTER only those behind that place."""
    return [recorded(kinds, row) for row in standing_rows(driver(conn), str(subject), after)]


def histories(conn: Connection, kinds: Kinds, subjects: Sequence[Subject]) -> Iterator[Recorded]:
    """Give the ops of many SUBJECTS that stand, in the order of the record within each five hundred of them."""
    for at in range(0, len(subjects), 500):
        part = [str(subject) for subject in subjects[at : at + 500]]
        marks = ", ".join("?" * len(part))
        select = f"{SELECT_RECORDED} WHERE o.subject IN ({marks}) AND {STANDS} ORDER BY o.seq"
        for row in driver(conn).execute(select, part).fetchall():
            yield recorded(kinds, row)


def standing_rows(raw: Any, subject: str, after: int = 0) -> list[Any]:
    """Return the rows (SELECT_RECORDED) of the ops of SUBJECT that stand behind a place, oldest first."""
    select = f"{SELECT_RECORDED} WHERE o.subject = ? AND o.seq > ? AND {STANDS} ORDER BY o.seq"
    return list(raw.execute(select, (subject, after)).fetchall())


def ops_of(conn: Connection, kinds: Kinds, subject: Subject) -> list[tuple[Recorded, str]]:
    """Return all ops of SUBJECT with the state of each (standing.py), those that do not stand too."""
    select = SELECT_RECORDED.replace(" FROM op o", ", x.state FROM op o JOIN outbox x ON x.seq = o.seq")
    rows = driver(conn).execute(f"{select} WHERE o.subject = ? ORDER BY o.seq", (str(subject),))
    return [(recorded(kinds, row[:-1]), row[-1]) for row in rows.fetchall()]


def whole(conn: Connection, kinds: Kinds) -> Iterator[Recorded]:
    """Give every op that stands, in the order of the record."""
    for row in fetched(driver(conn).execute(f"{SELECT_RECORDED} WHERE {STANDS} ORDER BY o.seq")):
        yield recorded(kinds, row)


def fetched(cursor: Any, size: int = 2000) -> Iterable[Any]:
    """Give the rows of a driver's cursor, SIZE at a time."""
    while rows := cursor.fetchmany(size):
        yield from rows
