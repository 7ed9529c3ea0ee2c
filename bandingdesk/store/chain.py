"""The device chain: salted commitments of bodies, and one hash after the other over every column of an op.

dh[n] = sha256(dh[n-1] || H(op row)); dh[0] names the device. Source: design, store 5.1 and 9.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

OP_WIDTH = 17  # columns of an op: `tables.OP_COLUMNS`


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
    if len(columns) == OP_WIDTH:
        try:
            return _op_text(*columns)
        except (AttributeError, TypeError):  # a column of another type than an op has: changed from outside
            pass
    return "".join(
        ["~" if v is None else f"{len(v)}:{v}" if v.__class__ is str else _sized(v) for v in columns]  # type: ignore[arg-type]
    )


def _op_text(
    op_id: Any, act_id: Any, act_size: Any, subject: Any, parent: Any, seen: Any, kind: Any, version: Any, actor: Any,
    entered_by: Any, device: Any, number: Any, hlc: Any, wall: Any, proto: Any, lease: Any, commitment: Any,
) -> str:  # fmt: skip
    """Return the row text of an op written out: 4 us against 10, and a walk over the record does little else."""
    size, made, count = str(act_size), str(version), str(number)
    hybrid, claimed, spoken, sealed = str(hlc), str(wall), str(proto), commitment.hex()
    before = "~" if parent is None else f"{len(parent)}:{parent}"
    held = "~" if lease is None else _sized(lease)
    return (
        f"{len(op_id)}:{op_id}{len(act_id)}:{act_id}{len(size)}:{size}{len(subject)}:{subject}{before}"
        f"{len(seen)}:{seen}{len(kind)}:{kind}{len(made)}:{made}{len(actor)}:{actor}{len(entered_by)}:{entered_by}"
        f"{len(device)}:{device}{len(count)}:{count}{len(hybrid)}:{hybrid}{len(claimed)}:{claimed}"
        f"{len(spoken)}:{spoken}{held}{len(sealed)}:{sealed}"
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
