"""The commands of first run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.first_run.page import Page


def commands(page: Page) -> list[Command]:
    """Return what can be done on first run."""
    text = QCoreApplication.translate("first_run", "Go on with setting up")
    pressed = QCoreApplication.translate("first_run", "Press the button, or go on")
    return [
        Command("first_run.next", text, page.press_main, key="F8", scope="first_run", icon="step-forward"),
        Command("first_run.enter", pressed, page.press_enter, key="Return", scope="first_run", listed=False),
    ]
