"""Which value meets this budget: offered for £ values. Of thresholds, points and weights it is only an exploration.

A £ value that is found is the nearest that does not go above the budget, and what remains is said. A threshold, points
or a weight that is found carries the mark "not a statement of need" (`Sought`): `into_draft` asks for a reason of need.
BESIDE are children whose amounts move along: those with a band on record and no levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.matrix.tariff import Place, TableTariff
from bandingdesk.matrix.whatif.scenario import (
    Amount,
    Flat,
    LevelPoints,
    OfMoney,
    OfNeed,
    Rounding,
    RoundTo,
    Sought,
    StrandWeight,
    Threshold,
    Uplift,
)
from bandingdesk.matrix.whatif.simulation import AmountSlider, NoSliderError, Simulation
from bandingdesk.matrix.whatif.totals import Counts
from bandingdesk.matrix.wording import money

MOST_PENCE = 10_000_000_000
MOST_WEIGHT = 20  # of an exploration


class BudgetOutOfReachError(RefusedError):
    """No value comes down to the budget: the least is LOWEST pence, the budget is BUDGET pence."""

    code = "FW-34"
    message = QT_TRANSLATE_NOOP("errors", "No value meets {wanted}: the least it can come to is {least}.")
    kept = QT_TRANSLATE_NOOP("errors", "The amounts are as they were.")
    do = QT_TRANSLATE_NOOP("errors", "Give a larger budget, or let other values move as well.")

    def __init__(self, *, budget: int, lowest: int) -> None:
        super().__init__(budget=budget, lowest=lowest, wanted=money(budget), least=money(lowest))


class Met(NamedTuple):
    """A change of £ values that meets a budget, what it comes to, and what is left; `remainder` is never negative."""

    change: OfMoney
    total: int
    remainder: int


class Looked(NamedTuple):
    """A change of the need side that was looked for to meet a budget: for the log, under its mark."""

    change: OfNeed
    sought: Sought


def uplift(
    simulation: Simulation,
    budget: int,
    rounding: Rounding = "half_up",
    round_to: RoundTo = 1,
    *,
    beside: Simulation | None = None,
) -> Met:
    """Return the same rise or cut for all amounts, in millionths, that meets BUDGET. Raises BudgetOutOfReachError."""
    total = _total(simulation, beside, lambda slider, millionths: slider.uplift(millionths, rounding, round_to))
    found = _highest(total, -1_000_000, 10_000_000, budget)
    return _met(Uplift(millionths=found, rounding=rounding, round_to=round_to), total(found), budget)


def flat(simulation: Simulation, budget: int, band: str | None = None, *, beside: Simulation | None = None) -> Met:
    """Return the sum to add to every amount (to those of BAND alone, where one is named) that meets BUDGET.

    Raises BudgetOutOfReachError.
    """
    tariff = simulation.tariff
    if not isinstance(tariff, TableTariff):
        raise NoSliderError(what="amounts one by one")
    own = [row.pence for row in tariff.rows if row.pence is not None and band in (None, row.band)]
    total = _total(simulation, beside, lambda slider, pence: slider.flat(pence, band))
    found = _highest(total, -min(own, default=0), MOST_PENCE, budget)
    return _met(Flat(pence=found, band=band), total(found), budget)


def amount(
    simulation: Simulation,
    budget: int,
    band: str,
    where: tuple[Place, ...] = (),
    *,
    beside: Simulation | None = None,
) -> Met:
    """Return the amount of BAND, one for all places that WHERE names, that meets BUDGET.

    Raises BudgetOutOfReachError.
    """
    at = {place.context: place.value for place in where}
    total = _total(simulation, beside, lambda slider, pence: slider.amount(band, at, pence))
    found = _highest(total, 0, MOST_PENCE, budget)
    return _met(Amount(band=band, where=where, pence=found), total(found), budget)


def explore_threshold(simulation: Simulation, edge: int, budget: int) -> Looked:
    """Return where the EDGE between two rows of the ladder would meet BUDGET. Raises BudgetOutOfReachError."""
    slider = simulation.thresholds()
    low, high = slider.range(edge)
    now = slider.edges[edge]
    tried = ((to, slider.totals(slider.rows(edge, to)).total) for to in range(low, high + 1))
    to, total = _nearest(tried, now, budget)
    band = simulation.scheme.bands[slider.ladder.rows[edge + 1].band]
    return Looked(Threshold(band=band, from_=to), _sought(total, budget))


def explore_weight(simulation: Simulation, strand: str, budget: int) -> Looked:
    """Return the weight of STRAND, up to MOST_WEIGHT, that would meet BUDGET. Raises BudgetOutOfReachError."""
    slider = simulation.points(strand)
    tried = ((weight, slider.totals(slider.weighted(weight)).total) for weight in range(MOST_WEIGHT + 1))
    weight, total = _nearest(tried, slider.weight, budget)
    return Looked(StrandWeight(strand=strand, weight=weight), _sought(total, budget))


def explore_points(simulation: Simulation, strand: str, level: int, budget: int) -> Looked:
    """Return the points of one LEVEL, between its neighbours' (the top: up to twice its own), that would meet BUDGET.

    Raises BudgetOutOfReachError.
    """
    slider = simulation.points(strand)
    at = slider.levels.index(level)
    own = slider.raw[at]
    low = slider.raw[at - 1] if at else min(own, 0)
    high = slider.raw[at + 1] if at + 1 < len(slider.raw) else max(2 * own, own + 1)
    steps = range(min(low, high), max(low, high) + 1)
    tried = ((points, slider.totals(slider.with_level(level, points)).total) for points in steps)
    points, total = _nearest(tried, own, budget)
    return Looked(LevelPoints(strand=strand, level=level, points=points), _sought(total, budget))


def _total(
    simulation: Simulation, beside: Simulation | None, position: Callable[[AmountSlider, int], Counts]
) -> Callable[[int], int]:
    """Return what a value comes to for SIMULATION and, where there is one, for the children BESIDE it."""
    sliders = [own.amounts() for own in (simulation, beside) if own is not None]
    return lambda value: sum(slider.totals(position(slider, value)).total for slider in sliders)


def _highest(total: Callable[[int], int], low: int, high: int, budget: int) -> int:
    """Return the least value with the highest total not above BUDGET; TOTAL never falls as the value rises."""
    if (lowest := total(low)) > budget:
        raise BudgetOutOfReachError(budget=budget, lowest=lowest)
    best = _last(lambda value: total(value) <= budget, low, high)
    reached = total(best)
    return low if lowest == reached else _last(lambda value: total(value) < reached, low, best) + 1


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the last value for which HOLDS, which holds for LOW and never again once it does not."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _nearest(tried: Iterable[tuple[int, int]], now: int, budget: int) -> tuple[int, int]:
    """Return the value with the highest total not above BUDGET; of equal ones, the nearest to NOW."""
    all_ = list(tried)
    within = [each for each in all_ if each[1] <= budget]
    if not within:
        raise BudgetOutOfReachError(budget=budget, lowest=min(total for _, total in all_))
    return max(within, key=lambda each: (each[1], -abs(each[0] - now), -each[0]))


def _met(change: OfMoney, total: int, budget: int) -> Met:
    return Met(change, total, budget - total)


def _sought(total: int, budget: int) -> Sought:
    return Sought(budget=budget, total=total, remainder=budget - total)
