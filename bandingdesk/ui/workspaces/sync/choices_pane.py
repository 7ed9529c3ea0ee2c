"""What needs a choice, the oldest first, and beside it the one in hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.sync import words
from bandingdesk.ui.workspaces.sync.compare_pane import ComparePane

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel

_WIDTH, _NARROW = 300, 232  # px at 100 %


class ChoicesPane(QWidget):
    """The list at the left, the difference at the right; one sentence where nothing needs a choice."""

    def __init__(self, model: SyncViewModel, open_case: Callable[[str], None]) -> None:
        super().__init__()
        self._model = model
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = RowList(self.tr("What needs a choice, the oldest first"))
        self.list.chosen.connect(lambda key: model.show_item(str(key)))
        self.list.opened.connect(lambda key: self._open(str(key)))
        self.side = _Side(self.list)
        self.compare = ComparePane(model.choice, open_case, model.read_again)
        self.nothing = EmptyState(
            self.tr("Nothing needs a choice."),
            self.tr("Where two people change the same thing apart, both versions wait here for you to compare."),
            icon="circle-check",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self.compare)
        row.addWidget(self.side)
        row.addWidget(self._stack, 1)

    def show_model(self) -> None:
        """Show the list and the one in hand."""
        model = self._model
        self.list.set_rows([words.row(item) for item in model.items], model.choice.op_id or None)
        self.side.setVisible(bool(model.items))
        self._stack.setCurrentIndex(1 if model.items else 0)
        self.compare.show_model()

    def take_focus(self) -> None:
        """Put the focus on the list, or on the sentence's place."""
        if self._model.items:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, op_id: str) -> None:
        self._model.show_item(op_id)
        self.compare.take_focus()


class _Side(QFrame):
    """The list under its heading."""

    def __init__(self, rows: RowList) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        head = labels.Label(self.tr("Oldest first"), "note_strong", "text2")
        head.setContentsMargins(14, 0, 14, 0)
        column.addWidget(head)
        column.addWidget(rows, 1)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)
