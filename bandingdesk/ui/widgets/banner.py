"""Messages that stand in the page: what happened, what is safe, what to do. Nothing pops up, nothing goes by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme import style
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import Button, LinkButton

ICONS = {"danger": "circle-alert", "warn": "triangle-alert", "ok": "circle-check", "info": "info", "accent": "info"}


class Banner(QFrame):
    """An inline message in three parts with its code, its buttons, and Close. `closed` comes when it was closed."""

    closed = Signal()

    def __init__(
        self,
        happened: str,
        kept: str = "",
        do: str = "",
        *,
        code: str = "",
        tone: str = "info",
        icon: str = "",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        self._icon = labels.Icon(ICONS.get(tone, "info"), tone, 20)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._happened = labels.Label("", "body_strong", wrap=True)
        self._rest = labels.Label("", "second", "text2", wrap=True)
        words.addWidget(self._happened)
        words.addWidget(self._rest)
        row.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row.addLayout(self._buttons)
        self._close = LinkButton(self.tr("Close"))
        self._close.setAccessibleDescription(self.tr("Close this message"))
        self._close.clicked.connect(self._on_close)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self._close.setVisible(closable)
        self.say(happened, kept, do, code=code, tone=tone, icon=icon)

    def say(
        self, happened: str, kept: str = "", do: str = "", *, code: str = "", tone: str = "info", icon: str = ""
    ) -> None:
        """Show another message in place of this one; the buttons stay."""
        self._happened.setText(happened)
        rest = " ".join(part for part in (kept, do, f"({code})" if code else "") if part)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self._icon.set(icon or ICONS.get(tone, "info"), tone, 20)
        self.setProperty("tone", tone)
        self.setAccessibleName(" ".join(part for part in (happened, rest) if part))
        style.restyle(self)

    @property
    def words(self) -> str:
        """Return all that it says."""
        return self.accessibleName()

    def add(self, button: Button) -> Button:
        """Put BUTTON at the right end, before Close; returns it."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return button

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


class SentenceCard(QFrame):
    """One sentence that tells what to do now, with a second line below: "Talk about Social communication first."."""

    def __init__(
        self, sentence: str = "", line: str = "", *, icon: str = "messages-square", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "banner")
        self.setProperty("tone", "accent")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(14)
        self._icon = labels.Icon(icon, "accent", 22)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(3)
        self._sentence = labels.Label(sentence, "sentence", wrap=True)
        self._line = labels.Label(line, "body", "text2", wrap=True)
        words.addWidget(self._sentence)
        words.addWidget(self._line)
        row.addLayout(words, 1)
        self.say(sentence, line, icon)

    def say(self, sentence: str, line: str = "", icon: str = "") -> None:
        """Say SENTENCE, and LINE below it."""
        self._sentence.setText(sentence)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        if icon:
            self._icon.set(icon, "accent", 22)
        self.setAccessibleName(" ".join(part for part in (sentence, line) if part))
