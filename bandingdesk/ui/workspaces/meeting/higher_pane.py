"""The middle of the page at a higher panel: what the first panel decided, and below it this panel's own work."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import banner
from bandingdesk.ui.workspaces.meeting import higher_words
from bandingdesk.ui.workspaces.meeting.first_panel import FirstPanel
from bandingdesk.ui.workspaces.meeting.funds_pane import FundsPane
from bandingdesk.ui.workspaces.meeting.higher_forms import Higher
from bandingdesk.ui.workspaces.meeting.higher_step import FORMS
from bandingdesk.ui.workspaces.meeting.oversight_pane import OversightPane
from bandingdesk.ui.workspaces.meeting.reading import Reading


class HigherPane(QWidget):
    """One item of a high cost, joint or oversight panel. `edited` comes with each change of a form."""

    edited = Signal()
    decision_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.came = banner.SentenceCard(icon="corner-up-right")
        self.first, self.funds, self.oversight = FirstPanel(), FundsPane(), OversightPane()
        for part in (self.came, self.first, self.funds, self.oversight):
            self._column.addWidget(part)
        self.funds.edited.connect(self.edited)
        self.oversight.edited.connect(self.edited)
        self.oversight.decision_asked.connect(self.decision_asked)

    def show_step(self, seen: Reading, form: Higher, step: str, correction: str) -> None:
        """Show the item's STEP; CORRECTION as the oversight pane takes it."""
        higher = seen.higher
        assert higher is not None
        self.came.say(*higher_words.came(higher))
        self.first.show_first(seen, higher)
        self._column.removeWidget(self.first)  # read before anything is found; below what was found, afterwards
        self._column.insertWidget(1 if step in FORMS else 3, self.first)
        is_funding = higher.basis == "funding"
        self.funds.setVisible(is_funding)
        self.oversight.setVisible(not is_funding)
        if is_funding:
            self.funds.show_step(seen, higher, form, step)
        else:
            self.oversight.show_step(seen, higher, form, step, correction)

    def focus(self, name: str) -> None:
        """Put the focus on the field that the rule calls NAME."""
        (self.funds if self.funds.isVisible() else self.oversight).focus(name)
