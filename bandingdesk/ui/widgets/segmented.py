"""One switch between a few views of the same thing: Evidence, History, Why. The only switch inside a page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted


class _Segment(QAbstractButton):
    """One view; it is a button that stays down."""

    def __init__(self, words: str, icon: str, tone: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self._icon, self._tone = icon, tone
        self._lines = painted.Lines()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        painted.follow_theme(self)

    def cut_texts(self) -> list[str]:
        """Return the word when it did not fit."""
        return [text for text in self._lines.cut() if text not in self.toolTip()]

    def _parts(self) -> tuple[int, int]:
        return painted.width_px("second_strong", self.text()), theme.current().scaled(16) + 6 if self._icon else 0

    def sizeHint(self) -> QSize:
        return QSize(sum(self._parts()) + 22, theme.current().scaled(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._lines.start()
        painter = QPainter(self)
        tokens = painted.tokens()
        on = self.isChecked()
        area = QRectF(self.rect())
        if on:
            fill = tokens.colour(f"{self._tone}_soft") if self._tone else tokens.surface
            edge = tokens.colour(self._tone) if self._tone else tokens.strong
            painted.box(painter, area, fill=fill, edge=edge, radius=6, line=1.4)
        elif self.underMouse():
            painted.box(painter, area, fill=tokens.hover, edge=tokens.hover, radius=6, line=0)
        ink = (self._tone or "text") if on else "text2"
        words, icon = self._parts()
        x = (self.width() - words - icon) / 2
        if self._icon:
            painted.draw_icon(painter, self._icon, ink, x, self.height() / 2 - theme.current().scaled(16) / 2, 16)
        area = QRectF(max(2.0, x + icon), 0, min(words + 1, self.width() - 4), self.height())
        self._lines.draw(painter, area, self.text(), "second_strong", tokens.colour(ink))
        painter.end()


class Segmented(QWidget):
    """A few words side by side, one of them chosen or none. `chosen` carries the value of the one a person chose.

    CHOICES are (value, words) or (value, words, icon, tone): with a tone it marks an answer ("Met", "Partly"). It fills
    its width, or stands at the left as wide as its words with COMPACT.
    """

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[object, str] | tuple[object, str, str, str]],
        value: object = None,
        *,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._values: list[object] = []
        for choice in choices:
            icon, tone = (choice[2], choice[3]) if len(choice) == 4 else ("", "")
            button = _Segment(choice[1], icon, tone)
            button.setAccessibleDescription(name)
            self._group.addButton(button, len(self._values))
            self._values.append(choice[0])
            row.addWidget(button)
        if compact:
            row.addStretch(1)
            for each in self._group.buttons():
                each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))
        painted.follow_theme(self)
        self.set_value(value)

    @property
    def buttons(self) -> list[QAbstractButton]:
        """Return the buttons in order."""
        return self._group.buttons()

    @property
    def value(self) -> object:
        """Return the chosen value, None while there is none."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Show VALUE as chosen, None for none; nothing is told. Raises ValueError for a value that is not there."""
        if value is None:
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(False)
            self._group.setExclusive(True)
            return
        self._group.button(self._values.index(value)).setChecked(True)

    def choose(self, value: object) -> None:
        """Choose VALUE as a person does with its key, and tell. Raises ValueError."""
        self.set_value(value)
        self.chosen.emit(value)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = painted.tokens()
        edge = tokens.strong if tokens.outlined else tokens.sunken
        ground = QRectF(self.rect())
        ground.setRight(max(button.geometry().right() for button in self._group.buttons()) + 4.0)
        painted.box(painter, ground, fill=tokens.sunken, edge=edge, radius=8)
        painter.end()
