"""A form that people outside fill in, as DOCX: headings, and under each a field that says what it is for.

Every field is a content control with a title and a tag, so that a screen reader says the question and the reader finds
the answer; it can be filled in and not deleted. No macro and no password. The same form gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from bandingdesk import sheet_forms
from bandingdesk.casework.returns.layout import LONGEST, PLACEHOLDER, Block, Field, Heading, Table, Words
from bandingdesk.letters import docx as pages

USUAL, LARGE = 14, 18  # points of the text: RNIB's clear print, and large print
_HINT = "566370"  # 6.2 to 1 on white


class About(NamedTuple):
    """What stands in the file's properties and at the foot of its pages."""

    title: str
    author: str
    identifier: str
    foot: str
    dated: date


def form_docx(blocks: Sequence[Block], about: About, *, size: int = USUAL) -> bytes:
    """Return the form as the bytes of a DOCX, in text of SIZE points. A field that is `filled` is drawn filled in."""
    import docx

    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.language = about.title, about.author, pages.LANGUAGE
    known.identifier, known.comments, known.last_modified_by, known.revision = about.identifier, "", about.author, 1
    pages.style_page(document, size)
    pen = _Pen(document, about.identifier)
    for block in blocks:
        pen.draw(block)
    pages.foot(document, about.foot)
    held = io.BytesIO()
    document.save(held)
    return sheet_forms.without_times(held.getvalue(), about.dated)


class _Pen:
    """Draws block after block into one document."""

    def __init__(self, document: Any, seed: str) -> None:
        self._document, self._seed = document, seed

    def draw(self, block: Block) -> None:
        """Draw BLOCK at the end of the document."""
        match block:
            case Heading():
                self._document.add_heading(block.words, block.level)
            case Words():
                self._document.add_paragraph().add_run(block.words).bold = True if block.is_strong else None
            case Field():
                self._field(block)
            case Table():
                self._table(block)

    def _field(self, field: Field) -> None:
        if field.is_fixed:
            paragraph = self._document.add_paragraph(f"{field.label}: ")
        else:
            self._document.add_heading(field.label, 3)
            if field.hint:
                hint = self._document.add_paragraph(field.hint)
                hint.paragraph_format.keep_with_next = True
            paragraph = self._document.add_paragraph()
            _box(paragraph, is_long=field.kind == "text")
        paragraph._p.append(self._control(field))

    def _table(self, table: Table) -> None:
        lines = table.lines
        made = self._document.add_table(rows=1 + lines.rows, cols=len(lines.columns), style="Table Grid")
        made.autofit = False
        whole = sum(column.share for column in lines.columns)
        pages.name_table(made, lines.label)
        for at, column in enumerate(lines.columns):
            made.columns[at].width = pages.width(column.share / whole)
            for n, cell in enumerate(made.columns[at].cells):
                cell.width = pages.width(column.share / whole)
                if n == 0:
                    cell.paragraphs[0].add_run(column.label).bold = True
                else:
                    field = Field(lines.key(n, column.id), f"{column.label}, line {n}", kind="line")
                    cell.paragraphs[0]._p.append(self._control(field, hint=""))
        for n, row in enumerate(made.rows):
            pages.keep_whole(row, is_head=n == 0)
        self._document.add_paragraph()

    def _control(self, field: Field, hint: str = PLACEHOLDER) -> Any:
        """Return a content control: its title is the question, its tag the key of the answer."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        control, about, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
        number = int(hashlib.sha256(f"{self._seed}.{field.key}".encode()).hexdigest()[:8], 16) & 0x7FFFFFFF
        for name, value in (
            ("alias", field.label[:LONGEST]),
            ("tag", field.key[:LONGEST]),
            ("id", str(number)),
            ("lock", "sdtContentLocked" if field.is_fixed else "sdtLocked"),
            ("showingPlcHdr", "" if field.filled else "1"),
        ):
            if value:
                part = OxmlElement(f"w:{name}")
                part.set(qn("w:val"), value)
                about.append(part)
        if field.kind == "date":
            about.append(_date())
        # No <w:text/>: LibreOffice 7.4 writes the words of such a field twice where they have two lines or scripts.
        for n, words in enumerate((field.filled or hint or " ").split("\n")):
            content.append(_run(words, is_hint=not field.filled, breaks=n > 0))
        control.extend((about, content))
        return control


def _date() -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement("w:date")
    for name, value in (("dateFormat", "d MMMM yyyy"), ("lid", pages.LANGUAGE), ("storeMappedDataAs", "dateTime"),
                        ("calendar", "gregorian")):  # fmt: skip
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        made.append(part)
    return made


def _run(words: str, *, is_hint: bool, breaks: bool = False) -> Any:
    """Return WORDS as a run; BREAKS begins a line before it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    if is_hint:
        look, colour = OxmlElement("w:rPr"), OxmlElement("w:color")
        colour.set(qn("w:val"), _HINT)
        look.append(colour)
        run.append(look)
    if breaks:
        run.append(OxmlElement("w:br"))
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run


def _box(paragraph: Any, *, is_long: bool) -> None:
    """Draw a line around a field, with room in it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties, borders = paragraph._p.get_or_add_pPr(), OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        space = "24" if is_long and side == "bottom" else "4"
        for name, value in (("val", "single"), ("sz", "6"), ("space", space), ("color", "76828F")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
