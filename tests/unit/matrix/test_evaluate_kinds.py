"""Measures and decisions beside points: main need, ticks, numbers, costed maps, several ways; and rules about them.

Figures are worked out beside each test; the kinds are those of the banding notes 3.1.
"""

from __future__ import annotations

from typing import Any

import pytest

from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import ProfileIncompleteError, ProfileInvalidError, evaluate
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import read, small

TA = {"id": "ta", "name": "teaching assistant", "per": "minute", "pence": 24}
MAP = {"kind": "cost", "id": "map", "lines": "provision", "rates": [TA], "weeks": 38}
MONTHS = {"kind": "number", "id": "months", "name": "Months behind", "min": 0, "max": 60, "unit": "months"}
MAIN = {
    "kind": "primary",
    "id": "main",
    "context": "need",
    "strands": [{"value": "fruit", "strand": "a"}, {"value": "wood", "strand": "b"}],
}
NEED = {"id": "need", "values": ["fruit", "wood"]}
NONE = {"a": 0, "b": 0, "c": 0}


def ladder(measure: str, *ends: int) -> dict[str, Any]:
    """Return a ladder of three bands over MEASURE that starts at 0 and ends at each of ENDS."""
    rows = [
        {"band": f"B{n}", "from": start, "to": end}
        for n, start, end in zip((1, 2, 3), (0, *(end + 1 for end in ends)), ends, strict=False)
    ]
    return {"kind": "thresholds", "measure": measure, "rows": rows, "above": "refer", "below": "refer"}


def compiled(*measures: dict[str, Any], **changes: Any) -> Scheme:
    return compile_scheme(read(small(measures=[*small()["measures"], *measures], **changes)))


def test_the_main_area_of_need_alone_counts_where_a_scheme_says_so() -> None:  # notes 3.1 rule 4
    contexts = [*small()["contexts"], NEED]
    scheme_ = compiled(MAIN, contexts=contexts, decide=ladder("main", 1, 2, 4))
    levels = {"a": 4, "b": 1, "c": 2}
    assert evaluate(scheme_, Profile(levels, context={"need": "fruit"})).band == "B3"
    found = evaluate(scheme_, Profile(levels, context={"need": "wood"}))
    assert found.band == "B1"
    assert st.Main("main", "need", "wood", "b", 1) in found.steps
    with pytest.raises(ProfileIncompleteError):
        evaluate(scheme_, Profile(levels))


def test_descriptors_of_a_set_are_counted() -> None:
    strands = small()["strands"]
    strands[0]["levels"][1]["descriptors"] = [{"id": f"d{n}", "text": {"default": f"Text {n}"}} for n in range(4)]
    met = {"kind": "descriptors_met", "id": "met", "set": "s", "descriptors": ["d0", "d1", "d2"]}
    scheme_ = compiled(met, strands=strands, decide=ladder("met", 0, 1, 3))
    found = evaluate(scheme_, Profile(NONE, frozenset({"d1", "d2", "d3"})))
    assert found.band == "B3"
    assert st.Ticked("met", ("d0", "d1", "d2"), ("d1", "d2"), 2) in found.steps


def test_a_number_is_between_its_ends_or_refused() -> None:
    scheme_ = compiled(MONTHS, decide=ladder("months", 5, 11, 59))
    assert evaluate(scheme_, Profile(NONE, numbers={"months": 12})).band == "B3"
    assert evaluate(scheme_, Profile(NONE, numbers={"months": 60})).steps[-1] == st.Refer("above", "months", 60, 59)
    for numbers in ({"months": 61}, {"months": -1}, {"month": 1}):
        with pytest.raises(ProfileInvalidError):
            evaluate(scheme_, Profile(NONE, numbers=numbers))


def test_a_number_that_nobody_entered_follows_the_declared_policy() -> None:
    with pytest.raises(ProfileIncompleteError) as caught:
        evaluate(compiled(MONTHS, decide=ladder("months", 5, 11, 60)), Profile(NONE))
    assert caught.value.missing == "Months behind"  # type: ignore[attr-defined]
    lowest = evaluate(compiled(MONTHS, decide=ladder("months", 5, 11, 60), missing="lowest"), Profile(NONE))
    assert lowest.band == "B1"
    assert st.Number("months", 0, True) in lowest.steps
    ranged = evaluate(compiled(MONTHS, decide=ladder("months", 5, 11, 60), missing="interval"), Profile(NONE))
    assert ranged.bands == ("B1", "B2", "B3")
    assert ranged.steps[-1] == st.Interval(("months",), ("B1", "B2", "B3"), 0, 0, False)


def test_a_number_that_no_rule_reads_need_not_be_known() -> None:
    assert evaluate(compiled(MONTHS), Profile(NONE)).band == "B1"


def lines(*made: dict[str, Any]) -> dict[str, tuple[CostLine, ...]]:
    return {"provision": tuple(CostLine.model_validate({"what": "Support", **line}) for line in made)}


def test_a_costed_map_adds_its_lines_each_rounded() -> None:  # notes 1.9: minutes over group, 38 weeks, a minute rate
    scheme_ = compiled(MAP, decide=ladder("map", 99_999, 599_999, 9_999_999))
    plan = lines(
        {"rate": "ta", "minutes": 100, "group": 7}, {"rate": "ta", "minutes": 60, "weeks": 6}, {"fixed": 5_000}
    )
    found = evaluate(scheme_, Profile(NONE, lines=plan))
    # 100 / 7 * 38 * 24 = 13,028.57; 60 * 6 * 24 = 8,640; and 5,000
    assert [step.pence for step in found.steps if isinstance(step, st.CostLine)] == [13_029, 8_640, 5_000]
    assert st.Cost("map", 26_669, False) in found.steps
    assert found.band == "B1"


def test_a_rate_counts_at_most_so_many_minutes_a_pupil_in_all_lines() -> None:
    limited = {**MAP, "rates": [{**TA, "max_minutes": 90}]}
    scheme_ = compiled(limited, decide=ladder("map", 99_999, 599_999, 9_999_999))
    plan = lines(
        {"rate": "ta", "minutes": 120, "group": 2},  # 60 a pupil
        {"rate": "ta", "minutes": 60, "group": 1},  # 30 are left
        {"rate": "ta", "minutes": 10, "group": 1},  # nothing is left
    )
    found = evaluate(scheme_, Profile(NONE, lines=plan))
    assert [step.pence for step in found.steps if isinstance(step, st.CostLine)] == [60 * 38 * 24, 30 * 38 * 24, 0]


@pytest.mark.parametrize(
    "line", [{"rate": "nurse", "minutes": 5}, {"minutes": 5}, {"rate": "ta", "minutes": 5, "fixed": 5}]
)
def test_a_line_that_does_not_fit_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(ProfileInvalidError):
        evaluate(compiled(MAP), Profile(NONE, lines=lines(line)))


def test_a_map_that_is_missing_is_asked_for_and_never_nil() -> None:
    scheme_ = compiled(MAP, decide=ladder("map", 99_999, 599_999, 9_999_999), missing="lowest")
    with pytest.raises(ProfileIncompleteError):
        evaluate(scheme_, Profile(NONE))
    entered = evaluate(scheme_, Profile(NONE, numbers={"map": 100_000}))  # a record that holds the sum alone
    assert entered.band == "B2"
    assert st.Cost("map", 100_000, True) in entered.steps


def best_of(*ways: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "best_of", "of": list(ways)}


ONLY_B1 = {"kind": "thresholds", "measure": "score", "rows": [{"band": "B1", "from": 0, "to": 9}]}
ONLY_B3 = {
    "kind": "cases",
    "policy": "first",
    "rows": [{"id": "R", "when": {"kind": "strand_at_least", "strand": "b", "level": 3}, "band": "B3", "why": "x"}],
    "otherwise": "refer",
}


def test_the_highest_band_of_several_ways_counts_and_a_way_that_refers_gives_none() -> None:
    scheme_ = compiled(decide=best_of(ONLY_B1, ONLY_B3))
    found = evaluate(scheme_, Profile({"a": 0, "b": 3, "c": 0}))
    assert found.band == "B3"
    assert found.steps[-1] == st.Best((), "B3", 2)
    assert evaluate(scheme_, Profile(NONE)).band == "B1"
    assert evaluate(scheme_, Profile({"a": 4, "b": 3, "c": 1})).band == "B3"  # 12 points are above the ladder
    nobody = evaluate(scheme_, Profile({"a": 4, "b": 2, "c": 1}))
    assert (nobody.band, nobody.kind) == (None, "refer")
    assert nobody.steps[-1] == st.Best((), None, 0)


def test_ways_may_hold_ways() -> None:
    scheme_ = compiled(decide=best_of(best_of(ONLY_B1, ONLY_B1), ONLY_B3))
    found = evaluate(scheme_, Profile({"a": 0, "b": 3, "c": 0}))
    assert [step for step in found.steps if isinstance(step, st.Way | st.Best)] == [
        st.Way((1, 1), "B1"), st.Way((1, 2), "B1"), st.Best((1,), "B1", 1), st.Way((1,), "B1"), st.Way((2,), "B3"),
        st.Best((), "B3", 2),
    ]  # fmt: skip


def test_a_guard_that_warns_leaves_the_band() -> None:
    never = {"kind": "strand_at_least", "strand": "a", "level": 3}
    guards = [{"id": "G", "never": never, "action": "warn", "why": "Apple is seldom so high."}]
    found = evaluate(compiled(guards=guards), Profile({"a": 3, "b": 0, "c": 0}))
    assert found.band == "B1"
    assert [(step.id, step.active, step.action) for step in found.steps if isinstance(step, st.Guard)] == [
        ("G", True, "warn")
    ]


@pytest.mark.parametrize("missing", ["error", "lowest", "interval"])
def test_an_optional_strand_counts_as_its_lowest_level_whatever_the_policy(missing: str) -> None:
    strands = small()["strands"]
    strands[2]["optional"] = True
    found = evaluate(compiled(strands=strands, missing=missing), Profile({"a": 3, "b": 2}))
    assert (found.band, found.points, found.kind) == ("B2", 5, "indicative")
    assert found.steps[2] == st.Rating("c", 0, 0, (), True)


def test_points_are_multiplied_by_the_weight_of_their_strand() -> None:  # notes 3.1 rule 2
    measures = small()["measures"]
    measures[0]["table"][1]["weight"] = 4
    found = evaluate(compile_scheme(read(small(measures=measures))), Profile({"a": 1, "b": 2, "c": 0}))
    assert found.points == 1 + 4 * 2
