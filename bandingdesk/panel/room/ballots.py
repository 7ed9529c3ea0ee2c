"""Votes, where a panel type has them: asked by the chair, counted among the members present and free, recorded.

A result says how the panel leaned. It agrees no level, decides no band and never stands in for reasons: no other rule
reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import interests
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.room.ops import BallotClosed, BallotOpened, Counted, SeatVote, VoteGiven, Way
from bandingdesk.panel.room.voices import Voice, voice_id
from bandingdesk.panel.sitting import Sitting


class NoVotesError(RefusedError):
    """The panel type has no votes, or no vote is open now: WHAT says which."""

    code = "RM-05"
    message = QT_TRANSLATE_NOOP("errors", "There is no vote here: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Agree by talking, and keep other views in the words of who holds them.")
    what: str


class VoteInvalidError(InvalidError):
    """The vote or its count does not fit: WHAT says why."""

    code = "RM-06"
    message = QT_TRANSLATE_NOOP("errors", "The vote can't be recorded like this: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "The form is kept as you filled it in; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Put it right, then record it.")
    what: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote that was asked for; `counts` is empty while it is open."""

    number: int
    question: str
    options: tuple[str, ...]
    way: Way
    counts: tuple[Counted, ...] = ()
    entitled: tuple[str, ...] = ()
    seats: tuple[SeatVote, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is not counted yet."""
        return not self.counts


@dataclass(frozen=True, slots=True)
class Ballot:
    """The votes on one case, in order."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    item: str = ""
    votes: tuple[Vote, ...] = ()

    @property
    def subject(self) -> Subject:
        """The subject of this ballot."""
        return Subject("ballot", self.id)

    @property
    def now(self) -> Vote | None:
        """The vote that is open, None where there is none."""
        return next((vote for vote in self.votes if vote.is_open), None)


def ballot_id(meeting: str, item: str) -> str:
    """Return the subject id of the votes on ITEM."""
    return f"{meeting}.{item}"


def apply(state: Ballot | None, op: Recorded) -> Ballot:
    """Return the ballot after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Ballot(op.subject.id, op.op_id)
    body = op.body
    match body:
        case BallotOpened():
            vote = Vote(body.number, body.question, body.options, body.way)
            return replace(before, known=True, meeting=body.meeting, item=body.item, votes=(*before.votes, vote))
        case BallotClosed():
            closed = (
                replace(vote, counts=body.counts, entitled=body.entitled, seats=body.seats)
                if vote.number == body.number
                else vote
                for vote in before.votes
            )
            return replace(before, votes=tuple(closed))
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a ballot")


def open_vote(sitting: Sitting, old: Ballot | None, hand: Hand, question: str, options: Sequence[str], way: Way) -> Op:
    """Return the question put to the vote. Raises NoVotesError, VoteInvalidError and what the sitting refuses."""
    sitting.require_open()
    sitting.require_lead(hand.by)
    if not sitting.terms.votes:
        raise NoVotesError(what="this panel type decides without votes")
    sitting.require_quorum()
    if old is not None and old.now is not None:
        raise NoVotesError(what="the vote before this one is not counted yet")
    given = tuple(dict.fromkeys(option.strip() for option in options if option.strip()))
    if not question.strip() or len(given) < 2:
        raise VoteInvalidError(what="it needs a question and two answers")
    number = len(old.votes) + 1 if old else 1
    body = BallotOpened(sitting.meeting.id, sitting.item, number, question.strip(), given, way)
    subject = Subject("ballot", ballot_id(sitting.meeting.id, sitting.item))
    return hand.op("ballot.opened", subject, old.head if old else None, body)


def vote(sitting: Sitting, ballot: Ballot | None, voice: Voice | None, hand: Hand, choice: str) -> Op:
    """Return the vote of HAND.by, a member present and free. Raises NoVotesError, VoteInvalidError, RecusedError."""
    sitting.require_open()
    sitting.meeting.seat(hand.by)
    interests.require_scorer(hand.by, sitting.standing(hand.by))
    now = ballot.now if ballot else None
    if now is None or now.way != "by_seat":
        raise NoVotesError(what="no vote by seat is open")
    if hand.by not in sitting.quorum.people:
        raise VoteInvalidError(what="only voting members who are here may vote")
    if choice not in now.options:
        raise VoteInvalidError(what="choose one of the answers")
    subject = Subject("voice", voice_id(sitting.meeting.id, sitting.item, hand.by))
    body = VoteGiven(sitting.meeting.id, sitting.item, hand.by, now.number, choice)
    return hand.op("voice.vote_given", subject, voice.head if voice else None, body)


def count_votes(
    sitting: Sitting,
    ballot: Ballot | None,
    hand: Hand,
    *,
    voices: Iterable[Voice] = (),
    shown_hands: Mapping[str, int] | None = None,
) -> Op:
    """Return the count: of VOICES by seat, or of SHOWN_HANDS, among the members present and free just now.

    Raises NoVotesError, VoteInvalidError where more hands are counted than members are here, and what the sitting
    refuses.
    """
    sitting.require_open()
    sitting.require_lead(hand.by)
    now = ballot.now if ballot else None
    if ballot is None or now is None:
        raise NoVotesError(what="no vote is open")
    entitled = sitting.require_quorum().people
    seats = tuple(
        SeatVote(voice.person, choice)
        for voice in sorted(voices, key=lambda one: one.person)
        for number, choice in voice.votes
        if now.way == "by_seat" and number == now.number and voice.person in entitled
    )
    if now.way == "by_seat":
        given = {option: sum(seat.choice == option for seat in seats) for option in now.options}
    else:
        given = {option: (shown_hands or {}).get(option, 0) for option in now.options}
    if any(votes < 0 for votes in given.values()) or sum(given.values()) > len(entitled):
        raise VoteInvalidError(what=f"{sum(given.values())} votes, and {len(entitled)} members may vote")
    counts = tuple(Counted(option, votes) for option, votes in given.items())
    return hand.op("ballot.closed", ballot.subject, ballot.head, BallotClosed(now.number, counts, entitled, seats))


def leading(counts: Sequence[Counted]) -> str | None:
    """Return the option with the most votes, None where two have as many: a tie is said and never broken here."""
    most = max((one.votes for one in counts), default=0)
    at_top = [one.option for one in counts if one.votes == most and most]
    return at_top[0] if len(at_top) == 1 else None
