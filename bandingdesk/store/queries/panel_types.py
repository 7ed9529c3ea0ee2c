"""Panel types by their versions: what holds on a day, what is to come, and what governs a meeting.

A meeting works by the rules that were known when its first papers were frozen. A version adopted later changes it only
where the chair planned it anew and took the new rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, or_, select, tuple_

from bandingdesk.council.ops import PanelTypeAdopted
from bandingdesk.store import tables as log
from bandingdesk.store.projections import agenda, council, panel
from bandingdesk.store.queries.council import PanelTypeRow, UnknownPanelTypeError, panel_type, panel_type_row

T = council.PANEL_TYPE
_SIT = ("chair", "deputy", "panel_member")
_MOMENT = (log.op.c.wall_claimed, log.op.c.seq)  # of two entries at one moment the file's order decides

# Made once: every act at a panel asks for its rules, and making these expressions costs more than running them.
_MEETING = (
    select(panel.MEETING.c.panel_type, panel.MEETING.c.on_day, agenda.AGENDA.c.rules)
    .outerjoin(agenda.AGENDA, agenda.AGENDA.c.meeting == panel.MEETING.c.id)
    .where(panel.MEETING.c.id == bindparam("meeting"))
)
_TAKEN = select(T).where(T.c.key == bindparam("key"), T.c.head == bindparam("head"))
_FROZEN = (  # the moment at which the first papers of a meeting were frozen
    select(*_MOMENT)
    .where(log.op.c.subject == bindparam("subject"), log.op.c.kind == "meeting.papers_frozen")
    .order_by(*_MOMENT)
    .limit(1)
)
_KNOWN = (  # the version for a day, of those adopted by a moment
    select(T)
    .join(log.op, log.op.c.op_id == T.c.head)
    .where(
        T.c.key == bindparam("key"),
        T.c.starts <= bindparam("on"),
        tuple_(*_MOMENT) <= tuple_(bindparam("at"), bindparam("seq")),
    )
    .order_by(T.c.starts.desc(), T.c.position.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A panel type in the list: the version that holds on a day (None before its first), what is to come, who sits."""

    key: str
    name: str
    family: str
    in_force: PanelTypeRow | None
    coming: tuple[PanelTypeRow, ...]
    earlier: tuple[PanelTypeRow, ...]
    people: int
    professions: tuple[str, ...]

    @property
    def shown(self) -> PanelTypeRow:
        """The version to read: the one in force, else the first to come."""
        return self.in_force or self.coming[0]


@dataclass(frozen=True, slots=True)
class TypeChanged:
    """A panel type changed after a meeting's papers were frozen: HELD governs the meeting, NOW holds on its day."""

    held: PanelTypeRow
    now: PanelTypeRow


def versions(conn: Connection, key: str) -> list[PanelTypeRow]:
    """Return all versions of a panel type, the newest start first; of two from one day the later adopted first."""
    query = select(T).where(T.c.key == key).order_by(T.c.starts.desc(), T.c.position.desc())
    return [panel_type_row(row) for row in conn.execute(query).mappings()]


def lines(conn: Connection, on: date) -> list[TypeLine]:
    """Return every panel type as it stands ON a day, by name."""
    made = []
    for key in conn.execute(select(T.c.key).distinct()).scalars():
        known = versions(conn, key)
        started = [one for one in known if one.starts <= on]
        coming = tuple(reversed([one for one in known if one.starts > on]))
        sit = _sitting(conn, key, on)
        first = started[0] if started else coming[0]
        professions = tuple(sorted({profession for _, profession in sit}))
        made.append(
            TypeLine(
                key, first.name, first.family, started[0] if started else None, coming, tuple(started[1:]), len(sit),
                professions,
            )
        )  # fmt: skip
    return sorted(made, key=lambda line: line.name)


def in_force(conn: Connection, on: date) -> dict[str, PanelTypeRow]:
    """Return the versions that hold ON a day, by key."""
    return {line.key: line.in_force for line in lines(conn, on) if line.in_force is not None}


def seats(conn: Connection, key: str, on: date) -> int:
    """Return how many people may sit and vote at panels of a type ON a day."""
    return len(_sitting(conn, key, on))


def of_meeting(conn: Connection, meeting_id: str) -> PanelTypeRow:
    """Return the version that governs a meeting. Raises KeyError, UnknownPanelTypeError."""
    key, on, taken = _meeting(conn, meeting_id)
    if taken:
        row = conn.execute(_TAKEN, {"key": key, "head": taken}).mappings().first()
        if row is not None:
            return panel_type_row(row)
    frozen = conn.execute(_FROZEN, {"subject": f"meeting:{meeting_id}"}).first()
    if frozen is not None:
        known = {"key": key, "on": on.isoformat(), "at": frozen.wall_claimed, "seq": frozen.seq}
        row = conn.execute(_KNOWN, known).mappings().first()
        if row is not None:
            return panel_type_row(row)
    return panel_type(conn, key, on)


def changed(conn: Connection, meeting_id: str) -> TypeChanged | None:
    """Return what changed in a meeting's panel type since its papers were frozen, None where nothing did."""
    key, on, _taken = _meeting(conn, meeting_id)
    try:
        held, now = of_meeting(conn, meeting_id), panel_type(conn, key, on)
    except UnknownPanelTypeError:
        return None
    return None if held.head == now.head else TypeChanged(held, now)


def differences(held: PanelTypeRow, now: PanelTypeRow) -> Sequence[str]:
    """Return the names of the fields in which two versions differ, in the order of the record."""
    fields = (name for name in PanelTypeAdopted.__slots__ if name not in ("starts", "minute"))
    return [name for name in fields if getattr(held, name) != getattr(now, name)]


def _meeting(conn: Connection, meeting_id: str) -> tuple[str, date, str]:
    """Return a meeting's panel type and day, and the version that its chair took, "" for none. Raises KeyError."""
    row = conn.execute(_MEETING, {"meeting": meeting_id}).first()
    if row is None:
        raise KeyError(meeting_id)
    return row.panel_type, date.fromisoformat(row.on_day), row.rules or ""


def _sitting(conn: Connection, key: str, on: date) -> list[tuple[str, str]]:
    """Return (person, profession) of everybody who may sit and vote at panels of a type ON a day."""
    role, person, day = council.ROLE.c, council.PERSON.c, on.isoformat()
    query = (
        select(person.id, person.profession)
        .join(council.ROLE, role.person == person.id)
        .where(
            role.role.in_(_SIT),
            or_(role.panel_type.is_(None), role.panel_type == key),
            role.starts <= day,
            or_(role.ends.is_(None), role.ends >= day),
        )
        .distinct()
    )
    return [(row.id, row.profession) for row in conn.execute(query)]
