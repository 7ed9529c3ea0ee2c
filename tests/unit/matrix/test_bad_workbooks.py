"""Damages that workbooks come with, each with the message its author reads; what can be understood is understood."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from bandingdesk import sheets
from bandingdesk.matrix import files
from bandingdesk.matrix.files import Bundle, FrameworkInvalidError
from bandingdesk.matrix.workbook import reading as workbook_reading
from bandingdesk.matrix.workbook import writing as workbook
from bandingdesk.sheets import Cell, Sheet
from tests.support.frameworks import read, small

COUNT = {"kind": "count_at_least", "level": 3, "n": 2}
WHEN = {"kind": "all", "of": [COUNT, {"kind": "not", "of": {"kind": "strand_at_least", "strand": "c", "level": 2}}]}
TARIFF = {
    "framework": "small", "year": "2026-27", "period": "year", "rounding": "none",
    "rows": [{"band": f"B{n}", "pence": n * 149400} for n in (1, 2, 3)],
}  # fmt: skip

Rows = dict[str, list[list[Cell]]]


def bundle() -> Bundle:
    definition = small(
        adjust=[{"kind": "move", "id": "U", "by": 1, "when": WHEN, "why": "Needs act on each other"}],
        tests=[{"id": "T", "levels": {"a": 4, "b": 1, "c": 0}, "expect": {"band": "B2"}, "source": "made up"}],
    )
    definition["strands"][0]["levels"][3]["descriptors"] = [{"id": "a.3.a", "text": {"default": "Much"}}]
    file = files.check_framework_file({"definition": definition, "life": {"status": "draft"}})[0]
    assert file is not None
    return Bundle(file, (files.read_tariff(json.dumps(TARIFF).encode(), "t"),))


def rows() -> Rows:
    """Return the cells of the good workbook by sheet."""
    return {sheet.name: sheet.rows for sheet in sheets.read_bytes(workbook.write(bundle()), "good.xlsx")}


def saved(made: Rows) -> bytes:
    return sheets.write_xlsx([Sheet(name, cells) for name, cells in made.items()])


def faults(data: bytes) -> list[str]:
    with pytest.raises(FrameworkInvalidError) as caught:
        workbook_reading.read(data, "bad.xlsx")
    return [problem.text() for problem in caught.value.problems]


def put(made: Rows, sheet: str, row: int, title: str, value: Cell) -> None:
    """Set the cell of SHEET, row ROW (as a person counts), in the column TITLE."""
    made[sheet][row - 1][made[sheet][0].index(title)] = value


def item(made: Rows, title: str, value: Cell) -> int:
    """Set the item TITLE of the sheet meta and return its row."""
    row = next(n for n, cells in enumerate(made["meta"]) if cells[0] == title)
    made["meta"][row][1] = value
    return row + 1


def test_the_good_workbook_is_good() -> None:
    assert workbook_reading.read(saved(rows()), "good.xlsx") == bundle()


@pytest.mark.parametrize(
    ("sheet", "row", "title", "value", "message"),
    [
        pytest.param(
            "strands", 2, "id", "\u201ca\u201d",
            'sheet "strands", row 2, column "id": found the text "\u201ca\u201d", '
            "expected the id without quotation marks: a.", id="smart quotes in an id",
        ),
        pytest.param(
            "decision", 3, "to", date(2026, 10, 14),
            'sheet "decision", row 3, column "to": found the date 14 October 2026, expected a whole number '
            "(a spreadsheet turns 10-14 into a date: write one number a cell).", id="a range that became a date",
        ),
        pytest.param(
            "decision", 3, "from", "0-4",
            'sheet "decision", row 3, column "from": found the text "0-4", expected a whole number.',
            id="a range as text",
        ),
        pytest.param(
            "bands", 2, "id", date(2026, 1, 2),
            'sheet "bands", row 2, column "id": found the date 2 January 2026, expected text: set the cell\'s format '
            "to Text, then type it again (a spreadsheet turns 10-14 or 1/2 into a date).",
            id="an id that became a date",
        ),
        pytest.param(
            "bands", 3, "id", "B1",
            'sheet "bands", row 3, column "id": found the band "B1" again (the first is at sheet "bands", row 2, '
            'column "id"), expected each of them once.', id="a duplicate id",
        ),
        pytest.param(
            "points", 3, "strand", "birch",
            'sheet "points", row 3, column "strand": found "birch", expected a strand (a, b, c).',
            id="an unknown strand in points",
        ),
        pytest.param(
            "levels", 4, "strand", "apple",
            'sheet "levels", row 4, column "strand": found "apple", expected an id of the sheet strands (a, b, c).',
            id="an unknown strand in levels",
        ),
        pytest.param(
            "levels", 4, "level", 1,
            'sheet "levels", row 4, column "level": found the level "1" again (the first is at sheet "levels", row 3, '
            'column "level"), expected each of them once.', id="two levels with one number",
        ),
        pytest.param(
            "descriptors", 2, "level", 7,
            'sheet "descriptors", row 2, column "level": found level 7, expected a level of a on the sheet levels '
            "(0, 1, 2, 3, 4).", id="an unknown level",
        ),
        pytest.param(
            "values", 2, "£", "1,494",
            'sheet "values", row 2, column "£": found the text "1,494", expected an amount without a comma: '
            "write 1494 or 1494.00.", id="money with a comma",
        ),
        pytest.param(
            "values", 2, "£", Decimal("1494.505"),
            'sheet "values", row 2, column "£": found the number 1494.505, expected pounds and whole pence, '
            "such as 1494.50.", id="half a penny",
        ),
        pytest.param(
            "points", 2, "level 4", None,
            'sheet "points", row 2, column "level 4": found an empty cell, expected the points of level 4: '
            "a has this level.", id="a points row too short",
        ),
        pytest.param(
            "points", 4, "level 3", 9,
            'sheet "points", row 4, column "level 3": found a value, expected an empty cell: c has no level 3.',
            id="a points row too long",
        ),
        pytest.param(
            "points", 2, "level 4", "1,000",
            'sheet "points", row 2, column "level 4": found the text "1,000", expected a whole number without a comma: '
            "write 1000.", id="a number with a comma",
        ),
        pytest.param(
            "points", 2, "level 4", "15%",
            'sheet "points", row 2, column "level 4": found the text "15%", expected a whole number, '
            "not a percentage.", id="a percentage as text",
        ),
        pytest.param(
            "points", 2, "level 4", Decimal("0.15"),
            'sheet "points", row 2, column "level 4": found the number 0.15, expected a whole number '
            "(a percentage or a part is not).", id="a percentage as a number",
        ),
        pytest.param(
            "strands", 2, "name", None,
            'sheet "strands", row 2, column "name": found an empty cell, expected a value.', id="a blank required cell",
        ),
        pytest.param(
            "strands", 2, "optional", "maybe",
            'sheet "strands", row 2, column "optional": found the text "maybe", expected yes or no.', id="no boolean",
        ),
        pytest.param(
            "bands", 2, "name", True,
            'sheet "bands", row 2, column "name": found the switch TRUE, expected text: set the cell\'s format to '
            "Text, then type it again (a spreadsheet keeps TRUE and FALSE as switches).",
            id="a switch where text belongs",
        ),
        pytest.param(
            "bands", 2, "rank", True,
            'sheet "bands", row 2, column "rank": found the switch TRUE, expected a whole number.',
            id="a switch where a number belongs",
        ),
        pytest.param(
            "tariffs", 2, "rounding", "nearest",
            'sheet "tariffs", row 2, column "rounding": found the text "nearest", expected one of: half up, half even, '
            "down, up, none.", id="an unknown choice",
        ),
        pytest.param(
            "rules", 2, "points", 5,
            'sheet "rules", row 2, column "points": found a value, expected an empty cell: a move has none.',
            id="a value another kind of rule has",
        ),
        pytest.param(
            "rules", 3, "indent", 3,
            'sheet "rules", row 3, column "indent": found indent 3, expected a number from 1 to 1.',
            id="a step too deep",
        ),
        pytest.param(
            "rules", 5, "indent", 1,
            'sheet "rules", row 4, column "when": found an empty cell, expected a value.', id="a not without its part",
        ),
        pytest.param(
            "rules", 3, "how many", 9,
            'sheet "rules", row 3, column "how many": found 9, expected at most 3, the number of strands.',
            id="a count that can't be reached",
        ),
        pytest.param(
            "tests", 2, "level: b", 8,
            'sheet "tests", row 2, column "level: b": found level 8, expected one of the strand\'s levels '
            "(0, 1, 2, 3, 4).", id="a test with an unknown level",
        ),
    ],
)  # fmt: skip
def test_a_damaged_cell_is_named_with_what_was_found_and_expected(
    sheet: str, row: int, title: str, value: Cell, message: str
) -> None:
    made = rows()
    put(made, sheet, row, title, value)
    found = faults(saved(made))
    assert found[0] == message
    assert len(found) <= (4 if "again" in message else 2), found  # what was renamed is missed where it was named


@pytest.mark.parametrize(
    ("title", "value", "message"),
    [
        ("in force from", "01/04/2026",
         'found the text "01/04/2026", expected year, month and day as 2026-04-01: the day and the month could be '
         "taken for each other."),
        ("in force from", "2026-02-30", 'found the text "2026-02-30", expected a day that is in the calendar.'),
        ("version", Decimal("2026.1"),
         "found the number 2026.1, expected text: set the cell's format to Text, then type it again "
         "(a spreadsheet turns 2026.10 into 2026.1)."),
        ("version", 10,
         "found the number 10, expected text: set the cell's format to Text, then type it again "
         "(a spreadsheet turns 010 into 10)."),
        ("another band may be decided", None, "found an empty cell, expected a value."),
        ("format", "banding/2", "found the text \"banding/2\", expected 'banding/1'."),
    ],
)  # fmt: skip
def test_a_damaged_item_of_meta_is_named(title: str, value: Cell, message: str) -> None:
    made = rows()
    row = item(made, title, value)
    assert faults(saved(made)) == [f'sheet "meta", row {row}, column "{title}": {message}']


def _spaces(made: Rows) -> None:
    put(made, "strands", 2, "id", " a ")
    put(made, "strands", 2, "name", "Apple\u00a0 ")


def _text_numbers(made: Rows) -> None:
    put(made, "points", 2, "level 4", "4")
    put(made, "values", 2, "£", " £1494.00 ")


def _blank_rows(made: Rows) -> None:
    for sheet in ("levels", "rules", "bands"):
        made[sheet].insert(3, [None] * len(made[sheet][0]))


def _own_notes(made: Rows) -> None:
    made["notes of mine"] = [["call Pat"]]
    for n, cells in enumerate(made["bands"]):
        cells.append("Notes" if n == 0 else f"remark {n}")


def _switches(made: Rows) -> None:
    item(made, "another band may be decided", True)
    put(made, "strands", 2, "optional", "NO")


def _date_cell(made: Rows) -> None:
    item(made, "in force from", date(2026, 4, 1))


def _titles(made: Rows) -> None:
    made["bands"][0] = [str(title).upper() + " " for title in made["bands"][0]]
    made["Levels "] = made.pop("levels")


def _moved_columns(made: Rows) -> None:
    made["bands"] = [list(reversed(cells)) for cells in made["bands"]]


def _without_optional(made: Rows) -> None:
    for sheet in ("areas", "crosswalks", "wording", "form", "notes"):
        del made[sheet]


@pytest.mark.parametrize(
    "change",
    [
        _spaces,
        _text_numbers,
        _blank_rows,
        _own_notes,
        _switches,
        _date_cell,
        _titles,
        _moved_columns,
        _without_optional,
    ],
)
def test_what_can_only_mean_one_thing_is_understood(change: Callable[[Rows], None]) -> None:
    made = rows()
    change(made)
    assert workbook_reading.read(saved(made), "good.xlsx") == bundle()


def test_a_stray_column_and_a_value_below_no_title_are_named() -> None:
    made = rows()
    for n, cells in enumerate(made["bands"]):
        cells += ["colour", "red"] if n == 0 else ["x", None]
    made["bands"][0][-1] = None
    made["bands"][2][-1] = "here"
    width = len(made["bands"][0])
    assert faults(saved(made)) == [
        'sheet "bands", row 1, column "colour": found the unknown column F, expected a column of this sheet, or a '
        "title that begins with notes, which is not read.",
        f'sheet "bands", row 3, column "{sheets.column_letters(width - 1)}": found a value below an empty title, '
        "expected a title in row 1.",
    ]


def test_a_missing_sheet_and_an_extra_one_are_named() -> None:
    made = rows()
    del made["points"]
    made["Sheet1"] = [["x"]]
    found = faults(saved(made))
    assert (
        'sheet "points": found no such sheet, expected this sheet with its header row, even where nothing stands '
        "below it." in found
    )
    assert (
        'sheet "Sheet1": found an unknown sheet, expected only the sheets of the format; a sheet whose name begins '
        "with notes is not read." in found
    )


def test_formulas_merged_cells_and_percentages_are_named() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook.write(bundle())))
    book["points"]["D2"] = "=1-1"
    book["points"]["E2"].number_format = "0%"
    book["bands"].merge_cells("B3:B4")
    held = io.BytesIO()
    book.save(held)
    found = faults(held.getvalue())
    assert (
        'sheet "points", row 2, column "level 0": found a formula in D2, expected a value: copy the cell and paste it '
        "as a value." in found
    )
    assert (
        'sheet "points", row 2, column "level 1": found a number shown as a percentage in E2, expected a plain number: '
        "set the cell's format to General or Text." in found
    )
    assert (
        'sheet "bands", row 3, column "name": found merged cells in B3:B4, expected one value a cell: unmerge them and '
        "fill in each." in found
    )


def test_all_faults_are_named_at_once_and_in_the_order_of_the_file() -> None:
    made = rows()
    item(made, "in force from", "1/4/26")
    put(made, "strands", 3, "name", None)
    put(made, "bands", 2, "rank", "first")
    put(made, "points", 2, "level 1", None)
    put(made, "decision", 4, "band", "B9")
    put(made, "values", 3, "£", "2,988")
    put(made, "tests", 2, "band", "B8")
    with pytest.raises(FrameworkInvalidError) as caught:
        workbook_reading.read(saved(made), "bad.xlsx")
    problems = caught.value.problems
    assert [(problem.sheet, problem.column) for problem in problems] == [
        ("meta", "in force from"),
        ("strands", "name"),
        ("bands", "rank"),
        ("points", "level 1"),
        ("decision", "band"),
        ("tests", "band"),
        ("values", "£"),
    ]
    assert caught.value.where.as_json() == {
        "file": "bad.xlsx", "sheet": "meta", "row": problems[0].row, "column": "in force from",
        "field": problems[0].path,
    }  # fmt: skip
    assert "faults: 7" in caught.value.text()


def test_another_kind_of_workbook_is_refused(tmp_path: object) -> None:
    from pathlib import Path

    from tests.support import workbooks

    path = Path(str(tmp_path)) / "old.ods"
    workbooks.ods(path, [["id"]])
    assert faults(path.read_bytes()) == [
        "$: found a workbook of another kind, expected an .xlsx workbook: open it and save it as one."
    ]


def test_json_and_workbook_are_told_apart_by_what_they_hold() -> None:
    made = bundle()
    assert workbook_reading.read_any(workbook.write(made), "anything") == made
    assert workbook_reading.read_any(json.dumps(small()).encode(), "anything").file.definition == read(small())


def test_a_title_of_any_length_is_shown_in_short() -> None:
    made = rows()
    made["bands"][0].append("x" * 5000)
    with pytest.raises(FrameworkInvalidError) as caught:
        workbook_reading.read(saved(made), "bad.xlsx")
    (problem,) = caught.value.problems
    assert problem.column == "x" * 100
    assert len(problem.text()) < 400


def test_a_level_without_its_number_is_not_among_those_that_can_be_named() -> None:
    made = rows()
    put(made, "levels", 2, "level", None)
    with pytest.raises(FrameworkInvalidError) as caught:
        workbook_reading.read(saved(made), "bad.xlsx")
    assert not [problem for problem in caught.value.problems if "None" in problem.expected]
