"""The rows of "Do next": an icon, what to do, one line of context with the law, the day, and one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.workspaces.today.view_model import Task

_INK = {"late": "danger", "soon": "warn", "plain": "text2"}
_ROW, _BOX, _BUTTON, _DUE = 51, 36, 122, 104  # px at 100 %


class TaskButton(QuietButton):
    """The button of a row: Enter presses it, up and down go to the next row's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class TaskRow(QWidget):
    """One thing to do. `asked` comes when its button is pressed."""

    asked = Signal()

    def __init__(self, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        scaled = theme.current().scaled
        self.setMinimumHeight(scaled(_ROW))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        box = QFrame()
        box.setProperty("look", "well")
        box.setFixedSize(scaled(_BOX), scaled(_BOX))
        inside = QGridLayout(box)
        inside.setContentsMargins(0, 0, 0, 0)
        ink = "accent" if task.tone == "plain" else _INK[task.tone]
        inside.addWidget(labels.Icon(task.icon, ink, 20), 0, 0, Qt.AlignmentFlag.AlignCenter)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(labels.Label(task.title, "body_strong", wrap=True))
        if task.context:
            words.addWidget(labels.Label(task.context, "second", "text2", wrap=True))
        words.addStretch(1)
        row.addLayout(words, 1)
        due = labels.Label(task.due, "second_strong", _INK[task.tone])
        due.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        due.setMinimumWidth(scaled(_DUE))
        row.addWidget(due)
        self.button = TaskButton(task.button)
        self.button.setMinimumWidth(scaled(_BUTTON))
        name = self.tr("{button}: {title}").format(button=task.button, title=task.title)
        self.button.setAccessibleName(name)
        self.button.setAccessibleDescription(f"{task.context} {task.due}".strip())
        self.button.clicked.connect(self.asked)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
