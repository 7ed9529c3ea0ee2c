"""Notices that nobody has touched keyboard or mouse for a while, a computer's sleep included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

TICK_MS = 5000
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Idle(QObject):
    """Watches the window's own events: `went_idle` comes after LIMIT without a touch, by the clock NOW.

    A touch that comes too late, as the first one after a sleep, is swallowed: it was meant for what stood there before.
    """

    went_idle = Signal()

    def __init__(self, now: Callable[[], datetime], limit: Callable[[], timedelta], parent: QObject) -> None:
        super().__init__(parent)
        self._now = now
        self._limit = limit
        self._touched = now()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> bool:
        """Tell by `went_idle` and return whether the limit has passed since the last touch."""
        if self._now() - self._touched < self._limit():
            return False
        self.went_idle.emit()
        return True

    def touch(self) -> None:
        """Count from now on."""
        self._touched = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            if self.look():
                return True
            self.touch()
        return super().eventFilter(watched, event)
