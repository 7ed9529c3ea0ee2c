"""What the clocks of cases ask for: decisions and steps that are due, reviews to hold, cases whose caseworker left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from bandingdesk.store.projections import casework as tables
from bandingdesk.store.queries import backlog, clocks, closed
from bandingdesk.store.queries.doing import DoNextRow, tone
from bandingdesk.store.queries.whose import Scope

_T, _C = tables.CASE, tables.CHILD
REVIEWS_AHEAD = 14  # days
APART = 5  # reviews told one by one; the others in one row, so that they hide nothing


def to_do(conn: Connection, scope: Scope, viewer: str, today: date, limit: int) -> list[DoNextRow]:
    """Return what the clock that presses on each case of SCOPE asks for; nothing of a case closed to VIEWER."""
    return [*_steps(conn, scope, viewer, today, limit), *_reviews(conn, scope, viewer, today)]


def of_those_who_left(conn: Connection, today: date) -> list[DoNextRow]:
    """Return the cases of each person who holds some and is no caseworker any more, with the first legal date."""
    query = select(_T.c.assigned, func.min(_T.c.law_day)).where(_T.c.assigned.is_not(None)).group_by(_T.c.assigned)
    first: dict[str, str | None] = {row[0]: row[1] for row in conn.execute(query)}
    found = []
    for row in backlog.caseworkers(conn, today):
        if row.has_left and row.cases:
            text = first.get(row.id)
            due = date.fromisoformat(text) if text else None
            where = {"words": f"holder:{row.id}"}
            found.append(DoNextRow("holder", row.name, row.cases, due, tone(due, today), "cases", where))
    return found


def _steps(conn: Connection, scope: Scope, viewer: str, today: date, limit: int) -> list[DoNextRow]:
    """Return decisions and other steps of the council by the law's last day, each with its last lawful panel."""
    query = (
        select(_T.c.id, _C.c.name, _T.c.law_day, _T.c.what, _T.c.law_rule, _T.c.provision)
        .join(_C, _C.c.id == _T.c.child_id)
        .where(
            _T.c.law_day.is_not(None),
            _T.c.what != "review",
            _T.c.id.not_in(clocks.decided()),
            _T.c.id.not_in(closed.cases(viewer)),
            _T.c.child_id.not_in(backlog.stopped()),
            scope.has(),
        )
        .order_by(_T.c.law_day)
        .limit(limit)
    )
    rows = conn.execute(query).all()
    panels = backlog.last_panels(conn, [row[0] for row in rows], today)
    found = []
    for id_, name, law_day, what, rule, provision in rows:
        due = date.fromisoformat(law_day)
        found.append(
            DoNextRow(
                "decide" if what == "decide" else "clock",
                name,
                1,
                due,
                tone(due, today),
                "cases",
                {"case_id": id_},
                detail=rule or "",
                law=provision or "",
                panel=panels.get(id_),
            )
        )
    return found


def _reviews(conn: Connection, scope: Scope, viewer: str, today: date) -> list[DoNextRow]:
    """Return the reviews whose twelve months are over or soon are: the oldest one by one, the rest in one row."""
    until = (today + timedelta(days=REVIEWS_AHEAD)).isoformat()
    of = (
        _T.c.law_day <= until,
        _T.c.what == "review",
        _T.c.id.not_in(closed.cases(viewer)),
        _T.c.child_id.not_in(backlog.stopped()),
        scope.has(),
    )
    query = (
        select(_T.c.id, _C.c.name, _T.c.law_day, _T.c.provision)
        .join(_C, _C.c.id == _T.c.child_id)
        .where(*of)
        .order_by(_T.c.law_day)
    )
    rows = conn.execute(query.limit(APART + 1)).all()
    found = [_review(*row, today) for row in rows[:APART]]
    if len(rows) > APART:
        all_of = select(func.count(), func.sum(_T.c.law_day < today.isoformat())).where(*of)
        many, past = conn.execute(all_of).one()
        late, ahead = max(0, int(past or 0) - APART), int(many) - APART
        due = date.fromisoformat(rows[APART][2])
        words = "step:review late" if late else f"step:review due<{REVIEWS_AHEAD}d"
        provision = rows[APART][3] or ""
        found.append(
            DoNextRow("reviews", "", late or ahead, due, tone(due, today), "cases", {"words": words}, law=provision)
        )
    return found


def _review(id_: str, name: str, law_day: str, provision: str | None, today: date) -> DoNextRow:
    due = date.fromisoformat(law_day)
    where = {"case_id": id_, "section": "review"}
    return DoNextRow("review", name, 1, due, tone(due, today), "cases", where, law=provision or "")


def holders(conn: Connection, cases: Sequence[str]) -> dict[str, str | None]:
    """Return who holds each of CASES, None for nobody."""
    query = select(_T.c.id, _T.c.assigned).where(_T.c.id.in_(cases))
    return {row[0]: row[1] for row in conn.execute(query)}
