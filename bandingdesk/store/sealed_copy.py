"""The format of a backup: one sealed file that holds a store's file and its evidence.

    BANDINGDESK BACKUP 1 / length / header / sealed pieces of a tar archive

The header (JSON) is readable: which store, when, how much, and the store's key file with its wraps. The archive is
sealed under a key of the backup's own, which the header holds wrapped by the store's key. So whoever has the store's
key, from the keyring, the passphrase or the printed recovery key, opens it. The header is authenticated with each
piece. A plain store (trials with invented data) has no key, and its backup keeps nothing secret either.
"""

from __future__ import annotations

import contextlib
import io
import json
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.store import engine, keys, log, sealing, tables

MAGIC = b"BANDINGDESK BACKUP 1\n"
LONGEST_HEADER = 1 << 20
STORE = "store.db"
PIECE = 1 << 20
BLOCK = 512  # of a tar archive
KEY = 32  # bytes


class NotABackupError(StoreError):
    """The file at PATH is not a backup of this program."""

    code = "ST-35"
    message = QT_TRANSLATE_NOOP("errors", "The file {path} is not a backup of Banding Desk.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written. The file was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Choose the backup's own file.")


class BackupDamagedError(StoreError):
    """The backup at PATH is cut off, or was changed after it was made."""

    code = "ST-36"
    message = QT_TRANSLATE_NOOP("errors", "The backup {path} is damaged: it was cut off or changed after it was made.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was restored from it, not even in part.")
    do = QT_TRANSLATE_NOOP("errors", "Use another backup. If you have none, bring this file to your support desk.")


class BackupKeyError(StoreError):
    """The key that was given does not open the backup at PATH."""

    code = "ST-37"
    message = QT_TRANSLATE_NOOP("errors", "The key does not open the backup {path}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written. The backup was not touched.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Use the passphrase or the printed recovery key that the store had when the backup was made."
    )


@dataclass(frozen=True, slots=True)
class Header:
    """What stands readable at the head of a backup. `at` is in UTC microseconds; `wrapped` is hex."""

    backup_id: str
    store_id: str
    epoch: int
    at: int
    entries: int
    files: int
    wrapped: str
    key_file: dict[str, Any] | None  # None: the store is plain, and `wrapped` is the key itself

    def key_file_of(self) -> keys.KeyFile | None:
        """Return the store's key file as it was."""
        return None if self.key_file is None else keys.as_key_file(self.key_file)


class Member(NamedTuple):
    """One file in the archive: its name there and where it lies."""

    name: str
    place: Path


def wrap(header: Header, secret: bytes, store_key: bytes | None) -> Header:
    """Return HEADER with the backup's key SECRET wrapped by the store's key."""
    if store_key is None:
        return replace(header, wrapped=secret.hex())
    sealed = b"".join(sealing.seal(store_key, io.BytesIO(secret), _about_key(header)))
    return replace(header, wrapped=sealed.hex())


def secret_of(header: Header, store_key: bytes | None, path: Path) -> bytes:
    """Return the backup's own key. Raises BackupKeyError."""
    file = header.key_file_of()
    if file is None:
        return bytes.fromhex(header.wrapped)
    for key in keys.candidates(file, store_key or b""):
        with contextlib.suppress(sealing.SealBrokenError, ValueError):
            return b"".join(sealing.unseal(key, io.BytesIO(bytes.fromhex(header.wrapped)), _about_key(header)))
    raise BackupKeyError(path=str(path))


def write(out: BinaryIO, header: Header, secret: bytes, members: Sequence[Member]) -> Iterator[int]:
    """Write header and sealed archive to OUT, and give the number of bytes after each piece."""
    text = json.dumps(asdict(header), sort_keys=True).encode()
    out.write(MAGIC + len(text).to_bytes(4, "big") + text)
    archive: BinaryIO = io.BufferedReader(sealing.Flow(_archived(members)), PIECE)
    for piece in sealing.seal(secret, archive, _about(text)):
        out.write(piece)
        yield len(piece)


def read_header(file: BinaryIO, path: Path) -> tuple[Header, bytes]:
    """Return the header and what is authenticated with each piece. Raises NotABackupError, BackupDamagedError."""
    if file.read(len(MAGIC)) != MAGIC:
        raise NotABackupError(path=str(path))
    length = int.from_bytes(file.read(4), "big")
    text = file.read(length) if length <= LONGEST_HEADER else b""
    try:
        header = Header(**json.loads(text))
        is_newer = header.epoch > tables.EPOCH
        log.instant(header.at)
        if header.key_file_of() is None and len(bytes.fromhex(header.wrapped)) != KEY:
            raise ValueError("not a key")
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BackupDamagedError(path=str(path)) from error
    if is_newer:
        raise engine.NewerStoreError(epoch=header.epoch, ours=tables.EPOCH)
    return header, _about(text)


def header_of(path: Path) -> Header:
    """Return the header of the backup at PATH. Raises NotABackupError, BackupDamagedError, DiskFaultError."""
    try:
        with path.open("rb") as file:
            return read_header(file, path)[0]
    except FileNotFoundError:
        raise NotABackupError(path=str(path)) from None
    except OSError as error:
        raise engine.DiskFaultError() from error


def members(file: BinaryIO, secret: bytes, about: bytes, path: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give (name, contents in pieces) of each file of the archive, in order; each is read before the next is asked for.

    FILE stands behind the header. Raises BackupDamagedError; the end counts only when it was reached.
    """
    flow: Any = io.BufferedReader(sealing.Flow(sealing.unseal(secret, file, about)), PIECE)
    with _speaking(path):
        with tarfile.open(fileobj=flow, mode="r|") as archive:
            for info in archive:
                contents = archive.extractfile(info) if info.isreg() and _is_ours(info.name) else None
                if contents is None:
                    raise BackupDamagedError(path=str(path))
                yield info.name, _spoken(contents, path)  # type: ignore[arg-type]  # it reads
        while flow.read(PIECE):
            pass  # the last piece says that nothing was cut off


@contextlib.contextmanager
def _speaking(path: Path) -> Iterator[None]:
    try:
        yield
    except (sealing.SealBrokenError, tarfile.TarError, EOFError) as error:
        raise BackupDamagedError(path=str(path)) from error


def _spoken(contents: BinaryIO, path: Path) -> Iterator[bytes]:
    with _speaking(path):
        yield from pieces(contents)


def pieces(contents: BinaryIO) -> Iterator[bytes]:
    """Give CONTENTS a piece at a time."""
    while piece := contents.read(PIECE):
        yield piece


def _archived(files: Sequence[Member]) -> Iterator[bytes]:
    for name, place in files:
        with place.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size = place.stat().st_size
            yield info.tobuf(tarfile.GNU_FORMAT)
            yield from pieces(source)
            yield b"\0" * (-info.size % BLOCK)
    yield b"\0" * (2 * BLOCK)


def _is_ours(name: str) -> bool:
    """Return whether NAME is one that this program gives, so that nothing is written elsewhere."""
    if name == STORE:
        return True
    folder, _, rest = name.partition("/")
    return folder == "files" and len(rest) == 67 and rest[2] == "/" and rest[:2] == rest[3:5] and _is_hex(rest[3:])


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdef" for letter in text)


def _about(header: bytes) -> bytes:
    return sha256(b"bandingdesk backup " + header).digest()


def _about_key(header: Header) -> bytes:
    return f"bandingdesk backup {header.backup_id} {header.store_id}".encode()
