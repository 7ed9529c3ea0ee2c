"""Handles on a framework and its tariff, and what their position comes to on a caseload. Runs on any thread.

A position is the list of handles that were moved. Handles of one group answer together from running sums (`Hold`);
another group's are first carried into a simulation of their own, which is set up in a job.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Literal, NamedTuple, cast

from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.framework import Framework, Thresholds
from bandingdesk.matrix.measures import PointsMeasure, PointsRow
from bandingdesk.matrix.tariff import MeasureTariff, TableTariff, Tariff
from bandingdesk.matrix.whatif import applied as scenario_apply
from bandingdesk.matrix.whatif.budget import BudgetOutOfReachError
from bandingdesk.matrix.whatif.scenario import Change, Flat, LevelPoints, Scenario, StrandWeight, Threshold, Uplift
from bandingdesk.matrix.whatif.simulation import AmountSlider, NoSliderError, PointsSlider, Simulation, ThresholdSlider
from bandingdesk.matrix.whatif.totals import Movers, Totals

Kind = Literal["threshold", "points", "weight", "uplift", "flat"]
UPLIFT_STEP = 1_000  # millionths: a tenth of a percent
POUNDS_STEP = 5_000  # pence: the step of a flat sum
MOST_UPLIFT = 250_000  # millionths, each way
MOST_FLAT = 500_000  # pence, each way


class Key(NamedTuple):
    """One handle: its kind, the band or strand that it moves, and the level of points."""

    kind: Kind
    of: str = ""
    level: int = 0

    @property
    def group(self) -> str:
        """Return the handles that answer together: all thresholds, one strand's points and weight, all amounts."""
        if self.kind in ("points", "weight"):
            return f"points {self.of}"
        return "thresholds" if self.kind == "threshold" else "amounts"

    @property
    def is_need(self) -> bool:
        """Return whether it moves what need is worth, and not what a band is paid."""
        return self.kind in ("threshold", "points", "weight")


class Handle(NamedTuple):
    """A handle where it stands as adopted, and the most that it moves. STEP is the smallest move."""

    key: Key
    now: int
    low: int
    high: int
    step: int = 1


Values = Mapping[Key, int]


class Answer(NamedTuple):
    """What a position comes to, and who moves against how it stands as adopted."""

    totals: Totals
    movers: Movers


class Bench:
    """A framework, a tariff and a caseload with a handle for all that can be moved. Raises what Simulation raises.

    HELD are cases with a band and no levels, with BANDS: amounts move for them, and nothing else does.
    """

    def __init__(
        self,
        framework: Framework,
        tariff: Tariff | None,
        caseload: Caseload,
        held: Caseload | None = None,
        bands: Sequence[str] = (),
    ) -> None:
        self.framework, self.tariff = framework, tariff
        self.base = Simulation(framework, tariff, caseload)
        self.held: Simulation | None = None
        if held is not None and len(held):
            with suppress(NoSliderError):  # the tariff reads levels: these cases have no amount to be moved
                self.held = Simulation(framework, tariff, held, bands)
        self.totals = self.base.totals if self.held is None else self.base.totals.plus(self.held.totals)
        self.handles = {handle.key: handle for handle in _handles(framework, tariff)}

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the ids of all cases; movers name their places in it."""
        held = self.held.caseload.cases if self.held is not None else ()
        return (*self.base.caseload.cases, *held)

    @property
    def left_out(self) -> int:
        """Return how many cases of the lists could not be scored."""
        sides = (self.base, self.held) if self.held is not None else (self.base,)
        return sum(sum(side.cases.left_out.values()) for side in sides)

    def moved(self, values: Values) -> dict[Key, int]:
        """Return VALUES without those that stand as adopted."""
        return {key: value for key, value in values.items() if value != self.handles[key].now}

    def at(self, key: Key, values: Values) -> int:
        """Return where a handle stands."""
        return values.get(key, self.handles[key].now)

    def reach(self, key: Key, values: Values) -> tuple[int, int]:
        """Return how far a handle goes: an edge of the ladder not past its neighbours where they stand now."""
        handle = self.handles[key]
        if key.kind != "threshold":
            return handle.low, handle.high
        edges = self._edges()
        n = edges.index(key)
        low = self.at(edges[n - 1], values) + 1 if n else handle.low
        high = self.at(edges[n + 1], values) - 1 if n + 1 < len(edges) else handle.high
        return low, high

    def changes(self, values: Values) -> tuple[Change, ...]:
        """Return a position as the changes of a scenario, in the order in which they are made."""
        moved = self.moved(values)
        made: list[Change] = [Threshold(band=key.of, from_=moved[key]) for key in self._widening(moved)]
        made += [LevelPoints(strand=k.of, level=k.level, points=v) for k, v in moved.items() if k.kind == "points"]
        made += [StrandWeight(strand=k.of, weight=v) for k, v in moved.items() if k.kind == "weight"]
        made += [self._uplift(v) for k, v in moved.items() if k.kind == "uplift"]
        made += [Flat(band=k.of, pence=v) for k, v in moved.items() if k.kind == "flat"]
        return tuple(made)

    def scenario(self, values: Values, name: str, on: date) -> Scenario:
        """Return a position as a scenario of this version."""
        framework = self.framework
        return Scenario(
            id="scenario", name=name, date_=on, framework=framework.id, version=framework.version,
            changes=self.changes(values),
        )  # fmt: skip

    def applied(self, values: Values) -> tuple[Framework, Tariff | None]:
        """Return framework and tariff at a position."""
        return scenario_apply.apply(self.framework, self.tariff, self.scenario(values, "What if", date(2000, 1, 1)))

    def hold(self, group: str, values: Values) -> Hold:
        """Return the handles of GROUP made ready to move, every other standing where VALUES has it. Takes a while."""
        others = {key: value for key, value in self.moved(values).items() if key.group != group}
        return Hold(self, group, others)

    def rounding(self) -> tuple[Literal["half_up", "half_even", "down", "up"], Literal[1, 10, 100, 1000]]:
        """Return how an uplifted amount is rounded: as the tariff says, half up where it has no rounding."""
        if self.tariff is None or self.tariff.rounding == "none":
            return "half_up", 1
        return self.tariff.rounding, self.tariff.round_to

    def _uplift(self, millionths: int) -> Uplift:
        rounding, to = self.rounding()
        return Uplift(millionths=millionths, rounding=rounding, round_to=to)

    def _edges(self) -> list[Key]:
        return [key for key in self.handles if key.kind == "threshold"]

    def _widening(self, moved: Values) -> list[Key]:
        """Return the moved edges in an order in which each step leaves every row with a value in it.

        An edge that goes up waits for the edge above it, one that goes down for the edge below it.
        """
        up = [key for key in self._edges() if key in moved and moved[key] > self.handles[key].now]
        down = [key for key in self._edges() if key in moved and moved[key] < self.handles[key].now]
        return [*reversed(up), *down]


class Hold:
    """One group of handles in hand. `answer` takes microseconds to a few milliseconds."""

    def __init__(self, bench: Bench, group: str, others: dict[Key, int]) -> None:
        self.bench, self.group, self.others = bench, group, others
        applied = bench.applied(others) if others else None
        simulation = bench.base.under(*applied) if applied else bench.base
        held = bench.held.under(*applied) if applied and bench.held is not None else bench.held
        self._slider: ThresholdSlider | PointsSlider | AmountSlider
        self._held_slider: AmountSlider | None = None
        self._stands: Answer | None = None  # of the held cases, where this group does not move them
        if group == "thresholds":
            self._slider = simulation.thresholds()
        elif group == "amounts":
            self._slider = simulation.amounts()
            self._held_slider = held.amounts() if held is not None else None
        else:
            self._slider = simulation.points(group.removeprefix("points "))
        if held is not None and bench.held is not None and self._held_slider is None:
            self._stands = Answer(held.totals, bench.held.movers(held.standing))
        self._keys = [key for key in bench.handles if key.group == group]

    def serves(self, group: str, values: Values) -> bool:
        """Return whether it answers for GROUP while the others stand where VALUES has them."""
        others = {key: value for key, value in self.bench.moved(values).items() if key.group != group}
        return self.group == group and self.others == others

    def totals(self, values: Values) -> Totals:
        """Return the totals of a position."""
        made: Totals = cast(Any, self._slider).totals(self._position(self._slider, values))
        if self._held_slider is not None:
            return made.plus(self._held_slider.totals(cast(Any, self._position(self._held_slider, values))))
        return made if self._stands is None else made.plus(self._stands.totals)

    def answer(self, values: Values) -> Answer:
        """Return totals and movers of a position."""
        base, held = self.bench.base, self.bench.held
        moved = base.movers(cast(Any, self._slider).standing(self._position(self._slider, values)))
        after = len(base.caseload)
        if self._held_slider is not None and held is not None:
            standing = self._held_slider.standing(cast(Any, self._position(self._held_slider, values)))
            moved = moved.plus(held.movers(standing), after)
        elif self._stands is not None:
            moved = moved.plus(self._stands.movers, after)
        return Answer(self.totals(values), moved)

    def sought(self, key: Key, values: Values, budget: int) -> tuple[int, int]:
        """Return where KEY meets BUDGET with the others as they stand, and the total there, never above the budget.

        Of values with one total the nearest to where it stands now. Raises BudgetOutOfReachError.
        """
        low, high = self.bench.reach(key, values)

        def total(value: int) -> int:
            return self.totals({**values, key: value}).total

        if key.is_need:  # a total may fall as a threshold or a weight rises: every place is tried
            tried = [(value, total(value)) for value in range(low, high + 1)]
        else:
            best = _last(lambda value: total(value) <= budget, low, high)
            tried = [(best, total(best))]
        now = self.bench.at(key, values)
        within = [each for each in tried if each[1] <= budget]
        if not within:
            raise BudgetOutOfReachError(budget=budget, lowest=min(sum_ for _, sum_ in tried))
        return max(within, key=lambda each: (each[1], -abs(each[0] - now)))

    def _position(self, slider: ThresholdSlider | PointsSlider | AmountSlider, values: Values) -> object:
        at = self.bench.at
        if isinstance(slider, ThresholdSlider):
            starts = [slider.ladder.rows[0].start, *(at(key, values) for key in self._keys)]
            ends = [*(start - 1 for start in starts[1:]), slider.ladder.rows[-1].end]
            rows = zip(slider.ladder.rows, starts, ends, strict=True)
            return tuple(row._replace(start=start, end=end) for row, start, end in rows)
        if isinstance(slider, PointsSlider):
            weight = next(at(key, values) for key in self._keys if key.kind == "weight")
            return tuple(at(key, values) * weight for key in self._keys if key.kind == "points")
        return self._amounts(slider, values)

    def _amounts(self, slider: AmountSlider, values: Values) -> object:
        """Return the amounts raised by the uplift, then each band's flat sum on top."""
        rounding, to = self.bench.rounding()
        made = slider.uplift(self.bench.at(Key("uplift"), values), rounding, to)
        for key in self._keys:
            if key.kind == "flat" and (pence := self.bench.at(key, values)):
                made = made + (slider.flat(pence, key.of) - slider.flat(0))
        return made


def place(change: Change) -> tuple[Key, int]:
    """Return the handle that a change moves, and where to. Raises ValueError for a change that no handle makes."""
    match change:
        case Threshold(from_=int(start)):
            return Key("threshold", change.band), start
        case LevelPoints():
            return Key("points", change.strand, change.level), change.points
        case StrandWeight():
            return Key("weight", change.strand), change.weight
        case Uplift():
            return Key("uplift"), change.millionths
        case Flat(band=str(band)):
            return Key("flat", band), change.pence
        case _:
            raise ValueError(f"no handle makes {change!r}")


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the last value from LOW to HIGH for which HOLDS, LOW where it holds for none."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def points_of(framework: Framework) -> PointsMeasure | None:
    """Return the measure whose points can be moved: the one that decides, or the first of points."""
    found = [measure for measure in framework.measures if isinstance(measure, PointsMeasure)]
    if isinstance(framework.decide, Thresholds):
        decides = framework.decide.measure
        return next((measure for measure in found if measure.id == decides), None)
    return found[0] if found else None


def _handles(framework: Framework, tariff: Tariff | None) -> Sequence[Handle]:
    made: list[Handle] = []
    if isinstance(framework.decide, Thresholds):
        rows = sorted(framework.decide.rows, key=lambda row: row.from_)
        lowest, highest = rows[0].from_ + 1, rows[-1].to
        made += [Handle(Key("threshold", row.band), row.from_, lowest, highest) for row in rows[1:]]
    measure = points_of(framework)
    if measure is not None:
        for row in measure.table:
            made += _of_strand(framework, row)
    if tariff is not None and not isinstance(tariff, MeasureTariff):
        made.append(Handle(Key("uplift"), 0, -MOST_UPLIFT, MOST_UPLIFT, UPLIFT_STEP))
    if isinstance(tariff, TableTariff):
        for band in framework.ladder():
            own = [row.pence for row in tariff.rows if row.band == band.id and row.pence is not None]
            least = -(min(own) * (1_000_000 - MOST_UPLIFT) // 1_000_000 // POUNDS_STEP * POUNDS_STEP) if own else 0
            if own:
                made.append(Handle(Key("flat", band.id), 0, max(least, -MOST_FLAT), MOST_FLAT, POUNDS_STEP))
    return made


def _of_strand(framework: Framework, row: PointsRow) -> Sequence[Handle]:
    levels = [level.level for level in framework.strand(row.strand).levels]
    most = max(2 * max(row.points), 10)
    weight = Handle(Key("weight", row.strand), row.weight, 0, max(2 * row.weight, 5))
    points = zip(levels, row.points, strict=True)
    return [weight, *(Handle(Key("points", row.strand, level), own, min(0, own), most) for level, own in points)]
