"""Where schemes point. Figures: published tariffs and the derived cases of the banding notes 1.1, 1.2 and 2.2."""

from __future__ import annotations

from typing import Any

import pytest

from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation, ProfileIncompleteError, ProfileInvalidError, evaluate
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from tests.support.frameworks import framework, read, scheme, small

# Herefordshire, published: group, points, pounds for 30 h a term, 15 h a term, and a year (notes 1.1).
HEREFORDSHIRE = """
LO 0 9 0 0 0|A1 10 14 251 125.50 753|A2 15 19 498 249 1494|B1 20 24 860 430 2580|B2 25 29 1227 613.50 3681
C1 30 34 1440 720 4320|C2 35 39 1658 829 4974|C3 40 44 1871 935.50 5613|C4 45 49 2126 1063 6378
D1 50 54 2938 1469 8814|D2 55 59 3406 1703 10218|D3 60 64 3875 1937.50 11625|D4 65 69 4345 2172.50 13035
E1 70 74 4818 2409 14454|E2 75 79 5287 2643.50 15861|E3 80 84 5756 2878 17268|E4 85 89 6230 3115 18690
F1 90 94 6700 3350 20100|F2 95 99 7168 3584 21504|F3 100 104 7637 3818.50 22911|F4 105 109 8111 4055.50 24333
"""
GROUPS = [row.split() for row in HEREFORDSHIRE.strip().replace("\n", "|").split("|")]


def pence(pounds: str) -> int:
    """Return an amount as printed, in pence."""
    whole, _, rest = pounds.partition(".")
    return int(whole) * 100 + int(rest or 0)


def levels_worth(points: int) -> dict[str, int]:
    """Return Herefordshire levels that add up to POINTS (0, 2, 4, 7, 10, 14 a level, ten strands)."""
    worth = (0, 2, 4, 7, 10, 14)
    levels = dict.fromkeys((strand.id for strand in framework("herefordshire-2021.json").strands), 0)

    def fill(names: list[str], left: int) -> bool:
        if not names:
            return left == 0
        for level in range(5, -1, -1):
            if worth[level] <= left <= worth[level] + 14 * (len(names) - 1):
                levels[names[0]] = level
                if fill(names[1:], left - worth[level]):
                    return True
        levels[names[0]] = 0
        return False

    assert fill(list(levels), points), points
    return levels


def small_result(definition: dict[str, Any], levels: dict[str, int], **context: str) -> Evaluation:
    return evaluate(compile_scheme(read(definition)), Profile(levels, frozenset(), context))


@pytest.mark.parametrize(("group", "first", "last", "term30", "term15", "year"), GROUPS)
def test_herefordshire_pays_as_published(
    group: str, first: str, last: str, term30: str, term15: str, year: str
) -> None:
    by_term = scheme("herefordshire-2021.json", "herefordshire-tariff-term.json")
    by_year = scheme("herefordshire-2021.json", "herefordshire-tariff-year.json")
    for points in (int(first), int(last)):
        levels = levels_worth(points)
        full, half = Profile(levels, context={"hours": "30"}), Profile(levels, context={"hours": "15"})
        assert evaluate(by_term, full)[:4] == (group, points, pence(term30), "indicative")
        assert evaluate(by_term, half)[:3] == (group, points, pence(term15))
        assert evaluate(by_year, full)[:3] == (group, points, pence(year))


def test_herefordshire_two_terms_at_c2_are_3316_pounds() -> None:  # notes 2.2
    by_term = scheme("herefordshire-2021.json", "herefordshire-tariff-term.json")
    result = evaluate(by_term, Profile(levels_worth(37), context={"hours": "30"}))
    assert result.pence is not None
    assert 2 * result.pence == 331_600


def test_above_herefordshires_scale_is_referred_and_not_clamped() -> None:  # notes 2.2: 110 points
    result = evaluate(scheme("herefordshire-2021.json"), Profile(levels_worth(110)))
    assert result[:5] == (None, 110, None, "refer", ())
    assert result.steps[-1] == st.Refer("above", "score", 110, 109)


ISLINGTON = small(
    strands=[
        {"id": s, "name": s, "area": "A", "levels": [{"level": n} for n in range(5)]}
        for s in ("cl1", "cl2", "ci", "semh")
    ],
    measures=[
        {
            "kind": "points",
            "id": "score",
            "table": [
                {"strand": s, "points": [w * n for n in range(5)]}
                for s, w in (("cl1", 4), ("cl2", 4), ("ci", 2), ("semh", 4))
            ],
            "group_caps": [{"strands": ["cl1", "cl2"], "max": 16}],
        }
    ],
    decide={"kind": "thresholds", "measure": "score", "rows": [{"band": "B1", "from": 0, "to": 99}]},
)


@pytest.mark.parametrize(
    ("levels", "raw", "total"),
    [
        ({"cl1": 4, "cl2": 4}, 32, 16),
        ({"cl1": 2, "cl2": 2}, 16, 16),
        ({"cl1": 4, "cl2": 0}, 16, 16),
        ({"ci": 4}, 0, 8),
        ({"semh": 4}, 0, 16),
    ],
)
def test_islingtons_cap_on_cognition_and_learning(levels: dict[str, int], raw: int, total: int) -> None:  # notes 2.2
    result = small_result(ISLINGTON, {"cl1": 0, "cl2": 0, "ci": 0, "semh": 0} | levels)
    cap = next(step for step in result.steps if isinstance(step, st.GroupCap))
    assert (result.points, cap.before, cap.after) == (total, raw, min(raw, 16))


def test_exampleshires_worked_case_as_in_its_guidance() -> None:  # its own test T02: 137 points, Band 6, 10,950 pounds
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    test = next(test for test in exampleshire.framework.tests if test.id == "T02")
    result = evaluate(exampleshire, Profile(test.levels, context=test.context))
    assert result[:4] == ("B6", 137, 1_095_000, "indicative")
    move = next(step for step in result.steps if isinstance(step, st.Move))
    assert (move.fired, move.before, move.after) == (False, "B6", "B6")
    assert (move.check.of[0].was, move.check.of[0].needed) == (1, 3)  # the near miss is on record


def test_money_can_be_left_for_later() -> None:
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    levels = dict.fromkeys(exampleshire.positions, 2)
    result = evaluate(exampleshire, Profile(levels), with_money=False)  # no setting is needed without money
    assert result.band is not None
    assert result.pence is None
    assert not any(isinstance(step, (st.Value, st.ValueBound)) for step in result.steps)


def test_an_amount_needs_its_place() -> None:
    exampleshire = scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    levels = dict.fromkeys(exampleshire.positions, 2)
    with pytest.raises(ProfileIncompleteError) as caught:
        evaluate(exampleshire, Profile(levels, context={"setting": "main"}))
    assert caught.value.missing == "phase"  # type: ignore[attr-defined]
    with pytest.raises(ProfileInvalidError):
        evaluate(exampleshire, Profile(levels, context={"setting": "boat", "phase": "ey"}))


def test_bespoke_bands_have_no_amount() -> None:
    southfield = scheme("southfield-best-fit-2026.json", "southfield-tariff-2026-27.json")
    result = evaluate(southfield, Profile({"fit": 5}, frozenset({"fit.5.a"})))
    assert result[:4] == ("X", None, None, "indicative")
    assert isinstance(result.steps[-1], st.Value)


def test_a_best_fit_names_the_descriptors_relied_on() -> None:
    southfield = scheme("southfield-best-fit-2026.json")
    result = evaluate(southfield, Profile({"fit": 3}, frozenset({"fit.3.c", "fit.3.a", "fit.2.a"})))
    assert result.band == "E1"
    assert result.steps[-1] == st.Chosen("fit", 3, "E1", ("fit.3.a", "fit.3.c"))
    with pytest.raises(ProfileIncompleteError):
        evaluate(southfield, Profile({"fit": 3}, frozenset({"fit.2.a"})))
    with pytest.raises(ProfileIncompleteError):
        evaluate(southfield, Profile({}))


def test_first_match_stops_at_the_rule_and_keeps_the_misses() -> None:
    westmark = scheme("westmark-counts-2026.json")
    levels = dict.fromkeys(westmark.positions, 0) | {"senses": 3, "moving": 3}
    result = evaluate(westmark, Profile(levels))
    cases = [(step.id, step.matched) for step in result.steps if isinstance(step, st.Case)]
    assert cases == [("R1", False), ("R2", False), ("R3", False), ("R4", True)]
    assert result.band == "E"


RULES = [
    {"id": "R1", "when": {"kind": "strand_at_least", "strand": "a", "level": 2}, "band": "B2", "why": "x"},
    {"id": "R2", "when": {"kind": "strand_at_least", "strand": "b", "level": 2}, "band": "B3", "why": "x"},
    {"id": "R3", "when": {"kind": "count_at_least", "level": 1, "n": 1, "exactly": True}, "band": "B1", "why": "x"},
]


@pytest.mark.parametrize(
    ("policy", "levels", "band"),
    [
        ("first", {"a": 2, "b": 2}, "B2"),
        ("highest_band", {"a": 2, "b": 2}, "B3"),
        ("unique", {"a": 2, "b": 2}, None),
        ("any", {"a": 2, "b": 2}, None),
        ("unique", {"b": 1}, "B1"),
        ("unique", {"a": 1, "b": 1, "c": 1}, None),
        ("highest_band", {"a": 2}, "B2"),  # R3 is met too: exactly one strand
    ],
)
def test_policies_of_case_tables(policy: str, levels: dict[str, int], band: str | None) -> None:
    definition = small(decide={"kind": "cases", "policy": policy, "rows": RULES})
    result = small_result(definition, {"a": 0, "b": 0, "c": 0} | levels)
    assert result.band == band
    assert result.kind == ("refer" if band is None else "indicative")


def test_otherwise_is_a_band_or_refer() -> None:
    levels = {"a": 0, "b": 0, "c": 0}
    for otherwise, band in (("B1", "B1"), ("refer", None)):
        definition = small(decide={"kind": "cases", "policy": "first", "rows": RULES, "otherwise": otherwise})
        assert small_result(definition, levels).band == band


@pytest.mark.parametrize(
    ("rule", "band", "reason"),
    [
        ({"kind": "move", "by": 1}, "B2", ""),
        ({"kind": "move", "by": 3}, None, "above_top"),
        ({"kind": "move", "by": -1}, None, "below_bottom"),
        ({"kind": "floor", "band": "B3"}, "B3", ""),
        ({"kind": "cap", "band": "B1"}, "B1", ""),
    ],
)
def test_adjustments_move_by_rank_and_never_clamp(rule: dict[str, Any], band: str | None, reason: str) -> None:
    when = {"kind": "context", "context": "setting", "values": ["special"]}
    definition = small(adjust=[{"id": "A1", "when": when, "why": "x", **rule}])
    result = small_result(definition, {"a": 1, "b": 0, "c": 0}, setting="special")
    assert result.band == band
    assert [step.reason for step in result.steps if isinstance(step, st.Refer)] == ([reason] if reason else [])
    assert small_result(definition, {"a": 1, "b": 0, "c": 0}, setting="main").band == "B1"


def test_ranks_order_bands_whose_names_descend() -> None:  # notes 1.6: Band 6 lowest, Band 1 highest
    bands = [{"id": f"B{n}", "name": f"Band {n}", "rank": 4 - n} for n in (1, 2, 3)]
    rows = [
        {"band": "B3", "from": 0, "to": 4},
        {"band": "B2", "from": 5, "to": 9},
        {"band": "B1", "from": 10, "to": 18},
    ]
    up = {
        "kind": "move",
        "id": "M",
        "by": 1,
        "why": "x",
        "when": {"kind": "strand_at_least", "strand": "a", "level": 1},
    }
    definition = small(bands=bands, decide={"kind": "thresholds", "measure": "score", "rows": rows}, adjust=[up])
    assert small_result(definition, {"a": 1, "b": 0, "c": 0}).band == "B2"


def test_guards_refer_or_refuse() -> None:
    never = {
        "kind": "all",
        "of": [
            {"kind": "strand_at_least", "strand": "a", "level": 3},
            {"kind": "strand_at_least", "strand": "b", "level": 3},
        ],
    }
    levels = {"a": 3, "b": 3, "c": 0}
    refer = small(guards=[{"id": "G1", "never": never, "action": "refer", "why": "Look again."}])
    result = small_result(refer, levels)
    assert (result.band, result.points, result.kind) == (None, 6, "refer")
    assert small_result(refer, levels | {"a": 2}).band == "B2"
    with pytest.raises(ProfileRefusedError) as caught:
        small_result(small(guards=[{"id": "G1", "never": never, "action": "refuse", "why": "Look again."}]), levels)
    assert caught.value.guard == "G1"  # type: ignore[attr-defined]


def test_a_band_not_offered_in_a_setting_is_referred() -> None:  # notes 1.7
    definition = small()
    definition["bands"][0]["settings"] = ["main"]
    levels = {"a": 0, "b": 0, "c": 0}
    assert small_result(definition, levels, setting="main").band == "B1"
    assert small_result(definition, levels, setting="special").steps[-1] == st.Refer("setting", "B1")


@pytest.mark.parametrize(
    ("value", "reason"), [({"a": 4, "b": 0, "c": 0}, "overlap"), ({"a": 4, "b": 1, "c": 0}, "gap")]
)
def test_a_faulty_ladder_refers_and_never_guesses(value: dict[str, int], reason: str) -> None:
    rows = [{"band": "B1", "from": 0, "to": 4}, {"band": "B2", "from": 4, "to": 4}, {"band": "B3", "from": 6, "to": 18}]
    definition = small(decide={"kind": "thresholds", "measure": "score", "rows": rows})
    result = small_result(definition, value)
    assert isinstance(result.steps[-1], st.Refer)
    assert result.steps[-1].reason == reason


@pytest.mark.parametrize(
    ("missing", "outcome"), [("lowest", ("B1", 3, None, "indicative")), ("interval", (None, None, None, "interval"))]
)
def test_a_missing_strand_follows_the_declared_policy(missing: str, outcome: tuple[Any, ...]) -> None:
    result = small_result(small(missing=missing), {"a": 2, "b": 1})
    assert result[:4] == outcome
    if missing == "interval":
        assert result.bands == ("B1", "B2", "B3")  # 3, 8 or 13 points
        assert result.steps[-1] == st.Interval(("c",), ("B1", "B2", "B3"), 3, 13, False)
    else:
        assert result.steps[2] == st.Rating("c", 0, 0, (), True)


def test_a_missing_strand_can_be_an_error() -> None:
    with pytest.raises(ProfileIncompleteError) as caught:
        small_result(small(), {"a": 2, "b": 1})
    assert caught.value.missing == "Cedar"  # type: ignore[attr-defined]


def test_many_missing_strands_give_the_whole_range() -> None:
    exampleshire = scheme("exampleshire-2026.1.json")
    result = evaluate(exampleshire, Profile({}))
    assert result.kind == "interval"
    assert result.bands == exampleshire.bands
    assert isinstance(result.steps[-1], st.Interval)
    assert (result.steps[-1].low, result.steps[-1].high, result.steps[-1].refer) == (0, 444, True)


@pytest.mark.parametrize(
    "levels", [{"a": 5, "b": 0, "c": 0}, {"a": 0, "b": 0, "c": 0, "z": 1}, {"a": -1, "b": 0, "c": 0}]
)
def test_a_level_or_strand_that_does_not_exist_is_refused(levels: dict[str, int]) -> None:
    with pytest.raises(ProfileInvalidError):
        small_result(small(), levels)


def test_an_unknown_descriptor_is_refused() -> None:
    with pytest.raises(ProfileInvalidError):
        evaluate(compile_scheme(read(small())), Profile({"a": 0, "b": 0, "c": 0}, frozenset({"nothing"})))
