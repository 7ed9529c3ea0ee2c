"""The state of a trial's page: what the version in hand shows beside the scheme in force. It records nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ops import Subject
from bandingdesk.ui.workspaces.frameworks import trial_reading
from bandingdesk.ui.workspaces.frameworks.trial_reading import Tried

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs


class TrialViewModel(QObject):
    """One version of the library. `changed` comes with every answer."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.sha256 = ""
        self.tried: Tried | None = None
        self.error: DeskError | None = None
        jobs.changed.connect(self._hear)

    def open(self, sha256: str) -> None:
        """Show a version."""
        if sha256 != self.sha256:
            self.sha256, self.tried = sha256, None
            self.changed.emit()
        self._read()

    def close(self) -> None:
        """Let the trial go: another version is in hand."""
        self.sha256, self.tried, self.error = "", None, None

    def _read(self) -> None:
        sha256 = self.sha256
        self._jobs.read(
            lambda: trial_reading.tried(self._desk, sha256),
            owner=self,
            done=self._take,
            failed=self._fail,
            replaces="trial",
        )

    def _take(self, tried: Tried | None) -> None:
        self.tried, self.error = tried, None
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.sha256 and (changes.touches("round") or changes.names(Subject("framework", self.sha256))):
            self._read()
