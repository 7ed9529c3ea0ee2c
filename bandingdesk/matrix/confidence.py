"""How sure the band of one profile is, given how far careful raters differ: the share of each band, exactly.

Every rating is taken as one level lower, as recorded, or one higher, with the shares of a spread table and each
independent of the others; all combinations are worked out over packed states, in whole numbers. For the panel and the
quality lead alone: a share is never turned into an amount for one child (design/moderation 18).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bandingdesk.matrix import reckoning, verdict
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.packing import Item, Packing
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.whatif.spread import Spread, thousandths_by_strand


@dataclass(frozen=True, slots=True)
class Confidence:
    """Shares of the bands, lowest first, out of `whole`; None stands for a profile without a band."""

    model: str
    shares: tuple[tuple[str | None, int], ...]
    whole: int

    def as_json(self) -> dict[str, object]:
        """Return the shares to four places, as the explanation object has them."""
        return {
            "model": self.model,
            "band_shares": {band or "refer": round(share / self.whole, 4) for band, share in self.shares},
        }


def confidence(scheme: Scheme, levels: Sequence[int], profile: Profile, spread: Spread) -> Confidence:
    """Return the share of each band for LEVELS by strand position, with PROFILE's contexts, descriptors and numbers.

    Raises SpreadInvalidError, PackingTooWideError.
    """
    shifts = thousandths_by_strand(scheme.positions, spread)
    packing = Packing(scheme)
    view = View(levels, profile.context, profile.descriptors, profile.numbers, profile.lines)
    reckoning.measured(scheme, view)  # a costed map is packed by what it comes to
    ways = {packing.pack(levels, profile.descriptors, view.values): 1}
    for item in packing.items:
        if item.strands and item.deltas.any():
            moves = list(_moves(scheme, item, levels, shifts))
            grown: dict[int, int] = {}
            for state, share in ways.items():
                for delta, times in moves:
                    grown[state + delta] = grown.get(state + delta, 0) + share * times
            ways = grown
    states = np.array(sorted(ways), dtype=np.int64)
    said = verdict.judge(verdict.Reading(packing, states), profile.context)
    found: dict[int, int] = {}
    for state, band in zip(states.tolist(), said.bands.tolist(), strict=True):
        found[band] = found.get(band, 0) + ways[state]
    shares = tuple((None if band < 0 else scheme.bands[band], found[band]) for band in sorted(found))
    return Confidence(spread.source, shares, sum(found.values()))


def _moves(
    scheme: Scheme, item: Item, levels: Sequence[int], shifts: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, int]]:
    """Give what each combination of one lower, the same and one higher adds to the state, and its share."""
    at = [scheme.strands[n].levels.index(levels[n]) for n in item.strands]
    strides = item.strides()
    here = int(item.deltas[sum(place * stride for place, stride in zip(at, strides, strict=True))])
    for steps in itertools.product((-1, 0, 1), repeat=len(at)):
        share, entry = 1, 0
        for n, place, size, stride, step in zip(item.strands, at, item.sizes, strides, steps, strict=True):
            share *= shifts[n][step + 1]
            # A share that has nowhere to go stays with the recorded level: no rating lies beyond the strand.
            entry += (place + step if 0 <= place + step < size else place) * stride
        if share:
            yield int(item.deltas[entry]) - here, share
