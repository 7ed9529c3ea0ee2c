"""The audit's criteria, as weighted questions in groups, and the grade that marks add up to.

Marks count met 2, partly 1, not met 0 of 2, by weight; criteria that are not relevant leave the sum. Source of the
method: audit practice with criteria, weights and a computed grade (domain reference 7). The lines are the council's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bandingdesk.oversight.ops import Answer, Grade

WORTH = {"met": 2, "partly": 1, "not_met": 0}
LINES: tuple[tuple[int, Grade], ...] = ((90, "outstanding"), (75, "good"), (50, "requires_improvement"))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question with its weight in per cent; `check` names the program's own check, where there is one.

    `limits` is the best grade that a mark of not met leaves.
    """

    id: str
    group: str
    text: str
    weight: int
    check: str | None = None
    limits: Grade | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A computed grade, its share in per cent, and the criteria that keep it from being better."""

    grade: Grade
    share: int
    because: tuple[str, ...]


def read(text: str) -> tuple[Criterion, ...]:
    """Return the criteria from the shipped JSON text."""
    rows = json.loads(text)["criteria"]
    return tuple(Criterion(**{name: row.get(name) for name in Criterion.__slots__}) for row in rows)


def grade(criteria: Sequence[Criterion], answers: Sequence[Answer]) -> Verdict:
    """Return the grade that ANSWERS give so far. The share is in whole per cent, rounded down."""
    marks: Mapping[str, str] = {answer.criterion: answer.mark for answer in answers}
    counted = [(one, marks[one.id]) for one in criteria if marks.get(one.id) in WORTH]
    whole = sum(one.weight for one, _ in counted) * 2
    share = sum(one.weight * WORTH[mark] for one, mark in counted) * 100 // whole if whole else 0
    found: Grade = next((name for line, name in LINES if share >= line), "inadequate")
    order: list[Grade] = ["outstanding", "good", "requires_improvement", "inadequate"]
    for one, mark in counted:
        if mark == "not_met" and one.limits is not None and order.index(one.limits) > order.index(found):
            found = one.limits
    because = tuple(one.id for one, mark in sorted(counted, key=lambda pair: -pair[0].weight) if mark != "met")
    return Verdict(found, share, because)
