"""References that lead nowhere, and ids used twice: each named at its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bandingdesk.matrix import files
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.files import FrameworkInvalidError
from tests.support.frameworks import read, small


def with_at(path: str, value: Any) -> dict[str, Any]:
    """Return the small definition with VALUE at PATH (dots and numbers)."""
    made = small()
    here: Any = made
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        here = here[part]
    here[last] = value
    return made


TEST: dict[str, Any] = {"id": "T", "levels": {}, "expect": {"band": "B1"}, "source": "x"}
TA = {"id": "ta", "name": "Teaching assistant", "per": "hour", "pence": 1400}
CROSSWALK: dict[str, Any] = {"framework": "old", "rule": "published"}
COUNT = {"kind": "count_at_least", "level": 1, "n": 1}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("decide.measure", "sum", "decide.measure"),
        ("decide.rows.0.band", "B9", "decide.rows[0].band"),
        ("decide.rows.1.to", 3, "decide.rows[1]"),
        ("measures.0.table.2.strand", "z", "measures[0].table[2].strand"),
        ("measures.0.table.2.points", [0, 5], "measures[0].table[2].points"),
        ("measures.0.table.2.strand", "a", "measures[0].table[2].strand"),
        ("measures.0.group_caps", [{"strands": ["a", "z"], "max": 3}], "measures[0].group_caps[0].strands"),
        (
            "measures.0.group_caps",
            [{"strands": ["a"], "max": 3}, {"strands": ["a"], "max": 2}],
            "measures[0].group_caps[1].strands",
        ),
        ("bands.1.id", "B1", "bands[1].id"),
        ("bands.1.rank", 1, "bands[1].rank"),
        ("bands.0.settings", ["home"], "bands[0].settings"),
        ("strands.1.id", "a", "strands[1].id"),
        ("strands.1.levels.1.level", 0, "strands[1].levels[1].level"),
        ("strands.1.levels.1.level", 3, "strands[1].levels"),
        ("areas", [{"id": "Z", "name": "Zed"}], "strands[0].area"),
        ("contexts.0.labels", ["mainstream"], "contexts[0].labels"),
        ("effective.to", "2026-03-31", "effective.to"),
        ("adjust", [{"kind": "floor", "id": "F", "when": COUNT, "band": "B7", "why": "x"}], "adjust[0].band"),
        (
            "guards",
            [{"id": "G", "never": COUNT | {"strands": ["z"]}, "action": "refer", "why": "x"}],
            "guards[0].never.strands",
        ),
        ("guards", [{"id": "G", "never": COUNT | {"n": 4}, "action": "refer", "why": "x"}], "guards[0].never.n"),
        ("tests", [{"id": "T", "levels": {"c": 3}, "expect": {"band": "B1"}, "source": "x"}], "tests[0].levels.c"),
        (
            "measures.0",
            {"kind": "primary", "id": "score", "context": "need", "strands": [{"value": "x", "strand": "z"}]},
            "measures[0].context",
        ),
        (
            "measures.0",
            {"kind": "primary", "id": "score", "context": "setting", "strands": [{"value": "main", "strand": "z"}]},
            "measures[0].strands[0].strand",
        ),
        (
            "measures.0",
            {"kind": "primary", "id": "score", "context": "setting", "strands": [{"value": "main", "strand": "a"}]},
            "measures[0].strands",  # nobody says what the other setting stands for
        ),
        (
            "measures.0",
            {"kind": "descriptors_met", "id": "score", "set": "s", "descriptors": ["d"]},
            "measures[0].descriptors",
        ),
        ("measures.0", {"kind": "number", "id": "score", "min": 3, "max": 2}, "measures[0]"),
        ("measures.0", {"kind": "cost", "id": "score", "lines": "m", "rates": [TA, TA]}, "measures[0].rates[1].id"),
        ("crosswalks", [CROSSWALK | {"rows": [{"other": "A", "band": "B9"}]}], "crosswalks[0].rows[0].band"),
        (
            "crosswalks",
            [CROSSWALK | {"rows": [{"other": "A", "band": "B1"}, {"other": "A", "band": None}]}],
            "crosswalks[0].rows[1].other",
        ),
        ("tests", [TEST | {"numbers": {"hours": 3}}], "tests[0].numbers"),
        ("tests", [TEST | {"lines": {"map": [{"what": "x"}]}}], "tests[0].lines"),
        ("tests", [TEST | {"expect": {"band": None, "bands": ["B1", "B9"]}}], "tests[0].expect.bands"),
        ("tests", [TEST | {"expect": {"band": "B1", "bands": ["B1", "B2"]}}], "tests[0].expect.band"),
        ("tests", [{"id": "T", "levels": {}, "expect": {"band": "B4"}, "source": "x"}], "tests[0].expect.band"),
        (
            "tests",
            [{"id": "T", "levels": {}, "descriptors": ["d"], "expect": {"band": "B1"}, "source": "x"}],
            "tests[0].descriptors",
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(path: str, value: Any, where: str) -> None:
    with pytest.raises(FrameworkInvalidError) as caught:
        read(with_at(path, value))
    assert where in {problem.path for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        ({"kind": "strand_at_least", "strand": "c", "level": 3}, "level"),
        ({"kind": "measure", "measure": "score", "to": 3}, "measure"),  # its own sum is not known yet
        ({"kind": "context", "context": "phase", "values": ["ey"]}, "values"),
        (
            {"kind": "not", "of": {"kind": "all", "of": [{"kind": "descriptor_met", "descriptor": "d"}]}},
            "of.of[0].descriptor",
        ),
    ],
)
def test_conditions_are_followed_to_their_leaves(condition: dict[str, Any], where: str) -> None:
    with pytest.raises(FrameworkInvalidError) as caught:
        read(with_at("measures.0.add_if", [{"id": "U", "when": condition, "add": 1, "why": "x"}]))
    assert [problem.path for problem in caught.value.problems] == [f"measures[0].add_if[0].when.{where}"]


def test_a_best_fit_needs_a_card_for_every_level() -> None:
    decide = {"kind": "best_fit", "strand": "c", "cards": [{"level": 0, "band": "B1"}, {"level": 2, "band": "B2"}]}
    with pytest.raises(FrameworkInvalidError) as caught:
        read(small(decide=decide))
    assert caught.value.problems[0][:2] == ("decide.cards", "no band for level 1")


def test_refer_is_no_name_for_a_band() -> None:
    with pytest.raises(FrameworkInvalidError) as caught:
        read(with_at("bands.0.id", "refer"))
    assert "bands[0].id" in {problem.path for problem in caught.value.problems}


RICH = small(
    measures=[
        *small()["measures"],
        {"kind": "number", "id": "hours", "min": 0, "max": 40},
        {"kind": "number", "id": "shift", "min": -5, "max": 5},
        {"kind": "cost", "id": "map", "lines": "provision", "rates": [TA]},
    ]
)
WORDS = {"context": "setting", "full": 30}  # its values are main and special
UP = {"id": "A", "when": {"kind": "descriptor_met", "descriptor": "d"}, "pence": 1, "why": "x"}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"framework": "other"}, "framework"),
        ({"rows": [{"band": "B9", "pence": 1}]}, "rows[0].band"),
        ({"rows": [{"band": "B1", "phase": "ey", "pence": 1}]}, "rows[0]"),
        ({"rows": [{"band": "B1", "setting": "home", "pence": 1}]}, "rows[0]"),
        ({"rows": [{"band": "B1", "pence": 1}, {"band": "B1", "setting": "main", "pence": 2}]}, "rows[1]"),
        ({"caps": [{"id": "C", "where": [{"context": "phase", "value": "ey"}], "pence": 1, "why": "x"}]}, "caps[0]"),
        ({"caps": [{"id": "C", "pence": 1, "why": "x"}], "addons": [UP | {"id": "C"}]}, "caps[0].id"),
        ({"addons": [UP]}, "addons[0].when.descriptor"),
        ({"proration": WORDS}, "proration.context"),
        ({"proration": {"full": 30}}, "proration"),
        ({"proration": {"number": "map", "full": 30}}, "proration.number"),
        ({"round_to": 10}, "round_to"),
        ({"kind": "rate", "rows": [{"band": "B1", "rate": 1}], "times": ["weeks"]}, "times[0]"),
        ({"kind": "rate", "rows": [{"band": "B1", "rate": 1}], "times": ["shift"]}, "times[0]"),
        ({"kind": "rate", "rows": [{"band": "B7", "rate": 1}], "times": ["hours"]}, "rows[0].band"),
        ({"kind": "measure", "measure": "hours", "rows": None}, "measure"),
        (
            {
                "kind": "base_times_weight",
                "scale": 1,
                "bases": [{"where": [{"context": "phase", "value": "ey"}], "pence": 1}],
                "weights": [],
                "rows": None,
            },
            "bases[0]",
        ),
        (
            {
                "kind": "base_times_weight",
                "scale": 1,
                "bases": [{"pence": 1}],
                "weights": [{"band": "B1", "weight": 1}, {"band": "B1", "weight": 2}],
                "rows": None,
            },
            "weights[1].band",
        ),
        ({"kind": "sum_by_strand", "amounts": [{"strand": "z", "level": 1, "pence": 1}]}, "amounts[0].strand"),
        ({"kind": "sum_by_strand", "amounts": [{"strand": "c", "level": 9, "pence": 1}]}, "amounts[0].level"),
        (
            {"kind": "sum_by_strand", "combine": "primary", "amounts": [{"strand": "a", "level": 1, "pence": 1}]},
            "primary",
        ),
    ],
)
def test_a_tariff_must_fit_its_framework(change: dict[str, Any], where: str) -> None:
    rows = None if change.get("kind", "table") == "sum_by_strand" else [{"band": "B1", "pence": 1}]
    data = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", "rows": rows, **change}
    tariff = files.read_tariff(json.dumps({k: v for k, v in data.items() if v is not None}).encode(), "t")
    with pytest.raises(FrameworkInvalidError) as caught:
        compile_scheme(read(RICH), tariff)
    assert caught.value.problems[0].path == where
