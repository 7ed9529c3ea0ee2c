"""The window's own line to sync: how this laptop stands, and Sync now as long work that any page can start.

It reads how things stand again after every act and every news, so that the status line never tells yesterday's count.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import sync_words
from bandingdesk.ui.jobs import CancelledError
from bandingdesk.ui.live_link import LiveLink
from bandingdesk.ui.sync_words import Standing

if TYPE_CHECKING:
    from bandingdesk.demo.peers import DemoPeers
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.queries.sync import SyncStatus
    from bandingdesk.sync.run import RunResult
    from bandingdesk.ui.jobs import Cancelled, Job, Jobs, Progress
    from bandingdesk.ui.messages import Messages


class SyncLink(QObject):
    """Bound to one desk. `status` is None until it was read once; `job` is the sync that runs or ran last.

    `phase` is what it does now; `last` how it ended; `fault` why it ended early, in this session. `live` listens to a
    server, and syncs by itself.
    """

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.status: SyncStatus | None = None
        self.job: Job | None = None
        self.phase = ""
        self.last: RunResult | None = None
        self.fault: DeskError | None = None
        self.peers: DemoPeers | None = None  # of a demo that was joined to them
        jobs.changed.connect(self.refresh)
        self.live = LiveLink(desk, jobs, self)

    @property
    def is_running(self) -> bool:
        """Whether a sync runs."""
        return self.job is not None and self.job.state == "running"

    @property
    def standing(self) -> Standing | None:
        """How this laptop stands in words; None on one that syncs with nobody, or before it was read."""
        if self.status is None or self.status.peer == "none":
            return None
        wait = self.live.tries_in_ms
        again = None if wait is None else self._desk.clock.now() + timedelta(milliseconds=wait)
        ended = sync_words.stop(self.status.last_end)
        return sync_words.standing(self.status, ended, is_running=self.is_running, next_try=again)

    @property
    def lost_since(self) -> datetime | None:
        """When the shared store went out of reach, None while it is within."""
        if self.live.is_heard or self.live.lost_since is not None:
            return self.live.lost_since
        failed = self.last is not None and sync_words.stop(self.last.end) == "offline"
        return self.last.ended if self.last is not None and failed else None

    def refresh(self) -> None:
        """Read again how things stand."""
        self._jobs.read(self._desk.sync.status, owner=self, done=self._take_status, replaces="status", quiet=True)

    def why_not(self) -> str:
        """Return why no sync can be started now, "" where one can."""
        if self.status is None or self.status.peer == "none":
            return self.tr("This laptop syncs with nobody. Join a shared store under Sync.")
        return self.tr("A sync is running.") if self.is_running else ""

    def sync_now(self) -> None:
        """Send what waits and take what is new, as long work."""
        if self.why_not():
            return
        self.fault, self.phase = None, "connect"
        self.job = self._jobs.job(self.tr("Sync"), self._run, owner=self, done=self._take, failed=self._fail)
        self.job.changed.connect(self.changed)
        self.changed.emit()

    def begin(self) -> None:
        """Read how things stand on a laptop that has just joined, then sync."""

        def take(status: SyncStatus) -> None:
            self._take_status(status)
            self.sync_now()

        self._jobs.read(self._desk.sync.status, owner=self, done=take, replaces="status", quiet=True)

    def stop(self) -> None:
        """Stop the sync that runs at its next step; what was sent stays sent, and nothing is half done."""
        if self.job is not None:
            self.job.cancel()

    def _run(self, progress: Progress, cancelled: Cancelled) -> RunResult:
        def step(phase: str, count: int, total: int) -> None:
            self.phase = phase
            progress(count, total)

        found = self._desk.sync.sync_now(step, cancelled)
        if found.was_cancelled and not found.changes.subjects:
            raise CancelledError
        return found

    def _take_status(self, status: SyncStatus) -> None:
        if status != self.status:
            self.status = status
            self.changed.emit()

    def _take(self, found: RunResult) -> None:
        self.last, self.fault = found, found.fault
        if found.changes.subjects:
            self._jobs.announce(found.changes)
        if found.fault is not None:
            self._messages.announce(found.fault.text(), urgent=True)
        else:
            self._messages.announce(sync_words.done(found.pushed, found.pulled))
        self.refresh()
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.fault = fault
        self._messages.announce(fault.text(), urgent=True)
        self.refresh()
        self.changed.emit()
