"""The strands of a framework in words, and passages of papers for them: what a page that rates a child shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.panel import questions
from bandingdesk.panel.moderation import Cards
from bandingdesk.panel.questions import LegalQuestion, QuestionSet
from bandingdesk.store.queries.casework import EvidenceRow

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level as its card shows it: `mark` is its number, or its band's id where a band is chosen directly.

    `descriptors` are (id, text); `text` is all of them.
    """

    number: int
    mark: str
    name: str
    text: str
    descriptors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StrandText:
    """A strand with its levels. `wants_descriptors`: a level here names the descriptors it relies on.

    `law`: the strand is a limb of a legal test and its levels are answers.
    """

    id: str
    name: str
    area: str
    question: str
    levels: tuple[LevelText, ...]
    wants_descriptors: bool
    law: LegalQuestion | None = None

    def level(self, number: int | None) -> LevelText | None:
        """Return one level, None where there is none of that number."""
        return next((one for one in self.levels if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Extract:
    """A marked passage of a paper."""

    id: str
    strand: str
    title: str
    role: str
    dated: date
    page: int
    text: str
    highlight: str
    sha256: str
    pages: int


class Rated(Protocol):
    """One strand as somebody is rating it: a member's blind sheet, a party's profile."""

    @property
    def level(self) -> int | None: ...
    @property
    def confidence(self) -> Literal["sure", "fairly", "not_sure"]: ...
    @property
    def note(self) -> str: ...
    @property
    def relied(self) -> tuple[str, ...]: ...
    @property
    def descriptors(self) -> tuple[str, ...]: ...


def strands(framework: Framework, wanted: Sequence[str], cards: Cards) -> tuple[StrandText, ...]:
    """Return the strands WANTED in the framework's order; CARDS names those decided by best fit."""
    decide = framework.decide
    bands = {card.level: card.band for card in decide.cards} if decide.kind == "best_fit" else {}
    found = []
    for strand in framework.strands:
        if strand.id not in wanted:
            continue
        levels = tuple(
            LevelText(
                level.level,
                bands[level.level] if strand.id in cards else str(level.level),
                level.name or f"Level {level.level}",
                " ".join(one.text.default for one in level.descriptors),
                tuple((one.id, one.text.default) for one in level.descriptors),
            )
            for level in strand.levels
        )
        area = framework.area_name(strand.area)
        found.append(StrandText(strand.id, strand.name, area, strand.question or "", levels, strand.id in cards))
    return tuple(found)


def limbs(asks: QuestionSet, wanted: Sequence[str]) -> tuple[StrandText, ...]:
    """Return the questions WANTED in the law's order: each a strand whose levels are no, not sure and yes."""
    answers = tuple(LevelText(number, str(number), _tr(name), "", ()) for number, name in questions.ANSWERS.items())
    return tuple(
        StrandText(one.strand, one.name, one.mark, one.ask, answers, False, one)
        for one in asks.questions
        if one.strand in wanted
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("panel", text)


def first_pages(papers: Sequence[EvidenceRow]) -> tuple[Extract, ...]:
    """Return the first page of each of PAPERS, where a page is relied on as a whole."""
    return tuple(
        Extract(
            questions.page_id(one.id, 1), "", one.title, one.author_role, one.dated, 1, "", "", one.sha256, one.pages
        )
        for one in papers
    )


def page(first: Extract, number: int) -> Extract:
    """Return page NUMBER of the paper whose FIRST page this is."""
    paper, _, _ = first.id.rpartition("#")
    return replace(first, id=questions.page_id(paper, number), page=number)


def extracts(papers: Sequence[EvidenceRow]) -> tuple[Extract, ...]:
    """Return the marked passages of PAPERS."""
    return tuple(
        Extract(
            x.id,
            x.strand,
            paper.title,
            paper.author_role,
            paper.dated,
            x.page,
            x.text,
            x.highlight,
            paper.sha256,
            paper.pages,
        )
        for paper in papers
        for x in paper.extracts
    )
