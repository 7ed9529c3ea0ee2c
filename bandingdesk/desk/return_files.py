"""The files of forms: drawn from what was recorded of a form, and opened when they come back."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk import sheet_forms, sheet_traps, sheets
from bandingdesk.casework.returns import (
    arriving,
    from_document,
    from_workbook,
    layout,
    levels,
    questions,
    workbook,
)
from bandingdesk.casework.returns.document import Document
from bandingdesk.casework.returns.found import Known, Reading
from bandingdesk.casework.returns.ops import FormMade
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.matrix.framework import Framework
from bandingdesk.sheet_traps import Beside
from bandingdesk.sheets import Sheet
from bandingdesk.store.queries import rulebooks

LARGEST = 30 * 1024 * 1024  # bytes of a file that can be a form of ours


class FormTooLargeError(InvalidError):
    """FILE is larger than any form."""

    code = "RE-18"
    message = QT_TRANSLATE_NOOP("errors", "{file} is larger than any form of ours can be.")
    kept = QT_TRANSLATE_NOOP("errors", "It was not opened, and nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Add it under Papers, or ask the sender for the form itself.")
    file: str


class Opened(NamedTuple):
    """A file that came back, opened: its name and contents without a password, what it is, and whose it says to be."""

    file: str
    content: bytes
    kind: arriving.Kind
    document: Document | None
    sheets: tuple[Sheet, ...]
    known: Known


def draw(conn: Connection, id_: str, made: FormMade) -> bytes:
    """Return the file of the form ID, the same bytes each time."""
    book = questions.book(made.kind)
    if made.kind == "setting_profile":
        return sheet_forms.write(workbook.fill_in(id_, made, book, _framework(conn, made)))
    from bandingdesk.letters import docx_form

    demo = " · Demonstration" if made.is_invented else ""
    about = docx_form.About(book.title, made.council, id_, f"Case {made.reference}{demo}", made.dated)
    size = docx_form.LARGE if made.large_print else docx_form.USUAL
    return docx_form.form_docx(tuple(layout.blocks(id_, made, book, _strands(conn, made))), about, size=size)


def name(made: FormMade) -> str:
    """Return the name that a copy of the form is offered under: it holds no child's name."""
    large = "-large-print" if made.large_print else ""
    ending = "xlsx" if made.kind == "setting_profile" else "docx"
    return f"{made.reference}-{made.kind.replace('_', '-')}{large}.{ending}"


def content(path: Path) -> bytes:
    """Return the bytes of the file at PATH. Raises SheetUnreadableError, FormTooLargeError."""
    where = Where(file=path.name)
    try:
        if path.stat().st_size > LARGEST:
            raise FormTooLargeError(where=where, file=path.name)
        return path.read_bytes()
    except OSError as fault:
        raise sheets.SheetUnreadableError(where=where, file=path.name) from fault


def open_file(file: str, data: bytes, password: str = "") -> Opened:
    """Return what DATA is, opened with PASSWORD where it asks for one, and which form it says to be.

    Raises what `arriving.kind`, `sheets.read_bytes` and `docx_reading.read` raise, FormLockedError, WrongPasswordError.
    """
    kind = arriving.kind(file, data)
    if kind == "locked":
        data = _unlocked(file, data, password)
        kind = arriving.kind(file, data)
    if kind == "document":
        from bandingdesk.letters import docx_reading

        document = docx_reading.read(data, file)
        return Opened(file, data, kind, document, (), from_document.known(document))
    found = sheets.read_bytes(data, file)
    return Opened(file, data, kind, None, found, from_workbook.known(found))


def read(conn: Connection, id_: str, made: FormMade, came: Opened, today: date) -> Reading:
    """Return what the file CAME says, against the form as it went out. Raises NotAFormError."""
    book = questions.book(made.kind)
    if came.document is not None and made.kind != "setting_profile":
        strands = _strands(conn, made)
        blocks = tuple(layout.blocks(id_, made, book, strands))
        return from_document.read(came.document, blocks, questions.asked(book, strands), today)
    if came.document is not None or made.kind != "setting_profile":
        what = arriving.in_words(came.kind)
        raise arriving.NotAFormError(where=Where(file=came.file), file=came.file, what=what)
    framework = _framework(conn, made)
    is_xlsx = sheet_traps.is_xlsx(came.content)
    return from_workbook.read(
        came.sheets,
        sheet_traps.find(came.content) if is_xlsx else (),
        sheet_traps.beside(came.content) if is_xlsx else Beside(),
        sent=workbook.fill_in(id_, made, book, framework),
        made=made,
        book=book,
        framework=framework,
    )


def saved_otherwise(came: Opened) -> str:
    """Return what program's file it is where locks and formulas can't be looked at, "" for what we can look into."""
    if came.kind == "document" or sheet_traps.is_xlsx(came.content):
        return ""
    return Path(came.file).suffix.lower().lstrip(".") or "another file"


def _unlocked(file: str, data: bytes, password: str) -> bytes:
    if not password:
        raise arriving.FormLockedError(where=Where(file=file), file=file)
    try:
        found = sheet_forms.opened(data, password)
    except (ValueError, zipfile.BadZipFile) as fault:
        raise arriving.NotAFormError(where=Where(file=file), file=file, what=arriving.in_words("locked")) from fault
    if found is None:
        raise arriving.WrongPasswordError(where=Where(file=file), file=file)
    return found


def _framework(conn: Connection, made: FormMade) -> Framework:
    return rulebooks.framework(conn, made.framework_sha256 or "")


def _strands(conn: Connection, made: FormMade) -> dict[str, str]:
    return levels.names(_framework(conn, made)) if made.framework_sha256 else {}
