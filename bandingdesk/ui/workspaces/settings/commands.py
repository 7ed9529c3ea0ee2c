"""The commands of Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.settings.page import Page


def _tr(text: str) -> str:
    return QCoreApplication.translate("settings", text)


def commands(page: Page) -> list[Command]:
    """Return what can be done in Settings."""
    seen = page.view_model
    return [
        Command(
            "settings.check_record", _tr("Check the record"), seen.check_record, scope="settings", icon="shield-check"
        ),
        Command(
            "settings.open_look", _tr("Change the look"), lambda: seen.go("look"), scope="settings", icon="palette"
        ),
    ]
