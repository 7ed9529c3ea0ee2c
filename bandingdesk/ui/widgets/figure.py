"""A figure that follows a moving hand: it is painted in its place, so that a new value lays nothing out again."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bandingdesk.ui.widgets import painted


class Figure(painted.Painted):
    """A quiet NAME above a value in ROLE; without a name the value alone."""

    def __init__(self, name: str = "", role: str = "sentence", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self._value, self._tone = "", "text"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> str:
        """Return the value in words."""
        return self._value

    def set_name(self, name: str) -> None:
        """Call the value NAME."""
        if name != self._name:
            self._name = name
            self.update()

    def set(self, value: str, tone: str = "text") -> None:
        """Show VALUE in the colour of TONE."""
        if (value, tone) != (self._value, self._tone):
            self._value, self._tone = value, tone
            self.setToolTip(self._words())
            self.update()

    def tell(self) -> None:
        """Give the value its spoken words: the hand rests."""
        self.setAccessibleName(self._words())

    def _words(self) -> str:
        return ": ".join(part for part in (self._name, self._value) if part)

    def sizeHint(self) -> QSize:
        above = painted.line_px("second") if self._name else 0
        return QSize(140, above + painted.line_px(self._role))

    def minimumSizeHint(self) -> QSize:
        return QSize(90, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens, area = painted.tokens(), QRectF(self.rect())
        above = painted.line_px("second") if self._name else 0
        if self._name:
            self._lines.draw(painter, QRectF(0, 0, area.width(), above), self._name, "second", tokens.text2)
        below = QRectF(0, above, area.width(), area.height() - above)
        self._lines.draw(painter, below, self._value, self._role, tokens.colour(self._tone))
        painter.end()


class ValueLine(painted.Painted):
    """NAME at the left, a value at the right, and before it in quiet words what it was."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._was, self._value = name, "", ""
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """Return all that it says."""
        return " ".join(part for part in (self._name, self._was, self._value) if part)

    def set(self, value: str, was: str = "") -> None:
        """Show VALUE, and WAS where it stood before."""
        if (value, was) != (self._value, self._was):
            self._value, self._was = value, was
            self.setAccessibleName(self.words)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, painted.line_px("second"))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens, wide, high = painted.tokens(), self.width(), self.height()
        value = painted.width_px("second_strong", self._value)
        was = painted.width_px("note", self._was) + 10 if self._was else 0
        at = QRectF(wide - value, 0, value, high)
        self._lines.draw(painter, at, self._value, "second_strong", tokens.text, painted.RIGHT)
        if was:
            before = QRectF(wide - value - was, 0, was - 8, high)
            self._lines.draw(painter, before, self._was, "note", tokens.text2, painted.RIGHT)
        self._lines.draw(painter, QRectF(0, 0, wide - value - was - 8, high), self._name, "second", tokens.text)
        painter.end()
