"""Reachable states against brute force: every profile of small schemes, one by one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from bandingdesk.matrix import packing, reach, reckoning, verdict
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.scheme import Scheme
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


@pytest.fixture(params=["folded", "held apart"])
def caps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Caps are folded into one item, or held apart as large groups are: both must say the same."""
    if request.param == "held apart":
        monkeypatch.setattr(packing, "MAX_FOLD", 0)
    return str(request.param)


def every_profile(scheme_: Scheme) -> Iterator[tuple[int, ...]]:
    return itertools.product(*(strand.levels for strand in scheme_.strands))


def outcome(scheme_: Scheme, levels: tuple[int, ...], context: dict[str, str]) -> tuple[int, str]:
    try:
        found = reckoning.run(scheme_, levels, context)
    except reckoning.ProfileRefusedError:
        return -1, "refused"
    return -1 if found.band is None else found.band, found.reason


@pytest.mark.usefixtures("caps")
@pytest.mark.parametrize("name", SCHEMES)
def test_states_verdicts_and_numbers_equal_brute_force(name: str) -> None:
    scheme_ = compile_scheme(read(SCHEMES[name]))
    found = reach.Reach(scheme_)
    assert found.packing is not None
    packed = Counter(found.packing.pack(levels) for levels in every_profile(scheme_))
    assert dict(zip(found.states.tolist(), found.ways.tolist(), strict=True)) == packed
    for context, said in verdict.each(verdict.Reading(found.packing, found.states)):
        for levels in every_profile(scheme_):
            n = int(found.place(np.array([found.packing.pack(levels)]))[0])
            assert (said.bands[n], verdict.REASONS[said.reasons[n]]) == outcome(scheme_, levels, context)


@pytest.mark.usefixtures("caps")
@pytest.mark.parametrize("name", SCHEMES)
def test_one_level_steps_equal_brute_force(name: str) -> None:
    scheme_ = compile_scheme(read(SCHEMES[name]))
    found = reach.Reach(scheme_)
    assert found.packing is not None
    for n, strand in enumerate(scheme_.strands):
        brute: Counter[tuple[int, int, int, int]] = Counter()
        for levels in every_profile(scheme_):
            place = strand.levels.index(levels[n])
            if place + 1 < len(strand.levels):
                upper = (*levels[:n], strand.levels[place + 1], *levels[n + 1 :])
                brute[levels[n], upper[n], found.packing.pack(levels), found.packing.pack(upper)] += 1
        stepped: Counter[tuple[int, int, int, int]] = Counter()
        for step in found.steps(n):
            ends = zip(found.states[step.before].tolist(), found.states[step.after].tolist(), strict=True)
            for (before, after), ways in zip(ends, step.ways.tolist(), strict=True):
                stepped[step.lower, step.upper, before, after] += ways
        assert stepped == brute


@pytest.mark.parametrize("name", SCHEMES)
def test_every_state_has_a_witness_that_is_in_it(name: str) -> None:
    found = reach.Reach(compile_scheme(read(SCHEMES[name])))
    assert found.packing is not None
    for state in found.states.tolist():
        shown = found.witness(state)
        assert found.packing.pack(shown.levels, shown.ticks, shown.numbers) == state


def test_westmarks_profiles_are_all_counted() -> None:
    found = reach.Reach(scheme("westmark-counts-2026.json"))
    assert int(found.ways.sum()) == 480_000 == found.profiles


def test_more_profiles_than_64_bits_count_are_counted_exactly() -> None:
    strand = small()["strands"][0]
    strands = [{**strand, "id": f"s{n}"} for n in range(40)]
    table = [{"strand": f"s{n}", "points": [0, 0, 0, 0, 1]} for n in range(40)]
    made = small(strands=strands)
    made["measures"][0]["table"] = table
    found = reach.Reach(compile_scheme(read(made)))
    assert found.profiles == 5**40 == sum(found.ways.tolist())
    assert found.ways.tolist()[39] == 4 * 40  # all but one at the top level


def test_too_many_states_are_said_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "MAX_STATES", 5)
    found = reach.Reach(compile_scheme(read(SCHEMES["two caps"])))
    assert not found.complete
    assert found.limit == "The rules lead to more than 5 different states."
    with pytest.raises(ValueError, match="more than 5"):
        _ = found.states
    assert [shown.levels for shown in found.ends()] == [(0, 0, 0), (4, 4, 2)]


def test_rules_that_read_too_much_at_once_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_SIZE", 5)
    found = reach.Reach(compile_scheme(read(SCHEMES["two caps"])))
    assert not found.complete
    assert "64 bits" in found.limit


@pytest.mark.parametrize("name", SCHEMES)
def test_a_step_is_shown_by_a_profile_that_takes_it(name: str) -> None:
    made = reach.Reach(compile_scheme(read(SCHEMES[name])))
    assert made.packing is not None
    for n, strand in enumerate(made.scheme.strands):
        for step in made.steps(n):
            for before, after in {*zip(step.before.tolist(), step.after.tolist(), strict=True)}:
                shown = made.step_witness(n, step.lower, made.states[before], made.states[after])
                raised = [*shown.levels]
                assert raised[n] == step.lower
                raised[n] = step.upper
                own = (shown.ticks, shown.numbers)
                assert made.packing.pack(shown.levels, *own) == made.states[before], strand.id
                assert made.packing.pack(raised, *own) == made.states[after], strand.id
