"""`bandingdesk clock` from outside: the contract of the commands page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from bandingdesk.cli import main

EXAMPLES = Path(__file__).parents[2] / "data" / "clock_examples.csv"


def run(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    return main.main(list(words), stdout=out, stderr=io.StringIO()), out.getvalue()


def test_one_rule_as_json() -> None:
    code, text = run("clock", "PLAN.FINAL", "2026-01-05", "--json")
    document = json.loads(text)
    assert code == 0
    assert {key: document[key] for key in ("rule", "trigger", "latest", "internal_target")} == {
        "rule": "PLAN.FINAL", "trigger": "2026-01-05", "latest": "2026-05-25", "internal_target": "2026-05-22",
    }  # fmt: skip
    assert document["provision"] == "SEND Regs r13(2)"
    assert document["steps"]


def test_one_rule_for_people() -> None:
    code, text = run("clock", "20w_from_request", "2026-01-05", "--convention", "B")
    assert code == 0
    assert "Sun 24 May 2026" in text


def test_a_table_is_written_with_what_was_computed() -> None:
    code, text = run("clock", "--csv", str(EXAMPLES))
    expected = {row["id"]: row["expected"] for row in csv.DictReader(EXAMPLES.read_text().splitlines())}
    assert code == 0
    assert {row["id"]: row["computed"] for row in csv.DictReader(io.StringIO(text))} == expected


def test_an_unknown_rule_is_a_row_error_and_not_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "rules.csv"
    path.write_text(
        "\ufeffid,rule,trigger,convention\n1,NOTHING,2026-01-05,A\n2,PLAN.NO,2026-01-05,A\n", encoding="utf-8"
    )
    code, text = run("clock", "--csv", str(path), "--json")
    rows = json.loads(text)["rows"]
    assert code == 1
    assert [row["computed"] for row in rows] == ["", "2026-04-27"]
    assert "LA-01" in rows[0]["error"]


def test_refusals(tmp_path: Path) -> None:
    assert run("clock", "NOTHING", "2026-01-05")[0] == 3
    assert run("clock", "PLAN.FINAL", "soon")[0] == 3
    assert run("clock", "PLAN.FINAL")[0] == 2
    assert run("clock")[0] == 2
    assert run("clock", "PLAN.FINAL", "--csv", str(EXAMPLES))[0] == 2
    assert run("clock", "--csv", str(tmp_path / "nowhere.csv"))[0] == 3
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, text = run("clock", "--csv", str(tmp_path / "other.csv"), "--json")
    assert (code, json.loads(text)["error"]["code"]) == (3, "LA-06")
