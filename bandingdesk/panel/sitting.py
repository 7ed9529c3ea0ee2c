"""One case being taken at a meeting: who is here and free to decide, who is in the chair, the quorum, and putting off.

Counted anew for every act, since people come, leave and step out (ux.md 3.5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bandingdesk.council.ops import InterestDefault, Route
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Seen, Subject
from bandingdesk.panel import interests
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.interests import Hand, Standing
from bandingdesk.panel.meeting import HERE, Attendance, Item, Meeting, NotInChairError
from bandingdesk.panel.ops import ItemClosed, ItemWithdrawn

Basis = Literal["matrix", "questions", "funding", "decided"]


class QuorumLostError(RefusedError):
    """Too few voting members, or a profession is missing, for this item: PRESENT of NEEDED, ROLES missing."""

    code = "PN-04"
    message = QT_TRANSLATE_NOOP("errors", "{words}")
    kept = QT_TRANSLATE_NOOP("errors", "The scores, agreed levels and notes are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Add a member under Attendance, or defer the case.")
    present: int
    needed: int
    roles_missing: tuple[str, ...]


class NobodyLeadsError(NotInChairError):
    """The chair has stepped out or is away, and no deputy is here and free."""

    code = "RM-08"
    message = QT_TRANSLATE_NOOP(
        "errors", "Nobody can lead this case: no chair or deputy is here and free of interests."
    )
    kept = QT_TRANSLATE_NOOP("errors", "The scores, agreed levels and notes are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Record the deputy as here under Attendance, or let the clerk put the case off.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the panel type's adopted rules say, as far as a meeting needs it (council/policy.py)."""

    quorum: int
    quorum_roles: tuple[str, ...]
    outcomes: tuple[str, ...]
    recommends: bool
    delegation: str
    second_signature: Literal["override", "always", "never"]
    tolerance: int
    disagreement: int
    own_band_after_lock: bool
    family: str = "review"
    basis: Basis = "matrix"
    tests: tuple[str, ...] = ()
    votes: bool = False
    tie_rule: Literal["none", "higher", "lower"] = "none"
    tie_minute: str = ""
    readers: int = 0
    case_minutes: int = 15
    interest_defaults: tuple[InterestDefault, ...] = ()
    routes: tuple[Route, ...] = ()
    room: tuple[str, ...] = ()


class Quorum(NamedTuple):
    """The quorum of one item, counted anew each time: by number and by profession."""

    present: int
    needed: int
    roles_missing: tuple[str, ...]
    people: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()  # on the line, and nobody has said yet that they are alone there

    @property
    def met(self) -> bool:
        """Whether the panel may agree and decide."""
        return self.present >= self.needed and not self.roles_missing

    @property
    def words(self) -> str:
        """Return the state of the quorum as a sentence."""
        if self.met:
            return f"Quorum met: {self.present} voting members here, {self.needed} needed, all roles."
        parts = []
        if self.present < self.needed:
            verb = "is" if self.present == 1 else "are"
            parts.append(f"This case needs {self.needed} voting members and {self.present} {verb} here.")
        if self.roles_missing:
            parts.append(f"Not here: {', '.join(self.roles_missing)}.")
        if self.unconfirmed:
            who = (
                "1 remote member has" if len(self.unconfirmed) == 1 else f"{len(self.unconfirmed)} remote members have"
            )
            parts.append(f"{who} not confirmed that nobody else can see or hear.")
        return " ".join(parts)


class Here(NamedTuple):
    """A person's presence as they or the clerk recorded it last; `counts`: in the room, or remote and alone there."""

    state: Attendance
    counts: bool
    subject: str
    head: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting as it takes ITEM, with each person's standing there, who is here, and the panel type's terms.

    `here` is what was recorded on each person's own presence; who is not in it is here as the meeting's own list says.
    """

    meeting: Meeting
    item: str
    standings: Mapping[str, Standing]
    terms: Terms
    here: Mapping[str, Here] = field(default_factory=dict)

    def standing(self, person: str) -> Standing:
        """Return PERSON's standing at the item."""
        return self.standings.get(person, "unanswered")

    def attendance(self, person: str) -> Attendance:
        """Return PERSON's attendance at the item."""
        own = self.here.get(person)
        return own.state if own else meetings.presence(self.meeting, person, self.item)

    def is_here(self, person: str) -> bool:
        """Return whether PERSON is in the room or on the line."""
        return self.attendance(person) in HERE

    @property
    def quorum(self) -> Quorum:
        """The quorum: voting seats here whose interest is answered and leaves them free to decide.

        Who is remote counts once it is confirmed that nobody else can see or hear there.
        """
        free = [
            seat
            for seat in self.meeting.voters
            if self.is_here(seat.person) and interests.may_score(self.standing(seat.person))
        ]
        here = [seat for seat in free if seat.person not in self.here or self.here[seat.person].counts]
        professions = {seat.profession for seat in here}
        missing = tuple(role for role in self.terms.quorum_roles if role not in professions)
        unconfirmed = tuple(seat.person for seat in free if seat not in here)
        return Quorum(len(here), self.terms.quorum, missing, tuple(seat.person for seat in here), unconfirmed)

    @property
    def stands_on(self) -> Seen:
        """The meeting and the presence of those who are counted, as heads: what the panel agrees stands on them."""
        counted = (self.here[person] for person in self.quorum.people if person in self.here)
        presences = ((Subject("presence", one.subject), one.head) for one in counted)
        return ((self.meeting.subject, self.meeting.head), *presences)

    @property
    def chair(self) -> str | None:
        """Who is in the chair: the chair, or the deputy by itself where the chair steps out or is away.

        Before the meeting opens nobody's attendance is known, so interests alone count.
        """
        for role in ("chair", "deputy"):
            for seat in self.meeting.seats:
                is_here = not self.meeting.is_open or self.is_here(seat.person)
                is_free = self.standing(seat.person) not in ("declared", "withdraw", "inform")
                if seat.role == role and is_here and is_free:
                    return seat.person
        return None

    def require_open(self) -> Item:
        """Return the item of a meeting in progress. Raises MeetingNotOpenError, ItemNotOpenError."""
        if not self.meeting.is_open:
            raise meetings.MeetingNotOpenError()
        return meetings.require_waiting(self.meeting, self.item)

    def require_quorum(self) -> Quorum:
        """Return the quorum. Raises QuorumLostError where it is not met."""
        counted = self.quorum
        if not counted.met:
            raise QuorumLostError(
                words=counted.words, present=counted.present, needed=counted.needed, roles_missing=counted.roles_missing
            )
        return counted

    def require_chair(self, person: str) -> None:
        """Raises NotInChairError where PERSON is not in the chair."""
        chair = self.chair
        if chair is None:
            raise NobodyLeadsError(person=person, chair=None)
        if person != chair:
            raise NotInChairError(person=person, chair=chair)

    def require_lead(self, person: str) -> None:
        """Raises NotInChairError where PERSON is neither in the chair nor a clerk who is free of interests."""
        is_clerk = any(seat.person == person and seat.role == "clerk" for seat in self.meeting.seats)
        if not (is_clerk and self.standing(person) not in ("declared", "withdraw")):
            self.require_chair(person)


class ReasonMissingError(RefusedError):
    """A deferral lacks its reason, or a later day."""

    code = "PN-09"
    message = QT_TRANSLATE_NOOP("errors", "To put a case off you need a reason and a later day.")
    kept = QT_TRANSLATE_NOOP("errors", "Your form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say why, and choose a day after this meeting.")


class WithdrawalUnexplainedError(RefusedError):
    """A withdrawal lacks its reason."""

    code = "RM-09"
    message = QT_TRANSLATE_NOOP("errors", "To withdraw a case you need to say why.")
    kept = QT_TRANSLATE_NOOP("errors", "The scores and agreed levels are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say who withdrew it and why, then withdraw it.")


def close_item(sitting: Sitting, hand: Hand) -> Op:
    """Return the end of the panel's work on the item. Raises NotInChairError and what `require_open` raises."""
    sitting.require_open()
    sitting.require_lead(hand.by)
    return hand.op("meeting.item_closed", sitting.meeting.subject, sitting.meeting.head, ItemClosed(sitting.item))


def withdraw_item(sitting: Sitting, hand: Hand, words: str) -> Op:
    """Return that the case is withdrawn. Raises WithdrawalUnexplainedError and what a deferral raises.

    Scores and agreed levels stay in the record; nothing is decided, and no letter of a decision is offered.
    """
    sitting.require_open()
    sitting.require_lead(hand.by)
    if not words.strip():
        raise WithdrawalUnexplainedError()
    body = ItemWithdrawn(sitting.item, words.strip())
    return hand.op("meeting.item_withdrawn", sitting.meeting.subject, sitting.meeting.head, body)
