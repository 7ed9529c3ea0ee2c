"""The zip of a workbook looked into before its reader does: damaged, unpacking to too much, a used area past all use.

Each part is unpacked once and thrown away, since a zip may hold more than it says; on the way it is counted how many
cells hold formulas and how many areas are merged.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_USED_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>\s*<[^/]')
_FORMULAS, _MERGED = (b"<f>", b"<f "), (b"<mergeCell ",)


class Limits(NamedTuple):
    """How large the inside of a workbook may be: a zip bomb is refused before its sheets are read.

    `unpacked`: bytes of a zip's parts together. `area`: cells from A1 to the last used one; the reader holds the
    whole area, about 32 bytes a cell.
    """

    unpacked: int = 1024 * 1024 * 1024
    area: int = 5_000_000


class Seen(NamedTuple):
    """What stands in the sheets: cells with formulas, merged areas."""

    formulas: int = 0
    merged: int = 0


class DamagedZipError(ValueError):
    """The bytes are no whole zip, or hold more than they say."""


class LockedZipError(ValueError):
    """A part of the zip asks for a password."""


class LargeZipError(ValueError):
    """The inside is past a limit; the text says which."""


def look(content: bytes, limits: Limits) -> Seen:
    """Return what stands in the sheets. Raises DamagedZipError, LockedZipError, LargeZipError."""
    counted: Counter[bytes] = Counter()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if any(info.flag_bits & 1 for info in infos):
                raise LockedZipError
            if sum(info.file_size for info in infos) > limits.unpacked:
                raise LargeZipError(f"it unpacks to more than {limits.unpacked // 1024**2:,} MB")
            for info in infos:
                chunks = _unpacked(parts, info)
                if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                    _walk(chunks, limits, counted)
                else:
                    for _ in chunks:
                        pass
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zipfile.zlib.error) as fault:  # type: ignore[attr-defined]
        raise DamagedZipError from fault
    return Seen(sum(counted[tag] for tag in _FORMULAS), sum(counted[tag] for tag in _MERGED))


def _unpacked(parts: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    said, unpacked = info.file_size, 0
    info.file_size = said + 1  # the reader stops at the size that is said; one byte more tells a lie
    with parts.open(info) as stream:
        while chunk := stream.read(1 << 20):
            unpacked += len(chunk)
            yield chunk
    if unpacked != said:
        raise DamagedZipError


def _walk(chunks: Iterable[bytes], limits: Limits, counted: Counter[bytes]) -> None:
    """Count the tags of a sheet and measure its used area."""
    last_row, columns, rest = 0, set[bytes](), b""
    for chunk in chunks:
        text = rest + chunk
        if found := _USED_CELL.findall(text):
            letters, rows = zip(*found, strict=True)
            columns.update(letters)
            last_row = max(last_row, *map(int, set(rows)))
        for tag in (*_FORMULAS, *_MERGED):
            counted[tag] += text.count(tag) - rest.count(tag)
        rest = text[-256:]
    width = max((_column_number(name) for name in columns), default=0)
    if last_row * width > limits.area:
        raise LargeZipError(f"a sheet reaches to row {last_row:,}")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
