"""Cases chosen in the list by keyboard or mouse, given to a colleague in one act, listed for the handover, undone."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from bandingdesk.store.queries import case_duties
from bandingdesk.ui import inspect
from tests.support import founding
from tests.support.panel_morning import STARTS


@pytest.fixture
def page(open_page, morning):
    with founding.before_the_story():
        morning.desk.council.grant_role(morning.people["PL"], "caseworker", STARTS)
    morning.as_("CM")
    return open_page(morning, "cases").area.current_page()


def test_cases_are_chosen_by_keyboard_or_by_mouse_alone(page, qtbot):
    table, model = page.list_pane.table, page.list_pane.model
    ids = model.ids
    table.go_to(ids[0])
    qtbot.keyClick(table, Qt.Key.Key_Space)
    for _ in range(2):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.ticked == ids[:3]
    assert model.summary(model.row_at(1)).startswith("Chosen. ")
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.ticked == ids[:2]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert table.ticked == ids
    page.view_model.filter_now("fern")
    assert len(table.ticked) == 1  # what is no longer shown is no longer chosen
    page.view_model.filter_now("")
    page.list_pane.none.click()
    assert not page.can_give()
    table.go_to(ids[1])
    qtbot.mouseClick(page.list_pane.choose, Qt.MouseButton.LeftButton)
    assert table.ticked == [ids[1]]
    assert inspect.problems(page) == []


def test_all_go_in_one_act_with_their_list_and_come_back(page, morning, qtbot, tmp_path):
    cases = page.list_pane.model.ids
    page.list_pane.table.tick(cases)
    page.show_give()
    seen = page.giving
    assert [row.law_day for row in seen.reading.rows] == sorted(row.law_day for row in seen.reading.rows)
    assert inspect.problems(page) == []
    page.give_pane.save_as(tmp_path / "handover.xlsx")
    sheet = load_workbook(tmp_path / "handover.xlsx").active
    assert sheet.max_row == len(cases) + 1
    assert seen.colleagues() == [(morning.people["PL"], "P. Lindqvist, 0 cases")]
    seen.choose(morning.people["PL"])
    with founding.before_the_story():
        qtbot.mouseClick(page.give_pane.give, Qt.MouseButton.LeftButton)
    assert set(morning.desk.read(lambda conn: case_duties.holders(conn, cases)).values()) == {morning.people["PL"]}
    qtbot.mouseClick(page.give_pane.undo, Qt.MouseButton.LeftButton)
    assert set(morning.desk.read(lambda conn: case_duties.holders(conn, cases)).values()) == {None}
