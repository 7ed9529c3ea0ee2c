"""Take up a decided case: what was sent to this panel and stands on no agenda yet, and any other by its child."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField, line
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.panels.foot_words import Foot
from bandingdesk.ui.workspaces.panels.reading import MeetingReading
from bandingdesk.ui.workspaces.panels.taking_up import TakingUp


class TakeUpPane(QFrame):
    """Two lists to choose one decision from, and why it comes here. `changed` comes when the foot may say else."""

    changed = Signal()
    done = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self.model = TakingUp(around.desk, around.jobs, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 12)
        column.setSpacing(10)
        column.addWidget(labels.Label(self.tr("Take up a decided case"), "page_title"))
        said = self.tr("The decision stays as it was signed, and the law’s days with it.")
        column.addWidget(labels.Label(said, "body", "text2", wrap=True))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        column.addWidget(self.error)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        sides.addWidget(self._make_waiting(), 1)
        sides.addWidget(self._make_hits(), 1)
        column.addLayout(sides, 1)
        self.why = NoteField(rows=2)
        self.why.textChanged.connect(lambda: self.model.write_why(self.why.text))
        column.addWidget(FormField(self.tr("Why it comes here"), self.why))
        self.model.changed.connect(self._show)
        self.model.done.connect(self.done)

    def show_meeting(self, seen: MeetingReading) -> None:
        """Show what may come before a meeting."""
        self.model.open(seen.meeting.id, seen.meeting.panel_type)
        self._show()

    def foot(self) -> Foot:
        """Return what the foot of the page says."""
        model = self.model
        why_not = "" if model.chosen else self.tr("Choose a decision first.")
        if not why_not and not model.why.strip():
            why_not = self.tr("Say why it comes here.")
        line_ = self.tr("Who took part in it does not judge it.")
        verb = self.tr("Put it on the agenda")
        return Foot(self.tr("It joins the end of the agenda"), line_, "list-plus", verb, "list-plus", why_not)

    def take_focus(self) -> None:
        """Put the focus on what was sent here, else on the search."""
        first: QWidget = self.waiting if self.model.waiting else self.words
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_waiting(self) -> card.Card:
        made = card.Card(self.tr("Sent here and on no agenda yet"))
        nothing = self.tr("Nothing waits to come before this panel.")
        self._none_sent = labels.Label(nothing, "second", "text2", wrap=True)
        self.waiting = RowList(self.tr("Sent here"), click_opens=False)
        self.waiting.chosen.connect(self._choose)
        self.waiting.opened.connect(self._choose)
        made.add(self._none_sent)
        made.add(self.waiting, 1)
        return made

    def _make_hits(self) -> card.Card:
        made = card.Card(self.tr("Any decided case"))
        self.words: QLineEdit = line(longest=80)
        self.words.textEdited.connect(self.model.write)
        made.add(FormField(self.tr("Find a decided case"), self.words, hint=self.tr("A name or a reference.")))
        self._none_found = labels.Label(self.tr("No decided case has these words."), "second", "text2", wrap=True)
        self.hits = RowList(self.tr("Decided cases found"), click_opens=False)
        self.hits.chosen.connect(self._choose)
        self.hits.opened.connect(self._choose)
        made.add(self._none_found)
        made.add(self.hits, 1)
        return made

    def _choose(self, decision: object) -> None:
        if decision:
            self.model.choose(str(decision))

    def _show(self) -> None:
        model = self.model
        self.error.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = messages.error_text(model.error)
            self.error.say(happened, kept, do, code=model.error.code, tone="danger")
        sent = {row.decision for row in model.waiting}
        self.waiting.set_rows(
            [Row(row.decision, row.child_name, row.words, "corner-up-right") for row in model.waiting],
            model.chosen if model.chosen in sent else "",
        )
        signed = self.tr("Signed {day}")
        self.hits.set_rows(
            [
                Row(row.decision, row.child_name, codes.outcome(row.outcome), "circle-check",
                    right=signed.replace("{day}", text.day_short(row.on)))
                for row in model.hits
            ],
            model.chosen if model.chosen not in sent else "",
        )  # fmt: skip
        self._none_sent.setVisible(model.is_read and not model.waiting)
        self._none_found.setVisible(model.is_read and not model.hits)
        if self.words.text() != model.words:
            self.words.setText(model.words)
        self.why.set_text(model.why)
        self.changed.emit()
