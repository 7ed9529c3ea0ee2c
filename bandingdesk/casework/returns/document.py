"""A DOCX that came back, as values: its fields with what stands in them, and its other text in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """One field: its tag and title, and what stands in it, line ends kept. `is_untouched`: nobody wrote in it.

    LibreOffice 7.4 keeps the fields and drops tags and titles when it saves a document.
    """

    tag: str
    title: str
    text: str
    is_untouched: bool

    @property
    def name(self) -> str:
        """What it is known by: its tag, else its title; "" where neither is left."""
        return self.tag or self.title


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its text outside of fields, the level of its heading (0 for none), the names of its fields.

    `whole` is its text with what stands in fields that have no name left.
    """

    text: str
    level: int = 0
    tags: tuple[str, ...] = ()
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A DOCX without its looks. `identifier` is the file's property of that name; `tracked` counts changes."""

    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    identifier: str = ""
    tracked: int = 0
    comments: int = 0
    has_macros: bool = False
