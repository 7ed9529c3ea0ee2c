"""The workbook of a framework: what an author sees, and that nothing is lost on the way to JSON and back."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from bandingdesk import resources, sheets
from bandingdesk.matrix import files, tariff_references
from bandingdesk.matrix.files import Bundle
from bandingdesk.matrix.workbook import reading as workbook_reading
from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.matrix.workbook import writing as workbook
from tests.support.frameworks import SMALL, small

FOLDER = resources.shipped("frameworks")
FRAMEWORKS = [path for path in sorted(FOLDER.rglob("*.json")) if "tariff" not in path.name and "form" not in path.name]


def bundle(path: Path) -> Bundle:
    """Return a shipped framework with every shipped tariff that is its own."""
    file = files.read_framework_file(path.read_bytes(), path.name)
    tariffs = [files.read_tariff(other.read_bytes(), other.name) for other in sorted(path.parent.glob("*tariff*.json"))]
    own = [tariff for tariff in tariffs if not tariff_references.problems(file.definition, tariff)]
    return Bundle(file, tuple(own))


def of(definition: dict[str, object]) -> Bundle:
    return Bundle(files.read_framework_file(json.dumps(definition).encode(), "test"))


@cache
def rows_of_small() -> dict[str, list[list[sheets.Cell]]]:
    definition = small(
        adjust=[
            {
                "kind": "move", "id": "U2", "by": 1, "why": "Needs act on each other",
                "when": {"kind": "any", "of": [
                    {"kind": "count_at_least", "level": 3, "n": 2},
                    {"kind": "not", "of": {"kind": "context", "context": "setting", "values": ["main", "special"]}},
                ]},
            }
        ]
    )  # fmt: skip
    return {sheet.name: sheet.rows for sheet in sheets.read_bytes(workbook.write(of(definition)), "small.xlsx")}


def cells(sheet: str, *titles: str) -> list[tuple[sheets.Cell, ...]]:
    rows = rows_of_small()[sheet]
    at = [rows[0].index(title) for title in titles]
    return [tuple(row[n] for n in at) for row in rows[1:]]


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.name)
def test_a_shipped_framework_comes_back_the_same_with_its_tariffs(path: Path) -> None:
    made = bundle(path)
    again = workbook_reading.read(workbook.write(made), "made.xlsx")
    assert again == made
    assert files.sha256(again.file.definition) == files.sha256(made.file.definition)


def test_the_sheets_are_the_fixed_ones_in_their_order() -> None:
    assert list(rows_of_small()) == [ws.NOTES, *(table.name for table in ws.TABLES)]


def test_a_condition_is_a_row_a_part_and_indented() -> None:
    titles = ("id", "rule", "by", "indent", "when", "at level", "how many", "context", "is one of")
    assert cells("rules", *titles) == [
        ("U2", "move", 1, 0, "any", None, None, None, None),
        (None, None, None, 1, "count at least", 3, 2, None, None),
        (None, None, None, 1, "not", None, None, None, None),
        (None, None, None, 2, "context", None, None, "setting", "main, special"),
    ]


def test_points_have_a_column_a_level_and_ragged_strands_leave_blanks() -> None:
    assert cells("points", "strand", "level 0", "level 2", "level 4") == [
        ("a", 0, 2, 4),
        ("b", 0, 2, 4),
        ("c", 0, 10, None),
    ]


def test_a_rung_has_from_and_to_in_two_columns() -> None:
    assert cells("decision", "kind", "band", "from", "to") == [
        ("thresholds", None, None, None),
        ("rung", "B1", 0, 4),
        ("rung", "B2", 5, 9),
        ("rung", "B3", 10, 18),
    ]


def test_headers_are_bold_frozen_and_explained_and_text_columns_keep_what_is_typed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(of(SMALL))))
    for table in ws.TABLES:
        page = book[table.name]
        assert page.freeze_panes == "B2"
        assert all(cell.font.bold for cell in page[1])
    bands = book["bands"]
    assert bands["C1"].comment.text == "orders the bands, lowest first; names may descend"
    assert bands.column_dimensions["A"].number_format == "@"  # "10-14" typed below the last row stays text
    assert bands["A2"].number_format == "@"
    assert bands["C2"].number_format == "General"
    offered = {rule.formula1 for rule in book["rules"].data_validations.dataValidation}
    assert '"case,group cap,addition,move,floor,cap,guard,add on"' in offered


def test_the_first_column_of_a_table_is_an_id() -> None:
    for table in ws.TABLES:
        if not table.is_transposed and table.name not in ("answers", "you said", "wording"):
            assert table.columns[0].kind == "id", table.name


def test_amounts_are_pounds_and_no_float() -> None:
    tariff = {
        "framework": "small", "year": "2026-27", "period": "year", "rounding": "none",
        "rows": [
            {"band": "B1", "pence": 149_401}, {"band": "B2", "pence": 10_000_000_000}, {"band": "B3", "pence": None},
        ],
    }  # fmt: skip
    made = of(SMALL)._replace(tariffs=(files.read_tariff(json.dumps(tariff).encode(), "t"),))
    data = workbook.write(made)
    values = next(sheet for sheet in sheets.read_bytes(data, "x.xlsx") if sheet.name == "values").rows
    at = values[0].index("£")
    assert [str(row[at]) for row in values[1:]] == ["1494.01", "100000000", "bespoke"]
    assert workbook_reading.read(data, "x.xlsx") == made


def test_a_list_that_no_cell_can_hold_is_refused_with_its_place() -> None:
    definition = small()
    text = {"default": "Much"}
    evidence = ["x" * 3999 + str(n) for n in range(9)]
    definition["strands"][0]["levels"][3]["descriptors"] = [{"id": "d", "text": text, "evidence": evidence}]
    with pytest.raises(workbook.CellTooLongError) as caught:
        workbook.write(of(definition))
    assert caught.value.where.as_json() == {"sheet": "descriptors", "row": 2, "column": "evidence"}
