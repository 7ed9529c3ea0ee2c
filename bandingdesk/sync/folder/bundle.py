"""One bundle as bytes: a plain front, then header, ops, payloads compressed and sealed, then the device's signature.

    magic  format  store  device  number  epoch  key id | AES-256-GCM( zlib( header, ops ) ) | Ed25519

The front is authenticated by the seal and by the signature; a bundle's hash is taken of all its bytes. The decoder
takes nothing on trust: sizes are checked before anything is made of them, and whatever does not fit is `UnfitError`
with a word for why. No pickle, and no nesting deeper than a list of texts.
"""

from __future__ import annotations

import io
import json
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from bandingdesk.store import device_keys, sealing
from bandingdesk.store.arrive import DEVICE, DEVICE_SEQ, Entry
from bandingdesk.store.tables import OP_COLUMNS
from bandingdesk.sync import wire

MAGIC = b"BDBUNDLE"
FORMAT = 1
LARGEST = 64 * 2**20  # bytes of a whole bundle
LARGEST_CONTENT = 128 * 2**20  # bytes unpacked
LARGEST_HEADER = 4 * 2**20
MOST_OPS = 50_000  # acts are never parted, so one act sets the least
FULL = 8 * 2**20  # bytes of bodies after which a new bundle is begun
LARGEST_TEXT = 512  # of one column but `seen`
LARGEST_SEEN = 2**20
SIGNATURE, KEY_ID, SALT = 64, 8, 16
_NUMBERS = tuple(
    OP_COLUMNS.index(name) for name in ("act_size", "version", "device_seq", "hlc", "wall_claimed", "proto")
)
_SEEN, _PARENT, _LEASE, _COMMITMENT = (
    OP_COLUMNS.index(name) for name in ("seen", "parent_op", "lease_epoch", "commitment")
)


class UnfitError(ValueError):
    """The bytes are no bundle that may be taken; `why` is a word for the list of refused files."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Front(NamedTuple):
    """What stands in the clear: enough to know whose bundle it is and which key opens it."""

    store_id: str
    device_id: str
    number: int
    epoch: int
    key_id: bytes


class Named(NamedTuple):
    """A file that ops of the bundle name: it lies beside the bundle, sealed apart."""

    case_id: str
    sha256: str
    size: int


class Header(NamedTuple):
    """What the bundle says of itself and of what its author had taken."""

    first: int  # device_seq
    last: int
    before: str  # hash (hex) of this device's bundle before, "" for the first
    after: Mapping[str, tuple[int, str]]  # device -> (last bundle taken, its hash): must be taken first
    head: str  # hash (hex) of the device chain at `last`
    signed: str  # and the device's signature (hex) of it, kept beside the record as evidence
    at: int  # UTC microseconds, the author's clock
    files: tuple[Named, ...]


class Sealed(NamedTuple):
    """An op whose body is sealed to its round: `round` and the box."""

    entry: Entry
    round: str
    box: bytes


class Bundle(NamedTuple):
    """A bundle, opened. Ops in the order of their device."""

    front: Front
    header: Header
    ops: tuple[Entry | Sealed, ...]
    hash: bytes


def key_id(key: bytes) -> bytes:
    """Return the name of a group key: it says nothing of the key."""
    return sha256(b"bandingdesk/1 group key " + key).digest()[:KEY_ID]


def encode(
    front: Front, header: Header, ops: Sequence[Entry | Sealed], key: bytes, sign: Callable[[bytes], bytes]
) -> bytes:
    """Return the bundle as bytes, sealed under KEY and signed."""
    store, device = front.store_id.encode(), front.device_id.encode()
    start = b"".join(
        (
            MAGIC,
            struct.pack(">BB", FORMAT, len(store)),
            store,
            struct.pack(">B", len(device)),
            device,
            struct.pack(">IQ", front.number, front.epoch),
            front.key_id,
        )
    )
    parts = [_framed(_json({**header._asdict(), "after": dict(header.after)}))]
    for item in ops:
        entry = item.entry if isinstance(item, Sealed) else item
        columns = [value.hex() if isinstance(value, bytes) else value for value in entry.columns]
        round_ = item.round if isinstance(item, Sealed) else None
        parts.append(_framed(_json([columns, entry.erased, round_])))
        parts.append(_framed(b"" if entry.salt is None or round_ else entry.salt))
        parts.append(_framed(item.box if isinstance(item, Sealed) else entry.body or b""))
    packed = io.BytesIO(zlib.compress(b"".join(parts), 6))
    whole = start + b"".join(sealing.seal(key, packed, start))
    return whole + sign(_signed(whole))


def hash_of(data: bytes) -> bytes:
    """Return the hash of a whole bundle, by which others name it."""
    return sha256(data).digest()


def look(data: bytes) -> tuple[Front, int]:
    """Return the front and where it ends. Raises UnfitError."""
    try:
        if data[: len(MAGIC)] != MAGIC:
            raise UnfitError("no_bundle")
        at = len(MAGIC)
        format_, size = struct.unpack_from(">BB", data, at)
        if format_ != FORMAT:
            raise UnfitError("newer")
        store = data[at + 2 : at + 2 + size]
        at += 2 + size
        (size,) = struct.unpack_from(">B", data, at)
        device = data[at + 1 : at + 1 + size]
        at += 1 + size
        number, epoch = struct.unpack_from(">IQ", data, at)
        at += 12
        name = data[at : at + KEY_ID]
        at += KEY_ID
        if len(data) < at + sealing.PREFIX + sealing.TAG + SIGNATURE:
            raise UnfitError("cut")
        return Front(store.decode("ascii"), device.decode("ascii"), number, epoch, name), at
    except struct.error as error:
        raise UnfitError("cut") from error
    except UnicodeDecodeError as error:
        raise UnfitError("no_bundle") from error


def check(data: bytes, public: bytes) -> None:
    """Check the device's signature over the whole. Raises UnfitError."""
    if not device_keys.fits(public, _signed(data[:-SIGNATURE]), data[-SIGNATURE:]):
        raise UnfitError("signature")


def open_(data: bytes, key: bytes) -> Bundle:
    """Return what the bundle holds; its signature is `check`'s. Raises UnfitError."""
    front, at = look(data)
    try:
        packed = b"".join(sealing.unseal(key, io.BytesIO(data[at:-SIGNATURE]), data[:at]))
    except sealing.SealBrokenError as error:
        raise UnfitError("seal") from error
    content = _unpacked(packed)
    return Bundle(front, *_read(front, content), hash_of(data))


def _unpacked(packed: bytes) -> bytes:
    engine = zlib.decompressobj()
    try:
        content = engine.decompress(packed, LARGEST_CONTENT)
    except zlib.error as error:
        raise UnfitError("content") from error
    if engine.unconsumed_tail or engine.unused_data or not engine.eof:
        raise UnfitError("size")
    return content


def _read(front: Front, content: bytes) -> tuple[Header, tuple[Entry | Sealed, ...]]:
    reader = _Reader(content)
    header = _header(_parsed(reader.take(LARGEST_HEADER)))
    count = header.last - header.first + 1
    if not 0 < count <= MOST_OPS:
        raise UnfitError("size")
    ops = tuple(_op(front.device_id, header.first + offset, reader) for offset in range(count))
    if not reader.is_done:
        raise UnfitError("content")
    return header, ops


def _header(raw: Any) -> Header:
    try:
        found = Header(**raw)
        after = {str(device): (int(pair[0]), str(pair[1])) for device, pair in found.after.items()}
        files = tuple(Named(str(case), str(digest), int(size)) for case, digest, size in found.files)
        texts = (found.before, found.head, found.signed)
        whole = (found.first, found.last, found.at)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
        raise UnfitError("content") from error
    if not all(_is_hex(text) for text in texts) or not all(type(number) is int for number in whole):
        raise UnfitError("content")
    return found._replace(after=after, files=files)


def _op(device_id: str, device_seq: int, reader: _Reader) -> Entry | Sealed:
    raw = _parsed(reader.take(LARGEST_SEEN + 64 * LARGEST_TEXT))
    salt, body = reader.take(SALT), reader.take(wire.LARGEST_BODY)
    if not isinstance(raw, list) or len(raw) != 3:
        raise UnfitError("content")
    columns, erased, round_ = raw
    if not all(one is None or _is_text(one) for one in (erased, round_)) or (erased and (salt or body)):
        raise UnfitError("content")
    row = _columns(columns)
    if (row[DEVICE], row[DEVICE_SEQ]) != (device_id, device_seq):
        raise UnfitError("chain")
    if round_ is not None:
        return Sealed(Entry(row, None, None), round_, body)
    if erased is not None:
        return Entry(row, None, None, erased)
    if len(salt) != SALT:
        raise UnfitError("content")
    return Entry(row, salt, body)


def _columns(raw: Any) -> tuple[Any, ...]:
    if not isinstance(raw, list) or len(raw) != len(OP_COLUMNS):
        raise UnfitError("content")
    for at, value in enumerate(raw):
        if at in _NUMBERS:
            fits = type(value) is int and 0 <= value < 2**63
        elif at in (_PARENT, _LEASE) and value is None:
            fits = True
        elif at == _LEASE:
            fits = type(value) is int and 0 <= value < 2**63
        else:
            fits = _is_text(value, LARGEST_SEEN if at == _SEEN else LARGEST_TEXT)
        if not fits:
            raise UnfitError("content")
    try:
        commitment = bytes.fromhex(raw[_COMMITMENT])
    except ValueError as error:
        raise UnfitError("content") from error
    if len(commitment) != 32:
        raise UnfitError("content")
    return (*raw[:_COMMITMENT], commitment)


def _is_hex(value: Any) -> bool:
    return type(value) is str and len(value) in (0, 64, 128) and set(value) <= set("0123456789abcdef")


def _is_text(value: Any, most: int = LARGEST_TEXT) -> bool:
    return type(value) is str and len(value) <= most and value.isprintable()


def _signed(whole: bytes) -> bytes:
    return b"bandingdesk/1 bundle " + sha256(whole).digest()


def _framed(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnfitError("content") from error


class _Reader:
    """Takes framed parts off the front of bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._data)

    def take(self, most: int) -> bytes:
        """Return the next part. Raises UnfitError where it is cut off or longer than MOST."""
        if len(self._data) < self._at + 4:
            raise UnfitError("content")
        (size,) = struct.unpack_from(">I", self._data, self._at)
        start = self._at + 4
        if size > most or len(self._data) < start + size:
            raise UnfitError("size")
        self._at = start + size
        return bytes(self._data[start : self._at])
