"""Backups: when the last one was made and where, the one being made, and what a backup is and is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.sync.backups_view_model import BackupsViewModel

if TYPE_CHECKING:
    from bandingdesk.store.backup import Remembered
    from bandingdesk.ui.surroundings import Surroundings
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel

_DAYS = 7  # after which the last backup is called old


class BackupsPane(QWidget):
    """The backups at the left, what they are at the right."""

    def __init__(self, model: SyncViewModel, around: Surroundings) -> None:
        super().__init__()
        self._clock = around.clock
        self.model = BackupsViewModel(around.desk, around.jobs, around.messages, self)
        self.model.changed.connect(model.changed)
        self.model.changed.connect(self.show_model)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._icon = labels.Icon("save", "text2", 20)
        self._last = labels.Label("", "body_strong", wrap=True)
        head.addWidget(self._icon)
        head.addWidget(self._last, 1)
        column.addLayout(head)
        self.progress = ProgressLine(self.tr("How far the backup is"))
        self.progress.stopped.connect(self.model.stop)
        self.banner = Banner("", closable=False)
        self.list = RowList(self.tr("Backups, the newest first"), click_opens=False)
        self._box = Card(padding=0)
        self._box.body.setContentsMargins(1, 1, 1, 1)
        self._box.add(self.list, 1)
        self.nothing = EmptyState(
            self.tr("No backup is made yet."),
            self.tr("A backup is one sealed file with the whole record and its papers. Keep it on another disk."),
            icon="save",
        )
        said = self.tr(
            "Each backup is read back whole before it counts. It opens with this store’s key or its recovery key, so"
            " keep that apart from it. An erasure names the older backups that still hold what was erased, sealed."
        )
        for part in (self.progress, self.banner):
            column.addWidget(part)
        for stretched in (self._box, self.nothing):
            column.addWidget(stretched, 1)
        column.addWidget(labels.Label(said, "second", "text2", wrap=True))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, 160)

    def make(self) -> None:
        """Ask where to, with the system's own file window, and make the backup there."""
        name = self.model.usual_name()
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Make a backup"), name, self.tr("Backup (*.deskbackup)")
        )
        if chosen:
            self.model.make(Path(chosen))

    def why_not(self) -> str:
        """Return why no backup can be begun now, "" where one can."""
        return self.model.why_not()

    def show_model(self) -> None:
        """Show the backups, and how far the one in work is."""
        made = self.model.made
        self._last.setText(self._said(made[0]) if made else "")
        for part in (self._last, self._icon):
            part.setVisible(bool(made))
        is_old = not made or (self._clock.now() - made[0].at).days >= _DAYS
        self._icon.set("triangle-alert" if is_old else "circle-check", "warn" if is_old else "ok", 20)
        self.list.set_rows([_row(one) for one in made])
        self._box.setVisible(bool(made))
        self.nothing.setVisible(not made)
        job = self.model.job
        self.progress.setVisible(self.model.is_running)
        if job is not None and self.model.is_running:
            share = round(100 * job.count / job.total) if job.total else 0
            self.progress.say(job.count, job.total, self.tr("{share} % written and read back").format(share=share))
        self._show_end()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent
        self.model.read()

    def take_focus(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _said(self, last: Remembered) -> str:
        words = self.tr("Last backup {moment}, {days}.").replace("{moment}", text.moment(last.at))
        return words.replace("{days}", text.days_from(last.at.date(), self._clock.today()))

    def _show_end(self) -> None:
        fault, done = self.model.error, self.model.done
        self.banner.setVisible(fault is not None or done is not None)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.banner.say(happened, kept, do, code=fault.code, tone="danger")
        elif done is not None:
            held = self.tr("%n entries are in it", "", done.entries)
            files = self.tr("%n papers", "", done.files)
            happened = self.tr("The backup is made and was read back whole.")
            missing = self.tr("%n papers are not on this laptop and are not in it.", "", done.missing)
            kept = self.tr("{entries}, and {files}.").replace("{entries}", held).replace("{files}", files)
            self.banner.say(happened, kept, missing if done.missing else "", tone="ok")


def _row(one: Remembered) -> Row:
    place = Path(one.place)
    return Row(one.backup_id, text.moment(one.at), str(place), "save", "text2", text.count(one.entries), "text2")
