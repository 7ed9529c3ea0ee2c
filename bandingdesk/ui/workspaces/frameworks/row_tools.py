"""The buttons below a table: add, take away and move its rows, each by a key too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid import Grid


class RowTools(QWidget):
    """Add, take away and move the rows of a table; what can't be done now says why. ADD is the button's words."""

    def __init__(
        self,
        editor: EditorViewModel,
        grid: Grid,
        add_words: str,
        add: Callable[[], None],
        remove: Callable[[int], None] | None,
        move: Callable[[int, int], None] | None,
    ) -> None:
        super().__init__()
        self._editor, self.grid = editor, grid
        self._remove, self._move = remove, move
        self._uses: dict[QuietButton, bool] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.add = QuietButton(add_words, icon="plus")
        self.add.clicked.connect(lambda: add())
        row.addWidget(self.add)
        tr = QCoreApplication.translate
        self.take = QuietButton(tr("frameworks", "Remove"), icon="minus")
        self.take.clicked.connect(lambda: self._on_row(self._remove))
        self.up = QuietButton(tr("frameworks", "Up"), icon="arrow-up", key="Alt+Up")
        self.down = QuietButton(tr("frameworks", "Down"), icon="arrow-down", key="Alt+Down")
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        for button, use in ((self.take, remove), (self.up, move), (self.down, move)):
            row.addWidget(button)
            self._uses[button] = use is not None
            button.setAccessibleName(f"{button.text()}: {grid.accessibleName()}")
        row.addStretch(1)
        grid.current_changed.connect(lambda _key: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done with the row one stands on."""
        tr = QCoreApplication.translate
        read = "" if self._editor.is_open_to_edits else tr("frameworks", "This version is only read. Make a new draft.")
        none = read or ("" if self.grid.currentIndex().isValid() else tr("frameworks", "Choose a row first."))
        self.add.say_why_not(read)
        has_rows = bool(self.grid.grid.lines)
        for button, is_used in self._uses.items():
            button.setVisible(is_used and has_rows)
            button.say_why_not(none)

    def move_row(self, by: int) -> None:
        """Move the row one stands on."""
        at = self.grid.currentIndex()
        if self._move is None or not at.isValid() or not self._editor.is_open_to_edits:
            return
        row, column = at.row(), at.column()
        self._move(row, by)
        to = self.grid.grid.index(row + by, column)
        if to.isValid():
            self.grid.setCurrentIndex(to)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, act: Callable[[int], None] | None) -> None:
        at = self.grid.currentIndex()
        if act is not None and at.isValid():
            act(at.row())
