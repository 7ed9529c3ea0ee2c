"""The setting's profile as a workbook made for one child: its pages, and where on them each answer stands.

One row a strand, with the whole texts of its levels to choose from; notes; evidence; what the setting asks for. Locked
but for the answers, no formula and no macro. The reader is given the same grids to compare with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bandingdesk.casework.returns import form, levels, questions
from bandingdesk.casework.returns.ops import FormMade
from bandingdesk.casework.returns.questions import Book, Part
from bandingdesk.matrix import edition, rule_words
from bandingdesk.matrix.framework import Framework
from bandingdesk.sheet_forms import Box, FillIn, Page, span

START, ALL = "Start", "All levels"
FORM, CASE, CODE = "Form", "Case", "Check code"  # the rows of the first sheet that say which form this is
REF, LEVEL, NOTE = "Ref", "Level", "What shows this"
NOTES = "note."  # how the key of a strand's note begins
HEAD_ROW = 2
_DEMO = "Demonstration: everything in this form is invented."
_REF_WIDTH, _WIDTH, _ROOM = 18, 136, 4  # characters of column A and of the others together; lines left for an answer


@dataclass(frozen=True, slots=True)
class Row:
    """One row with answers: its reference in column A, what is printed in it, and the answers by column title."""

    ref: str
    label: str
    printed: Mapping[str, str]
    keys: Mapping[str, str]  # column title -> key of the answer


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet that is filled in: its headings with their parts of the width, and its rows."""

    name: str
    titles: Mapping[str, int]
    rows: tuple[Row, ...]


def grids(book: Book, framework: Framework) -> tuple[Grid, ...]:
    """Return the sheets that are filled in, in their order: a sheet for each part of the book."""
    return tuple(_grid(part, framework) for part in book.parts)


def _grid(part: Part, framework: Framework) -> Grid:
    name = part.heading[:31]
    if part.has_strands:
        rated = (
            Row(key, said, {"Strand": said}, {LEVEL: f"{questions.STRAND}{key}", NOTE: f"{NOTES}{key}"})
            for key, said in levels.names(framework).items()
        )
        return Grid(name, {"Strand": 3, LEVEL: 8, NOTE: 7}, tuple(rated))
    if (lines := part.lines) is not None:
        columns = {column.label: column for column in lines.columns}
        rows = (
            Row(f"{lines.id} {n}", f"{lines.label}, line {n}", {},
                {title: lines.key(n, column.id) for title, column in columns.items()})
            for n in range(1, lines.rows + 1)
        )  # fmt: skip
        return Grid(name, {title: column.share for title, column in columns.items()}, tuple(rows))
    answered = (Row(one.id, one.label, {"Question": one.label}, {"Answer": one.id}) for one in part.questions)
    return Grid(name, {"Question": 1, "Answer": 2}, tuple(answered))


def fill_in(id_: str, made: FormMade, book: Book, framework: Framework) -> FillIn:
    """Return the workbook of the form ID made as MADE, with the levels of FRAMEWORK."""
    first = _Places(framework)
    pages = (
        Page(START, tuple(_start(id_, made, book)), (24, 100)),
        *(_page(grid, first) for grid in grids(book, framework)),
        Page(ALL, tuple(_all(framework, made.phase)), (_REF_WIDTH, 26, 90, 40), HEAD_ROW),
    )
    return FillIn(f"{book.title}: case {made.reference}", made.council, made.dated, pages)


def _start(id_: str, made: FormMade, book: Book) -> Iterator[tuple[Box, ...]]:
    yield (Box(book.title, "title"),)
    if made.council:
        yield Box("From", "strong"), Box(made.council)
    if made.is_invented:
        yield Box("Note", "strong"), Box(_DEMO)
    for title, said in (("About", made.called), ("Setting", made.setting)):
        if said:
            yield Box(title, "strong"), Box(said)
    if made.due is not None:
        yield Box("Send it back by", "strong"), Box(edition.day(made.due))
    for n, line in enumerate((*book.intro, *(part.words for part in book.parts if part.words))):
        yield Box("What to do" if n == 0 else "", "strong"), Box(line)
    yield Box("About this form", "strong"), Box("These three lines let us know it again. Leave them as they are.")
    for title, said in ((FORM, id_), (CASE, made.reference), (CODE, form.check_code(made.seal))):
        yield Box(title, "small"), Box(said, "small")


class _Places:
    """The range of each strand's levels on the sheet of all levels."""

    def __init__(self, framework: Framework) -> None:
        self._rows: dict[str, tuple[int, int]] = {}
        at = HEAD_ROW + 1
        for strand in framework.strands:
            self._rows[strand.id] = (at, at + len(strand.levels) - 1)
            at += len(strand.levels)

    def range(self, strand: str) -> str:
        first, last = self._rows[strand]
        return span((first, 2), (last, 2), ALL)


def _page(grid: Grid, places: _Places) -> Page:
    whole = sum(grid.titles.values())
    widths = (_REF_WIDTH, *(round(_WIDTH * share / whole) for share in grid.titles.values()))
    rows: list[tuple[Box, ...]] = [(Box(grid.name, "title"),), tuple(Box(one, "head") for one in (REF, *grid.titles))]
    for row in grid.rows:
        cells = [Box(row.ref, "small")]
        for title in grid.titles:
            if title in row.keys:
                cells.append(
                    Box(None, "answer", places.range(row.ref) if title == LEVEL else "", f"{row.label}: {title}")
                )
            else:
                cells.append(Box(row.printed[title]))
        rows.append(tuple(cells))
    has_words = any(title in (NOTE, "Answer") for title in grid.titles)
    lines = tuple((HEAD_ROW + n, _ROOM if has_words else 1) for n in range(1, len(grid.rows) + 1))
    return Page(grid.name, tuple(rows), widths, HEAD_ROW, lines)


def _all(framework: Framework, phase: str) -> Iterator[tuple[Box, ...]]:
    yield (Box(ALL, "title"),)
    yield tuple(Box(title, "head") for title in (REF, "Strand", "What the level looks like", "Evidence it asks for"))
    for strand in framework.strands:
        for level, words in levels.choices(framework, strand.id, phase).items():
            papers = "\n".join(rule_words.evidence(strand.level(level).descriptors))
            yield Box(f"{strand.id} {level}", "small"), Box(strand.name), Box(words), Box(papers)
