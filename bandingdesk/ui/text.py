"""Dates, times, money and counts in words, one form for each. Legal dates are civil dates; instants are told in London.

Source of the forms: docs, user experience, 6.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from bandingdesk.seams import LONDON

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PERIODS = {"year": "{money} a year", "term": "{money} a term", "week": "{money} a week", "": "{money}"}


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("text", text, "", count)


def day(when: date) -> str:
    """Return the day as screens show it.

    >>> day(date(2026, 12, 7))
    'Mon 7 Dec 2026'
    """
    return f"{day_short(when)} {when.year}"


def day_short(when: date) -> str:
    """Return the day where the year stands nearby.

    >>> day_short(date(2026, 12, 7))
    'Mon 7 Dec'
    """
    return f"{_DAYS[when.weekday()][:3]} {when.day} {_MONTHS[when.month - 1][:3]}"


def day_long(when: date) -> str:
    """Return the day as titles and letters write it.

    >>> day_long(date(2026, 12, 7))
    'Monday 7 December 2026'
    """
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


def day_bare(when: date) -> str:
    """Return the day without its week day: dates of birth, dates of papers.

    >>> day_bare(date(2026, 10, 12))
    '12 Oct 2026'
    """
    return f"{when.day} {_MONTHS[when.month - 1][:3]} {when.year}"


def time(instant: datetime) -> str:
    """Return the time of day in London.

    >>> from datetime import UTC
    >>> time(datetime(2026, 7, 1, 7, 52, tzinfo=UTC))
    '8:52'
    """
    local = instant.astimezone(LONDON)
    return f"{local.hour}:{local.minute:02d}"


def moment(instant: datetime) -> str:
    """Return day and time of an instant: 'Mon 23 Nov 2026, 8:52'."""
    return f"{day(instant.astimezone(LONDON).date())}, {time(instant)}"


def money(pence: int, per: str = "year") -> str:
    """Return an amount with its period (year, term, week, or "" where the words around say it); pence only if any.

    >>> money(1095000)
    '£10,950 a year'
    >>> money(25150, "term")
    '£251.50 a term'
    """
    return _PERIODS[per].format(money=_pounds(pence))


def money_change(pence: int) -> str:
    """Return a change in words and amount.

    >>> money_change(-149400)
    '£1,494 less'
    """
    if pence == 0:
        return _tr("no change")
    amount = _pounds(abs(pence))
    return _tr("{amount} more").format(amount=amount) if pence > 0 else _tr("{amount} less").format(amount=amount)


def count(number: int) -> str:
    """Return a number with commas.

    >>> count(1700)
    '1,700'
    """
    return f"{number:,}"


def days_from(when: date, today: date) -> str:
    """Return how far a day is from TODAY: it stands beside the date, never alone.

    >>> days_from(date(2026, 11, 26), date(2026, 11, 23))
    'in 3 days'
    """
    gap = (when - today).days
    if gap == 0:
        return _tr("today")
    if gap == 1:
        return _tr("tomorrow")
    if gap == -1:
        return _tr("yesterday")
    return _tr("in %n days", gap) if gap > 0 else _tr("%n days ago", -gap)


def days_left(when: date, today: date) -> str:
    """Return what is left of a legal time.

    >>> days_left(date(2026, 12, 7), date(2026, 11, 23))
    '14 days left'
    >>> days_left(date(2026, 11, 20), date(2026, 11, 23))
    '3 days late'
    """
    gap = (when - today).days
    if gap == 0:
        return _tr("last day today")
    if gap == 1:
        return _tr("1 day left")
    if gap == -1:
        return _tr("1 day late")
    return _tr("%n days left", gap) if gap > 0 else _tr("%n days late", -gap)


def listed(words: list[str]) -> str:
    """Return words as a sentence lists them.

    >>> listed(["Speech", "Literacy", "Movement"])
    'Speech, Literacy and Movement'
    """
    if len(words) < 2:
        return "".join(words)
    return _tr("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def _pounds(pence: int) -> str:
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}.{rest:02d}" if rest else f"£{pounds:,}"


def hour(of_record: str) -> str:
    """Return an hour of the record as screens show it: "09:30" is "9:30"."""
    return of_record.removeprefix("0")
