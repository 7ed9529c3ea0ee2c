"""Caseloads for tests, and the slow reference of every simulation: the evaluator, one case at a time."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from bandingdesk.matrix import evaluate
from bandingdesk.matrix.caseload import Caseload, Column
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.payment import AmountNotNamedError
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.reckoning import ProfileRefusedError
from bandingdesk.matrix.steps import Value
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.matrix.whatif.totals import NO_AMOUNT, REFERRED, REFUSED, Totals


class Cases(NamedTuple):
    """Where each case stands by the evaluator: a band's id, REFERRED or REFUSED, and its pence."""

    rows: list[str]
    pence: list[int]


def random_caseload(framework: Framework, n: int, seed: int, *, low: bool = False) -> Caseload:
    """Return N cases with random levels (more low ones with LOW), contexts and a school each."""
    rng = np.random.default_rng(seed)
    own = [np.array([level.level for level in strand.levels]) for strand in framework.strands]
    places = [rng.integers(0, len(levels), n) for levels in own]
    if low:
        places = [np.minimum(p, rng.integers(0, len(levels), n)) for p, levels in zip(places, own, strict=True)]
    levels = np.array([levels[place] for levels, place in zip(own, places, strict=True)], dtype=np.int8)
    contexts = {c.id: Column(c.values, rng.integers(0, len(c.values), n).astype(np.int16)) for c in framework.contexts}
    schools = Column(("Ash (invented)", "Elm (invented)"), rng.integers(-1, 2, n).astype(np.int16))
    names = tuple(f"c{number}" for number in range(n))
    strands = tuple(strand.id for strand in framework.strands)
    numbers = {
        measure.id: rng.integers(*_reach(measure), n, endpoint=True)
        for measure in framework.measures
        if measure.kind in ("number", "cost")
    }
    ticks = {d.id: rng.random(n) < 0.7 for s in framework.strands for level in s.levels for d in level.descriptors}
    for cards in _cards(framework.decide):
        at = strands.index(cards.strand)  # whoever chose a card relied on its descriptors
        for level in framework.strands[at].levels:
            for descriptor in level.descriptors:
                ticks[descriptor.id] |= levels[at] == level.level
    groups = {"school": schools}
    return Caseload(names, strands, levels.reshape(len(strands), n), contexts, numbers, ticks, groups)


def _reach(measure: Any) -> tuple[int, int]:
    return (measure.min, measure.max) if measure.kind == "number" else (0, 4_000_000)


def _cards(decide: Any) -> list[Any]:
    if decide.kind == "best_of":
        return [cards for inner in decide.of for cards in _cards(inner)]
    return [decide] if decide.kind == "best_fit" else []


def by_evaluator(framework: Framework, tariff: Tariff | None, caseload: Caseload) -> Cases:
    """Return where each case stands: evaluated alone, in the order of the caseload."""
    scheme = compile_scheme(framework, tariff)
    rows, pence = [], []
    for n in range(len(caseload)):
        try:
            result = evaluate.evaluate(scheme, Profile(**caseload.profile(n)))
        except ProfileRefusedError:
            rows.append(REFUSED)
            pence.append(NO_AMOUNT)
            continue
        except AmountNotNamedError:
            result = evaluate.evaluate(scheme, Profile(**caseload.profile(n)), with_money=False)
        rows.append(REFERRED if result.band is None else result.band)
        other = any(isinstance(step, Value) and tariff and step.period != tariff.period for step in result.steps)
        pence.append(NO_AMOUNT if result.pence is None or other else result.pence)
    return Cases(rows, pence)


def summed(cases: Cases, caseload: Caseload, like: Totals) -> Totals:
    """Return the totals of CASES, one added at a time to the cells of LIKE."""
    counts, pence, unpriced = (np.zeros(like.axes.shape, dtype=np.int64) for _ in range(3))
    for n, (row, amount) in enumerate(zip(cases.rows, cases.pence, strict=True)):
        context = caseload.profile(n)["context"]
        at = (
            like.axes.rows.index(row),
            like.axes.settings.index(context.get("setting", "")),
            like.axes.phases.index(context.get("phase", "")),
        )
        counts[at] += 1
        if amount != NO_AMOUNT:
            pence[at] += amount
        elif row not in (REFERRED, REFUSED):
            unpriced[at] += 1
    return Totals(like.axes, counts, pence, unpriced)
