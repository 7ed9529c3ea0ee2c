"""What people do with contacts of a case: asked, promised, answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bandingdesk.casework.child import Child
from bandingdesk.casework.contacts import contact as rules
from bandingdesk.casework.contacts.contact import Contact
from bandingdesk.casework.contacts.ops import Answered, Asked, ContactRecorded, Promised
from bandingdesk.casework.contacts.policy import Terms
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.seams import LONDON
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import casework, closed
from bandingdesk.store.queries import contacts as query


class ContactsDesk:
    """The acts of this part. SHOWN is the head of the contact that the screen showed."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def record(
        self,
        asked: Asked,
        *,
        reply_on: date | None = None,
        reason: str = "",
        answer: str = "",
        answer_way: str = "",
        answered_at: datetime | None = None,
    ) -> Made:
        """Record a contact. The policy's reply day is taken unless REPLY_ON is another one, which needs its REASON.

        ANSWER: it was answered there and then, by whoever is at the keys.
        """
        ground = self._ground
        with ground.act() as act:
            closed.require_open(act.rows, asked.case, ground.me)
            terms, now = self._terms(act, asked.at), ground.clock.now()
            proposed = terms.reply_day(asked.at.astimezone(LONDON).date())
            answered = Answered(answer, answered_at or now, answer_way or asked.way, ground.me) if answer else None
            promised = _promised(reply_on, reason, proposed, is_answered=answered is not None)
            followed = act.find(Subject("contact", asked.follows)) if asked.follows else None
            made = ground.ids.new()
            body = ContactRecorded(asked, promised, answered)
            op = rules.record(
                made,
                ground.me,
                now,
                body,
                ways=terms.ways,
                born=self._born(act, asked.case),
                proposed=proposed,
                followed=followed,
            )
            return Made(made, act.record(op))

    def answer(
        self, contact: str, words: str, way: str, *, at: datetime | None = None, shown: str | None = None
    ) -> Changes:
        """Record the answer that whoever is at the keys gave, by default now."""
        return self._act(contact, shown, rules.answer, self._answered(words, way, at))

    def correct_answer(
        self, contact: str, words: str, way: str, reason: str, *, at: datetime, shown: str | None = None
    ) -> Changes:
        """Put an answer right, with a reason."""
        return self._act(contact, shown, rules.correct_answer, self._answered(words, way, at), reason)

    def correct(self, contact: str, asked: Asked, reason: str, *, shown: str | None = None) -> Changes:
        """Put right what was asked, by whom or when, with a reason."""
        ground = self._ground
        with ground.act() as act:
            state = self._state(act, contact, shown)
            ways, born = self._terms(act, asked.at).ways, self._born(act, asked.case)
            op = rules.correct(state, ground.me, ground.clock.now(), asked, reason, ways=ways, born=born)
            return act.record(op)

    def set_reply_day(self, contact: str, on: date, reason: str, *, shown: str | None = None) -> Changes:
        """Set another reply day, with a reason."""
        ground = self._ground
        with ground.act() as act:
            state = self._state(act, contact, shown)
            return act.record(rules.set_reply_day(state, ground.me, ground.clock.now(), on, reason))

    def withdraw(self, contact: str, reason: str, *, shown: str | None = None) -> Changes:
        """Withdraw a contact that does not belong here, with a reason."""
        ground = self._ground
        with ground.act() as act:
            state = self._state(act, contact, shown)
            return act.record(rules.withdraw(state, ground.me, ground.clock.now(), reason))

    def _act(self, contact: str, shown: str | None, rule: Any, *values: Any) -> Changes:
        ground = self._ground
        with ground.act() as act:
            state, now = self._state(act, contact, shown), ground.clock.now()
            return act.record(rule(state, ground.me, now, *values, ways=self._terms(act, now).ways))

    def _answered(self, words: str, way: str, at: datetime | None) -> Answered:
        return Answered(words, at or self._ground.clock.now(), way, self._ground.me)

    def _state(self, act: Act, contact: str, shown: str | None) -> Contact:
        state: Contact = act.load(Subject("contact", contact))
        self._ground.fresh(state, shown)
        if state.asked is not None:
            closed.require_open(act.rows, state.asked.case, self._ground.me)
        return state

    def _terms(self, act: Act, at: datetime) -> Terms:
        return query.terms(act.rows, at.astimezone(LONDON).date())

    def _born(self, act: Act, case: str) -> date | None:
        child: Child | None = act.find(Subject("child", casework.case(act.rows, case).child_id))
        return child.facts.born if child is not None and child.facts is not None else None


def _promised(on: date | None, reason: str, proposed: Promised | None, *, is_answered: bool) -> Promised | None:
    """Return the reply day as it is recorded: none for what is answered already, the policy's, or one set by hand."""
    if is_answered:
        return None
    if on is None or (proposed is not None and on == proposed.on and not reason.strip()):
        return proposed
    return Promised(on, None, reason.strip())
