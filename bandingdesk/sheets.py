"""The one reader and writer of workbooks: xlsx, xls, ods and csv become plain rows, and rows become xlsx and csv.

Reading takes the bytes once, names them by their hash, and makes sure that the file was still the same when the last
cell had been read. Rows start at row 1 of the sheet, so `rows[n - 1]` is the row a person sees as row n; the used
area ends at the last row that holds something, however many blank rows stand below it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bandingdesk import sheet_pages, sheet_zips
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, InvalidError, Where
from bandingdesk.sheet_zips import Limits

Cell = str | int | Decimal | bool | date | None

LARGEST_FILE = 100 * 1024 * 1024  # bytes, ux.md 3.9
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
LIMITS = Limits()
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x0041_" within a cell of an xlsx means "A"
_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing has been imported, and your file was not changed.")


class NotAWorkbookError(InvalidError):
    """FILE is no workbook that can be read."""

    code = "IM-01"
    message = QT_TRANSLATE_NOOP("errors", "{file} is not a workbook that can be read.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "Open it in your spreadsheet program and save it as .xlsx or .csv, then choose it again."
    )


class SheetEncryptedError(InvalidError):
    """FILE is protected by a password."""

    code = "IM-02"
    message = QT_TRANSLATE_NOOP("errors", "{file} is protected by a password, so it can't be read.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Open it, save a copy without the password in a safe place, then choose the copy.")


class SheetEmptyError(InvalidError):
    """FILE holds no cell with anything in it."""

    code = "IM-03"
    message = QT_TRANSLATE_NOOP("errors", "{file} is empty: no cell in it holds anything.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Check that it is the right file, then choose it again.")


class SheetTooLargeError(InvalidError):
    """FILE is larger than the desk reads; `size` says how large in words."""

    code = "IM-04"
    message = QT_TRANSLATE_NOOP("errors", "{file} is too large: {size}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Copy the rows and columns of your list to a new workbook and choose that one.")


class SheetChangedError(InvalidError):
    """FILE changed while it was read, or since it was read."""

    code = "IM-05"
    message = QT_TRANSLATE_NOOP("errors", "{file} changed while it was being read.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", "Wait until it is saved and closed everywhere, then choose it again.")


class SheetUnreadableError(InvalidError):
    """FILE can't be opened: it is not there, or you may not read it."""

    code = "IM-06"
    message = QT_TRANSLATE_NOOP("errors", "{file} can't be opened.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing has been imported.")
    do = QT_TRANSLATE_NOOP("errors", "Check that it is still there and that you may open it, then choose it again.")


class FileExistsAlreadyError(InvalidError):
    """FILE exists and was not to be replaced."""

    code = "IM-30"
    message = QT_TRANSLATE_NOOP("errors", "{file} exists already.")
    kept = QT_TRANSLATE_NOOP("errors", "It was left as it is; nothing was written.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another name, or say that it may be replaced.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows from row 1 on, all of one width. Not changed by anybody who reads it."""

    name: str
    rows: list[list[Cell]]

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at ROW (1-based) and COLUMN (0-based), None beyond the used area."""
        cells = self.rows[row - 1] if 0 < row <= len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as it was read: its name, the SHA-256 of its bytes, and the sheets that hold anything."""

    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()  # sheets that a spreadsheet does not show; they are read like the others
    formulas: int = 0  # cells, whose last result was read
    merged: int = 0  # areas, of which the first cell alone holds the value


@dataclass(frozen=True, slots=True)
class Form:
    """How a sheet that people fill in looks: row 1 is its header, bold and frozen with the first column.

    By column (0-based): its `widths` in characters, the `notes` on its header, the `choices` it offers; what is typed
    in one of `text_columns` stays text, so that "10-14" never becomes a date.
    """

    widths: tuple[int, ...]
    notes: tuple[str, ...] = ()
    text_columns: frozenset[int] = frozenset()
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def read(path: Path) -> Workbook:
    """Return the sheets of the file at PATH that hold anything.

    Raises SheetUnreadableError, SheetTooLargeError, NotAWorkbookError, SheetEncryptedError, SheetEmptyError, and
    SheetChangedError when the file was not the same at the end as at the beginning.
    """
    content = _content(path)
    sha256 = hashlib.sha256(content).hexdigest()
    workbook = _book(content, path.name, sha256, LIMITS)
    confirm(workbook, path)
    return workbook


def confirm(workbook: Workbook, path: Path) -> None:
    """Check that the file at PATH is still what WORKBOOK was read from. Raises SheetChangedError."""
    try:
        same = hashlib.sha256(_content(path)).hexdigest() == workbook.sha256
    except DeskError as gone:
        raise _refused(SheetChangedError, workbook.file) from gone
    if not same:
        raise _refused(SheetChangedError, workbook.file)


def read_bytes(content: bytes, file: str, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """Return the sheets in CONTENT; FILE is its name, used for its ending and in errors. Raises as `read`."""
    return _book(content, file, "", limits).sheets


def _book(content: bytes, file: str, sha256: str, limits: Limits) -> Workbook:
    seen, hidden = sheet_zips.Seen(), list[str]()
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise _refused(SheetEmptyError, file)
    if content.startswith(_OLE):
        _refuse_encrypted(content, file)
        sheets = list(_calamine(content, file, hidden))
    elif content.startswith(_ZIP):
        seen = _look(content, file, limits)
        sheets = list(_calamine(content, file, hidden))
    elif Path(file).suffix.lower() in _TEXT_SUFFIXES:
        sheets = [Sheet(Path(file).stem, _csv_rows(content, file))]
    else:
        raise _refused(NotAWorkbookError, file)
    filled = tuple(trimmed for sheet in sheets if (trimmed := _trim(sheet)).rows)
    if not filled:
        raise _refused(SheetEmptyError, file)
    kept = {sheet.name for sheet in filled}
    return Workbook(file, sha256, filled, tuple(name for name in hidden if name in kept), seen.formulas, seen.merged)


def column_letters(column: int) -> str:
    """Return the letters of COLUMN (0-based) as spreadsheets show them.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def write_xlsx(sheets: Iterable[Sheet], forms: Mapping[str, Form] | None = None) -> bytes:
    """Return the bytes of an xlsx workbook; FORMS by sheet name makes a sheet one that people fill in.

    A text stays text: no cell is ever written as a formula.
    """
    from openpyxl import Workbook as Book

    book = Book(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        form = (forms or {}).get(sheet.name)
        if form is not None:
            _lay_out(page, form)
        style = _styles(page, form)
        for number, row in enumerate(sheet.rows):
            cells = [_written(page, value, style(at, number == 0)) for at, value in enumerate(row)]
            if form is not None:
                _annotate(cells, form.notes if number == 0 else ())
                sheet_pages.fit_height(page, number + 1, row, form.widths)
            page.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _lay_out(page: Any, form: Form) -> None:
    """Freeze the header and the first column, set widths, and offer choices; before the first row is written."""
    from openpyxl.worksheet.datavalidation import DataValidation

    page.freeze_panes = "B2"
    sheet_pages.set_up(page, head_row=1)
    for at, width in enumerate(form.widths):
        column = page.column_dimensions[column_letters(at)]
        column.width = width
        if at in form.text_columns:
            column.number_format = "@"  # what is typed below the last row stays as it was typed too
    for at, choices in form.choices.items():
        letters = column_letters(at)
        listed = DataValidation(
            type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
        )
        listed.add(f"{letters}2:{letters}1000")
        page.data_validations.append(listed)


def _written(page: Any, value: Cell, style: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value="" if isinstance(value, str) else value)
    if style is not None:
        cell._style = style
    if isinstance(value, str):
        # Set past openpyxl's guess, which turns "=1+1" into a formula and "#REF!" into an error.
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)
        cell._value = _LOOKS_ESCAPED.sub(r"_x005F_", text)
        cell.data_type = "s"
        if value.startswith(_STARTS_FORMULA):
            cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell


def _styles(page: Any, form: Form | None) -> Callable[[int, bool], Any]:
    """Return the style of a cell by column and whether it is a header; made once, since a style costs 30 µs."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    def made(is_text: bool, is_header: bool) -> Any:
        cell = WriteOnlyCell(page)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        cell.number_format = "@" if is_text else "General"
        if is_header:
            cell.font = Font(name="Calibri", size=11, bold=True)  # a font without a name is a serif in some programs
        return cell._style

    if form is None:
        return lambda at, is_header: None
    known = {(text, header): made(text, header) for text in (True, False) for header in (True, False)}
    return lambda at, is_header: known[at in form.text_columns, is_header]


def _annotate(header: Sequence[Any], notes: Sequence[str]) -> None:
    from openpyxl.comments import Comment

    for cell, note in zip(header, notes, strict=False):
        cell.comment = Comment(note, "") if note else None


def csv_text(rows: Iterable[Sequence[Cell]], *, line_end: str = "\r\n") -> str:
    """Return ROWS as CSV (RFC 4180 quoting). Text that a spreadsheet would run as a formula gets a leading quote."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator=line_end)
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return held.getvalue()


def save(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write CONTENT beside PATH, flush it, then rename. Raises FileExistsAlreadyError unless REPLACE."""
    if path.exists() and not replace:
        raise _refused(FileExistsAlreadyError, path.name)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _refused(error: type[InvalidError], file: str, **fields: object) -> InvalidError:
    return error(where=Where(file=file), file=file, **fields)


def _content(path: Path) -> bytes:
    try:
        before = path.stat()
        if before.st_size > LARGEST_FILE:
            raise _refused(
                SheetTooLargeError, path.name, size=f"{before.st_size // 1024**2} MB, and 100 MB is the most"
            )
        content = path.read_bytes()
        after = path.stat()
    except OSError as fault:
        raise _refused(SheetUnreadableError, path.name) from fault
    if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino):
        raise _refused(SheetChangedError, path.name)
    if len(content) != after.st_size:
        raise _refused(SheetChangedError, path.name)
    return content


def _refuse_encrypted(content: bytes, file: str) -> None:
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    try:
        encrypted = msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted()
    except (FileFormatError, ParseError, DecryptionError, InvalidKeyError, OSError, ValueError) as fault:
        raise _refused(NotAWorkbookError, file) from fault
    if encrypted:
        raise _refused(SheetEncryptedError, file)


def _look(content: bytes, file: str, limits: Limits) -> sheet_zips.Seen:
    """Look into the zip before the reader does. Raises NotAWorkbookError, SheetEncryptedError, SheetTooLargeError."""
    try:
        return sheet_zips.look(content, limits)
    except sheet_zips.DamagedZipError as fault:
        raise _refused(NotAWorkbookError, file) from fault
    except sheet_zips.LockedZipError as fault:
        raise _refused(SheetEncryptedError, file) from fault
    except sheet_zips.LargeZipError as fault:
        raise _refused(SheetTooLargeError, file, size=str(fault)) from fault


def _calamine(content: bytes, file: str, hidden: list[str]) -> Iterator[Sheet]:
    """Yield the sheets of a workbook, and add to HIDDEN the names of those that a spreadsheet does not show."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for about in book.sheets_metadata:
                if about.typ == SheetTypeEnum.WorkSheet:
                    if about.visible != SheetVisibleEnum.Visible:
                        hidden.append(about.name)
                    rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                    yield Sheet(about.name, [[_cell(value) for value in row] for row in rows])
    except PasswordError as fault:
        raise _refused(SheetEncryptedError, file) from fault
    except (CalamineError, OSError, ValueError) as fault:
        raise _refused(NotAWorkbookError, file) from fault


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return None if not value or value.isspace() else value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        # A spreadsheet stores every number as a float; the shortest text that reads back is what the person typed.
        return int(value) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)


def _csv_rows(content: bytes, file: str) -> list[list[Cell]]:
    text = _decoded(content, file)
    start = text[:65536]
    delimiter = max(",;\t|", key=lambda mark: _evenness(start, mark))
    try:
        return [[_unguarded(value) for value in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as fault:
        raise _refused(NotAWorkbookError, file) from fault


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise _refused(NotAWorkbookError, file)
    else:
        encodings = ["utf-8-sig", "cp1252"]  # what spreadsheets in England save as "CSV" when it is not UTF-8
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(NotAWorkbookError, file)


def _evenness(start: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first lines split into the same number of columns, and that number."""
    try:
        rows = list(csv.reader(io.StringIO(start), delimiter=delimiter))[:50]
    except csv.Error:
        return (0, 0)
    widths = [len(row) for row in rows if len(row) > 1]
    if not widths:
        return (0, 0)
    commonest = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(commonest), commonest)


def _unguarded(value: str) -> Cell:
    if value[:1] == "'" and value[1:].startswith(_STARTS_FORMULA):
        value = value[1:]
    return value if value.strip() else None


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_STARTS_FORMULA) else text


def _trim(sheet: Sheet) -> Sheet:
    """Return SHEET without the blank rows at its end and the blank columns at its right."""
    last = max((number for number, row in enumerate(sheet.rows, 1) if any(c is not None for c in row)), default=0)
    rows = sheet.rows[:last]
    width = max((at for row in rows for at, value in enumerate(row, 1) if value is not None), default=0)
    return Sheet(sheet.name, [[*row[:width], *[None] * (width - len(row))] for row in rows])
