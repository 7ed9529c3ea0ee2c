"""The Frameworks page as the quality lead sees it, and a draft in the editor."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from tests.support import founding
from tests.support.panel_morning import Morning


@pytest.fixture
def morning(make_morning) -> Morning:
    """The desk, where the clerk is quality lead and head of service too."""
    made: Morning = make_morning()
    with founding.before_the_story():
        for role in ("qa_lead", "head_of_service"):
            made.desk.council.grant_role(made.people["CM"], role, date(2026, 4, 1))
    return made


@pytest.fixture
def lead(morning):
    """The desk with the quality lead at the keys."""
    morning.as_("CM")
    return morning


@pytest.fixture
def page(lead, open_page) -> Any:
    """The list of versions."""
    return open_page(lead, "frameworks", size=QSize(1600, 900)).area.current_page()


@pytest.fixture
def editing(page) -> Any:
    """The page with a new draft of the adopted version in the editor."""
    page.next_step()
    return page


class Hands:
    """What a person does with the keyboard."""

    def __init__(self, qtbot: Any) -> None:
        self._qtbot = qtbot

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self._qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def type(self, words: str) -> None:
        """Type WORDS where the focus is, key by key."""
        for letter in words:
            self._qtbot.keyClicks(QApplication.focusWidget(), letter)

    def write_in(self, grid: Any, key: object, column: int, words: str) -> None:
        """Stand on a cell of GRID, type WORDS over it and press Enter."""
        assert grid.go_to(key, column)
        grid.setFocus()
        self.type(words)
        field = QApplication.focusWidget()
        self.press(Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not field)


@pytest.fixture
def hands(qtbot) -> Hands:
    """The keyboard."""
    return Hands(qtbot)


@pytest.fixture
def rest(qtbot, editing):
    """A function that waits until a rest in typing has brought its check."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not editing.model.editor.is_unchecked and not editing.model.editor.is_checking)

    return wait
