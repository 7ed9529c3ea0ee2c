"""A panel over the page; Esc or a press beside it closes it and gives the focus back: palette, keys, jobs, people."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget

from bandingdesk.ui.theme.theme import Theme

_MARGIN = 16  # px kept free to the window's edges
_SHADOW_ALPHA = 46  # 18 % of 255


class Popover(QFrame):
    """One at a time, above the window's content; not a window of its own, so nothing is ever modal."""

    closed = Signal()

    def __init__(self, window: QWidget, theme: Theme, *, width: int, name: str) -> None:
        super().__init__(window)
        self._theme = theme
        self._wanted_width = width
        self._before: QWidget | None = None
        self._anchor: QWidget | None = None
        self.setProperty("look", "popover")
        self.setAccessibleName(name)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, _SHADOW_ALPHA))
        self.setGraphicsEffect(shadow)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.column.setSpacing(8)
        self.hide()

    def open_at(self, anchor: QWidget | None = None) -> None:
        """Show the panel: under ANCHOR, its right edges in line, or at the top middle of the window."""
        self._before = self.window().focusWidget()
        self._anchor = anchor
        self.place()
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.take_focus()

    def take_focus(self) -> None:
        """Put the focus on the first control of the panel."""
        step = self.nextInFocusChain()
        while step is not None and step is not self:
            if self.isAncestorOf(step) and step.isVisible() and step.focusPolicy() & Qt.FocusPolicy.TabFocus:
                step.setFocus(Qt.FocusReason.PopupFocusReason)
                return
            step = step.nextInFocusChain()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # nothing to press: the panel itself takes the keys
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_it(self) -> None:
        """Hide the panel and give the focus back to where it was."""
        if not self.isVisible():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def place(self) -> None:
        """Find size and place in the window as it is now."""
        room = self.window().rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        width = min(self._theme.scaled(self._wanted_width), room.width())
        self.setFixedWidth(width)
        height = min(self.column.totalSizeHint().height(), room.height() - 56)
        if self._anchor is not None:
            corner = self._anchor.mapTo(self.window(), QPoint(self._anchor.width(), self._anchor.height() + 6))
            left, top = corner.x() - width, corner.y()
        else:
            left, top = room.center().x() - width // 2, room.top() + 48
        left = max(room.left(), min(left, room.right() - width))
        if top + height > room.bottom():
            top = max(room.top(), room.bottom() - height)
        self.setGeometry(QRect(left, top, width, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            beside = not self.rect().contains(self.mapFromGlobal(event.globalPosition().toPoint()))
            if beside and isinstance(watched, QWidget) and watched.window() is self.window():
                self.close_it()
        return False

    def line_height(self) -> int:
        """Return the height of a line of body text, for lists inside."""
        return QFontMetrics(self._theme.font("body")).height()
