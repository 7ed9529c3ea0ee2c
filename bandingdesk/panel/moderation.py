"""A round on one case: opened blind, revealed together, levels agreed with reasons, and the band that follows.

The first round of a case holds the agreed levels, minority views and indicated band. A later round is the private
re-score of the strands talked about; its scores take the place of the first ones when a level is agreed.

A round on questions is the same: its strands are limbs of legal tests, its levels answers, and no band follows
(`questions.py`, `answering.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bandingdesk.consistency.spread import Spread
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Erased, Op, Recorded, Sealed, Subject
from bandingdesk.panel import interests, questions
from bandingdesk.panel import meeting as meetings
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.meeting import PapersOpenError
from bandingdesk.panel.ops import (
    BandIndicated,
    LevelAgreed,
    LevelsAgreed,
    MinorityViewRecorded,
    RevealedSheet,
    RoundOpened,
    ScoresRevealed,
)
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.panel.remit import require_rates
from bandingdesk.panel.sitting import Sitting, Terms

RoundState = Literal["open", "revealed", "agreed"]
Scale = Mapping[str, Collection[int]]  # the levels that each strand has
Cards = Mapping[str, Mapping[int, Collection[str]]]  # strand decided by best fit -> level -> its descriptors
NO_CARDS: Cards = {}

# Why an agreed level may leave the middle score, unless the council's policy `reason_codes` lists its own
# (moderation.md F13).
LEVEL_REASONS: Mapping[str, str] = {
    "evidence": QT_TRANSLATE_NOOP("panel", "The evidence was read again together"),
    "descriptor": QT_TRANSLATE_NOOP("panel", "The words of the level were read differently"),
    "information": QT_TRANSLATE_NOOP("panel", "Somebody in the room added information"),
    "between": QT_TRANSLATE_NOOP("panel", "The middle score falls between two levels"),
}


TIE_RULE = "tie_rule"  # the reason code of a level that the council's own rule for ties gives


class RoundStateError(RefusedError):
    """The round is not in the state that this act needs: WHAT says so."""

    code = "PN-20"
    message = QT_TRANSLATE_NOOP("errors", "This can't be done now: {what}.")
    kept = QT_TRANSLATE_NOOP("errors", "All scores and agreed levels are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the steps of this case, then take the next one.")
    what: str


class NobodyScoresError(RefusedError):
    """No voting member is here and free to score."""

    code = "PN-21"
    message = QT_TRANSLATE_NOOP("errors", "No voting member is here and free to score this case.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at attendance and interests, or put the case off.")


class ScoresMissingError(RefusedError):
    """COUNT members have not locked their scores, and the chair gave no words for going on. PEOPLE says who."""

    code = "PN-22"
    message = QT_TRANSLATE_NOOP("errors", "The scores can't be revealed yet: {count} still to lock.")
    kept = QT_TRANSLATE_NOOP("errors", "All locked scores stay sealed; nothing was shown.")
    do = QT_TRANSLATE_NOOP("errors", "Wait, enter a paper slip, or say why you go on without them.")
    people: tuple[str, ...]
    count: int

    def __init__(self, people: tuple[str, ...]) -> None:
        super().__init__(people=people, count=len(people))


class ChangeReasonError(InvalidError):
    """The level of STRAND leaves the middle score without a listed reason and a line in words."""

    code = "PN-23"
    message = QT_TRANSLATE_NOOP("errors", "This is not the middle score, so it needs a reason and a line in words.")
    kept = QT_TRANSLATE_NOOP("errors", "The level is kept on the screen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a reason from the list and say why in one line.")
    strand: str


class LevelUnknownError(InvalidError):
    """The framework has no LEVEL for STRAND, or no such strand in this round."""

    code = "PN-24"
    message = QT_TRANSLATE_NOOP("errors", "The framework has no such level for this strand.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of the levels shown.")
    strand: str
    level: int


class LevelsOpenError(RefusedError):
    """The band stays hidden: the levels of STRANDS are not agreed."""

    code = "PN-25"
    message = QT_TRANSLATE_NOOP("errors", "The band appears when all levels are agreed: {count} still open.")
    kept = QT_TRANSLATE_NOOP("errors", "The agreed levels are kept; nothing was shown.")
    do = QT_TRANSLATE_NOOP("errors", "Agree the remaining levels first.")
    strands: tuple[str, ...]
    count: int

    def __init__(self, strands: tuple[str, ...]) -> None:
        super().__init__(strands=strands, count=len(strands))


class WordsMissingError(InvalidError):
    """A minority view has no words."""

    code = "PN-26"
    message = QT_TRANSLATE_NOOP("errors", "Your view has no words yet.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say in one line what you see differently.")


class DescriptorsMissingError(InvalidError):
    """The framework decides STRAND by best fit, and no descriptor of the level is named."""

    code = "PN-27"
    message = QT_TRANSLATE_NOOP("errors", "This level needs at least one of its descriptions that you rely on.")
    kept = QT_TRANSLATE_NOOP("errors", "The level is kept on the screen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Tick the descriptions of this level that fit the child.")
    strand: str


@dataclass(frozen=True, slots=True)
class Round:
    """A round as its ops leave it. `sheets` are empty until the reveal; `agreed` by strand, in order of agreement."""

    id: str
    head: str
    known: bool = False
    meeting: str = ""
    item: str = ""
    case: str = ""
    number: int = 0
    framework_sha256: str = ""
    strands: tuple[str, ...] = ()
    scorers: tuple[str, ...] = ()
    first: str | None = None
    is_revealed: bool = False
    sheets: tuple[RevealedSheet, ...] = ()
    missing: tuple[str, ...] = ()
    words: str = ""
    agreed: tuple[LevelAgreed, ...] = ()
    minority: tuple[MinorityViewRecorded, ...] = ()
    indicated: BandIndicated | None = None
    sealed_to: str = ""
    questions: str = ""  # of a round on questions: the limbs as they were asked, canonical JSON

    @property
    def subject(self) -> Subject:
        """The subject of this round."""
        return Subject("round", self.id)

    @property
    def levels(self) -> dict[str, int]:
        """The agreed levels by strand."""
        return {item.strand: item.level for item in self.agreed}

    @property
    def on_questions(self) -> bool:
        """Whether its strands are limbs of legal tests and its levels answers."""
        return bool(self.questions)

    def asked(self, answers: Mapping[str, int]) -> tuple[str, ...]:
        """Return the strands that ANSWERS leave to be answered, in order; of a framework always all of them."""
        if not self.questions:
            return self.strands
        still = questions.asked(questions.read(self.questions), answers)
        return tuple(strand for strand in self.strands if strand in still)

    @property
    def still_open(self) -> tuple[str, ...]:
        """The strands without an agreed level, in the framework's order; of questions those that are still asked."""
        done = self.levels
        return tuple(strand for strand in self.asked(done) if strand not in done)

    @property
    def state(self) -> RoundState:
        """Return open, revealed, or agreed when every strand has its level."""
        if not self.is_revealed:
            return "open"
        return "revealed" if self.still_open else "agreed"


def apply(state: Round | None, op: Recorded) -> Round:
    """Return the round after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Round(op.subject.id, op.op_id)
    body = op.body
    match body:
        case RoundOpened():
            return replace(
                before,
                known=True,
                meeting=body.meeting,
                item=body.item,
                case=body.case,
                number=body.number,
                framework_sha256=body.framework_sha256,
                strands=body.strands,
                scorers=body.scorers,
                first=body.first,
                sealed_to=body.sealed_to,
                questions=body.questions,
            )
        case ScoresRevealed():
            return replace(before, is_revealed=True, sheets=body.sheets, missing=body.missing, words=body.words)
        case LevelAgreed():
            return replace(before, agreed=_with_levels(before.agreed, (body,)))
        case LevelsAgreed():
            return replace(before, agreed=_with_levels(before.agreed, body.levels))
        case MinorityViewRecorded():
            return replace(before, minority=(*before.minority, body))
        case BandIndicated():
            return replace(before, indicated=body)
        case Erased() | Sealed():
            return before
    raise ValueError(f"{op.kind} is not an op of a round")


def _with_levels(agreed: tuple[LevelAgreed, ...], new: tuple[LevelAgreed, ...]) -> tuple[LevelAgreed, ...]:
    strands = {item.strand for item in new}
    return (*(item for item in agreed if item.strand not in strands), *new)


def required_scorers(sitting: Sitting, round_: Round) -> tuple[str, ...]:
    """Return whose scores the reveal waits for: the item's readers (all scorers where none are named) still free."""
    readers = sitting.meeting.item(sitting.item).readers or round_.scorers
    return tuple(
        person for person in round_.scorers if person in readers and interests.may_score(sitting.standing(person))
    )


def open_round(
    sitting: Sitting,
    hand: Hand,
    round_id: str,
    strands: tuple[str, ...],
    *,
    first: Round | None = None,
    earlier: Sequence[Round] = (),
    was_returned: bool = False,
    sealed_to: str = "",
    asks: QuestionSet | None = None,
) -> Op:
    """Return a round of blind scoring; with FIRST, the private re-score of some of its strands.

    ASKS are the questions of a panel without a matrix; a re-score asks those of the first round, word for word.

    EARLIER are the item's rounds so far; a fresh start after them needs a decision that was returned.
    Raises PapersOpenError, InterestOpenError, NobodyScoresError, RoundStateError, NotInChairError, NotThisPanelError.
    """
    item = meetings.require_waiting(sitting.meeting, sitting.item)
    sitting.require_lead(hand.by)
    require_rates(sitting)
    if not item.is_frozen:
        raise PapersOpenError(item=sitting.item)
    if any(not round_.is_revealed for round_ in earlier):
        raise RoundStateError(what="a round of this case is still open")
    if first is None and earlier and not was_returned:
        raise RoundStateError(what="this case was scored already")
    if first is not None:
        _require_rescore(first, strands)
    members = [
        seat.person for seat in sitting.meeting.voters if not sitting.meeting.is_open or sitting.is_here(seat.person)
    ]
    if unsettled := tuple(person for person in members if sitting.standing(person) in ("unanswered", "declared")):
        raise interests.InterestOpenError(unsettled)
    scorers = tuple(person for person in members if interests.may_score(sitting.standing(person)))
    if not scorers:
        raise NobodyScoresError()
    body = RoundOpened(
        sitting.meeting.id,
        sitting.item,
        item.case,
        len(earlier) + 1,
        asks.named if asks else sitting.meeting.framework_sha256,
        strands,
        scorers,
        first.id if first else None,
        sealed_to,
        "questions" if asks else "matrix",
        asks.text if asks else "",
    )
    return hand.op(
        "round.opened", Subject("round", round_id), None, body, ((sitting.meeting.subject, sitting.meeting.head),)
    )


def _require_rescore(first: Round, strands: tuple[str, ...]) -> None:
    if first.first is not None or not first.is_revealed or first.indicated is not None:
        raise RoundStateError(what="scoring again needs a revealed first round whose band is not shown")
    if not strands or not set(strands) <= set(first.still_open):
        raise RoundStateError(what="scoring again takes strands whose level is still open")


def reveal(
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    locked: Sequence[RevealedSheet],
    *,
    go_on_without: str = "",
    key: str = "",
) -> Op:
    """Return the reveal. LOCKED are the sheets locked now; one of a member who has stepped out since stays sealed.

    It has seen them all, so that a sheet locked elsewhere meanwhile sends it back instead of being left out unnoticed.
    KEY is the private half of the round's key, where its sheets travel sealed.
    Raises ScoresMissingError unless the chair gives words, RoundStateError, NotInChairError, MeetingNotOpenError.
    """
    sitting.require_open()
    sitting.require_lead(hand.by)
    if round_.is_revealed:
        raise RoundStateError(what="the scores are revealed already")
    shown = tuple(sheet for sheet in locked if interests.may_score(sitting.standing(sheet.person)))
    missing = tuple(sorted(set(required_scorers(sitting, round_)) - {sheet.person for sheet in shown}))
    if not shown or (missing and not go_on_without.strip()):
        raise ScoresMissingError(missing)
    seen = (
        (sitting.meeting.subject, sitting.meeting.head),
        *((Subject("sheet", sheet.sheet), sheet.head) for sheet in locked),
    )
    body = ScoresRevealed(shown, missing, go_on_without.strip(), key)
    return hand.op("round.revealed", round_.subject, round_.head, body, seen)


def require_opened(sealed: int) -> None:
    """Raise RoundStateError while SEALED revealed sheets are not here: no level is agreed on some of the scores."""
    if sealed:
        raise RoundStateError(what="the scores are still on their way from the shared store")


def require_matrix(round_: Round) -> None:
    """Raise RoundStateError for a round on questions of law: no band follows from its answers."""
    if round_.on_questions:
        raise RoundStateError(what="no band follows from questions of law")


def require_agreeing(round_: Round, sitting: Sitting, hand: Hand) -> None:
    """Raises what stops the panel from agreeing levels now: meeting, chair, quorum, state of the round."""
    sitting.require_open()
    sitting.require_lead(hand.by)
    sitting.require_quorum()
    if round_.first is not None:
        raise RoundStateError(what="levels are agreed on the first round of a case")
    if not round_.is_revealed:
        raise RoundStateError(what="the scores are not revealed yet")
    if round_.indicated is not None:
        raise RoundStateError(what="the band has been shown, so the levels stay as agreed")


def agree(
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    level: int,
    spread: Spread,
    *,
    scale: Scale,
    codes: Collection[str],
    reason_code: str | None = None,
    reason: str = "",
    rescoring: Collection[str] = (),
    descriptors: Sequence[str] = (),
    cards: Cards = NO_CARDS,
) -> Op:
    """Return the agreed LEVEL of the spread's strand: its middle score, or another with a listed code and a line.

    Where the middle falls between two levels none is proposed, so any level needs its reason (moderation.md 11).
    RESCORING are strands whose private re-score is open. Raises ChangeReasonError, LevelUnknownError,
    DescriptorsMissingError, RoundStateError and what `require_agreeing` raises.
    """
    require_agreeing(round_, sitting, hand)
    strand = spread.strand
    if strand not in round_.strands or level not in scale[strand]:
        raise LevelUnknownError(strand=strand, level=level)
    if strand in rescoring:
        raise RoundStateError(what="this strand is being scored again")
    if not has_descriptors(strand, level, descriptors, cards):
        raise DescriptorsMissingError(strand=strand)
    body = LevelAgreed(strand, level, spread.median_x2, descriptors=tuple(descriptors))
    if level != spread.middle:
        by_rule = reason_code == TIE_RULE and level == tie_level(spread.median_x2, sitting.terms)
        if not (by_rule or reason_code in codes) or not reason.strip():
            raise ChangeReasonError(strand=strand)
        body = replace(body, reason_code=reason_code, reason=reason.strip())
    return hand.op("round.level_agreed", round_.subject, round_.head, body, sitting.stands_on)


def tie_level(median_x2: int, terms: Terms) -> int | None:
    """Return the level that the council's dated rule gives where the middle falls between two, None without a rule.

    It is the council's rule and shown as such (`terms.tie_minute`), never a middle score: the panel may choose the
    other level and say why. Source: moderation.md 11.
    """
    if median_x2 % 2 == 0 or terms.tie_rule == "none":
        return None
    return median_x2 // 2 + (terms.tie_rule == "higher")


def has_descriptors(strand: str, level: int, descriptors: Collection[str], cards: Cards) -> bool:
    """Return whether a level names a descriptor of its own, or needs none."""
    return strand not in cards or bool(set(descriptors) & set(cards[strand][level]))


def agree_rest(
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    spreads: Sequence[Spread],
    *,
    rescoring: Collection[str] = (),
    descriptors: Mapping[str, Sequence[str]] | None = None,
    cards: Cards = NO_CARDS,
) -> Op:
    """Return the agreement on all open strands whose middle score is a whole level and not flagged, in one act.

    DESCRIPTORS by strand are those relied on at the middle level.
    Raises RoundStateError where there is none, and what `require_agreeing` raises.
    """
    require_agreeing(round_, sitting, hand)
    still_open, relied = set(round_.still_open) - set(rescoring), descriptors or {}
    levels = tuple(
        LevelAgreed(item.strand, item.middle, item.median_x2, descriptors=tuple(relied.get(item.strand, ())))
        for item in spreads
        if item.strand in still_open
        and item.middle is not None
        and not item.flagged
        and has_descriptors(item.strand, item.middle, relied.get(item.strand, ()), cards)
    )
    if not levels:
        raise RoundStateError(what="no open strand stands at its middle score without talk")
    return hand.op("round.levels_agreed", round_.subject, round_.head, LevelsAgreed(levels), sitting.stands_on)


def record_minority_view(
    round_: Round,
    sitting: Sitting,
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
    body = MinorityViewRecorded(hand.by, words.strip(), strand, level)
    return hand.op("round.minority_view_recorded", round_.subject, round_.head, body)


def indicate(round_: Round, hand: Hand, body: BandIndicated) -> Op:
    """Return the band that the engine computed from the agreed levels, without money.

    Raises LevelsOpenError while a level is open, RoundStateError where it is shown already or names other rules.
    """
    if round_.still_open or not round_.is_revealed:
        raise LevelsOpenError(round_.still_open)
    if round_.indicated is not None:
        raise RoundStateError(what="the band is shown already")
    if body.framework_sha256 != round_.framework_sha256:
        raise RoundStateError(what="the band comes from another version of the framework")
    return hand.op("round.band_indicated", round_.subject, round_.head, body)
