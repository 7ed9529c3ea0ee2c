"""The statutory entries of this case."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel


class Pane(QWidget):
    """The part of the case page."""

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__()
        self._seen = seen
        outer = QVBoxLayout(self)
        outer.addWidget(
            EmptyState(self.tr("Nothing here yet"), self.tr("The statutory entries of this case."), icon="inbox")
        )

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the case."""
