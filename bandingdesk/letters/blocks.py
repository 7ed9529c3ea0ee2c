"""The parts a letter is made of, as frozen values: blocks with an id, a heading and plain content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph. `**words**` are set in bold; nothing else is markup."""

    words: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list: numbered where the order or the count matters, bullets otherwise."""

    entries: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one row of headings. The first column heads its row; `right` names columns set to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    shares: tuple[int, ...] = ()  # relative column widths; equal where empty


Part = Text | Items | Grid


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the letter matrix (APPEAL, MED32 …) as it stands in a letter."""

    id: str
    heading: str
    parts: tuple[Part, ...]

    def texts(self) -> Iterator[str]:
        """Yield the heading and every text of the block, in reading order."""
        yield self.heading
        for part in self.parts:
            yield from part_texts(part)


def part_texts(part: Part) -> Iterator[str]:
    """Yield the texts of PART in reading order."""
    match part:
        case Text():
            yield part.words
        case Items():
            yield from part.entries
        case Grid():
            yield from part.head
            for row in part.rows:
                yield from row
