"""The window's ear on the shared store: rings gathered, one pull for them, what came passed on by `jobs.changed`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from bandingdesk.errors import DeskError, SyncError
from bandingdesk.ui.jobs import Jobs

if TYPE_CHECKING:
    from bandingdesk.store.changes import Changes
    from bandingdesk.sync.live import Live

log = logging.getLogger(__name__)


class LiveLink(QObject):
    """Listens from `begin` to `leave`. `changed` comes when the shared store is lost, is back, or ends the sync.

    Pulls never run two at a time: what rings meanwhile is answered by one more. An own act is sent at once.
    """

    changed = Signal()

    def __init__(self, live: Live[Changes], jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        from bandingdesk.sync import live as pace

        self._live, self._jobs = live, jobs
        self._told: tuple[object, ...] = (None, None)
        self._is_busy = self._once_more = self._has_left = False
        self._notifier: QSocketNotifier | None = None
        self._gather = self._timer(pace.GATHER_MS, self.pull)
        self._poll = self._timer(pace.POLL_MS, self.pull)
        self._retry = self._timer(0, self._connect)
        jobs.acted.connect(self._hurry)

    @property
    def lost_since(self) -> datetime | None:
        """When the shared store went out of reach, None while it is heard."""
        return self._live.lost_since

    @property
    def stopped(self) -> SyncError | None:
        """Why the sync has stopped until a person does something, None while it runs."""
        return self._live.stopped

    def begin(self) -> None:
        """Begin to listen."""
        self._connect()

    def leave(self) -> None:
        """Listen no more."""
        self._has_left = True
        for timer in (self._gather, self._poll, self._retry):
            timer.stop()
        self._jobs.acted.disconnect(self._hurry)
        self._drop()
        self._live.end()
        self.deleteLater()

    def pull(self) -> None:
        """Send what waits and take what came: now, or once more after the pull that runs."""
        if self._is_busy:
            self._once_more = True
        elif self._live.bell is not None:
            self._run(self._live.pull)

    def _connect(self) -> None:
        if self._is_busy:
            self._retry.start(self._live.wait_ms())
        elif self._live.stopped is None:
            self._run(self._live.connect)

    def _run(self, work: Callable[[], Changes]) -> None:
        self._is_busy, self._once_more = True, False
        self._gather.stop()
        self._jobs.read(work, owner=self, done=self._take, failed=self._fail, quiet=True)

    def _take(self, changes: Any) -> None:
        self._is_busy = False
        if self._notifier is None:
            self._watch()
        self._poll.start()
        if changes.subjects:
            self._jobs.announce(changes)
        self._tell()
        if self._once_more:
            self.pull()

    def _fail(self, fault: DeskError) -> None:
        self._is_busy = False
        if isinstance(fault, SyncError):
            self._lose()
        else:  # of this laptop, a full disk: the connection stands
            log.warning("what came could not be taken", extra={"code": fault.code})
            self._poll.start()

    def _lose(self) -> None:
        self._drop()
        self._tell()
        if self._live.stopped is None and not self._has_left:
            self._retry.start(self._live.wait_ms())

    def _watch(self) -> None:
        if self._live.bell is not None:
            self._notifier = QSocketNotifier(self._live.bell.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._hear)
            self._hear()  # what came together with the answer to LISTEN is off the socket already

    def _hear(self) -> None:
        try:
            if self._live.heard():
                self._hurry()
        except SyncError:
            self._lose()

    def _hurry(self) -> None:
        if not self._gather.isActive():
            self._gather.start()

    def _drop(self) -> None:
        """Take the notifier off its socket, then close that."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        self._poll.stop()
        self._live.close()

    def _tell(self) -> None:
        now = (self._live.lost_since, self._live.stopped)
        if now != self._told:
            self._told = now
            self.changed.emit()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
