"""What is recorded of the room: who is there, what members say and ask, votes, and which case is in hand.

None of it stands on the meeting's head, so that twenty people never wait for each other:
presence:MEETING.PERSON, voice:MEETING.ITEM.PERSON, floor:MEETING.PERSON (of who leads), ballot:MEETING.ITEM.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bandingdesk.ops import Kind

GuestRole = Literal["presenter", "observer", "parent_representative"]
Way = Literal["open", "by_seat"]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account: who it is, as what, and for whom they come."""

    name: str
    role: GuestRole
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class PresenceRecorded:
    """A person's presence from now on. `lost`: the connection is gone, `last_heard` says since when.

    `alone` confirms that nobody else can see or hear on the other end; `undertaking` is the day of the confidentiality
    undertaking, None where nothing new is said of it. `item` is the case in hand when it was recorded.
    """

    meeting: str
    person: str
    state: Literal["present", "remote", "left", "absent", "lost"]
    item: str | None = None
    alone: bool = False
    undertaking: date | None = None
    last_heard: datetime | None = None
    guest: Guest | None = None


@dataclass(frozen=True, slots=True)
class SpeakAsked:
    """A member asks to speak on the case."""

    meeting: str
    item: str
    person: str


@dataclass(frozen=True, slots=True)
class SpeakEnded:
    """The member was heard, or took the wish back."""

    heard: bool


@dataclass(frozen=True, slots=True)
class CasePulled:
    """A member wants the case talked about: it leaves the list of those agreed without discussion."""

    meeting: str
    item: str
    person: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ViewGiven:
    """A member sees it differently; kept beside the agreed level or the band."""

    meeting: str
    item: str
    person: str
    round: str
    words: str
    strand: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class VoteGiven:
    """A member's vote on the ballot of that number; a later one takes its place until the ballot is counted."""

    meeting: str
    item: str
    person: str
    ballot: int
    choice: str


@dataclass(frozen=True, slots=True)
class BallotOpened:
    """The chair asks for a vote. `open` is a show of hands, `by_seat` has each vote recorded by name."""

    meeting: str
    item: str
    number: int
    question: str
    options: tuple[str, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class Counted:
    """How many voted for an option."""

    option: str
    votes: int


@dataclass(frozen=True, slots=True)
class SeatVote:
    """How one member voted, where votes are by seat."""

    person: str
    choice: str


@dataclass(frozen=True, slots=True)
class BallotClosed:
    """The result. `entitled` are the voting members present and free as it was counted."""

    number: int
    counts: tuple[Counted, ...]
    entitled: tuple[str, ...]
    seats: tuple[SeatVote, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemTaken:
    """Who leads takes a case in hand; None between cases."""

    meeting: str
    person: str
    item: str | None


@dataclass(frozen=True, slots=True)
class ScreenAllowed:
    """The chair's switch: what the room's screen shows beside the rest for this one case."""

    meeting: str
    person: str
    item: str
    fields: tuple[str, ...]


KINDS: dict[str, Kind] = {
    "presence.recorded": Kind(PresenceRecorded),
    "voice.speak_asked": Kind(SpeakAsked),
    "voice.speak_ended": Kind(SpeakEnded),
    "voice.case_pulled": Kind(CasePulled),
    "voice.view_given": Kind(ViewGiven),
    "voice.vote_given": Kind(VoteGiven),
    "ballot.opened": Kind(BallotOpened),
    "ballot.closed": Kind(BallotClosed),
    "floor.item_taken": Kind(ItemTaken),
    "floor.screen_allowed": Kind(ScreenAllowed),
}
