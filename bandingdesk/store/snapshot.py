"""A consistent copy of a store's file while windows act on it, and a look whether a copy is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError, StoreError
from bandingdesk.store import blobs, engine, erasure, log, verify
from bandingdesk.store.verify import Verification

Step = Callable[[int], None]  # called with the bytes done since the last call; may raise

# Bodies that name a file of a case: its contents' sha256 beside the case.
NAMED = (
    "SELECT DISTINCT json_extract(body, '$.case'), json_extract(body, '$.sha256') FROM"
    ' (SELECT CAST(body AS TEXT) AS body FROM payload WHERE instr(CAST(body AS TEXT), \'"sha256":"\'))'
)


class RecordUnfitError(StoreError):
    """The record at PATH does not verify: WHAT is wrong first."""

    code = "ST-38"
    message = QT_TRANSLATE_NOOP("errors", "The record does not verify ({what}), so a copy of it would not be good.")
    kept = QT_TRANSLATE_NOOP("errors", "The copy was thrown away. The store and older backups are as they were.")
    do = QT_TRANSLATE_NOOP("errors", "Run `bandingdesk store verify`, and keep every older backup.")


class StoppedError(RefusedError):
    """The person stopped it."""

    code = "ST-39"
    message = QT_TRANSLATE_NOOP("errors", "You stopped this before it was done.")
    kept = QT_TRANSLATE_NOOP("errors", "The store and older backups are as they were. The unfinished copy is gone.")
    do = QT_TRANSLATE_NOOP("errors", "Start it again when it suits you.")


class FileOf(NamedTuple):
    """An evidence file that the record names: its name on the disk, its case's key (None: not here), its sha256."""

    name: str
    key: bytes | None
    sha256: str


@contextmanager
def looking(path: Path, key: bytes | None) -> Iterator[Connection]:
    """Give a reader's connection on a file of any epoch, in one transaction; the drive is not asked about."""
    with engine.speaking(path, key):
        engines = engine.open_engines(path, key, any_epoch=True)
        try:
            with engines.reader.connect() as conn, conn.begin():
                log.driver(conn).execute("SELECT 1 FROM mark LIMIT 1").fetchone()
                yield conn
        finally:
            engines.dispose()


def take(conn: Connection, to: Path, key: bytes | None, step: Step) -> None:
    """Copy the store that CONN reads to the file TO, under KEY."""
    remove(to)  # what a copy that was cut off left
    page = int(log.driver(conn).execute("PRAGMA page_size").fetchone()[0])
    done = 0

    def count(pages: int, _of: int) -> None:
        nonlocal done
        done, before = pages, done
        step((done - before) * page)

    engine.copy(log.driver(conn), to, key, count)


def checked(path: Path, key: bytes | None) -> Verification:
    """Read every page of the copy at PATH and walk its record. Raises RecordUnfitError, DamagedStoreError."""
    with looking(path, key) as conn:
        if log.driver(conn).execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise engine.DamagedStoreError(path=str(path))
        found = verify.verify(conn)
    if not found.ok:
        raise RecordUnfitError(path=str(path), what=found.first_bad.what if found.first_bad else "")
    return found


def files_of(conn: Connection) -> dict[str, FileOf]:
    """Return the evidence files that the record names and that were not erased, by their names on the disk."""
    raw = log.driver(conn)
    case_keys: dict[str, Any] = dict(raw.execute("SELECT case_id, key FROM file_key").fetchall())
    found = {}
    for case, sha in raw.execute(NAMED).fetchall():
        if case is not None and sha is not None and case in case_keys:
            name = erasure.file_name(case, sha)
            found[name] = FileOf(name, case_keys[case], sha)
    return found


def is_whole(place: Path, file: FileOf) -> bool:
    """Return whether the sealed file at PLACE holds what the record says. Raises OSError."""
    try:
        return file.key is not None and blobs.opened(place, file.key).sha256 == file.sha256
    except blobs.BlobDamagedError:
        return False


def remove(path: Path) -> None:
    """Remove the copy at PATH with what SQLite laid beside it."""
    for tail in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
