"""A demo's shared store: a ledger in this program's memory, with the answers a council's server gives.

It judges parents and what an act relied on, and it can be made to fail: out of reach, slow, set back, newer than the
program, closed to a device. It guards nothing and is never used for a real record: blind scores are kept by a real
server alone. Source: design, user experience 3.13.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import NamedTuple

from bandingdesk.seams import Clock
from bandingdesk.store import arrive, chain, log, standing
from bandingdesk.store.arrive import Entry, LedgerRow
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import handshake, refusals, wire
from bandingdesk.sync.wire import Hello, Lease, Opened, Outcome, Page, Posted, SignedHead

HOST = "demo peers"
ACT, PARENT, SEEN = (OP_COLUMNS.index(name) for name in ("act_id", "parent_op", "seen"))


class Known(NamedTuple):
    """A device as the shared store has it: the fields of `remote.Enrolled`."""

    device_id: str
    name: str
    pubkey: bytes
    sealing_key: bytes
    login: str
    enrolled: int
    revoked_at: int | None
    device_seq: int
    checkpoint_seq: int | None = None
    checkpoint_at: int | None = None


class KeptFile(NamedTuple):
    """A file of a case: the fields of `remote.SharedFile`."""

    key: bytes
    chunks: tuple[bytes, ...]


class SharedStore:
    """The ledger and what can happen to it."""

    def __init__(self, store_id: str, clock: Clock) -> None:
        self.store_id = store_id
        self.clock = clock
        self.ledger: list[Posted] = []
        self.devices: dict[str, Known] = {}
        self.is_cut = False
        self.min_client = "0.0"
        self._passes = -1  # calls that go through before the gate; any number while it is open
        self._gate = threading.Event()
        self._gate.set()
        self.pieces: dict[bytes, bytes] = {}
        self.files: dict[tuple[str, str], KeptFile] = {}
        self.signed: dict[str, SignedHead] = {}
        self._rebuild()

    def connect(self, login: str) -> Line:
        """Return a line for LOGIN. Raises UnreachableError while the network is cut."""
        self.require_reach()
        return Line(self, login)

    def require_reach(self) -> None:
        """Check that the network stands. Raises UnreachableError."""
        if self.is_cut:
            raise refusals.UnreachableError(host=HOST)

    def hold_after(self, calls: int) -> None:
        """Let CALLS pushes through and hold the next one on its way, until `let_through`."""
        self._passes = calls
        self._gate.clear()

    def let_through(self) -> None:
        """Hold nothing any more."""
        self._passes = -1
        self._gate.set()

    def pass_gate(self) -> None:
        """Wait where a push is held."""
        if self._passes == 0:
            self._gate.wait()
        self._passes -= self._passes > 0

    def set_back(self, seq: int) -> None:
        """Be restored from a backup that ends at entry SEQ."""
        self.ledger = self.ledger[:seq]
        self._rebuild()

    def revoke(self, device_id: str) -> None:
        """Take a device out."""
        self.devices[device_id] = self.devices[device_id]._replace(revoked_at=log.micros(self.clock.now()))

    def let_in_again(self, device_id: str) -> None:
        """Forget that a device was taken out, which no real shared store does."""
        self.devices[device_id] = self.devices[device_id]._replace(revoked_at=None)

    @property
    def head(self) -> tuple[int, bytes]:
        """The last entry's number and hash."""
        if not self.ledger:
            return 0, wire.ledger_genesis(self.store_id)
        return self.ledger[-1].row.seq, self.ledger[-1].row.hash

    def end_of(self, device_id: str) -> tuple[int, bytes]:
        """Return the end of a device's chain."""
        return self._ends.get(device_id, (0, chain.genesis(device_id)))

    def take(self, login: str, entries: Sequence[Entry]) -> list[Outcome]:
        """Enter whole acts and return what became of each op; one that is there already gets its first answer."""
        told: list[Outcome] = []
        verdicts = self._verdicts(entries)
        for entry in entries:
            known = self._outcomes.get(entry.op_id)
            told.append(known._replace(resent=True) if known else self._enter(login, entry, *verdicts[entry.op_id]))
        return told

    def _verdicts(self, entries: Sequence[Entry]) -> dict[str, tuple[str, str, str | None]]:
        """Return (outcome, reason, against) of each op: the ops of one act stand or fall together."""
        heads = dict(self._heads)
        found: dict[str, tuple[str, str, str | None]] = {}
        acts: dict[str, list[Entry]] = {}
        for entry in entries:
            acts.setdefault(str(entry.columns[ACT]), []).append(entry)
        for act in acts.values():
            trial = dict(heads)
            faults = []
            for entry in act:
                faults.append(self._fault(entry, trial))
                trial[entry.subject] = entry.op_id
            worst = next((fault for fault in faults if fault is not None), None)
            for entry, fault in zip(act, faults, strict=True):
                verdict = fault or worst
                found[entry.op_id] = (standing.APPLIED, "", None) if verdict is None else (standing.CONFLICT, *verdict)
            heads = trial if worst is None else heads
        return found

    def _fault(self, entry: Entry, heads: dict[str, str]) -> tuple[str, str | None] | None:
        parent, head = entry.columns[PARENT], heads.get(entry.subject)
        if parent != head:
            fallen = parent in self._outcomes and self._outcomes[str(parent)].outcome != standing.APPLIED
            return (standing.SUCCESSOR if fallen else standing.STALE), head
        for subject, seen in log.seen_of(entry.columns[SEEN]):
            if heads.get(str(subject)) != seen:
                return standing.CONTEXT, heads.get(str(subject))
        return None

    def _enter(self, login: str, entry: Entry, outcome: str, reason: str, against: str | None) -> Outcome:
        seq, before = self.head
        row = LedgerRow(seq + 1, outcome, reason, against, login, log.micros(self.clock.now()), b"")
        posted = Posted(entry, row)
        posted = Posted(entry, row._replace(hash=handshake.linked(before, posted)))
        self.ledger.append(posted)
        return self._note(posted)

    def _note(self, posted: Posted) -> Outcome:
        entry, row = posted
        device_id, number = entry.columns[arrive.DEVICE], entry.columns[arrive.DEVICE_SEQ]
        _, before = self.end_of(device_id)
        self._ends[device_id] = (number, chain.link(before, entry.columns))
        if row.outcome == standing.APPLIED:
            self._heads[entry.subject] = entry.op_id
        told = Outcome(entry.op_id, row.seq, row.outcome, row.reason, row.against, resent=False)
        self._outcomes[entry.op_id] = told
        return told

    def _rebuild(self) -> None:
        self._heads: dict[str, str] = {}
        self._ends: dict[str, tuple[int, bytes]] = {}
        self._outcomes: dict[str, Outcome] = {}
        for posted in self.ledger:
            self._note(posted)


class Line:
    """One connection: what `sync.remote.Remote` offers, without a network."""

    def __init__(self, shared: SharedStore, login: str) -> None:
        self._shared, self._login = shared, login

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """There is nothing to end."""

    def hello(self, device_id: str) -> Hello:
        shared = self._shared
        shared.require_reach()
        known = shared.devices.get(device_id)
        seq, hash_ = shared.end_of(device_id)
        return Hello(
            store_id=shared.store_id,
            protocols=wire.PROTOCOLS,
            epoch=1,
            min_client=shared.min_client,
            server_time=log.micros(shared.clock.now()),
            head_seq=shared.head[0],
            head_hash=shared.head[1],
            login=self._login,
            person=None,
            roles=(),
            device_seq=seq,
            device_hash=hash_,
            device_known=known is not None,
            revoked_at=known.revoked_at if known is not None else None,
            restored=None,
        )

    def enrol(self, device_id: str, name: str, pubkey: bytes, sealing_key: bytes, _claims: int = 0) -> None:
        now = log.micros(self._shared.clock.now())
        self._shared.devices[device_id] = Known(device_id, name, pubkey, sealing_key, self._login, now, None, 0)

    def devices(self) -> list[Known]:
        return list(self._shared.devices.values())

    def signed_heads(self) -> list[SignedHead]:
        return list(self._shared.signed.values())

    def push(self, device_id: str, _protocol: int, entries: Sequence[Entry], signed: SignedHead) -> list[Outcome]:
        self._shared.pass_gate()
        self._shared.require_reach()
        told = self._shared.take(self._login, entries)
        self._shared.signed[device_id] = signed
        return told

    def pull(self, after: int, limit: int) -> Page:
        self._shared.require_reach()
        return Page(tuple(self._shared.ledger[after : after + limit]), *self._shared.head)

    def unsealed(self, _op_ids: Sequence[str]) -> list[Opened]:
        return []

    def checkpoint(self, _device_id: str, _seq: int, _hash: bytes) -> bool:
        return True

    def revoke_device(self, device_id: str) -> bool:
        self._shared.revoke(device_id)
        return True

    def leases(self) -> list[Lease]:
        return []

    def missing_chunks(self, sha256s: Sequence[bytes]) -> set[bytes]:
        return {one for one in sha256s if one not in self._shared.pieces}

    def put_chunks(self, pieces: Sequence[bytes]) -> None:
        from hashlib import sha256

        self._shared.pieces.update({sha256(piece).digest(): piece for piece in pieces})

    def put_file(self, case_id: str, sha256: str, key: bytes, chunks: Sequence[bytes]) -> None:
        self._shared.files[case_id, sha256] = KeptFile(key, tuple(chunks))

    def get_file(self, case_id: str, sha256: str) -> KeptFile | None:
        return self._shared.files.get((case_id, sha256))

    def get_chunks(self, sha256s: Sequence[bytes]) -> dict[bytes, bytes]:
        return {one: self._shared.pieces[one] for one in sha256s if one in self._shared.pieces}
