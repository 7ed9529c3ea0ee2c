"""Days and how they are counted: working days in England, months by the corresponding date, service by post.

Periods of the SEND Regulations are calendar time: they run through weekends, bank holidays and school holidays, and
a limit that falls on one of them does not move. Working days count only where the law says so (statute.md 1.4).
"""

from __future__ import annotations

import calendar
import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, MissingError

ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class HolidaysUnknownError(MissingError):
    """The bank holidays of YEAR are not in the table."""

    code = "LA-04"
    message = QT_TRANSLATE_NOOP("errors", "The bank holidays of {year} are not known.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Check the year, or install a newer version of Banding Desk.")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a place: every day from FIRST_YEAR to LAST_YEAR but Saturdays, Sundays and HOLIDAYS."""

    holidays: Mapping[date, str]
    first_year: int
    last_year: int

    def is_working(self, day: date) -> bool:
        """Whether DAY is a working day. Raises HolidaysUnknownError outside the years of the table."""
        if not self.first_year <= day.year <= self.last_year:
            raise HolidaysUnknownError(year=day.year)
        return day.weekday() < 5 and day not in self.holidays

    def why_not(self, day: date) -> str:
        """Return why DAY is no working day ("a Sunday", "Good Friday"), "" when it is one."""
        if self.is_working(day):
            return ""
        return self.holidays.get(day) or ("a Saturday" if day.weekday() == 5 else "a Sunday")

    def on_or_before(self, day: date) -> date:
        """Return the last working day on or before DAY."""
        return self._step(day, -ONE_DAY)

    def on_or_after(self, day: date) -> date:
        """Return the first working day on or after DAY."""
        return self._step(day, ONE_DAY)

    def after(self, day: date, count: int, counts: Callable[[date], bool] | None = None) -> date:
        """Return the COUNT-th working day after DAY; days for which COUNTS is false are passed over too."""
        left = count
        while left:
            day += ONE_DAY
            left -= self.is_working(day) and (counts is None or counts(day))
        return day

    def beginning_with(self, day: date, count: int) -> date:
        """Return the COUNT-th working day where DAY itself, if it is one, is the first."""
        return self.after(day - ONE_DAY, count)

    def served_by_post(self, posted: date) -> date:
        """Return the day on which a letter posted on POSTED counts as served: the second working day after it.

        Source: Interpretation Act 1978 s7 (ordinary course of post); two days is the courts' usual reading for
        first class post (general knowledge, statute.md 8).
        """
        return self.after(posted, 2)

    def _step(self, day: date, step: timedelta) -> date:
        while not self.is_working(day):
            day += step
        return day


def months_on(day: date, months: int) -> date:
    """Return the corresponding date MONTHS later (earlier when negative); the last day where the month is shorter.

    Source: the corresponding date rule, Dodds v Walker [1981] 1 WLR 1027.

    >>> months_on(date(2026, 3, 31), 1)
    datetime.date(2026, 4, 30)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def beginning_with(day: date, count: int) -> date:
    """Return the last of COUNT days of which DAY is the first ("beginning with the day of service").

    >>> beginning_with(date(2026, 3, 2), 15)
    datetime.date(2026, 3, 16)
    """
    return day + timedelta(days=count - 1)


def months_beginning_with(day: date, months: int) -> date:
    """Return the last day of MONTHS months that begin with DAY: the day before the corresponding date.

    >>> months_beginning_with(date(2019, 1, 1), 12)
    datetime.date(2019, 12, 31)
    """
    return months_on(day, months) - ONE_DAY


def in_words(day: date) -> str:
    """Return DAY as the screen shows it, in any locale of the machine.

    >>> in_words(date(2026, 12, 7))
    'Mon 7 Dec 2026'
    """
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def read(text: str) -> WorkingDays:
    """Return the working days of a bank holiday table (JSON). Raises ValueError, KeyError."""
    raw = json.loads(text)
    holidays = {date.fromisoformat(day): name for day, name in raw["days"].items()}
    return WorkingDays(holidays, raw["first_year"], raw["last_year"])


@functools.cache
def england() -> WorkingDays:
    """Return the working days of England and Wales that ship with the program."""
    return read(resources.text("statute/bank_holidays.json"))
