"""Invented judgement: what a child's levels might be, and how scorers of different severity would rate them.

Pure and repeatable: every draw comes from the `random.Random` that the caller made from the demo's seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bandingdesk.panel.ops import Confidence, Rating


class Scale(NamedTuple):
    """A strand of the framework: its id, its name and its highest level."""

    strand: str
    name: str
    top: int


# Primary need -> words in strand names that the need bears on. Invented; only to make profiles look plausible.
_STRONG = {
    "ASD": ("social", "feeling", "relation", "attention"),
    "SLCN": ("language", "speech", "social"),
    "SEMH": ("feeling", "relation", "attention"),
    "MLD": ("learning", "literacy"),
    "SLD": ("learning", "literacy", "language", "self-care"),
    "PMLD": ("learning", "language", "movement", "self-care", "sensory"),
    "SPLD": ("literacy", "learning"),
    "PD": ("movement", "self-care"),
    "HI": ("hearing", "language"),
    "VI": ("vision", "movement"),
    "MSI": ("hearing", "vision"),
}
_NOTES = (
    "Report page 2: needs this in most lessons, two reviewed cycles.",
    "School observation page 4; it fits the wording better than the level above.",
    "Relying on the specialist's report, page 3.",
    "Parent and school say the same; support is planned and reviewed.",
    "The plan of March shows this daily; less in small groups.",
)


def true_levels(rng: random.Random, scales: Sequence[Scale], need: str, weight: float) -> dict[str, int]:
    """Return levels by strand for a child with primary NEED. WEIGHT 0 to 1 is how much support is needed over all."""
    strong = _STRONG.get(need, ())
    levels = {}
    for scale in scales:
        bears = any(word in scale.name.lower() for word in strong)
        middle = scale.top * (weight if bears else weight * 0.45)
        levels[scale.strand] = _within(round(rng.gauss(middle, 0.7)), scale.top)
    return levels


def sheet(
    rng: random.Random, scales: Sequence[Scale], truth: Mapping[str, int], severity: float, extracts: Mapping[str, str]
) -> tuple[Rating, ...]:
    """Return a scorer's blind ratings of TRUTH: SEVERITY in levels shifts them, chance moves some by one or two.

    EXTRACTS gives for a strand the id of an extract to rely on.
    """
    ratings = []
    for scale in scales:
        level = _within(round(truth[scale.strand] + severity + rng.gauss(0, 0.3)), scale.top)
        confidence: Confidence = rng.choices(("sure", "fairly", "not_sure"), (70, 22, 8))[0]
        relied = (extracts[scale.strand],) if scale.strand in extracts else ()
        note = "" if relied else _NOTES[rng.randrange(len(_NOTES))]
        ratings.append(Rating(scale.strand, level, confidence, note, relied))
    return tuple(ratings)


def pulled(ratings: Sequence[Rating], strand: str, level: int) -> tuple[Rating, ...]:
    """Return RATINGS with STRAND at LEVEL."""
    return tuple(replace(one, level=level) if one.strand == strand else one for one in ratings)


def _within(level: int, top: int) -> int:
    """Return LEVEL on the scale 0 to TOP: invented draws may fall off its ends, judgements can't."""
    return max(0, min(top, level))
