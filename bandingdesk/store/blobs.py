"""Evidence files and letters, beside the store and encrypted: `<store>.files/`, one data key for each case.

Each file is sealed in chunks (sealing.py). A blob is written, flushed and read back before the op that names its
sha256. The name on the disk is made from case and sha256 together, so it tells nothing about the contents. Destroying
a case's key (erasure.py) makes its files unreadable wherever copies of them lie.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.store import drives, engine, erasure, keys, log, sealing
from bandingdesk.store.store import Store

MAGIC = b"BDB1"
_PART = ".part"


class BlobMissingError(StoreError):
    """The file with SHA256 is not beside the store."""

    code = "BL-01"
    message = QT_TRANSLATE_NOOP("errors", "A file that belongs to this case is missing beside the store.")
    kept = QT_TRANSLATE_NOOP("errors", "The record still holds its name and its hash.")
    do = QT_TRANSLATE_NOOP("errors", "Bring back the folder of files from your last backup.")


class BlobDamagedError(StoreError):
    """The file with SHA256 is not what the record says."""

    code = "BL-02"
    message = QT_TRANSLATE_NOOP("errors", "A file of this case is damaged: it is not what was recorded.")
    kept = QT_TRANSLATE_NOOP("errors", "The damaged file is left where it is.")
    do = QT_TRANSLATE_NOOP("errors", "Bring back the folder of files from your last backup.")


class BlobErasedError(StoreError):
    """The key of the files of CASE_ID was destroyed under a retention rule."""

    code = "BL-03"
    message = QT_TRANSLATE_NOOP("errors", "The files of this case were erased under a retention rule.")
    kept = QT_TRANSLATE_NOOP("errors", "The record still says that they were there.")
    do = QT_TRANSLATE_NOOP("errors", "Nobody can bring them back.")


class Blob(NamedTuple):
    """What an op names: the sha256 of the contents (hex) and their size in bytes."""

    sha256: str
    size: int


def put(store: Store, case_id: str, contents: bytes) -> Blob:
    """Keep CONTENTS among the files of a case; durable and read back when this returns. Not inside an act."""
    return put_stream(store, case_id, io.BytesIO(contents))


def put_stream(store: Store, case_id: str, source: BinaryIO) -> Blob:
    """Keep what SOURCE gives, as `put`. Where SOURCE raises, nothing is kept.

    Raises DiskFullError, DiskFaultError, BlobErasedError.
    """
    key = _key(store, case_id, make=True)
    folder = folder_of(store.path)
    beside = folder / f"{os.getpid()}-{keys.random_bytes(8).hex()}{_PART}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        _sweep(folder)
        with beside.open("xb") as out:
            blob = _seal(key, source, out)
            out.flush()
            os.fsync(out.fileno())
        if _read_back(beside, key) != blob.size:
            raise BlobDamagedError(sha256=blob.sha256)
        place = place_of(store.path, case_id, blob.sha256)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        beside.replace(place)
        engine.flush(place.parent)
    except OSError as error:
        raise (engine.DiskFullError() if error.errno in engine.FULL else engine.DiskFaultError()) from error
    finally:
        beside.unlink(missing_ok=True)
    return blob


def hash_of(source: BinaryIO) -> str:
    """Return the sha256 of what SOURCE gives."""
    digest = sha256()
    while chunk := source.read(sealing.CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def discard(store: Store, case_id: str, sha256_: str) -> None:
    """Take away a file that no op came to name: the act that should have named it was not recorded."""
    place_of(store.path, case_id, sha256_).unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Take away what processes that are no more left half written; no op names it, and it is sealed."""
    for left in folder.glob(f"*{_PART}"):
        writer = left.name.partition("-")[0]
        if not (writer.isdigit() and drives.is_running(int(writer))):
            left.unlink(missing_ok=True)


def get(store: Store, case_id: str, sha256_: str) -> bytes:
    """Return the contents with that sha256. Raises BlobMissingError, BlobDamagedError, BlobErasedError."""
    return b"".join(read(store, case_id, sha256_))


def read(store: Store, case_id: str, sha256_: str) -> Iterator[bytes]:
    """Give the contents a chunk at a time; that they are whole is known at the end. Raises as `get`."""
    key = _key(store, case_id, make=False)
    digest = sha256()
    try:
        with place_of(store.path, case_id, sha256_).open("rb") as file:
            for chunk in unsealed(key, file, sha256_):
                digest.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise BlobMissingError(sha256=sha256_) from None
    except OSError as error:
        raise engine.DiskFaultError() from error
    if digest.hexdigest() != sha256_:
        raise BlobDamagedError(sha256=sha256_)


def opened_file(store: Store, case_id: str, sha256_: str) -> io.BufferedReader:
    """Return the contents as a file that is read from anywhere, without holding them in memory. Raises as `get`.

    Each chunk is checked when it is read (its key, its place); the hash of the whole is not.
    """
    key = _key(store, case_id, make=False)
    try:
        file = place_of(store.path, case_id, sha256_).open("rb")
    except FileNotFoundError:
        raise BlobMissingError(sha256=sha256_) from None
    except OSError as error:
        raise engine.DiskFaultError() from error
    size = os.fstat(file.fileno()).st_size - len(MAGIC)
    if file.read(len(MAGIC)) != MAGIC or size < sealing.PREFIX + sealing.TAG:
        file.close()
        raise BlobDamagedError(sha256=sha256_)
    return io.BufferedReader(sealing.Opened(key, file, len(MAGIC), size), sealing.CHUNK)


def has(store: Store, case_id: str, sha256_: str) -> bool:
    """Return whether the file lies beside the store (not whether it is whole)."""
    return place_of(store.path, case_id, sha256_).exists()


def folder_of(path: Path) -> Path:
    """Return the folder of the files of the store at PATH."""
    return path.with_name(path.name + ".files")


def place_of(path: Path, case_id: str, sha256_: str) -> Path:
    """Return where the file of a case with that sha256 lies."""
    name = erasure.file_name(case_id, sha256_)
    return folder_of(path) / name[:2] / name


def key_of(store: Store, case_id: str) -> bytes:
    """Return the data key of a case's files. Raises BlobMissingError, BlobErasedError."""
    return _key(store, case_id, make=False)


def _key(store: Store, case_id: str, *, make: bool) -> bytes:
    select = "SELECT key FROM file_key WHERE case_id = ?"
    with store.read() as conn:
        row = log.driver(conn).execute(select, (case_id,)).fetchone()
    if row is None and make:
        with store.jot() as conn:
            raw = log.driver(conn)
            raw.execute(
                "INSERT INTO file_key (case_id, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                (case_id, keys.random_bytes(32)),
            )
            row = raw.execute(select, (case_id,)).fetchone()
    if row is None:
        raise BlobMissingError(sha256="")
    if row[0] is None:
        raise BlobErasedError(case_id=case_id)
    return bytes(row[0])


def opened(place: Path, key: bytes) -> Blob:
    """Return what the sealed file at PLACE holds. Raises BlobDamagedError, OSError."""
    digest, size = sha256(), 0
    with place.open("rb") as file:
        for chunk in unsealed(key, file, ""):
            digest.update(chunk)
            size += len(chunk)
    return Blob(digest.hexdigest(), size)


def _read_back(place: Path, key: bytes) -> int:
    """Return the size of what the sealed file at PLACE holds. Raises BlobDamagedError, OSError.

    Each chunk's seal proves that it is what was sealed, in its place, so nothing is hashed a second time.
    """
    with place.open("rb") as file:
        return sum(len(chunk) for chunk in unsealed(key, file, ""))


def unsealed(key: bytes, file: BinaryIO, sha256_: str) -> Iterator[bytes]:
    """Give the contents of a sealed file, a chunk at a time. Raises BlobDamagedError."""
    if file.read(len(MAGIC)) != MAGIC:
        raise BlobDamagedError(sha256=sha256_)
    try:
        yield from sealing.unseal(key, file)
    except sealing.SealBrokenError as error:
        raise BlobDamagedError(sha256=sha256_) from error


def _seal(key: bytes, source: BinaryIO, out: BinaryIO) -> Blob:
    with ThreadPoolExecutor(1, thread_name_prefix="hash") as beside:
        counted = _Counted(source, beside)
        out.write(MAGIC)
        for piece in sealing.seal(key, counted):  # type: ignore[arg-type]  # it reads and nothing else
            out.write(piece)
        return counted.blob()


class _Counted:
    """Reads on behalf of a sealer, and keeps size and hash of what went by.

    The hash of a chunk is taken beside, while it is sealed and written: 100 MB in 0.25 s, and 0.36 s in one thread.
    """

    def __init__(self, source: BinaryIO, beside: Executor) -> None:
        self._source, self._beside = source, beside
        self._digest = sha256()
        self._hashing: Future[None] | None = None
        self._size = 0

    def read(self, count: int) -> bytes:
        chunk = self._source.read(count)
        self._wait()
        self._hashing = self._beside.submit(self._digest.update, chunk)
        self._size += len(chunk)
        return chunk

    def blob(self) -> Blob:
        """Return hash and size of all that was read."""
        self._wait()
        return Blob(self._digest.hexdigest(), self._size)

    def _wait(self) -> None:
        if self._hashing is not None:
            self._hashing.result()
