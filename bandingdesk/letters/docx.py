"""The criteria document and sheets as DOCX: real headings and lists, table header rows, language and title set.

For whoever must change the size of type, the colours or the file's format. The same value gives the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from bandingdesk import sheet_forms
from bandingdesk.letters.blocks import Grid, Items, Part, Text
from bandingdesk.letters.criteria import Criteria
from bandingdesk.letters.sections import Section
from bandingdesk.letters.sheet import Sheet

LANGUAGE = "en-GB"
DEMO_LINE = "Demonstration: this scheme is invented, in whole or in part."
SHEET_DEMO_LINE = "Demonstration: every person and every decision here is invented."
_FACE = "Arial"
_BODY, _SIZES = 12, {"Heading 1": 20, "Heading 2": 16, "Heading 3": 13}
_WIDTH = 16.6  # cm of text on A4
_INK, _GROUND, _RULE = "000000", "EAEEF2", "76828F"
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def criteria_docx(criteria: Criteria) -> bytes:
    """Return CRITERIA as the bytes of a DOCX."""
    import docx

    document = docx.Document()
    edition = criteria.edition
    _describe(document, criteria)
    style_page(document)
    _paragraph(document.add_paragraph(), f"**{edition.authority}**")
    document.add_heading(criteria.title, 1)
    if edition.is_invented:
        _paragraph(document.add_paragraph(), f"**{DEMO_LINE}**")
    _parts(document, criteria.opening)
    for section in criteria.sections:
        _section(document, section, 2)
    _foot(document, criteria)
    held = io.BytesIO()
    document.save(held)
    return sheet_forms.without_times(held.getvalue(), edition.dated)


def sheet_docx(sheet: Sheet) -> bytes:
    """Return a sheet as the bytes of a DOCX: the same words as its PDF, for large print and other formats."""
    import docx

    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.language = sheet.title, sheet.council, LANGUAGE
    known.subject, known.comments = sheet.reference, sheet.check_code
    known.last_modified_by, known.revision = sheet.council, 1
    style_page(document)
    _paragraph(document.add_paragraph(), f"**{sheet.council}**")
    document.add_heading(sheet.title, 1)
    _paragraph(document.add_paragraph(), sheet.summary)
    if sheet.is_demo:
        _paragraph(document.add_paragraph(), f"**{SHEET_DEMO_LINE}**")
    for block in sheet.blocks:
        document.add_heading(block.heading, 2)
        _parts(document, block.parts)
    foot(document, f"{sheet.title} · Check code {sheet.check_code}" + (" · Demonstration" if sheet.is_demo else ""))
    held = io.BytesIO()
    document.save(held)
    return sheet_forms.without_times(held.getvalue(), sheet.dated)


def _describe(document: Any, criteria: Criteria) -> None:
    known = document.core_properties
    known.title, known.author, known.language = criteria.title, criteria.edition.authority, LANGUAGE
    known.subject, known.comments = f"Version {criteria.edition.version}", criteria.edition.sha256
    known.last_modified_by, known.revision = criteria.edition.authority, 1


def style_page(document: Any, body: int = _BODY) -> None:
    """Set face, size and language of the styles that python-docx brings, A4, and black headings. BODY is in points."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.4)
    for name in ("Normal", *_SIZES, "List Number", "List Bullet", "Footer"):
        style = document.styles[name]
        style.font.name, style.font.size = _FACE, Pt(round(_SIZES.get(name, _BODY) * body / _BODY))
        style.font.color.rgb, style.font.italic = RGBColor.from_string(_INK), False
        style.font.bold = name in _SIZES
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{kind}"), None)
        faces.set(qn("w:eastAsia"), _FACE)
    normal = document.styles["Normal"]
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.2
    spoken = normal.element.get_or_add_rPr().makeelement(qn("w:lang"), {qn("w:val"): LANGUAGE})
    normal.element.rPr.append(spoken)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)


def _section(document: Any, section: Section, level: int) -> None:
    document.add_heading(section.heading, level)
    _parts(document, section.parts)
    for inner in section.sections:
        _section(document, inner, level + 1)


def _parts(document: Any, parts: Sequence[Part]) -> None:
    from docx.shared import Pt

    after_table = False
    for part in parts:
        before = len(document.paragraphs)
        match part:
            case Text():
                _paragraph(document.add_paragraph(), part.words)
            case Items():
                _list(document, part)
            case Grid():
                if after_table:  # two tables that touch are one table to Word
                    document.add_paragraph()
                elif document.paragraphs:
                    document.paragraphs[-1].paragraph_format.keep_with_next = True  # what leads to a table stays by it
                _table(document, part)
        if after_table and len(document.paragraphs) > before:
            document.paragraphs[before].paragraph_format.space_before = Pt(8)
        after_table = isinstance(part, Grid)


def _paragraph(paragraph: Any, words: str) -> None:
    """Write WORDS; what stands between two pairs of stars is bold, a line end begins a line."""
    for n, piece in enumerate(_BOLD.split(words)):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = True if n % 2 else None


def _list(document: Any, part: Items) -> None:
    """Add a list; each numbered one begins at 1, since Word counts on through a document."""
    numbering = _fresh_numbering(document) if part.is_numbered else None
    for entry in part.entries:
        paragraph = document.add_paragraph(style="List Number" if part.is_numbered else "List Bullet")
        _paragraph(paragraph, entry)
        if numbering is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, numbering


def _fresh_numbering(document: Any) -> int:
    """Return the number of a new list of the style "List Number" that begins at 1."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    style = document.styles["List Number"].element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _table(document: Any, part: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    made = document.add_table(rows=1 + len(part.rows), cols=len(part.head), style="Table Grid")
    shares = part.shares or (1,) * len(part.head)
    made.autofit = False
    _rule(made)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Cm(_WIDTH * share / sum(shares))  # LibreOffice reads the columns, Word the cells
    for number, words in enumerate((part.head, *part.rows)):
        row = made.rows[number]
        keep_whole(row, is_head=number == 0)
        for column, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            cell.width = Cm(_WIDTH * shares[column] / sum(shares))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            paragraph.paragraph_format.keep_with_next = number == 0
            _paragraph(paragraph, f"**{said}**" if number == 0 else said)
            if column in part.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0:
                _shade(cell)


def _rule(table: Any) -> None:
    """Draw lines between the rows and none between the columns, as the PDF has them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_drawn = side in ("bottom", "insideH")
        line.set(qn("w:val"), "single" if is_drawn else "nil")
        if is_drawn:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), _RULE)
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)


def width(share: float) -> Any:
    """Return a SHARE of the width of the text."""
    from docx.shared import Cm

    return Cm(_WIDTH * share)


def name_table(table: Any, words: str) -> None:
    """Give a table the title that a screen reader says."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), words)
    table._tbl.tblPr.append(title)


def keep_whole(row: Any, *, is_head: bool) -> None:
    """Mark a head row, which Word repeats and a screen reader announces; no row breaks over two pages."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _shade(cell: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), _GROUND)
    cell._tc.get_or_add_tcPr().append(ground)


def _foot(document: Any, criteria: Criteria) -> None:
    edition = criteria.edition
    demo = " · Demonstration" if edition.is_invented else ""
    foot(document, f"Version {edition.version} · Check code {edition.check_code}{demo}")


def foot(document: Any, words: str) -> None:
    """Write WORDS and the page at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{words} · Page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
