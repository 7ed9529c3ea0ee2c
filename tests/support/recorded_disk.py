"""Records every write of SQLite to a disk, and gives the disks that a cut of the power could have left.

`recording` lets the store's own code run on a VFS (apsw's) that passes all on to real files and keeps a trace. The
model of the disk: what a sync did not cover survives by 512-byte sectors, each at random; a file that was made or
removed stands at random until anything is synced. No disk that lies about a sync. Source: design, store 13.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import apsw

from bandingdesk.store import engine

SECTOR = 512
NAME = "recorded"


class Event(NamedTuple):
    """One thing that happened: open, write, cut, sync or remove of a file, or an act that was `told`."""

    what: str
    file: str = ""
    at: int = 0
    data: bytes = b""


class Trace(list[Event]):
    """All that happened, in order."""

    def told(self) -> None:
        """Note that somebody was told now that the last act is saved."""
        self.append(Event("told"))


@contextmanager
def recording(settings: dict[str, int | str], checkpoint_pages: int) -> Iterator[Trace]:
    """Let stores that are opened inside run on recorded files, with SETTINGS in place of the store's own pragmas.

    CHECKPOINT_PAGES lets the write-ahead log go back into the file often, so that a short run holds all of its steps.
    """
    trace = Trace()
    vfs = _Disk(trace)

    def connect(
        path: Path, key: bytes | None, busy_ms: int, *, reading: bool, new: bool, single: bool = False
    ) -> _Driver:
        assert key is None, "apsw has no encryption"
        assert not single
        raw = _Driver(apsw.Connection(str(path.absolute()), vfs=NAME))
        raw.execute(f"PRAGMA busy_timeout = {busy_ms}")
        for name, wanted in {**engine.pragmas(reading=reading), **settings}.items():
            raw.execute(f"PRAGMA {name} = {wanted}")
            assert raw.execute(f"PRAGMA {name}").fetchone()[0] == wanted, name
        raw.execute(f"PRAGMA wal_autocheckpoint = {checkpoint_pages}")
        return raw

    before = engine._connect
    engine._connect = connect
    try:
        yield trace
    finally:
        engine._connect = before
        vfs.unregister()


class _Disk(apsw.VFS):
    def __init__(self, trace: Trace) -> None:
        super().__init__(NAME, "")
        self._trace = trace

    def xOpen(self, name: Any, flags: Any) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path and not os.path.exists(path):
            self._trace.append(Event("open", os.path.basename(path)))
        return _File(name, flags, os.path.basename(path or ""), self._trace)

    def xDelete(self, name: str, sync: bool) -> None:
        super().xDelete(name, sync)
        self._trace.append(Event("remove", os.path.basename(name), int(sync)))


class _File(apsw.VFSFile):
    def __init__(self, name: Any, flags: Any, short: str, trace: Trace) -> None:
        super().__init__("", name, flags)
        self._name, self._trace = short, trace

    def xWrite(self, data: Any, offset: int) -> None:
        super().xWrite(data, offset)
        self._trace.append(Event("write", self._name, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._trace.append(Event("cut", self._name, size))

    def xSync(self, flags: int) -> None:
        super().xSync(flags)
        self._trace.append(Event("sync", self._name))


class _Rows:
    """An answer as DB-API gives it; every row is fetched at once, so that no statement is left half read."""

    arraysize = 1
    rowcount = -1
    lastrowid = None

    def __init__(self, conn: apsw.Connection) -> None:
        self._conn = conn
        self._rows: Iterator[tuple] = iter(())
        self.description: Any = None

    def execute(self, statement: str, values: Sequence[Any] = ()) -> _Rows:
        cursor = self._conn.cursor()
        cursor.execute(statement, _bound(values))
        self.description = _columns(cursor)
        self._rows = iter(cursor.fetchall())
        self.rowcount = self._conn.changes()
        return self

    def executemany(self, statement: str, values: Any) -> _Rows:
        self._conn.cursor().executemany(statement, [_bound(row) for row in values])
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list:
        return [row for row, _ in zip(self._rows, range(size), strict=False)]

    def fetchall(self) -> list:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


def _bound(values: Sequence[Any]) -> tuple[Any, ...]:
    """Return VALUES as the store's driver binds them: days stand as ISO text."""
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def _columns(cursor: apsw.Cursor) -> list[tuple[Any, ...]] | None:
    """Return the names of an answer's columns, None where the statement gives no rows."""
    try:
        return [(*column, *(None,) * 5) for column in cursor.get_description()]
    except apsw.ExecutionCompleteError:
        return None


class _Driver:
    """An apsw connection that speaks as the store's driver does."""

    def __init__(self, conn: apsw.Connection) -> None:
        self._conn = conn

    def cursor(self) -> _Rows:
        return _Rows(self._conn)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> _Rows:
        return self.cursor().execute(statement, values)

    def executemany(self, statement: str, values: Any) -> _Rows:
        return self.cursor().executemany(statement, values)

    def commit(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("COMMIT")

    def rollback(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")

    def create_function(self, *_: Any, **__: Any) -> None:
        """SQLAlchemy gives every connection its REGEXP, which the store does not use."""

    def close(self) -> None:
        self._conn.close()


class _Inode:
    """A file on the disk: what is certainly there, and what was written since."""

    def __init__(self, content: bytes = b"") -> None:
        self.kept = bytearray(content)
        self.loose: list[Event] = []

    def settle(self) -> None:
        for event in self.loose:
            _put(self.kept, event)
        self.loose.clear()


class Disk:
    """A disk that follows a trace; `cut` gives what would stand on it if the power went now."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._names = {name: _Inode(content) for name, content in files.items()}  # as the program sees it
        self._kept = dict(self._names)  # as the disk certainly has it
        self._moved: list[tuple[str, _Inode | None]] = []  # names that changed since the last sync

    def follow(self, event: Event) -> None:
        """Take the next EVENT of the trace."""
        if event.what == "open":
            inode = self._names[event.file] = _Inode()
            self._moved.append((event.file, inode))
        elif event.what in ("write", "cut"):
            self._names[event.file].loose.append(event)
        elif event.what == "sync":
            self._names[event.file].settle()
            self._sync_names()
        elif event.what == "remove":
            del self._names[event.file]
            self._moved.append((event.file, None))
            if event.at:
                self._sync_names()

    def cut(self, rng: random.Random) -> dict[str, bytes]:
        """Return the files that are left, by name, if the power goes now."""
        names = dict(self._kept)
        chance = rng.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        for name, inode in self._moved:
            if rng.random() < chance:
                _name(names, name, inode)
        return {name: _survived(inode, rng) for name, inode in names.items()}

    def _sync_names(self) -> None:
        for name, inode in self._moved:
            _name(self._kept, name, inode)
        self._moved.clear()


def _name(names: dict[str, _Inode], name: str, inode: _Inode | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _survived(inode: _Inode, rng: random.Random) -> bytes:
    content = bytearray(inode.kept)
    chance = rng.choice((0.0, 0.2, 0.5, 0.8, 1.0))
    for event in inode.loose:
        for part in _sectors(event):
            if rng.random() < chance:
                _put(content, part)
    return bytes(content)


def _sectors(event: Event) -> Iterator[Event]:
    """Give a write in the parts that fall into one sector each; a cut is one part."""
    if event.what == "cut":
        yield event
        return
    at, end = event.at, event.at + len(event.data)
    while at < end:
        until = min((at // SECTOR + 1) * SECTOR, end)
        yield event._replace(at=at, data=event.data[at - event.at : until - event.at])
        at = until


def _put(content: bytearray, event: Event) -> None:
    if event.what == "cut":
        del content[event.at :]
        return
    if len(content) < event.at:
        content.extend(bytes(event.at - len(content)))
    content[event.at : event.at + len(event.data)] = event.data
