"""Sends what waits: whole acts in the order of the device, at most 500 ops a call, and acknowledged after the reply.

While a call is on its way the next batch is read and the last one's outcomes are written, so a call costs its own time
alone. Whatever breaks off, what was not acknowledged is sent again and answered as the first time.
Source: design, store 7.1.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk.store import device_keys, log, standing
from bandingdesk.store.arrive import Entry
from bandingdesk.store.store import Store
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import files, outcomes, wire
from bandingdesk.sync.outcomes import Here
from bandingdesk.sync.wire import Outcome, SignedHead

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

COLUMNS = ", ".join(f"o.{name}" for name in OP_COLUMNS)
FIELDS = f"o.seq, {COLUMNS}, p.salt, p.body, p.erased"
SELECT_WAITING = (
    f"SELECT {FIELDS} FROM outbox x JOIN op o ON o.seq = x.seq JOIN payload p ON p.seq = x.seq"
    f" WHERE x.state IN {standing.IN_TO_SEND} AND x.seq > ? ORDER BY x.seq LIMIT ?"
)
SELECT_AGAIN = (  # after a restore: all of this device's that the server lost, whatever became of it before
    f"SELECT {FIELDS} FROM op o JOIN payload p ON p.seq = o.seq"
    " WHERE o.device_id = ? AND o.device_seq > ? AND o.seq > ? ORDER BY o.seq LIMIT ?"
)
ACT, ACT_SIZE, DEVICE_SEQ = (OP_COLUMNS.index(name) for name in ("act_id", "act_size", "device_seq"))
ROOM = wire.LARGEST_BATCH // 2  # bytes of bodies put into one call; the other half is for columns and for one large act

LONG = 8  # batches: from here on a call takes four of them, which on a slow line saves most of its waiting

Progress = Callable[[int, int], None]


class Batch(NamedTuple):
    """Whole acts that go in one call, and the places of their ops in this file."""

    entries: tuple[Entry, ...]
    places: tuple[int, ...]

    def sent(self) -> dict[str, Here]:
        """Return how the ops stand here while they are on their way."""
        pairs = zip(self.entries, self.places, strict=True)
        return {entry.op_id: Here(place, entry.subject, standing.RECORDED) for entry, place in pairs}


class Pushed(NamedTuple):
    """What was sent and what became of it. `held_back`: an op that waits for a file of its own."""

    ops: int
    outcomes: Counter[str]
    held_back: str | None


def push(
    store: Store,
    remote: Remote,
    protocol: int,
    *,
    again_after: int | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Pushed:
    """Send what waits and write what became of it. AGAIN_AFTER: all of this device's behind that number, sent or not.

    Raises DeviceKeyLostError, and what the server or the line raises; what was acknowledged by then stays so.
    """
    of = count_waiting(store) if again_after is None else 0
    if not of and again_after is None:
        return Pushed(0, Counter(), None)
    signing = device_keys.recall(store.device_id).signing
    told: Counter[str] = Counter()
    held_back: str | None = None
    on_way: tuple[Batch, SignedHead, Future[list[Outcome]]] | None = None
    with ThreadPoolExecutor(1, thread_name_prefix="push") as line:
        for whole in batches(store, again_after, wire.BATCH * (4 if of >= LONG * wire.BATCH else 1)):
            held_back = files.send(store, remote, whole.entries)
            batch = whole if held_back is None else _up_to(whole, held_back)
            if not batch.entries or (cancelled is not None and cancelled()):
                break
            signed = sign(store, signing.private, batch)
            answered = _answered(on_way, again_after) if on_way is not None else None
            on_way = (batch, signed, line.submit(remote.push, store.device_id, protocol, batch.entries, signed))
            if answered is not None:
                told += outcomes.write(store, *answered)
            if progress is not None:
                progress(told.total(), of)
            if held_back is not None:
                break
        if on_way is not None:
            told += outcomes.write(store, *_answered(on_way, again_after))
    if held_back is not None:
        outcomes.wait_for_file(store, held_back)
    if progress is not None:
        progress(told.total(), of)
    return Pushed(told.total(), told, held_back)


def count_waiting(store: Store) -> int:
    """Return how many ops wait to be sent."""
    with store.read() as conn:
        found = log.driver(conn).execute(f"SELECT count(*) FROM outbox WHERE state IN {standing.IN_TO_SEND}")
        return int(found.fetchone()[0])


def batches(store: Store, again_after: int | None = None, size: int | None = None) -> Iterator[Batch]:
    """Give what waits as whole acts, in order, each batch (of SIZE ops) read when it is asked for."""
    after, size = 0, size or wire.BATCH
    while True:
        rows = _rows(store, after, again_after, size + 1)
        batch = _whole_acts(rows, size)
        if batch is None:
            return
        yield batch
        after = batch.places[-1]


def sign(store: Store, private: bytes, batch: Batch) -> SignedHead:
    """Return the end of the batch's chain as this device signs it."""
    number = int(batch.entries[-1].columns[DEVICE_SEQ])
    with store.read() as conn:
        select = "SELECT hash FROM chain WHERE device_id = ? AND device_seq = ?"
        hash_ = log.driver(conn).execute(select, (store.device_id, number)).fetchone()[0]
    text = wire.head_text(store.store_id, store.device_id, number, hash_)
    return SignedHead(store.device_id, number, hash_, device_keys.sign(private, text))


def _up_to(batch: Batch, held_back: str) -> Batch:
    """Return the acts of BATCH before the one that holds HELD_BACK."""
    act_id = next(entry.columns[ACT] for entry in batch.entries if entry.op_id == held_back)
    ready = tuple(itertools.takewhile(lambda entry: entry.columns[ACT] != act_id, batch.entries))
    return Batch(ready, batch.places[: len(ready)])


def _answered(
    on_way: tuple[Batch, SignedHead, Future[list[Outcome]]], again_after: int | None
) -> tuple[Sequence[Outcome], SignedHead, dict[str, Here] | None]:
    """Wait for the reply, and return what `outcomes.write` takes. What is sent again may stand in any state."""
    batch, signed, answer = on_way
    found = answer.result()
    if [outcome.op_id for outcome in found] != [entry.op_id for entry in batch.entries]:
        raise outcomes.AnswerError(sent=len(batch.entries), told=len(found))
    return found, signed, batch.sent() if again_after is None else None


def _rows(store: Store, after: int, again_after: int | None, limit: int) -> list[Any]:
    """Return the next rows to send; all of an act where it is longer than a batch."""
    with store.read() as conn:
        raw = log.driver(conn)
        while True:
            if again_after is None:
                rows = raw.execute(SELECT_WAITING, (after, limit)).fetchall()
            else:
                rows = raw.execute(SELECT_AGAIN, (store.device_id, again_after, after, limit)).fetchall()
            if len(rows) < limit or rows[0][1 + ACT] != rows[-1][1 + ACT]:
                return list(rows)
            limit *= 4


def _whole_acts(rows: Sequence[Any], most: int) -> Batch | None:
    """Return the acts at the front of ROWS that fit into one call: one at least, however long."""
    entries: list[Entry] = []
    bytes_ = at = 0
    while at < len(rows):
        act_id = rows[at][1 + ACT]
        end = at
        while end < len(rows) and rows[end][1 + ACT] == act_id:
            end += 1
        act = [Entry(tuple(row[1:-3]), *row[-3:]) for row in rows[at:end]]
        size = sum(len(entry.body or b"") for entry in act)
        if entries and (len(entries) + len(act) > most or bytes_ + size > ROOM or end == len(rows) > most):
            break
        entries.extend(act)
        bytes_ += size
        at = end
    return Batch(tuple(entries), tuple(row[0] for row in rows[:at])) if entries else None
