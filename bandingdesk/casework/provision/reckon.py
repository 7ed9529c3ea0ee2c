"""What a ledger comes to: hours a week for the child, and pence a year. Fractions are exact until one rounding a line.

A line's minutes a year are minutes x times x how often. The child receives them all; the council pays the child's share
of them, which is one part of as many as the group has. A line costs share x rate, rounded half up to whole pence, and a
ledger is the sum of its lines. Method source: the costed provision maps of Durham and others (minutes / group x weeks x
rate).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.rates import Rates
from bandingdesk.matrix.rounding import rounded

HALF_TERMS, TERMS = 6, 3  # in a school year


class Worth(NamedTuple):
    """What one line comes to. `pence` None: it names no time, or the rates do not know its role.

    `weekly`: minutes the child receives in a week of those weeks; `share`: the part of them that is this child's alone.
    """

    weekly: Fraction
    share: Fraction
    pence: int | None


class Total(NamedTuple):
    """What a ledger comes to: minutes a week, this child's share of them, pence a year, lines without a cost."""

    weekly: Fraction
    share: Fraction
    pence: int
    uncosted: int


def sessions(line: Line, rates: Rates) -> Fraction:
    """Return how often the line happens in a year.

    >>> from bandingdesk.casework.provision.rates import NONE
    >>> sessions(Line("Sounds", "slt", 20, 1, "day", 4, 38), NONE)
    Fraction(190, 1)
    """
    match line.per:
        case "day":
            return Fraction(line.times * rates.days * line.weeks)
        case "week":
            return Fraction(line.times * line.weeks)
        case "fortnight":
            return Fraction(line.times * line.weeks, 2)
        case "half_term":
            return Fraction(line.times * HALF_TERMS)
        case "term":
            return Fraction(line.times * TERMS)
        case "year":
            return Fraction(line.times)


def worth(line: Line, rates: Rates) -> Worth:
    """Return what LINE comes to."""
    if not line.minutes:
        return Worth(Fraction(0), Fraction(0), None)
    yearly = line.minutes * sessions(line, rates)
    weekly, share = yearly / line.weeks, yearly / line.weeks / line.group
    rate = rates.roles.get(line.role)
    if rate is None:
        return Worth(weekly, share, None)
    exact = yearly / line.group * rate.pence / 60
    return Worth(weekly, share, rounded(exact.numerator, exact.denominator, "half_up"))


def total(lines: Sequence[Line], rates: Rates) -> Total:
    """Return what LINES come to together: hours of a week in which all of them happen."""
    each = [worth(line, rates) for line in lines]
    return Total(
        sum((one.weekly for one in each), Fraction(0)),
        sum((one.share for one in each), Fraction(0)),
        sum(one.pence or 0 for one in each),
        sum(one.pence is None for one in each),
    )


def hours(minutes: Fraction) -> str:
    """Return minutes as hours to two places, halves up: "15", "1.67". For reading: sums are made of the minutes.

    >>> hours(Fraction(100))
    '1.67'
    """
    hundredths = rounded(minutes.numerator * 100, minutes.denominator * 60, "half_up")
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0").rstrip(".")
