"""From a trigger to the latest lawful day and the internal target, with the steps of the count.

Convention A takes the day of the trigger as day 0 and gives the statutory latest; B takes it as day 1 and ends one
day earlier. Published practice is not uniform, so the target meets both: it is the last working day on or before
B's day (statute.md 1.4). Exceptions excuse a late step; they never stop or extend a clock, so none is asked for here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.statute import book, days
from bandingdesk.statute.book import Book, Rule
from bandingdesk.statute.days import ONE_DAY, WorkingDays

_SHAPES = {
    "day": "a date such as 2026-01-05",
    "year": "the year of the transfer, such as 2026",
    "appeal": "the day sent and the day of the certificate, such as 2026-02-18|cert=2026-04-01 (or cert=None)",
    "review": "the last review and the day of the transfer, such as 2025-06-01|transfer=2026-05-01",
    "closure": "the closure and the re-opening, such as closed 2026-07-22, reopens 2026-09-02",
}


class TriggerInvalidError(InvalidError):
    """TRIGGER is not what the rule starts from; `wanted` says what is."""

    code = "LA-05"
    message = QT_TRANSLATE_NOOP("errors", "{trigger} is not a day that rule {rule} can start from.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Give {wanted}.")


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the count, and the day it arrives at."""

    template: str
    values: tuple[tuple[str, str], ...] = ()
    day: date | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence."""
        return translate(self.template).format(**dict(self.values))


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is due. `latest` is None where the law sets no limit; `earliest` is set for a window only.

    `internal_target` is None where the time is the family's own, or there is nothing to aim at.
    """

    rule: str
    trigger: str
    latest: date | None
    internal_target: date | None
    provision: str
    law_version: str
    steps: tuple[Step, ...]
    earliest: date | None = None

    @property
    def computed(self) -> str:
        """The answer as one text: a date, "from..to" for a window, "" where the law sets no limit."""
        if self.latest is None:
            return ""
        return self.latest.isoformat() if self.earliest is None else f"{self.earliest}..{self.latest}"

    def as_json(self) -> dict[str, object]:
        """Return the document of `clock --json`."""
        parts: dict[str, object] = {
            "rule": self.rule,
            "trigger": self.trigger,
            "latest": self.latest.isoformat() if self.latest else None,
            "internal_target": self.internal_target.isoformat() if self.internal_target else None,
            "provision": self.provision,
            "law_version": self.law_version,
            "steps": [{"text": s.text(), "day": s.day.isoformat() if s.day else None} for s in self.steps],
        }
        return parts if self.earliest is None else {**parts, "earliest": self.earliest.isoformat()}


@dataclass(frozen=True, slots=True)
class _Count:
    """What a counting is given, and what it has found so far."""

    rule: Rule
    day: date
    other: date | None
    early: bool  # convention B
    work: WorkingDays
    latest: date | None = None
    aim: date | None = None  # the reading the target keeps within; None: the latest day
    earliest: date | None = None
    steps: tuple[Step, ...] = ()

    def at(self, latest: date | None, template: str, **values: object) -> _Count:
        """Return the count moved to LATEST with one more sentence; {day} is LATEST in words."""
        if latest is not None:
            values["day"] = days.in_words(latest)
        said = tuple((name, str(value)) for name, value in values.items())
        return replace(self, latest=latest, steps=(*self.steps, Step(template, said, latest)))


def due(
    rule_id: str,
    trigger: date | str,
    convention: str = "A",
    *,
    law: Book | None = None,
    work: WorkingDays | None = None,
) -> Due:
    """Return when the step of RULE_ID (an id or a key) is due for TRIGGER.

    Any CONVENTION but "B" follows the rule's own counting; B ends periods of whole weeks one day earlier.
    Raises RuleUnknownError, RuleNotInForceError, TriggerInvalidError, HolidaysUnknownError.
    """
    law = law or book.shipped()
    rule = law.rule(rule_id)
    day, other = _read(rule, trigger)
    rule.require_in_force(day)
    count = _Count(rule, day, other, convention == "B", work or days.england())
    starts = Step(_STARTS, (("starts", rule.starts), ("day", days.in_words(day))), day)
    count = COUNTINGS[rule.counting](replace(count, steps=(starts,) if rule.trigger in ("day", "appeal") else ()))
    count = _aimed(count)
    if rule.note:
        count = replace(count, steps=(*count.steps, Step(rule.note)))
    provision, version, steps = rule.provision, rule.law.id, count.steps
    for over in law.overlays:
        if count.latest is not None and over.covers(rule.id, count.latest):
            provision, version = f"{provision}; {over.provision}", over.law.id
            steps = (*steps, Step(over.note))
    return Due(rule_id, str(trigger), count.latest, count.aim, provision, version, steps, count.earliest)


class Limits(NamedTuple):
    """The days of a clock without the sentences; `fault` says why there are none."""

    latest: date | None
    target: date | None
    provision: str = ""
    law_version: str = ""
    step: str = ""
    fault: str = ""


@functools.lru_cache(1 << 16)
def limits(rule_id: str, trigger: date | str) -> Limits:
    """Return the days that `due` gives, kept for the next case with the same trigger: thousands share few days.

    A day before the law, or beyond the table of bank holidays, gives no days and says why; it is never guessed.
    """
    rule = book.shipped().rule(rule_id)
    try:
        found = due(rule_id, trigger)
    except (book.RuleNotInForceError, days.HolidaysUnknownError, TriggerInvalidError) as fault:
        return Limits(None, None, rule.provision, rule.law.id, rule.step, fault.code)
    return Limits(found.latest, found.internal_target, found.provision, found.law_version, rule.step)


_STARTS = QT_TRANSLATE_NOOP("clock", "The clock starts on {day}: {starts}.")
_AFTER = QT_TRANSLATE_NOOP(
    "clock", "{number} {unit} after it is {day}. Weekends, bank holidays and school holidays count."
)
_EARLY = QT_TRANSLATE_NOOP("clock", "Counted with the first day as day 1, it ends one day earlier: {day}.")
_INCLUSIVE = QT_TRANSLATE_NOOP("clock", "The first day counts, so day {number} is {day}.")
_MONTHS = QT_TRANSLATE_NOOP("clock", "{number} months on, the corresponding date is {day}.")
_MONTHS_IN = QT_TRANSLATE_NOOP("clock", "{number} months starting with that day end on {day}.")
_BACK = QT_TRANSLATE_NOOP("clock", "{number} {unit} before it is {day}.")
_WORKING = QT_TRANSLATE_NOOP(
    "clock", "Working day {number} after it is {day}. Weekends and bank holidays do not count."
)
_WORKING_IN = QT_TRANSLATE_NOOP("clock", "Working day {number}, the first day counted, is {day}.")
_TRIBUNAL = QT_TRANSLATE_NOOP(
    "clock", "Working day {number} after it is {day}. August and 25 December to 1 January do not count either."
)
_BEFORE_FIXED = QT_TRANSLATE_NOOP("clock", "The law says before {fixed}, so the last day is {day}.")
_BY_FIXED = QT_TRANSLATE_NOOP("clock", "The Code says by {day}.")
_MEETING = QT_TRANSLATE_NOOP("clock", "The decision and the amended plan take up to {number} weeks: hold it by {day}.")
_SENT = QT_TRANSLATE_NOOP("clock", "Two months after the notice was sent end on {day}.")
_CERTIFICATE = QT_TRANSLATE_NOOP(
    "clock", "One month after the certificate of {issued} ends on {end}. The later day counts: {day}."
)
_NO_CERTIFICATE = QT_TRANSLATE_NOOP("clock", "There is no certificate, so {day} stands.")
_ROLLED = QT_TRANSLATE_NOOP("clock", "It ends {why}, so it moves to the next working day that counts: {day}.")
_NOT_ROLLED = QT_TRANSLATE_NOOP("clock", "It ends on a working day and does not move: {day}.")
_LATER_REVIEW = QT_TRANSLATE_NOOP(
    "clock",
    "12 months from the last review end on {review}, 3 months from the transfer on {move}. The later counts: {day}.",
)
_WINDOW = QT_TRANSLATE_NOOP(
    "clock", "The window runs from one week before the closure, {first}, to one week before re-opening, {day}."
)
_TOO_SHORT = QT_TRANSLATE_NOOP(
    "clock", "The school is closed for {closed} days, less than four weeks: this exception does not apply."
)
_NONE = QT_TRANSLATE_NOOP("clock", "The law sets no last day for this step.")
_STANDS = QT_TRANSLATE_NOOP("clock", "That is no working day ({why}). The limit does not move, so act before it.")
_TARGET = QT_TRANSLATE_NOOP("clock", "Aim at {day}: the last working day that meets every reading of the limit.")


def _after(count: _Count) -> _Count:
    rule = count.rule
    length = timedelta(weeks=rule.number) if rule.unit == "weeks" else timedelta(days=rule.number)
    count = count.at(count.day + length, _AFTER, number=rule.number, unit=rule.unit)
    earlier = count.day + length - ONE_DAY if rule.number else count.day
    if count.early and rule.unit == "weeks":
        count = count.at(earlier, _EARLY)
    return replace(count, aim=earlier)


def _target(count: _Count) -> _Count:
    """Count a period that is only practice or guidance: there is something to aim at and no last day."""
    length = timedelta(days=count.rule.number * (7 if count.rule.unit == "weeks" else 1))
    return replace(count.at(None, _NONE), aim=count.day + length)


def _months_target(count: _Count) -> _Count:
    return replace(count.at(None, _NONE), aim=days.months_on(count.day, count.rule.number))


def _none(count: _Count) -> _Count:
    return count.at(None, _NONE)


def _inclusive(count: _Count) -> _Count:
    return count.at(days.beginning_with(count.day, count.rule.number), _INCLUSIVE, number=count.rule.number)


def _months_after(count: _Count) -> _Count:
    return count.at(days.months_on(count.day, count.rule.number), _MONTHS, number=count.rule.number)


def _months_inclusive(count: _Count) -> _Count:
    return count.at(days.months_beginning_with(count.day, count.rule.number), _MONTHS_IN, number=count.rule.number)


def _months_before(count: _Count) -> _Count:
    number = count.rule.number
    return count.at(days.months_on(count.day, -number), _BACK, number=number, unit=count.rule.unit)


def _before(count: _Count) -> _Count:
    number = count.rule.number
    return count.at(count.day - timedelta(weeks=number), _BACK, number=number, unit=count.rule.unit)


def _working_after(count: _Count) -> _Count:
    return count.at(count.work.after(count.day, count.rule.number), _WORKING, number=count.rule.number)


def _working_inclusive(count: _Count) -> _Count:
    return count.at(count.work.beginning_with(count.day, count.rule.number), _WORKING_IN, number=count.rule.number)


def _tribunal_working_after(count: _Count) -> _Count:
    """Source: SI 2008/2699 r12(3): for any other act than an appeal, these days are not working days."""
    latest = count.work.after(count.day, count.rule.number, counts=lambda day: not _shut(day))
    return count.at(latest, _TRIBUNAL, number=count.rule.number)


def _before_fixed(count: _Count) -> _Count:
    return count.at(count.day - ONE_DAY, _BEFORE_FIXED, fixed=days.in_words(count.day))


def _by_fixed(count: _Count) -> _Count:
    return count.at(count.day, _BY_FIXED)


def _meeting_before_fixed(count: _Count) -> _Count:
    count = _before_fixed(count)
    return count.at(count.day - ONE_DAY - timedelta(weeks=count.rule.number), _MEETING, number=count.rule.number)


def _appeal(count: _Count) -> _Count:
    """Source: SI 2008/2699 r20(1)(c): the later of two months from sending, one month from the certificate."""
    sent = days.months_on(count.day, count.rule.number)
    count = count.at(sent, _SENT)
    if count.other is None:
        return count.at(sent, _NO_CERTIFICATE)
    limit = days.months_on(count.other, 1)
    issued, end = days.in_words(count.other), days.in_words(limit)
    return count.at(max(sent, limit), _CERTIFICATE, issued=issued, end=end)


def _rolled(count: _Count) -> _Count:
    return _moved(_appeal(count))


def _roll(count: _Count) -> _Count:
    return _moved(replace(count, latest=count.day))


def _moved(count: _Count) -> _Count:
    """Source: SI 2008/2699 r12(1)-(3): non-working day; 25 December to 1 January; August."""
    raw = count.latest or count.day
    if raw.month == 8:
        return count.at(count.work.on_or_after(date(raw.year, 9, 1)), _ROLLED, why="in August")
    if _shut(raw):
        year = raw.year + (raw.month == 12)
        return count.at(count.work.on_or_after(date(year, 1, 2)), _ROLLED, why="between 25 December and 1 January")
    if why := count.work.why_not(raw):
        return count.at(count.work.on_or_after(raw), _ROLLED, why=f"on {why}")
    return count.at(raw, _NOT_ROLLED)


def _shut(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1)


def _later_of_review(count: _Count) -> _Count:
    """Source: SEND Regs r15(5): before the later of 12 months from the last review and 3 from the transfer."""
    review = days.months_beginning_with(count.day, count.rule.number)
    move = days.months_beginning_with(count.other or count.day, 3)
    said = {"review": days.in_words(review), "move": days.in_words(move)}
    return count.at(max(review, move), _LATER_REVIEW, **said)


def _closure(count: _Count) -> _Count:
    """Source: SEND Regs r10(4)(a): from a week before the closure to a week before re-opening, four weeks or more."""
    reopens = count.other or count.day
    week = timedelta(weeks=count.rule.number)
    first, last = count.day - week, reopens - week
    count = replace(count.at(last, _WINDOW, first=days.in_words(first)), earliest=first)
    closed = (reopens - count.day).days
    return count.at(last, _TOO_SHORT, closed=closed) if closed < 28 else count


COUNTINGS: dict[str, Callable[[_Count], _Count]] = {
    "after": _after, "target": _target, "target_days": _target, "months_target": _months_target, "none": _none,
    "inclusive": _inclusive, "months_after": _months_after, "months_inclusive": _months_inclusive,
    "months_before": _months_before, "before": _before, "working_after": _working_after,
    "working_inclusive": _working_inclusive, "tribunal_working_after": _tribunal_working_after,
    "before_fixed": _before_fixed, "by_fixed": _by_fixed, "meeting_before_fixed": _meeting_before_fixed,
    "appeal": _appeal, "appeal_rolled": _rolled, "roll": _roll, "later_of_review": _later_of_review,
    "closure": _closure,
}  # fmt: skip


def _aimed(count: _Count) -> _Count:
    """Return COUNT with the internal target: the last working day on or before the earliest reading."""
    latest = count.latest
    if latest is not None and count.rule.target and (why := count.work.why_not(latest)):
        count = replace(count, steps=(*count.steps, Step(_STANDS, (("why", why),), latest)))
    reading = count.aim or latest
    if not count.rule.target or reading is None:
        return replace(count, aim=None)
    target = count.work.on_or_before(reading)
    return replace(count, aim=target, steps=(*count.steps, Step(_TARGET, (("day", days.in_words(target)),), target)))


def _read(rule: Rule, trigger: date | str) -> tuple[date, date | None]:
    """Return the day the clock starts from, and the second day where the rule needs one."""
    try:
        if isinstance(trigger, date):
            return (_fixed(rule, trigger.year), None) if rule.trigger == "year" else (trigger, None)
        text = trigger.strip()
        if rule.trigger == "year":
            return _fixed(rule, int(text[:4])), None
        found = re.findall(r"\d{4}-\d{2}-\d{2}", text)
        if rule.trigger == "day" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text), None
        if rule.trigger == "appeal" and re.fullmatch(r"[\d-]{10}(\|cert=([\d-]{10}|None)?)?", text):
            return date.fromisoformat(found[0]), date.fromisoformat(found[1]) if len(found) > 1 else None
        if rule.trigger in ("review", "closure") and len(found) == 2:
            return date.fromisoformat(found[0]), date.fromisoformat(found[1])
    except ValueError as fault:
        raise TriggerInvalidError(trigger=trigger, rule=rule.id, wanted=_SHAPES[rule.trigger]) from fault
    raise TriggerInvalidError(trigger=trigger, rule=rule.id, wanted=_SHAPES[rule.trigger])


def _fixed(rule: Rule, year: int) -> date:
    month, day = rule.fixed or (1, 1)
    return date(year, month, day)
