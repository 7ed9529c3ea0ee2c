"""What the rules make of one measure's value: a step function for every kind of case.

While a slider moves points or thresholds, all else that the rules read of a case stays as it is. So cases fall into a
few classes, and in each class the band is a step function of the value. The verdict itself is asked once, for every
class and step; a new position only looks it up.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.nodes import Between, parts
from bandingdesk.matrix.packing import Cell, Held, Packing, States, Sum, all_nodes
from bandingdesk.matrix.scheme import Ladder, Row
from bandingdesk.matrix.verdict import Context, Reading, climb, judge
from bandingdesk.matrix.whatif.cases import Cases, Indices, rows_of
from bandingdesk.matrix.whatif.grouping import numbered

MAX_TABLE = 1_000_000  # entries of a table by value; beyond it each value is searched
_OUTCOME = "\0outcome"  # stands for the ladder's own answer; no id can hold a zero byte


class Steps(NamedTuple):
    """Rows by class and segment; segment k begins at edges[k - 1], the first has no beginning. `rows` [class, k]."""

    edges: States
    rows: NDArray[np.int16]

    def each(self, kind: Indices, value: States) -> NDArray[np.int16]:
        """Return the row of each case, from its class and its value."""
        if not value.size:
            return np.zeros(0, dtype=np.int16)
        low, high = int(value.min()), int(value.max())
        if (high - low) * len(self.rows) > MAX_TABLE:
            found: NDArray[np.int16] = self.rows[kind, np.searchsorted(self.edges, value, side="right")]
            return found
        table: NDArray[np.int16] = self.rows[:, np.searchsorted(self.edges, np.arange(low, high + 1), side="right")]
        return np.take(table, kind * (high - low + 1) + (value - low))


class _Supposing(Reading):
    """States in which some measures have the values GIVEN."""

    def __init__(self, packing: Packing, states: States, given: Mapping[str, States]) -> None:
        super().__init__(packing, states)
        self._given = given

    def measure(self, id_: str, context: Context, *, without: str = "") -> States:
        return self._given[id_] if id_ in self._given else super().measure(id_, context, without=without)


class Rulings:
    """The classes of CASES in respect of MEASURE. `kind` is each case's class; `value` its value now."""

    def __init__(self, cases: Cases, measure: str) -> None:
        self.cases, self.measure = cases, measure
        scheme = cases.scheme
        self.value = cases.measure(measure)
        self.ladder = scheme.decide if isinstance(scheme.decide, Ladder) and scheme.decide.measure == measure else None
        self._breaks = _breaks(cases, measure)
        self._outcomes = len(scheme.bands) + 1 if self.ladder else 1
        self._maps, self.kind = self._classes()

    @property
    def classes(self) -> int:
        """Return how many classes there are."""
        return len(self._maps)

    def steps(self, rows: Sequence[Row] | None = None) -> Steps:
        """Return the step functions, with the ladder's own rows or with ROWS in their place."""
        if self.ladder is None:
            return Steps(np.array(self._breaks, dtype=np.int64), self._maps[:, :, 0])
        rows = self.ladder.rows if rows is None else rows
        own = {edge for row in rows for edge in (row.start, row.end + 1)}
        edges = sorted(own.union(self._breaks))
        starts = np.array([edges[0] - 1, *edges], dtype=np.int64)
        outcome = climb(tuple(sorted(rows)), starts)[0]
        outcome[outcome < 0] = self._outcomes - 1
        part = np.searchsorted(np.array(self._breaks, dtype=np.int64), starts, side="right")
        return Steps(starts[1:], self._maps[:, part, outcome])

    def _classes(self) -> tuple[NDArray[np.int16], Indices]:
        """Return the rows [class, part, outcome] and the class of each case; classes that never differ are one."""
        cases = self.cases
        kind = np.zeros(len(cases), dtype=np.int64)
        found = [np.zeros((0, len(self._breaks) + 1, self._outcomes), dtype=np.int16)]
        count = 0
        rest = self._without(cases.states)
        for at, context in cases.by_context():
            states, own = numbered(rest[at], cases.batch.packing.size)
            kind[at] = own + count
            count += len(states)
            found.append(self._judged(states, context))
        maps = np.concatenate(found)
        if not len(maps):
            return maps, kind
        flat, merged = np.unique(maps.reshape(len(maps), -1), axis=0, return_inverse=True)
        return flat.reshape(-1, *maps.shape[1:]), merged.reshape(-1)[kind]

    def _without(self, states: States) -> States:
        """Return STATES less what they hold of the measure alone."""
        packing = self.cases.batch.packing
        rest = states
        for slot in packing.slots:
            of = slot.of
            place = of.measure if isinstance(of, Sum | Held) else None
            own = place is not None and packing.scheme.measures[place].id == self.measure
            if own or (isinstance(of, Cell) and of.measure == self.measure):
                rest = rest - packing.values(slot, rest) * slot.weight
        return rest

    def _judged(self, states: States, context: Context) -> NDArray[np.int16]:
        """Return the rows of STATES for every part of the measure's range and every outcome of the ladder."""
        packing, scheme = self.cases.batch.packing, self.cases.scheme
        starts = [self._breaks[0] - 1, *self._breaks] if self._breaks else [0]
        shape = (len(states), len(starts), self._outcomes)
        at = [grid.reshape(-1) for grid in np.indices(shape)]
        given = {self.measure: np.array(starts, dtype=np.int64)[at[1]], _OUTCOME: at[2].astype(np.int64)}
        reading = _Supposing(packing, states[at[0]], given)
        if self.ladder is not None:
            rows = tuple(Row(n, n, n) for n in range(len(scheme.bands)))
            reading.scheme = dataclasses.replace(scheme, decide=Ladder(_OUTCOME, rows))
        verdict = judge(reading, context)
        return rows_of(verdict.bands, verdict.reasons, len(scheme.bands)).reshape(shape)


def _breaks(cases: Cases, measure: str) -> list[int]:
    """Return where a condition on MEASURE changes, and where a ladder inside a larger decision does."""
    edges: set[int] = set()
    for node in all_nodes(cases.scheme):
        for leaf in parts(node):
            if isinstance(leaf, Between) and leaf.measure == measure:
                edges |= {edge for edge in (leaf.low, None if leaf.high is None else leaf.high + 1) if edge is not None}
    decide = cases.scheme.decide
    for inner in () if isinstance(decide, Ladder) else _ladders(decide):
        if inner.measure == measure:
            edges |= {edge for row in inner.rows for edge in (row.start, row.end + 1)}
    return sorted(edges)


def _ladders(decide: object) -> list[Ladder]:
    """Return the ladders among several ways to decide."""
    if isinstance(decide, Ladder):
        return [decide]
    return [ladder for inner in getattr(decide, "of", ()) for ladder in _ladders(inner)]
