"""What every form has by which a council adopts a dated policy: its first day, its minute, Adopt and Leave it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import DayField, FormField, line

_MOST = 1000


class NumberLine(QLineEdit):
    """A whole number from 0 to MOST; an empty field is 0."""

    def __init__(self, value: int, most: int) -> None:
        super().__init__(str(value))
        self.setValidator(QIntValidator(0, most, self))
        self.setMaxLength(len(str(most)))
        self.setMinimumWidth(56)
        self.setMaximumWidth(90)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int:
        """Return the number."""
        return int(self.text() or 0)


class PolicyForm(QWidget):
    """What every such form has: its first day, its minute, Adopt and Leave it. `typed` comes with each change."""

    typed = Signal()
    asked = Signal()
    left = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.telling = True
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 0)
        self.column.setSpacing(8)
        self.starts = DayField(QDate(today.year, today.month, today.day))
        self.minute = line()
        self.minute.textChanged.connect(self.tell)
        self.starts.dateChanged.connect(self.tell)
        self.adopt = PrimaryButton(self.tr("Adopt from this day"), icon="check")
        self.adopt.clicked.connect(self.asked)
        self.leave = QuietButton(self.tr("Leave it as it is"))
        self.leave.clicked.connect(self.left)

    def finish(self) -> None:
        """Put day, minute and buttons below the fields of the form."""
        row = QHBoxLayout()
        row.addWidget(FormField(self.tr("First day"), self.starts), 1)
        row.addWidget(FormField(self.tr("Where it was decided (minute)"), self.minute), 2)
        self.column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.adopt)
        self.column.addLayout(buttons)

    @property
    def day(self) -> date:
        """The first day as typed."""
        found = self.starts.date()
        return date(found.year(), found.month(), found.day())

    def head(self) -> dict[str, Any]:
        """Return day and minute as a draft keeps them."""
        return {"starts": self.day.isoformat(), "minute": self.minute.text()}

    def show_head(self, draft: Mapping[str, Any]) -> None:
        """Show day and minute of a DRAFT."""
        if draft.get("starts"):
            self.starts.setDate(QDate.fromString(str(draft["starts"]), Qt.DateFormat.ISODate))
        self.minute.setText(str(draft.get("minute", "")))

    def fill(self, show: Callable[[], None]) -> None:
        """Run SHOW without telling of each change that it makes."""
        self.telling = False
        show()
        self.telling = True

    def tell(self, *_args: object) -> None:
        """Tell that something was typed, unless it is being filled."""
        if self.telling:
            self.typed.emit()

    def number(self, value: int, name: str, most: int = _MOST) -> NumberLine:
        """Return a field of a whole number under its NAME."""
        made = NumberLine(value, most)
        made.setAccessibleName(name)
        made.textChanged.connect(self.tell)
        return made
