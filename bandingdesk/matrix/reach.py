"""Every state a scheme can be in, exactly: how many profiles lead there, and one of them as a witness.

A rule set reads a profile through a few accumulators (sums, counts, single levels). The states are added up one
strand at a time and kept as one packed integer each, so all 6^12 profiles of a 12 x 6 matrix take under a second.
Each final state is then run by the real engine through its witness, so that analysis and engine can't part.
Method source: dynamic programming over accumulators, design/matrix 5.2.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from bandingdesk.matrix import conditions, nodes
from bandingdesk.matrix.compiled import Cards, CountTable, HighestTable, PointsTable, Scheme, all_conditions

K = TypeVar("K")
MAX_STATES = 150_000
MAX_GROUP = 30_000  # of strands that share a cap: their states are tuples, which cost more

Deltas = Mapping[int, Mapping[int, int]]  # strand position -> level -> what it adds, never negative


class _TooManyStatesError(Exception):
    """A group under one cap has more states than can be listed."""


class Choice(NamedTuple):
    """How many ways lead to a delta, and one of them: (strand position, level) pairs and descriptors ticked."""

    ways: int
    levels: tuple[tuple[int, int], ...]
    ticks: tuple[str, ...] = ()


class Sum(NamedTuple):
    """A capped group: the accumulator of its measure, the cap, and points by strand position and level."""

    at: int
    max: int
    tables: Mapping[int, Mapping[int, int]]

    def floor(self) -> int:
        """Return the least the group can count."""
        return min(self.max, sum(min(points.values()) for points in self.tables.values()))

    def top(self) -> int:
        """Return the most the group can count."""
        return min(self.max, sum(max(points.values()) for points in self.tables.values()))


class State(NamedTuple):
    """One reachable state: a profile that is in it, and how many profiles are."""

    levels: tuple[int, ...]
    ticks: frozenset[str]
    profiles: int


class Reach:
    """The reachable states of a scheme; `states` is None where there are too many to list."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._weights: list[int] = []
        ticks = self._ticks()
        self.profiles = math.prod(len(strand.levels) for strand in scheme.strands) * 2 ** len(ticks)
        self.items: list[dict[int, Choice]] = []
        self._stages: list[dict[int, int]] | None = None
        try:
            self.items = self._items()
        except _TooManyStatesError:
            return
        self._stages = self._walk()

    @property
    def complete(self) -> bool:
        """Whether every profile was covered."""
        return self._stages is not None

    def states(self) -> Iterator[State]:
        """Give every state with a witness. Raises ValueError where the reach is not complete."""
        if self._stages is None:
            raise ValueError("too many states")
        for state, profiles in self._stages[-1].items():
            levels, ticks = self._witness(state)
            yield State(levels, self._relied(levels, ticks), profiles)

    def ends(self) -> Iterator[State]:
        """Give the lowest and the highest profile."""
        for place in (0, -1):
            levels = tuple(strand.levels[place] for strand in self._scheme.strands)
            yield State(levels, self._relied(levels, ()), 1)

    def _relied(self, levels: Sequence[int], ticks: Sequence[str]) -> frozenset[str]:
        decide = self._scheme.decide
        cards = decide.descriptors[levels[decide.strand]] if isinstance(decide, Cards) else frozenset[str]()
        return cards | frozenset(ticks)

    def _walk(self) -> list[dict[int, int]] | None:
        stages = [{0: 1}]
        for item in self.items:
            grown: dict[int, int] = {}
            adds = [(delta, choice.ways) for delta, choice in item.items()]
            for state, profiles in stages[-1].items():
                for delta, ways in adds:
                    grown[state + delta] = grown.get(state + delta, 0) + profiles * ways
                if len(grown) > MAX_STATES:
                    return None
            stages.append(grown)
        return stages

    def _witness(self, state: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        assert self._stages is not None
        levels = [strand.floor for strand in self._scheme.strands]
        ticks: list[str] = []
        for item, before in zip(reversed(self.items), reversed(self._stages[:-1]), strict=True):
            delta = next(delta for delta in item if state - delta in before)
            for n, level in item[delta].levels:
                levels[n] = level
            ticks += item[delta].ticks
            state -= delta
        return tuple(levels), tuple(ticks)

    def _items(self) -> list[dict[int, Choice]]:
        """Return what each strand, or group of strands under a cap, adds to the packed state."""
        plain: list[Deltas] = [*self._singles()]
        sums: list[Sum] = []
        widths = [_width(deltas) for deltas in plain]
        for measure in self._scheme.measures:
            if isinstance(measure, PointsTable):
                at, inside = len(plain), {n for cap in measure.caps for n in cap.indices}
                rest = {n: table for n, table in enumerate(measure.tables) if table is not None and n not in inside}
                plain.append(_rising(rest))
                # A capped group adds up first and is then folded into its measure.
                own = [Sum(at, cap.max, {n: measure.tables[n] or {} for n in cap.indices}) for cap in measure.caps]
                widths.append(_width(plain[at]) + sum(each.top() - each.floor() for each in own))
                sums += own
        self._weights = _radices(widths)
        groups = self._groups([tuple(each.tables) for each in sums])
        items = [self._item(group, plain, sums) for group in groups]
        for tick in self._ticks():
            weight = self._weights[-1]
            self._weights.append(weight * 2)
            items.append({0: Choice(1, ()), weight: Choice(1, (), (tick,))})
        return sorted(items, key=len, reverse=True)

    def _singles(self) -> list[Deltas]:
        """Return the accumulators for counts, single levels and cards, each once."""
        strands = self._scheme.strands
        wanted: dict[tuple[int, tuple[int, ...]], None] = {}
        for condition in all_conditions(self._scheme.framework):
            for leaf in nodes.leaves(condition):
                if isinstance(leaf, conditions.StrandAtLeast):
                    wanted[leaf.level, (self._scheme.positions[leaf.strand],)] = None
                elif isinstance(leaf, conditions.CountAtLeast):
                    own = leaf.strands or tuple(self._scheme.positions)
                    wanted[leaf.level, tuple(self._scheme.positions[strand] for strand in own)] = None
        for measure in self._scheme.measures:
            if isinstance(measure, CountTable):
                wanted[measure.level, measure.indices] = None
            elif isinstance(measure, HighestTable):
                levels = sorted({level for n in measure.indices for level in strands[n].levels})
                wanted |= {(level, measure.indices): None for level in levels[1:]}
        found: list[Deltas] = [
            {n: {own: int(own >= level) for own in strands[n].levels} for n in indices} for level, indices in wanted
        ]
        if isinstance(self._scheme.decide, Cards):
            n = self._scheme.decide.strand
            found.append({n: {level: place for place, level in enumerate(strands[n].levels)}})
        return found

    def _ticks(self) -> list[str]:
        leaves = (leaf for condition in all_conditions(self._scheme.framework) for leaf in nodes.leaves(condition))
        return sorted({leaf.descriptor for leaf in leaves if isinstance(leaf, conditions.DescriptorMet)})

    def _groups(self, capped: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
        """Return the strands in groups: those that share a cap stand together."""
        groups = [{n} for n in range(len(self._scheme.strands))]
        for indices in capped:
            joined = set(indices).union(*(group for group in groups if group & set(indices)))
            groups = [group for group in groups if not group & joined] + [joined]
        return [tuple(sorted(group)) for group in groups]

    def _item(self, group: Sequence[int], plain: Sequence[Deltas], sums: Sequence[Sum]) -> dict[int, Choice]:
        mine = [each for each in sums if each.tables.keys() & set(group)]
        partial: dict[tuple[int, ...], Choice] = {(0,) * (1 + len(mine)): Choice(1, ())}
        for n in group:
            grown: dict[tuple[int, ...], Choice] = {}
            adds = {
                level: (
                    sum(self._weights[at] * own[n][level] for at, own in enumerate(plain) if n in own),
                    *(each.tables.get(n, {}).get(level, 0) for each in mine),
                )
                for level in self._scheme.strands[n].levels
            }
            for state, so_far in partial.items():
                for level, add in adds.items():
                    key = tuple([x + y for x, y in zip(state, add, strict=True)])
                    _merge(grown, key, Choice(so_far.ways, (*so_far.levels, (n, level))))
                if len(grown) > MAX_GROUP:
                    raise _TooManyStatesError
            partial = grown
        item: dict[int, Choice] = {}
        for state, choice in partial.items():
            folds = (self._weights[s.at] * (min(v, s.max) - s.floor()) for s, v in zip(mine, state[1:], strict=True))
            _merge(item, state[0] + sum(folds), choice)
        return item


def _merge(into: dict[K, Choice], key: K, choice: Choice) -> None:
    old = into.get(key)
    into[key] = choice if old is None else old._replace(ways=old.ways + choice.ways)


def _rising(tables: Mapping[int, Mapping[int, int]]) -> Deltas:
    return {n: {level: points - min(own.values()) for level, points in own.items()} for n, own in tables.items()}


def _width(deltas: Deltas) -> int:
    return 1 + sum(max(own.values()) for own in deltas.values())


def _radices(widths: Sequence[int]) -> list[int]:
    """Return the weight of each accumulator in the packed state, and one weight beyond the last."""
    weights = [1]
    for width in widths:
        weights.append(weights[-1] * width)
    return weights
