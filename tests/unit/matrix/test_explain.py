"""Why a case came out as it did. Figures: Exampleshire's worked case T02 (137 points; Band 6 is 130 to 159)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bandingdesk.matrix import explain, phrases, replay
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.explain import Change, Explanation
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from tests.support.frameworks import PAIRS, read, scheme, small

AT = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)


def exampleshire() -> Scheme:
    return scheme("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")


def worked(scheme_: Scheme, test_id: str = "T02") -> Profile:
    test = next(test for test in scheme_.framework.tests if test.id == test_id)
    return Profile(test.levels, frozenset(test.descriptors), test.context)


def why(test_id: str = "T02") -> Explanation:
    return explain.explain(
        exampleshire(), worked(exampleshire(), test_id), case="C1", at=AT, evidence={"attention": ["E12"]}
    )


def test_the_margin_is_the_distance_to_both_edges() -> None:
    assert why().margin == (23, 8)  # to reach 160; to fall to 129: matrix 7.2


def test_the_ends_of_the_ladder_have_one_edge() -> None:
    assert why("T01").margin == (20, None)
    assert why("T12").margin == (None, 76)  # 360 is the last point of Band 10, which starts at 285
    assert why("T11").margin is None  # above the scale


def test_counterfactuals_are_the_fewest_steps_and_true() -> None:
    found = why()
    scheme_ = exampleshire()
    for way, better in ((found.up, 1), (found.down, -1)):
        assert way is not None
        for changes in way.sets:
            levels = dict(worked(scheme_).levels)
            for change in changes:
                assert levels[change.strand] == change.level
                levels[change.strand] = change.other
            band = evaluate(scheme_, Profile(levels), with_money=False).band
            assert band is not None
            assert (scheme_.bands.index(band) - scheme_.bands.index("B6")) * better > 0
            assert sum(abs(change.level - change.other) for change in changes) == way.steps
    assert found.down is not None
    assert found.down.steps == 1
    assert (Change("attention", 3, 2),) in found.down.sets  # 6 points and the addition of 12 are lost
    assert found.up is not None
    assert found.up.steps == 2


def test_above_the_scale_counts_as_up() -> None:
    found = why("T12")  # 360 points: one more is beyond the scale
    assert found.up is not None
    assert found.up.steps == 1


def test_sensitivity_rings_the_level_that_was_rated() -> None:
    for rung in why().sensitivity:
        level = worked(exampleshire()).levels[rung.strand]
        assert rung.bands[rung.levels.index(level)] == "B6"
    assert len(why().sensitivity) == 12


def test_the_object_has_the_shape_of_the_design() -> None:
    document = why().as_json()
    assert set(document) == {
        "explains", "result", "steps", "margin", "counterfactual", "sensitivity", "confidence", "missing", "guards",
        "override", "lay",
    }  # fmt: skip
    explains = document["explains"]
    assert isinstance(explains, dict)
    assert explains["framework"] == f"exampleshire-send@2026.1#{exampleshire().sha256}"
    assert explains["tariff"].startswith("2026-27#sha256:")
    assert explains["at"] == "2026-11-23T08:52:00Z"
    assert explains["inputs_sha256"] == explain.inputs_sha256(worked(exampleshire()))
    assert document["result"] == {
        "band": "B6", "points": 137, "pence": 1095000, "kind": "indicative", "bands": ["B6"],
    }  # fmt: skip
    steps = document["steps"]
    assert isinstance(steps, list)
    assert [step["n"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[2]["evidence"] == ["E12"]
    assert steps[13]["kind"] == "uplift"
    assert steps[13]["conditions"][0] == {
        "kind": "strand_at_least", "met": True, "strand": "attention", "needed": 3, "was": 3,
    }  # fmt: skip
    assert steps[15]["row"] == {"band": "B6", "from": 130, "to": 159}
    assert steps[17]["setting"] == "main"
    assert json.loads(json.dumps(document)) == document


def test_the_short_words_say_points_and_band_and_the_long_ones_that_people_decide() -> None:
    found = why()
    assert found.short == "The levels add up to 137 points. The published scheme points to Band 6."
    assert "Managing feelings is at level 3: Frequent individual support. Points for this: 14." in found.long
    assert "The tariff gives £10,950 a year for Band 6 (mainstream, Years 1 to 6)." in found.long
    assert found.long.endswith(phrases.PEOPLE)


def test_above_the_scale_is_said_plainly() -> None:
    assert why("T11").short == (
        "The published scheme gives no band for these levels. 444 is above the scale, which ends at 360. People decide."
    )


def test_a_range_names_what_is_missing() -> None:
    scheme_ = exampleshire()
    levels = {strand: level for strand, level in worked(scheme_).levels.items() if strand != "hearing"}
    found = explain.explain(scheme_, Profile(levels), case="C1", at=AT, with_money=False)
    assert found.missing == ("hearing",)
    assert found.short == "The result is Band 6 to Band 7 while this is not known: Hearing."
    assert (found.up, found.down, found.sensitivity) == (None, None, ())


def test_a_best_fit_explains_the_choice() -> None:
    southfield = scheme("southfield-best-fit-2026.json", "southfield-tariff-2026-27.json")
    found = explain.explain(southfield, Profile({"fit": 3}, frozenset({"fit.3.a"})), case="C1", at=AT)
    assert found.sentences[1] == "A person chose the description of Enhanced as the best fit. Descriptors relied on: 1."
    assert found.margin is None
    assert [rung.bands for rung in found.sensitivity] == [("U", "T1", "T2", "E1", "E2", "X")]


def test_weights_with_decimals_are_read_with_their_scale() -> None:
    definition = small()
    definition["measures"][0]["scale"] = 10
    found = explain.explain(compile_scheme(read(definition)), Profile({"a": 3, "b": 4, "c": 1}), case="C", at=AT)
    assert found.short == "The levels add up to 1.2 points. The published scheme points to Band 3."


@pytest.mark.parametrize(("name", "money"), PAIRS)
def test_every_worked_test_explains_itself_without_a_gap(name: str, money: str) -> None:
    scheme_ = scheme(name, money)
    for test in scheme_.framework.tests:
        found = explain.explain(scheme_, worked(scheme_, test.id), case=test.id, at=AT)
        assert len(found.sentences) == len(found.evaluation.steps)
        for sentence in (*found.sentences, found.short):
            assert sentence.endswith("."), sentence
            assert "{" not in sentence
            assert "  " not in sentence
            assert not sentence.startswith(" ")


@pytest.mark.parametrize("forge", ["points", "band", "condition", "order"])
def test_forged_steps_do_not_replay(forge: str) -> None:
    steps = list(evaluate(exampleshire(), worked(exampleshire())).steps)
    at = {type(step): n for n, step in enumerate(steps)}
    rating, uplift, threshold = steps[0], steps[at[st.Uplift]], steps[at[st.Threshold]]
    assert isinstance(rating, st.Rating)
    assert isinstance(uplift, st.Uplift)
    assert isinstance(threshold, st.Threshold)
    if forge == "points":
        steps[0] = rating._replace(points=23)
    elif forge == "band":
        steps[at[st.Threshold]] = threshold._replace(value=160)
    elif forge == "condition":
        missed = uplift.check.of[0]._replace(was=4)
        steps[at[st.Uplift]] = uplift._replace(check=uplift.check._replace(of=(missed, uplift.check.of[1])))
    else:
        del steps[at[st.GroupCap] : at[st.Total] + 1]
    with pytest.raises(replay.StepsDontReplayError):
        replay.replay(tuple(steps), exampleshire().bands)


def several_ways() -> Scheme:
    """Return a scheme of two ways: a ladder of points, and a ladder of months that reaches higher."""
    months = {"kind": "number", "id": "months", "name": "Months behind", "min": 0, "max": 30, "unit": "months"}
    rows = [
        {"band": "B1", "from": 0, "to": 5},
        {"band": "B2", "from": 6, "to": 11},
        {"band": "B3", "from": 12, "to": 30},
    ]
    by_months = {"kind": "thresholds", "measure": "months", "rows": rows}
    measures = [*small()["measures"], months]
    return compile_scheme(
        read(small(measures=measures, decide={"kind": "best_of", "of": [small()["decide"], by_months]}))
    )


def test_of_several_ways_the_margin_is_that_of_the_way_that_decided() -> None:
    by_points = explain.explain(
        several_ways(), Profile({"a": 4, "b": 3, "c": 0}, numbers={"months": 2}), case="C", at=AT
    )
    assert by_points.margin == (3, 3)  # 7 points: Band 3 starts at 10, Band 1 ends at 4
    by_months = explain.explain(
        several_ways(), Profile({"a": 1, "b": 0, "c": 0}, numbers={"months": 8}), case="C", at=AT
    )
    assert by_months.margin == (4, 3)  # 8 months: Band 3 starts at 12, Band 1 ends at 5
    assert by_months.short == "The published scheme points to Band 2."
    assert "The highest band of these ways counts: Band 2." in by_months.long
    assert "Band 2 covers 6 months to 11 months, and the figure here is 8 months." in by_months.long


def test_counterfactuals_look_at_every_way() -> None:
    found = explain.explain(several_ways(), Profile({"a": 4, "b": 0, "c": 0}, numbers={"months": 2}), case="C", at=AT)
    assert found.up is not None
    assert found.up.sets == (((Change("b", 0, 1)),), ((Change("c", 0, 1)),))  # 5 points are Band 2, and so are 9
    assert [rung.bands for rung in found.sensitivity] == [
        ("B1",) * 5, ("B1", "B2", "B2", "B2", "B2"), ("B1", "B2", "B3"),
    ]  # fmt: skip


def test_a_number_that_is_not_known_stands_among_what_is_missing() -> None:
    definition = small(missing="lowest")
    definition["measures"].append({"kind": "number", "id": "months", "name": "Months behind", "min": 0, "max": 30})
    up = {"kind": "measure", "measure": "months", "from": 12}
    definition["adjust"] = [{"kind": "move", "id": "M", "by": 1, "when": up, "why": "x"}]
    found = explain.explain(compile_scheme(read(definition)), Profile({"a": 0, "b": 0}), case="C", at=AT)
    assert found.missing == ("c", "months")
    assert found.up is not None
    assert "Months behind: not known. The scheme then takes the least it can be, 0." in found.long
