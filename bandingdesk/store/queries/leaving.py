"""What is still open in a person's name: asked before a role ends, so that it is handed on and not forgotten."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from bandingdesk.store.projections import casework, oversight, panel
from bandingdesk.store.tables import reference

What = Literal["case", "meeting", "decision", "audit"]


class OpenWork(NamedTuple):
    """One thing in a person's name: what, the id that opens it, what it is called, its day where it has one."""

    what: What
    id: str
    words: str
    on: date | None = None


def open_work(conn: Connection, person: str, today: date) -> tuple[OpenWork, ...]:
    """Return the cases given to PERSON, meetings to come with a seat of theirs, proposals not yet signed, open audits.

    Nothing of it stops a role from ending: it is a list to hand on.
    """
    return (*_cases(conn, person), *_meetings(conn, person, today), *_decisions(conn, person), *_audits(conn, person))


def _cases(conn: Connection, person: str) -> list[OpenWork]:
    c = casework.CASE
    query = select(c.c.id, reference.c.text).join(reference, reference.c.subject == c.c.owner)
    rows = conn.execute(query.where(c.c.assigned == person).order_by(reference.c.text))
    return [OpenWork("case", row.id, row.text) for row in rows]


def _meetings(conn: Connection, person: str, today: date) -> list[OpenWork]:
    m, s = panel.MEETING, panel.SEAT
    query = (
        select(m.c.id, m.c.on_day, m.c.panel_type)
        .join(s, s.c.meeting == m.c.id)
        .where(s.c.person == person, m.c.on_day >= today.isoformat(), m.c.state != "closed")
        .order_by(m.c.on_day)
    )
    return [OpenWork("meeting", row.id, row.panel_type, date.fromisoformat(row.on_day)) for row in conn.execute(query)]


def _decisions(conn: Connection, person: str) -> list[OpenWork]:
    d = panel.DECISION
    query = (
        select(d.c.id, reference.c.text)
        .join(reference, reference.c.subject == "case:" + d.c.case_id)
        .where(d.c.proposed_by == person, d.c.signed_by.is_(None), d.c.returned_by.is_(None))
        .order_by(reference.c.text)
    )
    return [OpenWork("decision", row.id, row.text) for row in conn.execute(query)]


def _audits(conn: Connection, person: str) -> list[OpenWork]:
    a, d = oversight.AUDIT, panel.DECISION
    query = (
        select(a.c.id, reference.c.text)
        .join(d, d.c.id == a.c.decision_id)
        .join(reference, reference.c.subject == "case:" + d.c.case_id)
        .where(a.c.auditor == person, a.c.grade.is_(None))
        .order_by(reference.c.text)
    )
    return [OpenWork("audit", row.id, row.text) for row in conn.execute(query)]
