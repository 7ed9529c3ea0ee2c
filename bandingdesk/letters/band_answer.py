"""The answer to a school's query of a band: what was asked, what was found and why, and what follows from it.

It names no member of a panel and no amount. It says whose limit the day is, and that the family's right stands apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.sheet import SECTION_F_LINE, Sheet

_FOUND = {
    "up": "A higher band. A further decision is made about it. Until it is signed, band and payment stay as they are.",
    "same": "The same band. Band and payment stay as they are.",
    "down": "A lower band. A further decision is made about it. Until it is signed, band and payment stay as they are.",
}
RIGHT = "The family’s right of appeal is not touched by a query of the band and does not wait for its answer."


@dataclass(frozen=True, slots=True)
class AnsweredStrand:
    """A disputed strand: the setting's level and the agreed one ("" where none is named), and the setting's words."""

    name: str
    setting: str
    agreed: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """All that the answer may show. PEOPLE is how many looked again; their roles and names are the council's own."""

    council: str
    reference: str
    setting: str
    asked_by: str
    received: date
    dated: date
    result: Literal["up", "same", "down"]
    reasons: str
    strands: tuple[AnsweredStrand, ...]
    papers: tuple[str, ...]
    people: int
    check_code: str
    due: date | None = None
    is_demo: bool = False


def answer(facts: AnswerFacts) -> Sheet:
    """Return the answer ready to be set."""
    blocks = (
        Block("QUERY", "What you asked", (Text(_asked(facts)), *_strands(facts))),
        Block("FOUND", "What was found", (Text(f"**{_FOUND[facts.result]}**"), Text(facts.reasons), Text(_who(facts)))),
        Block("READ", "What was read", (Items(facts.papers) if facts.papers else Text("No new paper was sent."),)),
        Block("STANDS", "What stands beside it", (Text(RIGHT), Text(SECTION_F_LINE))),
    )
    summary = f"Case {facts.reference}. To {facts.asked_by}, {facts.setting}."
    title = "Answer to a query of a band"
    return Sheet(title, facts.council, facts.reference, facts.dated, summary, blocks, facts.check_code, facts.is_demo)


def _asked(facts: AnswerFacts) -> str:
    said = f"Your query came in on {wording.long_date(facts.received)}."
    if facts.due is None:
        return f"{said} The law sets no limit for its answer."
    day = wording.long_date(facts.due)
    return f"{said} The council’s own last day for its answer is {day}; the law sets none."


def _strands(facts: AnswerFacts) -> tuple[Part, ...]:
    rows = tuple((one.name, one.setting or "Not named", one.agreed or "Not shown", one.words) for one in facts.strands)
    return (Grid(("Strand", "Your level", "Agreed", "Your words"), rows, shares=(12, 9, 9, 18)),)


def _who(facts: AnswerFacts) -> str:
    people = "One person" if facts.people == 1 else f"{facts.people} people"
    return f"{people} looked at it again. Nobody of them had a part in the decision, or an interest in the case."
