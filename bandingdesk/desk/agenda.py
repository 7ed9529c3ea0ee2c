"""What people do with the agenda before a meeting: its deadline, order and readers, late papers, urgent cases, packs.

Load, ask, record. SHOWN is the head of the agenda that the screen showed; where it has moved on since, the act is
refused and the form stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from bandingdesk.desk.ground import Made
from bandingdesk.desk.signing import PanelTable
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.agenda import agenda as agendas
from bandingdesk.panel.agenda import late, order, rota, ties
from bandingdesk.panel.agenda.agenda import Agenda
from bandingdesk.panel.agenda.ops import LateOutcome, LatePaperSettled, PackReader, PackReleased, Place, Reader
from bandingdesk.panel.agenda.ties import Ties
from bandingdesk.panel.meeting import Meeting
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import agenda as rows
from bandingdesk.store.queries import casework, council, items, panel, panel_types


class PackFolderError(MissingError):
    """The folder FOLDER can't be written: REASON is the system's sentence."""

    code = "AG-11"
    exit_code = 3
    message = QT_TRANSLATE_NOOP("errors", "The packs can't be written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "The release was not recorded. A pack that was written before lies there.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space, then release again.")
    folder: str
    reason: str


LEADS = ("chair", "deputy", "clerk")
READERS = 2  # where the panel type leaves it open and somebody asks for a rota all the same
UNFIT = {
    "interest": "they have an interest in it",
    "setting": "the child goes to a setting of theirs",
    "caseworker": "they are the caseworker",
    "prepared": "they prepared the case",
}


class AgendaDesk(PanelTable):
    """The acts on an agenda."""

    def _agenda(self, act: Act, meeting_id: str, shown: str | None = None) -> Agenda | None:
        state: Agenda | None = act.find(Subject("agenda", meeting_id))
        if state is not None:
            self._ground.fresh(state, shown)
        return state

    def _led(self, act: Act, meeting_id: str) -> Meeting:
        """Return the meeting where the person at the keys leads it. Raises NotInChairError."""
        state = self._meeting(act, meeting_id)
        if not any(seat.person == self._ground.me and seat.role in LEADS for seat in state.seats):
            raise meetings.NotInChairError(person=self._ground.me, chair=None)
        return state

    # When papers come in, when members can be there

    def set_deadline(self, meeting_id: str, on: date, words: str = "", *, shown: str | None = None) -> Changes:
        """Say by which day papers come in for the meeting."""
        with self._ground.act() as act:
            state = self._agenda(act, meeting_id, shown)
            return act.record(agendas.set_deadline(state, self._meeting(act, meeting_id), self._hand(), on, words))

    def set_hours(
        self, meeting_id: str, person: str, starts: str, ends: str, words: str = "", *, shown: str | None = None
    ) -> Changes:
        """Say from when until when a member can be there; both empty: all the time."""
        with self._ground.act() as act:
            state = self._agenda(act, meeting_id, shown)
            meeting = self._meeting(act, meeting_id)
            return act.record(agendas.set_hours(state, meeting, self._hand(), person, starts, ends, words))

    # Order

    def propose_order(
        self, meeting_id: str, ranks: Mapping[str, int] | None = None, *, shown: str | None = None
    ) -> Changes:
        """Put the waiting cases in the proposed order, behind those the panel is done with.

        RANKS are places by spread as a shared store gives them; without them they are worked out on this laptop.
        """
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            known = rows.plan(act.rows, meeting_id)
            waits = {item.item for item in meeting.items if item.state == "waiting"}
            cases = [case for case in rows.cases(act.rows, meeting_id, ranks) if case.item in waits]
            done = [Place(item.item, "added") for item in meeting.items if item.item not in waits]
            proposed = order.propose(
                cases,
                begins=order.minutes(known.starts),
                case_minutes=known.case_minutes,
                next_told=known.next_told,
                is_last=known.next_on is None,
            )
            places = (*done, *proposed)
            return act.record(agendas.put_in_order(state, meeting, self._hand(), places, is_rule=True))

    def put_in_order(self, meeting_id: str, order_: Sequence[str], *, shown: str | None = None) -> Changes:
        """Put the items in an order by hand: those that moved say so, the others keep their reason."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            known = [item.item for item in meeting.items]
            places = (
                agendas.moved_by_hand(meeting, state, order_)
                if sorted(known) == sorted(order_)
                else tuple(Place(item, "hand") for item in order_)
            )
            return act.record(agendas.put_in_order(state, meeting, self._hand(), places))

    def put_back(self, meeting_id: str, places: Sequence[Place], *, shown: str | None = None) -> Changes:
        """Put the agenda back as it stood, with the reasons it had: the undo of an order."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            return act.record(agendas.put_in_order(state, meeting, self._hand(), places))

    # Readers

    def draw_readers(self, meeting_id: str, *, shown: str | None = None) -> Changes:
        """Give every waiting item that is not being scored its readers by rota."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            known = rows.plan(act.rows, meeting_id)
            waits = [row.item for row in items.agenda(act.rows, meeting_id) if row.state == "waiting"]
            unfit = rows.unfit(act.rows, meeting_id)
            drawn = rota.draw(waits, rows.members(act.rows, meeting_id), unfit, known.each or READERS)
            op = agendas.set_readers(state, meeting, self._hand(), drawn.readers, unfit=unfit)
            return act.record(op)

    def set_readers(
        self, meeting_id: str, item: str, people: Sequence[str], words: str = "", *, shown: str | None = None
    ) -> Changes:
        """Say by hand who must score an item; who reads it by rota already keeps that reason."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            known = {one.item: one.readers for one in state.readers}.get(item, ()) if state else ()
            by_person = {reader.person: reader for reader in known}
            chosen = [by_person.get(person, Reader(person, "hand")) for person in dict.fromkeys(people)]
            unfit = {
                pair: UNFIT.get(why, why) for pair, why in rows.unfit(act.rows, meeting_id).items() if pair[0] == item
            }
            op = agendas.set_readers(state, meeting, self._hand(), {item: chosen}, unfit=unfit, words=words)
            return act.record(op)

    def declare_ties(
        self, person: str, settings: Sequence[str], words: str = "", *, shown: str | None = None
    ) -> Changes:
        """Record the settings that a member works at, governs or has family in: all of them anew."""
        with self._ground.act() as act:
            old: Ties | None = act.find(Subject("ties", person))
            if old is not None:
                self._ground.fresh(old, shown)
            return act.record(ties.declare(old, self._hand(person), person, settings, words))

    # Late papers and urgent cases

    def settle_late(
        self,
        meeting_id: str,
        item: str,
        evidence: str,
        outcome: LateOutcome,
        words: str,
        until: date | None = None,
        *,
        shown: str | None = None,
    ) -> Changes:
        """Record what the chair makes of a late paper. Putting the case off goes to the next meeting by default."""
        with self._ground.act() as act:
            state = self._agenda(act, meeting_id, shown)
            known = rows.plan(act.rows, meeting_id)
            found = rows.late_papers(act.rows, meeting_id, known.deadline).get(item, ())
            waiting = next((one for one in found if one.evidence == evidence and not one.outcome), None)
            if until is None and outcome == "defer":
                until = known.next_on
            body = LatePaperSettled(item, evidence, waiting.version if waiting else "", outcome, words, until)
            made = late.settle(
                state,
                self._sitting(act, meeting_id, item),
                self._hand(),
                body,
                waits=waiting is not None,
                by=self._last_meeting_day(act, meeting_id, item, known),
            )
            return act.record(*made)

    def _last_meeting_day(self, act: Act, meeting_id: str, item: str, known: rows.Plan) -> date | None:
        """Return the last day on which a panel can decide ITEM so that the family knows in time; None without a day."""
        row = next(row for row in items.agenda(act.rows, meeting_id) if row.item == item)
        if row.law_day is None:
            return None
        letters = known.next_told - known.next_on if known.next_told and known.next_on else timedelta()
        return row.law_day - letters

    def add_urgent(
        self, meeting_id: str, case_id: str, reason: str, readers: Sequence[str] = (), *, shown: str | None = None
    ) -> Made:
        """Put a case on the agenda after the deadline, saying why it can't wait; the made id is the item's."""
        with self._ground.act() as act:
            agendas.require_reason(reason, "why this case can't wait")
            state = self._meeting(act, meeting_id, shown)
            item, hand = self._ground.ids.new(), self._hand()
            kind = casework.case(act.rows, case_id).kind
            added = meetings.add_item(state, hand, item=item, case=case_id, kind=kind, readers=tuple(readers))
            changes = act.record(added)
            op = agendas.join_urgently(
                self._agenda(act, meeting_id), self._meeting(act, meeting_id), hand, item, reason
            )
            return Made(item, changes.joined(act.record(op)))

    # Agreed, no discussion needed

    def propose_undiscussed(self, meeting_id: str, chosen: Sequence[str], *, shown: str | None = None) -> Changes:
        """Put items on the list of cases that need no talk: everybody locked, and no strand apart."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._meeting(act, meeting_id)
            alike = rows.alike(act.rows, meeting_id)
            return act.record(agendas.propose_undiscussed(state, meeting, self._hand(), chosen, alike))

    # Packs, and rules that changed

    def release(
        self,
        meeting_id: str,
        purpose: str,
        people: Sequence[str],
        others: Sequence[str] = (),
        *,
        folder: Path | None = None,
        shown: str | None = None,
    ) -> Changes:
        """Record that the pack goes out: for what, and to whom. PEOPLE of the record, OTHERS by name alone.

        A member's pack leaves out every case that is closed to them; somebody else's has the frozen cases. With FOLDER
        a PDF is written there for each reader, before anything is recorded. Raises PackFolderError too.
        """
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            shows = panel_types.of_meeting(act.rows, meeting_id).pack
            names = {row.id: row.name for row in council.people(act.rows)}
            readers = [PackReader(one, names[one], self.open_items(act, meeting, one)) for one in people]
            readers += [
                PackReader("", name.strip(), self.open_items(act, meeting, None)) for name in others if name.strip()
            ]
            body = PackReleased(purpose, tuple(readers), tuple(shows))
            op = agendas.release(state, meeting, self._hand(), body)
            if folder is not None:
                self._write_packs(act, meeting, body, folder, names[self._ground.me])
            return act.record(op)

    def _write_packs(self, act: Act, meeting: Meeting, body: PackReleased, folder: Path, by: str) -> None:
        from bandingdesk import sheets
        from bandingdesk.desk import pack_facts
        from bandingdesk.letters import pack

        store = self._ground.store
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for reader in body.readers:
                facts = pack_facts.facts(
                    act.rows,
                    store,
                    meeting,
                    reader,
                    purpose=body.purpose,
                    everybody=[one.name for one in body.readers],
                    released_by=by,
                    today=self._ground.clock.today(),
                    is_demo=store.is_demo,
                )
                name = "-".join(part for part in re.split(r"[^A-Za-z0-9]+", reader.name) if part)
                sheets.save(folder / f"pack-{meeting.on.isoformat()}-{name}.pdf", pack.build(facts), replace=True)
        except OSError as fault:
            reason = (fault.strerror or type(fault).__name__).lower()
            raise PackFolderError(folder=str(folder), reason=reason) from fault

    def open_items(self, act: Act, meeting: Meeting, person: str | None) -> tuple[str, ...]:
        """Return the items with frozen papers that are open to PERSON, in the agenda's order."""
        role = next((seat.role for seat in meeting.seats if seat.person == person), None)
        standings = items.standings(act.rows, meeting.id)
        closed = panel.closed_cases(act.rows, person) if person else frozenset()
        return tuple(
            item.item
            for item in meeting.items
            if item.is_frozen
            and item.state == "waiting"
            and item.case not in closed
            and not items.is_hidden(role, standings.get(item.item, {}).get(person or "", "unanswered"))
        )

    def take_rules(self, meeting_id: str, words: str, *, shown: str | None = None) -> Changes:
        """Plan the meeting anew under the panel type's changed rules, saying why: the chair alone."""
        with self._ground.act() as act:
            state, meeting = self._agenda(act, meeting_id, shown), self._led(act, meeting_id)
            version = council.panel_type(act.rows, meeting.panel_type, meeting.on).head
            op: Op = agendas.take_rules(state, meeting, self._hand(), version, words)
            return act.record(op)
