"""The level that ticked descriptors propose for a strand. A proposal only: the level that a person enters counts.

`best_fit`: the level with the greatest part of its descriptors ticked. `highest_descriptor`: the highest level of
which any descriptor is ticked. `assessor_choice`: nothing is proposed. A tie is shown as a tie, and goes up, down or to
people as the framework says.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Strand


class Fit(NamedTuple):
    """How many of a level's descriptors are ticked."""

    level: int
    ticked: int
    of: int


class Proposal(NamedTuple):
    """The level that the ticks point to, None where they point to none. `tied`: levels that fit equally well."""

    strand: str
    level: int | None
    fits: tuple[Fit, ...]  # lowest level first
    tied: tuple[int, ...] = ()

    @property
    def is_tie(self) -> bool:
        """Whether several levels fit equally well."""
        return len(self.tied) > 1


def propose(strand: Strand, ticks: Collection[str]) -> Proposal:
    """Return what TICKS propose for STRAND; descriptors of other strands are passed over."""
    fits = tuple(
        Fit(level.level, sum(descriptor.id in ticks for descriptor in level.descriptors), len(level.descriptors))
        for level in strand.levels
    )
    ticked = [fit for fit in fits if fit.ticked]
    if not ticked or strand.rating.kind == "assessor_choice":
        return Proposal(strand.id, None, fits)
    if strand.rating.kind == "highest_descriptor":
        return Proposal(strand.id, ticked[-1].level, fits)
    return _best(strand, fits, ticked)


def _best(strand: Strand, fits: tuple[Fit, ...], ticked: list[Fit]) -> Proposal:
    # Parts are compared by cross-multiplication: 2 of 3 and 4 of 6 are the same part.
    best = ticked[0]
    for fit in ticked[1:]:
        if fit.ticked * best.of > best.ticked * fit.of:
            best = fit
    tied = tuple(fit.level for fit in ticked if fit.ticked * best.of == best.ticked * fit.of)
    if len(tied) == 1:
        return Proposal(strand.id, best.level, fits)
    level = {"up": tied[-1], "down": tied[0]}.get(strand.rating.ties or "refer")
    return Proposal(strand.id, level, fits, tied)
