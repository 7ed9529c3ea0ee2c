"""All keys on one panel (Ctrl /), made from the commands themselves, so that it can't be out of date."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTextBrowser, QWidget

from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ui.commands import Command, Registry, key_text
from bandingdesk.ui.popover import Popover
from bandingdesk.ui.theme.theme import Theme

SCOPES = {
    "anywhere": QT_TRANSLATE_NOOP("commands", "Anywhere"),
    "lists": QT_TRANSLATE_NOOP("commands", "Lists"),
    "today": QT_TRANSLATE_NOOP("commands", "Today"),
    "cases": QT_TRANSLATE_NOOP("commands", "Cases"),
    "panels": QT_TRANSLATE_NOOP("commands", "Panels"),
    "scoring": QT_TRANSLATE_NOOP("commands", "Scoring"),
    "meeting": QT_TRANSLATE_NOOP("commands", "Meeting"),
    "decision": QT_TRANSLATE_NOOP("commands", "Decision"),
    "oversight": QT_TRANSLATE_NOOP("commands", "Oversight"),
    "audit": QT_TRANSLATE_NOOP("commands", "Audit"),
    "letters": QT_TRANSLATE_NOOP("commands", "Letters"),
    "frameworks": QT_TRANSLATE_NOOP("commands", "Frameworks"),
    "settings": QT_TRANSLATE_NOOP("commands", "Settings"),
}


def scope_word(scope: str) -> str:
    """Return the name of a scope as a person reads it."""
    known = SCOPES.get(scope)
    return QCoreApplication.translate("commands", known) if known else scope.replace("_", " ").capitalize()


def page_of(commands: list[Command]) -> str:
    """Return the HTML page of the keys of COMMANDS, one table a scope; commands without a key are left out."""
    parts: list[str] = []
    for scope in dict.fromkeys(command.scope for command in commands):
        rows = [command for command in commands if command.scope == scope and command.all_keys()]
        if not rows:
            continue
        parts.append(f"<h3>{escape(scope_word(scope))}</h3><table width='100%' cellspacing='0' cellpadding='4'>")
        for command in rows:
            keys = ", ".join(key_text(key) for key in command.all_keys())
            parts.append(f"<tr><td width='34%'><b>{escape(keys)}</b></td><td>{escape(command.text)}</td></tr>")
        parts.append("</table>")
    return "".join(parts)


class KeyHelp(Popover):
    """The panel with all keys."""

    def __init__(self, window: QWidget, theme: Theme, registry: Registry) -> None:
        super().__init__(window, theme, width=560, name="")
        self.setAccessibleName(self.tr("All keys"))
        self._registry = registry
        self.page = QTextBrowser()
        self.page.setAccessibleName(self.tr("All keys"))
        self.page.setOpenLinks(False)
        self.column.addWidget(self.page)

    def open_now(self) -> None:
        """Show the keys as they are now."""
        self.page.setHtml(page_of(self._registry.all()))
        self.page.setFixedHeight(max(240, min(620, self.window().height() - 140)))
        self.open_at()
        self.page.setFocus()
