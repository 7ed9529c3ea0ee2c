"""What the council records of itself: people, roles, policies, frameworks, tariffs, panel types, settings, devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Role = Literal[
    "caseworker",
    "panel_member",
    "chair",
    "deputy",
    "clerk",
    "presenter",
    "observer",
    "decision_maker",
    "qa_lead",
    "auditor",
    "finance",
    "head_of_service",
    "dpo",
    "administrator",
]
SettingKind = Literal["main", "base", "special", "other"]
PolicyValue = str | int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """A person of the record. `profession` is what the room list shows ("Educational psychology")."""

    name: str
    initials: str
    profession: str


@dataclass(frozen=True, slots=True)
class RoleGranted:
    """A role from a day on, for all panel types or for one."""

    role: Role
    starts: date
    ends: date | None = None
    panel_type: str | None = None


@dataclass(frozen=True, slots=True)
class RoleEnded:
    """A role ends after a day."""

    role: Role
    on: date
    panel_type: str | None = None


@dataclass(frozen=True, slots=True)
class PinSet:
    """A person's PIN as salt and scrypt hash (hex). It proves presence, not identity."""

    salt: str
    hash: str


@dataclass(frozen=True, slots=True)
class PolicyAdopted:
    """A dated policy. Subject policy:KEY, for example council, letters, day_count, reason_codes."""

    key: str
    value: dict[str, PolicyValue]
    starts: date
    minute: str


@dataclass(frozen=True, slots=True)
class FrameworkAdded:
    """A framework version in the council's library: `definition` is its canonical JSON text."""

    framework: str
    version: str
    title: str
    sha256: str
    definition: str


@dataclass(frozen=True, slots=True)
class FrameworkAdopted:
    """The framework version is in force from a day."""

    starts: date
    minute: str
    equality: str
    consultation: str


@dataclass(frozen=True, slots=True)
class TariffAdded:
    """A tariff in the library: `definition` is its canonical JSON text."""

    framework: str
    year: str
    sha256: str
    definition: str


@dataclass(frozen=True, slots=True)
class TariffAdopted:
    """The tariff is in force from a day."""

    starts: date
    minute: str


@dataclass(frozen=True, slots=True)
class PanelTypeAdopted:
    """How panels of one type work. `quorum_roles` are professions of which each must be present.

    `tolerance` and `disagreement` are in levels: ends `disagreement` or more apart are flagged (default 2).
    """

    key: str
    name: str
    remit: str
    quorum: int
    quorum_roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    recommends: bool
    delegation: str
    second_signature: Literal["override", "always", "never"]
    tolerance: int
    disagreement: int
    own_band_after_lock: bool
    starts: date
    minute: str


@dataclass(frozen=True, slots=True)
class SettingAdded:
    """A school, college or other setting. `invented` marks demo data."""

    name: str
    kind: SettingKind
    urn: str | None
    address: tuple[str, ...]
    email: str | None
    invented: bool


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """One installation of the program."""

    name: str
    public_key: str


KINDS = {
    "person.added": Kind(PersonAdded),
    "person.role_granted": Kind(RoleGranted),
    "person.role_ended": Kind(RoleEnded),
    "person.pin_set": Kind(PinSet),
    "policy.adopted": Kind(PolicyAdopted),
    "framework.added": Kind(FrameworkAdded),
    "framework.adopted": Kind(FrameworkAdopted),
    "tariff.added": Kind(TariffAdded),
    "tariff.adopted": Kind(TariffAdopted),
    "panel_type.adopted": Kind(PanelTypeAdopted),
    "setting.added": Kind(SettingAdded),
    "device.enrolled": Kind(DeviceEnrolled),
}
