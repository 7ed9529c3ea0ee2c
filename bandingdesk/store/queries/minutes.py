"""What minutes are made of and nobody in particular looks at: ranges of the first scores, agreed levels, other views.

It is read to be frozen into a file that opens only to those to whom the case is open. Names of scorers are never read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from bandingdesk.panel import questions
from bandingdesk.panel.meeting import HERE
from bandingdesk.store.projections import agenda as agenda_tables
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.projections import room as room_tables
from bandingdesk.store.queries import clocks, council, room, rulebooks
from bandingdesk.store.queries.casework import CaseRow


@dataclass(frozen=True, slots=True)
class StrandRow:
    """One strand of a revealed round: how many first scores lie on each level, what was agreed, and why."""

    strand: str
    name: str
    first: tuple[tuple[str, int], ...]  # (level as said, how many), the lowest first; () where it was not scored
    agreed: str
    reason_title: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """The round that an item was decided on."""

    id: str
    on_questions: bool
    scheme: str
    strands: tuple[StrandRow, ...]
    minority: tuple[tuple[str, str], ...]  # (name, words with the strand)
    missing: int  # scorers without a lock at the reveal


def round_of(conn: Connection, item: str, on: date) -> RoundRow | None:
    """Return the first round of ITEM once it is revealed, None before."""
    r = tables.ROUND
    query = select(r).where(r.c.item == item, r.c.first.is_(None), r.c.state != "open").order_by(r.c.number.desc())
    row = conn.execute(query.limit(1)).mappings().first()
    if row is None:
        return None
    names = rulebooks.names(conn, row["framework_sha256"])
    on_questions = questions.is_questions(row["framework_sha256"])
    first, agreed = _first(conn, row["id"]), _agreed(conn, row["id"])
    reasons = rulebooks.level_reasons(conn, on)
    strands = []
    for strand, name in names.strands.items():
        if strand not in first and strand not in agreed:
            continue
        levels = names.levels[strand]
        found = agreed.get(strand)
        strands.append(
            StrandRow(
                strand,
                name,
                tuple((_said(level, levels, on_questions), count) for level, count in first.get(strand, ())),
                _said(found.level, levels, on_questions) if found is not None else "",
                reasons.get(found.reason_code, "") if found is not None and found.reason_code else "",
                found.reason if found is not None else "",
            )
        )
    scheme = f"{names.title} {names.version}".strip()
    minority = _minority(conn, row["id"], names.strands)
    return RoundRow(row["id"], on_questions, scheme, tuple(strands), minority, len(json.loads(row["missing"])))


def late_papers(conn: Connection, meeting_id: str, item: str) -> dict[str, tuple[str, str]]:
    """Return what was made of each late paper of ITEM: (outcome, words), by paper."""
    t = agenda_tables.LATE
    query = select(t.c.evidence, t.c.outcome, t.c.words).where(t.c.meeting == meeting_id, t.c.item == item)
    return {row.evidence: (row.outcome, row.words) for row in conn.execute(query)}


def votes(conn: Connection, meeting_id: str, item: str) -> tuple[str, ...]:
    """Return the counts of each vote on ITEM, as said; no name."""
    t = room_tables.BALLOT
    query = select(t).where(t.c.item == item, t.c.meeting == meeting_id).order_by(t.c.number)
    found = []
    for row in conn.execute(query).mappings():
        counts = ", ".join(f"{one['option']} {one['votes']}" for one in json.loads(row["counts"]))
        found.append(f"{row['question']}: {counts or 'not counted'}")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody who was there without a seat."""

    name: str
    role: str
    capacity: str
    state: str


def guests(conn: Connection, meeting_id: str, item: str) -> tuple[GuestRow, ...]:
    """Return who was there for ITEM without a seat, as it stood when the panel was done with it."""
    ended = room.ended_items(conn, meeting_id).get(item)
    return tuple(
        GuestRow(row.guest_name, row.guest_role or "observer", row.guest_capacity, row.state)
        for row in room.presences(conn, meeting_id, until=ended).values()
        if row.guest_name and row.state in HERE
    )


def attendance(conn: Connection, meeting_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return how each person's presence went: (state, from which item on) in the order of recording."""
    a, p = tables.ATTENDANCE.c, room_tables.PRESENCE.c
    found: dict[str, list[tuple[str, str]]] = {}
    old = select(a.person, a.state, a.item).where(a.meeting == meeting_id).order_by(a.seq)
    own = select(p.person, p.state, p.item).where(p.meeting == meeting_id).order_by(p.seq)
    for query in (old, own):
        for person, state, item in conn.execute(query):
            found.setdefault(person, []).append((state, item or ""))
    return {person: tuple(told) for person, told in found.items()}


def law_day(conn: Connection, case: CaseRow) -> tuple[date | None, str]:
    """Return the law's last day that stands for a case, and its provision."""
    on = clocks.decide_by(conn, case.id)
    if case.clock is not None and (on is None or on == case.clock.law_day):
        return case.clock.law_day, case.clock.provision
    return on, ""


def _first(conn: Connection, round_id: str) -> dict[str, list[tuple[int, int]]]:
    """Return how many scorers gave each level at the first reveal, by strand."""
    v, g = tables.REVEALED.c, tables.RATING.c
    query = (
        select(g.strand, g.level, func.count())
        .join(tables.REVEALED, v.sheet == g.sheet)
        .where(v.round == round_id)
        .group_by(g.strand, g.level)
        .order_by(g.strand, g.level)
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for strand, level, count in conn.execute(query):
        found.setdefault(strand, []).append((level, count))
    return found


def _agreed(conn: Connection, round_id: str) -> dict[str, Any]:
    t = tables.AGREED
    rows = conn.execute(select(t.c.strand, t.c.level, t.c.reason_code, t.c.reason).where(t.c.round == round_id))
    return {row.strand: row for row in rows}


def _minority(conn: Connection, round_id: str, strands: Any) -> tuple[tuple[str, str], ...]:
    t = tables.MINORITY
    names = {person.id: person.name for person in council.people(conn)}
    rows = conn.execute(select(t).where(t.c.round == round_id).order_by(t.c.position)).mappings()
    found = []
    for row in rows:
        about = f" (about {strands[row['strand']]})" if row["strand"] in strands else ""
        found.append((names.get(row["person"], ""), f"{row['words']}{about}"))
    v = room_tables.VIEW.c
    own = select(v.person, v.words, v.strand).where(v.round == round_id).order_by(v.position, v.person)
    for person, words, strand in conn.execute(own):
        about = f" (about {strands[strand]})" if strand in strands else ""
        found.append((names.get(person, ""), f"{words}{about}"))
    return tuple(found)


def _said(level: int, levels: Any, on_questions: bool) -> str:
    return str(levels.get(level, level)) if on_questions else f"{level}"


def scheme(conn: Connection, framework_sha256: str) -> str:
    """Return what a framework is called, with its version."""
    names = rulebooks.names(conn, framework_sha256)
    return f"{names.title} {names.version}".strip()


def agreed_levels(conn: Connection, round_id: str) -> dict[str, Any]:
    """Return the agreed levels of a round with their reasons, by strand."""
    return _agreed(conn, round_id)


def level_texts(conn: Connection, framework_sha256: str) -> dict[str, tuple[str, dict[int, tuple[str, str]]]]:
    """Return each strand's name and, by level, its name and its words: what a framework says, without the engine."""
    read = json.loads(council.framework_definition(conn, framework_sha256))
    return {
        strand["id"]: (
            strand["name"],
            {
                one["level"]: (
                    one.get("name") or "",
                    " ".join(text["text"]["default"] for text in one.get("descriptors", ())),
                )
                for one in strand["levels"]
            },
        )
        for strand in read["strands"]
    }
