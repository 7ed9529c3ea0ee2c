"""Invented papers of the demo: a professional's report, a school's plan, a parent's words, with passages to rely on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from bandingdesk.letters import pdf
from bandingdesk.letters.blocks import Block, Text
from bandingdesk.letters.sheet import Sheet

COUNCIL = "Exampleshire Council (invented)"


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that bears on a strand; `highlight` is the part of `text` to mark."""

    strand: str
    text: str
    highlight: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper before it is kept: its facts and its passages, all on page 1."""

    title: str
    author: str
    author_role: str
    kind: str
    dated: date
    passages: tuple[Passage, ...]


_PASSAGES = {
    "attention": ("In a whole-class lesson the child stayed with the task for three to four minutes before needing an "
                  "adult to bring them back.", "stayed with the task for three to four minutes"),
    "literacy": ("Reads words of one syllable with picture cues; a scribe takes down ideas in longer writing.",
                 "Reads words of one syllable with picture cues"),
    "learning": ("New steps are kept from one week to the next when they are practised daily in a small group.",
                 "practised daily in a small group"),
    "social": ("Joins a structured game with one friend; prompted turn-taking lasted for ten minutes.",
               "prompted turn-taking lasted for ten minutes"),
    "speech": ("Uses phrases of three or four words; people who know the child well understand most of them.",
               "phrases of three or four words"),
    "understanding": ("Follows an instruction with two parts when it comes with a picture.",
                      "two parts when it comes with a picture"),
    "feelings": ("Leaves the room twice a week when plans change; a known adult helps the child back in ten minutes.",
                 "Leaves the room twice a week"),
    "relationships": ("Plays beside others; a lunchtime club gave one friendship that has lasted since May.",
                      "one friendship that has lasted since May"),
    "movement": ("Walks all day in school; stairs are slow and need the rail.", "stairs are slow and need the rail"),
    "hearing": ("Hearing is as expected for age; the test of September found nothing to follow up.",
                "as expected for age"),
    "vision": ("Wears glasses; print of 18 point is enough for a whole lesson.", "print of 18 point is enough"),
    "selfcare": ("Changes for games with a picture list and one reminder.", "a picture list and one reminder"),
}  # fmt: skip
_AUTHORS = (
    ("Educational psychology advice", "Psychologist Sedge (invented)", "an educational psychologist", "advice"),
    ("School support plan, cycle 2", "SENCO Reed (invented)", "the school", "setting"),
    ("Parent's views", "Parent (invented)", "the parent", "views"),
)


def papers(rng: random.Random, on: date, strands: tuple[str, ...]) -> tuple[Paper, ...]:
    """Return three invented papers that bear on STRANDS between them, dated in the weeks before ON."""
    found = []
    for at, (title, author, role, kind) in enumerate(_AUTHORS):
        mine = [strand for place, strand in enumerate(strands) if place % len(_AUTHORS) == at and strand in _PASSAGES]
        passages = tuple(Passage(strand, *_PASSAGES[strand]) for strand in mine)
        dated = date.fromordinal(on.toordinal() - rng.randrange(12, 60))
        found.append(Paper(title, author, role, kind, dated, passages))
    return tuple(found)


def text_bytes(paper: Paper, child: str) -> bytes:
    """Return the paper as plain text."""
    lines = [f"{paper.title}: {child}", f"{paper.author}, {paper.dated.isoformat()}", "Invented. No real child.", ""]
    return "\n".join([*lines, *(passage.text for passage in paper.passages)]).encode()


def pdf_bytes(paper: Paper, child: str) -> bytes:
    """Return the paper as a tagged PDF of one or two pages."""
    blocks = tuple(
        Block(f"P{at}", passage.strand.replace("_", " ").capitalize(), (Text(passage.text),))
        for at, passage in enumerate(paper.passages, 1)
    )
    sheet = Sheet(
        title=paper.title,
        council=COUNCIL,
        reference=child,
        dated=paper.dated,
        summary=f"By {paper.author}, {paper.author_role}. Invented: no real child.",
        blocks=blocks,
        check_code="DEMO",
        is_demo=True,
    )
    return pdf.render(sheet).data
