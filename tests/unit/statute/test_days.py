"""How days are counted, against gov.uk dates of statute.md 7 and the open `holidays` package."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from bandingdesk.statute import days

# statute.md 7: England dates to pin (month, day), gov.uk.
PINNED = {
    2025: [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)],
    2026: [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)],
    2027: [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)],
    2028: [(1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28), (12, 25), (12, 26)],
}


@pytest.mark.parametrize("year", PINNED)
def test_bank_holidays_of_gov_uk(year: int) -> None:
    assert [(d.month, d.day) for d in days.england().holidays if d.year == year] == PINNED[year]


def test_the_table_agrees_with_the_holidays_package() -> None:
    table = days.england()
    years = range(table.first_year, table.last_year + 1)
    rival = {day for day in holidays.country_holidays("GB", subdiv="ENG", years=years) if day.weekday() < 5}
    assert set(table.holidays) == rival
    assert {date(2020, 5, 8), date(2022, 9, 19), date(2023, 5, 8)} <= set(table.holidays)


def test_a_year_beyond_the_table_is_refused() -> None:
    with pytest.raises(days.HolidaysUnknownError):
        days.england().is_working(date(2041, 1, 2))


def test_working_days() -> None:
    work = days.england()
    assert work.after(date(2026, 6, 3), 3) == date(2026, 6, 8)  # M21b
    assert work.beginning_with(date(2026, 4, 13), 15) == date(2026, 5, 1)  # M18
    assert work.on_or_before(date(2026, 5, 25)) == date(2026, 5, 22)
    assert work.on_or_after(date(2026, 12, 25)) == date(2026, 12, 29)
    assert work.why_not(date(2026, 4, 3)) == "Good Friday"
    assert work.why_not(date(2026, 4, 5)) == "a Sunday"


def test_a_letter_posted_before_easter_is_served_after_it() -> None:
    # Thu 2 Apr 2026; Good Friday, the weekend and Easter Monday do not count: Tue 7 is the first, Wed 8 the second.
    assert days.england().served_by_post(date(2026, 4, 2)) == date(2026, 4, 8)
    assert days.england().served_by_post(date(2026, 3, 2)) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "months", "answer"),
    [
        (date(2026, 3, 31), 1, date(2026, 4, 30)),  # statute.md 1.4, Dodds v Walker
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 10), 6, date(2026, 7, 10)),
        (date(2026, 9, 1), -5, date(2026, 4, 1)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_by_the_corresponding_date(day: date, months: int, answer: date) -> None:
    assert days.months_on(day, months) == answer


def test_beginning_with_counts_the_first_day() -> None:
    assert days.beginning_with(date(2026, 3, 2), 15) == date(2026, 3, 16)  # M12
    assert days.months_beginning_with(date(2019, 1, 1), 12) == date(2019, 12, 31)  # P4, SENDadviceSurrey
