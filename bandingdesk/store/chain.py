"""The device chain: salted commitments of bodies, and one hash after the other over every column of an op.

dh[n] = sha256(dh[n-1] || H(op row)); dh[0] names the device. Source: design, store 5.1 and 9.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def commitment(salt: bytes, body: bytes) -> bytes:
    """Return sha256(salt || body): says nothing about a body once its salt is erased."""
    return sha256(salt + body).digest()


def genesis(device_id: str) -> bytes:
    """Return dh[0] of a device."""
    return sha256(b"bandingdesk/1 device " + device_id.encode()).digest()


def row_text(columns: Sequence[str | int | bytes | None]) -> str:
    """Return the text that H is taken of: each column in printed order as LENGTH:TEXT, `~` where it is NULL.

    LENGTH counts characters, so that SQLite and PostgreSQL can build the same text by length(). Bytes stand as hex.
    No two different rows give the same text, since every field carries its length.
    """
    return "".join(
        ["~" if v is None else f"{len(v)}:{v}" if v.__class__ is str else _sized(v) for v in columns]  # type: ignore[arg-type]
    )


def _sized(value: int | bytes) -> str:
    text = value.hex() if isinstance(value, bytes) else str(value)
    return f"{len(text)}:{text}"


def link(before: bytes, columns: Sequence[str | int | bytes | None]) -> bytes:
    """Return dh[n] from dh[n-1] and the op's columns in the order of `tables.OP_COLUMNS`."""
    return link_text(before, row_text(columns))


def link_text(before: bytes, text: str) -> bytes:
    """Return the hash behind BEFORE of a row whose `row_text` is known already."""
    return sha256(before + sha256(text.encode()).digest()).digest()
