"""Rows of who does what by which day: actions after a decision, questions before one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, line
from bandingdesk.ui.workspaces.meeting.forms import ActionLine

_LONGEST = 300


class PersonRows(QWidget):
    """A row for each thing: WHAT, who, by which day. `edited` comes with each change; the values lie in the lines."""

    edited = Signal()

    def __init__(self, what: str, add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._lines: list[ActionLine] = []
        self._owners: tuple[tuple[str, str], ...] = ()
        self._by = ""
        self._fields: list[tuple[ActionLine, QLineEdit, Choice, DayField]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.add = buttons.QuietButton(add, icon="plus")
        self.add.clicked.connect(self._add)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def set_lines(self, lines: list[ActionLine], owners: Sequence[tuple[str, str]], by: date) -> None:
        """Show LINES to fill in; OWNERS are the people to choose from, BY the day that a new row begins with."""
        self._lines, self._owners, self._by = lines, tuple(owners), by.isoformat()
        self._lay()

    def _lay(self) -> None:
        card.clear(self._rows)
        self._fields = []
        for number, each in enumerate(self._lines, 1):
            what, owner, by = line(each.what, longest=_LONGEST), Choice(), DayField()
            owner.set_choices(self._owners, each.owner or None)
            day = date.fromisoformat(each.by or self._by)
            by.setDate(QDate(day.year, day.month, day.day))
            away = buttons.QuietButton("", icon="x")
            away.setAccessibleName(self.tr("Take line {number} away").replace("{number}", str(number)))
            away.setToolTip(away.accessibleName())
            row = QHBoxLayout()
            row.setSpacing(8)
            bottom = Qt.AlignmentFlag.AlignBottom
            row.addWidget(FormField(self._what, what), 3, bottom)
            row.addWidget(FormField(self.tr("Who"), owner), 2, bottom)
            row.addWidget(FormField(self.tr("By"), by), 0, bottom)
            row.addWidget(away, 0, bottom)
            self._rows.addLayout(row)
            self._fields.append((each, what, owner, by))
            what.textChanged.connect(self._take)
            owner.chosen.connect(self._take)
            by.dateChanged.connect(self._take)
            away.clicked.connect(lambda _checked=False, one=each: self._remove(one))

    def _add(self) -> None:
        self._lines.append(ActionLine(by=self._by))
        self._lay()
        self._fields[-1][1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _remove(self, one: ActionLine) -> None:
        self._lines[:] = [each for each in self._lines if each is not one]
        self._lay()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _take(self, *_: object) -> None:
        for each, what, owner, by in self._fields:
            each.what, each.owner = what.text(), str(owner.value or "")
            each.by = by.date().toString(Qt.DateFormat.ISODate)
        self.edited.emit()
