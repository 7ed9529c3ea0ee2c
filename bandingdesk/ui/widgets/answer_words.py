"""Answers to a question of law in words: yes, not sure and no, how many gave each, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.panel import questions
from bandingdesk.panel.questions import NO, NOT_SURE, YES

if TYPE_CHECKING:
    from bandingdesk.ui.widgets.spread import Spread


def name(answer: int) -> str:
    """Return an answer as the screen says it."""
    return QCoreApplication.translate("panel", questions.ANSWERS[answer])


def counts(levels: Sequence[int]) -> str:
    """Return how many gave each answer: "No 1 · Not sure 1 · Yes 2"."""
    return " · ".join(
        f"{name(answer)} {count}" for answer, count in zip((NO, NOT_SURE, YES), questions.counts(levels), strict=True)
    )


def in_short(spread: Spread) -> str:
    """Return what the answers have in common, for a narrow column."""
    if not spread.asked:
        return _tr("not asked")
    if not spread.dots:
        return _tr("nobody")
    if spread.low != spread.high:
        return _tr("yes and no") if spread.high - spread.low >= questions.DISAGREEMENT else _tr("some not sure")
    return {YES: _tr("all yes"), NOT_SURE: _tr("all not sure"), NO: _tr("all no")}[spread.low]


def sentence(spread: Spread) -> str:
    """Return the whole fact in words: "Provision: No 1 · Not sure 1 · Yes 2. You said Yes. To talk about."."""
    if not spread.asked:
        told = _tr("{name}: not asked, the answers before it leave nothing open.")
        return told.replace("{name}", spread.name)
    found = [f"{spread.name}: {counts([dot.level for dot in spread.dots])}."]
    mine = [dot.level for dot in spread.dots if dot.mine]
    if mine:
        found.append(_tr("You said {answer}.").replace("{answer}", name(mine[0])))
    if spread.flagged:
        found.append(_tr("To talk about."))
    if spread.agreed is not None:
        found.append(_tr("Agreed: {answer}.").replace("{answer}", name(spread.agreed)))
    return " ".join(found)


def widest() -> str:
    """Return the longest of the short words, for the width of their column."""
    return max((_tr("some not sure"), _tr("all not sure"), _tr("not asked")), key=len)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Answers", text)
