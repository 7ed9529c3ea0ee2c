"""How a letter or sheet stands on A4: measures, styles, letterhead, address window, blocks, foot of the page.

Clear print (RNIB): 12 point at least, 14 for families, 18 in large print; set left, no italics, black on white.
The address lies where a DL window shows it: 20 to 100 mm from the left, 54 to 81 mm from the top of the sheet folded
in three (window of BS 4264, 35 x 90 mm, with the play of the sheet in the envelope taken off).
Imported by `pdf.render` alone, so that nothing else loads ReportLab.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate, Spacer

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, MissingError
from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.letter import Letter
from bandingdesk.letters.sheet import Sheet
from bandingdesk.letters.tagged import (
    Element,
    PaintPage,
    TaggedCanvas,
    TaggedCell,
    TaggedItem,
    TaggedParagraph,
    TaggedTable,
    Tree,
    table_elements,
)

REGULAR, STRONG = "Inter", "Inter-SemiBold"
_FONT_FILES = {REGULAR: "fonts/Inter-Regular.ttf", STRONG: "fonts/Inter-SemiBold.ttf"}
BLACK, ACCENT, RULE, HEAD_GROUND, MARK = (
    HexColor(colour) for colour in (0x000000, 0x0B5A6B, 0x76828F, 0xEAEEF2, 0xEFE9F7)
)
WIDTH, HEIGHT = A4
LEFT = RIGHT = 22 * mm
TOP, BOTTOM = 22 * mm, 24 * mm
INNER = WIDTH - LEFT - RIGHT
_KEPT_TOGETHER = re.compile(r"(?<=\bSection) (?=[A-K]\b)|(?<=\d) (?=\d)|(?<=\d) (?=(?:[A-Z][a-z]+) 20\d\d)")
_WINDOW_TOP, _WINDOW_FOOT, _WINDOW_WIDTH = 54.0, 81.0, 80.0  # mm: where a DL window shows the address
_RULE_FOOT = _WINDOW_TOP - 2  # mm: a rule below the whole letterhead stays above the address
_TIGHT = 12.3  # points a line: six lines of an address in the window
DEMO_LINE = "Demonstration: every person and every decision here is invented."


class FontError(MissingError):
    """The shipped font NAME can't be read."""

    code = "LE-18"
    message = QT_TRANSLATE_NOOP("errors", "The font {name} can't be read.")
    kept = QT_TRANSLATE_NOOP("errors", "No letter was made. Your records were not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again, then make the letter again.")


class GlyphMissingError(InvalidError):
    """The letter's font has no shape for CHARACTERS."""

    code = "LE-16"
    message = QT_TRANSLATE_NOOP("errors", "The letter can't show these characters: {characters}.")
    kept = QT_TRANSLATE_NOOP("errors", "No letter was made, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write the name in Latin letters, then make the letter again.")


class AddressTooLongError(InvalidError):
    """The address of NAME leaves the window of the envelope."""

    code = "LE-19"
    message = QT_TRANSLATE_NOOP("errors", "The address of {name} is too long for the window of an envelope.")
    kept = QT_TRANSLATE_NOOP("errors", "No letter was made, and nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write name and address in six lines or fewer, then make the letter again.")


@functools.cache
def fonts() -> dict[str, Any]:
    """Register the shipped fonts once and return them by name. Raises ResourceMissingError, FontError."""
    found = {}
    for name, file in _FONT_FILES.items():
        try:
            found[name] = TTFont(name, str(resources.shipped(file)))
        except TTFError as fault:
            raise FontError(name=file) from fault
        pdfmetrics.registerFont(found[name])
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=STRONG, italic=REGULAR, boldItalic=STRONG)
    return found


def refuse_unknown_glyphs(texts: Sequence[str]) -> None:
    """Raise GlyphMissingError for characters that would print as empty boxes."""
    known = fonts()[REGULAR].face.charToGlyph
    missing = sorted({character for text in texts for character in text if ord(character) not in known} - {"\n"})
    if missing:
        raise GlyphMissingError(characters=", ".join(f"{c} (U+{ord(c):04X})" for c in missing))


class Sizes(NamedTuple):
    """Type sizes in points."""

    body: float
    small: float
    block: float
    title: float


FAMILY_SIZES = Sizes(14, 12, 16, 20)
STAFF_SIZES = Sizes(12, 12, 14, 18)
LARGE_SIZES = Sizes(18, 14, 21, 25)


def large(points: int) -> Sizes:
    """Return the sizes of large print whose text is set in POINTS; the smallest is never below clear print."""
    body = LARGE_SIZES.body
    return Sizes(points, *(max(14, round(size * points / body)) for size in LARGE_SIZES[1:]))


@dataclass(frozen=True)
class Styles:
    """The paragraph styles of one page size of type."""

    sizes: Sizes
    body: ParagraphStyle
    opening: ParagraphStyle  # a paragraph that opens a list and stays with it
    small: ParagraphStyle
    strong_small: ParagraphStyle
    address: ParagraphStyle  # 12 point in every size of type: the window shows no more
    name: ParagraphStyle
    title: ParagraphStyle
    block: ParagraphStyle
    item: ParagraphStyle
    cell: ParagraphStyle
    cell_right: ParagraphStyle
    head: ParagraphStyle
    head_right: ParagraphStyle


@functools.cache
def styles(sizes: Sizes) -> Styles:
    """Return the styles for SIZES. Every font named in them is embedded, bullets too."""
    fonts()

    def style(size: float, font: str = REGULAR, lead: float = 1.42, **more: Any) -> ParagraphStyle:
        return ParagraphStyle(
            "", fontName=font, fontSize=size, leading=round(size * lead, 1), bulletFontName=font, textColor=BLACK,
            alignment=more.pop("alignment", TA_LEFT), allowWidows=0, allowOrphans=0, **more,
        )  # fmt: skip

    gap = sizes.body * (0.56 if sizes.body > 12 else 0.45)
    lead = 1.4 if sizes.body > 12 else 1.34
    cell_size = max(12, sizes.body - 2)
    return Styles(
        sizes=sizes,
        body=style(sizes.body, lead=lead, spaceAfter=gap),
        opening=style(sizes.body, lead=lead, spaceAfter=gap * 0.7, keepWithNext=1),
        small=style(sizes.small, lead=1.28),
        strong_small=style(sizes.small, STRONG, lead=1.28),
        address=style(12, lead=1.25),
        name=style(17, STRONG, lead=1.2),
        title=style(sizes.title, STRONG, lead=1.22, spaceBefore=2, spaceAfter=gap * 1.3),
        block=style(sizes.block, STRONG, lead=1.25, spaceBefore=gap * 1.5, spaceAfter=gap * 0.6),
        item=style(
            sizes.body, lead=lead, leftIndent=sizes.body * 1.7, bulletIndent=-sizes.body * 1.35, spaceAfter=gap * 0.6
        ),
        cell=style(cell_size, lead=1.3),
        cell_right=style(cell_size, lead=1.3, alignment=TA_RIGHT),
        head=style(cell_size, STRONG, lead=1.3),
        head_right=style(cell_size, STRONG, lead=1.3, alignment=TA_RIGHT),
    )


def markup(words: str) -> str:
    """Return WORDS as ReportLab markup: escaped, `**words**` in bold, and no line break inside "Section F" or a number.

    `pdf.finish` maps the no-break space back to a space, so that a search still finds the words.
    """
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", _KEPT_TOGETHER.sub("\u00a0", escape(words)))


class Masthead(Flowable):  # type: ignore[misc]
    """The top of the first page: the council, its address on the right, then address window and references.

    All is placed by its measured height. Where the council's address runs on beside the window, the rule ends before
    it and the references stand below it. Raises AddressTooLongError.
    """

    def __init__(self, letter: Letter, style: Styles, parent: Element) -> None:
        super().__init__()
        self.width, self.height = INNER, 0.0
        self._placed: list[
            tuple[TaggedParagraph, float, float]
        ] = []  # paragraph, mm from the left, foot mm from the top
        self._parent, self._window_style = parent, style.address
        council, right = letter.council, 104.0
        left_end = self._place([council.name], style.name, 0, 15)
        left_end = self._place([council.team], style.small, 0, left_end + 1.5)
        sender = [*council.lines, council.phone, council.email]
        right_end = self._place(sender, style.small, right, 15)
        below_all, below_name = max(left_end, right_end, 43) + 3, max(left_end, 43) + 3
        self._rule, self._rule_width = below_all, INNER
        if below_all > _RULE_FOOT:
            self._rule, self._rule_width = min(below_name, _RULE_FOOT), (right - 6) * mm
        ends = [self._place_recipient(letter, style.address)]
        top = max(_WINDOW_TOP, right_end + 3)
        for name, value in (("Date", wording.long_date(letter.dated)), ("Our reference", letter.reference)):
            top = self._place([name], style.strong_small, right, top)
            top = self._place([value], style.small, right, top) + 2
        self.height = max(88.0, *ends, top) * mm + 2 * mm - TOP

    def _place_recipient(self, letter: Letter, style: ParagraphStyle) -> float:
        """Place the recipient in the window and return where that ends, in mm; a long address is set tighter."""
        lines = [letter.recipient.name, *letter.recipient.lines]
        _, height = TaggedParagraph(_broken(lines), style).wrap(_WINDOW_WIDTH * mm, HEIGHT)
        if _WINDOW_TOP + height / mm > _WINDOW_FOOT:
            self._window_style = style.clone("", leading=_TIGHT)
        end = self._place(lines, self._window_style, 0, _WINDOW_TOP)
        if end > _WINDOW_FOOT:
            raise AddressTooLongError(name=letter.recipient.name)
        return end

    def _place(self, lines: Sequence[str], style: ParagraphStyle, x: float, top: float) -> float:
        """Place LINES as one paragraph at X, TOP in mm from the page's top; return where it ends, in mm."""
        paragraph = TaggedParagraph(_broken(lines), style, Element("P", self._parent))
        width = (INNER / mm - x if x else _WINDOW_WIDTH if style is self._window_style else 98) * mm
        _, height = paragraph.wrap(width, HEIGHT)
        self._placed.append((paragraph, x, top + height / mm))
        return float(top + height / mm)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        for paragraph, x, foot in self._placed:
            paragraph.drawOn(self.canv, x * mm, self.height + TOP - foot * mm)
        self.canv.begin()
        self.canv.setStrokeColor(ACCENT)
        self.canv.setLineWidth(1.4)
        rule = self.height + TOP - self._rule * mm
        self.canv.line(0, rule, self._rule_width, rule)
        self.canv.end()


def _broken(lines: Sequence[str]) -> str:
    return "<br/>".join(escape(line) for line in lines if line)


def heading(words: str, tag: str, style: ParagraphStyle, parent: Element) -> TaggedParagraph:
    """Return a heading that is also a bookmark."""
    made = TaggedParagraph(markup(words), style, Element(tag, parent))
    made.level, made.words = int(tag[1]) - 1, words.replace("**", "")
    return made


def flow(part: Part, style: Styles, parent: Element, *, opens_list: bool = False) -> list[Any]:
    """Return the flowables of one PART below PARENT."""
    match part:
        case Text():
            return [
                TaggedParagraph(markup(part.words), style.opening if opens_list else style.body, Element("P", parent))
            ]
        case Items():
            return _list(part, style, parent)
        case Grid():
            return [_table(part, style, parent), Spacer(0, style.sizes.body * 0.6)]


def _list(part: Items, style: Styles, parent: Element) -> list[Any]:
    listing = Element("L.decimal" if part.is_numbered else "L.disc", parent)
    found = []
    for number, words in enumerate(part.entries, 1):
        entry = Element("LI", listing)
        label = Element("Lbl", entry)
        item = TaggedItem(markup(words), style.item, Element("LBody", entry))
        item.label, item.label_element = f"{number}." if part.is_numbered else "•", label
        found.append(item)
    return found


def _lines(words: str) -> str:
    return markup(words).replace("\n", "<br/>")


def _table(part: Grid, style: Styles, parent: Element) -> TaggedTable:
    elements = table_elements(parent, len(part.head), len(part.rows))
    right = set(part.right)
    cells = []
    for number, row in enumerate((part.head, *part.rows)):
        plain, to_right = (style.head, style.head_right) if number == 0 else (style.cell, style.cell_right)
        cells.append([
            [TaggedCell(_lines(words), to_right if column in right else plain, elements[number][column])]
            for column, words in enumerate(row)
        ])  # fmt: skip
    shares = part.shares or (1,) * len(part.head)
    made = TaggedTable(
        cells, colWidths=[INNER * share / sum(shares) for share in shares], repeatRows=1, splitInRow=40, hAlign="LEFT"
    )
    made.setStyle([
        ("FONT", (0, 0), (-1, -1), REGULAR, style.cell.fontSize),
        ("BACKGROUND", (0, 0), (-1, 0), HEAD_GROUND),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("LEFTPADDING", (0, 0), (-1, -1), 5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ])  # fmt: skip
    return made


def block_flow(block: Block, style: Styles, parent: Element) -> list[Any]:
    """Return the flowables of one block: its heading, which stays with what follows it, then its parts."""
    section = Element("Sect", parent)
    # A condition, not keepWithNext: that would move a whole table to the next page and leave half of this one white.
    room = style.block.leading * 2 + style.body.leading * (3 if isinstance(block.parts[0], Grid) else 2.5)
    found: list[Any] = [CondPageBreak(room), heading(block.heading, "H2", style.block, section)]
    for part, after in zip_longest(block.parts, block.parts[1:]):
        found += flow(part, style, section, opens_list=isinstance(after, Items))
    return found


def letter_flow(letter: Letter, style: Styles, root: Element) -> list[Any]:
    """Return the whole letter as flowables, from letterhead to enclosures."""
    head = Element("Sect", root)
    found: list[Any] = [Masthead(letter, style, head)]
    if letter.is_demo:
        found += [TaggedParagraph(DEMO_LINE, style.strong_small, Element("P", root)), Spacer(0, 8)]
    found.append(heading(letter.title, "H1", style.title, root))
    found.append(TaggedParagraph(markup(letter.greeting), style.body, Element("P", root)))
    for block in letter.blocks[:-1]:
        found += block_flow(block, style, root)
    # The last block goes with the signature, so that a name never stands alone on a page.
    close = block_flow(letter.blocks[-1], style, root)[1:] + [
        Spacer(0, 10),
        TaggedParagraph("Yours sincerely", style.body, Element("P", root)),
        Spacer(0, 20),
    ]
    for line in letter.signed_by:
        close.append(TaggedParagraph(markup(line), style.body.clone("", spaceAfter=0), Element("P", root)))
    found += [Spacer(0, style.block.spaceBefore), KeepTogether(close)]
    if letter.enclosures and "ENCLOSED" not in letter.block_ids():
        found += [
            Spacer(0, 10),
            *flow(Text("With this letter:"), style, root),
            *flow(Items(letter.enclosures), style, root),
        ]
    return found


def sheet_flow(sheet: Sheet, style: Styles, root: Element) -> list[Any]:
    """Return a decision sheet as flowables."""
    found: list[Any] = [TaggedParagraph(markup(sheet.council), style.strong_small, Element("P", root))]
    found.append(heading(sheet.title, "H1", style.title, root))
    found.append(TaggedParagraph(markup(sheet.summary), style.body, Element("P", root)))
    if sheet.is_demo:
        found.append(TaggedParagraph(DEMO_LINE, style.strong_small, Element("P", root)))
    for block in sheet.blocks:
        found += block_flow(block, style, root)
    return found


class Foot(NamedTuple):
    """What stands at the head and foot of the pages."""

    check_code: str
    name: str  # "Letter L7" or "Decision sheet"
    later_head: str  # head of the second page and on
    is_demo: bool
    size: float
    demo_line: str = "Demonstration: everything here is invented"


def paint_foot(foot: Foot, canvas: TaggedCanvas, page: int, of: int) -> None:
    """Paint the furniture of one page; the caller has opened an artifact."""
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(LEFT, 20 * mm, WIDTH - RIGHT, 20 * mm)
    canvas.setFillColor(BLACK)
    canvas.setFont(REGULAR, foot.size)
    canvas.drawString(LEFT, 14 * mm, f"{foot.name} · Check code {foot.check_code}")
    canvas.drawRightString(WIDTH - RIGHT, 14 * mm, f"Page {page} of {of}")
    if foot.is_demo:
        canvas.drawString(LEFT, 8.5 * mm, foot.demo_line)
    if page > 1:
        canvas.drawString(LEFT, HEIGHT - 15 * mm, foot.later_head)
    canvas.restoreState()


def paint_mark(canvas: TaggedCanvas, _document: Any) -> None:
    """Write "Demonstration" across the page, below everything else, as an artifact."""
    canvas.begin()
    canvas.saveState()
    canvas.setFillColor(MARK)
    canvas.setFont(STRONG, 78)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -26, "Demonstration")
    canvas.restoreState()
    canvas.end()


def _no_mark(_canvas: TaggedCanvas, _document: Any) -> None:
    """Leave the page as it is."""


def build(target: Any, document: Letter | Sheet, sizes: Sizes, *, language: str, title: str, author: str) -> int:
    """Write DOCUMENT as a tagged PDF to the binary file TARGET and return its number of pages."""
    fonts()
    style, tree = styles(sizes), Tree()
    if isinstance(document, Letter):
        story = letter_flow(document, style, tree.root)
        name, later = f"Letter {document.template}", f"{document.reference} · {wording.long_date(document.dated)}"
    else:
        story = sheet_flow(document, style, tree.root)
        name, later = document.title, f"{document.reference} · {wording.long_date(document.dated)}"
    foot = Foot(document.check_code, name, later, document.is_demo, min(sizes.small, 12))
    set_pages(target, story, tree, foot, language=language, title=title, author=author)
    return len(tree.pages)


def set_pages(
    target: Any, story: Sequence[Any], tree: Tree, foot: Foot, *, language: str, title: str, author: str
) -> None:
    """Set STORY, whose elements stand in TREE, on A4 pages with FOOT, and write the PDF to the binary file TARGET."""
    frame = Frame(LEFT, BOTTOM, INNER, HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    on_page = paint_mark if foot.is_demo else _no_mark
    paint = functools.partial(paint_foot, foot)
    lay_out(target, story, tree, frame, paint, on_page, language=language, title=title, author=author)


def lay_out(
    target: Any,
    story: Sequence[Any],
    tree: Tree,
    frame: Frame,
    paint: PaintPage,
    on_page: Callable[[TaggedCanvas, Any], None] = _no_mark,
    *,
    language: str,
    title: str,
    author: str,
) -> None:
    """Set STORY in FRAME on A4 pages, with PAINT for the furniture once the pages are counted."""

    def make_canvas(*args: Any, **options: Any) -> TaggedCanvas:
        fixed = {"initialFontName": REGULAR, "invariant": 1, "lang": language}
        canvas = TaggedCanvas(*args, tree=tree, paint_page=paint, **(options | fixed))
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas

    template = BaseDocTemplate(
        target, pagesize=A4, title=title, author=author, pageCompression=1, lang=language, initialFontName=REGULAR
    )
    template.addPageTemplates(PageTemplate(frames=[frame], onPage=on_page))
    template.build(list(story), canvasmaker=make_canvas)
