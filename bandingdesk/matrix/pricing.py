"""A tariff made ready to run: amounts by band's place and by the values of the contexts that it reads."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from bandingdesk.matrix import conditions, files, nodes, references
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix import tariff as tf
from bandingdesk.matrix.scheme import (
    AddOnRow,
    Amounts,
    Cell,
    CellAmounts,
    CostAmounts,
    DeductRow,
    LimitRow,
    Money,
    ProrationRow,
    ProtectionRow,
    RateAmounts,
    RouteRow,
    Spot,
    StrandAmounts,
    WeightAmounts,
)

T = TypeVar("T")
MAX_CELLS = 200_000


def money(framework: fw.Framework, tariff: tf.Tariff, positions: Mapping[str, int], places: Mapping[str, int]) -> Money:
    """Return TARIFF ready to run; its references were checked. Raises FrameworkInvalidError for two amounts a place."""
    return _Pricer(framework, tariff, positions, places).money()


class _Pricer:
    """One tariff under one framework."""

    def __init__(
        self, framework: fw.Framework, tariff: tf.Tariff, positions: Mapping[str, int], places: Mapping[str, int]
    ) -> None:
        self.framework, self.tariff, self.positions, self.places = framework, tariff, positions, places
        self.measures = frozenset(_measures(tariff))
        read = set(_contexts(tariff)) | {
            measure.context
            for measure in framework.measures
            if isinstance(measure, ms.PrimaryMeasure) and measure.id in self.measures
        }
        self.contexts = tuple(context.id for context in framework.contexts if context.id in read)
        self.values = [framework.context(context).values for context in self.contexts]

    def money(self) -> Money:
        """Return the tables of the tariff."""
        tariff = self.tariff
        cells, amounts = self._amounts()
        return Money(
            year=tariff.year,
            period=tariff.period,
            contexts=self.contexts,
            cells=cells,
            amounts=amounts,
            rounding=tariff.rounding,
            round_to=tariff.round_to,
            addons=tuple(
                AddOnRow(row.id, nodes.build(row.when, self.positions), row.pence, row.why) for row in tariff.addons
            ),
            deduct=None if tariff.deduct is None else DeductRow(tariff.deduct.pence, tariff.deduct.why),
            bounds=(*_limits("value_cap", tariff.caps), *_limits("value_floor", tariff.floors)),
            proration=self._proration(),
            protection=None
            if tariff.protection is None
            else ProtectionRow(tariff.protection.until.isoformat(), tariff.protection.why),
            route=None if tariff.route is None else RouteRow(tariff.route.above, tariff.route.to, tariff.route.why),
            named=tuple(context for context in self.contexts if context in set(_named(self.tariff))),
            measures=self.measures,
            reads_levels=self._reads_levels(),
        )

    def _reads_levels(self) -> bool:
        beside = ms.NumberMeasure | ms.CostMeasure
        read = (m for m in self.framework.measures if m.id in self.measures)
        asked = (conditions.ContextIs, conditions.MeasureBetween)
        return (
            isinstance(self.tariff, tf.SumByStrandTariff)
            or any(not isinstance(measure, beside) for measure in read)
            or any(not isinstance(leaf, asked) for leaf in _leaves(self.tariff))
        )

    def _amounts(self) -> tuple[Mapping[Cell, int | None], Amounts]:
        tariff = self.tariff
        match tariff:
            case tf.TableTariff():
                spread = self._spread("rows", [(self._at(row.band), row.places(), row) for row in tariff.rows])
                periods = {cell: row.period for cell, row in spread.items() if row.period is not None}
                return {cell: row.pence for cell, row in spread.items()}, CellAmounts(periods)
            case tf.BaseTimesWeightTariff():
                bases = self._spread("bases", [((), _places(base.where), base.pence) for base in tariff.bases])
                weights = {self.places[row.band]: row.weight for row in tariff.weights}
                return {}, WeightAmounts(_spots(bases), weights, tariff.scale)
            case tf.RateTariff():
                rates = self._spread(
                    "rows", [(self._at(row.band), _places(row.where), row.rate) for row in tariff.rows]
                )
                return {}, RateAmounts(rates, tariff.times, tariff.scale)
            case tf.SumByStrandTariff():
                return {}, self._by_strand(tariff)
            case tf.MeasureTariff():
                return {}, CostAmounts(tariff.measure)

    def _at(self, band: str) -> tuple[int]:
        return (self.places[band],)

    def _by_strand(self, tariff: tf.SumByStrandTariff) -> StrandAmounts:
        rows = [((self.positions[r.strand], r.level), _places(r.where), r.pence) for r in tariff.amounts]
        tables: list[dict[int, dict[Spot, int]]] = [{} for _ in self.positions]
        for (n, level, *spot), pence in self._spread("amounts", rows).items():
            tables[int(n)].setdefault(int(level), {})[tuple(str(value) for value in spot)] = pence
        return StrandAmounts(tariff.combine, tariff.primary, tuple(tables))

    def _proration(self) -> ProrationRow | None:
        rule = self.tariff.proration
        if rule is None:
            return None
        numbers = {m.id: m.scale for m in self.framework.measures if isinstance(m, ms.NumberMeasure)}
        scale = 1 if rule.number is None else numbers[rule.number]
        return ProrationRow(rule.number, rule.context, rule.full, scale, rule.why or "")

    def _spread(self, path: str, rows: Sequence[tuple[tuple[int, ...], Mapping[str, str], T]]) -> dict[Cell, T]:
        """Return what each row holds by its lead and every place it stands for; a context it does not name is any."""
        cells: dict[Cell, T] = {}
        for n, (lead, at, held) in enumerate(rows):
            options = [(at[name],) if name in at else own for name, own in zip(self.contexts, self.values, strict=True)]
            for place in itertools.product(*options):
                cell: Cell = (*lead, *place)
                if cell in cells:
                    found = f"a second amount for {self._said(path, lead, place)}"
                    raise self._invalid(f"{path}[{n}]", found, "one amount a place")
                cells[cell] = held
            if len(cells) > MAX_CELLS:
                raise self._invalid(f"{path}[{n}]", f"more than {MAX_CELLS:,} amounts", f"at most {MAX_CELLS:,}")
        return cells

    def _said(self, path: str, lead: tuple[int, ...], place: Sequence[str]) -> str:
        names = list(self.positions) if path == "amounts" else list(self.places)
        return " ".join((*(names[n] for n in lead[:1]), *(str(level) for level in lead[1:]), *place))

    def _invalid(self, path: str, found: str, expected: str) -> files.FrameworkInvalidError:
        name = self.tariff.title or f"tariff {self.tariff.year}"
        return files.FrameworkInvalidError(name=name, problems=[references.Problem(path, found, expected)])


def _spots(cells: Mapping[Cell, T]) -> dict[Spot, T]:
    return {tuple(str(value) for value in cell): held for cell, held in cells.items()}


def _places(where: Sequence[tf.Place]) -> dict[str, str]:
    return {place.context: place.value for place in where}


def _limits(kind: str, bounds: Sequence[tf.Bound]) -> Iterator[LimitRow]:
    for bound in bounds:
        where = tuple((place.context, place.value) for place in bound.where)
        yield LimitRow(kind, bound.id, where, bound.pence, bound.why)


def _named(tariff: tf.Tariff) -> Iterator[str]:
    """Give every context that the amounts of TARIFF name."""
    match tariff:
        case tf.TableTariff():
            yield from (context for row in tariff.rows for context in row.places())
        case tf.BaseTimesWeightTariff():
            yield from (place.context for base in tariff.bases for place in base.where)
        case tf.RateTariff():
            yield from (place.context for row in tariff.rows for place in row.where)
        case tf.SumByStrandTariff():
            yield from (place.context for row in tariff.amounts for place in row.where)


def _contexts(tariff: tf.Tariff) -> Iterator[str]:
    """Give every context that TARIFF reads."""
    yield from _named(tariff)
    yield from (place.context for bound in (*tariff.caps, *tariff.floors) for place in bound.where)
    if tariff.proration is not None and tariff.proration.context is not None:
        yield tariff.proration.context
    for leaf in _leaves(tariff):
        if isinstance(leaf, conditions.ContextIs):
            yield leaf.context


def _measures(tariff: tf.Tariff) -> Iterator[str]:
    """Give every measure that TARIFF reads."""
    if isinstance(tariff, tf.RateTariff):
        yield from tariff.times
    elif isinstance(tariff, tf.MeasureTariff):
        yield tariff.measure
    elif isinstance(tariff, tf.SumByStrandTariff) and tariff.primary is not None:
        yield tariff.primary
    if tariff.proration is not None and tariff.proration.number is not None:
        yield tariff.proration.number
    yield from (leaf.measure for leaf in _leaves(tariff) if isinstance(leaf, conditions.MeasureBetween))


def _leaves(tariff: tf.Tariff) -> Iterator[conditions.Condition]:
    for addon in tariff.addons:
        yield from nodes.leaves(addon.when)
