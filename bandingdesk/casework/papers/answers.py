"""Every report answered: relied on, partly or not, and why, before a decision may be signed.

A family that sent a report is told what became of it. Source: CFA 2014 s36(8) and s38 with the SEND Code 9.14 and 9.51
(the advice and the evidence submitted are to be considered), and the duty to give reasons.
"""

from __future__ import annotations

from datetime import datetime
from typing import get_args

from bandingdesk.casework.ops import Sender
from bandingdesk.casework.papers.evidence import Evidence
from bandingdesk.casework.papers.ops import EvidenceAnswered, Reliance
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op

RELIANCE: tuple[Reliance, ...] = get_args(Reliance)
ASKED: tuple[Sender, ...] = ("family", "professional", "setting", "unknown")  # the council's own papers need no answer


class ReportsUnansweredError(RefusedError):
    """COUNT papers of the family or of professionals stand without an answer."""

    code = "EV-01"
    message = QT_TRANSLATE_NOOP("errors", "The decision can't be signed yet. Reports without an answer: {count}.")
    kept = QT_TRANSLATE_NOOP("errors", "All steps so far and your words are kept; nothing was signed.")
    do = QT_TRANSLATE_NOOP("errors", "Say for each whether you relied on it and why, then sign.")
    count: int


class AnswerEmptyError(InvalidError):
    """An answer without its reasons."""

    code = "EV-02"
    message = QT_TRANSLATE_NOOP("errors", "The answer to a report says no reason.")
    kept = QT_TRANSLATE_NOOP("errors", "What you wrote is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write in a line why you relied on it, in part, or not.")


def answer(paper: Evidence, by: str, at: datetime, body: EvidenceAnswered) -> Op:
    """Answer a paper; a later answer stands in place of an earlier one, and both are kept. Raises AnswerEmptyError."""
    if body.reliance not in RELIANCE or not body.why.strip():
        raise AnswerEmptyError()
    return Op("evidence.answered", paper.subject, paper.head, by, at, body)


def require_answered(count: int) -> None:
    """Check that none of COUNT papers stands without an answer. Raises ReportsUnansweredError."""
    if count:
        raise ReportsUnansweredError(count=count)
