"""Lists as councils really send them: each oddity has its sentence, and what is right beside it comes in."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk import sheets
from bandingdesk.casework import cells, columns, intake
from bandingdesk.casework.intake import Intake, Known
from bandingdesk.casework.lists import forms, reading, settings, term_dates, terms
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.sheets import Cell, Sheet

TODAY = date(2026, 11, 23)
HEAD: list[Cell] = ["Surname", "Forename", "DOB", "Plan start date", "Next review"]
GOOD: list[Cell] = ["Rowan-001", "Testpupil", "03/05/2017", "24/02/2024", "23/02/2027"]


def checked(*rows: list[Cell], known: Known | None = None) -> Intake:
    sheet = Sheet("Plans", [HEAD, *rows])
    return intake.check(sheet, columns.guess(sheet), known or Known(TODAY))


def changed(**values: Cell) -> list[Cell]:
    return [values.get(str(title).lower().replace(" ", "_"), cell) for title, cell in zip(HEAD, GOOD, strict=True)]


def codes(found: Intake) -> list[str]:
    return [problem.code for problem in found.problems]


def test_one_name_alone_needs_a_dash_and_then_comes_in() -> None:
    found = checked(changed(forename=None), changed(surname="Suharto-002", forename="-"))
    assert codes(found) == ["IM-09"]
    assert (
        found.problems[0].text() == "Row 2: first name is missing. Where a child has one name only, write a dash here."
    )
    assert [plan.name for plan in found.ready] == ["Suharto-002"]


@pytest.mark.parametrize(
    "name", ["R" * 200, "\u05e8\u05d5\u05d5\u05df-001", "Ro\u0302wan-001", "Ŵren-001", "O’Rowan-Ash"]
)
def test_long_names_and_names_of_other_scripts_come_in_whole(name: str) -> None:
    plan = checked(changed(surname=name)).ready[0]
    assert cells.folded(plan.surname) == cells.folded(name)
    assert len(plan.surname) in (len(name), len(name) - 1)  # marks are joined to their letters


def test_days_that_may_be_turned_round_wait_where_their_column_puts_the_month_first() -> None:
    found = checked(changed(dob="02/25/2016"), changed(dob="01/02/2016"), changed(dob="03/03/2016"))
    assert codes(found) == ["IM-07", "IM-69"]
    assert "may be 1 February 2016 or 2 January 2016" in found.problems[1].text()
    assert [plan.dob for plan in found.ready] == [date(2016, 3, 3)]
    assert [plan.dob for plan in checked(changed(dob="01/02/2016")).ready] == [date(2016, 2, 1)]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"plan_start_date": "24/02/0204"}, "IM-61"),
        ({"next_review": "23/02/3027"}, "IM-61"),
        ({"dob": "03/05/2117"}, "IM-17"),
        ({"dob": "03/05/1917"}, "IM-20"),
    ],
)
def test_days_far_past_or_future_keep_their_row_out(values: dict[str, Cell], code: str) -> None:
    found = checked(changed(**values))
    assert codes(found) == [code]
    assert found.to_fix == (2,)


def test_a_child_who_may_be_on_record_is_the_same_another_or_decided_later() -> None:
    on_record = checked(GOOD).ready[0]
    known = Known(TODAY, plans=(replace(on_record, upn="X999000124017"),))
    sheet = Sheet("Plans", [[*HEAD, "UPN"], [*GOOD, "A999000100009"]])
    found = intake.check(sheet, columns.guess(sheet), known)
    assert found.set_aside == (2,)  # as long as nobody decides
    same = intake.settle(found, 0, [2])
    assert [change.fields for change in intake.effect(same.ready, known.plans).changed] == [("upn",)]
    other = intake.settle(found, 0, [2], apart=True)
    assert len(intake.effect(other.ready, known.plans).new) == 1


def odd_workbook() -> bytes:
    """Return a workbook with a cover, a hidden sheet, two header rows, merged titles and a formula."""
    from openpyxl import Workbook

    book = Workbook()
    cover = book.active
    cover.title = "Read me"
    cover["A1"] = "List of plans (invented)"
    cover.merge_cells("A1:D1")
    page = book.create_sheet("Plans")
    page.append(["Child", None, None, "Plan", None])
    page.merge_cells("A1:C1")
    page.append(["Surname", "Forename", "DOB", "Start date", "Next review"])
    page.append(["Rowan-001", "Testpupil", date(2017, 5, 3), date(2024, 2, 24), "=D3+364"])
    hidden = book.create_sheet("Old list")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "Ash-099"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_merged_cells_formulas_and_hidden_sheets_are_counted_and_named(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(odd_workbook())
    workbook = sheets.read(path)
    assert (workbook.merged, workbook.formulas, workbook.hidden) == (2, 1, ("Old list",))
    mapping = columns.guess(workbook.sheets[1])
    assert mapping.header_row == 2  # the row above holds groups
    found = intake.check(workbook.sheets[1], mapping, Known(TODAY))
    assert [plan.name for plan in found.ready] == ["Testpupil Rowan-001"]


def of_kind(form: columns.Form, reader: reading.Reader[reading.L], *rows: list[Cell]) -> reading.Checked[reading.L]:
    sheet = Sheet("List", list(rows))
    return reading.check(sheet, columns.guess(sheet, form=form), reader)


def test_a_setting_said_twice_in_other_words_is_asked_about_and_in_the_same_taken_once() -> None:
    head: list[Cell] = ["School name", "URN", "Type"]
    elm, again = ["Elm (invented)", "900001", "special"], ["Elm (invented)", "900001", "special"]
    found = of_kind(forms.SETTINGS, settings.read, head, [*elm], [*again], ["Oak (invented)", "900002", "special"])
    assert (len(found.ready), found.to_fix) == (2, ())
    found = of_kind(forms.SETTINGS, settings.read, head, [*elm], ["Elm (invented)", "900001", "academy"])
    assert (found.ready, found.to_fix) == ((), (2, 3))
    assert {problem.code for problem in found.problems} == {"IM-55"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["Elm (invented)", "9001", None, None], "IM-13"),
        (["Elm (invented)", None, "12345", None], "IM-51"),
        (["Elm (invented)", None, None, "999/12"], "IM-52"),
    ],
)
def test_wrong_numbers_of_a_setting_warn_and_are_kept(row: list[Cell], code: str) -> None:
    found = of_kind(forms.SETTINGS, settings.read, ["School name", "URN", "UKPRN", "LAESTAB"], row)
    assert [(problem.code, problem.blocking) for problem in found.problems] == [(code, False)]
    assert len(found.ready) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([None, "22/07/2026", "22/07/2026"], "IM-65"),
        ([None, "22/07/2026", "02/09/2062"], "IM-66"),
        ([None, "22/07/1026", "02/09/2026"], "IM-61"),
        (["No such school", "22/07/2026", "02/09/2026"], "IM-63"),
        ([None, "22/07/2026", None], "IM-67"),
        ([None, "31/06/2026", "02/09/2026"], "IM-07"),
    ],
)
def test_a_closure_that_cannot_be_is_named(row: list[Cell], code: str) -> None:
    head: list[Cell] = ["School", "First day closed", "Reopens"]
    found = of_kind(forms.TERM_DATES, term_dates.reader({}), head, row)
    assert [problem.code for problem in found.problems] == [code]
    assert found.to_fix == (2,)


def test_terms_tell_the_closures_between_them() -> None:
    head: list[Cell] = ["Term", "Term starts", "Term ends"]
    rows: list[list[Cell]] = [
        ["Summer 2", date(2026, 6, 1), date(2026, 7, 21)], ["Autumn 1", date(2026, 9, 2), date(2026, 10, 23)],
    ]  # fmt: skip
    found = of_kind(forms.TERM_DATES, term_dates.reader({}), head, *rows)
    between = term_dates.between(found.ready)
    assert [(line.closes, line.reopens) for line in between] == [(date(2026, 7, 22), date(2026, 9, 2))]


_DAYS = st.integers(0, 1200).map(lambda day: date.fromordinal(date(2025, 1, 1).toordinal() + day))
_CLOSURES = st.lists(
    st.tuples(_DAYS, st.integers(1, 60)).map(
        lambda pair: Closure(pair[0], date.fromordinal(pair[0].toordinal() + pair[1]))
    ),
    max_size=6,
)


@given(own=_CLOSURES, council=_CLOSURES)
def test_what_a_setting_says_itself_always_stands(own: list[Closure], council: list[Closure]) -> None:
    found = terms.of_setting(own, council)
    assert set(own) <= set(found)
    for one in found:
        if one not in own:
            assert one in council
            assert all(one.reopens <= mine.closes or mine.reopens <= one.closes for mine in own)
    assert list(found) == sorted(found, key=lambda closure: closure.closes)
