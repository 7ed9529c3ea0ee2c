"""The import of a list and a new case by hand: nothing written before the last step, then exactly what was shown."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store.queries import caseload, casework, lists, plans
from bandingdesk.ui import inspect

TODAY = date(2026, 11, 23)
LIST = """Surname,Forename,DOB,School,Year group,Primary need,Plan start date
Oak-101,Testpupil,04/05/2017,Elmbank Primary (invented),4,SLCN,09/01/2024
Ash-102,Testpupil,31/02/2016,Elmbank Primary (invented),5,ASD,09/01/2024
Yew-103,Testpupil,05/06/2015,Elmbank Primary (invented),6,SEMH,09/01/2024
"""


@pytest.fixture
def page(open_page, morning):
    morning.as_("CM")
    return open_page(morning, "cases", view="import").area.current_page()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "plans.csv"
    made.write_text(LIST, encoding="utf-8")
    return made


def count(morning):
    return morning.desk.read(lambda conn: caseload.count(conn, caseload.parse(""), today=TODAY))


def press(page, qtbot):
    qtbot.mouseClick(page.import_pane.main, Qt.MouseButton.LeftButton)


def to_the_check(page, file, qtbot):
    page.import_pane.seen.choose(file)
    press(page, qtbot)
    press(page, qtbot)
    assert page.import_pane.seen.step == "check"


def test_a_wrong_row_is_named_and_the_ready_rows_are_imported_alone(page, morning, file, qtbot):
    to_the_check(page, file, qtbot)
    seen = page.import_pane.seen
    assert [plan.surname for plan in seen.checked.ready] == ["Oak-101", "Yew-103"]
    assert [problem.row for problem in seen.checked.problems if problem.blocking] == [3]
    press(page, qtbot)
    assert len(seen.effect.new) == 2
    press(page, qtbot)
    assert count(morning) == 6
    assert not page.import_pane.main.isEnabled()
    qtbot.mouseClick(page.import_pane.last.choice.buttons[0], Qt.MouseButton.LeftButton)
    press(page, qtbot)
    assert count(morning) == 8


def test_a_cell_mended_here_makes_its_row_ready_and_leaves_the_file_alone(page, file, qtbot):
    to_the_check(page, file, qtbot)
    check = page.import_pane.check
    check.value.setText("28/02/2016")
    qtbot.mouseClick(check.mend, Qt.MouseButton.LeftButton)
    assert len(page.import_pane.seen.checked.ready) == 3
    assert file.read_text(encoding="utf-8") == LIST


def test_the_rows_to_fix_are_saved_with_what_is_wrong(page, file, tmp_path, qtbot):
    from bandingdesk import sheets

    to_the_check(page, file, qtbot)
    page.import_pane.seen.save_rejects(tmp_path / "to fix.xlsx")
    rows = sheets.read(tmp_path / "to fix.xlsx").sheets[0].rows
    assert [row[0] for row in rows] == ["Surname", "Ash-102"]
    assert "does not exist" in rows[1][-1]


def test_a_broken_file_is_refused_in_the_page(page, morning, tmp_path):
    broken = tmp_path / "plans.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    page.import_pane.seen.choose(broken)
    assert page.import_pane._wrong.isVisible()
    assert page.import_pane.seen.step == "file"
    assert count(morning) == 6


def test_a_new_case_is_opened_as_typed_and_its_draft_forgotten(open_page, morning, qtbot):
    morning.as_("CM")
    page = open_page(morning, "cases", view="new").area.current_page()
    pane = page.new_pane
    qtbot.mouseClick(pane.begins.buttons[-1], Qt.MouseButton.LeftButton)  # a plan already in force
    for name, typed in (
        ("forename", "Testpupil"),
        ("surname", "Larch-201"),
        ("dob", "7/8/2016"),
        ("setting_name", "Oakfield Primary (invented)"),
        ("plan_start", "9/1/2025"),
        ("last_review", "9/1/2026"),
    ):
        qtbot.keyClicks(pane.lines[name], typed)
    for name, value in (("setting_type", "main"), ("year_group", "5"), ("primary_need", "ASD")):
        pane.choices[name].set_value(value)
        pane.choices[name].chosen.emit(value)
    qtbot.mouseClick(pane.main, Qt.MouseButton.LeftButton)
    row = morning.desk.read(lambda conn: casework.case(conn, page.case.case_id))
    assert (row.child_name, row.born, row.primary_need) == ("Testpupil Larch-201", date(2016, 8, 7), "ASD")
    assert row.clock.law_day == date(2027, 1, 8)  # 12 months beginning with the last review, CFA 2014 s44(1)
    assert pane.seen.form.surname == ""


@pytest.mark.parametrize("view", ["new", "import"])
def test_nothing_is_cut_or_nameless(open_page, morning, view):
    morning.as_("CM")
    assert inspect.problems(open_page(morning, "cases", view=view).area.current_page()) == []


@pytest.mark.parametrize("place", ["today", "panels", "letters", "oversight", "cases"])
def test_ctrl_n_opens_the_form_of_a_new_case_from_anywhere(open_page, morning, qtbot, place):
    morning.as_("CM")
    window = open_page(morning, place)
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = window.area.current_page()
    assert page.title() == ["Cases", "New case"]
    assert page.new_pane.isVisible()


TERMS = (
    "Setting,Holiday,First day closed,Reopens\n,Easter 2027,26/03/2027,12/04/2027\n,May 2027,29/05/2027,01/05/2027\n"
)


@pytest.fixture
def terms(tmp_path):
    made = tmp_path / "terms.csv"
    made.write_text(TERMS, encoding="utf-8")
    return made


def test_term_dates_go_through_the_same_five_steps_and_come_back(page, morning, terms, qtbot):
    seen, pane = page.import_pane.seen, page.import_pane
    seen.choose(terms)
    assert seen.error is not None  # as a caseload it has no titles
    seen.choose_kind("term-dates")
    assert (seen.path, seen.error, seen.step) == (terms, None, "file")
    press(page, qtbot)
    assert list(pane.columns.choices) == [field.name for field in seen.mapping.form.fields]
    press(page, qtbot)
    assert [problem.code for problem in seen.checked.problems] == ["IM-65"]
    press(page, qtbot)
    press(page, qtbot)
    seen.choose_good(True)
    press(page, qtbot)
    closed = [one.name for one in morning.desk.read(lambda c: lists.closures(c, "", TODAY, date(2027, 12, 31)))]
    assert "Easter 2027" in closed
    qtbot.mouseClick(pane.last.undo, Qt.MouseButton.LeftButton)
    pane.earlier.ask(pane.earlier.rows[0])
    assert pane.file.earlier.confirm.isVisibleTo(pane)
    qtbot.mouseClick(pane.file.earlier.confirm, Qt.MouseButton.LeftButton)
    assert pane.earlier.rows[0].undone == ""
    assert not pane.file.earlier.confirm.isVisibleTo(pane)


def test_a_list_whose_case_was_worked_with_says_by_what(page, morning, file, qtbot):
    to_the_check(page, file, qtbot)
    seen, pane = page.import_pane.seen, page.import_pane
    press(page, qtbot)
    press(page, qtbot)
    seen.choose_good(True)
    press(page, qtbot)
    case = next(one.case for one in morning.desk.read(plans.on_record) if one.plan.surname == "Oak-101")
    morning.desk.casework.assign(case, morning.desk.me_id)
    pane.take_focus()
    pane.earlier.ask(pane.earlier.rows[0])
    card = pane.file.earlier
    assert not card.confirm.isVisibleTo(pane)
    assert "1 row has been used since." in card.banner.words
    assert "Testpupil Oak-101" in card._stops.text()
