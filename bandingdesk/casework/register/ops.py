"""What is recorded of the statutory register: entries, changes to them, and what excuses a late step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bandingdesk.ops import Kind
from bandingdesk.statute.register import Value

Values = dict[str, Value]  # by field name; dates as ISO text


@dataclass(frozen=True, slots=True)
class EntryMade:
    """A statutory entry of a case. `type` and the names of VALUES are those of the register's version `book`.

    `of` is the entry it belongs to, such as the request of an assessment; `source` the import it came with.
    """

    case: str
    type: str
    book: str
    values: Values
    of: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """The entry's fields anew, whole, with the reason; "" where only an empty field was filled in."""

    values: Values
    reason: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class EntryWithdrawn:
    """The entry was made by mistake: it stays readable and no clock runs from it."""

    reason: str


@dataclass(frozen=True, slots=True)
class Excuse:
    """What excuses a late step of RULES under HEAD. It moves no date (SEND Regs r5(4), r8(2), r10(4), r13(3), r27(3)).

    `because` says how the head made the step impractical. `evidence` are ids of papers. `told` is the day on which the
    family was told that the exception is relied on.
    """

    id: str
    head: str
    rules: tuple[str, ...]
    starts: date
    ends: date | None
    because: str
    evidence: tuple[str, ...] = ()
    told: date | None = None


@dataclass(frozen=True, slots=True)
class EntryExcused:
    """An exception was recorded; one with a known id takes the earlier one's place."""

    excuse: Excuse


@dataclass(frozen=True, slots=True)
class ExcuseWithdrawn:
    """The exception is not relied on any more, and why."""

    excuse: str
    reason: str


KINDS: dict[str, Kind] = {
    "entry.made": Kind(EntryMade),
    "entry.changed": Kind(EntryChanged),
    "entry.withdrawn": Kind(EntryWithdrawn),
    "entry.excused": Kind(EntryExcused),
    "entry.excuse_withdrawn": Kind(ExcuseWithdrawn),
}
