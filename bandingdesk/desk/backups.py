"""What a person does about backups: make one and see which were made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bandingdesk.desk.ground import Ground
from bandingdesk.store import backup
from bandingdesk.store.backup import Backup, Remembered

Progress = Callable[[int, int], None]  # bytes done, of about


class BackupsDesk:
    """Backups of this store. Each is one sealed file, read back whole before it counts."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def made(self) -> list[Remembered]:
        """Return the backups that this store remembers, the newest first."""
        with self._ground.store.read() as conn:
            return backup.remembered(conn)[::-1]

    def make(
        self,
        to: Path,
        *,
        renew: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Backup:
        """Write the file TO and read it back; work goes on meanwhile. Raises as `store.backup.make` does."""
        store = self._ground.store
        now = self._ground.clock.now()
        done = backup.make(store.path, store.key, to, now, renew=renew, progress=progress, cancelled=cancelled)
        with store.jot() as conn:
            backup.remember(conn, done)
        return done
