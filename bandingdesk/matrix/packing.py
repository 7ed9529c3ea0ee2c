"""A profile as one integer: everything the rules read of it, added up strand by strand.

Rules read a profile through a few accumulators: sums of points, counts of strands at a level, single levels, ticks,
and cells of numbers. Each has a place of its own in one 64-bit integer (mixed radix), so that one addition a strand
adds them all up. Proof, batch and what-if all stand on this one layout. Method source: design/matrix 5.2 and 8.4.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix.nodes import AtLeast, Between, Node, Several, Ticked, parts
from bandingdesk.matrix.scheme import (
    BestOfTable,
    Cards,
    CostTable,
    CountTable,
    Decision,
    HighestTable,
    Ladder,
    Measure,
    NumberTable,
    PointsTable,
    PrimaryTable,
    RuleTable,
    Scheme,
    TicksTable,
    rule_nodes,
)

MAX_FOLD = 7_776  # entries of a capped group that is folded into one item: five strands of six levels
MAX_SIZE = 2**62  # packed states are 64-bit integers

States = NDArray[np.int64]


class Cut(NamedTuple):
    """How many of these levels, lowest first, one strand reaches."""

    strand: int
    levels: tuple[int, ...]


class Tally(NamedTuple):
    """How many of these strands are at the level or above."""

    level: int
    indices: tuple[int, ...]


class Sum(NamedTuple):
    """Points of a measure above `floor`, caps that were folded in applied; measures by place in the scheme."""

    measure: int
    floor: int


class Held(NamedTuple):
    """Points above `floor` of one capped group too large to fold; the cap is applied when the sum is read."""

    measure: int
    cap: int
    floor: int


class Tick(NamedTuple):
    """Whether one descriptor is relied on."""

    descriptor: str


class Ticks(NamedTuple):
    """How many descriptors of a set are relied on."""

    descriptors: frozenset[str]


class Cell(NamedTuple):
    """The cell of a number: between its edges no rule tells one value from another. `starts` are the lowest values."""

    measure: str
    starts: tuple[int, ...]


Accumulator = Cut | Tally | Sum | Held | Tick | Ticks | Cell


class Slot(NamedTuple):
    """An accumulator's place in the packed integer: value = state // weight % width."""

    of: Accumulator
    width: int
    weight: int


class Item(NamedTuple):
    """What strands that belong together (mostly one), a descriptor or a number add to the packed integer.

    `deltas` holds one entry a combination of level places, the last strand running fastest. `ways` is how many inputs
    an entry stands for: 1, but for the cells of a number.
    """

    strands: tuple[int, ...]
    sizes: tuple[int, ...]
    deltas: States
    ways: tuple[int, ...]
    tick: str = ""
    number: str = ""
    starts: tuple[int, ...] = ()

    def strides(self) -> tuple[int, ...]:
        """Return how far one level of each strand leads in `deltas`."""
        return tuple(math.prod(self.sizes[n + 1 :]) for n in range(len(self.sizes)))


class PackingTooWideError(InvalidError):
    """The accumulators do not fit into 62 bits."""

    code = "FW-41"
    message = QT_TRANSLATE_NOOP(
        "errors", "The rules of this framework read more at once than can be worked out together."
    )
    kept = QT_TRANSLATE_NOOP("errors", "The framework is as it was. Single cases can still be worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Use fewer different conditions and measures, or check the rules in parts.")


class Packing:
    """The accumulators of a scheme with their places, and what each item adds. Raises PackingTooWideError."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.measures = {measure.id: measure for measure in scheme.measures}
        wanted = _Wanted(scheme)
        self._folded = self._folds()
        own = [*wanted.accumulators(), *self._sums(wanted.measures)]
        widths = [self._width(each) for each in own]
        weights = list(itertools.accumulate(widths, lambda a, b: a * b, initial=1))
        self.size = weights[-1]
        if self.size > MAX_SIZE:
            raise PackingTooWideError
        self.slots = tuple(Slot(*each) for each in zip(own, widths, weights[:-1], strict=True))
        self.items = tuple(self._items(wanted))
        self.origin = 0

    def values(self, slot: Slot, states: States) -> States:
        """Return what SLOT holds in each of STATES."""
        return states // slot.weight % slot.width

    def pack(self, levels: Sequence[int], ticks: frozenset[str] = frozenset(), numbers: Mapping[str, int] = {}) -> int:
        """Return the state of one profile: level numbers by strand position, descriptors relied on, numbers."""
        state = 0
        for item in self.items:
            entry = 0
            for n, stride in zip(item.strands, item.strides(), strict=True):
                entry += self.scheme.strands[n].levels.index(levels[n]) * stride
            if item.tick:
                entry = int(item.tick in ticks)
            elif item.number:
                entry = bisect.bisect_right(item.starts, numbers[item.number]) - 1
            state += int(item.deltas[entry])
        return state

    # --- what is laid out ---------------------------------------------------------------------------------------------

    def _folds(self) -> frozenset[tuple[int, int]]:
        """Return the caps, as (measure place, cap place), whose groups are small enough to fold."""
        caps = [
            (m, c, set(cap.indices))
            for m, measure in enumerate(self.scheme.measures)
            if isinstance(measure, PointsTable)
            for c, cap in enumerate(measure.caps)
        ]
        folded: list[tuple[int, int]] = []
        self._groups = [{n} for n in range(len(self.scheme.strands))]
        for m, c, indices in caps:
            joined = indices.union(*(group for group in self._groups if group & indices))
            if math.prod(len(self.scheme.strands[n].levels) for n in joined) > MAX_FOLD:
                continue
            folded.append((m, c))
            self._groups = [group for group in self._groups if not group & joined] + [joined]
        return frozenset(folded)

    def _sums(self, used: frozenset[str]) -> Iterator[Accumulator]:
        for m, measure in enumerate(self.scheme.measures):
            if not isinstance(measure, PointsTable) or measure.id not in used:
                continue
            floor = 0
            for c, cap in enumerate(measure.caps):
                low = sum(min(_points(measure, n).values()) for n in cap.indices)
                if (m, c) in self._folded:
                    floor += min(low, cap.max)
                else:
                    yield Held(m, c, low)
            capped = {n for cap in measure.caps for n in cap.indices}
            floor += sum(
                min(table.values()) for n, table in enumerate(measure.tables) if table is not None and n not in capped
            )
            yield Sum(m, floor)

    def _width(self, accumulator: Accumulator) -> int:
        match accumulator:
            case Cut():
                return len(accumulator.levels) + 1
            case Tally():
                return len(accumulator.indices) + 1
            case Sum():
                measure = self._points(accumulator.measure)
                capped = {n for cap in measure.caps for n in cap.indices}
                free = [t for n, t in enumerate(measure.tables) if t is not None and n not in capped]
                top = sum(max(table.values()) for table in free)
                for c, cap in enumerate(measure.caps):
                    if (accumulator.measure, c) in self._folded:
                        top += min(cap.max, sum(max(_points(measure, n).values()) for n in cap.indices))
                return top - accumulator.floor + 1
            case Held():
                measure = self._points(accumulator.measure)
                top = sum(max(_points(measure, n).values()) for n in measure.caps[accumulator.cap].indices)
                return top - accumulator.floor + 1
            case Tick():
                return 2
            case Ticks():
                return len(accumulator.descriptors) + 1
            case Cell():
                return len(accumulator.starts)

    def _points(self, place: int) -> PointsTable:
        measure = self.scheme.measures[place]
        assert isinstance(measure, PointsTable)
        return measure

    # --- what each item adds ------------------------------------------------------------------------------------------

    def _items(self, wanted: _Wanted) -> Iterator[Item]:
        for group in sorted(tuple(sorted(group)) for group in self._groups):
            sizes = tuple(len(self.scheme.strands[n].levels) for n in group)
            deltas = np.zeros(math.prod(sizes), dtype=np.int64)
            for slot in self.slots:
                deltas += slot.weight * self._adds(slot.of, group, sizes)
            yield Item(group, sizes, deltas, (1,) * deltas.size)
        for descriptor in wanted.descriptors():
            weight = sum(
                slot.weight
                for slot in self.slots
                if slot.of == Tick(descriptor) or (isinstance(slot.of, Ticks) and descriptor in slot.of.descriptors)
            )
            yield Item((), (), np.array([0, weight]), (1, 1), tick=descriptor)
        for slot in self.slots:
            if isinstance(slot.of, Cell):
                starts = slot.of.starts
                ways = tuple(self._cell_ways(slot.of))
                yield Item((), (), slot.weight * np.arange(len(starts)), ways, number=slot.of.measure, starts=starts)

    def _cell_ways(self, cell: Cell) -> Iterator[int]:
        """Give the number of values in each cell; a costed map has no top, so its cells count once each."""
        measure = self.measures[cell.measure]
        for start, end in itertools.zip_longest(cell.starts, cell.starts[1:]):
            if isinstance(measure, NumberTable):
                yield (measure.max + 1 if end is None else end) - start
            else:
                yield 1

    def _adds(self, accumulator: Accumulator, group: Sequence[int], sizes: Sequence[int]) -> States:
        """Return what each combination of the group's levels adds to ACCUMULATOR."""
        match accumulator:
            case Cut(index, cuts):
                return self._spread({index: [bisect.bisect_right(cuts, v) for v in self._levels(index)]}, group, sizes)
            case Tally(level, indices):
                return self._spread({n: [int(v >= level) for v in self._levels(n)] for n in indices}, group, sizes)
            case Held(place, c, _):
                measure = self._points(place)
                return self._spread({n: self._above(measure, n) for n in measure.caps[c].indices}, group, sizes)
            case Sum(place, _):
                return self._sum_adds(place, group, sizes)
            case _:
                return np.zeros(math.prod(sizes), dtype=np.int64)

    def _sum_adds(self, place: int, group: Sequence[int], sizes: Sequence[int]) -> States:
        measure = self._points(place)
        capped = {n for cap in measure.caps for n in cap.indices}
        free = {n: self._above(measure, n) for n in group if measure.tables[n] is not None and n not in capped}
        total = self._spread(free, group, sizes)
        for c, cap in enumerate(measure.caps):
            if (place, c) in self._folded and set(cap.indices) <= set(group):
                whole = self._spread({n: self._row(measure, n) for n in cap.indices}, group, sizes)
                low = min(cap.max, sum(min(self._row(measure, n)) for n in cap.indices))
                total += np.minimum(whole, cap.max) - low
        return total

    def _spread(self, rows: Mapping[int, Sequence[int]], group: Sequence[int], sizes: Sequence[int]) -> States:
        """Return the sums of ROWS (by strand position, one value a level) over all combinations of the group."""
        total = np.zeros(tuple(sizes), dtype=np.int64)
        for axis, n in enumerate(group):
            if n in rows:
                shape = [1] * len(sizes)
                shape[axis] = sizes[axis]
                total += np.asarray(rows[n], dtype=np.int64).reshape(shape)
        return total.reshape(-1)

    def _levels(self, n: int) -> tuple[int, ...]:
        return self.scheme.strands[n].levels

    def _row(self, measure: PointsTable, n: int) -> list[int]:
        own = _points(measure, n)
        return [own[level] for level in self._levels(n)]

    def _above(self, measure: PointsTable, n: int) -> list[int]:
        row = self._row(measure, n)
        return [points - min(row) for points in row]


def _points(measure: PointsTable, n: int) -> Mapping[int, int]:
    own = measure.tables[n]
    assert own is not None  # a cap holds only strands with points: references.py
    return own


class _Wanted:
    """What the rules of a scheme read, each thing once."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._cuts: dict[int, set[int]] = {}
        self._tallies: dict[Tally, None] = {}
        self._ticks: dict[str, None] = {}
        self._sets: dict[Ticks, None] = {}
        self._edges: dict[str, set[int]] = {}
        read = {scheme.primary} if scheme.primary is not None else set[str]()
        for node in all_nodes(scheme):
            for leaf in parts(node):
                if isinstance(leaf, Between):
                    read.add(leaf.measure)
                    self._edge(leaf.measure, leaf.low, None if leaf.high is None else leaf.high + 1)
                self._leaf(leaf)
        self._decision(scheme.decide, read)
        # An addition reads measures of its own: all that stand before a measure in use may be in use through it.
        self.measures = frozenset(read)
        for measure in scheme.measures:
            if measure.id in read:
                self._measure(measure)

    def accumulators(self) -> Iterator[Accumulator]:
        """Give the accumulators, but for the sums of points."""
        for index, levels in sorted(self._cuts.items()):
            own = self._scheme.strands[index].levels
            # A cut at or below the lowest level is always met.
            cuts = sorted({level for level in levels if level > own[0]})
            if cuts:
                yield Cut(index, tuple(cuts))
        yield from self._tallies
        yield from (Tick(descriptor) for descriptor in self._ticks)
        yield from self._sets
        for measure in self._scheme.measures:
            if measure.id in self.measures and isinstance(measure, NumberTable | CostTable):
                yield Cell(measure.id, self._starts(measure))

    def descriptors(self) -> list[str]:
        """Return the descriptors that any rule reads."""
        return sorted({*self._ticks, *(descriptor for own in self._sets for descriptor in own.descriptors)})

    def _starts(self, measure: NumberTable | CostTable) -> tuple[int, ...]:
        low, high = (measure.min, measure.max) if isinstance(measure, NumberTable) else (0, None)
        edges = self._edges.get(measure.id, set())
        inside = {edge for edge in edges if edge > low and (high is None or edge <= high)}
        return (low, *sorted(inside))

    def _leaf(self, leaf: Node) -> None:
        match leaf:
            case AtLeast():
                self._cuts.setdefault(leaf.index, set()).add(leaf.level)
            case Several():
                self._tally(leaf.level, leaf.indices)
            case Ticked():
                self._ticks[leaf.descriptor] = None

    def _tally(self, level: int, indices: tuple[int, ...]) -> None:
        if len(indices) == 1:
            self._cuts.setdefault(indices[0], set()).add(level)
        else:
            self._tallies[Tally(level, indices)] = None

    def _edge(self, measure: str, *starts: int | None) -> None:
        self._edges.setdefault(measure, set()).update(start for start in starts if start is not None)

    def _decision(self, decide: Decision, read: set[str]) -> None:
        match decide:
            case Ladder():
                read.add(decide.measure)
                for row in decide.rows:
                    self._edge(decide.measure, row.start, row.end + 1)
            case Cards():
                self._cuts.setdefault(decide.strand, set()).update(self._scheme.strands[decide.strand].levels)
            case BestOfTable():
                for inner in decide.of:
                    self._decision(inner, read)
            case RuleTable():
                pass  # its conditions are among all_nodes

    def _measure(self, measure: Measure) -> None:
        strands = self._scheme.strands
        match measure:
            case CountTable():
                self._tally(measure.level, measure.indices)
            case HighestTable():
                for level in sorted({level for n in measure.indices for level in strands[n].levels}):
                    self._tally(level, measure.indices)
            case PrimaryTable():
                for n in measure.indices.values():
                    self._cuts.setdefault(n, set()).update(strands[n].levels)
            case TicksTable():
                self._sets[Ticks(measure.descriptors)] = None
            case PointsTable() | NumberTable() | CostTable():
                pass


def all_nodes(scheme: Scheme) -> Iterator[Node]:
    """Give every condition of the scheme's rules."""
    yield from rule_nodes(scheme.measures, scheme.decide)
    yield from (shift.node for shift in scheme.adjust)
    yield from (guard.node for guard in scheme.guards)
