"""`bandingdesk framework` from outside: the contract of the commands page, section 3."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.cli import main
from tests.support.frameworks import small

FW = str(resources.shipped("frameworks/exampleshire-2026.1.json"))
TARIFF = str(resources.shipped("frameworks/exampleshire-tariff-2026-27.json"))


def call(*words: str) -> tuple[int, Any]:
    out, err = io.StringIO(), io.StringIO()
    code = main.main(["--json", *words], stdout=out, stderr=err)
    return code, json.loads(out.getvalue())


def text(*words: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main.main(list(words), stdout=out, stderr=err)
    return code, out.getvalue() + err.getvalue()


def case_file(folder: Path) -> str:
    test = next(t for t in json.loads(Path(FW).read_text(encoding="utf-8"))["definition"]["tests"] if t["id"] == "T02")
    case = {"case": "C-17", "levels": test["levels"], "context": test["context"], "evidence": {"attention": ["E12"]}}
    path = folder / "case.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["framework", "tariff", "form", "case", "result"])
def test_schema_prints_json_schema(name: str) -> None:
    code, document = call("framework", "schema", name)
    assert code == 0
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_check_of_a_good_file() -> None:
    code, document = call("framework", "check", FW, "--tariff", TARIFF)
    assert code == 0
    assert document["complete"] is True
    assert document["profiles"] == 6**12
    assert all(finding["answer"] for finding in document["findings"])
    assert document["adoptable"] is True
    assert document["tests"] == {"passed": 13, "failed": 0}
    assert document["framework"]["id"] == "exampleshire-send"


def test_check_of_a_faulty_ladder_exits_1_and_shows_a_witness(tmp_path: Path) -> None:
    definition = small()
    definition["decide"]["rows"][1]["from"] = 6
    path = tmp_path / "gap.json"
    path.write_text(json.dumps(definition), encoding="utf-8")
    code, document = call("framework", "check", str(path))
    assert code == 1
    assert [finding["code"] for finding in document["findings"] if finding["severity"] == "error"] == ["threshold_gap"]
    levels = document["findings"][0]["witness"]["levels"]
    assert levels["a"] + levels["b"] + 5 * levels["c"] == 5
    code, said = text("framework", "check", str(path))
    assert code == 1
    assert "error: threshold_gap at decide.rows[1]. No band covers 5, between Band 1 and Band 2." in said


def test_check_shows_the_answer_beside_its_finding_and_counts_the_children_of_a_caseload(tmp_path: Path) -> None:
    levels = dict.fromkeys(strand_ids(), 3) | {"learning": 4, "literacy": 4, "hearing": 3}
    path = tmp_path / "cases.csv"
    rows = [",".join(("case", *levels, "setting", "phase"))]
    rows += [",".join((f"C{n}", *map(str, levels.values()), "main", "ks12")) for n in range(3)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    code, document = call("framework", "check", FW, "--tariff", TARIFF, "--cases", str(path))
    assert code == 0
    cliffs = {finding["where"]: finding for finding in document["findings"] if finding["code"] == "cliff"}
    # 226 points with the cap and the addition, Band 8. Hearing at 4 adds 12: 238 is Band 9, and rule U2 makes it 10.
    # Self-care at 4 adds 8: 234 is still Band 8, so rule U2 makes it 9, one band up.
    assert cliffs["strands[9].levels[4]"]["children"] == 3
    assert cliffs["strands[11].levels[4]"]["children"] == 0
    code, said = text("framework", "check", FW, "--tariff", TARIFF, "--cliff", "500", "--cases", str(path))
    assert code == 0
    assert "answered: Wanted." in said
    assert "  3 of the children in the caseload" in said


def strand_ids() -> list[str]:
    return [strand["id"] for strand in json.loads(Path(FW).read_text(encoding="utf-8"))["definition"]["strands"]]


def test_check_of_an_unknown_key_exits_3_and_names_the_place(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(small(colour="red")), encoding="utf-8")
    code, document = call("framework", "check", str(path))
    assert code == 3
    assert document["error"]["code"] == "FW-01"
    assert document["error"]["where"] == {"file": str(path), "field": "colour"}
    assert document["error"]["kept"] == "Nothing of the file was taken over."


def test_a_file_that_is_not_there_exits_3(tmp_path: Path) -> None:
    code, document = call("framework", "check", str(tmp_path / "nothing.json"))
    assert code == 3
    assert document["error"]["code"] == "FW-07"


def test_evaluate_gives_the_result(tmp_path: Path) -> None:
    code, document = call("framework", "evaluate", FW, "--case", case_file(tmp_path), "--tariff", TARIFF)
    assert code == 0
    assert document == {"band": "B6", "points": 137, "pence": 1_095_000, "kind": "indicative", "bands": ["B6"]}
    code, said = text("framework", "evaluate", FW, "--case", case_file(tmp_path), "--tariff", TARIFF)
    assert (code, said) == (0, "Band 6, 137 points, £10,950 a year\n")


def test_evaluate_without_a_tariff_has_no_amount(tmp_path: Path) -> None:
    _, document = call("framework", "evaluate", FW, "--case", case_file(tmp_path))
    assert (document["band"], document["pence"]) == ("B6", None)


def test_explain_gives_the_whole_object(tmp_path: Path) -> None:
    code, document = call("framework", "evaluate", FW, "--case", case_file(tmp_path), "--tariff", TARIFF, "--explain")
    assert code == 0
    assert document["explains"]["case"] == "C-17"
    assert document["margin"] == {"points_to_next": 23, "points_to_previous": 8}
    assert document["steps"][2]["evidence"] == ["E12"]


def test_a_case_that_does_not_fit_exits_3_with_every_fault_and_its_file(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    context, evidence = {"setting": "moon", "planet": "x"}, {"hering": ["E1"]}
    case = {"case": "C", "levels": {"attention": 9, "hering": 1}, "context": context, "evidence": evidence}
    path.write_text(json.dumps(case), encoding="utf-8")
    code, document = call("framework", "evaluate", FW, "--case", str(path))
    error = document["error"]
    assert (code, error["code"], error["where"]["file"]) == (3, "FW-01", str(path))
    assert [problem["path"] for problem in error["problems"]] == [
        "levels.attention", "levels", "context", "context", "evidence",
    ]  # fmt: skip


def test_a_case_that_lacks_what_the_tariff_reads_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    whole = json.loads(Path(case_file(tmp_path)).read_text(encoding="utf-8"))
    path.write_text(json.dumps({**whole, "context": {"setting": "main"}}), encoding="utf-8")
    code, document = call("framework", "evaluate", FW, "--case", str(path), "--tariff", TARIFF)
    assert (code, document["error"]["code"], document["error"]["where"]) == (3, "FW-04", {"file": str(path)})


@pytest.mark.parametrize(
    "verb", [("check",), ("evaluate", "--case", "case.json"), ("diff",), ("publish", "--out", "new")]
)
def test_a_tariff_of_another_framework_is_refused_by_its_file(verb: tuple[str, ...], tmp_path: Path) -> None:
    name, *options = verb
    paths = [str(tmp_path / word) if not word.startswith("--") else word for word in options]
    both = [FW, FW] if name == "diff" else [FW]
    other = str(resources.shipped("frameworks/westmark-tariff-2026-27.json"))
    code, document = call("framework", name, *both, *paths, "--tariff", other)
    assert (code, document["error"]["code"], document["error"]["where"]["file"]) == (3, "FW-01", other)
    assert not (tmp_path / "new").exists()


def test_a_spread_that_nothing_would_read_is_wrong_usage(tmp_path: Path) -> None:
    code, document = call("framework", "evaluate", FW, "--case", case_file(tmp_path), "--spread", "nowhere.json")
    assert (code, document["error"]["code"]) == (2, "BD-03")


def test_a_verb_is_needed() -> None:
    code, document = call("framework")
    assert code == 2
    assert document["error"]["code"] == "BD-03"


def test_check_does_not_load_qt() -> None:
    import subprocess
    import sys

    script = "import sys; from bandingdesk.cli import main; main.main(sys.argv[1:]); print('PySide6' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, "framework", "check", FW], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_a_spread_table_gives_the_share_of_each_band(tmp_path: Path) -> None:
    spread = {"schema": "banding-spread/1", "source": "double ratings 2026 (invented)"}
    path = tmp_path / "spread.json"
    path.write_text(json.dumps({**spread, "all_strands": {"down": 100, "same": 800, "up": 100}}), encoding="utf-8")
    words = ("framework", "evaluate", FW, "--case", case_file(tmp_path), "--explain")
    code, document = call(*words, "--spread", str(path))
    assert code == 0
    shares = document["confidence"]["band_shares"]
    assert document["confidence"]["model"] == "double ratings 2026 (invented)"
    assert max(shares, key=shares.get) == document["result"]["band"]
    assert sum(shares.values()) == pytest.approx(1, abs=0.001)
    assert call(*words)[1]["confidence"] is None
    assert "of 1,000 such ratings" in text(*words, "--spread", str(path))[1]


def test_people_read_every_fault_of_a_file_and_not_the_first_alone(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"case": "C", "levels": {"attention": 9, "hering": 1}}', encoding="utf-8")
    code, said = text("framework", "evaluate", FW, "--case", str(path))
    assert code == 3
    assert "levels.attention: found level 9, expected one of the strand's levels (0, 1, 2, 3, 4, 5)." in said
    assert '  levels: found "hering", expected a strand' in said


def test_a_file_of_another_kind_is_told_by_its_kind_alone(tmp_path: Path) -> None:
    for words, found, expected in (
        (("check", TARIFF), "a tariff (banding-tariff/1)", "a framework"),
        (("check", FW, "--tariff", FW), "a framework (banding/1)", "a tariff"),
        (("evaluate", FW, "--case", FW), "a framework (banding/1)", "a case"),
    ):
        code, document = call("framework", *words)
        assert (code, document["error"]["code"]) == (3, "FW-01")
        assert document["error"]["problems"] == [{"path": "schema", "found": found, "expected": expected}]


def test_a_spread_that_does_not_fit_is_refused_by_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "spread.json"
    shares = {"down": 100, "same": 800, "up": 200}
    path.write_text(json.dumps({"schema": "banding-spread/1", "source": "invented", "all_strands": shares}))
    words = ("--case", case_file(tmp_path), "--explain", "--spread", str(path))
    code, document = call("framework", "evaluate", FW, *words)
    assert (code, document["error"]["code"], document["error"]["where"]) == (3, "FW-35", {"file": str(path)})
