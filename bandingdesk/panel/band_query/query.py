"""A school's query of a band: who may ask about what, who may look at it again, and what follows.

The limit is the council's own and is called so. Nobody looks at a band again who had a part in it. A query changes no
band and pays nothing: where it ends in another band, a further decision record does both. The family's right of appeal
stands beside it, untouched and never waiting for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Seen, Subject
from bandingdesk.panel.band_query.ops import (
    BandQueryAnswered,
    BandQueryDecided,
    BandQueryReceived,
    BandQueryWithdrawn,
    Result,
)
from bandingdesk.panel.decision import Decision, PinNeededError
from bandingdesk.panel.interests import Hand
from bandingdesk.seams import LONDON
from bandingdesk.statute import days
from bandingdesk.statute.days import HolidaysUnknownError

POLICY = "band_query_days"  # {"days": working days}: the council's own limit, adopted with its minute
MOST_DAYS = 250  # working days: a year
KIND = "band_query"
State = Literal["open", "decided", "answered", "withdrawn"]
RESULTS: tuple[Result, ...] = ("up", "same", "down")

# Why somebody may not look at a band again, the weightiest first.
PARTS: dict[str, str] = {
    "interest": QT_TRANSLATE_NOOP("band_query", "has an interest in the case"),
    "decided": QT_TRANSLATE_NOOP("band_query", "signed the decision"),
    "signed_second": QT_TRANSLATE_NOOP("band_query", "gave the second signature"),
    "recommended": QT_TRANSLATE_NOOP("band_query", "signed the recommendation"),
    "proposed": QT_TRANSLATE_NOOP("band_query", "proposed the band"),
    "checked": QT_TRANSLATE_NOOP("band_query", "checked the provision or showed the amount"),
    "scored": QT_TRANSLATE_NOOP("band_query", "scored the case"),
    "sat": QT_TRANSLATE_NOOP("band_query", "sat at the panel"),
}


class NotDecidedError(RefusedError):
    """The decision is not signed yet."""

    code = "BQ-01"
    message = QT_TRANSLATE_NOOP("errors", "This band is not decided yet, so it can't be queried.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Wait for the signature, then enter the query with the day it was received.")


class CorrectedAlreadyError(RefusedError):
    """A further record has taken the place of the decision."""

    code = "BQ-02"
    message = QT_TRANSLATE_NOOP("errors", "A later decision has taken the place of this one.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the query for the later decision.")


class QueryDayError(InvalidError):
    """The day ON does not fit: WHY."""

    code = "BQ-03"
    message = QT_TRANSLATE_NOOP("errors", "The day {on} can't be right: it is {why}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the day as it stands on what the school sent or was sent.")
    on: str
    why: str


class TookPartError(RefusedError):
    """People who had a part in the decision would look at it again: PEOPLE, with the reason of each."""

    code = "BQ-04"
    message = QT_TRANSLATE_NOOP("errors", "A band is looked at again by others than those who decided it: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose people who had no part in the decision and no interest in the case.")
    people: tuple[tuple[str, str], ...]
    names: str


class QueryOpenError(RefusedError):
    """A query of the same decision is open already."""

    code = "BQ-05"
    message = QT_TRANSLATE_NOOP("errors", "A query of this band is open already.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Answer the open one first. New papers are added to the case.")


class StrandUnknownError(InvalidError):
    """The framework of the decision knows no STRAND, or no LEVEL of it."""

    code = "BQ-06"
    message = QT_TRANSLATE_NOOP("errors", "The framework of this decision has no {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose strands and levels from the lists of the form.")
    strand: str
    level: int | None
    what: str


class QueryIncompleteError(InvalidError):
    """Something that a query or its decision needs is MISSING."""

    code = "BQ-07"
    message = QT_TRANSLATE_NOOP("errors", "Something is still missing: {names}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Fill it in, then record it again.")
    missing: tuple[str, ...]
    names: str


class QueryStateError(RefusedError):
    """The query has come further, or not so far: WHAT."""

    code = "BQ-08"
    message = QT_TRANSLATE_NOOP("errors", "This can't be recorded now: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Look at how the query stands, then go on from there.")
    what: str


class PaperElsewhereError(InvalidError):
    """A paper named as new evidence is not one of this case: PAPER."""

    code = "BQ-09"
    message = QT_TRANSLATE_NOOP("errors", "A paper named as new evidence is not one of this case.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Add the paper to this case first, then choose it from the list.")
    paper: str


class LimitUnfitError(InvalidError):
    """The council's policy on queries says VALUE where a number of working days is asked."""

    code = "BQ-10"
    message = QT_TRANSLATE_NOOP("errors", "The council's limit for queries can't be read: “{value}”.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Adopt the policy anew with a whole number of working days.")
    value: str


class Limit(NamedTuple):
    """The council's own limit: working days, and the day they end on."""

    days: int
    due: date


@dataclass(frozen=True, slots=True)
class BandQuery:
    """A query as its ops leave it. `received` is None once it was erased."""

    id: str
    head: str
    received: BandQueryReceived | None = None
    decided: BandQueryDecided | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    answered: BandQueryAnswered | None = None
    withdrawn: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this query."""
        return Subject(KIND, self.id)

    @property
    def state(self) -> State:
        """How far it has come."""
        if self.withdrawn:
            return "withdrawn"
        return "answered" if self.answered else "decided" if self.decided else "open"


def apply(state: BandQuery | None, op: Recorded) -> BandQuery:
    """Fold an op of a query. An erased body moves the head alone."""
    before = replace(state, head=op.op_id) if state else BandQuery(op.subject.id, op.op_id)
    body = op.body
    match body:
        case Erased() | Sealed():
            return before
        case BandQueryReceived():
            return replace(before, received=body)
        case BandQueryDecided():
            return replace(before, decided=body, decided_by=op.by, decided_at=op.at)
        case BandQueryAnswered():
            return replace(before, answered=body)
        case BandQueryWithdrawn(reason=reason):
            return replace(before, withdrawn=reason)
    raise ValueError(f"{op.kind} is not an op of a query")


def limit(policy: Mapping[str, Any] | None, received: date) -> Limit | None:
    """Return the council's limit for a query of a day, None where it has adopted none. Raises LimitUnfitError.

    Beyond the table of bank holidays nothing is promised by counting.
    """
    if policy is None:
        return None
    asked = policy.get("days")
    if isinstance(asked, bool) or not isinstance(asked, int) or not 1 <= asked <= MOST_DAYS:
        raise LimitUnfitError(value=str(asked))
    try:
        return Limit(asked, days.england().after(received, asked))
    except HolidaysUnknownError:
        return None


def receive(
    id_: str,
    hand: Hand,
    body: BandQueryReceived,
    decision: Decision,
    *,
    scale: Mapping[str, Collection[int]],
    papers: Collection[str],
    others: Iterable[BandQuery],
    is_superseded: bool,
    today: date,
) -> Op:
    """Return the receipt of a query. SCALE are the levels of each strand of the decision's framework.

    PAPERS are those of the case, OTHERS the queries of the same decision. Raises NotDecidedError,
    CorrectedAlreadyError, QueryOpenError, QueryDayError, QueryIncompleteError, StrandUnknownError, PaperElsewhereError.
    """
    if decision.signed is None or decision.decided is None:
        raise NotDecidedError()
    if decision.corrected is not None or is_superseded:
        raise CorrectedAlreadyError()
    if any(one.state in ("open", "decided") for one in others):
        raise QueryOpenError()
    signed_on = decision.signed.at.astimezone(LONDON).date()
    _require_day(body.received, signed_on, today, QT_TRANSLATE_NOOP("band_query", "before the decision was signed"))
    _require_filled(
        by=body.by.strip(),
        words=body.words.strip(),
        strands=bool(body.strands) and all(one.words.strip() for one in body.strands),
    )
    for one in body.strands:
        if one.strand not in scale:
            raise StrandUnknownError(strand=one.strand, level=one.level, what=f"strand {one.strand}")
        if one.level is not None and one.level not in scale[one.strand]:
            raise StrandUnknownError(strand=one.strand, level=one.level, what=f"level {one.level} there")
    for paper in body.evidence:
        if paper not in papers:
            raise PaperElsewhereError(paper=paper)
    return hand.op("band_query.received", Subject(KIND, id_), None, body, ((decision.subject, decision.head),))


def decide(
    query: BandQuery,
    hand: Hand,
    body: BandQueryDecided,
    *,
    parts: Mapping[str, str],
    names: Mapping[str, str],
    pin_checked: bool,
    decision: Seen = (),
) -> Op:
    """Return what was found by people who had no part in the decision; PARTS says who had one (`took_part`).

    Raises QueryStateError, QueryIncompleteError, TookPartError, PinNeededError.
    """
    if query.state != "open":
        raise QueryStateError(what=STANDS[query.state])
    people = tuple(dict.fromkeys((*body.people, hand.by)))
    _require_filled(reasons=body.reasons.strip(), result=body.result in RESULTS)
    if barred := tuple((one, parts[one]) for one in people if one in parts):
        said = "; ".join(f"{names.get(one, one)} {PARTS[part]}" for one, part in barred)
        raise TookPartError(people=barred, names=said)
    if not pin_checked:
        raise PinNeededError()
    return hand.op("band_query.decided", query.subject, query.head, replace(body, people=people), decision)


def answer(query: BandQuery, hand: Hand, body: BandQueryAnswered, *, today: date) -> Op:
    """Return that the setting was told. Raises QueryStateError, QueryDayError, QueryIncompleteError."""
    if query.state != "decided" or query.decided_at is None:
        raise QueryStateError(what=STANDS[query.state] if query.state != "open" else STANDS["not_decided"])
    _require_filled(way=body.way.strip())
    found_on = query.decided_at.astimezone(LONDON).date()
    _require_day(body.on, found_on, today, QT_TRANSLATE_NOOP("band_query", "before the query was decided"))
    return hand.op("band_query.answered", query.subject, query.head, body)


def withdraw(query: BandQuery, hand: Hand, reason: str) -> Op:
    """Return that the query is taken back. Raises QueryStateError, QueryIncompleteError."""
    if query.state != "open":
        raise QueryStateError(what=STANDS[query.state])
    _require_filled(reason=reason.strip())
    return hand.op("band_query.withdrawn", query.subject, query.head, BandQueryWithdrawn(reason.strip()))


class Part(NamedTuple):
    """What the record says of who had a part in a decision: scorers and voters of its sitting, interests declared."""

    scorers: Collection[str] = ()
    present: Collection[str] = ()
    interests: Collection[str] = ()


def took_part(decision: Decision, part: Part) -> dict[str, str]:
    """Return who may not look at a decision again, with the weightiest reason of each (PARTS)."""
    signatures = (
        ("decided", decision.signed),
        ("signed_second", decision.countersigned),
        ("recommended", decision.recommended),
        ("proposed", decision.proposed),
        ("checked", decision.provision_checked),
        ("checked", decision.money_shown),
    )
    found: dict[str, str] = {}
    for person in part.interests:
        found[person] = "interest"
    for why, signature in signatures:
        if signature is not None:
            found.setdefault(signature.person, why)
    for why, people in (("scored", part.scorers), ("sat", part.present)):
        for person in people:
            found.setdefault(person, why)
    return found


STANDS = {
    "open": QT_TRANSLATE_NOOP("band_query", "it is open"),
    "not_decided": QT_TRANSLATE_NOOP("band_query", "it is not decided yet"),
    "decided": QT_TRANSLATE_NOOP("band_query", "it is decided already"),
    "answered": QT_TRANSLATE_NOOP("band_query", "it is answered already"),
    "withdrawn": QT_TRANSLATE_NOOP("band_query", "it was withdrawn"),
}
_NAMES = {
    "by": QT_TRANSLATE_NOOP("band_query", "who asked"),
    "words": QT_TRANSLATE_NOOP("band_query", "what they ask"),
    "strands": QT_TRANSLATE_NOOP("band_query", "the strands they see otherwise, each with their words"),
    "reasons": QT_TRANSLATE_NOOP("band_query", "the reasons"),
    "result": QT_TRANSLATE_NOOP("band_query", "up, same or down"),
    "way": QT_TRANSLATE_NOOP("band_query", "how the school was told"),
    "reason": QT_TRANSLATE_NOOP("band_query", "why it is withdrawn"),
}


def _require_filled(**answers: object) -> None:
    missing = tuple(name for name, value in answers.items() if not value)
    if missing:
        raise QueryIncompleteError(missing=missing, names=", ".join(_NAMES[name] for name in missing))


def _require_day(on: date, earliest: date, today: date, before: str) -> None:
    if on > today:
        raise QueryDayError(on=days.in_words(on), why=QT_TRANSLATE_NOOP("band_query", "in the future"))
    if on < earliest:
        raise QueryDayError(on=days.in_words(on), why=before)
