"""New evidence between a decision and its letter: it stops the letter until the decision maker has read it.

A letter tells the reasons and the evidence of a decision as they stood when it was signed. What came or changed since
may alter it, and only who decides can say whether it does: the decision stands, with words; the case goes back to a
panel; or a further record corrects it (correction.py).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op
from bandingdesk.panel.deciding.ops import EvidenceMet
from bandingdesk.panel.decision import Decision, ProposalInvalidError, StepError
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.officer import require_decision_maker
from bandingdesk.panel.ops import DecisionReturned
from bandingdesk.panel.sitting import Sitting

Papers = tuple[tuple[str, str], ...]  # every paper of a case at a moment: (id, sha256)


class NewEvidenceError(RefusedError):
    """PAPERS came or changed after the signature, and the decision maker has not said what follows.

    Their titles are case data: the screen names them beside the decision, an error counts them.
    """

    code = "DE-04"
    message = QT_TRANSLATE_NOOP("errors", "New evidence came after this decision was signed. Papers to read: {count}.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision and the letter are kept; nothing was issued or sent.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the decision maker whether the decision stands, then go on with the letter.")
    papers: tuple[str, ...]
    count: int


class DecisionCorrectedError(RefusedError):
    """A further record has taken the place of this decision: nothing more is written from it."""

    code = "DE-05"
    message = QT_TRANSLATE_NOOP("errors", "This decision was corrected by a further record.")
    kept = QT_TRANSLATE_NOOP("errors", "Both records are kept; nothing was issued or sent.")
    do = QT_TRANSLATE_NOOP("errors", "Write the letters of the record that corrects it.")


class DecisionReopenedError(RefusedError):
    """New evidence sent this decision back to its panel before a letter went."""

    code = "DE-10"
    message = QT_TRANSLATE_NOOP("errors", "This decision went back to the panel with new evidence.")
    kept = QT_TRANSLATE_NOOP("errors", "The signed record is kept; nothing was issued or sent.")
    do = QT_TRANSLATE_NOOP("errors", "Wait for the panel’s new decision, and write its letters.")


class NothingNewError(RefusedError):
    """There is no new evidence to answer."""

    code = "DE-06"
    message = QT_TRANSLATE_NOOP("errors", "No evidence came or changed since this decision was signed.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision stays as it is; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Go on with the letters.")


def newer(decision: Decision, known: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the papers of KNOWN that came or changed after the signature, or after it was last said to stand.

    A decision of before the record kept its papers (version 1) can't tell: none is new to it.
    """
    if decision.decided is None or not decision.decided.papers:
        return ()
    read = set(decision.met.papers if decision.met else decision.decided.papers)
    return tuple(paper for paper, sha256 in known if (paper, sha256) not in read)


def require_met(decision: Decision, known: Sequence[tuple[str, str]]) -> None:
    """Check that a letter may be written from DECISION.

    Raises DecisionCorrectedError, DecisionReopenedError, NewEvidenceError.
    """
    if decision.corrected_by:
        raise DecisionCorrectedError()
    if decision.signed is not None and decision.returned is not None:
        raise DecisionReopenedError()
    if found := newer(decision, known):
        raise NewEvidenceError(papers=found, count=len(found))


def stands(
    decision: Decision, sitting: Sitting, hand: Hand, words: str, known: Papers, *, roles: Collection[str]
) -> Op:
    """Return the decision maker's word that the decision stands beside the new evidence.

    Raises StepError, DecisionCorrectedError, NotDecisionMakerError, NothingNewError, ProposalInvalidError.
    """
    _require_answerable(decision, sitting, hand, words, known, roles)
    return hand.op("decision.evidence_met", decision.subject, decision.head, EvidenceMet(words.strip(), known))


def reopen(
    decision: Decision, sitting: Sitting, hand: Hand, words: str, known: Papers, *, roles: Collection[str]
) -> Op:
    """Return the case to its panel, since new evidence came before any letter went: no letter is written from this one.

    The signed record stays as it is; the panel takes the case anew. Raises as `stands`.
    """
    _require_answerable(decision, sitting, hand, words, known, roles)
    return hand.op("decision.returned", decision.subject, decision.head, DecisionReturned(words.strip()))


def _require_answerable(
    decision: Decision, sitting: Sitting, hand: Hand, words: str, known: Papers, roles: Collection[str]
) -> None:
    if decision.signed is None:
        raise StepError(before="the decision maker signs")
    if decision.corrected_by:
        raise DecisionCorrectedError()
    if decision.returned is not None:
        raise DecisionReopenedError()
    require_decision_maker(decision, sitting, hand.by, roles)
    if not newer(decision, known):
        raise NothingNewError()
    if not words.strip():
        raise ProposalInvalidError(("words",))
