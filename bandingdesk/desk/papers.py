"""What people do with advice, versions of papers, marks, and the answer to each report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bandingdesk.casework.papers import answers
from bandingdesk.casework.papers.evidence import Evidence
from bandingdesk.casework.papers.ops import EvidenceAnswered, Reliance
from bandingdesk.desk.ground import Ground
from bandingdesk.ops import Subject
from bandingdesk.store.changes import Changes


class PaperAnswer(NamedTuple):
    """What was made of the paper EVIDENCE, and why; SHOWN is its head as the screen had it."""

    evidence: str
    reliance: Reliance
    why: str
    shown: str | None = None


class PapersDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def answer(self, given: Sequence[PaperAnswer], *, decision: str | None = None) -> Changes:
        """Answer papers, all or none of them: relied on, partly, not, and why."""
        ground = self._ground
        with ground.act() as act:
            ops = []
            for one in given:
                state: Evidence = act.load(Subject("evidence", one.evidence))
                ground.fresh(state, one.shown)
                body = EvidenceAnswered(one.reliance, one.why.strip(), decision)
                ops.append(answers.answer(state, ground.me, ground.clock.now(), body))
            return act.record(*ops)
