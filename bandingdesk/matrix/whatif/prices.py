"""Amounts by band and place, so that the £ of every position is children times amounts.

A place is one combination of what the tariff reads, within one setting and phase: cases of one place are paid alike.
The tariff's own code says what a band is worth there, once for each. Whole pence, named rounding only. Protection
("not below the amount paid before") is left out: it hides what a change costs in the long run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import numpy as np

from bandingdesk.matrix import payment, reckoning
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.rounding import rounded
from bandingdesk.matrix.scheme import LimitRow, Money, Scheme
from bandingdesk.matrix.whatif.cases import Cases, Indices
from bandingdesk.matrix.whatif.grouping import grouped
from bandingdesk.matrix.whatif.scenario import Rounding
from bandingdesk.matrix.whatif.totals import NO_AMOUNT, Counts, Totals


def uplifted(base: Counts, millionths: int, rounding: Rounding, to: int) -> Counts:
    """Return BASE raised by MILLIONTHS of themselves; what is no amount stays none."""
    times = 1_000_000 + millionths
    made = [own if own < 0 else rounded(own * times, 1_000_000, rounding, to) for own in base.reshape(-1).tolist()]
    return np.array(made, dtype=np.int64).reshape(base.shape)


class Prices:
    """The scheme's tariff over the places where the cases are. `place` is each case's; `base` [band, place].

    The base is what the kind of tariff itself gives, below 0 where that is no amount; `values` [row, place] is what is
    paid after its add-ons, deduction, caps, floors and proration.
    """

    def __init__(self, cases: Cases) -> None:
        self.cases, self.money = cases, cases.scheme.money
        self.place, self._cell, seen = _places(cases)
        self._views = list(_views(cases, seen)) if self.money else []
        self._first = np.flatnonzero(np.diff(self._cell, prepend=-1))
        self.base = self.based(cases.scheme)
        self._addons, self._limits = self._rules()
        self.values = self.valued(self.base)

    @property
    def places(self) -> int:
        """Return how many places there are."""
        return len(self._cell)

    def at(self, where: Mapping[str, str]) -> Indices:
        """Return the places where the contexts have the values of WHERE."""
        return np.array([n for n, view in enumerate(self._views) if where.items() <= view.context.items()], np.int64)

    def based(self, scheme: Scheme) -> Counts:
        """Return the base of SCHEME, whose tariff reads what this one reads."""
        base = np.full((len(scheme.bands), self.places), NO_AMOUNT, dtype=np.int64)
        if scheme.money is None:
            return base
        bare = scheme.money._replace(addons=(), deduct=None, bounds=(), proration=None, protection=None)
        plain = dataclasses.replace(scheme, money=bare)
        for place, view in enumerate(self._views):
            if all(name in view.context for name in bare.contexts):
                for band in range(len(scheme.bands)):
                    base[band, place] = _amount(plain, bare, band, view)
        return base

    def valued(self, base: Counts) -> Counts:
        """Return the amounts [row, place] that BASE comes to by the rules of the tariff."""
        made = np.full((len(self.cases.axes.rows), self.places), NO_AMOUNT, dtype=np.int64)
        money, own = self.money, base
        if money is not None:
            if money.addons:
                own = own + self._addons
            if money.deduct is not None:
                own = np.maximum(own - money.deduct.pence, 0)
            for limit, at in self._limits:
                own = own.copy()
                own[:, at] = (np.minimum if limit.kind == "value_cap" else np.maximum)(own[:, at], limit.pence)
            if money.proration is not None:
                own = self._prorated(money, np.where(base < 0, 0, own))
        made[: len(base)] = np.where(base < 0, NO_AMOUNT, own)
        return made

    def each(self, rows: np.ndarray, values: Counts | None = None) -> Counts:
        """Return the pence of each case in ROWS, NO_AMOUNT where it has none."""
        flat = (self.values if values is None else values).reshape(-1)
        return np.take(flat, rows.astype(np.int64) * self.places + self.place)

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
        unpriced = np.where(none, counts, 0)
        unpriced[len(self.base) :] = 0
        return Totals(self.cases.axes, self._folded(counts), self._folded(pence), self._folded(unpriced))

    def _folded(self, by_place: Counts) -> Counts:
        """Return [row, setting, phase] from [row, place]; places stand by their cell."""
        rows, settings, phases = self.cases.axes.shape
        made = np.zeros((rows, settings * phases), dtype=np.int64)
        if self.places:
            made[:, self._cell[self._first]] = np.add.reduceat(by_place, self._first, axis=1)
        return made.reshape(rows, settings, phases)

    def _rules(self) -> tuple[Counts, list[tuple[LimitRow, Indices]]]:
        """Return the add-ons of each place, and each cap or floor with its places."""
        if self.money is None:
            return np.zeros(0, dtype=np.int64), []
        addons = [sum(row.pence for row in self.money.addons if row.node.met(view)) for view in self._views]
        return np.array(addons, dtype=np.int64), [(limit, self.at(dict(limit.where))) for limit in self.money.bounds]

    def _prorated(self, money: Money, own: Counts) -> Counts:
        rule = money.proration
        assert rule is not None  # asked by `valued`
        made = own.copy()
        for place, view in enumerate(self._views):
            part = int(view.context[rule.context or ""]) if rule.number is None else view.values[rule.number]
            for band, pence in enumerate(own[:, place].tolist()):
                made[band, place] = rounded(pence * part, rule.scale * rule.full, money.rounding, money.round_to)
        return made


def _amount(scheme: Scheme, money: Money, band: int, view: View) -> int:
    """Return the pence for BAND; below 0 where there is none, or one of another period."""
    try:
        paid = payment.amount(scheme, band, view)
    except payment.NO_AMOUNT_ERRORS:
        return NO_AMOUNT  # counted as a child without an amount
    return NO_AMOUNT if paid.pence is None or paid.period != money.period else paid.pence


def _places(cases: Cases) -> tuple[Indices, Indices, Indices]:
    """Return the place of each case, the cell of each place (ascending), and a case that stands for the place."""
    parts = [cases.cell, *([] if cases.scheme.money is None else _read(cases, cases.scheme.money))]
    cells, place = grouped(parts)
    stands = np.zeros(len(cells[0]), dtype=np.int64)
    stands[place[::-1]] = np.arange(len(cases))[::-1]
    return place, cells[0], stands


def _read(cases: Cases, money: Money) -> Iterator[Indices]:
    """Give what the tariff reads of each case."""
    yield from (cases.column(name) for name in money.contexts)
    known = [name for name in sorted(money.measures) if cases.reads(name)]
    yield from (cases.measure(name) for name in known)
    if money.reads_levels or len(known) < len(money.measures):
        yield from (cases.places(n) for n in range(len(cases.scheme.strands)))
        yield from (cases.ticked(descriptor) for descriptor in cases.caseload.ticks)
        yield from (cases.column(name) for name in cases.scheme.values)


def _views(cases: Cases, seen: Indices) -> Iterator[View]:
    """Give what the tariff may read of each case in SEEN."""
    for case in cases.kept[seen].tolist():
        profile = cases.caseload.profile(case)
        levels = [profile["levels"].get(strand.id, strand.floor) for strand in cases.scheme.strands]
        view = View(levels, profile["context"], profile["descriptors"], profile["numbers"])
        reckoning.measured(cases.scheme, view)
        yield view
