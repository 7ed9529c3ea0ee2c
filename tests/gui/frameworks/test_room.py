"""Every page of the workspace fits the smallest window, and an ordinary laptop's with the largest texts."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from bandingdesk.ui.workspaces.frameworks.view_model import View

VIEWS: tuple[View, ...] = ("versions", "edit", "try", "compare", "simulate", "adopt", "schools")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(("percent", "room"), [(100, QSize(960, 520)), (175, QSize(1280, 720))])
def test_a_page_asks_for_no_more_than_its_window(page, qtbot, view, percent, room):
    window = page.window()
    window.theme.set(percent=percent)
    window.resize(room)
    page.open(view=view, version="" if view == "versions" else page.model.entry.key)

    def fits() -> bool:
        least = window.minimumSizeHint().expandedTo(window.minimumSize())
        return bool(least.width() <= room.width() and least.height() <= room.height())

    QApplication.processEvents()
    qtbot.waitUntil(fits)
    qtbot.waitUntil(lambda: window.size() == room)
