"""`framework convert`, and every verb on a workbook."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import resources, sheets
from bandingdesk.cli import main
from bandingdesk.matrix import files
from bandingdesk.matrix.workbook import reading as workbook_reading
from tests.support.frameworks import PAIRS

FW = str(resources.shipped("frameworks/exampleshire-2026.1.json"))
TARIFF = str(resources.shipped("frameworks/exampleshire-tariff-2026-27.json"))
FORM = {
    "schema": "banding-form/1", "framework": "exampleshire-send", "version": "1",
    "evidence": [{"id": "ep_report", "name": "Report of a psychologist"}],
    "questions": [{"id": "q1", "text": "What has helped so far?", "strand": "learning"}],
    "wording": [{"word": "strand", "one": "area", "many": "areas"}],
}  # fmt: skip


def call(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    code = main.main(["--json", *words], stdout=out, stderr=io.StringIO())
    return code, json.loads(out.getvalue())


@pytest.mark.parametrize(("name", "money"), PAIRS)
def test_a_shipped_framework_goes_to_a_workbook_and_back_with_its_tariff(name: str, money: str, tmp_path: Path) -> None:
    source, amounts = resources.shipped(f"frameworks/{name}"), resources.shipped(f"frameworks/{money}")
    book, back = tmp_path / "made.xlsx", tmp_path / "back.json"
    code, there = call("framework", "convert", str(source), str(book), "--tariff", str(amounts))
    assert (code, there["written"]) == (0, [str(book)])
    code, here = call("framework", "convert", str(book), str(back))
    assert code == 0
    assert here["framework"] == there["framework"]
    assert here["tariffs"] == there["tariffs"]
    again = files.read_framework_file(back.read_bytes(), "back")
    assert again == files.read_framework_file(source.read_bytes(), "source")
    beside = next(path for path in here["written"] if "-tariff-" in path)
    assert files.read_tariff(Path(beside).read_bytes(), "t") == files.read_tariff(amounts.read_bytes(), "t")


def test_a_form_goes_along(tmp_path: Path) -> None:
    form, book = tmp_path / "form.json", tmp_path / "made.xlsx"
    form.write_text(json.dumps(FORM), encoding="utf-8")
    code, there = call("framework", "convert", FW, str(book), "--form", str(form))
    assert code == 0
    code, here = call("framework", "convert", str(book), str(tmp_path / "back.json"))
    assert (code, here["form"]) == (0, there["form"])
    assert here["written"] == [str(tmp_path / "back.json"), str(tmp_path / "back-form.json")]
    made = files.read_form((tmp_path / "back-form.json").read_bytes(), "form")
    assert made.wording[0].many == "areas"
    assert files.sha256(made) == there["form"]["sha256"]


def test_two_tariffs_of_one_year_have_names_of_their_own(tmp_path: Path) -> None:
    source = str(resources.shipped("frameworks/herefordshire-2021.json"))
    both = [str(resources.shipped(f"frameworks/herefordshire-tariff-{kind}.json")) for kind in ("year", "term")]
    code, made = call(
        "framework", "convert", source, str(tmp_path / "h.json"), "--tariff", both[0], "--tariff", both[1]
    )
    assert code == 0
    assert len(set(made["written"])) == 3


def test_a_file_that_exists_is_left_unless_forced_and_nothing_else_is_written(tmp_path: Path) -> None:
    beside = tmp_path / "out-tariff-2026-27.json"
    beside.write_text("mine", encoding="utf-8")
    words = ("framework", "convert", FW, str(tmp_path / "out.json"), "--tariff", TARIFF)
    code, document = call(*words)
    assert (code, document["error"]["code"]) == (3, "IM-30")
    assert [path.name for path in tmp_path.iterdir()] == [beside.name]
    assert call(*words, "--force")[0] == 0
    assert files.read_tariff(beside.read_bytes(), "t").year == "2026-27"


def test_a_name_without_an_ending_that_says_the_format_is_refused(tmp_path: Path) -> None:
    code, document = call("framework", "convert", FW, str(tmp_path / "out.yaml"))
    assert (code, document["error"]["code"]) == (3, "FW-19")


def test_a_tariff_of_another_framework_is_refused_by_name(tmp_path: Path) -> None:
    other = str(resources.shipped("frameworks/southfield-tariff-2026-27.json"))
    code, document = call("framework", "convert", FW, str(tmp_path / "out.xlsx"), "--tariff", other)
    assert (code, document["error"]["code"], document["error"]["where"]["file"]) == (3, "FW-01", other)
    assert not list(tmp_path.iterdir())


def test_a_bad_workbook_says_where_in_the_error_object(tmp_path: Path) -> None:
    book = tmp_path / "made.xlsx"
    call("framework", "convert", FW, str(book), "--tariff", TARIFF)
    made = {sheet.name: sheet.rows for sheet in sheets.read_bytes(book.read_bytes(), "made.xlsx")}
    made["values"][1][made["values"][0].index("£")] = "1,494"
    book.write_bytes(sheets.write_xlsx([sheets.Sheet(name, rows) for name, rows in made.items()]))
    code, document = call("framework", "check", str(book))
    assert code == 3
    assert document["error"]["where"] == {
        "file": str(book), "sheet": "values", "row": 2, "column": "£", "field": "values!2!£",
    }  # fmt: skip
    assert document["error"]["problems"][0]["expected"] == "an amount without a comma: write 1494 or 1494.00"


def test_check_and_evaluate_take_a_workbook_with_its_only_tariff(tmp_path: Path) -> None:
    book, case = tmp_path / "made.xlsx", tmp_path / "case.json"
    call("framework", "convert", FW, str(book), "--tariff", TARIFF)
    assert call("framework", "check", str(book)) == call("framework", "check", FW, "--tariff", TARIFF)
    test = workbook_reading.read(book.read_bytes(), "made.xlsx").file.definition.tests[1]
    case.write_text(json.dumps({"case": "C", "levels": test.levels, "context": test.context}), encoding="utf-8")
    code, document = call("framework", "evaluate", str(book), "--case", str(case))
    assert (code, document["band"], document["pence"]) == (0, "B6", 1_095_000)


def test_a_device_that_never_ends_is_refused() -> None:
    code, document = call("framework", "check", "/dev/zero")
    assert (code, document["error"]["code"]) == (3, "FW-07")
