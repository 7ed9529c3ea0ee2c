"""Workbooks as councils send them, made for tests: the untidy caseload, and files that should be refused."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

from bandingdesk import demo_caseload, sheets
from bandingdesk.demo_caseload import UntidyList

TODAY = date(2026, 11, 23)
SEED = 2026


def caseload(path: Path, count: int = 3300, seed: int = SEED, today: date = TODAY) -> UntidyList:
    """Write COUNT plans of SEED as an untidy workbook at PATH (xlsx) and return what stands in it."""
    made = demo_caseload.untidy(count, seed, today)
    notes = sheets.Sheet("Read me", [["Export of the invented case system"], ["Do not edit the first five rows"]])
    path.write_bytes(sheets.write_xlsx([made.sheet, notes]))
    return made


def encrypted(path: Path, password: str = "rowan") -> None:
    """Write a workbook that asks for PASSWORD at PATH (ECMA-376 agile encryption)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(
        sheets.write_xlsx([sheets.Sheet("Plans", [["Surname", "Forename"], ["Rowan-017", "Testpupil"]])])
    )
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt(password, out)


def blank_rows(path: Path, rows: int = 1_048_576, first: str = "") -> None:
    """Write a workbook at PATH whose ROWS rows all have a formatted cell; only A1 holds something, FIRST."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(2, rows + 1))
    top = f'<c r="A1" t="inlineStr"><is><t>{first}</t></is></c>' if first else '<c r="A1" s="1"/>'
    _with_rows(path, f'<row r="1">{top}</row>{cells}')


def far_cell(path: Path) -> None:
    """Write a workbook at PATH whose last possible cell holds a blank: 17 thousand million cells to the reader."""
    low = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
    _with_rows(path, f'<row r="1"><c r="A1"><v>1</v></c></row>{low}')


def ods(path: Path, rows: list[list[str]], blank_below: int = 1_000_000) -> None:
    """Write an OpenDocument sheet at PATH with ROWS and, as such programs do, one repeated blank row below."""
    body = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    body += f'<table:table-row table:number-rows-repeated="{blank_below}"><table:table-cell/></table:table-row>'
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Plans">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:x"/>')
        parts.writestr("content.xml", content)


def _with_rows(path: Path, rows: str) -> None:
    """Write a workbook at PATH whose sheet holds the XML of ROWS, everything else as openpyxl writes it."""
    plain = sheets.write_xlsx([sheets.Sheet("Plans", [["x"]])])
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
                content = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
            new.writestr(name, content)
