"""Every report answered: a row a paper, with whether it was relied on and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui import codes
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import FormField, RadioRow, line

Given = tuple[str, str]  # (reliance, why), either may be empty


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A paper to answer: its id, its title, who wrote it and when, and what became of it as far as that is recorded."""

    id: str
    title: str
    meta: str
    said: str = ""


class AnswerRows(QWidget):
    """The rows. `edited` comes with each change, `opened` carries the id of a paper that somebody wants to read."""

    edited = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._fields: dict[str, tuple[RadioRow, QLineEdit]] = {}

    def set_rows(self, rows: Sequence[AnswerRow], given: Mapping[str, Given]) -> None:
        """Show ROWS with what was GIVEN so far."""
        card.clear(self._column)
        self._fields = {}
        for row in rows:
            self._column.addWidget(self._made(row, given.get(row.id, ("", ""))))

    def values(self) -> dict[str, Given]:
        """Return what stands in the rows, by paper."""
        return {paper: (str(choice.value or ""), why.text()) for paper, (choice, why) in self._fields.items()}

    def fields_of(self, paper: str) -> tuple[RadioRow, QLineEdit]:
        """Return the two fields of a row: what was made of the paper, and why."""
        return self._fields[paper]

    def focus_first(self) -> None:
        """Put the focus on the first row that is not answered, else on the first."""
        for paper, (reliance, why) in self.values().items():
            if not reliance or not why.strip():
                choice, field = self._fields[paper]
                (field if reliance else choice.buttons[0]).setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if self._fields:
            next(iter(self._fields.values()))[1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made(self, row: AnswerRow, given: Given) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(labels.Label(row.title, "body_strong", wrap=True), 1)
        read = QuietButton(self.tr("Read it"), icon="file-text")
        read.setAccessibleName(self.tr("Read {paper}").replace("{paper}", row.title))
        read.clicked.connect(lambda: self.opened.emit(row.id))
        head.addWidget(read)
        column.addLayout(head)
        column.addWidget(labels.Label(row.meta, "second", "text2", wrap=True))
        if row.said:
            column.addWidget(labels.Label(row.said, "second", "text2", wrap=True))
        name = self.tr("What was made of {paper}").replace("{paper}", row.title)
        choice = RadioRow(name, [(code, codes.say(codes.RELIANCE, code)) for code in codes.RELIANCE])
        choice.set_value(given[0] or None)
        choice.chosen.connect(lambda _value: self.edited.emit())
        why = line(given[1])
        why.setAccessibleDescription(row.title)
        why.textChanged.connect(lambda _text: self.edited.emit())
        column.addWidget(choice)
        column.addWidget(FormField(self.tr("Why, in a line"), why))
        self._fields[row.id] = (choice, why)
        return made
