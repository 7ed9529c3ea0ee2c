"""What a diff says of two versions is what the evaluator says of every profile, whatever the rules."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bandingdesk.matrix import changes, diff, movement, reckoning
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.pair import Pair
from bandingdesk.matrix.scheme import Scheme
from tests.support import any_scheme
from tests.support.frameworks import SHIPPED, framework, read

CONTEXTS = [{"setting": s, "need": n} for s in ("main", "special") for n in ("na", "nb")]


def outcome(scheme: Scheme, levels: Any, context: Any, ticks: frozenset[str], months: int) -> str:
    own = [levels[strand.id] for strand in scheme.strands]
    try:
        found = reckoning.follow(scheme, View(own, context, ticks, {"months": months}))
    except reckoning.ProfileRefusedError:
        return "refused"
    return "refer" if found.band is None else scheme.bands[found.band]


def profiles(pair: Pair) -> Iterator[tuple[dict[str, int], dict[str, str], frozenset[str], int]]:
    """Give every profile that the pair compares: descriptors and months vary only where a rule reads them."""
    axes = pair._axes
    read_ticks = [axis.tick for axis in axes if axis.tick]
    months = range(-1, 13) if any(axis.number for axis in axes) else range(1)
    names = list(pair.strands)
    for levels in itertools.product(*pair.strands.values()):
        for context in pair.contexts:
            for met in itertools.product((False, True), repeat=len(read_ticks)):
                ticks = frozenset(tick for tick, on in zip(read_ticks, met, strict=True) if on)
                for month in months:
                    yield dict(zip(names, levels, strict=True)), {**CONTEXTS[0], **context}, ticks, month


@settings(max_examples=25)
@given(data=some.data())
def test_all_profiles_are_compared_exactly(data: some.DataObject) -> None:
    old, new = data.draw(any_scheme.schemes()), data.draw(any_scheme.schemes())
    pair = Pair(old, new)
    said: Counter[tuple[str, str]] = Counter()
    for meeting in pair.meetings():
        said[meeting.old, meeting.new] += meeting.profiles
    counted = Counter(
        (outcome(old, levels, context, ticks, months), outcome(new, levels, context, ticks, months))
        for levels, context, ticks, months in profiles(pair)
    )
    assert said == counted
    assert sum(said.values()) == pair.profiles
    found = diff.semantic(old, new)
    assert (found.complete, found.of) == (True, pair.profiles)
    assert found.changed == sum(count for (a, b), count in counted.items() if a != b)


@given(data=some.data())
def test_each_way_a_band_changes_has_a_profile_that_shows_it(data: some.DataObject) -> None:
    old, new = data.draw(any_scheme.schemes()), data.draw(any_scheme.schemes())
    for shift in diff.semantic(old, new).shifts:
        context = {**CONTEXTS[0], **shift.context}
        months = shift.example.numbers.get("months", 0)
        facts = (shift.example.levels, context, shift.example.descriptors, months)
        assert (outcome(old, *facts), outcome(new, *facts)) == (shift.old, shift.new)
        assert shift.profiles > 0


@given(definition=any_scheme.definitions())
def test_a_version_differs_in_nothing_from_itself(definition: dict[str, Any]) -> None:
    scheme = compile_scheme(read(definition))
    found = diff.diff(scheme, scheme)
    assert (found.wording, found.structure, found.semantic.changed, found.semantic.apart) == ((), (), 0, ())


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_shipped_framework_differs_in_nothing_from_itself(name: str) -> None:
    scheme = compile_scheme(framework(name))
    found = diff.diff(scheme, scheme)
    assert (found.wording, found.structure, found.semantic.changed, found.semantic.complete) == ((), (), 0, True)


@given(data=some.data())
def test_a_definition_that_reads_otherwise_has_a_change_that_names_where(data: some.DataObject) -> None:
    old, new = (read(data.draw(any_scheme.definitions())) for _ in range(2))
    found = changes.definitions(old, new)
    assert bool(found) == (old != new)
    for change in found:
        assert change.old != change.new or change.kind == "moved"
        assert change.sentence().endswith(".")


@given(data=some.data())
def test_a_caseload_moves_as_each_version_scores_it(data: some.DataObject) -> None:
    old, new = data.draw(any_scheme.schemes()), data.draw(any_scheme.schemes())
    caseload = data.draw(any_scheme.caseloads(old))
    found = movement.movement(old, new, caseload)
    expected: Counter[tuple[str, str]] = Counter()
    for n in range(len(caseload)):
        case = caseload.profile(n)
        facts = (case["levels"], case["context"], case["descriptors"], case["numbers"].get("months", 0))
        expected[outcome(old, *facts), outcome(new, *facts)] += 1
    assert Counter(found.transitions) == expected
    assert sum(found.transitions.values()) == found.cases == len(caseload)
    assert len(found.movers) == sum(count for (a, b), count in expected.items() if a != b)
