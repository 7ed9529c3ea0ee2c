"""An entry of the statutory register: made, changed with a reason, withdrawn, excused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bandingdesk.casework.register.ops import (
    EntryChanged,
    EntryExcused,
    EntryMade,
    EntryWithdrawn,
    Excuse,
    ExcuseWithdrawn,
    Values,
)
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Seen, Subject
from bandingdesk.statute.register import EntryType, Field, Head, RegisterBook, Value

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)  # what a year typed wrongly falls outside of


class EntryInvalidError(InvalidError):
    """FIELD of an entry can't hold what was given: FAULT says why."""

    code = "RG-01"
    message = QT_TRANSLATE_NOOP("errors", "{field}: {fault}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Correct this field, then record it again.")


class EntryUnknownTypeError(InvalidError):
    """The register of this version has no entries of TYPE."""

    code = "RG-02"
    message = QT_TRANSLATE_NOOP("errors", "Entries of the kind {type} are not known.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a kind from the list, or install a newer version of Banding Desk.")


class ReasonNeededError(InvalidError):
    """A recorded field is changed or an entry withdrawn without saying why."""

    code = "RG-03"
    message = QT_TRANSLATE_NOOP("errors", "What was recorded is to be changed, and no reason is given.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Write one sentence on why it is changed.")


class EntryWithdrawnError(RefusedError):
    """The entry was withdrawn before."""

    code = "RG-04"
    message = QT_TRANSLATE_NOOP("errors", "This entry was withdrawn.")
    kept = QT_TRANSLATE_NOOP("errors", "The entry stays as it was; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Make a new entry.")


class HeadUnfitError(InvalidError):
    """HEAD can't excuse RULE: the law gives it for other limits or another time."""

    code = "RG-05"
    message = QT_TRANSLATE_NOOP("errors", "The law does not give “{head}” as an exception for {rule}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose one of the heads offered for this date.")


class ExcuseIncompleteError(InvalidError):
    """The exception lacks what makes it one: FAULT."""

    code = "RG-06"
    message = QT_TRANSLATE_NOOP("errors", "The exception is not complete: {fault}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded; your form is kept. The date stays as it is either way.")
    do = QT_TRANSLATE_NOOP("errors", "Complete the exception, then record it again.")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as folded; `made` is None once erased. `values` are those of the last change."""

    id: str
    head: str
    made: EntryMade | None = None
    values: Values | None = None
    of: str | None = None
    excuses: tuple[Excuse, ...] = ()
    withdrawn: str | None = None
    entered_by: str = ""
    entered_at: datetime | None = None


def apply(state: Entry | None, op: Recorded) -> Entry:
    """Fold an op of an entry."""
    known = state or Entry(op.subject.id, op.op_id)
    match op.body:
        case EntryMade(values=values, of=of):
            known = replace(known, made=op.body, values=values, of=of, entered_by=op.by, entered_at=op.at)
        case EntryChanged(values=values, of=of):
            known = replace(known, values=values, of=of, entered_by=op.by, entered_at=op.at)
        case EntryWithdrawn(reason):
            known = replace(known, withdrawn=reason)
        case EntryExcused(excuse):
            others = tuple(one for one in known.excuses if one.id != excuse.id)
            known = replace(known, excuses=(*others, excuse))
        case ExcuseWithdrawn(excuse=id_):
            known = replace(known, excuses=tuple(one for one in known.excuses if one.id != id_))
    return replace(known, head=op.op_id)


def make(
    id_: str, by: str, at: datetime, body: EntryMade, book: RegisterBook, *, case: tuple[Subject, str] | None = None
) -> Op:
    """Make an entry. CASE is the case it belongs to with its head, None for one that this act opens.

    One that comes with a list may lack what is needed of one that a person enters: years ago nobody asked for it.

    Raises EntryUnknownTypeError, EntryInvalidError.
    """
    body = replace(body, values=checked(kind_of(book, body.type), body.values, is_listed=body.source is not None))
    seen: Seen = (case,) if case else ()
    return Op("entry.made", Subject("entry", id_), None, by, at, body, seen=seen)


def change(entry: Entry, by: str, at: datetime, body: EntryChanged, book: RegisterBook) -> Op:
    """Change an entry. A reason is needed where a recorded value changes, not where an empty field is filled in.

    Raises EntryWithdrawnError, ReasonNeededError, EntryInvalidError.
    """
    _require_standing(entry)
    known = entry.values or {}
    values = checked(kind_of(book, entry.made.type if entry.made else ""), body.values)
    if not body.reason.strip() and any(values.get(name) != value for name, value in known.items()):
        raise ReasonNeededError()
    return _op(entry, "entry.changed", by, at, replace(body, values=values, of=body.of or entry.of))


def withdraw(entry: Entry, by: str, at: datetime, reason: str) -> Op:
    """Withdraw an entry. Raises EntryWithdrawnError, ReasonNeededError."""
    _require_standing(entry)
    if not reason.strip():
        raise ReasonNeededError()
    return _op(entry, "entry.withdrawn", by, at, EntryWithdrawn(reason))


def excuse(entry: Entry, by: str, at: datetime, body: Excuse, book: RegisterBook, limits: Mapping[str, date]) -> Op:
    """Record an exception. LIMITS are the law's last days of the rules that run from this entry.

    The same heads serve 6, 16, 20 and 14 weeks, others the advice-giver's six weeks alone. Sources: SEND Regs r5(4),
    r8(2), r10(4), r13(3), r27(3), r44(3), r45(7). Raises EntryWithdrawnError, HeadUnfitError, ExcuseIncompleteError.
    """
    _require_standing(entry)
    head = book.heads.get(body.head)
    for rule in body.rules:
        if head is None or not head.covers(rule, body.starts, limits.get(rule)):
            raise HeadUnfitError(head=head.title if head else body.head, rule=rule)
    if head is None or not body.rules:
        raise ExcuseIncompleteError(fault="no date is named.")
    _require_complete(body, head)
    return _op(entry, "entry.excused", by, at, EntryExcused(body))


def withdraw_excuse(entry: Entry, by: str, at: datetime, excuse_id: str, reason: str) -> Op:
    """Take an exception back. Raises EntryWithdrawnError, ReasonNeededError."""
    _require_standing(entry)
    if not reason.strip():
        raise ReasonNeededError()
    return _op(entry, "entry.excuse_withdrawn", by, at, ExcuseWithdrawn(excuse_id, reason))


def kind_of(book: RegisterBook, type_: str) -> EntryType:
    """Return the kind of entries called TYPE. Raises EntryUnknownTypeError."""
    kind = book.types.get(type_)
    if kind is None:
        raise EntryUnknownTypeError(type=type_)
    return kind


def checked(kind: EntryType, values: Mapping[str, Value | None], *, is_listed: bool = False) -> Values:
    """Return VALUES as they are recorded: empty ones left out. Raises EntryInvalidError for the first that can't be.

    Where they come from a list (IS_LISTED), of what is needed only the field that dates the entry may not be missing.

    Dates that lie in the wrong order are doubts, told by `doubts`: they never stand in the way of saving.
    """
    found: Values = {}
    for name, value in values.items():
        field = kind.fields.get(name)
        if field is None:
            raise EntryInvalidError(field=name, fault="there is no such field in this kind of entry.")
        if value is None or value == "":
            continue
        found[name] = _value(field, value)
    for field in kind.fields.values():
        is_needed = field.needed and (not is_listed or field.name == kind.main)
        if is_needed and field.name not in found:
            raise EntryInvalidError(field=field.title, fault="it is needed.")
    return found


def doubts(kind: EntryType, values: Mapping[str, Value], today: date) -> list[tuple[str, str]]:
    """Return (field, sentence) for what looks wrong between the values: a warning, never a block (SEN2 checks, local).

    Source: the order of dates of the SEN2 return (statute.md 3).
    """
    found = []
    for first, then in kind.order:
        earlier, later = day(values, first), day(values, then)
        if earlier and later and later < earlier:
            found.append((then, f"{kind.fields[then].title} is before {kind.fields[first].title.lower()}."))
    for name, field in kind.fields.items():
        on = day(values, name) if field.kind == "date" else None
        if on is not None and on > today and name not in ("meeting", "hearing", "moves_on", "transfer_date", "due"):
            found.append((name, f"{field.title} lies in the future."))
    present = [name for name in kind.together if name in values]
    if present and len(present) < len(kind.together):
        lacking = next(name for name in kind.together if name not in values)
        found.append((lacking, f"{kind.fields[lacking].title} is missing."))
    return found


def day(values: Mapping[str, Value] | None, name: str) -> date | None:
    """Return the date that NAME holds, None where it is empty."""
    text = (values or {}).get(name)
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _value(field: Field, value: Value) -> Value:
    match field.kind:
        case "date":
            return _date(field, value)
        case "code" if field.codes and str(value) not in dict(field.codes):
            raise EntryInvalidError(field=field.title, fault=f"{value} is not in its list.")
        case "flag":
            if not isinstance(value, bool):
                raise EntryInvalidError(field=field.title, fault="it is yes or no.")
            return value
        case "number":
            if isinstance(value, bool) or not isinstance(value, int):
                raise EntryInvalidError(field=field.title, fault=f"{value} is not a whole number.")
            return value
    return str(value).strip()


def _date(field: Field, value: Value) -> str:
    try:
        found = date.fromisoformat(str(value))
    except ValueError as fault:
        raise EntryInvalidError(field=field.title, fault=f"{value} is not a date.") from fault
    if not EARLIEST <= found <= LATEST:
        raise EntryInvalidError(field=field.title, fault=f"the year {found.year} can't be right.")
    return found.isoformat()


def _require_standing(entry: Entry) -> None:
    if entry.withdrawn is not None:
        raise EntryWithdrawnError()


def _require_complete(body: Excuse, head: Head) -> None:
    if not body.because.strip():
        raise ExcuseIncompleteError(fault="say how it made the step impractical.")
    if body.ends is not None and body.ends < body.starts:
        raise ExcuseIncompleteError(fault="it ends before it starts.")
    if head.days and (body.ends is None or (body.ends - body.starts).days + 1 < head.days):
        raise ExcuseIncompleteError(fault=f"the absence has to last {head.days} days or more, with both dates.")


def _op(entry: Entry, kind: str, by: str, at: datetime, body: object) -> Op:
    return Op(kind, Subject("entry", entry.id), entry.head, by, at, body)
