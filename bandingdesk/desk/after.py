"""What people do with what follows a decision: actions, decisions out of panel and their ratification, what came back.

Minutes and feedback stand in `after_papers.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from bandingdesk.council import people
from bandingdesk.council.people import Person
from bandingdesk.desk.after_papers import PapersDesk
from bandingdesk.desk.ground import Made
from bandingdesk.desk.undertaking import undertake
from bandingdesk.ops import Subject
from bandingdesk.panel.after import actions, lists, outcomes, outside
from bandingdesk.panel.after.actions import Action
from bandingdesk.panel.after.ops import ActionMade, OutcomeNoted, OutsideAsked, OutsideDecided, Route
from bandingdesk.panel.after.outcomes import Outcome
from bandingdesk.panel.after.outside import Outside
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import after, came_back, casework, closed, council, register

LETTER = "Write to the family about the decision made out of panel."


class AfterDesk(PapersDesk):
    """The acts of this part. SHOWN is the head that the screen showed."""

    # Actions

    def add_action(
        self,
        case: str,
        words: str,
        owner: str,
        due: date | None,
        *,
        meeting: str = "",
        item: str = "",
        decision: str = "",
    ) -> Made:
        """Record that OWNER does something by DUE; with CASE "" for an action of the meeting as a whole.

        Raises ActionInvalidError with what is missing, ActionDayError, OwnerClosedError, CaseClosedError.
        """
        with self._ground.act() as act:
            id_ = self._ground.ids.new()
            body = ActionMade(case, words, owner, due or date.min, meeting, item, decision)
            if case:
                closed.require_open(act.rows, case, self._ground.me)
            owners = after.owners(act.rows, case)
            op = actions.make(id_, self._hand(), body, today=self._ground.clock.today(), owners=owners)
            return Made(id_, act.record(op))

    def do_action(self, action_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Record that an action is done, with what came of it."""
        with self._ground.act() as act:
            return act.record(actions.do(self._action(act, action_id, shown), self._hand(), words))

    def move_action(self, action_id: str, due: date, reason: str, *, shown: str | None = None) -> Changes:
        """Put an action on another day, saying why."""
        with self._ground.act() as act:
            state, today = self._action(act, action_id, shown), self._ground.clock.today()
            return act.record(actions.move(state, self._hand(), due, reason, today=today))

    def drop_action(self, action_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Record that an action will not be done, saying why."""
        with self._ground.act() as act:
            return act.record(actions.drop(self._action(act, action_id, shown), self._hand(), reason))

    # Out of panel

    def to_officer(
        self, case: str, reason: str, by: date, *, panel_type: str = "", meeting: str = "", item: str = ""
    ) -> Made:
        """Send a case to the delegated officer, out of panel, by a day: where no panel meets before the law's last day.

        PANEL_TYPE is by default that of MEETING. Raises OutsideInvalidError, OfficerDayError, CaseClosedError.
        """
        with self._ground.act() as act:
            closed.require_open(act.rows, case, self._ground.me)
            of = panel_type or (self._meeting(act, meeting).panel_type if meeting else "")
            id_ = self._ground.ids.new()
            body = OutsideAsked(case, of, reason, by, meeting, item)
            op = outside.ask(id_, self._hand(), body, today=self._ground.clock.today())
            return Made(id_, act.record(op))

    def decide_outside(
        self,
        case: str,
        *,
        panel_type: str,
        route: Route,
        why: str,
        outcome: str,
        legal_test: str,
        options: Sequence[str],
        evidence: Sequence[str],
        reasons: str,
        pin: str,
        delegation: str = "",
        outcome_words: str = "",
        asked: str | None = None,
        shown: str | None = None,
    ) -> Made:
        """Sign a decision out of panel, answering what was ASKED or at once. The panel that ratifies is the type's own.

        Without one in its rules, that panel itself takes note of it. Raises NotTheOfficerError, OutsideDecidedError,
        OutsideInvalidError with the list, PinNeededError.
        """
        checked = self._ground.pin_signs(pin)
        ground = self._ground
        with ground.act() as act:
            known: Outside | None = act.load(Subject("outside", asked)) if asked else None
            if known is not None:
                ground.fresh(known, shown)
            type_ = council.panel_type(act.rows, panel_type, ground.clock.today()) if panel_type else None
            body = OutsideDecided(
                case=case,
                panel_type=panel_type,
                route=route,
                why=why.strip() or (known.asked.reason if known is not None and known.asked is not None else ""),
                outcome=outcome,
                outcome_words=outcome_words.strip(),
                delegation=delegation.strip() or (type_.delegation if type_ is not None else ""),
                legal_test=legal_test.strip(),
                options=tuple(options),
                evidence=tuple(evidence),
                reasons=reasons.strip(),
                ratified_by=(type_.ratified_by or type_.key) if type_ is not None else "",
                pin_checked=checked,
            )
            op = outside.decide(
                known,
                asked or ground.ids.new(),
                self._hand(),
                body,
                roles=self._own_roles(act, panel_type),
                is_closed=ground.me not in after.owners(act.rows, case),
                outcomes=type_.outcomes if type_ is not None else (),
                seen=self._heads(act, "evidence", evidence),
            )
            changes = act.record(op)
            return Made(op.subject.id, changes.joined(self._letter_to_write(act, case, known)))

    def ratify(
        self,
        outside_id: str,
        meeting: str,
        finding: Literal["noted", "review"],
        words: str = "",
        *,
        shown: str | None = None,
    ) -> Changes:
        """Record what an open meeting makes of a decision out of panel. It undoes nothing."""
        with self._ground.act() as act:
            state = self._outside(act, outside_id, shown)
            closed.require_open(act.rows, state.case, self._ground.me)
            return act.record(outside.ratify(state, self._meeting(act, meeting), self._hand(), finding, words))

    def answer_review(self, outside_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Answer a panel that asked for a review, as the decision maker: a further record."""
        with self._ground.act() as act:
            state = self._outside(act, outside_id, shown)
            closed.require_open(act.rows, state.case, self._ground.me)
            roles = self._own_roles(act, state.panel_type)
            return act.record(outside.review(state, self._hand(), words, roles=roles))

    # What came back

    def note_outcome(
        self,
        case: str,
        entry: str,
        theme: str,
        words: str = "",
        *,
        decision: str | None = None,
        meeting: str = "",
    ) -> Changes:
        """Note what an appeal or a mediation came to, beside the decision it was about: by default the last one before.

        Raises NoOutcomeError, OrderTooEarlyError, ThemeUnknownError.
        """
        today = self._ground.clock.today()
        with self._ground.act() as act:
            closed.require_open(act.rows, case, self._ground.me)
            row = register.entry_row(act.rows, entry, today)
            if row is None or row.case_id != case or row.withdrawn is not None:
                raise outcomes.NoOutcomeError()
            back = outcomes.came_back(row.type, row.values)
            of = came_back.appealed(act.rows, row) if decision is None else decision
            known: Outcome | None = act.find(Subject("outcome", entry))
            says = came_back.said(row, back) if back is not None else ""
            body = OutcomeNoted(case, entry, of, says, theme, meeting, words)
            decided = came_back.signed_on(act.rows, of) if of else None
            op = outcomes.note(known, self._hand(), body, back, decided=decided, themes=lists.themes())
            return act.record(op)

    def _action(self, act: Act, action_id: str, shown: str | None) -> Action:
        state: Action = act.load(Subject("action", action_id))
        self._ground.fresh(state, shown)
        if state.case:
            closed.require_open(act.rows, state.case, self._ground.me)
        return state

    def _outside(self, act: Act, outside_id: str, shown: str | None) -> Outside:
        state: Outside = act.load(Subject("outside", outside_id))
        self._ground.fresh(state, shown)
        return state

    def _letter_to_write(self, act: Act, case: str, asked: Outside | None) -> Changes:
        """Give the letter about a decision out of panel to whoever holds the case: it is not on the tray by itself."""
        today, owners = self._ground.clock.today(), after.owners(act.rows, case)
        row = casework.case(act.rows, case)
        asked_by = asked.asked_by if asked is not None else ""
        owner = next(one for one in (row.assigned, asked_by, self._ground.me) if one in owners)
        law_day = row.clock.law_day if row.clock is not None else today
        agreed = [(LETTER, owner, max(today, law_day))]
        return undertake(self._ground, act, self._hand(), case, agreed, meeting="", item="")

    def _own_roles(self, act: Act, panel_type: str) -> tuple[str, ...]:
        """Return whether the person at the keys decides, today and for this panel type."""
        person: Person = act.load(Subject("person", self._ground.me))
        on, role = self._ground.clock.today(), outside.SIGNING_ROLE
        return (role,) if people.holds(person, role, on, panel_type or None) else ()
