"""How many children of a caseload stand where a finding bites: who would be moved by one level more in a strand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.batch import Batch
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.checks.rises import Rise, Rises
from bandingdesk.matrix.verdict import Mask

Place = Mapping[str, str]


class Children:
    """The children of a caseload as the steps of a scheme see them; who lacks a level or a context is left out."""

    def __init__(self, rises: Rises, caseload: Caseload) -> None:
        self.rises, self.caseload = rises, caseload
        self._batch = Batch(rises.survey.reach.scheme)
        now = self._batch.run(caseload)
        self._whole, self._planes, self._now = ~now.gaps, now.planes, self._grades(now.states, now.planes)

    def moved(self, steps: Mapping[Rise, Sequence[Place] | None]) -> int:
        """Return how many children take one of STEPS, all from one level of one strand; None: wherever they are."""
        first = next(iter(steps))
        row = self.caseload.strands.index(self.rises.scheme.strands[first.strand].id)
        standing = self._whole & (self.caseload.levels[row] == first.lower)
        levels = self.caseload.levels.copy()
        levels[row, standing] = first.upper
        raised = self._batch.run(replace(self.caseload, levels=levels))
        after = self._grades(raised.states, raised.planes)
        hit = np.zeros(len(self.caseload), dtype=bool)
        for rise, places in steps.items():
            own = self.rises.graded[rise.view][0]
            same = (self._now == own[rise.before.place]) & (after == own[rise.after.place])
            hit |= standing & (self._planes == rise.view) & same & self._at(places)
        return int(hit.sum())

    def _grades(self, states: NDArray[np.int64], planes: NDArray[np.int16]) -> NDArray[np.int64]:
        """Return each child's grade in its own context; of a child with a gap, any."""
        at = self.rises.survey.reach.place(states)
        table = np.stack([own for own, _ in self.rises.graded])
        return table[np.maximum(planes, 0), at]

    def _at(self, places: Sequence[Place] | None) -> Mask:
        """Return which children are at one of PLACES of the tariff."""
        size = len(self.caseload)
        if places is None:
            return np.ones(size, dtype=bool)
        here = np.zeros(size, dtype=bool)
        for at in places:
            hit = np.ones(size, dtype=bool)
            for name, value in at.items():
                column = self.caseload.contexts.get(name)
                if column is None or value not in column.values:
                    hit[:] = False
                else:
                    hit &= column.codes == column.values.index(value)
            here |= hit
        return here
