"""The backlog as rows: what the council adopted for it, the panel calendar with its places, what is due."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, literal_column, or_, select

from bandingdesk.casework.backlog import forecast as rules
from bandingdesk.casework.backlog import order, policies, supply
from bandingdesk.casework.backlog.forecast import Decision, Forecast
from bandingdesk.casework.backlog.last_panel import Calendar, LastPanel, Meeting
from bandingdesk.casework.backlog.order import Standing
from bandingdesk.casework.backlog.policies import Hours, PanelTerms
from bandingdesk.statute import days
from bandingdesk.store import tables as log_tables
from bandingdesk.store.projections import around, council, register
from bandingdesk.store.projections import casework as tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import council as council_queries

T, C, K = tables.CASE, tables.CHILD, register.CLOCK
M, N, D = panel_tables.MEETING, panel_tables.ITEM, panel_tables.DECISION  # N: an item, by its number
_NOWHERE = ("NEET", "NIEC", "NIEO")  # SEN2: not in education, by whatever cause
_HEARD = ("recommended", "signed")
_BATCH = 500  # ids in one query: SQLite's own limit is far above, its planner's patience is not


@dataclass(frozen=True, slots=True)
class InForce:
    """One policy of the backlog as in force: since when and by which minute; None where what ships holds."""

    value: Mapping[str, Any] | None = None
    starts: date | None = None
    minute: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """All that the council adopted for its backlog, read, with the policies themselves; `names` of the panel types."""

    order: tuple[str, ...]
    panels: Mapping[str, PanelTerms]
    hours: Hours
    names: Mapping[str, str]
    adopted: Mapping[str, InForce]


@dataclass(frozen=True, slots=True)
class CaseworkerRow:
    """Somebody who holds cases, or may: the team of the day, the cases in hand. `has_left`: no role of it today."""

    id: str
    name: str
    team: str
    cases: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """The backlog page: the forecast, what it was worked out under, and the first cases in the order of priority."""

    forecast: Forecast
    terms: Terms
    lines: Mapping[str, str]  # a line's panel types, by its key
    caseworkers: tuple[CaseworkerRow, ...]
    hours_a_week: int
    last_planned: date | None
    first: tuple[PriorityRow, ...]


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """One case in the order of priority, with the reasons that are so of it."""

    case_id: str
    reference: str
    child_name: str
    law_day: date
    provision: str
    marks: tuple[str, ...]
    tribunal: date | None


def in_force(conn: Connection, key: str, on: date) -> InForce:
    """Return the policy KEY in force on a day; of two from one day, the one adopted later."""
    t = council.POLICY
    query = (
        select(t.c.value, t.c.starts, t.c.minute)
        .where(t.c.key == key, t.c.starts <= on.isoformat())
        .order_by(t.c.starts.desc(), literal_column("rowid").desc())
    )
    row = conn.execute(query).first()
    return InForce() if row is None else InForce(json.loads(row.value), date.fromisoformat(row.starts), row.minute)


def terms(conn: Connection, on: date) -> Terms:
    """Return what the council adopted for its backlog, as in force on a day."""
    adopted = {key: in_force(conn, key, on) for key in (policies.PRIORITY, policies.PANELS, policies.HOURS)}
    names = {row.key: row.name for row in council_queries.panel_types(conn)}
    return Terms(
        order=policies.priority(adopted[policies.PRIORITY].value),
        panels=policies.panels(adopted[policies.PANELS].value, names),
        hours=policies.hours(adopted[policies.HOURS].value),
        names=names,
        adopted=adopted,
    )


def meetings(conn: Connection, today: date) -> list[Meeting]:
    """Return the meetings from TODAY on that are neither over nor called off, with the cases that wait on each."""
    taken = (
        select(N.c.meeting, func.count().label("cases")).where(N.c.state == "waiting").group_by(N.c.meeting).subquery()
    )
    query = (
        select(M.c.id, M.c.panel_type, M.c.on_day, func.coalesce(taken.c.cases, 0))
        .outerjoin(taken, taken.c.meeting == M.c.id)
        .where(M.c.on_day >= today.isoformat(), M.c.state != "closed")
    )
    return [Meeting(id_, type_, date.fromisoformat(on), count) for id_, type_, on, count in conn.execute(query)]


def calendar(conn: Connection, today: date) -> Calendar:
    """Return the panel calendar under the terms in force."""
    return Calendar(meetings(conn, today), terms(conn, today).panels, today, days.england())


def last_panels(conn: Connection, cases: Sequence[str], today: date) -> dict[str, LastPanel]:
    """Return the last lawful panel of those of CASES with a running clock that a panel decides and none has yet."""
    known = calendar(conn, today)
    booked = _booked(conn, cases, today)
    wanted: dict[str, tuple[date, str]] = {}
    for at in range(0, len(cases), _BATCH):
        query = select(K.c.case_id, K.c.rule, K.c.law_day).where(
            K.c.case_id.in_(cases[at : at + _BATCH]), K.c.law_day.is_not(None)
        )
        for case_id, rule, law_day in conn.execute(query):
            if known.decides(rule):
                mine = (date.fromisoformat(law_day), rule)
                wanted[case_id] = min(wanted.get(case_id, mine), mine)
    done = _heard(conn, list(wanted))
    found = {}
    for case_id, (law_day, rule) in wanted.items():
        if case_id not in done and (last := known.last(rule, law_day, booked.get(case_id))) is not None:
            found[case_id] = last
    return found


def outlook(conn: Connection, today: date, *, weeks: int | None = None, first: int = 12) -> Outlook:
    """Return the backlog: every running clock of the council's that presses, against places and hours."""
    held, ahead = terms(conn, today), weeks or policies.weeks()
    planned = meetings(conn, today)
    known = Calendar(planned, held.panels, today, days.england())
    lines = supply.lines(held.panels)
    people = caseworkers(conn, today)
    hours = held.hours.a_week((row.id, row.team) for row in people if not row.has_left)
    pressing = _pressing(conn)
    ranked = order.ranked(held.order, standings(conn, pressing, today))
    rank = {one.case: at for at, one in enumerate(ranked)}
    by_id = {one.id: one for one in planned}
    booked = {case: by_id[on] for case, on in _booked(conn, None, today).items() if on in by_id}
    heard = _heard(conn, None)
    decisions = []
    for case_id, (rule, law_day, _provision) in pressing.items():
        lead = held.hours.lead_weeks.get(rule)
        meeting = booked.get(case_id)
        decisions.append(
            Decision(
                case=case_id,
                law_day=law_day,
                rank=rank[case_id],
                line=None if case_id in heard else lines.get(rule),
                hours=held.hours.of(rule),
                begins=today if lead is None else law_day - timedelta(weeks=lead),
                told_by=known.tells_by(meeting) if meeting is not None else None,
            )
        )
    there_is = supply.supply(known, planned, held.panels, hours, today, ahead)
    return Outlook(
        forecast=rules.forecast(decisions, there_is, today, ahead),
        terms=held,
        lines={line: ", ".join(held.names[name] for name in line.split("+")) for line in there_is.places},
        caseworkers=tuple(people),
        hours_a_week=hours,
        last_planned=max((one.on for one in planned), default=None),
        first=_first(conn, ranked[:first], pressing),
    )


def standings(conn: Connection, pressing: Mapping[str, tuple[str, date, str]], today: date) -> list[Standing]:
    """Return what the order of priority looks at, of each case in PRESSING."""
    nowhere = _out_of_school(conn)
    listed = select(T.c.id).join(C, C.c.id == T.c.child_id).where(C.c.looked_after == 1)
    looked_after = set(conn.execute(listed).scalars()) | _in_care(conn, today)
    phase = select(K.c.case_id).where(K.c.rule.like("PHASE.%"))
    moving = set(conn.execute(phase).scalars())
    tribunal = _tribunal(conn, today)
    marked = (("out_of_school", nowhere), ("looked_after", looked_after), ("phase_transfer", moving))
    return [
        Standing(
            case_id,
            law_day,
            frozenset(name for name, cases in marked if case_id in cases),
            tribunal.get(case_id),
        )
        for case_id, (_rule, law_day, _provision) in pressing.items()
    ]


def teams(conn: Connection, on: date) -> dict[str, str]:
    """Return the team of each person who is in one on a day."""
    t = council.TEAM
    query = select(t.c.person, t.c.team).where(t.c.starts <= on.isoformat())
    found: dict[str, str] = {
        row[0]: row[1] for row in conn.execute(query.order_by(t.c.starts, literal_column("rowid")))
    }
    return {person: team for person, team in found.items() if team}


def caseworkers(conn: Connection, on: date) -> list[CaseworkerRow]:
    """Return everybody who is caseworker on a day or still holds cases, by name: who left stands there till then."""
    role, in_team = council.ROLE, teams(conn, on)
    now = select(role.c.person).where(
        role.c.role == "caseworker",
        role.c.starts <= on.isoformat(),
        or_(role.c.ends.is_(None), role.c.ends >= on.isoformat()),
    )
    today = set(conn.execute(now).scalars())
    holding = select(T.c.assigned, func.count()).where(T.c.assigned.is_not(None)).group_by(T.c.assigned)
    cases: dict[str, int] = {row[0]: row[1] for row in conn.execute(holding)}
    people = select(council.PERSON.c.id, council.PERSON.c.name).order_by(council.PERSON.c.name)
    return [
        CaseworkerRow(id_, name, in_team.get(id_, ""), cases.get(id_, 0), id_ not in today)
        for id_, name in conn.execute(people)
        if id_ in today or cases.get(id_, 0)
    ]


def stopped() -> Any:
    """Return the selection of the children whose death is recorded: nothing reminds of them (issue, part 2)."""
    return select(around.DEATH.c.child_id)


def _pressing(conn: Connection) -> dict[str, tuple[str, date, str]]:
    """Return (rule, law's last day, provision) of the clock that presses on each case."""
    query = select(T.c.id, T.c.law_rule, T.c.law_day, T.c.provision).where(
        T.c.law_day.is_not(None), T.c.child_id.not_in(stopped())
    )
    return {row[0]: (row[1], date.fromisoformat(row[2]), row[3]) for row in conn.execute(query)}


def _booked(conn: Connection, cases: Sequence[str] | None, today: date) -> dict[str, str]:
    """Return the meeting on whose agenda each case waits; of two, the earlier one."""
    query = (
        select(N.c.case_id, M.c.id)
        .join(M, M.c.id == N.c.meeting)
        .where(N.c.state == "waiting", M.c.state != "closed", M.c.on_day >= today.isoformat())
        .order_by(M.c.on_day.desc())
    )
    if cases is not None and len(cases) <= _BATCH:
        query = query.where(N.c.case_id.in_(cases))
    return {row[0]: row[1] for row in conn.execute(query)}


def _heard(conn: Connection, cases: Sequence[str] | None) -> set[str]:
    """Return the cases on whose running clock a panel has recommended or decided already."""
    heard_at = func.coalesce(D.c.signed_at, D.c.recommended_at)
    query = (
        select(D.c.case_id)
        .join(T, T.c.id == D.c.case_id)
        .where(D.c.step.in_(_HEARD), heard_at >= func.coalesce(T.c.law_starts, ""))
    )
    if cases is not None and len(cases) <= _BATCH:
        query = query.where(D.c.case_id.in_(cases))
    return set(conn.execute(query).scalars())


def _out_of_school(conn: Connection) -> set[str]:
    """Return the cases of children without a setting, by the case or by its last entry that says where they are."""
    bare = select(T.c.id).where(func.coalesce(T.c.setting_name, "") == "")
    found = set(conn.execute(bare).scalars())
    e = register.ENTRY
    where = func.json_extract(e.c.fields, "$.sensetting")
    query = select(e.c.case_id, where).where(e.c.withdrawn.is_(None), e.c.type.in_(("plan", "placement")))
    for case_id, code in conn.execute(query.order_by(e.c.id)):
        (found.add if code in _NOWHERE else found.discard)(case_id)
    return found


def _in_care(conn: Connection, today: date) -> set[str]:
    care, day = around.CARE, today.isoformat()
    query = select(T.c.id).join(care, care.c.child_id == T.c.child_id)
    now = query.where(care.c.starts <= day, or_(care.c.ends.is_(None), care.c.ends >= day))
    return set(conn.execute(now).scalars())


def _tribunal(conn: Connection, today: date) -> dict[str, date]:
    """Return the next Tribunal date of each case: a hearing to come, or the law's last day of an order."""
    e = register.ENTRY
    hearing = func.json_extract(e.c.fields, "$.hearing")
    heard = select(e.c.case_id, hearing).where(
        e.c.type == "appeal", e.c.withdrawn.is_(None), hearing >= today.isoformat()
    )
    of_order = select(K.c.case_id, K.c.law_day).where(
        K.c.law_day.is_not(None), or_(K.c.rule.like("ORDER.%"), K.c.rule == "APPEAL.RESPONSE")
    )
    found: dict[str, date] = {}
    for case_id, text in (*conn.execute(heard), *conn.execute(of_order)):
        found[case_id] = min(found.get(case_id, date.max), date.fromisoformat(text))
    return found


def _first(
    conn: Connection, ranked: Sequence[Standing], pressing: Mapping[str, tuple[str, date, str]]
) -> tuple[PriorityRow, ...]:
    names = _names(conn, [one.case for one in ranked])
    return tuple(
        PriorityRow(
            one.case, *names[one.case], one.law_day, pressing[one.case][2], tuple(sorted(one.marks)), one.tribunal
        )
        for one in ranked
    )


def _names(conn: Connection, cases: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return (reference, name) of CASES."""
    r = log_tables.reference
    query = (
        select(T.c.id, r.c.text, C.c.name)
        .join(C, C.c.id == T.c.child_id)
        .outerjoin(r, r.c.subject == T.c.owner)
        .where(T.c.id.in_(cases))
    )
    return {row[0]: (row[1] or "", row[2]) for row in conn.execute(query)}
