"""Dated policies and panel types: the version in force on a day is the last one that has started."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from bandingdesk.council import seeds
from bandingdesk.council.ops import PanelTypeAdopted, PolicyAdopted
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.statute import grounds

LOCAL_CRITERIA = "local_criteria"  # {legal test: the council's guidance on it}, printed beneath the words of the law


class Dated(Protocol):
    """Anything with a first day."""

    @property
    def starts(self) -> date: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Policy:
    """All versions of one policy, in the order of adoption."""

    id: str
    head: str
    versions: tuple[PolicyAdopted, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelType:
    """All versions of one panel type, in the order of adoption; `adopted` names the op of each."""

    id: str
    head: str
    versions: tuple[PanelTypeAdopted, ...] = ()
    adopted: tuple[str, ...] = ()


def apply(state: Policy | None, op: Recorded) -> Policy:
    """Fold an op of a policy."""
    known = state or Policy(op.subject.id, op.op_id)
    versions = (*known.versions, op.body) if isinstance(op.body, PolicyAdopted) else known.versions
    return replace(known, head=op.op_id, versions=versions)


def apply_panel_type(state: PanelType | None, op: Recorded) -> PanelType:
    """Fold an op of a panel type."""
    known = replace(state, head=op.op_id) if state else PanelType(op.subject.id, op.op_id)
    if not isinstance(op.body, PanelTypeAdopted):
        return known
    return replace(known, versions=(*known.versions, op.body), adopted=(*known.adopted, op.op_id))


def adopt(policy: Policy | None, by: str, at: datetime, body: PolicyAdopted) -> Op:
    """Adopt a version of a policy. Local criteria speak of tests of the law alone.

    Raises GroundUnknownError, SeedsUnfoundedError.
    """
    if body.key == LOCAL_CRITERIA:
        for test in body.value:
            grounds.book().require(test)
    if body.key == seeds.POLICY:
        seeds.check(body.value)
    return Op("policy.adopted", Subject("policy", body.key), policy.head if policy else None, by, at, body)


def adopt_panel_type(known: PanelType | None, by: str, at: datetime, body: PanelTypeAdopted) -> Op:
    """Adopt a version of a panel type."""
    return Op("panel_type.adopted", Subject("panel_type", body.key), known.head if known else None, by, at, body)


def in_force(versions: Iterable[D], on: date) -> D | None:
    """Return the version in force on a day: of those that have started, the one that started last."""
    started = [version for version in versions if version.starts <= on]
    return max(started, key=lambda version: version.starts, default=None)
