"""Makes a backup: one sealed file with the store and its evidence, while windows go on working, read back afterwards.

A backup counts only when it has its name: it is written as `FILE.part`, flushed, read back whole (each piece opens, the
record verifies, each file holds what the record says) and then renamed. What was cut off is a `.part` that nobody takes
for a backup. Source: design, store 5.3 and 6.2.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.store import blobs, engine, keys, log, marks, running, sealed_copy, snapshot
from bandingdesk.store.sealed_copy import Header, Member
from bandingdesk.store.snapshot import FileOf, StoppedError
from bandingdesk.store.verify import Verification

Progress = Callable[[int, int], None]  # bytes done, of about
Cancelled = Callable[[], bool]
KEPT = "backups"  # mark: the last backups that were made of this store, as JSON
REMEMBERED = 50


class BackupExistsError(RefusedError):
    """There is a file at PATH already."""

    code = "ST-40"
    message = QT_TRANSLATE_NOOP("errors", "There is already a file at {path}.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched, and no backup was made.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another name. To replace a backup of this store, add --renew.")


class OtherBackupError(RefusedError):
    """The file at PATH is no backup of this store, so it is not replaced."""

    code = "ST-41"
    message = QT_TRANSLATE_NOOP("errors", "The file {path} is not a backup of this store.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched, and no backup was made.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another name for the backup.")


class Backup(NamedTuple):
    """A backup that was made and read back. MISSING evidence files are not on this device; DAMAGED ones are no longer
    what the record says; both are named by the record and were left out.
    """

    backup_id: str
    path: Path
    at: datetime
    size: int
    entries: int
    payloads: int
    files: int
    missing: int
    damaged: int


class Remembered(NamedTuple):
    """A backup as the store remembers it: when it was made, where, and the record's length then."""

    backup_id: str
    at: datetime
    place: str
    entries: int


class _Work:
    """Counts bytes for the progress, and stops where the person asked for it."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.total = 1
        self._progress = progress
        self._cancelled = cancelled
        self._done = 0

    def step(self, count: int) -> None:
        self._done += count
        if self._cancelled is not None and self._cancelled():
            raise StoppedError()
        if self._progress is not None:
            self._progress(min(self._done, self.total), self.total)


def make(
    path: Path,
    key: bytes | None,
    to: Path,
    at: datetime,
    *,
    renew: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Backup:
    """Make a backup of the store at PATH, open or not, as the file TO, and return what is in it.

    With RENEW a backup of the same store at TO is replaced once the new one is proven. Raises BackupExistsError,
    OtherBackupError, StoreAtWorkError, RecordUnfitError, StoppedError, DiskFullError, DiskFaultError.
    """
    work = _Work(progress, cancelled)
    if to.exists() and not renew:
        raise BackupExistsError(path=str(to))
    if to.exists() and not is_of(to, path, key):
        raise OtherBackupError(path=str(to))
    beside, copy = to.with_name(to.name + ".part"), path.with_name(path.name + ".snapshot")
    with running.holding(path, "backup"), engine.speaking(path, key):
        try:
            with snapshot.looking(path, key) as conn:
                work.total = max(3 * _size(conn), 1)
                key = engine.fitting(path, key)
                snapshot.take(conn, copy, key, work.step)
            found = snapshot.checked(copy, key)
            made = _sealed(path, key, copy, beside, found, at, work)
            _take_the_place(beside, to)
        finally:
            snapshot.remove(copy)
            beside.unlink(missing_ok=True)
    return made._replace(path=to, size=to.stat().st_size)


def is_of(place: Path, path: Path, key: bytes | None) -> bool:
    """Return whether PLACE is a backup of the store at PATH."""
    try:
        with place.open("rb") as file:
            header, _ = sealed_copy.read_header(file, place)
    except (sealed_copy.NotABackupError, sealed_copy.BackupDamagedError):
        return False
    with snapshot.looking(path, key) as conn:
        return header.store_id == marks.load(log.driver(conn), marks.STORE_ID)


def remember(conn: Connection, made: Backup) -> None:
    """Note the backup in the store, so that an erasure can say which backups still hold what was erased."""
    known = [one for one in remembered(conn) if one.place != str(made.path.absolute())]
    known.append(Remembered(made.backup_id, made.at, str(made.path.absolute()), made.entries))
    text = json.dumps([[b, log.micros(at), place, entries] for b, at, place, entries in known[-REMEMBERED:]])
    marks.keep(log.driver(conn), KEPT, text)


def note(path: Path, key: bytes | None, made: Backup) -> None:
    """Note the backup in the store at PATH, which a window may have open. Raises the leaves of StoreError."""
    with engine.speaking(path, key):
        engines = engine.open_engines(path, key)
        try:
            with engines.writer.connect() as conn, conn.begin():
                remember(conn, made)
        finally:
            engines.dispose()


def remembered(conn: Connection) -> list[Remembered]:
    """Return the backups that were made of this store, the oldest first."""
    text = marks.find(log.driver(conn), KEPT)
    return [Remembered(b, log.instant(at), place, entries) for b, at, place, entries in json.loads(text or "[]")]


def _take_the_place(beside: Path, to: Path) -> None:
    """Give the proven backup its name; of an older one in its place the head, which holds its key, is written over.

    At any moment one of the two has the name. On disks that write elsewhere (SSD, copy-on-write) the old head may
    survive; what it wraps is sealed there as it was.
    """
    old = to.with_name(to.name + ".old")
    if to.exists():
        with contextlib.suppress(OSError):  # a drive without links: the old file is replaced and no more
            old.unlink(missing_ok=True)
            os.link(to, old)
    beside.replace(to)
    engine.flush(to.parent)
    if old.exists():
        with old.open("r+b") as file:
            file.write(b"\0" * min(old.stat().st_size, 64 * 1024))
            file.flush()
            os.fsync(file.fileno())
        old.unlink()


def _sealed(
    path: Path, key: bytes | None, copy: Path, beside: Path, found: Verification, at: datetime, work: _Work
) -> Backup:
    """Write the copy and the evidence to BESIDE, sealed, read it back, and return what is in it."""
    with snapshot.looking(copy, key) as conn:
        named = snapshot.files_of(conn)
        store_id = marks.load(log.driver(conn), marks.STORE_ID)
        epoch = conn.exec_driver_sql("PRAGMA user_version").scalar_one()
    folder = blobs.folder_of(path)
    good, missing, damaged = _sorted(folder, named)
    members = [Member(sealed_copy.STORE, copy)]
    members += [Member(f"files/{one.name[:2]}/{one.name}", folder / one.name[:2] / one.name) for one in good]
    work.total = copy.stat().st_size + 2 * sum(place.stat().st_size for _, place in members)
    secret, backup_id = keys.random_bytes(32), keys.random_bytes(16).hex()
    key_file = None if key is None else asdict(keys.read_file(path))
    header = Header(backup_id, store_id, epoch, log.micros(at), found.entries, len(good), "", key_file)
    beside.unlink(missing_ok=True)
    with beside.open("xb") as out:
        for count in sealed_copy.write(out, sealed_copy.wrap(header, secret, key), secret, members):
            work.step(count)
        out.flush()
        os.fsync(out.fileno())
    _read_back(beside, key, copy, {one.name: one for one in good}, work)
    return Backup(backup_id, beside, at, 0, found.entries, found.payloads, len(good), missing, damaged)


def _sorted(folder: Path, named: dict[str, FileOf]) -> tuple[Sequence[FileOf], int, int]:
    """Return the evidence files that are here and whole, and how many are not here and not whole."""
    good, missing, damaged = [], 0, 0
    for one in named.values():
        place = folder / one.name[:2] / one.name
        if one.key is None or not place.exists():
            missing += one.key is not None  # an erased case's files are not missed
        elif snapshot.is_whole(place, one):
            good.append(one)
        else:
            damaged += 1
    return good, missing, damaged


def _read_back(beside: Path, key: bytes | None, copy: Path, files: dict[str, FileOf], work: _Work) -> None:
    """Open what was written, as a restore would, and compare it with what was to be kept. Raises BackupDamagedError."""
    left = set(files)
    store_seen = False
    with beside.open("rb") as file:
        header, about = sealed_copy.read_header(file, beside)
        secret = sealed_copy.secret_of(header, key, beside)
        for name, contents in sealed_copy.members(file, secret, about, beside):
            digest = sha256()
            for piece in contents:
                digest.update(piece)
                work.step(len(piece))
            if name == sealed_copy.STORE:
                store_seen = digest.hexdigest() == _hash(copy)
            else:
                left.discard(name.rpartition("/")[2])
    if not store_seen or left:
        raise sealed_copy.BackupDamagedError(path=str(beside))


def _hash(place: Path) -> str:
    digest = sha256()
    with place.open("rb") as file:
        for piece in sealed_copy.pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def _size(conn: Connection) -> int:
    raw = log.driver(conn)
    return int(raw.execute("PRAGMA page_count").fetchone()[0]) * int(raw.execute("PRAGMA page_size").fetchone()[0])
