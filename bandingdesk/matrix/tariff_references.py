"""The faults of a tariff under its framework: another framework, and bands, places or measures that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix import tariff as tf
from bandingdesk.matrix.references import (
    Names,
    Problem,
    at_level,
    each,
    in_condition,
    in_context,
    listed,
    names,
    one_of,
    quote,
    twice,
)


def problems(framework: fw.Framework, tariff: tf.Tariff) -> list[Problem]:
    """Return every fault of TARIFF under FRAMEWORK, in the order of the file."""
    known = names(framework)
    found: list[Problem] = []
    if tariff.framework != framework.id:
        found.append(Problem("framework", quote(tariff.framework), f"the framework's id {quote(framework.id)}"))
    return [*found, *_period(tariff), *_kind(framework, tariff, known), *_rules(framework, tariff, known)]


def _period(tariff: tf.Tariff) -> Iterator[Problem]:
    effective = tariff.effective
    if effective is not None and effective.to is not None and effective.to < effective.from_:
        yield Problem("effective.to", effective.to.isoformat(), f"a day not before {effective.from_.isoformat()}")
    if tariff.rounding == "none" and tariff.round_to > 1:
        yield Problem("round_to", str(tariff.round_to), "1, or a rounding that is named")


def _kind(framework: fw.Framework, tariff: tf.Tariff, known: Names) -> Iterator[Problem]:
    match tariff:
        case tf.TableTariff():
            for n, row in enumerate(tariff.rows):
                yield from one_of(f"rows[{n}].band", row.band, known.bands, "a band of the framework")
                for context, value in row.places().items():
                    yield from in_context(f"rows[{n}]", context, (value,), known)
                yield from _twice_placed(f"rows[{n}].where", row.where)
        case tf.BaseTimesWeightTariff():
            yield from _places("bases", (base.where for base in tariff.bases), known)
            yield from twice(each("weights", (row.band for row in tariff.weights), ".band"), "the band")
            for n, weight in enumerate(tariff.weights):
                yield from one_of(f"weights[{n}].band", weight.band, known.bands, "a band of the framework")
        case tf.RateTariff():
            yield from _places("rows", (row.where for row in tariff.rows), known)
            for n, rate in enumerate(tariff.rows):
                yield from one_of(f"rows[{n}].band", rate.band, known.bands, "a band of the framework")
            for n, number in enumerate(tariff.times):
                yield from _number(framework, f"times[{n}]", number)
        case tf.SumByStrandTariff():
            yield from _by_strand(framework, tariff, known)
        case tf.MeasureTariff():
            yield from one_of("measure", tariff.measure, _measures(framework, ms.CostMeasure), "a cost measure")


def _by_strand(framework: fw.Framework, tariff: tf.SumByStrandTariff, known: Names) -> Iterator[Problem]:
    yield from _places("amounts", (row.where for row in tariff.amounts), known)
    for n, row in enumerate(tariff.amounts):
        yield from one_of(f"amounts[{n}].strand", row.strand, known.levels, "a strand")
        yield from at_level(f"amounts[{n}].level", row.level, known.levels.get(row.strand, ()))
    if tariff.combine == "primary" and tariff.primary is None:
        yield Problem("primary", "nothing", 'a "primary" measure, which names the main need')
    elif tariff.combine != "primary" and tariff.primary is not None:
        yield Problem("primary", quote(tariff.primary), 'nothing, or "combine": "primary"')
    elif tariff.primary is not None:
        yield from one_of("primary", tariff.primary, _measures(framework, ms.PrimaryMeasure), 'a "primary" measure')


def _rules(framework: fw.Framework, tariff: tf.Tariff, known: Names) -> Iterator[Problem]:
    """Give the faults of add-ons, caps, floors and proration."""
    addons = each("addons", (addon.id for addon in tariff.addons), ".id")
    caps = each("caps", (cap.id for cap in tariff.caps), ".id")
    floors = each("floors", (floor.id for floor in tariff.floors), ".id")
    yield from twice((*addons, *caps, *floors), "the rule")
    for n, addon in enumerate(tariff.addons):
        yield from in_condition(addon.when, f"addons[{n}].when", known)
    yield from _places("caps", (cap.where for cap in tariff.caps), known)
    yield from _places("floors", (floor.where for floor in tariff.floors), known)
    if tariff.proration is not None:
        yield from _proration(framework, tariff.proration, known)
    if tariff.award is not None:
        yield from twice(each("award.lengths", tariff.award.lengths, ""), "the length")
        if tariff.award.usual is not None:
            yield from one_of("award.usual", tariff.award.usual, tariff.award.lengths, "one of the lengths")


def _proration(framework: fw.Framework, rule: tf.Proration, known: Names) -> Iterator[Problem]:
    if (rule.number is None) == (rule.context is None):
        both = "neither" if rule.number is None else "both"
        yield Problem("proration", f"{both} of `number` and `context`", "one of the two")
    elif rule.number is not None:
        yield from _number(framework, "proration.number", rule.number)
    elif rule.context is not None:
        yield from one_of("proration.context", rule.context, known.contexts, "a context")
        words = [value for value in known.contexts.get(rule.context, ()) if not (value.isascii() and value.isdigit())]
        if words:
            yield Problem("proration.context", f"the values {listed(words)}", "a context of whole numbers")


def _number(framework: fw.Framework, path: str, id_: str) -> Iterator[Problem]:
    numbers = {m.id: m for m in framework.measures if isinstance(m, ms.NumberMeasure)}
    yield from one_of(path, id_, numbers, "a number measure")
    if id_ in numbers and numbers[id_].min < 0:
        yield Problem(path, f"a number that can be {numbers[id_].min}", "one that is never below nil")


def _places(path: str, rows: Iterable[Sequence[tf.Place]], known: Names) -> Iterator[Problem]:
    for n, where in enumerate(rows):
        for place in where:
            yield from in_context(f"{path}[{n}]", place.context, (place.value,), known)
        yield from _twice_placed(f"{path}[{n}].where", where)


def _twice_placed(path: str, where: Sequence[tf.Place]) -> Iterator[Problem]:
    yield from twice(each(path, (place.context for place in where), ".context"), "the context")


def _measures(framework: fw.Framework, kind: type[ms.Measure]) -> list[str]:
    return [measure.id for measure in framework.measures if isinstance(measure, kind)]
