"""Opens the store's file by its address, sets what it relies on, reads it back, or refuses.

One engine writes (every transaction is BEGIN IMMEDIATE), one reads (WAL snapshots, query_only). Without a key a file
is opened only where the caller said `plain`. Faults of the file and the disk come out as leaves of StoreError.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.store import drives, keys, tables
from bandingdesk.store.single import SingleLock

# Every version from 3.7.0 to 3.51.2 has the WAL-reset race (sqlite.org/wal.html); 3.52.0 was withdrawn.
VERSION_FLOOR = (3, 51, 3)
WITHDRAWN = (3, 52, 0)
BUSY_MS = 8000
PLAIN_HEADER = b"SQLite format 3\x00"
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) if sys.platform != "win32" else (errno.ENOSPC,)


class StoreMissingError(StoreError):
    """There is no store file at PATH."""

    code = "ST-01"
    message = QT_TRANSLATE_NOOP("errors", "There is no store at {path}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Check the place in the settings, or set up a new store.")


class StoreExistsError(StoreError):
    """A new store was asked for at PATH where a file stands."""

    code = "ST-02"
    message = QT_TRANSLATE_NOOP("errors", "There is already a file at {path}.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another place for the new store.")


class NotAStoreError(StoreError):
    """The file at PATH is not a Banding Desk store."""

    code = "ST-03"
    message = QT_TRANSLATE_NOOP("errors", "The file {path} is not a Banding Desk store.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the store's own file.")


class WrongKeyError(StoreError):
    """The key does not open the store at PATH."""

    code = "ST-04"
    message = QT_TRANSLATE_NOOP("errors", "The key does not open the store {path}.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Open it with its passphrase or with the printed recovery key.")


class DamagedStoreError(StoreError):
    """The file at PATH was changed or damaged outside the program."""

    code = "ST-05"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} is damaged. A part of it can't be trusted.")
    kept = QT_TRANSLATE_NOOP("errors", "The file is left as it is. Nothing was written to it.")
    do = QT_TRANSLATE_NOOP("errors", "Copy the file to a safe place, then go back to your last backup.")


class NewerStoreError(StoreError):
    """The store was made by a newer version: its EPOCH is above OURS."""

    code = "ST-06"
    message = QT_TRANSLATE_NOOP("errors", "This store was made by a newer version of Banding Desk.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Install the newer version, then open the store again.")


class OlderStoreError(StoreError):
    """The store at PATH was made by an older version: its EPOCH is below OURS."""

    code = "ST-34"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} was made by an older version of Banding Desk.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Upgrade it with `bandingdesk store upgrade`. It makes a backup first.")


class EncryptionDiffersError(StoreError):
    """The file is plain where an encrypted one was expected, or the other way round."""

    code = "ST-07"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} is not encrypted as this program expects: it is {found}.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not opened.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the person who set up the store.")


class DiskFullError(StoreError):
    """The disk has no room for what was to be written."""

    code = "ST-08"
    message = QT_TRANSLATE_NOOP("errors", "The disk is full.")
    kept = QT_TRANSLATE_NOOP("errors", "What was saved before is safe. This change was not recorded, not even in part.")
    do = QT_TRANSLATE_NOOP("errors", "Make room on the disk, then try again. You need not start again.")


class DiskFaultError(StoreError):
    """The operating system could not read or write the store's file."""

    code = "ST-09"
    message = QT_TRANSLATE_NOOP("errors", "The disk could not be read or written.")
    kept = QT_TRANSLATE_NOOP("errors", "What was saved before is safe. This change was not recorded, not even in part.")
    do = QT_TRANSLATE_NOOP("errors", "Check the disk and the rights to the folder, then try again.")


class StoreLockedError(StoreError):
    """Another program holds the store and did not let go in time."""

    code = "ST-10"
    message = QT_TRANSLATE_NOOP("errors", "Another program is using the store and has not let go of it.")
    kept = QT_TRANSLATE_NOOP("errors", "This change was not recorded, not even in part.")
    do = QT_TRANSLATE_NOOP("errors", "Wait a moment and try again. Close other programs that use the file.")


class SettingsRefusedError(StoreError):
    """SETTING is FOUND where the store relies on WANTED."""

    code = "ST-11"
    message = QT_TRANSLATE_NOOP("errors", "The store can't be kept safe here: {setting} is {found}, not {wanted}.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not opened.")
    do = QT_TRANSLATE_NOOP("errors", "Tell your support desk this sentence.")


class Engines(NamedTuple):
    """The engine that writes and the one that reads: the same one, with LOCK, in a store for one person at a time."""

    writer: Engine
    reader: Engine
    lock: SingleLock | None = None

    def dispose(self) -> None:
        self.reader.dispose()
        self.writer.dispose()
        if self.lock is not None:
            self.lock.give_back()


def open_engines(
    path: Path, key: bytes | None, *, busy_ms: int = BUSY_MS, new: bool = False, any_epoch: bool = False
) -> Engines:
    """Return the engines on the file at PATH, opened once to prove it. KEY is 32 raw bytes, None for a plain store.

    With ANY_EPOCH one that an older version made is opened too, as it is: for backups and the upgrade itself.
    Raises the leaves of StoreError above.
    """
    check_version(sqlcipher3.dbapi2.sqlite_version_info)
    if not new:
        _sniff(path, key)
        key = fitting(path, key)
    lock = SingleLock(path) if drives.read_note(path, drives.SINGLE) is not None else None
    if lock is not None:
        lock.take()
    one = lock is not None
    writer = _engine(
        lambda: _connect(path, key, busy_ms, reading=False, new=new, single=one), "BEGIN IMMEDIATE", connections=1
    )
    reader = writer
    if lock is None:
        reader = _engine(lambda: _connect(path, key, busy_ms, reading=True, new=False), "BEGIN", connections=4)
    engines = Engines(writer, reader, lock)
    try:
        with speaking(path, key), writer.connect() as conn:
            if not new:
                _check_identity(_driver(conn), path, any_epoch)
    except BaseException:
        engines.dispose()
        raise
    return engines


def fitting(path: Path, key: bytes | None) -> bytes | None:
    """Return the key that opens the store: KEY, or the other one while a new key is on its way in (rekey.py)."""
    for candidate in keys.others(path, key):
        raw = sqlcipher3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            raw.execute("PRAGMA cipher_log_level = NONE")
            raw.execute(f"PRAGMA key = \"x'{candidate.hex()}'\"")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher3.dbapi2.DatabaseError:
            continue
        finally:
            raw.close()
        return candidate
    return key


def copy(source: Any, to: Path, key: bytes | None, step: Callable[[int, int], None]) -> None:
    """Copy all pages that the driver's connection SOURCE sees in its transaction to a new file at TO, sealed by KEY.

    Others may write meanwhile: SOURCE goes on seeing one state. STEP is called with (pages done, of) and may raise.
    The copy is on the disk when this returns.
    """
    target = sqlcipher3.dbapi2.connect(str(to), isolation_level=None)
    try:
        target.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            target.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        target.execute("PRAGMA journal_mode = OFF")  # a copy that was cut off is thrown away
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=256, progress=lambda _status, left, total: step(total - left, total))
    finally:
        target.close()
    flush(to)


def flush(place: Path) -> None:
    """Make the file or folder at PLACE durable; Windows keeps names in its journal by itself."""
    if sys.platform == "win32" and place.is_dir():
        return
    handle = os.open(place, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_plain(path: Path) -> bool:
    """Return whether the file at PATH is an SQLite file without encryption. Raises StoreMissingError."""
    return _header(path) == PLAIN_HEADER


def check_file(engines: Engines, path: Path, key: bytes | None) -> None:
    """Read every page after an unclean stop. Raises DamagedStoreError.

    `quick_check` reads all pages, which the page codes of an encrypted file authenticate one by one; it leaves out
    only the comparison of indexes with their tables.
    """
    with speaking(path, key), engines.writer.connect() as conn:
        found = _driver(conn).execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedStoreError(path=str(path))


def check_version(found: tuple[int, ...]) -> None:
    """Refuse an SQLite that may lose what it acknowledged. Raises SettingsRefusedError."""
    if found < VERSION_FLOOR or found == WITHDRAWN:
        floor = ".".join(map(str, VERSION_FLOOR))
        raise SettingsRefusedError(setting="SQLite", found=".".join(map(str, found)), wanted=f"{floor} or later")


def pragmas(*, reading: bool, single: bool = False) -> dict[str, int | str]:
    """Return the settings of a connection and the values that must be read back; SINGLE: of a store for one person."""
    wanted: dict[str, int | str] = {
        **({"locking_mode": "exclusive"} if single else {}),
        "journal_mode": "delete" if single else "wal",
        # FULL: measured, 0 acknowledged commits lost in 2,000 power cuts; NORMAL lost in 40 %. Without a WAL the end of
        # a commit is the journal's removal, and only EXTRA makes the folder durable: FULL lost in 25 %.
        "synchronous": 3 if single else 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "recursive_triggers": 1,  # else INSERT OR REPLACE would go round the triggers that keep the record
        "secure_delete": 1,
    }
    if sys.platform == "darwin":
        wanted["fullfsync"] = 1
    if reading:
        wanted["query_only"] = 1
    return wanted


def read_pragmas(conn: Connection) -> dict[str, int | str]:
    """Return the settings as the connection now has them: for `store status`."""
    names = [*pragmas(reading=False), "locking_mode", "busy_timeout", "query_only"]
    return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in names}


@contextmanager
def speaking(path: Path | None = None, key: bytes | None = None) -> Iterator[None]:
    """Turn the driver's errors about file and disk into leaves of StoreError; others pass as they are."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error, OSError) as error:
        leaf = understood(error, path, key)
        if leaf is None:
            raise
        raise leaf from error


def understood(error: Exception, path: Path | None, key: bytes | None) -> StoreError | None:
    """Return the StoreError that the driver's ERROR stands for, None where it is a fault of ours."""
    text = str(getattr(error, "orig", None) or error).lower()
    name = str(path) if path else ""
    if "disk is full" in text:
        return DiskFullError()
    if isinstance(error, OSError):
        return DiskFullError() if error.errno in FULL else DiskFaultError()
    if "locked" in text or "busy" in text:
        return StoreLockedError()
    if "not a database" in text:
        # The first page did not open. The key's own check, kept beside the store, tells a wrong key from damage.
        return DamagedStoreError(path=name) if path and keys.fits(path, key) else WrongKeyError(path=name)
    if "malformed" in text:
        return DamagedStoreError(path=name)
    if "disk i/o error" in text or "unable to open" in text or "readonly" in text:
        return DiskFaultError()
    return None


def in_memory() -> tuple[Engine, Any]:
    """Return an engine on an empty database in memory and the driver's one connection under it; close both."""
    raw = sqlcipher3.dbapi2.connect(":memory:", check_same_thread=False, isolation_level=None)
    raw.execute("PRAGMA cipher_log_level = NONE")  # else it writes to standard error
    return create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=lambda: raw, poolclass=StaticPool), raw


def _engine(creator: Callable[[], Any], begin: str, connections: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=creator,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0 if connections == 1 else 16,
    )
    event.listen(engine, "begin", lambda conn: conn.exec_driver_sql(begin))
    return engine


def _connect(path: Path, key: bytes | None, busy_ms: int, *, reading: bool, new: bool, single: bool = False) -> Any:
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if new else 'rw'}"
    raw = sqlcipher3.dbapi2.connect(
        uri, uri=True, check_same_thread=False, isolation_level=None, timeout=busy_ms / 1000, cached_statements=512
    )
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")  # else it writes to standard error
        if key is not None:
            raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if single:
            raw.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()  # before the first read: then no shared memory
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        raw.execute(f"PRAGMA busy_timeout = {int(busy_ms)}")
        raw.execute("PRAGMA cache_size = -16000")  # KiB
        for name, wanted in pragmas(reading=reading, single=single).items():
            raw.execute(f"PRAGMA {name} = {wanted}").fetchall()
            found = raw.execute(f"PRAGMA {name}").fetchone()[0]
            if found != wanted:
                raise SettingsRefusedError(setting=name, found=found, wanted=wanted)
    except BaseException:
        raw.close()
        raise
    return raw


def _sniff(path: Path, key: bytes | None) -> None:
    """Look at the file before it is opened, since a wrong opening could write to what is not ours."""
    if is_plain(path) and key is not None:
        raise EncryptionDiffersError(path=str(path), found="not encrypted")
    if not is_plain(path) and key is None:
        raise EncryptionDiffersError(path=str(path), found="encrypted, or not a store")


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            header = file.read(len(PLAIN_HEADER))
    except FileNotFoundError:
        raise StoreMissingError(path=str(path)) from None
    except OSError as error:
        raise DiskFaultError() from error
    if len(header) < len(PLAIN_HEADER):
        raise NotAStoreError(path=str(path))
    return header


def _driver(conn: Connection) -> Any:
    return conn.connection.driver_connection


def _check_identity(raw: Any, path: Path, any_epoch: bool) -> None:
    application = raw.execute("PRAGMA application_id").fetchone()[0]
    if application != tables.APPLICATION_ID:
        raise NotAStoreError(path=str(path))
    epoch = raw.execute("PRAGMA user_version").fetchone()[0]
    if epoch > tables.EPOCH:
        raise NewerStoreError(epoch=epoch, ours=tables.EPOCH)
    if epoch < tables.EPOCH and not any_epoch:
        raise OlderStoreError(path=str(path), epoch=epoch, ours=tables.EPOCH)
