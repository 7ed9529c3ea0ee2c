"""The page area: pages are built when they are first opened and kept; a page that fails leaves a page that says so."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bandingdesk.ui.commands import Command, Registry
from bandingdesk.ui.rail import Place
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.empty_state import EmptyState

log = logging.getLogger(__name__)


class PageLike(Protocol):
    """What the window asks of a page, besides being a QWidget with the signal `heading_changed`.

    It may have more: `commands`, a list of its own commands; `part_commands`, pairs of a part and the commands whose
    keys work inside it; `panes()`, the parts that F6 walks; `take_focus()`, which puts the focus on its first task;
    `note()`, the sentence for the status line.
    """

    def open(self, **where: Any) -> None: ...
    def title(self) -> list[str]: ...
    def chips(self) -> Sequence[Any]: ...


class PageArea(QStackedWidget):
    """Holds the pages of one person at one desk. `heading_changed` comes when the open page renames itself."""

    heading_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, QWidget] = {}
        self._commands: list[tuple[Registry, str]] = []
        self._broken = EmptyState(
            self.tr("Something went wrong in this page."),
            self.tr("Your work is safe. Go to another page, then come back. If it happens again, tell your support."),
            button=self.tr("Go to Today"),
            icon="triangle-alert",
        )
        self.addWidget(self._broken)
        self.home_asked = self._broken.asked

    def open(self, place: Place, where: dict[str, Any], around: Surroundings) -> bool:
        """Show the page of PLACE, built first if need be; return whether it came up. A fault shows the broken page."""
        try:
            page = self._pages.get(place.name) or self._build(place, around)
            cast(PageLike, page).open(**where)
        except Exception:
            log.exception("a page could not be opened")
            self.setCurrentWidget(self._broken)
            return False
        self.setCurrentWidget(page)
        return True

    def page(self, name: str) -> QWidget | None:
        """Return the page of that name if it has been built."""
        return self._pages.get(name)

    def current_page(self) -> QWidget | None:
        """Return the open page, None on the broken one or before the first."""
        current = self.currentWidget()
        return current if current in self._pages.values() else None

    def clear(self) -> None:
        """Take all pages away: another person is at the keys, and nothing of the last one may stay."""
        for page in self._pages.values():
            self.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        for registry, id_ in self._commands:
            registry.remove(id_)
        self._commands.clear()

    def title(self) -> list[str]:
        """Return the breadcrumb of the open page."""
        page = self.current_page()
        return cast(PageLike, page).title() if page is not None else [self.tr("Something went wrong")]

    def chips(self) -> Sequence[Any]:
        """Return the chips of the open page."""
        page = self.current_page()
        return cast(PageLike, page).chips() if page is not None else ()

    def note(self) -> str:
        """Return what the open page wants said in the status line."""
        note: Callable[[], str] | None = getattr(self.current_page(), "note", None)
        return note() if note is not None else ""

    def commands(self) -> list[Command]:
        """Return the commands that work in the open page now: its own, and those of the parts that are shown."""
        page = self.current_page()
        parts = [commands for part, commands in getattr(page, "part_commands", ()) if part.isVisible()]
        return [*getattr(page, "commands", ()), *(command for commands in parts for command in commands)]

    def panes(self) -> list[QWidget]:
        """Return the parts of the open page that F6 walks."""
        page = self.current_page()
        if page is None:
            return [self._broken]
        panes: Callable[[], list[QWidget]] | None = getattr(page, "panes", None)
        return panes() if panes is not None else [page]

    def take_focus(self) -> None:
        """Put the focus on the first task of the open page."""
        page = self.current_page() or self._broken
        take: Callable[[], None] | None = getattr(page, "take_focus", None)
        if take is not None:
            take()
        if not page.isAncestorOf(self.window().focusWidget() or self):
            focus_first(page)

    def _build(self, place: Place, around: Surroundings) -> QWidget:
        page: QWidget = importlib.import_module(place.module).Page(around)
        for keyed, commands in [(page, getattr(page, "commands", ())), *getattr(page, "part_commands", ())]:
            around.commands.add(commands)
            self._commands += [(around.commands, command.id) for command in commands]
            around.commands.bind(keyed, commands)
        cast(Any, page).heading_changed.connect(self.heading_changed)
        self.addWidget(page)
        self._pages[place.name] = page
        return page


def focus_first(widget: QWidget, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> bool:
    """Put the focus on the first control inside WIDGET that Tab reaches; return whether there is one."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
        widget.setFocus(reason)
        return True
    step = widget.nextInFocusChain()
    while step is not None and step is not widget:
        usable = step.isEnabled() and step.isVisibleTo(widget) and step.focusPolicy() & Qt.FocusPolicy.TabFocus
        if usable and widget.isAncestorOf(step):
            step.setFocus(reason)
            return True
        step = step.nextInFocusChain()
    return False
