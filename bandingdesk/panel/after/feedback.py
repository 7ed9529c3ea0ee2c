"""Feedback to a setting on a signed decision: made once, frozen as text, then sent. It names no scorer and no score."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.panel.after.ops import FeedbackMade, FeedbackSent
from bandingdesk.panel.decision import Decision
from bandingdesk.panel.interests import Hand

Method = Literal["email", "post", "portal"]


class FeedbackTooEarlyError(RefusedError):
    """The decision is not signed, or was returned."""

    code = "AF-30"
    message = QT_TRANSLATE_NOOP("errors", "There is no feedback yet: the decision is not signed.")
    kept = QT_TRANSLATE_NOOP("errors", "What you chose is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Wait for the decision maker's signature, then make the feedback.")


class FeedbackStandsError(RefusedError):
    """Feedback on this decision was made."""

    code = "AF-31"
    message = QT_TRANSLATE_NOOP("errors", "Feedback on this decision was made already.")
    kept = QT_TRANSLATE_NOOP("errors", "It stays as it was frozen; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Open it, then send it. What else you have to say goes by letter.")


class FeedbackSentError(RefusedError):
    """The feedback left already, or there is none to send."""

    code = "AF-32"
    message = QT_TRANSLATE_NOOP("errors", "There is no feedback that waits to be sent.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Make the feedback first. If it was sent, the case says on which day.")


class SuggestionUnknownError(InvalidError):
    """SUGGESTION is not on the list."""

    code = "AF-33"
    message = QT_TRANSLATE_NOOP("errors", "“{suggestion}” is not on the list of what would help next time.")
    kept = QT_TRANSLATE_NOOP("errors", "What you chose is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose from the list, or write it in your own words.")
    suggestion: str


class NoSettingError(RefusedError):
    """The pupil has no setting on record to which feedback could go."""

    code = "AF-34"
    message = QT_TRANSLATE_NOOP("errors", "There is nobody to send feedback to: this pupil has no setting on record.")
    kept = QT_TRANSLATE_NOOP("errors", "The decision stays as it is; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Bring the pupil's setting up to date, then make the feedback.")


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback as its ops leave it. Its id is that of the decision."""

    id: str
    head: str
    case: str = ""
    sha256: str = ""
    suggestions: tuple[str, ...] = ()
    words: str = ""
    made_by: str = ""
    made_at: datetime | None = None
    sent_on: date | None = None
    method: str = ""
    sent_by: str = ""

    @property
    def subject(self) -> Subject:
        """The subject of this feedback."""
        return Subject("feedback", self.id)


def apply(state: Feedback | None, op: Recorded) -> Feedback:
    """Return the feedback after OP. An erased or sealed body moves the head alone."""
    before = replace(state, head=op.op_id) if state else Feedback(op.subject.id, op.op_id)
    match op.body:
        case FeedbackMade(case, _, sha256, _, suggestions, words):
            made = replace(before, case=case, sha256=sha256, suggestions=suggestions, words=words)
            return replace(made, made_by=op.by, made_at=op.at)
        case FeedbackSent(on, method):
            return replace(before, sent_on=on, method=method, sent_by=op.by)
    return before


def require_signed(decision: Decision) -> None:
    """Raises FeedbackTooEarlyError where DECISION is not signed."""
    if decision.signed is None:
        raise FeedbackTooEarlyError()


def require_known(suggestions: Collection[str], known: Collection[str]) -> None:
    """Raises SuggestionUnknownError for a suggestion that is not on the list."""
    for one in suggestions:
        if one not in known:
            raise SuggestionUnknownError(suggestion=one)


def make(known: Feedback | None, decision: Decision, hand: Hand, body: FeedbackMade) -> Op:
    """Return the freezing of feedback on DECISION. Raises FeedbackTooEarlyError, FeedbackStandsError."""
    require_signed(decision)
    if known is not None:
        raise FeedbackStandsError()
    seen = ((decision.subject, decision.head),)
    return hand.op("feedback.made", Subject("feedback", decision.id), None, body, seen)


def send(feedback: Feedback | None, hand: Hand, on: date, method: Method) -> Op:
    """Return that the feedback left. Raises FeedbackSentError."""
    if feedback is None or feedback.sent_on is not None:
        raise FeedbackSentError()
    return hand.op("feedback.sent", feedback.subject, feedback.head, FeedbackSent(on, method))
