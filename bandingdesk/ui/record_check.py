"""The check of the whole record, one for the window: any page starts it by the same command and shows where it stands.

It walks on while a person goes from page to page, and can be stopped; it changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import check_words
from bandingdesk.ui.jobs import CancelledError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.verify import Verification
    from bandingdesk.ui.jobs import Cancelled, Job, Jobs, Progress
    from bandingdesk.ui.messages import Messages


class RecordCheck(QObject):
    """The last walk over the record of one desk: `job` while it walks, then `found`, or `error`."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.job: Job | None = None
        self.found: Verification | None = None
        self.error: DeskError | None = None

    @property
    def is_running(self) -> bool:
        """Whether the record is being walked."""
        return self.job is not None and self.job.state == "running"

    @property
    def was_stopped(self) -> bool:
        """Whether the last walk was stopped by a person before its end."""
        return self.job is not None and self.job.state == "cancelled"

    def why_not(self) -> str:
        """Return why it can't be started now, "" where it can."""
        return self.tr("The record is being checked.") if self.is_running else ""

    def start(self) -> None:
        """Walk the whole record as long work; its end is told in a sentence."""
        if self.is_running:
            return
        self.found = self.error = None
        self.job = self._jobs.job(
            self.tr("Verify the record"), self._walk, owner=self, done=self._take, failed=self._fail
        )
        self.job.changed.connect(self.changed)
        self.changed.emit()

    def stop(self) -> None:
        """Stop the walk at its next step."""
        if self.job is not None:
            self.job.cancel()

    def _walk(self, progress: Progress, cancelled: Cancelled) -> Verification:
        def step(count: int, total: int) -> None:
            if cancelled():
                raise CancelledError
            progress(count, total)

        return self._desk.oversight.verify(step)

    def _take(self, found: Verification) -> None:
        self.found = found
        self._messages.announce(check_words.verified(found), urgent=not found.ok)
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self._messages.announce(fault.text(), urgent=True)
        self.changed.emit()
