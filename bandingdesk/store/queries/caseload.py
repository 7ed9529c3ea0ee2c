"""The list of cases: a filter in words, ordered ids, and windows of rows. Filter and sort are SQL (house: stack 5).

Words are looked for anywhere in name, setting, need, band and reference, without regard to case or accents. Each table
is scanned by itself on an index that holds what the list reads, and only what a sort needs is joined. Measured on
20,000 cases, encrypted: 5 to 25 ms a word, against 60 to 85 in one joined scan; so no full-text table is kept in step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, union_all

from bandingdesk.casework import cells
from bandingdesk.casework.backlog.last_panel import LastPanel
from bandingdesk.store import tables as log
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import council, panel
from bandingdesk.store.queries import backlog, clocks, closed

T, C, R = tables.CASE, tables.CHILD, log.reference


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list shows. `words` are all looked for; `due_within` is in days from today; `mine` is a person."""

    words: tuple[str, ...] = ()
    need: str | None = None
    school: str | None = None
    band: str | None = None
    year: str | None = None
    setting_kind: str | None = None
    due_within: int | None = None
    late: bool = False
    next_panel: bool = False
    mine: str | None = None
    holder: str | None = None  # a person's initials or id, "none" for nobody
    team: str | None = None
    step: str | None = None  # decide | review | step
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseListRow:
    """One row of the list; `id` is the case's id. `state` is what is so of it now."""

    id: str
    reference: str
    child_name: str
    born: date
    year_group: str
    need: str
    setting_name: str
    setting_kind: str
    band: str | None
    law_day: date | None
    what: str | None  # decide | review
    state: str  # "", review_held, on_agenda, recommended, signed
    panel_on: date | None
    invented: bool
    holder: str | None = None  # who has the case
    holder_name: str = ""
    last_panel: LastPanel | None = None


def parse(text: str) -> CaseFilter:
    """Return the filter that TEXT says: words, and `need:slcn due<14d school:elm band:4 year:6 panel:next late`.

    Whose cases they are: `holder:FQ holder:none team:north`; what is next: `step:decide step:review`.
    """
    found = CaseFilter()
    for token in text.split():
        low = token.lower()
        if due := re.fullmatch(r"due<(\d+)d?", low):
            found = replace(found, due_within=int(due.group(1)))
        elif low == "late":
            found = replace(found, late=True)
        elif low == "panel:next":
            found = replace(found, next_panel=True)
        elif (key := re.fullmatch(r"(need|school|band|year|setting|holder|team|step):(.+)", low)) is not None:
            name = {"setting": "setting_kind"}.get(key.group(1), key.group(1))
            value: dict[str, Any] = {name: cells.folded(key.group(2))}
            found = replace(found, **value)
        elif ":" in low or "<" in low:
            found = replace(found, not_understood=(*found.not_understood, token))
        else:
            found = replace(found, words=(*found.words, cells.folded(token)))
    return found


SORTS: dict[str, Any] = {
    "reference": R.c.text,
    "child_name": C.c.folded,
    "born": C.c.born,
    "year_group": T.c.year_group,
    "need": T.c.primary_need,
    "setting_name": T.c.setting_name,
    "band": T.c.band,
    "law_day": clocks.LAW_DAY,
}


_OF_CHILD = ("child_name", "born")


def ids(
    conn: Connection,
    wanted: CaseFilter,
    sort: tuple[str, bool] = ("law_day", False),
    *,
    today: date,
    viewer: str | None = None,
) -> list[str]:
    """Return the ids of the cases WANTED, in order. SORT is (column, descending); rows without a value come last.

    Cases for which VIEWER has stepped out are left out.
    """
    column = SORTS[sort[0]]
    order = column.desc() if sort[1] else column.asc()
    query = _where(conn, select(T.c.id), wanted, today, viewer)
    if sort[0] in _OF_CHILD:
        query = query.join(C, C.c.id == T.c.child_id)
    if sort[0] == "reference":
        query = query.join(R, R.c.subject == T.c.owner)
    query = query.order_by(column.is_(None), order, T.c.id)  # ids are in the order of the record
    return list(conn.execute(query).scalars())


def count(conn: Connection, wanted: CaseFilter, *, today: date, viewer: str | None = None) -> int:
    """Return how many cases WANTED holds, without those for which VIEWER has stepped out."""
    return int(conn.execute(_where(conn, select(func.count()), wanted, today, viewer)).scalar() or 0)


def window(conn: Connection, wanted: Sequence[str], *, today: date | None = None) -> list[CaseListRow]:
    """Return the rows of the cases with these ids, in their order; ids that are gone are left out.

    With TODAY each open case has its last lawful panel.
    """
    query = (
        select(
            T,
            C.c.name,
            C.c.born,
            C.c.invented,
            R.c.text.label("reference"),
            clocks.LAW_DAY.label("due"),
            clocks.WHAT.label("due_what"),
            council.PERSON.c.name.label("holder_name"),
        )  # fmt: skip
        .join(C, C.c.id == T.c.child_id)
        .join(R, R.c.subject == T.c.owner)
        .outerjoin(council.PERSON, council.PERSON.c.id == T.c.assigned)
        .where(T.c.id.in_(wanted))
    )
    panels = backlog.last_panels(conn, wanted, today) if today is not None else {}
    steps = _panel_states(conn, wanted)
    found = {}
    for row in conn.execute(query).mappings():
        state, on = steps.get(row["id"], ("review_held" if row["review"] else "", None))
        found[row["id"]] = CaseListRow(
            id=row["id"],
            reference=row["reference"],
            child_name=row["name"],
            born=date.fromisoformat(row["born"]),
            year_group=row["year_group"],
            need=row["primary_need"],
            setting_name=row["setting_name"],
            setting_kind=row["setting_kind"],
            band=row["band"],
            law_day=date.fromisoformat(row["due"]) if row["due"] else None,
            what=row["due_what"],
            state=state,
            panel_on=on,
            invented=bool(row["invented"]),
            holder=row["assigned"],
            holder_name=row["holder_name"] or "",
            last_panel=panels.get(row["id"]),
        )
    return [found[id_] for id_ in wanted if id_ in found]


def search(conn: Connection, text: str, limit: int = 8, *, viewer: str | None = None) -> list[CaseListRow]:
    """Return the first cases whose name or reference holds TEXT: for the command field.

    Cases for which VIEWER has stepped out are not found.
    """
    word = cells.folded(text)
    query = (
        select(T.c.id)
        .join(C, C.c.id == T.c.child_id)
        .join(R, R.c.subject == T.c.owner)
        .where(or_(func.instr(C.c.folded, word) > 0, func.instr(R.c.text, word) > 0))
        .order_by(C.c.folded)
        .limit(limit)
    )
    if viewer is not None:
        query = query.where(T.c.id.not_in(closed.cases(viewer)))
    return window(conn, list(conn.execute(query).scalars()))


def _where(conn: Connection, query: Select[Any], wanted: CaseFilter, today: date, viewer: str | None) -> Select[Any]:
    query = query.select_from(T)
    if viewer is not None:
        query = query.where(T.c.id.not_in(closed.cases(viewer)))
    for word in wanted.words:
        query = query.where(T.c.id.in_(_holding(word)))
    equal = ((T.c.primary_need, wanted.need), (T.c.year_group, wanted.year), (T.c.setting_kind, wanted.setting_kind))
    for column, value in equal:
        if value is not None:
            query = query.where(func.lower(column) == value)
    if wanted.school is not None:
        query = query.where(func.instr(T.c.folded, wanted.school) > 0)
    if wanted.band is not None:
        query = query.where(or_(func.lower(T.c.band) == wanted.band, func.lower(T.c.band) == f"band {wanted.band}"))
    due = clocks.LAW_DAY
    if wanted.late:
        query = query.where(due < today.isoformat())
    if wanted.due_within is not None:
        until = (today + timedelta(days=wanted.due_within)).isoformat()
        query = query.where(and_(due >= today.isoformat(), due <= until))
    if wanted.step is not None:
        query = query.where(T.c.what == wanted.step)
    query = _of_holder(conn, query, wanted, today)
    if wanted.next_panel:
        m, i = panel.MEETING, panel.ITEM
        on = select(i.c.case_id).join(m, m.c.id == i.c.meeting).where(m.c.on_day >= today.isoformat())
        query = query.where(T.c.id.in_(on))
    return query


def _of_holder(conn: Connection, query: Select[Any], wanted: CaseFilter, today: date) -> Select[Any]:
    if wanted.mine is not None:
        query = query.where(T.c.assigned == wanted.mine)
    if wanted.holder == "none":
        query = query.where(T.c.assigned.is_(None))
    elif wanted.holder is not None:
        p = council.PERSON
        named = select(p.c.id).where(or_(p.c.id == wanted.holder, func.lower(p.c.initials) == wanted.holder))
        query = query.where(T.c.assigned.in_(named))
    if wanted.team is not None:
        query = query.where(T.c.assigned.in_(_members(conn, wanted.team, today)))
    return query


def _members(conn: Connection, name: str, today: date) -> list[str]:
    """Return who is today in the team called NAME; blanks in its name are typed as "-"."""
    return [
        person for person, team in backlog.teams(conn, today).items() if cells.folded(team).replace(" ", "-") == name
    ]


def _holding(word: str) -> Any:
    """Return the selection of the cases that hold WORD in their own text, the child's name or the reference."""
    t = T.alias()
    parts = [
        select(t.c.id).where(func.instr(t.c.folded, word) > 0),
        select(t.c.id).join(C, C.c.id == t.c.child_id).where(func.instr(C.c.folded, word) > 0),
    ]
    if re.fullmatch(r"[0-9-]+", word):  # a reference holds nothing else
        parts.append(select(t.c.id).join(R, R.c.subject == t.c.owner).where(func.instr(R.c.text, word) > 0))
    return union_all(*parts)


def _panel_states(conn: Connection, wanted: Sequence[str]) -> dict[str, tuple[str, date | None]]:
    """Return (state, day of the panel) of those of WANTED that a panel has had or will have.

    What a panel put off, or a meeting that was called off, is on no agenda.
    """
    m, i, d = panel.MEETING, panel.ITEM, panel.DECISION
    is_decided = d.c.step.in_(("recommended", "signed"))
    query = (
        select(i.c.case_id, m.c.on_day, d.c.step)
        .join(m, m.c.id == i.c.meeting)
        .outerjoin(d, d.c.item == i.c.item)
        .where(i.c.case_id.in_(wanted), or_(is_decided, and_(i.c.state == "waiting", m.c.state != "closed")))
        .order_by(m.c.on_day)
    )
    found: dict[str, tuple[str, date | None]] = {}
    for case_id, on, step in conn.execute(query):
        known = step if step in ("recommended", "signed") else "on_agenda"
        found[case_id] = (known, date.fromisoformat(on))
    return found
