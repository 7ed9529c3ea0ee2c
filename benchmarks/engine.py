"""Suite `engine`: one case, many cases, the whole proof and the cold start, each against its rival on one pinned core.

The bench matrix is Exampleshire with its tariff; two more shipped frameworks of other kinds show that the batch path is
the generic compiler's. Rivals (`rivals.py`) agree with the subject before they are timed. Goals: design/matrix 8.5.
"""

from __future__ import annotations

import gc
import itertools
import os
import statistics
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence

from bandingdesk import resources
from bandingdesk.matrix import analyse, batch, batch_money, cache, compiled, evaluate, explain
from bandingdesk.matrix.caseload import Caseload
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.plain import Plain
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.matrix.verdict import Bands
from bandingdesk.seams import SystemClock
from benchmarks import cases, rivals
from benchmarks.timing import Row, in_turn, median

CASES = 100_000
OTHER_KINDS = ("westmark-counts-2026", "southfield-best-fit-2026")


def rows(quick: bool) -> Iterator[Row]:
    """Give the rows of the suite. Raises ModuleNotFoundError without the rivals."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    framework, tariff = cases.bench_matrix()
    scheme = compiled.compile_scheme(framework, tariff)
    rounds = 5 if quick else 9
    yield from _one_case(framework, tariff, scheme, rounds)
    yield from _many_cases(framework, tariff, scheme, rounds, quick)
    for name in OTHER_KINDS:
        yield _other_kind(name, rounds)
    yield from _whole(scheme, framework, tariff, rounds)


def _one_case(framework: Framework, tariff: Tariff, scheme: Scheme, rounds: int) -> Iterator[Row]:
    profiles = cases.profiles(framework, 200)
    matrix = rivals.Matrix.of(framework, tariff)
    traced, zen_plain = rivals.zen(matrix)
    cel = rivals.cel(matrix)
    for profile in profiles:
        mine = evaluate.evaluate(scheme, profile)
        zen = zen_plain(profile)["result"]
        if (zen["band"], zen["score"], zen["pence"]) != mine[:3]:
            raise AssertionError(f"ZEN differs on {profile}: {mine[:3]} and {zen}")
        rank, points, pence = cel(profile)
        if mine.band is not None and (scheme.bands[rank], points, pence) != mine[:3]:
            raise AssertionError(f"CEL differs on {profile}: {mine[:3]}")
    turn = {name: itertools.cycle(profiles) for name in ("explained", "traced", "bare", "cel", "near")}
    times = {"rounds": rounds, "times": 4000, "rival_times": 400}
    mine_s, theirs = in_turn(
        lambda: evaluate.evaluate(scheme, next(turn["explained"])), lambda: traced(next(turn["traced"])), **times
    )
    yield _against("explained case", mine_s, "ZEN with trace", theirs, 10)
    yield from _plain_case(
        framework, scheme, lambda: zen_plain(next(turn["bare"])), lambda: cel(next(turn["cel"])), times
    )
    clock = SystemClock()
    whole = median(
        lambda: explain.explain(scheme, next(turn["near"]), case="bench", at=clock.now()).as_json(),
        rounds=rounds,
        times=50,
    )
    yield Row("whole explanation: counterfactuals, sensitivity, words, JSON", whole * 1e3, "ms")


def _plain_case(
    framework: Framework, scheme: Scheme, zen: Callable[[], object], cel: Callable[[], object], times: dict[str, int]
) -> Iterator[Row]:
    """Band and amount without steps. Outcomes are remembered by packed state: the first pass has rows of its own."""
    drawn = [(tuple(p.levels[s] for s in scheme.positions), p.context) for p in cases.profiles(framework, 20_000)]

    def first_pass() -> None:
        fresh = Plain(scheme)
        for levels, context in drawn:
            fresh.priced(levels, context)

    first = median(first_pass, rounds=5) / len(drawn)
    kept, turn = Plain(scheme), itertools.cycle(drawn)
    for _ in drawn:
        kept.priced(*next(turn))
    mine, theirs = in_turn(lambda: kept.priced(*next(turn)), zen, **times)
    yield _against("plain case", mine, "ZEN without trace", theirs, 40)
    yield _against("plain case, first pass over 20,000", first, "ZEN without trace", theirs, 40)
    mine, theirs = in_turn(lambda: kept.priced(*next(turn)), cel, **times)
    yield _against("plain case", mine, "CEL (C++)", theirs, 8)
    yield _against("plain case, first pass over 20,000", first, "CEL (C++)", theirs, 8)


def _many_cases(framework: Framework, tariff: Tariff, scheme: Scheme, rounds: int, quick: bool) -> Iterator[Row]:
    matrix = rivals.Matrix.of(framework, tariff)
    caseload = cases.caseload(framework, CASES)
    mine = rebanding(scheme, caseload)
    for name, rival in (("numpy", rivals.naive(matrix, caseload)), ("OpenFisca", rivals.open_fisca(matrix, caseload))):
        bands, pence = rival()
        own_bands, own_pence = mine()
        if (bands != own_bands).any() or (pence[bands >= 0] != own_pence[bands >= 0]).any():
            raise AssertionError(f"{name} differs")
    few = 2_000 if quick else 20_000
    records = [{**p.levels, **p.context} for p in cases.profiles(framework, few)]
    zen = rivals.zen_batch(matrix)
    mine_s, theirs = in_turn(mine, lambda: zen(records), rounds=5, times=20, rival_times=1)
    label = f"ZEN batch, {few:,} records, scaled"
    yield _against(f"re-band {CASES:,} cases", mine_s, label, theirs * CASES / few, 2000, "ms")
    for label, rival, goal in (
        ("OpenFisca, set-up and calculation", rivals.open_fisca(matrix, caseload), 13),
        ("naive numpy", rivals.naive(matrix, caseload), 5),
    ):
        mine_s, theirs = in_turn(mine, rival, rounds=rounds, times=20, rival_times=5)
        yield _against(f"re-band {CASES:,} cases", mine_s, label, theirs, goal, "ms")
    mine_s, floor = in_turn(mine, rivals.gather_floor(caseload), rounds=rounds, times=50)
    ratio = mine_s / floor
    yield Row(
        f"re-band {CASES:,} cases", mine_s * 1e3, "ms", "floor of five gathers", floor * 1e3, ratio,
        "at most 10 times the floor", ratio <= 10,
    )  # fmt: skip
    size = _memory(mine) / CASES
    yield Row("memory a profile in batch, above the input", size, "bytes", goal="at most 64 bytes", met=size <= 64)


def rebanding(scheme: Scheme, caseload: Caseload) -> Callable[[], tuple[Bands, batch_money.Pence]]:
    """Return the subject: bands and amounts of CASELOAD from its columns, by the compiled tables."""
    compiled_batch = batch.Batch(scheme)
    amounts = batch_money.Amounts(scheme)

    def run() -> tuple[Bands, batch_money.Pence]:
        found = compiled_batch.run(caseload)
        return found.bands, amounts.of(caseload, found)

    return run


def _memory(work: Callable[[], object]) -> int:
    """Return the most bytes that WORK holds at once, its result included."""
    work()
    gc.collect()
    tracemalloc.start()
    kept = work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return most


def _other_kind(name: str, rounds: int) -> Row:
    framework, _ = cases.example(name)
    scheme = compiled.compile_scheme(framework)
    caseload = cases.caseload(framework, CASES)
    compiled_batch = batch.Batch(scheme)
    mine, floor = in_turn(
        lambda: compiled_batch.run(caseload), rivals.gather_floor(_twelve(caseload)), rounds=rounds, times=50
    )
    ratio = mine / floor
    what = f"re-band {CASES:,} cases of {name}, bands alone"
    return Row(what, mine * 1e3, "ms", "floor of five gathers", floor * 1e3, ratio, "at most 10 times", ratio <= 10)


def _twelve(caseload: Caseload) -> Caseload:
    """Return a caseload of at least three rows, for the floor."""
    import numpy as np

    levels = np.resize(caseload.levels, (max(3, len(caseload.strands)), len(caseload)))
    return Caseload(caseload.cases, tuple(f"s{n}" for n in range(len(levels))), levels)


def _whole(scheme: Scheme, framework: Framework, tariff: Tariff, rounds: int) -> Iterator[Row]:
    report = analyse.check(framework, tariff)
    check = median(lambda: analyse.check(framework, tariff), rounds=5)
    done = report.complete and check <= 0.5
    goal = "complete, at most 500 ms"
    yield Row(f"whole proof, {report.profiles:,} profiles", check * 1e3, "ms", goal=goal, met=done)
    cold = _cold(COLD, rounds)
    yield Row("cold start to the first explained answer", cold * 1e3, "ms", goal="at most 150 ms", met=cold <= 0.150)
    named = (scheme.sha256, str(scheme.identity.tariff_sha256))
    warm = _cold(CACHED, rounds, cache.dump(scheme), named)
    yield Row("the same from a compiled cache", warm * 1e3, "ms", goal="at most 60 ms", met=warm <= 0.060)


COLD = """
import sys, time
start = time.perf_counter()
from bandingdesk.matrix import compiled, evaluate, files, profile
framework = files.read_framework(open(sys.argv[1], "rb").read(), "framework")
tariff = files.read_tariff(open(sys.argv[2], "rb").read(), "tariff")
test = framework.tests[1]
evaluate.evaluate(compiled.compile_scheme(framework, tariff), profile.of(test))
print(time.perf_counter() - start)
"""
CACHED = """
import sys, time
kept = sys.stdin.buffer.read()
start = time.perf_counter()
from bandingdesk.matrix import cache, evaluate
from bandingdesk.matrix.profile import Profile
scheme = cache.load(kept, *sys.argv[1:])
levels = {strand.id: strand.levels[-1] for strand in scheme.strands}
context = {name: values[0] for name, values in scheme.values.items()}
evaluate.evaluate(scheme, Profile(levels, frozenset(), context))
print(time.perf_counter() - start)
"""


def _cold(program: str, rounds: int, given: bytes = b"", named: Sequence[str] = ()) -> float:
    names = ("exampleshire-2026.1.json", "exampleshire-tariff-2026-27.json")
    arguments = named or [str(resources.shipped(f"frameworks/{name}")) for name in names]
    taken = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", program, *arguments], input=given, capture_output=True, check=True)
        taken.append(float(done.stdout))
    return statistics.median(taken)


def _against(name: str, mine: float, against: str, theirs: float, goal: int, unit: str = "µs") -> Row:
    ratio, scale = theirs / mine, {"µs": 1e6, "ms": 1e3}[unit]
    words = f"at least {goal:,} times as fast"
    return Row(name, mine * scale, unit, against, theirs * scale, ratio, words, ratio >= goal)
