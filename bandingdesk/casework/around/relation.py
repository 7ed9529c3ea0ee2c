"""A person around a child: added, changed, their address confirmed, whether they get letters, ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.around import lists
from bandingdesk.casework.around.ops import (
    AddressConfirmed,
    LettersDecided,
    RelationAdded,
    RelationChanged,
    RelationEnded,
    RelationFacts,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.statute import days

EARLIEST = date(1900, 1, 1)  # nobody around a child today was told of before
LATEST_LIMIT = 25  # years from today in which a court's limit may end: the child is a young person until then
PRINT_SIZES = range(14, 49)  # points: from clear print to what still fits a page
STALE_DAYS = 365

_FORM_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")


class NameMissingError(InvalidError):
    """A person around a child needs a name."""

    code = "AR-01"
    message = QT_TRANSLATE_NOOP("errors", "This person has no name yet.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Write the name as letters are to show it.")


class RelationUnknownError(InvalidError):
    """CHOSEN is none of the relations, or formats, that may be chosen on that day."""

    code = "AR-02"
    message = QT_TRANSLATE_NOOP("errors", "“{chosen}” is not on the list.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Choose from the list.")


class AddressSourceError(InvalidError):
    """An address, and each change of it, comes with who said it and when."""

    code = "AR-03"
    message = QT_TRANSLATE_NOOP("errors", "It is not said who gave this address, or on which day.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Write who gave it, such as “the mother, by phone”, and the day.")


class DayError(InvalidError):
    """The day ON of WHAT is too far away: before EARLIEST or after LATEST."""

    code = "AR-04"
    message = QT_TRANSLATE_NOOP("errors", "{what}: {on} is not between {earliest} and {latest}.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Look at the day and the year, and correct them.")


class ResponsibilitySourceError(InvalidError):
    """Whether somebody holds parental responsibility is known from something."""

    code = "AR-05"
    message = QT_TRANSLATE_NOOP("errors", "It is not said how parental responsibility is known.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Name the paper or who said it, or choose “Not known”.")


class CourtLimitError(InvalidError):
    """A court's limit has words and a first day, and does not end before it starts."""

    code = "AR-06"
    message = QT_TRANSLATE_NOOP("errors", "The court’s limit has no words, or ends before it starts.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Write what the order says, and its first day.")


class RelationEndedError(RefusedError):
    """The person is no longer one of those around the child, since ON."""

    code = "AR-07"
    message = QT_TRANSLATE_NOOP("errors", "This person was taken off the list on {on}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was recorded of them stays. Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Add the person again if they are back.")


class NoAddressError(RefusedError):
    """There is no address to confirm."""

    code = "AR-08"
    message = QT_TRANSLATE_NOOP("errors", "No address of this person is recorded, so there is none to confirm.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Change the person, and enter the address with who gave it.")


class ReasonMissingError(InvalidError):
    """What is done here is done with a reason."""

    code = "AR-09"
    message = QT_TRANSLATE_NOOP("errors", "No reason is written.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Write in a few words why.")


class PrintSizeError(InvalidError):
    """Large print is set in SMALLEST to LARGEST points."""

    code = "AR-10"
    message = QT_TRANSLATE_NOOP("errors", "Large print needs a size from {smallest} to {largest} points.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Enter the size that the person asked for.")


class SelfTwiceError(RefusedError):
    """The child or young person stands on the list already."""

    code = "AR-11"
    message = QT_TRANSLATE_NOOP("errors", "The child or young person is on this list already.")
    kept = _FORM_KEPT
    do = QT_TRANSLATE_NOOP("errors", "Change that card, or choose who else this person is.")


@dataclass(frozen=True, slots=True)
class Relation:
    """A person around a child as last known; `facts` is None once erased.

    `confirmed_on` is the day on which the address was last said or confirmed, by `confirmed_by`.
    """

    id: str
    head: str
    child: str = ""
    facts: RelationFacts | None = None
    confirmed_on: date | None = None
    confirmed_by: str = ""
    letters: LettersDecided | None = None
    ended: RelationEnded | None = None


def apply(state: Relation | None, op: Recorded) -> Relation:
    """Fold an op of a relation."""
    known = state or Relation(op.subject.id, op.op_id)
    match op.body:
        case RelationAdded(child, facts):
            known = _with(replace(known, child=child), facts)
        case RelationChanged(facts, _):
            known = _with(known, facts)
        case AddressConfirmed(on, source):
            known = replace(known, confirmed_on=on, confirmed_by=source)
        case LettersDecided():
            known = replace(known, letters=op.body)
        case RelationEnded():
            known = replace(known, ended=op.body)
    return replace(known, head=op.op_id)


def add(
    id_: str, by: str, at: datetime, child: str, facts: RelationFacts, *, today: date, has_self: bool = False
) -> Op:
    """Add a person around a child; HAS_SELF: the child's own card is there. Raises SelfTwiceError, and as `check`."""
    check(facts, today)
    if has_self and facts.relation == lists.SELF:
        raise SelfTwiceError()
    return Op("relation.added", Subject("relation", id_), None, by, at, RelationAdded(child, facts))


def change(relation: Relation, by: str, at: datetime, facts: RelationFacts, reason: str, *, today: date) -> Op:
    """Change what is known of a person. Raises ReasonMissingError, RelationEndedError and what `check` raises."""
    require_words(reason)
    check(facts, today)
    return _op(relation, "relation.changed", by, at, RelationChanged(facts, reason.strip()))


def confirm_address(relation: Relation, by: str, at: datetime, body: AddressConfirmed, *, today: date) -> Op:
    """Record that the address is still right. Raises NoAddressError, AddressSourceError, DayError."""
    if relation.facts is None or not relation.facts.address:
        raise NoAddressError()
    if not body.source.strip():
        raise AddressSourceError()
    require_past(body.on, today, QT_TRANSLATE_NOOP("around", "Day of the address"))
    return _op(relation, "relation.address_confirmed", by, at, body)


def decide_letters(relation: Relation, by: str, at: datetime, body: LettersDecided, *, today: date) -> Op:
    """Record whether the person gets letters against what the rules say. Raises ReasonMissingError, DayError."""
    require_words(body.words)
    require_past(body.on, today, QT_TRANSLATE_NOOP("around", "Day on which it was agreed"))
    return _op(relation, "relation.letters_decided", by, at, body)


def end(relation: Relation, by: str, at: datetime, body: RelationEnded, *, today: date) -> Op:
    """Take the person off the list from a day on. Raises ReasonMissingError, DayError, RelationEndedError."""
    require_words(body.reason)
    require_past(body.on, today, QT_TRANSLATE_NOOP("around", "Last day"))
    return _op(relation, "relation.ended", by, at, body)


def check(facts: RelationFacts, today: date) -> None:
    """Check that FACTS say what they need to.

    Raises NameMissingError, RelationUnknownError, ResponsibilitySourceError, AddressSourceError, DayError,
    CourtLimitError, PrintSizeError.
    """
    known = lists.on(today)
    if not facts.name.strip():
        raise NameMissingError()
    for code, of in ((facts.relation, known.relations), (facts.format, known.formats)):
        if code not in of:
            raise RelationUnknownError(chosen=code)
    if facts.responsibility != "not_known" and not facts.responsibility_source.strip() and facts.relation != lists.SELF:
        raise ResponsibilitySourceError()
    if facts.address and (not facts.address_source.strip() or facts.address_on is None):
        raise AddressSourceError()
    if facts.address_on is not None:
        require_past(facts.address_on, today, QT_TRANSLATE_NOOP("around", "Day of the address"))
    for limit in facts.limits:
        if not limit.words.strip() or (limit.ends is not None and limit.ends < limit.starts):
            raise CourtLimitError()
        require_past(limit.starts, today, QT_TRANSLATE_NOOP("around", "First day of the court’s limit"))
        if limit.ends is not None:
            last = date(today.year + LATEST_LIMIT, 12, 31)
            require_between(limit.ends, EARLIEST, last, QT_TRANSLATE_NOOP("around", "Last day of the court’s limit"))
    if known.formats[facts.format].is_sized and facts.large_print not in PRINT_SIZES:
        raise PrintSizeError(smallest=PRINT_SIZES[0], largest=PRINT_SIZES[-1])


def is_stale(relation: Relation, on: date) -> bool:
    """Return whether the address was last confirmed more than a year before ON, or never."""
    if relation.facts is None or not relation.facts.address:
        return False
    return relation.confirmed_on is None or (on - relation.confirmed_on).days > STALE_DAYS


def require_words(words: str) -> None:
    """Check that a reason is written. Raises ReasonMissingError."""
    if not words.strip():
        raise ReasonMissingError()


def require_past(day: date, today: date, what: str) -> None:
    """Check that DAY of WHAT has come and is not absurdly long ago. Raises DayError."""
    require_between(day, EARLIEST, today, what)


def require_between(day: date, earliest: date, latest: date, what: str) -> None:
    """Check that DAY of WHAT lies from EARLIEST to LATEST. Raises DayError."""
    if not earliest <= day <= latest:
        on, first, last = (days.in_words(one) for one in (day, earliest, latest))
        raise DayError(what=what, on=on, earliest=first, latest=last)


def _with(known: Relation, facts: RelationFacts) -> Relation:
    """Return KNOWN with new FACTS: another address, or a newer word on the same one, is what was last confirmed."""
    before = known.facts
    said = (facts.address, facts.address_source, facts.address_on)
    if before is not None and said == (before.address, before.address_source, before.address_on):
        return replace(known, facts=facts)
    return replace(known, facts=facts, confirmed_on=facts.address_on, confirmed_by=facts.address_source)


def _op(relation: Relation, kind: str, by: str, at: datetime, body: object) -> Op:
    if relation.ended is not None:
        raise RelationEndedError(on=days.in_words(relation.ended.on))
    return Op(kind, Subject("relation", relation.id), relation.head, by, at, body)
