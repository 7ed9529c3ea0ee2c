"""What is recorded of oversight: samples drawn and audits graded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from bandingdesk.ops import Kind

Mark = Literal["met", "partly", "not_met", "not_relevant"]
Grade = Literal["outstanding", "good", "requires_improvement", "inadequate"]


@dataclass(frozen=True, slots=True)
class SampleDrawn:
    """Decisions drawn for audit. The seed repeats the draw."""

    title: str
    method: str
    seed: int
    starts: date
    ends: date
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditOpened:
    """An auditor took up one decision."""

    sample: str
    decision: str
    auditor: str
    criteria: str
    number: int = 0  # of its short reference, given by the store


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion's mark. `found_by_check`: the program prefilled it and the auditor left it so."""

    criterion: str
    mark: Mark
    comment: str = ""
    found_by_check: bool = False


@dataclass(frozen=True, slots=True)
class AuditGraded:
    """The grade as computed from the marks, and the auditor's own with a reason where it differs."""

    answers: tuple[Answer, ...]
    computed: Grade
    grade: Grade
    words: str


def _unnumbered(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body of version 1, which had no number: the store gave it by the order of the record."""
    return {**body, "number": 0}


KINDS = {
    "sample.drawn": Kind(SampleDrawn),
    "audit.opened": Kind(AuditOpened, 2, {1: _unnumbered}),
    "audit.graded": Kind(AuditGraded),
}
