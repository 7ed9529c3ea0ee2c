"""A framework's own tests as worked examples, explained in the words in which a request is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from bandingdesk.errors import DeskError
from bandingdesk.letters.blocks import Grid, Items, Part, Text
from bandingdesk.letters.sections import Section
from bandingdesk.matrix import compiled, explain, profile, rule_words, wording
from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import steps as st
from bandingdesk.matrix.scheme import Scheme


def examples(framework: fw.Framework) -> Iterator[Section]:
    """Explain the framework's own tests; each is run at every check of the scheme, so none can be out of date."""
    if not framework.tests:
        return
    scheme = compiled.compile_scheme(framework)
    opening = Text(
        "Each example is part of the scheme and is worked through by the same program that works out a request. "
        "A strand that is not in the table is at its lowest level."
    )
    sections = tuple(_example(scheme, n, test) for n, test in enumerate(framework.tests, 1))
    yield Section("Worked examples", (opening,), sections)


def _example(scheme: Scheme, n: int, test: fw.WorkedTest) -> Section:
    parts: list[Part] = [Text(f"Where it comes from: {test.source}.")]
    facts = [f"{_fact(scheme.framework, name)}: {_label(scheme.framework, name, value)}" for name, value in
             test.context.items()]  # fmt: skip
    parts += [Text(f"{'. '.join(facts)}.")] if facts else []
    if test.descriptors:
        relied = [_descriptor(scheme.framework, id_) for id_ in test.descriptors]
        parts += [Text("Descriptors relied on:"), Items(tuple(relied))]
    return Section(f"Example {n}", (*parts, *_worked(scheme, test)))


def _worked(scheme: Scheme, test: fw.WorkedTest) -> Iterator[Part]:
    """Give the ratings, the steps and the result; of a test that does not come out as it expects, that it is so."""
    at = datetime.combine(scheme.framework.effective.from_, time(), UTC)
    try:
        why = explain.explain(scheme, profile.of(test), case=test.id, at=at, with_money=False)
    except DeskError as refused:
        yield Text(f"**{refused.sentences()[0]}**")
        return
    pairs = list(zip(why.evaluation.steps, why.sentences, strict=True))
    yield from _rated(scheme, [step for step, _ in pairs if isinstance(step, st.Rating)])
    if entries := tuple(said for step, said in pairs if not isinstance(step, st.Rating)):
        yield Items(entries, is_numbered=True)
    yield Text(f"**{why.short}**")
    if why.evaluation.band != test.expect.band:
        yield Text("This example expects something else. The scheme is not finished while the two differ.")


def _rated(scheme: Scheme, ratings: Sequence[st.Rating]) -> Iterator[Part]:
    """Give the ratings above the lowest level as a table, with their points where levels are worth any."""
    rows = []
    for step in ratings:
        strand = scheme.framework.strand(step.strand)
        level = strand.level(step.level)
        if level is strand.levels[0] and len(ratings) > 1:
            continue
        points = "" if step.points is None else wording.figure(scheme, scheme.primary or "", step.points)
        rows.append((strand.name, f"{level.level}: {level.name}" if level.name else str(level.level), points))
    if not rows:
        yield Text("Every strand is at its lowest level.")
    elif any(points for _, _, points in rows):
        whole = tuple((name, level, points or "–") for name, level, points in rows)
        yield Grid(("Strand", "Level", "Points"), whole, (2,), (40, 45, 15))
    else:
        yield Grid(("Strand", "Level"), tuple((name, level) for name, level, _ in rows), shares=(45, 55))


def _fact(framework: fw.Framework, context: str) -> str:
    return rule_words.sentence(framework.context(context).name or context)[:-1]


def _label(framework: fw.Framework, context: str, value: str) -> str:
    return framework.context(context).label(value)


def _descriptor(framework: fw.Framework, id_: str) -> str:
    every = (d for strand in framework.strands for level in strand.levels for d in level.descriptors)
    return next(descriptor.text.default for descriptor in every if descriptor.id == id_)
