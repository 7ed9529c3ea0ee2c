"""Walks the whole record: chain, commitments, parents, heads. Read-only, and needs no secret beside the open file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.store import chain, checkpoints, erasure, ledger, log, marks, standing
from bandingdesk.store.erasure import Told
from bandingdesk.store.ledger import LedgerVerification
from bandingdesk.store.tables import EPOCH, OP_COLUMNS

SELECT_OPS = f"SELECT seq, {', '.join(OP_COLUMNS)} FROM op ORDER BY seq"
SELECT_PAYLOADS = "SELECT seq, salt, body, erased FROM payload ORDER BY seq"
SELECT_CHAIN = "SELECT device_seq, hash FROM chain WHERE device_id = ? ORDER BY device_seq"
STEP = 5000


class Fault(NamedTuple):
    """The first entry that does not fit: its place, its ids, and WHAT is wrong (chain, commitment, gap, …)."""

    seq: int | None
    op_id: str | None
    device_id: str | None
    device_seq: int | None
    what: str

    def as_json(self) -> dict[str, object]:
        return dict(self._asdict())


class DeviceEnd(NamedTuple):
    """A device's number of entries and the last hash of its chain."""

    id: str
    entries: int
    head: str


class Verification(NamedTuple):
    """What a walk found. `payloads` counts those whose commitment was opened, `erased` those that are gone by rule.

    `sealed` counts bodies that may not be read here yet. `ledger` is the copy of the shared ledger, None without one.
    `erasures` say under which rule and by whom bodies went, `checkpoints` how many kept ends of chains were compared.
    """

    ok: bool
    entries: int
    payloads: int
    erased: int
    sealed: int
    first_bad: Fault | None
    devices: tuple[DeviceEnd, ...]
    seconds: float
    ledger: LedgerVerification | None = None
    erasures: tuple[Told, ...] = ()
    checkpoints: int = 0

    def as_json(self) -> dict[str, object]:
        """Return the document of `store verify --json`."""
        return {
            "ok": self.ok,
            "entries": self.entries,
            "payloads": self.payloads,
            "erased": self.erased,
            "sealed": self.sealed,
            "first_bad": None if self.first_bad is None else self.first_bad.as_json(),
            "devices": [dict(device._asdict()) for device in self.devices],
            "ledger": None if self.ledger is None else self.ledger.as_json(),
            "erasures": [one.as_json() for one in self.erasures],
            "checkpoints": self.checkpoints,
            "seconds": round(self.seconds, 3),
        }


class _Device:
    """Where one device's chain stands in a walk."""

    __slots__ = ("hash", "links", "seq")

    def __init__(self, raw: Any, device_id: str) -> None:
        self.seq = 0
        self.hash = chain.genesis(device_id)
        self.links: Iterator[Any] = iter(log.fetched(raw.cursor().execute(SELECT_CHAIN, (device_id,))))


class _Walk:
    """One walk: ops, payloads and each device's chain are read side by side, since a join costs half as much again."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._payloads: Iterator[Any] = iter(log.fetched(raw.cursor().execute(SELECT_PAYLOADS)))
        self.devices: dict[str, _Device] = {}
        self.heads: dict[str, str] = {}
        self.payloads = 0
        self.erased = 0
        self.sealed = 0
        # Not by its index: that would not show a state which was changed in the table alone.
        fallen = f"SELECT seq, state FROM outbox NOT INDEXED WHERE state NOT IN {standing.IN_STANDING}"
        rows = raw.execute(fallen).fetchall()
        self.has_unknown_state = any(state not in standing.STATES for _, state in rows)
        self._own = marks.load(raw, marks.DEVICE_ID)
        self._falls = {row[0] for row in rows}

    def step(self, row: Sequence[Any]) -> str | None:
        """Take one entry; return what is wrong with it, None where all fits."""
        columns = row[1:]
        subject, parent, device_id, device_seq = columns[3], columns[4], columns[10], columns[11]
        device = self.devices.get(device_id)
        if device is None:
            device = self.devices[device_id] = _Device(self._raw, device_id)
        if device_seq != device.seq + 1:
            return "gap"
        number, hash_ = next(device.links, (None, None))
        if number != device_seq:
            return "chain_missing"
        if chain.link(device.hash, columns) != hash_:
            return "chain"
        device.seq, device.hash = device_seq, hash_
        if row[0] not in self._falls:
            if parent != self.heads.get(subject):
                return "parent"
            self.heads[subject] = columns[0]
        return self._open(row[0], columns[16], is_own=device_id == self._own)

    def has_payload_left(self) -> bool:
        """Return whether there is a body beyond those of the entries taken (counting them would read all again)."""
        return next(self._payloads, None) is not None

    def _open(self, seq: int, commitment: bytes, *, is_own: bool) -> str | None:
        number, salt, body, erased = next(self._payloads, (None, None, None, None))
        if number != seq:
            return "payload_missing"
        if erased is not None:
            self.erased += 1
            return None if salt is None and body is None else "erased_with_body"
        if salt is None and body is None and not is_own:  # what this device wrote, it can read
            self.sealed += 1
            return None
        if type(salt) is not bytes or type(body) is not bytes or chain.commitment(salt, body) != commitment:
            return "commitment"
        self.payloads += 1
        return None


def verify(conn: Connection, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Return what a walk over the whole record finds, up to the first entry that does not fit.

    Every column of every op is covered by its device's chain, every body by its salted commitment. Heads must equal
    the last op of their subject (that their states equal a replay is `replay.fold_all`'s to show).
    """
    began = time.perf_counter()
    raw = log.driver(conn)
    conn.exec_driver_sql("SELECT 1")  # the transaction begins here: all below sees one state
    total = raw.execute("SELECT max(seq) FROM op").fetchone()[0] or 0
    walk, first_bad, entries = _Walk(raw), None, 0
    for row in log.fetched(raw.cursor().execute(SELECT_OPS)):
        what = walk.step(row)
        if what is not None:
            first_bad = Fault(row[0], row[1], row[11], row[12], what)
            break
        entries += 1
        if progress is not None and entries % STEP == 0:
            progress(entries, total)
    is_current = raw.execute("PRAGMA user_version").fetchone()[0] == EPOCH
    if first_bad is None and is_current:
        first_bad = _compare(raw, walk, entries)
    if progress is not None:
        progress(entries, total)
    devices = tuple(DeviceEnd(id_, end.seq, end.hash.hex()) for id_, end in sorted(walk.devices.items()))
    shared = ledger.verify(conn, progress) if is_current else None
    if first_bad is None and shared is not None and shared.first_bad is not None:
        first_bad = Fault(
            shared.first_bad.seq, None, shared.first_bad.device_id, None, f"ledger_{shared.first_bad.what}"
        )
    told = erasure.told(raw) if is_current else ()
    compared, differs = checkpoints.compare(raw) if is_current else (0, None)
    if first_bad is None and differs is not None:
        first_bad = Fault(None, None, differs.chain, differs.seq, "checkpoint")
    if first_bad is None and is_current and shared is None:
        first_bad = _unsigned(raw)
    seconds = time.perf_counter() - began
    is_good = first_bad is None
    return Verification(
        is_good, entries, walk.payloads, walk.erased, walk.sealed, first_bad, devices, seconds, shared, told, compared
    )


def _unsigned(raw: Any) -> Fault | None:
    """Return the first device whose bundles in a shared folder do not end as it signed them."""
    ends = dict(raw.execute("SELECT device_id, max(last_seq) FROM bundle GROUP BY device_id").fetchall())
    if not ends:
        return None
    store_id = marks.load(raw, marks.STORE_ID)
    _, fault = ledger.signed_ends(raw, store_id, ends)
    return None if fault is None else Fault(None, None, fault.device_id, None, fault.what)


def _compare(raw: Any, walk: _Walk, entries: int) -> Fault | None:
    """Return what the other tables hold more, less or otherwise than the ops."""
    if walk.has_payload_left():
        return Fault(None, None, None, None, "op_missing")
    for table, what in (("chain", "op_missing"), ("outbox", "outbox")):
        if raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] != entries:
            return Fault(None, None, None, None, what)
    if walk.has_unknown_state:
        return Fault(None, None, None, None, "outbox")
    if {row[0] for row in raw.execute("SELECT DISTINCT device_id FROM chain").fetchall()} != set(walk.devices):
        return Fault(None, None, None, None, "chain")
    if walk.erased and (gone := erasure.unfounded(raw)) is not None:
        return Fault(gone[0], gone[1], None, None, "erased_without_rule")
    heads = dict(raw.execute("SELECT subject, head_op FROM head").fetchall())
    for (subject,) in raw.execute("SELECT subject FROM dirty").fetchall():  # folded at the next chance (reconcile.py)
        heads.pop(subject, None), walk.heads.pop(subject, None)
    if heads != walk.heads:
        wrong = next(s for s in sorted({*heads, *walk.heads}) if heads.get(s) != walk.heads.get(s))
        return Fault(None, walk.heads.get(wrong, heads.get(wrong)), None, None, "head")
    return None
