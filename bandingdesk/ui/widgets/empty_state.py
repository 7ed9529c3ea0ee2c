"""An empty page holds the next step: one sentence, one main button, one link to the guide."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import LinkButton, PrimaryButton


class EmptyState(QWidget):
    """A sentence, a line, the main button (`asked`) and a link (`guide_asked`). Without words no button is shown."""

    asked = Signal()
    guide_asked = Signal()

    def __init__(
        self,
        sentence: str,
        line: str = "",
        *,
        button: str = "",
        link: str = "",
        icon: str = "inbox",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        self._icon = labels.Icon(icon, "text3", 32)
        self._sentence = labels.Label("", "sentence", wrap=True)
        self._line = labels.Label("", "body", "text2", wrap=True)
        self.button = PrimaryButton("")
        self.link = LinkButton("")
        middle = Qt.AlignmentFlag.AlignHCenter
        for words in (self._sentence, self._line):
            words.setAlignment(middle)
        column.addWidget(self._icon, 0, middle)
        column.addSpacing(4)
        column.addWidget(self._sentence)
        column.addWidget(self._line)
        column.addSpacing(8)
        column.addWidget(self.button, 0, middle)
        column.addWidget(self.link, 0, middle)
        column.addStretch(3)
        self.button.clicked.connect(self.asked)
        self.link.clicked.connect(self.guide_asked)
        self.say(sentence, line, button=button, link=link, icon=icon)

    def say(self, sentence: str, line: str = "", *, button: str = "", link: str = "", icon: str = "") -> None:
        """Show other words; a button or link without words is hidden."""
        self._sentence.setText(sentence)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        for part, words in ((self.button, button), (self.link, link)):
            part.setText(words)
            part.setVisible(bool(words))
        if icon:
            self._icon.set(icon, "text3", 32)
