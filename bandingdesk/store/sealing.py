"""Long contents sealed piece by piece: AES-256-GCM in chunks of 256 KB, for evidence files and backups.

A chunk's place and whether it is the last are authenticated, so chunks can't be swapped, dropped or cut off.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.store import keys

CHUNK = 256 * 1024
TAG = 16
PREFIX = 8  # random bytes of the nonces; the chunk's number makes the other 4


class SealBrokenError(StoreError):
    """What was sealed does not open: another key, or a chunk was changed, moved or cut off."""

    code = "ST-31"
    message = QT_TRANSLATE_NOOP("errors", "A sealed file does not open: it was changed, or it belongs to another key.")
    kept = QT_TRANSLATE_NOOP("errors", "The file is left as it is. Nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Use another copy of the file.")


def seal(key: bytes, source: BinaryIO, about: bytes = b"") -> Iterator[bytes]:
    """Give the sealed pieces of what SOURCE holds. ABOUT is authenticated with each."""
    box, prefix = keys.sealer(key), keys.random_bytes(PREFIX)
    yield prefix
    chunk, number = source.read(CHUNK), 0
    while True:
        following = source.read(CHUNK)
        yield box.encrypt(_nonce(prefix, number), chunk, _place(about, number, not following))
        if not following:
            return
        chunk, number = following, number + 1


def unseal(key: bytes, source: BinaryIO, about: bytes = b"") -> Iterator[bytes]:
    """Give the contents of what `seal` made, a chunk at a time. Raises SealBrokenError."""
    from cryptography.exceptions import InvalidTag

    box, prefix = keys.sealer(key), source.read(PREFIX)
    chunk, number = source.read(CHUNK + TAG), 0
    while True:
        following = source.read(CHUNK + TAG)
        try:
            yield box.decrypt(_nonce(prefix, number), chunk, _place(about, number, not following))
        except (InvalidTag, ValueError) as error:
            raise SealBrokenError() from error
        if not following:
            return
        chunk, number = following, number + 1


class Opened(io.RawIOBase):
    """What `seal` made, read from anywhere: a chunk is opened when something in it is asked for.

    SOURCE stands behind the sealer's prefix at BEGINS and holds SIZE sealed bytes from there. Raises SealBrokenError.
    """

    _KEPT = 16  # opened chunks: 4 MB

    def __init__(self, key: bytes, source: BinaryIO, begins: int, size: int, about: bytes = b"") -> None:
        source.seek(begins)
        self._prefix = source.read(PREFIX)
        self._box, self._source, self._about = keys.sealer(key), source, about
        self._begins, sealed = begins + PREFIX, size - PREFIX
        self._chunks = max(1, -(-sealed // (CHUNK + TAG)))
        self.size = sealed - self._chunks * TAG
        self._place = 0
        self._known: dict[int, bytes] = {}

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._place >= self.size:
            return 0
        number, at = divmod(self._place, CHUNK)
        chunk = self._chunk(number)
        count = min(len(buffer), len(chunk) - at)
        buffer[:count] = chunk[at : at + count]
        self._place += count
        return count

    def close(self) -> None:
        if not self.closed:
            self._known = {}
            self._source.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if number not in self._known:
            if len(self._known) >= self._KEPT:
                del self._known[next(iter(self._known))]
            self._source.seek(self._begins + number * (CHUNK + TAG))
            sealed = self._source.read(CHUNK + TAG)
            place = _place(self._about, number, is_last=number == self._chunks - 1)
            try:
                self._known[number] = self._box.decrypt(_nonce(self._prefix, number), sealed, place)
            except (InvalidTag, ValueError) as error:
                raise SealBrokenError() from error
        return self._known[number]


class Flow(io.RawIOBase):
    """A readable file out of pieces of bytes; wrap it in io.BufferedReader."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")


def _place(about: bytes, number: int, is_last: bool) -> bytes:
    return about + b"%d %s" % (number, b"last" if is_last else b"more")
