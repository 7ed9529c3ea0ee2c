"""The people around this child."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading


class Pane(QWidget):
    """The part of the case page."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        outer = QVBoxLayout(self)
        outer.addWidget(EmptyState(self.tr("Nothing here yet"), self.tr("The people around this child."), icon="inbox"))

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the case."""
