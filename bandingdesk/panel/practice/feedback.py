"""Feedback on a practice case: strand by strand, for the member alone, in words that teach and never rank.

No total, no percentage and no comparison with others: the member reads where the definitive level lies and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.panel.practice.vignettes import Vignette

How = Literal["same", "near", "apart"]


class PracticeIncompleteError(InvalidError):
    """The strands MISSING have no level yet."""

    code = "PR-02"
    message = QT_TRANSLATE_NOOP("errors", "{count} strands of this practice case have no level yet.")
    kept = QT_TRANSLATE_NOOP("errors", "What you chose is kept, and nobody else sees it.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a level for each strand, then look at the feedback.")
    missing: tuple[str, ...]

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, count=len(missing))


class Line(NamedTuple):
    """One strand: the member's level, the definitive one, how they lie, and why."""

    strand: str
    given: int
    definitive: int
    how: How
    why: str


def of(vignette: Vignette, given: Mapping[str, int], tolerance: int = 1) -> tuple[Line, ...]:
    """Return the feedback on a vignette. Within TOLERANCE levels is near. Raises PracticeIncompleteError."""
    missing = tuple(strand for strand in vignette.strands if strand not in given)
    if missing:
        raise PracticeIncompleteError(missing)
    return tuple(
        Line(one.strand, given[one.strand], one.level, _how(given[one.strand] - one.level, tolerance), one.why)
        for one in vignette.ratings
    )


def _how(apart: int, tolerance: int) -> How:
    if apart == 0:
        return "same"
    return "near" if abs(apart) <= tolerance else "apart"
