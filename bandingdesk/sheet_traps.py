"""Cells of an xlsx that hold something else than they show: formulas, merged cells, percentages.

The reader of `sheets` gives a formula's last result, a merged cell's value once, and 100 % as 1. Where a workbook is
a rule and not a list, each of them would be a guess; so they are found here, in the parts of the file itself.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_SHEET_LOCK = re.compile(rb"<(?:\w+:)?sheetProtection\s[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CELL = re.compile(rb"<(?:\w+:)?c\s([^<>]*[^/<>])>\s*(<(?:\w+:)?f[\s>/])?")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*ref="([A-Z0-9:]{1,20})"')
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_STYLE = re.compile(r"<(?:\w+:)?xf\s[^>]*>")
_PERCENTAGES = {9, 10}  # the two built in
MOST = 500  # traps named; more say nothing new


@dataclass(frozen=True, slots=True)
class Trap:
    """One such cell; CELL is its address (B7), for merged cells their area (B7:C8)."""

    what: Literal["formula", "merged", "percentage"]
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What an xlsx holds beside its cells: hidden sheets, sheets without a lock, and whether it has a macro."""

    hidden: tuple[str, ...] = ()
    unlocked: tuple[str, ...] = ()
    has_macros: bool = False


def beside(content: bytes) -> Beside:
    """Return what the xlsx in CONTENT holds beside its cells. CONTENT has been read by `sheets.read_bytes` before."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = set(parts.namelist())
        tags = (_attributes(tag[0]) for tag in _SHEET.finditer(parts.read("xl/workbook.xml")))
        hidden = tuple(html.unescape(tag.get("name", "")) for tag in tags if tag.get("state", "visible") != "visible")
        unlocked = tuple(sheet for sheet, part in _sheets(parts, names) if not _is_locked(parts.read(part)))
        has_macros = any(name.endswith("vbaProject.bin") or "/macrosheets/" in name for name in names)
    return Beside(hidden, unlocked, has_macros)


def _is_locked(xml: bytes) -> bool:
    found = _SHEET_LOCK.search(xml)
    return found is not None and _attributes(found[0]).get("sheet") in ("1", "true")


def is_xlsx(content: bytes) -> bool:
    """Say whether CONTENT, which `sheets.read_bytes` has read, is an xlsx and no other kind of workbook."""
    if not content.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "xl/workbook.xml" in parts.namelist()


def find(content: bytes) -> list[Trap]:
    """Return the traps of the xlsx in CONTENT, at most MOST, sheet by sheet; none of another kind of file.

    CONTENT has been read by `sheets.read_bytes` before, which refuses what unpacks to too much.
    """
    if not content.startswith(b"PK"):
        return []
    found: list[Trap] = []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = set(parts.namelist())
        styles = parts.read("xl/styles.xml").decode(errors="replace") if "xl/styles.xml" in names else ""
        percent = frozenset(_percentages(styles))
        for sheet, part in _sheets(parts, names):
            for trap in _traps(sheet, parts.read(part), percent):
                found.append(trap)
                if len(found) == MOST:
                    return found
    return found


def _sheets(parts: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each sheet's name and the part that holds it."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {}
    for tag in _RELATION.finditer(parts.read("xl/_rels/workbook.xml.rels")):
        about = _attributes(tag[0])
        targets[about.get("Id")] = about.get("Target", "")
    for tag in _SHEET.finditer(parts.read("xl/workbook.xml")):
        about = _attributes(tag[0])
        target = targets.get(next((about[key] for key in about if key.endswith(":id")), None), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in names:
            yield html.unescape(about.get("name", "")), part


def _attributes(tag: bytes) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(tag.decode(errors="replace")))


def _percentages(styles: str) -> Iterator[int]:
    """Yield the numbers of the cell styles that show a percentage."""
    shown = set(_PERCENTAGES)
    for tag in _FORMAT.findall(styles):
        about = dict(_ATTRIBUTE.findall(tag))
        if "%" in about.get("formatCode", ""):
            shown.add(_number(about.get("numFmtId")))
    start = styles.find("cellXfs")
    of_cells = styles[start : styles.find("cellXfs", start + 7)] if start >= 0 else ""
    for number, tag in enumerate(_STYLE.findall(of_cells)):
        if _number(dict(_ATTRIBUTE.findall(tag)).get("numFmtId")) in shown:
            yield number


def _number(text: str | None) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else -1


def _traps(sheet: str, xml: bytes, percent: frozenset[int]) -> Iterator[Trap]:
    for cell in _CELL.finditer(xml):
        about = _attributes(cell[1]) if cell[2] or b"s=" in cell[1] else {}
        if cell[2]:
            yield Trap("formula", sheet, about.get("r", "?"))
        elif about.get("t", "n") == "n" and _number(about.get("s")) in percent:
            yield Trap("percentage", sheet, about.get("r", "?"))
    for area in _MERGED.finditer(xml):
        yield Trap("merged", sheet, area[1].decode())
