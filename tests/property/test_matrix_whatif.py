"""Every position of every slider is the sum over pupils, to the penny, as the evaluator has each of them alone."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from bandingdesk.matrix import files
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.tariff import Place, Tariff
from bandingdesk.matrix.whatif.applied import apply
from bandingdesk.matrix.whatif.scenario import (
    Amount,
    Flat,
    LevelPoints,
    Scenario,
    StrandWeight,
    Threshold,
    Uplift,
    read_scenario,
)
from bandingdesk.matrix.whatif.simulation import Simulation
from bandingdesk.matrix.whatif.totals import Standing, Totals
from tests.property.test_matrix_engine import trees
from tests.support.caseloads import by_evaluator, random_caseload, summed
from tests.support.frameworks import read, small

BANDS = ("B1", "B2", "B3")
AMOUNTS = some.one_of(some.none(), some.integers(0, 3_000_000))


@some.composite
def definitions(draw: Any) -> Framework:
    """Give a small framework on a ladder of points with random caps, additions, adjustments, guards and settings."""
    made = small()
    made["contexts"].append({"id": "phase", "values": ["early", "late"]})
    score = made["measures"][0]
    groups = some.sampled_from([["a", "b"], ["b", "c"], ["a", "b", "c"], ["c"]])
    score["group_caps"] = [{"strands": draw(groups), "max": draw(some.integers(0, 12))}] * draw(some.integers(0, 1))
    score["table"][0]["weight"] = draw(some.integers(1, 3))
    other = {"kind": "points", "id": "other", "table": [{"strand": "a", "points": [0, 1, 1, 2, 9]}]}
    made["measures"].insert(0, other)
    when = some.one_of(
        some.just({"kind": "strand_at_least", "strand": "a", "level": 2}),
        some.just({"kind": "measure", "measure": "other", "from": 2}),
        some.just({"kind": "context", "context": "phase", "values": ["early"]}),
    )
    score["add_if"] = [
        {"id": f"U{n}", "when": draw(when), "add": draw(some.integers(-3, 5)), "why": "x"}
        for n in range(draw(some.integers(0, 2)))
    ]
    made["adjust"] = []
    for n in range(draw(some.integers(0, 2))):
        kind = draw(some.sampled_from(["move", "floor", "cap"]))
        change = {"by": draw(some.integers(-2, 2))} if kind == "move" else {"band": draw(some.sampled_from(BANDS))}
        made["adjust"].append({"kind": kind, "id": f"A{n}", "when": draw(trees), "why": "x", **change})
    if draw(some.booleans()):
        action = draw(some.sampled_from(["refer", "refuse", "warn"]))
        made["guards"] = [{"id": "G", "never": draw(trees), "action": action, "why": "x"}]
    if draw(some.booleans()):
        made["bands"][1]["settings"] = ["special"]
    return read(made)


@some.composite
def tariffs(draw: Any) -> Tariff:
    """Give a table with a cap and a floor, add-ons, a deduction and bands without a fixed amount."""
    rows = [
        {"band": band, "setting": setting, "pence": draw(AMOUNTS)} for band in BANDS for setting in ("main", "special")
    ]
    made: dict[str, Any] = {"schema": "banding-tariff/1", "framework": "small", "year": "2026-27", "period": "year"}
    made |= {"rounding": "half_up", "rows": rows}
    here = [{"context": "phase", "value": "late"}]
    if draw(some.booleans()):
        made["caps"] = [{"id": "C", "where": here, "pence": draw(some.integers(0, 2_000_000)), "why": "x"}]
        made["floors"] = [{"id": "F", "pence": draw(some.integers(0, 900_000)), "why": "x"}]
    if draw(some.booleans()):
        made["deduct"] = {"pence": 600_000, "why": "x"}
        when = {"kind": "strand_at_least", "strand": "c", "level": 2}
        made["addons"] = [{"id": "P", "when": when, "pence": 12_345, "why": "x"}]
    return files.read_tariff(json.dumps(made).encode(), "test.json")


def scenario(*changes: Any) -> Scenario:
    """Return a scenario of CHANGES."""
    made = {"id": "s1", "name": "Tried", "date": "2026-11-23", "framework": "small", "version": "1"}
    return read_scenario(json.dumps(made).encode(), "s").model_copy(update={"changes": changes})


def holds(simulation: Simulation, totals: Totals, standing: Standing, *changes: Any) -> None:
    """TOTALS and STANDING are what the evaluator says of every case under the changed definition."""
    draft, amounts = apply(simulation.framework, simulation.tariff, scenario(*changes))
    cases = by_evaluator(draft, amounts, simulation.caseload)
    assert totals.same_as(summed(cases, simulation.caseload, totals))
    assert totals.same_as(simulation.under(draft, amounts).totals)  # the batch path, everyone banded again
    assert [totals.axes.rows[row] for row in standing.rows] == cases.rows
    assert standing.pence.tolist() == cases.pence


@given(framework=definitions(), tariff=tariffs(), seed=some.integers(0, 10_000), n=some.integers(0, 30))
def test_totals_as_they_stand_are_the_sum_over_pupils(framework: Framework, tariff: Tariff, seed: int, n: int) -> None:
    simulation = Simulation(framework, tariff, random_caseload(framework, n, seed))
    holds(simulation, simulation.totals, simulation.standing)


@settings(max_examples=30)
@given(framework=definitions(), tariff=tariffs(), seed=some.integers(0, 10_000))
def test_every_position_of_a_threshold_is_exact(framework: Framework, tariff: Tariff, seed: int) -> None:
    simulation = Simulation(framework, tariff, random_caseload(framework, 25, seed))
    slider = simulation.thresholds()
    for edge, band in enumerate(BANDS[1:]):
        low, high = slider.range(edge)
        for to in range(low, high + 1):
            rows = slider.rows(edge, to)
            standing = slider.standing(rows)
            holds(simulation, slider.totals(rows), standing, Threshold(band=band, from_=to))
            moved = np.flatnonzero(standing.rows != simulation.standing.rows)
            assert sorted(slider.who(rows).tolist()) == simulation.cases.kept[moved].tolist()


@settings(max_examples=30)
@given(framework=definitions(), tariff=tariffs(), seed=some.integers(0, 10_000))
def test_every_position_of_a_weight_is_exact(framework: Framework, tariff: Tariff, seed: int) -> None:
    simulation = Simulation(framework, tariff, random_caseload(framework, 25, seed))
    for strand in "abc":
        slider = simulation.points(strand)
        for weight in range(5):
            points = slider.weighted(weight)
            change = StrandWeight(strand=strand, weight=weight)
            holds(simulation, slider.totals(points), slider.standing(points), change)


@settings(max_examples=60)
@given(
    framework=definitions(),
    tariff=tariffs(),
    seed=some.integers(0, 10_000),
    strand=some.sampled_from("abc"),
    level=some.integers(0, 2),
    points=some.integers(-5, 25),
    measure=some.sampled_from(["score", "other"]),
)
def test_points_of_a_level_are_exact(
    framework: Framework, tariff: Tariff, seed: int, strand: str, level: int, points: int, measure: str
) -> None:
    strand = "a" if measure == "other" else strand
    simulation = Simulation(framework, tariff, random_caseload(framework, 25, seed))
    assume(simulation.cases.reads(measure))
    slider = simulation.points(strand, measure)
    position = slider.with_level(level, points)
    change = LevelPoints(strand=strand, level=level, points=points, measure=measure)
    holds(simulation, slider.totals(position), slider.standing(position), change)


@settings(max_examples=60)
@given(
    framework=definitions(),
    tariff=tariffs(),
    seed=some.integers(0, 10_000),
    millionths=some.integers(-1_000_000, 200_000),
    rounding=some.sampled_from(["half_up", "half_even", "down", "up"]),
    to=some.sampled_from([1, 10, 100, 5000]),
    pence=some.integers(0, 100_000),
)
def test_every_amount_is_exact(
    framework: Framework, tariff: Tariff, seed: int, millionths: int, rounding: Any, to: Any, pence: int
) -> None:
    simulation = Simulation(framework, tariff, random_caseload(framework, 25, seed))
    slider = simulation.amounts()
    for base, change in (
        (slider.uplift(millionths, rounding, to), Uplift(millionths=millionths, rounding=rounding, round_to=to)),
        (slider.flat(pence), Flat(pence=pence)),
        (slider.flat(pence, "B2"), Flat(pence=pence, band="B2")),
        (
            slider.amount("B3", {"setting": "main"}, pence),
            Amount(band="B3", where=(Place(context="setting", value="main"),), pence=pence),
        ),
    ):
        holds(simulation, slider.totals(base), slider.standing(base), change)
