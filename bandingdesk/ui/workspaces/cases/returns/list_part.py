"""The list of what came back and what is out, and beside it the one that is open."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.returns import words
from bandingdesk.ui.workspaces.cases.returns.form_part import FormPart
from bandingdesk.ui.workspaces.cases.returns.reading import Sent
from bandingdesk.ui.workspaces.cases.returns.return_part import ReturnPart
from bandingdesk.ui.workspaces.cases.returns.view_model import ReturnsViewModel


class ListPart(QWidget):
    """The forms of a case. `read_asked` wants a file that came back."""

    read_asked = Signal()

    def __init__(self, seen: ReturnsViewModel) -> None:
        super().__init__()
        self._seen = seen
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self._make_list())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self.form, self.came, self._none = FormPart(seen), ReturnPart(seen), QWidget()
        for part in (self._none, self.form, self.came):
            self._stack.addWidget(part)
        split.addWidget(holder)
        split.setSizes([300, 520])
        split.setStretchFactor(1, 1)
        outer.addWidget(split)

    def _make_list(self) -> QWidget:
        side = QFrame()
        side.setMinimumWidth(230)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        self.list = RowList(self.tr("Forms"))
        self.list.chosen.connect(lambda key: self._seen.choose(str(key)))
        column.addWidget(self.list, 1)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(12, 0, 12, 0)
        buttons.setSpacing(6)
        self.make = QuietButton(self.tr("Make a form"), icon="file-plus")
        self.make.clicked.connect(self._seen.begin)
        self.read = QuietButton(self.tr("Read a returned form"), icon="inbox")
        self.read.clicked.connect(self.read_asked)
        for button in (self.read, self.make):
            buttons.addWidget(button)
        column.addLayout(buttons)
        return side

    def show_seen(self, seen: Sent, today: date) -> None:
        """Show the forms as they were read."""
        rows: list[Row | str] = []
        if seen.returns:
            rows += [self.tr("Came back"), *(words.return_row(row) for row in seen.returns)]
        if seen.forms:
            rows += [self.tr("Sent out"), *(words.form_row(row, today) for row in seen.forms)]
        self.list.set_rows(rows, self._seen.chosen or None)
        only = self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else ""
        stop = self.tr("A death is recorded, so no form goes out.") if seen.stop is not None else ""
        self.make.say_why_not(only or stop)
        self.read.say_why_not(only)
        if (form := self._seen.form) is not None:
            self.form.show_form(form, seen, today)
            self._stack.setCurrentWidget(self.form)
        elif (row := self._seen.row) is not None:
            self.came.show_row(row, seen)
            self._stack.setCurrentWidget(self.came)
        else:
            self._stack.setCurrentWidget(self._none)
