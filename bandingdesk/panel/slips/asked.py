"""What a member is asked about one case: each strand with the whole words of its levels, or each question of law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.casework.returns import levels as level_words
from bandingdesk.panel import questions
from bandingdesk.panel.ops import Confidence
from bandingdesk.panel.questions import ANSWERS, QuestionSet

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.panel.moderation import Cards

SURE: Mapping[Confidence, str] = {"sure": "Sure", "fairly": "Fairly sure", "not_sure": "Not sure"}
DEFAULT_SURE: Confidence = "sure"  # what a sheet on the screen says where nobody touched it


class Words(NamedTuple):
    """One line beneath a strand: the level it is about, as it is titled, and its words. `tick` is a descriptor's id."""

    ref: str
    title: str
    words: str
    level: int | None = None
    tick: str = ""


class Asked(NamedTuple):
    """One strand or question: what can be chosen, by the number that is recorded, and the words to choose by.

    `ticks` are the descriptors of each level, where the framework decides by best fit and wants one named.
    """

    strand: str
    name: str
    choices: Mapping[int, str]
    lines: tuple[Words, ...]
    ticks: Mapping[int, frozenset[str]]


def of_framework(framework: Framework, phase: str, cards: Cards) -> tuple[Asked, ...]:
    """Return the strands of FRAMEWORK in its order, in the words of PHASE; CARDS are those decided by best fit."""
    return tuple(_strand(framework, strand.id, phase, cards) for strand in framework.strands)


def _strand(framework: Framework, strand_id: str, phase: str, cards: Cards) -> Asked:
    strand = framework.strand(strand_id)
    by_level = {level: frozenset(ids) for level, ids in cards.get(strand_id, {}).items()}
    whole = level_words.choices(framework, strand_id, phase)
    lines: list[Words] = []
    for level in strand.levels:
        title, _, words = whole[level.level].partition(": ")
        if by_level:
            lines += [
                Words(one.id, title, _of_phase(one.text, phase), level.level, one.id) for one in level.descriptors
            ]
        else:
            lines.append(Words(f"{strand_id} {level.level}", title, words, level.level))
    choices = {level.level: f"Level {level.level}" for level in strand.levels}
    return Asked(strand_id, strand.name, choices, tuple(lines), by_level)


def _of_phase(text: object, phase: str) -> str:
    own = {"ey": "early_years", "p16": "post16", "p19": "post16"}.get(phase, "default")
    return str(getattr(text, own, None) or getattr(text, "default", ""))


def of_questions(asked: QuestionSet) -> tuple[Asked, ...]:
    """Return the questions of law, each with the words of the law beneath it."""
    return tuple(
        Asked(
            one.strand,
            one.name,
            dict(ANSWERS),
            tuple(Words(f"{one.strand} {ref}", title, words) for ref, title, words in _law(one) if words),
            {},
        )
        for one in asked.questions
    )


def _law(one: questions.LegalQuestion) -> Iterator[tuple[str, str, str]]:
    yield "question", "The question", one.ask
    yield "law", f"The law: {one.mark}", f"{one.lead} {one.words}".strip()
    yield "guidance", "The council's guidance", one.guidance


def needed(asked: tuple[Asked, ...], answers: Mapping[str, int], of_law: QuestionSet | None) -> tuple[str, ...]:
    """Return the strands that still have to be answered by whoever gave ANSWERS: a question may fall away."""
    return tuple(one.strand for one in asked) if of_law is None else questions.asked(of_law, answers)
