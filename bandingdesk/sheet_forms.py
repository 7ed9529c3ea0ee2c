"""Workbooks that people outside fill in: locked but for their answers, with lists to choose from and plain formulas.

No macros and no password: a lock keeps an honest hand from a slip, it hides nothing. The same pages and day give the
same bytes. `sheets` writes plain rows, and reads these files back too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk import sheet_pages
from bandingdesk.sheets import Cell, column_letters

Look = Literal["text", "strong", "title", "head", "answer", "small"]
_SIZES: dict[Look, int] = {"title": 16, "small": 11}
_FILLS: dict[Look, str] = {"head": "EAEEF2", "answer": "FFF8D6"}
_BOLD = ("title", "head", "strong")
_FONT = "Arial"
_LINE = 15  # points: one line of 12 point text
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


@dataclass(frozen=True, slots=True)
class Formula:
    """What a spreadsheet works out, without the equals sign: `SUM(B2:B9)`; a number in the format `shown`."""

    text: str
    shown: str = "General"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell. `choices` is a range to choose from, or its name. Only one that looks like an `answer` is unlocked."""

    value: Cell | Formula = None
    look: Look = "text"
    choices: str = ""
    says: str = ""  # a hint where the box is entered
    between: tuple[str, str] | None = None  # the lowest and the highest number that it takes


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: rows of boxes from row 1 on, widths in characters, rows repeated at the head of each printed page.

    `lines`: by row (1-based), how many lines of text to leave room for, where a formula's text is not known yet.
    """

    name: str
    rows: tuple[tuple[Box, ...], ...]
    widths: tuple[int, ...]
    head_row: int = 0
    lines: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FillIn:
    """A workbook to fill in; the title is what a screen reader announces. `names`: (name, range) of named ranges."""

    title: str
    author: str
    dated: date
    pages: tuple[Page, ...]
    names: tuple[tuple[str, str], ...] = ()


def quoted(name: str) -> str:
    """Return a sheet's name as it stands in a formula.

    >>> quoted("My levels")
    "'My levels'"
    """
    return "'" + name.replace("'", "''") + "'"


def at(row: int, column: int, page: str = "") -> str:
    """Return the address of a cell, ROW 1-based and COLUMN 0-based, fixed in both directions.

    >>> at(4, 2), at(4, 2, "My levels")
    ('$C$4', "'My levels'!$C$4")
    """
    place = f"${column_letters(column)}${row}"
    return f"{quoted(page)}!{place}" if page else place


def span(first: tuple[int, int], last: tuple[int, int], page: str = "") -> str:
    """Return a range of cells by row (1-based) and column (0-based), both ends included."""
    ends = f"{at(*first)}:{at(*last)}"
    return f"{quoted(page)}!{ends}" if page else ends


def write(book: FillIn) -> bytes:
    """Return the bytes of BOOK as xlsx."""
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.workbook.properties import CalcProperties

    made = Workbook()
    made.remove(made.active)
    made.properties.title, made.properties.creator, made.properties.language = book.title, book.author, "en-GB"
    made.calculation = CalcProperties(fullCalcOnLoad=True)
    styles: dict[Look, Any] = {}
    for page in book.pages:
        _page(made.create_sheet(page.name[:31]), page, styles)
    for name, cells in book.names:
        made.defined_names[name] = DefinedName(name, attr_text=cells)
    held = io.BytesIO()
    made.save(held)
    return without_times(held.getvalue(), book.dated)


def without_times(content: bytes, dated: date) -> bytes:
    """Return an xlsx or docx with the day DATED in place of every time: the same text is then the same file."""
    held = io.BytesIO()
    stamp = f"{dated.isoformat()}T00:00:00Z".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in parts.infolist():
            data = parts.read(info)
            if info.filename == "docProps/core.xml":
                data = _STAMP.sub(rb"\g<1>" + stamp, data)
            packed.writestr(zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _page(sheet: Any, page: Page, styles: dict[Look, Any]) -> None:
    for column, width in enumerate(page.widths):
        sheet.column_dimensions[column_letters(column)].width = width
    room = dict(page.lines)
    for row, boxes in enumerate(page.rows, 1):
        for column, box in enumerate(boxes):
            _fill(sheet.cell(row, column + 1), box, styles)
            if box.choices or box.says or box.between:
                _offer(sheet, f"{column_letters(column)}{row}", box)
        lines = max(room.get(row, 1), *(_lines(box, page.widths[n]) for n, box in enumerate(boxes)), 1)
        size = max((_SIZES.get(box.look, 12) for box in boxes), default=12)
        sheet_pages.set_height(sheet, row, lines * _LINE * size / 12 + 4)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # a person may widen what is too narrow
    sheet.sheet_view.showGridLines = False
    sheet_pages.set_up(sheet, page.head_row)
    if page.head_row:
        sheet.freeze_panes = f"A{page.head_row + 1}"


def _lines(box: Box, width: int) -> int:
    """Return how many lines the text of BOX takes, wrapped between words in a column of WIDTH characters."""
    if not isinstance(box.value, str):
        return 1
    return sheet_pages.lines(box.value, width, _SIZES.get(box.look, 12), is_bold=box.look in _BOLD)


def lines_for(texts: Sequence[str], width: int) -> int:
    """Return how many lines the longest of TEXTS takes in a column of WIDTH characters."""
    return max((_lines(Box(text), width) for text in texts), default=1)


def _fill(cell: Any, box: Box, styles: dict[Look, Any]) -> None:
    if box.look not in styles:
        cell.font, cell.fill, cell.border, cell.alignment, cell.protection = _style(box.look)
        styles[box.look] = cell._style
    cell._style = copy(styles[box.look])  # five parts looked up for each cell would take most of the time
    if isinstance(box.value, Formula):
        cell.value, cell.number_format = f"={box.value.text}", box.value.shown
    elif isinstance(box.value, str):
        cell.value = ""
        cell._value, cell.data_type = box.value, "s"  # past openpyxl's guess: a text is never a formula
    else:
        cell.value = box.value


def _style(look: Look) -> tuple[Any, ...]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    fill = PatternFill("solid", fgColor=_FILLS[look]) if look in _FILLS else PatternFill()
    side = Side("thin", color="76828F")
    border = Border(side, side, side, side) if look == "answer" else Border(bottom=side) if look == "head" else Border()
    font = Font(name=_FONT, size=_SIZES.get(look, 12), bold=look in _BOLD)
    wrapped = Alignment(wrap_text=look != "title", vertical="top", horizontal="left", indent=1)
    return font, fill, border, wrapped, Protection(locked=look != "answer")


def _offer(sheet: Any, place: str, box: Box) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if box.between is not None:
        low, high = box.between
        kind = "decimal" if "." in low + high else "whole"
        listed = DataValidation(kind, operator="between", formula1=low, formula2=high, allow_blank=True)
        listed.errorTitle, listed.error = "Not in the range", f"Enter a number from {low} to {high}."
    else:
        listed = DataValidation("list" if box.choices else None, formula1=box.choices or None, allow_blank=True)
        listed.errorTitle, listed.error = "Not on the list", "Choose one from the list."
    listed.showErrorMessage = bool(box.choices or box.between)
    if box.says:
        listed.showInputMessage, listed.promptTitle, listed.prompt = True, "What to enter", box.says[:255]
    listed.add(place)
    sheet.add_data_validation(listed)


def under_password(content: bytes, password: str) -> bytes:
    """Return an xlsx or docx sealed under PASSWORD, as office programs do it (ECMA-376, agile encryption)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    held = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, held)
    return held.getvalue()


def opened(content: bytes, password: str) -> bytes | None:
    """Return what lies under PASSWORD, None where it does not open it. Raises ValueError for what is no such file."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    held = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        file.load_key(password=password)
        file.decrypt(held)
    except (InvalidKeyError, DecryptionError):
        return None
    except (FileFormatError, ParseError, OSError) as fault:
        raise ValueError("no file under a password that can be read") from fault
    return held.getvalue()
