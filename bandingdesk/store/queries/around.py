"""The people around a child and who letters go to; care, capacity, a recorded death; other entries of the child.

An address that is withheld stands in no list: `people` leaves it out, and only `full` and a letter to that person hold
it. A child who was entered twice is one family of entries: what is recorded of any of them is read with the one kept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, literal, or_, select

from bandingdesk import ops
from bandingdesk.casework import identifiers
from bandingdesk.casework.around import addressee as rule
from bandingdesk.casework.around.addressee import Addressee
from bandingdesk.casework.around.ops import LettersDecided, RelationEnded, RelationFacts
from bandingdesk.casework.around.relation import Relation, is_stale
from bandingdesk.casework.child import Capacity
from bandingdesk.casework.ops import CapacityRecorded, CareRecorded, LetterOpened
from bandingdesk.seams import LONDON
from bandingdesk.store import tables as log
from bandingdesk.store.log import instant as log_instant
from bandingdesk.store.projections import around as tables
from bandingdesk.store.projections import casework, council
from bandingdesk.store.queries import closed

R, C, T = tables.RELATION, casework.CHILD, casework.CASE


@dataclass(frozen=True, slots=True)
class AroundRow:
    """A person around a child. `facts` hold no address where it is withheld. `limits` are those that hold today."""

    id: str
    head: str
    child_id: str
    facts: RelationFacts
    limits: tuple[str, ...]
    confirmed_on: date | None
    confirmed_by: str
    is_stale: bool
    letters: LettersDecided | None
    ended: RelationEnded | None


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child's registration. `doubted` are the identifiers whose check fails, with why each was kept ("" for none)."""

    id: str
    head: str
    surname: str
    forename: str
    name: str
    born: date
    sex: str
    ethnicity: str
    upn: str | None
    nhs_number: str | None
    uln: str | None
    postcode: str | None
    looked_after: bool
    invented: bool
    doubted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stop:
    """A recorded death: nothing goes out but the letters that `lead` opened."""

    child_id: str
    on: date
    source: str
    lead: str
    lead_name: str
    opened: tuple[LetterOpened, ...]

    def lets(self, decision: str, template: str) -> bool:
        """Return whether this letter of a decision was opened."""
        return any((one.decision, one.template) == (decision, template) for one in self.opened)


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """A capacity record, with who recorded it and whom it names."""

    recorded: CapacityRecorded
    recorded_by: str
    recorded_at: datetime
    alternative_name: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Another entry: of a child who may be the same (`shares` says by what), or one that was merged into this."""

    child_id: str
    head: str
    name: str
    born: date
    references: tuple[str, ...]
    shares: tuple[str, ...] = ()
    reason: str = ""


def family(conn: Connection, child_id: str) -> tuple[str, ...]:
    """Return the ids of all entries that are one child with CHILD_ID as the kept one, that one first."""
    twin = tables.TWIN
    found = select(literal(child_id).label("id")).cte("family", recursive=True)
    under = select(twin.c.child_id).join(found, found.c.id == twin.c.other_id).where(twin.c.what == "merged")
    found = found.union(under)
    rest = {str(id_) for id_ in conn.execute(select(found.c.id)).scalars()}
    return (child_id, *sorted(rest - {child_id}))


def root(conn: Connection, child_id: str) -> str:
    """Return the entry that is kept for CHILD_ID: itself, unless it was merged into another."""
    return _root(_merged_into(conn), child_id)


def people(conn: Connection, child_id: str, today: date) -> tuple[AroundRow, ...]:
    """Return the people around a child, those who live with the child first; who was taken off the list comes last."""
    found = [_row(one, head, today) for one, head in _relations(conn, family(conn, child_id))]
    return tuple(sorted(found, key=lambda row: (row.ended is not None, not row.facts.lives_with, row.id)))


def full(conn: Connection, relation_id: str) -> RelationFacts | None:
    """Return all that is recorded of a person, the withheld address too: for changing it, never for a list."""
    text = conn.execute(select(R.c.facts).where(R.c.id == relation_id)).scalar()
    return None if text is None else ops.decode(RelationFacts, text)


def withheld(conn: Connection, child_id: str) -> dict[str, tuple[str, ...]]:
    """Return the withheld addresses around a child by relation: what no letter to somebody else may hold."""
    rows = _relations(conn, family(conn, child_id))
    return {one.id: one.facts.address for one, _ in rows if one.facts and one.facts.withheld and one.facts.address}


def addressee(conn: Connection, child_id: str, on: date, decision: str = "") -> Addressee:
    """Return who a letter goes to on a day, about a decision, and why."""
    entries = family(conn, child_id)
    name, born = conn.execute(select(C.c.name, C.c.born).where(C.c.id == child_id)).one()
    known = [one for one, _ in _relations(conn, entries)]
    about = _capacity(conn, entries) if decision else []
    return rule.addressee(name, date.fromisoformat(born), known, on, decision=decision, capacity=about)


def day(conn: Connection) -> date:
    """Return the civil day of the record's last entry: rows know no clock, and a record in use is never behind it."""
    micros = conn.execute(select(log.op.c.wall_claimed).order_by(log.op.c.seq.desc()).limit(1)).scalar()
    return date.min if micros is None else log_instant(micros).astimezone(LONDON).date()


def with_people(conn: Connection) -> frozenset[str]:
    """Return the kept entries of the children around whom anybody is recorded."""
    into = _merged_into(conn)
    return frozenset(_root(into, str(id_)) for id_ in conn.execute(select(R.c.child_id).distinct()).scalars())


def stopped(conn: Connection, child_id: str) -> Stop | None:
    """Return the recorded death that stops every letter, reminder and batch about a child; None for a living one."""
    d, p = tables.DEATH, council.PERSON
    query = (
        select(d, p.c.name.label("lead_name"))
        .outerjoin(p, p.c.id == d.c.lead)
        .where(d.c.child_id.in_(family(conn, child_id)))
    )
    row = conn.execute(query).mappings().first()
    if row is None:
        return None
    opened = tuple(ops.decode(LetterOpened, json.dumps(one)) for one in json.loads(row["opened"]))
    on = date.fromisoformat(row["on_day"])
    return Stop(row["child_id"], on, row["source"], row["lead"], row["lead_name"] or row["lead"], opened)


def stops(conn: Connection) -> dict[str, Stop]:
    """Return the recorded deaths by the kept entry of the child: what a list or a batch asks once."""
    found = {root(conn, str(id_)) for id_ in conn.execute(select(tables.DEATH.c.child_id)).scalars()}
    return {child: stop for child in found if (stop := stopped(conn, child)) is not None}


def care(conn: Connection, child_id: str) -> tuple[CareRecorded, ...]:
    """Return the times of being looked after, the newest first."""
    t = tables.CARE
    query = select(t.c.facts).where(t.c.child_id.in_(family(conn, child_id))).order_by(t.c.starts.desc())
    return tuple(ops.decode(CareRecorded, text) for text in conn.execute(query).scalars())


def capacity(conn: Connection, child_id: str) -> tuple[CapacityRow, ...]:
    """Return the capacity records of a young person, the newest first."""
    names = _names(conn)
    around = {one.id: one.facts.name for one, _ in _relations(conn, family(conn, child_id)) if one.facts}
    rows = [
        CapacityRow(one.recorded, names.get(one.by, one.by), one.at, around.get(one.recorded.alternative or "", ""))
        for one in _capacity(conn, family(conn, child_id))
    ]
    return tuple(sorted(rows, key=lambda row: (row.recorded.on, row.recorded_at), reverse=True))


def child(conn: Connection, child_id: str, setting: str = "") -> ChildRow | None:
    """Return the registration of a child with its doubted identifiers; SETTING is the URN of the case, checked too."""
    row = conn.execute(select(C).where(C.c.id == child_id)).mappings().first()
    if row is None:
        return None
    numbers = {name: row[name] for name in ("upn", "nhs_number", "uln", "postcode")}
    k = tables.KEPT
    kept = {(one.field, one.value): one.reason for one in conn.execute(select(k).where(k.c.child_id == child_id))}
    typed = {**numbers, "urn": setting}
    doubted = {name: kept.get((name, typed[name]), "") for name in identifiers.doubted(typed)}
    texts = ("id", "head", "surname", "forename", "name", "sex", "ethnicity")
    return ChildRow(
        **{name: row[name] for name in texts},
        **numbers,
        born=date.fromisoformat(row["born"]),
        looked_after=bool(row["looked_after"]),
        invented=bool(row["invented"]),
        doubted=doubted,
    )


def cases_of(conn: Connection, child_id: str) -> tuple[tuple[str, str], ...]:
    """Return (id, reference) of every case under a child's entry, in the order of their references."""
    query = select(T.c.id, log.reference.c.text).join(log.reference, log.reference.c.subject == T.c.owner)
    rows = conn.execute(query.where(T.c.child_id == child_id).order_by(log.reference.c.text))
    return tuple((str(row.id), str(row.text)) for row in rows)


def merged(conn: Connection, child_id: str) -> tuple[EntryRow, ...]:
    """Return the entries that were put together with this one."""
    twin = tables.TWIN
    query = (
        select(C, twin.c.reason, twin.c.cases)
        .join(twin, twin.c.child_id == C.c.id)
        .where(twin.c.what == "merged", twin.c.other_id == child_id)
    )
    found = []
    for row in conn.execute(query).mappings():
        references = tuple(_reference(conn, case) for case in json.loads(row["cases"]))
        found.append(_entry(row, references, reason=row["reason"]))
    return tuple(found)


def alike(conn: Connection, child_id: str, viewer: str | None = None) -> tuple[EntryRow, ...]:
    """Return the children who may be this one: same UPN, NHS number or ULN, or same name and day of birth.

    Left out: entries that were told apart from this one or put together with another, and cases closed to VIEWER.
    """
    own = conn.execute(select(C).where(C.c.id == child_id)).mappings().first()
    if own is None or root(conn, child_id) != child_id:
        return ()
    # each by its own index: one OR over them would walk every child
    same = [select(C.c.id).where(C.c.folded == own["folded"], C.c.born == own["born"])]
    same += [select(C.c.id).where(C.c[name] == own[name]) for name in _NUMBERS if own[name]]
    ids = {str(id_) for query in same for id_ in conn.execute(query).scalars()} - {child_id}
    ids -= _merged_into(conn).keys() | _told_apart(conn, child_id)
    query = select(C).where(C.c.id.in_(ids))
    if viewer is not None:
        hidden = select(T.c.child_id).where(T.c.id.in_(closed.cases(viewer)))
        query = query.where(C.c.id.not_in(hidden))
    if not ids:
        return ()
    found = []
    for row in conn.execute(query.order_by(C.c.id)).mappings():
        shares = [name for name in _NUMBERS if own[name] and own[name] == row[name]]
        if (row["folded"], row["born"]) == (own["folded"], own["born"]):
            shares.append("name")
        references = tuple(text for _, text in cases_of(conn, row["id"]))
        found.append(_entry(row, references, tuple(shares)))
    return tuple(found)


_NUMBERS = ("upn", "nhs_number", "uln")


def _reference(conn: Connection, case: str) -> str:
    query = select(log.reference.c.text).where(log.reference.c.subject == f"case:{case}")
    return str(conn.execute(query).scalar() or "")


def _told_apart(conn: Connection, child_id: str) -> set[str]:
    """Return the entries that somebody told apart from CHILD_ID, from either side."""
    twin = tables.TWIN
    either = or_(twin.c.child_id == child_id, twin.c.other_id == child_id)
    rows = conn.execute(select(twin.c.child_id, twin.c.other_id).where(twin.c.what == "apart", either))
    return {str(id_) for row in rows for id_ in row} - {child_id}


def _merged_into(conn: Connection) -> dict[str, str]:
    twin = tables.TWIN
    rows = conn.execute(select(twin.c.child_id, twin.c.other_id).where(twin.c.what == "merged"))
    return {str(row.child_id): str(row.other_id) for row in rows}


def _root(into: Mapping[str, str], child_id: str) -> str:
    """Follow INTO to the entry that is kept; two laptops may have merged two entries into each other."""
    seen = {child_id}
    while (next_ := into.get(child_id)) is not None and next_ not in seen:
        child_id = next_
        seen.add(child_id)
    return child_id


def _relations(conn: Connection, entries: Collection[str]) -> list[tuple[Relation, str]]:
    """Return the people around these entries as the rules take them, each with its head."""
    rows = conn.execute(select(R).where(R.c.child_id.in_(entries)).order_by(R.c.id)).mappings()
    return [(_relation(row), str(row["head"])) for row in rows]


def _relation(row: RowMapping) -> Relation:
    ended = RelationEnded(date.fromisoformat(row["ended_on"]), row["ended_reason"]) if row["ended_on"] else None
    return Relation(
        row["id"],
        row["head"],
        row["child_id"],
        ops.decode(RelationFacts, row["facts"]),
        date.fromisoformat(row["confirmed_on"]) if row["confirmed_on"] else None,
        row["confirmed_by"],
        ops.decode(LettersDecided, row["letters"]) if row["letters"] else None,
        ended,
    )


def _row(one: Relation, head: str, today: date) -> AroundRow:
    assert one.facts is not None
    facts = replace(one.facts, address=()) if one.facts.withheld else one.facts
    limits = tuple(limit.words for limit in rule.limits_on(one, today))
    stale = is_stale(one, today)
    return AroundRow(
        one.id, head, one.child, facts, limits, one.confirmed_on, one.confirmed_by, stale, one.letters, one.ended
    )


def _capacity(conn: Connection, entries: Collection[str]) -> list[Capacity]:
    t = tables.CAPACITY
    rows = conn.execute(select(t).where(t.c.child_id.in_(entries)).order_by(t.c.position)).mappings()
    return [
        Capacity(
            ops.decode(CapacityRecorded, row["facts"]), row["recorded_by"], datetime.fromisoformat(row["recorded_at"])
        )
        for row in rows
    ]


def _entry(row: Any, references: tuple[str, ...], shares: tuple[str, ...] = (), reason: str = "") -> EntryRow:
    born = date.fromisoformat(row["born"])
    return EntryRow(row["id"], row["head"], row["name"], born, references, shares, reason)


def _names(conn: Connection) -> dict[str, str]:
    query = select(council.PERSON.c.id, council.PERSON.c.name)
    return {str(row.id): str(row.name) for row in conn.execute(query)}
