"""One case of a panel on questions of law, taken limb by limb through the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bandingdesk.panel import answering, questions, scoring
from bandingdesk.panel.questions import QuestionSet
from tests.support import panel_builders as b
from tests.support.panel_builders import VOTERS, hand

DAY = date(2026, 11, 26)
ASSESS = questions.build(("ASSESS",), DAY)
WHY = "The school's record shows two cycles that were planned and reviewed."
PLACEMENT = (
    "ASKED_FOR", "NAMING", "MAINSTREAM", "MAINSTREAM.AREA", "MAINSTREAM.SETTING", "APPROPRIATE", "APPROPRIATE.UNASKED",
    "WISHES", "OTHERWISE",
)  # fmt: skip
TERMS = replace(b.TERMS, basis="questions", tests=("ASSESS",))


def placement() -> QuestionSet:
    """Return the questions of a placement panel."""
    return questions.build(PLACEMENT, DAY)


class Answered(b.Panel):
    """A case of an assessment panel, answered limb by limb."""

    def __init__(self, asks: QuestionSet = ASSESS) -> None:
        super().__init__(TERMS)
        for person in VOTERS:
            self.declare(person)
        self.freeze()
        self.open_meeting()
        self.open_round(strands=asks.strands, asks=asks)

    def say(self, person: str, **answers: int) -> None:
        found = [b.rating(limb, level) for limb, level in answers.items()]
        op = scoring.lock(self.round, self.sheet(person), hand(person), found, interest=self.interest(person),
                          scale=answering.scale(questions.read(self.round.questions)))  # fmt: skip
        self.ledger.take(op)

    def answer(self, limb: str, level: int, words: str = WHY, **more: Any) -> None:
        self.ledger.take(answering.agree(self.round, self.sitting, hand(), limb, level, words, **more))
