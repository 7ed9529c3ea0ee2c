"""A caseload as the sliders need it: who can be scored, every case packed, and the cell it is counted in.

A case that the scheme can't score is left out with its reason and counted, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.batch import Batch, unfounded
from bandingdesk.matrix.caseload import MISSING, Caseload
from bandingdesk.matrix.packing import States, Sum
from bandingdesk.matrix.scheme import CostTable, NumberTable, PointsTable, Scheme
from bandingdesk.matrix.verdict import REASONS, Reading
from bandingdesk.matrix.whatif.totals import NOT_GIVEN, REFERRED, REFUSED, Axes

# Why a case is left out; a file or the screen says it in words.
NOT_RATED, NO_SUCH_LEVEL, NO_CONTEXT = "not_rated", "no_such_level", "no_context"
NO_NUMBER, NO_DESCRIPTOR, NO_SUCH_BAND = "no_number", "no_descriptor", "no_such_band"

_NO_PLACE = 255  # a strand has at most 40 levels
_REFUSED = REASONS.index("refused")

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """The cases of a caseload that a scheme can score; arrays hold one entry a case kept, in the caseload's order.

    `kept` are their places in the caseload; `left_out` counts the others by reason. `facing` is a place in `contexts`:
    what the rules read beside the levels. `cell` is setting * phases + phase. `held` are rows that stand as they are on
    record, where the cases have a band and no levels: their states mean nothing then.
    """

    batch: Batch
    caseload: Caseload
    axes: Axes
    kept: Indices
    left_out: Mapping[str, int]
    states: States
    facing: Indices
    cell: Indices
    held: Rows | None = None

    def __len__(self) -> int:
        return len(self.kept)

    @property
    def scheme(self) -> Scheme:
        """Return the scheme."""
        return self.batch.scheme

    def by_context(self) -> Iterator[tuple[Indices | slice, Mapping[str, str]]]:
        """Give the cases that face each context, and the context."""
        if len(self.batch.contexts) == 1:
            yield slice(None), self.batch.contexts[0]
            return
        for n in np.unique(self.facing).tolist():
            yield np.flatnonzero(self.facing == n), self.batch.contexts[n]

    def reads(self, id_: str) -> bool:
        """Return whether a rule reads the measure ID_; of another, a packed state holds nothing."""
        table = next((measure for measure in self.scheme.measures if measure.id == id_), None)
        if isinstance(table, PointsTable):
            place = self.scheme.measures.index(table)
            return any(isinstance(slot.of, Sum) and slot.of.measure == place for slot in self.batch.packing.slots)
        return isinstance(table, NumberTable | CostTable) or id_ in self.scheme.needs

    def measure(self, id_: str) -> States:
        """Return the value of the measure ID_, which a rule reads, in every case."""
        exact = self.caseload.numbers.get(id_)
        if exact is not None:  # a packed state holds only the cell that a number falls into
            return exact[self.kept]
        made = np.zeros(len(self), dtype=np.int64)
        if not len(self):
            return made
        for at, context in self.by_context():
            made[at] = Reading(self.batch.packing, self.states[at]).measure(id_, context)
        return made

    def places(self, strand: int) -> Indices:
        """Return the place of each case's level among the levels of the strand at position STRAND."""
        return _places(self.scheme, self.caseload, strand)[self.kept].astype(np.int64)

    def column(self, context: str) -> Indices:
        """Return each case's value of CONTEXT as a place in the framework's list; -1 where it has none of them."""
        return _column(self.scheme, self.caseload, context)[self.kept]

    def ticked(self, descriptor: str) -> Indices:
        """Return 1 for each case that relies on DESCRIPTOR, else 0."""
        own = self.caseload.ticks.get(descriptor)
        return np.zeros(len(self), dtype=np.int64) if own is None else own[self.kept].astype(np.int64)

    def rows(self) -> Rows:
        """Return the row of Axes.rows that each case stands in."""
        if self.held is not None:
            return self.held
        known = self.batch.outcomes(self.states, self.facing.astype(np.int16))
        return rows_of(known.bands, known.reasons, len(self.scheme.bands))


def rows_of(bands: NDArray[np.int16], reasons: NDArray[np.uint8], count: int) -> Rows:
    """Return rows from bands: a case without one is referred, or refused."""
    rows = bands.astype(np.int16)
    rows[bands < 0] = count
    rows[reasons == _REFUSED] = count + 1
    return rows


def cases_of(scheme: Scheme, caseload: Caseload) -> Cases:
    """Return CASELOAD made ready under SCHEME. Raises PackingTooWideError."""
    batch = Batch(scheme)
    kept, left_out = _sift(scheme, caseload)
    settings, setting = _axis(scheme, caseload, "setting", kept)
    phases, phase = _axis(scheme, caseload, "phase", kept)
    axes = Axes((*scheme.bands, REFERRED, REFUSED), settings, phases)
    states = batch.states(caseload)[kept].astype(np.int64)
    facing = batch.planes(caseload, np.zeros(len(caseload), dtype=bool))[kept].astype(np.int64)
    return Cases(batch, caseload, axes, kept, left_out, states, facing, setting * len(phases) + phase)


def held_cases(scheme: Scheme, caseload: Caseload, bands: Sequence[str]) -> Cases:
    """Return CASELOAD with the bands that its cases hold today, by id or by name, in place of what rules would say."""
    places = {name.casefold(): n for n, band in enumerate(scheme.bands) for name in (band, scheme.words.bands[band])}
    rows = np.array([places.get(band.strip().casefold(), -1) for band in bands], dtype=np.int16)
    kept = np.flatnonzero(rows >= 0)
    left_out = {NO_SUCH_BAND: len(rows) - len(kept)} if len(kept) < len(rows) else {}
    settings, setting = _axis(scheme, caseload, "setting", kept)
    phases, phase = _axis(scheme, caseload, "phase", kept)
    axes = Axes((*scheme.bands, REFERRED, REFUSED), settings, phases)
    none, cell = np.zeros(len(kept), dtype=np.int64), setting * len(phases) + phase
    return Cases(Batch(scheme), caseload, axes, kept, left_out, none, none, cell, rows[kept])


def _sift(scheme: Scheme, caseload: Caseload) -> tuple[Indices, dict[str, int]]:
    """Return the places of the cases that can be scored, and how many can't, by the first reason that applies."""
    good = np.ones(len(caseload), dtype=bool)
    left: dict[str, int] = {}
    for reason, fails in _faults(scheme, caseload):
        if found := int((good & fails).sum()):
            left[reason] = left.get(reason, 0) + found
        good &= ~fails
    return np.flatnonzero(good), left


def _faults(scheme: Scheme, caseload: Caseload) -> Iterator[tuple[str, Mask]]:
    nobody, everybody = np.zeros(len(caseload), dtype=bool), np.ones(len(caseload), dtype=bool)
    for n, strand in enumerate(scheme.strands):
        gap = _places(scheme, caseload, n) == _NO_PLACE
        if gap.any():
            given = nobody
            if strand.id in caseload.strands:
                given = caseload.levels[caseload.strands.index(strand.id)] != MISSING
            yield NOT_RATED, gap & ~given
            yield NO_SUCH_LEVEL, gap & given
    for context in scheme.contexts:
        yield NO_CONTEXT, _column(scheme, caseload, context) < 0
    for measure in scheme.measures:
        number = caseload.numbers.get(measure.id)
        if isinstance(measure, NumberTable):
            yield NO_NUMBER, everybody if number is None else (number < measure.min) | (number > measure.max)
        elif isinstance(measure, CostTable):
            yield NO_NUMBER, everybody if number is None else number < 0
    yield NO_DESCRIPTOR, unfounded(scheme, caseload)


def _places(scheme: Scheme, caseload: Caseload, n: int) -> NDArray[np.uint8]:
    """Return the place of each case's level of strand N; _NO_PLACE where it has none, or one the strand has not."""
    strand = scheme.strands[n]
    places = np.full(256, _NO_PLACE, dtype=np.uint8)
    places[np.array(strand.levels) % 256] = np.arange(len(strand.levels))
    if scheme.missing == "lowest" or strand.optional:
        places[MISSING % 256] = 0
    if strand.id not in caseload.strands:
        return np.full(len(caseload), places[MISSING % 256], dtype=np.uint8)
    given = np.ascontiguousarray(caseload.levels[caseload.strands.index(strand.id)], dtype=np.int8)
    return places[given.view(np.uint8)]


def _column(scheme: Scheme, caseload: Caseload, context: str) -> Indices:
    column = caseload.contexts.get(context)
    if column is None:
        return np.full(len(caseload), -1, dtype=np.int64)
    places = {value: n for n, value in enumerate(scheme.values[context])}
    return np.array([*(places.get(value, -1) for value in column.values), -1], dtype=np.int64)[column.codes]


def _axis(scheme: Scheme, caseload: Caseload, context: str, kept: Indices) -> tuple[tuple[str, ...], Indices]:
    if context not in scheme.values:
        return (NOT_GIVEN,), np.zeros(len(kept), dtype=np.int64)
    values, column = scheme.values[context], _column(scheme, caseload, context)[kept]
    if (column < 0).any():
        return (*values, NOT_GIVEN), np.where(column < 0, len(values), column)
    return values, column
