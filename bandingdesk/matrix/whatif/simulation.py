"""A real caseload under one framework and tariff, and sliders that say at once what another position would come to.

    simulation = Simulation(framework, tariff, caseload)
    slider = simulation.thresholds()
    slider.totals(slider.rows(2, 50))        # band by setting by phase, children and pence
    simulation.movers(slider.standing(...))  # who moves, winners and losers

Each slider answers from running sums of children (design/matrix 8.6); `totals` is always the sum over pupils. What no
slider moves (a condition, a cap, a new strand) is a whole new Simulation: `simulation.under(framework, tariff)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import compiled
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.measures import Measure, PointsMeasure, PointsRow
from bandingdesk.matrix.scheme import Ladder, PointsTable, Row
from bandingdesk.matrix.tariff import TableTariff, Tariff
from bandingdesk.matrix.whatif import applied as scenario_apply
from bandingdesk.matrix.whatif.cases import Cases, Indices, cases_of, held_cases
from bandingdesk.matrix.whatif.cells import Cells
from bandingdesk.matrix.whatif.grouping import grouped
from bandingdesk.matrix.whatif.movers import movers
from bandingdesk.matrix.whatif.prices import Prices, uplifted
from bandingdesk.matrix.whatif.rulings import Rulings, Steps
from bandingdesk.matrix.whatif.scenario import Rounding, RoundTo, Uplift
from bandingdesk.matrix.whatif.totals import NO_AMOUNT, Axes, Counts, Movers, Standing, Totals


class NoSliderError(InvalidError):
    """The scheme has no WHAT that a slider could move."""

    code = "FW-30"
    message = QT_TRANSLATE_NOOP("errors", "This framework has no slider for {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The simulation is as it was.")
    do = QT_TRANSLATE_NOOP("errors", "Change it in a draft instead, and compare the draft with this version.")


class PositionError(InvalidError):
    """The slider for WHAT can't stand at VALUE: it goes from LOW to HIGH."""

    code = "FW-31"
    message = QT_TRANSLATE_NOOP("errors", "{what} can't be {value}: it lies between {low} and {high}.")
    kept = QT_TRANSLATE_NOOP("errors", "The simulation is as it was.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a value between the two, or move the neighbour first.")


class Simulation:
    """CASELOAD under FRAMEWORK and TARIFF as they stand. Raises PackingTooWideError, and what the compiler raises.

    HELD gives each case the band that it holds today, by id or name, in place of what the rules say: for plans that
    came without levels. Amounts can be moved then, and nothing else; NoSliderError where the tariff reads levels.
    """

    def __init__(
        self, framework: Framework, tariff: Tariff | None, caseload: Caseload, held: Sequence[str] | None = None
    ) -> None:
        self.framework, self.tariff, self.caseload, self.held = framework, tariff, caseload, held
        self.scheme = compiled.compile_scheme(framework, tariff)
        money = self.scheme.money
        if held is not None and money is not None and (money.reads_levels or money.measures):
            raise NoSliderError(what="amounts that hang on levels, while only bands are on record")
        self.cases: Cases = cases_of(self.scheme, caseload) if held is None else held_cases(self.scheme, caseload, held)
        self.prices = Prices(self.cases)
        self._rulings: dict[str, Rulings] = {}

    @property
    def axes(self) -> Axes:
        """Return what the cells of every Totals are."""
        return self.cases.axes

    @cached_property
    def standing(self) -> Standing:
        """Return where each case stands now."""
        rows = self.cases.rows()
        measure = self.scheme.decide.measure if isinstance(self.scheme.decide, Ladder) else self.scheme.primary
        points = np.zeros(len(self.cases), dtype=np.int64)
        if measure is not None and self.held is None:
            points = self.cases.measure(measure)
        return Standing(rows, points, self.prices.each(rows))

    @cached_property
    def totals(self) -> Totals:
        """Return the totals as they stand."""
        return self.prices.totals(self.prices.counted(self.standing.rows))

    def rulings(self, measure: str) -> Rulings:
        """Return what the rules make of MEASURE, worked out once."""
        if self.held is not None:
            raise NoSliderError(what="cases with a band and no levels")
        if measure not in self._rulings:
            self._rulings[measure] = Rulings(self.cases, measure)
        return self._rulings[measure]

    def forget(self) -> None:
        """Let go of what was worked out for sliders, and of its memory."""
        self._rulings.clear()

    def thresholds(self) -> ThresholdSlider:
        """Return the slider of the ladder's edges. Raises NoSliderError where the scheme decides in another way."""
        return ThresholdSlider(self)

    def points(self, strand: str, measure: str | None = None) -> PointsSlider:
        """Return the slider of one strand's points and weight. Raises NoSliderError where it has no points."""
        return PointsSlider(self, strand, measure or self.scheme.primary)

    def amounts(self) -> AmountSlider:
        """Return the slider of the £ values: the bands stay as they are."""
        return AmountSlider(self)

    def under(self, framework: Framework, tariff: Tariff | None) -> Simulation:
        """Return the same caseload under another framework or tariff, every case banded again (or its band held)."""
        return Simulation(framework, tariff, self.caseload, self.held)

    def movers(self, after: Standing) -> Movers:
        """Return who moves from where they stand now to AFTER."""
        return movers(self.cases, self.standing, after)


class ThresholdSlider:
    """The edges between the rows of the ladder. A position is the list of its rows."""

    def __init__(self, simulation: Simulation) -> None:
        ladder = simulation.scheme.decide
        if not isinstance(ladder, Ladder):
            raise NoSliderError(what="thresholds")
        self._simulation, self.ladder = simulation, ladder
        self._rulings = simulation.rulings(ladder.measure)
        self._now = self._rulings.steps()
        kinds = np.arange(self._rulings.classes, dtype=np.int64)
        self._shift = np.zeros(len(kinds), dtype=np.int64)
        self._cells = Cells(
            self._rulings.kind, self._rulings.value, simulation.prices.place, kinds, simulation.prices.places
        )

    @property
    def edges(self) -> tuple[int, ...]:
        """Return the first value of each row but the lowest: edge N divides row N from row N + 1."""
        return tuple(row.start for row in self.ladder.rows[1:])

    def range(self, edge: int) -> tuple[int, int]:
        """Return the lowest and highest place of EDGE at which both its rows hold at least one value."""
        below, above = self.ladder.rows[edge], self.ladder.rows[edge + 1]
        return below.start + 1, above.end

    def rows(self, edge: int, to: int) -> tuple[Row, ...]:
        """Return the ladder with EDGE moved: the row above begins at TO, the row below ends one before."""
        low, high = self.range(edge)
        if not low <= to <= high:
            band = self._simulation.framework.ladder()[self.ladder.rows[edge + 1].band]
            raise PositionError(what=f"The beginning of {band.name}", value=to, low=low, high=high)
        rows = list(self.ladder.rows)
        rows[edge] = rows[edge]._replace(end=to - 1)
        rows[edge + 1] = rows[edge + 1]._replace(start=to)
        return tuple(rows)

    def totals(self, rows: Sequence[Row]) -> Totals:
        """Return the totals with ROWS as the ladder."""
        prices = self._simulation.prices
        if not self._cells.is_summed:
            return prices.totals(prices.counted(self.standing(rows).rows))
        return prices.totals(self._cells.counts(self._rulings.steps(rows), self._shift, len(prices.values)))

    def standing(self, rows: Sequence[Row]) -> Standing:
        """Return where each case stands with ROWS as the ladder."""
        return _standing(self._simulation, self._rulings, self._rulings.steps(rows), self._rulings.value)

    def who(self, rows: Sequence[Row]) -> Indices:
        """Return the cases whose row changes, as places in the caseload, by class and value: slices of that order."""
        found = self._cells.changed(self._now, self._rulings.steps(rows))
        return np.take(self._simulation.cases.kept, found)


class PointsSlider:
    """The points of one strand in one measure, by level, and with them its weight. A position is its points by level.

    Points as they count: a weight is multiplied in.
    """

    def __init__(self, simulation: Simulation, strand: str, measure: str | None) -> None:
        scheme = simulation.scheme
        table = next((m for m in scheme.measures if isinstance(m, PointsTable) and m.id == measure), None)
        at = scheme.positions.get(strand)
        own = None if table is None or at is None else table.tables[at]
        if table is None or at is None or own is None or not simulation.cases.reads(table.id):
            raise NoSliderError(what=f"the points of {strand}")
        self._simulation, self._rulings = simulation, simulation.rulings(table.id)
        self._steps = self._rulings.steps()
        self.levels = scheme.strands[at].levels
        self.now: tuple[int, ...] = tuple(own[level] for level in self.levels)
        row = next(
            row for m in simulation.framework.measures if m.id == table.id for row in _rows(m) if row.strand == strand
        )
        self.raw, self.weight = row.points, row.weight
        self._caps = [cap for cap in table.caps if at in cap.indices]
        self._grouped(at, table)
        self._rest = self._rulings.value - self._contribution(self.now)[self._group]
        self._cells = Cells(self._group, self._rest, simulation.prices.place, self._kind, simulation.prices.places)

    def weighted(self, weight: int) -> tuple[int, ...]:
        """Return the points by level under another WEIGHT."""
        return tuple(points * weight for points in self.raw)

    def with_level(self, level: int, points: int) -> tuple[int, ...]:
        """Return the points by level with those of LEVEL, before the weight, changed to POINTS."""
        at = self.levels.index(level)
        return (*self.now[:at], points * self.weight, *self.now[at + 1 :])

    def _grouped(self, at: int, table: PointsTable) -> None:
        """Sort the cases into groups that move as one: same class, same level, same points of others under a cap."""
        cases = self._simulation.cases
        parts = [self._rulings.kind, cases.places(at)]
        for cap in self._caps:
            others = np.zeros(len(cases), dtype=np.int64)
            for n in cap.indices:
                points = table.tables[n]
                if n != at and points is not None:
                    own = np.array([points[level] for level in self._simulation.scheme.strands[n].levels])
                    others += own[cases.places(n)]
            parts.append(others)
        found, self._group = grouped(parts)
        self._kind, self._place, self._others = found[0], found[1], found[2:]

    def _contribution(self, points: Sequence[int]) -> Counts:
        """Return what the strand adds to the value in each group, the loss by caps taken off."""
        own = np.array(points, dtype=np.int64)[self._place]
        total = own.copy()
        for cap, others in zip(self._caps, self._others, strict=True):
            total -= np.maximum(others + own - cap.max, 0)
        return total

    def totals(self, points: Sequence[int]) -> Totals:
        """Return the totals with POINTS by level, lowest level first."""
        prices = self._simulation.prices
        if not self._cells.is_summed:
            return prices.totals(prices.counted(self.standing(points).rows))
        return prices.totals(self._cells.counts(self._steps, self._contribution(points), len(prices.values)))

    def standing(self, points: Sequence[int]) -> Standing:
        """Return where each case stands with POINTS by level, lowest level first."""
        value = self._rest + self._contribution(points)[self._group]
        return _standing(self._simulation, self._rulings, self._steps, value)


class AmountSlider:
    """The £ values, while every band stays as it is. A position is an array of amounts [band, place] before caps."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation, self._prices = simulation, simulation.prices
        self._counts = self._prices.counted(simulation.standing.rows)

    def uplift(self, millionths: int, rounding: Rounding, to: RoundTo) -> Counts:
        """Return the amounts raised (or lowered) by MILLIONTHS of themselves, rounded to TO pence."""
        if not isinstance(self._simulation.tariff, TableTariff):
            change = Uplift(millionths=millionths, rounding=rounding, round_to=to)
            return self.under(scenario_apply.priced(self._simulation.tariff, change))
        return uplifted(self._prices.base, millionths, rounding, to)

    def under(self, tariff: Tariff) -> Counts:
        """Return the amounts of another TARIFF that differs in its amounts alone."""
        return self._prices.based(compiled.compile_scheme(self._simulation.framework, tariff))

    def flat(self, pence: int, band: str | None = None) -> Counts:
        """Return the amounts with PENCE added to each, or to those of one band."""
        self._needs_table()
        at = slice(None) if band is None else self._simulation.scheme.bands.index(band)
        made = self._prices.base.copy()
        made[at] = np.where(made[at] < 0, NO_AMOUNT, made[at] + pence)
        return made

    def amount(self, band: str, where: Mapping[str, str], pence: int) -> Counts:
        """Return the amounts with PENCE for BAND at the places WHERE names."""
        self._needs_table()
        made = self._prices.base.copy()
        made[self._simulation.scheme.bands.index(band), self._prices.at(where)] = pence
        return made

    def _needs_table(self) -> None:
        if not isinstance(self._simulation.tariff, TableTariff):
            raise NoSliderError(what="amounts one by one")

    def totals(self, base: Counts) -> Totals:
        """Return the totals at the amounts BASE."""
        return self._prices.totals(self._counts, self._prices.valued(base))

    def standing(self, base: Counts) -> Standing:
        """Return where each case stands at the amounts BASE."""
        now = self._simulation.standing
        return Standing(now.rows, now.points, self._prices.each(now.rows, self._prices.valued(base)))


def _rows(measure: Measure) -> tuple[PointsRow, ...]:
    return measure.table if isinstance(measure, PointsMeasure) else ()


def _standing(simulation: Simulation, rulings: Rulings, steps: Steps, value: Counts) -> Standing:
    rows = steps.each(rulings.kind, value)
    return Standing(rows, value, simulation.prices.each(rows))
