"""What is recorded of a school's query of a band: received, decided, answered, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Result = Literal["up", "same", "down"]


@dataclass(frozen=True, slots=True)
class StrandDisputed:
    """A strand that the setting sees otherwise: its own level where it names one, and its words."""

    strand: str
    level: int | None
    words: str


@dataclass(frozen=True, slots=True)
class BandQueryReceived:
    """A setting asks about the band of a signed decision.

    `by` is who asked, with their role there. `days` and `due` are the council's own limit on the day it was received,
    None where it has adopted none: the law sets no limit for it.
    """

    case: str
    decision: str
    received: date
    setting: str
    by: str
    strands: tuple[StrandDisputed, ...]
    words: str
    evidence: tuple[str, ...] = ()
    days: int | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class BandQueryDecided:
    """What the people who looked again found, and why. It changes no band and no money: a further decision does."""

    result: Result
    people: tuple[str, ...]
    reasons: str
    read: tuple[str, ...] = ()  # the new papers that were read


@dataclass(frozen=True, slots=True)
class BandQueryAnswered:
    """The setting was told, on a day and by a way."""

    on: date
    way: str


@dataclass(frozen=True, slots=True)
class BandQueryWithdrawn:
    """The setting took its query back, or it was entered by mistake."""

    reason: str


KINDS: dict[str, Kind] = {
    "band_query.received": Kind(BandQueryReceived),
    "band_query.decided": Kind(BandQueryDecided),
    "band_query.answered": Kind(BandQueryAnswered),
    "band_query.withdrawn": Kind(BandQueryWithdrawn),
}
