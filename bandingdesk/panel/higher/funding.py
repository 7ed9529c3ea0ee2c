"""High cost and joint panels: the source of the funds and how they are commissioned, to the penny.

They can't reopen agreed levels or Section F, and move no date of the law: the decision of the first panel is signed on
its own day, whatever is settled here (CFA 2014 s42: the council secures the provision of Section F).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import interests, outcomes
from bandingdesk.panel.decision import PinNeededError
from bandingdesk.panel.findings import Share
from bandingdesk.panel.higher import finding as findings
from bandingdesk.panel.higher.finding import Finding, FindingClosedError, FindingInvalidError
from bandingdesk.panel.higher.ops import FindingCountersigned, FundsFound, FundsSigned
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.sitting import Sitting

PARTIES = ("education", "health", "care", "other")
SIGNING_ROLE = "decision_maker"


class SharesSumError(InvalidError):
    """The shares come to SUM pence, the cost is PENCE."""

    code = "HI-04"
    message = QT_TRANSLATE_NOOP("errors", "The shares come to £{sum}, and the cost is £{cost} a year.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Change a share, so that they come to the cost to the penny.")
    sum: str
    cost: str


class PartyUnknownError(InvalidError):
    """A share names PARTY, which is none of education, health, care or other; or it is there twice, or below £0."""

    code = "HI-05"
    message = QT_TRANSLATE_NOOP("errors", "The share of {party} can't be taken.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Name education, health, care or other once each, with £0 or more.")
    party: str


class FundsSignerError(RefusedError):
    """PERSON may not sign: WHY says so."""

    code = "HI-06"
    message = QT_TRANSLATE_NOOP("errors", "You can't sign for these funds: {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "The panel's finding is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Pass it to somebody else who may sign.")
    person: str
    why: str


def missing(body: FundsFound, needs: Collection[str]) -> tuple[str, ...]:
    """Return the fields that a finding still needs, in the form's order."""
    paying = [share for share in body.shares if share.pence]
    answers = {
        "pence": "shares" not in needs or body.pence > 0,
        "shares": "shares" not in needs or bool(paying),
        "agreed": all(share.words.strip() for share in paying),
        "commissioned": "shares" not in needs or bool(body.commissioned.strip()),
        "months": "months" not in needs or bool(body.months and body.months > 0),
        "conditions": "conditions" not in needs or bool(body.conditions),
        "options": "shares" not in needs or bool(body.options),
        "reasons": bool(body.reasons.strip()),
    }
    return tuple(name for name, is_there in answers.items() if not is_there)


def find(state: Finding | None, sitting: Sitting, hand: Hand, body: FundsFound) -> Op:
    """Return how the provision is funded. BODY's `second_signature` is set here from the panel type's rule.

    Raises what `require_led` raises, FindingInvalidError with the list, PartyUnknownError, SharesSumError,
    FindingClosedError.
    """
    findings.require_led(sitting, hand, "funding")
    if state is not None and state.signed is not None:
        raise FindingClosedError(what="it is signed")
    if body.outcome not in sitting.terms.outcomes:
        raise FindingInvalidError(("outcome",))
    if unfilled := missing(body, outcomes.book().get(body.outcome).needs):
        raise FindingInvalidError(unfilled)
    require_sum(body.shares, body.pence)
    body = replace(body, second_signature=sitting.terms.second_signature != "never")
    seen = ((sitting.meeting.subject, sitting.meeting.head),)
    return hand.op("finding.funds_found", Subject("finding", body.item), state.head if state else None, body, seen)


def require_sum(shares: Sequence[Share], pence: int) -> None:
    """Check the parties, and that their shares come to PENCE. Raises PartyUnknownError, SharesSumError."""
    known: set[str] = set()
    for share in shares:
        if share.party not in PARTIES or share.party in known or share.pence < 0:
            raise PartyUnknownError(party=share.party)
        known.add(share.party)
    total = sum(share.pence for share in shares)
    if total != pence:
        raise SharesSumError(sum=f"{total / 100:,.2f}", cost=f"{pence / 100:,.2f}")


def countersign(
    state: Finding, sitting: Sitting, hand: Hand, words: str, *, pin_checked: bool, roles: Collection[str]
) -> Op:
    """Return the second signature: another voting member who is free to decide, or a head of service.

    Raises FindingClosedError, FundsSignerError, PinNeededError.
    """
    if not state.needs_second or state.found is None or state.signed is not None:
        raise FindingClosedError(what="no second signature is asked for, or it is given")
    if hand.by == state.found.person:
        raise FundsSignerError(person=hand.by, why="you recorded the finding")
    is_member = any(seat.person == hand.by for seat in sitting.meeting.voters)
    if not (is_member and interests.may_score(sitting.standing(hand.by))) and "head_of_service" not in roles:
        raise FundsSignerError(person=hand.by, why="you have no vote on this case")
    if not pin_checked:
        raise PinNeededError()
    return hand.op("finding.countersigned", state.subject, state.head, FindingCountersigned(words.strip(), True))


def sign(
    state: Finding,
    sitting: Sitting,
    hand: Hand,
    *,
    agrees: bool,
    words: str,
    pin_checked: bool,
    roles: Collection[str],
) -> Op:
    """Return the decision maker's record on the funds. Not agreeing needs words, and settles nothing of the plan.

    Raises FindingClosedError, FundsSignerError, FindingInvalidError, PinNeededError.
    """
    if state.funds is None or state.found is None:
        raise FindingClosedError(what="the panel has not found yet")
    if state.signed is not None:
        raise FindingClosedError(what="it is signed")
    if state.needs_second:
        raise FindingClosedError(what="the second signature comes first")
    if SIGNING_ROLE not in roles:
        raise FundsSignerError(person=hand.by, why="you do not hold the role of decision maker")
    if hand.by == state.found.person or sitting.standing(hand.by) in ("withdraw", "inform", "declared"):
        raise FundsSignerError(person=hand.by, why="you chaired this panel, or have an interest in the case")
    if not agrees and not words.strip():
        raise FindingInvalidError(("reasons",))
    if not pin_checked:
        raise PinNeededError()
    body = FundsSigned(agrees, sitting.terms.delegation, words.strip(), True)
    return hand.op("finding.funds_signed", state.subject, state.head, body)
