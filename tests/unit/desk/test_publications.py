"""A version goes to schools from the desk, and what they said comes back into its adoption record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bandingdesk import resources, sheets
from bandingdesk.desk import publications
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import versions
from tests.support import case_builders as b

FW = resources.shipped("frameworks/westmark-counts-2026.json").read_bytes()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = b.a_desk(tmp_path)
    yield made
    made.close()


def typed(path: Path, cells: dict[tuple[str, str], str]) -> Path:
    book = openpyxl.load_workbook(path)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    book.save(path)
    return path


def test_files_for_schools_carry_the_desks_day_and_record_nothing(desk: Desk, tmp_path: Path) -> None:
    sha256 = desk.frameworks.add_file(FW, "westmark.json").id
    before = desk.read(versions.versions)
    written = desk.publications.publish(sha256, tmp_path / "schools", only=("self-check", "consultation"))
    assert [one.file.name for one in written] == [
        "westmark-send-2026-self-check.xlsx", "westmark-send-2026-consultation.xlsx"
    ]  # fmt: skip
    book = openpyxl.load_workbook(written[0].file)
    assert book.properties.created.date() == b.TODAY
    assert desk.read(versions.versions) == before
    with pytest.raises(sheets.FileExistsAlreadyError):
        desk.publications.publish(sha256, tmp_path / "schools", only=("criteria", "consultation"))
    assert len(list((tmp_path / "schools").iterdir())) == 2


def test_what_schools_said_and_the_answers_reach_the_versions_life(desk: Desk, tmp_path: Path) -> None:
    sha256 = desk.frameworks.add_file(FW, "westmark.json").id
    (sent,) = desk.publications.publish(sha256, tmp_path, only=("consultation",))
    typed(sent.file, {("Start", "B9"): "Oak (invented)", ("Descriptions", "F4"): "Which help?"})
    responses = desk.publications.read_consultation(sha256, [sent.file])
    assert [one.comment for one in responses[0].comments] == ["Which help?"]
    collected = desk.publications.collect(sha256, responses, tmp_path / "collected.xlsx").file
    with pytest.raises(publications.NothingAnsweredError):
        desk.publications.answer(sha256, collected)
    typed(collected, {("Comments", "H3"): "Say which help."})
    with pytest.raises(publications.AnswersUnfinishedError) as refused:
        desk.publications.answer(sha256, collected)
    assert (refused.value.where.row, refused.value.where.column) == (3, "I")
    typed(collected, {("Comments", "I3"): "Level 1 names it now."})
    desk.publications.answer(sha256, collected)
    (line,) = desk.read(lambda conn: versions.life(conn, sha256)).you_said_we_did
    assert (line.said, line.did) == ("Say which help.", "Level 1 names it now.")
    assert (line.strand, line.level) == ("health", 1)
