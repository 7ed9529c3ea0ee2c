"""A few figures side by side, each with its words."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels


class Figures(QWidget):
    """A few figures side by side, each with its words."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def set(self, figures: list[tuple[int, str, str]]) -> None:
        """Show FIGURES: number, words, tone."""
        card.clear(self._row)
        for number, words, tone in figures:
            made = card.Card(padding=12)
            made.body.setSpacing(0)
            made.add(labels.Label(text.count(number), "result", tone if number else "text2"))
            made.add(labels.Label(words, "second", "text2", wrap=True))
            self._row.addWidget(made, 1)
