"""How long a case is kept, who looks at it before it goes, and what stops that. Nothing is destroyed by itself.

Two people: one reviews the case and finds that it may go, another destroys it. A hold stops both; so does anything
that came to the case after the review. The rules are the council's own policy `retention`, dated like every policy;
without one the shipped rules count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NamedTuple, cast, get_args

from bandingdesk.casework.ops import CaseDestroyed, RetentionHeld, RetentionReleased, RetentionReviewed
from bandingdesk.council.ops import PolicyValue
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

POLICY = "retention"
Event = Literal["birth", "last_decision", "request"]


class NotDueError(RefusedError):
    """The case is kept until DUE by the rule."""

    code = "RT-01"
    message = QT_TRANSLATE_NOOP("errors", "By this rule the case is kept until {due}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Come back on that day, or choose the rule that applies.")


class AlreadyDestroyedError(RefusedError):
    """The case was erased before."""

    code = "RT-02"
    message = QT_TRANSLATE_NOOP("errors", "This case was erased under a retention rule before.")
    kept = QT_TRANSLATE_NOOP("errors", "The record still says by whom, when and under which rule.")
    do = QT_TRANSLATE_NOOP("errors", "There is nothing left to do.")


class HeldError(RefusedError):
    """A hold with a REASON is on the case."""

    code = "RT-03"
    message = QT_TRANSLATE_NOOP("errors", "This case is on hold ({reason}), so nothing of it is erased.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Release the hold with your reason once it is over, then review the case again.")


class NoHoldError(RefusedError):
    """There is no hold to release."""

    code = "RT-04"
    message = QT_TRANSLATE_NOOP("errors", "This case is not on hold.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Read the list again.")


class NotReviewedError(RefusedError):
    """Nobody has found by this rule that the case may go."""

    code = "RT-05"
    message = QT_TRANSLATE_NOOP("errors", "Nobody has reviewed this case and found that it may be erased by this rule.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Review it first. Another person then erases it.")


class SamePersonError(RefusedError):
    """Who reviewed the case may not destroy it too."""

    code = "RT-06"
    message = QT_TRANSLATE_NOOP("errors", "You reviewed this case, so somebody else has to erase it.")
    kept = QT_TRANSLATE_NOOP("errors", "Your review is kept. Nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Ask a colleague who may do this to look at the case and erase it.")


class ChangedSinceReviewError(RefusedError):
    """Something came to the case after its review."""

    code = "RT-07"
    message = QT_TRANSLATE_NOOP("errors", "Something was added to this case after it was reviewed.")
    kept = QT_TRANSLATE_NOOP("errors", "The review is kept. Nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Look at what came in, then review the case again.")


class ReasonMissingError(InvalidError):
    """A review, a hold, a release and an erasure need words."""

    code = "RT-08"
    message = QT_TRANSLATE_NOOP("errors", "This needs a reason in your own words. Do not name the child in it.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Write one sentence. It stays in the record when the rest is gone.")


class UnknownRuleError(InvalidError):
    """There is no rule KEY in force; KNOWN are."""

    code = "RT-09"
    message = QT_TRANSLATE_NOOP("errors", "There is no retention rule {key} in force.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP("errors", "Use one of these: {known}.")


class RuleUnfitError(InvalidError):
    """The policy's rule KEY can't be read."""

    code = "RT-10"
    message = QT_TRANSLATE_NOOP("errors", "The retention rule {key} of the policy can't be read.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded and nothing was erased.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Write it as four texts: title, years, what they count from (birth or last_decision), source."
    )


class Rule(NamedTuple):
    """A case may go so many years after an event. SOURCE says who asks for it; YEARS of `request` is 0."""

    key: str
    title: str
    years: int
    after: Event
    source: str

    @property
    def words(self) -> str:
        """The rule in short, as it stands beside what was erased."""
        if self.after == "request":
            return f"{self.title} ({self.source})"
        event = "birth" if self.after == "birth" else "the last decision"
        return f"{self.title}: {self.years} years after {event} ({self.source})"


# 31 years: a plan may run to the 25th birthday, and a claim may be brought for six years after it. The toolkit of 2016
# had 25 years; the council's own schedule goes before either.
SHIPPED = (
    Rule("sen_file", "Special educational needs file", 31, "birth", "IRMS toolkit for schools, 2019"),
    Rule("erasure_request", "Request for erasure", 0, "request", "UK GDPR art. 17"),
)


@dataclass(frozen=True, slots=True)
class Review:
    """Who looked at the case, when, and what they found."""

    by: str
    at: datetime
    case_head: str
    rule: str
    due: date
    finding: Literal["destroy", "keep"]
    words: str
    keep_until: date | None


@dataclass(frozen=True, slots=True)
class Hold:
    """Who held the case, when and why."""

    by: str
    at: datetime
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Destroyed:
    """Who erased the case, when, by which rule and why; `subjects` are those whose bodies went."""

    by: str
    at: datetime
    rule: str
    rule_words: str
    reason: str
    subjects: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retention:
    """What is known of the keeping of one case; its id is the case's."""

    id: str
    head: str
    review: Review | None = None
    hold: Hold | None = None
    destroyed: Destroyed | None = None


def apply(state: Retention | None, op: Recorded) -> Retention:
    """Fold an op of a retention."""
    known = replace(state, head=op.op_id) if state else Retention(op.subject.id, op.op_id)
    match op.body:
        case RetentionReviewed(_, case_head, rule, due_, finding, words, keep_until):
            return replace(
                known, review=Review(op.by, op.at, case_head, rule, due_, finding, words, keep_until=keep_until)
            )
        case RetentionHeld(_, reason, words):
            return replace(known, hold=Hold(op.by, op.at, reason, words))
        case RetentionReleased():
            return replace(known, hold=None, review=None)  # what was found under the hold is looked at again
        case CaseDestroyed(_, rule, rule_words, reason, subjects, items):
            return replace(known, destroyed=Destroyed(op.by, op.at, rule, rule_words, reason, subjects, items))
    return known


def rules(policy: Mapping[str, PolicyValue] | None) -> tuple[Rule, ...]:
    """Return the rules of the policy in force, the shipped ones without one. Raises RuleUnfitError.

    A policy's rule is a text tuple (title, years, event, source) under the rule's key; a request for erasure is a
    right in any case, so its rule is always there.
    """
    if policy is None:
        return SHIPPED
    own = tuple(_rule(key, value) for key, value in policy.items())
    return own if any(rule.after == "request" for rule in own) else (*own, SHIPPED[-1])


def find(known: tuple[Rule, ...], key: str) -> Rule:
    """Return the rule KEY. Raises UnknownRuleError."""
    for rule in known:
        if rule.key == key:
            return rule
    raise UnknownRuleError(key=key, known=", ".join(rule.key for rule in known))


def due(rule: Rule, born: date | None, last_decision: date | None, today: date) -> date | None:
    """Return the first day on which RULE lets a case go, None where its event is not known.

    Someone born on 29 February has the anniversary on 1 March of a year without that day.
    """
    if rule.after == "request":
        return today
    event = born if rule.after == "birth" else last_decision
    if event is None:
        return None
    try:
        return event.replace(year=event.year + rule.years)
    except ValueError:
        return date(event.year + rule.years, 3, 1)


def review(state: Retention | None, by: str, at: datetime, body: RetentionReviewed, *, today: date) -> Op:
    """Record what a review found. Raises AlreadyDestroyedError, HeldError, NotDueError, ReasonMissingError."""
    _require_there(state)
    _require_words(body.words)
    if body.finding == "destroy":
        _require_free(state)
        if body.due > today:
            raise NotDueError(due=body.due)
    return _op(state, body.case, "retention.reviewed", by, at, body)


def hold(state: Retention | None, by: str, at: datetime, body: RetentionHeld) -> Op:
    """Put a case on hold. Raises AlreadyDestroyedError, ReasonMissingError."""
    _require_there(state)
    _require_words(body.words)
    return _op(state, body.case, "retention.held", by, at, body)


def release(state: Retention | None, by: str, at: datetime, body: RetentionReleased) -> Op:
    """End a hold; the case is to be reviewed again. Raises NoHoldError, ReasonMissingError."""
    _require_words(body.words)
    if state is None or state.hold is None:
        raise NoHoldError()
    return _op(state, state.id, "retention.released", by, at, body)


def require_destroyable(state: Retention | None, by: str, rule: str, case_head: str) -> None:
    """Check that BY may destroy the case by RULE now.

    Raises AlreadyDestroyedError, HeldError, NotReviewedError, SamePersonError, ChangedSinceReviewError.
    """
    _require_there(state)
    _require_free(state)
    found = None if state is None else state.review
    if found is None or found.finding != "destroy" or found.rule != rule:
        raise NotReviewedError()
    if found.by == by:
        raise SamePersonError()
    if found.case_head != case_head:
        raise ChangedSinceReviewError()


def destroy(state: Retention | None, by: str, at: datetime, body: CaseDestroyed, case_head: str) -> Op:
    """Erase a case that another person reviewed. Raises as `require_destroyable`, and ReasonMissingError."""
    _require_words(body.reason)
    require_destroyable(state, by, body.rule, case_head)
    seen = ((Subject("case", body.case), case_head),)
    return replace(_op(state, body.case, "retention.destroyed", by, at, body), seen=seen)


def _rule(key: str, value: PolicyValue) -> Rule:
    if not isinstance(value, (tuple, list)) or len(value) != 4:
        raise RuleUnfitError(key=key)
    title, years, after, source = value
    if not years.isdigit() or after not in get_args(Event):
        raise RuleUnfitError(key=key)
    return Rule(key, title, int(years), cast(Event, after), source)


def _require_there(state: Retention | None) -> None:
    if state is not None and state.destroyed is not None:
        raise AlreadyDestroyedError()


def _require_free(state: Retention | None) -> None:
    if state is not None and state.hold is not None:
        raise HeldError(reason=state.hold.reason.replace("_", " "))


def _require_words(words: str) -> None:
    if not words.strip():
        raise ReasonMissingError()


def _op(state: Retention | None, case: str, kind: str, by: str, at: datetime, body: object) -> Op:
    return Op(kind, Subject("retention", case), state.head if state else None, by, at, body)
