"""Laws of the engine for any profile and many frameworks: steps replay, plain and explained runs agree, order holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bandingdesk.matrix import analyse, explain, reckoning, replay
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation, evaluate
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Cards, Scheme
from tests.support.frameworks import PAIRS, read, scheme, small

SCHEMES = [scheme(name, money) for name, money in PAIRS]


@some.composite
def profiles(draw: Any, scheme_: Scheme, *, whole: bool = True) -> Profile:
    """Give a profile that fits the scheme; strands may be missing unless WHOLE."""
    levels = {}
    for strand in scheme_.strands:
        if whole or draw(some.integers(0, 3)):
            levels[strand.id] = draw(some.sampled_from(strand.levels))
    context = {c.id: draw(some.sampled_from(c.values)) for c in scheme_.framework.contexts}
    ticks: frozenset[str] = frozenset()
    if isinstance(scheme_.decide, Cards):
        ticks = scheme_.decide.descriptors[levels[scheme_.strands[scheme_.decide.strand].id]]
    return Profile(levels, ticks, context)


LEVELS = {"a": 4, "b": 4, "c": 2}
leaves = some.one_of(
    some.builds(
        lambda strand, level: {"kind": "strand_at_least", "strand": strand, "level": min(level, LEVELS[strand])},
        some.sampled_from("abc"),
        some.integers(0, 4),
    ),
    some.builds(
        lambda level, n, exactly: {"kind": "count_at_least", "level": level, "n": n, "exactly": exactly},
        some.integers(0, 4),
        some.integers(0, 3),
        some.booleans(),
    ),
    some.builds(lambda low: {"kind": "measure", "measure": "score", "from": low}, some.integers(-2, 20)),
    some.just({"kind": "context", "context": "setting", "values": ["special"]}),
)
trees = some.recursive(
    leaves,
    lambda inner: some.one_of(
        some.builds(lambda of: {"kind": "all", "of": of}, some.lists(inner, min_size=1, max_size=3)),
        some.builds(lambda of: {"kind": "any", "of": of}, some.lists(inner, min_size=1, max_size=3)),
        some.builds(lambda of: {"kind": "not", "of": of}, inner),
    ),
    max_leaves=6,
)


@some.composite
def frameworks(draw: Any) -> Scheme:
    """Give a small scheme with random rules: caps, counts, adjustments and a ladder or a case table."""
    made = small(missing="interval")
    made["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": draw(some.integers(0, 8))}]
    made["measures"].append({"kind": "highest", "id": "top", "rank": draw(some.integers(1, 3))})
    kinds = some.sampled_from(["move", "floor", "cap"])
    made["adjust"] = []
    for n in range(draw(some.integers(0, 2))):
        kind = draw(kinds)
        change = (
            {"by": draw(some.integers(-2, 2))}
            if kind == "move"
            else {"band": draw(some.sampled_from(["B1", "B2", "B3"]))}
        )
        made["adjust"].append({"kind": kind, "id": f"A{n}", "when": draw(trees), "why": "x", **change})
    if draw(some.booleans()):
        bands = some.sampled_from(["B1", "B2", "B3"])
        rows = [
            {"id": f"R{n}", "when": draw(trees), "band": draw(bands), "why": "x"}
            for n in range(draw(some.integers(1, 3)))
        ]
        policy = draw(some.sampled_from(["first", "unique", "any", "highest_band"]))
        made["decide"] = {
            "kind": "cases",
            "policy": policy,
            "rows": rows,
            "otherwise": draw(some.sampled_from(["B1", "refer"])),
        }
    if draw(some.booleans()):
        made["guards"] = [{"id": "G", "never": draw(trees), "action": "refer", "why": "x"}]
    return compile_scheme(read(made))


def agrees(scheme_: Scheme, profile: Profile, result: Evaluation) -> None:
    """The steps replay, and a run without steps says the same."""
    assert replay.replay(result.steps, scheme_.bands) == result[:5]
    if result.kind != "interval":
        levels = [profile.levels[strand] for strand in scheme_.positions]
        outcome = reckoning.run(scheme_, levels, profile.context, profile.descriptors)
        assert result.band == (None if outcome.band is None else scheme_.bands[outcome.band])
        assert result.points == outcome.points


@pytest.mark.parametrize("scheme_", SCHEMES, ids=[money for _, money in PAIRS])
@given(data=some.data())
def test_steps_replay_on_every_shipped_framework(scheme_: Scheme, data: some.DataObject) -> None:
    profile = data.draw(profiles(scheme_))
    agrees(scheme_, profile, evaluate(scheme_, profile))


@given(scheme_=frameworks(), data=some.data())
def test_steps_replay_for_any_rules(scheme_: Scheme, data: some.DataObject) -> None:
    profile = data.draw(profiles(scheme_, whole=False))
    agrees(scheme_, profile, evaluate(scheme_, profile))


@given(scheme_=frameworks(), data=some.data())
def test_a_range_holds_every_completion(scheme_: Scheme, data: some.DataObject) -> None:
    whole = data.draw(profiles(scheme_))
    gone = data.draw(some.sets(some.sampled_from(sorted(whole.levels)), min_size=1))
    partly = whole._replace(levels={strand: level for strand, level in whole.levels.items() if strand not in gone})
    result, done = evaluate(scheme_, partly), evaluate(scheme_, whole)
    assert result.kind == "interval"
    step = result.steps[-1]
    assert isinstance(step, st.Interval)
    assert done.band in result.bands or (done.band is None and step.refer)
    assert step.low is not None
    assert step.high is not None
    assert done.points is not None
    assert step.low <= done.points <= step.high


@given(scheme_=frameworks(), data=some.data())
def test_words_are_found_for_any_step(scheme_: Scheme, data: some.DataObject) -> None:
    from datetime import UTC, datetime

    profile = data.draw(profiles(scheme_, whole=False))
    why = explain.explain(scheme_, profile, case="any", at=datetime(2026, 11, 23, tzinfo=UTC))
    assert all(sentence and "{" not in sentence for sentence in why.sentences)
    assert why.as_json()["result"] == why.evaluation.as_json()


@given(scheme_=frameworks())
def test_the_check_reaches_exactly_the_bands_that_profiles_reach(scheme_: Scheme) -> None:
    report = analyse.check(scheme_.framework)
    bands = set()
    for a in range(5):
        for b in range(5):
            for c in range(3):
                for setting in ("main", "special"):
                    bands.add(evaluate(scheme_, Profile({"a": a, "b": b, "c": c}, context={"setting": setting})).band)
    assert set(report.bands_reachable) == bands - {None}


@pytest.mark.parametrize("scheme_", SCHEMES[:3] + SCHEMES[4:], ids=[money for _, money in PAIRS[:3] + PAIRS[4:]])
@given(data=some.data())
def test_a_higher_level_never_lowers_the_band_where_that_is_promised(scheme_: Scheme, data: some.DataObject) -> None:
    assert scheme_.framework.monotone == "required"
    profile = data.draw(profiles(scheme_))
    strand = data.draw(some.sampled_from(scheme_.strands))
    higher = [level for level in strand.levels if level >= profile.levels[strand.id]]
    raised = profile._replace(levels={**profile.levels, strand.id: data.draw(some.sampled_from(higher))})

    def rank(result: Evaluation) -> int:
        return len(scheme_.bands) if result.band is None else scheme_.bands.index(result.band)

    assert rank(evaluate(scheme_, raised)) >= rank(evaluate(scheme_, profile))
