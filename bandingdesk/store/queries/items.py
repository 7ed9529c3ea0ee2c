"""The agenda of a meeting as rows, read set by set: an agenda of eighty cases takes as many queries as one of two.

What a viewer may not see is not read into a row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, select

from bandingdesk.panel import interests as rules
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.interests import Standing
from bandingdesk.store import tables as log
from bandingdesk.store.projections import agenda as agenda_tables
from bandingdesk.store.projections import casework as case_tables
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import clocks, rulebooks

AgendaState = Literal["waiting", "scoring", "revealed", "agreed", "decided", "deferred", "closed", "withdrawn"]
DECIDED = ("recommended", "signed", "reopened")
N, P, A = tables.ITEM.c, agenda_tables.PLACE.c, agenda_tables  # N: an item, by its number
_LAST = 1_000_000  # behind every place: what joined after the cases were put in order


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the agenda for one viewer: whose interest closes it sees its number alone. `band` once decided.

    `readers` must score it (all free members where empty); `urgent` is why it joined after the deadline; `came_late`
    counts papers that were taken though they came late; `is_undiscussed`: proposed as agreed, no discussion needed.
    """

    item: str
    case_id: str
    position: int
    child_name: str
    reference: str
    kind: str
    state: AgendaState
    round_id: str | None
    decision_id: str | None
    law_day: date | None
    band: str | None
    interest: Standing
    is_frozen: bool
    papers: int
    reason: str
    until: date | None
    again_id: str | None
    locked_count: int
    scorer_count: int
    stepped_out: bool
    decision_step: str | None
    readers: tuple[str, ...] = ()
    urgent: str = ""
    came_late: int = 0
    is_undiscussed: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one agenda is made of, read once for all its items."""

    cases: Mapping[str, RowMapping]
    references: Mapping[str, str]
    decide_by: Mapping[str, date]
    rounds: Mapping[str, list[RowMapping]]
    decisions: Mapping[str, RowMapping]
    locked: Mapping[str, frozenset[str]]
    papers: Mapping[str, tuple[tuple[str, str], ...]]
    late: Mapping[str, int]
    readers: Mapping[str, tuple[str, ...]]
    urgent: Mapping[str, str]
    undiscussed: frozenset[str]


def agenda(conn: Connection, meeting_id: str, viewer: str | None = None) -> list[ItemRow]:
    """Return the agenda in its order, as VIEWER may see it."""
    rows = ordered(conn, meeting_id)
    where = standings(conn, meeting_id)
    seat = tables.SEAT.c
    is_voter = select(seat.person).where(
        seat.meeting == meeting_id, seat.person == viewer, seat.role.in_(meetings.VOTING)
    )
    role = "member" if viewer is not None and conn.execute(is_voter).first() is not None else None
    on = _day(conn.execute(select(tables.MEETING.c.on_day).where(tables.MEETING.c.id == meeting_id)).scalar())
    seen = _seen(conn, meeting_id, [row["case_id"] for row in rows])
    return [
        _item_row(conn, row, at, on, where.get(row["item"], {}), viewer, role, seen) for at, row in enumerate(rows, 1)
    ]


def ordered(conn: Connection, meeting_id: str) -> Sequence[RowMapping]:
    """Return the rows of a meeting's items in the agenda's order."""
    place = func.coalesce(P.position, _LAST)
    query = select(tables.ITEM).outerjoin(A.PLACE, (P.item == N.item) & (P.meeting == N.meeting))
    return conn.execute(query.where(N.meeting == meeting_id).order_by(place, N.position)).mappings().all()


def standings(conn: Connection, meeting_id: str) -> dict[str, dict[str, Standing]]:
    """Return each person's standing by item; who has not answered is left out."""
    c = tables.INTEREST.c
    found: dict[str, dict[str, Standing]] = {}
    for item, person, standing in conn.execute(select(c.item, c.person, c.standing).where(c.meeting == meeting_id)):
        found.setdefault(item, {})[person] = standing
    return found


def children(conn: Connection, meeting_id: str) -> dict[str, str]:
    """Return the child's name of each item of a meeting, for whoever asks: nothing of it is shown."""
    case, child = case_tables.CASE.c, case_tables.CHILD.c
    query = select(N.item, child.name).join(case_tables.CASE, case.id == N.case_id)
    rows = conn.execute(query.join(case_tables.CHILD, child.id == case.child_id).where(N.meeting == meeting_id))
    return {row.item: row.name for row in rows}


def readers(conn: Connection, meeting_id: str) -> dict[str, tuple[str, ...]]:
    """Return the readers that the agenda gives its items; an item it does not name keeps those it was added with."""
    c = A.READER.c
    found: dict[str, list[str]] = {}
    for item, person in conn.execute(
        select(c.item, c.person).where(c.meeting == meeting_id).order_by(c.item, c.position)
    ):
        found.setdefault(item, []).append(person)
    return {item: tuple(people) for item, people in found.items()}


def papers(conn: Connection, meeting_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the papers that the panel reads by item: (evidence id, head), frozen ones first, then taken late ones."""
    c = tables.PAPER.c
    found: dict[str, dict[str, str]] = {}
    query = select(c.item, c.evidence, c.head).where(c.meeting == meeting_id).order_by(c.item, c.position)
    for item, evidence, head in conn.execute(query):
        found.setdefault(item, {})[evidence] = head
    late = A.LATE.c
    taken = select(late.item, late.evidence, late.version).where(late.meeting == meeting_id, late.outcome == "take")
    for item, evidence, head in conn.execute(taken):
        found.setdefault(item, {})[evidence] = head
    return {item: tuple(known.items()) for item, known in found.items()}


def lock_counts(conn: Connection, round_id: str, scorers: Iterable[str]) -> tuple[int, int]:
    """Return (sheets locked, scorers) of a round: a count, never who."""
    c, wanted = tables.SHEET.c, frozenset(scorers)
    locked = set(conn.execute(select(c.person).where(c.round == round_id, c.is_locked == 1)).scalars())
    return len(locked & wanted), len(wanted)


def is_hidden(role: str | None, standing: Standing) -> bool:
    """Return whether a case is closed to a viewer: stepped out, or a voting seat whose interest is still open."""
    if role in meetings.VOTING:
        return not rules.may_read(standing)
    return standing in ("declared", "withdraw")


def _seen(conn: Connection, meeting_id: str, cases: Sequence[str]) -> _Seen:
    c, child = case_tables.CASE.c, case_tables.CHILD.c
    query = select(c.id, c.review_on, c.law_day, child.name).join(case_tables.CHILD, child.id == c.child_id)
    subjects = [f"case:{case}" for case in cases]
    named = select(log.reference.c.subject, log.reference.c.text).where(log.reference.c.subject.in_(subjects))
    rounds: dict[str, list[RowMapping]] = {}
    r = tables.ROUND.c
    mine = select(N.item).where(N.meeting == meeting_id)
    for row in conn.execute(select(tables.ROUND).where(r.item.in_(mine)).order_by(r.number)).mappings():
        rounds.setdefault(row["item"], []).append(row)
    d = tables.DECISION.c
    decided = conn.execute(
        select(tables.DECISION).where(d.meeting == meeting_id).order_by(d.step != "corrected", d.id)
    ).mappings()
    return _Seen(
        cases={row["id"]: row for row in conn.execute(query.where(c.id.in_(cases))).mappings()},
        references={subject.partition(":")[2]: text for subject, text in conn.execute(named)},
        decide_by=clocks.decide_by_of(conn, cases),
        rounds=rounds,
        decisions={row["item"]: row for row in decided},
        locked=_locked(conn, [row["id"] for found in rounds.values() for row in found]),
        papers=papers(conn, meeting_id),
        late=_late_taken(conn, meeting_id),
        readers=readers(conn, meeting_id),
        urgent=_urgent(conn, meeting_id),
        undiscussed=undiscussed(conn, meeting_id),
    )


def undiscussed(conn: Connection, meeting_id: str) -> frozenset[str]:
    """Return the items that the chair proposes as agreed, no discussion needed."""
    text = conn.execute(select(A.AGENDA.c.undiscussed).where(A.AGENDA.c.meeting == meeting_id)).scalar()
    return frozenset(json.loads(text)) if text else frozenset()


def _locked(conn: Connection, rounds: Sequence[str]) -> dict[str, frozenset[str]]:
    c = tables.SHEET.c
    found: dict[str, set[str]] = {}
    for round_id, person in conn.execute(select(c.round, c.person).where(c.round.in_(rounds), c.is_locked == 1)):
        found.setdefault(round_id, set()).add(person)
    return {round_id: frozenset(people) for round_id, people in found.items()}


def _late_taken(conn: Connection, meeting_id: str) -> dict[str, int]:
    c = A.LATE.c
    query = select(c.item, func.count()).where(c.meeting == meeting_id, c.outcome == "take").group_by(c.item)
    return {row.item: row[1] for row in conn.execute(query)}


def _urgent(conn: Connection, meeting_id: str) -> dict[str, str]:
    c = A.URGENT.c
    query = select(c.item, c.reason).where(c.meeting == meeting_id)
    return {row.item: row.reason for row in conn.execute(query)}


def _item_row(
    conn: Connection,
    row: RowMapping,
    position: int,
    on: date | None,
    where: Mapping[str, Standing],
    viewer: str | None,
    role: str | None,
    seen: _Seen,
) -> ItemRow:
    item, case_id = row["item"], row["case_id"]
    standing: Standing = where.get(viewer, "unanswered") if viewer else "none"
    stepped_out = standing in ("withdraw", "declared")
    rounds = seen.rounds.get(item, [])
    first = next((found for found in reversed(rounds) if found["first"] is None), None)
    again = next((found for found in reversed(rounds) if first and found["first"] == first["id"]), None)
    decision = seen.decisions.get(item)
    current = again if again is not None and again["state"] == "open" else first
    scorers = frozenset(json.loads(current["scorers"])) if current is not None else frozenset[str]()
    locked = seen.locked.get(current["id"], frozenset()) & scorers if current is not None else frozenset()
    case = None if stepped_out else seen.cases.get(case_id)
    opens = case is not None and not is_hidden(role, standing)
    return ItemRow(
        item=item,
        case_id=case_id if case else "",
        position=position,
        child_name=case["name"] if case else "",
        reference="" if stepped_out else seen.references.get(case_id, ""),
        kind=row["kind"],
        state=_agenda_state(row["state"], first, again, decision),
        round_id=first["id"] if first and not stepped_out else None,
        decision_id=decision["id"] if decision and not stepped_out else None,
        law_day=_law_day(case, on, seen.decide_by.get(case_id)) if case else None,
        band=_band(conn, first, decision) if opens else None,
        interest=standing,
        is_frozen=bool(row["is_frozen"]),
        papers=len(seen.papers.get(item, ())),
        reason="" if stepped_out else row["reason"],
        until=_day(row["until"]),
        again_id=again["id"] if again and not stepped_out else None,
        locked_count=len(locked),
        scorer_count=len(scorers),
        stepped_out=stepped_out,
        decision_step=decision["step"] if decision else None,
        readers=seen.readers.get(item, tuple(json.loads(row["readers"]))),
        urgent="" if stepped_out else seen.urgent.get(item, ""),
        came_late=seen.late.get(item, 0),
        is_undiscussed=item in seen.undiscussed,
    )


def _band(conn: Connection, first: RowMapping | None, decision: RowMapping | None) -> str | None:
    """Return the decided band in the council's words, None before a decision and for one without a band."""
    if first is None or decision is None or decision["step"] not in DECIDED:
        return None
    band = decision["final_band"] or decision["band"]
    return rulebooks.names(conn, first["framework_sha256"]).bands.get(band, band) if band else None


def _law_day(case: RowMapping, on: date | None, decide_by: date | None) -> date | None:
    """Return the law's last day as it was at a meeting ON that day: to decide, even if the family was told since.

    None where a later review has begun: the day of the one before is not kept.
    """
    review = _day(case["review_on"])
    if review is not None and on is not None and review > on:
        return None
    return decide_by or _day(case["law_day"])


def _agenda_state(
    state: str, first: RowMapping | None, again: RowMapping | None, decision: RowMapping | None
) -> AgendaState:
    if decision is not None and decision["step"] in DECIDED:
        return "decided"
    if state == "deferred":
        return "deferred"
    if state == "closed":
        return "closed"
    if state == "withdrawn":
        return "withdrawn"
    if first is None:
        return "waiting"
    if first["state"] == "open" or (again is not None and again["state"] == "open"):
        return "scoring"
    return "agreed" if first["state"] == "agreed" else "revealed"


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
