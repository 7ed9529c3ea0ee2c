"""Reads the shared ledger behind our cursor, page by page, verified while it is read and written a page at a time.

The cursor is the last row of the ledger here, so it cannot stand anywhere but behind what was written. The next page is
on its way while one is verified and written. Nothing is folded here (store/reconcile.py).
Source: design, store 7.1 and 9.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk.store import arrive, chain, log, marks, standing, upcast
from bandingdesk.store.arrive import Arrival, Entry, Taken, TwinError
from bandingdesk.store.store import Store
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import files, handshake, outcomes, wire
from bandingdesk.sync.handshake import Mine, ServerForkedError
from bandingdesk.sync.server import kinds
from bandingdesk.sync.wire import Page, Posted

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

PROTO = OP_COLUMNS.index("proto")
SELECT_HERE = f"SELECT o.op_id, {', '.join(f'o.{name}' for name in OP_COLUMNS)}, x.state FROM op o"
OPENED = "sync.opened."  # marks: subjects that were closed, so that what is sealed until then can be read
ASKED = 500  # sealed bodies asked for at once

Progress = Callable[[int, int], None]


class Pulled(NamedTuple):
    """How many entries came, of how many subjects, how many sealed bodies were opened, where the ledger ends now."""

    entries: int
    opened: int
    seq: int
    hash: bytes


def pull(
    store: Store,
    remote: Remote,
    own: Mine,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Pulled:
    """Take over all that stands behind our cursor. Raises ServerForkedError, TwinError, ForeignGapError, …

    A page that does not fit is not taken over, not even in part.
    """
    seq, hash_, count = own.seen_seq, own.seen_hash, 0
    with ThreadPoolExecutor(1, thread_name_prefix="pull") as line:
        on_way = line.submit(remote.pull, seq, wire.PAGE)
        while page := on_way.result():
            if not page.posted or (cancelled is not None and cancelled()):
                break
            last = page.posted[-1].row.seq
            if last < page.head_seq:
                on_way = line.submit(remote.pull, last, wire.PAGE)
            seq, hash_ = take(store, page, seq, hash_)
            count += len(page.posted)
            if progress is not None:
                progress(count, page.head_seq - own.seen_seq)
            if last >= page.head_seq:
                break
    return Pulled(count, unseal(store, remote), seq, hash_)


def take(store: Store, page: Page, seq: int, hash_: bytes) -> tuple[int, bytes]:
    """Write a page that follows entry SEQ with hash HASH_, in one transaction, and return its last number and hash."""
    texts = row_texts(page.posted)
    seq, hash_ = verified(page.posted, seq, hash_, texts)
    with store.arrival() as arrival:
        _take(store, arrival, _not_here(arrival, page.posted), texts)
        arrival.checkpoint("ledger", seq, hash_, log.micros(store.clock.now()), "sync")
    return seq, hash_


def row_texts(posted: Sequence[Posted]) -> list[str]:
    """Return the row text of each op: the ledger's chain and the device's both cover it, and it is made once."""
    return [chain.row_text(one.entry.columns) for one in posted]


def verified(posted: Sequence[Posted], seq: int, hash_: bytes, texts: Sequence[str] | None = None) -> tuple[int, bytes]:
    """Return the last number and hash. Raises ServerForkedError where an entry does not follow the one before."""
    for one, text in zip(posted, texts or row_texts(posted), strict=True):
        seq += 1
        hash_ = handshake.linked_text(hash_, one.row, text)
        if one.row.seq != seq or one.row.hash != hash_:
            raise ServerForkedError(seq=seq)
    return seq, hash_


def _not_here(arrival: Arrival, posted: Sequence[Posted]) -> Sequence[Posted]:
    """Return those of POSTED that another window on this store has not taken meanwhile. Raises ServerForkedError."""
    end = arrival.raw.execute("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    if end is None or end[0] < posted[0].row.seq:
        return posted
    for one in posted:
        if one.row.seq == end[0] and one.row.hash != end[1]:
            raise ServerForkedError(seq=end[0])
    return [one for one in posted if one.row.seq > end[0]]


def unseal(store: Store, remote: Remote) -> int:
    """Ask again for bodies that were sealed until a subject closed which has closed since; return how many opened."""
    with store.read() as conn:
        raw = log.driver(conn)
        closed = list(marks.beginning(raw, OPENED))
        sealed = _sealed(raw, closed) if closed else []
    opened = 0
    for at in range(0, len(sealed), ASKED):
        found = remote.unsealed(sealed[at : at + ASKED])
        with store.arrival() as arrival:
            for one in found:
                arrival.unseal(*one)
        opened += len(found)
    if closed:
        with store.jot() as conn:
            marks.drop(log.driver(conn), *(OPENED + text for text in closed))
    return opened


def _take(store: Store, arrival: Arrival, posted: Sequence[Posted], texts: Sequence[str]) -> None:
    """Write the entries at the end of a page whose row texts are TEXTS."""
    here = _here(arrival, [one.entry.op_id for one in posted])
    held = upcast.held_subjects(arrival.raw)
    known, folds = store.registry.kinds, store.registry.folds
    fresh: list[tuple[Entry, Taken]] = []
    for one in posted:
        entry, now = one.entry, outcomes.taken(one.row.outcome, one.row.reason, one.row.against)
        kind, version, proto = (entry.columns[at] for at in (arrive.KIND, arrive.VERSION, PROTO))
        is_known = upcast.is_known(known, kind, version, proto) and entry.subject.partition(":")[0] in folds
        is_held = entry.subject in held or not is_known
        if now.state == standing.APPLIED and entry.op_id in here:
            is_held = here[entry.op_id][1] == standing.HELD and entry.subject in held
        if now.state == standing.APPLIED and is_held:
            held.add(entry.subject)
            now = Taken(standing.HELD, standing.UPCAST)
        elif now.state == standing.APPLIED and kind in kinds.CLOSES:  # our own reveal opens the others' sheets too
            arrival.mark(OPENED + entry.subject, "1")
        if entry.op_id in here:
            _settle(arrival, here[entry.op_id], one, now)
        else:
            fresh.append((entry, now))
    places = {op_id: place for op_id, (place, _) in arrival.known(list(here)).items()}
    own_texts = zip(posted, texts[len(texts) - len(posted) :], strict=True)
    places |= arrival.take(fresh, {one.entry.op_id: text for one, text in own_texts})
    files.want(arrival, store.registry, [entry for entry, _ in fresh])
    arrival.enter([(places[one.entry.op_id], one.row) for one in posted])


def _settle(arrival: Arrival, known: tuple[tuple[Any, ...], str], one: Posted, now: Taken) -> None:
    """Write what became of an op that is here. Raises TwinError where the ledger holds another under its id."""
    columns, state = known
    if columns != one.entry.columns:
        raise TwinError(op_id=one.entry.op_id)
    outcomes.settle(arrival, state, one.entry.op_id, now)


def _here(arrival: Arrival, op_ids: Sequence[str]) -> dict[str, tuple[tuple[Any, ...], str]]:
    """Return (columns, state) of those OP_IDS that are here."""
    found = {}
    for at in range(0, len(op_ids), arrive.BATCH):
        part = tuple(op_ids[at : at + arrive.BATCH])
        marks = ", ".join("?" * len(part))
        rows = arrival.raw.execute(f"{SELECT_HERE} JOIN outbox x ON x.seq = o.seq WHERE o.op_id IN ({marks})", part)
        found.update({row[0]: (tuple(row[1:-1]), row[-1]) for row in rows.fetchall()})
    return found


def _sealed(raw: Any, closed: Sequence[str]) -> list[str]:
    """Return the ops of sealed bodies that saw one of the subjects CLOSED."""
    found = []
    for op_id, seen in raw.execute(
        "SELECT o.op_id, o.seen FROM payload p JOIN op o ON o.seq = p.seq"
        " WHERE p.body IS NULL AND p.erased IS NULL ORDER BY p.seq"
    ).fetchall():
        if any(f'"{subject}"' in seen for subject in closed):
            found.append(op_id)
    return found
