"""Two versions compared: each layer, with figures worked out by hand on the small framework (5 x 5 x 3 levels)."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from bandingdesk.matrix import changes, diff, reach
from bandingdesk.matrix.caseload import Caseload, Column
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.files import read_tariff
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import Tariff
from tests.support.frameworks import read, small

TARIFF = b"""{"framework": "small", "year": "2026-27", "period": "year", "rounding": "half_up", "rows": [
  {"band": "B1", "pence": 100000}, {"band": "B2", "pence": 300000}, {"band": "B3", "pence": null}]}"""


def scheme(definition: dict[str, Any] | None = None, tariff: Tariff | None = None) -> Scheme:
    return compile_scheme(read(definition or small()), tariff)


def tariff(data: bytes = TARIFF) -> Tariff:
    return read_tariff(data, "tariff.json")


def ladder(*ends: int) -> dict[str, Any]:
    rows, start = [], 0
    for band, end in zip(("B1", "B2", "B3"), ends, strict=True):
        rows.append({"band": band, "from": start, "to": end})
        start = end + 1
    return {"kind": "thresholds", "measure": "score", "rows": rows}


def strands(change: Any) -> dict[str, Any]:
    """Return the small definition with its strands and points changed in place by CHANGE."""
    made = small()
    change(made)
    return made


def test_other_words_are_wording_and_change_no_profile() -> None:
    made = small(title="Small, said better")
    made["strands"][0]["name"] = "Apples"
    made["strands"][0]["levels"][1]["descriptors"] = [{"id": "a.1.a", "text": {"default": "Old words."}}]
    old = copy.deepcopy(made)
    old["title"] = "Small"
    made["strands"][0]["levels"][1]["descriptors"][0]["text"]["default"] = "New words."
    found = diff.diff(scheme(old), scheme(made))
    assert [change.where for change in found.wording] == [
        "title",
        "strands[a].levels[1].descriptors[a.1.a].text.default",
    ]
    assert found.wording[1].sentence() == (
        'Strand Apples, Level 1, description a.1.a, words: "New words."; before "Old words.".'
    )
    assert (found.structure, found.semantic.changed) == ((), 0)


def test_a_moved_threshold_is_structure_and_counts_the_profiles_it_moves() -> None:
    found = diff.diff(scheme(), scheme(small(decide=ladder(5, 9, 18))))
    assert [(change.where, change.old, change.new) for change in found.structure] == [
        ("decide.rows[B1].to", 4, 5),
        ("decide.rows[B2].from", 5, 6),
    ]
    # 5 points: c at 0 and a + b = 5 in four ways (1+4 .. 4+1); c at 1 (5 points) and a + b = 0 in one.
    assert (found.semantic.changed, found.semantic.of, found.semantic.complete) == (5, 75, True)
    [shift] = found.semantic.shifts
    assert (shift.old, shift.new, shift.profiles) == ("B2", "B1", 5)
    levels = shift.example.levels
    assert levels["a"] + levels["b"] + 5 * levels["c"] == 5


def test_points_rules_bands_and_tests_are_matched_by_id_wherever_they_stand() -> None:
    old, new = small(), small()
    old["tests"] = [{"id": "T1", "levels": {"a": 0, "b": 0, "c": 0}, "expect": {"band": "B1"}, "source": "s"}]
    new["bands"] = list(reversed(new["bands"]))
    new["measures"][0]["table"][1]["points"][4] = 6
    new["adjust"] = [
        {
            "kind": "floor",
            "id": "F1",
            "band": "B2",
            "why": "Cedar alone",
            "when": {"kind": "strand_at_least", "strand": "c", "level": 1},
        }
    ]
    found = diff.diff(scheme(old), scheme(new))
    said = {change.where: (change.kind, change.old, change.new) for change in found.structure}
    assert said["measures[score].table[b].points"] == ("changed", [0, 1, 2, 3, 4], [0, 1, 2, 3, 6])
    assert said["adjust[F1]"][0] == "added"
    assert said["tests[T1]"][0] == "removed"
    assert set(said) == {"measures[score].table[b].points", "adjust[F1]", "tests[T1]"}


def test_a_condition_is_shown_as_a_sentence() -> None:
    rule = {
        "kind": "floor",
        "id": "F1",
        "band": "B2",
        "why": "w",
        "when": {"kind": "strand_at_least", "strand": "c", "level": 1},
    }
    other = {**rule, "when": {"kind": "strand_at_least", "strand": "c", "level": 2}}
    [change] = diff.diff(scheme(small(adjust=[rule])), scheme(small(adjust=[other]))).structure
    assert change.said == ("Cedar is at level 1 or more", "Cedar is at level 2")


def test_rules_in_another_order_are_named() -> None:
    def rule(id_: str, level: int) -> dict[str, Any]:
        return {"id": id_, "when": {"kind": "strand_at_least", "strand": "a", "level": level}, "band": "B2", "why": id_}

    rows = [rule("R1", 2), rule("R2", 3)]
    decide = {"kind": "cases", "policy": "first", "rows": rows, "otherwise": "B1"}
    turned = {**decide, "rows": rows[::-1]}
    [change] = diff.diff(scheme(small(decide=decide)), scheme(small(decide=turned))).structure
    assert (change.kind, change.old, change.new) == ("moved", ["R1", "R2"], ["R2", "R1"])


def test_a_strand_of_one_version_alone_is_held_at_its_lowest_and_said_so() -> None:
    def grown(made: dict[str, Any]) -> None:
        levels = [{"level": n} for n in range(3)]
        made["strands"].append({"id": "d", "name": "Dogwood", "area": "A", "levels": levels})
        made["measures"][0]["table"].append({"strand": "d", "points": [2, 4, 6]})
        made["decide"] = ladder(6, 11, 30)

    found = diff.semantic(scheme(), scheme(strands(grown)))
    assert found.apart == ("The strand d stands in the new version alone: it is held at its lowest there.",)
    # Two points more for everybody, and every threshold two points higher: the same bands.
    assert (found.changed, found.of) == (0, 75)


def test_a_level_of_one_version_alone_is_left_out_and_said_so() -> None:
    def cut(made: dict[str, Any]) -> None:
        made["strands"][2]["levels"].pop()
        made["measures"][0]["table"][2]["points"].pop()

    found = diff.semantic(scheme(), scheme(strands(cut)))
    assert found.apart == ("Level 2 of the strand c stands in the old version alone: left out.",)
    assert (found.changed, found.of) == (0, 50)


def test_a_value_of_a_context_that_one_version_lacks_is_left_out() -> None:
    when = {"kind": "context", "context": "setting", "values": ["special"]}
    rule = {"kind": "move", "id": "M", "by": 1, "why": "w", "when": when}
    old = small(adjust=[rule])
    old["contexts"][0] |= {"values": ["main", "special", "base"], "labels": ["m", "s", "b"]}
    found = diff.semantic(scheme(old), scheme())
    assert found.apart == ("The value base of setting stands in the old version alone: left out.",)
    assert found.of == 150
    assert {shift.context["setting"] for shift in found.shifts} == {"special"}
    # Every profile in a special school was one band higher; those above Band 3 were left to people.
    assert found.changed == 75


def test_a_number_is_compared_over_the_range_that_both_take() -> None:
    def months(top: int, edge: int) -> dict[str, Any]:
        made = small()
        made["measures"].append({"kind": "number", "id": "months", "min": 0, "max": top})
        when = {"kind": "measure", "measure": "months", "from": edge}
        made["adjust"] = [{"kind": "floor", "id": "F", "band": "B3", "why": "w", "when": when}]
        return made

    found = diff.semantic(scheme(months(20, 12)), scheme(months(30, 15)))
    assert found.apart == ("The number months has another range in each version: compared from 0 to 20.",)
    # 12, 13 and 14 months: 44 profiles below 10 points, at each of three values.
    below = sum(a + b + 5 * c < 10 for a in range(5) for b in range(5) for c in range(3))
    assert (found.changed, found.of) == (3 * below, 75 * 21)


def test_profiles_that_can_not_be_listed_are_reported_and_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MAX_STATES", 10)
    found = diff.semantic(scheme(), scheme(small(decide=ladder(5, 9, 18))))
    assert (found.changed, found.complete, found.shifts) == (None, False, ())
    assert "more than 10 different pairs" in found.limit
    assert found.as_json()["profiles_changed"] is None


def test_two_years_of_a_tariff_are_a_list_of_amounts_with_the_change_in_percent() -> None:
    later = TARIFF.replace(b"2026-27", b"2027-28").replace(b"100000", b"103333").replace(b"300000", b"null")
    amounts, others = changes.tariffs(tariff(), tariff(later))
    assert [(one.place, one.old, one.new, one.basis_points) for one in amounts] == [
        ("Row B1", 100_000, 103_333, 333),  # 3.333 per cent
        ("Row B2", 300_000, None, None),
    ]
    assert [change.where for change in others] == ["year"]


def test_places_are_named_as_the_council_names_them() -> None:
    new = small(decide=ladder(5, 9, 18))
    new["measures"][0]["table"][1]["points"][4] = 6
    later = tariff(TARIFF.replace(b"100000", b"103333"))
    found = diff.diff(scheme(tariff=tariff()), scheme(new, later))
    assert [change.place for change in found.structure] == [
        "Measure score, strand Birch, points", "Row Band 1, to", "Row Band 2, from",
    ]  # fmt: skip
    assert [amount.place for amount in found.amounts] == ["Row Band 1"]


def test_a_band_that_leaves_a_tariff_is_an_amount_without_a_new_one() -> None:
    amounts, _ = changes.tariffs(
        tariff(),
        tariff(
            TARIFF.replace(b', {"band": "B3", "pence": null}', b"").replace(b'{"band": "B1", "pence": 100000}, ', b"")
        ),
    )
    assert [(one.place, one.old, one.new) for one in amounts] == [("Row B1", 100_000, None), ("Row B3", None, None)]


def test_a_caseload_gives_transitions_and_pounds_by_setting_with_gainers_and_losers() -> None:
    levels = np.array([[0, 4, 1, 4, 0], [0, 1, 0, 1, 0], [0, 0, 2, 0, 1]], dtype=np.int8)
    settings = Column.of(["main", "main", "main", "special", "special"])
    cases = Caseload(("C1", "C2", "C3", "C4", "C5"), ("a", "b", "c"), levels, {"setting": settings})
    old, new = scheme(tariff=tariff()), scheme(small(decide=ladder(5, 11, 18)), tariff())
    found = diff.diff(old, new, cases).as_json()["caseload"]
    assert found["transitions"] == [
        {"from": "B1", "to": "B1", "cases": 1},
        {"from": "B2", "to": "B1", "cases": 3},  # 5 points: C2, C4, C5
        {"from": "B3", "to": "B2", "cases": 1},  # 11 points: C3; Band 3 has no fixed amount
    ]
    assert (found["gainers"], found["losers"], found["unpriced"]) == (0, 3, 1)
    pence = found["pence"]
    assert (pence["old"], pence["new"], pence["change"], pence["period"]) == (1_000_000, 400_000, -600_000, "year")
    assert [(row["setting"], row["old"], row["new"], row["losers"]) for row in pence["by_setting"]] == [
        ("main", 400_000, 200_000, 1),
        ("special", 600_000, 200_000, 2),
    ]


def test_amounts_of_other_periods_are_not_compared() -> None:
    cases = Caseload(("C1",), ("a", "b", "c"), np.zeros((3, 1), dtype=np.int8))
    termly = tariff(TARIFF.replace(b'"period": "year"', b'"period": "term"'))
    found = diff.diff(scheme(tariff=tariff()), scheme(tariff=termly), cases).caseload
    assert found is not None
    assert (found.period, found.whole.cases, found.unpriced) == (None, 0, 0)


def test_a_case_that_one_version_can_not_score_is_counted_by_itself() -> None:
    cases = Caseload(("C1", "C2"), ("a", "b"), np.array([[1, 4], [1, 4]], dtype=np.int8))
    found = diff.diff(scheme(), scheme(small(missing="lowest")), cases).caseload
    assert found is not None
    assert dict(found.transitions) == {("not_scored", "B1"): 1, ("not_scored", "B2"): 1}
