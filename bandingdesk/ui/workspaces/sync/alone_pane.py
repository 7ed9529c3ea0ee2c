"""One laptop: nothing to sync, and the two things that can be done about that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import Section, SyncViewModel


class AlonePane(QWidget):
    """Make a backup, or join a shared store."""

    def __init__(self, model: SyncViewModel, show: Callable[[Section], None]) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(labels.Icon("laptop", "text3", 32), 0, middle)
        sentence = labels.Label(self.tr("One laptop. Nothing to sync."), "sentence", wrap=True)
        line = labels.Label(
            self.tr(
                "Your record is whole on this laptop alone, so a backup is its only copy. Joining a shared store later"
                " converts nothing: what you have is sent as it is."
            ),
            "body",
            "text2",
            wrap=True,
        )
        for words in (sentence, line):
            words.setAlignment(middle)
            column.addWidget(words)
        column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.backup = PrimaryButton(self.tr("Make a backup"), icon="save")
        self.backup.clicked.connect(lambda: show("backups"))
        self.join = QuietButton(self.tr("Join a shared store"), icon="server")
        self.join.clicked.connect(lambda: show("join"))
        self.folder = QuietButton(self.tr("Use a shared folder"), icon="folder-open")
        self.folder.clicked.connect(lambda: show("folder"))
        self.demo = QuietButton(self.tr("Sync with demo peers"), icon="flask-conical")
        self.demo.clicked.connect(model.join_demo)
        self.demo.setVisible(model.is_demo)
        row.addStretch(1)
        for button in (self.backup, self.join, self.folder, self.demo):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def show_model(self) -> None:
        """Nothing here changes."""

    def take_focus(self) -> None:
        """Put the focus on the main button."""
        self.backup.setFocus(Qt.FocusReason.OtherFocusReason)
