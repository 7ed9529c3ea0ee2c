"""The check says of any small framework exactly what running every profile says: bands, gaps, steps, idle rules."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as some

from bandingdesk.matrix import analyse, reckoning
from bandingdesk.matrix.checks.construction import Proof
from bandingdesk.matrix.checks.findings import Report
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import evaluate
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import TableTariff, Tariff
from tests.support.frameworks import SMALL, read, small

TOPS = {"a": 3, "b": 2, "c": 1}
SETTINGS = ("main", "special")
BANDS = ("B1", "B2", "B3", "B4")

leaves = some.one_of(
    some.sampled_from("abc").flatmap(
        lambda strand: some.builds(
            lambda level: {"kind": "strand_at_least", "strand": strand, "level": level}, some.integers(0, TOPS[strand])
        )
    ),
    some.builds(
        lambda level, n, exactly: {"kind": "count_at_least", "level": level, "n": n, "exactly": exactly},
        some.integers(1, 3),
        some.integers(0, 3),
        some.booleans(),
    ),
    some.just({"kind": "context", "context": "setting", "values": ["special"]}),
)
of_score = some.builds(
    lambda low, more: {"kind": "measure", "measure": "score", "from": low, "to": low + more},
    some.integers(-2, 12),
    some.integers(0, 12),
)


def conditions(leaf: Any) -> Any:
    """Give conditions of at most four leaves."""
    return some.recursive(
        leaf,
        lambda inner: some.one_of(
            some.builds(lambda of: {"kind": "all", "of": of}, some.lists(inner, min_size=1, max_size=2)),
            some.builds(lambda of: {"kind": "any", "of": of}, some.lists(inner, min_size=1, max_size=2)),
            some.builds(lambda of: {"kind": "not", "of": of}, inner),
        ),
        max_leaves=4,
    )


before, after = conditions(leaves), conditions(leaves | of_score)


@some.composite
def decisions(draw: Any) -> dict[str, Any]:
    """Give a ladder, with gaps and overlaps maybe, or a case table."""
    if draw(some.booleans()):
        edges = sorted(draw(some.lists(some.integers(-2, 16), min_size=4, max_size=4, unique=True)))
        starts = [edge + draw(some.sampled_from([0, 0, 0, -1, 1])) for edge in edges]
        ends = [max(start, edge - 1) for start, edge in zip(starts, [*edges[1:], 20], strict=True)]
        rows = [{"band": b, "from": low, "to": high} for b, low, high in zip(BANDS, starts, ends, strict=True)]
        declared = draw(
            some.fixed_dictionaries({}, optional={"above": some.just("refer"), "below": some.just("refer")})
        )
        return {"kind": "thresholds", "measure": "score", "rows": rows, **declared}
    rows = [
        {"id": f"R{n}", "when": draw(after), "band": draw(some.sampled_from(BANDS)), "why": "x"}
        for n in range(draw(some.integers(1, 4)))
    ]
    made = {
        "kind": "cases",
        "policy": draw(some.sampled_from(["first", "unique", "any", "highest_band"])),
        "rows": rows,
    }
    endings: list[dict[str, Any]] = [{}, {"otherwise": "refer"}, {"otherwise": "B1"}]
    return {**made, **draw(some.sampled_from(endings))}


@some.composite
def definitions(draw: Any) -> dict[str, Any]:
    """Give a framework of three strands with any rules."""
    made = small(monotone="required", decide=draw(decisions()))
    made["strands"] = [
        {**strand, "levels": [{"level": n, "name": str(n)} for n in range(TOPS[strand["id"]] + 1)]}
        for strand in SMALL["strands"]
    ]
    made["bands"] = [{"id": id_, "name": id_, "rank": n} for n, id_ in enumerate(BANDS)]
    if draw(some.integers(0, 3)) == 0:
        made["bands"][2]["settings"] = ["special"]
    table = [
        {"strand": strand, "points": draw(some.lists(some.integers(-1, 6), min_size=top + 1, max_size=top + 1))}
        for strand, top in TOPS.items()
    ]
    made["measures"] = [{"kind": "points", "id": "score", "table": table}]
    if draw(some.booleans()):
        made["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": draw(some.integers(0, 8))}]
    made["measures"][0]["add_if"] = [
        {"id": f"U{n}", "when": draw(before), "add": draw(some.integers(-2, 4)), "why": "x"}
        for n in range(draw(some.integers(0, 2)))
    ]
    made["adjust"] = [
        {"kind": kind, "id": f"A{n}", "when": draw(after), "why": "x"}
        | ({"by": draw(some.integers(-2, 2))} if kind == "move" else {"band": draw(some.sampled_from(BANDS))})
        for n, kind in enumerate(draw(some.lists(some.sampled_from(["move", "floor", "cap"]), max_size=2)))
    ]
    made["guards"] = [
        {
            "id": f"G{n}",
            "never": draw(after),
            "action": draw(some.sampled_from(["refuse", "refer", "warn"])),
            "why": "x",
        }
        for n in range(draw(some.integers(0, 1)))
    ]
    return made


@some.composite
def tariffs(draw: Any) -> Tariff:
    """Give amounts by band and setting, in any order of size."""
    rows = [
        {"band": band, "setting": setting, "pence": draw(some.one_of(some.none(), some.integers(0, 3_000_000)))}
        for band in BANDS
        for setting in SETTINGS
    ]
    fields = {"kind": "table", "framework": "small", "year": "2026", "period": "year", "rounding": "none"}
    return TableTariff.model_validate({**fields, "rows": rows}, strict=False)


class Seen(NamedTuple):
    """What one profile comes to: its band's place, or why there is none, and what is paid in each setting."""

    band: int | None
    reason: str

    def rank(self) -> int | None:
        return {"above": 9, "above_top": 9, "below": -9, "below_bottom": -9}.get(self.reason, self.band)


Key = tuple[tuple[int, int, int], str]


def keys() -> Iterator[Key]:
    levels = itertools.product(*(range(top + 1) for top in TOPS.values()))
    return itertools.product(levels, SETTINGS)  # type: ignore[return-value]


def run_all(scheme: Scheme) -> dict[Key, Seen]:
    """Return what every profile comes to, by the evaluator's own run."""
    found = {}
    for levels, setting in keys():
        try:
            outcome = reckoning.run(scheme, levels, {"setting": setting})
            found[levels, setting] = Seen(outcome.band, outcome.reason)
        except reckoning.ProfileRefusedError:
            found[levels, setting] = Seen(None, "refused")
    return found


def per_context(scheme: Scheme, count: int) -> int:
    """Return COUNT over the contexts that a rule reads: a setting that none reads is not counted twice."""
    return count if scheme.contexts else count // len(SETTINGS)


def counts(report: Report, *codes: str) -> dict[tuple[str, str], int]:
    return {(each.code, each.where): each.count for each in report.findings if each.code in codes}


@given(definition=definitions())
def test_outcomes_are_counted_exactly(definition: dict[str, Any]) -> None:
    scheme = compile_scheme(read(definition))
    report, seen = analyse.check(read(definition)), run_all(scheme)
    assert report.complete
    assert report.profiles == per_context(scheme, 4 * 3 * 2 * 2)
    assert set(report.bands_reachable) == {scheme.bands[one.band] for one in seen.values() if one.band is not None}
    reasons = Counter(one.reason for one in seen.values())
    decide = definition["decide"]
    if definition["adjust"] or "settings" in definition["bands"][2]:
        return  # a later rule may give another reason: the counts are those of the decision itself
    told = Counter[str]()
    for finding in report.findings:
        told[finding.code] += finding.count
    for reason, code in (("gap", "threshold_gap"), ("no_case", "case_gap")):
        assert told[code] == per_context(scheme, reasons[reason])
    for reason, code in (("below", "below_first"), ("above", "above_last")):
        assert told[code] == (0 if reason in decide else per_context(scheme, reasons[reason]))
    assert bool(reasons["overlap"]) <= bool(told["threshold_overlap"])
    assert bool(reasons["conflict"]) == bool(told["case_conflict"] + told["case_overlap"])


def raised(levels: tuple[int, int, int], strand: int) -> tuple[int, int, int]:
    up = [level + (n == strand) for n, level in enumerate(levels)]
    return up[0], up[1], up[2]


@given(definition=definitions(), tariff=tariffs(), limit=some.sampled_from([0, 500_000, None]))
def test_every_one_level_step_is_counted_exactly(definition: dict[str, Any], tariff: Tariff, limit: int | None) -> None:
    framework = read(definition)
    scheme = compile_scheme(framework, tariff)
    seen = run_all(scheme)
    expected = Counter[tuple[str, str]]()
    changing = set()
    for (levels, setting), low in seen.items():
        for strand, top in enumerate(TOPS.values()):
            if levels[strand] == top:
                continue
            high = seen[raised(levels, strand), setting]
            where = f"strands[{strand}].levels[{levels[strand] + 1}]"
            if low != high:
                changing.add(strand)
            ranks = low.rank(), high.rank()
            expected["not_monotone_band", where] += None not in ranks and ranks[1] < ranks[0]  # type: ignore[operator]
            if low.band is None or high.band is None:
                continue
            settings = (setting,) if scheme.contexts else SETTINGS
            paid = [(pence(scheme, low, at), pence(scheme, high, at)) for at in settings]
            jumps = [new - old for old, new in paid if old is not None and new is not None]
            share = (
                any(jump < 0 for jump in jumps),
                any(abs(jump) > (1_000_000 if limit is None else limit) for jump in jumps),
            )
            expected["not_monotone_money", where] += share[0]
            expected["cliff", where] += abs(high.band - low.band) >= 2 or share[1]
    report = analyse.check(framework, tariff, cliff_pence=limit)
    told = counts(report, "not_monotone_band", "not_monotone_money", "cliff")
    assert told == {key: per_context(scheme, count) for key, count in expected.items() if count}
    inert = {f"strands[{strand}]" for strand in range(3) if strand not in changing}
    assert {where for _, where in counts(report, "strand_inert")} == inert
    for finding in report.findings:
        if finding.code == "not_monotone_band":
            assert finding.witness is not None
            shown = finding.witness.profile(), finding.witness.after()
            at = finding.witness.context.get("setting", "main")
            low, high = (seen[(each.levels["a"], each.levels["b"], each.levels["c"]), at] for each in shown)
            assert high.rank() < low.rank()  # type: ignore[operator]


def pence(scheme: Scheme, seen: Seen, setting: str) -> int | None:
    assert scheme.money is not None
    assert seen.band is not None
    return scheme.money.cells[seen.band, setting]


@given(definition=definitions())
def test_idle_rules_are_those_that_no_profile_needs(definition: dict[str, Any]) -> None:
    framework = read(definition)
    scheme = compile_scheme(framework)
    seen = run_all(scheme)
    report = analyse.check(framework)
    never, vain = counts(report, "uplift_never_fires"), counts(report, "uplift_never_matters")
    lifts = [("measures[0].add_if", n) for n in range(len(definition["measures"][0]["add_if"]))]
    lifts += [("adjust", n) for n in range(len(definition["adjust"]))]
    for path, n in lifts:
        if ("uplift_never_fires", f"{path}[{n}]") in never or ("uplift_never_matters", f"{path}[{n}]") in vain:
            assert run_all(compile_scheme(read(leaving_out(definition, path, n)))) == seen
        else:
            assert run_all(compile_scheme(read(leaving_out(definition, path, n)))) != seen


def leaving_out(definition: dict[str, Any], path: str, n: int) -> dict[str, Any]:
    made = {**definition, "measures": [{**definition["measures"][0]}]}
    holder, key = (made, "adjust") if path == "adjust" else (made["measures"][0], "add_if")
    holder[key] = [*holder[key][:n], *holder[key][n + 1 :]]
    return made


@given(definition=definitions())
def test_what_the_construction_proves_no_profile_breaks(definition: dict[str, Any]) -> None:
    framework: Framework = read(definition)
    if Proof(compile_scheme(framework)).bands_rise():
        assert counts(analyse.check(framework), "not_monotone_band") == {}


@given(definition=definitions(), data=some.data())
def test_a_witness_is_a_profile_that_the_evaluator_takes(definition: dict[str, Any], data: some.DataObject) -> None:
    framework = read(definition)
    report = analyse.check(framework)
    shown = [each.witness for each in report.findings if each.witness is not None]
    if shown:
        witness = data.draw(some.sampled_from(shown))
        for profile in (witness.profile(), witness.after()):
            try:
                evaluate(
                    compile_scheme(framework), Profile(profile.levels, context={"setting": "main", **profile.context})
                )
            except reckoning.ProfileRefusedError:
                assert definition["guards"]
