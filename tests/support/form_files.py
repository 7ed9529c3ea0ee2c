"""Forms as they go out, filled in as people fill them in: a workbook by openpyxl, a document through its fields."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bandingdesk import sheet_forms, sheet_traps, sheets
from bandingdesk.casework.returns import (
    form,
    from_document,
    from_workbook,
    layout,
    levels,
    questions,
    workbook,
)
from bandingdesk.casework.returns.found import Reading
from bandingdesk.casework.returns.ops import FormKind, FormMade
from bandingdesk.letters import docx_form, docx_reading
from tests.support import frameworks

ID = "0193586a-5d00-7c3e-8a11-3b6f0c9d2e41"
TODAY = date(2026, 11, 23)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FRAMEWORK = frameworks.framework("exampleshire-2026.1.json")
STRANDS = levels.names(FRAMEWORK)


def a_form(kind: FormKind, **changes: Any) -> FormMade:
    """Return a form made for an invented child."""
    made = FormMade(
        case="case-1",
        kind=kind,
        reference="2026-0017",
        called="TR",
        council="Exampleshire Council (invented)",
        to_name="A. Parent (invented)",
        to_role="mother",
        setting="Elmbank Primary (invented)",
        phase="ks12",
        dated=TODAY,
        due=date(2026, 12, 14),
        book=questions.book(kind).version,
        framework_sha256="0" * 64 if kind in form.WITH_STRANDS else None,
        large_print=False,
        is_invented=True,
        seal="",
    )
    made = replace(made, **changes)
    return replace(made, seal=form.seal(ID, made))


def a_workbook(made: FormMade | None = None) -> bytes:
    """Return the setting's workbook as it goes out."""
    made = made or a_form("setting_profile")
    return sheet_forms.write(workbook.fill_in(ID, made, questions.book(made.kind), FRAMEWORK))


def read_workbook(data: bytes, file: str = "profile.xlsx") -> Reading:
    """Return what a setting's workbook says."""
    made = a_form("setting_profile")
    book = questions.book(made.kind)
    is_xlsx = sheet_traps.is_xlsx(data)
    return from_workbook.read(
        sheets.read_bytes(data, file),
        sheet_traps.find(data),
        sheet_traps.beside(data) if is_xlsx else sheet_traps.Beside(),
        sent=workbook.fill_in(ID, made, book, FRAMEWORK),
        made=made,
        book=book,
        framework=FRAMEWORK,
    )


def in_excel(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Return the workbook DATA after CHANGE(book), saved by another program."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def rated(book: Any, level: int = 2, note: str = "Seen each week (invented).") -> None:
    """Choose LEVEL in every row of an open workbook, with a note, and say who filled it in."""
    sheet = book["Levels"]
    for row in range(3, sheet.max_row + 1):
        strand = sheet.cell(row, 1).value
        sheet.cell(row, 3).value = levels.choices(FRAMEWORK, strand, "ks12")[level]
        sheet.cell(row, 4).value = note
    for row in book["What you ask for"].iter_rows(min_row=3):
        if row[0].value in ("name", "role"):
            row[2].value = "S. Reed (invented)" if row[0].value == "name" else "SENCO"


def blocks(made: FormMade) -> tuple[layout.Block, ...]:
    """Return a document form block by block."""
    strands = STRANDS if made.framework_sha256 else {}
    return tuple(layout.blocks(ID, made, questions.book(made.kind), strands))


def a_document(made: FormMade, *, size: int = docx_form.USUAL) -> bytes:
    """Return a form in DOCX as it goes out."""
    about = docx_form.About(questions.book(made.kind).title, made.council, ID, f"Case {made.reference}", made.dated)
    return docx_form.form_docx(blocks(made), about, size=size)


def read_document(data: bytes, made: FormMade, today: date = TODAY) -> Reading:
    """Return what a document form says."""
    strands = STRANDS if made.framework_sha256 else {}
    asked = questions.asked(questions.book(made.kind), strands)
    return from_document.read(docx_reading.read(data, "form.docx"), blocks(made), asked, today)


def in_word(data: bytes, change: Callable[[Any], None], parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return the document DATA after CHANGE(body), with further PARTS of the file, saved by another program."""
    from docx.oxml import parse_xml
    from lxml import etree

    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename == "word/document.xml":
                root = parse_xml(content)
                change(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            after.writestr(info.filename, content)
        for name, content in (parts or {}).items():
            after.writestr(name, content)
    return held.getvalue()


def control(body: Any, tag: str) -> Any:
    """Return the field TAG of an open document."""
    for found in body.iter(f"{W}sdt"):
        if found.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag:
            return found
    raise LookupError(tag)


def write_in(found: Any, words: str) -> None:
    """Write WORDS into a field, as a word processor does: a line end is a break, and the hint goes."""
    from docx.oxml import OxmlElement

    about, content = found.find(f"{W}sdtPr"), found.find(f"{W}sdtContent")
    for mark in about.findall(f"{W}showingPlcHdr"):
        about.remove(mark)
    for child in list(content):
        content.remove(child)
    for n, line in enumerate(words.split("\n")):
        run = OxmlElement("w:r")
        if n:
            run.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.text = line
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        content.append(run)


def filled(data: bytes, answers: Mapping[str, str]) -> bytes:
    """Return the document DATA with ANSWERS written into its fields."""

    def change(body: Any) -> None:
        for tag, words in answers.items():
            write_in(control(body, tag), words)

    return in_word(data, change)


def again(found: Any) -> Any:
    """Put a copy of a field's paragraph below it and return the copied field."""
    paragraph = found.getparent()
    twin = copy.deepcopy(paragraph)
    paragraph.addnext(twin)
    return twin.find(f"{W}sdt")
