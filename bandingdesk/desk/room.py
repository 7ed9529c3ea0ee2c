"""What people do with a meeting's room: who is here, what members say on a case, votes, and the case in hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bandingdesk.desk import reckoning
from bandingdesk.desk.ground import Made
from bandingdesk.desk.signing import PanelTable
from bandingdesk.ops import Op, Subject
from bandingdesk.panel import sitting
from bandingdesk.panel.meeting import Attendance
from bandingdesk.panel.room import ballots, floor, presence, voices
from bandingdesk.panel.room.ballots import Ballot
from bandingdesk.panel.room.ops import Guest, PresenceRecorded, Way
from bandingdesk.panel.room.voices import Voice
from bandingdesk.store.act import Act
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import room as rows


class RoomDesk(PanelTable):
    """The acts of the room. None waits for the meeting's head: each person's words have a subject of their own."""

    # Who is here

    def record_presence(
        self,
        meeting_id: str,
        person: str,
        state: Attendance,
        item: str | None = None,
        *,
        alone: bool = False,
        undertaking: date | None = None,
    ) -> Changes:
        """Record that a person is here, remote, lost, has left or is away: their own word, or the clerk's."""
        with self._ground.act() as act:
            return self.presence(act, meeting_id, person, state, item, alone=alone, undertaking=undertaking)

    def presence(
        self,
        act: Act,
        meeting_id: str,
        person: str,
        state: Attendance,
        item: str | None = None,
        *,
        alone: bool = False,
        undertaking: date | None = None,
    ) -> Changes:
        """Record a person's presence within an open ACT."""
        heard = rows.last_heard(act.rows, meeting_id, person) if state == "lost" else None
        body = PresenceRecorded(meeting_id, person, state, item, alone, undertaking, heard)
        return act.record(self._presence(act, body))

    def let_guest_in(
        self,
        meeting_id: str,
        guest: Guest,
        state: Attendance,
        undertaking: date | None,
        *,
        alone: bool = False,
        item: str | None = None,
    ) -> Made:
        """Record somebody without an account as here, with the day of their confidentiality undertaking."""
        with self._ground.act() as act:
            made = f"guest-{self._ground.ids.new()}"
            body = PresenceRecorded(meeting_id, made, state, item, alone, undertaking, None, guest)
            return Made(made, act.record(self._presence(act, body)))

    def _presence(self, act: Act, body: PresenceRecorded) -> Op:
        meeting = self._meeting(act, body.meeting)
        old = act.find(Subject("presence", presence.presence_id(body.meeting, body.person)))
        return presence.record(meeting, old, self._hand(), body, today=self._ground.clock.today())

    # What members say on a case

    def ask_to_speak(self, meeting_id: str, item: str, *, person: str | None = None) -> Changes:
        """Join the queue of those who wait to speak."""
        with self._ground.act() as act:
            taken, old = self._sitting(act, meeting_id, item), self._voice(act, meeting_id, item, person)
            return act.record(voices.ask_to_speak(taken, old, self._hand(person)))

    def end_speaking(self, meeting_id: str, item: str, person: str) -> Changes:
        """Take one's wish to speak back, or, in the chair, say that the member was heard."""
        with self._ground.act() as act:
            voice: Voice = act.load(Subject("voice", voices.voice_id(meeting_id, item, person)))
            return act.record(voices.end_speaking(voice, self._sitting(act, meeting_id, item), self._hand()))

    def pull_case(self, meeting_id: str, item: str, words: str = "", *, person: str | None = None) -> Changes:
        """Take the case off the list of those agreed without discussion: any voting member may."""
        with self._ground.act() as act:
            taken, old = self._sitting(act, meeting_id, item), self._voice(act, meeting_id, item, person)
            return act.record(voices.pull_case(taken, old, self._hand(person), words))

    def give_view(
        self,
        round_id: str,
        words: str,
        strand: str | None = None,
        level: int | None = None,
        *,
        person: str | None = None,
    ) -> Changes:
        """Keep a member's own view beside the agreed level or the band."""
        with self._ground.act() as act:
            round_ = self._round(act, round_id)
            op = voices.give_view(
                self._sitting(act, round_.meeting, round_.item),
                round_,
                self._voice(act, round_.meeting, round_.item, person),
                self._hand(person),
                words,
                strand=strand,
                level=level,
                scale=reckoning.scale(act.rows, round_.framework_sha256),
            )
            return act.record(op)

    def _voice(self, act: Act, meeting_id: str, item: str, person: str | None) -> Voice | None:
        found: Voice | None = act.find(Subject("voice", voices.voice_id(meeting_id, item, person or self._ground.me)))
        return found

    # Votes

    def open_vote(self, meeting_id: str, item: str, question: str, options: Sequence[str], way: Way) -> Changes:
        """Put a question to the vote."""
        with self._ground.act() as act:
            taken, old = self._sitting(act, meeting_id, item), self._ballot(act, meeting_id, item)
            return act.record(ballots.open_vote(taken, old, self._hand(), question, options, way))

    def vote(self, meeting_id: str, item: str, choice: str, *, person: str | None = None) -> Changes:
        """Vote by seat."""
        with self._ground.act() as act:
            taken, ballot = self._sitting(act, meeting_id, item), self._ballot(act, meeting_id, item)
            voice = self._voice(act, meeting_id, item, person)
            return act.record(ballots.vote(taken, ballot, voice, self._hand(person), choice))

    def count_votes(self, meeting_id: str, item: str, shown_hands: Mapping[str, int] | None = None) -> Changes:
        """Count the vote that is open: by seat, or SHOWN_HANDS by option."""
        with self._ground.act() as act:
            taken, ballot = self._sitting(act, meeting_id, item), self._ballot(act, meeting_id, item)
            found = [self._voice(act, meeting_id, item, seat.person) for seat in taken.meeting.voters]
            given = [voice for voice in found if voice is not None]
            return act.record(ballots.count_votes(taken, ballot, self._hand(), voices=given, shown_hands=shown_hands))

    def _ballot(self, act: Act, meeting_id: str, item: str) -> Ballot | None:
        found: Ballot | None = act.find(Subject("ballot", ballots.ballot_id(meeting_id, item)))
        return found

    # The case in hand

    def take_item(self, meeting_id: str, item: str) -> Changes:
        """Take a case in hand: every laptop goes to it, and its quiet clock runs."""
        with self._ground.act() as act:
            taken = self._sitting(act, meeting_id, item)
            return act.record(floor.take(taken, self._floor(act, meeting_id), self._hand()))

    def allow_on_screen(self, meeting_id: str, item: str, fields: Sequence[str]) -> Changes:
        """Set the chair's switch: what the room's screen shows beside the rest for this one case."""
        with self._ground.act() as act:
            taken = self._sitting(act, meeting_id, item)
            return act.record(floor.allow_on_screen(taken, self._floor(act, meeting_id), self._hand(), fields))

    def withdraw_item(self, meeting_id: str, item: str, words: str, *, shown: str | None = None) -> Changes:
        """Record that a case was withdrawn: its scores stay, and nothing is decided. SHOWN is the meeting's head."""
        with self._ground.act() as act:
            taken = self._sitting(act, meeting_id, item, shown)
            return act.record(sitting.withdraw_item(taken, self._hand(), words))

    def _floor(self, act: Act, meeting_id: str) -> floor.Floor | None:
        found: floor.Floor | None = act.find(Subject("floor", floor.floor_id(meeting_id, self._ground.me)))
        return found
