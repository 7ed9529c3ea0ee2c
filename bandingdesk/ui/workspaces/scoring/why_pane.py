"""Why: the indicative band of a locked sheet, or of the agreed levels, with its steps, where it may be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.band_why import BandWhy, Rules
from bandingdesk.ui.workspaces.scoring.reading import Reading


class WhyPane(QFrame):
    """The band's cards in a column of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = card.Column(margins=(14, 12, 14, 12), spacing=10)
        column.addWidget(scroll)
        self.band = BandWhy()
        self.result = self.band.result
        scroll.add(self.band)
        scroll.body.addStretch(1)

    def show_explanation(self, seen: Reading, explanation: Mapping[str, Any]) -> None:
        """Show EXPLANATION, of the agreed levels or of the person's own sheet."""
        own = seen.round.band is None
        kind = self.tr("Indicative band of your scores") if own else self.tr("Indicative band")
        strands = {strand.id: strand.name for strand in seen.strands}
        self.band.show_band(kind, explanation, Rules(seen.bands, strands, seen.ladder))

    def clear(self) -> None:
        """Show no band."""
        self.band.clear()
