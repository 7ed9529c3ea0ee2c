"""Feedback to a setting: its level, the agreed level, and what made the difference, strand by strand.

No scorer, no first score, no band and no amount: those go by the letter about the band. No name of the pupil either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bandingdesk.letters import wording
from bandingdesk.letters.blocks import Block, Grid, Items, Part, Text
from bandingdesk.letters.sheet import Sheet

_ABOUT = (
    "This shows how the panel read the needs of your pupil beside your own profile, so that the next one is easier to "
    "write. It is not a mark for your work."
)
_ABOUT_DECISION = "This says what would help when you write to the council about this pupil again."
_QUERY = "If you see it differently, write to the council and send the evidence. A panel can look at it again."


@dataclass(frozen=True, slots=True)
class StrandFeedback:
    """One strand: levels as said ("3: Significant"), the words of the agreed one, and what it rests on.

    `yours` is "" where the setting sent no level. `differs` tells whether the two levels are not the same.
    """

    name: str
    yours: str
    agreed: str
    descriptor: str
    evidence: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """All that feedback may say."""

    council: str
    setting_name: str
    reference: str
    pupil_reference: str
    decided_on: date
    scheme: str
    outcome: str
    strands: tuple[StrandFeedback, ...]
    next_time: tuple[str, ...]
    words: str
    dated: date
    is_demo: bool

    @property
    def has_profile(self) -> bool:
        """Whether the setting had sent levels of its own."""
        return any(one.yours for one in self.strands)


def sheet(facts: FeedbackFacts) -> Sheet:
    """Return the feedback ready to be set."""
    blocks = (
        Block(
            "ABOUT", "About this feedback", (Text(_ABOUT if facts.strands else _ABOUT_DECISION), Text(_decided(facts)))
        ),
        Block("LEVELS", "Levels, strand by strand", (_table(facts),) if facts.has_profile else ()),
        *_differences(facts),
        Block("NEXT", "What would help next time", tuple(_next_time(facts))),
        Block("QUERY", "If you see it differently", (Text(_QUERY),)),
    )
    summary = f"To {facts.setting_name}. Pupil {facts.pupil_reference}, case {facts.reference}."
    return Sheet(
        "Feedback on the needs profile" if facts.strands else "Feedback on a decision",
        facts.council,
        facts.reference,
        facts.dated,
        summary,
        tuple(block for block in blocks if block.parts),
        "",
        facts.is_demo,
    )


def _decided(facts: FeedbackFacts) -> str:
    scheme = f" The levels are those of {facts.scheme}." if facts.strands else ""
    return f"The council decided on {wording.long_date(facts.decided_on)}: {facts.outcome}.{scheme}"


def _table(facts: FeedbackFacts) -> Part:
    rows = tuple(
        (one.name, one.yours or "not sent", one.agreed, "No" if one.differs else "Yes") for one in facts.strands
    )
    return Grid(("Strand", "Your level", "Agreed level", "Same?"), rows, shares=(8, 6, 6, 4))


def _differences(facts: FeedbackFacts) -> Iterator[Block]:
    """Yield a block for each strand on which the panel agreed another level; of all strands without a profile."""
    shown = [one for one in facts.strands if one.differs or not facts.has_profile]
    for number, one in enumerate(shown, 1):
        parts: list[Part] = [Text(f"Agreed: **{one.agreed}**" + (f". Yours: {one.yours}." if one.yours else "."))]
        if one.descriptor:
            parts.append(Text(f"The words of this level: {one.descriptor}"))
        if one.evidence:
            parts += [Text("What made the difference:"), Items(one.evidence)]
        yield Block(f"STRAND{number}", one.name, tuple(parts))


def _next_time(facts: FeedbackFacts) -> Iterator[Part]:
    if facts.strands and not facts.has_profile:
        yield Text("No profile of yours was with the papers. Yours is read beside the panel’s when you send one.")
    if facts.next_time:
        yield Items(facts.next_time)
    if facts.words:
        yield Text(facts.words)
    if not facts.next_time and not facts.words:
        yield Text("Nothing more: the papers showed what the panel needed.")
