"""Agreeing the answers of a round on questions: yes or no with words, never a middle, and "not sure" is no answer.

What was said blind is shown as counts. The panel agrees limb by limb, in words that a decision can quote.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op
from bandingdesk.panel import questions
from bandingdesk.panel.findings import GroundFound
from bandingdesk.panel.interests import Hand
from bandingdesk.panel.moderation import Round, RoundStateError, Scale, require_agreeing
from bandingdesk.panel.ops import LevelAgreed, Rating
from bandingdesk.panel.questions import NO, NOT_SURE, YES, QuestionSet
from bandingdesk.panel.sitting import Sitting

SCALE = frozenset(questions.ANSWERS)


class NotSureError(RefusedError):
    """ "Not sure" was offered as the panel's answer on STRAND."""

    code = "PQ-10"
    message = QT_TRANSLATE_NOOP("errors", "“Not sure” can’t be the panel’s answer.")
    kept = QT_TRANSLATE_NOOP("errors", "All answers and agreed ones are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Agree yes or no and say why, or defer the case and say who finds out what by which day."
    )
    strand: str


class AnswerWordsError(InvalidError):
    """An agreed answer on STRAND has no words."""

    code = "PQ-11"
    message = QT_TRANSLATE_NOOP("errors", "An agreed answer needs its reason in words.")
    kept = QT_TRANSLATE_NOOP("errors", "The answer is kept on the screen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say in your own words why the panel answers so, and by what evidence.")
    strand: str


class NotAskedError(InvalidError):
    """This round does not ask STRAND, or the answers agreed before it leave nothing open there."""

    code = "PQ-12"
    message = QT_TRANSLATE_NOOP("errors", "This round does not ask {strand}.")
    kept = QT_TRANSLATE_NOOP("errors", "The draft and all answers are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Answer the questions of this round. A sheet made by an older program is entered again here."
    )
    strand: str


class NoMiddleError(RefusedError):
    """Answers are agreed one by one: there is no middle for the rest to stand at."""

    code = "PQ-13"
    message = QT_TRANSLATE_NOOP("errors", "Answers to questions of law are agreed one by one.")
    kept = QT_TRANSLATE_NOOP("errors", "The agreed answers are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Agree yes or no for each question, with its reason.")


class FindingStandsError(RefusedError):
    """The panel's finding rests on the agreed answers already."""

    code = "PQ-14"
    message = QT_TRANSLATE_NOOP("errors", "The panel’s finding is recorded, so its answers stay as agreed.")
    kept = QT_TRANSLATE_NOOP("errors", "The finding and the answers are kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "A decision maker who sees it otherwise can send it back to the panel.")


def scale(asks: QuestionSet) -> Scale:
    """Return the answers that each question has."""
    return dict.fromkeys(asks.strands, SCALE)


def require_asked(round_: Round, ratings: Sequence[Rating]) -> None:
    """Raises NotAskedError where a sheet answers something else than its round asks: one of an older program."""
    for rating in ratings:
        if rating.strand not in round_.strands or rating.level not in SCALE:
            raise NotAskedError(strand=rating.strand)


def agree(
    round_: Round,
    sitting: Sitting,
    hand: Hand,
    strand: str,
    answer: int,
    words: str,
    *,
    rescoring: Collection[str] = (),
    is_found: bool = False,
) -> Op:
    """Return the panel's answer to one question. RESCORING are questions that are being answered again in private.

    IS_FOUND: a finding that was not sent back rests on the answers. Raises NotAskedError, NotSureError,
    AnswerWordsError, FindingStandsError, RoundStateError and what `require_agreeing` raises.
    """
    require_agreeing(round_, sitting, hand)
    if is_found:
        raise FindingStandsError()
    if strand not in round_.asked(round_.levels):
        raise NotAskedError(strand=strand)
    if strand in rescoring:
        raise RoundStateError(what="this question is being answered again")
    if answer not in (NO, YES):
        raise NotSureError(strand=strand)
    if not words.strip():
        raise AnswerWordsError(strand=strand)

    body = LevelAgreed(strand, answer, 0, reason=words.strip())
    return hand.op("round.level_agreed", round_.subject, round_.head, body, sitting.stands_on)


def found(
    asks: QuestionSet, agreed: Mapping[str, tuple[int, str]], evidence: Mapping[str, Sequence[str]]
) -> tuple[GroundFound, ...]:
    """Return what the panel found, limb by limb: AGREED holds (answer, words) and EVIDENCE the papers relied on.

    A limb that the answers before it leave no room for is named too, as one that it did not come to.
    """
    still = questions.asked(asks, {strand: answer for strand, (answer, _words) in agreed.items()})
    rows = []
    for question in asks.questions:
        answer, words = agreed.get(question.strand, (NOT_SURE, ""))
        is_open = question.strand in still and answer != NOT_SURE
        rows.append(
            GroundFound(
                question.test,
                question.limb,
                (answer == YES) if is_open else None,
                words if is_open else "",
                tuple(evidence.get(question.strand, ())) if is_open else (),
            )
        )
    return tuple(rows)
