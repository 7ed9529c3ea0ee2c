"""The panel's own finding and what follows it: second signature, Section F, money, recommendation, decision.

The engine can't write any of this: the indicated band is named beside the decided one and never overwritten. The panel
recommends and a delegated officer decides, in two records (statute.md: the panel is advisory, LGO 24 008 773).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.ops import Outcome
from bandingdesk.casework.papers.answers import require_answered
from bandingdesk.casework.provision.shortfall import Shortfall, require_named
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Seen, Subject
from bandingdesk.panel import interests
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.moderation import LevelsOpenError, Round
from bandingdesk.panel.ops import (
    BandProposed,
    DecisionCountersigned,
    DecisionRecommended,
    DecisionReturned,
    DecisionSigned,
    MoneyShown,
    ProvisionLine,
    SectionFChecked,
)
from bandingdesk.panel.sitting import Sitting, Terms

SIGNING_ROLE = "decision_maker"


class ProposalInvalidError(InvalidError):
    """The proposal lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "PN-40"
    message = QT_TRANSLATE_NOOP("errors", "The decision can't be proposed yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then propose again.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(_FIELD_NAMES[name] for name in missing))


class StepError(RefusedError):
    """The decision's steps come in a fixed order, and BEFORE is still to do."""

    code = "PN-41"
    message = QT_TRANSLATE_NOOP("errors", "Another step comes first: {before}.")
    kept = QT_TRANSLATE_NOOP("errors", "The steps done so far are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Take that step, then come back to this one.")
    before: str


class DecisionClosedError(RefusedError):
    """The decision is recommended, signed, or its money is seen: the band stays."""

    code = "PN-42"
    message = QT_TRANSLATE_NOOP("errors", "This decision can't be changed any more: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision stays as recorded.")
    do = QT_TRANSLATE_NOOP("errors", "The decision maker can return it to the panel, with words.")
    what: str


class SecondSignatureError(RefusedError):
    """PERSON may not give the second signature: it comes from another member, or a head of service."""

    code = "PN-43"
    message = QT_TRANSLATE_NOOP("errors", "The second signature comes from somebody other than the proposer.")
    kept = QT_TRANSLATE_NOOP("errors", "The proposal is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask another member of this panel or the head of service to sign.")
    person: str


class PinNeededError(RefusedError):
    """A signature without a checked PIN."""

    code = "PN-44"
    message = QT_TRANSLATE_NOOP("errors", "A signature needs your PIN.")
    kept = QT_TRANSLATE_NOOP("errors", "Everything on the screen is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Enter your PIN, then sign.")


class ProvisionOpenError(InvalidError):
    """The Section F check leaves out LINES, or a line that is not secured has no words."""

    code = "PN-45"
    message = QT_TRANSLATE_NOOP("errors", "{count} lines of Section F are not answered.")
    kept = QT_TRANSLATE_NOOP("errors", "Your answers are kept on the screen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say for each line how it stays secured, or what follows if it does not.")
    lines: tuple[str, ...]
    count: int

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__(lines=lines, count=len(lines))


class NotDecisionMakerError(RefusedError):
    """PERSON may not decide: not a decision maker, or in the chair of the meeting that recommends."""

    code = "PN-46"
    message = QT_TRANSLATE_NOOP("errors", "You can't decide this case: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "The panel's recommendation is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Pass it to a decision maker who did not chair this panel.")
    person: str
    why: str


_FIELD_NAMES = {
    "outcome": QT_TRANSLATE_NOOP("panel", "outcome of the review"),
    "legal_test": QT_TRANSLATE_NOOP("panel", "legal test in words"),
    "fit_words": QT_TRANSLATE_NOOP("panel", "whether the matrix fits this child"),
    "band": QT_TRANSLATE_NOOP("panel", "band"),
    "reason_code": QT_TRANSLATE_NOOP("panel", "reason for another band, from the list"),
    "reason": QT_TRANSLATE_NOOP("panel", "why, in words"),
    "views_considered": QT_TRANSLATE_NOOP("panel", "how the family's views were considered"),
    "evidence": QT_TRANSLATE_NOOP("panel", "evidence relied on"),
    "changes": QT_TRANSLATE_NOOP("panel", "what changes in the plan"),
    "starts": QT_TRANSLATE_NOOP("panel", "a review day after the start"),
    "words": QT_TRANSLATE_NOOP("panel", "reasons of the decision maker"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when, and in what words."""

    person: str
    at: datetime
    words: str
    entered_by: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as its ops leave it: the panel's proposal and the steps after it. A new proposal starts them anew."""

    id: str
    head: str
    proposal: BandProposed | None = None
    proposed: Signature | None = None
    countersigned: Signature | None = None
    provision: SectionFChecked | None = None
    provision_checked: Signature | None = None
    money: MoneyShown | None = None
    money_shown: Signature | None = None
    recommendation: DecisionRecommended | None = None
    recommended: Signature | None = None
    decided: DecisionSigned | None = None
    signed: Signature | None = None
    returned: Signature | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this decision."""
        return Subject("decision", self.id)

    @property
    def needs_second(self) -> bool:
        """Whether the second signature is still to come."""
        return self.proposal is not None and self.proposal.second_signature and self.countersigned is None


def apply(state: Decision | None, op: Recorded) -> Decision:
    """Return the decision after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Decision(op.subject.id, op.op_id)
    body = op.body
    if isinstance(body, (Erased, Sealed)):
        return before
    mark = Signature(op.by, op.at, getattr(body, "words", ""), op.entered_by)
    match body:
        case BandProposed():
            return Decision(op.subject.id, op.op_id, body, replace(mark, words=body.reason))
        case DecisionCountersigned():
            return replace(before, countersigned=mark)
        case SectionFChecked():
            return replace(before, provision=body, provision_checked=mark)
        case MoneyShown():
            return replace(before, money=body, money_shown=mark)
        case DecisionRecommended():
            return replace(before, recommendation=body, recommended=mark)
        case DecisionSigned():
            return replace(before, decided=body, signed=mark)
        case DecisionReturned():
            return replace(before, returned=mark)
    raise ValueError(f"{op.kind} is not an op of a decision")


def second_signature_needed(terms: Terms, indicated: str | None, band: str) -> bool:
    """Return whether the panel type's rule asks for a second signature: up and down alike (ux.md 3.6)."""
    if terms.second_signature == "always":
        return True
    return terms.second_signature == "override" and band != indicated


def missing(body: BandProposed, terms: Terms, bands: Collection[str], codes: Collection[str]) -> tuple[str, ...]:
    """Return the fields that a proposal still needs, in the form's order.

    BANDS are the framework's, CODES its override reasons. A band that departs from the indicated one, or where none
    was indicated, needs a listed code and words.
    """
    departs = body.band != body.indicated
    answers = {
        "outcome": body.outcome in terms.outcomes,
        "legal_test": bool(body.legal_test.strip()),
        "fit_words": bool(body.fit_words.strip()),
        "band": body.band in bands,
        "reason_code": not departs or body.reason_code in codes,
        "reason": not departs or bool(body.reason.strip()),
        "views_considered": bool(body.views_considered.strip()),
        "evidence": bool(body.evidence),
        "changes": body.outcome != "amend" or bool(body.changes),
        "starts": body.review_by > body.starts,
    }
    return tuple(name for name, is_there in answers.items() if not is_there)


def propose(
    decision: Decision | None,
    decision_id: str,
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    body: BandProposed,
    *,
    bands: Collection[str],
    codes: Collection[str],
    evidence: Seen = (),
) -> Op:
    """Return the panel's finding. BODY's `second_signature` is set here from the panel type's rule.

    EVIDENCE are the heads of the papers relied on. Raises NotInChairError, QuorumLostError, LevelsOpenError,
    ProposalInvalidError with the list, DecisionClosedError, and what `require_open` raises.
    """
    sitting.require_open()
    sitting.require_chair(hand.by)
    sitting.require_quorum()
    if round_.indicated is None:
        raise LevelsOpenError(round_.still_open)
    if decision is not None:
        require_unsettled(decision)
    if unfilled := missing(body, sitting.terms, bands, codes):
        raise ProposalInvalidError(unfilled)
    indicated = round_.indicated.band
    if (body.round, body.indicated) != (round_.id, indicated):
        raise StepError(before="the indicated band is named as the record has it")
    body = replace(body, second_signature=second_signature_needed(sitting.terms, indicated, body.band))
    seen: Seen = ((round_.subject, round_.head), (sitting.meeting.subject, sitting.meeting.head), *evidence)
    parent = decision.head if decision else None
    return hand.op("decision.band_proposed", Subject("decision", decision_id), parent, body, seen)


def require_unsettled(decision: Decision) -> None:
    """Raises DecisionClosedError where a new proposal would come after money or a signature, unless returned."""
    if decision.returned is not None:
        return
    if decision.signed is not None:
        raise DecisionClosedError(what="it is signed")
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    if decision.money is not None:
        raise DecisionClosedError(what="the amount has been shown")


def require_proposal(decision: Decision) -> BandProposed:
    """Return the proposal that the next step builds on. Raises StepError, DecisionClosedError."""
    if decision.proposal is None:
        raise StepError(before="propose a band")
    if decision.returned is not None:
        raise StepError(before="the panel proposes again, since the decision was returned")
    if decision.signed is not None:
        raise DecisionClosedError(what="it is signed")
    return decision.proposal


def countersign(
    decision: Decision, sitting: Sitting, hand: Hand, words: str, *, pin_checked: bool, roles: Collection[str]
) -> Op:
    """Return the second signature, by another voting member of the panel who is free to decide, or a head of service.

    Raises SecondSignatureError, PinNeededError, StepError, DecisionClosedError.
    """
    require_proposal(decision)
    if not decision.needs_second or decision.proposed is None:
        raise DecisionClosedError(what="no second signature is asked for, or it is given")
    is_member = any(seat.person == hand.by for seat in sitting.meeting.voters)
    is_free = interests.may_score(sitting.standing(hand.by))
    if hand.by == decision.proposed.person or not ((is_member and is_free) or "head_of_service" in roles):
        raise SecondSignatureError(person=hand.by)
    if sitting.standing(hand.by) in ("withdraw", "inform", "declared"):
        raise SecondSignatureError(person=hand.by)
    if not pin_checked:
        raise PinNeededError()
    body = DecisionCountersigned(words.strip(), True)
    return hand.op("decision.countersigned", decision.subject, decision.head, body)


def check_section_f(
    decision: Decision,
    sitting: Sitting,
    hand: Hand,
    lines: Sequence[ProvisionLine],
    words: str,
    *,
    provision: Sequence[str],
) -> Op:
    """Return the provision check that comes before money. PROVISION are the plan's own Section F lines.

    Section F must be secured whatever the band (CFA 2014 s42): a line that is not secured needs words on what
    follows. Raises ProvisionOpenError, StepError, DecisionClosedError, NotInChairError.
    """
    require_proposal(decision)
    sitting.require_open()
    sitting.require_lead(hand.by)
    if decision.needs_second:
        raise StepError(before="the second signature")
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    answered = {line.provision for line in lines if line.secured_by.strip() or (not line.secured and words.strip())}
    wanted = dict.fromkeys((*provision, *(line.provision for line in lines)))
    if unanswered := tuple(line for line in wanted if line not in answered):
        raise ProvisionOpenError(unanswered)
    body = SectionFChecked(tuple(lines), words.strip())
    return hand.op("decision.section_f_checked", decision.subject, decision.head, body)


def show_money(decision: Decision, sitting: Sitting, hand: Hand, body: MoneyShown) -> Op:
    """Return the showing of the amount: after the band is accepted and Section F is checked, before anybody signs.

    Source: ux.md 3.3 and 3.6. Raises StepError, DecisionClosedError, NotInChairError.
    """
    require_proposal(decision)
    sitting.require_open()
    sitting.require_lead(hand.by)
    if decision.needs_second:
        raise StepError(before="the second signature")
    if decision.provision is None:
        raise StepError(before="the Section F check")
    if decision.money is not None:
        raise DecisionClosedError(what="the amount has been shown")
    return hand.op("decision.money_shown", decision.subject, decision.head, body)


def recommend(
    decision: Decision,
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    words: str,
    *,
    pin_checked: bool,
    unanswered: int = 0,
    seen: Seen = (),
) -> Op:
    """Return the panel's recommendation, signed by the person in the chair: the first record.

    UNANSWERED reports keep it from being signed. SEEN are the heads that the signature stands on: case, evidence.
    Raises StepError before money, QuorumLostError, NotInChairError, ReportsUnansweredError, PinNeededError,
    DecisionClosedError.
    """
    require_proposal(decision)
    sitting.require_open()
    sitting.require_chair(hand.by)
    counted = sitting.require_quorum()
    if decision.money is None:
        raise StepError(before="show the amount")
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    require_answered(unanswered)
    if not pin_checked:
        raise PinNeededError()
    body = DecisionRecommended(words.strip(), counted.people, counted.needed, True)
    stands_on = ((sitting.meeting.subject, sitting.meeting.head), (round_.subject, round_.head), *seen)
    return hand.op("decision.recommended", decision.subject, decision.head, body, stands_on)


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
    outcome: Outcome,
    band: str,
    words: str,
    pin_checked: bool,
    roles: Collection[str],
    bands: Collection[str],
    unanswered: int = 0,
    shortfall: Shortfall | None = None,
    seen: Seen = (),
) -> Op:
    """Return the decision maker's own decision: the second record. Where it differs from the panel it needs words.

    UNANSWERED reports, such as one that came in after the panel, keep it from being signed, and so does a SHORTFALL of
    Section F beside this band that nobody named (None: no ledger was entered). Raises NotDecisionMakerError, StepError,
    ProposalInvalidError, ReportsUnansweredError, ShortfallOpenError, PinNeededError, DecisionClosedError.
    """
    proposal = require_proposal(decision)
    require_decision_maker(decision, sitting, hand.by, roles)
    if decision.recommended is None:
        raise StepError(before="the panel's recommendation")
    is_same = (outcome, band) == (proposal.outcome, proposal.band)
    answers = {
        "outcome": outcome in sitting.terms.outcomes,
        "band": band in bands,
        "words": (agrees and is_same) or bool(not agrees and words.strip()),
    }
    if unfilled := tuple(name for name, is_there in answers.items() if not is_there):
        raise ProposalInvalidError(unfilled)
    require_answered(unanswered)
    require_named(shortfall)
    if not pin_checked:
        raise PinNeededError()
    body = DecisionSigned(agrees, outcome, band, sitting.terms.delegation, words.strip(), True)
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


def effect(agrees: bool, outcome: Outcome, band_title: str) -> str:
    """Return the one sentence that says what signing does, shown before the PIN is asked."""
    what = {"keep": "keeps the plan as it is", "amend": "amends the plan", "cease": "ends the plan"}[outcome]
    who = "as the panel recommends" if agrees else "otherwise than the panel recommends"
    return f"Your decision {what} and sets {band_title}, {who}. It can't be edited afterwards; a correction is linked."
