"""The slider over the acts of a case: a mark for each, higher where a day begins. To a screen reader it is a slider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider

from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

_SIDE = 10  # px at each end, for the knob


class ActSlider(QSlider):
    """Moves from act to act: left and right by one, Home and End to the ends. `moved` carries the place."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._days: tuple[date, ...] = ()
        self._lines = painted.Lines()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(1)
        self.setTracking(True)
        self.setAccessibleName(self.tr("Moment in the record"))
        painted.follow_theme(self)

    def set(self, days: Sequence[date], place: int, said: str) -> None:
        """Show an act on each of DAYS, the one at PLACE chosen; SAID is what a screen reader hears of it."""
        self._days = tuple(days)
        self.blockSignals(True)
        self.setRange(0, max(0, len(days) - 1))
        self.setPageStep(max(1, len(days) // 10))
        self.setValue(max(0, place))
        self.blockSignals(False)
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, theme.current().scaled(24) + painted.line_px("note") + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def cut_texts(self) -> list[str]:
        """Return the days that did not fit: none, since a day without room is left out."""
        return []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.moved.emit(self.value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._point(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _point(self, event: QMouseEvent) -> None:
        if not self._days or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        share = (event.position().x() - _SIDE) / max(1, self.width() - 2 * _SIDE)
        place = round(min(1.0, max(0.0, share)) * (len(self._days) - 1))
        if place != self.value():
            self.setValue(place)
            self.moved.emit(place)

    def _x(self, place: int) -> float:
        wide = self.width() - 2 * _SIDE
        return _SIDE + (wide * place / (len(self._days) - 1) if len(self._days) > 1 else wide / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._lines.start()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = painted.tokens()
        middle = theme.current().scaled(12)
        painter.setPen(QPen(QColor(tokens.strong), 1.4))
        painter.drawLine(QPointF(_SIDE, middle), QPointF(self.width() - _SIDE, middle))
        said_to = -1.0
        for place, day in enumerate(self._days):
            x = self._x(place)
            begins = place == 0 or self._days[place - 1] != day
            gone = place <= self.value()
            painter.setPen(QPen(QColor(tokens.accent if gone else tokens.text2), 1.6 if begins else 1.0))
            high = middle * (0.75 if begins else 0.4)
            painter.drawLine(QPointF(x, middle - high), QPointF(x, middle + high))
            if begins:
                said_to = self._say_day(painter, x, day, said_to)
        if self._days:
            self._draw_knob(painter, self._x(self.value()), middle)
        painter.end()

    def _say_day(self, painter: QPainter, x: float, day: date, said_to: float) -> float:
        """Write a day below its first mark where there is room for it; return where the writing ends."""
        words = text.day_bare(day)
        wide = painted.width_px("note", words) + 2
        left = min(max(0.0, x - wide / 2), self.width() - wide)
        if left <= said_to + 8:
            return said_to
        area = QRectF(left, theme.current().scaled(24) + 2, wide, painted.line_px("note"))
        self._lines.draw(painter, area, words, "note", painted.tokens().text2)
        return left + wide

    def _draw_knob(self, painter: QPainter, x: float, middle: float) -> None:
        tokens = painted.tokens()
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawEllipse(QPointF(x, middle), 9.5, 9.5)
        painter.setBrush(QColor(tokens.accent))
        painter.setPen(QPen(QColor(tokens.surface), 1.5))
        painter.drawEllipse(QPointF(x, middle), 6.5, 6.5)
