"""How a sheet looks on paper and how high its rows are: what all workbooks share that we write.

No spreadsheet program works out the height of a row when it opens a file, so it is estimated here. It stays free: the
row grows when somebody writes more into it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

_A4 = 9
_HIGHEST = 409  # points: no spreadsheet program has a higher row
# How wide Arial draws a letter, in parts of its size and a little generous; other letters and figures 0.56.
_EMS = {
    letter: ems
    for letters, ems in (("ijl.,:;'’|!", 0.26), ("ftrI()[]-/“”", 0.34), ("cksvxyzJ", 0.5), ("mwMW@%—", 0.87),
                         ("ABCDEFGHKLNOPQRSTUVXYZ&", 0.7))
    for letter in letters
}  # fmt: skip


def set_up(sheet: Any, head_row: int = 0) -> None:
    """Print SHEET on A4, landscape, all columns on one page, HEAD_ROW on every page, its name and the page below."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    edges = sheet.page_margins
    edges.left = edges.right = edges.top = 0.4  # inches: a wide sheet needs all of A4
    edges.bottom, edges.footer = 0.6, 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
    if head_row:
        sheet.print_title_rows = f"{head_row}:{head_row}"


def set_height(sheet: Any, row: int, points: float) -> None:
    """Make ROW (1-based) so many POINTS high. openpyxl would fix the height; a plain mapping is written as it is."""
    sheet.row_dimensions[row] = {"ht": f"{min(points, _HIGHEST):.1f}"}


def fit_height(sheet: Any, row: int, values: Iterable[object], widths: Iterable[float]) -> None:
    """Make ROW as high as its VALUES need in columns of WIDTHS, in 11 point text."""
    texts = ("" if value is None else str(value) for value in values)
    most = max((lines(text, width, 11) for text, width in zip(texts, widths, strict=False)), default=1)
    set_height(sheet, row, 15 * most)


def lines(words: str, width: float, size: int = 12, *, is_bold: bool = False) -> int:
    """Return how many lines WORDS take, broken between words, in a column of WIDTH characters.

    >>> lines("Needs an adult close by for much of the day.", 60), lines("Needs an adult close by", 10)
    (1, 3)
    """
    room = (width * 7 - 9) / (size * 4 / 3)  # 7 pixels a character, 4/3 of a pixel a point
    bold = 1.07 if is_bold else 1.0
    count = 0
    for line in words.split("\n"):
        count, used = count + 1, 0.0
        for word in line.split():
            long = bold * sum(_EMS.get(letter, 0.56) for letter in word)
            if used and used + long > room:
                count, used = count + 1, 0.0
            if long > room:  # a word longer than its column is broken
                count, long = count + math.ceil(long / room) - 1, long % room
            used += long + 0.28
    return count
