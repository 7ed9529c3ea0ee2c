"""The room as the screens read it: who is here, who waits to speak, what was pulled, votes, and the case in hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from bandingdesk.panel.meeting import Attendance
from bandingdesk.panel.room import floor, voices
from bandingdesk.panel.room.floor import Taken
from bandingdesk.panel.room.ops import GuestRole, Way
from bandingdesk.panel.sitting import Here
from bandingdesk.store.projections import panel as panel_tables
from bandingdesk.store.projections import room as tables


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """A person's presence as recorded last. `guest_name` is empty for whoever has a seat."""

    person_id: str
    head: str
    state: Attendance
    alone: bool
    at: datetime
    last_heard: datetime | None
    undertaking: date | None
    guest_name: str
    guest_role: GuestRole | None
    guest_capacity: str


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote on a case: `counts` by option once counted, `given` how many have voted so far, `mine` one's own."""

    number: int
    question: str
    options: tuple[str, ...]
    way: Way
    counts: tuple[tuple[str, int], ...]
    entitled: int
    given: int
    mine: str
    seats: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether it is not counted yet."""
        return not self.counts


@dataclass(frozen=True, slots=True)
class RoomRow:
    """What the room knows of a case, and of the meeting around it.

    `speakers` wait in order; `pulled` are all cases that a member wants talked about; `spent` is the time in hand by
    case in seconds up to `read_at`, `in_hand` the case in hand now and since when.
    """

    presences: Mapping[str, PresenceRow]
    speakers: tuple[str, ...]
    pulled: frozenset[str]
    votes: tuple[VoteRow, ...]
    i_asked: bool
    i_pulled: bool
    in_hand: str | None
    taken: tuple[Taken, ...]
    ended: Mapping[str, datetime]
    allowed: tuple[str, ...]

    def spent(self, now: datetime) -> dict[str, float]:
        """Return the seconds that each case was in hand up to NOW."""
        return {item: time.total_seconds() for item, time in floor.elapsed(self.taken, self.ended, now).items()}


def presences(conn: Connection, meeting_id: str, *, until: datetime | None = None) -> dict[str, PresenceRow]:
    """Return each person's last word on their presence, or the last one UNTIL an instant."""
    table = tables.PRESENCE
    query = select(table).where(table.c.meeting == meeting_id).order_by(table.c.person, table.c.seq)
    found: dict[str, PresenceRow] = {}
    for row in conn.execute(query).mappings():
        at = datetime.fromisoformat(row["at"])
        if until is not None and at > until and row["person"] in found:
            continue
        found[row["person"]] = PresenceRow(
            row["person"],
            row["head"],
            row["state"] if until is None or at <= until else "absent",
            bool(row["alone"]),
            at,
            _instant(row["last_heard"]),
            date.fromisoformat(row["undertaking"]) if row["undertaking"] else None,
            row["guest_name"] or "",
            row["guest_role"],
            row["guest_capacity"] or "",
        )
    return found


def here(conn: Connection, meeting_id: str, item: str | None = None) -> dict[str, Here]:
    """Return who is here, for the rules to ask: as it stands now, at an ITEM that is over as it stood at its end."""
    until = _ended_at(conn, item) if item else None
    return {
        person: Here(
            row.state,
            row.state == "present" or (row.state == "remote" and row.alone),
            f"{meeting_id}.{person}",
            row.head,
        )
        for person, row in presences(conn, meeting_id, until=until).items()
        if not row.guest_name
    }


def room(conn: Connection, meeting_id: str, item: str, viewer: str) -> RoomRow:
    """Return the room at ITEM as VIEWER may see it: a vote before its count shows how many have voted, not how."""
    voice = tables.VOICE.c
    waiting, pulled, mine = [], set(), None
    query = select(voice.item, voice.person, voice.asked_at, voice.pulled_at).where(voice.meeting == meeting_id)
    for of, person, asked_at, pulled_at in conn.execute(query):
        if pulled_at:
            pulled.add(of)
        if of == item:
            if asked_at:
                waiting.append((person, datetime.fromisoformat(asked_at)))
            if person == viewer:
                mine = (asked_at, pulled_at)
    taken = taken_items(conn, meeting_id)
    ended = ended_items(conn, meeting_id)
    last = floor.in_hand(taken)
    now = last.item if last is not None and last.item not in ended else None
    return RoomRow(
        presences=presences(conn, meeting_id),
        speakers=voices.queue(waiting),
        pulled=frozenset(pulled),
        votes=_votes(conn, item, viewer),
        i_asked=bool(mine and mine[0]),
        i_pulled=bool(mine and mine[1]),
        in_hand=now,
        taken=taken,
        ended=ended,
        allowed=_allowed(conn, meeting_id, item) if item == now else (),
    )


def in_hand(conn: Connection, meeting_id: str) -> str | None:
    """Return the case in hand, None between cases and before the first."""
    last = floor.in_hand(taken_items(conn, meeting_id))
    if last is None or last.item is None or _ended_at(conn, last.item) is not None:
        return None
    return last.item


def pulled(conn: Connection, meeting_id: str) -> frozenset[str]:
    """Return the cases that a member wants talked about."""
    c = tables.VOICE.c
    return frozenset(conn.execute(select(c.item).where(c.meeting == meeting_id, c.pulled_at.is_not(None))).scalars())


def taken_items(conn: Connection, meeting_id: str) -> tuple[Taken, ...]:
    """Return the cases that were taken in hand, in time."""
    c = tables.TAKEN.c
    rows = conn.execute(select(c.item, c.at).where(c.meeting == meeting_id).order_by(c.at, c.person, c.seq))
    return tuple(Taken(item, datetime.fromisoformat(at)) for item, at in rows)


def ended_items(conn: Connection, meeting_id: str) -> dict[str, datetime]:
    """Return when the panel was done with each case, put it off, or it was withdrawn."""
    c = panel_tables.ITEM.c
    rows = conn.execute(select(c.item, c.ended_at).where(c.meeting == meeting_id, c.ended_at.is_not(None)))
    return {item: datetime.fromisoformat(at) for item, at in rows}


def last_heard(conn: Connection, meeting_id: str, person: str) -> datetime | None:
    """Return when PERSON last did anything at the meeting: a sheet locked, a word on a case, their own presence."""
    sheet, round_ = panel_tables.SHEET.c, panel_tables.ROUND.c
    locked = select(func.max(sheet.locked_at)).where(
        sheet.person == person, sheet.round.in_(select(round_.id).where(round_.meeting == meeting_id))
    )
    voice, view, there = tables.VOICE.c, tables.VIEW.c, tables.PRESENCE.c
    asked = select(func.max(func.coalesce(voice.asked_at, voice.pulled_at))).where(
        voice.meeting == meeting_id, voice.person == person
    )
    viewed = select(func.max(view.at)).where(view.meeting == meeting_id, view.person == person)
    seen = select(func.max(there.at)).where(
        there.meeting == meeting_id, there.person == person, there.state.in_(("present", "remote"))
    )
    found = [conn.execute(query).scalar() for query in (locked, asked, viewed, seen)]
    return max((datetime.fromisoformat(text) for text in found if text), default=None)


def _votes(conn: Connection, item: str, viewer: str) -> tuple[VoteRow, ...]:
    table, vote = tables.BALLOT, tables.VOTE.c
    rows = conn.execute(select(table).where(table.c.item == item).order_by(table.c.number)).mappings().all()
    if not rows:
        return ()
    given: dict[int, dict[str, str]] = {}
    for person, number, choice in conn.execute(select(vote.person, vote.ballot, vote.choice).where(vote.item == item)):
        given.setdefault(number, {})[person] = choice
    return tuple(
        VoteRow(
            row["number"],
            row["question"],
            tuple(json.loads(row["options"])),
            row["way"],
            tuple((one["option"], one["votes"]) for one in json.loads(row["counts"])),
            len(json.loads(row["entitled"])),
            len(given.get(row["number"], {})),
            given.get(row["number"], {}).get(viewer, ""),
            tuple((one["person"], one["choice"]) for one in json.loads(row["seats"])),
        )
        for row in rows
    )


def _allowed(conn: Connection, meeting_id: str, item: str) -> tuple[str, ...]:
    c = tables.FLOOR.c
    rows = conn.execute(select(c.allowed).where(c.meeting == meeting_id, c.allowed_for == item)).scalars()
    return tuple(dict.fromkeys(field for text in rows for field in json.loads(text)))


def _ended_at(conn: Connection, item: str) -> datetime | None:
    c = panel_tables.ITEM.c
    return _instant(conn.execute(select(c.ended_at).where(c.item == item)).scalar())


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
