"""For every code of `framework check` a definition that has the fault and one that has not.

The witness is put back through the evaluator and must show the fault; where a finding says that nobody does a thing,
every profile is run. The definitions are the small one of three strands (a, b: 0 to 4; c: 0 to 2) with one change.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from bandingdesk import resources
from bandingdesk.matrix import analyse
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.checks.findings import CODES, Finding, Report, Severity
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation, evaluate
from bandingdesk.matrix.payment import AmountNotNamedError
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import TableTariff, Tariff
from tests.support.frameworks import SMALL, read, small

Data = dict[str, Any]
Shows = Callable[[Scheme, Finding], bool]


class Plant(NamedTuple):
    """A fault, the same definition without it, and how the witness shows it."""

    code: str
    severity: Severity
    where: str
    faulty: Data
    sound: Data
    shows: Shows
    faulty_tariff: Tariff | None = None
    sound_tariff: Tariff | None = None


# --- replaying --------------------------------------------------------------------------------------------------------


def replayed(scheme: Scheme, finding: Finding, *, after: bool = False, money: bool = False) -> Evaluation:
    """Return what the evaluator says of the witness, or of the witness with its strand raised."""
    assert finding.witness is not None
    profile = finding.witness.after() if after else finding.witness.profile()
    return evaluate(scheme, profile, with_money=money)


def step(result: Evaluation, kind: type[st.Step]) -> Any:
    return next(each for each in result.steps if isinstance(each, kind))


def referred(reason: str) -> Shows:
    return lambda scheme, finding: step(replayed(scheme, finding), st.Refer).reason == reason


def everyone(scheme: Scheme) -> Iterator[Evaluation]:
    """Give the result of every profile in every setting."""
    values = itertools.product(range(5), range(5), range(3), ("main", "special"))
    return (
        evaluate(scheme, Profile({"a": a, "b": b, "c": c}, context={"setting": setting}), with_money=False)
        for a, b, c, setting in values
    )


def nobody(does: Callable[[Evaluation], bool]) -> Shows:
    return lambda scheme, _: not any(does(result) for result in everyone(scheme))


def both(scheme: Scheme, finding: Finding) -> tuple[Evaluation, Evaluation]:
    return replayed(scheme, finding), replayed(scheme, finding, after=True)


def rank(scheme: Scheme, result: Evaluation) -> int:
    assert result.band is not None
    return scheme.bands.index(result.band)


def same_band(scheme: Scheme, finding: Finding) -> bool:
    before, after = both(scheme, finding)
    return before.band == after.band


def without_amount(scheme: Scheme, finding: Finding) -> bool:
    try:
        replayed(scheme, finding, money=True)
    except AmountNotNamedError:
        return True
    return False


def told(part: str) -> Shows:
    """The finding is on the words themselves: there is no profile to show, but the message names them."""
    return lambda _, finding: finding.witness is None and part in finding.message


# --- definitions ------------------------------------------------------------------------------------------------------


def ladder(*rows: tuple[str, int, int], **ends: str) -> Data:
    named = [{"band": band, "from": low, "to": high} for band, low, high in rows]
    return small(decide={"kind": "thresholds", "measure": "score", "rows": named, **ends})


def at_least(strand: str, level: int) -> Data:
    return {"kind": "strand_at_least", "strand": strand, "level": level}


def cases(policy: str, *rules: tuple[Data, str], **more: Any) -> Data:
    rows = [{"id": f"R{n}", "when": when, "band": band, "why": "x"} for n, (when, band) in enumerate(rules, start=1)]
    return small(decide={"kind": "cases", "policy": policy, "rows": rows, **more}, bands=SMALL["bands"][:2])


def scored(**points: list[int]) -> Data:
    """Return the small definition with other points for some strands; the ladder's top row is long enough."""
    made = small()
    for row in made["measures"][0]["table"]:
        row["points"] = points.get(row["strand"], row["points"])
    made["decide"]["rows"][-1]["to"] = 99
    return made


def uplifted(when: Data, add: int) -> Data:
    made = small()
    made["measures"][0]["add_if"] = [{"id": "U1", "when": when, "add": add, "why": "x"}]
    made["decide"]["rows"][-1]["to"] = 99
    return made


def capped(most: int) -> Data:
    made = small()
    made["measures"][0]["group_caps"] = [{"strands": ["a", "b"], "max": most, "why": "x"}]
    return made


def described(*texts: str | Data, rating: str = "highest_descriptor") -> Data:
    """Return the small definition with one descriptor at each of the lowest levels of strand a."""
    made = small()
    made["strands"][0]["rating"] = {"kind": rating}
    for n, text in enumerate(texts):
        words = {"default": text} if isinstance(text, str) else text
        made["strands"][0]["levels"][n]["descriptors"] = [{"id": f"a.{n}", "text": words}]
    return made


def guarded(never: Data, *tests: Data, action: str = "refer") -> Data:
    return small(guards=[{"id": "G1", "never": never, "action": action, "why": "x"}], tests=list(tests))


def example(band: str | None, a: int = 0, b: int = 0, c: int = 0, id_: str = "T1") -> Data:
    return {"id": id_, "levels": {"a": a, "b": b, "c": c}, "expect": {"band": band}, "source": "leaflet"}


def table(*rows: Data, **more: Any) -> Tariff:
    return TableTariff.model_validate(
        {"kind": "table", "framework": "small", "year": "2026-27", "period": "year", "rounding": "none", **more}
        | {"rows": [{"band": "B1", "pence": 0}, *rows]},
        strict=False,
    )


def amounts(second: int, third: int) -> Tariff:
    return table({"band": "B2", "pence": second}, {"band": "B3", "pence": third})


ROWS = (("B1", 0, 4), ("B2", 5, 9), ("B3", 10, 18))
LOW, TOP = at_least("a", 1), at_least("a", 4)
EDGES = (example("B1", a=4, id_="T1"), example("B2", a=4, b=4, id_="T2"), example("B3", c=2, id_="T3"))
ALL_BUT_EDGE = (example("B1", id_="T1"), *EDGES[1:])
SAME = "Needs help to begin"


# --- the plants -------------------------------------------------------------------------------------------------------


def met_with_the_same_band(scheme: Scheme, finding: Finding) -> bool:
    matched = [each.band for each in replayed(scheme, finding).steps if isinstance(each, st.Case) and each.matched]
    return len(matched) == 2 and len(set(matched)) == 1


def met_with_other_bands(scheme: Scheme, finding: Finding) -> bool:
    matched = [each.band for each in replayed(scheme, finding).steps if isinstance(each, st.Case) and each.matched]
    return len(set(matched)) == 2 and referred("conflict")(scheme, finding)


def decided_earlier(scheme: Scheme, finding: Finding) -> bool:
    assert finding.witness is not None
    is_met = finding.witness.levels["a"] >= 3  # the condition of the second rule
    picks = {step(result, st.Picked).rule for result in everyone(scheme)}
    return is_met and step(replayed(scheme, finding), st.Picked).rule == "R1" and "R2" not in picks


def falls(scheme: Scheme, finding: Finding) -> bool:
    before, after = both(scheme, finding)
    return rank(scheme, after) < rank(scheme, before)


def pays_less(scheme: Scheme, finding: Finding) -> bool:
    before, after = replayed(scheme, finding, money=True), replayed(scheme, finding, after=True, money=True)
    assert before.pence is not None
    assert after.pence is not None
    return after.pence < before.pence


def leaps(scheme: Scheme, finding: Finding) -> bool:
    before, after = both(scheme, finding)
    return rank(scheme, after) - rank(scheme, before) == 2


def inert(scheme: Scheme, finding: Finding) -> bool:
    by_others: dict[tuple[object, ...], set[str | None]] = {}
    for a, b, c in itertools.product(range(5), range(5), range(3)):
        result = evaluate(scheme, Profile({"a": a, "b": b, "c": c}))
        by_others.setdefault((a, b), set()).add(result.band)
    return same_band(scheme, finding) and all(len(bands) == 1 for bands in by_others.values())


def counts_no_more(scheme: Scheme, finding: Finding) -> bool:
    before, after = both(scheme, finding)
    ratings = [next(s.points for s in r.steps if isinstance(s, st.Rating) and s.strand == "a") for r in (before, after)]
    return ratings[0] < ratings[1] and before.points == after.points  # type: ignore[operator]


def fires_in_vain(scheme: Scheme, finding: Finding) -> bool:
    bare = compile_scheme(read(scored(c=[0, 5, 10])))
    fired = replayed(scheme, finding)
    same = [one.band for one in everyone(scheme)] == [other.band for other in everyone(bare)]
    return step(fired, st.Uplift).fired and same


def worth_less(scheme: Scheme, finding: Finding) -> bool:
    result = replayed(scheme, finding, money=True)
    below = evaluate(scheme, Profile({"a": 4, "b": 1, "c": 0}))  # five points: Band 2
    assert result.pence is not None
    assert below.pence is not None
    return (result.band, below.band) == ("B3", "B2") and result.pence < below.pence


PLANTS = (
    Plant(
        "threshold_gap", "error", "decide.rows[1]",
        ladder(("B1", 0, 4), ("B2", 7, 9), ("B3", 10, 18)), ladder(*ROWS), referred("gap"),
    ),
    Plant(
        "threshold_overlap", "error", "decide.rows[1]",
        ladder(("B1", 0, 5), ("B2", 4, 9), ("B3", 10, 18)), ladder(*ROWS), referred("overlap"),
    ),
    Plant(
        "below_first", "error", "decide",
        ladder(("B1", 1, 4), *ROWS[1:]), ladder(("B1", 1, 4), *ROWS[1:], below="refer"), referred("below"),
    ),
    Plant(
        "above_last", "error", "decide",
        ladder(*ROWS[:2], ("B3", 10, 17)), ladder(*ROWS[:2], ("B3", 10, 17), above="refer"), referred("above"),
    ),
    Plant(
        "case_gap", "error", "decide",
        cases("first", (LOW, "B2")), cases("first", (LOW, "B2"), otherwise="B1"), referred("no_case"),
    ),
    Plant(
        "case_overlap", "error", "decide.rows[1]",
        cases("unique", (at_least("a", 3), "B2"), (at_least("b", 3), "B2"), otherwise="B1"),
        cases("any", (at_least("a", 3), "B2"), (at_least("b", 3), "B2"), otherwise="B1"), met_with_the_same_band,
    ),
    Plant(
        "case_conflict", "error", "decide.rows[1]",
        cases("any", (at_least("a", 3), "B2"), (at_least("b", 3), "B1"), otherwise="B1"),
        cases("first", (at_least("a", 3), "B2"), (at_least("b", 3), "B1"), otherwise="B1"), met_with_other_bands,
    ),
    Plant(
        "case_shadowed", "warning", "decide.rows[1]",
        cases("first", (at_least("a", 2), "B2"), (at_least("a", 3), "B1"), otherwise="B1"),
        cases("first", (at_least("a", 3), "B2"), (at_least("a", 2), "B1"), otherwise="B1"), decided_earlier,
    ),
    Plant(
        "band_unreachable", "error", "bands[3]",
        small(bands=[*SMALL["bands"], {"id": "B4", "name": "Band 4", "rank": 4}]), small(),
        nobody(lambda result: result.band == "B4"),
    ),
    Plant(
        "not_monotone_band", "info", "strands[0].levels[3]",
        scored(a=[0, 1, 6, 0, 7]), scored(a=[0, 1, 6, 6, 7]), falls,
    ),
    Plant(
        "not_monotone_band", "error", "strands[0].levels[3]",
        scored(a=[0, 1, 6, 0, 7]) | {"monotone": "required"}, small(monotone="required"), falls,
    ),
    Plant(
        "not_monotone_money", "error", "strands[2].levels[2]",
        small(monotone="required"), small(monotone="required"), pays_less, amounts(900, 800), amounts(900, 900),
    ),
    Plant("cliff", "warning", "strands[2].levels[1]", scored(c=[0, 10, 10]), small(), leaps),
    Plant(
        "cliff", "warning", "strands[2].levels[2]", small(), small(),
        lambda scheme, finding: (
            replayed(scheme, finding, after=True, money=True).pence == 1_200_001
            and replayed(scheme, finding, money=True).pence == 200_000
        ),
        amounts(200_000, 1_200_001), amounts(200_000, 1_200_000),
    ),
    Plant("strand_inert", "warning", "strands[2]", scored(c=[0, 0, 0], a=[0, 1, 2, 3, 6]), small(), inert),
    Plant("cap_hides", "warning", "measures[0].group_caps[0].strands[0]", capped(3), capped(4), counts_no_more),
    Plant(
        "uplift_never_fires", "warning", "measures[0].add_if[0]",
        uplifted({"kind": "all", "of": [TOP, {"kind": "not", "of": LOW}]}, 5), uplifted(TOP, 5),
        nobody(lambda result: step(result, st.Uplift).fired),
    ),
    Plant(
        "uplift_never_matters", "warning", "measures[0].add_if[0]",
        uplifted(at_least("c", 2), 5), uplifted(at_least("c", 1), 5), fires_in_vain,
    ),
    Plant(
        "descriptor_dominated", "warning", "strands[0].levels[0]",
        described(SAME, SAME, "Is not able to begin"), described(SAME, "Begins late", "Is not able to begin"),
        told("level 0 of Apple"),
    ),
    Plant(
        "descriptor_dominated", "warning", "strands[0].levels[1]",
        described("One", "Two", rating="assessor_choice") | {"measures": scored(a=[0, 0, 2, 3, 4])["measures"]},
        described("One", "Two", rating="assessor_choice"), same_band,
    ),
    Plant(
        "descriptor_same_text", "warning", "strands[0].levels[2].descriptors[0]",
        described("Begins alone", SAME, SAME.upper() + " ", rating="assessor_choice"),
        described("Begins alone", SAME, "Is not able to begin", rating="assessor_choice"), told("a.1 and a.2"),
    ),
    Plant(
        "descriptor_text_missing", "info", "strands[0]",
        described({"default": "One", "post16": "One, at college"}, "Two"), described("One", "Two"), told("post-16"),
    ),
    Plant(
        "tariff_cell_missing", "error", "tariff.rows", small(), small(), without_amount,
        table({"band": "B2", "pence": 100}), amounts(100, 200),
    ),
    Plant(
        "tariff_not_monotone", "error", "tariff.rows[2]", small(), small(), worth_less,
        amounts(900, 800), amounts(900, 900),
    ),
    Plant(
        "tariff_period_mixed", "error", "tariff.rows[2].period", small(), small(), told("a term"),
        table({"band": "B2", "pence": 900}, {"band": "B3", "pence": 950, "period": "term"}),
        table({"band": "B2", "pence": 900}, {"band": "B3", "pence": 950, "period": "year"}),
    ),
    Plant(
        "tariff_terms_sum", "error", "tariff.rows[1].terms", small(), small(), told("together £9.01"),
        table({"band": "B2", "pence": 900, "terms": (300, 300, 301)}, {"band": "B3", "pence": 950}),
        table({"band": "B2", "pence": 900, "terms": (300, 300, 300)}, {"band": "B3", "pence": 950}),
    ),
    Plant(
        "tariff_setting_banned", "error", "tariff.rows[1]", small(), small(), without_amount,
        table({"band": "B2", "pence": 900, "setting": "main"}, {"band": "B3", "pence": 950}),
        table({"band": "B2", "pence": 900}, {"band": "B3", "pence": 950}),
    ),
    Plant(
        "tariff_setting_banned", "error", "tariff.rows[3]",
        small(bands=[*SMALL["bands"][:2], SMALL["bands"][2] | {"settings": ["special"]}]), small(), told("Band 3"),
        table(
            {"band": "B2", "pence": 9},
            {"band": "B3", "pence": 9, "setting": "special"},
            {"band": "B3", "pence": 9, "setting": "main"},
        ),
        amounts(9, 9),
    ),
    Plant(
        "test_failed", "error", "tests[0]", small(tests=[example("B2")]), small(tests=[example("B1")]),
        lambda scheme, finding: replayed(scheme, finding).band == "B1",
    ),
    Plant(
        "test_row_unused", "info", "decide.rows[2]", small(tests=list(EDGES[:2])), small(tests=list(EDGES)),
        lambda scheme, finding: replayed(scheme, finding).band == "B3",
    ),
    Plant(
        "test_edge_missing", "info", "decide.rows[1]", small(tests=list(ALL_BUT_EDGE)), small(tests=list(EDGES)),
        lambda scheme, finding: replayed(scheme, finding).points == 5,
    ),
    Plant(
        "guard_contradicted", "warning", "guards[0]",
        guarded(TOP, example("B1", a=4)), guarded(TOP, example(None, a=4)), referred("guard"),
    ),
    Plant(
        "guard_inactive", "warning", "guards[0]",
        guarded({"kind": "count_at_least", "level": 3, "n": 3}),
        guarded({"kind": "count_at_least", "level": 3, "n": 2}),
        nobody(lambda result: step(result, st.Guard).active),
    ),
)  # fmt: skip


def found(report: Report, plant: Plant) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == plant.code]


@pytest.mark.parametrize("plant", PLANTS, ids=[f"{plant.code}-{n}" for n, plant in enumerate(PLANTS)])
def test_a_planted_fault_is_found_and_its_witness_shows_it(plant: Plant) -> None:
    framework = read(plant.faulty)
    report = analyse.check(framework, plant.faulty_tariff)
    (finding,) = [each for each in found(report, plant) if each.where == plant.where]
    assert finding.severity == plant.severity
    assert plant.shows(compile_scheme(framework, plant.faulty_tariff), finding)
    assert not (plant.severity == "error" and report.is_clean)
    assert not (plant.severity != "info" and report.adoptable)


@pytest.mark.parametrize("plant", PLANTS, ids=[f"{plant.code}-{n}" for n, plant in enumerate(PLANTS)])
def test_a_sound_definition_has_no_such_finding(plant: Plant) -> None:
    assert found(analyse.check(read(plant.sound), plant.sound_tariff), plant) == []


def test_every_code_of_the_contract_is_planted() -> None:
    contract = """
        threshold_gap threshold_overlap below_first above_last case_gap case_overlap case_conflict case_shadowed
        band_unreachable not_monotone_band not_monotone_money cliff strand_inert cap_hides uplift_never_fires
        uplift_never_matters descriptor_dominated descriptor_same_text descriptor_text_missing tariff_cell_missing
        tariff_not_monotone tariff_period_mixed tariff_terms_sum tariff_setting_banned test_failed test_row_unused
        test_edge_missing guard_contradicted guard_inactive
    """  # commands, section 3
    assert sorted({plant.code for plant in PLANTS}) == sorted(CODES) == sorted(contract.split())


def test_the_guide_says_what_every_code_means() -> None:
    page = resources.shipped("help/en/framework-check.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert {code for code in CODES if any(f"`{code}`" in row for row in rows)} == set(CODES)
    for plant in PLANTS:
        row = next(row for row in rows if f"`{plant.code}`" in row)
        assert plant.severity in row, plant.code
