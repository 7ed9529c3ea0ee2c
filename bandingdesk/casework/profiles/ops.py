"""What is recorded of the setting's and the officer's profiles: locked, unlocked, revealed together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from bandingdesk.casework.ops import Party
from bandingdesk.ops import Kind

Confidence = Literal["sure", "fairly", "not_sure"]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a level was copied from: the signed decision, and the level it was decided at."""

    decision: str
    level: int


@dataclass(frozen=True, slots=True)
class ProfileLocked:
    """The setting's or the officer's own profile, entered apart and blind to each other. Maps are by strand.

    `occasion` counts the decisions that the case has had, from 1: each decision has profiles of its own. `relied` are
    extracts by id, or words where a form from outside names its evidence. `started` are levels that began as a copy
    and were confirmed or changed one by one. `source` says how it came: "typed", or the return it was read from.
    """

    case: str
    party: Party
    framework_sha256: str
    levels: dict[str, int]
    notes: dict[str, str]
    occasion: int = 1
    relied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    confidence: dict[str, Confidence] = field(default_factory=dict)
    descriptors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    started: dict[str, Start] = field(default_factory=dict)
    source: str = "typed"


@dataclass(frozen=True, slots=True)
class ProfileUnlocked:
    """Who locked the profile took the lock back before the reveal. Each lock is kept with its time."""

    case: str
    party: Party
    occasion: int


@dataclass(frozen=True, slots=True)
class ProfileRevealed:
    """All PARTIES that the council expects had locked: from now on each may be read, and none be unlocked."""

    case: str
    party: Party
    occasion: int
    parties: tuple[str, ...]


def _first_occasion(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body of version 1: it held levels and notes alone, before the case's first decision."""
    return {**body, "occasion": 1}


KINDS: dict[str, Kind] = {
    "profile.locked": Kind(ProfileLocked, 2, {1: _first_occasion}),
    "profile.unlocked": Kind(ProfileUnlocked),
    "profile.revealed": Kind(ProfileRevealed),
}
