"""The criteria document: what a council publishes of its scheme, for schools and for whoever checks it.

One value, made from a framework's definition alone, that both renderers draw (`criteria_page` as PDF, `docx` as DOCX).
Amounts stand in it only where the council passes a tariff: a scheme says what a band is, not what it costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bandingdesk.letters import tariff_tables, worked_examples
from bandingdesk.letters.blocks import Grid, Items, Part, Text, part_texts
from bandingdesk.letters.sections import Section
from bandingdesk.matrix import edition, files, rule_words, tariff_references, wording
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix.edition import BAND_LINE, Edition
from bandingdesk.matrix.life import FrameworkFile, Life
from bandingdesk.matrix.rule_words import Rule, Words
from bandingdesk.matrix.tariff import Tariff

WIDEST_POINTS = 9  # columns of levels that a page holds; a longer scale is written out strand by strand
NO_APPEAL = (
    "A band carries no right of appeal. Families have their rights of appeal on the plan itself, and the letters about "
    "the plan say what they are and how to use them."
)


@dataclass(frozen=True, slots=True)
class Criteria:
    """The whole document: which version it is of, what it says first, and its sections."""

    edition: Edition
    opening: tuple[Part, ...]
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The document's title."""
        return f"{self.edition.title}: criteria"

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from (self.title, self.edition.authority)
        for part in self.opening:
            yield from part_texts(part)
        for section in self.sections:
            yield from section.texts()


def criteria(file: FrameworkFile, dated: date, tariff: Tariff | None = None) -> Criteria:
    """Return the criteria document of a version as of the day DATED; with a TARIFF its amounts stand in it too.

    Raises FrameworkInvalidError where the tariff does not fit the framework.
    """
    framework, words = file.definition, Words(file.definition)
    if tariff is not None:
        files.refuse(tariff.title or f"tariff {tariff.year}", tariff_references.problems(framework, tariff))
    made = edition.edition(framework, file.life, dated)
    sections = [
        _how(words),
        _strands(framework, words),
        *_contexts(framework),
        *_points(framework),
        *_rates(framework),
        _bands(words),
        *(tariff_tables.amounts(framework, tariff) if tariff else ()),
        _not_a_band(words),
        _challenge(),
        *worked_examples.examples(framework),
        _about(framework, file.life, made),
    ]
    return Criteria(made, tuple(_opening(made)), tuple(sections))


def _opening(made: Edition) -> Iterator[Part]:
    yield Text(
        "This document says how the council works out which funding band a child's or young person's needs point to. "
        "It holds every description, every rule and every example of the scheme, word for word as the council's "
        "program applies them."
    )
    yield Text(f"**{BAND_LINE}**")
    rows = [
        ("Council", made.authority),
        ("Version", made.version),
        ("Standing", made.standing),
        ("In force", made.in_force),
        ("This document", f"Made on {edition.day(made.dated)}"),
        ("Check code", made.check_code),
    ]
    yield Grid(("What", "Which"), tuple(rows), shares=(26, 74))


def _how(words: Words) -> Section:
    """Say how a band is reached, step by step."""
    framework = words.framework
    steps = [("Read the descriptions", said) for said in _ratings(words)]
    if framework.contexts:
        names = rule_words.together(context.name or context.id for context in framework.contexts)
        steps.append(("Say where and when", f"Name the {names} of the child or young person."))
    figures = [rule for measure in framework.measures for rule in words.measure(measure)]
    steps += [("Work out the figures", _said(rule)) for rule in figures]
    steps += [("Check what must not happen", _said(words.guard(guard))) for guard in framework.guards]
    opening, *_ = words.decision(framework.decide)
    steps.append(("Find the band", f"{opening.words} {_where(framework.decide)}"))
    steps += [("Look at what changes the band", _said(words.adjustment(rule))) for rule in framework.adjust]
    steps += [("Check where it is offered", rule.words) for rule in words.settings()]
    steps.append(("People decide", f"What the scheme points to is advice. {_people(framework)}"))
    leads = [lead if lead != before else "" for (lead, _), (before, _) in zip(steps, [("", ""), *steps], strict=False)]
    entries = [f"**{lead}.** {said}" if lead else said for lead, (_, said) in zip(leads, steps, strict=True)]
    missing = Text(f"**If something is not known yet.** {words.missing()}{_optional(framework)}")
    return Section("How a band is reached, step by step", (Items(tuple(entries), is_numbered=True), missing))


def _said(rule: Rule) -> str:
    return f"{rule.words} {rule.why}".rstrip()


def _ratings(words: Words) -> Iterator[str]:
    """Give how levels are chosen: once where all strands are alike, else for each group of strands."""
    groups: dict[str, list[str]] = {}
    for strand in words.framework.strands:
        groups.setdefault(words.rating(strand), []).append(strand.name)
    if len(groups) == 1:
        yield f"A strand is one area of need that is rated by itself. {next(iter(groups))}"
        return
    for said, names in groups.items():
        yield f"For {rule_words.together(names)}: {said[0].lower()}{said[1:]}"


def _optional(framework: fw.Framework) -> str:
    optional = [strand.name for strand in framework.strands if strand.optional]
    if not optional:
        return ""
    return f" {rule_words.together(optional)} may be left out and then counts as the lowest level."


def _where(decide: fw.Decide) -> str:
    match decide:
        case fw.Thresholds():
            return "The ladder is below."
        case fw.BestFit():
            return "What each description stands for is below."
        case _:
            return "The rules are below."


def _people(framework: fw.Framework) -> str:
    if framework.override.allowed:
        return "The people who decide may choose another band, and then they write down why."
    return "The scheme names no reasons for another band."


def _strands(framework: fw.Framework, words: Words) -> Section:
    """Show every strand with its levels, below the heading of its area."""
    opening = Text("Levels run from the least need to the most. A strand has as many levels as it needs, and no more.")
    return Section(
        "The strands and their levels",
        (opening,),
        tuple(_strand(framework, strand) for strand in framework.strands),
        is_listed=True,
    )


def _strand(framework: fw.Framework, strand: fw.Strand) -> Section:
    area = framework.area_name(strand.area)
    parts: list[Part] = [Text(f"Area: {area}.")] if area != strand.name else []
    parts += [Text(strand.question)] if strand.question else []
    if any(level.descriptors for level in strand.levels):
        rows = [(level_name(level), descriptions(level)) for level in strand.levels]
        parts.append(_grid(("Level", "What it looks like"), rows, (25, 75)))
    else:
        named = [(str(level.level), level.name or "–") for level in strand.levels]
        parts.append(_grid(("Level", "Name"), named, (25, 75)))
    return Section(strand.name, tuple(parts))


def level_name(level: fw.Level) -> str:
    """Return a level's number and name, the name on a line of its own."""
    return f"**Level {level.level}**\n{level.name}" if level.name else f"**Level {level.level}**"


def descriptions(level: fw.Level) -> str:
    """Return a level's descriptors a line each, with their own wordings for early years and after 16, and evidence."""
    mark = "• " if len(level.descriptors) > 1 else ""
    lines = [f"**{lead}:** {text}" if lead else mark + text for lead, text in rule_words.described(level)]
    lines += [f"**Evidence:** {kind}" for kind in rule_words.evidence(level.descriptors)]
    return "\n".join(lines) or "No description."


def _contexts(framework: fw.Framework) -> Iterator[Section]:
    if framework.contexts:
        rows = tuple(
            (rule_words.sentence(context.name or context.id)[:-1], ", ".join(map(context.label, context.values)))
            for context in framework.contexts
        )
        opening = Text("Beside the levels, the rules or the amounts read these facts.")
        yield Section(
            "What else is taken into account", (opening, Grid(("Fact", "What it can be"), rows, shares=(30, 70)))
        )


def _points(framework: fw.Framework) -> Iterator[Section]:
    for measure in framework.measures:
        if isinstance(measure, ms.PointsMeasure):
            counted = {row.strand: row for row in measure.table}
            strands = [strand for strand in framework.strands if strand.id in counted]
            numbers = sorted({level.level for strand in strands for level in strand.levels})
            several = sum(isinstance(other, ms.PointsMeasure) for other in framework.measures) > 1
            heading = f"Points by strand and level: {measure.name or measure.id}" if several else "Points by level"
            by_strand = [(strand, _worth(measure, strand, counted[strand.id])) for strand in strands]
            yield Section(heading, (_points_table(by_strand, numbers),))


def _worth(measure: ms.PointsMeasure, strand: fw.Strand, row: ms.PointsRow) -> dict[int, str]:
    return {
        level.level: rule_words.figure(measure, points) for level, points in zip(strand.levels, row.points, strict=True)
    }


def _points_table(by_strand: Sequence[tuple[fw.Strand, dict[int, str]]], numbers: Sequence[int]) -> Part:
    if len(numbers) > WIDEST_POINTS:
        return Items(
            tuple(
                f"**{strand.name}:** {', '.join(f'level {level}: {points}' for level, points in worth.items())}"
                for strand, worth in by_strand
            )
        )
    head = ("Strand", *(f"Level {number}" for number in numbers))
    rows = tuple((strand.name, *(worth.get(number, "–") for number in numbers)) for strand, worth in by_strand)
    shares = (4, *[2] * len(numbers))
    return Grid(head, rows, tuple(range(1, len(head))), shares)


def _rates(framework: fw.Framework) -> Iterator[Section]:
    """Show what support costs, where the scheme costs a provision map: its rates are rules, not a tariff."""
    said = {"minute": "a minute", "hour": "an hour", "weekly_hour": "a weekly hour for a year"}
    for measure in framework.measures:
        if isinstance(measure, ms.CostMeasure):
            rows = [
                (
                    rate.name,
                    f"{wording.rate(rate.pence, measure.scale)} {said[rate.per]}",
                    "no limit" if rate.max_minutes is None else f"{rate.max_minutes} minutes a week",
                )
                for rate in measure.rates
            ]
            yield Section("What support costs", (_grid(("Support", "Rate", "Counts at most"), rows, (34, 40, 26)),))


def _bands(words: Words) -> Section:
    """Show the bands: what they are, and the ladder, the rules or the descriptions that lead to each."""
    framework = words.framework
    parts: list[Part] = list(_decision(words, framework.decide))
    parts += [Text(f"**Then:** {_said(words.adjustment(rule))}") for rule in framework.adjust]
    if any(band.summary for band in framework.bands) and not isinstance(framework.decide, fw.Thresholds):
        rows = tuple((band.name, band.summary or "") for band in framework.ladder())
        parts += [Text("In short, from the lowest band to the highest:"), _grid(("Band", "In short"), rows, (28, 72))]
    parts += [Text(rule.words) for rule in words.settings()]
    return Section("From the levels to a band", tuple(parts))


def _decision(words: Words, decide: fw.Decide) -> Iterator[Part]:
    opening, *rows = words.decision(decide)
    yield Text(opening.words)
    match decide:
        case fw.Thresholds():
            yield _ladder(words, decide)
            yield from (Text(rule.words) for rule in rows if rule.id in ("below", "above"))
        case fw.Cases():
            found = [(rule.id, rule.words, rule.why) for rule in rows if rule.id != "otherwise"]
            yield _grid(("Rule", "What it says", "Why"), found, (14, 54, 32))
            yield from (Text(rule.words) for rule in rows if rule.id == "otherwise")
        case fw.BestFit():
            yield Items(tuple(rule.words for rule in rows))
        case fw.BestOf():
            for way in decide.of:
                yield from _decision(words, way)


def _ladder(words: Words, decide: fw.Thresholds) -> Grid:
    figures = [(words.figure(decide.measure, row.from_), words.figure(decide.measure, row.to)) for row in decide.rows]
    bands = [words.framework.band(row.band) for row in decide.rows]
    with_summary = any(band.summary for band in bands)
    head = ("Band", "From", "To", *(("In short",) if with_summary else ()))
    rows = [
        (band.name, low, high, *((band.summary or "",) if with_summary else ()))
        for band, (low, high) in zip(bands, figures, strict=True)
    ]
    return Grid(head, tuple(rows), (1, 2), (24, 14, 14, 48) if with_summary else (44, 28, 28))


def _grid(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], shares: tuple[int, ...]) -> Grid:
    return Grid(head, tuple(rows), shares=shares)


def _not_a_band(words: Words) -> Section:
    """Say what a band is not, and for which reasons people may decide another one."""
    framework = words.framework
    parts: list[Part] = [
        Text(BAND_LINE),
        Items(
            (
                "A band is not a limit. If the funding does not cover the provision in the plan, the provision stays "
                "and the council is told at once.",
                "A band is not a placement. It does not say which school or setting a child or young person goes to.",
                "A band is not a diagnosis, and no diagnosis leads to a band. The levels describe need.",
                "A band is not an entitlement to an amount, a number of hours or a person.",
            )
        ),
    ]
    reasons = framework.override.named() if framework.override.allowed else ()
    if reasons:
        parts += [
            Text("People may decide another band than the scheme points to, for one of these reasons:"),
            Items(tuple(reason.text for reason in reasons)),
        ]
    return Section("What a band is not", tuple(parts))


def _challenge() -> Section:
    steps = (
        "Say which strand and which level does not fit, and quote the description that fits better.",
        "Send dated evidence. The descriptions say which evidence they ask for.",
        "Ask the council to look at the band again. A panel compares your levels with its own, strand by strand.",
        "Keep the provision in the plan in place while you wait.",
    )
    opening = Text("A setting can ask for a band to be looked at again at any time.")
    return Section("If you think a band is wrong", (opening, Items(steps, is_numbered=True), Text(NO_APPEAL)))


def _about(framework: fw.Framework, life: Life | None, made: Edition) -> Section:
    parts: list[Part] = [Text(framework.change_note)] if framework.change_note else []
    sources = [
        f"{source.what}. {source.ref}{f', {edition.day(source.date_)}' if source.date_ else ''}"
        for source in framework.provenance
    ]
    parts += [Text("Where it comes from:"), Items(tuple(sources))] if sources else []
    if life is not None and life.you_said_we_did:
        rows = tuple((one.said, one.did) for one in life.you_said_we_did)
        parts += [Text("What you said and what we did:"), _grid(("You said", "We did"), rows, (50, 50))]
    parts.append(Text(f"The definition of this version has the SHA-256 {_broken_hash(made.sha256)}."))
    parts.append(
        Text(
            "A decision names this version and this hash. If one word or one figure of the scheme changes, the hash "
            "changes too, so anybody can check that a child's band was worked out from these criteria and no others."
        )
    )
    return Section("About this version", tuple(parts))


def _broken_hash(sha256: str) -> str:
    """Return the hash in eights, so that a line can break in it and a person can read it out."""
    figures = sha256.removeprefix("sha256:")
    return " ".join(figures[at : at + 8] for at in range(0, len(figures), 8))
