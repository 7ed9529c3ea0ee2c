"""The plain parts of the page: what waits to be sent, and the record with its check and the ends of chains kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.record_check_pane import RecordCheckPane
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.sync import words

if TYPE_CHECKING:
    from bandingdesk.ui.record_check import RecordCheck
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


class WaitingPane(QWidget):
    """What waits to be sent, by what it is about: counts and the oldest, so that a wide act is never blind.

    Below it, what lies in a shared folder and could not be taken: what waits for something, and what was refused.
    """

    def __init__(self, model: SyncViewModel) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        self._said = labels.Label("", "body", wrap=True)
        self.list = RowList(self.tr("What waits to be sent"))
        self._box = Card(padding=0)
        self._box.body.setContentsMargins(1, 1, 1, 1)
        self._box.add(self.list, 1)
        self.nothing = EmptyState(self.tr("Nothing waits to be sent."), icon="circle-check")
        for part in (self._said, self._box, self.nothing):
            column.addWidget(part, 0 if part is self._said else 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 100)

    def show_model(self) -> None:
        """Show the counts."""
        seen = self._model.seen
        sends = [words.waiting_row(one) for one in seen.waiting] if seen is not None else []
        left = words.left_rows(seen.left) if seen is not None else []
        rows = [*sends, *left]
        self.list.set_rows(rows)
        self._said.setText(words.sends(seen.status.waiting) if seen is not None else "")
        self._said.setVisible(bool(sends) and not self._model.link.is_running and not self._model.is_closed)
        self._box.setVisible(bool(rows))
        self.nothing.setVisible(not rows)

    def take_focus(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


class RecordPane(QWidget):
    """The window's check of the record, and the ends of chains that were kept to check it against."""

    def __init__(self, model: SyncViewModel, check: RecordCheck) -> None:
        super().__init__()
        self._model = model
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = Column(margins=(18, 14, 18, 14), spacing=10)
        column = left.body
        column.addWidget(labels.SectionTitle(self.tr("Checkpoints"), icon="link"))
        said = self.tr(
            "An end of a chain, kept where nobody can change it any more. Whoever rewrites the record later is found"
            " out by the next check. Minutes of meetings print one too."
        )
        column.addWidget(labels.Label(said, "second", "text2", wrap=True))
        self.list = RowList(self.tr("Checkpoints, the newest first"))
        self._box = Card(padding=0)
        self._box.body.setContentsMargins(1, 1, 1, 1)
        self._box.add(self.list, 1)
        self.nothing = labels.Label(
            self.tr("No checkpoint is kept yet. The first comes with a sync, or with minutes."), "body", wrap=True
        )
        column.addWidget(self._box, 1)
        column.addWidget(self.nothing)
        self.check = RecordCheckPane(check, button=False)
        row.addWidget(left, 1)
        row.addWidget(labels.Line(upright=True))
        row.addWidget(self.check)

    def minimumSizeHint(self) -> QSize:
        return QSize(500, 100)

    def show_model(self) -> None:
        """Show the kept ends."""
        seen = self._model.seen
        names = {one.id: one.name for one in seen.devices} if seen is not None else {}
        kept = seen.checkpoints if seen is not None else ()
        self.list.set_rows([words.checkpoint_row(number, one, names) for number, one in enumerate(kept)])
        self._box.setVisible(bool(kept))
        self.nothing.setVisible(not kept)

    def take_focus(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
