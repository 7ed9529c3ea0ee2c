"""The steps of a decision: proposal, second signature, Section F, money, recommendation, signature. Load, ask, record.

What every act at the panel loads stands here too, since the panel's other acts build on the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.council import people
from bandingdesk.council.ops import Role
from bandingdesk.council.people import Person
from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.desk.sync import require_undisputed
from bandingdesk.ops import Seen, Subject
from bandingdesk.panel import decision as decisions
from bandingdesk.panel import officer, sitting
from bandingdesk.panel.agenda import agenda as agendas
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.ops import BandProposed, ProvisionLine, RevealedSheet
from bandingdesk.panel.scoring import Sheet, sheet_id
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store import drafts
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework, panel, papers, room


class PanelTable:
    """What an act at the panel loads: states by their head, and the neighbours' values from their rows."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def _hand(self, person: str | None = None) -> Hand:
        """Return the hand of PERSON, by default of who is at the keys (whom the act names as entering it)."""
        return Hand(person or self._ground.me, self._ground.clock.now())

    def _meeting(self, act: Act, meeting_id: str, shown: str | None = None) -> Meeting:
        """Return the meeting in the agenda's order, with its readers and the late papers that were taken."""
        state: Meeting = act.load(Subject("meeting", meeting_id))
        self._ground.fresh(state, shown)
        return agendas.joined(state, act.find(Subject("agenda", meeting_id)))

    def _sitting(self, act: Act, meeting_id: str, item: str, shown: str | None = None) -> Sitting:
        state = self._meeting(act, meeting_id, shown)
        standings = panel.standings(act.rows, meeting_id, item)
        terms = panel.terms(act.rows, state.panel_type, state.on)
        return Sitting(state, item, standings, terms, room.here(act.rows, meeting_id, item))

    def _round(self, act: Act, round_id: str, shown: str | None = None) -> Round:
        state: Round = act.load(Subject("round", round_id))
        self._ground.fresh(state, shown)
        return state

    def _sheet(self, act: Act, round_id: str, person: str) -> Sheet:
        state: Sheet = act.load(Subject("sheet", sheet_id(round_id, person)))
        return state

    def _locked(self, act: Act, round_: Round) -> list[RevealedSheet]:
        sheets = [act.find(Subject("sheet", sheet_id(round_.id, person))) for person in round_.scorers]
        return [sheet.revealed for sheet in sheets if sheet is not None and sheet.is_locked]

    def _decision(self, act: Act, decision_id: str, shown: str | None = None) -> Decision:
        state: Decision = act.load(Subject("decision", decision_id))
        self._ground.fresh(state, shown)
        return state

    def _taken(self, act: Act, decision: Decision) -> Sitting:
        """Return the sitting that DECISION came out of."""
        if decision.proposal is None:
            raise decisions.StepError(before="propose a band")
        return self._sitting(act, decision.proposal.meeting, decision.proposal.item)

    def _was_returned(self, act: Act, item: str) -> bool:
        known = panel.decision_id(act.rows, item)
        return known is not None and self._decision(act, known).returned is not None

    def _roles(self, act: Act, taken: Sitting) -> tuple[str, ...]:
        """Return the roles that the person at the keys holds today, for this panel type or for all."""
        person: Person = act.load(Subject("person", self._ground.me))
        on, panel_type = self._ground.clock.today(), taken.meeting.panel_type
        return tuple(role for role in get_args(Role) if people.holds(person, role, on, panel_type))

    def _heads(self, act: Act, kind: str, ids: Sequence[str]) -> Seen:
        """Return the subjects with the heads they have now. Raises NoSuchSubjectError."""
        return tuple((subject, act.load(subject).head) for subject in (Subject(kind, id_) for id_ in ids))

    def _stands_on(self, act: Act, decision: Decision) -> Seen:
        """Return what a signature stands on: the case, the papers relied on and the answered ones, as they are now."""
        proposal = decisions.require_proposal(decision)
        read = dict.fromkeys((*proposal.evidence, *(row.id for row in papers.to_answer(act.rows, proposal.case))))
        return (*self._heads(act, "case", (proposal.case,)), *self._heads(act, "evidence", tuple(read)))


class SigningDesk(PanelTable):
    """The acts on a decision. SHOWN is the decision's head, for a proposal the round's."""

    def propose_band(
        self,
        round_id: str,
        *,
        outcome: str,
        legal_test: str,
        fits: bool,
        fit_words: str,
        band: str | None,
        views_considered: str,
        evidence: Sequence[str],
        starts: date,
        review_by: date,
        changes: Sequence[str] = (),
        reason_code: str | None = None,
        reason: str = "",
        shown: str | None = None,
    ) -> Made:
        """Record the panel's finding: outcome and decided band beside the indicated one. SHOWN is the round's head."""
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            taken = self._sitting(act, round_.meeting, round_.item)
            known = panel.decision_id(act.rows, round_.item)
            body = BandProposed(
                meeting=round_.meeting,
                item=round_.item,
                case=round_.case,
                round=round_.id,
                outcome=outcome,
                legal_test=legal_test,
                fits=fits,
                fit_words=fit_words,
                indicated=round_.indicated.band if round_.indicated else None,
                band=band,
                reason_code=reason_code,
                reason=reason,
                views_considered=views_considered,
                evidence=tuple(evidence),
                changes=tuple(changes),
                starts=starts,
                review_by=review_by,
                second_signature=False,
            )
            op = decisions.propose(
                act.load(Subject("decision", known)) if known else None,
                known or self._ground.ids.new(),
                round_,
                taken,
                self._hand(),
                body,
                bands=reckoning.bands(act.rows, round_.framework_sha256),
                codes=reckoning.override_codes(act.rows, round_.framework_sha256),
                evidence=self._heads(act, "evidence", evidence),
            )
            return Made(op.subject.id, act.record(op))

    def countersign(self, decision_id: str, words: str, pin: str, *, shown: str | None = None) -> Changes:
        """Give the second signature."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            roles = self._roles(act, taken)
            op = decisions.countersign(decision, taken, self._hand(), words, pin_checked=checked, roles=roles)
            return act.record(op)

    def check_section_f(
        self, decision_id: str, lines: Sequence[ProvisionLine], words: str = "", *, shown: str | None = None
    ) -> Changes:
        """Record how each provision line of the plan stays secured. It comes before money."""
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            review = casework.case(act.rows, decisions.require_proposal(decision).case).review
            provision = review.section_f if review else ()
            op = decisions.check_section_f(decision, taken, self._hand(), lines, words, provision=provision)
            return act.record(op)

    def show_money(self, decision_id: str, *, shown: str | None = None) -> Changes:
        """Show the amount that the tariff gives for the decided band."""
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            proposal = decisions.require_proposal(decision)
            body = reckoning.money_shown(act.rows, proposal, self._round(act, proposal.round), taken.meeting)
            return act.record(decisions.show_money(decision, taken, self._hand(), body))

    def recommend(
        self, decision_id: str, words: str, pin: str, *, ends_item: bool = False, shown: str | None = None
    ) -> Changes:
        """Sign the panel's recommendation, in the chair: the first record. ENDS_ITEM: its work on the case is done."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            proposal = decisions.require_proposal(decision)
            require_undisputed(act, proposal.case)
            round_ = self._round(act, proposal.round)
            seen = self._stands_on(act, decision)
            op = decisions.recommend(
                decision,
                round_,
                taken,
                self._hand(),
                words,
                pin_checked=checked,
                unanswered=len(papers.unanswered(act.rows, proposal.case)),
                seen=seen,
            )
            changes = act.record(op)
            if ends_item:
                changes = changes.joined(act.record(sitting.close_item(taken, self._hand())))
            return changes

    def sign(
        self,
        decision_id: str,
        agrees: bool,
        outcome: str,
        band: str | None,
        words: str,
        pin: str,
        *,
        shown: str | None = None,
    ) -> Changes:
        """Sign the decision maker's own decision: the second record. What anybody was still writing is forgotten."""
        checked = self._ground.pin_signs(pin)
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            proposal = decisions.require_proposal(decision)
            require_undisputed(act, proposal.case)
            op = officer.sign(
                decision,
                taken,
                self._hand(),
                agrees=agrees,
                outcome=outcome,
                band=band,
                words=words,
                pin_checked=checked,
                roles=self._roles(act, taken),
                bands=reckoning.bands(act.rows, taken.meeting.framework_sha256),
                unanswered=len(papers.unanswered(act.rows, proposal.case)),
                shortfall=self._shortfall(act, decision, taken, outcome, band),
                seen=self._stands_on(act, decision),
            )
            changes = act.record(op)
        drafts.drop_all(self._ground.store, f"decision:{taken.item}")
        return changes

    def shortfall(self, decision_id: str) -> Shortfall | None:
        """Return what Section F costs beside elements 1 to 3 of the proposed band, for a screen that may show it."""
        store = self._ground.store
        decision: Decision = store.load(Subject("decision", decision_id))
        proposal = decision.proposal
        if proposal is None or proposal.outcome == "cease" or proposal.band is None:
            return None
        round_: Round = store.load(Subject("round", proposal.round))
        meeting: Meeting = store.load(Subject("meeting", proposal.meeting))
        with store.read() as conn:
            return reckoning.shortfall(conn, proposal, round_, meeting, proposal.band, self._ground.clock.today())

    def _shortfall(
        self, act: Act, decision: Decision, taken: Sitting, outcome: str, band: str | None
    ) -> Shortfall | None:
        """Return what Section F costs beside elements 1 to 3 of BAND; None where the plan ends."""
        proposal = decisions.require_proposal(decision)
        if outcome == "cease" or band is None:
            return None
        round_ = self._round(act, proposal.round)
        return reckoning.shortfall(act.rows, proposal, round_, taken.meeting, band, self._ground.clock.today())

    def return_to_panel(self, decision_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Send the recommendation back to the panel, with words."""
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            op = officer.return_to_panel(decision, taken, self._hand(), words, roles=self._roles(act, taken))
            return act.record(op)
