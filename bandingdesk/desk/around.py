"""What people do with the people around a child: relations, addresses, care, capacity, a death, twins merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from bandingdesk.casework import child as children
from bandingdesk.casework.around import care, lists, relation, twins
from bandingdesk.casework.around.ops import AddressConfirmed, LettersDecided, LettersWhy, RelationEnded, RelationFacts
from bandingdesk.casework.around.relation import Relation
from bandingdesk.casework.child import Child
from bandingdesk.casework.ops import (
    CapacityRecorded,
    CareRecorded,
    ChildCorrected,
    ChildRegistered,
    DeathRecorded,
    LetterOpened,
)
from bandingdesk.council import may
from bandingdesk.council.people import Person
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Subject
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import around as query


class AroundDesk:
    """The acts of this part. `is_demo` marks what is added as invented."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    # People

    def add(self, child: str, facts: RelationFacts) -> Made:
        """Add a person around a child; the made id is the relation's."""
        ground, id_ = self._ground, self._ground.ids.new()
        facts = replace(facts, invented=self._is_demo)
        with ground.act() as act:
            act.load(Subject("child", child))
            now, today = ground.clock.now(), ground.clock.today()
            known = query.people(act.rows, child, today)
            has_self = any(row.facts.relation == lists.SELF and row.ended is None for row in known)
            op = relation.add(id_, ground.me, now, child, facts, today=today, has_self=has_self)
            return Made(id_, act.record(op))

    def change(self, relation_id: str, facts: RelationFacts, reason: str, *, shown: str | None = None) -> Changes:
        """Change what is known of a person, with the reason; another address comes with its source and day."""
        ground = self._ground
        with ground.act() as act:
            state = self._relation(act, relation_id, shown)
            facts = replace(facts, invented=bool(state.facts and state.facts.invented))
            today = ground.clock.today()
            return act.record(relation.change(state, ground.me, ground.clock.now(), facts, reason, today=today))

    def confirm_address(self, relation_id: str, on: date, source: str, *, shown: str | None = None) -> Changes:
        """Record that the address was asked for and is still right."""
        ground = self._ground
        body = AddressConfirmed(on, source.strip())
        with ground.act() as act:
            state = self._relation(act, relation_id, shown)
            now, today = ground.clock.now(), ground.clock.today()
            return act.record(relation.confirm_address(state, ground.me, now, body, today=today))

    def decide_letters(
        self, relation_id: str, gets: bool, why: LettersWhy, words: str, on: date, *, shown: str | None = None
    ) -> Changes:
        """Record whether a person gets letters, where that is not what the rules say by themselves."""
        ground = self._ground
        body = LettersDecided(gets, why, words.strip(), on)
        with ground.act() as act:
            state = self._relation(act, relation_id, shown)
            now, today = ground.clock.now(), ground.clock.today()
            return act.record(relation.decide_letters(state, ground.me, now, body, today=today))

    def end(self, relation_id: str, on: date, reason: str, *, shown: str | None = None) -> Changes:
        """Take a person off the list; what was recorded stays."""
        ground = self._ground
        body = RelationEnded(on, reason.strip())
        with ground.act() as act:
            state = self._relation(act, relation_id, shown)
            now, today = ground.clock.now(), ground.clock.today()
            return act.record(relation.end(state, ground.me, now, body, today=today))

    # The child

    def correct(
        self, child: str, facts: ChildRegistered, reason: str, kept: Mapping[str, str], *, shown: str | None = None
    ) -> Changes:
        """Correct name, birth date or identifiers, with the reason. KEPT says why a doubted identifier stays.

        An identifier that fails its check never stops the act. Raises ReasonMissingError, NameMissingError.
        """
        relation.require_words(reason)
        if not (facts.forename.strip() or facts.surname.strip()):
            raise relation.NameMissingError()
        ground, now = self._ground, self._ground.clock.now()
        subject = Subject("child", child)
        with ground.act() as act:
            state = self._child(act, child, shown)
            today = ground.clock.today()
            relation.require_past(facts.born, today, "Day of birth")
            same = state.facts
            facts = replace(facts, invented=bool(same and same.invented), source=same.source if same else None)
            changes = act.record(children.correct(state, ground.me, now, ChildCorrected(facts, reason.strip())))
            for body in children.reasons(facts, kept):
                changes = changes.joined(act.record(children.keep(act.load(subject), ground.me, now, body)))
            return changes

    def record_care(self, child: str, body: CareRecorded, *, shown: str | None = None) -> Changes:
        """Record a time of being looked after; the registration follows, so that lists and urgency know it."""
        ground, now, today = self._ground, self._ground.clock.now(), self._ground.clock.today()
        with ground.act() as act:
            state = self._child(act, child, shown)
            changes = act.record(care.record_care(state, ground.me, now, body, today=today))
            state = act.load(Subject("child", child))
            is_now = care.care_on(state.care, today) is not None
            if state.facts is not None and state.facts.looked_after != is_now:
                facts = replace(state.facts, looked_after=is_now)
                corrected = ChildCorrected(facts, f"looked after: {body.source.strip()}")
                changes = changes.joined(act.record(children.correct(state, ground.me, now, corrected)))
            return changes

    def record_capacity(self, child: str, body: CapacityRecorded, *, shown: str | None = None) -> Changes:
        """Record whether the young person has the capacity for one decision."""
        ground, now, today = self._ground, self._ground.clock.now(), self._ground.clock.today()
        with ground.act() as act:
            state = self._child(act, child, shown)
            around = {row.id for row in query.people(act.rows, child, today) if row.ended is None}
            op = care.record_capacity(state, ground.me, now, body, around=around, today=today)
            return act.record(op)

    # A death

    def record_death(self, child: str, on: date, source: str, lead: str, *, shown: str | None = None) -> Changes:
        """Record a death: every letter, reminder and batch stops until LEAD, a person of the council, opens one."""
        ground, now, today = self._ground, self._ground.clock.now(), self._ground.clock.today()
        body = DeathRecorded(on, source.strip(), lead)
        with ground.act() as act:
            state = self._child(act, child, shown)
            person: Person = act.load(Subject("person", lead))
            lead_may = may.somewhere(person, "child.letter_opened", today)
            op = care.record_death(state, ground.me, now, body, lead_may=lead_may, name=person.name, today=today)
            return act.record(op)

    def withdraw_death(self, child: str, reason: str, *, shown: str | None = None) -> Changes:
        """Take back a death that was recorded by mistake."""
        ground = self._ground
        with ground.act() as act:
            state = self._child(act, child, shown)
            return act.record(care.withdraw_death(state, ground.me, ground.clock.now(), reason))

    def open_letter(self, child: str, decision: str, template: str, reason: str) -> Changes:
        """Let one letter of a decision go out in spite of the death: the named lead alone may."""
        ground = self._ground
        with ground.act() as act:
            stop = query.stopped(act.rows, child)
            state: Child = act.load(Subject("child", stop.child_id if stop else child))
            body = LetterOpened(decision, template, reason.strip())
            lead_name = stop.lead_name if stop else ""
            return act.record(care.open_letter(state, ground.me, ground.clock.now(), body, lead_name=lead_name))

    # One child, entered twice

    def merge(self, gone: str, kept: str, reason: str) -> Changes:
        """Put two entries of one child together: the cases of GONE show under KEPT, each with its own reference."""
        ground = self._ground
        with ground.act() as act:
            own = [act.load(Subject("case", id_)) for id_, _ in query.cases_of(act.rows, gone)]
            one, other = act.load(Subject("child", gone)), act.load(Subject("child", kept))
            return act.record(*twins.merge(one, other, own, ground.me, ground.clock.now(), reason))

    def unmerge(self, gone: str, reason: str) -> Changes:
        """Part an entry from the one it was put together with: its cases come back, and nothing is lost."""
        ground = self._ground
        with ground.act() as act:
            state: Child = act.load(Subject("child", gone))
            cases = state.merged.cases if state.merged is not None else ()
            went = [act.load(Subject("case", id_)) for id_ in cases if act.find(Subject("case", id_)) is not None]
            root = query.root(act.rows, gone)
            return act.record(*twins.unmerge(state, root, went, ground.me, ground.clock.now(), reason))

    def tell_apart(self, child: str, other: str, reason: str) -> Changes:
        """Record that two entries are two children, so that nobody is asked again."""
        ground = self._ground
        with ground.act() as act:
            one, two = act.load(Subject("child", child)), act.load(Subject("child", other))
            return act.record(twins.tell_apart(one, two, ground.me, ground.clock.now(), reason))

    def _relation(self, act: Act, id_: str, shown: str | None) -> Relation:
        state: Relation = act.load(Subject("relation", id_))
        self._ground.fresh(state, shown)
        return state

    def _child(self, act: Act, id_: str, shown: str | None) -> Child:
        state: Child = act.load(Subject("child", id_))
        self._ground.fresh(state, shown)
        return state


def require_not_stopped(conn: Connection, child_id: str, decision: str = "", template: str = "") -> None:
    """Check that a letter, a reminder or a batch about a child may go out. Raises LetterStoppedError."""
    stop = query.stopped(conn, child_id)
    if stop is not None and not (decision and stop.lets(decision, template)):
        raise care.LetterStoppedError(lead=stop.lead_name, child=child_id)
