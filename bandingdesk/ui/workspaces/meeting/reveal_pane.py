"""Revealing without a score that is still missing: the chair's own words on why, as they are recorded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField


class RevealPane(card.Card):
    """A form in the page, never a dialog. `revealed` carries the words."""

    revealed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("Reveal without every score"), "place"))
        self._missing = labels.Label("", "body", wrap=True)
        self.add(self._missing)
        note = self.tr("Your words stay in the record. You can also wait: everybody else keeps the lock.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self.words = NoteField(rows=4, first_rows=2)
        self.add(FormField(self.tr("Why you go on without the missing scores"), self.words))
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Wait for the scores"))
        self.go_on = buttons.PrimaryButton(self.tr("Reveal without them"), icon="eye")
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.go_on)
        self.add(row)
        self.words.textChanged.connect(lambda *_: self._allow())
        self.back.clicked.connect(self.left)
        self.go_on.clicked.connect(lambda: self.revealed.emit(self.words.text.strip()))
        self._allow()

    def show_missing(self, count: int) -> None:
        """Say how many scores are missing."""
        self._missing.setText(self.tr("%n score(s) are missing.", "", count))

    def start(self) -> None:
        """Begin with nothing written: the words are the chair's."""
        self.words.set_text("")
        self.words.setFocus()

    def _allow(self) -> None:
        self.go_on.say_why_not("" if self.words.text.strip() else self.tr("Say why in the field first."))
