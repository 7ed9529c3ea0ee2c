"""What is recorded of a higher panel: how an agreed provision is funded, and whether a decided case is sound.

Subject `finding`, by the item of the agenda. None of these bodies holds a level, a band, a provision or a date of the
law: what the first panel agreed is named by its decision and can't be written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bandingdesk.ops import Kind
from bandingdesk.panel.findings import Share


@dataclass(frozen=True, slots=True)
class FindingAsked:
    """A decision comes before a higher panel as `item` of `meeting`, and why."""

    meeting: str
    item: str
    case: str
    decision: str
    why: str


@dataclass(frozen=True, slots=True)
class FundsFound:
    """How the provision is funded: who bears what a year from `starts`, and how it is commissioned.

    `pence` is the cost a year, the sum of `shares`. `months` is how long the source holds, None for as long as the
    plan: Section F goes on after it all the same.
    """

    meeting: str
    item: str
    case: str
    decision: str
    outcome: str
    pence: int
    shares: tuple[Share, ...]
    commissioned: str
    starts: date
    months: int | None
    conditions: tuple[str, ...]
    options: tuple[str, ...]
    reasons: str
    second_signature: bool


@dataclass(frozen=True, slots=True)
class OversightFound:
    """Whether a decided case is sound. `asks` says what is asked of the decision maker, `theme` what to learn.

    `strand` and `level` name the wording of the matrix to review.
    """

    meeting: str
    item: str
    case: str
    decision: str
    outcome: str
    words: str
    asks: tuple[str, ...] = ()
    theme: str = ""
    framework_sha256: str = ""
    strand: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class FindingCountersigned:
    """The second signature on how something is funded."""

    words: str
    pin_checked: bool


@dataclass(frozen=True, slots=True)
class FundsSigned:
    """The decision maker's own record on the funds, under a delegation."""

    agrees: bool
    delegation: str
    words: str
    pin_checked: bool


@dataclass(frozen=True, slots=True)
class OversightAnswered:
    """The decision maker's answer, a further record beside the decision; `correction` names a new one, if there is."""

    words: str
    correction: str = ""


KINDS: dict[str, Kind] = {
    "finding.asked": Kind(FindingAsked),
    "finding.funds_found": Kind(FundsFound),
    "finding.oversight_found": Kind(OversightFound),
    "finding.countersigned": Kind(FindingCountersigned),
    "finding.funds_signed": Kind(FundsSigned),
    "finding.answered": Kind(OversightAnswered),
}
