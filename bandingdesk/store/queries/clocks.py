"""Which clock runs on a case now: the review's four weeks until the family is told, then the twelve months after.

The projection lays down the clock that the case's own facts start. That it has stopped is known from the letters, which
are subjects of their own, so it is joined here, in one place for list, case page and Today.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, select

from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables

T, L, D = tables.CASE, tables.LETTER, panel_tables.DECISION

_TO_FAMILY = L.c.recipient_role.in_(("parent", "young_person"))
# When the family was last told of a decision. What the setting gets (L15) tells the family nothing.
TOLD = (
    select(L.c.case_id, func.max(L.c.sent_on).label("on_day"))
    .where(_TO_FAMILY, L.c.sent_on.is_not(None))
    .group_by(L.c.case_id)
    .subquery("told")
)
_IS_TOLD = TOLD.c.on_day >= T.c.review_on

# Within 12 months beginning with the decision's day: the day before its anniversary. Source: CFA 2014 s44(1)(b); the
# review ends when the authority notifies its decision (SI 2014/1530 reg 20(10)).
LAW_DAY: Any = case((_IS_TOLD, func.date(TOLD.c.on_day, "+1 year", "-1 day")), else_=T.c.law_day)
WHAT: Any = case((_IS_TOLD, "review"), else_=T.c.what)


_TOLD_ON = (
    select(func.max(L.c.sent_on))
    .join(T, T.c.id == L.c.case_id)
    .where(L.c.case_id == bindparam("case"), _TO_FAMILY, L.c.sent_on >= T.c.review_on)
)


def told_on(conn: Connection, case_id: str) -> date | None:
    """Return the day on which the family was told of the decision on the last review, None while it waits."""
    text = conn.execute(_TOLD_ON, {"case": case_id}).scalar()
    return date.fromisoformat(text) if text else None


def decide_by(conn: Connection, case_id: str) -> date | None:
    """Return the law's last day to tell the family of the decision on the last review, told or not."""
    query = select(T.c.law_day).where(T.c.id == case_id, T.c.what == "decide")
    text = conn.execute(query).scalar()
    return date.fromisoformat(text) if text else None


def decided() -> Any:
    """Return the selection of cases whose last review has a signed decision."""
    since = D.c.signed_at >= func.coalesce(T.c.review_on, "")
    return select(D.c.case_id).join(T, T.c.id == D.c.case_id).where(D.c.step == "signed", since)
