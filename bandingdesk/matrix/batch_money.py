"""What a re-banded caseload costs: a table by band and place where the tariff reads no more, else case by case.

The amounts are those of `payment`, worked out once for each band and place, or once for each set of facts that the
tariff reads; so one case and many can't part.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix import payment, reckoning
from bandingdesk.matrix.batch import Reband, combined
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.scheme import Scheme

NO_AMOUNT = -1  # no band, or a band whose amount people set
NOT_NAMED = -2  # the tariff names no amount for the band and place, or one beyond all measure
OTHER_PERIOD = -3  # the amount is for another period than the tariff's own, so no sum may hold it

Pence = NDArray[np.int64]


class Amounts:
    """A scheme's tariff compiled for many cases. Without a tariff every amount is NO_AMOUNT."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.contexts = scheme.money.contexts if scheme.money else ()
        self.spots = [
            dict(zip(self.contexts, each, strict=True))
            for each in itertools.product(*(scheme.values[name] for name in self.contexts))
        ]
        self._table = self._cells() if scheme.money and self._reads_place_alone() else None

    def of(self, caseload: Caseload, found: Reband) -> Pence:
        """Return the pence of every case for the tariff's period. A case with a gap has NO_AMOUNT."""
        n = len(caseload)
        if self.scheme.money is None:
            return np.full(n, NO_AMOUNT, dtype=np.int64)
        gaps = np.zeros(n, dtype=bool)
        spots = combined(caseload, self.contexts, self.scheme.values, gaps)
        if self._table is None:
            pence = self._one_by_one(caseload, found, spots, ~gaps & (found.bands >= 0))
        else:
            # A case without a band (-1) reads the first row, which holds no amounts.
            at = (found.bands.astype(np.intp) + 1) * len(self.spots) + spots
            pence = np.take(self._table, at, mode="clip")
        pence[gaps] = NO_AMOUNT
        return pence

    def _reads_place_alone(self) -> bool:
        money = self.scheme.money
        return money is not None and not money.measures and not money.reads_levels

    def _cells(self) -> Pence:
        rows = [
            [self._amount(band, View((), spot, reckoning.NO_TICKS)) for spot in self.spots]
            for band in range(len(self.scheme.bands))
        ]
        return np.array([[NO_AMOUNT] * len(self.spots), *rows], dtype=np.int64).reshape(-1)

    def _amount(self, band: int, view: View) -> int:
        money = self.scheme.money
        try:
            paid = payment.amount(self.scheme, band, view)
        except payment.NO_AMOUNT_ERRORS:
            return NOT_NAMED
        if money is not None and paid.period != money.period:
            return OTHER_PERIOD
        return NO_AMOUNT if paid.pence is None else paid.pence

    def _one_by_one(
        self, caseload: Caseload, found: Reband, spots: NDArray[np.int16], banded: NDArray[np.bool_]
    ) -> Pence:
        pence = np.full(len(caseload), NO_AMOUNT, dtype=np.int64)
        cases = np.flatnonzero(banded)
        facts = np.stack([column[cases] for column in self._columns(caseload, found, spots)], axis=1)
        _, first, back = np.unique(facts, axis=0, return_index=True, return_inverse=True)
        each = [self._case(caseload, int(cases[n]), int(found.bands[cases[n]])) for n in first]
        pence[cases] = np.array(each, dtype=np.int64)[back.reshape(-1)]
        return pence

    def _columns(self, caseload: Caseload, found: Reband, spots: NDArray[np.int16]) -> Iterator[NDArray[np.int64]]:
        """Give what the tariff reads of each case; equal rows cost the same."""
        yield found.bands.astype(np.int64)
        yield spots.astype(np.int64)
        yield from caseload.numbers.values()
        money = self.scheme.money
        if money is not None and money.reads_levels:
            yield from caseload.levels.astype(np.int64)
            yield from (own.astype(np.int64) for own in caseload.ticks.values())
            yield from (column.codes.astype(np.int64) for column in caseload.contexts.values())

    def _case(self, caseload: Caseload, n: int, band: int) -> int:
        given = caseload.profile(n)
        levels: Mapping[str, int] = given["levels"]
        own = tuple(levels.get(strand.id, strand.floor) for strand in self.scheme.strands)
        view = View(own, given["context"], given["descriptors"], given["numbers"])
        reckoning.measured(self.scheme, view)
        return self._amount(band, view)
