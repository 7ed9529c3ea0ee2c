"""Evaluator, batch and packed verdicts say the same of every profile, whatever the rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from bandingdesk.matrix import batch, batch_money, reach, reckoning, verdict
from bandingdesk.matrix.caseload import MISSING, Caseload, Column
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.nodes import View
from bandingdesk.matrix.scheme import CostTable, NumberTable, Scheme
from tests.support import any_scheme
from tests.support.frameworks import EVERY_PAIR, scheme

DRAWN = 100_000


def outcome(scheme_: Scheme, levels: Any, context: Any, ticks: Any, numbers: Any) -> tuple[int, str, int | None]:
    try:
        found = reckoning.follow(scheme_, View(levels, context, ticks, numbers))
    except reckoning.ProfileRefusedError:
        return -1, "refused", None
    return -1 if found.band is None else found.band, found.reason, found.points


def own(scheme_: Scheme, caseload: Caseload, n: int) -> tuple[int, str, int | None]:
    given_ = caseload.profile(n)
    levels = tuple(given_["levels"].get(strand.id, strand.floor) for strand in scheme_.strands)
    return outcome(scheme_, levels, given_["context"], given_["descriptors"], given_["numbers"])


def of_batch(found: batch.Reband, n: int) -> tuple[int, str, int | None]:
    reason = verdict.REASONS[int(found.reasons[n])]
    points = None if reason == "refused" or found.points[n] == batch.NO_POINTS else int(found.points[n])
    return int(found.bands[n]), reason, points


@given(data=some.data())
def test_batch_is_the_evaluator_for_any_rules(data: some.DataObject) -> None:
    scheme_ = data.draw(any_scheme.schemes())
    caseload = data.draw(any_scheme.caseloads(scheme_))
    for most in (batch.MAX_TABLE, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(batch, "MAX_TABLE", most)
            found = batch.Batch(scheme_).run(caseload)
        assert not found.gaps.any()
        assert [of_batch(found, n) for n in range(len(caseload))] == [
            own(scheme_, caseload, n) for n in range(len(caseload))
        ]


@given(data=some.data())
def test_a_gap_is_open_and_everything_else_is_as_without_it(data: some.DataObject) -> None:
    scheme_ = data.draw(any_scheme.schemes())
    caseload = data.draw(any_scheme.caseloads(scheme_, gaps=True))
    found = batch.Batch(scheme_).run(caseload)
    assert found.gaps.tolist() == (caseload.levels == MISSING).any(axis=0).tolist()
    for n in range(len(caseload)):
        assert found.gaps[n] or of_batch(found, n) == own(scheme_, caseload, n)
        assert found.bands[n] == -1 or not found.gaps[n]


@given(data=some.data())
def test_every_reachable_state_says_what_its_witness_gets(data: some.DataObject) -> None:
    scheme_ = data.draw(any_scheme.schemes())
    found = reach.Reach(scheme_)
    assert found.packing is not None
    total = 5 * 5 * 3
    for item in found.packing.items:
        total *= 1 if item.strands else sum(item.ways)
    assert int(found.ways.sum()) == found.profiles == total
    places = data.draw(some.lists(some.integers(0, len(found.states) - 1), min_size=1, max_size=5))
    contexts = [{"setting": s, "need": n} for s in ("main", "special") for n in ("na", "nb")]
    for place in places:
        shown = found.witness(int(found.states[place]))
        assert found.packing.pack(shown.levels, shown.ticks, shown.numbers) == found.states[place]
        for context in contexts:
            said = verdict.judge(verdict.Reading(found.packing, found.states), context)
            numbers = {"months": 0, **shown.numbers}
            expected = outcome(scheme_, shown.levels, context, shown.ticks, numbers)
            assert (int(said.bands[place]), verdict.REASONS[said.reasons[place]]) == expected[:2]


def drawn(scheme_: Scheme, n: int, seed: int) -> Caseload:
    rng = np.random.default_rng(seed)
    levels = [
        np.array(strand.levels, dtype=np.int8)[rng.integers(0, len(strand.levels), n)] for strand in scheme_.strands
    ]
    contexts = {
        name: Column(tuple(values), rng.integers(0, len(values), n).astype(np.int16))
        for name, values in scheme_.values.items()
    }
    strands = tuple(strand.id for strand in scheme_.strands)
    return Caseload(tuple(f"C{k}" for k in range(n)), strands, np.stack(levels), contexts, numbers(scheme_, n, rng))


def numbers(scheme_: Scheme, n: int, rng: np.random.Generator) -> dict[str, Any]:
    """Give each number measure a value of its own range, and each costed map a total in pence."""
    ranges = {m.id: (m.min, m.max) for m in scheme_.measures if isinstance(m, NumberTable)}
    ranges |= {m.id: (0, 1_500_000) for m in scheme_.measures if isinstance(m, CostTable)}
    return {id_: rng.integers(low, high, n, endpoint=True) for id_, (low, high) in ranges.items()}


def all_of(scheme_: Scheme) -> Iterator[Caseload]:
    """Give every profile, each context in turn, where there are no more than DRAWN; else DRAWN of them at random."""
    sizes = [len(strand.levels) for strand in scheme_.strands]
    if np.prod(sizes, dtype=float) > DRAWN:
        yield drawn(scheme_, DRAWN, 20261122)
        return
    grid = np.indices(sizes).reshape(len(sizes), -1)
    levels = np.stack([np.array(s.levels, dtype=np.int8)[row] for s, row in zip(scheme_.strands, grid, strict=True)])
    n = levels.shape[1]
    for context in verdict.contexts(scheme_):
        contexts = {
            name: Column(tuple(values), np.full(n, values.index(context.get(name, values[0])), dtype=np.int16))
            for name, values in scheme_.values.items()
        }
        facts = numbers(scheme_, n, np.random.default_rng(20261122))
        yield Caseload(tuple(map(str, range(n))), tuple(s.id for s in scheme_.strands), levels, contexts, facts)


@pytest.mark.parametrize(("name", "tariff"), EVERY_PAIR, ids=[tariff or name for name, tariff in EVERY_PAIR])
def test_batch_is_the_evaluator_on_every_shipped_framework(name: str, tariff: str | None) -> None:
    scheme_ = scheme(name, tariff)
    amounts = batch_money.Amounts(scheme_)
    for caseload in all_of(scheme_):
        found = batch.Batch(scheme_).run(caseload)
        pence = amounts.of(caseload, found)
        for n in range(len(caseload)):
            result = own(scheme_, caseload, n)
            assert of_batch(found, n) == result
            if n % 97 == 0:
                profile = any_scheme.profile(caseload, n)
                relied = scheme_.cards[0].descriptors[profile.levels[scheme_.strands[0].id]] if scheme_.cards else None
                paid = evaluate(scheme_, profile._replace(descriptors=relied or frozenset())).pence
                assert paid == (None if pence[n] < 0 else pence[n])
