"""The panel's own finding and what follows it: second signature, Section F, money, recommendation, decision.

The engine can't write any of this: the indicated band is named beside the decided one and never overwritten. The panel
recommends and a delegated officer decides, in two records (statute.md: the panel is advisory, LGO 24 008 773).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.papers.answers import require_answered
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Seen, Subject
from bandingdesk.panel import interests
from bandingdesk.panel.deciding import refusals, section_f
from bandingdesk.panel.deciding.ops import CorrectionSigned, DecisionCorrected, EvidenceMet, ReferredHigher
from bandingdesk.panel.deciding.section_f import Lower
from bandingdesk.panel.grounds_found import require_grounds
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


class StepNotAskedError(RefusedError):
    """The proposed outcome has no such STEP."""

    code = "DE-01"
    message = QT_TRANSLATE_NOOP("errors", "This outcome does not ask for {step}.")
    kept = QT_TRANSLATE_NOOP("errors", "The steps done so far are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Go on with the next step that the page offers.")
    step: str


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


_FIELD_NAMES = {
    "outcome": QT_TRANSLATE_NOOP("panel", "outcome"),
    "legal_test": QT_TRANSLATE_NOOP("panel", "legal test in words"),
    "fit_words": QT_TRANSLATE_NOOP("panel", "whether the matrix fits this child"),
    "band": QT_TRANSLATE_NOOP("panel", "band"),
    "reason_code": QT_TRANSLATE_NOOP("panel", "reason for another band, from the list"),
    "reason": QT_TRANSLATE_NOOP("panel", "why, in words"),
    "views_considered": QT_TRANSLATE_NOOP("panel", "how the family's views were considered"),
    "evidence": QT_TRANSLATE_NOOP("panel", "evidence relied on"),
    "changes": QT_TRANSLATE_NOOP("panel", "what changes in the plan"),
    "starts": QT_TRANSLATE_NOOP("panel", "a review day after the start"),
    "setting": QT_TRANSLATE_NOOP("panel", "setting or kind of setting"),
    "months": QT_TRANSLATE_NOOP("panel", "how long it holds, in months"),
    "conditions": QT_TRANSLATE_NOOP("panel", "conditions, or what is still owed"),
    "length_reason": QT_TRANSLATE_NOOP("panel", "why it holds for a year or less"),
    "actions": QT_TRANSLATE_NOOP("panel", "each action with who does it"),
    "shares": QT_TRANSLATE_NOOP("panel", "what each party pays"),
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
    referred: ReferredHigher | None = None
    referred_mark: Signature | None = None
    met: EvidenceMet | None = None
    met_mark: Signature | None = None
    corrects: str = ""  # the earlier decision that this record takes the place of
    correction_words: str = ""  # what was wrong in it
    corrected_by: str = ""
    corrected: Signature | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this decision."""
        return Subject("decision", self.id)

    @property
    def needs(self) -> frozenset[str]:
        """What the proposed outcome asks for: the steps follow from it."""
        return frozenset(self.proposal.needs) if self.proposal else frozenset()

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
            made = Decision(op.subject.id, op.op_id, body, replace(mark, words=body.reason))
            return replace(made, referred=before.referred, referred_mark=before.referred_mark)
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
        case ReferredHigher():
            return replace(before, referred=body, referred_mark=mark)
        case EvidenceMet():
            return replace(before, met=body, met_mark=mark)
        case DecisionCorrected():
            return replace(before, corrected_by=body.by_decision, corrected=mark)
        case CorrectionSigned():
            return _correction(before, body, mark)
    raise ValueError(f"{op.kind} is not an op of a decision")


def _correction(before: Decision, body: CorrectionSigned, mark: Signature) -> Decision:
    """Return a decision that began as a correction: whole at once, signed by one person."""
    return replace(
        before,
        proposal=body.finding,
        proposed=replace(mark, words=body.finding.reason),
        provision=body.provision,
        provision_checked=mark if body.provision else None,
        money=body.money,
        money_shown=mark if body.money else None,
        decided=body.decided,
        signed=replace(mark, words=body.decided.words),
        corrects=body.corrects,
        correction_words=body.words,
    )


PERIOD = frozenset({"band", "setting", "months", "shares"})  # what is agreed from a day until a day
YEAR_MONTHS = 12


def second_signature_needed(terms: Terms, indicated: str | None, band: str | None) -> bool:
    """Return whether the panel type's rule asks for a second signature: up and down alike, no band too (ux.md 3.6)."""
    if terms.second_signature == "always":
        return True
    return terms.second_signature == "override" and band != indicated


def departs(needs: Collection[str], indicated: str | None, band: str | None) -> bool:
    """Return whether a finding leaves what the matrix indicates: another band, or none; never one without a matrix."""
    return "fit" in needs and band != indicated


def missing(body: BandProposed, terms: Terms, bands: Collection[str], codes: Collection[str]) -> tuple[str, ...]:
    """Return the fields that a proposal still needs, in the form's order: those that its outcome asks for.

    BANDS are the framework's, CODES its override reasons. A band that departs from the indicated one, or where none
    was indicated, needs a listed code and words. A test is answered in words, or limb by limb.
    """
    needs = set(body.needs)
    has_band = "band" in needs
    leaves = departs(needs, body.indicated, body.band)
    answered = [found for found in body.grounds if found.met is not None]  # the rest it did not come to
    by_limb = bool(answered) and all(found.words.strip() for found in answered)
    is_short = body.months is not None and body.months <= YEAR_MONTHS
    answers = {
        "outcome": body.outcome in terms.outcomes,
        "legal_test": bool(body.legal_test.strip()) or by_limb,
        "fit_words": "fit" not in needs or bool(body.fit_words.strip()),
        "band": body.band in bands if has_band else body.band is None,
        "reason_code": not leaves or body.reason_code in codes,
        "reason": not leaves or bool(body.reason.strip()),
        "setting": "setting" not in needs or bool(body.setting.strip()),
        "views_considered": bool(body.views_considered.strip()),
        "evidence": bool(body.evidence),
        "changes": body.outcome != section_f.AMENDS or bool(body.changes),
        "conditions": "conditions" not in needs or bool(body.conditions),
        "starts": not needs & PERIOD or body.review_by > body.starts,
        "months": "months" not in needs or bool(body.months),
        "length_reason": not is_short or bool(body.length_reason.strip()),
        "shares": "shares" not in needs or bool(body.shares),
        "actions": all(one.what.strip() and one.owner.strip() for one in body.actions),
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
    guidance: Mapping[str, str] | None = None,
) -> Op:
    """Return the panel's finding. BODY's `second_signature` is set here from the panel type's rule.

    An outcome with a band waits for the indicated one, any other for all answers to be agreed. EVIDENCE are the heads
    of the papers relied on, GUIDANCE the council's criteria by test. Raises NotInChairError, QuorumLostError,
    LevelsOpenError, ProposalInvalidError with the list, DecisionClosedError, and what `require_open` and
    `require_grounds` raise.
    """
    sitting.require_open()
    sitting.require_chair(hand.by)
    sitting.require_quorum()
    has_band = "band" in body.needs
    if (has_band and round_.indicated is None) or not round_.is_revealed or round_.still_open:
        raise LevelsOpenError(round_.still_open)
    if decision is not None:
        require_unsettled(decision)
    if unfilled := missing(body, sitting.terms, bands, codes):
        raise ProposalInvalidError(unfilled)
    indicated = round_.indicated.band if round_.indicated else None
    if (body.round, body.indicated) != (round_.id, indicated):
        raise StepError(before="the indicated band is named as the record has it")
    if "grounds" in body.needs:
        steps = body.reasonable_steps
        require_grounds(body.outcome, body.grounds, sitting.meeting.on, reasonable_steps=steps, guidance=guidance)
    leaves = departs(body.needs, indicated, body.band)
    second = second_signature_needed(sitting.terms, indicated, body.band if leaves else indicated)
    body = replace(body, second_signature=second)
    seen: Seen = ((round_.subject, round_.head), (sitting.meeting.subject, sitting.meeting.head), *evidence)
    parent = decision.head if decision else None
    return hand.op("decision.band_proposed", Subject("decision", decision_id), parent, body, seen)


def require_unsettled(decision: Decision) -> None:
    """Raises DecisionClosedError where a new proposal would come after money or a signature, unless returned."""
    if decision.signed is not None:
        raise DecisionClosedError(what="it is signed")
    if decision.returned is not None:
        return
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    if decision.money is not None:
        raise DecisionClosedError(what="the amount has been shown")


def require_proposal(decision: Decision) -> BandProposed:
    """Return the proposal that the next step builds on. Raises StepError, DecisionClosedError."""
    if decision.proposal is None:
        raise StepError(before="propose a band")
    if decision.signed is not None:
        raise DecisionClosedError(what="it is signed")
    if decision.returned is not None:
        raise StepError(before="the panel proposes again, since the decision was returned")
    return decision.proposal


def step_before(decision: Decision) -> str | None:
    """Return the step that is still to do before the panel recommends, None where none is: by what the outcome needs.

    Order: band, second signature, Section F, amount (ux.md 3.6). Without a band only the second signature is left.
    """
    if decision.needs_second:
        return "the second signature"
    if "section_f" in decision.needs and decision.provision is None:
        return "the Section F check"
    if "money" in decision.needs and decision.money is None:
        return "show the amount"
    return None


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
    lower: tuple[Lower, ...] = (),
) -> Op:
    """Return the provision check that comes before money. PROVISION are the plan's own Section F lines.

    Section F must be secured whatever the band (CFA 2014 s42): a line that is not secured needs words on what
    follows. LOWER is what the band is below: with an unchanged plan each line then also says what the setting needs.
    Raises ProvisionOpenError, SectionFOpenError, LineChangeError, StepError, DecisionClosedError, NotInChairError.
    """
    proposal = require_proposal(decision)
    sitting.require_open()
    sitting.require_lead(hand.by)
    if decision.needs_second:
        raise StepError(before="the second signature")
    if "section_f" not in decision.needs:
        raise StepNotAskedError(step="a check of Section F")
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    section_f.require_lines(lines, proposal.outcome)
    if unanswered := section_f.unanswered(lines, words, provision, in_full=False):
        raise ProvisionOpenError(unanswered)
    body = SectionFChecked(tuple(lines), words.strip(), proposal.band, lower)
    section_f.require_covered(body, provision, lower)
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
    if "money" not in decision.needs:
        raise StepNotAskedError(step="an amount")
    if decision.provision is None and "section_f" in decision.needs:
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
    late: int = 0,
    higher: str = "",
    seen: Seen = (),
) -> Op:
    """Return the panel's recommendation, signed by the person in the chair: the first record.

    UNANSWERED reports and LATE papers that nobody settled keep it from being signed, and so does a cost that has to go
    on to panel type HIGHER. SEEN are the heads that the signature stands on: case, evidence. Raises StepError before
    the outcome's steps are done, QuorumLostError, NotInChairError, ReportsUnansweredError, LatePapersOpenError,
    HigherPanelError, PinNeededError, DecisionClosedError.
    """
    require_proposal(decision)
    sitting.require_open()
    sitting.require_chair(hand.by)
    counted = sitting.require_quorum()
    if (before := step_before(decision)) is not None:
        raise StepError(before=before)
    if decision.recommended is not None:
        raise DecisionClosedError(what="the panel has recommended it")
    refusals.require_settled(late)
    require_answered(unanswered)
    refusals.require_referred(higher)
    if not pin_checked:
        raise PinNeededError()
    body = DecisionRecommended(words.strip(), counted.people, counted.needed, True)
    stands_on = (*sitting.stands_on, (round_.subject, round_.head), *seen)
    return hand.op("decision.recommended", decision.subject, decision.head, body, stands_on)
