"""Suite `whatif`: what each position of a slider costs, by the number of children, beside banding everyone again.

The bench matrix and its drawn cases on one pinned core. Positions differ from run to run of a round, and are checked
against the sum over pupils before they are timed. Goals: design/matrix 8.6.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from bandingdesk.matrix.whatif.applied import apply
from bandingdesk.matrix.whatif.scenario import Scenario, Threshold
from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.matrix.whatif.totals import Standing, Totals
from benchmarks import cases
from benchmarks.timing import Row, in_turn, median

SIZES = (10_000, 100_000, 1_000_000)
GOAL_AT = 100_000
# A strand that no other rule reads, one in a condition on two strands, one under a cap.
STRANDS = {"plain": "movement", "flagged": "attention", "capped": "learning"}
EDGE = 4  # between bands 5 and 6


class Slider(NamedTuple):
    """A slider with places it can stand at, and the most that its totals may take at 100,000 children."""

    name: str
    places: Sequence[Any]
    totals: Callable[[Any], Totals]
    standing: Callable[[Any], Standing]
    goal: float  # ms


def rows(quick: bool) -> Iterator[Row]:
    """Give the rows of the suite."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    framework, tariff = cases.bench_matrix()
    for size in SIZES[:2] if quick else SIZES:
        simulation = Simulation(framework, tariff, cases.caseload(framework, size))
        yield from _totals(simulation, size, 5 if quick else 9)
        yield from _handles(simulation, size)
        yield from _everyone(simulation, size)


def _totals(simulation: Simulation, size: int, rounds: int) -> Iterator[Row]:
    for slider in _sliders(simulation):
        for place in (slider.places[0], slider.places[-1]):
            _check(slider, place)
        turn = itertools.cycle(slider.places)

        def step(slider: Slider = slider, turn: Iterator[Any] = turn) -> Totals:
            return slider.totals(next(turn))

        def again(slider: Slider = slider, turn: Iterator[Any] = turn) -> Totals:
            standing = slider.standing(next(turn))
            return simulation.prices.totals(simulation.prices.counted(standing.rows))

        mine, theirs = in_turn(step, again, rounds=rounds, times=50, rival_times=5)
        name = f"{slider.name}: totals of one position"
        yield _row(name, size, mine, slider.goal, against="each child again", theirs=theirs)


def _sliders(simulation: Simulation) -> Iterator[Slider]:
    ladder, amounts = simulation.thresholds(), simulation.amounts()
    positions = [ladder.rows(EDGE, to) for to in range(*ladder.range(EDGE))]
    yield Slider("threshold", positions, ladder.totals, ladder.standing, 0.2)
    yield Slider(
        "£ of one cell",
        [amounts.amount("B5", {"setting": "main", "phase": "ks12"}, 500_000 + 100 * n) for n in range(50)],
        amounts.totals,
        amounts.standing,
        0.2,
    )
    yield Slider(
        "uplift in %",
        range(1_000, 50_000, 1_000),
        lambda millionths: amounts.totals(amounts.uplift(millionths, "half_up", 100)),
        lambda millionths: amounts.standing(amounts.uplift(millionths, "half_up", 100)),
        0.2,
    )
    for kind, strand in STRANDS.items():
        slider = simulation.points(strand)
        weights = [slider.weighted(weight) for weight in range(5)]
        yield Slider(f"weight of a {kind} strand", weights, slider.totals, slider.standing, 1.0)


def _check(slider: Slider, place: Any) -> None:
    """The totals are the sum over pupils. Raises AssertionError."""
    totals, standing = slider.totals(place), slider.standing(place)
    by_row = np.bincount(standing.rows, minlength=len(totals.axes.rows))
    if totals.by_band()[:, 0].tolist() != by_row.tolist() or totals.total != standing.pence[standing.pence > 0].sum():
        raise AssertionError(f"{slider.name} at {place} is not the sum over pupils")


def _handles(simulation: Simulation, size: int) -> Iterator[Row]:
    """Give what it takes to pick a handle up; the classes of the rules are worked out once for all strands."""
    simulation.rulings(str(simulation.scheme.primary))
    for kind, strand in STRANDS.items():
        taken = median(lambda strand=strand: simulation.points(strand), rounds=7)  # type: ignore[misc]
        yield _row(f"weight of a {kind} strand: handle taken in", size, taken, 16.0)

    def first() -> None:
        simulation.forget()
        simulation.thresholds()

    yield _row("threshold: first handle taken in, rules judged by class", size, median(first, rounds=7), 16.0)


def _everyone(simulation: Simulation, size: int) -> Iterator[Row]:
    ladder = simulation.thresholds()
    turn = itertools.cycle([ladder.rows(EDGE, to) for to in range(*ladder.range(EDGE))])
    yield _row("threshold: who moves", size, median(lambda: ladder.who(next(turn)), times=5), None)
    each = median(lambda: ladder.standing(next(turn)), times=5)
    yield _row("threshold: band and £ of every child", size, each, None)
    heavier = simulation.points(STRANDS["plain"])
    weights = itertools.cycle([heavier.weighted(weight) for weight in range(5)])
    yield _row(
        "weight: band and £ of every child", size, median(lambda: heavier.standing(next(weights)), times=5), None
    )
    after = ladder.standing(next(turn))
    movers = median(lambda: simulation.movers(after), times=3)
    yield _row("movers: transitions, winners and losers by setting", size, movers, None)
    change = Threshold(band="B6", from_=135)
    scenario = Scenario.model_validate_json(
        '{"id": "s1", "name": "bench", "date": "2026-11-26", "framework": "exampleshire-send"}'
    ).model_copy(update={"changes": (change,)})
    draft = apply(simulation.framework, simulation.tariff, scenario)
    whole = median(lambda: simulation.under(*draft).totals, rounds=5)
    yield _row("anything else: a new definition compiled, everyone banded, totals", size, whole, None)


def _row(
    name: str, size: int, seconds: float, goal: float | None, *, against: str | None = None, theirs: float | None = None
) -> Row:
    value = seconds * 1e3
    named = goal is not None and size == GOAL_AT
    return Row(
        f"{name}, {size:,} children",
        value,
        "ms",
        against,
        None if theirs is None else theirs * 1e3,
        None if theirs is None else theirs / seconds,
        f"at most {goal:g} ms" if named else None,
        value <= goal if named and goal is not None else None,
    )
