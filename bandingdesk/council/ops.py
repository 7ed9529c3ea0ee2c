"""What the council records of itself: people, roles, policies, frameworks, tariffs, panel types, settings, devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

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
class PinReset:
    """A PIN that an administrator gave to somebody who forgot theirs, and how they knew who was asking.

    The administrator knows it, so it opens the window and signs nothing until its owner has chosen another.
    """

    salt: str
    hash: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoginSet:
    """The login by which a shared store knows the person; None takes it away."""

    login: str | None


@dataclass(frozen=True, slots=True)
class TeamSet:
    """The team that a person works in from a day on; "" takes them out of any."""

    team: str
    starts: date


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
class KeptPaper:
    """A paper named by the sha256 (hex) of its bytes, or a named officer's written reason why there is none."""

    ref: str | None = None
    sha256: str | None = None
    reason: str | None = None
    officer: str | None = None


@dataclass(frozen=True, slots=True)
class FrameworkConsulted:
    """A consultation on the version ended on a day; `paper` is its record."""

    on: date
    paper: KeptPaper


@dataclass(frozen=True, slots=True)
class FindingAnswered:
    """A finding of the check, by code and place, is answered in writing. A later answer to it stands instead."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperAttached:
    """A paper of the adoption."""

    what: Literal["equality", "consultation"]
    paper: KeptPaper


@dataclass(frozen=True, slots=True)
class SaidAndDone:
    """One thing said in the consultation and what was done; `strand` and `level` where it was about a descriptor."""

    said: str
    did: str
    strand: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ResponsesRecorded:
    """What was said in the consultation and what was done about it, added to the lines before."""

    lines: tuple[SaidAndDone, ...]


@dataclass(frozen=True, slots=True)
class TrialStarted:
    """The version is scored beside the scheme in force, both days included. `reason`: why before a consultation."""

    starts: date
    ends: date
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TrialEnded:
    """The trial ended on a day, and what it showed."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class FrameworkAdopted:
    """The framework version is in force from a day.

    `adopted_by` is who resolved it, `on` the day of the act, `supersedes` the version it takes over from, `engine` the
    version of the program whose check it passed. Version 1 had the papers as text and nothing after them.
    """

    starts: date
    minute: str
    equality: KeptPaper
    consultation: KeptPaper
    adopted_by: str = ""
    on: date | None = None
    supersedes: str | None = None
    engine: str = ""


@dataclass(frozen=True, slots=True)
class FrameworkRetired:
    """The version is no longer in force after a day."""

    on: date
    minute: str


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
class InterestDefault:
    """What the chair is offered first for an interest of KIND; the chair may settle it otherwise."""

    kind: str
    outcome: Literal["withdraw", "inform", "noted"]


@dataclass(frozen=True, slots=True)
class Route:
    """A finding that costs more than `above_pence` a year goes on to the panel type `to`."""

    above_pence: int
    to: str


@dataclass(frozen=True, slots=True)
class PanelTypeAdopted:
    """How panels of one type work. `quorum_roles` are professions of which each must be present.

    `tolerance` and `disagreement` are in levels: ends `disagreement` or more apart are flagged (default 2). `family` is
    the shipped kind of panel (resources/panels/types.json), `basis` what members answer blind: the matrix, questions
    of law, how something is funded, or whether a decided case is sound. `tests` are the legal tests whose limbs are the
    questions, in their order. `readers` is how many must score an item (0: every free member), `papers_days` how many
    working days before the meeting papers come in (0: no deadline). `pack` and `room` are what a pack and the room's
    screen show. `ratified_by` is the panel type that takes note of decisions made outside a meeting, "" for none.
    Version 1 knew matrix panels alone and ended at `minute`.
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
    family: str = "review"
    basis: Literal["matrix", "questions", "funding", "decided"] = "matrix"
    tests: tuple[str, ...] = ()
    votes: bool = False
    tie_rule: Literal["none", "higher", "lower"] = "none"
    tie_minute: str = ""
    readers: int = 0
    case_minutes: int = 15
    papers_days: int = 0
    interest_defaults: tuple[InterestDefault, ...] = ()
    routes: tuple[Route, ...] = ()
    ratified_by: str = ""
    pack: tuple[str, ...] = ()
    room: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingAdded:
    """A school, college or other setting. `invented` marks demo data; `source` is the import's id.

    `opened` and `closed` bound the days on which it takes children, both included.
    """

    name: str
    kind: SettingKind
    urn: str | None
    address: tuple[str, ...]
    email: str | None
    invented: bool
    ukprn: str | None = None
    laestab: str | None = None
    opened: date | None = None
    closed: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """What a later list or a person says of the setting: all of it anew, with the reason."""

    setting: SettingAdded
    reason: str


@dataclass(frozen=True, slots=True)
class SettingTakenBack:
    """The setting that import `source` added is out of use again: nothing had been done with it."""

    source: str


@dataclass(frozen=True, slots=True)
class DeviceEnrolled:
    """One installation of the program: its Ed25519 key (hex, "" before it syncs) and what it opens seals with (X25519).

    `person` is the only one who enters on it; None for a device that several share by PIN. Version 1 had neither.
    """

    name: str
    public_key: str
    sealing_key: str = ""
    person: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceRevoked:
    """The device is no longer trusted: what it sends and the revoking device had not seen is quarantined."""

    reason: str


Choice = Literal["mine", "theirs", "both", "composed", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class ConflictResolved:
    """What differs after a sync is settled: the ops `refused` do not stand, `stands` heads the version that does.

    `of` is the subject as text. `replaces` names earlier resolutions of the same difference that this one takes over.
    """

    of: str
    refused: tuple[str, ...]
    stands: str | None
    choice: Choice
    reason: str
    replaces: tuple[str, ...] = ()


def _unsealed(body: dict[str, Any]) -> dict[str, Any]:
    """Return DeviceEnrolled of version 1, which knew no sealing key and no person."""
    return {**body, "sealing_key": "", "person": None}


def _setting_bare(body: dict[str, Any]) -> dict[str, Any]:
    """Return SettingAdded of version 1, which knew no UKPRN, LAESTAB, days or source."""
    return {**body, "ukprn": None, "laestab": None, "opened": None, "closed": None, "source": None}


def _papers_named(body: dict[str, Any]) -> dict[str, Any]:
    """Return FrameworkAdopted of version 1 with each paper's text as its reference."""
    return {**body, "equality": {"ref": body["equality"]}, "consultation": {"ref": body["consultation"]}}


def _of_a_matrix(body: dict[str, Any]) -> dict[str, Any]:
    """Return a panel type of version 1: the defaults are what it meant."""
    return body


KINDS = {
    "person.added": Kind(PersonAdded),
    "person.role_granted": Kind(RoleGranted),
    "person.role_ended": Kind(RoleEnded),
    "person.pin_set": Kind(PinSet),
    "person.pin_reset": Kind(PinReset),
    "person.login_set": Kind(LoginSet),
    "person.team_set": Kind(TeamSet),
    "policy.adopted": Kind(PolicyAdopted),
    "framework.added": Kind(FrameworkAdded),
    "framework.consulted": Kind(FrameworkConsulted),
    "framework.finding_answered": Kind(FindingAnswered),
    "framework.paper_attached": Kind(PaperAttached),
    "framework.responses_recorded": Kind(ResponsesRecorded),
    "framework.trial_started": Kind(TrialStarted),
    "framework.trial_ended": Kind(TrialEnded),
    "framework.adopted": Kind(FrameworkAdopted, 2, {1: _papers_named}),
    "framework.retired": Kind(FrameworkRetired),
    "tariff.added": Kind(TariffAdded),
    "tariff.adopted": Kind(TariffAdopted),
    "panel_type.adopted": Kind(PanelTypeAdopted, 2, {1: _of_a_matrix}),
    "setting.added": Kind(SettingAdded, 2, {1: _setting_bare}),
    "setting.changed": Kind(SettingChanged),
    "setting.taken_back": Kind(SettingTakenBack),
    "resolution.made": Kind(ConflictResolved),
    "device.enrolled": Kind(DeviceEnrolled, 2, {1: _unsealed}),
    "device.revoked": Kind(DeviceRevoked),
}
