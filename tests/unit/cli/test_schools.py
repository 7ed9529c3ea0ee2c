"""`framework publish` and `framework consult`: the files they name are there, nothing is replaced in silence."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bandingdesk import resources
from bandingdesk.cli.main import main
from bandingdesk.matrix import files

FW = str(resources.shipped("frameworks/westmark-counts-2026.json"))
TARIFF = str(resources.shipped("frameworks/westmark-tariff-2026-27.json"))
SHA256 = "sha256:e3568c3ebd8535b18b82f316c43d792bd17438a51954a53c6da831ecf2a7b3f0"
DAY = ("--date", "2026-11-23")


def call(*words: str) -> tuple[int, Any]:
    out = io.StringIO()
    code = main(["framework", *words, "--json"], out, io.StringIO())
    return code, json.loads(out.getvalue())


def typed(path: Path, cells: dict[tuple[str, str], str]) -> str:
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return str(path)


def test_publish_writes_every_file_it_names(tmp_path: Path) -> None:
    code, said = call("publish", FW, "--out", str(tmp_path / "new"), "--tariff", TARIFF, *DAY)
    assert code == 0
    assert said["framework"] == {"id": "westmark-send", "version": "2026", "sha256": SHA256}
    assert [Path(entry["file"]).name for entry in said["files"]] == [
        "westmark-send-2026-criteria.pdf", "westmark-send-2026-criteria.docx", "westmark-send-2026-cards.pdf",
        "westmark-send-2026-self-check.xlsx", "westmark-send-2026-consultation.xlsx",
    ]  # fmt: skip
    assert sorted(Path(entry["file"]).name for entry in said["files"]) == sorted(
        path.name for path in (tmp_path / "new").iterdir()
    )
    for entry in said["files"]:
        data = Path(entry["file"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["format"] == Path(entry["file"]).suffix[1:]
        assert (entry["pages"] is not None) == (entry["format"] == "pdf")


def test_the_same_version_and_day_give_the_same_files(tmp_path: Path) -> None:
    first, again = (call("publish", FW, "--out", str(tmp_path / name), *DAY)[1]["files"] for name in ("a", "b"))
    assert [entry["sha256"] for entry in first] == [entry["sha256"] for entry in again]


def test_one_kind_and_one_format_alone(tmp_path: Path) -> None:
    code, said = call("publish", FW, "--out", str(tmp_path), "--only", "criteria", "--format", "docx", *DAY)
    assert (code, [entry["format"] for entry in said["files"]]) == (0, ["docx"])
    assert [path.name for path in tmp_path.iterdir()] == ["westmark-send-2026-criteria.docx"]


def test_no_file_is_written_where_one_is_there_already(tmp_path: Path) -> None:
    (tmp_path / "westmark-send-2026-consultation.xlsx").write_bytes(b"mine")
    code, said = call("publish", FW, "--out", str(tmp_path), *DAY)
    assert (code, said["error"]["code"]) == (3, "IM-30")
    assert [path.name for path in tmp_path.iterdir()] == ["westmark-send-2026-consultation.xlsx"]
    assert call("publish", FW, "--out", str(tmp_path), "--force", *DAY)[0] == 0
    assert (tmp_path / "westmark-send-2026-consultation.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("--only", "posters"), 2, "BD-03"),
        (("--format", "odt"), 2, "BD-03"),
        (("--date", "tomorrow"), 2, "BD-03"),
        (("--tariff", FW), 3, "FW-01"),
    ],
)
def test_what_can_not_be_made_is_refused(words: tuple[str, ...], code: int, error: str, tmp_path: Path) -> None:
    found, said = call("publish", FW, "--out", str(tmp_path / "new"), *words)
    assert (found, said["error"]["code"]) == (code, error)
    assert not (tmp_path / "new").exists()


def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, said = call("publish", FW, "--out", str(tmp_path / "file" / "in"), "--only", "cards", *DAY)
    assert (code, said["error"]["code"]) == (3, "LE-40")


def sent(folder: Path, name: str, cells: dict[tuple[str, str], str]) -> str:
    call("publish", FW, "--out", str(folder / name), "--only", "consultation", *DAY)
    path = (folder / name / "westmark-send-2026-consultation.xlsx").rename(folder / f"{name}.xlsx")
    return typed(path, cells)


def test_what_came_back_is_collected_and_answered(tmp_path: Path) -> None:
    oak = sent(tmp_path, "oak", {("Start", "B9"): "Oak (invented)", ("Descriptions", "F4"): "Which help?"})
    elm = sent(tmp_path, "elm", {("Start", "B9"): "Elm (invented)", ("Descriptions", "F3"): "Clear."})
    collected = tmp_path / "collected.xlsx"
    code, said = call("consult", FW, "--read", oak, elm, "--out", str(collected))
    assert code == 0
    assert [(entry["respondent"], entry["comments"]) for entry in said["files"]] == [
        ("Oak (invented)", 1), ("Elm (invented)", 1)
    ]  # fmt: skip
    assert [(one["strand"], one["level"], one["comment"]) for one in said["comments"]] == [
        ("health", 0, "Clear."), ("health", 1, "Which help?")
    ]  # fmt: skip
    typed(collected, {("Comments", "H4"): "Say which help.", ("Comments", "I4"): "We name it in level 1."})
    answered = tmp_path / "answered.json"
    code, said = call("consult", FW, "--answered", str(collected), "--out", str(answered))
    assert code == 0
    file = files.read_framework_file(answered.read_bytes(), "answered.json")
    assert files.sha256(file.definition) == SHA256
    (line,) = file.life.you_said_we_did
    assert (line.said, line.did, line.strand, line.level) == ("Say which help.", "We name it in level 1.", "health", 1)
    assert file.life.minute == "CAB 26/020 (invented)"
    code, _ = call("publish", str(answered), "--out", str(tmp_path / "after"), "--only", "criteria", *DAY)
    assert code == 0


def test_a_doubt_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    oak = sent(tmp_path, "oak", {("Start", "B9"): "Oak (invented)", ("Descriptions", "E3"): "Maybe"})
    code, said = call("consult", FW, "--read", oak)
    assert code == 1
    (doubt,) = said["doubts"]
    assert (doubt["file"], doubt["sheet"], doubt["row"], doubt["column"]) == ("oak.xlsx", "Descriptions", 3, "E")
    assert len(said["comments"]) == 1


@pytest.mark.parametrize(
    ("cells", "error"), [({}, "FW-39"), ({("Comments", "H3"): "Said, not done."}, "FW-38")]
)  # fmt: skip
def test_answers_are_whole_or_refused(cells: dict[tuple[str, str], str], error: str, tmp_path: Path) -> None:
    oak = sent(tmp_path, "oak", {("Start", "B9"): "Oak (invented)", ("Descriptions", "F3"): "Clear."})
    collected = tmp_path / "collected.xlsx"
    call("consult", FW, "--read", oak, "--out", str(collected))
    typed(collected, cells)
    code, said = call("consult", FW, "--answered", str(collected), "--out", str(tmp_path / "answered.json"))
    assert (code, said["error"]["code"]) == (3, error)
    assert not (tmp_path / "answered.json").exists()


def test_a_workbook_of_another_version_is_refused(tmp_path: Path) -> None:
    oak = sent(tmp_path, "oak", {})
    other = str(resources.shipped("frameworks/herefordshire-2021.json"))
    code, said = call("consult", other, "--read", oak)
    assert (code, said["error"]["code"]) == (3, "FW-37")
