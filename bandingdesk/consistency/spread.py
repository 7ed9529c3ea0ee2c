"""How far the blind scores of one strand lie apart, which strands to talk about first, and the sentence that says so.

Everything is whole numbers: the middle score is kept doubled (`median_x2`), because with an even number of scorers it
may fall between two levels, and then none is proposed (moderation.md 11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Spread(NamedTuple):
    """One strand's blind scores in short. `median_x2` is twice the middle score; `tolerance` is in levels.

    `flagged` is the disagreement rule alone: highest and lowest `disagreement` or more levels apart (moderation.md
    F5). The tolerance flags nothing by itself (moderation.md 12).
    """

    strand: str
    scorers: int
    median_x2: int
    low: int
    high: int
    tolerance: int
    flagged: bool

    @property
    def width(self) -> int:
        """Levels between the lowest and the highest score."""
        return self.high - self.low

    @property
    def is_close(self) -> bool:
        """Whether all scores lie within the tolerance of each other."""
        return self.width <= self.tolerance

    @property
    def middle(self) -> int | None:
        """The middle score, or None where it falls between two levels."""
        return None if self.median_x2 % 2 else self.median_x2 // 2


class Talk(NamedTuple):
    """The chair's ten-second view: what to talk about, then the counts."""

    lead: str
    facts: str

    @property
    def sentence(self) -> str:
        """Counts and lead as one text."""
        return f"{self.facts} {self.lead}"


def median_x2(levels: Sequence[int]) -> int:
    """Return twice the median of LEVELS: 2, 3, 3, 5 gives 6; 2, 3 gives 5. Raises ValueError when empty."""
    if not levels:
        raise ValueError("no scores, so no middle score")
    ordered = sorted(levels)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return 2 * ordered[half]
    return ordered[half - 1] + ordered[half]


def spread(strand: str, levels: Sequence[int], *, tolerance: int, disagreement: int) -> Spread:
    """Return the spread of LEVELS. Raises ValueError without scores, or where DISAGREEMENT is below one level."""
    if disagreement < 1:
        raise ValueError("ends that are the same can't be a disagreement")
    middle = median_x2(levels)
    low, high = min(levels), max(levels)
    return Spread(strand, len(levels), middle, low, high, tolerance, high - low >= disagreement)


def order_of_talk(spreads: Iterable[Spread]) -> tuple[Spread, ...]:
    """Return SPREADS widest first; equal widths stay in the order given (the framework's own)."""
    return tuple(sorted(spreads, key=lambda item: -item.width))


def talk(spreads: Iterable[Spread], names: Mapping[str, str], *, scorers: int, stepped_out: int, missing: int) -> Talk:
    """Return what the chair reads in ten seconds. NAMES gives each strand's own name; counts are of people.

    Source: moderation.md 12.
    """
    ordered = order_of_talk(spreads)
    facts = [_count(scorers, "scorer")]
    if ordered:
        tolerance = max(item.tolerance for item in ordered)
        close = sum(item.is_close for item in ordered)
        within = f"agree within {_level(tolerance)}" if tolerance else "have the same score from everybody"
        facts.append(f"{close} of {_count(len(ordered), 'strand')} {within}")
    if stepped_out:
        facts.append(f"{_people(stepped_out)} stepped out")
    facts.append(f"{_count(missing, 'score sheet')} {'is' if missing == 1 else 'are'} missing" if missing else _NONE)
    return Talk(_lead(ordered, names), ". ".join(facts) + ".")


_NONE = "No scores are missing"


def _lead(ordered: Sequence[Spread], names: Mapping[str, str]) -> str:
    apart = [f"{names[item.strand]} ({item.low} to {item.high})" for item in ordered if item.flagged]
    if not apart:
        return "No strand needs talk by the disagreement rule."
    if len(apart) == 1:
        return f"Talk about {apart[0]} first."
    shown, rest = apart[1:3], len(apart) - 3
    more = f", and {_count(rest, 'more strand')}" if rest > 0 else ""
    return f"Talk about {apart[0]} first, then {', then '.join(shown)}{more}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _level(number: int) -> str:
    return "one level" if number == 1 else f"{number} levels"
