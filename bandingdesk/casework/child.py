"""A child or young person, as registered and corrected: care, capacity, a recorded death, another entry of the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from bandingdesk.casework import identifiers
from bandingdesk.casework.ops import (
    CapacityRecorded,
    CareRecorded,
    ChildCorrected,
    ChildMerged,
    ChildRegistered,
    ChildToldApart,
    ChildUnmerged,
    DeathRecorded,
    DeathWithdrawn,
    IdentifierKept,
    LetterOpened,
    TakenBack,
)
from bandingdesk.ops import Op, Recorded, Subject


class Capacity(NamedTuple):
    """A capacity record, with who recorded it and when."""

    recorded: CapacityRecorded
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Child:
    """A child. `facts` as last known, None once erased or taken back; `merged` names the entry kept in its place."""

    id: str
    head: str
    facts: ChildRegistered | None = None
    kept: tuple[IdentifierKept, ...] = ()
    care: tuple[CareRecorded, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    death: DeathRecorded | None = None
    opened: tuple[LetterOpened, ...] = ()
    merged: ChildMerged | None = None
    apart: tuple[ChildToldApart, ...] = ()


def apply(state: Child | None, op: Recorded) -> Child:
    """Fold an op of a child."""
    if state is None and op.body.__class__ is ChildRegistered:  # of a list's 20,000, one step and not three
        return Child(op.subject.id, op.op_id, op.body)
    known = state or Child(op.subject.id, op.op_id)
    match op.body:
        case ChildRegistered():
            known = replace(known, facts=op.body)
        case ChildCorrected(child, _):
            known = replace(known, facts=child)
        case TakenBack():
            known = replace(known, facts=None)
        case IdentifierKept(field):
            known = replace(known, kept=(*(one for one in known.kept if one.field != field), op.body))
        case CareRecorded(starts):
            times = (*(one for one in known.care if one.starts != starts), op.body)
            known = replace(known, care=tuple(sorted(times, key=lambda one: one.starts)))
        case CapacityRecorded():
            known = replace(known, capacity=(*known.capacity, Capacity(op.body, op.by, op.at)))
        case DeathRecorded():
            known = replace(known, death=op.body)
        case DeathWithdrawn():
            known = replace(known, death=None, opened=())
        case LetterOpened():
            known = replace(known, opened=(*known.opened, op.body))
        case ChildMerged():
            known = replace(known, merged=op.body)
        case ChildUnmerged():
            known = replace(known, merged=None)
        case ChildToldApart(other):
            known = replace(known, apart=(*(one for one in known.apart if one.other != other), op.body))
    return replace(known, head=op.op_id)


def register(id_: str, by: str, at: datetime, body: ChildRegistered) -> Op:
    """Register a child."""
    return Op("child.registered", Subject("child", id_), None, by, at, body)


def correct(child: Child, by: str, at: datetime, body: ChildCorrected) -> Op:
    """Correct what is known of a child."""
    return Op("child.corrected", Subject("child", child.id), child.head, by, at, body)


def take_back(child: Child, by: str, at: datetime, source: str) -> Op:
    """Take back the child that import SOURCE registered."""
    return Op("child.taken_back", Subject("child", child.id), child.head, by, at, TakenBack(source))


def keep(child: Child, by: str, at: datetime, body: IdentifierKept) -> Op:
    """Record why an identifier stays though its check fails."""
    return Op("child.identifier_kept", Subject("child", child.id), child.head, by, at, body)


def reasons(facts: ChildRegistered, kept: Mapping[str, str], urn: str = "") -> tuple[IdentifierKept, ...]:
    """Return why each doubted identifier of FACTS is kept, where KEPT says so; URN is that of the case's setting."""
    typed = {"upn": facts.upn, "nhs_number": facts.nhs_number, "uln": facts.uln, "postcode": facts.postcode, "urn": urn}
    said = {name: kept.get(name, "").strip() for name in identifiers.doubted(typed)}
    return tuple(
        IdentifierKept(name, typed[name] or "", words)  # type: ignore[arg-type]  # the names are those of the checks
        for name, words in said.items()
        if words
    )
