"""What people do with the statutory register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from bandingdesk.casework import child as children
from bandingdesk.casework import imports
from bandingdesk.casework.case import Case
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.register import clocks, entry, feed
from bandingdesk.casework.register.entry import Entry
from bandingdesk.casework.register.ops import EntryChanged, EntryMade, Excuse, Values
from bandingdesk.desk.ground import Ground, Made
from bandingdesk.ops import Op, Subject
from bandingdesk.statute import register
from bandingdesk.statute.register import Value
from bandingdesk.store import log
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.projections import register as tables
from bandingdesk.store.queries import register as queries

NO_REASONS: Mapping[str, str] = {}


class RegisterDesk:
    """The acts on entries. SHOWN is the entry's head as the screen had it."""

    def __init__(self, ground: Ground, *, is_demo: bool = False) -> None:
        self._ground = ground
        self._is_demo = is_demo

    def enter(self, case: str, type_: str, values: Mapping[str, Value], *, of: str | None = None) -> Made:
        """Make an entry of a case; OF is the entry it belongs to. Raises EntryInvalidError, EntryUnknownTypeError."""
        with self._ground.act() as act:
            state: Case = act.load(Subject("case", case))
            made = self._ground.ids.new()
            return Made(made, act.record(self._make(made, state, type_, values, of)))

    def open_request(
        self,
        plan: PlanRow,
        values: Mapping[str, Value],
        *,
        type_: str = "request",
        kept: Mapping[str, str] = NO_REASONS,
    ) -> Made:
        """Register a child, open their case and enter what came in with its fields, in one act; the id is the case's.

        TYPE is the kind of entry that came; KEPT says why an identifier stays whose check fails: it stops nothing.
        """
        ground, now = self._ground, self._ground.clock.now()
        child, opened = imports.new_plan(plan, ground.ids.new, ground.me, now, None, invented=self._is_demo)
        if type_ == "request":
            opened = replace(opened, body=replace(opened.body, kind="request"))
        case = opened.subject.id
        body = EntryMade(case, type_, register.book().version, dict(values))
        asked = entry.make(ground.ids.new(), ground.me, now, body, register.book())
        with ground.act() as act:
            changes = act.record(child, opened, asked)
            for reason in children.reasons(child.body, kept, plan.setting_urn):
                changes = changes.joined(act.record(children.keep(act.load(child.subject), ground.me, now, reason)))
            return Made(case, changes)

    def change(
        self,
        entry_id: str,
        values: Mapping[str, Value],
        reason: str = "",
        *,
        of: str | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Give the entry VALUES, all of them anew. A reason is needed where a recorded one changes."""
        with self._ground.act() as act:
            state = self._entry(act, entry_id, shown)
            body = EntryChanged(dict(values), reason, of)
            return act.record(entry.change(state, self._ground.me, self._ground.clock.now(), body, register.book()))

    def withdraw(self, entry_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Withdraw an entry that was made by mistake: it stays readable and no clock runs from it."""
        with self._ground.act() as act:
            state = self._entry(act, entry_id, shown)
            return act.record(entry.withdraw(state, self._ground.me, self._ground.clock.now(), reason))

    def excuse(
        self,
        entry_id: str,
        *,
        head: str,
        rules: Iterable[str],
        starts: date,
        ends: date | None,
        because: str,
        evidence: Iterable[str] = (),
        told: date | None = None,
        excuse_id: str | None = None,
        shown: str | None = None,
    ) -> Made:
        """Record an exception on clocks of an entry; it moves no date. Raises HeadUnfitError, ExcuseIncompleteError."""
        ground = self._ground
        with ground.act() as act:
            state = self._entry(act, entry_id, shown)
            made = excuse_id or ground.ids.new()
            body = Excuse(made, head, tuple(rules), starts, ends, because, tuple(evidence), told)
            limits = self._limits(act, state)
            op = entry.excuse(state, ground.me, ground.clock.now(), body, register.book(), limits)
            return Made(made, act.record(op))

    def withdraw_excuse(self, entry_id: str, excuse_id: str, reason: str, *, shown: str | None = None) -> Changes:
        """Take an exception back, with the reason."""
        with self._ground.act() as act:
            state = self._entry(act, entry_id, shown)
            now = self._ground.clock.now()
            return act.record(entry.withdraw_excuse(state, self._ground.me, now, excuse_id, reason))

    def entered(self, act: Act, case: Case, type_: str, values: Values, *, of: str | None = None) -> Op:
        """Return the op of a new entry for an act of another part: a list that is taken in, a letter that was sent."""
        return self._make(self._ground.ids.new(), case, type_, values, of)

    def fed(self, act: Act, case: str, template: str, on: date) -> tuple[Op, ...]:
        """Return what a letter of TEMPLATE that was sent ON a day writes into the case's entries."""
        known = [act.load(Subject("entry", id_)) for id_ in queries.entry_ids(act.rows, case)]
        return feed.sent(known, template, on, self._ground.me, self._ground.clock.now(), register.book())

    def reckon_all(self) -> int:
        """Reckon the clocks of every case again and return how many cases there are: after new law data."""
        with self._ground.store.act(by=self._ground.me) as act:
            return tables.derive_all(log.driver(act.rows))

    def _make(self, id_: str, case: Case, type_: str, values: Mapping[str, Value], of: str | None) -> Op:
        body = EntryMade(case.id, type_, register.book().version, dict(values), of)
        seen = (Subject("case", case.id), case.head)
        return entry.make(id_, self._ground.me, self._ground.clock.now(), body, register.book(), case=seen)

    def _entry(self, act: Act, entry_id: str, shown: str | None) -> Entry:
        state: Entry = act.load(Subject("entry", entry_id))
        self._ground.fresh(state, shown)
        return state

    def _limits(self, act: Act, state: Entry) -> dict[str, date]:
        """Return the law's last days of the clocks that run from an entry, by rule."""
        if state.made is None:
            return {}
        facts = next(iter(tables.read(log.driver(act.rows), [state.made.case])), None)
        found = clocks.running(facts) if facts is not None else ()
        return {one.rule: one.law_day for one in found if one.entry == state.id and one.law_day is not None}
