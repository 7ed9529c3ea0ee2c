"""Locks the window and opens it again: the page gives way at once, jobs go on, and only a PIN brings it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages
from bandingdesk.ui.clipboard import Clipboard
from bandingdesk.ui.idle import Idle
from bandingdesk.ui.lock_page import LockPage

if TYPE_CHECKING:
    from bandingdesk.seams import Clock
    from bandingdesk.ui.commands import Registry
    from bandingdesk.ui.desk_link import DeskLink
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.preferences import Preferences
    from bandingdesk.ui.trail import Trail

USUAL = 10  # minutes, as the settings have it
MEETING = timedelta(minutes=60)  # in a live meeting hands are off the keys for long (ux.md 6)


class Lockable(Protocol):
    """What is asked of the window."""

    clock: Clock
    commands: Registry
    jobs: Jobs
    link: DeskLink | None
    preferences: Preferences
    trail: Trail

    def close_popovers(self) -> None: ...
    def focusWidget(self) -> QWidget | None: ...


class Locking(QObject):
    """Holds CONTENT and the lock page in WINDOW, of which one is seen. `handed_over` names who opened it instead.

    The time is that of the desk's clock: a demo's stands still, so that a demo never locks by itself.
    """

    handed_over = Signal(str)

    def __init__(self, window: QWidget, content: QWidget, *, shell: Lockable) -> None:
        super().__init__(window)
        self._shell = shell
        self._content = content
        self._before: QWidget | None = None
        self.page = LockPage()
        self.page.tried.connect(self._try)
        self._stack = QStackedLayout(window)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(content)
        self._stack.addWidget(self.page)
        self.clipboard = Clipboard(self)
        self.idle = Idle(lambda: shell.clock.now(), self._limit, self)
        self.idle.went_idle.connect(self.lock)

    @property
    def is_locked(self) -> bool:
        """Return whether the lock page is what is seen."""
        return self._stack.currentWidget() is self.page

    def watch(self, window: QWidget) -> None:
        """Count a touch of WINDOW from now on: called when it is shown, since only then there is one to watch."""
        handle = window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self.idle)
            handle.installEventFilter(self.idle)

    def lock(self) -> None:
        """Hide everything at once and forget what we put on the clipboard. Nothing where no desk is open."""
        link = self._shell.link
        if self.is_locked or link is None or link.me is None:
            return
        self._before = self._shell.focusWidget()
        self._shell.close_popovers()
        dialog = QApplication.activeModalWidget()
        if dialog is not None:  # a file dialog shows names
            dialog.close()
        self._shell.commands.is_held = True
        self.page.ask(link.me, link.people, running=bool(self._shell.jobs.running()))
        self._stack.setCurrentWidget(self.page)  # the page under it loses the focus, which keeps what was typed
        self.page.take_focus()
        self.clipboard.clear_own()

    def open(self) -> None:
        """Show what was there."""
        self.page.forget()
        self._shell.commands.is_held = False
        self.idle.touch()
        self._stack.setCurrentWidget(self._content)
        before = self._before
        if before is not None and shiboken6.isValid(before) and before.isVisible():  # gone where another person opens
            before.setFocus()
        self._before = None

    def settle(self, *, asks_who: bool) -> None:
        """Lock where a store was just opened and ASKS_WHO; else show the page of who is at the keys now."""
        if asks_who:
            self.lock()
        elif self.is_locked:
            self.open()

    def _limit(self) -> timedelta:
        """Return after how long nobody is there: mine, the council's where it allows fewer; longer in a meeting."""
        link = self._shell.link
        if self.is_locked or link is None or link.me is None:
            return timedelta.max
        try:
            mine = self._shell.preferences.now().lock_minutes
        except DeskError:  # a settings file that can't be read is told where it is used; the window locks all the same
            mine = USUAL
        wanted = timedelta(minutes=mine if link.lock_minutes is None else min(mine, link.lock_minutes))
        here = self._shell.trail.here
        return max(wanted, MEETING) if here is not None and here.place == "meeting" else wanted

    def _try(self, person: str, pin: str) -> None:
        link = self._shell.link
        if link is None:
            return
        if person == link.me.id and not link.me.has_pin:
            self.open()
            return
        link.check_pin(person, pin, lambda fits: self._after_pin(fits, person), self._refuse)

    def _after_pin(self, fits: bool, person: str) -> None:
        link = self._shell.link
        if not fits:
            self.page.refuse(self.tr("That PIN does not fit. Nothing was opened."))
        elif link is not None and person != link.me.id:
            self.handed_over.emit(person)
        else:
            self.open()

    def _refuse(self, fault: DeskError) -> None:
        happened, _kept, do = messages.error_text(fault)
        self.page.refuse(" ".join(part for part in (happened, do) if part))
