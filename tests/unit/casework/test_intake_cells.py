"""One cell at a time: what councils type, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bandingdesk.casework import cells
from bandingdesk.casework.cells import Fault
from bandingdesk.sheets import Cell


def read(kind: str, cell: Cell) -> Any:
    return cells.READERS[kind](cell)


@pytest.mark.parametrize(
    "text",
    ["03/04/2016", "3/4/16", "03.04.2016", "3-4-2016", "3 Apr 2016", "3rd April 2016", "Sun 3 Apr 2016", "2016-04-03",
     "2016-Apr-03 00:00:00", "03/04/2016 00:00", "2016-04-03T00:00:00Z", "3 Apr 16"],
)  # fmt: skip
def test_dates_are_read_day_first(text: str) -> None:
    assert read("date", text) == date(2016, 4, 3)


def test_a_date_cell_is_taken_as_it_is() -> None:
    assert read("date", date(2016, 2, 29)) == date(2016, 2, 29)


@pytest.mark.parametrize("text", ["31/02/2016", "29/02/2015", "31/09/2024", "03/25/2016", "00/00/0000", "2016-02-30"])
def test_a_day_that_does_not_exist_is_not_moved(text: str) -> None:
    fault = read("date", text)
    assert (fault.code, fault.blocking) == ("IM-07", True)


@pytest.mark.parametrize("text", ["10-14", "not known", "2016", "March 2016", "3/4", True])
def test_what_is_no_date(text: Cell) -> None:
    assert read("date", text).code == "IM-08"


def test_a_day_number_of_a_spreadsheet_is_read_and_said() -> None:
    # 42463 is 3 April 2016: 1 January 2016 is day 42370 in the 1900 date system, and it was a leap year.
    fault = read("date", 42463)
    assert (fault.code, fault.blocking, fault.value) == ("IM-26", False, date(2016, 4, 3))


@pytest.mark.parametrize(
    ("cell", "pence"),
    [("£4,500", 450000), ("4,500.00", 450000), (4500, 450000), ("£10,950 a year", 1095000), ("0", 0),
     ("£1 234.56", 123456), ("£251.10 p.a.", 25110)],
)  # fmt: skip
def test_money_becomes_pence(cell: Cell, pence: int) -> None:
    assert read("money", cell) == pence


@pytest.mark.parametrize("cell", ["£4,5OO", "-£300", -300, "45,00", "4.505", "tbc", True, date(2026, 1, 1), "£"])
def test_what_is_no_money_is_refused_and_not_rounded(cell: Cell) -> None:
    assert read("money", cell).code == "IM-15"


@pytest.mark.parametrize(
    ("cell", "answer"), [("Y", True), ("yes", True), (1, True), (True, True), ("N", False), ("No", False), (0, False)]
)
def test_yes_and_no(cell: Cell, answer: bool) -> None:
    assert read("yes_no", cell) is answer


def test_maybe_is_neither() -> None:
    assert read("yes_no", "maybe").code == "IM-16"


@pytest.mark.parametrize(
    ("text", "code"),
    [("ASD", "ASD"), ("asd", "ASD"), ("SpLD", "SPLD"), ("Autism", "ASD"),
     ("Social, Emotional and Mental Health", "SEMH"),
     ("ASD - Autistic Spectrum Disorder", "ASD"), ("Severe Learning Difficulties", "SLD"), ("DS", "DS")],
)  # fmt: skip
def test_needs_by_code_and_by_words(text: str, code: str) -> None:
    assert read("need", text) == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Mainstream - academy", "main"),
     ("LA maintained", "main"), ("Academy (SEN unit)", "base"), ("special", "special"),
     ("Resourced provision", "base"), ("Special - academy", "special"), ("Independent special school", "special"),
     ("Specialist post 16 institution", "other"), ("FE college", "other"), ("EOTAS", "other"), ("NEET", "other"),
     ("AP/PRU - academy", "other"), ("Nursery", "other")],
)  # fmt: skip
def test_types_of_setting(text: str, kind: str) -> None:
    assert read("setting", text) == kind


@pytest.mark.parametrize(
    ("cell", "year"),
    [(7, "7"), ("Year 7", "7"), ("Yr 07", "7"), ("R", "R"), ("Reception", "R"), ("N2", "N2"), (14, "14")],
)
def test_year_groups(cell: Cell, year: str) -> None:
    assert read("year", cell) == year


@pytest.mark.parametrize("cell", [99, "15", "sixth", "-1", date(2026, 10, 11)])
def test_what_is_no_year_group(cell: Cell) -> None:
    assert isinstance(read("year", cell), Fault)


def test_the_phase_follows_from_the_year() -> None:
    assert [cells.phase_of(year) for year in ("N2", "R", "1", "6", "7", "11", "12", "14")] == [
        "ey", "ey", "ks12", "ks12", "ks34", "ks34", "p16", "p19"]  # fmt: skip


def test_a_date_where_a_text_should_be_is_a_spreadsheets_work() -> None:
    assert read("band", date(2026, 10, 14)).code == "IM-24"


@pytest.mark.parametrize("kind", ["text", "date", "money"])
def test_a_spreadsheets_error_is_no_value(kind: str) -> None:
    assert read(kind, "#REF!").code == "IM-19"


@pytest.mark.parametrize(
    ("kind", "cell", "code", "kept"),
    [("upn", "Q207000016049", "IM-11", "Q207000016049"), ("nhs", 9991234560, "IM-12", "9991234560"),
     ("urn", "9001", "IM-13", "9001"), ("postcode", "nowhere", "IM-14", "NOWH ERE")],
)  # fmt: skip
def test_wrong_numbers_are_warned_of_and_kept(kind: str, cell: Cell, code: str, kept: str) -> None:
    fault = read(kind, cell)
    assert (fault.code, fault.blocking, fault.value) == (code, False, kept)


def test_full_names_are_taken_apart() -> None:
    assert read("name", "Rowan-017, Testpupil") == ("Rowan-017", "Testpupil")
    assert read("name", "Testpupil Rowan-017") == ("Rowan-017", "Testpupil")


def test_names_keep_their_marks_and_are_compared_without() -> None:
    assert read("text", "  W\u0302ren-014 ") == "Ŵren-014"  # a spread W and circumflex become the one letter
    assert cells.folded("ŁĄKA-002") == cells.folded("Łąka-002") == "laka-002"
