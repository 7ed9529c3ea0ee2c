"""Queries of a band as rows: how far each is, by when the council wants it answered, who may look at it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, or_, select

from bandingdesk.council import may
from bandingdesk.ops import Subject
from bandingdesk.panel.band_query import query as rules
from bandingdesk.panel.band_query.ops import Result
from bandingdesk.panel.band_query.query import Limit, Part, State
from bandingdesk.panel.decision import Decision
from bandingdesk.store import folds, log
from bandingdesk.store.projections import band_query as tables
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.queries import casework, closed, council, panel, rounds, rulebooks
from bandingdesk.store.queries.doing import DoNextRow, tone

Q = tables.BAND_QUERY
ROLES = frozenset({"caseworker", "clerk", "head_of_service"})
LOOKING = frozenset(may.rule("band_query.decided").writers)


@dataclass(frozen=True, slots=True)
class StrandRow:
    """A disputed strand: the setting's own level and words, and the agreed level where the viewer may see it."""

    strand: str
    name: str
    level: int | None
    level_name: str
    words: str
    agreed: int | None
    agreed_name: str


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A query. `due` is the council's own day, never the law's. Names are people's.

    `needs_decision`: it ended in another band, and no further decision has been signed since.
    """

    id: str
    head: str
    case_id: str
    decision_id: str
    received: date
    setting: str
    asked_by: str
    strands: tuple[StrandRow, ...]
    words: str
    evidence: tuple[str, ...]  # titles
    days: int | None
    due: date | None
    state: State
    result: Result | None
    people: tuple[str, ...]
    reasons: str
    decided_by: str
    decided_at: datetime | None
    answered_on: date | None
    way: str
    withdrawn: str
    needs_decision: bool

    def is_late(self, today: date) -> bool:
        """Return whether the council's own day has passed without an answer."""
        return self.state in ("open", "decided") and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class PersonOption:
    """Somebody who might look at a band again; `part` says why they may not, "" where they may."""

    id: str
    name: str
    profession: str
    part: str


def limit(conn: Connection, received: date) -> Limit | None:
    """Return the council's own limit for a query of a day, None where it has adopted none. Raises LimitUnfitError."""
    return rules.limit(council.policy(conn, rules.POLICY, received), received)


def queries(conn: Connection, case_id: str, viewer: str) -> list[QueryRow]:
    """Return the queries about a case, the newest first; none where the case is closed to VIEWER."""
    if conn.execute(select(Q.c.id).where(Q.c.case_id == case_id, Q.c.case_id.in_(closed.cases(viewer)))).first():
        return []
    rows = conn.execute(select(Q).where(Q.c.case_id == case_id).order_by(Q.c.received.desc(), Q.c.id.desc()))
    return [_row(conn, row, viewer) for row in rows.mappings().all()]


def query(conn: Connection, query_id: str, viewer: str) -> QueryRow | None:
    """Return one query, None where it is not in the record. Raises CaseClosedError."""
    row = conn.execute(select(Q).where(Q.c.id == query_id)).mappings().first()
    if row is None:
        return None
    closed.require_open(conn, row["case_id"], viewer)
    return _row(conn, row, viewer)


def ids_of(conn: Connection, decision_id: str) -> list[str]:
    """Return the ids of the queries of a decision."""
    return list(conn.execute(select(Q.c.id).where(Q.c.decision_id == decision_id)).scalars())


def scale(conn: Connection, framework_sha256: str) -> Mapping[str, tuple[int, ...]]:
    """Return the levels of each strand of a framework, none for a decision without one."""
    if not framework_sha256:
        return {}
    return {strand: tuple(names) for strand, names in rulebooks.names(conn, framework_sha256).levels.items()}


def part(conn: Connection, decision: Decision) -> Part:
    """Return who had a part in a decision beside those who signed: scorers, who sat, who declared an interest."""
    if decision.proposal is None:
        return Part()
    meeting, item, case = decision.proposal.meeting, decision.proposal.item, decision.proposal.case
    r, s = panel_tables.ROUND.c, panel_tables.SHEET.c
    held = select(r.id).where(or_(r.item == item, r.id == decision.proposal.round))
    scorers = set(conn.execute(select(s.person).where(s.round.in_(held))).scalars())
    i, a, seat = panel_tables.INTEREST.c, panel_tables.ATTENDANCE.c, panel_tables.SEAT.c
    interests = conn.execute(select(i.person).where(i.case_id == case, i.standing != "none", i.answer != "none"))
    here = select(a.person).where(a.meeting == meeting, a.state.in_(("present", "online")))
    seated = select(seat.person).where(seat.meeting == meeting, seat.person.in_(here))
    return Part(scorers, set(conn.execute(seated).scalars()), set(interests.scalars()))


def took_part(conn: Connection, decision_id: str) -> dict[str, str]:
    """Return who may not look at a decision again, with the reason (rules.PARTS)."""
    decision = _decision(conn, decision_id)
    return {} if decision is None else rules.took_part(decision, part(conn, decision))


def people(conn: Connection, decision_id: str) -> list[PersonOption]:
    """Return who might look at a band again, those who may first."""
    parts = took_part(conn, decision_id)
    found = [
        PersonOption(one.id, one.name, one.profession, parts.get(one.id, ""))
        for one in council.people(conn)
        if LOOKING & set(one.roles)
    ]
    return sorted(found, key=lambda one: (bool(one.part), one.name))


def is_superseded(conn: Connection, decision_id: str, case_id: str) -> bool:
    """Return whether a later decision of the case was signed: a query is about the band that holds."""
    d = panel_tables.DECISION.c
    this = select(d.signed_at).where(d.id == decision_id).scalar_subquery()
    later = select(d.id).where(d.case_id == case_id, d.id != decision_id, d.step == "signed", d.signed_at > this)
    return conn.execute(later.limit(1)).first() is not None


def to_do(conn: Connection, person_id: str, today: date) -> list[DoNextRow]:
    """Return the queries that PERSON has to see through: to decide, to answer, to follow by a decision."""
    if not ROLES & set(council.person(conn, person_id).roles):
        return []
    t, c = case_tables.CASE.c, case_tables.CHILD.c
    rows = (
        select(Q, c.name)
        .join(case_tables.CASE, t.id == Q.c.case_id)
        .join(case_tables.CHILD, c.id == t.child_id)
        .where(or_(t.assigned == person_id, t.assigned.is_(None)), Q.c.case_id.not_in(closed.cases(person_id)))
        .where(Q.c.state != "withdrawn")
        .order_by(Q.c.due, Q.c.id)
    )
    found = []
    for row in conn.execute(rows).mappings().all():
        detail = _step(conn, row)
        if detail:
            due = date.fromisoformat(row["due"]) if row["due"] and row["state"] != "answered" else None
            where = {"case_id": row["case_id"], "section": "queries", "query": row["id"]}
            found.append(DoNextRow("band_query", row["name"], 1, due, tone(due, today), "cases", where, detail))
    return found


def _step(conn: Connection, row: RowMapping) -> str:
    """Return what a query waits for, "" for nothing."""
    if row["state"] == "open":
        return "decide"
    if row["state"] == "decided":
        return "answer"
    return "follow" if _needs_decision(conn, row) else ""


def _needs_decision(conn: Connection, row: RowMapping) -> bool:
    if row["result"] not in ("up", "down"):
        return False
    d = panel_tables.DECISION.c
    since = select(d.id).where(d.case_id == row["case_id"], d.step == "signed", d.signed_at > row["decided_at"])
    return conn.execute(since.limit(1)).first() is None


def _row(conn: Connection, row: RowMapping, viewer: str) -> QueryRow:
    names = {one.id: one.name for one in council.people(conn)}
    titles = {one.id: one.title for one in casework.evidence(conn, row["case_id"])}
    decided = row["decided_at"]
    return QueryRow(
        id=row["id"],
        head=row["head"],
        case_id=row["case_id"],
        decision_id=row["decision_id"],
        received=date.fromisoformat(row["received"]),
        setting=row["setting"],
        asked_by=row["asked_by"],
        strands=tuple(_strands(conn, row, viewer)),
        words=row["words"],
        evidence=tuple(titles.get(one, "") for one in json.loads(row["evidence"])),
        days=row["days"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        state=row["state"],
        result=row["result"],
        people=tuple(names.get(one, "") for one in json.loads(row["people"] or "[]")),
        reasons=row["reasons"] or "",
        decided_by=names.get(row["decided_by"], "") if row["decided_by"] else "",
        decided_at=datetime.fromisoformat(decided) if decided else None,
        answered_on=date.fromisoformat(row["answered_on"]) if row["answered_on"] else None,
        way=row["way"] or "",
        withdrawn=row["withdrawn"] or "",
        needs_decision=row["state"] != "withdrawn" and _needs_decision(conn, row),
    )


def _strands(conn: Connection, row: RowMapping, viewer: str) -> list[StrandRow]:
    d, m = panel_tables.DECISION.c, panel_tables.MEETING.c
    held = select(d.round, m.framework_sha256).join(panel_tables.MEETING, m.id == d.meeting)
    found = conn.execute(held.where(d.id == row["decision_id"])).first()
    round_id, framework = found or ("", "")
    known = rulebooks.names(conn, framework) if framework else None
    agreed: dict[str, int] = {}
    if round_id and conn.execute(select(panel_tables.ROUND.c.id).where(panel_tables.ROUND.c.id == round_id)).first():
        strips = rounds.round(conn, round_id, viewer).spreads
        agreed = {one.strand: one.agreed for one in strips if one.agreed is not None}
    made = []
    for one in json.loads(row["strands"]):
        strand, level = one["strand"], one["level"]
        levels = known.levels.get(strand, {}) if known else {}
        panels = agreed.get(strand)
        name = known.strands.get(strand, strand) if known else strand
        made.append(
            StrandRow(
                strand,
                name,
                level,
                levels.get(level, "") if level is not None else "",
                one["words"],
                panels,
                levels.get(panels, "") if panels is not None else "",
            )
        )
    return made


def _decision(conn: Connection, decision_id: str) -> Decision | None:
    subject = Subject("decision", decision_id)
    row = log.driver(conn).execute("SELECT state FROM head WHERE subject = ?", (str(subject),)).fetchone()
    return None if row is None else folds.registry().load("decision", row[0])


def framework_of(conn: Connection, decision: Decision) -> str:
    """Return the framework that a decision was made by, "" for one without a matrix."""
    if decision.proposal is None or not decision.proposal.meeting:
        return ""
    try:
        return panel.meeting(conn, decision.proposal.meeting).framework_sha256 or ""
    except KeyError:
        return ""
