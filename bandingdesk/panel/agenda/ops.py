"""What is recorded of the agenda before a meeting. Its subject is agenda:MEETING, of a member's ties ties:PERSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Because = Literal["must", "hours", "spread", "added", "hand"]
Turn = Literal["turn", "few", "hand"]
LateOutcome = Literal["take", "defer", "leave_out"]


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """Papers come in by the end of this day. Without it the panel type's own working days count."""

    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class HoursSet:
    """PERSON can be there from and until these times ("10:30") alone; "" for no bound."""

    person: str
    starts: str
    ends: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An item's place and why it has it.

    `day` is the law's last day where it must be decided now, `told_by` when the next meeting's answer would be known;
    `person` and `time` whose hours put it here; `rank` its place by spread, which is all that is known of any score.
    """

    item: str
    because: Because
    day: date | None = None
    told_by: date | None = None
    person: str = ""
    time: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class AgendaOrdered:
    """The items in their order. `by` is the rule that proposed it, or the hand that moved one."""

    places: tuple[Place, ...]
    by: Literal["rule", "hand"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who must score an item and why: by turn with COUNT cases before, as one of few who are free, or by hand."""

    person: str
    why: Turn
    count: int = 0


@dataclass(frozen=True, slots=True)
class ItemReaders:
    """The readers of one item."""

    item: str
    readers: tuple[Reader, ...]


@dataclass(frozen=True, slots=True)
class ReadersSet:
    """Readers of some items: what is not named keeps those it had."""

    items: tuple[ItemReaders, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class LatePaperSettled:
    """What the chair made of a paper that came late. A taken one is frozen at `version`; `until` where it defers."""

    item: str
    evidence: str
    version: str
    outcome: LateOutcome
    words: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class UrgentJoined:
    """A case joined after the deadline, and why it can't wait."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndiscussedSet:
    """The items that the chair proposes as agreed, no discussion needed. Any member can pull one."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackReader:
    """Who gets a pack, with the items that are open to them: a person of the record, or somebody by name alone."""

    person: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackReleased:
    """The pack went out: for what, to whom, and what it shows (the panel type's own list)."""

    purpose: str
    readers: tuple[PackReader, ...]
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesTaken:
    """The chair planned the meeting anew under the panel type's changed rules: the version by its head."""

    version: str
    words: str


@dataclass(frozen=True, slots=True)
class TiesDeclared:
    """The settings that a member works at, governs or has family in: no case from there is given to them to read."""

    settings: tuple[str, ...]
    words: str = ""


KINDS: dict[str, Kind] = {
    "agenda.deadline_set": Kind(DeadlineSet),
    "agenda.hours_set": Kind(HoursSet),
    "agenda.ordered": Kind(AgendaOrdered),
    "agenda.readers_set": Kind(ReadersSet),
    "agenda.late_paper_settled": Kind(LatePaperSettled),
    "agenda.urgent_joined": Kind(UrgentJoined),
    "agenda.undiscussed_set": Kind(UndiscussedSet),
    "agenda.pack_released": Kind(PackReleased),
    "agenda.rules_taken": Kind(RulesTaken),
    "ties.declared": Kind(TiesDeclared),
}
