"""The commands of Today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.today.page import Page


def _tr(text: str) -> str:
    return QCoreApplication.translate("today", text)


def commands(page: Page) -> list[Command]:
    """Return what can be done on Today."""
    return [
        Command(
            "today.open_first",
            _tr("Open the first thing to do"),
            page.open_first,
            key="Return",
            scope="today",
            icon="sun",
            refusal=lambda: "" if page.has_tasks() else _tr("Nothing waits for you."),
        ),
        Command("today.import_list", _tr("Import a list of cases"), page.import_list, scope="today", icon="file-up"),
    ]
