"""A signed decision is not edited: a further record takes its place, linked both ways, and both are printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bandingdesk.casework.papers.answers import require_answered
from bandingdesk.casework.provision.shortfall import Shortfall, require_named
from bandingdesk.ops import Op, Seen, Subject
from bandingdesk.panel.deciding.ops import CorrectionSigned, DecisionCorrected
from bandingdesk.panel.deciding.section_f import Lower, require_covered
from bandingdesk.panel.decision import Decision, PinNeededError, ProposalInvalidError, StepError
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.new_evidence import DecisionCorrectedError, Papers
from bandingdesk.panel.officer import require_decision_maker
from bandingdesk.panel.ops import DecisionSigned, MoneyShown
from bandingdesk.panel.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the further record says in place of the earlier one. `words` say what was wrong, `reasons` why it is so."""

    outcome: str
    band: str | None
    words: str
    reasons: str
    legal_test: str
    evidence: tuple[str, ...]
    options: tuple[str, ...] = ()


def correct(
    old: Decision,
    new_id: str,
    sitting: Sitting,
    hand: Hand,
    says: Corrected,
    *,
    needs: Collection[str],
    money: MoneyShown | None,
    papers: Papers,
    pin_checked: bool,
    roles: Collection[str],
    bands: Collection[str],
    provision: Sequence[str] = (),
    lower: tuple[Lower, ...] = (),
    unanswered: int = 0,
    shortfall: Shortfall | None = None,
    seen: Seen = (),
) -> tuple[Op, Op]:
    """Return the further record, and the link on the earlier one. Both go into the log together.

    NEEDS is what the outcome asks for; where it asks for a step that nobody took, the case goes to a panel instead.
    Raises StepError, DecisionCorrectedError, NotDecisionMakerError, ProposalInvalidError, SectionFOpenError,
    ReportsUnansweredError, ShortfallOpenError, PinNeededError.
    """
    if old.signed is None or old.proposal is None or old.decided is None:
        raise StepError(before="the decision maker signs")
    if old.corrected_by:
        raise DecisionCorrectedError()
    require_decision_maker(old, sitting, hand.by, roles)
    if set(needs) - old.needs:
        raise StepError(before="a panel takes the steps of this outcome: put the case on an agenda")
    answers = {
        "outcome": says.outcome in sitting.terms.outcomes,
        "band": says.band in bands if "band" in needs else says.band is None,
        "legal_test": bool(says.legal_test.strip()),
        "evidence": bool(says.evidence),
        "reason": bool(says.words.strip()),
        "words": bool(says.reasons.strip()),
    }
    if unfilled := tuple(name for name, is_there in answers.items() if not is_there):
        raise ProposalInvalidError(unfilled)
    if "section_f" in needs:
        require_covered(old.provision, provision, lower)
    require_answered(unanswered)
    require_named(shortfall)
    if not pin_checked:
        raise PinNeededError()
    decided = DecisionSigned(
        agrees=(says.outcome, says.band) == (old.proposal.outcome, old.proposal.band),
        outcome=says.outcome,
        band=says.band,
        delegation=sitting.terms.delegation,
        words=says.reasons.strip(),
        pin_checked=True,
        legal_test=says.legal_test.strip(),
        options=says.options,
        evidence=says.evidence,
        papers=papers,
    )
    finding = replace(old.proposal, evidence=says.evidence, legal_test=says.legal_test.strip())
    body = CorrectionSigned(old.id, says.words.strip(), finding, old.provision, money, decided)
    stands_on = ((old.subject, old.head), *seen)
    link = DecisionCorrected(new_id, says.words.strip())
    return (
        hand.op("decision.correction_signed", Subject("decision", new_id), None, body, stands_on),
        hand.op("decision.corrected", old.subject, old.head, link),
    )
