"""A definition in plain English: its conditions, measures and rules as sentences, in the council's own words.

For whoever reads the scheme and not a case: the criteria document, the self-check workbook, the editor, the diff.
What a case makes of a rule is said by `wording`. The vocabulary is as closed as the format's, so the same definition
always reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bandingdesk.matrix import conditions as cd
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.wording import decimal, money

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_RANKS = ("highest", "second highest", "third highest", "fourth highest", "fifth highest")
_POLICIES = {
    "first": "The rules are read from the top. The first one that is met gives the band.",
    "unique": "Exactly one of these rules is to be met, and it gives the band.",
    "any": "Every rule that is met must give the same band.",
    "highest_band": "All the rules are read. Of those that are met, the one with the highest band counts.",
}
_RATINGS = {
    "best_fit": "Choose the level whose descriptors fit best.",
    "highest_descriptor": "Choose the highest level of which a descriptor applies.",
    "assessor_choice": "Read all the levels of a strand, then choose the one that describes the child or young person.",
}
_TIES = {
    "up": "If two levels fit equally well, take the higher one.",
    "down": "If two levels fit equally well, take the lower one.",
    "refer": "If two levels fit equally well, people decide which.",
}
_MISSING = {
    "error": "Every strand must be rated before a band is worked out.",
    "lowest": "A strand that is not rated counts as its lowest level.",
    "interval": "While a strand is not rated, the result is a range: the lowest and the highest band it could give.",
}
_EVIDENCE = {"ep": "educational psychologist", "slt": "speech and language therapist", "ot": "occupational therapist"}
_ENDS = {"refuse": "is refused", "refer": "is left to people", "warn": "is pointed out to the people who decide"}


class Rule(NamedTuple):
    """One rule of a scheme: its id in the file, what it says as a sentence, and the council's reason for it."""

    id: str
    words: str
    why: str = ""


def together(words: Iterable[str], joint: str = "and") -> str:
    """Return WORDS as one list.

    >>> together(["hearing", "vision", "movement"])
    'hearing, vision and movement'
    """
    listed = list(words)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {joint} {listed[-1]}"


def number(n: int) -> str:
    """Return N in words up to ten, in figures beyond.

    >>> number(3), number(12)
    ('three', '12')
    """
    return _COUNTS[n] if 0 <= n < len(_COUNTS) else str(n)


def sentence(words: str) -> str:
    """Return WORDS with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', ':')) else '.'}"


def inside(words: str) -> str:
    """Return WORDS as they stand inside a sentence; an abbreviation keeps its capitals.

    >>> inside("Months behind"), inside("TA hours")
    ('months behind', 'TA hours')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def is_or_are(name: str) -> str:
    """Return the verb that follows NAME: a word that ends in one s makes it plural, before any "of".

    >>> is_or_are("the score"), is_or_are("reviewed sets of targets"), is_or_are("level of needs")
    ('is', 'are', 'is')
    """
    plural = any(word.endswith("s") and not word.endswith("ss") for word in name.split(" of ")[0].split())
    return "are" if plural else "is"


def figure(measure: ms.Measure, value: int) -> str:
    """Return VALUE of MEASURE as people read it: with a scale of 10, 15 is 1.5; a cost is in pounds."""
    if isinstance(measure, ms.CostMeasure):
        return money(value)
    return decimal(value, measure.scale if isinstance(measure, (ms.PointsMeasure, ms.NumberMeasure)) else 1)


def described(level: fw.Level) -> tuple[tuple[str, str], ...]:
    """Return what LEVEL looks like as (lead, text): its descriptors, each with its wordings for other phases."""
    return tuple(one for descriptor in level.descriptors for one in worded(descriptor))


def worded(descriptor: fw.Descriptor) -> tuple[tuple[str, str], ...]:
    """Return a descriptor's wordings as (lead, text); the default has no lead."""
    leads = (("", descriptor.text.default), ("In early years", descriptor.text.early_years))
    return tuple((lead, text) for lead, text in (*leads, ("After 16", descriptor.text.post16)) if text is not None)


def evidence(descriptors: Iterable[fw.Descriptor]) -> tuple[str, ...]:
    """Return the kinds of paper that DESCRIPTORS ask for; a bar parts alternatives.

    >>> evidence([fw.Descriptor(id="a", text=fw.Text(default="x"), evidence=("ep_report|school_data",))])
    ('Educational psychologist report or school data',)
    """
    kinds = (kind for descriptor in descriptors for kind in descriptor.evidence)
    return tuple(dict.fromkeys(sentence(" or ".join(map(_paper, kind.split("|"))))[:-1] for kind in kinds))


def _paper(kind: str) -> str:
    return " ".join(_EVIDENCE.get(word, word) for word in kind.split("_"))


class Words:
    """The sentences of one framework."""

    def __init__(self, framework: fw.Framework) -> None:
        self.framework = framework
        self._measures = {measure.id: measure for measure in framework.measures}
        self._descriptors = {
            descriptor.id: descriptor.text.default
            for strand in framework.strands
            for level in strand.levels
            for descriptor in level.descriptors
        }

    # -- the parts

    def strands(self, ids: Iterable[str]) -> str:
        """Return the names of strands as one list."""
        return together(self.framework.strand(id_).name for id_ in ids)

    def band(self, id_: str) -> str:
        """Return a band's name."""
        return self.framework.band(id_).name

    def measure_name(self, id_: str) -> str:
        """Return what a measure is called inside a sentence: the council's own name, else its kind with an article."""
        measure = self._measures[id_]
        if measure.name is not None:
            return inside(measure.name)
        match measure:
            case ms.PointsMeasure():
                points = [other for other in self._measures.values() if isinstance(other, ms.PointsMeasure)]
                return "the total of points" if len(points) == 1 else f"the total of points “{id_}”"
            case ms.CountMeasure():
                return f"the number of {self._of(measure.strands)} at level {measure.level} or more"
            case ms.HighestMeasure():
                whose = "" if measure.strands is None else f" of {self.strands(measure.strands)}"
                return f"the {self._rank(measure.rank)} level{whose}"
            case ms.PrimaryMeasure():
                return "the level of the main need"
            case ms.DescriptorsMetMeasure():
                return f"the number of descriptors relied on in the set “{measure.set}”"
            case ms.CostMeasure():
                return "the yearly cost of the provision map"
            case ms.NumberMeasure():
                return f"the number “{id_}”"

    def measure_of(self, id_: str) -> ms.Measure:
        """Return the measure ID_. Raises KeyError."""
        return self._measures[id_]

    def figure(self, measure: str, value: int) -> str:
        """Return VALUE of the measure with this id as people read it."""
        return figure(self._measures[measure], value)

    def _strands(self, ids: Sequence[str] | None) -> tuple[fw.Strand, ...]:
        return self.framework.strands if ids is None else tuple(map(self.framework.strand, ids))

    def _of(self, strands: Sequence[str] | None) -> str:
        return "strands" if strands is None else f"strands (of {self.strands(strands)})"

    @staticmethod
    def _rank(rank: int) -> str:
        return _RANKS[rank - 1] if rank <= len(_RANKS) else f"{rank}th highest"

    # -- conditions

    def condition(self, condition: cd.Condition, *, holds: bool = True) -> str:
        """Return CONDITION as a clause, or with HOLDS false the clause that says it does not hold."""
        match condition:
            case cd.NotOf():
                return self.condition(condition.of, holds=not holds)
            case cd.AllOf() | cd.AnyOf():
                return self._joined(condition, holds)
            case cd.StrandAtLeast():
                return self._strand(condition, holds)
            case cd.CountAtLeast():
                return self._count(condition, holds)
            case cd.MeasureBetween():
                name = self.measure_name(condition.measure)
                return f"{name} {is_or_are(name)} {self.between(condition, holds=holds)}"
            case cd.ContextIs():
                context = self.framework.context(condition.context)
                values = together([context.label(value) for value in condition.values], "or")
                return f"the {context.name or context.id} is {'' if holds else 'not '}{values}"
            case cd.DescriptorMet():
                text = self._descriptors.get(condition.descriptor, condition.descriptor).rstrip(".")
                return f"the descriptor “{text}” is {'' if holds else 'not '}relied on"

    def _strand(self, condition: cd.StrandAtLeast, holds: bool) -> str:
        strand = self.framework.strand(condition.strand)
        if not holds:
            return f"{strand.name} is below level {condition.level}"
        is_top = strand.levels[-1].level == condition.level
        return f"{strand.name} is at level {condition.level}{'' if is_top else ' or more'}"

    def _count(self, condition: cd.CountAtLeast, holds: bool) -> str:
        n = condition.n
        tops = [strand.levels[-1].level for strand in self._strands(condition.strands)]
        level = f"at level {condition.level}{'' if condition.level >= max(tops) else ' or more'}"
        whose = "strand" if condition.strands is None else f"of {self.strands(condition.strands)}"
        if condition.exactly:
            how_many = f"{'' if holds else 'not '}exactly {number(n)}" if n else "no" if holds else "at least one"
        elif holds:
            how_many = "at least one" if n == 1 else f"{number(n)} or more"
        else:
            how_many, n = ("no", 1) if n == 1 else (f"fewer than {number(n)}", n)
        is_one = how_many in ("no", "at least one") or n == 1
        if condition.strands is not None:
            return f"{'none' if how_many == 'no' else how_many} {whose} {'is' if is_one else 'are'} {level}"
        return f"{how_many} {whose}{'' if is_one else 's'} {'is' if is_one else 'are'} {level}"

    def between(self, condition: cd.MeasureBetween, *, holds: bool = True) -> str:
        """Return the range of a measure: from 10 to 20, 10 or more, 20 or less."""
        low, high = (
            None if end is None else self.figure(condition.measure, end) for end in (condition.from_, condition.to)
        )
        match low, high:
            case None, None:
                return "anything" if holds else "nothing"
            case None, _:
                return f"{high} or less" if holds else f"more than {high}"
            case _, None:
                return f"{low} or more" if holds else f"less than {low}"
            case _:
                exact = low if low == high else f"from {low} to {high}"
                return f"{exact}" if holds else f"not {exact}"

    def _joined(self, condition: cd.AllOf | cd.AnyOf, holds: bool) -> str:
        """Return the parts joined; what does not hold of an `all` is an `any` of what does not hold."""
        is_all = isinstance(condition, cd.AllOf) == holds
        parts = [self._part(inner, holds, is_all) for inner in condition.of]
        return together(parts, "and" if is_all else "or")

    def _part(self, inner: cd.Condition, holds: bool, in_all: bool) -> str:
        """Return one part of a joined condition; a part that is joined the other way says so."""
        words = self.condition(inner, holds=holds)
        while isinstance(inner, cd.NotOf):
            inner, holds = inner.of, not holds
        if not isinstance(inner, (cd.AllOf, cd.AnyOf)) or len(inner.of) == 1:
            return words
        is_all = isinstance(inner, cd.AllOf) == holds
        if is_all == in_all:
            return words
        return f"{'both' if is_all and len(inner.of) == 2 else 'all of' if is_all else 'either'} {words}"

    # -- rules

    def rating(self, strand: fw.Strand) -> str:
        """Return how a level of STRAND is chosen."""
        rating = strand.rating
        return " ".join(filter(None, (_RATINGS[rating.kind], _TIES[rating.ties] if rating.ties else "")))

    def missing(self) -> str:
        """Return what the scheme does while a strand is not rated."""
        return _MISSING[self.framework.missing]

    def measure(self, measure: ms.Measure) -> tuple[Rule, ...]:
        """Return what MEASURE reckons, then each of its limits and additions."""
        name = self.measure_name(measure.id)
        match measure:
            case ms.PointsMeasure():
                return tuple(self._points(measure))
            case ms.CountMeasure() | ms.HighestMeasure() | ms.DescriptorsMetMeasure():
                verb = "taken" if isinstance(measure, ms.HighestMeasure) else "counted"
                return (Rule(measure.id, sentence(f"{name} {is_or_are(name)} {verb}")),)
            case ms.PrimaryMeasure():
                context = self.framework.context(measure.context)
                return (Rule(measure.id, f"{sentence(name)[:-1]} is the level of the strand named as {context.name}."),)
            case ms.CostMeasure():
                weeks = f"{measure.weeks} weeks a year"
                words = (
                    f"{name} is added up line by line: weekly minutes over group size, times {weeks}, times the rate"
                )
                return (Rule(measure.id, sentence(words)),)
            case ms.NumberMeasure():
                low, high = figure(measure, measure.min), figure(measure, measure.max)
                words = f"{name} {is_or_are(name)} entered, from {low} to {high} {measure.unit or ''}".rstrip()
                return (Rule(measure.id, sentence(words)),)

    def _points(self, measure: ms.PointsMeasure) -> Iterable[Rule]:
        yield Rule(measure.id, "Each level of a strand is worth points. The points of all strands are added.")
        for weight in sorted({row.weight for row in measure.table} - {1}, reverse=True):
            weighed = self.strands(row.strand for row in measure.table if row.weight == weight)
            yield Rule(f"{measure.id}.times{weight}", f"The points of {weighed} count {weight} times.")
        for cap in measure.group_caps:
            words = f"{self.strands(cap.strands)} count at most {figure(measure, cap.max)} together."
            yield Rule(f"{measure.id}.limit", words, cap.why or "")
        for extra in measure.add_if:
            verb = "added" if extra.add >= 0 else "taken off"
            one = figure(measure, abs(extra.add))
            words = f"If {self.condition(extra.when)}, {one} point{' is' if one == '1' else 's are'} {verb}."
            yield Rule(extra.id, words, extra.why)

    def decision(self, decide: fw.Decide) -> tuple[Rule, ...]:
        """Return how the band is found: a sentence that opens, then one for each row, rule or card."""
        match decide:
            case fw.Thresholds():
                return tuple(self._ladder(decide))
            case fw.Cases():
                return tuple(self._cases(decide))
            case fw.BestFit():
                return tuple(self._cards(decide))
            case fw.BestOf():
                ways = number(len(decide.of))
                opening = Rule("best_of", f"The band is worked out in {ways} ways. The highest band of them counts.")
                return (opening, *(rule for way in decide.of for rule in self.decision(way)))

    def _ladder(self, decide: fw.Thresholds) -> Iterable[Rule]:
        measure = self._measures[decide.measure]
        bare = self.measure_name(decide.measure).removeprefix("the ")
        over = " of points" if bare == "total of points" else f" over {bare}"
        yield Rule(decide.measure, f"The band is read from a ladder{over}.")
        rows = sorted(decide.rows, key=lambda row: row.from_)
        for row in rows:
            low, high = figure(measure, row.from_), figure(measure, row.to)
            yield Rule(row.band, f"{self.band(row.band)}: {low if low == high else f'{low} to {high}'}.")
        least, most = self._reach(measure)
        lowest, highest = rows[0].from_, max(row.to for row in rows)
        if decide.below == fw.REFER and least < lowest:
            yield Rule("below", f"Below {figure(measure, lowest)}, people decide.")
        if decide.above == fw.REFER and (most is None or most > highest):
            yield Rule("above", f"Above {figure(measure, highest)}, people decide.")

    def _reach(self, measure: ms.Measure) -> tuple[int, int | None]:
        """Return values that MEASURE never goes below and above; None where there is no end."""
        match measure:
            case ms.NumberMeasure():
                return measure.min, measure.max
            case ms.PointsMeasure():
                adds = [rule.add for rule in measure.add_if]
                rows = [[points * row.weight for points in row.points] for row in measure.table]
                least = sum(map(min, rows)) + sum(add for add in adds if add < 0)
                return least, sum(map(max, rows)) + sum(add for add in adds if add > 0)
            case ms.HighestMeasure() | ms.PrimaryMeasure():
                levels = [level.level for strand in self.framework.strands for level in strand.levels]
                return min(levels), max(levels)
            case ms.CountMeasure():
                return 0, len(self._strands(measure.strands))
            case ms.DescriptorsMetMeasure():
                return 0, len(measure.descriptors)
            case ms.CostMeasure():
                return 0, None

    def _cases(self, decide: fw.Cases) -> Iterable[Rule]:
        yield Rule(decide.policy, _POLICIES[decide.policy])
        for row in decide.rows:
            yield Rule(row.id, f"If {self.condition(row.when)}, the band is {self.band(row.band)}.", row.why)
        if decide.otherwise == fw.REFER or decide.otherwise is None:
            yield Rule("otherwise", "If no rule is met, people decide.")
        else:
            yield Rule("otherwise", f"If no rule is met, the band is {self.band(decide.otherwise)}.")

    def _cards(self, decide: fw.BestFit) -> Iterable[Rule]:
        strand = self.framework.strand(decide.strand)
        opening = "Nothing is added up. A person reads the descriptions and picks the one that fits best as a whole."
        relied = " At least one descriptor relied on must be named." if decide.relied_on == "required" else ""
        yield Rule(decide.strand, opening + relied)
        for card in decide.cards:
            level = strand.level(card.level)
            named = f" ({level.name})" if level.name and level.name != self.band(card.band) else ""
            yield Rule(card.band, f"The description of level {card.level}{named} stands for {self.band(card.band)}.")

    def adjustment(self, rule: fw.Adjustment) -> Rule:
        """Return what an adjustment does to the band."""
        when = self.condition(rule.when)
        match rule:
            case fw.Move():
                steps = f"{number(abs(rule.by))} band{'' if abs(rule.by) == 1 else 's'}"
                words = f"If {when}, the band goes {'up' if rule.by > 0 else 'down'} by {steps}."
            case fw.Floor():
                words = f"If {when}, the band is at least {self.band(rule.band)}."
            case fw.Cap():
                words = f"If {when}, the band is at most {self.band(rule.band)}."
        return Rule(rule.id, words, rule.why)

    def guard(self, guard: fw.Guard) -> Rule:
        """Return what a guard stops."""
        return Rule(guard.id, f"If {self.condition(guard.never)}, the request {_ENDS[guard.action]}.", guard.why)

    def settings(self) -> tuple[Rule, ...]:
        """Return the bands that are not offered everywhere."""
        limited = [band for band in self.framework.ladder() if band.settings]
        label = self.framework.context("setting").label if limited else str
        return tuple(
            Rule(band.id, f"{band.name} is offered only in: {together(label(place) for place in band.settings or ())}.")
            for band in limited
        )

    def all_rules(self) -> tuple[Rule, ...]:
        """Return every rule of the framework in the order in which a band is worked out."""
        framework = self.framework
        found = [rule for measure in framework.measures for rule in self.measure(measure)]
        found += [self.guard(guard) for guard in framework.guards]
        found += self.decision(framework.decide)
        found += [self.adjustment(rule) for rule in framework.adjust]
        return (*found, *self.settings(), Rule("missing", self.missing()))
