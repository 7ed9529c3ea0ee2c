"""Beside the steps of a decision: putting off, sent higher, new evidence, a correction as a further record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bandingdesk.council import may
from bandingdesk.council.people import Person
from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Made
from bandingdesk.desk.signing import SigningDesk
from bandingdesk.desk.sync import require_undisputed
from bandingdesk.desk.undertaking import undertake
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import correction, meeting, upward
from bandingdesk.panel import decision as decisions
from bandingdesk.panel import new_evidence as evidence
from bandingdesk.panel.after import outside
from bandingdesk.panel.after.ops import OutsideAsked
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.deciding import deferral
from bandingdesk.panel.deciding.needs import needs
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.findings import Question
from bandingdesk.panel.money import AmountMissingError
from bandingdesk.panel.ops import MoneyShown
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework, papers, putting_off


class DecidingDesk(SigningDesk):
    """The acts beside a decision's steps. SHOWN is the head that the screen showed: of the meeting, or the decision."""

    # Putting off

    def defer_item(
        self,
        meeting_id: str,
        item: str,
        reason: str,
        until: date,
        *,
        questions: Sequence[Question] = (),
        officer: str = "",
        onto_next: bool = False,
        shown: str | None = None,
    ) -> Changes:
        """Put the case off to a later day, or with OFFICER to them, out of panel, by UNTIL. No clock moves.

        ONTO_NEXT puts it on the agenda of this panel's next meeting in the same act.
        """
        with self._ground.act() as act:
            taken = self._sitting(act, meeting_id, item, shown)
            case, hand = taken.meeting.item(item).case, self._hand()
            ways = putting_off.ways(act.rows, meeting_id, item, self._ground.clock.today())
            op = deferral.defer(taken, hand, reason, until, ways, questions=questions, officer=officer)
            changes = act.record(op)
            found_out = [(one.what.strip(), one.owner, one.by) for one in questions]
            asked_of = undertake(self._ground, act, hand, case, found_out, meeting=meeting_id, item=item)
            changes = changes.joined(asked_of)
            if officer:
                body = OutsideAsked(case, taken.meeting.panel_type, reason, until, meeting_id, item)
                asked = outside.ask(self._ground.ids.new(), hand, body, today=self._ground.clock.today())
                return changes.joined(act.record(asked))
            if onto_next and op.body.meeting:
                _item, added = self._onto(act, op.body.meeting, case)
                return changes.joined(act.record(added))
            return changes

    def _onto(self, act: Act, meeting_id: str, case: str) -> tuple[str, Op]:
        """Return the new item at the end of a planned meeting's agenda, and the op that puts it there."""
        item = self._ground.ids.new()
        kind = casework.case(act.rows, case).kind
        state = self._meeting(act, meeting_id)
        return item, meeting.add_item(state, self._hand(), item=item, case=case, kind=kind, readers=())

    # Sent higher

    def refer_higher(self, decision_id: str, to: str, words: str = "", *, shown: str | None = None) -> Changes:
        """Send what the finding costs to panel type TO.

        It stands on that panel's next agenda at once, where one is planned and the person at the keys may put a case
        on it; else it waits for those who build that agenda.
        """
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            proposal = decisions.require_proposal(decision)
            pence = reckoning.a_year(decision)
            upward.refer(decision, taken, self._hand(), to, words, pence=pence)  # refused before an agenda is touched
            today = self._ground.clock.today()
            next_ = putting_off.next_meeting(act.rows, to, today, proposal.case) if self._builds(act, to) else ""
            item, added = self._onto(act, next_, proposal.case) if next_ else ("", None)
            op = upward.refer(decision, taken, self._hand(), to, words, pence=pence, meeting=next_, item=item)
            changes = act.record(op)
            return changes if added is None else changes.joined(act.record(added))

    def _builds(self, act: Act, panel_type: str) -> bool:
        """Return whether the person at the keys may put a case on an agenda of PANEL_TYPE."""
        person: Person = act.load(Subject("person", self._ground.me))
        writers = may.rule("meeting.item_added").writers
        return may.holds_any(person, writers, self._ground.clock.today(), panel_type)

    # New evidence between the signature and the letter

    def decision_stands(self, decision_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Say, as a decision maker, that the decision stands beside the evidence that came after it: letters may go."""
        with self._ground.act() as act:
            decision, taken, known = self._met(act, decision_id, shown)
            op = evidence.stands(decision, taken, self._hand(), words, known, roles=self._roles(act, taken))
            return act.record(op)

    def reopen(self, decision_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Send the case back to its panel, since new evidence came before any letter went: onto its next agenda."""
        with self._ground.act() as act:
            decision, taken, known = self._met(act, decision_id, shown)
            op = evidence.reopen(decision, taken, self._hand(), words, known, roles=self._roles(act, taken))
            return act.record(op)

    def _met(self, act: Act, decision_id: str, shown: str | None) -> tuple[Decision, Sitting, evidence.Papers]:
        decision = self._decision(act, decision_id, shown)
        taken = self._taken(act, decision)
        return decision, taken, papers.as_they_stand(act.rows, taken.meeting.item(taken.item).case)

    # A correction

    def correct(self, decision_id: str, says: Corrected, pin: str, *, shown: str | None = None) -> Made:
        """Sign a further record in the place of a signed one. Nothing is edited: both stay, linked, and are printed."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            old = self._decision(act, decision_id, shown)
            taken = self._taken(act, old)
            proposal = old.proposal
            assert proposal is not None  # `_taken` asked
            require_undisputed(act, proposal.case)
            wanted = needs(says.outcome, taken.terms.basis) if says.outcome != proposal.outcome else proposal.needs
            new_id = self._ground.ids.new()
            ops = correction.correct(
                old,
                new_id,
                taken,
                self._hand(),
                says,
                needs=wanted,
                money=self._money(act, old, taken, says, wanted),
                papers=papers.as_they_stand(act.rows, proposal.case),
                pin_checked=checked,
                roles=self._roles(act, taken),
                bands=reckoning.bands(act.rows, taken.meeting.framework_sha256),
                provision=self._provision(act, proposal.case),
                lower=reckoning.lower_than(act.rows, proposal, taken.meeting, says.band),
                unanswered=len(papers.unanswered(act.rows, proposal.case)),
                shortfall=self._shortfall(act, old, taken, says.outcome, says.band),
                seen=(*self._heads(act, "case", (proposal.case,)), *self._heads(act, "evidence", says.evidence)),
            )
            return Made(new_id, act.record(*ops))

    def _money(
        self, act: Act, old: Decision, taken: Sitting, says: Corrected, wanted: Sequence[str]
    ) -> MoneyShown | None:
        """Return the amount of the band that a correction sets; the old one where that band stays."""
        proposal = old.proposal
        if proposal is None or "money" not in wanted or says.band is None:
            return None
        if old.decided is not None and says.band == old.decided.band:
            return old.money
        round_ = self._round(act, proposal.round)
        try:
            return reckoning.money_shown(act.rows, proposal, round_, taken.meeting, says.band)
        except AmountMissingError:
            return None


def require_evidence_met(act: Act, decision_id: str, template: str) -> None:
    """Check that a letter may be written from a decision: nothing new came between its signature and that letter.

    A letter that went already, to somebody else of the family, told the decision as it stood then. Raises
    NewEvidenceError, DecisionCorrectedError, DecisionReopenedError.
    """
    decision: Decision = act.load(Subject("decision", decision_id))
    proposal = decision.proposal
    if proposal is None:
        return
    went = any(row.sent_on and row.template == template for row in casework.letters(act.rows, decision_id=decision_id))
    known = () if went else papers.as_they_stand(act.rows, proposal.case)
    evidence.require_met(decision, known)
