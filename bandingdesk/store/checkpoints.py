"""Ends of chains that were once seen: kept in the store, printed in minutes, written to a file for somebody to keep.

A chain whose end was seen can only be extended. Who rewrites a record and hashes it anew is caught by each checkpoint
that lies elsewhere: on paper, in another's mailbox, with another client. Source: design, store 9.1 and 9.2.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.store import log, marks

FORMAT = "bandingdesk-checkpoint/1"
LEDGER = "ledger"
LARGEST = 1 << 20


class CheckpointFileError(InvalidError):
    """The file at PATH is not a checkpoint."""

    code = "ST-43"
    message = QT_TRANSLATE_NOOP("errors", "The file {path} is not a checkpoint of Banding Desk.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was compared and nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the file that `bandingdesk store checkpoint --out FILE` wrote.")


class OtherStoreError(InvalidError):
    """The checkpoint at PATH is of another store."""

    code = "ST-44"
    message = QT_TRANSLATE_NOOP("errors", "The checkpoint {path} belongs to another store.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was compared and nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a checkpoint of this store, or open the store that it belongs to.")


class End(NamedTuple):
    """The end of a chain as it was seen: "ledger" or a device's id, the number of its last entry, its hash."""

    chain: str
    seq: int
    hash: bytes


class Checkpoint(NamedTuple):
    """The ends of all chains of a store at one instant."""

    store_id: str
    at: datetime
    ends: tuple[End, ...]

    def as_json(self) -> dict[str, object]:
        """Return the document that is written to a file."""
        ends = [{"chain": end.chain, "seq": end.seq, "hash": end.hash.hex()} for end in self.ends]
        return {"format": FORMAT, "store_id": self.store_id, "at": self.at.isoformat(), "ends": ends}


def now(raw: Any, at: datetime) -> Checkpoint:
    """Return the checkpoint of the record as it is."""
    store_id = marks.load(raw, marks.STORE_ID)
    rows = raw.execute(
        "SELECT c.device_id, c.device_seq, c.hash FROM chain c"
        " JOIN (SELECT device_id, max(device_seq) AS last FROM chain GROUP BY device_id) e"
        " ON e.device_id = c.device_id AND e.last = c.device_seq ORDER BY 1"
    ).fetchall()
    ledger = raw.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    ends = [End(*row) for row in rows] + ([] if ledger is None else [End(LEDGER, *ledger)])
    return Checkpoint(store_id, at, tuple(ends))


def keep(raw: Any, end: End, at: datetime, source: str) -> None:
    """Keep the end of a chain for good."""
    raw.execute(
        "INSERT INTO checkpoint (chain, seq, hash, at, source) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (*end, log.micros(at), source),
    )


def last(raw: Any) -> dict[str, object] | None:
    """Return the checkpoint that was kept last, for `store status`."""
    row = raw.execute("SELECT chain, seq, hash, at, source FROM checkpoint ORDER BY id DESC LIMIT 1").fetchone()
    if row is None:
        return None
    return {"chain": row[0], "seq": row[1], "hash": row[2].hex(), "at": log.instant(row[3]), "source": row[4]}


def compare(raw: Any) -> tuple[int, End | None]:
    """Return how many kept ends of device chains were compared, and the first that is not on its chain.

    Those of the ledger are compared with the ledger (ledger.py), which knows of restored servers.
    """
    rows = raw.execute("SELECT chain, seq, hash FROM checkpoint WHERE chain != ? ORDER BY id", (LEDGER,)).fetchall()
    ends = [End(*row) for row in rows]
    return len(ends), next((end for end in ends if not is_on_chain(raw, end)), None)


def is_on_chain(raw: Any, end: End) -> bool:
    """Return whether the chain as it is now goes through END: the record was only extended since."""
    if end.chain == LEDGER:
        row = raw.execute("SELECT hash FROM ledger WHERE seq = ?", (end.seq,)).fetchone()
    else:
        query = "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?"
        row = raw.execute(query, (end.chain, end.seq)).fetchone()
    return row is not None and row[0] == end.hash


def differing(raw: Any, checkpoint: Checkpoint, path: Path) -> list[End]:
    """Return the ends of CHECKPOINT, read from PATH, that the record does not go through. Raises OtherStoreError."""
    if marks.load(raw, marks.STORE_ID) != checkpoint.store_id:
        raise OtherStoreError(path=str(path))
    return [end for end in checkpoint.ends if not is_on_chain(raw, end)]


def read(path: Path) -> Checkpoint:
    """Return the checkpoint in the file at PATH. Raises CheckpointFileError."""
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(LARGEST))
        if found["format"] != FORMAT:
            raise ValueError("another format")
        ends = tuple(End(str(e["chain"]), int(e["seq"]), bytes.fromhex(e["hash"])) for e in found["ends"])
        return Checkpoint(str(found["store_id"]), datetime.fromisoformat(found["at"]), ends)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CheckpointFileError(path=str(path)) from error
