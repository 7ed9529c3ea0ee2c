"""What people do with requests for advice: ask, date, chase, excuse, take in, withdraw. Load, ask, record."""

from __future__ import annotations

from datetime import date

from bandingdesk.casework.papers import advice
from bandingdesk.casework.papers.advice import Advice
from bandingdesk.casework.papers.ops import AdviceAsked, AdviceCame, AdviceChased, AdviceDated, AdviceExcused
from bandingdesk.desk.around import require_not_stopped
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes


class AdviceDesk:
    """The acts on requests for advice. SHOWN is the request's head as the screen had it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def ask(
        self,
        case: str,
        body: str,
        who: str,
        *,
        sent: date,
        there: date | None,
        way: str,
        entry: str | None = None,
        words: str = "",
    ) -> Made:
        """Record that advice was asked of WHO, of the kind BODY; THERE is the day they received the request.

        Raises LetterStoppedError after a recorded death.
        """
        ground = self._ground
        made = AdviceAsked(case, body, who.strip(), sent, there, way, entry, words.strip())
        with ground.act() as act:
            self._require_alive(act, case)
            op = advice.ask(ground.ids.new(), ground.me, ground.clock.now(), made, today=ground.clock.today())
            return Made(op.subject.id, act.record(op))

    def date_it(
        self, request: str, sent: date, there: date | None, reason: str = "", *, shown: str | None = None
    ) -> Changes:
        """Record the day on which the body received the request, or put its days right with a reason."""
        ground, body = self._ground, AdviceDated(sent, there, reason.strip())
        with ground.act() as act:
            state = self._request(act, request, shown)
            return act.record(advice.date_it(state, ground.me, ground.clock.now(), body, today=ground.clock.today()))

    def chase(self, request: str, on: date, way: str, words: str, *, shown: str | None = None) -> Changes:
        """Record that the body was reminded. Raises LetterStoppedError after a recorded death."""
        ground, body = self._ground, AdviceChased(on, way, words.strip())
        with ground.act() as act:
            state = self._request(act, request, shown)
            if state.asked is not None:
                self._require_alive(act, state.asked.case)
            return act.record(advice.chase(state, ground.me, ground.clock.now(), body, today=ground.clock.today()))

    def excuse(
        self,
        request: str,
        exception: str,
        starts: date,
        ends: date | None,
        words: str,
        *,
        evidence: str | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Record what excuses a late reply; the day it was due stays."""
        ground, body = self._ground, AdviceExcused(exception, starts, ends, words.strip(), evidence)
        with ground.act() as act:
            state = self._request(act, request, shown)
            return act.record(advice.excuse(state, ground.me, ground.clock.now(), body, today=ground.clock.today()))

    def take(self, request: str, on: date, evidence: str | None = None, *, shown: str | None = None) -> Changes:
        """Record that the advice came; EVIDENCE is the paper that it is."""
        ground = self._ground
        with ground.act() as act:
            state = self._request(act, request, shown)
            if evidence is not None:
                act.load(Subject("evidence", evidence))
            body = AdviceCame(on, evidence)
            return act.record(advice.take(state, ground.me, ground.clock.now(), body, today=ground.clock.today()))

    def withdraw(self, request: str, reason: str, *, shown: str | None = None) -> Changes:
        """Record that the request is not waited for any more."""
        ground = self._ground
        with ground.act() as act:
            state = self._request(act, request, shown)
            return act.record(advice.withdraw(state, ground.me, ground.clock.now(), reason))

    def _require_alive(self, act: Act, case: str) -> None:
        facts = act.load(Subject("case", case)).facts
        if facts is not None:
            require_not_stopped(act.rows, facts.child)

    def _request(self, act: Act, request: str, shown: str | None) -> Advice:
        state: Advice = act.load(Subject("advice", request))
        self._ground.fresh(state, shown)
        return state
