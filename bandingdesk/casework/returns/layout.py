"""A form as it stands on paper: headings, words and fields in their order, before anybody fills it in.

The same blocks are drawn as a DOCX and compared with what comes back, so that a changed word is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bandingdesk.casework.returns import form, questions
from bandingdesk.casework.returns.ops import FormMade
from bandingdesk.casework.returns.questions import Book, FieldKind, Lines
from bandingdesk.matrix import edition

FORM, CASE, SEAL = "form.id", "form.case", "form.seal"  # tags of the three fields that say which form this is
ABOUT = "About this form"
LONGEST = 64  # characters that a word processor keeps of a field's title
PLACEHOLDER = "Write here"  # stands in a field that nobody has written in
_DEMO = "Demonstration: everything in this form is invented."


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the title of the form."""

    words: str
    level: int


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    words: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A field with its label above and its hint below the label. `is_fixed`: filled in by us and locked."""

    key: str
    label: str
    hint: str = ""
    kind: FieldKind = "text"
    filled: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of fields with a row of headings."""

    lines: Lines


Block = Heading | Words | Field | Table


def blocks(id_: str, made: FormMade, book: Book, strands: Mapping[str, str]) -> Iterator[Block]:
    """Give the form ID made as MADE, with the words of BOOK and the framework's STRANDS (name by id)."""
    yield Heading(book.title, 1)
    if made.council:
        yield Words(made.council, is_strong=True)
    if made.is_invented:
        yield Words(_DEMO, is_strong=True)
    if made.called:
        yield Words(f"This form is about {made.called}.")
    send_back = () if made.due is None else (Words(f"Send it back by {edition.day(made.due)}.", is_strong=True),)
    is_for_child = made.kind == "child_views"  # a child is told what to write; the day is for whoever helps
    yield from () if is_for_child else send_back
    yield from map(Words, book.intro)
    for part in book.parts:
        yield Heading(part.heading, 2)
        if part.words:
            yield Words(part.words)
        if part.has_strands:
            yield from (Field(f"{questions.STRAND}{key}", name) for key, name in strands.items())
        if part.lines is not None:
            yield Table(part.lines)
        yield from (Field(one.id, one.label, one.hint, one.kind) for one in part.questions)
    if book.end:
        yield Heading("When you have finished", 2)
        yield from map(Words, book.end)
    yield Heading(ABOUT, 2)
    yield from send_back if is_for_child else ()
    yield Words("These three lines let us know the form again when it comes back. Leave them as they are.")
    yield Field(FORM, "Form", kind="line", filled=id_, is_fixed=True)
    yield Field(CASE, "Case", kind="line", filled=made.reference, is_fixed=True)
    yield Field(SEAL, "Check code", kind="line", filled=form.check_code(made.seal), is_fixed=True)


def fields(of: Iterator[Block] | tuple[Block, ...]) -> Iterator[Field]:
    """Give every field among the blocks, those of tables as fields of one line."""
    for block in of:
        if isinstance(block, Field):
            yield block
        elif isinstance(block, Table):
            for row in range(1, block.lines.rows + 1):
                for column in block.lines.columns:
                    yield Field(block.lines.key(row, column.id), f"{column.label}, line {row}", kind="line")
