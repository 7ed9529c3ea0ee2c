"""Values inside what a panel finds: limbs of a test, shares, actions, questions. The ops of `ops.py` hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GroundFound:
    """What was found on one limb of a legal test: met, not met, or None where it did not come to it. Why, by what."""

    test: str
    limb: str
    met: bool | None
    words: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """What one party pays a year, in pence, and how that came about."""

    party: str
    pence: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """What somebody does after the decision, and by when."""

    what: str
    owner: str
    by: date


@dataclass(frozen=True, slots=True)
class Question:
    """What the panel has to know before it can go on, who finds out, and by when."""

    what: str
    owner: str
    by: date
