"""A DOCX that came back, as values: its fields with what stands in them, and its other text in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Control:
    """One field: its tag and title, and what stands in it, line ends kept. `is_untouched`: nobody wrote in it."""

    tag: str
    title: str
    text: str
    is_untouched: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its text outside of fields, the level of its heading (0 for none), the tags of its fields."""

    text: str
    level: int = 0
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A DOCX without its looks. `identifier` is the file's property of that name; `tracked` counts changes."""

    lines: tuple[Line, ...]
    controls: tuple[Control, ...]
    identifier: str = ""
    tracked: int = 0
    comments: int = 0
    has_macros: bool = False
