"""A sheet frozen as text: its words are kept and hashed, and any paper is drawn from them. No word ever changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from bandingdesk import ops
from bandingdesk.letters.blocks import Block, Text
from bandingdesk.letters.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Frozen:
    """The words of one document: the whole one, and the one that may travel; None where there is one alone."""

    full: Sheet
    public: Sheet | None = None
    version: int = 1


def freeze(full: Sheet, public: Sheet | None = None) -> bytes:
    """Return the words of a document as the bytes that are kept: the same words give the same bytes."""
    return ops.canonical(Frozen(full, public))


def thaw(data: bytes) -> Frozen:
    """Return the words that `freeze` kept, each sheet with the check code of those bytes. Raises ValueError."""
    found = ops.decode(Frozen, data)
    code = check_code(hashlib.sha256(data).hexdigest())
    public = replace(found.public, check_code=code) if found.public is not None else None
    return replace(found, full=replace(found.full, check_code=code), public=public)


def check_code(sha256: str) -> str:
    """Return the check code that is printed at the foot: the first twelve digits of the hash, in fours.

    >>> check_code("7f3a91c2d04e" + "0" * 52)
    '7F3A-91C2-D04E'
    """
    first = sha256[:12].upper()
    return "-".join((first[:4], first[4:8], first[8:]))


def with_later(sheet: Sheet, heading: str, lines: tuple[str, ...]) -> Sheet:
    """Return SHEET with what was recorded after it was frozen, beneath its own words; as it is where there is none."""
    if not lines:
        return sheet
    return replace(sheet, blocks=(*sheet.blocks, Block("LATER", heading, tuple(Text(line) for line in lines))))
