"""A child's case: its facts, its last review meeting, what happened before this record, appeals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.ops import (
    AppealLodged,
    CaseAssigned,
    CaseChildSet,
    CaseOpened,
    CaseUpdated,
    HistoryEntry,
    HistoryRecorded,
    ReviewHeld,
    TakenBack,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.ops import Op, Recorded, Subject


class ReviewDateError(InvalidError):
    """A review meeting can't lie in the future."""

    code = "CA-01"
    message = QT_TRANSLATE_NOOP("errors", "The review meeting is dated {on}, which has not come yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the day on which the meeting was held.")


class ProvisionMissingError(InvalidError):
    """A review needs the plan's Section F lines, since the panel checks them before money."""

    code = "CA-02"
    message = QT_TRANSLATE_NOOP("errors", "No line of Section F is entered.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Enter the plan's provision, a line each.")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as folded; `facts` is None once erased or taken back."""

    id: str
    head: str
    facts: CaseOpened | None = None
    assigned: str | None = None
    review: ReviewHeld | None = None
    history: tuple[HistoryEntry, ...] = ()
    appeals: tuple[AppealLodged, ...] = ()


def apply(state: Case | None, op: Recorded) -> Case:
    """Fold an op of a case."""
    if state is None and op.body.__class__ is CaseOpened:  # of a list's 20,000, one step and not three
        return Case(op.subject.id, op.op_id, op.body)
    known = state or Case(op.subject.id, op.op_id)
    match op.body:
        case CaseOpened():
            known = replace(known, facts=op.body)
        case CaseUpdated(case, _):
            number = known.facts.number if known.facts else case.number  # of the opening; no list changes it
            known = replace(known, facts=replace(case, number=number))
        case TakenBack():
            known = replace(known, facts=None)
        case CaseChildSet(child, _):
            known = replace(known, facts=replace(known.facts, child=child) if known.facts else None)
        case CaseAssigned(person):
            known = replace(known, assigned=person)
        case ReviewHeld():
            known = replace(known, review=op.body)
        case HistoryRecorded(entries, _):
            known = replace(known, history=(*known.history, *entries))
        case AppealLodged():
            known = replace(known, appeals=(*known.appeals, op.body))
    return replace(known, head=op.op_id)


def open_case(id_: str, by: str, at: datetime, body: CaseOpened) -> Op:
    """Open a case of a child."""
    return Op("case.opened", Subject("case", id_), None, by, at, body)


def update(case: Case, by: str, at: datetime, body: CaseUpdated) -> Op:
    """Take over what a later list says of the case."""
    return _op(case, "case.updated", by, at, body)


def take_back(case: Case, by: str, at: datetime, source: str) -> Op:
    """Take back the case that import SOURCE opened."""
    return _op(case, "case.taken_back", by, at, TakenBack(source))


def set_child(case: Case, by: str, at: datetime, body: CaseChildSet) -> Op:
    """Give the case over to another entry of the same child, or back."""
    return _op(case, "case.child_set", by, at, body)


def assign(case: Case, by: str, at: datetime, person: str | None) -> Op:
    """Give the case to a caseworker, or back to nobody."""
    return _op(case, "case.assigned", by, at, CaseAssigned(person))


def hold_review(case: Case, by: str, at: datetime, body: ReviewHeld, *, today: date) -> Op:
    """Record a review meeting: it starts the 4 weeks of reg 20(10). Raises ReviewDateError, ProvisionMissingError."""
    if body.on > today:
        raise ReviewDateError(on=body.on)
    if not any(line.strip() for line in body.section_f):
        raise ProvisionMissingError()
    return _op(case, "case.review_held", by, at, body)


def record_history(case: Case, by: str, at: datetime, body: HistoryRecorded) -> Op:
    """Record what happened before this record began."""
    return _op(case, "case.history_recorded", by, at, body)


def lodge_appeal(case: Case, by: str, at: datetime, body: AppealLodged) -> Op:
    """Record that the family appealed."""
    return _op(case, "case.appeal_lodged", by, at, body)


def _op(case: Case, kind: str, by: str, at: datetime, body: object) -> Op:
    return Op(kind, Subject("case", case.id), case.head, by, at, body)
