"""What is recorded of advice, versions of papers, and the answer to each report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Reliance = Literal["relied", "partly", "not"]


@dataclass(frozen=True, slots=True)
class EvidenceAnswered:
    """What was made of a paper, and why. `decision` is the one it was answered for, where there was one."""

    reliance: Reliance
    why: str
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class ExtractTied:
    """The level that a marked passage bears out, by the framework in force; None takes the tie away."""

    extract: str
    level: int | None
    framework_sha256: str


@dataclass(frozen=True, slots=True)
class EvidenceTakenOut:
    """A copy of the paper left this program, unsealed: opened in another one, or saved as a file."""

    how: Literal["opened", "saved"]


@dataclass(frozen=True, slots=True)
class AdviceAsked:
    """Advice asked of a body (`body`: an id of statute/advice.json). `there` is the day that body received the request.

    `entry` is the request or assessment of the register that it was asked for.
    """

    case: str
    body: str
    who: str
    sent: date
    there: date | None
    way: str
    entry: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class AdviceDated:
    """The days of a request anew: learnt later, or put right with a reason."""

    sent: date
    there: date | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AdviceChased:
    """The body was reminded."""

    on: date
    way: str
    words: str


@dataclass(frozen=True, slots=True)
class AdviceExcused:
    """What excuses a late reply (`exception`: a head of statute/advice.json). The date of the request stays.

    `evidence` is the paper that shows it.
    """

    exception: str
    starts: date
    ends: date | None
    words: str
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class AdviceCame:
    """The advice came; `evidence` is the paper that it is, None while the paper is not added yet."""

    on: date
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class AdviceWithdrawn:
    """The advice is not waited for any more."""

    reason: str


KINDS: dict[str, Kind] = {
    "evidence.answered": Kind(EvidenceAnswered),
    "evidence.extract_tied": Kind(ExtractTied),
    "evidence.taken_out": Kind(EvidenceTakenOut),
    "advice.asked": Kind(AdviceAsked),
    "advice.dated": Kind(AdviceDated),
    "advice.chased": Kind(AdviceChased),
    "advice.excused": Kind(AdviceExcused),
    "advice.came": Kind(AdviceCame),
    "advice.withdrawn": Kind(AdviceWithdrawn),
}
