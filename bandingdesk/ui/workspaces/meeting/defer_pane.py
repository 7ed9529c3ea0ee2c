"""Putting an item off: the reason, and the day by which it comes back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import DayField, FormField, NoteField


class DeferPane(card.Card):
    """A form in the page, never a dialog. `deferred` carries (reason, day)."""

    deferred = Signal(str, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("Put this case off"), "place"))
        note = self.tr("The law's last day does not move. The scores and agreed levels are kept.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self.reason, self.until = NoteField(rows=4, first_rows=2), DayField()
        self.add(FormField(self.tr("Why, and what is still needed"), self.reason))
        self.add(FormField(self.tr("Back on an agenda by"), self.until))
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the case"))
        self.put_off = buttons.PrimaryButton(self.tr("Put it off"), icon="calendar-clock")
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.put_off)
        self.add(row)
        self.back.clicked.connect(self.left)
        self.put_off.clicked.connect(self._defer)

    def start(self, today: date) -> None:
        """Begin with three weeks from today."""
        self.until.setDate(QDate(today.year, today.month, today.day).addDays(21))
        self.reason.setFocus()

    def _defer(self) -> None:
        self.deferred.emit(self.reason.text, self.until.date().toPython())
