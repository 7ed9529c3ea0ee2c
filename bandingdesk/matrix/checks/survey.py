"""All profiles of a scheme laid open: what each reachable state comes to in every context, how often, and who shows it.

The checks ask it with masks over the states; it answers with an exact count and one profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from bandingdesk.matrix import verdict
from bandingdesk.matrix.checks.findings import Witness
from bandingdesk.matrix.reach import Counts, Reach
from bandingdesk.matrix.reach import Witness as Shown
from bandingdesk.matrix.scheme import CostTable, GuardRow, NumberTable, PointsTable, Scheme
from bandingdesk.matrix.verdict import REASONS, Context, Mask, Reading, Verdict

STOPPED = (REASONS.index("guard"), REASONS.index("refused"))


class Tally(NamedTuple):
    """How many profiles did something, and one of them."""

    profiles: int
    witness: Witness | None


class Seen(NamedTuple):
    """All states in one context."""

    reading: Reading
    context: Context
    verdict: Verdict

    @property
    def decided(self) -> Mask:
        """Return where no guard stops the case before the decision."""
        return ~np.isin(self.verdict.reasons, STOPPED)


class Survey:
    """The states of a scheme in every context that a rule reads. Raises ValueError where they can't be listed."""

    def __init__(self, scheme: Scheme, reach: Reach | None = None) -> None:
        self.scheme = scheme
        self.reach = reach or Reach(with_addons(scheme))
        assert self.reach.packing is not None
        self.reading = Reading(self.reach.packing, self.reach.states)
        self.views = [Seen(self.reading, context, found) for context, found in verdict.each(self.reading)]
        self.ways: Counts = self.reach.ways
        self.profiles = self.reach.profiles * len(self.views)

    def tally(self, where: Callable[[Seen], Mask]) -> Tally:
        """Return how many profiles stand WHERE it is true, over all contexts, and one of them."""
        count, shown = 0, None
        for seen in self.views:
            mask = where(seen)
            count += self.count(mask)
            if shown is None and mask.any():
                shown = self.witness(int(np.argmax(mask)), seen.context)
        return Tally(count, shown)

    def count(self, mask: Mask) -> int:
        """Return the exact number of profiles in the states of MASK."""
        return int(self.ways[mask].sum())

    def witness(self, place: int, context: Context) -> Witness:
        """Return a profile in the state at PLACE."""
        return self._shown(self.reach.witness(int(self.reach.states[place])), context)

    def rising(self, strand: int, step: tuple[int, int], places: tuple[int, int], context: Context) -> Witness:
        """Return a profile whose STRAND (by position) takes STEP, from a level to the next; PLACES are its states."""
        before, after = (int(self.reach.states[place]) for place in places)
        found = self.reach.step_witness(strand, step[0], before, after)
        return self._shown(found, context)._replace(raised=(self.scheme.strands[strand].id, step[1]))

    def _shown(self, found: Shown, context: Context) -> Witness:
        levels = dict(zip(self.scheme.positions, found.levels, strict=True))
        costs = {measure.id: measure.lines for measure in self.scheme.measures if isinstance(measure, CostTable)}
        lines = {costs[id_]: pence for id_, pence in found.numbers.items() if id_ in costs}
        numbers = {id_: value for id_, value in found.numbers.items() if id_ not in costs}
        return Witness(levels, dict(context), tuple(sorted(found.ticks)), numbers, lines)

    def at_band(self, place: int, at: Mapping[str, str]) -> Witness | None:
        """Return a profile that comes to the band at PLACE, with all that the tariff reads, AT these contexts."""
        for seen in self.views:
            here = seen.verdict.bands == place
            if all(seen.context.get(name, value) == value for name, value in at.items()) and here.any():
                return self.paid(self.witness(int(np.argmax(here)), seen.context), at)
        return None

    def paid(self, shown: Witness, at: Mapping[str, str]) -> Witness:
        """Return SHOWN with what the tariff alone reads: its contexts AT a place, numbers at their most, empty maps."""
        measures = self.scheme.money.measures if self.scheme.money else frozenset[str]()
        read = [measure for measure in self.scheme.measures if measure.id in measures]
        numbers = {measure.id: measure.max for measure in read if isinstance(measure, NumberTable)}
        lines = {measure.lines: 0 for measure in read if isinstance(measure, CostTable)}
        return shown._replace(
            context={**shown.context, **at}, numbers=numbers | dict(shown.numbers), lines=lines | dict(shown.lines)
        )

    @cached_property
    def bands(self) -> Mapping[int, Tally]:
        """Return the bands that are reached, by their place."""
        found = {}
        for place in range(len(self.scheme.bands)):
            tally = self.tally(lambda seen, place=place: seen.verdict.bands == place)  # type: ignore[misc]
            if tally.profiles:
                found[place] = tally
        return found

    def without(self, scheme: Scheme) -> Iterator[tuple[Seen, Verdict]]:
        """Give each view with what SCHEME, which leaves a rule of this one out, says of the same profiles."""
        other = Reading(self.reading.packing, self.reading.states)
        other.scheme = scheme
        for seen in self.views:
            yield seen, verdict.judge(other, seen.context)


def with_addons(scheme: Scheme) -> Scheme:
    """Return SCHEME with the conditions of its tariff's add-ons among the rules that are read: as notes, not guards."""
    addons = scheme.money.addons if scheme.money is not None else ()
    notes = tuple(GuardRow(each.id, each.node, "warn", each.why) for each in addons)
    return replace(scheme, guards=(*scheme.guards, *notes)) if notes else scheme


def without_uplift(scheme: Scheme, measure: int, uplift: int) -> Scheme:
    """Return SCHEME without one addition of points."""
    table = scheme.measures[measure]
    assert isinstance(table, PointsTable)
    kept = table._replace(uplifts=(*table.uplifts[:uplift], *table.uplifts[uplift + 1 :]))
    return replace(scheme, measures=(*scheme.measures[:measure], kept, *scheme.measures[measure + 1 :]))


def without_shift(scheme: Scheme, n: int) -> Scheme:
    """Return SCHEME without one adjustment of the band."""
    return replace(scheme, adjust=(*scheme.adjust[:n], *scheme.adjust[n + 1 :]))
