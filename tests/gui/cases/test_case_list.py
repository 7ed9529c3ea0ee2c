"""The list of cases: the filter in words, its chips, the order, and the way to a case."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store.queries import casework
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.panels import reading


@pytest.fixture
def window(open_page, morning):
    morning.as_("CM")
    return open_page(morning, "cases")


@pytest.fixture
def page(window):
    return window.area.current_page()


def ids(page):
    return page.list_pane.model.ids


def test_the_filter_finds_by_word_and_says_how_many(page):
    assert len(ids(page)) == 6
    page.view_model.filter_now("fern")
    assert len(ids(page)) == 1
    assert page.list_pane._count.text() == "1 case"


def test_a_chip_puts_its_word_into_the_filter_and_takes_it_out(page, qtbot):
    chip = page.list_pane.chips["due<14d"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.list_pane.box.text() == "due<14d"
    due = set(ids(page))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert page.list_pane.box.text() == ""
    assert due < set(ids(page))


def test_without_hits_the_page_says_so_and_offers_the_way_back(page, qtbot):
    page.list_pane.box.setText("need:hi")
    page.view_model.filter_now("need:hi")
    assert page.list_pane._no_hits.isVisible()
    qtbot.mouseClick(page.list_pane._no_hits.button, Qt.MouseButton.LeftButton)
    assert len(ids(page)) == 6


def test_a_word_that_is_no_filter_is_named(page):
    page.view_model.filter_now("colour:red")
    assert "colour:red" in page.list_pane._strange.text()


def test_enter_opens_the_chosen_case(page, window, qtbot):
    wanted = ids(page)[2]
    page.list_pane.table.go_to(wanted)
    qtbot.keyClick(page.list_pane.table, Qt.Key.Key_Return)
    assert page.case.case_id == wanted
    assert page.title()[1] == page.case.reading.row.child_name


def test_nothing_on_the_list_is_cut_or_nameless(page):
    assert inspect.problems(page) == []


def test_who_stepped_out_of_a_case_finds_it_in_no_list_and_no_search(open_page, morning):
    person = morning.as_("JW")
    panel = morning.desk.panel
    panel.declare_interest(morning.meeting, morning.items[1], person, "declared", "He is my nephew.")
    closed = morning.cases[1]
    row = morning.desk.read(lambda conn: casework.case(conn, closed))
    window = open_page(morning, "cases")
    assert len(ids(window.area.current_page())) == 5
    assert closed not in ids(window.area.current_page())
    found = []
    for words in (row.child_name, row.reference):
        window.link.find_cases(words, found.extend)
    assert found == []
    assert morning.desk.read(lambda conn: reading.search(conn, row.child_name, (), person)) == []
    window.link.desk.switch(morning.people["RA"])
    window.link.find_cases(row.child_name, found.extend)
    assert [one.id for one in found] == [closed]
