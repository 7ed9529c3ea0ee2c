"""After signing: the public-safe sheet and the full one, side by side, as the pages they will be."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import codes, text
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.widgets import banner, labels
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.workspaces.meeting.after_pane import AfterPane
from bandingdesk.ui.workspaces.meeting.reading import Reading


class SheetsPane(QWidget):
    """Two papers with a sentence above them."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 0)
        column.setSpacing(10)
        self.sentence = banner.SentenceCard()
        column.addWidget(self.sentence)
        self.after = AfterPane()
        column.addWidget(self.after)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.public = PaperView(jobs, self.tr("Public-safe decision sheet"))
        self.full = PaperView(jobs, self.tr("Full decision sheet"))
        for title, view in ((self.tr("Public-safe sheet"), self.public), (self.tr("Full sheet"), self.full)):
            part = QVBoxLayout()
            part.addWidget(labels.Label(title, "second_strong"))
            part.addWidget(view, 1)
            row.addLayout(part, 1)
        column.addLayout(row, 1)

    def show_sheets(self, seen: Reading, sheets: tuple[bytes, bytes] | None) -> None:
        """Show the sheets of a decision, signed or about to be; they come a moment after the page."""
        decision = seen.decision
        assert decision is not None
        signed = decision.signed
        self.after.setVisible(signed is not None)
        if sheets is not None:
            self.public.set_pdf(sheets[0])
            self.full.set_pdf(sheets[1])
        if signed is None:
            back = self.tr("Nothing is signed yet. Esc goes back to the decision.")
            self.sentence.say(self.tr("What both sheets will say."), back, "files")
            return
        outcome = codes.outcome(decision.final_outcome or decision.outcome)
        without = self.tr("Decided: {outcome}.")
        icon = "history" if decision.step in ("corrected", "reopened") else "badge-check"
        said = self.tr("Decided: {outcome}, {band}.").replace("{outcome}", outcome)
        by = self.tr("Signed by {name}, {when}, under {delegation}.").replace("{name}", signed.name)
        by = by.replace("{when}", text.moment(signed.at)).replace("{delegation}", decision.delegation)
        band = decision.final_band_title or decision.band_title
        self.sentence.say(said.replace("{band}", band) if band else without.replace("{outcome}", outcome), by, icon)
