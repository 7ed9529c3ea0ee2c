"""A person's own marks on a paper: a highlight, a question, a point for the panel. Seen by nobody else until shared.

They are kept as a draft under the paper and the person, with the place where reading stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from bandingdesk.ui.documents import Passage, Shown

Kind = Literal["highlight", "question", "panel"]
KINDS: tuple[Kind, ...] = ("highlight", "question", "panel")
Box = tuple[float, float, float, float]
_FINE = 100_000  # a draft holds whole numbers: parts of a page in so many steps


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: on a passage, or without one on the page itself. `page` counts from 0."""

    kind: Kind
    page: int
    text: str = ""
    start: int = 0
    length: int = 0
    boxes: tuple[Box, ...] = ()

    def shown(self) -> Shown:
        """Return it as it is drawn."""
        return Shown(self.kind, self.page, self.boxes)

    def passage(self) -> Passage:
        """Return what it marks."""
        return Passage(self.page, self.start, self.length, self.text, self.boxes)


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where a person is in a paper, and what they marked in it."""

    page: int = 0
    zoom: int = 100
    marks: tuple[Mark, ...] = field(default=())

    def body(self) -> dict[str, Any]:
        """Return it as a draft keeps it: {} for somebody who only opened the first page."""
        if self == ReadingPlace():
            return {}
        marks = [
            {**asdict(mark), "boxes": [[round(side * _FINE) for side in box] for box in mark.boxes]}
            for mark in self.marks
        ]
        return {"page": self.page, "zoom": self.zoom, "marks": marks}

    def marked(self, kind: Kind, passage: Passage) -> ReadingPlace:
        """Return it with one more mark on PASSAGE; one without a box marks its page. The same again takes it away."""
        made = Mark(kind, passage.page, passage.text, passage.start, passage.length, passage.boxes)
        if (known := next((mark for mark in self.marks if _same(mark, made)), None)) is not None:
            return self.without(known)
        return replace(self, marks=tuple(sorted((*self.marks, made), key=lambda mark: (mark.page, mark.start))))

    def without(self, mark: Mark) -> ReadingPlace:
        """Return it without MARK."""
        return replace(self, marks=tuple(one for one in self.marks if one != mark))


def _same(one: Mark, other: Mark) -> bool:
    """Return whether two marks are one: boxes of one that was kept differ in the last digits."""
    if replace(one, boxes=()) != replace(other, boxes=()):
        return False
    return one.length > 0 or one.boxes == other.boxes


def from_body(body: Mapping[str, Any]) -> ReadingPlace:
    """Return what a draft kept."""
    marks = tuple(
        Mark(
            one["kind"],
            int(one["page"]),
            str(one.get("text", "")),
            int(one.get("start", 0)),
            int(one.get("length", 0)),
            tuple((a / _FINE, b / _FINE, c / _FINE, d / _FINE) for a, b, c, d in one.get("boxes", ())),
        )
        for one in body.get("marks", ())
        if one.get("kind") in KINDS
    )
    return ReadingPlace(int(body.get("page", 0)), int(body.get("zoom", 100)), marks)
