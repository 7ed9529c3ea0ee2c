"""A handover list: the cases that go from one caseworker to another, by legal date, with what waits on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, union_all

from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import contacts
from bandingdesk.store.queries.doing import DoNextRow, Kind

T, C, L, H = tables.CASE, tables.CHILD, tables.LETTER, tables.HISTORY


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One case: its next legal date with rule and provision, the last contact about it, and what waits.

    `waits` are the kinds of things to do on it; `holder` who has it now, None for nobody.
    """

    case_id: str
    head: str
    reference: str
    child_name: str
    law_day: date | None
    rule: str
    provision: str
    last_contact: date | None
    waits: tuple[Kind, ...]
    holder: str | None

    @property
    def id(self) -> str:
        """The case: what a table knows the row by."""
        return self.case_id


def handover(conn: Connection, cases: Sequence[str], waiting: Iterable[DoNextRow] = ()) -> list[HandoverRow]:
    """Return CASES by legal date, those without one last; WAITING is all that may wait on them."""
    r = log.reference
    query = (
        select(
            T.c.id, T.c.head, r.c.text, C.c.name, T.c.law_day, T.c.law_rule, T.c.provision, T.c.assigned
        )
        .join(C, C.c.id == T.c.child_id)
        .outerjoin(r, r.c.subject == T.c.owner)
        .where(T.c.id.in_(cases))
        .order_by(T.c.law_day.is_(None), T.c.law_day, C.c.folded)
    )  # fmt: skip
    waits: dict[str, dict[Kind, None]] = {}
    for row in waiting:
        if case_id := row.where.get("case_id"):
            waits.setdefault(case_id, {})[row.kind] = None
    last = last_contacts(conn, cases)
    return [
        HandoverRow(
            case_id=id_,
            head=head,
            reference=reference or "",
            child_name=name,
            law_day=date.fromisoformat(law_day) if law_day else None,
            rule=rule or "",
            provision=provision or "",
            last_contact=last.get(id_),
            waits=tuple(waits.get(id_, ())),
            holder=holder,
        )
        for id_, head, reference, name, law_day, rule, provision, holder in conn.execute(query)
    ]


def last_contacts(conn: Connection, cases: Sequence[str]) -> dict[str, date]:
    """Return the last day on which somebody was in contact about each case: a contact, its answer, a letter sent."""
    k = contacts.CONTACT
    found = union_all(
        select(k.c.case_id, func.substr(k.c.at, 1, 10).label("on_day")).where(k.c.case_id.in_(cases)),
        select(k.c.case_id, func.substr(k.c.answered_at, 1, 10)).where(
            k.c.case_id.in_(cases), k.c.answered_at.is_not(None)
        ),
        select(L.c.case_id, L.c.sent_on).where(L.c.case_id.in_(cases), L.c.sent_on.is_not(None)),
        select(T.c.id, T.c.review_on).where(T.c.id.in_(cases), T.c.review_on.is_not(None)),
        select(H.c.case_id, H.c.on_day).where(H.c.case_id.in_(cases), H.c.what == "letter"),
    ).subquery()
    query = select(found.c.case_id, func.max(found.c.on_day)).group_by(found.c.case_id)
    return {case_id: date.fromisoformat(on) for case_id, on in conn.execute(query)}
