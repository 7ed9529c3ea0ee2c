"""The window's ear on the shared store: a sync when it rings, what came passed on by `jobs.changed`.

The first ring is answered at once, and what rings meanwhile or right after it by one more sync: twenty members who lock
at the same moment cost each window two.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from bandingdesk.errors import DeskError, SyncError
from bandingdesk.ui.jobs import Jobs

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.sync.live import Live
    from bandingdesk.ui.sync_link import SyncLink

REST_MS = 60  # between the end of a sync and the next: what rings then is answered together
POLL_MS = 10_000  # a ring may be missed

log = logging.getLogger(__name__)


class LiveLink(QObject):
    """Listens while the store is joined to a server, until `leave`.

    `changed` comes when the server is lost, is heard again, or ends the sync for good. Two syncs never run at a time:
    what rings meanwhile is answered by one more. An own act is sent at once.
    """

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, sync: SyncLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._sync = desk, jobs, sync
        self._live: Live | None = None
        self._told: tuple[object, ...] = (None, None)
        self._is_busy = self._has_acted = False
        self._notifier: QSocketNotifier | None = None
        self._rest = self._timer(REST_MS, self._go_on)
        self._poll = self._timer(POLL_MS, self._pull)
        self._retry = self._timer(0, self._connect)
        jobs.acted.connect(self._follow_act)
        sync.changed.connect(self._look)
        self.changed.connect(sync.refresh)

    @property
    def lost_since(self) -> datetime | None:
        """When the shared store went out of reach, None while it is heard, or where there is none."""
        return self._live.lost_since if self._live is not None else None

    @property
    def is_heard(self) -> bool:
        """Whether the server is listened to now."""
        return self._notifier is not None

    @property
    def tries_in_ms(self) -> int | None:
        """In how many milliseconds the next try begins, None while none is waited for."""
        return self._retry.remainingTime() if self._retry.isActive() else None

    def leave(self) -> None:
        """Listen no more."""
        for timer in (self._rest, self._poll, self._retry):
            timer.stop()
        self._jobs.acted.disconnect(self._follow_act)
        self._sync.changed.disconnect(self._look)
        self._drop()
        if self._live is not None:
            self._live.end()

    # When to sync

    def _look(self) -> None:
        """Begin to listen where the store was joined meanwhile, or where a person ended what had stopped the sync."""
        status, last = self._sync.status, self._sync.last
        if self._live is None and status is not None and status.peer == "server":
            self._live = self._desk.sync.live()
            if self._live is not None:
                self._connect()
        elif self._live is not None and self._live.stopped is not None and last is not None and last.is_good:
            self._live.stopped = None
            self._connect()

    def _connect(self) -> None:
        if self._is_busy:
            self._retry.start(REST_MS)
        elif self._live is not None and self._live.stopped is None:
            self._run(self._live.connect)

    def _pull(self) -> None:
        if not self._is_busy and self._live is not None and self._live.bell is not None:
            self._run(self._live.pull)

    def _hear(self) -> None:
        assert self._live is not None
        try:
            self._live.hear()
        except SyncError:
            self._lose()
            return
        self._go_on()

    def _follow_act(self) -> None:
        self._has_acted = True
        self._go_on()

    def _go_on(self) -> None:
        """Sync where something rang or was done since the last sync began, unless that one has just ended."""
        behind = self._live is not None and self._live.is_behind
        if (behind or self._has_acted) and not self._rest.isActive():
            self._pull()

    # How a sync went

    def _run(self, work: Callable[[], Changes]) -> None:
        self._is_busy, self._has_acted = True, False
        self._jobs.read(work, owner=self, done=self._take, failed=self._fail, quiet=True)

    def _take(self, changes: Any) -> None:
        self._is_busy = False
        self._watch()
        self._poll.start()
        if changes.subjects:
            self._jobs.announce(changes)
        self._tell()
        self._rest.start()

    def _fail(self, fault: DeskError) -> None:
        self._is_busy = False
        if isinstance(fault, SyncError) or self._notifier is None:
            self._lose()
        else:  # of this laptop, a full disk: the line stands
            log.warning("what came could not be taken", extra={"code": fault.code})
            self._poll.start()

    def _lose(self) -> None:
        assert self._live is not None
        self._drop()
        self._tell()
        if self._live.stopped is None:
            self._retry.start(self._live.wait_ms())

    def _watch(self) -> None:
        assert self._live is not None
        if self._notifier is None and self._live.bell is not None:
            self._notifier = QSocketNotifier(self._live.bell.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._hear)
            self._hear()  # what came together with the answer to LISTEN is off the socket already

    def _drop(self) -> None:
        """Take the notifier off its socket, then close that."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        self._poll.stop()
        if self._live is not None:
            self._live.close()

    def _tell(self) -> None:
        now = (self.lost_since, self._live.stopped if self._live is not None else None)
        if now != self._told:
            self._told = now
            self.changed.emit()

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
