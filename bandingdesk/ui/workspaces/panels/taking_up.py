"""Putting a decided case before a higher panel: what was sent there and waits, and any other decision by its child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries import higher
from bandingdesk.store.queries.higher import DecidedRow, WaitingRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs

REST_MS = 200


class TakingUp(QObject):
    """One choice and its reason. `changed` comes when something of it is new, `done` when the case is on the agenda."""

    changed = Signal()
    done = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.meeting_id = self._panel_type = ""
        self.waiting: tuple[WaitingRow, ...] = ()
        self.hits: tuple[DecidedRow, ...] = ()
        self.chosen = self.why = self.words = ""
        self.error: DeskError | None = None
        self.is_read = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read)
        jobs.changed.connect(self._hear)

    def open(self, meeting_id: str, panel_type: str) -> None:
        """Show what may come before a meeting; another meeting begins with nothing chosen."""
        if meeting_id != self.meeting_id:
            self.meeting_id, self._panel_type = meeting_id, panel_type
            self.chosen = self.why = self.words = ""
            self.is_read, self.error = False, None
            self._read()

    def write(self, words: str) -> None:
        """Look for decided cases whose child or reference holds WORDS, after a rest in typing."""
        self.words = words
        self._rest.start()

    def write_why(self, why: str) -> None:
        """Say why the case comes here."""
        self.why = why
        self.changed.emit()

    def choose(self, decision: str) -> None:
        """Take a decision in hand; one that was sent here comes with its reason."""
        self.chosen = decision
        sent = next((row.words for row in self.waiting if row.decision == decision), "")
        self.why = self.why or sent
        self.changed.emit()

    def take_up(self) -> None:
        """Put the decision in hand on the agenda."""
        meeting, decision, why = self.meeting_id, self.chosen, self.why

        def done(_made: Any) -> None:
            self.chosen = self.why = ""
            self.error = None
            self.done.emit()

        def fail(fault: DeskError) -> None:
            self.error = fault
            self.changed.emit()

        self._jobs.act(
            lambda: self._desk.higher.take_up(meeting, decision, why).changes, owner=self, done=done, failed=fail
        )

    def _hear(self, changes: Changes) -> None:
        if self.meeting_id and changes.touches("finding", "decision", "meeting"):
            self._read()

    def _read(self) -> None:
        kind, words = self._panel_type, self.words

        def read() -> tuple[tuple[WaitingRow, ...], tuple[DecidedRow, ...]]:
            me = self._desk.me_id
            with self._desk.store.read() as conn:
                return tuple(higher.waiting(conn, kind, me)), tuple(higher.decided(conn, words, me))

        def take(found: tuple[tuple[WaitingRow, ...], tuple[DecidedRow, ...]]) -> None:
            self.waiting, self.hits = found
            self.is_read = True
            known = {row.decision for row in self.waiting} | {row.decision for row in self.hits}
            self.chosen = self.chosen if self.chosen in known else ""
            self.changed.emit()

        self._jobs.read(read, owner=self, done=take, replaces="taking-up")
