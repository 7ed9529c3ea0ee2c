"""Reachable states against brute force: every profile of small schemes, one by one."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import pytest

from bandingdesk.matrix import reach, reckoning
from bandingdesk.matrix.compiled import compile_scheme
from tests.support.frameworks import read, scheme, small

A3 = {"kind": "strand_at_least", "strand": "a", "level": 3}
TWO = {"kind": "count_at_least", "level": 2, "n": 2}
ONE = {"kind": "count_at_least", "level": 1, "n": 1, "strands": ["a", "b"], "exactly": True}


def points(**more: Any) -> dict[str, Any]:
    made = small()
    made["measures"][0] |= more
    return made


def measures(*more: dict[str, Any], **changes: Any) -> dict[str, Any]:
    made = small(**changes)
    made["measures"] += more
    return made


SCHEMES: dict[str, dict[str, Any]] = {
    "plain": small(),
    "two caps": points(group_caps=[{"strands": ["a"], "max": 2}, {"strands": ["b", "c"], "max": 7}]),
    "cap below the least": points(group_caps=[{"strands": ["a", "b"], "max": -1}]),
    "additions": points(add_if=[{"id": "U", "when": {"kind": "any", "of": [A3, ONE]}, "add": -3, "why": "x"}]),
    "moves": small(adjust=[{"kind": "move", "id": "M", "by": 1, "why": "x", "when": TWO}]),
    "highest": measures(
        {"kind": "highest", "id": "second", "rank": 2},
        adjust=[
            {
                "kind": "cap",
                "id": "C",
                "band": "B1",
                "why": "x",
                "when": {"kind": "measure", "measure": "second", "to": 0},
            }
        ],
    ),
    "count": measures(
        {"kind": "count", "id": "n", "level": 2, "strands": ["a", "c"]},
        decide={
            "kind": "thresholds",
            "measure": "n",
            "rows": [{"band": "B1", "from": 0, "to": 0}, {"band": "B3", "from": 2, "to": 2}],
        },
    ),
    "two sums": measures(
        {
            "kind": "points",
            "id": "other",
            "table": [{"strand": "c", "points": [3, -1, 2]}],
            "group_caps": [{"strands": ["c"], "max": 1}],
        },
        adjust=[
            {
                "kind": "floor",
                "id": "F",
                "band": "B2",
                "why": "x",
                "when": {"kind": "measure", "measure": "other", "from": 1},
            }
        ],
    ),
}


@pytest.mark.parametrize("name", SCHEMES)
def test_outcomes_and_their_numbers_equal_brute_force(name: str) -> None:
    scheme_ = compile_scheme(read(SCHEMES[name]))
    context: dict[str, str] = {}
    brute = Counter(
        reckoning.run(scheme_, levels, context) for levels in itertools.product(*(s.levels for s in scheme_.strands))
    )
    found: Counter[reckoning.Outcome] = Counter()
    for state in reach.Reach(scheme_).states():
        found[reckoning.run(scheme_, state.levels, context)] += state.profiles
    assert found == brute


def test_westmarks_profiles_equal_brute_force() -> None:
    westmark = scheme("westmark-counts-2026.json")
    strands = westmark.strands
    sample = itertools.islice(itertools.product(*(s.levels for s in strands)), 0, None, 37)
    bands = {state.profiles: state for state in reach.Reach(westmark).states()}
    assert sum(state.profiles for state in reach.Reach(westmark).states()) == 480_000 == reach.Reach(westmark).profiles
    assert {reckoning.run(westmark, levels, {}).band for levels in sample} == {0, 1, 2, 3}
    assert bands


@pytest.mark.parametrize("limit", ["MAX_STATES", "MAX_GROUP"])
def test_too_many_states_are_said_and_not_listed(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(reach, limit, 5)
    found = reach.Reach(compile_scheme(read(SCHEMES["two caps"])))
    assert not found.complete
    with pytest.raises(ValueError, match="too many"):
        next(found.states())
    assert [state.levels for state in found.ends()] == [(0, 0, 0), (4, 4, 2)]
