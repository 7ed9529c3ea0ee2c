"""The parts of an award that a letter to the setting names: elements 1 to 3, and what is due this financial year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

FIRST_DAY = (4, 1)  # English councils' financial year: 1 April to 31 March


class ThisYear(NamedTuple):
    """Pence due from the start day to the end of the financial year."""

    pence: int
    ends: date


def this_year(pence: int, starts: date) -> ThisYear:
    """Return the part of PENCE a year that falls from STARTS to 31 March, by calendar days, halves rounded to even.

    12,000.00 from 1 January 2027 is 90 of 365 days: 2,958.90. Source: pro rata by days, as published schemes do.
    """
    opens = date(starts.year if (starts.month, starts.day) >= FIRST_DAY else starts.year - 1, *FIRST_DAY)
    ends = date(opens.year + 1, *FIRST_DAY) - timedelta(days=1)
    days, whole = (ends - starts).days + 1, (ends - opens).days + 1
    part, rest = divmod(pence * days, whole)
    part += rest * 2 > whole or (rest * 2 == whole and part % 2 == 1)
    return ThisYear(part, ends)
