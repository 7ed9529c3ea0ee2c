"""A higher panel's finding on one item, as its ops leave it, and what both kinds of finding ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import remit
from bandingdesk.panel.higher.ops import (
    FindingAsked,
    FindingCountersigned,
    FundsFound,
    FundsSigned,
    OversightAnswered,
    OversightFound,
)
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.sitting import Sitting


class FindingInvalidError(InvalidError):
    """The finding lacks something: MISSING lists the fields, NAMES says them in words."""

    code = "HI-02"
    message = QT_TRANSLATE_NOOP("errors", "The finding can't be recorded yet. Still to fill in: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Fill in what is listed, then record the finding again.")
    missing: tuple[str, ...]
    names: str

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(missing=missing, names=", ".join(_FIELDS[name] for name in missing))


class FindingClosedError(RefusedError):
    """The finding is signed, or answered: WHAT says which."""

    code = "HI-03"
    message = QT_TRANSLATE_NOOP("errors", "This finding can't be changed any more: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The finding stays as recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Put the case on another agenda if something new has to be settled.")
    what: str


_FIELDS = {
    "outcome": QT_TRANSLATE_NOOP("higher", "outcome"),
    "pence": QT_TRANSLATE_NOOP("higher", "the cost a year"),
    "shares": QT_TRANSLATE_NOOP("higher", "who bears what"),
    "agreed": QT_TRANSLATE_NOOP("higher", "who agreed each share, and when"),
    "commissioned": QT_TRANSLATE_NOOP("higher", "how it is commissioned"),
    "months": QT_TRANSLATE_NOOP("higher", "for how long"),
    "conditions": QT_TRANSLATE_NOOP("higher", "the conditions"),
    "options": QT_TRANSLATE_NOOP("higher", "the options looked at"),
    "reasons": QT_TRANSLATE_NOOP("higher", "the reasons"),
    "words": QT_TRANSLATE_NOOP("higher", "what was found, in words"),
    "asks": QT_TRANSLATE_NOOP("higher", "what is asked of the decision maker"),
    "theme": QT_TRANSLATE_NOOP("higher", "the theme to learn from"),
    "strand": QT_TRANSLATE_NOOP("higher", "the strand whose wording is to be reviewed"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did a step, when, and in what words."""

    person: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding; its id is the item's. `funds` or `oversight` is there once the panel has found."""

    id: str
    head: str
    asked: FindingAsked | None = None
    asked_by: Mark | None = None
    funds: FundsFound | None = None
    oversight: OversightFound | None = None
    found: Mark | None = None
    countersigned: Mark | None = None
    signed: Mark | None = None
    signature: FundsSigned | None = None
    answer: OversightAnswered | None = None
    answered: Mark | None = None

    @property
    def subject(self) -> Subject:
        """The subject of this finding."""
        return Subject("finding", self.id)

    @property
    def needs_second(self) -> bool:
        """Whether the second signature is still to come."""
        return self.funds is not None and self.funds.second_signature and self.countersigned is None


def apply(state: Finding | None, op: Recorded) -> Finding:
    """Return the finding after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Finding(op.subject.id, op.op_id)
    body = op.body
    mark = Mark(op.by, op.at, getattr(body, "words", ""))
    match body:
        case FindingAsked():
            return replace(before, asked=body, asked_by=replace(mark, words=body.why))
        case FundsFound():
            return replace(before, funds=body, found=replace(mark, words=body.reasons), countersigned=None)
        case OversightFound():
            return replace(before, oversight=body, found=mark)
        case FindingCountersigned():
            return replace(before, countersigned=mark)
        case FundsSigned():
            return replace(before, signed=mark, signature=body)
        case OversightAnswered():
            return replace(before, answer=body, answered=mark)
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a finding")


def ask(hand: Hand, body: FindingAsked) -> Op:
    """Return that a decision comes before a higher panel. Raises FindingInvalidError without a reason."""
    if not body.why.strip():
        raise FindingInvalidError(("reasons",))
    return hand.op("finding.asked", Subject("finding", body.item), None, body)


def require_led(sitting: Sitting, hand: Hand, basis: str) -> None:
    """Check that the panel settles this, sits, has its quorum, and that HAND is in the chair.

    Raises NotThisPanelError, MeetingNotOpenError, ItemNotOpenError, NotInChairError, QuorumLostError.
    """
    remit.require(sitting, basis)
    sitting.require_open()
    sitting.require_chair(hand.by)
    sitting.require_quorum()
