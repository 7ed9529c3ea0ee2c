"""What waits for a person today, most urgent by law first; the next panel; legal dates by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from bandingdesk.panel.meeting import VOTING
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import clocks, closed, council, decisions, letters, panel
from bandingdesk.store.queries.doing import DoNextRow, Tone, tone


@dataclass(frozen=True, slots=True)
class NextPanelRow:
    """The next meeting that a person has a seat at, and how ready it is."""

    meeting_id: str
    type_name: str
    on: date
    starts: str
    ends: str
    place: str
    items: int
    frozen: int
    interests_answered: int
    interests_asked: int
    locked: int
    to_lock: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Legal dates in one week; `starts` None for those already past."""

    starts: date | None
    count: int
    tone: Tone


def do_next(conn: Connection, person_id: str, today: date, limit: int = 40) -> list[DoNextRow]:
    """Return what waits for a person: past a legal date, due in a week, meeting duties, signatures, the rest."""
    roles = set(council.person(conn, person_id).roles)
    found = [*_signatures(conn, person_id, today), *_meeting_duties(conn, person_id, today)]
    if roles & {"caseworker", "clerk", "administrator"}:
        found += [*_letters(conn, person_id, today), *_cases(conn, person_id, today, limit)]
    order = {"late": 0, "soon": 1, "plain": 2}
    return sorted(found, key=lambda row: (order[row.tone], row.due or date.max, row.kind, row.subject))[:limit]


def next_panel(conn: Connection, person_id: str, today: date) -> NextPanelRow | None:
    """Return the next meeting (or the one in progress) of a person; for clerks and decision makers, any next one.

    Interests and scores are counted for a voting seat alone: nobody asks a clerk for them.
    """
    seated = [row for row in panel.meetings(conn) if row.on >= today and row.state != "closed"]
    seated.sort(key=lambda row: (row.on, row.starts))
    mine = [row for row in seated if panel.seat_role(conn, row.id, person_id) is not None]
    row = next(iter(mine or seated), None)
    if row is None:
        return None
    agenda = panel.agenda(conn, row.id, person_id)
    votes = panel.seat_role(conn, row.id, person_id) in VOTING
    sheets = panel_tables.SHEET
    rounds = [item.round_id for item in agenda if item.round_id]
    query = select(func.count()).where(
        sheets.c.round.in_(rounds), sheets.c.person == person_id, sheets.c.is_locked == 1
    )
    return NextPanelRow(
        meeting_id=row.id,
        type_name=row.type_name,
        on=row.on,
        starts=row.starts,
        ends=row.ends,
        place=row.place,
        items=len(agenda),
        frozen=sum(item.is_frozen for item in agenda),
        interests_answered=sum(item.interest != "unanswered" for item in agenda) if votes else 0,
        interests_asked=len(agenda) if votes else 0,
        locked=int(conn.execute(query).scalar() or 0),
        to_lock=len(rounds) if votes else 0,
        is_open=row.state == "open",
    )


def legal_weeks(conn: Connection, today: date, weeks: int = 6) -> list[WeekRow]:
    """Return how many cases' legal days are past, and how many fall in each of the next WEEKS weeks (from Monday)."""
    t, day = tables.CASE, clocks.LAW_DAY
    monday = today - timedelta(days=today.weekday())
    after = monday + timedelta(weeks=weeks)
    is_review = t.c.review.is_not(None)
    query = (
        select(day, is_review, func.count())
        .select_from(t)
        .where(day < after.isoformat())
        .group_by(day, is_review)
    )
    past, inside = 0, [0] * weeks
    for text, held, count in conn.execute(query):
        due = date.fromisoformat(text)
        if due >= today:
            inside[(due - monday).days // 7] += count
        elif held:
            past += count
    found = [WeekRow(None, past, "late")]
    for at, count in enumerate(inside):
        found.append(WeekRow(monday + timedelta(weeks=at), count, "soon" if at == 0 else "plain"))
    return found


def _signatures(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    return [
        DoNextRow(
            "sign",
            row.child_name,
            1,
            row.law_day,
            tone(row.law_day, today),
            "meeting",
            {"meeting_id": row.meeting_id, "decision_id": row.decision_id},
            row.reference,
        )  # fmt: skip
        for row in decisions.waiting_for_signature(conn, person_id)
    ]


def _meeting_duties(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    found: list[DoNextRow] = []
    for row in panel.meetings(conn):
        role = panel.seat_role(conn, row.id, person_id)
        if row.state == "closed" or role is None or row.on < today - timedelta(days=30):
            continue
        where = {"meeting_id": row.id}
        agenda = panel.agenda(conn, row.id, person_id)
        if row.state == "open":
            found.append(DoNextRow("meeting", row.type_name, len(agenda), row.on, "soon", "meeting", where))
        open_interests = sum(item.interest == "unanswered" for item in agenda)
        if open_interests and role in VOTING:
            found.append(
                DoNextRow("interest", row.type_name, open_interests, row.on, tone(row.on, today), "panels", where)
            )
        sheets = _open_sheets(conn, person_id, [item.round_id for item in agenda if item.state == "scoring"])
        if sheets:
            first = {"round_id": sheets[0], **where}
            found.append(DoNextRow("score", row.type_name, len(sheets), row.on, tone(row.on, today), "scoring", first))
    return found


def _open_sheets(conn: Connection, person_id: str, rounds: list[str | None]) -> list[str]:
    r, s = panel_tables.ROUND, panel_tables.SHEET
    locked = select(s.c.round).where(s.c.person == person_id, s.c.is_locked == 1)
    query = select(r.c.id).where(r.c.id.in_(rounds), r.c.id.not_in(locked), r.c.scorers.like(f'%"{person_id}"%'))
    return list(conn.execute(query.order_by(r.c.id)).scalars())


def _letters(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    hidden = set(conn.execute(closed.cases(person_id)).scalars())
    to_write = [row for row in letters.letters_to_write(conn) if row.case_id not in hidden]
    found = [
        DoNextRow(
            "letter",
            row.child_name,
            1,
            row.law_day,
            tone(row.law_day, today),
            "letters",
            {"decision_id": row.decision_id, "template": row.template},
            row.template,
        )  # fmt: skip
        for row in to_write[:12]
    ]
    to_send = [row for row in letters.letters_to_send(conn) if row.case_id not in hidden]
    if to_send:
        found.append(DoNextRow("send", to_send[0].child_name, len(to_send), None, "plain", "letters", {}))
    return found


def _cases(conn: Connection, person_id: str, today: date, limit: int) -> list[DoNextRow]:
    """Return undecided reviews by legal day: the clock of reg 20(10) runs on them."""
    t, c = tables.CASE, tables.CHILD
    query = (
        select(t.c.id, c.c.name, t.c.law_day)
        .join(c, c.c.id == t.c.child_id)
        .where(t.c.review.is_not(None), t.c.id.not_in(clocks.decided()), t.c.id.not_in(closed.cases(person_id)))
        .order_by(t.c.law_day)
        .limit(limit)
    )
    found = []
    for id_, name, law_day in conn.execute(query):
        due = date.fromisoformat(law_day)
        found.append(DoNextRow("decide", name, 1, due, tone(due, today), "cases", {"case_id": id_}))
    return found
