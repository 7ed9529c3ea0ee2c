"""What a member says on a case beside the scores: a wish to speak, a case pulled, another view, a vote.

One subject a member and case, voice:MEETING.ITEM.PERSON: nobody's word waits for anybody else's, and none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import interests
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.moderation import LevelUnknownError, Round, RoundStateError, Scale, WordsMissingError
from bandingdesk.panel.room.ops import CasePulled, SpeakAsked, SpeakEnded, ViewGiven, VoteGiven
from bandingdesk.panel.sitting import Sitting


class VoiceStateError(RefusedError):
    """The member has asked to speak, or pulled the case, already; or there is no wish to end."""

    code = "RM-04"
    message = QT_TRANSLATE_NOOP("errors", "This is recorded already: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded stays.")
    do = QT_TRANSLATE_NOOP("errors", "There is nothing more to do: the chair sees it.")
    what: str


@dataclass(frozen=True, slots=True)
class View:
    """A view that differs."""

    round: str
    words: str
    strand: str | None
    level: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Voice:
    """What one member has said on one case. `asked_at` stands while the member waits to speak."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    item: str = ""
    person: str = ""
    asked_at: datetime | None = None
    pulled_at: datetime | None = None
    pulled_words: str = ""
    views: tuple[View, ...] = ()
    votes: tuple[tuple[int, str], ...] = ()  # (ballot, choice), the last word on each

    @property
    def subject(self) -> Subject:
        """The subject of this voice."""
        return Subject("voice", self.id)


def voice_id(meeting: str, item: str, person: str) -> str:
    """Return the subject id of what PERSON says on ITEM."""
    return f"{meeting}.{item}.{person}"


def apply(state: Voice | None, op: Recorded) -> Voice:
    """Return the voice after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Voice(op.subject.id, op.op_id)
    body, at = op.body, op.at.astimezone(UTC)
    match body:
        case Erased() | Sealed():
            return before
        case SpeakEnded():
            return replace(before, asked_at=None)
        case SpeakAsked() | CasePulled() | ViewGiven() | VoteGiven():
            before = replace(before, known=True, meeting=body.meeting, item=body.item, person=body.person)
    match body:
        case SpeakAsked():
            return replace(before, asked_at=at)
        case CasePulled():
            return replace(before, pulled_at=at, pulled_words=body.words)
        case ViewGiven():
            return replace(before, views=(*before.views, View(body.round, body.words, body.strand, body.level, at)))
        case VoteGiven():
            others = tuple(vote for vote in before.votes if vote[0] != body.ballot)
            return replace(before, votes=(*others, (body.ballot, body.choice)))
    raise ValueError(f"{op.kind} is not an op of a voice")


def queue(waiting: Iterable[tuple[str, datetime]]) -> tuple[str, ...]:
    """Return who waits to speak, who asked first at the head; of two that asked at one instant, by id."""
    return tuple(person for person, _ in sorted(waiting, key=lambda one: (one[1], one[0])))


def ask_to_speak(sitting: Sitting, old: Voice | None, hand: Hand) -> Op:
    """Return the wish of HAND.by to speak. Who may only inform may ask too; who has stepped out may not.

    Raises SeatMissingError, RecusedError, InterestOpenError, VoiceStateError and what `require_open` raises.
    """
    _require_reader(sitting, hand)
    if old is not None and old.asked_at is not None:
        raise VoiceStateError(what="you wait to speak")
    body = SpeakAsked(sitting.meeting.id, sitting.item, hand.by)
    return _op("voice.speak_asked", sitting, old, hand, body)


def end_speaking(voice: Voice, sitting: Sitting, hand: Hand) -> Op:
    """Return that the member was heard (who leads says so) or took the wish back. Raises VoiceStateError."""
    if voice.asked_at is None:
        raise VoiceStateError(what="nobody waits to speak here")
    if hand.by != voice.person:
        sitting.require_lead(hand.by)
    return hand.op("voice.speak_ended", voice.subject, voice.head, SpeakEnded(hand.by != voice.person))


def pull_case(sitting: Sitting, old: Voice | None, hand: Hand, words: str = "") -> Op:
    """Return that a voting member wants the case talked about. No reason is asked. Raises as `give_view`."""
    _require_voter(sitting, hand)
    if old is not None and old.pulled_at is not None:
        raise VoiceStateError(what="the case will be talked about")
    body = CasePulled(sitting.meeting.id, sitting.item, hand.by, words.strip())
    return _op("voice.case_pulled", sitting, old, hand, body)


def give_view(
    sitting: Sitting,
    round_: Round,
    old: Voice | None,
    hand: Hand,
    words: str,
    *,
    strand: str | None = None,
    level: int | None = None,
    scale: Scale,
) -> Op:
    """Return a member's own view, kept beside the agreed level or the band. HAND.by holds it.

    Raises WordsMissingError, RecusedError, InterestOpenError, SeatMissingError, LevelUnknownError, RoundStateError.
    """
    sitting.meeting.seat(hand.by)
    interests.require_scorer(hand.by, sitting.standing(hand.by))
    if not round_.is_revealed:
        raise RoundStateError(what="the scores are not revealed yet")
    if not words.strip():
        raise WordsMissingError()
    if level is not None and (strand is None or level not in scale[strand]):
        raise LevelUnknownError(strand=strand, level=level)
    body = ViewGiven(sitting.meeting.id, sitting.item, hand.by, round_.id, words.strip(), strand, level)
    return _op("voice.view_given", sitting, old, hand, body)


def _require_reader(sitting: Sitting, hand: Hand) -> None:
    sitting.require_open()
    sitting.meeting.seat(hand.by)
    standing = sitting.standing(hand.by)
    is_voter = any(seat.person == hand.by for seat in sitting.meeting.voters)
    if standing in ("declared", "withdraw") or (is_voter and standing == "unanswered"):
        interests.require_scorer(hand.by, standing)


def _require_voter(sitting: Sitting, hand: Hand) -> None:
    sitting.require_open()
    sitting.meeting.seat(hand.by)
    interests.require_scorer(hand.by, sitting.standing(hand.by))


def _op(kind: str, sitting: Sitting, old: Voice | None, hand: Hand, body: object) -> Op:
    subject = Subject("voice", voice_id(sitting.meeting.id, sitting.item, hand.by))
    return hand.op(kind, subject, old.head if old else None, body)
