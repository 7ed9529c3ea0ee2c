"""Workbooks as councils send them, made for tests: the untidy caseload as xlsx, csv and ods, and broken files."""

from __future__ import annotations

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
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(
        sheets.write_xlsx([sheets.Sheet("Plans", [["Surname", "Forename"], ["Rowan-017", "Testpupil"]])])
    )
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt(password, out)


def blank_rows(path: Path, rows: int = 1_048_576) -> None:
    """Write a workbook at PATH whose ROWS rows all have cells and none holds anything."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet("Plans")
    cell = WriteOnlyCell(page)
    cell.font = Font(bold=True)
    for _ in range(rows):
        page.append([cell])
    book.save(path)
