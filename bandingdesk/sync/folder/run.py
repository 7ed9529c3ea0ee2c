"""One sync through a folder: take what came, send what waits, hand out keys, open what was revealed, fold.

Every step is durable by itself and can be stopped or killed anywhere: the next run goes on from what is there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, StoreError, SyncError
from bandingdesk.store import boxes, device_keys, erasure, log, marks, running, standing
from bandingdesk.store.device_keys import DeviceKeys
from bandingdesk.store.store import Store
from bandingdesk.sync.folder import cards, group, members, place, sending, taking
from bandingdesk.sync.folder.cards import Card
from bandingdesk.sync.folder.causes import Causes, Made
from bandingdesk.sync.folder.group import Ring
from bandingdesk.sync.folder.members import Member, Members, Root
from bandingdesk.sync.folder.result import FolderResult, Waiting, to_mark
from bandingdesk.sync.folder.taking import Refused, Taker

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
PEER, WHERE, LAST_AT, LAST_END = "peer", "peer.where", "sync.at", "sync.end"  # marks that the screen reads
LEFT = "folder.left"  # what the last run left in the folder (result.py)
LOCK = "folder-sync"
LATER = 2**61  # a place behind every op: what is asked of now


class NotInFolderError(SyncError):
    """The store does not sync through a folder."""

    code = "SY-65"
    message = QT_TRANSLATE_NOOP("errors", "This record does not sync through a folder.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Begin a shared folder, or ask to join the one of your council.")


class OtherCouncilError(SyncError):
    """The folder PATH belongs to another record, or to two."""

    code = "SY-66"
    message = QT_TRANSLATE_NOOP("errors", "The folder {path} does not belong to this record.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed, here or in the folder.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the folder of your council. A new one must be empty.")


class NotAdmittedError(SyncError):
    """Nobody has admitted this device yet; SHOWN is the code that an administrator compares."""

    code = "SY-67"
    message = QT_TRANSLATE_NOOP("errors", "This computer is not admitted yet. Its code is {shown}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your request lies in the folder.")
    do = QT_TRANSLATE_NOOP("errors", "Call your administrator, read the code out, then sync again.")


class _Run(NamedTuple):
    """What one run works with."""

    store: Store
    where: Path
    own: DeviceKeys
    root: Root
    causes: Causes
    ring: Ring
    progress: Progress
    cancelled: Cancelled


def sync(
    store: Store,
    where: Path | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FolderResult:
    """Sync with the folder WHERE (default: where this store synced last) and return what was done.

    PROGRESS is called with (bundles done, of). What CANCELLED stops is done by the next run. Raises NotInFolderError,
    OtherCouncilError, NotAdmittedError, DeviceKeyLostError, NoKeyringError, StoreAtWorkError where another window
    syncs, and the leaves of SyncError in place.py; an own file that is missing stops the sending (BlobMissingError).
    """
    marks = store.marks()
    if marks.get(PEER) != "folder" or members.ROOT not in marks:
        raise NotInFolderError()
    folder = where or Path(marks[WHERE])
    with running.holding(store.path, LOCK):
        try:
            result = _sync(store, folder, marks, progress or _quiet, cancelled or _never)
        except DeskError as error:
            with contextlib.suppress(StoreError):  # a full disk has been told already
                _note_end(store, folder, {LAST_END: error.code})
            raise
        at = str(log.micros(store.clock.now()))
        end = "SY-70" if result.is_revoked else ""
        _note_end(store, folder, {LAST_END: end, LAST_AT: at, LEFT: to_mark(result)})
    return result


def _sync(store: Store, where: Path, marks: dict[str, str], progress: Progress, cancelled: Cancelled) -> FolderResult:
    own = device_keys.recall(store.device_id)
    root = members.root_of(marks)
    require_council(where, store.store_id, root)
    with store.read() as conn:
        raw = log.driver(conn)
        causes = Causes(raw, store.device_id)
        ring = Ring(where, store.store_id, store.device_id, own, group.kept(raw))
    run = _Run(store, where, own, root, causes, ring, progress, cancelled)
    _look_again(run)
    taker = _take(run)
    me = taker.members.find(store.device_id)
    if me is None and not taker.taken and store.device_id != root.device_id:
        card = cards.card_of(where, store.device_id)
        raise NotAdmittedError(shown=cards.code(card) if card else "")
    is_revoked = me is not None and me.revoked_at is not None
    sent: list[sending.Sent] = []
    if me is not None and not is_revoked:
        place.sweep(where / store.device_id)
        sent = _send(run, taker)
        _hand_out(run, taker.members, me)
    opened = boxes.open_revealed(store)
    changes = store.reconcile(cancelled=cancelled)
    _lay_devices(store, taker.members)
    return _result(run, taker, sent, is_revoked, len(opened), changes)


def require_council(where: Path, store_id: str, root: Root) -> None:
    """Check that the folder is this record's. Raises FolderMissingError, OtherCouncilError.

    Where the card of who began it is gone, or not there yet, the bundles decide by themselves.
    """
    found = cards.council(where)
    if found and not any((card.store_id, card.device_id) == (store_id, root.device_id) for card in found):
        raise OtherCouncilError(path=str(where))


def _take(run: _Run) -> Taker:
    taker = Taker(run.store, run.where, run.ring, run.causes, run.root)
    total = taker.left
    for left in taker.take_all():
        run.progress(total - left, total)
        if run.cancelled():
            break
    _trust(run, taker.members)
    return taker


def _trust(run: _Run, known: Members) -> None:
    """Keep the group keys that an administrator's device wrapped for this one."""
    found = run.ring.trusted(known, run.store.clock.today(), now(run.store))
    if found:
        with run.store.jot() as conn:
            for epoch, key in found.items():
                group.keep(log.driver(conn), epoch, key)


def _send(run: _Run, taker: Taker) -> list[sending.Sent]:
    """Write what waits. What an act changed among differences is settled as every other device will settle it."""
    store, found = run.store, []
    while not run.cancelled() and (sent := sending.send_next(store, run.where, run.own, run.causes)) is not None:
        with store.arrival() as arrival:
            at = log.micros(store.clock.now())
            sending.note(arrival, store.device_id, sent.number, sent.hash, sent.header, run.causes, at)
            sending.mark_sent(arrival.raw, store.device_id, sent.header)
            for subject in sent.subjects:  # erased meanwhile: what was kept until it was sent goes now
                if erasure.is_erased(arrival.raw, subject):
                    standing.soil(arrival.raw, subject, whole=True)
            taker.members = Members(arrival.raw, store.registry.kinds, run.causes, run.root)
            taking.settle(arrival.raw, store.registry, run.causes, taker.members, sent.subjects, sent.kinds)
        found.append(sent)
        if sent.is_done:
            break
    return found


def _hand_out(run: _Run, known: Members, me: Member) -> None:
    """Do what an administrator's device owes the others: its card, a new key after a revocation, wraps."""
    store = run.store
    if me.device_id == run.root.device_id:
        card = Card(
            "council",
            store.store_id,
            me.device_id,
            me.name,
            run.own.signing.public,
            run.own.sealing.public,
            me.device_id,
            run.own.signing.public,
            run.root.seq,
        )
        if cards.card_of(run.where, me.device_id) != card:
            cards.write_card(run.where, card, run.own.signing)
    if not known.administers(me, store.clock.today(), now(store)):
        return
    everybody = known.all()
    belong = [member for member in everybody if member.revoked_at is None]
    out = {member.device_id for member in everybody} - {member.device_id for member in belong}

    def is_known(wrap: cards.Wrap) -> bool:
        by = known.find(wrap.by)
        return by is not None and cards.is_signed(wrap, by.signing)

    with store.jot() as conn:
        raw = log.driver(conn)
        newest = group.newest_of(raw)
        if newest is None or out & group.holders(run.where, store.store_id, newest, is_known):
            group.make(raw)
        kept = group.kept(raw)
    group.hand_out(run.where, store.store_id, me.device_id, run.own, kept, belong, is_known)


def _look_again(run: _Run) -> None:
    """Judge again what an older version of the program could not read."""
    store = run.store
    with store.arrival() as arrival:
        raw = arrival.raw
        rows = raw.execute("SELECT DISTINCT subject FROM conflict WHERE kind = 'upcast' AND state = 'open'").fetchall()
        if rows:
            known = Members(raw, store.registry.kinds, run.causes, run.root)
            taking.settle(raw, store.registry, run.causes, known, [row[0] for row in rows], ())


def now(store: Store) -> Made:
    """Return the place of an op that this device would record now: it knows all that is here."""
    return Made(store.device_id, LATER, LATER)


def _lay_devices(store: Store, known: Members) -> None:
    """Write the devices that belong into the table that screens and checks read."""
    with store.jot() as conn:
        raw = log.driver(conn)
        for one in known.all():
            raw.execute(
                'INSERT INTO device (id, "user", name, pubkey, sealing_key, enrolled, revoked_at)'
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                ' "user" = excluded."user", name = excluded.name, pubkey = excluded.pubkey,'
                " sealing_key = excluded.sealing_key, revoked_at = excluded.revoked_at",
                (one.device_id, one.person, one.name, one.signing, one.sealing, one.enrolled_at, one.revoked_at),
            )


def _result(
    run: _Run, taker: Taker, sent: list[sending.Sent], is_revoked: bool, opened: int, changes: Any
) -> FolderResult:
    names = {member.device_id: member.name or member.device_id for member in taker.members.all()}
    with run.store.read() as conn:
        raw = log.driver(conn)
        forks = raw.execute(
            "SELECT DISTINCT subject FROM conflict WHERE state = 'open' AND kind = 'fork' ORDER BY subject"
        ).fetchall()
        aside = raw.execute("SELECT count(*) FROM outbox WHERE state = 'quarantined'").fetchone()[0]
        sealed = raw.execute("SELECT count(*) FROM box WHERE body != x''").fetchone()[0]
    return FolderResult(
        sent=len(sent),
        sent_ops=sum(one.header.last - one.header.first + 1 for one in sent),
        taken=taker.taken,
        taken_ops=taker.ops,
        waiting=tuple(
            Waiting(
                names.get(one.device_id, one.device_id),
                one.number,
                one.what,
                names.get(one.for_device, one.for_device),
                one.for_number,
            )
            for one in taker.waits.values()
        ),
        refused=tuple(Refused(name, why) for name, why in sorted(taker.shelf.refused.items())),
        forks=tuple(row[0] for row in forks),
        quarantined=aside,
        opened=opened,
        sealed=sealed,
        is_revoked=is_revoked,
        changes=changes,
    )


def _note_end(store: Store, where: Path, values: dict[str, str]) -> None:
    with store.jot() as conn:
        keep_marks(log.driver(conn), {WHERE: str(where), **values})


def keep_marks(raw: Any, values: dict[str, str]) -> None:
    """Write what the store knows of its peer."""
    for name, value in values.items():
        marks.keep(raw, name, value)


def _quiet(_done: int, _of: int) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False
