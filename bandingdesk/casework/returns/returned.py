"""A form that came back: kept as it was sent, and taken over answer by answer by a person who has seen every doubt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.returns.form import ReasonMissingError
from bandingdesk.casework.returns.ops import (
    Answer,
    Doubt,
    FormKind,
    ReturnAsked,
    ReturnReceived,
    ReturnSetAside,
    ReturnTaken,
)
from bandingdesk.casework.returns.questions import STRAND
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing was taken over. The file and what you chose are kept.")


class ReceivedBeforeError(RefusedError):
    """The very same file was received on the day ON."""

    code = "RE-20"
    message = QT_TRANSLATE_NOOP("errors", "This very file came in before, on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "It stands on the list as it was read then; nothing was recorded twice.")
    do = QT_TRANSLATE_NOOP("errors", "Open it from the list. If you expected other answers, ask the sender for them.")
    on: date


class ReturnClosedError(RefusedError):
    """Answers of it were taken over before, or it was set aside."""

    code = "RE-21"
    message = QT_TRANSLATE_NOOP("errors", "This return is closed: it was taken over or set aside before.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it was recorded then.")
    do = QT_TRANSLATE_NOOP("errors", "If there is something new, read the file that brings it.")


class DoubtOpenError(InvalidError):
    """COUNT answers are neither taken nor left out; the first is LABEL."""

    code = "RE-22"
    message = QT_TRANSLATE_NOOP("errors", "{count} answers are not settled yet. The first is “{label}”.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Say for each of them whether you take it or leave it out.")
    count: int
    label: str
    keys: tuple[str, ...]


class TwoAnswersError(InvalidError):
    """Two answers to one question would be taken: LABEL."""

    code = "RE-23"
    message = QT_TRANSLATE_NOOP("errors", "“{label}” was answered more than once, and two of its answers are taken.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Take one of them, or leave them out and ask the sender.")
    label: str
    key: str


class NothingToTakeError(InvalidError):
    """The answer LABEL holds nothing that could be taken over."""

    code = "RE-24"
    message = QT_TRANSLATE_NOOP("errors", "“{label}” can't be taken over: it is empty, or not one of the levels.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Leave it out, or ask the sender.")
    label: str
    key: str


class DoubtsUnseenError(InvalidError):
    """There are COUNT doubts about the file itself, and nobody said that they were looked at."""

    code = "RE-25"
    message = QT_TRANSLATE_NOOP("errors", "There are {count} doubts about the file as a whole.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Read them at the top of the page, then mark that you have looked at them.")
    count: int


@dataclass(frozen=True, slots=True)
class Return:
    """A return as folded; `received` is None once erased."""

    id: str
    head: str
    received: ReturnReceived | None = None
    received_by: str = ""
    asked: tuple[ReturnAsked, ...] = ()
    taken: ReturnTaken | None = None
    taken_by: str = ""
    taken_at: datetime | None = None
    set_aside: str | None = None


def apply(state: Return | None, op: Recorded) -> Return:
    """Fold an op of a return."""
    known = state or Return(op.subject.id, op.op_id)
    match op.body:
        case ReturnReceived():
            known = replace(known, received=op.body, received_by=op.by)
        case ReturnAsked():
            known = replace(known, asked=(*known.asked, op.body))
        case ReturnTaken():
            known = replace(known, taken=op.body, taken_by=op.by, taken_at=op.at)
        case ReturnSetAside():
            known = replace(known, set_aside=op.body.reason)
    return replace(known, head=op.op_id)


def receive(id_: str, by: str, at: datetime, body: ReturnReceived, before: Iterable[tuple[str, date]]) -> Op:
    """Keep what came back. BEFORE are (sha256, day) of what came from the same form. Raises ReceivedBeforeError."""
    for sha256, on in before:
        if sha256 == body.sha256:
            raise ReceivedBeforeError(on=on)
    return Op("return.received", Subject("return", id_), None, by, at, body)


def ask(of: Return, by: str, at: datetime, about: Collection[str], words: str) -> Op:
    """Note what the sender was asked. Raises ReturnClosedError, ReasonMissingError."""
    received = _open(of)
    if not words.strip():
        raise ReasonMissingError()
    body = ReturnAsked(received.case, tuple(sorted(about)), words.strip())
    return Op("return.asked", Subject("return", of.id), of.head, by, at, body)


def take(
    of: Return,
    by: str,
    at: datetime,
    taken: Collection[str],
    left_out: Collection[str],
    *,
    seen: bool,
    became: tuple[str, ...] = (),
) -> Op:
    """Take the answers TAKEN over and leave LEFT_OUT; SEEN says that the doubts about the file were looked at.

    Raises what `require_settled` raises, and ReturnClosedError.
    """
    received = require_settled(of, taken, left_out, seen=seen)
    order = [answer.key for answer in received.answers]
    body = ReturnTaken(
        received.case,
        tuple(key for key in order if key in taken),
        tuple(key for key in order if key not in taken),
        became,
    )
    return Op("return.taken", Subject("return", of.id), of.head, by, at, body)


def require_settled(of: Return, taken: Collection[str], left_out: Collection[str], *, seen: bool) -> ReturnReceived:
    """Return what was received, once every answer is taken or left out.

    Raises ReturnClosedError, DoubtsUnseenError, DoubtOpenError, NothingToTakeError, TwoAnswersError.
    """
    received = _open(of)
    whole = about_file(received.doubts, received.answers)
    if whole and not seen:
        raise DoubtsUnseenError(count=len(whole))
    waiting = [one for one in received.answers if one.key not in taken and one.key not in left_out]
    if waiting:
        keys = tuple(one.key for one in waiting)
        raise DoubtOpenError(count=len(waiting), label=waiting[0].label, keys=keys)
    chosen: set[str] = set()
    for answer in received.answers:
        if answer.key in taken:
            if not can_take(received.kind, answer):
                raise NothingToTakeError(label=answer.label, key=answer.key)
            question = answer.key.partition("#")[0]
            if question in chosen:
                raise TwoAnswersError(label=answer.label, key=question)
            chosen.add(question)
    return received


def set_aside(of: Return, by: str, at: datetime, reason: str) -> Op:
    """Take nothing of it over. Raises ReturnClosedError, ReasonMissingError."""
    received = _open(of)
    if not reason.strip():
        raise ReasonMissingError()
    body = ReturnSetAside(received.case, reason.strip())
    return Op("return.set_aside", Subject("return", of.id), of.head, by, at, body)


def can_take(kind: FormKind, answer: Answer) -> bool:
    """Say whether ANSWER holds anything to take over: a level where one is asked for, words elsewhere."""
    asks_level = kind == "setting_profile" and answer.key.startswith(STRAND)
    return bool(answer.text) and (answer.level is not None or not asks_level)


def about_file(doubts: Iterable[Doubt], answers: Iterable[Answer]) -> tuple[Doubt, ...]:
    """Return the DOUBTS that stand beside none of the ANSWERS."""
    known = {answer.key for answer in answers}
    return tuple(doubt for doubt in doubts if doubt.about not in known)


def _open(of: Return) -> ReturnReceived:
    if of.received is None or of.taken is not None or of.set_aside is not None:
        raise ReturnClosedError()
    return of.received
