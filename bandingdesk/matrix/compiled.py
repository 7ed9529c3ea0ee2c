"""A framework and its tariff made ready to run: positions, integer tables and nodes in place of names and models."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.matrix import conditions, files, nodes, references
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.nodes import Node
from bandingdesk.matrix.steps import Rating
from bandingdesk.matrix.tariff import Bound, TableTariff, Tariff

MAX_CELLS = 200_000


class NotSupportedYetError(InvalidError):
    """The file uses WHAT at PLACE: the format knows it, this version of the engine can't evaluate it."""

    code = "FW-02"
    message = QT_TRANSLATE_NOOP("errors", "This version can't work with {what} yet ({place}).")
    kept = QT_TRANSLATE_NOOP("errors", "The file is as it was. No band was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Use a framework without it, or a newer version of Banding Desk.")


class StrandTable(NamedTuple):
    """A strand's levels; `floor` is the lowest."""

    id: str
    levels: tuple[int, ...]
    floor: int


class CapRow(NamedTuple):
    """Strands that together count at most `max`."""

    indices: tuple[int, ...]
    strands: tuple[str, ...]
    max: int


class UpliftRow(NamedTuple):
    """Points added while the node is met."""

    id: str
    node: Node
    add: int
    why: str


class PointsTable(NamedTuple):
    """Points by strand position and level; None where a strand has none."""

    id: str
    tables: tuple[Mapping[int, int] | None, ...]
    caps: tuple[CapRow, ...]
    uplifts: tuple[UpliftRow, ...]
    scale: int


class CountTable(NamedTuple):
    """How many of these strands are at the level or above."""

    id: str
    level: int
    indices: tuple[int, ...]
    strands: tuple[str, ...]


class HighestTable(NamedTuple):
    """The rank-th highest level of these strands."""

    id: str
    rank: int
    indices: tuple[int, ...]
    strands: tuple[str, ...]


class PrimaryTable(NamedTuple):
    """The level of the strand that a context's value stands for: its position by value."""

    id: str
    context: str
    indices: Mapping[str, int]


class TicksTable(NamedTuple):
    """How many of these descriptors are relied on."""

    id: str
    set: str
    descriptors: frozenset[str]


class NumberTable(NamedTuple):
    """A number entered by a person; both ends included."""

    id: str
    min: int
    max: int
    scale: int


class RateEntry(NamedTuple):
    """A rate of a costed map: `pence` over the scale for `minutes` minutes; `yearly` has the weeks of a year in it."""

    pence: int
    minutes: int  # 1, or 60
    yearly: bool
    max_minutes: int | None


class CostTable(NamedTuple):
    """A costed map: rates by id, the weeks of a year, and how each line is rounded."""

    id: str
    lines: str
    rates: Mapping[str, RateEntry]
    weeks: int
    scale: int
    rounding: str


Measure = PointsTable | CountTable | HighestTable | PrimaryTable | TicksTable | NumberTable | CostTable


class Row(NamedTuple):
    """A ladder row; both ends included; `band` is a place in the list of bands."""

    start: int
    end: int
    band: int


class Ladder(NamedTuple):
    """Thresholds over one measure, rows by their start."""

    measure: str
    rows: tuple[Row, ...]


class Rule(NamedTuple):
    """A case rule."""

    id: str
    node: Node
    band: int
    why: str


class RuleTable(NamedTuple):
    """Case rules with their policy; otherwise None is refer, `declared` says whether the file says so."""

    policy: str
    rules: tuple[Rule, ...]
    otherwise: int | None
    declared: bool


class Cards(NamedTuple):
    """Direct best fit: the band by level of one strand."""

    strand: int
    bands: Mapping[int, int]
    relied_on: bool
    descriptors: Mapping[int, frozenset[str]]


class BestOfTable(NamedTuple):
    """The highest band of several ways to decide; a way that refers gives none."""

    of: tuple[Ladder | RuleTable | Cards | BestOfTable, ...]


Decision = Ladder | RuleTable | Cards | BestOfTable


class Shift(NamedTuple):
    """A move by ranks, or a floor or cap at a band."""

    kind: str  # move floor cap
    id: str
    node: Node
    by: int
    band: int
    why: str


class GuardRow(NamedTuple):
    """A profile that must not happen."""

    id: str
    node: Node
    action: str  # refuse refer warn
    why: str


class Money(NamedTuple):
    """Amounts by band place and values of `contexts`, in that order. A missing cell is no amount at all."""

    year: str
    period: str
    contexts: tuple[str, ...]
    cells: Mapping[tuple[int | str, ...], int | None]
    bounds: tuple[tuple[str, Bound], ...]  # ("value_cap" or "value_floor", bound)


@dataclass(frozen=True, slots=True, eq=False)
class Scheme:
    """A framework ready to run. `bands` are ids, lowest rank first; a band's place is its place in that list."""

    framework: fw.Framework
    tariff: Tariff | None
    sha256: str
    strands: tuple[StrandTable, ...]
    positions: Mapping[str, int]
    bands: tuple[str, ...]
    measures: tuple[Measure, ...]
    primary: str | None  # the points measure whose sum is the result's points
    ratings: tuple[Mapping[int, Rating], ...]  # the step of each strand and level, made once and shared
    decide: Decision
    adjust: tuple[Shift, ...]
    guards: tuple[GuardRow, ...]
    settings: tuple[frozenset[str] | None, ...]  # where each band is offered
    contexts: tuple[str, ...]  # contexts that a rule reads
    values: Mapping[str, tuple[str, ...]]  # what each context can be, in the order of the file
    money: Money | None
    ticks: Mapping[str, str]  # descriptor -> strand


def compile_scheme(framework: fw.Framework, tariff: Tariff | None = None) -> Scheme:
    """Return FRAMEWORK, with TARIFF where there is one, ready to run.

    Raises NotSupportedYetError, and FrameworkInvalidError where the tariff does not fit the framework.
    """
    positions = {strand.id: n for n, strand in enumerate(framework.strands)}
    places = {band.id: n for n, band in enumerate(framework.ladder())}
    if tariff is not None and (found := references.tariff_problems(framework, tariff)):
        raise files.FrameworkInvalidError(name=tariff.title or f"tariff {tariff.year}", problems=found)
    numbers = [tuple(level.level for level in strand.levels) for strand in framework.strands]
    measures = tuple(_measure(measure, n, positions, numbers) for n, measure in enumerate(framework.measures))
    primary = _primary(framework)
    tables = next((m.tables for m in measures if isinstance(m, PointsTable) and m.id == primary), None)
    return Scheme(
        framework=framework,
        tariff=tariff,
        sha256=files.sha256(framework),
        strands=tuple(StrandTable(id_, own, own[0]) for id_, own in zip(positions, numbers, strict=True)),
        positions=positions,
        bands=tuple(places),
        measures=measures,
        primary=primary,
        ratings=_ratings(positions, numbers, tables),
        decide=_decide(framework, positions, places),
        adjust=tuple(_shift(rule, positions, places) for rule in framework.adjust),
        guards=tuple(
            GuardRow(guard.id, nodes.build(guard.never, positions), guard.action, guard.why)
            for guard in framework.guards
        ),
        settings=tuple(frozenset(band.settings) if band.settings else None for band in framework.ladder()),
        contexts=_contexts_read(framework),
        values={context.id: context.values for context in framework.contexts},
        money=None if tariff is None else _money(framework, tariff, places),
        ticks={d.id: s.id for s in framework.strands for level in s.levels for d in level.descriptors},
    )


def _ratings(
    positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]], tables: Sequence[Mapping[int, int] | None] | None
) -> tuple[Mapping[int, Rating], ...]:
    points = tables or (None,) * len(numbers)
    return tuple(
        {level: Rating(strand, level, None if table is None else table[level], (), False) for level in own}
        for strand, own, table in zip(positions, numbers, points, strict=True)
    )


def _measure(measure: ms.Measure, n: int, positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]]) -> Measure:
    match measure:
        case ms.PointsMeasure():
            return _points(measure, positions, numbers)
        case ms.CountMeasure():
            strands = measure.strands or tuple(positions)
            return CountTable(measure.id, measure.level, tuple(positions[s] for s in strands), strands)
        case ms.HighestMeasure():
            strands = measure.strands or tuple(positions)
            return HighestTable(measure.id, measure.rank, tuple(positions[s] for s in strands), strands)
        case _:
            raise NotSupportedYetError(what=f'a measure of the kind "{measure.kind}"', place=f"measures[{n}]")


def _points(measure: ms.PointsMeasure, positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]]) -> PointsTable:
    by_strand = {row.strand: row.points for row in measure.table}
    tables = (
        dict(zip(levels, by_strand[strand], strict=True)) if strand in by_strand else None
        for strand, levels in zip(positions, numbers, strict=True)
    )
    return PointsTable(
        id=measure.id,
        tables=tuple(tables),
        caps=tuple(CapRow(tuple(positions[s] for s in c.strands), c.strands, c.max) for c in measure.group_caps),
        uplifts=tuple(UpliftRow(r.id, nodes.build(r.when, positions), r.add, r.why) for r in measure.add_if),
        scale=measure.scale,
    )


def _primary(framework: fw.Framework) -> str | None:
    points = [measure.id for measure in framework.measures if isinstance(measure, ms.PointsMeasure)]
    if isinstance(framework.decide, fw.Thresholds) and framework.decide.measure in points:
        return framework.decide.measure
    return points[0] if points else None


def _decide(framework: fw.Framework, positions: Mapping[str, int], places: Mapping[str, int]) -> Decision:
    match framework.decide:
        case fw.Thresholds() as ladder:
            rows = sorted(Row(row.from_, row.to, places[row.band]) for row in ladder.rows)
            return Ladder(ladder.measure, tuple(rows))
        case fw.Cases() as table:
            rules = tuple(Rule(r.id, nodes.build(r.when, positions), places[r.band], r.why) for r in table.rows)
            otherwise = None if table.otherwise in (None, fw.REFER) else places[str(table.otherwise)]
            return RuleTable(table.policy, rules, otherwise, table.otherwise is not None)
        case fw.BestFit() as fit:
            levels = framework.strand(fit.strand).levels
            ticks = {level.level: frozenset(d.id for d in level.descriptors) for level in levels}
            bands = {card.level: places[card.band] for card in fit.cards}
            return Cards(positions[fit.strand], bands, fit.relied_on == "required", ticks)
        case fw.BestOf():
            raise NotSupportedYetError(what='a decision of the kind "best_of"', place="decide")


def _shift(rule: fw.Adjustment, positions: Mapping[str, int], places: Mapping[str, int]) -> Shift:
    node = nodes.build(rule.when, positions)
    if isinstance(rule, fw.Move):
        return Shift("move", rule.id, node, rule.by, 0, rule.why)
    return Shift(rule.kind, rule.id, node, 0, places[rule.band], rule.why)


def all_conditions(framework: fw.Framework) -> Iterator[conditions.Condition]:
    """Give every condition of FRAMEWORK's rules."""
    for measure in framework.measures:
        if isinstance(measure, ms.PointsMeasure):
            yield from (rule.when for rule in measure.add_if)
    if isinstance(framework.decide, fw.Cases):
        yield from (row.when for row in framework.decide.rows)
    yield from (rule.when for rule in framework.adjust)
    yield from (guard.never for guard in framework.guards)


def _contexts_read(framework: fw.Framework) -> tuple[str, ...]:
    read = {"setting"} if any(band.settings for band in framework.bands) else set[str]()
    for condition in all_conditions(framework):
        read |= {leaf.context for leaf in nodes.leaves(condition) if isinstance(leaf, conditions.ContextIs)}
    return tuple(context.id for context in framework.contexts if context.id in read)


def _money(framework: fw.Framework, tariff: Tariff, places: Mapping[str, int]) -> Money:
    if not isinstance(tariff, TableTariff):
        raise NotSupportedYetError(what=f'a tariff of the kind "{tariff.kind}"', place="kind")
    for name in ("proration", "deduct", "protection"):
        if getattr(tariff, name) is not None:
            raise NotSupportedYetError(what=f'"{name}" in a tariff', place=name)
    named = {context for row in tariff.rows for context in row.places()}
    bounds = [("value_cap", bound) for bound in tariff.caps] + [("value_floor", bound) for bound in tariff.floors]
    named |= {place.context for _, bound in bounds for place in bound.where}
    contexts = tuple(context.id for context in framework.contexts if context.id in named)
    values = [framework.context(context).values for context in contexts]
    cells: dict[tuple[int | str, ...], int | None] = {}
    for n, row in enumerate(tariff.rows):
        at = row.places()
        spread = [(at[name],) if name in at else own for name, own in zip(contexts, values, strict=True)]
        for combination in itertools.product(*spread):
            cell: tuple[int | str, ...] = (places[row.band], *combination)
            if cell in cells:
                found = f"a second amount for {' '.join((row.band, *combination))}"
                problem = references.Problem(f"rows[{n}]", found, "one amount a place")
                raise files.FrameworkInvalidError(name=tariff.title or f"tariff {tariff.year}", problems=[problem])
            cells[cell] = row.pence
        if len(cells) > MAX_CELLS:
            raise NotSupportedYetError(what=f"more than {MAX_CELLS:,} amounts", place=f"rows[{n}]")
    return Money(tariff.year, tariff.period, contexts, cells, tuple(bounds))
