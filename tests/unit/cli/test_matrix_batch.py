"""`bandingdesk framework batch` from outside: a caseload in, one result a case out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import resources, sheets
from bandingdesk.cli import main
from bandingdesk.matrix import evaluate, profile
from tests.support.frameworks import framework, scheme, small

NAME, TARIFF = "exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json"
FW = str(resources.shipped(f"frameworks/{NAME}"))
MONEY = str(resources.shipped(f"frameworks/{TARIFF}"))
STRANDS = [strand.id for strand in framework(NAME).strands]
TESTS = framework(NAME).tests


def call(*words: str) -> tuple[int, Any, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main.main(["--json", *words], stdout=out, stderr=err)
    return code, json.loads(out.getvalue()), err.getvalue()


def rows() -> list[list[sheets.Cell]]:
    """Every worked test of the framework as a row, with its school, which no rule reads."""
    header: list[sheets.Cell] = ["case", "school", *STRANDS, "setting", "phase"]
    made = [header]
    for test in TESTS:
        context = {"setting": "main", "phase": "ks12", **test.context}
        made.append(
            [test.id, "Elm (invented)", *(test.levels[s] for s in STRANDS), context["setting"], context["phase"]]
        )
    return made


def written(folder: Path, made: list[list[sheets.Cell]], suffix: str) -> str:
    path = folder / f"cases{suffix}"
    content = sheets.csv_text(made).encode() if suffix == ".csv" else sheets.write_xlsx([sheets.Sheet("cases", made)])
    path.write_bytes(content)
    return str(path)


def results(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_case_comes_out_as_the_evaluator_has_it(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / "results.csv"
    cases = written(tmp_path, rows(), suffix)
    code, document, _ = call("framework", "batch", FW, "--tariff", MONEY, "--in", cases, "--out", str(out))
    assert code == 0
    money = scheme(NAME, TARIFF)
    total = 0
    for row, test in zip(results(out), TESTS, strict=True):
        given = profile.of(test)
        whole = given._replace(context={"setting": "main", "phase": "ks12", **given.context})
        expected = evaluate.evaluate(money, whole)
        assert (row["case"], row["band"], row["kind"]) == (test.id, expected.band or "", expected.kind)
        assert (row["points"], row["pence"]) == (
            str(expected.points),
            str("" if expected.pence is None else expected.pence),
        )
        total += expected.pence or 0
    assert document["cases"] == len(TESTS) == sum(document["by_band"].values())
    assert document["pence_total"] == total
    assert document["seconds"] >= 0


def test_a_missing_rating_gives_the_range_that_the_framework_declares(tmp_path: Path) -> None:
    made = rows()[:2]
    made[1][2] = None
    out = tmp_path / "results.csv"
    code, document, _ = call("framework", "batch", FW, "--in", written(tmp_path, made, ".csv"), "--out", str(out))
    assert code == 0
    assert document["by_band"] == {"interval": 1}
    assert document["pence_total"] is None
    [row] = results(out)
    test = profile.of(TESTS[0])
    levels = {strand: level for strand, level in test.levels.items() if strand != STRANDS[0]}
    expected = evaluate.evaluate(scheme(NAME), test._replace(levels=levels))
    assert row["bands"] == " ".join(expected.bands)
    assert (row["band"], row["points"], row["pence"]) == ("", "", "")


def test_rows_with_a_fault_are_set_aside_and_named(tmp_path: Path) -> None:
    made = rows()[:5]
    made[1][2] = 9
    made[2][2] = "high"
    made[3][0] = made[4][0]
    out = tmp_path / "results.csv"
    code, document, err = call("framework", "batch", FW, "--in", written(tmp_path, made, ".csv"), "--out", str(out))
    assert code == 1
    assert document["set_aside"] == 3
    assert [row["case"] for row in results(out)] == [TESTS[3].id]
    assert f'Row 2, column {STRANDS[0]}: found "9", expected one of the levels 0, 1, 2, 3, 4, 5.' in err
    assert f'Row 3, column {STRANDS[0]}: found "high"' in err
    assert f'Row 5, column case: found "{TESTS[3].id}" again, as in row 4, expected each case once.' in err


def test_a_file_without_a_fitting_row_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    cases = written(tmp_path, [["name"], ["x"]], ".csv")
    code, document, _ = call("framework", "batch", FW, "--in", cases, "--out", str(out))
    assert code == 3
    assert document["error"]["code"] == "FW-40"
    assert "no column of this name" in document["error"]["message"]
    assert not out.exists()


def test_an_existing_file_is_kept_unless_force_is_given(tmp_path: Path) -> None:
    out = tmp_path / "results.csv"
    out.write_text("mine", encoding="utf-8")
    words = ("framework", "batch", FW, "--in", written(tmp_path, rows(), ".csv"), "--out", str(out))
    code, _, _ = call(*words)
    assert (code, out.read_text(encoding="utf-8")) == (3, "mine")
    assert call(*words, "--force")[0] == 0
    assert len(results(out)) == len(TESTS)


def test_an_amount_for_another_period_is_shown_and_not_added_up(tmp_path: Path) -> None:
    money = json.loads(Path(MONEY).read_text(encoding="utf-8"))
    for row in money["rows"]:
        if row["band"] == "B1":
            row |= {"period": "one_off", "pence": 5_000}
    own = tmp_path / "tariff.json"
    own.write_text(json.dumps(money), encoding="utf-8")
    out = tmp_path / "results.csv"
    cases = written(tmp_path, rows(), ".csv")
    _, whole, _ = call("framework", "batch", FW, "--tariff", MONEY, "--in", cases, "--out", str(tmp_path / "whole.csv"))
    code, document, err = call("framework", "batch", FW, "--tariff", str(own), "--in", cases, "--out", str(out))
    assert code == 0
    lowest = [row for row in results(out) if row["band"] == "B1"]
    assert {(row["pence"], row["period"]) for row in lowest} == {("5000", "one_off")}
    assert document["pence_total"] == whole["pence_total"]  # band 1 was worth nothing a year
    assert f"not in the total: {len(lowest)}." in err


def test_a_file_that_can_not_be_written_is_a_refusal_in_words(tmp_path: Path) -> None:
    path = written(tmp_path, rows(), ".csv")
    code, document, _ = call("framework", "batch", FW, "--in", path, "--out", str(tmp_path / "no folder" / "out.csv"))
    assert (code, document["error"]["code"]) == (3, "FW-28")
    code, document, _ = call("framework", "batch", FW, "--in", path, "--out", str(tmp_path), "--force")
    assert (code, document["error"]["code"]) == (3, "FW-28")


def test_a_band_without_an_amount_says_what_the_tariff_was_not_told(tmp_path: Path) -> None:
    made = rows()[:2]
    made[1][-1] = None  # the phase, which no rule of the framework reads
    path = written(tmp_path, made, ".csv")
    code, *_ = call("framework", "batch", FW, "--in", path, "--tariff", MONEY, "--out", str(tmp_path / "out.csv"))
    (line,) = results(tmp_path / "out.csv")
    assert (code, line["band"], line["pence"], line["reason"]) == (0, "B1", "", "No amount: phase is not given.")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_row_that_goes_on_beyond_the_headings_is_set_aside(tmp_path: Path, suffix: str) -> None:
    made = rows()[:3]
    made[1].append("slipped")
    path = written(tmp_path, made, suffix)
    code, document, said = call("framework", "batch", FW, "--in", path, "--out", str(tmp_path / "out.csv"))
    assert (code, document["cases"], document["set_aside"]) == (1, 1, 1)
    assert 'Row 2, column without a heading: found "slipped"' in said


def test_a_picked_band_without_a_descriptor_relied_on_is_left_open_as_for_one_case(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case,fit,descriptors\nA,1,fit.1.a\nB,1,fit.2.a\nC,1,\n")
    direct = str(resources.shipped("frameworks/southfield-best-fit-2026.json"))
    code, document, _ = call("framework", "batch", direct, "--in", str(path), "--out", str(tmp_path / "out.csv"))
    assert (code, document["by_band"]) == (0, {"T1": 1, "open": 2})
    assert [line["kind"] for line in results(tmp_path / "out.csv")] == ["indicative", "open", "open"]
    path.write_text("case,fit\nA,1\n")  # a list that says of nobody what was relied on was not asked for it
    call("framework", "batch", direct, "--in", str(path), "--out", str(tmp_path / "plain.csv"))
    assert [line["band"] for line in results(tmp_path / "plain.csv")] == ["T1"]


def test_a_profile_that_the_framework_forbids_is_left_open_with_its_reason(tmp_path: Path) -> None:
    definition = small(
        guards=[
            {
                "id": "G",
                "never": {"kind": "strand_at_least", "strand": "a", "level": 4},
                "action": "refuse",
                "why": "No.",
            }
        ]
    )
    (tmp_path / "fw.json").write_text(json.dumps(definition))
    (tmp_path / "cases.csv").write_text("case,a,b,c\nA,4,0,0\nB,0,0,0\n")
    words = ("--in", str(tmp_path / "cases.csv"), "--out", str(tmp_path / "out.csv"))
    code, document, _ = call("framework", "batch", str(tmp_path / "fw.json"), *words)
    forbidden, allowed = results(tmp_path / "out.csv")
    assert (code, forbidden["kind"], allowed["kind"]) == (0, "open", "indicative")
    assert forbidden["reason"]


def test_an_amount_beyond_all_measure_is_left_open_for_that_child_alone(tmp_path: Path) -> None:
    kind = "hourly-supplement"
    raw = json.loads(resources.shipped(f"frameworks/kinds/{kind}.json").read_bytes())["definition"]
    money = json.loads(resources.shipped(f"frameworks/kinds/{kind}-tariff-2026-27.json").read_bytes())
    numbers = [measure["id"] for measure in raw["measures"]]
    raw["decide"]["relied_on"] = "optional"
    definition = {**raw, "tests": [], "measures": [{**measure, "max": 1_000_000} for measure in raw["measures"]]}
    (tmp_path / "fw.json").write_text(json.dumps(definition))
    (tmp_path / "t.json").write_text(json.dumps({**money, "rows": [{**row, "rate": 10**9} for row in money["rows"]]}))
    header: list[sheets.Cell]
    huge: list[sheets.Cell]
    plain: list[sheets.Cell]
    header, huge, plain = (
        ["case", "level", *numbers],
        ["A", 4, *[1_000_000] * len(numbers)],
        ["B", 4, *[1] * len(numbers)],
    )
    files_ = (str(tmp_path / "fw.json"), "--tariff", str(tmp_path / "t.json"))
    path = written(tmp_path, [header, huge, plain], ".csv")
    code, document, _ = call("framework", "batch", *files_, "--in", path, "--out", str(tmp_path / "out.csv"))
    assert (code, document["by_band"]) == (0, {"H4": 1, "open": 1})
    assert "more than £100,000,000" in results(tmp_path / "out.csv")[0]["reason"]
    code, document, _ = call("framework", "simulate", *files_, "--cases", path)
    assert (code, document["totals"]["after"]["unpriced"]) == (0, 1)
