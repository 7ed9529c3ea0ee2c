"""Interests: each member answers for each item before its papers open; the chair settles what was declared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from bandingdesk.council.ops import InterestDefault
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Seen, Subject
from bandingdesk.panel.ops import InterestDeclared, InterestSettled

Answer = Literal["none", "yes", "unsure"]
SettledAs = Literal["withdraw", "inform", "noted"]
Standing = Literal["unanswered", "none", "declared", "withdraw", "inform", "noted"]


class InterestOpenError(RefusedError):
    """The interests of PEOPLE for this item are not answered, or declared and not settled."""

    code = "PN-10"
    message = QT_TRANSLATE_NOOP("errors", "Interests are still open for this case: {count} to answer or settle.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was shown.")
    do = QT_TRANSLATE_NOOP("errors", "Each member answers under Interests, then the chair settles what was declared.")
    people: tuple[str, ...]

    def __init__(self, people: tuple[str, ...]) -> None:
        super().__init__(people=people, count=len(people))


class RecusedError(RefusedError):
    """PERSON has stepped out of this case, or may inform only: STANDING says which."""

    code = "PN-11"
    message = QT_TRANSLATE_NOOP("errors", "This member takes no part in scoring or deciding this case.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Go on with the next case. The clerk can tell you why.")
    person: str
    standing: Standing

    def __init__(self, person: str, standing: Standing) -> None:
        super().__init__(person=person, standing=standing)


class OwnInterestError(RefusedError):
    """PERSON tried to settle their own interest."""

    code = "PN-12"
    message = QT_TRANSLATE_NOOP("errors", "You can't settle an interest of your own.")
    kept = QT_TRANSLATE_NOOP("errors", "What you declared is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the deputy chair to settle it.")
    person: str


class NatureMissingError(InvalidError):
    """An interest was declared without saying what it is."""

    code = "PN-13"
    message = QT_TRANSLATE_NOOP("errors", "You declared an interest, but not what it is.")
    kept = QT_TRANSLATE_NOOP("errors", "Your answer is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say in a few words how you know the child, the family or the setting.")


class NothingToSettleError(RefusedError):
    """The member declared no interest."""

    code = "PN-14"
    message = QT_TRANSLATE_NOOP("errors", "This member declared no interest, so there is nothing to settle.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "If something is known, the member declares it first.")


class Hand(NamedTuple):
    """Whose act it is and when; `entered_by` is at the keys where that is somebody else (hot seat, paper slips)."""

    by: str
    at: datetime
    entered_by: str | None = None

    def op(self, kind: str, subject: Subject, parent: str | None, body: object, seen: Seen = ()) -> Op:
        """Return the op of this hand."""
        return Op(kind, subject, parent, self.by, self.at, body, seen, self.entered_by)


@dataclass(frozen=True, slots=True)
class Interest:
    """One member's answer for one item and what the chair made of it."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    item: str = ""
    case: str = ""
    person: str = ""
    answer: Answer = "unsure"
    nature: str = ""
    outcome: SettledAs | None = None
    words: str = ""
    settled_by: str | None = None
    kind: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this interest."""
        return Subject("interest", self.id)


def interest_id(meeting: str, item: str, person: str) -> str:
    """Return the subject id of PERSON's interest in ITEM of MEETING."""
    return f"{meeting}.{item}.{person}"


def apply(state: Interest | None, op: Recorded) -> Interest:
    """Return the interest after OP. An erased or sealed body moves the head alone."""
    before = state or Interest(op.subject.id, op.op_id)
    body = op.body
    match body:
        case InterestDeclared():
            return Interest(
                op.subject.id, op.op_id, True, body.meeting, body.item, body.case, body.person, body.answer,
                body.nature, kind=body.kind,
            )  # fmt: skip
        case InterestSettled():
            return replace(before, head=op.op_id, outcome=body.outcome, words=body.words, settled_by=op.by)
        case Erased() | Sealed():
            return replace(before, head=op.op_id)
    raise ValueError(f"{op.kind} is not an op of an interest")


def standing(interest: Interest | None) -> Standing:
    """Return what the member may do at the item: an answer that is declared and not yet settled opens nothing."""
    if interest is None or not interest.known:
        return "unanswered"
    if interest.outcome is not None:
        return interest.outcome
    return "none" if interest.answer == "none" else "declared"


def may_read(where: Standing) -> bool:
    """Return whether the item's papers open for a member of this standing."""
    return where in ("none", "noted", "inform")


def may_score(where: Standing) -> bool:
    """Return whether a member of this standing scores, counts for the quorum and decides."""
    return where in ("none", "noted")


def require_scorer(person: str, where: Standing) -> None:
    """Raises InterestOpenError or RecusedError where PERSON may not score."""
    if where in ("unanswered", "declared"):
        raise InterestOpenError((person,))
    if not may_score(where):
        raise RecusedError(person, where)


def proposal(defaults: Iterable[InterestDefault], kind: str) -> SettledAs | None:
    """Return what the panel type offers the chair first for an interest of KIND, None where it says nothing of it."""
    return next((one.outcome for one in defaults if one.kind == kind), None)


def declare(
    old: Interest | None,
    hand: Hand,
    *,
    meeting: str,
    item: str,
    case: str,
    person: str,
    answer: Answer,
    nature: str,
    kind: str = "",
) -> Op:
    """Return PERSON's answer for the item. A new answer replaces the old one and what was made of it; both are kept.

    Raises NatureMissingError where an interest is declared in no words.
    """
    if answer != "none" and not nature.strip():
        raise NatureMissingError()
    subject = Subject("interest", interest_id(meeting, item, person))
    body = InterestDeclared(meeting, item, case, person, answer, nature.strip(), kind if answer != "none" else "")
    return hand.op("interest.declared", subject, old.head if old else None, body)


def settle(interest: Interest, hand: Hand, outcome: SettledAs, words: str) -> Op:
    """Return what the chair makes of a declared interest. Raises OwnInterestError, NothingToSettleError."""
    if hand.by == interest.person:
        raise OwnInterestError(person=hand.by)
    if interest.answer == "none":
        raise NothingToSettleError()
    return hand.op("interest.settled", interest.subject, interest.head, InterestSettled(outcome, words.strip()))
