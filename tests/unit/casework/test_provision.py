"""Section F as hours and pence: lines read from a plan with their doubts, rates, faults, and the shortfall's gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bandingdesk.casework.provision import ledger, rates, reading, reckon, shortfall
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.shortfall import Elements, Shortfall
from tests.support.case_builders import folded

NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
RATES = rates.read(
    {
        "weeks": 38,
        "days": 5,
        "ta": ("Teaching assistant", "1842", "TA", "LSA", "adult support"),
        "slt": ("Speech and language therapist", "5230", "SALT", "speech and language therapy"),
        "teacher": ("Specialist teacher", "4310"),
    },
    date(2026, 4, 1),
)
LINE = Line("Speech sounds", "slt", 20, 1, "day", 4, 38)


def read(text):
    """Return the one line of TEXT and the codes of its doubts."""
    (found,) = reading.parse(text, RATES)
    return found.line, [doubt.code for doubt in found.doubts], found.is_whole


# Reading


def test_a_whole_line_has_no_doubt():
    line, doubts, whole = read(
        "1. Speech sounds, 20 minutes daily in a group of 4 for 38 weeks with a speech and language therapist"
    )
    assert (line, doubts, whole) == (LINE, [], True)


def test_what_is_assumed_is_named():
    line, doubts, whole = read("Adult support in lessons, 15 hours a week")
    assert line == Line("Adult support in lessons", "ta", 900, 1, "week", 1, 38)
    assert (doubts, whole) == (["weeks_assumed", "group_assumed"], True)


@pytest.mark.parametrize(
    ("text", "minutes", "times", "per", "group", "weeks"),
    [
        ("Maths with a TA, half an hour a day, 1:1, term time only", 30, 1, "day", 1, 38),
        ("Maths by a TA: 2 x 45 mins per week in pairs for 36 weeks", 45, 2, "week", 2, 36),
        ("Two 40 minute sessions a week of maths with a specialist teacher, 1:3, 39 weeks", 40, 2, "week", 3, 39),
        ("Direct speech and language therapy, an hour half-termly, one to one", 60, 1, "half_term", 1, 38),
        ("Maths with an LSA every other week for 1 hour 30 minutes, 1:1, for 10 weeks", 90, 1, "fortnight", 1, 10),
        ("Maths, 1.5 hours twice a term with a TA, 1:1", 90, 2, "term", 1, 38),
        ("Maths with a TA three times a week for twenty minutes in a group of six for 38 weeks", 20, 3, "week", 6, 38),
        ("Maths with a TA, 1h30 weekly, 1:1, 38 weeks", 90, 1, "week", 1, 38),
        ("Maths with a TA 2½ hours each week, 1-1, 38 weeks", 150, 1, "week", 1, 38),
    ],
)  # fmt: skip
def test_plans_are_read_as_people_write_them(text, minutes, times, per, group, weeks):
    line, doubts, whole = read(text)
    assert (line.minutes, line.times, line.per, line.group, line.weeks) == (minutes, times, per, group, weeks)
    assert (whole, [code for code in doubts if code not in ("vague",)]) == (True, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20 minutes daily in a group of 4 for 38 weeks with a TA", "what"),
        ("Maths, 20 minutes daily, 1:1, 38 weeks", "role"),
        ("Maths, 20 minutes daily, 1:1, 38 weeks, TA or specialist teacher", "roles"),
        ("Maths with a TA daily, 1:1, 38 weeks", "minutes"),
        ("Maths with a TA, 20 minutes and 1 hour daily, 1:1, 38 weeks", "times"),
        ("Maths with a TA, 20 to 30 minutes daily, 1:1, 38 weeks", "range"),
        ("Maths with a TA, 1.33 hours daily, 1:1, 38 weeks", "part"),
        ("Maths with a TA for 20 minutes, 1:1, 38 weeks", "often"),
        ("Maths with a TA, 20 minutes daily and a review every term, 1:1, 38 weeks", "often_twice"),
        ("Maths with a TA, 20 minutes monthly, 1:1", "monthly"),
        ("Sessions of 20 minutes of maths a week with a TA, 1:1, 38 weeks", "sessions"),
        ("Maths in a small group, 20 minutes daily with a TA, 38 weeks", "group"),
        ("Maths in a group of 4 or 1:1, 20 minutes daily with a TA, 38 weeks", "groups"),
        ("Maths 2:1, 20 minutes daily with a TA, 38 weeks", "staff"),
        ("Maths with a TA, 20 minutes daily, 1:1, for 6 weeks, then for 4 weeks", "weeks"),
    ],
)
def test_what_is_open_is_named_and_never_guessed(text, code):
    _, doubts, whole = read(text)
    assert code in doubts
    assert not whole


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A quiet place at lunchtime", ["time"]),
        ("Regular access to a quiet place as needed", ["time", "vague", "vague", "vague"]),
        ("Maths with a TA, up to 15 hours a week, 1:1, 38 weeks", ["vague"]),
        ("Maths with a TA, an hour a week in groups of up to 6, 38 weeks", ["group_up_to"]),
        ("A laptop for £500", ["time", "number"]),
    ],
)
def test_vague_words_lines_without_time_and_loose_numbers_are_told(text, codes):
    line, doubts, whole = read(text)
    assert (doubts, whole) == (codes, True)
    assert line.minutes or not line.role


def test_a_table_of_word_or_excel_is_read_by_its_heading():
    text = "Provision\tWho\tMinutes\tHow often\tGroup\tWeeks\nSpeech sounds\tSALT\t20\tdaily\t4\t38\n"
    text += '"Maths\nhelp"\tNurse\t1 hour\t3\tsmall group\t\n\t\t\t\t\t\n'
    head, first, second = reading.parse(text, RATES)
    assert [doubt.code for doubt in head.doubts] == ["head"]
    assert (first.line, first.doubts) == (LINE, ())
    assert second.line == Line("Maths help", "", 60, 3, "week", 0, 38)
    assert {doubt.code for doubt in second.doubts} == {"role", "weeks_assumed", "group"}
    assert reading.lines((head, first)) == (LINE,)


def test_a_printed_row_with_a_role_that_has_gone_says_so():
    line, doubts, whole = read("Maths\tNurse\t20 minutes\t1 times a day\t4\t38")
    assert (line.role, doubts, whole) == ("", ["role_unknown"], False)


def test_a_long_paste_is_cut_and_says_so_and_a_long_line_is_not_read():
    found = reading.parse("\n".join(["Maths with a TA"] * 301), RATES)
    assert (len(found), found[-1].doubts[0].code) == (301, "most")
    assert read("x" * 2001)[1] == ["long"]


@pytest.mark.parametrize("text", ["", "\n \n", "\t\t\n"])
def test_nothing_pasted_is_nothing_read(text):
    assert reading.parse(text, RATES) == ()


def test_every_doubt_has_words():
    assert all(reading.Doubt(code, "x").text() for code in reading.DOUBTS)
    assert set(reading.DOUBTS) >= reading.ASSUMED


# Reckoning


def test_hours_and_cost_of_a_line_by_hand():
    # 20 minutes x 190 days = 3,800 minutes a year, a quarter of them this child's: 950; 950/60 h x 5230 p = 82,808.33
    worth = reckon.worth(LINE, RATES)
    assert (reckon.hours(worth.weekly), reckon.hours(worth.share), worth.pence) == ("1.67", "0.42", 82_808)
    half = replace(LINE, role="ta", minutes=1, times=1, per="year", group=4)  # 1/4 minute at 1842 p = 7.675 p
    assert reckon.worth(half, RATES).pence == 8


def test_a_line_without_time_or_with_a_role_of_no_rate_has_no_cost():
    assert reckon.worth(replace(LINE, role="", minutes=0), RATES).pence is None
    assert reckon.worth(replace(LINE, role="nurse"), RATES) == (100, 25, None)
    assert reckon.total([LINE, replace(LINE, role="", minutes=0)], RATES).uncosted == 1


@pytest.mark.parametrize(
    "value",
    [{"ta": ("Assistant", "18.42")}, {"ta": ("Assistant",)}, {"ta": ("", "1842")}, {"ta": "1842"},
     {"ta": ("Assistant", "0")}, {"ta": ("Assistant", "100001")}, {"weeks": 0}, {"weeks": 54}, {"days": True}],
)  # fmt: skip
def test_unfit_rates_are_refused(value):
    with pytest.raises(rates.RatesUnfitError):
        rates.read(value)


# Recording


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"what": " "}, "what"), ({"role": ""}, "role"), ({"role": "nurse"}, "role"), ({"minutes": 0}, "minutes"),
     ({"minutes": 6001}, "minutes"), ({"times": 0}, "times"), ({"group": 0}, "group"), ({"group": 41}, "group"),
     ({"weeks": 0}, "weeks"), ({"weeks": 54}, "weeks"), ({"what": "x" * 2001}, "what")],
)  # fmt: skip
def test_a_line_with_a_fault_is_refused_by_its_number(change, fault):
    with pytest.raises(ledger.LineInvalidError) as refused:
        ledger.record(None, "case-1", "p1", NOW, [LINE, replace(LINE, **change)], roles=RATES.roles)
    assert (refused.value.number, refused.value.faults) == (2, (fault,))


def test_an_empty_ledger_is_refused_and_a_line_without_time_is_not():
    with pytest.raises(ledger.LedgerEmptyError):
        ledger.record(None, "case-1", "p1", NOW, [], roles=RATES.roles)
    bare = Line("A quiet place", "", 0, 0, "week", 1, 38)
    assert ledger.record(None, "case-1", "p1", NOW, [bare], roles=RATES.roles).body.lines == (bare,)


# The shortfall

SHORT = Shortfall("Band 2", 1_500_000, Elements(400_000, 600_000, 120_000))


def a_ledger():
    op = ledger.record(None, "case-1", "p1", NOW, [LINE], roles=RATES.roles)
    return op, folded(ledger.apply, op)


def test_a_shortfall_stands_in_the_way_of_a_signature_until_it_is_named():
    assert (SHORT.pence, SHORT.is_open) == (380_000, True)
    with pytest.raises(shortfall.ShortfallOpenError) as refused:
        shortfall.require_named(SHORT)
    assert (refused.value.pence, refused.value.amount, refused.value.band) == (380_000, "£3,800", "Band 2")
    shortfall.require_named(replace(SHORT, named_pence=380_000))
    shortfall.require_named(None)
    with pytest.raises(shortfall.ShortfallOpenError):  # a naming of less does not cover it
        shortfall.require_named(replace(SHORT, named_pence=379_999))
    shortfall.require_named(replace(SHORT, cost_pence=1_120_000))


def test_a_naming_has_words_and_falls_with_the_lines_it_was_about():
    first, state = a_ledger()
    for words, by in (("", "SEND team"), ("Bought in", " ")):
        with pytest.raises(ledger.ShortfallWordsError):
            ledger.name_shortfall(state, "p1", NOW, SHORT, words, by)
    for none in (None, replace(SHORT, cost_pence=0)):
        with pytest.raises(ledger.NoShortfallError):
            ledger.name_shortfall(state, "p1", NOW, none, "Bought in", "SEND team")
    second = ledger.name_shortfall(state, "p1", NOW, SHORT, "Bought in", "SEND team")
    named = folded(ledger.apply, first, second)
    assert named.named is not None
    third = ledger.record(named, "case-1", "p1", NOW, [LINE, LINE], roles=RATES.roles)
    assert folded(ledger.apply, first, second, third).named is None


@pytest.mark.parametrize(
    ("pence", "period", "year"), [(100, "year", 100), (100, "term", 300), (100, "week", None), (None, "year", None)]
)
def test_amounts_are_compared_by_the_year(pence, period, year):
    assert shortfall.yearly(pence, period) == year
