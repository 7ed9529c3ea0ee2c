"""Walks the copy of the shared ledger in this store: its chain, its checkpoints, the signed ends of the devices.

Read-only, streamed, and without any secret. The columns that the ledger's hashes cover are those of the ops here, so an
op that was changed on either side breaks the chain. Source: design, store 9.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.store import chain, device_keys, log, marks
from bandingdesk.store.tables import OP_COLUMNS

CHAIN = "ledger"  # what `checkpoint.chain` says of the shared ledger
STEP = 5000
_OP = ", ".join(f"o.{name}" for name in OP_COLUMNS)
_ADDED = "l.outcome, l.reason, l.against, l.submitter, l.recv_at"
SELECT = f"SELECT l.seq, {_OP}, {_ADDED}, l.hash FROM ledger l JOIN op o ON o.seq = l.op_seq ORDER BY l.seq"
SELECT_LOST = f"SELECT l.seq, {_OP}, {_ADDED}, l.hash FROM ledger_lost l JOIN op o ON o.seq = l.op_seq ORDER BY l.id"
SELECT_CHECKPOINTS = "SELECT seq, hash FROM checkpoint WHERE chain = ? ORDER BY seq"
SELECT_SIGNED = (  # of each device the last: what it signed then covers its whole chain before
    "SELECT device_id, device_seq, hash, signature FROM signature s WHERE device_seq ="
    " (SELECT max(device_seq) FROM signature WHERE device_id = s.device_id)"
)
DEVICE, DEVICE_SEQ = 1 + OP_COLUMNS.index("device_id"), 1 + OP_COLUMNS.index("device_seq")


class LedgerFault(NamedTuple):
    """The first thing that does not fit: where, and WHAT (gap, chain, checkpoint, lost_chain, signature, unsigned)."""

    seq: int | None
    what: str
    device_id: str | None = None

    def as_json(self) -> dict[str, object]:
        return dict(self._asdict())


class LedgerVerification(NamedTuple):
    """What a walk found.

    `checkpoints` and `signatures` count those that were compared; `lost` the entries that a restored server gave up and
    that are kept as evidence.
    """

    ok: bool
    entries: int
    head: str
    checkpoints: int
    signatures: int
    lost: int
    first_bad: LedgerFault | None
    seconds: float

    def as_json(self) -> dict[str, object]:
        """Return the part `ledger` of the document of `store verify --json`."""
        bad = None if self.first_bad is None else self.first_bad.as_json()
        return {**self._asdict(), "first_bad": bad, "seconds": round(self.seconds, 3)}


def genesis(store_id: str) -> bytes:
    """Return the hash before the first entry of a shared ledger."""
    return sha256(f"bandingdesk/1 ledger {store_id}".encode()).digest()


def head_text(store_id: str, device_id: str, device_seq: int, hash_: bytes) -> bytes:
    """Return the bytes a device signs when it sends: store, device, number and hash."""
    return f"bandingdesk/1 head {store_id} {device_id} {device_seq} {hash_.hex()}".encode()


class _Walk:
    """One walk over the ledger; checkpoints are read beside it, in the same order."""

    def __init__(self, raw: Any, store_id: str) -> None:
        self._raw = raw
        self.seq = 0
        self.hash = genesis(store_id)
        self.checkpoints = 0
        self.lost = 0
        self.ends: dict[str, int] = {}  # device: the number of its last op in the ledger
        self._wanted = iter(log.fetched(raw.cursor().execute(SELECT_CHECKPOINTS, (CHAIN,))))
        self._next = next(self._wanted, None)
        self._unmet: list[tuple[int, bytes]] = []  # checkpoints that the ledger as it is now does not hold

    def step(self, row: Any) -> str | None:
        """Take one entry; return what is wrong with it, None where all fits."""
        if row[0] != self.seq + 1:
            return "gap"
        hash_ = chain.link(self.hash, row[:-1])
        if hash_ != row[-1]:
            return "chain"
        self.seq, self.hash = row[0], hash_
        self.ends[row[DEVICE]] = row[DEVICE_SEQ]
        while self._next is not None and self._next[0] <= self.seq:
            self._meet(self._next, self._next[1] == hash_ and self._next[0] == self.seq)
        return None

    def finish(self) -> LedgerFault | None:
        """Compare what stood on entries that are no longer there: each must lie on the evidence that was kept."""
        while self._next is not None:
            self._meet(self._next, is_met=False)
        unmet = set(self._unmet)
        before, hash_ = -1, b""
        for row in log.fetched(self._raw.cursor().execute(SELECT_LOST)):
            columns, stood = row[:-1], bytes(row[-1])
            goes_on = row[0] == before + 1 and chain.link(hash_, columns) == stood
            if not goes_on and all(chain.link(one, columns) != stood for one in self._stood_at(row[0] - 1)):
                return LedgerFault(row[0], "lost_chain")
            before, hash_ = row[0], stood
            unmet.discard((before, hash_))
            self.lost += 1
        if unmet:
            return LedgerFault(min(unmet)[0], "checkpoint")
        self.checkpoints += len(self._unmet)
        return None

    def _meet(self, checkpoint: Any, is_met: bool) -> None:
        if is_met:
            self.checkpoints += 1
        else:
            self._unmet.append((checkpoint[0], bytes(checkpoint[1])))
        self._next = next(self._wanted, None)

    def _stood_at(self, seq: int) -> list[bytes]:
        """Return the hashes that entry SEQ had, in the ledger as it is and in those that were given up."""
        if seq == 0:
            return [genesis(marks.load(self._raw, marks.STORE_ID))]
        select = "SELECT hash FROM ledger WHERE seq = ? UNION ALL SELECT hash FROM ledger_lost WHERE seq = ?"
        return [bytes(row[0]) for row in self._raw.execute(select, (seq, seq)).fetchall()]


def verify(conn: Connection, progress: Callable[[int, int], None] | None = None) -> LedgerVerification | None:
    """Return what a walk over the ledger finds, None on a store that never read one."""
    began = time.perf_counter()
    raw = log.driver(conn)
    total = raw.execute("SELECT max(seq) FROM ledger").fetchone()[0]
    if total is None and raw.execute("SELECT 1 FROM checkpoint WHERE chain = ?", (CHAIN,)).fetchone() is None:
        return None
    store_id = marks.load(raw, marks.STORE_ID)
    walk, first_bad, signatures = _Walk(raw, store_id), None, 0
    for row in log.fetched(raw.cursor().execute(SELECT)):
        what = walk.step(row)
        if what is not None:
            first_bad = LedgerFault(row[0], what)
            break
        if progress is not None and walk.seq % STEP == 0:
            progress(walk.seq, total)
    if first_bad is None:
        first_bad = walk.finish()
    if first_bad is None:
        signatures, first_bad = signed_ends(raw, store_id, walk.ends)
    if progress is not None:
        progress(walk.seq, total or 0)
    return LedgerVerification(
        first_bad is None,
        walk.seq,
        walk.hash.hex(),
        walk.checkpoints,
        signatures,
        walk.lost,
        first_bad,
        time.perf_counter() - began,
    )


def signed_ends(raw: Any, store_id: str, ends: Mapping[str, int]) -> tuple[int, LedgerFault | None]:
    """Return how many devices' last signed ends fit, and the first thing that is wrong with one.

    Each device's last entry in the ledger, or in the bundles of a folder (ENDS), must be covered by an end that it
    signed, where its key is known.
    """
    keys = dict(raw.execute("SELECT id, pubkey FROM device WHERE pubkey IS NOT NULL").fetchall())
    covered: dict[str, int] = {}
    for device_id, seq, hash_, signature in raw.execute(SELECT_SIGNED).fetchall():
        if device_id not in keys:
            continue
        select = "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?"
        held = raw.execute(select, (device_id, seq)).fetchone()
        text = head_text(store_id, device_id, seq, bytes(hash_))
        is_ours = held is None or bytes(held[0]) == bytes(hash_)
        if not is_ours or not device_keys.fits(bytes(keys[device_id]), text, bytes(signature)):
            return len(covered), LedgerFault(None, "signature", device_id)
        covered[device_id] = seq
    for device_id, end in sorted(ends.items()):
        if device_id in keys and end > covered.get(device_id, 0):
            return len(covered), LedgerFault(None, "unsigned", device_id)
    return len(covered), None
