"""What the letter matrix holds, and what it refuses to be."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bandingdesk import resources
from bandingdesk.statute import clock, required_letters

TEXT = resources.text("statute/letters.json")
MATRIX = required_letters.read(TEXT)


def test_matrix_has_every_letter_of_the_domain_page() -> None:
    """statute.md 2.2, in its order."""
    wanted = "L1 L2 L3 L4 L5 L5b L6 L7 L8 L9 L10 L11a L11b L12 L13 L14 L15"
    assert " ".join(row.id for row in MATRIX.letters) == wanted


def test_appealable_letters_are_those_of_section_51() -> None:
    grounds = {row.id: row.appeal_ground[-2] for row in MATRIX.letters if row.appealable}
    assert grounds == {"L3": "a", "L4": "b", "L6": "c", "L7": "e", "L9": "c", "L10": "e", "L11b": "f", "L12": "d"}


def test_every_appealable_letter_tells_of_appeal_time_mediation_disagreement_and_advice() -> None:
    for row in MATRIX.letters:
        if row.appealable:
            assert {"APPEAL", "TIME", "MED32", "DRS", "IAS"} <= set(row.blocks)


def planted(letter: str, **changes: Any) -> str:
    raw = json.loads(TEXT)
    next(row for row in raw["letters"] if row["id"] == letter).update(changes)
    return json.dumps(raw)


@pytest.mark.parametrize(
    ("letter", "changes"),
    [
        ("L15", {"blocks": ["AWARD", "APPEAL"]}),  # a band alone never makes a letter with appeal rights
        ("L15", {"appeal_ground": "CFA 2014 s51(2)(e)", "blocks": ["AWARD", "APPEAL", "TIME", "MED32"]}),
        ("L8", {"blocks": ["DECISION", "TIME"]}),
        ("L7", {"blocks": ["REASONS", "APPEAL", "TIME"]}),  # no MED32
        ("L7", {"blocks": ["REASONS", "NOSUCH", "APPEAL", "TIME", "MED32"]}),
        ("L1", {"id": "L2"}),
    ],
)
def test_a_matrix_that_contradicts_itself_is_refused(letter: str, changes: dict[str, Any]) -> None:
    with pytest.raises(required_letters.LetterMatrixError):
        required_letters.read(planted(letter, **changes))


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"law_version": 3}'])
def test_a_file_that_is_no_matrix_is_refused(text: str) -> None:
    with pytest.raises(required_letters.LetterMatrixError):
        required_letters.read(text)


@pytest.mark.parametrize("letter", ["L7", "L8"])
def test_every_date_a_letter_states_has_its_rule_in_the_book(letter: str) -> None:
    for limit in MATRIX.row(letter).limits:
        assert clock.due(limit.rule, date(2026, 11, 23)).latest is not None


def test_the_program_says_which_letters_it_can_write() -> None:
    assert [row.id for row in MATRIX.letters if required_letters.has_text(row.id)] == ["L7", "L8", "L15"]
