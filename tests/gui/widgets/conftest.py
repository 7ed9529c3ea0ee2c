"""A theme on the application, the light one at 100 % before each test, and a way to put parts on the screen."""

import pytest
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.ui.theme import theme


@pytest.fixture
def look(qapp):
    made = theme.Theme.install(qapp, "light", percent=100)
    yield made
    made.set("light", percent=100, typeface="inter")


@pytest.fixture
def shown(qtbot, look):
    """Return a function that puts parts below each other on a page of a size and shows it."""
    pages = []  # what nobody holds is gone at once

    def show(*parts, width=720, height=520):
        page = QFrame()
        page.setProperty("look", "page")
        column = QVBoxLayout(page)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        page.resize(width, height)
        qtbot.addWidget(page)
        pages.append(page)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show
