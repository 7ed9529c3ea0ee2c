"""The clock that presses on a case, as the list, the case page and Today ask it: laid down by projections/register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from bandingdesk.casework.register import clocks
from bandingdesk.store import log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import register as register_tables
from bandingdesk.store.queries import register

T, D = tables.CASE, panel_tables.DECISION

LAW_DAY: Any = T.c.law_day
WHAT: Any = T.c.what


def decide_by(conn: Connection, case_id: str) -> date | None:
    """Return the law's last day to tell the family of the decision on the last review, told or not."""
    found = [one for one in register.clock_lines(conn, case_id) if one.rule == "AR.DECIDE" and one.starts is not None]
    return max(found, key=lambda one: one.starts or date.min).law_day if found else None


def decide_by_of(conn: Connection, cases: Sequence[str]) -> dict[str, date]:
    """Return `decide_by` of each of CASES that has one, read in one go."""
    found: dict[str, date] = {}
    for facts in register_tables.read(log.driver(conn), cases):
        lines = [one for one in clocks.running(facts) if one.rule == "AR.DECIDE" and one.starts is not None]
        last = max(lines, key=lambda one: one.starts or date.min, default=None)
        if last is not None and last.law_day is not None:
            found[facts.case] = last.law_day
    return found


def decided() -> Any:
    """Return the selection of cases whose last review has a signed decision."""
    since = D.c.signed_at >= func.coalesce(T.c.review_on, "")
    return select(D.c.case_id).join(T, T.c.id == D.c.case_id).where(D.c.step == "signed", since)
