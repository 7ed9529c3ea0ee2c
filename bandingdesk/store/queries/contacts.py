"""Contacts as rows: of one case, found by words; and those that a person still owes an answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, or_, select

from bandingdesk.casework import cells
from bandingdesk.casework.contacts import policy
from bandingdesk.casework.contacts.policy import Terms
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import contacts as tables
from bandingdesk.store.queries import around, closed, council
from bandingdesk.store.queries.doing import DoNextRow, tone

ROLES = frozenset({"caseworker", "clerk"})  # who answers families and settings


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One thing put right: who, when, why, and the words that stood before."""

    by: str  # a name
    at: datetime
    reason: str
    before: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact. `reply_days` None: the reply day was set by hand, `reply_reason` says why. Names are people's."""

    id: str
    head: str
    case_id: str
    person: str | None
    who: str
    role: str
    words: str
    at: datetime
    way: str
    way_title: str
    follows: str | None
    reply_on: date | None
    reply_days: int | None
    reply_reason: str
    answer: str
    answered_at: datetime | None
    answer_way: str
    answer_way_title: str
    answered_by: str
    recorded_by: str
    corrections: tuple[CorrectionRow, ...]
    withdrawn: str
    is_open: bool

    def is_late(self, today: date) -> bool:
        """Return whether an answer is owed and its day has passed."""
        return self.is_open and self.reply_on is not None and self.reply_on < today


def terms(conn: Connection, on: date) -> Terms:
    """Return the council's terms of contact in force on a day. Raises PolicyUnfitError."""
    return policy.read(council.policy(conn, policy.KEY, on))


def contacts(conn: Connection, case_id: str, words: str = "") -> list[ContactRow]:
    """Return the contacts of a case that hold each of WORDS: the unanswered by reply day, then the newest first."""
    t = tables.CONTACT
    query = select(t).where(t.c.case_id == case_id)
    for word in cells.folded(words).split():
        query = query.where(t.c.folded.contains(word, autoescape=True))
    names = {person.id: person.name for person in council.people(conn)}
    rows = [_contact(conn, row, names) for row in conn.execute(query).mappings()]
    rows.sort(key=lambda row: row.at, reverse=True)
    return sorted(rows, key=lambda row: (not row.is_open, row.reply_on or date.max if row.is_open else date.max))


def contact(conn: Connection, contact_id: str) -> ContactRow | None:
    """Return one contact, None where it is not in the record or was erased."""
    t = tables.CONTACT
    row = conn.execute(select(t).where(t.c.id == contact_id)).mappings().first()
    if row is None:
        return None
    return _contact(conn, row, {person.id: person.name for person in council.people(conn)})


def chain(rows: list[ContactRow], row: ContactRow) -> list[ContactRow]:
    """Return the contacts of ROWS that ROW belongs to, from the first question on: what follows what."""
    by_id = {one.id: one for one in rows}
    first = row
    while first.follows in by_id:
        first = by_id[first.follows]
    found, waiting = [], [first]
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += sorted((each for each in rows if each.follows == one.id), key=lambda each: each.at)
    return found


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return the contacts that PERSON owes an answer, late ones first: those of cases they hold, or nobody holds.

    After a recorded death they wait for the named lead alone.
    """
    led: list[str] = []
    stopped: list[str] = []
    for child_id, stop in around.stops(conn).items():
        (led if stop.lead == person_id else stopped).append(child_id)
    if not ROLES & set(council.person(conn, person_id).roles) and not led:
        return []
    t, case, child = tables.CONTACT, case_tables.CASE, case_tables.CHILD
    query = (
        select(t.c.case_id, t.c.id, t.c.who, t.c.reply_on, child.c.name)
        .join(case, case.c.id == t.c.case_id)
        .join(child, child.c.id == case.c.child_id)
        .where(t.c.is_open == 1, t.c.case_id.not_in(closed.cases(person_id)))
        .where(or_(case.c.assigned == person_id, case.c.assigned.is_(None), case.c.child_id.in_(led)))
        .where(case.c.child_id.not_in(stopped))
        .order_by(t.c.reply_on, t.c.at)
    )
    found = []
    for row in conn.execute(query):
        due = date.fromisoformat(row.reply_on) if row.reply_on else None
        where = {"case_id": row.case_id, "section": "contacts", "contact": row.id}
        found.append(DoNextRow("contact", row.name, 1, due, tone(due, today), "cases", where, row.who))
    return found


def _contact(conn: Connection, row: RowMapping, names: dict[str, str]) -> ContactRow:
    at = datetime.fromisoformat(row["at"])
    answered_at = datetime.fromisoformat(row["answered_at"]) if row["answered_at"] else None
    ways = {**policy.shipped_ways(), **terms(conn, at.date()).ways}
    corrections = tuple(
        CorrectionRow(names.get(one["by"], one["by"]), datetime.fromisoformat(one["at"]), one["reason"], one["before"])
        for one in json.loads(row["corrections"])
    )
    return ContactRow(
        id=row["id"],
        head=row["head"],
        case_id=row["case_id"],
        person=row["person"],
        who=row["who"],
        role=row["role"],
        words=row["words"],
        at=at,
        way=row["way"],
        way_title=ways.get(row["way"], row["way"]),
        follows=row["follows"],
        reply_on=date.fromisoformat(row["reply_on"]) if row["reply_on"] else None,
        reply_days=row["reply_days"],
        reply_reason=row["reply_reason"] or "",
        answer=row["answer"] or "",
        answered_at=answered_at,
        answer_way=row["answer_way"] or "",
        answer_way_title=ways.get(row["answer_way"], row["answer_way"] or ""),
        answered_by=names.get(row["answered_by"], row["answered_by"] or ""),
        recorded_by=names.get(row["recorded_by"], row["recorded_by"]),
        corrections=corrections,
        withdrawn=row["withdrawn"],
        is_open=bool(row["is_open"]),
    )
