"""A framework and its tariff made ready to run: positions, integer tables and nodes in place of names and models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bandingdesk.matrix import conditions, files, nodes, pricing, tariff_references
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.nodes import Between
from bandingdesk.matrix.scheme import (
    BestOfTable,
    CapRow,
    Cards,
    ContextWords,
    CostTable,
    CountTable,
    Decision,
    GuardRow,
    HighestTable,
    Identity,
    Ladder,
    Measure,
    MeasureWords,
    NumberTable,
    Origin,
    PointsTable,
    PrimaryTable,
    RateEntry,
    Row,
    Rule,
    RuleTable,
    Scheme,
    Shift,
    StrandTable,
    StrandWords,
    TicksTable,
    UpliftRow,
    Words,
    rule_nodes,
    ways,
)
from bandingdesk.matrix.steps import Rating
from bandingdesk.matrix.tariff import Tariff


def compile_scheme(framework: fw.Framework, tariff: Tariff | None = None) -> Scheme:
    """Return FRAMEWORK, with TARIFF where there is one, ready to run.

    Raises FrameworkInvalidError where the tariff does not fit the framework, and TooManyAmountsError.
    """
    positions = {strand.id: n for n, strand in enumerate(framework.strands)}
    places = {band.id: n for n, band in enumerate(framework.ladder())}
    if tariff is not None and (found := tariff_references.problems(framework, tariff)):
        raise files.FrameworkInvalidError(name=tariff.title or f"tariff {tariff.year}", problems=found)
    numbers = [tuple(level.level for level in strand.levels) for strand in framework.strands]
    measures = tuple(_measure(measure, positions, numbers) for measure in framework.measures)
    primary = _primary(framework)
    tables = next((m.tables for m in measures if isinstance(m, PointsTable) and m.id == primary), None)
    decide = _decide(framework, framework.decide, positions, places)
    adjust = tuple(_shift(rule, positions, places) for rule in framework.adjust)
    guards = tuple(
        GuardRow(guard.id, nodes.build(guard.never, positions), guard.action, guard.why) for guard in framework.guards
    )
    own = [*rule_nodes(measures, decide), *(shift.node for shift in adjust), *(guard.node for guard in guards)]
    needs = {leaf.measure for node in own for leaf in nodes.parts(node) if isinstance(leaf, Between)}
    needs |= {way.measure for way in ways(decide) if isinstance(way, Ladder)}
    return Scheme(
        identity=_identity(framework, tariff),
        sha256=files.sha256(framework),
        strands=tuple(
            StrandTable(strand.id, own, own[0], strand.optional)
            for strand, own in zip(framework.strands, numbers, strict=True)
        ),
        positions=positions,
        bands=tuple(places),
        measures=measures,
        primary=primary,
        ratings=_ratings(positions, numbers, tables),
        decide=decide,
        adjust=adjust,
        guards=guards,
        settings=tuple(frozenset(band.settings) if band.settings else None for band in framework.ladder()),
        contexts=_contexts_read(framework, needs),
        values={context.id: context.values for context in framework.contexts},
        needs=frozenset(needs),
        needs_facts=any(isinstance(measure, NumberTable | CostTable) for measure in measures),
        cards=tuple(way for way in ways(decide) if isinstance(way, Cards)),
        missing=framework.missing,
        promises_order=framework.monotone == "required",
        money=None if tariff is None else pricing.money(framework, tariff, positions, places),
        ticks={d.id: s.id for s in framework.strands for level in s.levels for d in level.descriptors},
        words=_words(framework, tariff),
        origin=Origin(framework, tariff),
    )


def _identity(framework: fw.Framework, tariff: Tariff | None) -> Identity:
    if tariff is None:
        return Identity(framework.id, framework.version)
    return Identity(framework.id, framework.version, tariff.year, files.sha256(tariff))


def _words(framework: fw.Framework, tariff: Tariff | None) -> Words:
    addons = () if tariff is None else tariff.addons
    read = {
        leaf.descriptor
        for condition in (*all_conditions(framework), *(addon.when for addon in addons))
        for leaf in nodes.leaves(condition)
        if isinstance(leaf, conditions.DescriptorMet)
    }
    texts = {d.id: d.text.default for s in framework.strands for level in s.levels for d in level.descriptors}
    return Words(
        title=framework.title,
        strands={
            strand.id: StrandWords(strand.name, {at.level: at.name or str(at.level) for at in strand.levels})
            for strand in framework.strands
        },
        bands={band.id: band.name for band in framework.bands},
        contexts={
            context.id: ContextWords(context.name or context.id, {v: context.label(v) for v in context.values})
            for context in framework.contexts
        },
        measures={
            measure.id: MeasureWords(
                measure.name or "", measure.unit or "" if isinstance(measure, ms.NumberMeasure) else ""
            )
            for measure in framework.measures
        },
        descriptors={id_: texts[id_] for id_ in sorted(read)},
        rates={
            measure.id: {rate.id: rate.name for rate in measure.rates}
            for measure in framework.measures
            if isinstance(measure, ms.CostMeasure)
        },
    )


def _ratings(
    positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]], tables: Sequence[Mapping[int, int] | None] | None
) -> tuple[Mapping[int, Rating], ...]:
    points = tables or (None,) * len(numbers)
    return tuple(
        {level: Rating(strand, level, None if table is None else table[level], (), False) for level in own}
        for strand, own, table in zip(positions, numbers, points, strict=True)
    )


def _measure(measure: ms.Measure, positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]]) -> Measure:
    match measure:
        case ms.PointsMeasure():
            return _points(measure, positions, numbers)
        case ms.CountMeasure():
            strands = measure.strands or tuple(positions)
            return CountTable(measure.id, measure.level, tuple(positions[s] for s in strands), strands)
        case ms.HighestMeasure():
            strands = measure.strands or tuple(positions)
            return HighestTable(measure.id, measure.rank, tuple(positions[s] for s in strands), strands)
        case ms.PrimaryMeasure():
            indices = {row.value: positions[row.strand] for row in measure.strands}
            return PrimaryTable(measure.id, measure.context, indices)
        case ms.DescriptorsMetMeasure():
            return TicksTable(measure.id, measure.set, frozenset(measure.descriptors))
        case ms.NumberMeasure():
            return NumberTable(measure.id, measure.min, measure.max, measure.scale)
        case ms.CostMeasure():
            rates = {
                rate.id: RateEntry(
                    rate.pence, 1 if rate.per == "minute" else 60, rate.per == "weekly_hour", rate.max_minutes
                )
                for rate in measure.rates
            }
            return CostTable(measure.id, measure.lines, rates, measure.weeks, measure.scale, measure.rounding)


def _points(measure: ms.PointsMeasure, positions: Mapping[str, int], numbers: Sequence[tuple[int, ...]]) -> PointsTable:
    by_strand = {row.strand: [points * row.weight for points in row.points] for row in measure.table}
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


def _decide(
    framework: fw.Framework, decide: fw.Decide, positions: Mapping[str, int], places: Mapping[str, int]
) -> Decision:
    match decide:
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
            return BestOfTable(tuple(_decide(framework, way, positions, places) for way in decide.of))


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
    yield from _rule_conditions(framework.decide)
    yield from (rule.when for rule in framework.adjust)
    yield from (guard.never for guard in framework.guards)


def _rule_conditions(decide: fw.Decide) -> Iterator[conditions.Condition]:
    if isinstance(decide, fw.Cases):
        yield from (row.when for row in decide.rows)
    elif isinstance(decide, fw.BestOf):
        for way in decide.of:
            yield from _rule_conditions(way)


def _contexts_read(framework: fw.Framework, needs: set[str]) -> tuple[str, ...]:
    read = {"setting"} if any(band.settings for band in framework.bands) else set[str]()
    read |= {m.context for m in framework.measures if isinstance(m, ms.PrimaryMeasure) and m.id in needs}
    for condition in all_conditions(framework):
        read |= {leaf.context for leaf in nodes.leaves(condition) if isinstance(leaf, conditions.ContextIs)}
    return tuple(context.id for context in framework.contexts if context.id in read)
