"""The plans on record, as a later list is compared with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from bandingdesk.casework.intake import PlanRow
from bandingdesk.store.projections import casework as tables


@dataclass(frozen=True, slots=True)
class PlanOnRecord:
    """A plan with the ids of its child and case."""

    child: str
    case: str
    plan: PlanRow


def on_record(conn: Connection) -> list[PlanOnRecord]:
    """Return every plan on record, in the order of the record."""
    t, c = tables.CASE, tables.CHILD
    query = select(
        c.c.id, t.c.id, c.c.surname, c.c.forename, c.c.born, c.c.sex, c.c.ethnicity, c.c.upn, c.c.nhs_number,
        c.c.postcode, c.c.looked_after, t.c.setting_name, t.c.setting, t.c.setting_kind, t.c.year_group,
        t.c.primary_need, t.c.secondary_need, t.c.plan_start, t.c.last_review, t.c.next_review, t.c.band, t.c.pence,
        t.c.phase, t.c.council_reference,
    ).join(c, c.c.id == t.c.child_id)  # fmt: skip
    rows: Sequence[Sequence[Any]] = conn.execute(query).all()
    return [_plan(*row) for row in rows]


def _plan(
    child: str, case: str, surname: str, forename: str, born: str, sex: str, ethnicity: str, upn: str | None,
    nhs_number: str | None, postcode: str | None, looked_after: int, setting_name: str, setting: str,
    setting_kind: str, year_group: str, primary_need: str, secondary_need: str | None, plan_start: str | None,
    last_review: str | None, next_review: str | None, band: str | None, pence: int | None, phase: str,
    reference: str | None,
) -> PlanOnRecord:  # fmt: skip
    return PlanOnRecord(
        child,
        case,
        PlanRow(
            surname=surname,
            forename=forename,
            reference=reference or "",
            dob=date.fromisoformat(born),
            sex=sex,
            ethnicity=ethnicity,
            upn=upn or "",
            nhs_number=nhs_number or "",
            postcode=postcode or "",
            setting_name=setting_name,
            setting_urn=setting,
            setting_type=setting_kind,
            year_group=year_group,
            primary_need=primary_need,
            secondary_need=secondary_need or "",
            plan_start=_day(plan_start),
            last_review=_day(last_review),
            next_review=_day(next_review),
            current_band=band or "",
            current_pence=pence,
            looked_after=bool(looked_after),
            phase=phase,
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
