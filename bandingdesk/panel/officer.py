"""The decision maker: the second record, whole in itself, or the recommendation sent back to the panel.

The panel is advisory; a delegated officer who did not chair it decides (statute.md 2, LGO 24 008 773).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bandingdesk.casework.papers.answers import require_answered
from bandingdesk.casework.provision.shortfall import Shortfall, require_named
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Seen
from bandingdesk.panel.deciding import section_f
from bandingdesk.panel.deciding.section_f import Lower
from bandingdesk.panel.decision import Decision, PinNeededError, ProposalInvalidError, StepError, require_proposal
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.grounds_found import require_grounds
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.ops import MATRIX_NEEDS, DecisionReturned, DecisionSigned
from bandingdesk.panel.sitting import Sitting

SIGNING_ROLE = "decision_maker"


class NotDecisionMakerError(RefusedError):
    """PERSON may not decide: not a decision maker, or in the chair of the meeting that recommends."""

    code = "PN-46"
    message = QT_TRANSLATE_NOOP("errors", "You can't decide this case: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "The panel's recommendation is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Pass it to a decision maker who did not chair this panel.")
    person: str
    why: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What the decision maker's record holds of its own; what is empty stands as the panel's record has it.

    `papers` are all papers of the case at the signature, (id, sha256).
    """

    legal_test: str = ""
    options: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    grounds: tuple[GroundFound, ...] = ()
    reasonable_steps: str = ""


AS_THE_PANEL = OwnRecord()


def require_decision_maker(decision: Decision, sitting: Sitting, person: str, roles: Collection[str]) -> None:
    """Raises NotDecisionMakerError unless PERSON holds the role, did not chair and has no interest in the case."""
    if SIGNING_ROLE not in roles:
        raise NotDecisionMakerError(person=person, why="you do not hold the role of decision maker")
    chairs = {seat.person for seat in sitting.meeting.seats if seat.role == "chair"}
    proposed_by = {mark.person for mark in (decision.proposed, decision.recommended) if mark}
    if person in chairs | proposed_by:
        raise NotDecisionMakerError(person=person, why="you chaired the panel that recommends it")
    if sitting.standing(person) in ("withdraw", "inform", "declared"):
        raise NotDecisionMakerError(person=person, why="you have an interest in it")


def sign(
    decision: Decision,
    sitting: Sitting,
    hand: Hand,
    *,
    agrees: bool,
    outcome: str,
    band: str | None,
    words: str,
    pin_checked: bool,
    roles: Collection[str],
    bands: Collection[str],
    unanswered: int = 0,
    shortfall: Shortfall | None = None,
    needs: Collection[str] = MATRIX_NEEDS,
    own: OwnRecord = AS_THE_PANEL,
    provision: Sequence[str] = (),
    lower: tuple[Lower, ...] = (),
    guidance: Mapping[str, str] | None = None,
    seen: Seen = (),
) -> Op:
    """Return the decision maker's own decision: the second record. Where it differs from the panel it needs words.

    NEEDS is what OUTCOME asks for: where it needs a step that the panel did not take, the decision goes back to the
    panel. OWN is what the record holds of its own. PROVISION are the plan's Section F lines and LOWER what this band is
    below: the panel's check has to cover it. GUIDANCE are the council's criteria by test. UNANSWERED reports, such as
    one that came in after the panel, keep it from being signed, and so does a SHORTFALL of Section F beside this band
    that nobody named (None: no ledger was entered). Raises NotDecisionMakerError, StepError, ProposalInvalidError,
    SectionFOpenError, ReportsUnansweredError, ShortfallOpenError, PinNeededError, DecisionClosedError, and what
    `require_grounds` raises.
    """
    proposal = require_proposal(decision)
    require_decision_maker(decision, sitting, hand.by, roles)
    if decision.recommended is None:
        raise StepError(before="the panel's recommendation")
    if set(needs) - decision.needs:
        raise StepError(before="the panel takes the steps of this outcome: send it back")
    is_same = (outcome, band) == (proposal.outcome, proposal.band)
    answers = {
        "outcome": outcome in sitting.terms.outcomes,
        "band": band in bands if "band" in needs else band is None,
        "words": (agrees and is_same) or bool(not agrees and words.strip()),
    }
    if unfilled := tuple(name for name, is_there in answers.items() if not is_there):
        raise ProposalInvalidError(unfilled)
    grounds = own.grounds or proposal.grounds
    if "grounds" in needs:
        steps = own.reasonable_steps or proposal.reasonable_steps
        require_grounds(outcome, grounds, sitting.meeting.on, reasonable_steps=steps, guidance=guidance)
    if "section_f" in needs:
        section_f.require_covered(decision.provision, provision, lower)
    require_answered(unanswered)
    require_named(shortfall)
    if not pin_checked:
        raise PinNeededError()
    body = DecisionSigned(
        agrees,
        outcome,
        band,
        sitting.terms.delegation,
        words.strip(),
        True,
        legal_test=own.legal_test.strip() or proposal.legal_test,
        options=own.options or proposal.options,
        evidence=own.evidence or proposal.evidence,
        papers=own.papers,
        grounds=grounds,
    )
    return hand.op("decision.signed", decision.subject, decision.head, body, seen)


def return_to_panel(decision: Decision, sitting: Sitting, hand: Hand, words: str, *, roles: Collection[str]) -> Op:
    """Return the decision to the panel, with words. Raises NotDecisionMakerError, StepError, ProposalInvalidError."""
    require_proposal(decision)
    require_decision_maker(decision, sitting, hand.by, roles)
    if decision.recommended is None:
        raise StepError(before="the panel's recommendation")
    if not words.strip():
        raise ProposalInvalidError(("words",))
    return hand.op("decision.returned", decision.subject, decision.head, DecisionReturned(words.strip()))


def effect(agrees: bool, says: str, band_title: str) -> str:
    """Return the one sentence that says what signing does, shown before the PIN is asked. SAYS is the outcome's."""
    band = f" and sets {band_title}" if band_title else ""
    who = "as the panel recommends" if agrees else "otherwise than the panel recommends"
    return f"Your decision {says}{band}, {who}. It can't be edited afterwards; a correction is linked."
