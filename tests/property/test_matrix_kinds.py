"""Laws of the engine for every kind of measure, decision and tariff together, on drawn schemes and profiles.

Steps replay, an amount is the same with and without steps, the quick path says what the steps say, a scheme kept as
bytes is the same scheme, and no sentence holds a number that the steps do not.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bandingdesk.matrix import cache, evaluate, explain, files, phrases, reckoning, wording
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.evaluate import Evaluation
from bandingdesk.matrix.measures import CostLine
from bandingdesk.matrix.plain import Plain
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.replay import replay
from bandingdesk.matrix.rounding import NotWholePenceError
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.seams import SystemClock
from tests.support.frameworks import PAIRS, read, scheme, small

SHIPPED = [scheme(name, money) for name, money in PAIRS]
BANDS = ("B1", "B2", "B3")
TICKS = ["a.4.x", "a.4.y"]
band_ids = some.sampled_from(BANDS)
pence = some.integers(0, 3_000_000)
WHERE: tuple[list[dict[str, str]], ...] = ([{"context": "setting", "value": "main"}], [])


def between(measure: str, low: int, high: int) -> some.SearchStrategy[dict[str, Any]]:
    """Give conditions on a measure."""
    return some.builds(
        lambda start, end: {"kind": "measure", "measure": measure, "from": start, "to": end},
        some.integers(low, high),
        some.one_of(some.none(), some.integers(low, high)),
    )


conditions = some.one_of(
    some.builds(lambda n: {"kind": "strand_at_least", "strand": "a", "level": n}, some.integers(0, 4)),
    some.just({"kind": "descriptor_met", "descriptor": "a.4.x"}),
    some.just({"kind": "context", "context": "need", "values": ["n2"]}),
    between("months", 0, 12),
    between("met", 0, 2),
    between("main", 0, 4),
    between("map", 0, 900_000),
    between("top", 0, 4),
)
rules = some.one_of(
    conditions,
    some.builds(lambda of: {"kind": "all", "of": of}, some.lists(conditions, min_size=1, max_size=2)),
    some.builds(lambda of: {"kind": "not", "of": of}, conditions),
)


def base(missing: str) -> dict[str, Any]:
    """Return a scheme with one measure of every kind, and a ladder over points."""
    made = small(missing=missing)
    made["strands"][0]["levels"][4]["descriptors"] = [
        {"id": "a.4.x", "text": {"default": "Needs an adult close by."}},
        {"id": "a.4.y", "text": {"default": "Needs a signing adult."}},
    ]
    made["strands"][2]["optional"] = True
    made["contexts"] += [
        {"id": "need", "name": "main need", "values": ["n1", "n2"], "labels": ["apples", "birches"]},
        {"id": "share", "values": ["15", "30"], "labels": ["15 hours", "30 hours"]},
    ]
    made["measures"][0] |= {
        "group_caps": [{"strands": ["a", "b"], "max": 6}],
        "add_if": [{"id": "U", "when": {"kind": "strand_at_least", "strand": "c", "level": 2}, "add": 2, "why": "x"}],
    }
    made["measures"][0]["table"][1]["weight"] = 2
    strands = [{"value": "n1", "strand": "a"}, {"value": "n2", "strand": "b"}]
    made["measures"] += [
        {"kind": "count", "id": "high", "level": 3},
        {"kind": "highest", "id": "top", "rank": 2},
        {"kind": "primary", "id": "main", "context": "need", "strands": strands},
        {
            "kind": "descriptors_met",
            "id": "met",
            "name": "Close support",
            "set": "s",
            "descriptors": TICKS,
        },
        {"kind": "number", "id": "months", "name": "Months behind", "min": 0, "max": 12, "unit": "months"},
        {"kind": "number", "id": "hours", "name": "Hours", "min": 0, "max": 400, "scale": 10, "unit": "hours"},
        {
            "kind": "cost",
            "id": "map",
            "name": "The provision map",
            "lines": "provision",
            "rates": [
                {"id": "ta", "name": "teaching assistant", "per": "minute", "pence": 237, "max_minutes": 500},
                {"id": "teacher", "name": "teacher", "per": "weekly_hour", "pence": 1_650_001},
                {"id": "therapist", "name": "therapist", "per": "hour", "pence": 45_055},
            ],
            "scale": 10,
            "rounding": "half_even",
        },
    ]
    return made


@some.composite
def decisions(draw: Any, *, inner: bool = False) -> dict[str, Any]:
    """Give a decision of any kind but cards."""
    kind = draw(some.sampled_from(["ladder", "cases"] if inner else ["ladder", "cases", "best_of"]))
    if kind == "best_of":
        return {"kind": "best_of", "of": draw(some.lists(decisions(inner=True), min_size=2, max_size=3))}
    if kind == "ladder":
        measure, top = draw(some.sampled_from([("score", 18), ("months", 12), ("map", 1_000_000), ("main", 4)]))
        cuts = sorted(draw(some.sets(some.integers(0, top), min_size=3, max_size=3)))
        ends = zip(BANDS, cuts, [*(cut - 1 for cut in cuts[1:]), top], strict=True)
        rows = [{"band": band, "from": start, "to": end} for band, start, end in ends]
        return {"kind": "thresholds", "measure": measure, "rows": rows, "above": "refer", "below": "refer"}
    rows = [
        {"id": f"R{n}", "when": draw(rules), "band": draw(band_ids), "why": "x"}
        for n in range(draw(some.integers(1, 3)))
    ]
    policy = draw(some.sampled_from(["first", "unique", "any", "highest_band"]))
    return {"kind": "cases", "policy": policy, "rows": rows, "otherwise": draw(some.sampled_from(["B1", "refer"]))}


@some.composite
def tariffs(draw: Any) -> dict[str, Any]:
    """Give a tariff of any kind with any rules on it."""
    made: dict[str, Any] = {"framework": "small", "year": "2026-27"}
    made["period"] = draw(some.sampled_from(["year", "term"]))
    made["rounding"] = draw(some.sampled_from(["half_up", "half_even", "down", "up"]))
    made["round_to"] = draw(some.sampled_from([1, 10, 1000]))
    kind = made["kind"] = draw(some.sampled_from(["table", "base_times_weight", "rate", "sum_by_strand", "measure"]))
    if kind == "table":
        made["rows"] = [{"band": band, "pence": draw(some.one_of(some.none(), pence))} for band in BANDS]
    elif kind == "base_times_weight":
        made |= {"scale": 1000, "weights": [{"band": b, "weight": draw(some.integers(0, 9000))} for b in BANDS]}
        settings = ("main", "special")
        made["bases"] = [{"where": [{"context": "setting", "value": s}], "pence": draw(pence)} for s in settings]
    elif kind == "rate":
        made |= {"scale": 10, "times": draw(some.sampled_from([["hours"], ["hours", "months"]]))}
        made["rows"] = [{"band": band, "rate": draw(some.integers(0, 20_000))} for band in BANDS]
    elif kind == "sum_by_strand":
        combine = made["combine"] = draw(some.sampled_from(["sum", "highest", "primary"]))
        made |= {"primary": "main"} if combine == "primary" else {}
        tops = (("a", 4), ("b", 4), ("c", 2))
        made["amounts"] = [{"strand": s, "level": n, "pence": draw(pence)} for s, t in tops for n in range(t + 1)]
    else:
        made["measure"] = "map"
    if draw(some.booleans()):
        made["addons"] = [{"id": "A", "when": draw(rules), "pence": draw(pence), "why": "A sum for equipment"}]
    if draw(some.booleans()):
        made["deduct"] = {"pence": draw(pence), "why": "From its own budget."}
    for bound in draw(some.sets(some.sampled_from(["caps", "floors"]))):
        made[bound] = [{"id": bound, "where": draw(some.sampled_from(WHERE)), "pence": draw(pence), "why": "A limit."}]
    if draw(some.booleans()):
        made["proration"] = {"full": 30, draw(some.sampled_from(["number", "context"])): "hours"}
        if "context" in made["proration"]:
            made["proration"]["context"] = "share"
    if draw(some.booleans()):
        made["protection"] = {"until": "2028-03-31", "why": "Nobody loses in the first two years."}
    return made


@some.composite
def schemes(draw: Any, missing: str = "") -> Scheme:
    """Give a scheme with every kind of measure, a drawn decision, adjustments, guards and tariff."""
    made = base(missing or draw(some.sampled_from(["error", "lowest", "interval"])))
    made["decide"] = draw(decisions())
    if draw(some.booleans()):
        move = {"kind": "move", "id": "M", "by": draw(some.integers(-2, 2)), "when": draw(rules), "why": "x"}
        made["adjust"] = [move, {"kind": "floor", "id": "F", "band": "B2", "when": draw(rules), "why": "x"}]
    if draw(some.booleans()):
        action = draw(some.sampled_from(["refer", "warn"]))
        made["guards"] = [{"id": "G", "never": draw(rules), "action": action, "why": "Look at the map again."}]
    tariff = files.read_tariff(json.dumps(draw(tariffs())).encode(), "tariff")
    return compile_scheme(read(made), tariff)


@some.composite
def lines(draw: Any) -> CostLine:
    """Give a line of a costed map."""
    if draw(some.booleans()):
        return CostLine(what="Resources", fixed=draw(some.integers(0, 100_000)))
    rate = draw(some.sampled_from(["ta", "teacher", "therapist"]))
    minutes, group = draw(some.integers(0, 900)), draw(some.integers(1, 7))
    weeks = draw(some.one_of(some.none(), some.integers(1, 53)))
    return CostLine(what="Support in class", rate=rate, minutes=minutes, group=group, weeks=weeks)


@some.composite
def profiles(draw: Any) -> Profile:
    """Give a profile with all facts."""
    context = {name: draw(some.sampled_from(values)) for name, values in CONTEXTS.items()}
    return Profile(
        {strand: draw(some.integers(0, top)) for strand, top in (("a", 4), ("b", 4), ("c", 2))},
        draw(some.frozensets(some.sampled_from(TICKS))),
        context,
        {"months": draw(some.integers(0, 12)), "hours": draw(some.integers(0, 400))},
        {"provision": tuple(draw(some.lists(lines(), max_size=4)))},
        draw(some.one_of(some.none(), pence)),
        draw(some.sampled_from([date(2028, 3, 31), date(2028, 4, 1)])),
    )


CONTEXTS = {"setting": ("main", "special"), "need": ("n1", "n2"), "share": ("15", "30")}


@given(scheme_=schemes(), profile=profiles())
def test_steps_replay_and_amounts_agree_with_and_without_them(scheme_: Scheme, profile: Profile) -> None:
    found = evaluate.evaluate(scheme_, profile)
    assert replay(found.steps, scheme_.bands) == found[:5]
    facts = (profile.context, profile.descriptors)
    levels = [profile.levels[strand] for strand in scheme_.positions]
    quick = Plain(scheme_).outcome(levels, *facts, profile.numbers, profile.lines)
    assert (quick.band, quick.points) == (None if found.band is None else scheme_.bands.index(found.band), found.points)
    if quick.band is not None:
        assert evaluate.paid(scheme_, quick.band, profile).pence == found.pence


@given(scheme_=schemes(), profile=profiles())
def test_a_scheme_kept_as_bytes_is_the_same_scheme(scheme_: Scheme, profile: Profile) -> None:
    kept = cache.load(cache.dump(scheme_), scheme_.sha256, scheme_.identity.tariff_sha256)
    assert kept is not None
    found = evaluate.evaluate(scheme_, profile)
    assert evaluate.evaluate(kept, profile) == found
    assert [wording.sentence(kept, step) for step in found.steps] == [
        wording.sentence(scheme_, step) for step in found.steps
    ]
    assert kept.framework == scheme_.framework
    assert kept.tariff == scheme_.tariff


@settings(max_examples=40)
@given(scheme_=schemes("interval"), profile=profiles(), data=some.data())
def test_a_range_over_missing_levels_and_numbers_holds_every_completion(
    scheme_: Scheme, profile: Profile, data: some.DataObject
) -> None:
    gone = data.draw(some.sets(some.sampled_from(["a", "b", "c", "months"]), min_size=1))
    partly = profile._replace(
        levels={strand: level for strand, level in profile.levels.items() if strand not in gone},
        numbers={number: value for number, value in profile.numbers.items() if number not in gone},
    )
    # Cedar is optional: where it is not rated it counts as its lowest level.
    whole = profile._replace(levels={**profile.levels, "c": 0}) if "c" in gone else profile
    done = evaluate.evaluate(scheme_, whole, with_money=False)
    found = evaluate.evaluate(scheme_, partly, with_money=False)
    assert replay(found.steps, scheme_.bands) == found[:5]
    if found.kind == "interval":
        step = found.steps[-1]
        assert isinstance(step, st.Interval)
        assert done.band in found.bands or (done.band is None and step.refer)
    else:  # only what need not be known is gone: an optional strand, or a number that no rule reads
        assert gone <= {"c"} | ({"months"} - scheme_.needs)


# --- no number out of nowhere ----------------------------------------------------------------------------------------

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def numbers_of_steps(scheme_: Scheme, found: Evaluation) -> set[str]:
    """Return every number that the steps hold, as words may write it: plain, with its scale, in pounds."""
    held: set[str] = set()

    def add(value: Any) -> None:
        match value:
            case bool() | None:
                pass
            case int():
                held.update(wording.decimal(abs(value), scale) for scale in (1, 10, 100, 1000))
                held.add(wording.money(abs(value)).strip("£"))
            case str():
                held.update(NUMBER.findall(value))
                held.update(str(int(part)) for part in re.findall(r"\d+", value))
                for names in own_words(scheme_).get(value, ()):
                    held.update(NUMBER.findall(names))
            case tuple():
                held.add(str(len(value)))
                for part in value:
                    add(part)

    for step in found.steps:
        add(tuple(step))
        if isinstance(step, st.Hourly):  # 300 tenths of a penny are written as £0.30
            held.update(NUMBER.findall(wording.rate(step.rate, step.scale)))
    return held | set(NUMBER.findall(scheme_.words.title))


def own_words(scheme_: Scheme) -> dict[str, list[str]]:
    """Return the council's own words by id: a name may hold a digit, as Band 6 does."""
    words = scheme_.words
    found: dict[str, list[str]] = {band: [name] for band, name in words.bands.items()}
    for id_, strand in words.strands.items():
        found.setdefault(id_, []).extend([strand.name, *strand.levels.values()])
    for id_, context in words.contexts.items():
        found.setdefault(id_, []).extend([context.name, *context.labels.values()])
    for id_, measure in words.measures.items():
        found.setdefault(id_, []).append(measure.name)
    for id_, text in words.descriptors.items():
        found.setdefault(id_, []).append(text)
    for rates in words.rates.values():
        for id_, name in rates.items():
            found.setdefault(id_, []).append(name)
    return found


def no_number_out_of_nowhere(scheme_: Scheme, profile: Profile) -> None:
    why = explain.explain(scheme_, profile, case="any", at=SystemClock().now())
    held = numbers_of_steps(scheme_, why.evaluation)
    for text in (why.short, why.long):
        for number in NUMBER.findall(text):
            assert number in held or number.rstrip(",") in held, (number, text)
        assert "{" not in text
        assert "  " not in text
    assert why.long.endswith(phrases.PEOPLE)


@given(scheme_=schemes(), profile=profiles())
def test_the_words_hold_no_number_that_the_steps_do_not(scheme_: Scheme, profile: Profile) -> None:
    no_number_out_of_nowhere(scheme_, profile)


@pytest.mark.parametrize("scheme_", SHIPPED, ids=[money for _, money in PAIRS])
@given(data=some.data())
def test_nor_on_any_shipped_framework(scheme_: Scheme, data: some.DataObject) -> None:
    levels = {strand.id: data.draw(some.sampled_from(strand.levels)) for strand in scheme_.strands}
    context = {name: data.draw(some.sampled_from(values)) for name, values in scheme_.values.items()}
    ticks = frozenset(
        tick for cards in scheme_.cards for tick in cards.descriptors[levels[scheme_.strands[cards.strand].id]]
    )
    no_number_out_of_nowhere(scheme_, Profile(levels, ticks, context))


@pytest.mark.parametrize("scheme_", SHIPPED, ids=[money for _, money in PAIRS])
@given(data=some.data())
def test_the_quick_path_says_what_the_steps_say(scheme_: Scheme, data: some.DataObject) -> None:
    quick = Plain(scheme_)
    options = [some.sampled_from(strand.levels) for strand in scheme_.strands]
    context = {name: data.draw(some.sampled_from(values)) for name, values in scheme_.values.items()}
    for levels in data.draw(some.lists(some.tuples(*options), min_size=1, max_size=30)):
        outcome, amount = quick.priced(levels, context)
        assert outcome == quick.outcome(levels, context) == reckoning.run(scheme_, levels, context)
        if outcome.band is not None:
            facts = Profile(dict(zip(scheme_.positions, levels, strict=True)), context=context)
            assert amount == evaluate.paid(scheme_, outcome.band, facts).pence


@given(scheme_=schemes(), profile=profiles())
def test_without_a_rounding_a_fraction_is_refused_and_never_cut(scheme_: Scheme, profile: Profile) -> None:
    assert scheme_.money is not None
    strict, down, up = (
        replace(scheme_, money=scheme_.money._replace(rounding=rounding, round_to=1))
        for rounding in ("none", "down", "up")
    )
    try:
        assert evaluate.evaluate(strict, profile).pence == evaluate.evaluate(down, profile).pence
    except NotWholePenceError:  # there was a fraction to be rounded
        assert evaluate.evaluate(down, profile).steps != evaluate.evaluate(up, profile).steps
