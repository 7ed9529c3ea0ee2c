"""A document longer than a letter: sections with headings, parts and sections inside them, as frozen values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bandingdesk.letters.blocks import Part, part_texts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands below it, and the sections inside it; `is_listed`: those stand in the contents too."""

    heading: str
    parts: tuple[Part, ...] = ()
    sections: tuple[Section, ...] = ()
    is_listed: bool = False

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield self.heading
        for part in self.parts:
            yield from part_texts(part)
        for section in self.sections:
            yield from section.texts()
