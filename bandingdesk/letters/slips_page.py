"""Scoring slips on paper: two A5 slips a sheet of A4 with cut marks, a row a strand; or A4 in large print.

A ring round the answer, a ring round how sure, one line. Imported by `slips` when a PDF is made.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Frame, PageBreak, Paragraph

from bandingdesk.letters import page
from bandingdesk.letters.cards_page import cut_marks
from bandingdesk.letters.page import HEIGHT, REGULAR, WIDTH, Foot
from bandingdesk.letters.tagged import Element, TaggedCell, TaggedParagraph, TaggedTable, Tree, table_elements
from bandingdesk.matrix import edition
from bandingdesk.panel.slips.asked import SURE, Asked
from bandingdesk.panel.slips.ops import SlipCase, SlipMade

if TYPE_CHECKING:
    from bandingdesk.letters.slips import Cases

_SLIP = HEIGHT / 2
_SIDE, _TOP, _FOOT = 12 * mm, 9 * mm, 13 * mm
_INNER = WIDTH - 2 * _SIDE
_LEAST = 8 * mm  # height of a row: room for a line by hand
_GAP = 1.2 * mm
_HEADS = ("Strand", "Your answer", "How sure", "What shows it, and the page")
_COLUMNS = (57 * mm, 44 * mm, 25 * mm, _INNER - 126 * mm)
_LAW_HEADS = ("Question", "Your answer", "How sure", "What shows it")
_LAW_COLUMNS = (76 * mm, 46 * mm, 25 * mm, _INNER - 147 * mm)  # a question is a sentence
_LINE, _HEAD = HexColor(0x76828F), HexColor(0xEAEEF2)
_DO = "Ring one answer, and S sure, F fairly sure or N not sure. Write one line in each row."
_BOX = "[\u00a0\u00a0\u00a0]"  # to tick in large print
_DEMO = "Demonstration: everything on this slip is invented"


def build(target: io.BytesIO, made: SlipMade, cases: Cases, *, title: str, code: str, language: str) -> int:
    """Write the A5 slips of MADE to TARGET, two a sheet, and return the number of pages."""
    page.fonts()
    tree = Tree()
    story = [half for case, asked in cases for half in _halves(made, case, asked, code, tree.root)]
    frame = Frame(0, 0, WIDTH, HEIGHT, 0, 0, 0, 0)
    page.lay_out(target, story, tree, frame, cut_marks, language=language, title=title, author=made.council)
    return len(tree.pages)


def _halves(made: SlipMade, case: SlipCase, asked: Sequence[Asked], code: str, root: Element) -> Iterator[Half]:
    """Give the slips of one case: one in nearly every case, more where it has many strands."""
    inside = Element("Sect", root)
    demo = f" · {_DEMO}" if made.is_invented else ""
    left, more = list(asked), ""
    while left:
        head = _head(made, case, more, inside)
        table, count = _filled(left, bool(case.questions), _room(head), inside)
        yield Half([*head, table], f"Check code {code}{demo}", "Hand it to the clerk, unseen")
        left, more = left[count:], ", continued"


def _head(made: SlipMade, case: SlipCase, more: str, inside: Element) -> list[TaggedParagraph]:
    styles = page.styles(page.STAFF_SIZES)
    about = f"**{made.code}** · {made.panel}, {edition.day(made.on)}"
    title = styles.block.clone("", spaceBefore=0)
    return [
        page.heading(f"Case {case.reference}{more}", "H2" if more else "H1", title, inside),
        TaggedParagraph(page.markup(about), styles.small, Element("P", inside)),
        TaggedParagraph(page.markup(_DO), styles.small, Element("P", inside)),
    ]


def _room(head: Sequence[TaggedParagraph]) -> float:
    return float(_SLIP - _TOP - _FOOT - sum(one.wrap(_INNER, HEIGHT)[1] + _GAP for one in head))


def _filled(asked: Sequence[Asked], of_law: bool, room: float, inside: Element) -> tuple[TaggedTable, int]:
    """Return a table of as many rows of ASKED as ROOM takes, and how many: one at least."""
    columns = _LAW_COLUMNS if of_law else _COLUMNS
    heights = _heights([_name(one, of_law) for one in asked], columns[0])
    count, used = 0, _LEAST
    while count < len(asked) and (count == 0 or used + heights[count] <= room):
        used += heights[count]
        count += 1
    return _table(asked[:count], of_law, columns, [_LEAST, *heights[:count]], inside), count


def _heights(names: Sequence[str], width: float) -> list[float]:
    style = page.styles(page.STAFF_SIZES).cell
    wrapped = (Paragraph(page.markup(name), style).wrap(width - 12, HEIGHT)[1] for name in names)
    return [max(_LEAST, height + 6) for height in wrapped]


def _name(one: Asked, of_law: bool) -> str:
    """Return what heads a row: the strand, or the question in law as it is asked."""
    return one.lines[0].words if of_law and one.lines else one.name


def _table(
    asked: Sequence[Asked], of_law: bool, columns: Sequence[float], heights: Sequence[float], inside: Element
) -> TaggedTable:
    styles = page.styles(page.STAFF_SIZES)
    rows = [
        _LAW_HEADS if of_law else _HEADS,
        *((_name(one, of_law), _choices(one), _apart("SFN"), "") for one in asked),
    ]
    elements = table_elements(inside, len(_HEADS), len(asked))
    cells = [
        [
            [TaggedCell(page.markup(words), styles.head if n == 0 else styles.cell, elements[n][at])]
            for at, words in enumerate(row)
        ]
        for n, row in enumerate(rows)
    ]
    made = TaggedTable(cells, colWidths=columns, rowHeights=heights, hAlign="LEFT")
    made.setStyle([
        ("FONT", (0, 0), (-1, -1), REGULAR, 12),
        ("BACKGROUND", (0, 0), (-1, 0), _HEAD),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, _LINE),
        ("LINEBEFORE", (1, 1), (-1, -1), 0.4, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ])  # fmt: skip
    return made


def _choices(one: Asked) -> str:
    """Return the answers to ring: figures of levels, words in law."""
    return _apart([words.removeprefix("Level ") for words in one.choices.values()])


def _apart(words: Iterable[str]) -> str:
    """Return WORDS set apart, by no-break blanks: plain ones would run together."""
    return ("\u00a0" * 4).join(word.replace(" ", "\u00a0") for word in words)


class Half(Flowable):  # type: ignore[misc]
    """One slip, half a sheet high; its foot is an artifact."""

    def __init__(self, parts: Sequence[Any], foot: str, right: str) -> None:
        super().__init__()
        self.width, self.height = WIDTH, _SLIP
        self._parts, self._foot, self._right = list(parts), foot, right

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return WIDTH, _SLIP - 0.01  # two fit a frame of the sheet's height whatever floats make of it

    def draw(self) -> None:
        top = _SLIP - _TOP
        for part in self._parts:
            _, height = part.wrapOn(self.canv, _INNER, HEIGHT)
            part.drawOn(self.canv, _SIDE, top - height)
            top -= height + _GAP
        self.canv.begin()
        self.canv.setFillColor(page.BLACK)
        self.canv.setFont(REGULAR, 10)
        self.canv.drawString(_SIDE, 6 * mm, self._foot)
        self.canv.drawRightString(WIDTH - _SIDE, 6 * mm, self._right)
        self.canv.end()


# Large print


def build_large(target: io.BytesIO, made: SlipMade, cases: Cases, *, title: str, code: str, language: str) -> int:
    """Write the large-print pack of MADE to TARGET: each strand with the whole words of its levels and room to answer.

    Returns the number of pages.
    """
    page.fonts()
    tree = Tree()
    styles = page.styles(page.LARGE_SIZES)
    story = list(_large(made, cases, styles, tree.root))
    foot = Foot(code, made.code, title, made.is_invented, styles.sizes.small, _DEMO)
    page.set_pages(target, story, tree, foot, language=language, title=title, author=made.council)
    return len(tree.pages)


def _large(made: SlipMade, cases: Cases, styles: Any, root: Element) -> Iterator[Any]:
    def words(text: str, element: Element, style: Any = None) -> TaggedParagraph:
        return TaggedParagraph(page.markup(text), style or styles.body, Element("P", element))

    for number, (case, asked) in enumerate(cases):
        inside = Element("Sect", root)
        if number:
            yield PageBreak()
        yield page.heading(f"Case {case.reference}", "H1" if number == 0 else "H2", styles.title, inside)
        yield words(f"**{made.code}**. {made.panel}, {edition.day(made.on)}.", inside)
        yield words("For each heading: tick one box, say how sure you are, and write what shows it.", inside)
        for paper in case.papers:
            yield words(f"Paper: {paper.title}, {paper.pages} pages.", inside)
        for one in asked:
            part = Element("Sect", inside)
            yield CondPageBreak(styles.body.leading * 8)
            yield page.heading(one.name, "H3" if number else "H2", styles.block, part)
            for line in one.lines:
                box = f"{_BOX} " if line.level is not None else ""
                yield words(f"{box}**{line.title}**: {line.words}", part)
            if not any(line.level is not None for line in one.lines):
                yield words(_apart(f"{_BOX} {said}" for said in one.choices.values()), part)
            yield words("How sure: " + _apart(f"{_BOX} {said}" for said in SURE.values()), part)
            yield words("What shows this, and the page:", part)
            yield Rules(styles.body.leading * 1.5)


class Rules(Flowable):  # type: ignore[misc]
    """Two lines to write on, as artifacts."""

    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step
        self.width, self.height = page.INNER, step * 2.4

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.begin()
        self.canv.setStrokeColor(_LINE)
        self.canv.setLineWidth(0.6)
        for line in (1, 2):
            self.canv.line(0, self.height - self._step * line, self.width, self.height - self._step * line)
        self.canv.end()
