"""A list whose row in hand is put elsewhere: with Alt and the arrows, or by dragging it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets.row_list import RowList


class OrderedList(RowList):
    """`moved` carries -1 or 1 from the keys, `dropped` a row's key and the place it is put at. Set `may_move` first."""

    moved = Signal(int)
    dropped = Signal(object, int)

    may_move = True
    _pressed: QPoint | None = None
    _grip: object = None
    _slot = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the row in hand with Alt ↑ and Alt ↓."""
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        by = ways.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.may_move:
                self.moved.emit(by)
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        self._grip = self.current_key

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the row would stand once the pointer has gone far enough to mean it."""
        at = event.position().toPoint()
        if self._pressed is not None and self.may_move and event.buttons() & Qt.MouseButton.LeftButton:
            if self._slot < 0 and (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self._slot = self._slot_at(at)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, self._slot, self._pressed = self._slot, -1, None
        self.viewport().update()
        if place >= 0 and self._grip in self.keys:
            self.dropped.emit(self._grip, place)
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._slot < 0:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(theme.current().colour("accent"), 3))
        top = self._edge(self._slot)
        painter.drawLine(0, top, self.viewport().width(), top)
        painter.end()

    def _slot_at(self, at: QPoint) -> int:
        """Return how many rows stand above AT: the place that a row dropped there takes."""
        tops = [self.visualRect(self.model_.index(n)).center().y() for n in range(len(self.model_.rows))]
        return sum(top < at.y() for top in tops)

    def _edge(self, place: int) -> int:
        if place < len(self.model_.rows):
            return self.visualRect(self.model_.index(place)).top()
        return self.visualRect(self.model_.index(place - 1)).bottom() if place else 0
