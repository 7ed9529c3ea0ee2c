"""A caseload re-banded at once: keys of several strands, one table look-up a key, one more for the band.

Compiled from any definition by way of its packing. Strands are read together as one 16-bit key; a table holds what that
key adds to the packed state; the sum looks up the band. Where the packed range is too wide for a table, the states that
occur are judged instead: slower, and the same answer. Method source: design/matrix 8.4.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix import verdict
from bandingdesk.matrix.caseload import MISSING, Caseload, Codes, Levels
from bandingdesk.matrix.packing import Item, Packing, States
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.verdict import Bands, Reading, Reasons

MAX_KEY = 2**16  # entries of one table: a key is a 16-bit integer
MAX_TABLE = 2**21  # packed states times contexts that are judged ahead
NO_POINTS = -(2**31)

Mask = NDArray[np.bool_]
Packed = NDArray[Any]  # states in 32 bits where they fit, else in 64


class Key(NamedTuple):
    """Strands read together: their positions and level counts, and what each combination adds to the state."""

    strands: tuple[int, ...]
    sizes: tuple[int, ...]
    adds: Packed


class Ahead(NamedTuple):
    """Outcomes judged before any case is seen, one row a context: band, reason and points by packed state."""

    bands: NDArray[np.int16]
    reasons: NDArray[np.uint8]
    points: NDArray[np.int32]


@dataclass(frozen=True)
class Reband:
    """Where the scheme points for each case. `gaps` marks cases that a gap or a wrong value keeps from being read.

    `bands` are places in the scheme's list, -1 where the case is referred, refused or has a gap.
    """

    batch: Batch
    states: Packed
    planes: Codes
    bands: Bands
    gaps: Mask

    @functools.cached_property
    def reasons(self) -> Reasons:
        """Return why a case has no band: a place in verdict.REASONS."""
        return self.batch.outcomes(self.states, self.planes).reasons

    @functools.cached_property
    def points(self) -> NDArray[np.int32]:
        """Return the points of the deciding measure; NO_POINTS in a scheme without one."""
        return self.batch.outcomes(self.states, self.planes).points


class Batch:
    """A scheme compiled for many cases. Raises PackingTooWideError."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.packing = Packing(scheme)
        self.contexts = verdict.contexts(scheme)
        self._wide = self.packing.size >= 2**31
        self.keys = tuple(self._key(group) for group in _together(self.packing.items))
        self.others = tuple(item for item in self.packing.items if not item.strands)
        self.ahead = self._judged_ahead() if self.packing.size * len(self.contexts) <= MAX_TABLE else None

    def run(self, caseload: Caseload) -> Reband:
        """Return where the scheme points for every case. Strands and contexts are matched by id."""
        levels = self._aligned(caseload)
        places, gaps = self._places(levels)
        states = self._states(places, caseload, gaps)
        planes = self.planes(caseload, gaps)
        bands = self._bands(states, planes)
        if gaps.any():
            bands[gaps] = -1
        return Reband(self, states, planes, bands, gaps)

    def states(self, caseload: Caseload) -> Packed:
        """Return the packed state of every case; of a case with a gap, that of its lowest levels."""
        places, gaps = self._places(self._aligned(caseload))
        return self._states(places, caseload, gaps)

    def outcomes(self, states: Packed, planes: Codes) -> Ahead:
        """Return band, reason and points of each case."""
        if self.ahead is not None:
            at = (planes, states) if len(self.contexts) > 1 else (0, states)
            return Ahead(self.ahead.bands[at], self.ahead.reasons[at], self.ahead.points[at])
        distinct, back = np.unique(states, return_inverse=True)
        known = self._judged(distinct)
        return Ahead(known.bands[planes, back], known.reasons[planes, back], known.points[planes, back])

    def planes(self, caseload: Caseload, gaps: Mask) -> Codes:
        """Return which combination of the contexts that rules read each case is in; a gap is marked in GAPS."""
        return combined(caseload, self.scheme.contexts, self.scheme.values, gaps)

    # --- compiling ----------------------------------------------------------------------------------------------------

    def _key(self, items: Sequence[Item]) -> Key:
        total: States = np.zeros(1, dtype=np.int64)
        for item in items:
            total = (total[..., None] + item.deltas).reshape(-1)
        strands = tuple(n for item in items for n in item.strands)
        sizes = tuple(size for item in items for size in item.sizes)
        return Key(strands, sizes, total if self._wide else total.astype(np.int32))

    def _judged_ahead(self) -> Ahead:
        return self._judged(np.arange(self.packing.size, dtype=np.int64))

    def _judged(self, states: States) -> Ahead:
        reading = Reading(self.packing, states)
        bands, reasons, points = [], [], []
        for context, said in verdict.each(reading):
            bands.append(said.bands)
            reasons.append(said.reasons)
            primary = self.scheme.primary
            none = np.full(len(states), NO_POINTS, dtype=np.int32)
            points.append(none if primary is None else reading.measure(primary, context).astype(np.int32))
        return Ahead(np.stack(bands), np.stack(reasons), np.stack(points))

    # --- running ------------------------------------------------------------------------------------------------------

    def _aligned(self, caseload: Caseload) -> Levels:
        """Return the levels with one row a strand of the scheme; a strand that the caseload lacks is a gap."""
        wanted = tuple(strand.id for strand in self.scheme.strands)
        if caseload.strands == wanted:
            return caseload.levels
        rows = dict(zip(caseload.strands, caseload.levels, strict=True))
        gap = np.full(len(caseload), MISSING, dtype=np.int8)
        return np.stack([rows.get(strand, gap) for strand in wanted])

    def _places(self, levels: Levels) -> tuple[NDArray[np.uint8], Mask]:
        """Return each level's place in its strand, and the cases with a gap or a level that the strand lacks."""
        gaps = np.zeros(levels.shape[1], dtype=bool)
        plain = levels.view(np.uint8)
        tops = plain.max(axis=1, initial=0)
        if all(_is_plain(s.levels) and top < len(s.levels) for s, top in zip(self.scheme.strands, tops, strict=True)):
            return plain, gaps
        places = np.empty(levels.shape, dtype=np.uint8)
        for row, own, strand in zip(places, levels, self.scheme.strands, strict=True):
            table = np.full(256, 255, dtype=np.uint8)
            table[np.array(strand.levels, dtype=np.int8).view(np.uint8)] = np.arange(len(strand.levels))
            if strand.optional or self.scheme.missing == "lowest":
                table[np.array([MISSING], dtype=np.int8).view(np.uint8)] = 0
            np.take(table, own.view(np.uint8), out=row)
            gaps |= row == 255
        places[:, gaps] = 0
        return places, gaps

    def _states(self, places: NDArray[np.uint8], caseload: Caseload, gaps: Mask) -> Packed:
        n = places.shape[1]
        whole = np.int64 if self._wide else np.int32
        states: Packed = np.zeros(n, dtype=whole)
        adds: Packed = np.empty(n, dtype=whole)
        index = np.empty(n, dtype=np.uint16)
        for first, key in enumerate(self.keys):
            np.copyto(index, places[key.strands[0]])
            for strand, size in zip(key.strands[1:], key.sizes[1:], strict=True):
                np.multiply(index, np.uint16(size), out=index)
                np.add(index, places[strand], out=index)
            # Every index is inside the table, so `clip` only spares numpy's own check.
            np.take(key.adds, index, out=adds if first else states, mode="clip")
            if first:
                np.add(states, adds, out=states)
        for item in self.others:
            states = states + item.deltas[_entries(item, caseload, gaps)]
        return states

    def _bands(self, states: Packed, planes: Codes) -> Bands:
        if self.ahead is None:
            return self.outcomes(states, planes).bands
        if len(self.contexts) == 1:
            return np.take(self.ahead.bands[0], states, mode="clip")
        return np.take(self.ahead.bands.reshape(-1), planes * np.int64(self.packing.size) + states, mode="clip")


def combined(
    caseload: Caseload, names: Sequence[str], values: Mapping[str, Sequence[str]], gaps: Mask
) -> NDArray[np.int16]:
    """Return which combination of contexts each case is in, the last of NAMES running fastest; marks gaps in GAPS."""
    total = np.zeros(len(caseload), dtype=np.int16)
    for name in names:
        column = caseload.contexts.get(name)
        if column is None:
            gaps |= True
            continue
        own = column.codes
        if column.values != tuple(values[name]):
            places = {value: n for n, value in enumerate(values[name])}
            own = np.array([*(places.get(value, -1) for value in column.values), -1], dtype=np.int16)[own]
        if own.size and own.min() < 0:
            gaps |= own < 0
            own = np.maximum(own, 0)
        total = total * np.int16(len(values[name])) + own
    return total


def _is_plain(levels: tuple[int, ...]) -> bool:
    """Return whether LEVELS are 0, 1, 2 …: a level is then its own place."""
    return levels == tuple(range(len(levels)))


def _entries(item: Item, caseload: Caseload, gaps: Mask) -> NDArray[np.intp]:
    """Return the entry of a descriptor or a number for every case."""
    if item.tick:
        ticked = caseload.ticks.get(item.tick)
        return np.zeros(len(caseload), dtype=np.intp) if ticked is None else ticked.astype(np.intp)
    given = caseload.numbers.get(item.number)
    if given is None:
        gaps |= True
        return np.zeros(len(caseload), dtype=np.intp)
    cells = np.searchsorted(np.array(item.starts), given, side="right") - 1
    gaps |= cells < 0
    return np.maximum(cells, 0)


def _together(items: Sequence[Item]) -> list[list[Item]]:
    """Return the items with strands in as few groups as fit one key each."""
    groups: list[list[Item]] = []
    for item in sorted((item for item in items if item.strands), key=lambda each: -each.deltas.size):
        size = item.deltas.size
        for group in groups:
            if math.prod(each.deltas.size for each in group) * size <= MAX_KEY:
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def places(names: Sequence[str], values: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return every combination of contexts in the order of `combined`."""
    return [dict(zip(names, each, strict=True)) for each in itertools.product(*(values[name] for name in names))]


def unfounded(scheme: Scheme, caseload: Caseload) -> Mask:
    """Return where a band was picked and no descriptor of it is relied on, though the scheme asks for one.

    A caseload that says of nobody what was relied on was not asked for it.
    """
    found = np.zeros(len(caseload), dtype=bool)
    for cards in scheme.cards:
        strand = scheme.strands[cards.strand]
        if not (cards.relied_on and caseload.ticks and strand.id in caseload.strands):
            continue
        chosen = caseload.levels[caseload.strands.index(strand.id)]
        relied = chosen == MISSING
        for level in strand.levels:
            for descriptor in cards.descriptors[level] & caseload.ticks.keys():
                relied |= (chosen == level) & caseload.ticks[descriptor]
        found |= ~relied
    return found
