"""Dates, money and counts in the forms of the user-experience design, 6."""

import doctest
from datetime import UTC, date, datetime

import pytest

from bandingdesk.ui import text

TODAY = date(2026, 11, 23)  # a Monday


def test_the_examples_hold():
    found = doctest.testmod(text)
    assert found.attempted >= 9
    assert found.failed == 0


def test_days_have_the_four_forms_of_the_design():
    when = date(2026, 12, 7)
    assert text.day(when) == "Mon 7 Dec 2026"
    assert text.day_long(when) == "Monday 7 December 2026"
    assert text.day_short(when) == "Mon 7 Dec"
    assert text.day_bare(date(2026, 9, 1)) == "1 Sep 2026"


def test_instants_are_told_in_london_summer_and_winter():
    assert text.time(datetime(2026, 11, 23, 8, 52, tzinfo=UTC)) == "8:52"
    assert text.time(datetime(2026, 6, 30, 23, 5, tzinfo=UTC)) == "0:05"
    assert text.moment(datetime(2026, 6, 30, 23, 5, tzinfo=UTC)) == "Wed 1 Jul 2026, 0:05"


@pytest.mark.parametrize(
    ("pence", "per", "shown"),
    [
        (1095000, "year", "£10,950 a year"),
        (25100, "term", "£251 a term"),
        (25105, "term", "£251.05 a term"),
        (99, "week", "£0.99 a week"),
        (610000000, "", "£6,100,000"),
    ],
)
def test_money_names_its_period_and_shows_pence_only_where_there_are_any(pence, per, shown):
    assert text.money(pence, per) == shown


def test_a_period_that_is_none_is_refused():
    with pytest.raises(KeyError):
        text.money(100, "month")


def test_a_change_is_told_in_words():
    assert text.money_change(-149400) == "£1,494 less"
    assert text.money_change(149400) == "£1,494 more"
    assert text.money_change(0) == "no change"


@pytest.mark.parametrize(
    ("when", "gap", "left"),
    [
        (date(2026, 12, 7), "in 14 days", "14 days left"),
        (date(2026, 11, 24), "tomorrow", "1 day left"),
        (date(2026, 11, 23), "today", "last day today"),
        (date(2026, 11, 22), "yesterday", "1 day late"),
        (date(2026, 11, 20), "3 days ago", "3 days late"),
    ],
)
def test_how_far_a_day_is(when, gap, left):
    assert text.days_from(when, TODAY) == gap
    assert text.days_left(when, TODAY) == left


def test_words_are_listed_as_a_sentence_does():
    assert text.listed([]) == ""
    assert text.listed(["Speech"]) == "Speech"
    assert text.listed(["Speech", "Literacy"]) == "Speech and Literacy"
