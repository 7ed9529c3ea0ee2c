"""The letter matrix: what must stand in each letter, who gets it, and what can be appealed.

The matrix is dated data (`resources/statute/letters.json`); this file reads its text and answers questions about it.
Which letters an outcome leads to stands with the outcome (`resources/panels/outcomes.json`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

# Blocks that only a letter with a right of appeal holds. Source: SI 2014/1530 reg. 32; CFA 2014 s51(2), s55.
RIGHTS = frozenset({"APPEAL", "TIME", "MED32", "EXT"})


@dataclass(frozen=True, slots=True)
class Limit:
    """A date that a letter states: the last day of a rule of the rule book, counted from one of the letter's dates."""

    name: str
    counts_from: Literal["sent", "served", "review_on"]
    rule: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter of the matrix. `appeal_ground` is the limb of CFA 2014 s51(2), empty where nothing can be appealed."""

    id: str
    title: str
    basis: str
    recipients: tuple[str, ...]
    due: str
    appealable: bool
    appeal_ground: str
    carries_band: bool
    outcome: str
    blocks: tuple[str, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class LetterMatrix:
    """The matrix of one version of the law. `blocks` maps a block id to (title, source)."""

    law_version: str
    effective_from: date
    effective_to: date | None
    blocks: Mapping[str, tuple[str, str]]
    letters: tuple[LetterRow, ...]
    tribunal: Mapping[str, str]

    def row(self, letter_id: str) -> LetterRow:
        """Return the row of LETTER_ID. Raises UnknownLetterError."""
        for row in self.letters:
            if row.id == letter_id:
                return row
        raise UnknownLetterError(letter=letter_id, known=", ".join(row.id for row in self.letters))


class UnknownLetterError(InvalidError):
    """The matrix has no LETTER of this id."""

    code = "LW-31"
    message = QT_TRANSLATE_NOOP("errors", "There is no letter {letter}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was made.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of {known}.")


class LetterMatrixError(InvalidError):
    """The matrix contradicts itself or the law at LETTER: REASON says how."""

    code = "LW-32"
    message = QT_TRANSLATE_NOOP("errors", "The letter matrix is not right at {letter}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "No letter was made from it.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again, or put back the matrix that was shipped.")


def read(text: str) -> LetterMatrix:
    """Return the matrix in the JSON TEXT. Raises LetterMatrixError."""
    try:
        raw = json.loads(text)
        matrix = LetterMatrix(
            law_version=raw["law_version"],
            effective_from=date.fromisoformat(raw["effective_from"]),
            effective_to=date.fromisoformat(raw["effective_to"]) if raw["effective_to"] else None,
            blocks={id_: (block["title"], block["source"]) for id_, block in raw["blocks"].items()},
            letters=tuple(_row(entry) for entry in raw["letters"]),
            tribunal=raw["tribunal"],
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise LetterMatrixError(letter="the file", reason=f"it can't be read ({fault})") from fault
    _check(matrix)
    return matrix


def has_text(letter_id: str) -> bool:
    """Return whether the program can write LETTER_ID: a text of it ships."""
    try:
        resources.shipped(f"letters/en/{letter_id.lower()}.md")
    except resources.ResourceMissingError:
        return False
    return True


def _row(raw: Mapping[str, Any]) -> LetterRow:
    return LetterRow(
        id=raw["id"],
        title=raw["title"],
        basis=raw["basis"],
        recipients=tuple(raw["recipients"]),
        due=raw["due"],
        appealable=bool(raw["appeal_ground"]),
        appeal_ground=raw["appeal_ground"],
        carries_band=raw.get("carries_band", False),
        outcome=raw.get("outcome", ""),
        blocks=tuple(raw["blocks"]),
        limits=tuple(Limit(limit["name"], limit["from"], limit["rule"]) for limit in raw.get("limits", ())),
    )


def _check(matrix: LetterMatrix) -> None:
    """Refuse a matrix with an unknown block, a row twice, or rights of appeal where there are none."""
    seen: set[str] = set()
    for row in matrix.letters:
        if row.id in seen:
            raise LetterMatrixError(letter=row.id, reason="it stands there twice")
        seen.add(row.id)
        if unknown := set(row.blocks) - set(matrix.blocks):
            raise LetterMatrixError(letter=row.id, reason=f"nobody says what {', '.join(sorted(unknown))} is")
        rights = RIGHTS & set(row.blocks)
        if rights and not row.appealable:
            raise LetterMatrixError(
                letter=row.id, reason=f"it holds {', '.join(sorted(rights))} without an appeal ground"
            )
        if row.carries_band and row.appealable:
            raise LetterMatrixError(letter=row.id, reason="a band can't be appealed, so its letter holds no such right")
        if row.appealable and not {"APPEAL", "TIME", "MED32"} <= set(row.blocks):
            raise LetterMatrixError(letter=row.id, reason="it can be appealed, and APPEAL, TIME or MED32 is not in it")
