"""What waits for a person today, most urgent by law first; the next panel; legal dates by week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from bandingdesk.panel.meeting import VOTING
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import (
    advice,
    after,
    around,
    backlog,
    band_query,
    case_duties,
    closed,
    contacts,
    council,
    decisions,
    higher,
    letters,
    panel,
    party_profiles,
    provision,
    returns,
)
from bandingdesk.store.queries.doing import DoNextRow, Tone, tone
from bandingdesk.store.queries.whose import Scope, Whose, scope

Part = Callable[[Connection, str, date], list[DoNextRow]]
# What waits in the other parts of casework, each by its own rule; a new part adds its `to_do` here.
PARTS: tuple[Part, ...] = (
    contacts.to_do,
    provision.to_do,
    advice.to_do,
    returns.to_do,
    party_profiles.to_do,
    after.to_do,
    higher.to_do,
    band_query.to_do,
)
CASEWORK = {"caseworker", "clerk", "administrator"}
_REVIEW_LAW = "reg 20(10)"


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


def do_next(
    conn: Connection, person_id: str, today: date, limit: int = 40, whose: Whose | None = None
) -> list[DoNextRow]:
    """Return what waits, most urgent by law first: for PERSON_ID, or for those whom WHOSE means.

    A signature, a score, an answer about interests are a person's own and stand in their own list alone; of others it
    shows the work on their cases. Nothing of a case that is closed to PERSON_ID is in any list.
    """
    is_mine = whose in (None, Whose("me", person_id))
    within = scope(conn, whose or Whose("me", person_id), today)
    found = [*_signatures(conn, person_id, today), *_meeting_duties(conn, person_id, today)] if is_mine else []
    roles = set(council.person(conn, person_id).roles)
    if roles & CASEWORK or not is_mine:
        found += [*_letters(conn, person_id, today, within)]
        found += case_duties.to_do(conn, within, person_id, today, limit)
    if roles & (CASEWORK | {"head_of_service"}):
        found += case_duties.of_those_who_left(conn, today)
    found += _of_parts(conn, person_id, within, today, is_mine)
    found = _of_the_living(conn, found)
    found.sort(key=lambda row: (row.urgency, row.due or date.max, row.kind, row.subject))
    return found[:limit] if is_mine else _told_whose(conn, found[:limit])


def _of_the_living(conn: Connection, found: list[DoNextRow]) -> list[DoNextRow]:
    """Return FOUND without the cases of a child whose death is recorded: it stops every reminder."""
    children = {entry for child in around.stops(conn) for entry in around.family(conn, child)}
    if not children:
        return found
    t = tables.CASE
    stopped = set(conn.execute(select(t.c.id).where(t.c.child_id.in_(children))).scalars())
    return [row for row in found if row.where.get("case_id") not in stopped]


def _of_parts(conn: Connection, viewer: str, within: Scope, today: date, is_mine: bool) -> list[DoNextRow]:
    """Return what the other parts of casework have to do, each thing once; of others only what is on their cases."""
    people = (viewer,) if is_mine else within.people
    found = {_same(row): row for part in PARTS for person in people for row in part(conn, person, today)}
    if is_mine:
        return list(found.values())
    cases = sorted({row.where["case_id"] for row in found.values() if "case_id" in row.where})
    t = tables.CASE
    query = select(t.c.id).where(t.c.id.in_(cases), t.c.id.not_in(closed.cases(viewer)), within.has())
    theirs = set(conn.execute(query).scalars())
    return [row for row in found.values() if row.where.get("case_id") in theirs]


def _same(row: DoNextRow) -> tuple[object, ...]:
    return (row.kind, row.subject, row.due, row.detail, tuple(sorted(row.where.items())))


def _told_whose(conn: Connection, found: list[DoNextRow]) -> list[DoNextRow]:
    """Return FOUND with who holds each case: in a list of several people it has to be told."""
    held = case_duties.holders(conn, [row.where["case_id"] for row in found if "case_id" in row.where])
    return [replace(row, whose=held.get(row.where.get("case_id", ""), "")) for row in found]


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


def legal_weeks(conn: Connection, today: date, weeks: int = 6, whose: Whose | None = None) -> list[WeekRow]:
    """Return how many cases' legal days are past, and how many fall in each of the next WEEKS weeks (from Monday).

    Of all cases, or of those that WHOSE means; a recorded death ends the counting.
    """
    t = tables.CASE
    monday = today - timedelta(days=today.weekday())
    after = monday + timedelta(weeks=weeks)
    within = scope(conn, whose or Whose("all"), today)
    query = (
        select(t.c.law_day, func.count())
        .where(t.c.law_day < after.isoformat(), t.c.child_id.not_in(backlog.stopped()), within.has())
        .group_by(t.c.law_day)
    )
    past, inside = 0, [0] * weeks
    for text, count in conn.execute(query):
        due = date.fromisoformat(text)
        if due >= today:
            inside[(due - monday).days // 7] += count
        else:
            past += count
    found = [WeekRow(None, past, "late")]
    for at, count in enumerate(inside):
        found.append(WeekRow(monday + timedelta(weeks=at), count, "soon" if at == 0 else "plain"))
    return found


def _signatures(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    return [
        DoNextRow(
            "evidence" if row.what == "evidence" else "sign",
            row.child_name,
            1,
            row.law_day,
            tone(row.law_day, today),
            "meeting",
            {"meeting_id": row.meeting_id, "decision_id": row.decision_id},
            row.reference,
            law=_REVIEW_LAW if row.law_day else "",
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


def _letters(conn: Connection, person_id: str, today: date, within: Scope) -> list[DoNextRow]:
    t = tables.CASE
    to_write, to_send = letters.letters_to_write(conn), letters.letters_to_send(conn)
    cases = sorted({row.case_id for row in to_write} | {row.case_id for row in to_send})
    query = select(t.c.id).where(t.c.id.in_(cases), t.c.id.not_in(closed.cases(person_id)), within.has())
    shown = set(conn.execute(query).scalars())
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
            law=_REVIEW_LAW if row.law_day else "",
        )  # fmt: skip
        for row in [row for row in to_write if row.case_id in shown][:12]
    ]
    sending = [row for row in to_send if row.case_id in shown]
    if sending:
        found.append(DoNextRow("send", sending[0].child_name, len(sending), None, "plain", "letters", {}))
    return found
