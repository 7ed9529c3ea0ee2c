"""The live meeting: a doorbell on a connection of its own, and a sync by cursor when it rings.

The doorbell says how long the ledger is now, and nothing of what is in it. One may be missed, so the window syncs every
ten seconds all the same. After a loss LISTEN comes first and the pull behind it: what is recorded between the two rings
already. Nothing waits here: the window gives the time. Source: design, store 10.1.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from bandingdesk.errors import SyncError
from bandingdesk.store.changes import Changes
from bandingdesk.store.store import Store
from bandingdesk.sync import connection
from bandingdesk.sync.handshake import StopError

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Bell
    from bandingdesk.sync.run import RunResult

UNKNOWN = 2**63 - 1  # how long the ledger is by a ring that this program does not understand
FIRST_WAIT_MS, LONGEST_WAIT_MS = 500, 10_000

log = logging.getLogger(__name__)


class Live:
    """One window's ear on the shared store; SYNC is one run of the sync.

    `lost_since` is when the server went out of reach, None while it is heard; `stopped` is why no further try makes
    sense before a person did something. Whoever watches the bell's socket closes it.
    """

    def __init__(self, store: Store, sync: Callable[[], RunResult]) -> None:
        self._store, self._sync = store, sync
        self._losses = self._length = self._rung = 0
        self._is_over = False
        self.bell: Bell | None = None
        self.lost_since: datetime | None = None
        self.stopped: StopError | None = None

    def connect(self) -> Changes:
        """Listen, then sync once. Off the UI thread. Raises SyncError; `wait_ms` then says when to try again."""
        self.close()
        self._rung = 0  # of a server that may have been set back
        try:
            with connection.connect(self._store) as line:
                self.bell = line.listen()
        except SyncError as error:
            self._lose(error)
            raise
        if self._is_over:  # the window went while the server was asked
            self.close()
        return self.pull()

    def pull(self) -> Changes:
        """Send what waits and take what came. Off the UI thread. Raises DeskError."""
        result = self._sync()
        if result.fault is not None:
            if isinstance(result.fault, SyncError):
                self._lose(result.fault)
            raise result.fault
        self._length = result.head_seq
        if self._rung == UNKNOWN:
            self._rung = 0
        if self.bell is not None:
            self.lost_since, self._losses = None, 0
        return result.changes

    @property
    def is_behind(self) -> bool:
        """Whether a ring told of more than is here; what this laptop sent itself is here by then."""
        return self._rung > self._length

    def hear(self) -> None:
        """Take the rings that came. Never waits. Raises SyncError where the line is gone."""
        if self.bell is None:
            return
        try:
            self._rung = max([self._rung, *map(length, self.bell.rings())])
        except SyncError as error:
            self._lose(error)
            raise

    def wait_ms(self) -> int:
        """Return how long to wait before the next try: doubled each time, and not the same on all laptops."""
        longest: int = min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(self._losses, 10))
        return longest // 2 + longest * self._store.ids.salt()[0] // 512

    def end(self) -> None:
        """Stop listening for good, also where `connect` is on its way."""
        self._is_over = True
        self.close()

    def close(self) -> None:
        """Stop listening."""
        if self.bell is not None:
            self.bell.close()
            self.bell = None

    def _lose(self, error: SyncError) -> None:
        if isinstance(error, StopError):
            self.stopped = error
            return
        self._losses += 1
        if self.lost_since is None:
            self.lost_since = self._store.clock.now()
            log.warning("the shared store is out of reach", extra={"code": error.code})


def length(ring: str) -> int:
    """Return how long the ledger is by a ring; of words this program does not know, longer than any."""
    number = ring.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else UNKNOWN
