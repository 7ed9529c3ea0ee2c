"""A child or young person, as registered and corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.ops import ChildCorrected, ChildRegistered
from bandingdesk.ops import Op, Recorded, Subject


@dataclass(frozen=True, slots=True)
class Child:
    """The facts of a child as last known; None once erased."""

    id: str
    head: str
    facts: ChildRegistered | None = None


def apply(state: Child | None, op: Recorded) -> Child:
    """Fold an op of a child."""
    known = state or Child(op.subject.id, op.op_id)
    match op.body:
        case ChildRegistered():
            known = replace(known, facts=op.body)
        case ChildCorrected(child, _):
            known = replace(known, facts=child)
    return replace(known, head=op.op_id)


def register(id_: str, by: str, at: datetime, body: ChildRegistered) -> Op:
    """Register a child."""
    return Op("child.registered", Subject("child", id_), None, by, at, body)


def correct(child: Child, by: str, at: datetime, body: ChildCorrected) -> Op:
    """Correct what is known of a child."""
    return Op("child.corrected", Subject("child", child.id), child.head, by, at, body)
