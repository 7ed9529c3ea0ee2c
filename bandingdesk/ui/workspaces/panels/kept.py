"""What a person is still writing on the panels page, kept in the drafts of the store: no op, seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

REST_MS = 400  # after typing; ux.md 7


class Kept(QObject):
    """One draft at a time under a key of its own, saved after a rest and dropped when it is recorded."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._waiting: dict[tuple[str, str], dict[str, Any]] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.flush)

    def save(self, key: str, body: dict[str, Any]) -> None:
        """Keep BODY under KEY for the person at the keys, soon; an empty one drops what was kept."""
        self._waiting[key, self._desk.me_id] = body
        self._rest.start()

    def flush(self) -> None:
        """Keep what waits now."""
        self._rest.stop()
        waiting, self._waiting = self._waiting, {}
        for (key, owner), body in waiting.items():
            self._jobs.act(partial(self._desk.drafts.save, key, owner, body), owner=self)

    def load(self, key: str, done: Callable[[dict[str, Any]], None]) -> None:
        """Say by DONE what is kept under KEY for the person at the keys, {} for nothing."""
        owner = self._desk.me_id
        self._jobs.read(lambda: self._desk.drafts.load(key, owner), owner=self, done=done)
