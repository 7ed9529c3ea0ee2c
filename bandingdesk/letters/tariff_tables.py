"""A tariff as tables and sentences for people: what a band is worth, where, and what is added, taken off or limited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bandingdesk.letters.blocks import Grid, Part, Text
from bandingdesk.letters.sections import Section
from bandingdesk.matrix import edition, rule_words
from bandingdesk.matrix import tariff as tf
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.rule_words import Words
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.matrix.wording import PERIODS, decimal, money, rate

EVERYWHERE = "Everywhere"
_BESPOKE = "set for the child"
WIDEST = 6  # columns of amounts that a page holds in 12 point


def amounts(framework: Framework, tariff: Tariff) -> tuple[Section, ...]:
    """Return what TARIFF says of FRAMEWORK's bands as one section, with a section a place where there are many."""
    words = Words(framework)
    opening = Text(
        f"The amounts below are for {tariff.year}, {PERIODS[tariff.period]}. They change without the scheme changing."
    )
    parts: list[Part] = [opening]
    sections: tuple[Section, ...] = ()
    match tariff:
        case tf.TableTariff():
            found, sections = _table(framework, tariff)
            parts += found
        case tf.BaseTimesWeightTariff():
            parts += _base_times_weight(framework, tariff)
        case tf.SumByStrandTariff():
            parts += _by_strand(framework, tariff)
        case tf.RateTariff():
            parts += _rates(framework, tariff)
        case tf.MeasureTariff():
            parts.append(Text(f"The amount is {words.measure_name(tariff.measure)}."))
    rules = tuple(Text(said) for said in _rules(words, tariff))
    if sections and rules:
        sections = (*sections, Section("What changes an amount", rules))
        rules = ()
    return (Section(f"Amounts for {tariff.year}", (*parts, *rules), sections),)


def _table(framework: Framework, tariff: tf.TableTariff) -> tuple[list[Part], tuple[Section, ...]]:
    """Return one table where at most one context is named; else one for each place of the first contexts."""
    named = {context for row in tariff.rows for context in row.places()}
    contexts = [context.id for context in framework.contexts if context.id in named]
    last = contexts[-1] if contexts and len(framework.context(contexts[-1]).values) <= WIDEST else None
    outer = [context for context in contexts if context != last]
    places: dict[tuple[str, ...], list[tf.TariffRow]] = {}
    for row in tariff.rows:
        at = row.places()
        places.setdefault(tuple(at.get(context, "") for context in outer), []).append(row)
    if not outer:
        return [_grid(framework, tariff.rows, last)], ()
    sections = tuple(
        Section(_place(framework, zip(outer, values, strict=True)), (_grid(framework, rows, last),))
        for values, rows in places.items()
    )
    return [], sections


def _grid(framework: Framework, rows: Sequence[tf.TariffRow], across: str | None) -> Grid:
    cells = {(row.band, row.places().get(across or "", "")): _amount(row) for row in rows}
    bands = [band for band in framework.ladder() if any(band.id == row.band for row in rows)]
    values = [""] if across is None else [v for v in framework.context(across).values if any(c[1] == v for c in cells)]
    values += [""] if across is not None and any(cell[1] == "" for cell in cells) else []
    names = [_column(framework, across, value) for value in values]
    body = tuple((band.name, *(cells.get((band.id, value), "–") for value in values)) for band in bands)
    return Grid(("Band", *names), body, tuple(range(1, len(values) + 1)), (4, *[5] * len(values)))


def _column(framework: Framework, across: str | None, value: str) -> str:
    if across is None:
        return "Amount"
    return rule_words.sentence(framework.context(across).label(value))[:-1] if value else "Anywhere else"


def _amount(row: tf.TariffRow) -> str:
    if row.pence is None:
        return _BESPOKE
    return f"{money(row.pence)} {PERIODS[row.period]}" if row.period else money(row.pence)


def _place(framework: Framework, values: Iterable[tuple[str, str]]) -> str:
    said = [framework.context(context).label(value) for context, value in values if value]
    return rule_words.sentence(", ".join(said))[:-1] if said else EVERYWHERE


def _where(framework: Framework, places: Iterable[tf.Place]) -> str:
    return _place(framework, ((place.context, place.value) for place in places))


def _placed(head: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> Grid:
    """Return a table whose second column says where; it is left out where that is everywhere."""
    if all(place == EVERYWHERE for _, place, _ in rows):
        return Grid((head[0], head[2]), tuple((what, amount) for what, _, amount in rows), (1,), (65, 35))
    return Grid(head, tuple(rows), (2,), (45, 30, 25))


def _base_times_weight(framework: Framework, tariff: tf.BaseTimesWeightTariff) -> Iterator[Part]:
    if all(not base.where for base in tariff.bases):
        yield Text(f"The amount is {money(tariff.bases[0].pence)} times the weight of the band.")
    else:
        yield Text("The amount is a base for the place times the weight of the band.")
        bases = tuple((_where(framework, base.where), money(base.pence)) for base in tariff.bases)
        yield Grid(("Place", "Base"), bases, (1,), (65, 35))
    weights = tuple((framework.band(row.band).name, decimal(row.weight, tariff.scale)) for row in tariff.weights)
    yield Grid(("Band", "Weight"), weights, (1,), (65, 35))


def _by_strand(framework: Framework, tariff: tf.SumByStrandTariff) -> Iterator[Part]:
    said = {
        "sum": "Every strand's level has an amount. The amounts are added.",
        "highest": "Every strand's level has an amount. The highest of them counts.",
        "primary": "Every strand's level has an amount. The amount of the main need counts.",
    }
    yield Text(said[tariff.combine])
    rows = [
        (f"{framework.strand(row.strand).name}, level {row.level}", _where(framework, row.where), money(row.pence))
        for row in tariff.amounts
    ]
    yield _placed(("Strand and level", "Place", "Amount"), rows)


def _rates(framework: Framework, tariff: tf.RateTariff) -> Iterator[Part]:
    words = Words(framework)
    yield Text(f"The rate of the band is multiplied by {rule_words.together(map(words.measure_name, tariff.times))}.")
    rows = [
        (framework.band(row.band).name, _where(framework, row.where), rate(row.rate, tariff.scale))
        for row in tariff.rows
    ]
    yield _placed(("Band", "Place", "Rate"), rows)


def _rules(words: Words, tariff: Tariff) -> Iterator[str]:
    """Give what happens to an amount, in the order in which it happens."""
    framework = words.framework
    for addon in tariff.addons:
        yield f"If {words.condition(addon.when)}, {money(addon.pence)} is added. {addon.why}"
    if tariff.deduct is not None:
        yield f"{money(tariff.deduct.pence)} is taken off first. {tariff.deduct.why}"
    for kind, bounds in (("most", tariff.caps), ("least", tariff.floors)):
        for bound in bounds:
            yield f"{_where(framework, bound.where)}: at {kind} {money(bound.pence)}. {bound.why}"
    if tariff.proration is not None:
        of = tariff.proration
        name = words.measure_name(of.number) if of.number else framework.context(of.context or "").name or of.context
        full = rule_words.figure(words.measure_of(of.number), of.full) if of.number else of.full
        yield f"The amount is paid in part: {name} over {full}. {of.why or ''}".rstrip()
    if tariff.protection is not None:
        yield f"Until {edition.day(tariff.protection.until)} nobody gets less than before. {tariff.protection.why}"
    if tariff.route is not None:
        yield f"An amount above {money(tariff.route.above)} goes to {tariff.route.to} too. {tariff.route.why}"
    if tariff.award is not None:
        usual = f" Usually {tariff.award.usual}." if tariff.award.usual else ""
        yield f"An award may last: {', '.join(tariff.award.lengths)}.{usual} {tariff.award.why or ''}".rstrip()
