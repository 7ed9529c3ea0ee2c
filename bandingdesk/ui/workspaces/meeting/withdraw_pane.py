"""A case that is withdrawn while the panel has it in hand: who withdrew it and why, and what follows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import FormField, NoteField


class WithdrawPane(card.Card):
    """A form in the page, never a dialog. `withdrawn` carries the words."""

    withdrawn = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("This case is withdrawn"), "place"))
        note = self.tr(
            "Scores and agreed levels stay in the record. Nothing is decided, and no letter of a decision is offered."
        )
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self.words = NoteField(rows=4, first_rows=2)
        self.add(FormField(self.tr("Who withdrew it, and why"), self.words))
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the case"))
        self.go = buttons.PrimaryButton(self.tr("Record that it is withdrawn"), icon="circle-slash")
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.go)
        self.add(row)
        self.back.clicked.connect(self.left)
        self.go.clicked.connect(lambda: self.withdrawn.emit(self.words.text))

    def start(self) -> None:
        """Begin with nothing written."""
        self.words.set_text("")
        self.words.setFocus()
