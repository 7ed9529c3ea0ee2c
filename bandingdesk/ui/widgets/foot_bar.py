"""The foot of a work area: what is so at the left, quiet ways out, and the one main button bottom right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import Button


class FootBar(QFrame):
    """A sentence with an icon and a second line, quiet buttons, a short remark, the main button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "foot")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 9, 16, 9)
        self._row.setSpacing(8)
        self._icon = labels.Icon("info", "text2", 20)
        self._title = labels.Label("", "second_strong", wrap=True)
        self._line = labels.Label("", "note", "text2", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        self._said = QWidget()
        said = QHBoxLayout(self._said)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(12)
        said.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        said.addLayout(words, 1)
        self._row.addWidget(self._said, 1000)
        self._row.addStretch(1)  # keeps the main button at the right end also while nothing is said
        self._left: list[QWidget] = []
        self._right: list[QWidget] = []
        self._remark = labels.Label("", "second", "text2")
        self._row.addWidget(self._remark)
        self.say("")
        self.remark("")

    def say(self, title: str, line: str = "", icon: str = "info", tone: str = "text2") -> None:
        """Say what is so at the left: TITLE, a second LINE, an ICON in TONE. "" says nothing."""
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self._icon.set(icon, tone, 20)
        self._said.setVisible(bool(title))

    def remark(self, text: str) -> None:
        """Say a few words before the main button: "6 strands left"."""
        self._remark.setText(text)
        self._remark.setVisible(bool(text))

    def add_left(self, button: Button) -> Button:
        """Put a quiet BUTTON at the left end, after those that are there; returns it."""
        self._row.insertWidget(len(self._left), button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._left.append(button)
        return button

    def add_right(self, button: Button) -> Button:
        """Put BUTTON at the right end, after those that are there: the main one comes last; returns it."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._right.append(button)
        return button
