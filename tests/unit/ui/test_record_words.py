"""The record of a decision reads like prose: each kind of entry has a sentence, and nothing in it stays unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bandingdesk.store import folds
from bandingdesk.store.queries import casework, oversight
from bandingdesk.ui import record_words
from tests.support.panel_store import CASE, VOTERS
from tests.support.signed_case import SignedCase, a_signed_case

BEHIND_A_DECISION = {
    "case", "evidence", "profile", "letter", "meeting", "interest", "round", "scores", "decision", "audit",
    "retention", "resolution", "form", "return", "agenda", "presence", "voice", "ballot",
}  # fmt: skip


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[SignedCase]:
    made = a_signed_case(tmp_path)
    made.know_council()
    yield made
    made.desk.close()


def test_every_kind_of_entry_behind_a_decision_has_a_sentence() -> None:
    wanted = {kind for kind in folds.registry().kinds if kind.partition(".")[0] in BEHIND_A_DECISION}
    assert set(record_words.SENTENCES) == wanted


def test_the_record_says_who_did_what_in_the_words_of_the_framework(signed: SignedCase) -> None:
    for template in ("L8", "L15"):
        signed.desk.letters.issue(signed.decision, template)
    sections = signed.desk.read(lambda conn: oversight.decision_record(conn, signed.decision))
    lines = [line for section in sections for line in section.lines]
    said = [record_words.sentence(line) for line in lines]
    assert [one for one in said if "{" in one] == []
    assert "P. Lindqvist signed the decision: Band 2" in said
    assert len([one for one in said if one.endswith(" locked a blind sheet")]) == len(VOTERS)
    assert any(one.startswith("The panel agreed the middle score for these strands: ") for one in said)
    assert not any("strand:" in line.words or "level:" in line.words for line in lines)


def test_a_level_is_said_with_its_strand_and_the_middle_score() -> None:
    told = (("level", "3"), ("middle", "3"), ("strand", "Attention"))
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    line = oversight.RecordLine("x", "round.level_agreed", "R. Amari", "R. Amari", at, "", "0" * 64, told)
    assert record_words.sentence(line) == "The panel agreed level 3 for Attention: middle score 3"


def test_the_timeline_of_a_signed_case_is_said_in_texts_marked_for_the_record(signed: SignedCase) -> None:
    rows = signed.desk.read(lambda conn: casework.timeline(conn, CASE))
    said = [(row.what, row.words) for row in rows if row.what in ("review", "decision", "due")]
    assert said == [
        ("review", "Review meeting held"),
        ("decision", "Panel recommended"),
        ("decision", "Decision signed"),
        ("due", "Law's last day to decide"),
    ]
