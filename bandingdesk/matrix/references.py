"""The faults a schema cannot see: ids used twice, and references that lead nowhere.

Every fault is a Problem that names its place in the file, what was found and what was expected, in plain words.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bandingdesk.matrix import conditions
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.conditions import Condition
from bandingdesk.matrix.form import CaseFile, Form
from bandingdesk.matrix.life import FrameworkFile


class Problem(NamedTuple):
    """One fault of a file: its place, what stands there, and what should. The place is a JSON path or a cell.

    `other` is the place of a second one that it clashes with. In a workbook `path` is the cell's address or the
    sheet's name, and `column` the title of its column.
    """

    path: str
    found: str
    expected: str
    other: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def text(self) -> str:
        """Return the fault as one sentence."""
        clash = "" if self.other is None else f" (the first is at {self.other})"
        return f"{self.place()}: found {self.found}{clash}, expected {self.expected}."

    def place(self) -> str:
        """Return where it is: the JSON path, or the sheet, row and column."""
        if self.sheet is None:
            return self.path
        row = None if self.row is None else f"row {self.row}"
        column = None if self.column is None else f'column "{self.column}"'
        return ", ".join(part for part in (f'sheet "{self.sheet}"', row, column) if part)

    def above(self, lead: str) -> Problem:
        """Return the same fault seen from above, where LEAD comes before its paths."""
        return self._replace(path=lead + self.path, other=None if self.other is None else lead + self.other)

    def below(self, lead: str) -> Problem:
        """Return the same fault seen from below, without LEAD."""
        other = None if self.other is None else self.other.removeprefix(lead)
        return self._replace(path=self.path.removeprefix(lead), other=other)

    def as_json(self) -> dict[str, str | int]:
        """Return the parts that are known."""
        return {name: value for name, value in self._asdict().items() if value is not None}


class Names(NamedTuple):
    """The ids of a framework, for looking references up."""

    levels: Mapping[str, tuple[int, ...]]  # strand id -> level numbers
    descriptors: frozenset[str]
    contexts: Mapping[str, tuple[str, ...]]
    bands: frozenset[str]
    measures: tuple[str, ...]


def names(framework: fw.Framework) -> Names:
    """Return the ids that FRAMEWORK declares."""
    return Names(
        levels={strand.id: tuple(level.level for level in strand.levels) for strand in framework.strands},
        descriptors=frozenset(d.id for s in framework.strands for level in s.levels for d in level.descriptors),
        contexts={context.id: context.values for context in framework.contexts},
        bands=frozenset(band.id for band in framework.bands),
        measures=tuple(measure.id for measure in framework.measures),
    )


def problems(framework: fw.Framework) -> list[Problem]:
    """Return every fault of FRAMEWORK's references, in the order of the file."""
    known = names(framework)
    return [
        *_identity(framework),
        *_strands(framework),
        *_bands(framework, known),
        *_measures(framework, known),
        *_decision(framework.decide, "decide", known),
        *_adjustments(framework, known),
        *_crosswalks(framework, known),
        *_tests(framework, known),
    ]


def life_problems(file: FrameworkFile) -> list[Problem]:
    """Return every fault of the references in the life beside a definition."""
    life, known = file.life, names(file.definition)
    found: list[Problem] = []
    for n, said in enumerate(life.you_said_we_did if life is not None else ()):
        path = f"life.you_said_we_did[{n}]"
        if said.strand is not None:
            found += one_of(f"{path}.strand", said.strand, known.levels, "a strand")
            if said.level is not None:
                found += at_level(f"{path}.level", said.level, known.levels.get(said.strand, ()))
    if life is not None and life.trial is not None and life.trial.to < life.trial.from_:
        found.append(Problem("life.trial.to", life.trial.to.isoformat(), f"a day not before {life.trial.from_}"))
    return found


def case_problems(framework: fw.Framework, case: CaseFile) -> list[Problem]:
    """Return every fault of CASE under FRAMEWORK: unknown ids, and levels and values that it does not have."""
    known = names(framework)
    found = [*_given(framework, case, "", known)]
    for strand in case.evidence:
        found += one_of("evidence", strand, known.levels, "a strand")
    return found


def form_problems(framework: fw.Framework, form: Form) -> list[Problem]:
    """Return every fault of FORM under FRAMEWORK: another framework, an id twice, an unknown strand."""
    known = names(framework)
    found: list[Problem] = []
    if form.framework != framework.id:
        found.append(Problem("framework", quote(form.framework), f"the framework's id {quote(framework.id)}"))
    found += twice(each("evidence", (kind.id for kind in form.evidence), ".id"), "the kind of evidence")
    found += twice(each("questions", (question.id for question in form.questions), ".id"), "the question")
    found += twice(each("wording", (own.word for own in form.wording), ".word"), "the word")
    for n, question in enumerate(form.questions):
        if question.strand is not None:
            found += one_of(f"questions[{n}].strand", question.strand, known.levels, "a strand")
    return found


def quote(value: object) -> str:
    """Return VALUE between quotes."""
    return f'"{value}"'


def listed(values: Iterable[object]) -> str:
    """Return the first dozen of VALUES as one text."""
    shown = [str(value) for value in values]
    return ", ".join(shown[:12]) + (" …" if len(shown) > 12 else "")


def twice(places: Iterable[tuple[str, object]], what: str) -> Iterator[Problem]:
    """Yield a fault for every value that stands a second time; PLACES are paths with their values."""
    first: dict[object, str] = {}
    for path, value in places:
        if value in first:
            yield Problem(path, f"{what} {quote(value)} again", "each of them once", first[value])
        else:
            first[value] = path


def each(path: str, values: Iterable[object], key: str = "") -> Iterator[tuple[str, object]]:
    """Yield the path and the value of each of VALUES, which stand in the list at PATH."""
    return ((f"{path}[{n}]{key}", value) for n, value in enumerate(values))


def one_of(path: str, value: str, known: Collection[str], what: str) -> Iterator[Problem]:
    """Yield a fault where VALUE is none of the ids KNOWN; WHAT says what they are."""
    if value not in known:
        options = listed(heapq.nsmallest(13, known))
        yield Problem(path, quote(value), f"{what} ({options})" if options else f"{what}, and there are none")


def _identity(framework: fw.Framework) -> Iterator[Problem]:
    effective = framework.effective
    if effective.to is not None and effective.to < effective.from_:
        yield Problem("effective.to", effective.to.isoformat(), f"a day not before {effective.from_.isoformat()}")
    yield from twice(each("areas", (area.id for area in framework.areas), ".id"), "the area")
    yield from twice(each("contexts", (context.id for context in framework.contexts), ".id"), "the context")
    for n, context in enumerate(framework.contexts):
        yield from twice(each(f"contexts[{n}].values", context.values), "the value")
        if context.labels is not None and len(context.labels) != len(context.values):
            yield Problem(f"contexts[{n}].labels", f"{len(context.labels)} labels", "one a value")
    yield from twice(each("override.reasons", (r.id for r in framework.override.named())), "the reason")


def _strands(framework: fw.Framework) -> Iterator[Problem]:
    yield from twice(each("strands", (strand.id for strand in framework.strands), ".id"), "the strand")
    descriptors = (
        (f"strands[{n}].levels[{m}].descriptors[{k}].id", descriptor.id)
        for n, strand in enumerate(framework.strands)
        for m, level in enumerate(strand.levels)
        for k, descriptor in enumerate(level.descriptors)
    )
    yield from twice(descriptors, "the descriptor")
    areas = [area.id for area in framework.areas]
    for n, strand in enumerate(framework.strands):
        if areas:
            yield from one_of(f"strands[{n}].area", strand.area, areas, "an area")
        numbers = [level.level for level in strand.levels]
        yield from twice(each(f"strands[{n}].levels", numbers, ".level"), "the level")
        if numbers != sorted(numbers):
            yield Problem(f"strands[{n}].levels", f"the order {listed(numbers)}", "ascending levels")


def _bands(framework: fw.Framework, known: Names) -> Iterator[Problem]:
    yield from twice(each("bands", (band.id for band in framework.bands), ".id"), "the band")
    yield from twice(each("bands", (band.rank for band in framework.bands), ".rank"), "the rank")
    for n, band in enumerate(framework.bands):
        if band.id == fw.REFER:
            yield Problem(f"bands[{n}].id", quote(band.id), "another id: this word means that people decide")
        if band.settings is not None:
            yield from in_context(f"bands[{n}].settings", "setting", band.settings, known)


def _measures(framework: fw.Framework, known: Names) -> Iterator[Problem]:
    yield from twice(each("measures", known.measures, ".id"), "the measure")
    for n, measure in enumerate(framework.measures):
        path = f"measures[{n}]"
        match measure:
            case ms.PointsMeasure():
                # An addition may read only measures that stand before it: their values are known by then.
                yield from _points(measure, path, known._replace(measures=known.measures[:n]))
            case ms.CountMeasure() | ms.HighestMeasure():
                for strand in measure.strands or ():
                    yield from one_of(f"{path}.strands", strand, known.levels, "a strand")
                width = len(measure.strands or known.levels)
                if isinstance(measure, ms.HighestMeasure) and measure.rank > width:
                    yield Problem(f"{path}.rank", str(measure.rank), f"at most {width}, the number of strands")
                yield from twice(each(f"{path}.strands", measure.strands or ()), "the strand")
            case ms.DescriptorsMetMeasure():
                yield from twice(each(f"{path}.descriptors", measure.descriptors), "the descriptor")
                for descriptor in measure.descriptors:
                    yield from one_of(f"{path}.descriptors", descriptor, known.descriptors, "a descriptor")
            case ms.PrimaryMeasure():
                yield from _primary(measure, path, known)
            case ms.CostMeasure():
                yield from twice(each(f"{path}.rates", (rate.id for rate in measure.rates), ".id"), "the rate")
            case ms.NumberMeasure():
                if measure.min > measure.max:
                    yield Problem(path, f"from {measure.min} to {measure.max}", "a `min` not above its `max`")


def _primary(measure: ms.PrimaryMeasure, path: str, known: Names) -> Iterator[Problem]:
    yield from one_of(f"{path}.context", measure.context, known.contexts, "a context")
    yield from twice(each(f"{path}.strands", (row.value for row in measure.strands), ".value"), "the value")
    values = known.contexts.get(measure.context, ())
    for n, row in enumerate(measure.strands):
        yield from one_of(f"{path}.strands[{n}].strand", row.strand, known.levels, "a strand")
        if values:
            yield from one_of(f"{path}.strands[{n}].value", row.value, values, f"a value of {measure.context}")
    without = [value for value in values if value not in {row.value for row in measure.strands}]
    if without:
        yield Problem(f"{path}.strands", f"no strand for {listed(without)}", f"one a value of {measure.context}")


def _points(measure: ms.PointsMeasure, path: str, known: Names) -> Iterator[Problem]:
    yield from twice(each(f"{path}.table", (row.strand for row in measure.table), ".strand"), "the strand")
    for n, row in enumerate(measure.table):
        yield from one_of(f"{path}.table[{n}].strand", row.strand, known.levels, "a strand")
        wanted = len(known.levels.get(row.strand, row.points))
        if len(row.points) != wanted:
            yield Problem(f"{path}.table[{n}].points", f"{len(row.points)} values", f"{wanted}, one a level")
    scored = [row.strand for row in measure.table]
    for n, cap in enumerate(measure.group_caps):
        for strand in cap.strands:
            yield from one_of(f"{path}.group_caps[{n}].strands", strand, scored, "a strand with points")
    # Two caps over one strand would give another total in another order.
    capped = ((f"{path}.group_caps[{n}].strands", s) for n, cap in enumerate(measure.group_caps) for s in cap.strands)
    yield from twice(capped, "the strand")
    yield from twice(each(f"{path}.add_if", (rule.id for rule in measure.add_if), ".id"), "the rule")
    for n, rule in enumerate(measure.add_if):
        yield from in_condition(rule.when, f"{path}.add_if[{n}].when", known)


def _decision(decide: fw.Decide, path: str, known: Names) -> Iterator[Problem]:
    match decide:
        case fw.Thresholds():
            yield from one_of(f"{path}.measure", decide.measure, known.measures, "a measure")
            for n, row in enumerate(decide.rows):
                yield from one_of(f"{path}.rows[{n}].band", row.band, known.bands, "a band")
                if row.from_ > row.to:
                    yield Problem(f"{path}.rows[{n}]", f"from {row.from_} to {row.to}", "a `from` not above its `to`")
        case fw.Cases():
            yield from twice(each(f"{path}.rows", (row.id for row in decide.rows), ".id"), "the rule")
            for n, case in enumerate(decide.rows):
                yield from one_of(f"{path}.rows[{n}].band", case.band, known.bands, "a band")
                yield from in_condition(case.when, f"{path}.rows[{n}].when", known)
            if decide.otherwise is not None:
                yield from one_of(f"{path}.otherwise", decide.otherwise, {*known.bands, fw.REFER}, 'a band or "refer"')
        case fw.BestFit():
            yield from _best_fit(decide, path, known)
        case fw.BestOf():
            for n, inner in enumerate(decide.of):
                yield from _decision(inner, f"{path}.of[{n}]", known)


def _best_fit(decide: fw.BestFit, path: str, known: Names) -> Iterator[Problem]:
    yield from one_of(f"{path}.strand", decide.strand, known.levels, "a strand")
    yield from twice(each(f"{path}.cards", (card.level for card in decide.cards), ".level"), "the level")
    numbers = known.levels.get(decide.strand, ())
    for n, card in enumerate(decide.cards):
        yield from one_of(f"{path}.cards[{n}].band", card.band, known.bands, "a band")
        yield from at_level(f"{path}.cards[{n}].level", card.level, numbers)
    without = [number for number in numbers if number not in {card.level for card in decide.cards}]
    if without:
        yield Problem(f"{path}.cards", f"no band for level {listed(without)}", f"one card a level of {decide.strand}")


def _adjustments(framework: fw.Framework, known: Names) -> Iterator[Problem]:
    adjust = each("adjust", (rule.id for rule in framework.adjust), ".id")
    guards = each("guards", (guard.id for guard in framework.guards), ".id")
    yield from twice((*adjust, *guards), "the rule")
    for n, rule in enumerate(framework.adjust):
        yield from in_condition(rule.when, f"adjust[{n}].when", known)
        if not isinstance(rule, fw.Move):
            yield from one_of(f"adjust[{n}].band", rule.band, known.bands, "a band")
    for n, guard in enumerate(framework.guards):
        yield from in_condition(guard.never, f"guards[{n}].never", known)


def _crosswalks(framework: fw.Framework, known: Names) -> Iterator[Problem]:
    for n, crosswalk in enumerate(framework.crosswalks):
        path = f"crosswalks[{n}]"
        yield from twice(each(f"{path}.rows", (row.other for row in crosswalk.rows), ".other"), "the other band")
        for m, row in enumerate(crosswalk.rows):
            if row.band is not None:
                yield from one_of(f"{path}.rows[{m}].band", row.band, known.bands, "a band, or null")


def _tests(framework: fw.Framework, known: Names) -> Iterator[Problem]:
    yield from twice(each("tests", (test.id for test in framework.tests), ".id"), "the test")
    for n, test in enumerate(framework.tests):
        path = f"tests[{n}]"
        yield from _given(framework, test, f"{path}.", known)
        yield from _expected(test.expect, f"{path}.expect", known)


def _given(framework: fw.Framework, given: fw.WorkedTest | CaseFile, lead: str, known: Names) -> Iterator[Problem]:
    """Yield the faults of what a worked test or a case file says of one child; LEAD comes before each path."""
    for strand, number in given.levels.items():
        yield from one_of(f"{lead}levels", strand, known.levels, "a strand")
        if strand in known.levels:
            yield from at_level(f"{lead}levels.{strand}", number, known.levels[strand])
    for name, value in given.context.items():
        yield from in_context(f"{lead}context", name, (value,), known)
    for descriptor in given.descriptors:
        yield from one_of(f"{lead}descriptors", descriptor, known.descriptors, "a descriptor")
    yield from _facts(framework, given, lead)


def _facts(framework: fw.Framework, given: ms.Facts, lead: str) -> Iterator[Problem]:
    numbers = {m.id: (m.min, m.max) for m in framework.measures if isinstance(m, ms.NumberMeasure)}
    costs = [m for m in framework.measures if isinstance(m, ms.CostMeasure)]
    for name, value in given.numbers.items():
        yield from one_of(f"{lead}numbers", name, {*numbers, *(m.id for m in costs)}, "a number or a costed map")
        low, high = numbers.get(name, (0, value))
        if not low <= value <= high:
            yield Problem(f"{lead}numbers.{name}", str(value), f"{low} to {high}")
    for name, lines in given.lines.items():
        yield from one_of(f"{lead}lines", name, {m.lines for m in costs}, "the map of a cost measure")
        rates = {rate.id for m in costs if m.lines == name for rate in m.rates}
        for k, line in enumerate(lines):
            at = f"{lead}lines.{name}[{k}]"
            if line.rate is not None and rates:
                yield from one_of(f"{at}.rate", line.rate, rates, "a rate")
            if line.rate is None and line.minutes:
                yield Problem(f"{at}.rate", "minutes and no rate", "the rate of these minutes")
            if line.rate is not None and line.fixed:
                yield Problem(at, "a rate and a fixed sum", "one of the two")


def _expected(expect: fw.Expected, path: str, known: Names) -> Iterator[Problem]:
    if expect.band is not None:
        yield from one_of(f"{path}.band", expect.band, known.bands, "a band, or null for referred")
    for band in expect.bands or ():
        yield from one_of(f"{path}.bands", band, known.bands, "a band")
    if expect.bands is not None and expect.band is not None:
        yield Problem(f"{path}.band", quote(expect.band), "null beside a range of bands")


def at_level(path: str, level: int, numbers: Sequence[int]) -> Iterator[Problem]:
    """Yield a fault where LEVEL is none of a strand's NUMBERS; an unknown strand has none, and its own fault."""
    if numbers and level not in numbers:
        yield Problem(path, f"level {level}", f"one of the strand's levels ({listed(numbers)})")


def in_context(path: str, context: str, values: Iterable[str], known: Names) -> Iterator[Problem]:
    """Yield a fault where CONTEXT is unknown, and one for each of VALUES that it does not have."""
    yield from one_of(path, context, known.contexts, "a context")
    for value in values:
        if context in known.contexts:
            yield from one_of(path, value, known.contexts[context], f"a value of {context}")


def in_condition(condition: Condition, path: str, known: Names) -> Iterator[Problem]:
    """Yield the faults of a condition, followed to its leaves."""
    match condition:
        case conditions.StrandAtLeast():
            yield from one_of(f"{path}.strand", condition.strand, known.levels, "a strand")
            yield from at_level(f"{path}.level", condition.level, known.levels.get(condition.strand, ()))
        case conditions.CountAtLeast():
            for strand in condition.strands or ():
                yield from one_of(f"{path}.strands", strand, known.levels, "a strand")
            yield from twice(each(f"{path}.strands", condition.strands or ()), "the strand")
            width = len(condition.strands or known.levels)
            if condition.n > width:
                yield Problem(f"{path}.n", str(condition.n), f"at most {width}, the number of strands")
        case conditions.MeasureBetween():
            yield from one_of(f"{path}.measure", condition.measure, known.measures, "a measure that is known by then")
        case conditions.ContextIs():
            yield from in_context(f"{path}.values", condition.context, condition.values, known)
        case conditions.DescriptorMet():
            yield from one_of(f"{path}.descriptor", condition.descriptor, known.descriptors, "a descriptor")
        case conditions.AllOf() | conditions.AnyOf():
            for n, inner in enumerate(condition.of):
                yield from in_condition(inner, f"{path}.of[{n}]", known)
        case conditions.NotOf():
            yield from in_condition(condition.of, f"{path}.of", known)
