"""Children counted by group, value and place, so that a position of a slider is a few differences of running sums.

A slider shifts the value of a whole group at once (all who have one level of a strand, say). In each group the verdict
is a step function of the value, so the children of a segment are the difference of two running sums. The work does not
grow with the number of children. Exact: the sums are whole numbers.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.whatif.cases import Indices
from bandingdesk.matrix.whatif.grouping import numbered
from bandingdesk.matrix.whatif.rulings import Steps
from bandingdesk.matrix.whatif.totals import Counts

MAX_SUMS = 6_000_000  # running sums held, and sums read for one position; beyond it every child is counted
MOST_SEGMENTS = 32  # of an ordinary ladder with its conditions


class Cells:
    """Running sums over (group, value), by place. Groups are numbered so that their classes ascend.

    `group`, `value` and `place` have one entry a child; `kind` is the class of each group.
    """

    def __init__(self, group: Indices, value: Counts, place: Indices, kind: Indices, places: int) -> None:
        self._low = int(value.min()) if value.size else 0
        self._span = (int(value.max()) - self._low if value.size else 0) + 1
        self._groups, self._places = len(kind), places
        key = group * self._span + (value - self._low)
        self._keys, self._at = numbered(key, self._groups * self._span)
        self.is_summed = max(len(self._keys), self._groups * MOST_SEGMENTS) * places <= MAX_SUMS
        if self.is_summed:
            self._sum(place)
        self._bases = np.arange(self._groups, dtype=np.int64) * self._span
        self._classes, self._first = np.unique(kind, return_index=True)

    def _sum(self, place: Indices) -> None:
        places = self._places
        sums = np.bincount(self._at * places + place, minlength=len(self._keys) * places)
        self._running = np.zeros((len(self._keys) + 1, places), dtype=np.int64)
        np.cumsum(sums.reshape(len(self._keys), places), axis=0, out=self._running[1:])

    def counts(self, steps: Steps, shift: Counts, rows: int) -> Counts:
        """Return children [row, place] while every value of group g is SHIFT[g] higher. Only while `is_summed`."""
        found = self._running[self.bounds(steps, shift)]
        by_class = np.add.reduceat(found, self._first, axis=0) if self._groups else found
        segments = np.diff(by_class, axis=1)
        made = np.zeros((rows, self._places), dtype=np.int64)
        np.add.at(
            made,
            steps.rows[self._classes].reshape(-1),
            segments.reshape(segments.shape[0] * segments.shape[1], self._places),
        )
        return made

    def changed(self, before: Steps, after: Steps) -> Indices:
        """Return the children whose row differs between two step functions, no value shifted; in no order."""
        edges = np.union1d(before.edges, after.edges)
        starts = np.concatenate([edges[:1] - 1, edges])
        was, now = (own.rows[:, np.searchsorted(own.edges, starts, side="right")] for own in (before, after))
        bounds = self.bounds(Steps(edges, was), np.zeros(self._groups, dtype=np.int64))
        starts_at = self._begins[bounds]
        groups, segments = np.nonzero(was != now)
        slices = [
            self._order[starts_at[g, k] : starts_at[g, k + 1]]
            for g, k in zip(groups.tolist(), segments.tolist(), strict=True)
        ]
        return np.concatenate(slices) if slices else np.zeros(0, dtype=np.int64)

    @cached_property
    def _order(self) -> Indices:
        """Return the children by cell."""
        return np.argsort(self._at, kind="stable")

    @cached_property
    def _begins(self) -> Indices:
        """Return where each cell begins in the order, and the end of the last."""
        return np.concatenate([[0], np.cumsum(np.bincount(self._at, minlength=len(self._keys)))])

    def bounds(self, steps: Steps, shift: Counts) -> NDArray[np.intp]:
        """Return where each segment begins and ends among the cells: [group, segment + 1]."""
        wanted = np.empty((self._groups, len(steps.edges) + 2), dtype=np.int64)
        wanted[:, 0], wanted[:, -1] = 0, self._span
        inner = steps.edges[None, :] - (shift[:, None] + self._low)
        np.clip(inner, 0, self._span, out=wanted[:, 1:-1])  # a bound beyond the group's values is its end
        wanted += self._bases[:, None]
        return np.searchsorted(self._keys, wanted)
