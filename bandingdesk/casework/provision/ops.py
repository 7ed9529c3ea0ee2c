"""What is recorded of the provision ledger of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bandingdesk.ops import Kind

Per = Literal["day", "week", "fortnight", "half_term", "term", "year"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Section F: MINUTES at a time, TIMES per `per`, in a group of `group`, over `weeks` weeks a year.

    `role` is an id of the council's rates: who gives it. "15 hours a week" is 900 minutes once a week.
    """

    what: str
    role: str
    minutes: int
    times: int
    per: Per
    group: int
    weeks: int


@dataclass(frozen=True, slots=True)
class ProvisionRecorded:
    """The ledger of a case: all its lines anew, in the order of the plan. A later one stands in its place."""

    case: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShortfallNamed:
    """Section F costs more than elements 1 to 3 of `band`, and how it stays secured: in words, and by whom.

    Pence a year. The naming holds for the lines as they were, and for a shortfall no larger than this one.
    """

    case: str
    band: str
    cost_pence: int
    funded_pence: int
    words: str
    secured_by: str


KINDS: dict[str, Kind] = {
    "provision.recorded": Kind(ProvisionRecorded),
    "provision.shortfall_named": Kind(ShortfallNamed),
}
