"""What people do with the provision ledger of a case."""

from __future__ import annotations

from collections.abc import Sequence

from bandingdesk.casework.provision import ledger as rules
from bandingdesk.casework.provision.ledger import Ledger
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Ground
from bandingdesk.errors import StaleCaseError
from bandingdesk.ops import Subject
from bandingdesk.panel.decision import Decision, require_proposal
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import Round
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import closed, decisions
from bandingdesk.store.queries import provision as query


class ProvisionDesk:
    """The acts of this part. SHOWN is the ledger's head as the screen showed it, "" for a case without one."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def record(self, case: str, lines: Sequence[Line], *, shown: str | None = None) -> Changes:
        """Record all lines of a case's ledger anew. Raises the leaves of ledger.py."""
        ground = self._ground
        with ground.act() as act:
            closed.require_open(act.rows, case, ground.me)
            state: Ledger | None = act.find(rules.subject(case))
            if shown is not None and shown != (state.head if state else ""):
                raise StaleCaseError(subject=rules.subject(case), parent=shown, head=state.head if state else None)
            roles = query.rates(act.rows, ground.clock.today()).roles
            return act.record(rules.record(state, case, ground.me, ground.clock.now(), lines, roles=roles))

    def name_shortfall(
        self, case: str, words: str, secured_by: str, *, band: str | None = None, shown: str | None = None
    ) -> Changes:
        """Say how a shortfall stays secured, and who sees to it. Raises NoShortfallError, ShortfallWordsError.

        BAND is that of a decision that waits for its signature; without one the band counts that the screen shows.
        """
        ground = self._ground
        with ground.act() as act:
            closed.require_open(act.rows, case, ground.me)
            state: Ledger = act.load(rules.subject(case))
            ground.fresh(state, shown)
            found = self._at_band(act, case, band) if band is not None else self._shown(act, case)
            op = rules.name_shortfall(state, ground.me, ground.clock.now(), found, words, secured_by)
            return act.record(op)

    def _shown(self, act: Act, case: str) -> Shortfall | None:
        today = self._ground.clock.today()
        return query.shortfall(act.rows, case, query.band(act.rows, case, self._ground.me, today), today)

    def _at_band(self, act: Act, case: str, band: str) -> Shortfall | None:
        """Return the shortfall at BAND of the newest decision on the case, where its amount may be seen."""
        newest = next(iter(decisions.decisions(act.rows, case, self._ground.me)), None)
        if newest is None or newest.sight.money != "yes":
            return None
        decision: Decision = act.load(Subject("decision", newest.id))
        round_: Round = act.load(Subject("round", newest.round))
        meeting: Meeting = act.load(Subject("meeting", newest.meeting))
        proposal = require_proposal(decision)
        return reckoning.shortfall(act.rows, proposal, round_, meeting, band, self._ground.clock.today())
