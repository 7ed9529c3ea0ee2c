"""The header: where I am, the chips of states that change what work means, the command field, and who I am."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from bandingdesk.ui.commands import key_text
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.widgets.chip import Chip, Fact

HEIGHT = 56
FIND_KEY = "Ctrl+K"


class Header(QFrame):
    """The line over the page. `find_asked`, `me_asked` and `step_chosen` (index in the trail) tell what is pressed."""

    find_asked = Signal()
    me_asked = Signal()
    step_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("look", "header")
        self.setFixedHeight(max(HEIGHT, theme.scaled(48)))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 0, 18, 0)
        row.setSpacing(8)
        self._trail = QHBoxLayout()
        self._trail.setSpacing(4)
        row.addLayout(self._trail)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        row.addSpacing(8)
        row.addLayout(self._chips)
        row.addStretch(1)
        self.field = FindField(theme)
        self.field.clicked.connect(self.find_asked)
        row.addWidget(self.field)
        row.addSpacing(8)
        self.initials = Initials(theme)
        self.initials.clicked.connect(self.me_asked)
        row.addWidget(self.initials)
        theme.changed.connect(self._resize)

    def set_trail(self, words: Sequence[str]) -> None:
        """Show the breadcrumb: every part but the last can be pressed."""
        _empty(self._trail)
        for index, word in enumerate(words[:-1]):
            step = QPushButton(word)
            step.setProperty("look", "plain")
            step.setProperty("tone", "text2")
            step.setAccessibleName(self.tr("Back to {place}").format(place=word))
            step.clicked.connect(lambda _checked=False, i=index: self.step_chosen.emit(i))
            self._trail.addWidget(step)
            arrow = QLabel()
            self._theme.dress(arrow, "chevron-right", "text3", 16)
            self._trail.addWidget(arrow)
        title = CutLabel(words[-1] if words else "")
        title.setProperty("role", "place")
        self._trail.addWidget(title)

    def set_chips(self, chips: Sequence[Fact | QWidget]) -> None:
        """Show CHIPS: facts, or widgets that a page made."""
        _empty(self._chips)
        for chip in chips:
            self._chips.addWidget(Chip.of(chip) if isinstance(chip, Fact) else chip)

    def set_me(self, initials: str, name: str) -> None:
        """Show whose window this is."""
        self.initials.set(initials, name)

    def set_narrow(self, narrow: bool) -> None:
        """Leave less room to the command field."""
        self.field.set_narrow(narrow)

    def _resize(self) -> None:
        self.setFixedHeight(max(HEIGHT, self._theme.scaled(48)))


class CutLabel(QLabel):
    """One line that ends in dots where it does not fit, and then carries the whole text as its tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("MMMMM…"), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, super().sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self._whole else self._whole)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.end()


class FindField(QPushButton):
    """Looks like a field, opens the palette: one field for any case and any command."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self.setProperty("look", "field")
        self.setText(self.tr("Find a case or a command"))
        self.setAccessibleName(self.tr("Find a case or a command"))
        self.setToolTip(self.tr("Key: {key}").format(key=key_text(FIND_KEY)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.dress(self, "search", "text2", 16)

    def set_narrow(self, narrow: bool) -> None:
        """Take less room."""
        self._narrow = narrow
        self.setText(self.tr("Find") if narrow else self.tr("Find a case or a command"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        return QSize(max(whole.width() + self._cap_width() + 24, 140 if self._narrow else 300), whole.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_key_cap(painter, self._theme, key_text(FIND_KEY), self.width() - 9, self.height() // 2)
        painter.end()

    def _cap_width(self) -> int:
        return QFontMetrics(self._theme.font("tiny")).horizontalAdvance(key_text(FIND_KEY)) + 16


class Initials(QAbstractButton):
    """The round button with my initials."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._fit)
        self._fit()
        self.set("", "")

    def _fit(self) -> None:
        self.setFixedSize(self._theme.scaled(32), self._theme.scaled(32))

    def set(self, initials: str, name: str) -> None:
        """Show INITIALS; the accessible name and the tooltip say NAME."""
        self.setText(initials)
        words = self.tr("You are {name}").format(name=name) if name else self.tr("Nobody is at the keys")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setEnabled(bool(initials))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.text():
            return
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent))
        painter.drawEllipse(self.rect().adjusted(1, 1, -1, -1))
        painter.setPen(QColor(tokens.on_accent))
        painter.setFont(self._theme.font("note_strong"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()


def paint_key_cap(painter: QPainter, theme: Theme, text: str, right: int, middle: int) -> None:
    """Paint a key cap that ends at RIGHT around the line MIDDLE."""
    font = theme.font("tiny")
    metrics = QFontMetrics(font)
    width, height = metrics.horizontalAdvance(text) + 14, metrics.height() + 5
    area = QRectF(right - width + 0.5, middle - height / 2, width - 1, height - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("strong"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(area, 4, 4)
    painter.setPen(theme.colour("text2"))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def _empty(row: QHBoxLayout) -> None:
    while (item := row.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
