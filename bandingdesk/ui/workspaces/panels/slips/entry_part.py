"""A paper slip entered row after row: a figure ends a row, and is covered as soon as the next row is reached.

Nothing of it is kept as a draft. Enter on the last row goes to the page's main button.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit

from bandingdesk.panel.scoring import SheetIncompleteError
from bandingdesk.panel.slips import entry
from bandingdesk.panel.slips.asked import Asked
from bandingdesk.panel.slips.entry import Entry
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import line
from bandingdesk.ui.workspaces.panels.slips.view_model import SlipsViewModel

_NARROW = 84  # px: room for a letter and a figure


class AnswerField(QLineEdit):
    """The answer of one row. `ended` comes when a key ends the row, `back` when the row above is wanted.

    What stands in it is covered while another row is worked on: a clerk's screen is seen by others.
    """

    ended = Signal()
    back = Signal()

    def __init__(self, asked: Asked, *, of_law: bool) -> None:
        super().__init__()
        self.asked, self._of_law = asked, of_law
        self.setMaxLength(5)
        self.setFixedWidth(_NARROW)
        self.setAccessibleName(asked.name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(self._on_edit)

    @property
    def is_answered(self) -> bool:
        """Whether what stands here is an answer."""
        return entry.typed(self.asked, self.text(), of_law=self._of_law).answer is not None

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal)
        self.selectAll()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.ended.emit()
        elif event.key() == Qt.Key.Key_Up:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _on_edit(self, keys: str) -> None:
        if entry.is_whole(self.asked, keys, of_law=self._of_law):
            self.ended.emit()


class EntryPart(card.Column):
    """The form that a slip is entered in. `left` comes when it was closed, `finished` when its last row is done."""

    left = Signal()
    finished = Signal()

    def __init__(self, seen: SlipsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 16), spacing=12)
        self._seen = seen
        self._shown = ""
        self.rows: list[tuple[AnswerField, QLineEdit, QLineEdit | None]] = []
        self._card = card.Card(" ")
        self._how = labels.Label("", "second", "text2", wrap=True)
        self._card.add(self._how)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._card.add(self._grid)
        self._missing = labels.Label("", "second_strong", "danger", wrap=True)
        self._missing.hide()
        self._card.add(self._missing)
        self.cancel = QuietButton(self.tr("Leave this slip"), icon="x")
        self.cancel.clicked.connect(self._on_cancel)
        row = QGridLayout()
        row.addWidget(self.cancel, 0, 0)
        row.setColumnStretch(1, 1)
        self._card.add(row)
        self.add(self._card)
        self.body.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the first row that has no answer."""
        field = next((one[0] for one in self.rows if not one[0].is_answered), self.cancel)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was entered: the slip is locked, or was left."""
        self._shown = ""
        for field, words, ticks in self.rows:
            for part in filter(None, (field, words, ticks)):
                part.clear()

    def show_entry(self) -> None:
        """Show the rows of the slip in hand."""
        model = self._seen
        key = f"{model.slip.id if model.slip else ''}:{model.item}"
        if key != self._shown:
            self._shown = key
            self._build()
            self.focus_first()
        case = next((one for one in model.slip.cases if one.item == model.item), None) if model.slip else None
        if self._card.heading is not None and case is not None:
            words = self.tr("Slip of {code}, case {case}").replace("{code}", model.slip.code if model.slip else "")
            self._card.heading.set_title(words.replace("{case}", case.reference))
            again = self.tr("second entry") if model.first else self.tr("first entry")
            self._card.heading.set_note(again if model.is_twice else "")
        self._how.setText(self._hint())
        fault = model.error
        if isinstance(fault, SheetIncompleteError):
            self._say_missing()

    def entries(self) -> list[Entry]:
        """Return what is entered."""
        return [
            Entry(field.asked.strand, field.text(), words.text(), ticks.text() if ticks is not None else "")
            for field, words, ticks in self.rows
        ]

    def main_step(self) -> tuple[str, str]:
        """Return words and icon of the page's main button."""
        if self._seen.is_twice and not self._seen.first:
            return self.tr("Enter it again to compare"), "refresh-cw"
        return self.tr("Lock this slip"), "lock"

    def _hint(self) -> str:
        if self._seen.of_law:
            return self.tr(
                "Type Y for yes, N for no, ? for not sure. Type 2 before it for fairly sure, 3 for not sure of it."
            )
        return self.tr("Type the figure that is ringed. Type F before it for fairly sure, N for not sure.")

    def _build(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        self._missing.hide()
        for number, one in enumerate(self._seen.asked):
            field = AnswerField(one, of_law=self._seen.of_law)
            words = line(longest=1000)
            words.setPlaceholderText(self.tr("What shows it, as it stands on the slip"))
            words.setAccessibleName(self.tr("{0}: what shows it").replace("{0}", one.name))
            ticks = self._ticks(one)
            name = labels.Label(one.name, "body")
            name.setBuddy(field)
            for column, part in enumerate((name, field, words, ticks)):
                if part is not None:
                    self._grid.addWidget(part, number, column)
                    part.show()  # at once, so that the first row can take the focus
            self.rows.append((field, words, ticks))
            field.ended.connect(lambda at=number: self._go(at + 1))
            field.back.connect(lambda at=number: self._go(at - 1))

    def _ticks(self, one: Asked) -> QLineEdit | None:
        if not one.ticks:
            return None
        made = line(longest=12)
        made.setFixedWidth(150)
        made.setPlaceholderText(self.tr("Ticked: a, b, c"))
        made.setAccessibleName(self.tr("{0}: descriptions ticked, by letter").replace("{0}", one.name))
        return made

    def _go(self, at: int) -> None:
        if at >= len(self.rows):
            self.finished.emit()
        else:
            self.rows[max(0, at)][0].setFocus(Qt.FocusReason.TabFocusReason)

    def lock(self) -> None:
        """Lock what is entered, or take it as the first of two entries."""
        if self._seen.enter(self.entries()):
            self._shown = ""
            self.show_entry()
            return
        self._say_missing()

    def _say_missing(self) -> None:
        """Say which rows have no answer, where the lock was refused for it."""
        names = [field.asked.name for field, _, _ in self.rows if not field.is_answered]
        is_refused = isinstance(self._seen.error, SheetIncompleteError)
        self._missing.setVisible(bool(names) and is_refused)
        self._missing.setText(self.tr("No answer yet: {0}.").replace("{0}", ", ".join(names)))

    def _on_cancel(self) -> None:
        self.clear()
        self._seen.cancel_entry()
        self.left.emit()
