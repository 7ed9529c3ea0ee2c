"""The steps of a decision: proposal, second signature, Section F, money, recommendation, signature. Load, ask, record.

What every act at the panel loads stands here too, since the panel's other acts build on the same table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Required, TypedDict, Unpack, get_args

from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.council import people
from bandingdesk.council.ops import Role
from bandingdesk.council.people import Person
from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.desk.sync import require_undisputed
from bandingdesk.desk.undertaking import undertake
from bandingdesk.ops import Seen, Subject
from bandingdesk.panel import decision as decisions
from bandingdesk.panel import officer, outcomes, sitting, upward
from bandingdesk.panel.agenda import agenda as agendas
from bandingdesk.panel.deciding.needs import needs
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.findings import AgreedAction, GroundFound, Share
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Meeting
from bandingdesk.panel.moderation import Round
from bandingdesk.panel.officer import AS_THE_PANEL, OwnRecord
from bandingdesk.panel.ops import BandProposed, ProvisionLine, RevealedSheet
from bandingdesk.panel.scoring import Sheet, sheet_id
from bandingdesk.panel.sitting import Sitting
from bandingdesk.store import drafts
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import agenda, casework, council, panel, papers, room, rounds


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
        terms = panel.terms(act.rows, state.panel_type, state.on, meeting_id)
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


class Finding(TypedDict, total=False):
    """What a panel says when it finds: the fields of BandProposed that people fill in (panel/ops.py)."""

    outcome: Required[str]
    legal_test: Required[str]
    views_considered: Required[str]
    evidence: Required[Sequence[str]]
    starts: Required[date]
    review_by: Required[date]
    fits: bool
    fit_words: str
    band: str | None
    reason_code: str | None
    reason: str
    changes: Sequence[str]
    grounds: Sequence[GroundFound]
    options: Sequence[str]
    views_of_child: str
    setting: str
    months: int | None
    length_reason: str
    conditions: Sequence[str]
    actions: Sequence[AgreedAction]
    shares: Sequence[Share]
    reasonable_steps: str


# What an outcome without a band leaves out.
_UNSAID: dict[str, Any] = {"fits": False, "fit_words": "", "band": None, "reason_code": None, "reason": ""}
_LISTS = ("evidence", "changes", "grounds", "options", "conditions", "actions", "shares")


class SigningDesk(PanelTable):
    """The acts on a decision. SHOWN is the decision's head, for a proposal the round's."""

    def propose_band(self, round_id: str, *, shown: str | None = None, **finding: Unpack[Finding]) -> Made:
        """Record the panel's finding: outcome and decided band beside the indicated one. SHOWN is the round's head.

        What the outcome asks for is the outcome book's; where the panel answered questions, what it found on each limb
        goes into the finding.
        """
        with self._ground.act() as act:
            round_ = self._round(act, round_id, shown)
            taken = self._sitting(act, round_.meeting, round_.item)
            known = panel.decision_id(act.rows, round_.item)
            op = decisions.propose(
                act.load(Subject("decision", known)) if known else None,
                known or self._ground.ids.new(),
                round_,
                taken,
                self._hand(),
                self._found(act, round_, taken, finding),
                bands=reckoning.bands(act.rows, round_.framework_sha256),
                codes=reckoning.override_codes(act.rows, round_.framework_sha256),
                evidence=self._heads(act, "evidence", finding["evidence"]),
                guidance=council.local_criteria(act.rows, taken.meeting.on),
            )
            return Made(op.subject.id, act.record(op))

    def _found(self, act: Act, round_: Round, taken: Sitting, finding: Finding) -> BandProposed:
        """Return FINDING as it is recorded; `propose` sets the second signature."""
        given: dict[str, Any] = _UNSAID | dict(finding)
        given |= {name: tuple(given.get(name, ())) for name in _LISTS}
        given["grounds"] = given["grounds"] or rounds.grounds_found(act.rows, round_.id)
        return BandProposed(
            meeting=round_.meeting,
            item=round_.item,
            case=round_.case,
            round=round_.id,
            indicated=round_.indicated.band if round_.indicated else None,
            second_signature=False,
            needs=needs(finding["outcome"], taken.terms.basis),
            **given,
        )

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
        """Record how each provision line of the plan stays secured, and what becomes of it. It comes before money."""
        with self._ground.act() as act:
            decision = self._decision(act, decision_id, shown)
            taken = self._taken(act, decision)
            proposal = decisions.require_proposal(decision)
            provision = self._provision(act, proposal.case)
            lower = reckoning.lower_than(act.rows, proposal, taken.meeting, proposal.band)
            op = decisions.check_section_f(
                decision, taken, self._hand(), lines, words, provision=provision, lower=lower
            )
            return act.record(op)

    def _provision(self, act: Act, case: str) -> tuple[str, ...]:
        """Return the lines of Section F as the review found them."""
        review = casework.case(act.rows, case).review
        return review.section_f if review else ()

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
                late=agenda.late_open(act.rows, proposal.meeting, proposal.item),
                higher=upward.must_go(decision, taken.terms.routes, reckoning.a_year(decision)),
                seen=seen,
            )
            changes = act.record(op)
            agreed = [(one.what, one.owner, one.by) for one in proposal.actions]
            at = {"meeting": proposal.meeting, "item": proposal.item, "decision": decision.id}
            changes = changes.joined(undertake(self._ground, act, self._hand(), proposal.case, agreed, **at))
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
        own: OwnRecord = AS_THE_PANEL,
        shown: str | None = None,
    ) -> Changes:
        """Sign the decision maker's own decision: the second record. What anybody was still writing is forgotten.

        OWN is what it says of its own: test, options, evidence, grounds. What is left empty stands as the panel has it.
        """
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
                band=band or None,
                words=words,
                pin_checked=checked,
                roles=self._roles(act, taken),
                bands=reckoning.bands(act.rows, taken.meeting.framework_sha256),
                needs=needs(outcome, taken.terms.basis) if outcome != proposal.outcome else proposal.needs,
                own=replace(own, papers=papers.as_they_stand(act.rows, proposal.case)),
                provision=self._provision(act, proposal.case),
                lower=reckoning.lower_than(act.rows, proposal, taken.meeting, band or None),
                guidance=council.local_criteria(act.rows, taken.meeting.on),
                unanswered=len(papers.unanswered(act.rows, proposal.case)),
                shortfall=self._shortfall(act, decision, taken, outcome, band or None),
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
        if proposal is None or proposal.band is None or _ends_plan(proposal.outcome):
            return None
        round_: Round = store.load(Subject("round", proposal.round))
        meeting: Meeting = store.load(Subject("meeting", proposal.meeting))
        with store.read() as conn:
            return reckoning.shortfall(conn, proposal, round_, meeting, proposal.band, self._ground.clock.today())

    def _shortfall(
        self, act: Act, decision: Decision, taken: Sitting, outcome: str, band: str | None
    ) -> Shortfall | None:
        """Return what Section F costs beside elements 1 to 3 of BAND; None where the plan ends."""
        proposal = decision.proposal
        if proposal is None or band is None or _ends_plan(outcome):
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


def _ends_plan(outcome: str) -> bool:
    """Return whether nothing of Section F is left to fund after OUTCOME."""
    book = outcomes.book()
    return outcome in book and book.get(outcome).ends_plan
