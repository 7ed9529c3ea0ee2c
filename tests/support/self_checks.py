"""A self-check workbook filled in by chance, as a person would: by choosing from its lists."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bandingdesk.matrix import framework as fw
from bandingdesk.matrix import measures as ms
from bandingdesk.matrix import steps as st
from bandingdesk.matrix import wording
from bandingdesk.matrix.evaluate import Evaluation
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.profile import Profile
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.self_check import LEVELS, TICKS, self_check
from tests.support import formulas

DAY = date(2026, 11, 23)
SAID = (st.Rating, st.GroupCap, st.Total, st.Count, st.Highest, st.Main, st.Ticked, st.Number)
MET = (st.Uplift, st.Case, st.Guard, st.Move, st.Bound)


def draw(definition: fw.Framework, rng: random.Random) -> Profile:
    """Return a profile with every strand rated, a few descriptors relied on and no line of costs."""
    ticks = [d.id for strand in definition.strands for level in strand.levels for d in level.descriptors]
    relied = set(rng.sample(ticks, min(len(ticks), 4)))
    levels = {strand.id: rng.choice(strand.levels) for strand in definition.strands}
    if isinstance(definition.decide, fw.BestFit):
        relied |= {d.id for d in levels[definition.decide.strand].descriptors[:1]}
    numbers = {m.id: rng.randint(m.min, m.max) for m in definition.measures if isinstance(m, ms.NumberMeasure)}
    lines: dict[str, tuple[ms.CostLine, ...]] = {
        m.lines: () for m in definition.measures if isinstance(m, ms.CostMeasure)
    }
    return Profile(
        {id_: level.level for id_, level in levels.items()},
        frozenset(relied),
        {context.id: rng.choice(context.values) for context in definition.contexts},
        numbers,
        lines,
    )


def filled(definition: fw.Framework, profile: Profile) -> formulas.Book:
    """Return the workbook with PROFILE entered."""
    book = formulas.Book(self_check(FrameworkFile(definition=definition), DAY))
    for page, place, value in entries(book, definition, profile):
        book.enter(f"'{page}'!{place}", value)
    return book


def entries(book: formulas.Book, definition: fw.Framework, profile: Profile) -> Iterator[tuple[str, str, Any]]:
    """Give where PROFILE is entered into BOOK: sheet, address and value."""
    rows = {row[1]: n for n, row in enumerate(book.page(LEVELS), 1) if len(row) > 2}
    for strand in definition.strands:
        if strand.id in profile.levels:
            yield LEVELS, f"$C${rows[strand.name]}", profile.levels[strand.id]
    for context in definition.contexts:
        name = context.name or context.id
        if context.id in profile.context:
            yield LEVELS, f"$C${rows[name[:1].upper() + name[1:]]}", context.label(profile.context[context.id])
    for measure in definition.measures:
        if isinstance(measure, ms.NumberMeasure):
            entered = profile.numbers[measure.id] / measure.scale
            yield LEVELS, f"$C${rows[measure.name]}", int(entered) if entered.is_integer() else entered
    if any(page == TICKS for page, _, _ in book.boxes):
        relied = {
            (strand.name, level.level, d.text.default)
            for strand in definition.strands
            for level in strand.levels
            for d in level.descriptors
            if d.id in profile.descriptors
        }
        for n, shown in enumerate(book.page(TICKS), 1):
            if tuple(shown[:3]) in relied:
                yield TICKS, f"$D${n}", "Yes"


def compared(scheme: Scheme, evaluation: Evaluation, says: Sequence[Sequence[Any]]) -> tuple[int, list[str]]:
    """Return how many of the engine's steps the rows of "What it says" were held against, and what they lack.

    Of a best fit no sentence is compared: the level's name is the band's there, and is left out.
    """
    count, missing = 0, []
    lines = {row[0] for row in says if row}
    met = {str(row[0]).partition(".")[0]: row[1] for row in says if len(row) > 1 and row[1] in ("Met", "Not met")}
    for step in evaluation.steps:
        if isinstance(step, SAID) and not isinstance(scheme.framework.decide, fw.BestFit):
            said = wording.sentence(scheme, step)
            missing += [] if said in lines else [said]
        elif isinstance(step, MET):
            wanted = "Met" if step.check.met else "Not met"
            missing += [] if met.get(step.id) == wanted else [f"{step.id}: {wanted}"]
        else:
            continue
        count += 1
    return count, missing
