"""A line that says how far a long piece of work is, with the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton


class ProgressLine(QWidget):
    """What is done in words, the same as a bar, and Cancel. NAME says to a screen reader whose progress it is."""

    stopped = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        self._said = labels.Label("", "body")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name)
        self.cancel = QuietButton(self.tr("Cancel"), icon="x")
        self.cancel.clicked.connect(self.stopped)
        line.addWidget(self._said)
        line.addWidget(self._bar, 1)
        line.addWidget(self.cancel)

    def say(self, done: int, total: int, words: str) -> None:
        """Show DONE of TOTAL steps, in WORDS beside the bar."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._said.setText(words)
