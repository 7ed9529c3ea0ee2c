"""Meetings, their agenda, seats, quorum and interests, as rows for the screens.

Rounds are read in `rounds.py`, decisions in `decisions.py`. What a viewer may not see is not read into a row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Table, bindparam, func, select

from bandingdesk.panel import meeting as meetings_of_panel
from bandingdesk.panel.interests import Answer, SettledAs, Standing
from bandingdesk.panel.meeting import Attendance, Item, Meeting, Presence
from bandingdesk.panel.ops import Seat, SeatRole
from bandingdesk.panel.sitting import Sitting, Terms
from bandingdesk.store.projections import panel as tables
from bandingdesk.store.queries import closed, council, items, panel_types, room
from bandingdesk.store.queries.items import AgendaState as AgendaState
from bandingdesk.store.queries.items import ItemRow as ItemRow
from bandingdesk.store.queries.items import agenda as agenda
from bandingdesk.store.queries.items import is_hidden as is_hidden
from bandingdesk.store.queries.items import lock_counts as lock_counts

MeetingState = Literal["planned", "open", "closed"]
# Made once: every step of a meeting asks it, and making the expression costs more than running it.
_STANDINGS = select(tables.INTEREST.c.person, tables.INTEREST.c.standing).where(
    tables.INTEREST.c.item == bindparam("item"), tables.INTEREST.c.meeting == bindparam("meeting")
)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat; `attendance` is as recorded last, `standing` and `present` for one item where one is named.

    `alone`: nobody else can see or hear at the other end; `undertaking` is the day of the one to confidentiality;
    `last_heard` where the connection is lost.
    """

    person_id: str
    name: str
    initials: str
    role: SeatRole
    profession: str
    attendance: Attendance
    standing: Standing | None = None
    present: bool = False
    alone: bool = False
    undertaking: date | None = None
    last_heard: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting; `seats` only from `meeting`."""

    id: str
    head: str
    panel_type: str
    type_name: str
    on: date
    starts: str
    ends: str
    place: str
    state: MeetingState
    items: int
    decided: int
    framework_sha256: str
    tariff_sha256: str
    checkpoint: str
    seats: tuple[SeatRow, ...] = ()
    called_off: str = ""  # the reason; its state is closed


@dataclass(frozen=True, slots=True)
class QuorumRow:
    """The quorum of an item, counted now, and who is in the chair for it."""

    present: int
    needed: int
    roles_missing: tuple[str, ...]
    met: bool
    words: str
    chair_id: str | None
    chair_name: str


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A member's answer for an item, and what the chair made of it."""

    id: str
    head: str
    item: str
    person_id: str
    name: str
    answer: Answer
    nature: str
    outcome: SettledAs | None
    words: str
    standing: Standing
    kind: str = ""


def meetings(conn: Connection) -> list[MeetingRow]:
    """Return all meetings, the latest day first."""
    table = tables.MEETING
    rows = conn.execute(select(table).order_by(table.c.on_day.desc(), table.c.starts.desc())).mappings()
    counts, decided = _counts(conn)
    return [_meeting_row(conn, row, counts, decided) for row in rows]


def meeting(conn: Connection, meeting_id: str, item: str | None = None) -> MeetingRow:
    """Return the meeting with its seats; with ITEM each seat's standing and presence there. Raises KeyError."""
    return _meeting(conn, meeting_id, sitting(conn, meeting_id, item) if item else None)


def at_item(conn: Connection, meeting_id: str, item: str) -> tuple[MeetingRow, QuorumRow]:
    """Return the meeting as it takes ITEM, and the quorum there: both are counted from one sitting. Raises KeyError."""
    taken = sitting(conn, meeting_id, item)
    return _meeting(conn, meeting_id, taken), _quorum(conn, taken)


def _meeting(conn: Connection, meeting_id: str, taken: Sitting | None) -> MeetingRow:
    table = tables.MEETING
    row = conn.execute(select(table).where(table.c.id == meeting_id)).mappings().first()
    if row is None:
        raise KeyError(meeting_id)
    counts, decided = _counts(conn, meeting_id)
    return _meeting_row(conn, row, counts, decided, seats=_seats(conn, meeting_id, taken))


def quorum(conn: Connection, meeting_id: str, item: str) -> QuorumRow:
    """Return the quorum of ITEM as it stands now."""
    return _quorum(conn, sitting(conn, meeting_id, item))


def _quorum(conn: Connection, taken: Sitting) -> QuorumRow:
    counted, chair = taken.quorum, taken.chair
    name = council.person(conn, chair).name if chair else ""
    return QuorumRow(counted.present, counted.needed, counted.roles_missing, counted.met, counted.words, chair, name)


def interests(conn: Connection, meeting_id: str, item: str | None = None) -> list[InterestRow]:
    """Return the answers at a meeting, or at one item of it, by item and name."""
    table = tables.INTEREST
    query = select(table).where(table.c.meeting == meeting_id)
    if item is not None:
        query = query.where(table.c.item == item)
    names = _people(conn)
    found = [
        InterestRow(
            row["id"],
            row["head"],
            row["item"],
            row["person"],
            names[row["person"]][0],
            row["answer"],
            row["nature"],
            row["outcome"],
            row["words"],
            row["standing"],
            row["kind"],
        )
        for row in conn.execute(query).mappings()
    ]
    return sorted(found, key=lambda row: (row.item, row.name))


def standings(conn: Connection, meeting_id: str, item: str) -> dict[str, Standing]:
    """Return each person's standing at ITEM; who has not answered is left out."""
    rows = conn.execute(_STANDINGS, {"meeting": meeting_id, "item": item})
    return {row.person: row.standing for row in rows}


def terms(conn: Connection, panel_type: str, on: date, meeting_id: str = "") -> Terms:
    """Return the rules of a panel type, as far as a sitting needs them: those in force ON a day, or of a meeting.

    A version adopted after a meeting's papers were frozen does not reach it (`panel_types.of_meeting`).
    """
    row = panel_types.of_meeting(conn, meeting_id) if meeting_id else council.panel_type(conn, panel_type, on)
    return Terms(
        quorum=row.quorum,
        quorum_roles=tuple(row.quorum_roles),
        outcomes=tuple(row.outcomes),
        recommends=row.recommends,
        delegation=row.delegation,
        second_signature=row.second_signature,
        tolerance=row.tolerance,
        disagreement=row.disagreement,
        own_band_after_lock=row.own_band_after_lock,
        family=row.family,
        basis=row.basis,
        tests=tuple(row.tests),
        votes=row.votes,
        tie_rule=row.tie_rule,
        tie_minute=row.tie_minute,
        readers=row.readers,
        case_minutes=row.case_minutes,
        interest_defaults=tuple(row.interest_defaults),
        routes=tuple(row.routes),
        room=tuple(row.room),
    )


def sitting(conn: Connection, meeting_id: str, item: str) -> Sitting:
    """Return the meeting as it takes ITEM, for the rules to ask. Raises KeyError."""
    table = tables.MEETING
    row = conn.execute(select(table).where(table.c.id == meeting_id)).mappings().first()
    if row is None:
        raise KeyError(meeting_id)
    value = Meeting(
        row["id"],
        row["head"],
        True,
        row["panel_type"],
        date.fromisoformat(row["on_day"]),
        row["starts"],
        row["ends"],
        row["place"],
        _seat_values(conn, meeting_id),
        row["framework_sha256"],
        row["tariff_sha256"],
        _item_values(conn, meeting_id),
        _presences(conn, meeting_id),
        row["state"] == "open",
        row["state"] == "closed",
        row["checkpoint"],
        row["called_off"],
    )
    here = room.here(conn, meeting_id, item)
    return Sitting(
        value, item, standings(conn, meeting_id, item), terms(conn, value.panel_type, value.on, meeting_id), here
    )


def closed_cases(conn: Connection, person: str) -> frozenset[str]:
    """Return the cases that are closed to PERSON on every screen and in search: stepped out, or not settled yet."""
    return frozenset(conn.execute(closed.cases(person)).scalars())


def seat_role(conn: Connection, meeting_id: str, person: str) -> str | None:
    """Return PERSON's role at the meeting, None without a seat."""
    table = tables.SEAT
    query = select(table.c.role).where(table.c.meeting == meeting_id, table.c.person == person)
    return conn.execute(query).scalar_one_or_none()


def is_decided(conn: Connection, item: str) -> bool:
    """Return whether the decision on ITEM is signed by the decision maker."""
    decision = _decision_of(conn, item)
    return decision is not None and decision["step"] == "signed"


def round_ids(conn: Connection, item: str) -> list[str]:
    """Return the ids of the rounds of ITEM, the first one first."""
    return [row["id"] for row in _rounds_of(conn, item)]


def decision_id(conn: Connection, item: str) -> str | None:
    """Return the id of the decision on ITEM, None where none is proposed."""
    decision = _decision_of(conn, item)
    return str(decision["id"]) if decision else None


def papers(conn: Connection, item: str) -> list[tuple[str, str]]:
    """Return the papers of ITEM that the panel reads: (evidence id, head), frozen or taken late."""
    of = conn.execute(select(tables.ITEM.c.meeting).where(tables.ITEM.c.item == item)).scalar()
    return list(items.papers(conn, of).get(item, ())) if of else []


def _counts(conn: Connection, meeting_id: str | None = None) -> tuple[dict[str, int], dict[str, int]]:
    def counted(table: Table, *conditions: Any) -> dict[str, int]:
        query = select(table.c.meeting, func.count()).group_by(table.c.meeting)
        for condition in conditions:
            query = query.where(condition)
        if meeting_id is not None:
            query = query.where(table.c.meeting == meeting_id)
        return {row[0]: row[1] for row in conn.execute(query)}

    return counted(tables.ITEM), counted(tables.DECISION, tables.DECISION.c.step.in_(items.DECIDED))


def _meeting_row(
    conn: Connection,
    row: RowMapping,
    counts: Mapping[str, int],
    decided: Mapping[str, int],
    seats: tuple[SeatRow, ...] = (),
) -> MeetingRow:
    return MeetingRow(
        id=row["id"],
        head=row["head"],
        panel_type=row["panel_type"],
        type_name=council.panel_type(conn, row["panel_type"], date.fromisoformat(row["on_day"])).name,
        on=date.fromisoformat(row["on_day"]),
        starts=row["starts"],
        ends=row["ends"],
        place=row["place"],
        state=row["state"],
        items=counts.get(row["id"], 0),
        decided=decided.get(row["id"], 0),
        framework_sha256=row["framework_sha256"],
        tariff_sha256=row["tariff_sha256"],
        checkpoint=row["checkpoint"],
        seats=seats,
        called_off=row["called_off"],
    )


def _seats(conn: Connection, meeting_id: str, taken: Sitting | None) -> tuple[SeatRow, ...]:
    table = tables.SEAT
    names = _people(conn)
    own = room.presences(conn, meeting_id)
    found = []
    for row in conn.execute(select(table).where(table.c.meeting == meeting_id).order_by(table.c.position)).mappings():
        name, initials = names[row["person"]]
        said = own.get(row["person"])
        attendance = taken.attendance(row["person"]) if taken else said.state if said else row["attendance"]
        found.append(
            SeatRow(
                row["person"],
                name,
                initials,
                row["role"],
                row["profession"],
                attendance,
                taken.standing(row["person"]) if taken else None,
                attendance in meetings_of_panel.HERE,
                bool(said and said.alone),
                said.undertaking if said else None,
                said.last_heard if said else None,
            )
        )
    return tuple(found)


def _people(conn: Connection) -> dict[str, tuple[str, str]]:
    return {row.id: (row.name, row.initials) for row in council.people(conn)}


def _seat_values(conn: Connection, meeting_id: str) -> tuple[Seat, ...]:
    table = tables.SEAT
    query = select(table).where(table.c.meeting == meeting_id).order_by(table.c.position)
    return tuple(Seat(row["person"], row["role"], row["profession"]) for row in conn.execute(query).mappings())


def _item_values(conn: Connection, meeting_id: str) -> tuple[Item, ...]:
    papers_of, readers_of = items.papers(conn, meeting_id), items.readers(conn, meeting_id)
    return tuple(
        Item(
            row["item"],
            row["case_id"],
            position,
            row["kind"],
            readers_of.get(row["item"], tuple(json.loads(row["readers"]))),
            papers_of.get(row["item"], ()),
            bool(row["is_frozen"]),
            row["state"],
            row["reason"],
            _day(row["until"]),
            datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        )
        for position, row in enumerate(items.ordered(conn, meeting_id), start=1)
    )


def _presences(conn: Connection, meeting_id: str) -> tuple[Presence, ...]:
    table = tables.ATTENDANCE
    query = select(table).where(table.c.meeting == meeting_id).order_by(table.c.seq)
    return tuple(Presence(row["person"], row["state"], row["item"]) for row in conn.execute(query).mappings())


def _rounds_of(conn: Connection, item: str) -> list[RowMapping]:
    table = tables.ROUND
    return list(conn.execute(select(table).where(table.c.item == item).order_by(table.c.number)).mappings())


def _decision_of(conn: Connection, item: str) -> RowMapping | None:
    table = tables.DECISION
    is_corrected = table.c.step == "corrected"  # the record that takes its place may have been made in the same instant
    query = select(table).where(table.c.item == item).order_by(is_corrected, table.c.id.desc()).limit(1)
    return conn.execute(query).mappings().first()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
