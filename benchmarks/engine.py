"""Suite `engine`: one explained case and one plain case against ZEN on the same matrix, and the cold start.

The matrix is Exampleshire with its tariff. ZEN's graph is written for speed: arrays in expressions in place of a
table per strand. Both are checked to agree on every case before they are timed. Goals: design/matrix 8.5.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bandingdesk import resources
from bandingdesk.matrix import analyse, compiled, evaluate, explain, files, reckoning
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.compiled import Scheme
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.tariff import TableTariff
from bandingdesk.seams import SystemClock
from benchmarks.timing import Row, in_turn, median

SEED = 20261126
COLD = """
import sys, time
start = time.perf_counter()
from bandingdesk.matrix import compiled, evaluate, files
from bandingdesk.matrix.profile import Profile
framework = files.read_framework(open(sys.argv[1], "rb").read(), "framework")
tariff = files.read_tariff(open(sys.argv[2], "rb").read(), "tariff")
test = framework.tests[1]
evaluate.evaluate(compiled.compile_scheme(framework, tariff), Profile(test.levels, frozenset(), test.context))
print(time.perf_counter() - start)
"""


def rows(quick: bool) -> Iterator[Row]:
    """Give the rows of the suite. Raises ModuleNotFoundError without zen-engine."""
    scheme = _scheme()
    profiles = _profiles(scheme, 200)
    traced, plain = _zen(scheme)
    _compare(scheme, profiles, plain)
    rounds = 5 if quick else 9
    turn: dict[str, Iterator[Profile]] = {
        name: itertools.cycle(profiles) for name in ("mine", "theirs", "bare", "near")
    }
    mine, theirs = in_turn(
        lambda: evaluate.evaluate(scheme, next(turn["mine"])),
        lambda: traced(next(turn["theirs"])),
        rounds=rounds,
        times=4000,
        rival_times=400,
    )
    yield _against("explained case", mine, "ZEN with trace", theirs, 10)
    bare = [([p.levels[strand] for strand in scheme.positions], p.context) for p in profiles]
    cases = itertools.cycle(bare)
    mine, theirs = in_turn(
        lambda: reckoning.run(scheme, *next(cases)),
        lambda: plain(next(turn["bare"])),
        rounds=rounds,
        times=4000,
        rival_times=400,
    )
    yield _against("plain case, band without amount", mine, "ZEN without trace", theirs, 40)
    clock = SystemClock()
    whole = median(
        lambda: explain.explain(scheme, next(turn["near"]), case="bench", at=clock.now()).as_json(),
        rounds=rounds,
        times=50,
    )
    yield Row("whole explanation: counterfactuals, sensitivity, words, JSON", whole * 1e3, "ms")
    check = median(lambda: analyse.check(scheme.framework, scheme.tariff), rounds=5)
    yield Row("framework check over all profiles", check * 1e3, "ms")
    cold = _cold(rounds)
    yield Row("cold start to the first explained answer", cold * 1e3, "ms", goal="at most 150 ms", met=cold <= 0.150)


def _against(name: str, mine: float, against: str, theirs: float, goal: int) -> Row:
    ratio = theirs / mine
    words = f"at least {goal} times as fast"
    return Row(name, mine * 1e6, "µs", against, theirs * 1e6, ratio, words, ratio >= goal)


def _scheme() -> Scheme:
    framework = files.read_framework(resources.shipped("frameworks/exampleshire-2026.1.json").read_bytes(), "framework")
    tariff = files.read_tariff(resources.shipped("frameworks/exampleshire-tariff-2026-27.json").read_bytes(), "tariff")
    return compiled.compile_scheme(framework, tariff)


def _profiles(scheme: Scheme, n: int) -> list[Profile]:
    rng = random.Random(SEED)
    contexts = {context.id: context.values for context in scheme.framework.contexts}
    return [
        Profile(
            {strand.id: rng.choice(strand.levels) for strand in scheme.strands},
            frozenset(),
            {name: rng.choice(values) for name, values in contexts.items()},
        )
        for _ in range(n)
    ]


def _compare(scheme: Scheme, profiles: list[Profile], plain: Callable[[Profile], Any]) -> None:
    for profile in profiles:
        mine = evaluate.evaluate(scheme, profile)
        theirs = plain(profile)["result"]
        if (theirs["band"], theirs["score"], theirs["pence"]) != (mine.band, mine.points, mine.pence):
            raise AssertionError(f"engines differ on {profile}: {mine[:3]} and {theirs}")


def _zen(scheme: Scheme) -> tuple[Callable[[Profile], Any], Callable[[Profile], Any]]:
    """Return ZEN with and without trace on the same matrix."""
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(_graph(scheme)))
    return (
        lambda profile: decision.evaluate({**profile.levels, **profile.context}, {"trace": True}),
        lambda profile: decision.evaluate({**profile.levels, **profile.context}),
    )


def _graph(scheme: Scheme) -> dict[str, Any]:
    framework, tariff = scheme.framework, scheme.tariff
    measure, ladder = framework.measures[0], framework.decide
    assert isinstance(measure, ms.PointsMeasure)
    assert isinstance(ladder, fw.Thresholds)
    assert isinstance(tariff, TableTariff)
    points = {row.strand: f"{list(row.points)}[{row.strand}]" for row in measure.table}
    cap = measure.group_caps[0]
    rest = " + ".join(expression for strand, expression in points.items() if strand not in cap.strands)
    capped = " + ".join(points[strand] for strand in cap.strands)
    high = " + ".join(f"({strand} >= 4 ? 1 : 0)" for strand in points)
    uplift = f"(attention >= 3 and feelings >= 3 ? {measure.add_if[0].add} : 0)"
    first = {
        "score": f"min([{capped}, {cap.max}]) + {rest} + {uplift}",
        "high": high,
    }
    rules = [
        {"_id": f"r{n}", "i": f"[{row.from_}..{row.to}]", "o": str(n)} for n, row in enumerate(ladder.rows)
    ] + [{"_id": "rest", "i": "", "o": "-1"}]  # fmt: skip
    settings, phases = (framework.context(name).values for name in ("setting", "phase"))
    cells = {(row.band, row.setting, row.phase): row.pence for row in tariff.rows}
    values = [cells[band.id, s, p] for band in framework.ladder() for s in settings for p in phases]
    place = f"({_index('setting', settings)}) * {len(phases)} + ({_index('phase', phases)})"
    names = [band.id for band in framework.ladder()]
    width = len(settings) * len(phases)
    top = f"{values}[rank * {width} + {place}]"
    second = {
        "rank": "row >= 0 and high >= 3 and score <= 284 ? row + 1 : row",
        "value": f"$.rank >= 0 ? {top.replace('[rank', '[$.rank')} : null",
        "pence": f'$.value == null ? null : setting == "main" ? min([$.value, {tariff.caps[0].pence}]) : $.value',
        "band": f"$.rank >= 0 ? {json.dumps(names)}[$.rank] : null",
        "score": "score",
    }
    return _wire(first, rules, second)


def _index(name: str, values: Sequence[str]) -> str:
    """Return an expression for the place of a context's value."""
    return " : ".join([f'{name} == "{value}" ? {n}' for n, value in enumerate(values)] + ["0"])


def _wire(first: dict[str, str], rules: list[dict[str, str]], second: dict[str, str]) -> dict[str, Any]:
    def sums(id_: str, lines: dict[str, str], through: bool) -> dict[str, Any]:
        expressions = [{"id": f"{id_}{n}", "key": key, "value": value} for n, (key, value) in enumerate(lines.items())]
        return {
            "id": id_,
            "name": id_,
            "type": "expressionNode",
            "content": {"expressions": expressions, "passThrough": through},
        }

    table = {
        "hitPolicy": "first",
        "inputs": [{"id": "i", "name": "score", "field": "score"}],
        "outputs": [{"id": "o", "name": "row", "field": "row"}],
        "rules": rules,
        "passThrough": True,
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        sums("points", first, True),
        {"id": "ladder", "name": "ladder", "type": "decisionTableNode", "content": table},
        sums("money", second, False),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    ids = [str(node["id"]) for node in nodes]
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in itertools.pairwise(ids)
    ]  # fmt: skip
    return {"nodes": nodes, "edges": edges}


def _cold(rounds: int) -> float:
    names = ("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    paths = [str(resources.shipped(f"frameworks/{name}")) for name in names]
    taken = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", COLD, *paths], capture_output=True, text=True, check=True)
        taken.append(float(done.stdout))
    return statistics.median(taken)
