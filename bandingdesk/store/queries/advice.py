"""Requests for advice as rows: what was asked, when it is due, how it was chased, a school's closure, late ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from bandingdesk import ops
from bandingdesk.casework.papers import advice as rules
from bandingdesk.casework.papers.advice import ClosureNote, State
from bandingdesk.casework.papers.ops import AdviceChased, AdviceExcused
from bandingdesk.statute import advice as bodies
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import council as council_tables
from bandingdesk.store.projections import papers as tables
from bandingdesk.store.queries import closed, council, lists
from bandingdesk.store.queries.doing import SOON, DoNextRow, tone

ROLES = {"caseworker", "clerk", "head_of_service"}
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A request for advice. `due` is None where the law's table does not reach; provisional while `there` is None."""

    id: str
    head: str
    case_id: str
    entry_id: str | None
    body: str
    who: str
    sent: date
    there: date | None
    way: str
    words: str
    due: date | None
    target: date | None
    provision: str
    state: State
    came: date | None
    evidence_id: str | None
    chases: tuple[AdviceChased, ...]
    excused: tuple[AdviceExcused, ...]
    reason: str | None

    @property
    def title(self) -> str:
        """Whose advice it is, in the words of the law's list."""
        known = bodies.book().bodies.get(self.body)
        return known.title if known else self.body

    def is_late(self, today: date) -> bool:
        """Return whether it is still waited for after its last day, or came after it."""
        return self.due is not None and self.state != "withdrawn" and (self.came or today) > self.due


def advice(conn: Connection, case_id: str) -> tuple[AdviceRow, ...]:
    """Return the requests of a case: those still waited for by their last day, then the others."""
    t = tables.ADVICE
    rows = [_row(row) for row in conn.execute(select(t).where(t.c.case_id == case_id)).mappings()]
    return tuple(sorted(rows, key=lambda row: (row.state != "asked", row.due or date.max, row.title, row.id)))


def closure(conn: Connection, row: AdviceRow) -> ClosureNote:
    """Return whether a school was asked in the window round a closure of it, by the term dates on record."""
    t, s = case_tables.CASE, council_tables.SETTING
    setting = conn.execute(select(t.c.setting).where(t.c.id == row.case_id)).scalar() or ""
    urn = conn.execute(select(s.c.urn).where(s.c.id == setting)).scalar() or ""
    starts, ends = row.sent - _YEAR, row.sent + _YEAR
    known = lists.closures(conn, urn, starts, ends)
    return rules.closure_note(row.sent, row.body, known or None)


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return the advice that is late or due within days, of cases that PERSON holds or nobody holds."""
    if not ROLES & set(council.person(conn, person_id).roles):
        return []
    t, case, child = tables.ADVICE, case_tables.CASE, case_tables.CHILD
    until = (today + timedelta(days=SOON)).isoformat()
    query = (
        select(t.c.case_id, t.c.id, t.c.body, t.c.who, t.c.due, t.c.provision, child.c.name)
        .join(case, case.c.id == t.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .where(t.c.state == "asked", t.c.due <= until, t.c.case_id.not_in(closed.cases(person_id)))
        .where(or_(case.c.assigned == person_id, case.c.assigned.is_(None)))
        .order_by(t.c.due, t.c.id)
    )
    found = []
    for row in conn.execute(query):
        due = date.fromisoformat(row.due)
        where = {"case_id": row.case_id, "section": "papers", "advice": row.id}
        who = row.who or bodies.book().bodies[row.body].title
        found.append(DoNextRow("advice", row.name, 1, due, tone(due, today), "cases", where, who, "reg 8(1)"))
    return found


def _row(row: RowMapping) -> AdviceRow:
    names = ("id", "head", "case_id", "entry_id", "body", "who", "way", "words", "provision", "state", "evidence_id",
             "reason")  # fmt: skip
    values: dict[str, Any] = {name: row[name] for name in names}
    found: dict[str, Any] = {name: _day(row[name]) for name in ("sent", "there", "due", "target", "came")}
    return AdviceRow(
        **values,
        **found,
        chases=tuple(ops.decode(AdviceChased, json.dumps(one)) for one in json.loads(row["chases"])),
        excused=tuple(ops.decode(AdviceExcused, json.dumps(one)) for one in json.loads(row["excused"])),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
