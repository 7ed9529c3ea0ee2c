"""A page that is not on the screen hears no news: it reads once, when it is shown again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class WhileAway(QObject):
    """Keeps news from the state of PAGE while the page is hidden; `catch_up` is called where any came meanwhile.

    A page that was never shown, as in a test of its state alone, hears everything.
    """

    def __init__(self, page: QWidget, catch_up: Callable[[], Any]) -> None:
        super().__init__(page)
        self._catch_up = catch_up
        self._is_away = self._missed = False
        page.installEventFilter(self)

    def misses(self) -> bool:
        """Return whether news that comes now has to wait, and remember that there was some."""
        self._missed = self._is_away
        return self._is_away

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Follow the page as it goes and comes."""
        if event.type() == QEvent.Type.Hide:
            self._is_away = True
        elif event.type() == QEvent.Type.Show:
            missed, self._is_away, self._missed = self._missed, False, False
            if missed:
                self._catch_up()
        return False
