"""`framework diff` and `framework adopt` from outside: the contract of the commands page, section 3."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.matrix import files
from tests.support.frameworks import small
from tests.unit.cli.test_matrix import FW, TARIFF, call, text

TEST = {"id": "T1", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "by hand: 0 points"}
REASONS = (
    "--equality-reason",
    "No child is touched.",
    "--consultation-reason",
    "Words only.",
    "--officer",
    "A. B. (invented)",
)
ADOPT = ("--minute", "CAB 26/1", "--from", "2026-04-01")
CASES = "case,a,b,c,setting\nC1,0,0,0,main\nC2,4,1,0,main\nC3,0,0,1,special\n"


def written(folder: Path, name: str = "small.json", **changes: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps({"definition": small(**{"tests": [TEST], **changes})}), encoding="utf-8")
    return path


def ladder(first: int) -> dict[str, Any]:
    rows = [("B1", 0, first), ("B2", first + 1, 9), ("B3", 10, 18)]
    return {"kind": "thresholds", "measure": "score", "rows": [{"band": b, "from": f, "to": t} for b, f, t in rows]}


def sha256(path: Path) -> str:
    return files.sha256(files.read_framework(path.read_bytes(), path.name))


def test_diff_has_the_four_layers_of_the_contract(tmp_path: Path) -> None:
    old, new = written(tmp_path), written(tmp_path, "new.json", decide=ladder(5), title="Small again", version="2")
    cases = tmp_path / "cases.csv"
    cases.write_text(CASES, encoding="utf-8")
    money = tmp_path / "t.json"
    rows = [{"band": f"B{n}", "pence": n * 100_000} for n in (1, 2, 3)]
    body = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", "rows": rows}
    money.write_text(json.dumps(body), encoding="utf-8")
    code, found = call("framework", "diff", str(old), str(new), "--cases", str(cases), "--tariff", str(money))
    assert code == 0
    assert [change["where"] for change in found["wording"]] == ["title"]
    assert [change["where"] for change in found["structure"]] == ["decide.rows[B1].to", "decide.rows[B2].from"]
    semantic = found["semantic"]
    assert (semantic["profiles_changed"], semantic["of"], semantic["complete"]) == (
        5,
        75,
        True,
    )  # see unit/matrix/test_diff
    [example] = semantic["examples"]
    assert (example["old"], example["new"], set(example["levels"])) == ("B2", "B1", {"a", "b", "c"})
    caseload = found["caseload"]
    assert caseload["transitions"] == [{"from": "B1", "to": "B1", "cases": 1}, {"from": "B2", "to": "B1", "cases": 2}]
    assert (caseload["pence"]["old"], caseload["pence"]["new"]) == (500_000, 300_000)
    assert (caseload["gainers"], caseload["losers"]) == (0, 2)
    assert [row["setting"] for row in caseload["pence"]["by_setting"]] == ["main", "special"]


def test_a_version_compared_with_itself_has_no_difference() -> None:
    code, found = call("framework", "diff", FW, FW, "--tariff", TARIFF)
    assert code == 0
    assert (found["wording"], found["structure"], found["amounts"], found["caseload"]) == ([], [], [], None)
    assert (found["semantic"]["profiles_changed"], found["semantic"]["of"]) == (0, 6**12)
    code, said = text("framework", "diff", FW, FW)
    assert "0 of 2,176,782,336 get another band" in said


def test_two_tariffs_give_the_amounts_of_both_years(tmp_path: Path) -> None:
    later = json.loads(Path(TARIFF).read_text(encoding="utf-8")) | {"year": "2027-28"}
    row = next(row for row in later["rows"] if row["pence"])
    row["pence"] = row["pence"] * 103 // 100
    path = tmp_path / "later.json"
    path.write_text(json.dumps(later), encoding="utf-8")
    code, found = call("framework", "diff", FW, FW, "--tariff", TARIFF, "--tariff", str(path))
    assert code == 0
    [amount] = found["amounts"]
    assert amount["new"] == row["pence"]
    assert amount["basis_points"] == 300
    assert [change["where"] for change in found["structure"]] == ["tariff.year"]


def test_rows_of_a_caseload_that_do_not_fit_are_set_aside_and_named(tmp_path: Path) -> None:
    old, cases = written(tmp_path), tmp_path / "cases.csv"
    cases.write_text(CASES + "C4,9,0,0,main\n", encoding="utf-8")
    code, found = call("framework", "diff", str(old), str(old), "--cases", str(cases))
    assert code == 1
    assert found["caseload"]["cases"] == 3
    assert [(problem["row"], problem["column"]) for problem in found["problems"]] == [(5, "a")]


def test_adopt_writes_the_life_and_leaves_the_definition(tmp_path: Path) -> None:
    path, report = written(tmp_path), tmp_path / "consultation.pdf"
    report.write_bytes(b"%PDF an invented report")
    before, definition = sha256(path), json.loads(path.read_text(encoding="utf-8"))["definition"]
    words = (
        "--equality-reason",
        "No child is touched.",
        "--officer",
        "A. B. (invented)",
        "--consultation",
        str(report),
    )
    code, found = call("framework", "adopt", str(path), *ADOPT, *words, "--by", "Cabinet (invented)")
    assert code == 0
    assert found["framework"] == {"id": "small", "version": "1", "sha256": before}
    assert all(one["met"] for one in found["requirements"])
    assert sha256(path) == before
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["definition"] == definition
    life = whole["life"]
    assert (life["status"], life["starts"], life["minute"], life["adopted_by"]) == (
        "adopted", "2026-04-01", "CAB 26/1", "Cabinet (invented)",
    )  # fmt: skip
    kept = {"ref": "consultation.pdf", "sha256": hashlib.sha256(report.read_bytes()).hexdigest()}
    assert life["consultation"] == kept
    assert life["equality"] == {"reason": "No child is touched.", "officer": "A. B. (invented)"}
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


def test_an_adopted_file_is_refused_a_second_time_and_stays_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert call("framework", "adopt", str(path), *ADOPT, *REASONS)[0] == 0
    before = path.read_bytes()
    code, found = call("framework", "adopt", str(path), "--minute", "CAB 27/1", "--from", "2027-04-01", *REASONS)
    assert (code, found["error"]["code"]) == (3, "FW-24")
    assert found["error"]["unmet"] == ["It was adopted before, 1 April 2026: make a new version from it."]
    assert path.read_bytes() == before


def test_adopt_is_refused_with_every_condition_that_is_not_met(tmp_path: Path) -> None:
    path = written(tmp_path, tests=[])
    before = path.read_bytes()
    unsigned = ("--equality-reason", "None needed.", "--consultation-reason", " ")
    code, found = call("framework", "adopt", str(path), "--minute", " ", "--from", "2026-03-31", *unsigned)
    assert code == 3
    assert len(found["error"]["unmet"]) == 5  # tests, equality, consultation, minute, start
    assert path.read_bytes() == before
    code, said = text("framework", "adopt", str(path), "--minute", " ", "--from", "2026-03-31", *unsigned)
    assert code == 3
    assert all(sentence in said for sentence in found["error"]["unmet"])


def test_adopt_writes_elsewhere_and_replaces_nothing_unless_told(tmp_path: Path) -> None:
    path, out = written(tmp_path), tmp_path / "adopted.json"
    before = path.read_bytes()
    words = ("framework", "adopt", str(path), *ADOPT, *REASONS, "--out", str(out))
    assert call(*words)[0] == 0
    assert path.read_bytes() == before
    assert sha256(out) == sha256(path)
    assert call(*words)[0] == 3
    assert call(*words, "--force")[0] == 0


def test_a_bare_definition_gets_a_life_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "bare.json"
    path.write_text(json.dumps(small(tests=[TEST])), encoding="utf-8")
    before = sha256(path)
    assert call("framework", "adopt", str(path), *ADOPT, *REASONS)[0] == 0
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"definition", "life"}
    assert sha256(path) == before


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "2026-04-01", *REASONS),  # no minute
        ("--minute", "CAB", "--from", "1 April", *REASONS),
        ("--minute", "CAB", "--from", "2026-04-01", "--equality-reason", "x"),  # nothing of the consultation
        ("--minute", "CAB", "--from", "2026-04-01", "--equality", "f", *REASONS),  # both a file and a reason
    ],
)
def test_adopt_asks_for_minute_day_and_one_word_on_each_paper(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert call("framework", "adopt", str(written(tmp_path)), *words)[0] == 2


def test_a_paper_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    words = ("--equality", str(tmp_path / "none.pdf"), "--consultation-reason", "x", "--officer", "A. B. (invented)")
    code, found = call("framework", "adopt", str(path), *ADOPT, *words)
    assert (code, found["error"]["code"]) == (3, "FW-07")


def test_a_folder_that_can_not_be_written_is_a_refusal_in_words(tmp_path: Path) -> None:
    path = written(tmp_path)
    code, found = call("framework", "adopt", str(path), *ADOPT, *REASONS, "--out", str(tmp_path / "none" / "x.json"))
    assert (code, found["error"]["code"]) == (3, "FW-28")


def test_a_workbook_is_adopted_in_its_own_form(tmp_path: Path) -> None:
    path, book = written(tmp_path), tmp_path / "small.xlsx"
    assert call("framework", "convert", str(path), str(book))[0] == 0
    code, found = call("framework", "adopt", str(book), *ADOPT, *REASONS)
    assert (code, found["framework"]["sha256"]) == (0, sha256(path))
    back = tmp_path / "back.json"
    assert call("framework", "convert", str(book), str(back))[0] == 0
    file = files.read_framework_file(back.read_bytes(), "back.json")
    assert files.sha256(file.definition) == sha256(path)
    assert file.life is not None
    assert (file.life.status, file.life.minute, str(file.life.starts)) == ("adopted", "CAB 26/1", "2026-04-01")
