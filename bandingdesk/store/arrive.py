"""Takes ops that other devices made into this record, and writes down what became of our own.

`with store.arrival() as a:` is one transaction: ops, chain, outcomes, marks. Nothing is folded here (reconcile.py does
that after): a foreign op is checked against its device's chain and its commitment, and stored as the bytes it is.
Source: design, store 5.1, 7.1 and 7.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError
from bandingdesk.store import chain, log, marks, standing
from bandingdesk.store.tables import OP_COLUMNS

OP_ID, SUBJECT, PARENT, KIND, VERSION = (
    OP_COLUMNS.index(n) for n in ("op_id", "subject", "parent_op", "kind", "version")
)
DEVICE, DEVICE_SEQ, COMMITMENT = (OP_COLUMNS.index(name) for name in ("device_id", "device_seq", "commitment"))
HLC = OP_COLUMNS.index("hlc")
INSERT_PAYLOAD = "INSERT INTO payload (seq, salt, body, erased) VALUES (?, ?, ?, ?)"
INSERT_OUTBOX = "INSERT INTO outbox (seq, state) VALUES (?, ?)"
INSERT_LEDGER = (
    "INSERT INTO ledger (seq, op_seq, outcome, reason, against, submitter, recv_at, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
BATCH = 500


class ForeignGapError(SyncError):
    """An op of DEVICE has the number FOUND where EXPECTED comes next: something is missing, doubled or forged."""

    code = "SY-01"
    message = QT_TRANSLATE_NOOP("errors", "A change from another device does not follow its last one.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is whole. Nothing of that batch was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Sync again. If it comes back, verify the record and tell your administrator.")


class ForeignCommitmentError(SyncError):
    """The body of OP_ID is not what its commitment says."""

    code = "SY-02"
    message = QT_TRANSLATE_NOOP("errors", "A change from another device is not what its author committed to.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is whole. Nothing of that batch was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Tell your administrator: the change was altered on its way.")


class TwinError(SyncError):
    """OP_ID is in this record already, with another content."""

    code = "SY-03"
    message = QT_TRANSLATE_NOOP("errors", "Two different changes carry the same number. One of them is forged.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is whole. Nothing of that batch was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Stop the sync and tell your administrator.")


class Entry(NamedTuple):
    """One op as its device made it: its columns in the order of `tables.OP_COLUMNS`, and its body with its salt.

    SALT and BODY are None where the body is sealed or was erased under the rule ERASED.
    """

    columns: tuple[Any, ...]
    salt: bytes | None
    body: bytes | None
    erased: str | None = None

    @property
    def op_id(self) -> str:
        return str(self.columns[OP_ID])

    @property
    def subject(self) -> str:
        return str(self.columns[SUBJECT])


class Taken(NamedTuple):
    """What is written beside an arriving op: its state (standing.py) and why it does not stand."""

    state: str
    kind: str = ""
    against: str | None = None


APPLIED = Taken(standing.APPLIED)


class LedgerRow(NamedTuple):
    """What the server adds to an op; `hash` covers `tables.LEDGER_COLUMNS` behind the hash before."""

    seq: int
    outcome: str
    reason: str
    against: str | None
    submitter: str
    recv_at: int
    hash: bytes


class Arrival:
    """One open arrival: all that is taken stands or falls together."""

    def __init__(self, conn: Connection) -> None:
        self.rows = conn
        self.raw = log.driver(conn)
        self._seq, self._hlc = log.last_place(self.raw)
        self._ends: dict[str, tuple[int, bytes]] = {}
        self.subjects: set[str] = set()

    @property
    def last_seq(self) -> int:
        """The last place in this file, with what was taken."""
        return self._seq

    def known(self, op_ids: Sequence[str]) -> dict[str, tuple[int, bytes]]:
        """Return (place in this file, commitment) of those OP_IDS that are here."""
        found: dict[str, tuple[int, bytes]] = {}
        for at in range(0, len(op_ids), BATCH):
            part = op_ids[at : at + BATCH]
            marks = ", ".join("?" * len(part))
            rows = self.raw.execute(f"SELECT op_id, seq, commitment FROM op WHERE op_id IN ({marks})", tuple(part))
            found.update({row[0]: (row[1], row[2]) for row in rows.fetchall()})
        return found

    def end_of(self, device_id: str) -> tuple[int, bytes]:
        """Return (last number, hash) of a device's chain as this record holds it."""
        if device_id not in self._ends:
            row = self.raw.execute(
                "SELECT device_seq, hash FROM chain WHERE device_id = ? ORDER BY device_seq DESC LIMIT 1", (device_id,)
            ).fetchone()
            self._ends[device_id] = (row[0], row[1]) if row else (0, chain.genesis(device_id))
        return self._ends[device_id]

    def take(self, entries: Sequence[tuple[Entry, Taken]], texts: Mapping[str, str] | None = None) -> dict[str, int]:
        """Add the ops that are not here yet, in order, and return {op id: place in this file} of all.

        TEXTS: the row texts (chain.py) by op id, where the caller has worked them out for the ledger's hashes already.
        Raises ForeignGapError, ForeignCommitmentError, TwinError; the whole arrival is then to be given up.
        """
        places: dict[str, int] = {}
        here = self.known([entry.op_id for entry, _ in entries])
        op_rows, payload_rows, chain_rows, outbox_rows = [], [], [], []
        for entry, taken in entries:
            columns = entry.columns
            if entry.op_id in here:
                seq, commitment = here[entry.op_id]
                if commitment != columns[COMMITMENT]:
                    raise TwinError(op_id=entry.op_id)
                places[entry.op_id] = seq
                continue
            if entry.body is not None and (
                entry.salt is None or chain.commitment(entry.salt, entry.body) != columns[COMMITMENT]
            ):
                raise ForeignCommitmentError(op_id=entry.op_id)
            device_id, number = columns[DEVICE], columns[DEVICE_SEQ]
            last, hash_ = self.end_of(device_id)
            if number != last + 1:
                raise ForeignGapError(device=device_id, expected=last + 1, found=number)
            text = chain.row_text(columns) if texts is None else texts[entry.op_id]
            hash_ = chain.link_text(hash_, text)
            self._ends[device_id] = (number, hash_)
            self._seq += 1
            here[entry.op_id] = (self._seq, columns[COMMITMENT])
            places[entry.op_id] = self._seq
            op_rows.append((self._seq, *columns))
            payload_rows.append((self._seq, entry.salt, entry.body, entry.erased))
            chain_rows.append((device_id, number, hash_))
            outbox_rows.append((self._seq, taken.state))
        for statement, rows in (
            (log.INSERT_OP, op_rows),
            (INSERT_PAYLOAD, payload_rows),
            (log.INSERT_CHAIN, chain_rows),
            (INSERT_OUTBOX, outbox_rows),
        ):
            self.raw.executemany(statement, rows)
        if op_rows:
            self._hlc = max(self._hlc, *(row[1 + HLC] for row in op_rows))
            self.mark(log.HLC, str(self._hlc))
        self._list([pair for pair in entries if places[pair[0].op_id] > self._seq - len(op_rows)])
        return places

    def settle(self, op_id: str, state: str, kind: str = "", against: str | None = None) -> bool:
        """Write what became of an op that is here; return whether that is new."""
        seq, subject = self.raw.execute("SELECT seq, subject FROM op WHERE op_id = ?", (op_id,)).fetchone()
        is_new = standing.settle(self.raw, seq, op_id, subject, state, kind, against)
        if is_new:
            self.subjects.add(subject)
        return is_new

    def unseal(self, op_id: str, salt: bytes, body: bytes) -> None:
        """Put the body of a sealed op in its place; its subject is folded again. Raises ForeignCommitmentError."""
        seq, subject, commitment = self.raw.execute(
            "SELECT seq, subject, commitment FROM op WHERE op_id = ?", (op_id,)
        ).fetchone()
        if chain.commitment(salt, body) != commitment:
            raise ForeignCommitmentError(op_id=op_id)
        put = "UPDATE payload SET salt = ?, body = ? WHERE seq = ? AND body IS NULL AND erased IS NULL"
        self.raw.execute(put, (salt, body, seq))
        standing.soil(self.raw, subject, whole=True)
        self.subjects.add(subject)

    def enter(self, rows: Sequence[tuple[int, LedgerRow]]) -> None:
        """Add rows of the shared ledger, each with its op's place in this file."""
        self.raw.executemany(INSERT_LEDGER, [(row.seq, place, *row[1:]) for place, row in rows])

    def checkpoint(self, chain_: str, seq: int, hash_: bytes, at: int, source: str) -> None:
        """Keep the end of a chain for good ("ledger", or a device's id)."""
        self.raw.execute(
            "INSERT INTO checkpoint (chain, seq, hash, at, source) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (chain_, seq, hash_, at, source),
        )

    def mark(self, name: str, value: str) -> None:
        """Keep what this store knows of itself or of its peer."""
        marks.keep(self.raw, name, value)

    def _list(self, fresh: Sequence[tuple[Entry, Taken]]) -> None:
        for entry, taken in fresh:
            if taken.state in standing.STANDING:
                self.subjects.add(entry.subject)
            else:
                standing.note(self.raw, entry.op_id, entry.subject, taken.kind or taken.state, taken.against)
        self.raw.executemany(
            "INSERT INTO dirty (subject, whole) VALUES (?, 0) ON CONFLICT DO NOTHING",
            [(subject,) for subject in {e.subject for e, t in fresh if t.state in standing.STANDING}],
        )
