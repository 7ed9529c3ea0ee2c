"""The state of backups: those that were made, and the one being made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui.jobs import CancelledError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.backup import Backup, Remembered
    from bandingdesk.ui.jobs import Cancelled, Job, Jobs, Progress
    from bandingdesk.ui.messages import Messages


class BackupsViewModel(QObject):
    """Backups of this store; at most one is being made. `done` is the one that was made last in this session."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.made: tuple[Remembered, ...] = ()
        self.job: Job | None = None
        self.done: Backup | None = None
        self.error: DeskError | None = None

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self.job is not None and self.job.state == "running"

    def why_not(self) -> str:
        """Return why no backup can be begun now, "" where one can."""
        return self.tr("A backup is being made.") if self.is_running else ""

    def usual_name(self) -> str:
        """Return a name for the next backup: its day and hour, and nothing of the council."""
        now = self._desk.clock.now()
        return f"backup {now:%Y-%m-%d %H%M}.deskbackup"

    def read(self) -> None:
        """Read which backups were made."""
        self._jobs.read(self._desk.backups.made, owner=self, done=self._take_list, replaces="made", quiet=True)

    def make(self, to: Path) -> None:
        """Make a backup as the file TO, as long work."""
        if self.is_running:
            return
        self.done = self.error = None

        def run(progress: Progress, cancelled: Cancelled) -> Backup:
            def step(count: int, total: int) -> None:
                if cancelled():
                    raise CancelledError
                progress(count, total)

            return self._desk.backups.make(to, progress=step)

        self.job = self._jobs.job(self.tr("Make a backup"), run, owner=self, done=self._take, failed=self._fail)
        self.job.changed.connect(self.changed)
        self.changed.emit()

    def stop(self) -> None:
        """Stop the one being made; the unfinished file is taken away."""
        if self.job is not None:
            self.job.cancel()

    def _take_list(self, made: list[Remembered]) -> None:
        self.made = tuple(made)
        self.changed.emit()

    def _take(self, made: Backup) -> None:
        self.done = made
        self._messages.announce(self.tr("The backup is made and was read back whole."))
        self.read()
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self._messages.announce(fault.text(), urgent=True)
        self.changed.emit()
