"""Amounts by band and place, so that the £ of every position is children times amounts.

A place is one combination of what the tariff reads, within one setting and phase. Whole pence, named rounding only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

import numpy as np

from bandingdesk.matrix.tariff import TableTariff, Tariff
from bandingdesk.matrix.whatif_cases import Cases, Indices
from bandingdesk.matrix.whatif_totals import NO_AMOUNT, Counts, Totals

Rounding = Literal["half_up", "half_even", "down", "up"]
Whole = TypeVar("Whole", int, Counts)


def rounded(value: Whole, over: int, rounding: Rounding, to: int) -> Whole:
    """Return VALUE / OVER, not negative, rounded to a multiple of TO."""
    unit = over * to
    match rounding:
        case "half_up":
            return (2 * value + unit) // (2 * unit) * to
        case "half_even":
            whole, rest = value // unit, value % unit
            up = (2 * rest > unit) | ((2 * rest == unit) & (whole % 2 == 1))
            return (whole + up) * to
        case "down":
            return value // unit * to
        case "up":
            return -(-value // unit) * to


def uplifted(base: Counts, basis_points: int, rounding: Rounding, to: int) -> Counts:
    """Return BASE raised by BASIS_POINTS hundredths of a percent; what is no amount stays none."""
    return np.where(base < 0, NO_AMOUNT, rounded(base * (10_000 + basis_points), 10_000, rounding, to))


class Prices:
    """The tariff over the places where the cases are. `place` is each case's; `base` [band, place] before caps.

    A base below 0 is no amount. Without a tariff nobody has one.
    """

    def __init__(self, cases: Cases, tariff: Tariff | None) -> None:
        self.cases, self.tariff = cases, tariff
        self.spots, self.place, self._cell = _spots(cases, tariff)
        self.base = _base(cases, tariff, self.spots)
        self._limits = _limits(tariff, self.spots)
        self.values = self.valued(self.base)
        self._first = np.flatnonzero(np.diff(self._cell, prepend=-1))

    def at(self, where: Mapping[str, str]) -> Indices:
        """Return the places where the contexts have the values of WHERE."""
        return _at(where, self.spots)

    @property
    def places(self) -> int:
        """Return how many places there are."""
        return len(self.spots)

    def valued(self, base: Counts) -> Counts:
        """Return the amounts [row, place] that BASE comes to: caps and floors of the tariff applied."""
        made = np.full((len(self.cases.axes.rows), self.places), NO_AMOUNT, dtype=np.int64)
        own = made[: len(base)]
        own[:] = base
        for lowers, at, pence in self._limits:
            bounded = (np.minimum if lowers else np.maximum)(own[:, at], pence)
            own[:, at] = np.where(own[:, at] < 0, NO_AMOUNT, bounded)
        return made

    def each(self, rows: np.ndarray, values: Counts | None = None) -> Counts:
        """Return the pence of each case in ROWS, NO_AMOUNT where it has none."""
        values = self.values if values is None else values
        return values.reshape(-1)[rows.astype(np.int64) * self.places + self.place]

    def counted(self, rows: np.ndarray) -> Counts:
        """Return children [row, place] for each case's row."""
        shape = (len(self.cases.axes.rows), self.places)
        key = rows.astype(np.int64) * self.places + self.place
        return np.bincount(key, minlength=shape[0] * shape[1]).reshape(shape)

    def totals(self, counts: Counts, values: Counts | None = None) -> Totals:
        """Return the totals of children [row, place] at VALUES [row, place], the tariff's own where none are given."""
        values = self.values if values is None else values
        none = values < 0
        pence = np.where(none, 0, values) * counts
        bands = len(self.cases.scheme.bands)
        unpriced = np.where(none, counts, 0)
        unpriced[bands:] = 0
        return Totals(self.cases.axes, self._folded(counts), self._folded(pence), self._folded(unpriced))

    def _folded(self, by_place: Counts) -> Counts:
        """Return [row, setting, phase] from [row, place]; places stand by their cell."""
        rows, settings, phases = self.cases.axes.shape
        made = np.zeros((rows, settings * phases), dtype=np.int64)
        if self.places:
            made[:, self._cell[self._first]] = np.add.reduceat(by_place, self._first, axis=1)
        return made.reshape(rows, settings, phases)


def _spots(cases: Cases, tariff: Tariff | None) -> tuple[tuple[Mapping[str, str], ...], Indices, Indices]:
    """Return the places, the place of each case, and the cell of each place (ascending)."""
    names = [] if tariff is None else _read_by(cases, tariff)
    key, sizes = cases.cell.copy(), []
    for name in names:
        column = cases.column(name)
        sizes.append(len(cases.framework.context(name).values) + 1)
        key = key * sizes[-1] + column + 1  # 0: not given
    codes, place = np.unique(key, return_inverse=True)
    spots, cells = [], []
    for code in codes.tolist():
        values = {}
        for name, size in zip(reversed(names), reversed(sizes), strict=True):
            code, at = divmod(code, size)
            if at:
                values[name] = cases.framework.context(name).values[at - 1]
        spots.append(values)
        cells.append(code)
    return tuple(spots), place, np.array(cells, dtype=np.int64)


def _read_by(cases: Cases, tariff: Tariff) -> list[str]:
    named = {place.context for bound in (*tariff.caps, *tariff.floors) for place in bound.where}
    if isinstance(tariff, TableTariff):
        named |= {context for row in tariff.rows for context in row.places()}
    return [context.id for context in cases.framework.contexts if context.id in named]


def _base(cases: Cases, tariff: Tariff | None, spots: tuple[Mapping[str, str], ...]) -> Counts:
    bands = {band: n for n, band in enumerate(cases.scheme.bands)}
    base = np.full((len(bands), len(spots)), NO_AMOUNT, dtype=np.int64)
    if isinstance(tariff, TableTariff):
        for row in tariff.rows:
            if row.pence is not None:
                base[bands[row.band], _at(row.places(), spots)] = row.pence
    return base


def _at(where: Mapping[str, str], spots: tuple[Mapping[str, str], ...]) -> Indices:
    return np.array([n for n, spot in enumerate(spots) if where.items() <= spot.items()], dtype=np.int64)


def _limits(tariff: Tariff | None, spots: tuple[Mapping[str, str], ...]) -> list[tuple[bool, Indices, int]]:
    """Return caps (true) and floors in their order, each with the places it holds for."""
    bounds = [] if tariff is None else [(True, b) for b in tariff.caps] + [(False, b) for b in tariff.floors]
    return [(cap, _at({p.context: p.value for p in b.where}, spots), b.pence) for cap, b in bounds]
