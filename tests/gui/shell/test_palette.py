"""The palette finds commands and cases, and runs them; keys and people open over the page."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk import demo_caseload


@pytest.fixture
def asked(window, qtbot):
    qtbot.waitUntil(window.jobs.is_idle, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.finder.isVisible()
    return window.finder


def test_words_find_a_command_and_enter_runs_it(window, asked, qtbot):
    qtbot.keyClicks(asked.field, "dark")
    assert asked.hits()[0].text == "Use the dark theme"
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert not asked.isVisible()
    assert window.theme.tokens.name == "dark"


def test_arrows_move_while_the_focus_stays_in_the_field(window, asked, qtbot):
    assert asked.list.currentRow() == 0
    qtbot.keyClick(asked.field, Qt.Key.Key_Down)
    assert asked.list.currentRow() == 1
    assert window.focusWidget() is asked.field
    qtbot.keyClick(asked.field, Qt.Key.Key_Up)
    qtbot.keyClick(asked.field, Qt.Key.Key_Up)
    assert asked.list.currentRow() == 0


def test_escape_closes_it_and_gives_the_focus_back(window, qtbot):
    qtbot.waitUntil(window.jobs.is_idle, timeout=20_000)
    before = window.focusWidget()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window.finder.field, Qt.Key.Key_Escape)
    assert not window.finder.isVisible()
    assert window.focusWidget() is before


def test_nothing_found_says_so_and_can_not_be_pressed(asked, qtbot):
    qtbot.keyClicks(asked.field, "xyzzyq")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert asked.isVisible()
    assert asked.hits()[0].text == "Nothing found. Try fewer letters."


def test_a_child_is_found_by_name_and_by_reference(window, qtbot):
    plan = demo_caseload.plans(3, 17, date(2026, 11, 23))[0]
    desk = window.link.desk
    with qtbot.waitSignal(window.jobs.acted):
        window.jobs.act(lambda: desk.casework.open_case(plan), owner=window)
    window.open_palette()
    qtbot.keyClicks(window.finder.field, plan.surname)
    qtbot.waitUntil(lambda: bool(window.finder._cases), timeout=20_000)
    hit = window.finder.hits()[0]
    assert plan.surname in hit.text
    reference = hit.beside.split(",")[0]
    window.close_newest()
    window.open_palette()
    qtbot.keyClicks(window.finder.field, reference)
    qtbot.waitUntil(lambda: hit.text in [found.text for found in window.finder.hits()], timeout=20_000)


def test_all_keys_are_listed_by_scope(window, qtbot):
    qtbot.waitUntil(window.jobs.is_idle, timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    text = window.key_help.page.toPlainText()
    for words in ("Anywhere", "Ctrl K", "Find a case or a command", "F6", "Ctrl 1", "Go to Today"):
        assert words in text
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.key_help.isVisible()


def test_a_press_beside_a_panel_closes_it(window, qtbot):
    qtbot.waitUntil(window.jobs.is_idle, timeout=20_000)
    qtbot.mouseClick(window.header.initials, Qt.MouseButton.LeftButton)
    assert window.who.isVisible()
    qtbot.mouseClick(window.area, Qt.MouseButton.LeftButton, pos=window.area.rect().bottomLeft())
    assert not window.who.isVisible()
