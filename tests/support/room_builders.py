"""A small panel in memory with its room: presences, voices, votes and the floor beside meeting, round and decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bandingdesk import ops
from bandingdesk.ops import Recorded
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import Attendance
from bandingdesk.panel.ops import KINDS
from bandingdesk.panel.room import ballots, floor, presence, voices
from bandingdesk.panel.room import ops as room_ops
from bandingdesk.panel.room.ops import Guest, PresenceRecorded
from bandingdesk.panel.sitting import Here, Sitting, Terms
from tests.support import panel_builders as b

TODAY = date(2026, 11, 26)


class RoomLedger(b.Ledger):
    """The ledger, with the room's subjects."""

    kinds: ops.Kinds = {**KINDS, **room_ops.KINDS}
    FOLDS: Mapping[str, Callable[[Any, Recorded], Any]] = {
        **b.Ledger.FOLDS,
        "presence": presence.apply,
        "voice": voices.apply,
        "ballot": ballots.apply,
        "floor": floor.apply,
    }


class RoomPanel(b.Panel):
    """A panel whose people say themselves that they are here. Each act is a minute after the one before."""

    def __init__(self, terms: Terms = b.TERMS) -> None:
        super().__init__(terms, RoomLedger())
        self.now = b.NOW

    def hand(self, by: str = b.CHAIR) -> Hand:
        """Return the hand of BY, a minute later than the last one."""
        self.now += timedelta(minutes=1)
        return Hand(by, self.now)

    @property
    def sitting(self) -> Sitting:
        """The sitting, with who is here by their own presence."""
        taken = super().sitting
        here = {
            state.person: Here(
                state.entries[-1].state, presence.counts(state.entries[-1]), state.id, state.head
            )
            for subject, state in self.ledger.states.items()
            if subject.kind == "presence" and state.guest is None
        }  # fmt: skip
        return Sitting(taken.meeting, taken.item, taken.standings, taken.terms, here)

    def at(self, item: str) -> Sitting:
        """The sitting at another item."""
        taken = self.sitting
        return Sitting(taken.meeting, item, taken.standings, taken.terms, taken.here)

    def say(
        self, person: str, state: Attendance, *, by: str = "", alone: bool = False, at: datetime | None = None,
        undertaking: date | None = None, guest: Guest | None = None,
    ) -> None:  # fmt: skip
        """Record PERSON's presence, by default in their own hand."""
        body = PresenceRecorded(b.MEETING, person, state, b.ITEM, alone, undertaking, at, guest)
        old = self.ledger.get("presence", presence.presence_id(b.MEETING, person))
        self.ledger.take(presence.record(self.meeting, old, self.hand(by or person), body, today=TODAY))

    def voice(self, person: str, item: str = b.ITEM) -> voices.Voice | None:
        return self.ledger.get("voice", voices.voice_id(b.MEETING, item, person))  # type: ignore[no-any-return]

    def ballot(self) -> ballots.Ballot | None:
        return self.ledger.get("ballot", ballots.ballot_id(b.MEETING, b.ITEM))  # type: ignore[no-any-return]

    def floor(self, person: str = b.CHAIR) -> floor.Floor | None:
        return self.ledger.get("floor", floor.floor_id(b.MEETING, person))  # type: ignore[no-any-return]


def a_room(terms: Terms = b.TERMS) -> RoomPanel:
    """Return an open meeting in which all four voting members said that they are here, with scores revealed."""
    panel = RoomPanel(terms)
    for person in b.VOTERS:
        panel.declare(person)
    panel.freeze()
    panel.open_meeting(here=())
    for person in b.VOTERS:
        panel.say(person, "present")
    panel.open_round()
    for person in b.VOTERS:
        panel.lock(person, 2, 3, 1)
    panel.reveal()
    return panel
