"""What a position of the sliders comes to: children and pence by band, setting and phase, and who moves.

Every figure is a sum over pupils, in whole children and whole pence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

REFERRED = "refer"  # the row of cases that the scheme leaves to people
REFUSED = "refused"  # the row of cases whose levels a guard forbids
NOT_GIVEN = ""  # the setting or phase of cases that give none
SMALL = 6  # a count below it may point to a child: the screen and every file decide how it is shown

Counts = NDArray[np.int64]


class Axes(NamedTuple):
    """What the cells of Totals are: `rows` are band ids, lowest first, then REFERRED and REFUSED."""

    rows: tuple[str, ...]
    settings: tuple[str, ...]
    phases: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return the shape of an array over the cells."""
        return len(self.rows), len(self.settings), len(self.phases)


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Children and pence in each cell, arrays [row, setting, phase]; pence are of the tariff's own period.

    `unpriced`: children of the cell without an amount (bespoke, or no row of the tariff): no pence stand for them.
    Referred and refused children have no amount either and are not counted there.
    """

    axes: Axes
    counts: Counts
    pence: Counts
    unpriced: Counts

    @property
    def children(self) -> int:
        """Return how many children the totals are of."""
        return int(self.counts.sum())

    @property
    def total(self) -> int:
        """Return the pence of all children."""
        return int(self.pence.sum())

    @property
    def small(self) -> NDArray[np.bool_]:
        """Return which cells hold some children, and fewer than SMALL."""
        return (self.counts > 0) & (self.counts < SMALL)

    def by_band(self) -> Counts:
        """Return [row, 2]: children and pence."""
        return self._by(0)

    def by_setting(self) -> Counts:
        """Return [setting, 2]: children and pence."""
        return self._by(1)

    def by_phase(self) -> Counts:
        """Return [phase, 2]: children and pence."""
        return self._by(2)

    def _by(self, axis: int) -> Counts:
        others = tuple(n for n in range(3) if n != axis)
        return np.stack([self.counts.sum(axis=others), self.pence.sum(axis=others)], axis=1)

    def plus(self, other: Totals) -> Totals:
        """Return the totals of both, which are of one framework: a cell is known by its names."""
        names = [tuple(dict.fromkeys((*a, *b))) for a, b in zip(self.axes, other.axes, strict=True)]
        axes = Axes(*names)
        made = [np.zeros(axes.shape, dtype=np.int64) for _ in range(3)]
        for totals in (self, other):
            at = np.ix_(*(
                [whole.index(name) for name in own] for whole, own in zip(names, totals.axes, strict=True)
            ))  # fmt: skip
            for sum_, part in zip(made, (totals.counts, totals.pence, totals.unpriced), strict=True):
                sum_[at] += part
        return Totals(axes, *made)

    def same_as(self, other: Totals) -> bool:
        """Return whether every figure is the same."""
        pairs = ((self.counts, other.counts), (self.pence, other.pence), (self.unpriced, other.unpriced))
        return self.axes == other.axes and all(np.array_equal(mine, theirs) for mine, theirs in pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where each case stands at one position: its place in Axes.rows, its points, and its pence.

    `points` are the values of the measure that decides (zeros where none does). `pence` is NO_AMOUNT (below 0) where
    the case has none.
    """

    rows: NDArray[np.int16]
    points: Counts
    pence: Counts


NO_AMOUNT = -1


class Swing(NamedTuple):
    """Winners and losers of one setting, school or other group, in children and pence; `lost` is not negative.

    `unknown`: children who move to or from a place without an amount, so that no gain can be given; the total changes
    by `unknown_pence` through them, since no amount counts as nil there.
    """

    name: str
    children: int
    winners: int
    losers: int
    gained: int
    lost: int
    unknown: int
    unknown_pence: int

    @property
    def small(self) -> bool:
        """Return whether a count here is so small that it may point to a child."""
        return any(0 < count < SMALL for count in (self.children, self.winners, self.losers, self.unknown))


@dataclass(frozen=True, slots=True, eq=False)
class Movers:
    """Who moves between two standings. `cases` are places in the caseload, in its order: band or pence differ.

    `transitions` [row before, row after] counts children. `change` is the pence of each case in `cases`, 0 where it
    can't be given. `by` has a list of swings for setting and for each group of the caseload.
    """

    axes: Axes
    cases: NDArray[np.int64]
    before: NDArray[np.int16]  # rows, for each of `cases`
    after: NDArray[np.int16]
    change: Counts
    transitions: Counts
    whole: Swing
    by: Mapping[str, tuple[Swing, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cases)

    def plus(self, other: Movers, after: int) -> Movers:
        """Return the movers of both, which are of one framework; OTHER's caseload comes after AFTER cases of this."""
        cases = np.concatenate((self.cases, other.cases + after))
        was, now = np.concatenate((self.before, other.before)), np.concatenate((self.after, other.after))
        by = {name: _joined(own, other.by.get(name, ())) for name, own in self.by.items()}
        [whole] = _joined((self.whole,), (other.whole,))
        change = np.concatenate((self.change, other.change))
        return Movers(self.axes, cases, was, now, change, self.transitions + other.transitions, whole, by)


def _joined(mine: Iterable[Swing], theirs: Iterable[Swing]) -> tuple[Swing, ...]:
    """Return swings of two caseloads, those of one name added up."""
    found: dict[str, Swing] = {}
    for swing in (*mine, *theirs):
        known = found.get(swing.name)
        figures = swing[1:] if known is None else tuple(a + b for a, b in zip(known[1:], swing[1:], strict=True))
        found[swing.name] = Swing(swing.name, *figures)
    return tuple(found.values())
