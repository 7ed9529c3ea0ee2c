"""After signing: the public-safe sheet and the full one, side by side, as the pages they will be."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import codes, text
from bandingdesk.ui.jobs import Jobs
from bandingdesk.ui.widgets import banner, card, labels
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.workspaces.meeting.after_pane import AfterPane
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.reading import Reading

_ROOM_FOR_BOTH = 560  # pixels: below it, either the answer that is asked for or the sheets
_NO_LIMIT = 16_777_215  # QWIDGETSIZE_MAX


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
        self._beside = card.Column(margins=(0, 0, 0, 0), spacing=0)
        self._beside.add(self.after)
        self._beside.body.addStretch(1)
        column.addWidget(self._beside)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.public = PaperView(jobs, self.tr("Public-safe decision sheet"))
        self.full = PaperView(jobs, self.tr("Full decision sheet"))
        for title, view in ((self.tr("Public-safe sheet"), self.public), (self.tr("Full sheet"), self.full)):
            part = QVBoxLayout()
            part.addWidget(labels.Label(title, "second_strong"))
            part.addWidget(view, 1)
            row.addLayout(part, 1)
        self._papers = QWidget()
        self._papers.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._papers, 1)

    def show_sheets(self, seen: Reading, sheets: tuple[bytes, bytes] | None) -> None:
        """Show the sheets of a decision, signed or about to be; they come a moment after the page."""
        decision = seen.decision
        assert decision is not None
        signed = decision.signed
        self._beside.setVisible(signed is not None)
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

    def show_after(self, seen: Reading, form: Forms, *, is_correcting: bool) -> None:
        """Show what came after the signature; where that asks for an answer, the sheets make room on a low window."""
        self.after.show_after(seen, form, is_correcting=is_correcting)
        asks = self.after.evidence.isVisibleTo(self.after) or self.after.form.isVisibleTo(self.after)
        room = self.height() >= _ROOM_FOR_BOTH and not is_correcting
        self._papers.setVisible(room or not asks)
        tall = self.after.sizeHint().height()
        self._beside.setMaximumHeight(tall if self._papers.isVisibleTo(self) else _NO_LIMIT)
