"""The live meeting: a doorbell on a connection of its own, and a pull by cursor when it rings.

The doorbell says how long the ledger is now, and nothing of what is in it. One may be missed, so all is asked for again
every ten seconds. After a loss LISTEN comes first and the pull behind it: what is recorded between the two rings
already. Nothing waits here: the window gives the time. Source: design, store 10.1.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from bandingdesk.errors import SyncError
from bandingdesk.seams import Clock, Ids
from bandingdesk.sync.handshake import StopError

T = TypeVar("T")
GATHER_MS = 60  # rings so close to each other are answered by one pull
POLL_MS = 10_000
FIRST_WAIT_MS, LONGEST_WAIT_MS = 500, 10_000

log = logging.getLogger(__name__)


class Bell(Protocol):
    """A connection that listens: `remote.Bell`. `rings` gives what came, without waiting."""

    def fileno(self) -> int: ...
    def rings(self) -> list[str]: ...
    def close(self) -> None: ...


class Live(Generic[T]):
    """One window's ear on the shared store.

    LISTEN opens a bell; PULL is one run of the sync and returns what it changed; HELD is how much of the ledger is
    here. `lost_since` is when the server went out of reach, None while it is heard; `stopped` is why no further try
    makes sense before a person did something. Whoever watches the bell's socket closes it.
    """

    def __init__(
        self, listen: Callable[[], Bell], pull: Callable[[], T], held: Callable[[], int], *, clock: Clock, ids: Ids
    ) -> None:
        self._listen, self._pull, self._held = listen, pull, held
        self._clock, self._ids = clock, ids
        self._losses = self._length = 0
        self._is_over = False
        self.bell: Bell | None = None
        self.lost_since: datetime | None = None
        self.stopped: StopError | None = None

    def connect(self) -> T:
        """Listen, then pull once. Off the UI thread. Raises SyncError; `wait_ms` then says when to try again."""
        self.close()
        try:
            self.bell = self._listen()
        except SyncError as error:
            self.lose(error)
            raise
        if self._is_over:  # the window went while the server was asked
            self.close()
        return self.pull()

    def pull(self) -> T:
        """Send what waits and take what came. Off the UI thread. Raises SyncError, as `connect` does."""
        try:
            found = self._pull()
        except SyncError as error:
            self.lose(error)
            raise
        self._length = self._held()
        if self.bell is not None:
            self.lost_since, self._losses = None, 0
        return found

    def heard(self) -> bool:
        """Return whether a ring came that tells of more than is here. Never waits. Raises SyncError."""
        if self.bell is None:
            return False
        try:
            return any(length(ring) > self._length for ring in self.bell.rings())
        except SyncError as error:
            self.lose(error)
            raise

    def lose(self, error: SyncError) -> None:
        """Note that the server is out of reach, or that the sync has stopped."""
        if isinstance(error, StopError):
            self.stopped = error
            return
        self._losses += 1
        if self.lost_since is None:
            self.lost_since = self._clock.now()
            log.warning("the shared store is out of reach", extra={"code": error.code})

    def wait_ms(self) -> int:
        """Return how long to wait before the next try: doubled each time, and not the same on all laptops."""
        longest = min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** min(self._losses, 10))
        return longest // 2 + longest * self._ids.salt()[0] // 512

    def end(self) -> None:
        """Stop listening for good, also where `connect` is on its way."""
        self._is_over = True
        self.close()

    def close(self) -> None:
        """Stop listening."""
        if self.bell is not None:
            self.bell.close()
            self.bell = None


def length(ring: str) -> int:
    """Return how long the ledger is by a ring; of words this program does not know, longer than any."""
    number = ring.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 2**63 - 1
