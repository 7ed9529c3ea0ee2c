"""The acts of the room: who is here, what members say on a case, votes, the case in hand, what its screen shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from bandingdesk.ui.workspaces.meeting.deciding import Deciding

if TYPE_CHECKING:
    from bandingdesk.panel.room.ops import Guest


class InRoom(Deciding):
    """What anybody in the room does beside scores and decisions. `room_form` is the form of the room that is open."""

    room_form = ""  # people, withdraw or vote

    def ask_room_form(self, name: str) -> None:
        """Open a form of the room, or close it with ""."""
        self.room_form = name
        self.changed.emit()

    # Who is here

    def record_attendance(
        self, person: str, state: str, *, alone: bool = False, undertaking: date | None = None
    ) -> None:
        """Record that a person is here, remote, lost or gone, from this case on."""
        meeting, item = self._at()
        act = self._desk.room.record_presence
        self._act(lambda: act(meeting, person, state, item, alone=alone, undertaking=undertaking))  # type: ignore[arg-type]  # the list offers the states only

    def let_guest_in(self, guest: Guest, state: str, undertaking: date, *, alone: bool) -> None:
        """Record somebody without an account."""
        meeting, item = self._at()
        act = self._desk.room.let_guest_in
        self._act(lambda: act(meeting, guest, state, undertaking, alone=alone, item=item))  # type: ignore[arg-type]  # as above

    # What members say

    def ask_to_speak(self) -> None:
        """Ask to speak, or take the wish back."""
        seen, (meeting, item) = self._known(), self._at()
        if seen.room is not None and seen.room.i_asked:
            self.end_speaking(seen.viewer)
        else:
            self._act(lambda: self._desk.room.ask_to_speak(meeting, item))

    def end_speaking(self, person: str) -> None:
        """Say that a member was heard."""
        meeting, item = self._at()
        self._act(lambda: self._desk.room.end_speaking(meeting, item, person))

    def pull_case(self) -> None:
        """Take the case off the list of those agreed without discussion."""
        meeting, item = self._at()
        self._act(lambda: self._desk.room.pull_case(meeting, item))

    # Votes

    def open_vote(self, question: str, options: Sequence[str], way: str) -> None:
        """Put a question to the vote."""
        meeting, item = self._at()
        self._act(lambda: self._desk.room.open_vote(meeting, item, question, options, way))  # type: ignore[arg-type]  # two ways are offered

    def vote(self, choice: str) -> None:
        """Vote as the person at the keys."""
        meeting, item = self._at()
        self._act(lambda: self._desk.room.vote(meeting, item, choice))

    def count_votes(self, shown_hands: dict[str, int] | None) -> None:
        """Count the vote that is open."""
        meeting, item = self._at()
        self._act(
            lambda: self._desk.room.count_votes(meeting, item, shown_hands), lambda _answer: self.ask_room_form("")
        )

    # The case in hand

    def take_in_hand(self, item: str) -> None:
        """Say that ITEM is in hand, where the person at the keys leads a meeting and the panel still works on it."""
        seen = self.seen
        if seen is None or seen.meeting.state != "open" or not seen.leads or seen.room is None:
            return
        row = next((one for one in seen.agenda if one.item == item), None)
        if row is None or row.stepped_out or row.state in ("decided", "deferred", "closed", "withdrawn"):
            return
        if seen.room.in_hand != item:
            self._quietly(lambda: self._desk.room.take_item(seen.meeting.id, item))

    def withdraw(self, words: str) -> None:
        """Record that the case was withdrawn."""
        seen, (meeting, item) = self._known(), self._at()
        act = self._desk.room.withdraw_item
        self._act(lambda: act(meeting, item, words, shown=seen.meeting.head), lambda _answer: self.ask_room_form(""))

    def allow_on_screen(self, fields: Sequence[str]) -> None:
        """Set what the room's screen shows beside the rest for this one case."""
        meeting, item = self._at()
        self._act(lambda: self._desk.room.allow_on_screen(meeting, item, fields))

    def agree_undiscussed(self) -> None:
        """Agree every case on the list of those agreed without discussion that nobody pulled."""
        seen = self._known()
        self._act(lambda: self._desk.panel.agree_undiscussed(seen.meeting.id))

    # Inside

    def _at(self) -> tuple[str, str]:
        seen = self._known()
        assert seen.item is not None
        return seen.meeting.id, seen.item.item

    def _quietly(self, run: Callable[[], Any]) -> None:
        """Do RUN; where it is refused nothing is lost, and the page shows what is so."""
        self._jobs.act(run, owner=self, failed=lambda _fault: self._read(), quiet=True)
