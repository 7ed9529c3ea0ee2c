"""A day and a time of London as the instant that they are, also in the two nights when the clock changes.

In the hour that the clock change repeats a time is two instants, so a person is asked which; in the hour that it skips
a time is none. Nothing is guessed. Source of the rule: Summer Time Act 1972 as amended; the zone data of the program.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Literal

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.seams import LONDON
from bandingdesk.statute import days

Which = Literal["", "first", "second"]

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?", re.IGNORECASE | re.ASCII)


class TimeUnreadableError(InvalidError):
    """TYPED is no time of day."""

    code = "CT-01"
    message = QT_TRANSLATE_NOOP("errors", "“{typed}” is not a time of day.")
    kept = QT_TRANSLATE_NOOP("errors", "What you typed is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Write the time as 9:05, 14:30 or 2.30pm.")
    typed: str


class TimeRepeatsError(InvalidError):
    """CLOCK came twice on DAY, since the clock was put back."""

    code = "CT-02"
    message = QT_TRANSLATE_NOOP("errors", "On {day} the clock was put back, so {clock} came twice.")
    kept = QT_TRANSLATE_NOOP("errors", "What you typed is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Say whether it was the first {clock} or the second.")
    day: str
    clock: str


class TimeSkippedError(InvalidError):
    """CLOCK did not come on DAY, since the clock was put forward."""

    code = "CT-03"
    message = QT_TRANSLATE_NOOP("errors", "On {day} the clock was put forward, so there was no {clock}.")
    kept = QT_TRANSLATE_NOOP("errors", "What you typed is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Look at the time again. That night 1:00 was followed by 2:00.")
    day: str
    clock: str


def read_clock(typed: str) -> time:
    """Return the time of day that TYPED says: "14:05", "2.05pm", "9", "0905". Raises TimeUnreadableError.

    >>> read_clock("2.30pm")
    datetime.time(14, 30)
    """
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        raise TimeUnreadableError(typed=typed.strip())
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise TimeUnreadableError(typed=typed.strip())
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        raise TimeUnreadableError(typed=typed.strip())
    return time(hour, minute)


def repeats(day: date, clock: time) -> bool:
    """Return whether CLOCK comes twice in London on DAY."""
    first, second = (_instant(day, clock, fold) for fold in (0, 1))
    return first != second and _exists(day, clock)


def instant(day: date, clock: time, which: Which = "") -> datetime:
    """Return the instant (UTC) of a London time. WHICH says which of two. Raises TimeRepeatsError, TimeSkippedError.

    >>> instant(date(2026, 7, 1), time(8, 52))
    datetime.datetime(2026, 7, 1, 7, 52, tzinfo=datetime.timezone.utc)
    """
    on, at = days.in_words(day), f"{clock.hour}:{clock.minute:02d}"
    if not _exists(day, clock):
        raise TimeSkippedError(day=on, clock=at)
    if repeats(day, clock) and not which:
        raise TimeRepeatsError(day=on, clock=at)
    return _instant(day, clock, 1 if which == "second" else 0)


def which(at: datetime) -> Which:
    """Return whether AT is the first or the second of a London time that came twice, "" where it came once."""
    local = at.astimezone(LONDON)
    if not repeats(local.date(), local.time().replace(fold=0, second=0, microsecond=0)):
        return ""
    return "second" if local.fold else "first"


def _instant(day: date, clock: time, fold: int) -> datetime:
    return datetime.combine(day, clock.replace(fold=fold), tzinfo=LONDON).astimezone(UTC)


def _exists(day: date, clock: time) -> bool:
    """Return whether the time is on the clocks of London that day: going to UTC and back it stays itself."""
    back = _instant(day, clock, 0).astimezone(LONDON)
    return (back.date(), back.hour, back.minute) == (day, clock.hour, clock.minute)
