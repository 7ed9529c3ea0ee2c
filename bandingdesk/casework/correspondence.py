"""Letters of a case: issued once, frozen by hash, then sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.ops import LetterIssued, LetterSent
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Recorded, Seen, Subject


class LetterTooEarlyError(RefusedError):
    """The decision is not signed yet."""

    code = "LE-30"
    message = QT_TRANSLATE_NOOP("errors", "A letter can be issued once the decision is signed.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was issued and nothing was sent.")
    do = QT_TRANSLATE_NOOP("errors", "Ask the decision maker to sign, then issue the letter.")


class LetterStandsError(RefusedError):
    """This letter of the decision was issued before."""

    code = "LE-31"
    message = QT_TRANSLATE_NOOP("errors", "This letter was issued before. An issued letter is never changed.")
    kept = QT_TRANSLATE_NOOP("errors", "The issued letter stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Send it, or follow it with another letter.")


class LetterSentError(RefusedError):
    """The letter was sent before."""

    code = "LE-32"
    message = QT_TRANSLATE_NOOP("errors", "This letter was sent on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "The record of sending stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Once sent, a letter can only be followed by another letter.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as issued and sent; `issued` is None once erased."""

    id: str
    head: str
    issued: LetterIssued | None = None
    sent: LetterSent | None = None


def apply(state: Letter | None, op: Recorded) -> Letter:
    """Fold an op of a letter."""
    known = state or Letter(op.subject.id, op.op_id)
    match op.body:
        case LetterIssued():
            known = replace(known, issued=op.body)
        case LetterSent():
            known = replace(known, sent=op.body)
    return replace(known, head=op.op_id)


def issue(
    id_: str, by: str, at: datetime, body: LetterIssued, *, is_signed: bool, stands: bool, decided: tuple[Subject, str]
) -> Op:
    """Issue a letter of a signed decision. Raises LetterTooEarlyError, LetterStandsError."""
    if not is_signed:
        raise LetterTooEarlyError()
    if stands:
        raise LetterStandsError()
    seen: Seen = (decided,)
    return Op("letter.issued", Subject("letter", id_), None, by, at, body, seen=seen)


def send(letter: Letter, by: str, at: datetime, *, on: date, method: str, served: date) -> Op:
    """Record that a letter left the council. Raises LetterSentError."""
    if letter.sent is not None:
        raise LetterSentError(on=letter.sent.on)
    body = LetterSent(on, method, served)  # type: ignore[arg-type]  # the screen offers the three ways only
    return Op("letter.sent", Subject("letter", letter.id), letter.head, by, at, body)
