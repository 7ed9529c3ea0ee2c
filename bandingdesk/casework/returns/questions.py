"""What each form asks, as data: `resources/forms/en/KIND.json`. A council's strands come in where a part says so.

Every field has a key that stays the same in every version: it is the tag of the field on the form, and the name of
the answer in the record ("hopes", "strand.literacy", "provision.2.who").
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bandingdesk import resources
from bandingdesk.casework.returns.ops import FormKind

FieldKind = Literal["text", "line", "date"]
STRAND = "strand."  # how the key of a strand's own field begins
ABOUT_THEM = frozenset({"name", "relation", "contact", "day", "helper"})  # of who fills the form in, and no view


@dataclass(frozen=True, slots=True)
class Question:
    """One question with one field: of several lines (text), of one, or a date. Most may be left empty."""

    id: str
    label: str
    hint: str = ""
    kind: FieldKind = "text"
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table to fill in; `share` is its part of the width."""

    id: str
    label: str
    share: int


@dataclass(frozen=True, slots=True)
class Lines:
    """A table to fill in, a thing a line."""

    id: str
    label: str
    rows: int
    columns: tuple[Column, ...]

    def key(self, row: int, column: str) -> str:
        """Return the key of a field; ROW counts from 1."""
        return f"{self.id}.{row}.{column}"


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what is asked under it; `has_strands`: a field for each strand of the framework."""

    heading: str
    words: str = ""
    questions: tuple[Question, ...] = ()
    lines: Lines | None = None
    has_strands: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """All that one kind of form asks, in one version of its words."""

    kind: FormKind
    version: str
    title: str
    intro: tuple[str, ...]
    parts: tuple[Part, ...]
    end: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as the reader knows it: its key, its words, the heading above it."""

    key: str
    label: str
    heading: str
    kind: FieldKind = "text"
    needed: bool = False


@functools.cache
def book(kind: FormKind) -> Book:
    """Return what forms of KIND ask today. Raises ResourceMissingError."""
    read = json.loads(resources.text(f"forms/en/{kind}.json"))
    return Book(
        kind, read["version"], read["title"], tuple(read["intro"]), tuple(map(_part, read["parts"])), tuple(read["end"])
    )


def asked(of: Book, strands: Mapping[str, str]) -> Iterator[Asked]:
    """Give every field of OF in the order of the form; STRANDS are the framework's, name by id."""
    for part in of.parts:
        if part.has_strands:
            yield from (Asked(f"{STRAND}{id_}", name, part.heading) for id_, name in strands.items())
        if part.lines is not None:
            for row in range(1, part.lines.rows + 1):
                for column in part.lines.columns:
                    label = f"{part.lines.label}, line {row}: {column.label}"
                    yield Asked(part.lines.key(row, column.id), label, part.heading, "line")
        for one in part.questions:
            yield Asked(one.id, one.label, part.heading, one.kind, one.needed)


def _part(read: Mapping[str, Any]) -> Part:
    table = read.get("table")
    lines = None
    if table is not None:
        columns = tuple(Column(one["id"], one["label"], one["share"]) for one in table["columns"])
        lines = Lines(table["id"], table["label"], table["rows"], columns)
    return Part(
        heading=read["heading"],
        words=read.get("words", ""),
        questions=tuple(Question(**one) for one in read.get("questions", ())),
        lines=lines,
        has_strands=bool(read.get("strands", False)),
    )
