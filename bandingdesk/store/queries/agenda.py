"""Before a meeting, as rows: deadline, hours, why each case stands where it stands, who reads it, what clashes, late
papers, what the packs went out for. Everything is read set by set; the page asks once.

Of scores it knows two things, and only once every reader has locked: a rank, and that no strand lies apart.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, func, select

from bandingdesk.panel import interests as rules
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.agenda import late as late_rules
from bandingdesk.panel.agenda import order
from bandingdesk.panel.agenda.agenda import Agenda, Hours
from bandingdesk.panel.agenda.ops import PackReader, Place, Turn
from bandingdesk.panel.agenda.order import Window
from bandingdesk.panel.agenda.rota import Member
from bandingdesk.seams import LONDON
from bandingdesk.store import log
from bandingdesk.store.projections import agenda as tables
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import papers as paper_tables
from bandingdesk.store.projections import profiles as profile_tables
from bandingdesk.store.queries import backlog, council, items, panel_types

M, N, S = panel_tables.MEETING.c, panel_tables.ITEM.c, panel_tables.SEAT.c
LAST_MEETINGS = 4  # over so many meetings of the panel type before this one the readers' load is shared


@dataclass(frozen=True, slots=True)
class Plan:
    """What a meeting's order and rota are worked out from."""

    panel_type: str
    on: date
    starts: str
    ends: str
    case_minutes: int
    each: int  # readers an item needs; 0: every free member scores
    papers_days: int
    deadline: date | None
    next_on: date | None  # the panel type's next meeting
    next_told: date | None  # when a family would know what it decides


@dataclass(frozen=True, slots=True)
class LateRow:
    """A paper that came late, and what was made of it; `outcome` is "" while it waits for the chair."""

    item: str
    evidence: str
    version: str
    title: str
    author_role: str
    dated: date
    came: date | None
    is_newer: bool  # it replaces a paper that is frozen
    outcome: str = ""
    words: str = ""
    until: date | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A reader of an item: why, and how many cases they read before it, counting the last meetings."""

    person_id: str
    name: str
    why: Turn
    count: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack that was released."""

    purpose: str
    readers: tuple[PackReader, ...]
    released_by: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Laid:
    """The agenda beside its items: what the page of a meeting that is planned shows."""

    head: str | None
    plan: Plan
    placed_by: str
    places: Mapping[str, Place]
    starts: Mapping[str, str]  # planned time by item
    hours: tuple[Hours, ...]
    readers: Mapping[str, tuple[ReaderRow, ...]]
    unfit: Mapping[tuple[str, str], str]
    late: Mapping[str, tuple[LateRow, ...]]
    packs: tuple[PackRow, ...]
    alike: frozenset[str]  # everybody locked and no strand apart
    elsewhere: Mapping[str, str]  # member -> the other meeting that they sit at while this one runs
    twice: frozenset[str]  # cases that wait on another agenda too
    ties: Mapping[str, tuple[str, ...]]  # member -> settings (names)


def laid(conn: Connection, meeting_id: str) -> Laid:
    """Return the agenda of a meeting as it stands. Raises KeyError."""
    known = plan(conn, meeting_id)
    rows = items.ordered(conn, meeting_id)
    a = tables.AGENDA
    state = conn.execute(select(a.c.head, a.c.placed_by).where(a.c.meeting == meeting_id)).first()
    p = tables.PLACE
    places = {
        row["item"]: Place(
            row["item"], row["because"], _day(row["day"]), _day(row["told_by"]), row["person"], row["time"], row["rank"]
        )
        for row in conn.execute(select(p).where(p.c.meeting == meeting_id)).mappings()
    }
    begins = order.minutes(known.starts)
    waiting = [row["item"] for row in rows if row["state"] == "waiting"]
    return Laid(
        head=state.head if state else None,
        plan=known,
        placed_by=state.placed_by if state else "",
        places=places,
        starts={item: order.clock(begins + at * known.case_minutes) for at, item in enumerate(waiting)},
        hours=hours(conn, meeting_id),
        readers=_readers(conn, meeting_id),
        unfit=unfit(conn, meeting_id),
        late=late_papers(conn, meeting_id, known.deadline),
        packs=_packs(conn, meeting_id),
        alike=alike(conn, meeting_id),
        elsewhere=_elsewhere(conn, meeting_id, known),
        twice=_twice(conn, meeting_id),
        ties=_ties(conn, meeting_id),
    )


def plan(conn: Connection, meeting_id: str) -> Plan:
    """Return what a meeting's order is worked out from. Raises KeyError."""
    row = conn.execute(select(panel_tables.MEETING).where(M.id == meeting_id)).mappings().first()
    if row is None:
        raise KeyError(meeting_id)
    on = date.fromisoformat(row["on_day"])
    kind = panel_types.of_meeting(conn, meeting_id)
    later = select(func.min(M.on_day)).where(
        M.panel_type == row["panel_type"], M.on_day > row["on_day"], M.state != "closed"
    )
    next_on = _day(conn.execute(later).scalar())
    letter_days = backlog.terms(conn, on).panels[row["panel_type"]].letter_days if next_on else 0
    set_ = conn.execute(select(tables.AGENDA.c.deadline).where(tables.AGENDA.c.meeting == meeting_id)).scalar()
    deadline = _day(set_) or late_rules.deadline(None, on, kind.papers_days)
    told = next_on + timedelta(days=letter_days) if next_on else None
    minutes = max(1, kind.case_minutes)
    return Plan(
        row["panel_type"], on, row["starts"], row["ends"], minutes, kind.readers, kind.papers_days, deadline, next_on,
        told,
    )  # fmt: skip


def meeting_of(conn: Connection, item: str) -> str | None:
    """Return the meeting on whose agenda ITEM stands."""
    found = conn.execute(select(N.meeting).where(N.item == item)).scalar()
    return None if found is None else str(found)


def deadline(conn: Connection, agenda: Agenda | None, meeting_id: str, on: date) -> date | None:
    """Return the day by which papers come in for a meeting ON a day, None for no deadline."""
    return late_rules.deadline(agenda, on, panel_types.of_meeting(conn, meeting_id).papers_days)


def hours(conn: Connection, meeting_id: str) -> tuple[Hours, ...]:
    """Return the hours of members who can only be there part of the time."""
    c = tables.HOURS.c
    rows = conn.execute(select(c.person, c.starts, c.ends, c.words).where(c.meeting == meeting_id))
    return tuple(Hours(*row) for row in rows)


def windows(known: Sequence[Hours]) -> dict[str, Window]:
    """Return hours as minutes of the day, by person."""
    return {
        one.person: Window(
            one.person,
            order.minutes(one.starts) if one.starts else None,
            order.minutes(one.ends) if one.ends else None,
        )
        for one in known
    }


def cases(conn: Connection, meeting_id: str, ranks: Mapping[str, int] | None = None) -> list[order.Case]:
    """Return the waiting items as the order sees them. RANKS are a shared store's; else they are worked out here."""
    seen = {window.person: window for window in windows(hours(conn, meeting_id)).values()}
    known = spread_ranks(conn, meeting_id) if ranks is None else ranks
    people = items.readers(conn, meeting_id)
    return [
        order.Case(
            row.item,
            row.law_day,
            tuple(seen[person] for person in people.get(row.item, row.readers) if person in seen),
            known.get(row.item, 0),
        )
        for row in items.agenda(conn, meeting_id)
    ]


def spread_ranks(conn: Connection, meeting_id: str) -> dict[str, int]:
    """Return {item: place} of the rounds that are open and that every reader has locked, the widest spread first.

    Ranks alone leave this function (design, store 10.2). A sheet whose scores are sealed has none here: its round has
    no rank. Of equal ones none comes before the other.
    """
    widths = {item: sum(found) for item, found in _widths(conn, meeting_id).items()}
    return {item: 1 + sum(other > width for other in widths.values()) for item, width in widths.items()}


def alike(conn: Connection, meeting_id: str) -> frozenset[str]:
    """Return the items that every scorer has locked and in which no strand lies apart by the disagreement rule."""
    found = _widths(conn, meeting_id, everybody=True)
    if not found:
        return frozenset()
    apart = panel_types.of_meeting(conn, meeting_id).disagreement
    return frozenset(item for item, strands in found.items() if all(width < apart for width in strands))


def _widths(conn: Connection, meeting_id: str, *, everybody: bool = False) -> dict[str, list[int]]:
    """Return how wide the strands of each open round lie; none while a reader is awaited.

    EVERYBODY: while a scorer is, and of revealed rounds too.
    """
    r, sheet, rating = panel_tables.ROUND.c, panel_tables.SHEET.c, panel_tables.RATING.c
    mine = select(N.item).where(N.meeting == meeting_id)
    states = ("open", "revealed") if everybody else ("open",)
    rounds = conn.execute(
        select(r.id, r.item, r.scorers).where(r.item.in_(mine), r.state.in_(states), r.first.is_(None))
    ).all()
    if not rounds:
        return {}
    ids = [row.id for row in rounds]
    locked: dict[str, set[str]] = {}
    for round_id, person in conn.execute(
        select(sheet.round, sheet.person).where(sheet.round.in_(ids), sheet.is_locked == 1)
    ):
        locked.setdefault(round_id, set()).add(person)
    levels: dict[str, dict[str, list[tuple[str, int]]]] = {}
    for round_id, person, strand, level in conn.execute(
        select(rating.round, rating.person, rating.strand, rating.level).where(rating.round.in_(ids))
    ):
        levels.setdefault(round_id, {}).setdefault(strand, []).append((person, level))
    readers = _all_readers(conn, meeting_id)
    found = {}
    for row in rounds:
        scorers, here = set(json.loads(row.scorers)), locked.get(row.id, set())
        awaited = scorers if everybody else scorers & (set(readers.get(row.item, ())) or scorers)
        strands = levels.get(row.id, {})
        given = {person for scored in strands.values() for person, _ in scored}
        if awaited <= here and here & scorers <= given:
            counted = [[level for person, level in scored if person in here] for scored in strands.values()]
            found[row.item] = [max(known) - min(known) for known in counted if known]
    return found


def members(conn: Connection, meeting_id: str) -> list[Member]:
    """Return the voting members as the rota sees them, with what they read at the last meetings."""
    known = plan(conn, meeting_id)
    bounds = windows(hours(conn, meeting_id))
    last = (
        select(M.id)
        .where(M.panel_type == known.panel_type, M.on_day < known.on.isoformat(), M.called_off == "")
        .order_by(M.on_day.desc())
        .limit(LAST_MEETINGS)
    )
    c = tables.READER.c
    before = {
        row.person: row[1]
        for row in conn.execute(select(c.person, func.count()).where(c.meeting.in_(last)).group_by(c.person))
    }
    begins, ends = order.minutes(known.starts), order.minutes(known.ends)
    found = []
    for person, role in conn.execute(
        select(S.person, S.role).where(S.meeting == meeting_id, S.role.in_(meetings.VOTING)).order_by(S.position)
    ):
        window = bounds.get(person)
        most = None
        if window is not None:
            here = min(window.ends or ends, ends) - max(window.starts or begins, begins)
            most = max(0, here // known.case_minutes)
        found.append(Member(person, before.get(person, 0), most, role == "chair"))
    return found


def unfit(conn: Connection, meeting_id: str) -> dict[tuple[str, str], str]:
    """Return why a voting member can't read an item, by (item, person): a code of `agenda_words`.

    An interest that is declared and not only noted; a tie to the child's setting; the caseworker of the case; who
    prepared its profile.
    """
    people = [
        row.person for row in conn.execute(select(S.person).where(S.meeting == meeting_id, S.role.in_(meetings.VOTING)))
    ]
    c, profile = case_tables.CASE.c, profile_tables.PROFILE.c
    query = select(N.item, N.case_id, c.setting, c.setting_name, c.assigned).join(case_tables.CASE, c.id == N.case_id)
    rows = conn.execute(query.where(N.meeting == meeting_id)).all()
    prepared = {
        (row.case_id, row.locked_by)
        for row in conn.execute(
            select(profile.case_id, profile.locked_by).where(profile.case_id.in_([row.case_id for row in rows]))
        )
    }
    tied = {
        row.person: frozenset(json.loads(row.settings))
        for row in conn.execute(select(tables.TIES).where(tables.TIES.c.person.in_(people)))
    }
    standings = items.standings(conn, meeting_id)
    found = {}
    for row in rows:
        for person in people:
            standing = standings.get(row.item, {}).get(person, "unanswered")
            ties = tied.get(person, frozenset())
            if standing != "unanswered" and not rules.may_score(standing):
                found[row.item, person] = "interest"
            elif row.setting in ties or row.setting_name in ties:
                found[row.item, person] = "setting"
            elif row.assigned == person:
                found[row.item, person] = "caseworker"
            elif (row.case_id, person) in prepared:
                found[row.item, person] = "prepared"
    return found


def came(conn: Connection, evidence: Sequence[str]) -> dict[str, date]:
    """Return the day in England on which each paper was put on the record."""
    subjects = [f"evidence:{id_}" for id_ in evidence]
    if not subjects:
        return {}
    marks = ", ".join("?" * len(subjects))
    rows = log.driver(conn).execute(
        f"SELECT subject, min(wall_claimed) FROM op WHERE subject IN ({marks}) GROUP BY subject",
        subjects,
    )
    return {subject.partition(":")[2]: log.instant(wall).astimezone(LONDON).date() for subject, wall in rows.fetchall()}


def late_papers(conn: Connection, meeting_id: str, by: date | None = None) -> dict[str, tuple[LateRow, ...]]:
    """Return the papers that came late, by item: those that wait for the chair and those that are settled."""
    e, c = paper_tables.EVIDENCE.c, tables.LATE.c
    frozen = items.papers(conn, meeting_id)
    settled = {
        (row["item"], row["evidence"]): row
        for row in conn.execute(select(tables.LATE).where(c.meeting == meeting_id)).mappings()
    }
    query = select(N.item, N.is_frozen, N.state, e.id, e.head, e.title, e.author_role, e.dated, e.replaces).join(
        paper_tables.EVIDENCE, e.case_id == N.case_id
    )
    rows = conn.execute(query.where(N.meeting == meeting_id).order_by(e.dated, e.title)).all()
    wanted = [row for row in rows if (row.item, row.id) in settled or row.id not in dict(frozen.get(row.item, ()))]
    arrived = came(conn, [row.id for row in wanted])
    names = {row.id: row.name for row in council.people(conn)} if settled else {}
    found: dict[str, list[LateRow]] = {}
    for row in wanted:
        done, day = settled.get((row.item, row.id)), arrived.get(row.id)
        if done is None and (row.state != "waiting" or not (row.is_frozen or late_rules.came_late(day, by))):
            continue
        known = dict(frozen.get(row.item, ()))
        one = LateRow(
            row.item, row.id, done["version"] if done else row.head, row.title, row.author_role,
            date.fromisoformat(row.dated), day, row.replaces in known,
        )  # fmt: skip
        if done is not None:
            one = LateRow(
                one.item, one.evidence, one.version, one.title, one.author_role, one.dated, one.came, one.is_newer,
                done["outcome"], done["words"], _day(done["until"]), names.get(done["settled_by"], ""),
            )  # fmt: skip
        found.setdefault(row.item, []).append(one)
    return {item: tuple(rows_) for item, rows_ in found.items()}


def late_open(conn: Connection, meeting_id: str, item: str) -> int:
    """Return how many late papers of an item wait for the chair: nothing is recommended before they are settled."""
    return sum(not row.outcome for row in late_papers(conn, meeting_id).get(item, ()))


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the agenda says of a case beside its name, and its papers: (id, title, author's role, dated, pages)."""

    setting: str = ""
    year_group: str = ""
    need: str = ""
    papers: tuple[tuple[str, str, str, date, int], ...] = ()


def facts(conn: Connection, cases_: Sequence[str]) -> dict[str, CaseFacts]:
    """Return what an agenda says of each of CASES, two queries for all of them."""
    c, e = case_tables.CASE.c, paper_tables.EVIDENCE.c
    papers: dict[str, list[tuple[str, str, str, date, int]]] = {}
    query = select(e.case_id, e.id, e.title, e.author_role, e.dated, e.pages)
    for row in conn.execute(query.where(e.case_id.in_(cases_)).order_by(e.dated.desc(), e.title)):
        paper = (row.id, row.title, row.author_role, date.fromisoformat(row.dated), row.pages)
        papers.setdefault(row.case_id, []).append(paper)
    known = select(c.id, c.setting_name, c.year_group, c.primary_need).where(c.id.in_(cases_))
    return {
        row.id: CaseFacts(row.setting_name, row.year_group, row.primary_need, tuple(papers.get(row.id, ())))
        for row in conn.execute(known)
    }


def _readers(conn: Connection, meeting_id: str) -> dict[str, tuple[ReaderRow, ...]]:
    names = {row.id: row.name for row in council.people(conn)}
    c = tables.READER.c
    found: dict[str, list[ReaderRow]] = {}
    rows = conn.execute(select(tables.READER).where(c.meeting == meeting_id).order_by(c.item, c.position)).mappings()
    for row in rows:
        reader = ReaderRow(row["person"], names.get(row["person"], ""), row["why"], row["count"])
        found.setdefault(row["item"], []).append(reader)
    return {item: tuple(made) for item, made in found.items()}


def _all_readers(conn: Connection, meeting_id: str) -> dict[str, tuple[str, ...]]:
    added = conn.execute(select(N.item, N.readers).where(N.meeting == meeting_id))
    return {item: tuple(json.loads(text)) for item, text in added} | items.readers(conn, meeting_id)


def _packs(conn: Connection, meeting_id: str) -> tuple[PackRow, ...]:
    names = {row.id: row.name for row in council.people(conn)}
    c = tables.PACK.c
    rows = conn.execute(select(tables.PACK).where(c.meeting == meeting_id).order_by(c.released_at)).mappings()
    return tuple(
        PackRow(
            row["purpose"],
            tuple(PackReader(one["person"], one["name"], tuple(one["items"])) for one in json.loads(row["readers"])),
            names.get(row["released_by"], ""),
            datetime.fromisoformat(row["released_at"]).astimezone(UTC),
        )
        for row in rows
    )


def _elsewhere(conn: Connection, meeting_id: str, known: Plan) -> dict[str, str]:
    """Return the voting members who have a seat at another meeting of the same hours, with its panel's name."""
    mine = select(S.person).where(S.meeting == meeting_id, S.role.in_(meetings.VOTING))
    query = (
        select(S.person, M.panel_type)
        .join(panel_tables.MEETING, M.id == S.meeting)
        .where(S.person.in_(mine), M.id != meeting_id, M.on_day == known.on.isoformat(), M.state != "closed")
        .where(M.starts < known.ends, M.ends > known.starts)
    )
    return {person: council.panel_type(conn, panel_type, known.on).name for person, panel_type in conn.execute(query)}


def _twice(conn: Connection, meeting_id: str) -> frozenset[str]:
    mine = select(N.case_id).where(N.meeting == meeting_id, N.state == "waiting")
    query = select(N.case_id).where(N.case_id.in_(mine), N.meeting != meeting_id, N.state == "waiting")
    other = query.join(panel_tables.MEETING, M.id == N.meeting).where(M.state != "closed")
    return frozenset(conn.execute(other).scalars())


def _ties(conn: Connection, meeting_id: str) -> dict[str, tuple[str, ...]]:
    mine = select(S.person).where(S.meeting == meeting_id)
    rows = conn.execute(select(tables.TIES).where(tables.TIES.c.person.in_(mine))).mappings()
    return {row["person"]: tuple(json.loads(row["settings"])) for row in rows}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
