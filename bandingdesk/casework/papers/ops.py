"""What is recorded of advice, versions of papers, and the answer to each report."""

from __future__ import annotations

from dataclasses import dataclass
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


KINDS: dict[str, Kind] = {
    "evidence.answered": Kind(EvidenceAnswered),
    "evidence.extract_tied": Kind(ExtractTied),
    "evidence.taken_out": Kind(EvidenceTakenOut),
}
