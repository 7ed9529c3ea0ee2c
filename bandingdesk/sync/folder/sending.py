"""Writes what this device recorded into its own sub-folder, in numbered bundles; files first, then the bundle.

A bundle holds whole acts that were all recorded on the same knowledge: where a bundle of another device was taken in
between, a new one begins. Blind sheets of a round that is not revealed go sealed to the round's key. The store notes a
bundle after it lies in the folder: what a crash leaves there unnoted is known again by its content (taking.py).
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.ops import Subject
from bandingdesk.store import arrive, blobs, boxes, device_keys, log, sealing, standing
from bandingdesk.store.arrive import Arrival, Entry
from bandingdesk.store.device_keys import DeviceKeys
from bandingdesk.store.store import Store
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import files, wire
from bandingdesk.sync.folder import bundle, group, place
from bandingdesk.sync.folder.bundle import Front, Header, Named, Sealed
from bandingdesk.sync.folder.causes import Causes, Made

SELECT_OWN = (
    f"SELECT o.seq, {', '.join('o.' + name for name in OP_COLUMNS)}, p.salt, p.body, p.erased FROM op o"
    " JOIN payload p ON p.seq = o.seq WHERE o.seq > ? AND o.device_id = ? ORDER BY o.seq"
)
ACT_ID = 1 + OP_COLUMNS.index("act_id")
SCORES = "scores."


class Own(NamedTuple):
    """An own op and its place in this file."""

    place: int
    entry: Entry


class Sent(NamedTuple):
    """A bundle as it was written."""

    number: int
    hash: bytes
    header: Header
    subjects: frozenset[str]
    kinds: frozenset[str]
    is_done: bool  # nothing is left to send


def unsent(raw: Any, me: str) -> Iterator[Own]:
    """Give the own ops that are in no bundle yet, in order."""
    last = raw.execute("SELECT max(last_seq) FROM bundle WHERE device_id = ?", (me,)).fetchone()[0] or 0
    # Own ops lie in the order of their numbers, so the first unsent one is behind the last that was sent.
    row = (
        raw.execute("SELECT max(o.seq) FROM op o WHERE o.device_id = ? AND o.device_seq = ?", (me, last)).fetchone()
        if last
        else (0,)
    )
    for found in log.fetched(raw.cursor().execute(SELECT_OWN, (row[0] or 0, me))):
        yield Own(found[0], Entry(tuple(found[1:-3]), *found[-3:]))


def next_part(raw: Any, me: str, causes: Causes) -> tuple[list[Own], bool]:
    """Return the ops of the next bundle, and whether none are left behind them."""
    part: list[Own] = []
    size = 0
    for _, act in groupby(unsent(raw, me), key=lambda own: own.entry.columns[ACT_ID - 1]):
        found = list(act)
        weight = sum(len(own.entry.body or b"") for own in found)
        if part and (
            causes.grew(_made(part[-1], me), _made(found[0], me))
            or size + weight > bundle.FULL
            or len(part) + len(found) > bundle.MOST_OPS
        ):
            return part, False
        part += found
        size += weight
    return part, True


def send_next(store: Store, where: Path, own: DeviceKeys, causes: Causes) -> Sent | None:
    """Write the next bundle into the folder; None where nothing waits. Raises the leaves of SyncError in place.py."""
    me = store.device_id
    with store.read() as conn:
        raw = log.driver(conn)
        part, is_done = next_part(raw, me, causes)
        if not part:
            return None
        epoch = group.newest_of(raw)
        if epoch is None:
            return None
        key = group.kept(raw)[epoch]
        row = raw.execute(
            "SELECT number, hash FROM bundle WHERE device_id = ? ORDER BY number DESC LIMIT 1", (me,)
        ).fetchone()
        number, before = (row[0] + 1, row[1].hex()) if row else (1, "")
        after = {
            device: (taken, _hash(raw, device, taken)) for device, taken in causes.vector(_made(part[-1], me)).items()
        }
        seq = part[-1].entry.columns[arrive.DEVICE_SEQ]
        head = raw.execute("SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?", (me, seq)).fetchone()[0]
        ops = [_sealed(raw, own_op.entry) for own_op in part]
    named = _named(store, [own_op.entry for own_op in part])
    for file in named:
        _put_file(store, where / me, key, file)
    first = part[0].entry.columns[arrive.DEVICE_SEQ]
    end = device_keys.sign(own.signing.private, wire.head_text(store.store_id, me, seq, head))
    header = Header(first, seq, before, after, head.hex(), end.hex(), log.micros(store.clock.now()), named)
    front = Front(store.store_id, me, number, epoch, bundle.key_id(key))
    data = bundle.encode(front, header, ops, key, lambda text: device_keys.sign(own.signing.private, text))
    place.write(where / me, place.bundle_name(number), [data])
    subjects = frozenset(own_op.entry.subject for own_op in part)
    kinds = frozenset(str(own_op.entry.columns[arrive.KIND]) for own_op in part)
    return Sent(number, bundle.hash_of(data), header, subjects, kinds, is_done)


def note(arrival: Arrival, device: str, number: int, hash_: bytes, header: Header, causes: Causes, at: int) -> None:
    """Note a bundle, written or taken, and what its author had taken."""
    after = {name: pair[0] for name, pair in header.after.items()}
    arrival.raw.execute(
        "INSERT INTO bundle (device_id, number, hash, last_seq, place, after, taken_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (device, number, hash_, header.last, arrival.last_seq, json.dumps(after), at),
    )
    arrival.raw.execute(
        "INSERT INTO signature (device_id, device_seq, hash, signature) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (device, header.last, bytes.fromhex(header.head), bytes.fromhex(header.signed)),
    )
    causes.add(device, number, header.last, after, arrival.last_seq)


def mark_sent(raw: Any, me: str, header: Header) -> None:
    """Note that the ops of an own bundle lie in the folder."""
    raw.execute(
        f"UPDATE outbox SET state = ? WHERE state IN {standing.IN_TO_SEND} AND seq IN"
        " (SELECT seq FROM op WHERE device_id = ? AND device_seq BETWEEN ? AND ?)",
        (standing.APPLIED, me, header.first, header.last),
    )


def _made(own: Own, me: str) -> Made:
    return Made(me, own.entry.columns[arrive.DEVICE_SEQ], own.place)


def _hash(raw: Any, device: str, number: int) -> str:
    row = raw.execute("SELECT hash FROM bundle WHERE device_id = ? AND number = ?", (device, number)).fetchone()
    return str(row[0].hex())


def _sealed(raw: Any, entry: Entry) -> Entry | Sealed:
    """Return the op as it travels: a sheet of a round that is not revealed goes sealed."""
    if not str(entry.columns[arrive.KIND]).startswith(SCORES) or entry.salt is None or entry.body is None:
        return entry
    round_id = Subject.parse(entry.subject).id.partition(".")[0]
    public = boxes.sealed_to(raw, round_id)
    if not public:
        return entry
    return Sealed(entry, round_id, boxes.seal(public, entry.op_id, entry.salt, entry.body))


def _named(store: Store, entries: list[Entry]) -> tuple[Named, ...]:
    """Return the files that ops name, each whole beside the store; an erased one goes no further.

    Raises BlobMissingError, BlobDamagedError: an op never goes before its file.
    """
    found: dict[tuple[str, str], Named] = {}
    for entry in entries:
        file = files.named(store.registry, entry)
        if file is not None:
            try:
                size = sum(len(chunk) for chunk in blobs.read(store, *file))
            except blobs.BlobErasedError:
                continue
            found[file] = Named(file.case_id, file.sha256, size)
    return tuple(found.values())


def _put_file(store: Store, folder: Path, key: bytes, file: Named) -> None:
    contents = io.BufferedReader(sealing.Flow(blobs.read(store, file.case_id, file.sha256)))
    pieces = sealing.seal(group.file_key(key, file.case_id, file.sha256), contents)
    name = group.file_name(key, file.case_id, file.sha256) + place.FILE
    place.write(folder / place.FILES, name, pieces, again=True)
