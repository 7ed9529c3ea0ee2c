"""What people do with high cost, joint and oversight panels: a case comes before them, they find, it is signed."""

from __future__ import annotations

from bandingdesk.desk.ground import Made
from bandingdesk.desk.signing import PanelTable
from bandingdesk.ops import Subject
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel import sitting as sittings
from bandingdesk.panel.higher import finding as findings
from bandingdesk.panel.higher import funding, oversight
from bandingdesk.panel.higher.finding import Finding
from bandingdesk.panel.higher.ops import FindingAsked, FundsFound, OversightFound
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework, decisions, higher


class HigherDesk(PanelTable):
    """The acts of this part. SHOWN is the head that the screen showed: the finding's."""

    def take_up(self, meeting_id: str, decision_id: str, why: str, *, shown: str | None = None) -> Made:
        """Put a decision before a higher panel: a new item of its agenda, with why. SHOWN is the meeting's head."""
        with self._ground.act() as act:
            state = self._meeting(act, meeting_id, shown)
            case = decisions.decision(act.rows, decision_id, None).case_id
            kind = casework.case(act.rows, case).kind
            item = self._ground.ids.new()
            hand = self._hand()
            added = meetings.add_item(state, hand, item=item, case=case, kind=kind, readers=())
            asked = findings.ask(hand, FindingAsked(meeting_id, item, case, decision_id, why.strip()))
            return Made(item, act.record(added, asked))

    def find_funds(self, body: FundsFound, *, shown: str | None = None) -> Changes:
        """Record how the provision is funded; the decision behind it is named and stays as it is."""
        with self._ground.act() as act:
            taken = self._sitting(act, body.meeting, body.item)
            return act.record(funding.find(self._finding(act, body.item, shown), taken, self._hand(), body))

    def countersign(self, item: str, words: str, pin: str, *, shown: str | None = None) -> Changes:
        """Give the second signature."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            state, taken = self._known(act, item, shown)
            roles = self._roles(act, taken)
            return act.record(funding.countersign(state, taken, self._hand(), words, pin_checked=checked, roles=roles))

    def sign_funds(self, item: str, agrees: bool, words: str, pin: str, *, shown: str | None = None) -> Changes:
        """Sign as a decision maker, under the panel type's delegation."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            state, taken = self._known(act, item, shown)
            roles = self._roles(act, taken)
            op = funding.sign(state, taken, self._hand(), agrees=agrees, words=words, pin_checked=checked, roles=roles)
            return act.record(op)

    def find_oversight(self, body: OversightFound, *, shown: str | None = None) -> Changes:
        """Record what the panel found of a decided case, and end its item. It changes nothing of the decision."""
        with self._ground.act() as act:
            taken = self._sitting(act, body.meeting, body.item)
            row = decisions.decision(act.rows, body.decision, None)
            op = oversight.find(
                self._finding(act, body.item, shown),
                taken,
                self._hand(),
                body,
                is_signed=row.signed is not None,
                took_part=higher.took_part(act.rows, body.decision),
            )
            return act.record(op, sittings.close_item(taken, self._hand()))

    def answer(self, item: str, words: str, correction: str = "", *, shown: str | None = None) -> Changes:
        """Answer as a decision maker what an oversight panel asked: reasons added, or the correction that was made."""
        with self._ground.act() as act:
            state, taken = self._known(act, item, shown)
            roles = self._roles(act, taken)
            return act.record(oversight.answer(state, self._hand(), words, correction=correction, roles=roles))

    def _finding(self, act: Act, item: str, shown: str | None) -> Finding | None:
        state: Finding | None = act.find(Subject("finding", item))
        if state is not None:
            self._ground.fresh(state, shown)
        return state

    def _known(self, act: Act, item: str, shown: str | None) -> tuple[Finding, Sitting]:
        state: Finding = act.load(Subject("finding", item))
        self._ground.fresh(state, shown)
        body = state.funds or state.oversight or state.asked
        assert body is not None  # a finding begins with one of them
        return state, self._sitting(act, body.meeting, item)
