"""Blind sheets: each member's own levels on every strand, locked by revision and unseen by anybody until the reveal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import interests
from bandingdesk.panel.interests import Hand, Interest
from bandingdesk.panel.moderation import NO_CARDS, Cards, LevelUnknownError, Round, Scale, has_descriptors
from bandingdesk.panel.ops import Confidence, OwnBandShown, Rating, RevealedSheet, ScoresLocked, ScoresUnlocked


class Missing(NamedTuple):
    """One thing that a sheet still needs: a strand's level, its basis (a line or an extract), or its descriptors."""

    strand: str
    what: Literal["level", "basis", "descriptors"]


@dataclass(frozen=True, slots=True)
class DraftRating:
    """One strand as its scorer is still writing it; the level may be open."""

    strand: str
    level: int | None = None
    confidence: Confidence = "sure"
    note: str = ""
    relied: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()

    @property
    def rating(self) -> Rating | None:
        """The rating, None while the level is open."""
        if self.level is None:
            return None
        return Rating(self.strand, self.level, self.confidence, self.note, self.relied, self.descriptors)


class NotScorerError(RefusedError):
    """PERSON is not among the scorers of this round."""

    code = "PN-30"
    message = QT_TRANSLATE_NOOP("errors", "You are not a scorer in this round.")
    kept = QT_TRANSLATE_NOOP("errors", "Your draft is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the clerk to look at the list of scorers.")
    person: str


class SheetIncompleteError(InvalidError):
    """The sheet can't be locked: MISSING lists each strand and what it needs."""

    code = "PN-31"
    message = QT_TRANSLATE_NOOP("errors", "Your scores can't be locked yet: {count} things are missing.")
    kept = QT_TRANSLATE_NOOP("errors", "Your draft is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a level for each strand, with one line or an extract you rely on.")
    missing: tuple[Missing, ...]
    count: int

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(missing=missing, count=len(missing))


class RevealedError(RefusedError):
    """The round is revealed, so its sheets stay as they are."""

    code = "PN-32"
    message = QT_TRANSLATE_NOOP("errors", "The scores of this round are revealed, so they stay as they are.")
    kept = QT_TRANSLATE_NOOP("errors", "Your draft is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say what you see differently, or score again when the chair asks for it.")


class LockStateError(RefusedError):
    """The sheet is locked already, or not locked."""

    code = "PN-33"
    message = QT_TRANSLATE_NOOP("errors", "Your scores are already in the state you ask for.")
    kept = QT_TRANSLATE_NOOP("errors", "Your locked scores are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Unlock your scores before you change them.")


class BandSeenError(RefusedError):
    """A band was shown to the member, so the lock stays."""

    code = "PN-34"
    message = QT_TRANSLATE_NOOP("errors", "You have seen the band of your scores, so they stay locked.")
    kept = QT_TRANSLATE_NOOP("errors", "Your locked scores are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say in the meeting what you see differently.")


class OwnBandHiddenError(RefusedError):
    """The panel type doesn't show the band of one's own sheet, or the sheet is not locked."""

    code = "PN-35"
    message = QT_TRANSLATE_NOOP("errors", "The band of your own scores is not shown at this point.")
    kept = QT_TRANSLATE_NOOP("errors", "Your scores are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "The band appears when the panel has agreed all levels.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A member's sheet: the latest locked revision, which an unlock leaves in place for the next one."""

    id: str
    head: str
    known: bool = False
    round: str = ""
    person: str = ""
    is_locked: bool = False
    revision: int = 0
    ratings: tuple[Rating, ...] = ()
    locked_at: datetime = datetime.min.replace(tzinfo=UTC)
    band_shown: bool = False

    @property
    def subject(self) -> Subject:
        """The subject of this sheet."""
        return Subject("sheet", self.id)

    @property
    def revealed(self) -> RevealedSheet:
        """The sheet as the reveal names it."""
        return RevealedSheet(self.person, self.id, self.head)


def sheet_id(round_id: str, person: str) -> str:
    """Return the subject id of PERSON's sheet in a round."""
    return f"{round_id}.{person}"


def apply(state: Sheet | None, op: Recorded) -> Sheet:
    """Return the sheet after OP. An erased body moves the head alone; a sealed one also says who locked, and when."""
    before = replace(state, head=op.op_id) if state else Sheet(op.subject.id, op.op_id)
    body = op.body
    match body:
        case ScoresLocked():
            return replace(
                before,
                known=True,
                round=body.round,
                person=body.person,
                is_locked=True,
                revision=body.revision,
                ratings=body.ratings,
                locked_at=op.at,
            )
        case ScoresUnlocked():
            return replace(before, is_locked=False)
        case OwnBandShown():
            return replace(before, band_shown=True)
        case Sealed():
            return _sealed(before, op)
        case Erased():
            return before
    raise ValueError(f"{op.kind} is not an op of a sheet")


def _sealed(before: Sheet, op: Recorded) -> Sheet:
    """Return a sheet that another member locked on another laptop: that they did is no secret, the scores are.

    The chair sees by it whom the reveal waits for. Source: design, store 10.2.
    """
    if op.kind == "scores.unlocked":
        return replace(before, is_locked=False)
    if op.kind == "scores.band_shown":
        return replace(before, band_shown=True)
    round_, _, person = op.subject.id.partition(".")
    revision = before.revision + 1
    return replace(
        before, known=True, round=round_, person=person, is_locked=True, revision=revision, locked_at=op.at, ratings=()
    )


def missing(strands: Sequence[str], ratings: Sequence[Rating], cards: Cards = NO_CARDS) -> tuple[Missing, ...]:
    """Return what a sheet still needs, in the order of STRANDS: the lock is refused with this list.

    CARDS names the strands decided by best fit: their level needs one of its own descriptors (ux.md 3.3).
    """
    rated = {rating.strand: rating for rating in ratings}
    found = []
    for strand in strands:
        rating = rated.get(strand)
        if rating is None:
            found.append(Missing(strand, "level"))
        elif not rating.note.strip() and not rating.relied:
            found.append(Missing(strand, "basis"))
        if rating is not None and not has_descriptors(strand, rating.level, rating.descriptors, cards):
            found.append(Missing(strand, "descriptors"))
    return tuple(found)


def lock(
    round_: Round,
    sheet: Sheet | None,
    hand: Hand,
    ratings: Sequence[Rating],
    *,
    interest: Interest | None,
    scale: Scale,
    cards: Cards = NO_CARDS,
) -> Op:
    """Return the lock of a new revision of the sheet of HAND.by. Until the reveal `unlock` opens it; all are kept.

    The subject is the sheet, not the round: many members lock at once and none waits for another's head. Raises
    RecusedError, InterestOpenError, NotScorerError, RevealedError, LockStateError, LevelUnknownError, or
    SheetIncompleteError with the list of what is missing.
    """
    person = hand.by
    interests.require_scorer(person, interests.standing(interest))
    if person not in round_.scorers:
        raise NotScorerError(person=person)
    if round_.is_revealed:
        raise RevealedError()
    if sheet is not None and sheet.is_locked:
        raise LockStateError()
    if sheet is not None and sheet.band_shown:
        raise BandSeenError()
    for rating in ratings:
        if rating.strand not in round_.strands or rating.level not in scale[rating.strand]:
            raise LevelUnknownError(strand=rating.strand, level=rating.level)
    by_strand = {rating.strand: rating for rating in ratings}
    wanted = round_.asked({strand: rating.level for strand, rating in by_strand.items()})
    if still_open := missing(wanted, ratings, cards):
        raise SheetIncompleteError(still_open)
    revision = sheet.revision + 1 if sheet else 1
    body = ScoresLocked(round_.id, person, revision, tuple(by_strand[strand] for strand in wanted))
    seen = [(round_.subject, round_.head)]
    if interest is not None:
        seen.append((interest.subject, interest.head))
    subject = Subject("sheet", sheet_id(round_.id, person))
    return hand.op("scores.locked", subject, sheet.head if sheet else None, body, tuple(seen))


def unlock(round_: Round, sheet: Sheet, hand: Hand) -> Op:
    """Return the unlock of the sheet. Raises RevealedError, BandSeenError, LockStateError, NotScorerError."""
    if hand.by != sheet.person:
        raise NotScorerError(person=hand.by)
    if round_.is_revealed:
        raise RevealedError()
    if sheet.band_shown:
        raise BandSeenError()
    if not sheet.is_locked:
        raise LockStateError()
    body = ScoresUnlocked(sheet.revision)
    return hand.op("scores.unlocked", sheet.subject, sheet.head, body, ((round_.subject, round_.head),))


def show_own_band(round_: Round, sheet: Sheet, hand: Hand, band: str | None, *, allowed: bool) -> Op:
    """Return the showing of the member's own band, where the panel type allows it: it ends unlocking (ux.md 3.3).

    Raises OwnBandHiddenError, NotScorerError.
    """
    if hand.by != sheet.person:
        raise NotScorerError(person=hand.by)
    if not allowed or not sheet.is_locked or round_.is_revealed:
        raise OwnBandHiddenError()
    body = OwnBandShown(round_.framework_sha256, band)
    return hand.op("scores.band_shown", sheet.subject, sheet.head, body, ((round_.subject, round_.head),))
