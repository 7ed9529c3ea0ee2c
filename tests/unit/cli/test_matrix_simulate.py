"""`bandingdesk framework simulate` from outside: figures that add up, who moves, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import resources, sheets
from bandingdesk.cli import main
from bandingdesk.matrix.whatif.applied import apply
from bandingdesk.matrix.whatif.scenario import read_scenario
from tests.support.caseloads import by_evaluator, random_caseload
from tests.support.frameworks import framework, tariff

NAME, TARIFF = "exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json"
FW = str(resources.shipped(f"frameworks/{NAME}"))
MONEY = str(resources.shipped(f"frameworks/{TARIFF}"))
SCENARIO = {
    "schema": "banding-scenario/1",
    "id": "s1",
    "name": "Band 5 from 105, and 2.5 % more",
    "date": "2026-11-23",
    "framework": "exampleshire-send",
    "changes": [
        {"kind": "threshold", "band": "B5", "from": 105},
        {"kind": "uplift", "millionths": 25000, "rounding": "half_up", "round_to": 1000},
    ],
}


def call(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    code = main.main(["--json", "framework", "simulate", FW, "--tariff", MONEY, *words], stdout=out, stderr=out)
    text = out.getvalue()
    return code, json.loads(text[text.index("{") :])


@pytest.fixture
def cases(tmp_path: Path) -> str:
    """Two hundred cases of two schools as a CSV file."""
    own = random_caseload(framework(NAME), 200, 8, low=True)
    rows: list[list[sheets.Cell]] = [["case", "school", *own.strands, "setting", "phase"]]
    for n in range(len(own)):
        given = own.profile(n)
        place = own.groups["school"].codes[n]
        school = own.groups["school"].values[place] if place >= 0 else ""
        rows.append([own.cases[n], school, *given["levels"].values(), *given["context"].values()])
    path = tmp_path / "cases.csv"
    path.write_text(sheets.csv_text(rows), encoding="utf-8")
    return str(path)


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(SCENARIO), encoding="utf-8")
    return str(path)


def test_every_figure_is_the_sum_over_the_cases(cases: str, scenario: str) -> None:
    code, found = call("--cases", cases, "--scenario", scenario)
    assert code == 0
    own = random_caseload(framework(NAME), 200, 8, low=True)
    draft = apply(framework(NAME), tariff(TARIFF), read_scenario(json.dumps(SCENARIO).encode(), "s"))
    for side, definitions in (("before", (framework(NAME), tariff(TARIFF))), ("after", draft)):
        each = by_evaluator(*definitions, own)
        assert found["totals"][side]["pence"] == sum(each.pence)
        bands = {line["band"]: line[side]["children"] for line in found["by_band"]}
        assert {band: n for band, n in bands.items() if n} == {band: each.rows.count(band) for band in set(each.rows)}
    for line in (found["totals"], *found["by_band"], *found["by_setting"], *found["by_phase"], *found["cells"]):
        for name, change in line["change"].items():
            assert line["before"][name] + change == line["after"][name]
    for part in ("by_band", "by_setting", "by_phase", "cells"):
        assert sum(line["change"]["pence"] for line in found[part]) == found["totals"]["change"]["pence"]
    whole = found["winners_and_losers"]["whole"]
    assert whole["gained"] - whole["lost"] == found["totals"]["change"]["pence"]
    for swings in found["winners_and_losers"]["by"].values():
        assert sum(swing["children"] for swing in swings) == 200
        assert sum(swing["gained"] - swing["lost"] for swing in swings) == found["totals"]["change"]["pence"]
    assert set(found["winners_and_losers"]["by"]) == {"setting", "school"}
    assert sum(line["children"] for line in found["transitions"]) == 200


def test_small_counts_are_marked(cases: str) -> None:
    _, found = call("--cases", cases)
    assert any(cell["small"] for cell in found["cells"])
    for cell in found["cells"]:
        assert cell["small"] == (0 < cell["before"]["children"] < 6)


def test_without_a_scenario_nobody_moves(cases: str) -> None:
    code, found = call("--cases", cases)
    assert (code, found["movers"], found["scenario"], found["range"]) == (0, 0, None, None)
    assert found["totals"]["before"] == found["totals"]["after"]


def test_who_moves_is_written_case_by_case(cases: str, scenario: str, tmp_path: Path) -> None:
    path = tmp_path / "movers.csv"
    _, found = call("--cases", cases, "--scenario", scenario, "--out", str(path))
    lines = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert len(lines) == found["movers"]
    assert sum(int(line["change"]) for line in lines) == found["totals"]["change"]["pence"]
    code, refused = call("--cases", cases, "--out", str(path))
    assert code == 3
    assert "error" in refused


def test_a_range_is_given_with_its_sentence(cases: str, tmp_path: Path) -> None:
    path = tmp_path / "spread.json"
    shares = {"down": 50, "same": 900, "up": 50}
    path.write_text(json.dumps({"schema": "banding-spread/1", "source": "invented", "all_strands": shares}))
    _, found = call("--cases", cases, "--spread", str(path))
    assert found["range"]["pence"]["low"] < found["range"]["pence"]["expected"] < found["range"]["pence"]["high"]
    assert "another careful rater" in found["range"]["sentence"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"framework": "other"},
        {"changes": [{"kind": "threshold", "band": "B99", "from": 1}]},
        {"changes": [{"kind": "threshold", "band": "B5"}]},
    ],
)
def test_a_scenario_that_does_not_fit_is_refused(cases: str, tmp_path: Path, wrong: dict[str, Any]) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps({**SCENARIO, **wrong}), encoding="utf-8")
    code, found = call("--cases", cases, "--scenario", str(path))
    assert code == 3
    assert found["error"]["code"] == "FW-32"
    assert found["error"]["where"] == {"file": str(path)}


def test_winners_losers_and_those_without_an_amount_add_up_to_the_change(tmp_path: Path) -> None:
    """Exampleshire refers a case above 360 points: a heavier weight takes some out of the amounts altogether."""
    strands = [strand.id for strand in framework(NAME).strands]
    lines = [f"C{n},{','.join(['4'] * 7 + [str(n % 6)] * 5)},main,ks12,S" for n in range(60)]
    path = tmp_path / "cases.csv"
    path.write_text("\n".join([f"case,{','.join(strands)},setting,phase,school", *lines]) + "\n")
    change = {"kind": "weight", "strand": "vision", "weight": 4}
    (tmp_path / "s.json").write_text(json.dumps({**SCENARIO, "changes": [change]}))
    _, found = call("--cases", str(path), "--scenario", str(tmp_path / "s.json"))
    swings = found["winners_and_losers"]
    for whole in (swings["whole"], *swings["by"]["setting"], *swings["by"]["school"]):
        if whole["children"] == 60:
            assert whole["unknown"] > 0
            parts = whole["gained"] - whole["lost"] + whole["unknown_pence"]
            assert parts == found["totals"]["change"]["pence"]


def test_rows_that_do_not_fit_are_set_aside_and_said(cases: str) -> None:
    path = Path(cases)
    lines = path.read_text(encoding="utf-8").splitlines()
    head, _, rest = lines[1].partition(",")
    lines[1] = f"{head},{rest.partition(',')[0]},99,{rest.partition(',')[2].partition(',')[2]}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, found = call("--cases", cases)
    assert code == 1
    assert found["cases"] == {"counted": 199, "left_out": {}, "set_aside": 1}


def test_people_read_a_table(cases: str, scenario: str) -> None:
    out = io.StringIO()
    words = ["framework", "simulate", FW, "--tariff", MONEY, "--cases", cases, "--scenario", scenario]
    assert main.main(words, stdout=out, stderr=out) == 0
    assert "Nothing was changed" in out.getvalue()
    assert "Band 5" in out.getvalue()
