"""The one door of the record: `with store.act(by=...) as act:` loads, asks and records in one transaction.

Load, ask and record run inside one BEGIN IMMEDIATE on the writing connection, so a rule sees one state and what it
returns is recorded on that state or not at all. Readers have connections of their own and see whole acts.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Recorded, Subject
from bandingdesk.seams import Clock, Ids
from bandingdesk.store import drives, engine, erasure, keys, log, marks, reconcile, replay, tables
from bandingdesk.store.act import Act, Ask, NoSuchSubjectError
from bandingdesk.store.arrive import Arrival
from bandingdesk.store.changes import Changes
from bandingdesk.store.registry import Registry, State
from bandingdesk.store.running import Running

Progress = Callable[[int, int], None]  # done, of
DEMO = "demo"  # the mark of a store in which everything is invented; it never comes off
READ_ONLY = "read_only"  # the mark of a copy that is only read (moving.py)


class ReadOnlyCopyError(RefusedError):
    """The store is a copy that is only read."""

    code = "ST-47"
    message = QT_TRANSLATE_NOOP("errors", "This is a copy of your store that is only read.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded. The copy stays as it is.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Work in the store itself: move it to this computer with `bandingdesk store move`."
    )


class Store:
    """An open store. One thread writes at a time; any thread reads. Made by `open_store` and `create_store`."""

    def __init__(
        self,
        path: Path,
        engines: engine.Engines,
        registry: Registry,
        *,
        key: bytes | None,
        clock: Clock,
        ids: Ids,
        person: str | None,
        running: Running,
    ) -> None:
        self.path = path
        self.registry = registry
        self.clock = clock
        self.ids = ids
        self.person = person
        self.is_encrypted = key is not None
        self._key = key
        self._engines = engines
        self._running = running
        self._lock = threading.Lock()
        self._writer_thread: int | None = None
        self._acts = False  # what holds the lock is an act
        self._gathering: Connection | None = None
        self._writing_conn = engines.writer.connect()
        self._is_single = engines.lock is not None  # one connection for all: a store for one person at a time
        self._watching_conn = self._writing_conn if self._is_single else engines.reader.connect()
        self._watching = log.driver(self._watching_conn)
        self._news_lock = threading.Lock()
        known = marks.every(self._watching)
        self.store_id = known[marks.STORE_ID]
        self.device_id = known[marks.DEVICE_ID]
        self.is_demo = known.get(DEMO) == "1"
        self.is_read_only = READ_ONLY in known
        self._own: list[tuple[int, int]] = []  # (before, last) of own acts that `news` has not passed yet
        self._version = self._watching.execute("PRAGMA data_version").fetchone()[0]
        self._seen = self._last_seq()
        self._settled_here: list[tuple[int, int]] = []  # (before, last) of own reconciles: `news` does not tell them
        self._settled = _last_settled(self._watching)

    @contextmanager
    def act(self, by: str | None = None, ask: Ask | None = None) -> Iterator[Act]:
        """Open an act of the person BY (default: the store's person). Commits at the end, undone by any exception.

        ASK is called before each op is taken, and raises where it may not be recorded: the desk's table of roles.
        Raises StoreLockedError, DiskFullError, DiskFaultError, DamagedStoreError.
        """
        person = by or self.person
        if person is None:
            raise ValueError("an act needs a person")
        own: tuple[int, int] | None = None
        try:
            with self._written(wait=False) as conn:
                act = Act(
                    conn, self.registry, by=person, device_id=self.device_id, clock=self.clock, ids=self.ids, ask=ask
                )
                yield act
                own = act.finish()
                with self._news_lock:  # before the commit: else `news` in another thread could take it for a stranger's
                    self._own.append(own)
        except BaseException:
            with self._news_lock:
                if own in self._own:  # the commit failed, and another window may take these places
                    self._own.remove(own)
            raise

    @contextmanager
    def arrival(self) -> Iterator[Arrival]:
        """Open an arrival of other devices' ops. Waits for an act of another thread; undone by any exception.

        Nothing is folded by it: call `reconcile` after.
        """
        own: tuple[int, int] | None = None
        try:
            with self._written(wait=True) as conn:
                arrival = Arrival(conn)
                before = arrival.last_seq
                yield arrival
                own = (before, arrival.last_seq)
                with self._news_lock:  # what arrives is told by `reconcile`, not by `news`
                    self._own.append(own)
        except BaseException:
            with self._news_lock:
                if own in self._own:
                    self._own.remove(own)
            raise

    def reconcile(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> Changes:
        """Fold all that an arrival left to be folded, in batches, and return the subjects that may look otherwise.

        PROGRESS is called with (subjects done, of). What CANCELLED stops is done at the next call, or by the act that
        needs it.
        """
        subjects: frozenset[Subject] = frozenset()
        with self.read() as conn:
            total = len(reconcile.waiting(log.driver(conn), limit=-1))
        while not (cancelled and cancelled()):
            with self.jot() as conn:
                raw = log.driver(conn)
                part = reconcile.waiting(raw)
                if not part:
                    break
                before = _last_settled(raw)
                found = reconcile.fold(conn, self.registry, part)
                with self._news_lock:
                    self._settled_here.append((before, _last_settled(raw)))
            subjects |= found
            if progress is not None:
                progress(len(subjects), total)
        if subjects and self._writer_thread != threading.get_ident():
            self.scrub()
        return Changes(subjects, frozenset({"record.settled"}) if subjects else frozenset(), self._last_seq())

    def adopt(self, store_id: str) -> None:
        """Belong to the shared store STORE_ID from now on: one that this store joins, or begins with its own ops."""
        with self.arrival() as arrival:
            arrival.mark("store_id", store_id)
        self.store_id = store_id

    def become(self, device_id: str) -> None:
        """Go on as another device: what is recorded from now on carries its id and begins its chain."""
        with self.arrival() as arrival:
            arrival.mark("device_id", device_id)
        self.device_id = device_id

    def marks(self) -> dict[str, str]:
        """Return what the store knows of itself and of its peer."""
        with self.read() as conn:
            return marks.every(log.driver(conn))

    @contextmanager
    def jot(self) -> Iterator[Connection]:
        """Open a short write that is no op: a draft, a file's key. Waits for an act of another thread to end."""
        with self._written(wait=True) as conn:
            yield conn

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Keep all acts of this thread inside in one transaction: for building a store that nobody else has open.

        Each act still stands or falls by itself (a savepoint); nothing is durable before the end, and an exception
        that leaves the block undoes them all. Measured, the small demo: 6,200 commits, a third of its building.
        """
        with self._written(wait=False) as conn:
            self._gathering = conn
            try:
                yield
            finally:
                self._gathering = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees the store as it was at its first query, and can't write.

        Inside `gathered` it is the writing one, since nobody else sees its acts yet.
        """
        if self._gathering is not None and self._writer_thread == threading.get_ident():
            yield self._gathering
            return
        if self._is_single:
            with self._read_alone() as conn:
                yield conn
            return
        with engine.speaking(self.path, self._key), self._engines.reader.connect() as conn, conn.begin():
            yield conn

    def load(self, subject: Subject) -> State:
        """Return the folded state of SUBJECT as it is now. Raises NoSuchSubjectError."""
        state = self.find(subject)
        if state is None:
            raise NoSuchSubjectError(subject=str(subject))
        return state

    def find(self, subject: Subject) -> State | None:
        """Return the folded state of SUBJECT as it is now, None where it has no op."""
        with self.read() as conn:
            row = log.driver(conn).execute("SELECT state FROM head WHERE subject = ?", (str(subject),)).fetchone()
        return None if row is None else self.registry.load(subject.kind, row[0])

    def history(self, subject: Subject, *, after: str | None = None) -> list[Recorded]:
        """Return the ops of SUBJECT, oldest first; with AFTER only those behind that op: what came in between."""
        with self.read() as conn:
            found = log.history(conn, self.registry.kinds, subject)
        behind = [index for index, op in enumerate(found) if op.op_id == after]
        return found[behind[0] + 1 :] if behind else found

    def news(self) -> Changes | None:
        """Return what other windows and processes recorded since the last call, None where nothing did."""
        with self._news_lock, engine.speaking(self.path, self._key):
            version = self._watching.execute("PRAGMA data_version").fetchone()[0]
            if version == self._version:
                return None
            rows = self._watching.execute(
                "SELECT seq, subject, kind FROM op WHERE seq > ? ORDER BY seq", (self._seen,)
            ).fetchall()
            self._version = version
            self._seen = rows[-1][0] if rows else self._seen
            foreign = [row for row in rows if not any(before < row[0] <= last for before, last in self._own)]
            self._own = [(before, last) for before, last in self._own if last > self._seen]
            settled = self._newly_settled()
        if not foreign and not settled:
            return None
        subjects = frozenset(Subject.parse(text) for text in {row[1] for row in foreign} | settled)
        kinds = frozenset(row[2] for row in foreign) | (frozenset({"record.settled"}) if settled else frozenset())
        return Changes(subjects, kinds, foreign[-1][0] if foreign else self._seen)

    def _newly_settled(self) -> set[str]:
        """Return the subjects that other windows folded again since the last call."""
        rows = self._watching.execute("SELECT id, subject FROM settled WHERE id > ?", (self._settled,)).fetchall()
        own = self._settled_here
        self._settled = rows[-1][0] if rows else self._settled
        self._settled_here = [(before, last) for before, last in own if last > self._settled]
        return {row[1] for row in rows if not any(before < row[0] <= last for before, last in own)}

    def scrub(self) -> bool:
        """Take what was erased out of the file's free pages and its log, and return whether nothing is left to do.

        While another window reads or writes, or the disk is full, it is put off: to the next call or opening.
        """
        if erasure.to_scrub(self._watching) is None:
            return True
        raw = log.driver(self._writing_conn)
        off = contextlib.suppress(engine.StoreLockedError, engine.DiskFullError)
        with off, self._lock, engine.speaking(self.path, self._key):
            erasure.scrub(raw, self.path.with_name(self.path.name + ".files"))
        return erasure.to_scrub(raw) is None

    @property
    def key(self) -> bytes | None:
        """The key that opens the file, for what copies it whole (backup.py); None where it is not encrypted."""
        return self._key

    def close(self) -> None:
        """Close the store's connections; the record is complete at any time, so nothing is lost without it."""
        self._writing_conn.close()
        self._watching_conn.close()
        self._engines.dispose()
        self._running.end()

    @contextmanager
    def _written(self, *, wait: bool) -> Iterator[Connection]:
        if self.is_read_only:
            raise ReadOnlyCopyError()
        me = threading.get_ident()
        if self._writer_thread == me:
            if (conn := self._gathering) is None:
                raise RuntimeError("an act is already open in this thread")
            self._gathering = None  # an act inside an act is refused here too
            try:
                with _savepoint(conn):
                    yield conn
            finally:
                self._gathering = conn
            return
        if not self._lock.acquire(blocking=wait or not self._acts):  # an act waits for an arrival, but for no other act
            raise RuntimeError("another thread has an act open: only one thread writes")
        try:
            self._writer_thread, self._acts = me, not wait
            with engine.speaking(self.path, self._key), self._writing_conn.begin():
                yield self._writing_conn
        finally:
            self._writer_thread, self._acts = None, False  # before the lock goes: the next holder may not be an act
            self._lock.release()

    @contextmanager
    def _read_alone(self) -> Iterator[Connection]:
        """Read by the one connection of a store for one person at a time; inside an own act, as that act sees it."""
        me = threading.get_ident()
        if self._writer_thread == me:
            yield self._writing_conn
            return
        with self._lock:
            try:
                self._writer_thread, self._acts = me, False
                with engine.speaking(self.path, self._key), self._writing_conn.begin():
                    yield self._writing_conn
            finally:
                self._writer_thread = None

    def _last_seq(self) -> int:
        found = self._watching.execute("SELECT max(seq) FROM op").fetchone()[0]
        return int(found or 0)


def create_store(
    path: Path,
    key: bytes | None,
    registry: Registry,
    *,
    clock: Clock,
    ids: Ids,
    person: str | None = None,
    plain: bool = False,
    is_demo: bool = False,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Store:
    """Make a new store at PATH and return it open. KEY is 32 raw bytes (`keys.make`), None only with PLAIN.

    IS_DEMO is kept in the store, so that however it is opened it says that everything in it is invented.

    Raises StoreExistsError, UnsafeDriveError, DiskFullError; what was begun is then removed.
    """
    _check_key(key, plain)
    drives.check(path, verdict)
    if path.exists():
        raise engine.StoreExistsError(path=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    if key is None:
        store_id = ids.new()
    elif keys.file_of(path).exists():
        store_id = keys.read_file(path).store_id
    else:
        store_id = ids.new()
        keys.note(path, store_id, key)
    path.touch(mode=0o600)
    try:
        engines = engine.open_engines(path, key, new=True)
        try:
            with engine.speaking(path, key), engines.writer.connect() as conn, conn.begin():
                first = {"store_id": store_id, "device_id": ids.new(), "created": str(log.micros(clock.now()))}
                _lay_foundation(conn, registry, first | ({DEMO: "1"} if is_demo else {}))
        finally:
            engines.dispose()
    except BaseException:
        for name in ("", "-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)
        raise
    return open_store(path, key, registry, clock=clock, ids=ids, person=person, plain=plain, verdict=verdict)


def open_store(
    path: Path,
    key: bytes | None,
    registry: Registry,
    *,
    clock: Clock,
    ids: Ids,
    person: str | None = None,
    plain: bool = False,
    progress: Progress | None = None,
    busy_ms: int = engine.BUSY_MS,
    verdict: Callable[[Path], drives.Verdict] = drives.verdict,
) -> Store:
    """Return the store at PATH, open. After an unclean stop the file is checked; older rows are rebuilt by replay.

    Raises the leaves of StoreError in engine.py and drives.py.
    """
    _check_key(key, plain)
    drives.check(path, verdict)
    engines = engine.open_engines(path, key, busy_ms=busy_ms)
    running = Running(path)
    try:
        if running.stopped_uncleanly():
            engine.check_file(engines, path, key)
        running.begin()
        with engine.speaking(path, key):
            replay.refresh(engines.writer, registry, progress)
            opened = Store(path, engines, registry, key=key, clock=clock, ids=ids, person=person, running=running)
            opened.scrub()  # an erasure that was cut off before its end
            return opened
    except BaseException:
        running.end()
        engines.dispose()
        raise


@contextmanager
def look(path: Path, key: bytes | None) -> Iterator[Connection]:
    """Give a reader's connection on the store at PATH without opening it for acts: nothing is checked or rebuilt."""
    drives.check(path)
    engines = engine.open_engines(path, key)
    try:
        with engine.speaking(path, key), engines.reader.connect() as conn, conn.begin():
            yield conn
    finally:
        engines.dispose()


def _last_settled(raw: Any) -> int:
    return int(raw.execute("SELECT coalesce(max(id), 0) FROM settled").fetchone()[0])


@contextmanager
def _savepoint(conn: Connection) -> Iterator[None]:
    raw = log.driver(conn)
    raw.execute("SAVEPOINT one_act")
    try:
        yield
    except BaseException:
        raw.execute("ROLLBACK TO one_act")
        raw.execute("RELEASE one_act")
        raise
    raw.execute("RELEASE one_act")


def _check_key(key: bytes | None, plain: bool) -> None:
    if (key is None) != plain:
        raise ValueError("a store without a key is opened only with plain=True, and a plain one takes no key")


def _lay_foundation(conn: Connection, registry: Registry, first: dict[str, str]) -> None:
    tables.LOG.create_all(conn)
    registry.tables.create_all(conn)
    for trigger in tables.TRIGGERS:
        conn.exec_driver_sql(trigger)
    values = {**first, replay.MARK: registry.mark}
    conn.execute(tables.mark.insert(), [{"name": name, "value": value} for name, value in values.items()])
    conn.execute(tables.device.insert(), {"id": first["device_id"], "enrolled": int(first["created"])})
    conn.exec_driver_sql(f"PRAGMA application_id = {tables.APPLICATION_ID}")
    conn.exec_driver_sql(f"PRAGMA user_version = {tables.EPOCH}")
