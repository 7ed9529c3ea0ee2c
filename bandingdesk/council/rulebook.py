"""The council's library of frameworks and tariffs, and which is in force. An adopted version is never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.council.ops import FrameworkAdded, FrameworkAdopted, TariffAdded, TariffAdopted
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Recorded, Subject


class AlreadyAdoptedError(RefusedError):
    """The version was adopted before."""

    code = "CO-10"
    message = QT_TRANSLATE_NOOP("errors", "This version was adopted before, from {starts}.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it is: an adopted version is never changed.")
    do = QT_TRANSLATE_NOOP("errors", "Make a new version from it.")


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """A framework version of the library; its id is the sha256 of its definition."""

    id: str
    head: str
    added: FrameworkAdded | None = None
    adopted: FrameworkAdopted | None = None


@dataclass(frozen=True, slots=True)
class TariffVersion:
    """A tariff of the library; its id is the sha256 of its definition."""

    id: str
    head: str
    added: TariffAdded | None = None
    adopted: TariffAdopted | None = None


def apply_framework(state: FrameworkVersion | None, op: Recorded) -> FrameworkVersion:
    """Fold an op of a framework version."""
    known = state or FrameworkVersion(op.subject.id, op.op_id)
    match op.body:
        case FrameworkAdded():
            known = replace(known, added=op.body)
        case FrameworkAdopted():
            known = replace(known, adopted=op.body)
    return replace(known, head=op.op_id)


def apply_tariff(state: TariffVersion | None, op: Recorded) -> TariffVersion:
    """Fold an op of a tariff."""
    known = state or TariffVersion(op.subject.id, op.op_id)
    match op.body:
        case TariffAdded():
            known = replace(known, added=op.body)
        case TariffAdopted():
            known = replace(known, adopted=op.body)
    return replace(known, head=op.op_id)


def add_framework(by: str, at: datetime, body: FrameworkAdded) -> Op:
    """Put a framework version into the library."""
    return Op("framework.added", Subject("framework", body.sha256), None, by, at, body)


def add_tariff(by: str, at: datetime, body: TariffAdded) -> Op:
    """Put a tariff into the library."""
    return Op("tariff.added", Subject("tariff", body.sha256), None, by, at, body)


def adopt_framework(known: FrameworkVersion, by: str, at: datetime, body: FrameworkAdopted) -> Op:
    """Put a framework version in force from a day. Raises AlreadyAdoptedError."""
    if known.adopted is not None:
        raise AlreadyAdoptedError(starts=known.adopted.starts)
    return Op("framework.adopted", Subject("framework", known.id), known.head, by, at, body)


def adopt_tariff(known: TariffVersion, by: str, at: datetime, body: TariffAdopted) -> Op:
    """Put a tariff in force from a day. Raises AlreadyAdoptedError."""
    if known.adopted is not None:
        raise AlreadyAdoptedError(starts=known.adopted.starts)
    return Op("tariff.adopted", Subject("tariff", known.id), known.head, by, at, body)
