"""What is recorded of what follows a decision: actions, minutes, out-of-panel decisions, feedback, outcomes noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bandingdesk.ops import Kind

Route = Literal["officer", "emergency"]


@dataclass(frozen=True, slots=True)
class ActionMade:
    """Somebody undertook to do something by a day. `case` is empty for an action of the meeting as a whole."""

    case: str
    words: str
    owner: str
    due: date
    meeting: str = ""
    item: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class ActionDone:
    """It was done, and what came of it."""

    words: str


@dataclass(frozen=True, slots=True)
class ActionMoved:
    """It is due on another day, and why."""

    due: date
    reason: str


@dataclass(frozen=True, slots=True)
class ActionDropped:
    """It will not be done, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class MinutesMade:
    """The minutes of one case at a meeting, or with `item` "" of the meeting as a whole, frozen as text.

    The file (`case`, `sha256`) holds the words of both variants; paper is drawn from them and never changes one. Those
    of the whole meeting are kept under the meeting's own id, since they name no child. `checkpoint` is the chain's head
    when the meeting closed.
    """

    case: str
    meeting: str
    item: str
    sha256: str
    size: int
    checkpoint: str


@dataclass(frozen=True, slots=True)
class MinutesCorrected:
    """What the minutes should have said: a further record, printed beneath them. They stay as they were frozen."""

    words: str


@dataclass(frozen=True, slots=True)
class MinutesApproved:
    """A later meeting of the panel took the minutes as a true record."""

    meeting: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutsideAsked:
    """A case goes to the delegated officer, out of panel, by a day of the law: no panel meets before it."""

    case: str
    panel_type: str
    reason: str
    by: date
    meeting: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class OutsideDecided:
    """A decision made outside a panel. `why` says why it was; `ratified_by` is the panel type that takes note of it."""

    case: str
    panel_type: str
    route: Route
    why: str
    outcome: str
    outcome_words: str
    delegation: str
    legal_test: str
    options: tuple[str, ...]
    evidence: tuple[str, ...]
    reasons: str
    ratified_by: str
    pin_checked: bool


@dataclass(frozen=True, slots=True)
class OutsideRatified:
    """A meeting of the panel that ratifies took note, or asks for a review. It undoes nothing."""

    meeting: str
    finding: Literal["noted", "review"]
    words: str = ""


@dataclass(frozen=True, slots=True)
class OutsideReviewed:
    """The decision maker looked again, as the panel had asked, and says what follows."""

    words: str


@dataclass(frozen=True, slots=True)
class FeedbackMade:
    """Feedback to the setting on a signed decision, frozen as text in a file: `case` and `sha256`."""

    case: str
    decision: str
    sha256: str
    size: int
    suggestions: tuple[str, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackSent:
    """The feedback left the council."""

    on: date
    method: Literal["email", "post", "portal"]


@dataclass(frozen=True, slots=True)
class OutcomeNoted:
    """What the Tribunal ordered, or what mediation agreed, came back to the case and was noted.

    `entry` is the register's own entry; `decision` the one that was appealed, "" where it was made before this record.
    `theme` is what the council learns from it, for oversight.
    """

    case: str
    entry: str
    decision: str
    says: str
    theme: str
    meeting: str = ""
    words: str = ""


KINDS: dict[str, Kind] = {
    "action.made": Kind(ActionMade),
    "action.done": Kind(ActionDone),
    "action.moved": Kind(ActionMoved),
    "action.dropped": Kind(ActionDropped),
    "minutes.made": Kind(MinutesMade, has_file=True),
    "minutes.corrected": Kind(MinutesCorrected),
    "minutes.approved": Kind(MinutesApproved),
    "outside.asked": Kind(OutsideAsked),
    "outside.decided": Kind(OutsideDecided),
    "outside.ratified": Kind(OutsideRatified),
    "outside.reviewed": Kind(OutsideReviewed),
    "feedback.made": Kind(FeedbackMade, has_file=True),
    "feedback.sent": Kind(FeedbackSent),
    "outcome.noted": Kind(OutcomeNoted),
}
