"""A list taken in: what it holds becomes children and cases, in one act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework import case as cases
from bandingdesk.casework import child as children
from bandingdesk.casework.case import Case
from bandingdesk.casework.child import Child
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import (
    CaseOpened,
    CaseUpdated,
    ChildCorrected,
    ChildRegistered,
    ImportRecorded,
    ImportUndone,
)
from bandingdesk.ops import Op, Recorded, Subject


@dataclass(frozen=True, slots=True)
class Import:
    """One import as recorded."""

    id: str
    head: str
    recorded: ImportRecorded | None = None
    undone: ImportUndone | None = None


def apply(state: Import | None, op: Recorded) -> Import:
    """Fold an op of an import."""
    known = state or Import(op.subject.id, op.op_id)
    match op.body:
        case ImportRecorded():
            known = replace(known, recorded=op.body)
        case ImportUndone():
            known = replace(known, undone=op.body)
    return replace(known, head=op.op_id)


def record(id_: str, by: str, at: datetime, body: ImportRecorded) -> Op:
    """Record the import itself."""
    return Op("import.recorded", Subject("import", id_), None, by, at, body)


def new_plan(
    plan: PlanRow, new_id: Callable[[], str], by: str, at: datetime, source: str | None, *, invented: bool
) -> Iterator[Op]:
    """Give the two ops of a plan that is not on record: the child, then the case."""
    child_id = new_id()
    yield children.register(child_id, by, at, child_facts(plan, source, invented=invented))
    yield cases.open_case(new_id(), by, at, case_facts(plan, child_id, source))


def changed_plan(plan: PlanRow, child: Child, case: Case, by: str, at: datetime, source: str) -> Iterator[Op]:
    """Give the ops for what a list says differently of a plan on record."""
    invented = bool(child.facts and child.facts.invented)
    facts = child_facts(plan, child.facts.source if child.facts else source, invented=invented)
    facts = replace(facts, uln=child.facts.uln if child.facts else None)  # no list says it
    if facts != child.facts:
        yield children.correct(child, by, at, ChildCorrected(facts, f"list of import {source}"))
    opened = case_facts(plan, child.id, case.facts.source if case.facts else source)
    if opened != case.facts:
        yield cases.update(case, by, at, CaseUpdated(opened, f"list of import {source}"))


def child_facts(plan: PlanRow, source: str | None, *, invented: bool) -> ChildRegistered:
    """Return what PLAN says of the child."""
    return ChildRegistered(
        surname=plan.surname,
        forename=plan.forename,
        born=plan.dob,
        sex=plan.sex,
        ethnicity=plan.ethnicity,
        upn=plan.upn or None,
        nhs_number=plan.nhs_number or None,
        postcode=plan.postcode or None,
        looked_after=bool(plan.looked_after),
        invented=invented,
        source=source,
    )


def case_facts(plan: PlanRow, child: str, source: str | None) -> CaseOpened:
    """Return what PLAN says of the case."""
    return CaseOpened(
        child=child,
        kind="plan",
        setting=plan.setting_urn,
        setting_name=plan.setting_name,
        setting_kind=plan.setting_type,
        year_group=plan.year_group,
        phase=plan.phase,
        primary_need=plan.primary_need,
        secondary_need=plan.secondary_need or None,
        plan_start=plan.plan_start,
        last_review=plan.last_review,
        next_review=plan.next_review,
        band=plan.current_band or None,
        pence=plan.current_pence,
        source=source,
        council_reference=plan.reference or None,
    )
