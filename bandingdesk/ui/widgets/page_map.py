"""The page map beside a paper: where one is in it, and where the marks lie, however many pages there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.documents import Shown
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

_WIDTH, _PAD, _SHEET = 44, 10, 26  # px
_TONES = {"highlight": "warn", "question": "info", "panel": "accent"}
_TALLEST = 34  # px of one page


class PageMap(QWidget):
    """One small sheet a page, or a track where there are too many. `asked` carries the page (from 0) to go to."""

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._page = 0, 0
        self._marks: Sequence[Shown] = ()
        self.setFixedWidth(_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        painted.follow_theme(self)
        self._say()

    def set(self, pages: int, page: int, marks: Sequence[Shown]) -> None:
        """Show PAGES pages with PAGE as the present one, and MARKS."""
        self._pages, self._page, self._marks = pages, page, marks
        self._say()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 200)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        marked = sorted({mark.page for mark in self._marks})
        match event.key():
            case Qt.Key.Key_Down:
                self._ask(self._page + 1)
            case Qt.Key.Key_Up:
                self._ask(self._page - 1)
            case Qt.Key.Key_Home:
                self._ask(0)
            case Qt.Key.Key_End:
                self._ask(self._pages - 1)
            case Qt.Key.Key_Right if after := [page for page in marked if page > self._page]:
                self._ask(after[0])
            case Qt.Key.Key_Left if before := [page for page in marked if page < self._page]:
                self._ask(before[-1])
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._pages:
            self._ask(int((event.position().y() - _PAD) / self._step()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, step = theme.current(), self._step()
        left = (_WIDTH - _SHEET) / 2
        if step >= 8:
            for page in range(self._pages):
                painter.setPen(QPen(now.colour("strong"), 1))
                painter.setBrush(now.colour("surface"))
                painter.drawRect(QRectF(left, _PAD + page * step + 1, _SHEET, step - 3))
        elif self._pages:
            painter.setPen(QPen(now.colour("strong"), 1))
            painter.setBrush(now.colour("surface"))
            painter.drawRect(QRectF(left, _PAD, _SHEET, step * self._pages))
        for mark in self._marks:
            y = _PAD + (mark.page + (mark.boxes[0][1] if mark.boxes else 0.1)) * step
            painter.setPen(QPen(now.colour(_TONES.get(mark.kind, "warn")), 3))
            painter.drawLine(QPointF(left + 3, y), QPointF(left + _SHEET - 3, y))
        if self._pages:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(now.colour("focus" if self.hasFocus() else "accent"), 2))
            height = max(step - 3, 8.0)
            painter.drawRect(QRectF(left - 3, _PAD + self._page * step - 1, _SHEET + 6, height + 2))
            painter.setFont(painted.font("note"))
            painter.setPen(now.colour("text2"))
        painter.end()

    def _step(self) -> float:
        return min(float(_TALLEST), (self.height() - 2 * _PAD) / max(1, self._pages))

    def _ask(self, page: int) -> None:
        if self._pages:
            self.asked.emit(max(0, min(page, self._pages - 1)))

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Page map"))
        words = self.tr("Page {0} of {1}.").replace("{0}", str(self._page + 1)).replace("{1}", str(self._pages))
        marks = self.tr("%n marks.", "", len(self._marks))
        self.setAccessibleDescription(f"{words} {marks}")
        self.setToolTip(self.tr("Where you are in this paper, and where your marks are. Left and right go to a mark."))
