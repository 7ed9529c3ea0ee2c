"""Sliders on a small caseload whose totals are worked out by hand, and on a larger one against the evaluator."""

from __future__ import annotations

import numpy as np
import pytest

from bandingdesk.matrix.caseload import MISSING, Caseload, Column
from bandingdesk.matrix.whatif import budget as wb
from bandingdesk.matrix.whatif.applied import apply
from bandingdesk.matrix.whatif.scenario import Change, Flat, StrandWeight, Threshold, Uplift
from bandingdesk.matrix.whatif.simulation import NoSliderError, PositionError, Simulation
from bandingdesk.matrix.whatif.totals import Standing, Totals
from tests.support.caseloads import by_evaluator, random_caseload, summed
from tests.support.frameworks import EVERY_PAIR, framework, read, small, tariff
from tests.unit.matrix.test_scenario import amounts, scenario


def caseload(*cases: tuple[int, int, int, str], schools: tuple[str, ...] = ()) -> Caseload:
    """Levels of a, b and c, and the setting, of each case."""
    levels = np.array([case[:3] for case in cases], dtype=np.int8).T
    setting = Column.of([case[3] or None for case in cases], ("main", "special"))
    groups = {"school": Column.of(schools)} if schools else {}
    names = tuple(f"c{n}" for n in range(len(cases)))
    return Caseload(names, ("a", "b", "c"), np.ascontiguousarray(levels), {"setting": setting}, groups=groups)


# scores 4, 5, 7, 9 and 10: bands 1, 2, 2, 2, 3
FIVE = caseload(
    (2, 2, 0, "main"), (0, 0, 1, "main"), (1, 1, 1, "special"), (2, 2, 1, "main"), (0, 0, 2, "main"),
    schools=("Ash", "Ash", "Elm", "Elm", "Elm"),
)  # fmt: skip


def test_totals_by_band_setting_and_phase():
    totals = Simulation(read(small()), amounts(), FIVE).totals
    assert totals.axes.rows == ("B1", "B2", "B3", "refer", "refused")
    assert totals.axes.settings == ("main", "special")
    assert totals.axes.phases == ("",)
    assert totals.counts[:, :, 0].tolist() == [[1, 0], [2, 1], [1, 0], [0, 0], [0, 0]]
    assert totals.pence[:, :, 0].tolist() == [[100_050, 0], [400_200, 200_100], [300_150, 0], [0, 0], [0, 0]]
    assert (totals.children, totals.total) == (5, 1_000_500)
    assert totals.by_setting().tolist() == [[4, 800_400], [1, 200_100]]
    assert totals.small[0, 0, 0]
    assert not totals.small[0, 1, 0]


def test_a_threshold_says_who_moves_and_what_it_costs():
    simulation = Simulation(read(small()), amounts(), FIVE)
    slider = simulation.thresholds()
    assert slider.edges == (5, 10)
    assert [slider.range(edge) for edge in (0, 1)] == [(1, 9), (6, 18)]
    rows = slider.rows(1, 9)  # band 3 from 9: the fourth child moves up by 100,050 pence
    assert slider.totals(rows).total - simulation.totals.total == 100_050
    assert slider.who(rows).tolist() == [3]
    movers = simulation.movers(slider.standing(rows))
    assert movers.cases.tolist() == [3]
    assert movers.change.tolist() == [100_050]
    assert movers.transitions[1, 2] == 1
    assert movers.transitions.sum() == 5
    assert movers.whole[1:] == (5, 1, 0, 100_050, 0, 0, 0)
    by_school = {swing.name: swing[1:4] for swing in movers.by["school"]}
    assert by_school == {"Ash": (2, 0, 0), "Elm": (3, 1, 0)}


def test_losers_are_counted_with_what_they_lose():
    simulation = Simulation(read(small()), amounts(), FIVE)
    slider = simulation.thresholds()
    whole = simulation.movers(slider.standing(slider.rows(0, 8))).whole  # the children with 5 and 7 fall to band 1
    assert whole[1:] == (5, 0, 2, 0, 200_100, 0, 0)


def test_a_move_to_a_place_without_an_amount_is_no_gain_and_no_loss():
    simulation = Simulation(read(small()), amounts(), FIVE)
    slider = simulation.thresholds()
    after = slider.standing(slider.rows(1, 7))  # 7 points in a special school: band 3 is bespoke there
    whole = simulation.movers(after).whole
    assert (whole.winners, whole.unknown, whole.gained) == (1, 1, 100_050)
    assert slider.totals(slider.rows(1, 7)).unpriced[2, 1, 0] == 1


@pytest.mark.parametrize("to", [0, 10])
def test_an_edge_stays_between_its_neighbours(to):
    slider = Simulation(read(small()), amounts(), FIVE).thresholds()
    with pytest.raises(PositionError) as error:
        slider.rows(0, to)
    assert (error.value.fields["low"], error.value.fields["high"]) == (1, 9)


def test_a_scheme_without_a_ladder_has_no_threshold_slider_but_moves_its_amounts():
    own, money = framework("westmark-counts-2026.json"), tariff("westmark-tariff-2026-27.json")
    simulation = Simulation(own, money, random_caseload(own, 300, 5))
    for ask in (simulation.thresholds, lambda: simulation.points("health")):
        with pytest.raises(NoSliderError):
            ask()
    slider = simulation.amounts()
    base = slider.flat(1_000)
    paid = int((simulation.standing.pence >= 0).sum())
    assert slider.totals(base).total - simulation.totals.total == paid * 1_000


def holds(simulation: Simulation, totals: Totals, standing: Standing, *changes: Change) -> None:
    """TOTALS and STANDING are what the evaluator says of every case under the changed definition."""
    made = scenario(*changes).model_copy(update={"framework": simulation.framework.id})
    draft, amounts_ = apply(simulation.framework, simulation.tariff, made)
    cases = by_evaluator(draft, amounts_, simulation.caseload)
    assert totals.same_as(summed(cases, simulation.caseload, totals))
    assert [totals.axes.rows[row] for row in standing.rows] == cases.rows
    assert standing.pence.tolist() == cases.pence


@pytest.mark.parametrize(("name", "money"), EVERY_PAIR)
def test_every_kind_of_framework_adds_up_as_the_evaluator_has_every_case(name, money):
    own, prices = framework(name), tariff(money) if money else None
    simulation = Simulation(own, prices, random_caseload(own, 120, 7))
    assert simulation.cases.left_out == {}
    holds(simulation, simulation.totals, simulation.standing)
    if simulation.scheme.decide.__class__.__name__ == "Ladder":
        slider = simulation.thresholds()
        for edge, row in enumerate(slider.ladder.rows[1:]):
            low, high = slider.range(edge)
            band = simulation.scheme.bands[row.band]
            if low <= high and [other.band for other in slider.ladder.rows].count(row.band) == 1:
                rows = slider.rows(edge, (low + high) // 2)
                change = Threshold(band=band, from_=(low + high) // 2)
                holds(simulation, slider.totals(rows), slider.standing(rows), change)


@pytest.mark.parametrize(("name", "money"), EVERY_PAIR)
def test_points_and_amounts_of_every_kind_move_as_the_evaluator_has_it(name, money):
    own, prices = framework(name), tariff(money) if money else None
    simulation = Simulation(own, prices, random_caseload(own, 60, 11))
    for measure in own.measures:
        if measure.kind == "points" and simulation.cases.reads(measure.id):
            for row in measure.table[:3]:
                slider = simulation.points(row.strand, measure.id)
                heavier = slider.weighted(row.weight + 1)
                change = StrandWeight(strand=row.strand, weight=row.weight + 1, measure=measure.id)
                holds(simulation, slider.totals(heavier), slider.standing(heavier), change)
    if prices is not None and prices.kind != "measure":
        amounts_ = simulation.amounts()
        base = amounts_.uplift(25_000, "half_up", 1)
        change = Uplift(millionths=25_000, rounding="half_up")
        holds(simulation, amounts_.totals(base), amounts_.standing(base), change)


def test_a_case_that_can_not_be_scored_is_counted_and_left_out():
    cases = caseload((2, MISSING, 0, "main"), (0, 0, 1, "main"), (4, 4, 2, ""), (4, 4, 9, "main"))
    made = small()
    made["bands"][2]["settings"] = ["special"]  # so that a rule reads the setting
    simulation = Simulation(read(made), amounts(), cases)
    assert simulation.cases.left_out == {"not_rated": 1, "no_such_level": 1, "no_context": 1}
    assert simulation.totals.children == 1
    assert simulation.cases.kept.tolist() == [1]


def test_nobody_is_a_caseload_too():
    cases = caseload((2, MISSING, 0, "main"))
    simulation = Simulation(read(small()), amounts(), cases)
    slider = simulation.thresholds()
    assert slider.totals(slider.rows(0, 6)).children == simulation.totals.children == 0
    assert simulation.points("a").totals((0, 2, 4, 6, 8)).total == 0
    assert len(simulation.movers(simulation.standing)) == 0


def test_too_many_places_for_sums_are_counted_child_by_child(monkeypatch):
    from bandingdesk.matrix.whatif import cells as whatif_cells

    own, money = framework("exampleshire-2026.1.json"), tariff("exampleshire-tariff-2026-27.json")
    cases = random_caseload(own, 500, 3)
    quick = Simulation(own, money, cases)
    monkeypatch.setattr(whatif_cells, "MAX_SUMS", 0)
    slow = Simulation(own, money, cases)
    assert not slow.points("learning")._cells.is_summed
    rows = quick.thresholds().rows(4, 110)
    assert slow.thresholds().totals(rows).same_as(quick.thresholds().totals(rows))
    points = quick.points("learning").weighted(2)
    assert slow.points("learning").totals(points).same_as(quick.points("learning").totals(points))


def test_bands_on_record_without_levels_have_their_amounts_moved_and_nothing_else():
    simulation = Simulation(read(small()), amounts(), FIVE, ["B1", "band 2", " B2 ", "Band 3", "Band 9"])
    assert simulation.cases.left_out == {"no_such_band": 1}
    assert simulation.totals.by_band()[:3].tolist() == [[1, 100_050], [2, 400_200], [1, 300_150]]
    slider = simulation.amounts()
    assert slider.totals(slider.flat(100, "B2")).total - simulation.totals.total == 200
    for ask in (simulation.thresholds, lambda: simulation.points("a")):
        with pytest.raises(NoSliderError):
            ask()


def test_a_tariff_that_pays_by_level_can_not_price_a_band_alone():
    own, money = framework("kinds/cell-values.json"), tariff("kinds/cell-values-tariff-2026-27.json")
    cases = random_caseload(own, 3, 1)
    with pytest.raises(NoSliderError):
        Simulation(own, money, cases, [own.bands[0].id] * 3)


def test_levels_and_held_bands_add_up_cell_by_cell():
    levelled = Simulation(read(small()), amounts(), FIVE)
    held = Simulation(read(small()), amounts(), caseload((0, 0, 0, ""), (0, 0, 0, "special")), ["B3", "B2"])
    both = levelled.totals.plus(held.totals)
    assert both.axes.settings == ("main", "special", "")
    assert both.children == 7
    assert both.total == levelled.totals.total + held.totals.total
    assert both.counts[1, :, 0].tolist() == [2, 2, 0]
    assert both.unpriced[2, 2, 0] == 1  # no setting, so no amount


# --- budgets ----------------------------------------------------------------------------------------------------------


def test_a_flat_sum_meets_a_budget_and_says_what_is_left():
    simulation = Simulation(read(small()), amounts(), FIVE)  # five children with an amount, 1,000,500 pence
    met = wb.flat(simulation, 1_000_500 + 23)
    assert (met.change, met.total, met.remainder) == (Flat(pence=4), 1_000_520, 3)
    assert wb.flat(simulation, 1_000_500 - 1) == (Flat(pence=-1), 1_000_495, 4)


def test_children_with_a_band_alone_count_towards_the_budget():
    simulation = Simulation(read(small()), amounts(), FIVE)
    held = Simulation(read(small()), amounts(), FIVE, ["B1"] * 5)  # 500,250 pence
    met = wb.flat(simulation, 1_500_750 + 35, beside=held)  # ten children, three pence each
    assert (met.change, met.total, met.remainder) == (Flat(pence=3), 1_500_780, 5)


def test_one_bands_value_meets_a_budget():
    simulation = Simulation(read(small()), amounts(), FIVE)  # band 2 has three children
    met = wb.amount(simulation, 1_000_500 + 100, "B2")
    assert (met.change.pence, met.remainder) == (200_133, 1)


def test_a_uniform_rise_meets_a_budget_to_the_penny_below():
    simulation = Simulation(read(small()), amounts(), FIVE)
    met = wb.uplift(simulation, 1_020_510)  # 2 % of 1,000,500 is 20,010
    assert met.total <= 1_020_510
    slider = simulation.amounts()
    assert slider.totals(slider.uplift(met.change.millionths + 20, "half_up", 1)).total > 1_020_510
    assert met.remainder == 1_020_510 - met.total


def test_a_value_that_was_found_holds_in_the_draft():
    own, money = framework("exampleshire-2026.1.json"), tariff("exampleshire-tariff-2026-27.json")
    cases = random_caseload(own, 400, 3, low=True)
    simulation = Simulation(own, money, cases)
    met = wb.uplift(simulation, simulation.totals.total * 98 // 100, "half_even", 100)
    change = scenario(met.change).model_copy(update={"framework": own.id})
    assert simulation.under(*apply(own, money, change)).totals.total == met.total


def test_a_budget_below_the_least_is_out_of_reach():
    simulation = Simulation(read(small()), amounts(floors=[{"id": "F", "pence": 50_000, "why": "x"}]), FIVE)
    with pytest.raises(wb.BudgetOutOfReachError) as error:
        wb.uplift(simulation, 249_999)
    assert (error.value.fields["budget"], error.value.fields["lowest"]) == (249_999, 250_000)
    assert error.value.sentences()[0] == "No value meets £2,499.99: the least it can come to is £2,500."


def test_a_threshold_that_is_looked_for_carries_its_mark():
    simulation = Simulation(read(small()), amounts(), FIVE)
    found = wb.explore_threshold(simulation, 0, 1_000_500 - 150_000)  # band 2 from 6 or 7 costs one child less ...
    assert found.change == Threshold(band="B2", from_=8)
    assert found.sought.total == 800_400  # ... which still is too much
    assert found.sought.remainder == 50_100
    assert found.sought.mark == "not a statement of need"


def test_points_and_weights_that_are_looked_for_carry_it_too():
    simulation = Simulation(read(small()), amounts(), FIVE)
    for found in (wb.explore_weight(simulation, "c", 900_000), wb.explore_points(simulation, "c", 1, 900_000)):
        assert found.sought.total <= 900_000
        assert found.sought.mark == "not a statement of need"
