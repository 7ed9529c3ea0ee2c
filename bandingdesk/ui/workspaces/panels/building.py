"""Building an agenda: its order with undo, its readers, late papers, deadline, hours, packs, another day.

Each act is the desk's; what it was refused for is kept by the view-model with the place that shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.panel.agenda.ops import LateOutcome, Place
from bandingdesk.ui.models.undo import Step, Steps
from bandingdesk.ui.workspaces.panels.reading import MeetingReading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

Order = tuple[Place, ...]
Act = Callable[..., None]


class Building(QObject):
    """What is done to the agenda in hand. `late_words` are what is being written about a late paper, by paper."""

    changed = Signal()
    released = Signal(int)  # how many packs were written

    def __init__(self, desk: Desk, jobs: Jobs, act: Act, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._act = desk, jobs, act
        self._seen: MeetingReading | None = None
        self._steps: Steps[Order] = Steps()
        self.late_words: dict[str, str] = {}

    def take(self, seen: MeetingReading | None) -> None:
        """Take the meeting in hand; another meeting's steps are forgotten."""
        if seen is None or self._seen is None or seen.meeting.id != self._seen.meeting.id:
            self._steps.clear()
        self._seen = seen

    @property
    def may_move(self) -> bool:
        """Whether the person at the keys puts the cases in order."""
        seen = self._seen
        return seen is not None and seen.leads and seen.meeting.state != "closed"

    @property
    def undo_name(self) -> str:
        """What would be taken back, "" for nothing."""
        return self._steps.undo_name

    # Order

    def propose(self) -> None:
        """Put the cases in the proposed order, by the spread as the shared store knows it where there is one."""
        seen = self._seen
        if seen is None:
            return
        meeting_id, head, before = seen.meeting.id, seen.laid.head, self._places()

        def order(ranks: dict[str, int] | None) -> None:
            self._act(
                lambda: self._desk.agenda.propose_order(meeting_id, ranks, shown=head),
                "agenda",
                done=lambda _made: self._pushed(self.tr("Proposed order"), before),
            )

        self._jobs.read(lambda: self._desk.sync.spread_rank(meeting_id), owner=self, done=order)

    def move(self, item: str, by: int) -> None:
        """Move ITEM up (-1) or down (1); at the ends it stays."""
        keys = self._keys()
        if item in keys:
            self.put(item, keys.index(item) + (by if by < 0 else by + 1))

    def put(self, item: str, place: int) -> None:
        """Put ITEM before the row that now stands at PLACE."""
        seen, keys = self._seen, self._keys()
        if seen is None or item not in keys:
            return
        at = keys.index(item)
        order = [key for key in keys if key != item]
        order.insert(max(0, min(len(order), place - (at < place))), item)
        if order == keys:
            return
        meeting_id, head, before = seen.meeting.id, seen.laid.head, self._places()
        self._act(
            lambda: self._desk.agenda.put_in_order(meeting_id, order, shown=head),
            "agenda",
            done=lambda _made: self._pushed(self.tr("Move"), before),
        )

    def undo(self) -> None:
        """Put the agenda back as it stood before the last step."""
        step, seen = self._steps.undo(), self._seen
        if step is None or seen is None:
            return
        meeting_id, before = seen.meeting.id, step.before
        self._act(lambda: self._desk.agenda.put_back(meeting_id, before), "agenda")

    def _pushed(self, name: str, before: Order) -> None:
        self._steps.push(Step(name, "", before, before))
        self.changed.emit()

    def _keys(self) -> list[str]:
        return [item.row.item for item in self._seen.items] if self._seen else []

    def _places(self) -> Order:
        items = self._seen.items if self._seen else ()
        return tuple(item.place or Place(item.row.item, "added") for item in items)

    # Readers

    def draw(self) -> None:
        """Give every waiting case its readers by rota."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(lambda: self._desk.agenda.draw_readers(meeting_id, shown=head), "agenda")

    def choose_readers(self, item: str, people: Sequence[str]) -> None:
        """Say by hand who must score a case."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(lambda: self._desk.agenda.set_readers(meeting_id, item, people, shown=head), "item")

    # Agreed, no discussion needed

    @property
    def to_list(self) -> tuple[str, ...]:
        """The cases that everybody locked, with no strand apart, and that are not on the list yet."""
        items = self._seen.items if self._seen else ()
        alike = self._seen.laid.alike if self._seen else frozenset[str]()
        return tuple(one.row.item for one in items if one.row.item in alike and not one.row.is_undiscussed)

    def list_agreed(self) -> None:
        """Propose them as agreed, beside those on the list."""
        seen = self._seen
        if seen is not None:
            listed = [one.row.item for one in seen.items if one.row.is_undiscussed and one.row.item in seen.laid.alike]
            meeting_id, head, chosen = seen.meeting.id, seen.laid.head, [*listed, *self.to_list]
            self._act(lambda: self._desk.agenda.propose_undiscussed(meeting_id, chosen, shown=head), "agenda")

    # Late papers and urgent cases

    def settle(self, item: str, evidence: str, outcome: LateOutcome) -> None:
        """Record what the chair makes of a late paper, with the words written for it."""
        seen, words = self._seen, self.late_words.get(evidence, "")
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(
                lambda: self._desk.agenda.settle_late(meeting_id, item, evidence, outcome, words, shown=head),
                "item",
                done=lambda _made: self.late_words.pop(evidence, None),
            )

    # Times

    def set_deadline(self, on: date) -> None:
        """Say by which day papers come in."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(lambda: self._desk.agenda.set_deadline(meeting_id, on, shown=head), "times")

    def set_hours(self, hours: Mapping[str, tuple[str, str]]) -> None:
        """Record the hours of those members for whom they changed."""
        seen = self._seen
        if seen is None:
            return
        known = {one.person: (one.starts, one.ends) for one in seen.laid.hours}
        new = {person: bounds for person, bounds in hours.items() if known.get(person, ("", "")) != bounds}
        meeting_id = seen.meeting.id

        def run() -> Any:
            from bandingdesk.store.changes import NOTHING

            changes = NOTHING
            for person, (starts, ends) in new.items():
                changes = changes.joined(self._desk.agenda.set_hours(meeting_id, person, starts, ends))
            return changes

        if new:
            self._act(run, "times")

    # Packs

    def release(self, purpose: str, people: Sequence[str], others: Sequence[str], folder: Path) -> None:
        """Release the pack: record it, and write a file for each reader into FOLDER."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(
                lambda: self._desk.agenda.release(meeting_id, purpose, people, others, folder=folder, shown=head),
                "release",
                done=lambda _made: self.released.emit(len(people) + len(others)),
            )

    # Another day

    def move_meeting(self, on: date, starts: str, ends: str, words: str) -> None:
        """Put the meeting on another day or time."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.meeting.head
            self._act(lambda: self._desk.panel.move_meeting(meeting_id, on, starts, ends, words, shown=head), "move")

    def call_off(self, words: str) -> None:
        """Call the meeting off."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.meeting.head
            self._act(lambda: self._desk.panel.call_off(meeting_id, words, shown=head), "move")

    def take_rules(self, words: str) -> None:
        """Plan the meeting anew under the panel type's changed rules."""
        seen = self._seen
        if seen is not None:
            meeting_id, head = seen.meeting.id, seen.laid.head
            self._act(lambda: self._desk.agenda.take_rules(meeting_id, words, shown=head), "move")
