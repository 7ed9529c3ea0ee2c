"""The list that came in: the 3,300 plans of issue 3, the header found, each fault named, twins side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bandingdesk import demo_caseload, sheets
from bandingdesk.casework import columns, intake
from bandingdesk.casework.intake import Known, PlanRow
from bandingdesk.sheets import Cell, Sheet
from tests.support import workbooks

TODAY = workbooks.TODAY
SEED = workbooks.SEED
HEADER: list[Cell] = ["Surname", "Forename", "DOB", "UPN", "Primary need", "Plan start date", "Band", "Top up"]
ROWAN = PlanRow("Rowan-017", "Testpupil", date(2016, 3, 4), upn="X999000124017", primary_need="ASD",
                plan_start=date(2020, 1, 6), current_band="Band 4", current_pence=450000)  # fmt: skip


def row(plan: PlanRow = ROWAN, **cells: Cell) -> list[Cell]:
    values: dict[str, Cell] = {
        "Surname": plan.surname, "Forename": plan.forename, "DOB": plan.dob, "UPN": plan.upn,
        "Primary need": plan.primary_need, "Plan start date": plan.plan_start, "Band": plan.current_band,
        "Top up": None if plan.current_pence is None else plan.current_pence // 100,
    }  # fmt: skip
    return list((values | cells).values())


def checked(*rows: list[Cell], known: Known | None = None) -> intake.Intake:
    sheet = Sheet("Plans", [HEADER, *rows])
    return intake.check(sheet, columns.guess(sheet), known or Known(TODAY))


@pytest.fixture(scope="module")
def untidy() -> demo_caseload.UntidyList:
    return demo_caseload.untidy(3300, SEED, TODAY)


def test_the_untidy_list_of_3300_plans(tmp_path: Path) -> None:
    made = workbooks.caseload(tmp_path / "caseload.xlsx")
    sheet = sheets.read(tmp_path / "caseload.xlsx").sheets[0]
    mapping = columns.guess(sheet)
    assert (mapping.header_row, mapping.header_rows) == (made.header_row, 2)
    result = intake.check(sheet, mapping, Known(TODAY))
    assert result.read == 3300
    assert len(result.to_fix) == 25
    assert {p.row: p.code for p in result.problems if p.blocking} == made.damaged
    assert [tuple(plan.row for plan in twin.plans) for twin in result.duplicates] == [made.twins]
    assert len(result.ready) == 3300 - 25 - 2
    by_reference = {plan.reference: plan for plan in made.plans}
    for plan in result.ready:
        meant = by_reference[plan.reference]
        said = meant.looked_after if plan.looked_after is not None else None  # a blank may stand for "no" in that list
        assert plan == replace(meant, looked_after=said), f"seed {SEED}, row {plan.row}"


def test_the_list_holds_what_councils_send(untidy: demo_caseload.UntidyList) -> None:
    cells = [cell for line in untidy.sheet.rows for cell in line]
    texts = "".join(cell for cell in cells if isinstance(cell, str))
    assert all(letter in texts for letter in "ŵŷł".upper() + "ł"), f"seed {SEED}"
    assert any(isinstance(cell, str) and cell.startswith("000") for cell in cells)
    births = [line[3] for line in untidy.sheet.rows[untidy.header_row :]]
    assert {type(cell) for cell in births} == {date, str, type(None)}
    assert any(all(cell is None for cell in line) for line in untidy.sheet.rows[untidy.header_row :])
    assert len(set(untidy.damaged.values())) >= 10


def test_the_group_above_tells_the_schools_name_from_the_childs(untidy: demo_caseload.UntidyList) -> None:
    mapping = columns.guess(untidy.sheet)
    titles = mapping.titles()
    assert titles["setting_name"] == "Placement Name"
    assert titles["primary_need"] == "Need Main"
    assert "full_name" not in titles
    assert mapping.left_out == ((21, "Funding Caseworker team"),)
    assert all(match.samples and match.confidence >= 80 for match in mapping.matches if match.column is not None)


def test_a_column_whose_cells_do_not_fit_is_less_sure() -> None:
    dates = Sheet("Plans", [HEADER, *[row(DOB="soon") for _ in range(5)]])
    sure = columns.guess(Sheet("Plans", [HEADER, row()]))
    unsure = columns.guess(dates)
    confidence = {m.field: m.confidence for m in unsure.matches}
    assert confidence["dob"] == 50
    assert {m.field: m.confidence for m in sure.matches}["dob"] == 100


def test_a_person_may_choose_another_column_and_another_header() -> None:
    sheet = Sheet("Plans", [["Export"] + [None] * 7, HEADER, row()])
    mapping = columns.guess(sheet)
    assert mapping.header_row == 2
    moved = columns.choose(sheet, mapping, "secondary_need", 4)
    assert moved.column("secondary_need") == 4
    assert moved.column("primary_need") is None
    assert columns.choose(sheet, moved, "upn", None).column("upn") is None
    with pytest.raises(columns.ColumnMissingError):
        intake.check(sheet, columns.choose(sheet, mapping, "dob", None), Known(TODAY))
    assert columns.at_header(sheet, 2).titles() == mapping.titles()


def test_titles_remembered_from_the_last_list_win() -> None:
    strange: list[Cell] = ["Fam", "Giv", "DOB", "UPN", "Primary need", "Plan start date", "Band", "Top up"]
    sheet = Sheet("Plans", [strange, row()])
    assert columns.guess(sheet).missing() == ("surname", "forename")
    kept = {"surname": "Fam", "forename": "Giv"}
    mapping = columns.guess(sheet, kept)
    assert mapping.missing() == ()
    assert intake.check(sheet, mapping, Known(TODAY)).ready == (ROWAN,)
    with pytest.raises(columns.ColumnMissingError) as refused:
        columns.from_titles(sheet, kept)
    assert "date of birth" in str(refused.value.fields["fields_missing"])


def test_a_sheet_without_titles_is_refused() -> None:
    with pytest.raises(columns.NoHeaderError):
        columns.guess(Sheet("Notes", [["Read me"], ["Nothing here"]]))


def test_a_fault_names_its_row_its_column_and_the_rule() -> None:
    (problem,) = checked(row(), row(replace(ROWAN, upn="B801200005001", surname="Fern-018"), DOB="31/02/2016")).problems
    assert (problem.sheet, problem.row, problem.column, problem.title, problem.field, problem.code) == (
        "Plans", 3, "C", "DOB", "dob", "IM-07")  # fmt: skip
    assert problem.text() == "Row 3: date of birth 31/02/2016 does not exist."
    assert problem.as_json()["message"] == problem.text()


def test_wrong_numbers_warn_and_do_not_keep_a_row_out() -> None:
    result = checked(row(UPN="Q207000016049"))
    assert [plan.upn for plan in result.ready] == ["Q207000016049"]
    assert [(p.code, p.blocking) for p in result.problems] == [("IM-11", False)]


def test_bands_that_are_not_in_force_warn() -> None:
    known = Known(TODAY, bands=frozenset({"Band 4"}))
    assert [
        p.code for p in checked(row(), row(Band="Band 12", UPN=None, Surname="Fern-018"), known=known).problems
    ] == ["IM-27"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"DOB": date(2027, 1, 1)}, "IM-17"),
        ({"DOB": date(2000, 11, 23)}, "IM-20"),
        ({"Plan start date": date(2016, 3, 3)}, "IM-18"),
        ({"Surname": None}, "IM-09"),
        ({"Plan start date": None}, "IM-09"),
    ],
)
def test_values_that_cannot_be_together(cells: dict[str, Cell], code: str) -> None:
    result = checked(row(**cells))
    assert result.to_fix == (2,)
    assert [problem.code for problem in result.problems] == [code]


def test_the_last_day_at_25_is_still_in() -> None:
    assert checked(row(DOB=date(2000, 11, 24))).ready


@pytest.mark.parametrize(
    ("other", "by"),
    [
        (replace(ROWAN, surname="Fern-018"), "upn"),
        (replace(ROWAN, upn="B801200005001"), "name_dob"),
        (replace(ROWAN, upn="B801200005001", surname="ROWAN-017 "), "name_dob"),
    ],
)
def test_twins_stand_side_by_side(other: PlanRow, by: str) -> None:
    result = checked(row(), row(other))
    (twin,) = result.duplicates
    assert (twin.by, [plan.row for plan in twin.plans], result.ready) == (by, [2, 3], ())
    assert [p.row for p in intake.settle(result, 0, [3]).ready] == [3]
    assert [p.row for p in intake.settle(result, 0, [2, 3]).ready] == [2, 3]
    assert intake.settle(result, 0, []).ready == ()
    with pytest.raises(ValueError):
        intake.settle(result, 0, [7])


def test_a_child_on_record_under_another_number_waits_for_a_person() -> None:
    (twin,) = checked(row(), known=Known(TODAY, plans=(replace(ROWAN, upn="B801200005001"),))).duplicates
    assert twin.known is not None
    assert checked(row(), known=Known(TODAY, plans=(ROWAN,))).duplicates == ()


def test_a_row_mended_in_place_is_ready() -> None:
    sheet = Sheet("Plans", [HEADER, row(DOB="31/02/2016")])
    mapping = columns.guess(sheet)
    mended = intake.correct(sheet, 2, 2, "29/02/2016")
    assert intake.check(sheet, mapping, Known(TODAY)).ready == ()
    assert [plan.dob for plan in intake.check(mended, mapping, Known(TODAY)).ready] == [date(2016, 2, 29)]


def test_what_an_import_would_do() -> None:
    moved = replace(ROWAN, current_band="Band 5", primary_need="")
    new = replace(ROWAN, upn="B801200005001", surname="Fern-018")
    effect = intake.effect([moved, new], [ROWAN])
    assert effect.new == (new,)
    (change,) = effect.changed
    assert (change.before, change.fields) == (ROWAN, ("current_band",))
    assert change.after.primary_need == "ASD", "what a list does not say changes nothing"
    assert intake.effect([ROWAN], [ROWAN]).same == (ROWAN,)


def test_rejects_keep_their_columns_and_can_be_read_again(untidy: demo_caseload.UntidyList, tmp_path: Path) -> None:
    mapping = columns.guess(untidy.sheet)
    result = intake.check(untidy.sheet, mapping, Known(TODAY))
    aside = intake.rejects(untidy.sheet, mapping, result)
    path = tmp_path / "rejects.xlsx"
    path.write_bytes(sheets.write_xlsx([aside]))
    again = sheets.read(path).sheets[0]
    assert len(again.rows) == untidy.header_row + 25 + 2
    assert again.rows[untidy.header_row - 1][-1] == "What is wrong"
    assert [line[:-1] for line in again.rows[untidy.header_row :]] == [
        untidy.sheet.rows[number - 1] for number in result.set_aside
    ]
    assert all(line[-1] for line in again.rows[untidy.header_row :])
    second = intake.check(again, columns.guess(again), Known(TODAY))
    assert (len(second.to_fix), len(second.duplicates), second.ready) == (25, 1, ())


def test_two_rows_found_as_one_child_on_record_wait_for_a_choice() -> None:
    """One is found by the UPN, the other by the NHS number: between themselves they share nothing."""
    on_record = replace(ROWAN, nhs_number="9990000018")
    sheet = Sheet("Plans", [[*HEADER, "NHS number"], [*row(), None], [*row(Surname="Ash-001", UPN=None), 9990000018]])
    result = intake.check(sheet, columns.guess(sheet), Known(TODAY, plans=(on_record,)))
    assert result.ready == ()
    [twin] = result.duplicates
    assert ([plan.row for plan in twin.plans], twin.known, twin.by) == ([2, 3], on_record, "upn")
