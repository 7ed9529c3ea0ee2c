"""When compulsory school age ends: Education Act 1996 s8(3), the last Friday in June of the year of turning 16."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.seams import FixedClock
from bandingdesk.statute import school_age


@pytest.mark.parametrize(
    ("born", "last_day"),
    [
        (date(2010, 1, 15), date(2026, 6, 26)),
        (date(2010, 6, 26), date(2026, 6, 26)),  # s8(3)(b): turns 16 on the leaving date itself
        (date(2010, 8, 31), date(2026, 6, 26)),  # s8(3)(a): turns 16 after it, before the next school year
        (date(2010, 9, 1), date(2027, 6, 25)),  # s8(3)(c): the next leaving date
        (date(2009, 9, 1), date(2026, 6, 26)),
        (date(2008, 2, 29), date(2024, 6, 28)),
        (date(2001, 5, 3), date(2017, 6, 30)),
    ],
)
def test_compulsory_school_age_ends_on_the_last_friday_in_june(born: date, last_day: date) -> None:
    assert school_age.ends(born) == last_day
    assert not school_age.is_over(born, last_day)
    assert school_age.is_over(born, last_day + timedelta(days=1))


@given(st.dates(date(1985, 1, 1), date(2083, 12, 31)))
def test_the_day_is_always_a_friday_of_the_last_week_of_june(born: date) -> None:
    last = school_age.ends(born)
    assert (last.weekday(), last.month) == (4, 6)
    assert last.day > 23
    assert 15 <= last.year - born.year <= 17


def test_the_civil_day_of_london_counts_in_the_summer_night() -> None:
    # 23:30 UTC on the last Friday in June 2026 is already Saturday in London
    clock = FixedClock(datetime(2026, 6, 26, 22, 59, tzinfo=UTC))
    assert not school_age.is_over(date(2010, 1, 15), clock.today())
    clock.set(datetime(2026, 6, 26, 23, 30, tzinfo=UTC))
    assert school_age.is_over(date(2010, 1, 15), clock.today())
