"""What the totals could be, since careful raters differ by a level now and then: a range from judgement spread.

Each rating is taken as one lower, as recorded, or one higher with the shares of a spread table, each independent of the
others; at either end of a strand the share that has nowhere to go stays with the recorded level. Every child's
distribution is worked out in full (over packed states, strand by strand) and not drawn at random. The range is the
expected total with 1.96 standard deviations to either side. It says how far the total hangs on single ratings; a lean
that all raters share is not in it, and it says nothing about any one child.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, TypeAdapter

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import files
from bandingdesk.matrix.conditions import Id, Part, Words
from bandingdesk.matrix.packing import Item
from bandingdesk.matrix.whatif.cases import Indices, rows_of
from bandingdesk.matrix.whatif.grouping import numbered
from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.matrix.whatif.totals import Axes

WHOLE = 1000  # shares are thousandths
DEVIATIONS = 1.96
CHUNK = 250  # children at once: their states stay in the cache
SENTENCE = QT_TRANSLATE_NOOP(
    "spread",
    "If each rating were made again by another careful rater, about 95 in 100 totals would lie in this range. "
    "The middle need not be the recorded total: a level at an end of its strand can only move one way. "
    "The range counts chance differences between raters, not a lean that all of them share.",
)

Shares = NDArray[np.float64]


class SpreadInvalidError(InvalidError):
    """The spread of WHAT does not fit: REASON."""

    code = "FW-35"
    message = QT_TRANSLATE_NOOP("errors", "The spread of {what} does not fit: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of the spread table was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Give shares in thousandths that add up to 1,000, for strands of the framework.")


class Shift(Part):
    """Of 1,000 careful ratings: how many lie one level lower, how many agree, how many lie one higher."""

    down: Annotated[int, Field(ge=0, le=WHOLE)]
    same: Annotated[int, Field(ge=0, le=WHOLE)]
    up: Annotated[int, Field(ge=0, le=WHOLE)]


class StrandShift(Shift):
    """The spread of one strand."""

    strand: Id


class Spread(Part):
    """How far careful raters differ: one share for all strands, and others for strands that were measured."""

    format: Annotated[Literal["banding-spread/1"], Field(alias="schema")] = "banding-spread/1"
    source: Words
    all_strands: Shift
    strands: tuple[StrandShift, ...] = ()


class Between(NamedTuple):
    """An expected figure, and the low and high end of its range."""

    expected: int
    low: int
    high: int


class Range(NamedTuple):
    """The range of the totals, by row of `axes`; pence None where the tariff pays by level, so that no range is known.

    `sentence` says what it means. A child without an amount counts as nil pence.
    """

    axes: Axes
    counts: tuple[Between, ...]
    pence: Between | None
    sentence: str = SENTENCE


_spread = TypeAdapter(Spread)


def read_spread(data: bytes, name: str) -> Spread:
    """Return the spread table in DATA; NAME is the file's name for messages. Raises FrameworkInvalidError."""
    return files.read_as(_spread, data, name, "a table of rater spread")


def thousandths_by_strand(strands: Iterable[str], spread: Spread) -> list[tuple[int, int, int]]:
    """Return the shares (down, same, up) of each of STRANDS. Raises SpreadInvalidError."""
    wanted = list(strands)
    own: dict[str, Shift] = {}
    for row in spread.strands:
        if row.strand not in wanted or row.strand in own:
            raise SpreadInvalidError(what=row.strand, reason="no such strand, or it stands twice")
        own[row.strand] = row
    made = []
    for strand in wanted:
        shift = own.get(strand, spread.all_strands)
        if shift.down + shift.same + shift.up != WHOLE:
            raise SpreadInvalidError(what=strand, reason=f"{shift.down} + {shift.same} + {shift.up} is not {WHOLE}")
        made.append((shift.down, shift.same, shift.up))
    return made


def spread_range(simulation: Simulation, spread: Spread) -> Range:
    """Return the range that SPREAD gives the totals of SIMULATION. Raises SpreadInvalidError."""
    thousandths = thousandths_by_strand(simulation.scheme.positions, spread)
    shifts = [(down / WHOLE, same / WHOLE, up / WHOLE) for down, same, up in thousandths]
    rows = len(simulation.axes.rows)
    mean, variance = np.zeros(rows), np.zeros(rows)
    certain, possible = np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    pence = pence_variance = 0.0
    values = np.maximum(simulation.prices.values, 0)
    for cases, shares, found in _children(simulation, shifts):
        by_row = np.bincount(cases[0] * rows + found, weights=shares, minlength=len(cases[1]) * rows).reshape(-1, rows)
        mean += by_row.sum(axis=0)
        variance += (by_row * (1 - by_row)).sum(axis=0)
        certain += (by_row > 1 - 1e-9).sum(axis=0)
        possible += (by_row > 1e-12).sum(axis=0)
        worth = values[:, simulation.prices.place[cases[1]]].T.astype(np.float64)
        own = (by_row * worth).sum(axis=1)
        pence += float(own.sum())
        pence_variance += float((by_row * (worth - own[:, None]) ** 2).sum())
    counts = tuple(_between(float(mean[n]), float(variance[n]), int(certain[n]), int(possible[n])) for n in range(rows))
    money = simulation.scheme.money
    if money is None or money.reads_levels or money.measures - simulation.caseload.numbers.keys():
        return Range(simulation.axes, counts, None)
    return Range(simulation.axes, counts, _between(pence, pence_variance, 0, None))


def _between(mean: float, variance: float, least: int, most: int | None) -> Between:
    """Return the range; LEAST and MOST are what the figure can be at all, not cuts."""
    reach = DEVIATIONS * math.sqrt(max(variance, 0.0))
    high = round(mean + reach)
    return Between(round(mean), max(least, round(mean - reach)), high if most is None else min(most, high))


def _children(
    simulation: Simulation, shifts: list[tuple[float, float, float]]
) -> Iterator[tuple[tuple[Indices, Indices], Shares, NDArray[np.int16]]]:
    """Give some children at a time: ((child of each state, places of the children), share of each state, its row)."""
    cases = simulation.cases
    packing = cases.batch.packing
    items = [item for item in packing.items if item.strands and item.deltas.any()]
    places = {n: cases.places(n) for item in items for n in item.strands}
    # What strands do not add (ticks and numbers) stays as it is.
    fixed = cases.states - sum((item.deltas[_entry(item, places)] for item in items), np.zeros(len(cases), np.int64))
    for start in range(0, len(cases), CHUNK):
        at = np.arange(start, min(start + CHUNK, len(cases)))
        child, state, share = np.arange(len(at)), fixed[at], np.ones(len(at))
        for item in items:
            child, state, share = _spread_out(
                item, {n: places[n][at] for n in item.strands}, shifts, child, state, share
            )
            child, state, share = _merged(child, state, share, packing.size)
        known = cases.batch.outcomes(state, cases.facing[at][child].astype(np.int16))
        yield (child, at), share, rows_of(known.bands, known.reasons, len(simulation.scheme.bands))


def _entry(item: Item, places: dict[int, Indices]) -> Indices:
    entry = np.zeros(len(places[item.strands[0]]), dtype=np.int64)
    for n, stride in zip(item.strands, item.strides(), strict=True):
        entry += places[n] * stride
    return entry


def _spread_out(
    item: Item,
    places: dict[int, Indices],
    shifts: list[tuple[float, float, float]],
    child: Indices,
    state: Indices,
    share: Shares,
) -> tuple[Indices, Indices, Shares]:
    """Return every state with every rating of the item's strands one lower, the same or one higher."""
    entry = np.zeros(len(state), dtype=np.int64)
    for n, size, stride in zip(item.strands, item.sizes, item.strides(), strict=True):
        down, same, up = shifts[n]
        now = places[n][child]
        low, high = np.maximum(now - 1, 0), np.minimum(now + 1, size - 1)
        entry = np.concatenate([entry + level * stride for level in (low, now, high)])
        share = np.concatenate([share * down, share * same, share * up])
        child, state = np.tile(child, 3), np.tile(state, 3)
    kept = share > 0
    return child[kept], state[kept] + item.deltas[entry[kept]], share[kept]


def _merged(child: Indices, state: Indices, share: Shares, size: int) -> tuple[Indices, Indices, Shares]:
    """Return each state of a child once, with the sum of its shares."""
    key = child * size + state
    keys, at = numbered(key, (int(child[-1]) + 1) * size if key.size else 0)
    return keys // size, keys % size, np.bincount(at, weights=share).astype(np.float64)
