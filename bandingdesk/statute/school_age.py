"""When a person stops being of compulsory school age: from the next day on, the law speaks of a young person.

The rule is dated data (`resources/statute/school_age.json`): reform may move the age or the day.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from datetime import date, timedelta

from bandingdesk import resources

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class SchoolAge:
    """One version of the rule: the age, the last such weekday of a month, and the day a school year starts on."""

    since: date
    until: date | None
    provision: str
    age: int
    month: int
    weekday: int
    year_starts: tuple[int, int]  # month, day


def ends(born: date) -> date:
    """Return the last day of compulsory school age of somebody born on BORN.

    The last Friday in June of the school year in which they turn 16, even where the birthday comes after it. Source:
    Education Act 1996 s8(3) with SI 1997/1970; a school year is taken to start on 1 September (s579(1)).

    >>> ends(date(2010, 8, 31)), ends(date(2010, 9, 1))
    (datetime.date(2026, 6, 26), datetime.date(2027, 6, 25))
    """
    rule = rules()[-1]
    for known in rules():
        turned = _anniversary(born, known.age)
        if known.since <= turned and (known.until is None or turned <= known.until):
            rule = known
    turned = _anniversary(born, rule.age)
    year = turned.year + ((turned.month, turned.day) >= rule.year_starts)
    return _last(rule.weekday, year, rule.month)


def is_over(born: date, on: date) -> bool:
    """Return whether somebody born on BORN is over compulsory school age on a day (Children and Families Act s83)."""
    return on > ends(born)


@functools.cache
def rules() -> tuple[SchoolAge, ...]:
    """Return the versions of the rule, oldest first."""
    return tuple(_read(entry) for entry in json.loads(resources.text("statute/school_age.json"))["versions"])


def _read(entry: dict[str, str | int | None]) -> SchoolAge:
    month, _, day = str(entry["school_year_starts"]).partition("-")
    until = entry["effective_to"]
    return SchoolAge(
        date.fromisoformat(str(entry["effective_from"])),
        date.fromisoformat(str(until)) if until else None,
        str(entry["provision"]),
        int(str(entry["age"])),
        int(str(entry["leaving_month"])),
        _WEEKDAYS.index(str(entry["leaving_weekday"])),
        (int(month), int(day)),
    )


def _anniversary(born: date, years: int) -> date:
    """Return the day on which YEARS are complete; born on 29 February, in other years that is 1 March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def _last(weekday: int, year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)
