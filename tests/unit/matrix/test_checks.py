"""The check beyond a ladder: answers, limits, numbers, costed maps, several ways to decide, every kind of tariff."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from bandingdesk.matrix import analyse, reach
from bandingdesk.matrix.checks.findings import PART_CHECKED, Finding, Report
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.life import Answer
from bandingdesk.matrix.tariff import AnyTariff, Tariff
from tests.support.frameworks import read, small

Data = dict[str, Any]
_tariffs: TypeAdapter[Tariff] = TypeAdapter(AnyTariff)


def tariff(kind: str, **fields: Any) -> Tariff:
    made = {"kind": kind, "framework": "small", "year": "2026-27", "period": "year", "rounding": "half_up", **fields}
    return _tariffs.validate_python(made, strict=False)


def at_least(strand: str, level: int) -> Data:
    return {"kind": "strand_at_least", "strand": strand, "level": level}


def of(report: Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def only(report: Report, code: str) -> Finding:
    (finding,) = of(report, code)
    return finding


def paid(definition: Data, money: Tariff, finding: Finding) -> tuple[int | None, int | None]:
    """Return what the witness is paid before and after its step."""
    assert finding.witness is not None
    scheme = compile_scheme(read(definition), money)
    before, after = (evaluate(scheme, each).pence for each in (finding.witness.profile(), finding.witness.after()))
    return before, after


def answer(code: str, where: str, text: str = "Wanted.") -> Answer:
    return Answer(code=code, where=where, text=text)


# --- answers ----------------------------------------------------------------------------------------------------------


def leaping() -> Data:
    """Level 1 of c is worth two bands and level 2 nothing more; one test passes."""
    made = small(tests=[{"id": "T", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "leaflet"}])
    made["measures"][0]["table"][2]["points"] = [0, 10, 10]
    return made


@pytest.mark.parametrize("where", ["strands[2].levels[1]", "strands[2]", "strands"])
def test_an_answer_speaks_for_its_place_and_all_beneath_it(where: str) -> None:
    assert not analyse.check(read(leaping())).adoptable
    report = analyse.check(read(leaping()), answers=[answer("cliff", where)])
    assert only(report, "cliff").answer == "Wanted."
    assert report.adoptable


@pytest.mark.parametrize("where", ["strands[1]", "strands[2].levels[2]", "strands[2].levels[1].name", "strand", "x"])
def test_an_answer_about_another_place_is_none(where: str) -> None:
    report = analyse.check(read(leaping()), answers=[answer("cliff", where), answer("cap_hides", "strands[2]")])
    assert only(report, "cliff").answer is None
    assert not report.adoptable


def test_the_nearest_answer_counts() -> None:
    answers = [answer("cliff", "strands", "All."), answer("cliff", "strands[2].levels[1]", "This one.")]
    assert only(analyse.check(read(leaping()), answers=answers), "cliff").answer == "This one."


def test_an_error_cannot_be_answered_away() -> None:
    made = leaping()
    made["decide"]["rows"][1]["from"] = 6
    answers = [answer("cliff", "strands"), answer("threshold_gap", "decide.rows[1]")]
    report = analyse.check(read(made), answers=answers)
    assert only(report, "threshold_gap").answer == "Wanted."
    assert not report.is_clean
    assert not report.adoptable


# --- limits -----------------------------------------------------------------------------------------------------------


def wide(**changes: Any) -> Data:
    """More states than 25 as a whole, and 19 for the ladder alone."""
    move = {"kind": "move", "id": "A1", "when": {"kind": "count_at_least", "level": 2, "n": 2}, "by": 1, "why": "x"}
    return small(adjust=[move], **changes)


def test_a_limit_is_said_and_the_parts_are_still_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    made = wide()
    made["decide"]["rows"][1]["from"] = 6
    nobody = {"kind": "all", "of": [at_least("c", 2), {"kind": "not", "of": at_least("c", 1)}]}
    made["adjust"].append({"kind": "floor", "id": "A2", "when": nobody, "band": "B3", "why": "x"})
    monkeypatch.setattr(reach, "MAX_STATES", 25)
    report = analyse.check(read(made))
    assert not report.complete
    assert report.as_json()["limits"] == list(report.limits)
    assert "more than 25 different states" in report.limits[0]
    assert "decide" in report.limits[0]
    assert "cliffs" in report.limits[1]
    gap = only(report, "threshold_gap")
    assert gap.count == 5  # 5 points: four pairs of a and b with c 0, and both at 0 with c 1
    assert only(report, "uplift_never_fires").where == "adjust[1]"
    assert of(report, "cliff") == []


def test_a_part_check_is_adopted_only_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    test = {"id": "T", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "leaflet"}
    monkeypatch.setattr(reach, "MAX_STATES", 25)
    assert not analyse.check(read(wide(tests=[test]))).adoptable
    report = analyse.check(read(wide(tests=[test])), answers=[answer(PART_CHECKED, "check")])
    assert not report.complete
    assert report.adoptable


def test_order_is_proved_by_construction_where_the_states_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MAX_STATES", 25)
    assert of(analyse.check(read(wide(monotone="required"))), "not_monotone_band") == []
    made = wide(monotone="required")
    made["adjust"][0]["when"] = {"kind": "not", "of": made["adjust"][0]["when"]}
    finding = only(analyse.check(read(made)), "not_monotone_band")
    assert (finding.severity, finding.where) == ("warning", "monotone")
    assert "could not be proved" in finding.message


# --- numbers and costed maps ------------------------------------------------------------------------------------------


def measured(measure: Data, *rows: tuple[str, int, int]) -> Data:
    named = [{"band": band, "from": low, "to": high} for band, low, high in rows]
    decide = {"kind": "thresholds", "measure": measure["id"], "rows": named}
    return small(measures=[measure], decide=decide)


MONTHS = {"kind": "number", "id": "months", "min": 0, "max": 60}


def test_a_number_is_checked_between_its_bounds() -> None:
    made = measured(MONTHS, ("B1", 0, 11), ("B2", 14, 29), ("B3", 30, 59))
    report = analyse.check(read(made))
    assert report.profiles == 75 * 61
    gap, above = only(report, "threshold_gap"), only(report, "above_last")
    assert gap.count == 75 * 2  # 12 and 13 months
    assert gap.witness is not None
    assert gap.witness.numbers == {"months": 12}
    assert above.count == 75  # 60 months
    assert evaluate(compile_scheme(read(made)), gap.witness.profile()).kind == "refer"
    assert "“months” was looked at by its bounds: 5 ranges" in report.limits[0]
    assert report.complete


def test_a_costed_map_is_checked_between_its_bounds() -> None:
    rates = [{"id": "ta", "name": "Assistant", "per": "hour", "pence": 1500}]
    cost = {"kind": "cost", "id": "map", "lines": "provision", "rates": rates}
    made = measured(cost, ("B1", 0, 99_999), ("B2", 150_000, 299_999), ("B3", 300_000, 999_999))
    report = analyse.check(read(made))
    gap = only(report, "threshold_gap")
    assert gap.witness is not None
    assert gap.witness.lines == {"provision": 100_000}
    assert evaluate(compile_scheme(read(made)), gap.witness.profile()).kind == "refer"
    assert "£1,000" in gap.message
    assert len(of(report, "above_last")) == 1


# --- several ways to decide, descriptors ------------------------------------------------------------------------------


def test_each_way_of_a_best_of_is_checked_at_its_own_place() -> None:
    made = small()
    rule = {"id": "R1", "when": at_least("a", 4), "band": "B3", "why": "x"}
    second = {"kind": "cases", "policy": "first", "rows": [rule]}
    made["decide"]["rows"][1]["from"] = 6
    made["decide"] = {"kind": "best_of", "of": [made["decide"], second]}
    report = analyse.check(read(made))
    assert only(report, "threshold_gap").where == "decide.of[0].rows[1]"
    gap = only(report, "case_gap")
    assert (gap.where, gap.count) == ("decide.of[1]", 4 * 5 * 3)


def test_a_witness_names_the_descriptors_it_needs() -> None:
    made = small(adjust=[{"kind": "floor", "id": "F", "band": "B2", "why": "x"}])
    made["strands"][0]["levels"][1]["descriptors"] = [{"id": "a.1", "text": {"default": "One"}}]
    ticked = {"kind": "descriptor_met", "descriptor": "a.1"}
    made["adjust"][0]["when"] = {"kind": "all", "of": [ticked, at_least("c", 1)]}
    report = analyse.check(read(made))
    assert report.profiles == 75 * 2
    finding = only(report, "uplift_never_matters")  # c at 1 is five points, Band 2, by itself
    assert finding.witness is not None
    assert finding.witness.descriptors == ("a.1",)
    assert finding.count == 5 * 5 * 2


# --- tariffs ----------------------------------------------------------------------------------------------------------


def test_an_addition_that_falls_away_with_need_is_found_with_both_amounts() -> None:
    rows = [{"band": band, "pence": 1000} for band in ("B1", "B2", "B3")]
    when = {"kind": "not", "of": at_least("a", 2)}
    money = tariff("table", rows=rows, addons=[{"id": "X", "when": when, "pence": 300, "why": "x"}])
    finding = only(analyse.check(read(small()), money), "not_monotone_money")
    assert (finding.where, finding.count) == ("strands[0].levels[2]", 5 * 3)
    assert paid(small(), money, finding) == (1300, 1000)


def test_an_addition_that_reads_a_setting_is_checked_in_each() -> None:
    rows = [{"band": band, "pence": 1000} for band in ("B1", "B2", "B3")]
    special = {"kind": "context", "context": "setting", "values": ["special"]}
    when = {"kind": "all", "of": [special, {"kind": "not", "of": at_least("a", 2)}]}
    money = tariff("table", rows=rows, addons=[{"id": "X", "when": when, "pence": 300, "why": "x"}])
    finding = only(analyse.check(read(small()), money), "not_monotone_money")
    assert finding.witness is not None
    assert finding.witness.context == {"setting": "special"}
    assert paid(small(), money, finding) == (1300, 1000)


def strand_amounts(*pence: int, **more: Any) -> Tariff:
    return tariff(
        "sum_by_strand", amounts=[{"strand": "a", "level": n, "pence": p} for n, p in enumerate(pence)], **more
    )


def test_amounts_by_strand_and_level_are_checked_step_by_step() -> None:
    money = strand_amounts(0, 500, 400, 600, 2_000_000)
    report = analyse.check(read(small()), money)
    finding = only(report, "not_monotone_money")
    assert (finding.where, finding.count) == ("strands[0].levels[2]", 5 * 3)
    assert paid(small(), money, finding) == (500, 400)
    assert only(report, "tariff_not_monotone").severity == "error"
    cliff = next(each for each in of(report, "cliff") if each.where == "strands[0].levels[4]")
    assert paid(small(), money, cliff) == (600, 2_000_000)


def test_a_cap_on_the_amount_leaves_the_profiles_uncounted_and_says_so() -> None:
    money = strand_amounts(0, 500, 400, 600, 700, caps=[{"id": "C", "pence": 10_000, "why": "x"}])
    finding = only(analyse.check(read(small()), money), "not_monotone_money")
    assert finding.count == 0
    assert "not counted" in finding.message


def test_a_strand_that_only_pays_is_not_inert() -> None:
    made = small()
    made["measures"][0]["table"][0]["points"] = [0, 0, 0, 0, 0]
    made["measures"][0]["table"][1]["points"] = [0, 1, 2, 3, 5]
    assert [each.where for each in of(analyse.check(read(made)), "strand_inert")] == ["strands[0]"]
    assert of(analyse.check(read(made), strand_amounts(0, 100, 200, 300, 400)), "strand_inert") == []


def test_missing_amounts_are_found_in_every_kind_of_tariff() -> None:
    weights = tariff(
        "base_times_weight",
        scale=1,
        bases=[{"where": [{"context": "setting", "value": "main"}], "pence": 100}],
        weights=[{"band": "B1", "weight": 0}, {"band": "B2", "weight": 2}],
    )
    found = of(analyse.check(read(small()), weights), "tariff_cell_missing")
    assert [each.where for each in found] == ["tariff.weights", "tariff.bases"]
    made = small()
    made["measures"].append({"kind": "number", "id": "hours", "min": 0, "max": 30})
    rates = tariff("rate", times=["hours"], rows=[{"band": "B1", "rate": 10}, {"band": "B2", "rate": 20}])
    found = of(analyse.check(read(made), rates), "tariff_cell_missing")
    assert [each.where for each in found] == ["tariff.rows"]
    found = of(analyse.check(read(small()), strand_amounts(0, 100)), "tariff_cell_missing")
    assert len(found) == 3  # levels 2 to 4 of the one strand that is paid


def test_rates_that_fall_are_found_at_the_most_hours() -> None:
    made = small()
    made["measures"].append({"kind": "number", "id": "hours", "min": 0, "max": 30})
    rows = [{"band": band, "rate": rate} for band, rate in (("B1", 10), ("B2", 20), ("B3", 15))]
    money = tariff("rate", times=["hours"], rows=rows)
    report = analyse.check(read(made), money)
    assert only(report, "tariff_not_monotone").where == "tariff.rows[2]"
    finding = next(each for each in of(report, "not_monotone_money") if each.where == "strands[2].levels[2]")
    assert finding.witness is not None
    assert finding.witness.numbers == {"hours": 30}
    assert paid(made, money, finding) == (600, 450)
