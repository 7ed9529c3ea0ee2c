"""What follows a decision, as rows: actions, minutes, decisions out of panel, feedback; and what is to be done.

What came back from the Tribunal and from mediation is read in `came_back.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from bandingdesk.panel.after.actions import ActionState
from bandingdesk.panel.after.outside import SIGNING_ROLE, OutsideState
from bandingdesk.store.projections import after as tables
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import casework, closed, council
from bandingdesk.store.queries.doing import DoNextRow, tone

A, M, F = tables.ACTION, tables.MINUTES, tables.FEEDBACK
OUT = tables.OUTSIDE


@dataclass(frozen=True, slots=True)
class MoveRow:
    """The day that stood before, who moved it and why."""

    due: date
    by: str  # a name
    reason: str


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action, with its owner's name. `ended_words` say what came of it, or why it was dropped."""

    id: str
    head: str
    case_id: str
    meeting: str
    item: str
    decision: str
    words: str
    owner_id: str
    owner_name: str
    due: date
    state: ActionState
    made_by: str
    made_at: datetime
    ended_by: str
    ended_words: str
    moves: tuple[MoveRow, ...]

    def is_late(self, today: date) -> bool:
        """Return whether it is still to be done and its day has passed."""
        return self.state == "open" and self.due < today


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A further record beneath minutes."""

    by: str  # a name
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """Minutes of a case, or with `item` "" of the whole meeting. `id` is "" where they are not frozen yet."""

    id: str
    head: str
    case_id: str
    meeting: str
    item: str
    type_name: str
    on: date
    sha256: str
    checkpoint: str
    made_by: str
    made_at: datetime | None
    corrections: tuple[CorrectionRow, ...]
    approved_on: date | None  # the day of the meeting that approved those of the whole meeting
    approved_by: str

    @property
    def is_frozen(self) -> bool:
        """Whether their words are frozen in the record."""
        return bool(self.sha256)


@dataclass(frozen=True, slots=True)
class OutsideRow:
    """A decision out of panel, as far as it has come. Names are people's, `type_name` and `ratifying_name` panels'."""

    id: str
    head: str
    case_id: str
    reference: str
    child_name: str
    panel_type: str
    type_name: str
    state: OutsideState
    waits_for_panel: bool
    meeting: str
    item: str
    reason: str
    by: date | None
    asked_by: str
    route: str
    why: str
    outcome: str
    outcome_words: str
    delegation: str
    legal_test: str
    options: tuple[str, ...]
    evidence: tuple[str, ...]
    reasons: str
    ratifying_type: str
    ratifying_name: str
    decided_by: str
    decided_by_name: str
    decided_at: datetime | None
    ratified_meeting: str
    finding: str
    finding_words: str
    ratified_by: str
    ratified_at: datetime | None
    reviewed: str


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """Feedback to the setting on a decision; its id is the decision's."""

    id: str
    head: str
    case_id: str
    sha256: str
    made_by: str
    made_at: datetime
    sent_on: date | None
    method: str


# Actions


def actions(conn: Connection, case_id: str) -> tuple[ActionRow, ...]:
    """Return the actions of a case: the open ones by day, then the ended ones, the latest first."""
    rows = _actions(conn, A.c.case_id == case_id)
    ended = sorted((row for row in rows if row.state != "open"), key=lambda row: row.due, reverse=True)
    return (*(row for row in rows if row.state == "open"), *ended)


def actions_of_item(conn: Connection, item: str) -> tuple[ActionRow, ...]:
    """Return the actions that a panel made on an item."""
    return _actions(conn, A.c.item == item)


def actions_of_meeting(conn: Connection, meeting_id: str) -> tuple[ActionRow, ...]:
    """Return the actions of a meeting that are about no case."""
    return _actions(conn, A.c.meeting == meeting_id, A.c.case_id == "")


def owners(conn: Connection, case_id: str) -> dict[str, str]:
    """Return who may own an action of a case, by id: everybody of the record to whom it is not closed."""
    people = [person for person in council.people(conn) if person.roles]
    if not case_id:
        return {person.id: person.name for person in people}
    shut = closed.people(conn, case_id, [person.id for person in people if set(person.roles) <= {"auditor"}])
    return {person.id: person.name for person in people if person.id not in shut}


def _actions(conn: Connection, *conditions: Any) -> tuple[ActionRow, ...]:
    names = _names(conn)
    rows = conn.execute(select(A).where(*conditions).order_by(A.c.due, A.c.id)).mappings()
    return tuple(_action(row, names) for row in rows)


def _action(row: RowMapping, names: dict[str, str]) -> ActionRow:
    moves = tuple(
        MoveRow(date.fromisoformat(one["due"]), names.get(one["by"], ""), one["reason"])
        for one in json.loads(row["moves"])
    )
    return ActionRow(
        id=row["id"],
        head=row["head"],
        case_id=row["case_id"],
        meeting=row["meeting"],
        item=row["item"],
        decision=row["decision"],
        words=row["words"],
        owner_id=row["owner_id"],
        owner_name=names.get(row["owner_id"], ""),
        due=date.fromisoformat(row["due"]),
        state=row["state"],
        made_by=names.get(row["made_by"], ""),
        made_at=datetime.fromisoformat(row["made_at"]),
        ended_by=names.get(row["ended_by"], ""),
        ended_words=row["ended_words"],
        moves=moves,
    )


# Minutes


def minutes_of_case(conn: Connection, case_id: str) -> tuple[MinutesRow, ...]:
    """Return the minutes of a case, the latest meeting first: of every closed meeting that had it on its agenda."""
    m, i = panel_tables.MEETING.c, panel_tables.ITEM.c
    query = (
        select(m.id, i.item)
        .join(panel_tables.ITEM, i.meeting == m.id)
        .where(i.case_id == case_id, m.state == "closed", m.called_off == "")
        .order_by(m.on_day.desc(), m.starts.desc())
    )
    return tuple(minutes(conn, meeting, item) for meeting, item in conn.execute(query).all())


def minutes(conn: Connection, meeting_id: str, item: str = "") -> MinutesRow:
    """Return the minutes of an item, or of the whole meeting, as far as they have come. Raises KeyError."""
    m, names = panel_tables.MEETING.c, _names(conn)
    met = conn.execute(select(panel_tables.MEETING).where(m.id == meeting_id)).mappings().first()
    if met is None:
        raise KeyError(meeting_id)
    on = date.fromisoformat(met["on_day"])
    row = conn.execute(select(M).where(M.c.meeting == meeting_id, M.c.item == item)).mappings().first()
    whole = row if not item else _whole(conn, meeting_id)
    at = whole["approved_at"] if whole is not None else ""
    approved = conn.execute(select(m.on_day).where(m.id == at)).scalar() if at else None
    corrections = () if row is None else json.loads(row["corrections"])
    return MinutesRow(
        id=row["id"] if row is not None else "",
        head=row["head"] if row is not None else "",
        case_id=row["case_id"] if row is not None else "",
        meeting=meeting_id,
        item=item,
        type_name=council.panel_type(conn, met["panel_type"], on).name,
        on=on,
        sha256=row["sha256"] if row is not None else "",
        checkpoint=met["checkpoint"],
        made_by=names.get(row["made_by"], "") if row is not None else "",
        made_at=_instant(row["made_at"]) if row is not None else None,
        corrections=tuple(
            CorrectionRow(names.get(one["by"], ""), datetime.fromisoformat(one["at"]), one["words"])
            for one in corrections
        ),
        approved_on=date.fromisoformat(approved) if approved else None,
        approved_by=names.get(whole["approved_by"], "") if whole is not None else "",
    )


def to_approve(conn: Connection, meeting_id: str) -> tuple[MinutesRow, ...]:
    """Return the frozen minutes of earlier meetings of the same panel that MEETING could approve, the oldest first."""
    m = panel_tables.MEETING.c
    here = conn.execute(select(panel_tables.MEETING).where(m.id == meeting_id)).mappings().one()
    query = (
        select(m.id)
        .join(M, M.c.meeting == m.id)
        .where(m.panel_type == here["panel_type"], M.c.item == "", M.c.approved_at == "", m.id != meeting_id)
        .where(m.on_day <= here["on_day"])
        .order_by(m.on_day, m.starts)
    )
    return tuple(minutes(conn, id_) for id_ in conn.execute(query).scalars().all())


def approved_at(conn: Connection, meeting_id: str) -> list[tuple[date, str]]:
    """Return the meetings whose minutes MEETING approved: (day, panel)."""
    rows = conn.execute(select(M.c.meeting).where(M.c.approved_at == meeting_id).order_by(M.c.meeting)).scalars().all()
    found = [minutes(conn, one) for one in rows]
    return [(row.on, row.type_name) for row in found]


def _whole(conn: Connection, meeting_id: str) -> RowMapping | None:
    return conn.execute(select(M).where(M.c.meeting == meeting_id, M.c.item == "")).mappings().first()


# Decisions out of panel


def outside(conn: Connection, case_id: str) -> tuple[OutsideRow, ...]:
    """Return the decisions on a case that were asked for or made out of panel, the latest first."""
    return _outside(conn, OUT.c.case_id == case_id)


def outside_of_item(conn: Connection, item: str) -> OutsideRow | None:
    """Return the decision out of panel that a deferral of ITEM asked for, None for none."""
    return next(iter(_outside(conn, OUT.c.item == item)), None)


def to_ratify(conn: Connection, meeting_id: str) -> tuple[OutsideRow, ...]:
    """Return the decisions out of panel that wait for the panel of MEETING, the oldest first."""
    m = panel_tables.MEETING.c
    panel_type = conn.execute(select(m.panel_type).where(m.id == meeting_id)).scalar_one()
    return _outside(conn, OUT.c.ratifying_type == panel_type, OUT.c.waits_for_panel == 1)[::-1]


def ratified_at(conn: Connection, meeting_id: str) -> tuple[OutsideRow, ...]:
    """Return the decisions out of panel that MEETING took note of."""
    return _outside(conn, OUT.c.ratified_meeting == meeting_id)[::-1]


def ratifying_meetings(conn: Connection, panel_type: str) -> tuple[tuple[str, date], ...]:
    """Return the open meetings of a panel: (id, day)."""
    m = panel_tables.MEETING.c
    query = select(m.id, m.on_day).where(m.panel_type == panel_type, m.state == "open").order_by(m.on_day)
    return tuple((id_, date.fromisoformat(on)) for id_, on in conn.execute(query))


def _outside(conn: Connection, *conditions: Any) -> tuple[OutsideRow, ...]:
    c, child = case_tables.CASE, case_tables.CHILD
    query = (
        select(OUT, child.c.name.label("child_name"))
        .join(c, c.c.id == OUT.c.case_id)
        .join(child, child.c.id == c.c.child_id)
        .where(*conditions)
        .order_by(OUT.c.id.desc())
    )
    names = _names(conn)
    types = {row.key: row.name for row in council.panel_types(conn)}
    return tuple(_outside_row(conn, row, names, types) for row in conn.execute(query).mappings().all())


def _outside_row(conn: Connection, row: RowMapping, names: dict[str, str], types: dict[str, str]) -> OutsideRow:
    texts = {
        name: row[name] or ""
        for name in (
            "id", "head", "case_id", "child_name", "panel_type", "meeting", "item", "reason", "route", "why", "outcome",
            "outcome_words", "delegation", "legal_test", "reasons", "ratifying_type", "decided_by", "ratified_meeting",
            "finding", "finding_words", "reviewed",
        )
    }  # fmt: skip
    return OutsideRow(
        **texts,
        reference=casework.reference(conn, row["case_id"]),
        type_name=types.get(row["panel_type"], row["panel_type"]),
        ratifying_name=types.get(row["ratifying_type"] or "", row["ratifying_type"] or ""),
        state=row["state"],
        waits_for_panel=bool(row["waits_for_panel"]),
        by=date.fromisoformat(row["by_day"]) if row["by_day"] else None,
        asked_by=names.get(row["asked_by"], ""),
        options=tuple(json.loads(row["options"] or "[]")),
        evidence=tuple(json.loads(row["evidence"] or "[]")),
        decided_by_name=names.get(row["decided_by"], ""),
        decided_at=_instant(row["decided_at"]),
        ratified_by=names.get(row["ratified_by"], ""),
        ratified_at=_instant(row["ratified_at"]),
    )


# Feedback


def feedback(conn: Connection, case_id: str) -> tuple[FeedbackRow, ...]:
    """Return the feedback to the setting on the decisions of a case, the latest first."""
    names = _names(conn)
    rows = conn.execute(select(F).where(F.c.case_id == case_id).order_by(F.c.made_at.desc())).mappings()
    return tuple(
        FeedbackRow(
            row["id"],
            row["head"],
            row["case_id"],
            row["sha256"],
            names.get(row["made_by"], ""),
            datetime.fromisoformat(row["made_at"]),
            date.fromisoformat(row["sent_on"]) if row["sent_on"] else None,
            row["method"],
        )
        for row in rows
    )


# To do


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return PERSON's own actions, and as a decision maker what is asked of them out of panel or back from a panel."""
    child, case = case_tables.CHILD, case_tables.CASE
    shut = closed.cases(person_id)
    query = (
        select(A.c.id, A.c.case_id, A.c.words, A.c.due, child.c.name)
        .join(case, case.c.id == A.c.case_id, isouter=True)
        .join(child, child.c.id == case.c.child_id, isouter=True)
        .where(A.c.owner_id == person_id, A.c.state == "open", A.c.case_id.not_in(shut))
        .order_by(A.c.due)
    )
    found = []
    for row in conn.execute(query):
        due = date.fromisoformat(row.due)
        where = {"case_id": row.case_id, "section": "decisions", "action": row.id} if row.case_id else {}
        place = "cases" if row.case_id else "panels"
        found.append(DoNextRow("action", row.name or "", 1, due, tone(due, today), place, where, row.words))
    if SIGNING_ROLE in council.person(conn, person_id).roles:
        found += _for_officer(conn, shut, today)
    return found


def _for_officer(conn: Connection, shut: Any, today: date) -> list[DoNextRow]:
    found = []
    for row in _outside(conn, OUT.c.state.in_(("asked", "review")), OUT.c.case_id.not_in(shut)):
        due = row.by if row.state == "asked" else None
        where = {"case_id": row.case_id, "section": "decisions", "outside": row.id}
        found.append(DoNextRow("outside", row.child_name, 1, due, tone(due, today), "cases", where, row.state))
    return found


def _names(conn: Connection) -> dict[str, str]:
    return {"": "", **{person.id: person.name for person in council.people(conn)}}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
