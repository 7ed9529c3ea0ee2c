"""Two schemes on one profile: every pair of states they can be in together, exactly, with a profile that shows it.

Both are packed (`packing.py`) and each input (a strand's level, a descriptor, a number) adds to both at once, so the
pairs of states are listed as the states of one scheme are (`reach.py`). They meet on what they share, by id; what only
one of them knows is held at its lowest there, and said so. Method source: design/matrix 5.2, on a pair of rule sets.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from bandingdesk.matrix import reach, verdict
from bandingdesk.matrix.nodes import Ticks
from bandingdesk.matrix.packing import MAX_SIZE, Item, Packing, PackingTooWideError, States
from bandingdesk.matrix.reach import Spread, TooManyStatesError
from bandingdesk.matrix.scheme import CostTable, NumberTable, Scheme
from bandingdesk.matrix.verdict import REASONS, Reading, Verdict

MAX_GROUP = 500_000  # combinations of strands that belong together in either scheme
REFER, REFUSED = "refer", "refused"
_REFUSED = REASONS.index("refused")


class Profile(NamedTuple):
    """A profile that both schemes take: levels by strand id, descriptors relied on, numbers by measure."""

    levels: Mapping[str, int]
    descriptors: Ticks
    numbers: Mapping[str, int]


class Meeting(NamedTuple):
    """Pairs of outcomes in one context: how many profiles have it, and the pair of states of one of them."""

    context: Mapping[str, str]
    old: str
    new: str
    profiles: int
    state: int


class _Axis(NamedTuple):
    """What one joint input adds to both at once; entry n stands for `meanings[n]` in `ways[n]` inputs."""

    deltas: States
    ways: tuple[int, ...]
    strands: tuple[str, ...] = ()  # meanings: a level of each
    tick: str = ""
    number: str = ""
    meanings: tuple[tuple[int, ...], ...] = ()


class Pair:
    """OLD and NEW side by side. `limit` says why, where the pairs of states can't be listed.

    `apart` are sentences on what only one of them knows; `profiles` counts the profiles they share, each in each
    context that either reads.
    """

    def __init__(self, old: Scheme, new: Scheme) -> None:
        self.old, self.new = old, new
        self.apart: list[str] = []
        self.limit = ""
        self.strands = self._strands()
        self.contexts = self._contexts()
        self.numbers = self._numbers()
        self.ticks = sorted(old.ticks.keys() & new.ticks.keys())
        self.profiles = math.prod(len(levels) for levels in self.strands.values()) * len(self.contexts)
        try:
            self._a, self._b = Packing(old), Packing(new)
            if self._a.size * self._b.size > MAX_SIZE:
                raise PackingTooWideError
            self._axes = self._joint()
            self.profiles *= math.prod(sum(axis.ways) for axis in self._axes if not axis.strands)
            kind: type = np.int64 if self.profiles < reach.MAX_EXACT else object
            spreads = [_spread(axis, kind) for axis in self._axes]
            nothing = Spread(np.zeros(1, dtype=np.int64), np.ones(1, dtype=kind))
            self._stages = list(itertools.accumulate(spreads, reach.added, initial=nothing))
        except PackingTooWideError:
            self.limit = "The two rule sets read more at once than 64 bits can hold."
        except TooManyStatesError:
            self.limit = f"The two rule sets lead to more than {reach.MAX_STATES:,} different pairs of states."

    @property
    def complete(self) -> bool:
        """Whether every shared profile was compared."""
        return not self.limit

    def meetings(self) -> Iterator[Meeting]:
        """Give each pair of outcomes that any shared profile has, context by context. Only where it is complete."""
        whole = self._stages[-1]
        mine = Reading(self._a, whole.states % self._a.size)
        theirs = Reading(self._b, whole.states // self._a.size)
        labels = (_labels(self.old), _labels(self.new))
        for context in self.contexts:
            first = _outcomes(self.old, verdict.judge(mine, context))
            second = _outcomes(self.new, verdict.judge(theirs, context))
            met, places, back = np.unique(first * len(labels[1]) + second, return_index=True, return_inverse=True)
            for n, code in enumerate(met.tolist()):
                count = int(whole.ways[back == n].sum())
                old, new = labels[0][code // len(labels[1])], labels[1][code % len(labels[1])]
                yield Meeting(context, old, new, count, int(whole.states[places[n]]))

    def witness(self, state: int) -> Profile:
        """Return a profile in the pair of states STATE, as `meetings` gives it."""
        levels = {strand.id: strand.levels[0] for scheme in (self.new, self.old) for strand in scheme.strands}
        ticks: set[str] = set()
        numbers: dict[str, int] = {}
        for axis, before in zip(reversed(self._axes), reversed(self._stages[:-1]), strict=True):
            entry = int(np.argmax(np.isin(state - axis.deltas, before.states)))
            state -= int(axis.deltas[entry])
            if axis.strands:
                levels |= dict(zip(axis.strands, axis.meanings[entry], strict=True))
            elif axis.tick and entry:
                ticks.add(axis.tick)
            elif axis.number:
                numbers[axis.number] = axis.meanings[entry][0]
        return Profile(levels, frozenset(ticks), numbers)

    # --- what they share ----------------------------------------------------------------------------------------------

    def _strands(self) -> dict[str, tuple[int, ...]]:
        """Return the levels that both have, by strand."""
        mine = {strand.id: strand.levels for strand in self.old.strands}
        theirs = {strand.id: strand.levels for strand in self.new.strands}
        shared: dict[str, tuple[int, ...]] = {}
        for id_ in dict.fromkeys((*mine, *theirs)):
            if id_ not in mine or id_ not in theirs:
                self._alone(f"The strand {id_}", id_ in mine)
                continue
            both = tuple(level for level in mine[id_] if level in theirs[id_])
            for level in sorted({*mine[id_], *theirs[id_]} - {*both}):
                which = "old" if level in mine[id_] else "new"
                self.apart.append(f"Level {level} of the strand {id_} stands in the {which} version alone: left out.")
            if both:
                shared[id_] = both
        return shared

    def _contexts(self) -> list[dict[str, str]]:
        """Return every combination of the contexts that either reads, of the values that both know."""
        values: dict[str, tuple[str, ...]] = {}
        for name in dict.fromkeys((*self.old.contexts, *self.new.contexts)):
            mine, theirs = self.old.values.get(name), self.new.values.get(name)
            if mine is None or theirs is None:
                values[name] = mine or theirs or ()
                continue
            values[name] = tuple(value for value in mine if value in theirs)
            for value in sorted({*mine, *theirs} - {*values[name]}):
                which = "old" if value in mine else "new"
                self.apart.append(f"The value {value} of {name} stands in the {which} version alone: left out.")
        return [dict(zip(values, each, strict=True)) for each in itertools.product(*values.values())]

    def _numbers(self) -> dict[str, tuple[int, int | None]]:
        """Return the lowest and highest value of each number that both know; a costed map has no end."""
        mine, theirs = _ranges(self.old), _ranges(self.new)
        shared: dict[str, tuple[int, int | None]] = {}
        for id_ in dict.fromkeys((*mine, *theirs)):
            if id_ not in mine or id_ not in theirs:
                self._alone(f"The number {id_}", id_ in mine)
                continue
            (low, high), (other_low, other_high) = mine[id_], theirs[id_]
            highs = [end for end in (high, other_high) if end is not None]
            shared[id_] = (max(low, other_low), min(highs) if highs else None)
            if mine[id_] != theirs[id_]:
                start, end = shared[id_]
                last = "" if end is None else f" to {end}"
                self.apart.append(f"The number {id_} has another range in each version: compared from {start}{last}.")
        return shared

    def _alone(self, what: str, is_old: bool) -> None:
        which = "old" if is_old else "new"
        self.apart.append(f"{what} stands in the {which} version alone: it is held at its lowest there.")

    # --- what each input adds to both ---------------------------------------------------------------------------------

    def _joint(self) -> tuple[_Axis, ...]:
        shared = set(self.strands)
        groups: list[set[str]] = []
        sides = ((self._a, self.old, 1), (self._b, self.new, self._a.size))
        for packing, scheme, _ in sides:
            for item in packing.items:
                own = {scheme.strands[n].id for n in item.strands} & shared
                if own:
                    own = own.union(*(group for group in groups if group & own))
                    groups = [group for group in groups if not group & own] + [own]
        order = {id_: n for n, id_ in enumerate(self.strands)}
        axes = [self._of_group(sorted(group, key=order.__getitem__), sides) for group in groups]
        read = [(item, weight) for packing, _, weight in sides for item in packing.items]
        for tick in sorted({item.tick for item, _ in read if item.tick} & set(self.ticks)):
            delta = sum(int(item.deltas[1]) * weight for item, weight in read if item.tick == tick)
            axes.append(_Axis(np.array([0, delta]), (1, 1), tick=tick))
        for number in sorted({item.number for item, _ in read if item.number} & self.numbers.keys()):
            axes.append(self._of_number(number, [(item, weight) for item, weight in read if item.number == number]))
        fixed = sum(self._lowest(packing, scheme, shared) * weight for packing, scheme, weight in sides)
        return (_Axis(np.array([fixed]), (1,), tick=""), *axes) if fixed else tuple(axes)

    def _of_group(self, group: Sequence[str], sides: Sequence[tuple[Packing, Scheme, int]]) -> _Axis:
        """Return what each combination of the group's shared levels adds; strands alone are at their lowest."""
        sizes = [len(self.strands[id_]) for id_ in group]
        if math.prod(sizes) > MAX_GROUP:
            raise TooManyStatesError
        grid = dict(zip(group, np.indices(sizes).reshape(len(sizes), -1), strict=True))
        total = np.zeros(math.prod(sizes), dtype=np.int64)
        for packing, scheme, weight in sides:
            for item in packing.items:
                ids = [scheme.strands[n].id for n in item.strands]
                if not set(ids) & set(group):
                    continue
                entry = np.zeros(total.size, dtype=np.int64)
                for n, id_, stride in zip(item.strands, ids, item.strides(), strict=True):
                    if id_ in grid:
                        own = np.array([scheme.strands[n].levels.index(level) for level in self.strands[id_]])
                        entry += own[grid[id_]] * stride
                total += item.deltas[entry] * weight
        meanings = tuple(itertools.product(*(self.strands[id_] for id_ in group)))
        return _Axis(total, (1,) * total.size, strands=tuple(group), meanings=meanings)

    def _of_number(self, number: str, items: Sequence[tuple[Item, int]]) -> _Axis:
        low, high = self.numbers[number]
        edges = {start for item, _ in items for start in item.starts if start > low and (high is None or start <= high)}
        starts = sorted({low, *edges})
        deltas = np.zeros(len(starts), dtype=np.int64)
        for item, weight in items:
            places = [bisect.bisect_right(item.starts, start) - 1 for start in starts]
            deltas += item.deltas[places] * weight
        ends = [*starts[1:], high + 1] if high is not None else []
        ways = tuple(end - start for start, end in zip(starts, ends, strict=True)) if ends else (1,) * len(starts)
        return _Axis(deltas, ways, number=number, meanings=tuple((start,) for start in starts))

    def _lowest(self, packing: Packing, scheme: Scheme, shared: set[str]) -> int:
        """Return what inputs that only this scheme knows add while they are at their lowest."""
        total = 0
        for item in packing.items:
            ids = {scheme.strands[n].id for n in item.strands}
            if not ids & shared and item.tick not in self.ticks and item.number not in self.numbers:
                total += int(item.deltas[0])
        return total


def _spread(axis: _Axis, kind: type) -> Spread:
    return reach.distinct(axis.deltas, np.array(axis.ways, dtype=kind))


def _ranges(scheme: Scheme) -> dict[str, tuple[int, int | None]]:
    return {
        measure.id: (measure.min, measure.max) if isinstance(measure, NumberTable) else (0, None)
        for measure in scheme.measures
        if isinstance(measure, NumberTable | CostTable)
    }


def _labels(scheme: Scheme) -> tuple[str, ...]:
    return (*scheme.bands, REFER, REFUSED)


def _outcomes(scheme: Scheme, said: Verdict) -> States:
    """Return each state's place in `_labels`."""
    bands = said.bands.astype(np.int64)
    bands[said.bands < 0] = len(scheme.bands)
    bands[said.reasons == _REFUSED] = len(scheme.bands) + 1
    return bands
