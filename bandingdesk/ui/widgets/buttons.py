"""Buttons: one main button a screen, quiet ones beside it; each has a word, most an icon and the key that does it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from bandingdesk.ui.theme import style, theme
from bandingdesk.ui.widgets import painted

_GAP = 8  # px between icon, word and key
_SIDE = 14  # px from the edge to the first of them
_KEY_PADDING = 7


def key_words(key: str) -> str:
    """Return the key as it is read: "Ctrl+L" is shown as "Ctrl L", the key + as it is."""
    return key if key == "+" else key.replace("Ctrl++", "Ctrl plus").replace("+", " ")


class KeyCap(painted.Painted):
    """A key as it is printed on the keyboard: a word in a small box."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key_words(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Key {0}").replace("{0}", self._key))

    def sizeHint(self) -> QSize:
        return key_size(self._key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        draw_key(painter, QRectF(self.rect()), self._key, ink=tokens.text2, edge=tokens.strong)
        painter.end()


def key_size(key: str) -> QSize:
    """Return the size of the box for KEY."""
    width = painted.width_px("tiny", key) + 2 * _KEY_PADDING
    height = painted.line_px("tiny") + 3
    return QSize(max(width, height), height)


def draw_key(painter: QPainter, rect: QRectF, key: str, *, ink: str, edge: str) -> None:
    """Paint KEY in its box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(edge))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(painted.font("tiny"))
    painter.setPen(QColor(ink))
    painter.drawText(rect, int(painted.CENTRE), key)


class Button(QPushButton):
    """A button with an icon, a word and a key cap. LOOK is primary, danger, plain, link or "" for the quiet one.

    `say_why_not(reason)` disables it with the reason as tooltip and spoken description; "" enables it again.
    """

    def __init__(
        self, text: str, *, icon: str = "", key: str = "", look: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._key = key_words(key)
        self._why_not = ""
        self._icon_px = 18
        self._action: QAction | None = None
        if look:
            self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        painted.follow_theme(self)

    @property
    def look(self) -> str:
        """Return the look: primary, danger, plain, link or "" for the quiet one."""
        return str(self.property("look") or "")

    def set_look(self, look: str) -> None:
        """Change the look."""
        if look != self.look:
            self.setProperty("look", look)
            style.restyle(self)
            self.updateGeometry()

    def set_icon(self, name: str) -> None:
        """Change the icon; "" takes it away."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key that is shown; the command registry is what listens to it."""
        self._key = key_words(key)
        self.updateGeometry()
        self.update()

    @property
    def why_not(self) -> str:
        """Return why the button is disabled, "" while it is not."""
        return self._why_not

    def say_why_not(self, reason: str) -> None:
        """Disable the button and say why, or enable it with ""."""
        self._why_not = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)

    def follow(self, action: QAction) -> None:
        """Do what ACTION does, and be enabled, explained and checked as it is."""
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._copy)  # a method of ours, so that the tie goes when the button goes
        self._copy()

    def _copy(self) -> None:
        action = self._action
        if action is None:
            return
        self.say_why_not("" if action.isEnabled() else action.toolTip())
        if action.isCheckable():
            self.setCheckable(True)
            self.setChecked(action.isChecked())

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        width, height = self._inner()
        side, up = (4, 2) if self.look == "link" else (8 if self.look == "plain" else _SIDE, 7)
        return QSize(int(width + 2 * side + 2), int(max(height + 2 * up, 24)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def cut_texts(self) -> list[str]:
        """Return the word when the button is too narrow for it."""
        return [self.text()] if self.width() < self.sizeHint().width() - 2 * _SIDE + 8 and not self.toolTip() else []

    def _inner(self) -> tuple[float, float]:
        """Return width and height of icon, word and key together."""
        metrics = QFontMetricsF(self.font())
        parts = [metrics.horizontalAdvance(self.text())] if self.text() else []
        height = metrics.height()
        if self._icon:
            size = theme.current().scaled(self._icon_px)
            parts.append(size)
            height = max(height, size)
        if self._key:
            cap = key_size(self._key)
            parts.append(cap.width())
            height = max(height, cap.height())
        return sum(parts) + _GAP * max(0, len(parts) - 1) + 1, height

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._draw_inner(painter)
        painter.end()

    def _draw_inner(self, painter: QPainter) -> None:
        token = self._ink()
        ink = painted.tokens().colour(token)
        width, _ = self._inner()
        side = 4 if self.look == "link" else _SIDE
        x = max((self.width() - width) / 2, side)
        middle = self.height() / 2
        if self._icon:
            size = theme.current().scaled(self._icon_px)
            painted.draw_icon(painter, self._icon, token, x, middle - size / 2, self._icon_px)
            x += size + _GAP
        metrics = QFontMetricsF(self.font())
        if self.underMouse() and self.look == "link":
            underlined = self.font()
            underlined.setUnderline(True)
            painter.setFont(underlined)
        else:
            painter.setFont(self.font())
        painter.setPen(QColor(ink))
        word = metrics.horizontalAdvance(self.text()) + 1
        painter.drawText(QRectF(x, 0, word, self.height()), int(painted.LEFT), self.text())
        x += word + _GAP
        if self._key:
            cap = key_size(self._key)
            area = QRectF(round(x), round(middle - cap.height() / 2), cap.width(), cap.height())
            draw_key(painter, area, self._key, ink=ink, edge=ink if self.look == "primary" else painted.tokens().strong)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text3"
        if self.isChecked():
            return "accent"
        return {"primary": "on_accent", "danger": "danger", "link": "accent"}.get(self.look, "text")


class PrimaryButton(Button):
    """The one main button of a screen: it says what will happen, and has a key."""

    def __init__(self, text: str, *, icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon=icon, key=key, look="primary", parent=parent)


class QuietButton(Button):
    """Any other button."""

    def __init__(self, text: str, *, icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon=icon, key=key, parent=parent)


class LinkButton(Button):
    """A way to another place, or a small act beside a text."""

    def __init__(self, text: str, *, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, key=key, look="link", parent=parent)
        self.setProperty("role", "second_strong")
