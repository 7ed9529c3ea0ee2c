"""What keeps a decision from being signed now, all at once: a page lists it, each line a link to its place.

The rules that refuse the signature stand with the signature (decision.py, officer.py). This says the same beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError

Why = Literal[
    "quorum", "interest", "late_paper", "reports", "second_signature", "section_f", "shortfall", "grounds", "reason",
    "disputed", "higher", "evidence",
]  # fmt: skip


class LatePapersOpenError(RefusedError):
    """COUNT papers of the item came late and the chair has not said what becomes of them."""

    code = "DE-11"
    message = QT_TRANSLATE_NOOP("errors", "{count} papers came late, and nobody has said what becomes of them.")
    kept = QT_TRANSLATE_NOOP("errors", "The steps done so far are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Take each late paper, put the case off for it, or leave it out, then recommend.")
    count: int


class HigherPanelError(RefusedError):
    """The finding costs more than this panel's limit, and nobody has sent its cost on to panel type TO."""

    code = "DE-12"
    message = QT_TRANSLATE_NOOP("errors", "This finding costs more than this panel may fund.")
    kept = QT_TRANSLATE_NOOP("errors", "The finding, the agreed levels and Section F are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Send its cost to the higher panel, then recommend. No date of the law moves.")
    to: str


class Refusal(NamedTuple):
    """One thing in the way. `many` says how many, `names` which."""

    why: Why
    many: int = 0
    names: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """How a decision stands as somebody is about to sign it."""

    quorum: str = ""  # what is wrong with it, "" where it is met
    open_interests: tuple[str, ...] = ()
    late_papers: int = 0
    unanswered: int = 0
    second_open: bool = False
    section_f_open: int = 0
    lower: str = ""  # what the band is below
    shortfall_open: bool = False
    open_grounds: str = ""
    reason_missing: bool = False
    is_disputed: bool = False
    higher: str = ""  # the panel that the cost has to go on to
    new_evidence: tuple[str, ...] = ()


def refusals(facts: Facts) -> tuple[Refusal, ...]:
    """Return what is in the way, in the order in which it is put right."""
    interests, new = facts.open_interests, facts.new_evidence
    found = (
        (bool(facts.quorum), Refusal("quorum", 0, facts.quorum)),
        (facts.is_disputed, Refusal("disputed")),
        (bool(interests), Refusal("interest", len(interests), ", ".join(interests))),
        (bool(facts.late_papers), Refusal("late_paper", facts.late_papers)),
        (bool(facts.unanswered), Refusal("reports", facts.unanswered)),
        (facts.second_open, Refusal("second_signature")),
        (bool(facts.section_f_open), Refusal("section_f", facts.section_f_open, facts.lower)),
        (facts.shortfall_open, Refusal("shortfall")),
        (bool(facts.higher), Refusal("higher", 0, facts.higher)),
        (bool(facts.open_grounds), Refusal("grounds", 0, facts.open_grounds)),
        (facts.reason_missing, Refusal("reason")),
        (bool(new), Refusal("evidence", len(new), ", ".join(new))),
    )
    return tuple(one for is_so, one in found if is_so)


def require_settled(late: int) -> None:
    """Check that the chair has settled every late paper. Raises LatePapersOpenError."""
    if late:
        raise LatePapersOpenError(count=late)


def require_referred(higher: str) -> None:
    """Check that no cost still has to go on to panel type HIGHER. Raises HigherPanelError."""
    if higher:
        raise HigherPanelError(to=higher)
