"""Every state a scheme can be in, exactly: how many profiles lead there, and one of them as a witness.

States are packed integers (`packing.py`), added up one item at a time and kept distinct, so all 6^12 profiles of a
12 x 6 matrix take well under a second. The states of all other strands, times the levels of one, are every possible
one-level step. Method source: dynamic programming over accumulators, design/matrix 5.2.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.nodes import Ticks
from bandingdesk.matrix.packing import Item, Packing, PackingTooWideError, States
from bandingdesk.matrix.scheme import Cards, Scheme

MAX_STATES = 1_000_000  # some 8 s and 900 MB; no published scheme met so far has more than 10,000
MAX_EXACT = 2**62  # beyond it counts are Python integers in object arrays: exact still, and slower
MAX_INDEX = 2**24  # packed sizes up to here look a state up in a table, not by search

Counts = NDArray[Any]  # int64, or Python integers where they do not fit


class TooManyStatesError(Exception):
    """More states than can be listed: MAX_STATES."""


class Spread(NamedTuple):
    """Distinct packed states, ascending, and how many inputs lead to each."""

    states: States
    ways: Counts


class Witness(NamedTuple):
    """A profile in a state: levels by strand position, descriptors relied on, numbers by measure."""

    levels: tuple[int, ...]
    ticks: Ticks
    numbers: dict[str, int]


class Step(NamedTuple):
    """One level up in one strand, all else the same: both states, by their place in the list, and how many profiles."""

    lower: int
    upper: int
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    ways: Counts


class Reach:
    """The reachable states of a scheme. `whole` is None, and `limit` says why, where they can't be listed."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.packing: Packing | None = None
        self.whole: Spread | None = None
        self.limit = ""
        self.profiles = math.prod(len(strand.levels) for strand in scheme.strands)
        try:
            self.packing = Packing(scheme)
        except PackingTooWideError:
            self.limit = "The rules read more at once than 64 bits can hold."
            return
        others = [item for item in self.packing.items if not item.strands]
        self.profiles *= math.prod(sum(item.ways) for item in others)
        self._kind: type = np.int64 if self.profiles < MAX_EXACT else object
        self._spreads = [self._entries(item) for item in self.packing.items]
        try:
            self._stages = list(itertools.accumulate(self._spreads, added, initial=self._nothing()))
        except TooManyStatesError:
            self.limit = f"The rules lead to more than {MAX_STATES:,} different states."
            return
        self.whole = self._stages[-1]

    @property
    def complete(self) -> bool:
        """Whether every profile was covered."""
        return self.whole is not None

    @property
    def states(self) -> States:
        """Return the reachable states, ascending. Raises ValueError where the reach is not complete."""
        return self._known().states

    @property
    def ways(self) -> Counts:
        """Return how many profiles are in each state. Raises ValueError where the reach is not complete."""
        return self._known().ways

    def ends(self) -> Iterator[Witness]:
        """Give the lowest and the highest profile."""
        for place in (0, -1):
            levels = tuple(strand.levels[place] for strand in self.scheme.strands)
            numbers = {item.number: item.starts[place] for item in self._packed().items if item.number}
            yield Witness(levels, self._relied(levels, frozenset()), numbers)

    def witness(self, state: int) -> Witness:
        """Return a profile in STATE, which must be one of `states`."""
        return self._profile(dict(self._back(int(state), range(len(self._packed().items)), self._stages)))

    def step_witness(self, strand: int, lower: int, before: int, after: int) -> Witness:
        """Return a profile in the state BEFORE with STRAND (by position) at LOWER; its next level leads to AFTER.

        Raises ValueError where there is none: `steps` gives the steps that there are.
        """
        return self._profile(self._held(strand, lower, int(before), int(after)))

    def _profile(self, entries: Mapping[int, int]) -> Witness:
        items = self._packed().items
        levels = [own.levels[0] for own in self.scheme.strands]
        ticks: set[str] = set()
        numbers: dict[str, int] = {}
        for at, entry in entries.items():
            item = items[at]
            for n, stride, size in zip(item.strands, item.strides(), item.sizes, strict=True):
                levels[n] = self.scheme.strands[n].levels[entry // stride % size]
            if item.tick and entry:
                ticks.add(item.tick)
            if item.number:
                numbers[item.number] = item.starts[entry]
        whole = tuple(levels)
        return Witness(whole, self._relied(whole, frozenset(ticks)), numbers)

    def _back(self, left: int, order: Sequence[int], stages: Sequence[Spread]) -> Iterator[tuple[int, int]]:
        """Give (item, entry) pairs that add up to LEFT; STAGES are the sums of the items in ORDER, one by one."""
        for at, before in zip(reversed(order), reversed(stages[: len(order)]), strict=True):
            deltas = self._packed().items[at].deltas
            entry = int(np.argmax(_holds(before.states, left - deltas)))
            left -= int(deltas[entry])
            yield at, entry

    def _held(self, strand: int, lower: int, before: int, after: int) -> dict[int, int]:
        """Return the entry of each item for a profile in BEFORE with STRAND at LOWER and AFTER one level up."""
        items = self._packed().items
        n = next(n for n, item in enumerate(items) if strand in item.strands)
        axis = items[n].strands.index(strand)
        entries = np.moveaxis(np.arange(items[n].deltas.size).reshape(items[n].sizes), axis, 0)
        place = self.scheme.strands[strand].levels.index(lower)
        rises = items[n].deltas[entries[place + 1]] - items[n].deltas[entries[place]] == after - before
        behind = range(len(items) - 1, n, -1)
        tail = self._tails[len(behind)].states
        for entry in entries[place][rises].tolist():
            rest = before - int(items[n].deltas[entry])
            found = _holds(self._stages[n].states, rest - tail)
            if found.any():
                left = int(tail[np.argmax(found)])
                parts = [*self._back(rest - left, range(n), self._stages), *self._back(left, behind, self._tails)]
                return {n: entry, **dict(parts)}
        raise ValueError((strand, lower, before, after))

    @cached_property
    def _tails(self) -> list[Spread]:
        """Return the sums of the items from the last one back: none, one, two and so on."""
        return list(itertools.accumulate(reversed(self._spreads), added, initial=self._nothing()))

    def steps(self, strand: int) -> Iterator[Step]:
        """Give every one-level step of STRAND (by position), one for each pair of neighbouring levels, all states."""
        packing = self._packed()
        n = next(n for n, item in enumerate(packing.items) if strand in item.strands)
        item, rest = packing.items[n], self._rests()[n]
        axis = item.strands.index(strand)
        table = np.moveaxis(item.deltas.reshape(item.sizes), axis, 0).reshape(item.sizes[axis], -1)
        own = self.scheme.strands[strand].levels
        for place, (lower, upper) in enumerate(itertools.pairwise(own)):
            # Other strands of the same item may pass through the same pair of deltas: each pair is looked at once.
            pairs, times = np.unique(table[place : place + 2], axis=1, return_counts=True)
            before = np.concatenate([rest.states + delta for delta in pairs[0]])
            after = np.concatenate([rest.states + delta for delta in pairs[1]])
            ways = np.concatenate([rest.ways * int(count) for count in times])
            yield Step(lower, upper, self.place(before), self.place(after), ways)

    def place(self, states: States) -> NDArray[np.int64]:
        """Return each state's place in `states`, in which it must be."""
        known = self._known().states
        if self._packed().size > MAX_INDEX:
            return np.searchsorted(known, states)
        if not hasattr(self, "_index"):
            self._index = np.zeros(self._packed().size, dtype=np.int64)
            self._index[known] = np.arange(len(known))
        return self._index[states]

    def _rests(self) -> list[Spread]:
        """Return, for each item, the states of all others: by halves, so that each sum is made once."""
        if not hasattr(self, "_others"):
            self._others = [self._nothing()] * len(self._spreads)
            self._fill(0, len(self._spreads), self._nothing())
        return self._others

    def _fill(self, start: int, end: int, outside: Spread) -> None:
        if end - start == 1:
            self._others[start] = outside
            return
        middle = (start + end) // 2
        left, right = self._spreads[start:middle], self._spreads[middle:end]
        self._fill(start, middle, _all_added(outside, right))
        self._fill(middle, end, _all_added(outside, left))

    def _entries(self, item: Item) -> Spread:
        return distinct(item.deltas, np.array(item.ways, dtype=self._kind))

    def _nothing(self) -> Spread:
        return Spread(np.zeros(1, dtype=np.int64), np.ones(1, dtype=self._kind))

    def _known(self) -> Spread:
        if self.whole is None:
            raise ValueError(self.limit)
        return self.whole

    def _packed(self) -> Packing:
        if self.packing is None:
            raise ValueError(self.limit)
        return self.packing

    def _relied(self, levels: Sequence[int], ticks: Ticks) -> Ticks:
        """Return TICKS, and for a scheme by best fit the descriptors of the chosen card, which it asks for."""
        decide = self.scheme.decide
        return ticks | decide.descriptors[levels[decide.strand]] if isinstance(decide, Cards) else ticks


def _holds(states: States, wanted: States) -> NDArray[np.bool_]:
    """Return which of WANTED are among STATES, which ascend."""
    held: NDArray[np.bool_] = states[np.minimum(np.searchsorted(states, wanted), len(states) - 1)] == wanted
    return held


def added(one: Spread, other: Spread) -> Spread:
    """Return every sum of a state of ONE and a state of OTHER. Raises TooManyStatesError."""
    states = (one.states[:, None] + other.states[None, :]).reshape(-1)
    ways = (one.ways[:, None] * other.ways[None, :]).reshape(-1)
    made = distinct(states, ways)
    if len(made.states) > MAX_STATES:
        raise TooManyStatesError
    return made


def _all_added(start: Spread, others: Sequence[Spread]) -> Spread:
    for other in others:
        start = added(start, other)
    return start


def distinct(states: States, ways: Counts) -> Spread:
    """Return STATES, each once and ascending, with the sum of its WAYS."""
    order = np.argsort(states, kind="stable")
    ordered = states[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    return Spread(ordered[starts], np.add.reduceat(ways[order], starts))
