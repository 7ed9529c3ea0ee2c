"""The state of the slider: which case, after which act or at the end of which day, and what the record tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries import as_it_stood
from bandingdesk.store.queries.as_it_stood import PastReading, Upto

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs


class PastViewModel(QObject):
    """A case as it stood. `seen` is None until it was read; a move of the slider gives up the reading before it."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = ""
        self.seen: PastReading | None = None
        self.error: DeskError | None = None
        self.is_busy = False
        self._upto: Upto = None
        self._turn = 0
        self._is_shown = self._is_old = False
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def show(self, case_id: str) -> None:
        """Take a case in hand, as it stands now; nothing happens where it is in hand already."""
        if (case_id, self._desk.me_id) == (self.case_id, self._owner):
            return
        self.case_id, self._owner = case_id, self._desk.me_id
        self.seen, self.error, self._upto = None, None, None
        self._is_old = True
        self.changed.emit()
        if self._is_shown:
            self.refresh()

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: it reads only while somebody looks."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()

    # Moving

    def go(self, upto: Upto) -> None:
        """Show the case after an act, at the end of a day, or as it stands now (None)."""
        self._upto = upto
        self.refresh()

    def go_to_place(self, place: int) -> None:
        """Show the case after the act at PLACE."""
        if self.seen is not None and 0 <= place < len(self.seen.acts):
            self.go(self.seen.acts[place].id)

    # Reading

    def refresh(self) -> None:
        """Read the case as it stood; what was being read before is given up."""
        if not self.case_id:
            return
        self._turn += 1
        self._is_old, self.is_busy = False, True
        reading = self._reading(self.case_id, self._owner, self._upto, self._turn)
        self._jobs.read(
            lambda: self._desk.read(reading),
            owner=self,
            done=self._take,
            failed=self._fail,
            replaces="past",
        )

    def _reading(self, case: str, me: str, upto: Upto, turn: int) -> Callable[[Any], PastReading | None]:
        def read(conn: Any) -> PastReading | None:
            try:
                return as_it_stood.read(conn, case, me, upto, is_wanted=lambda: turn == self._turn)
            except as_it_stood.NotWantedError:
                return None

        return read

    def _take(self, seen: PastReading | None) -> None:
        if seen is not None and seen.case_id == self.case_id:
            self.seen, self.error, self.is_busy = seen, None, False
            self.changed.emit()

    def _fail(self, error: DeskError) -> None:
        self.seen, self.error, self.is_busy = None, error, False
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if any(subject.kind not in ("draft",) for subject in changes.subjects):
            self._is_old = True
            if self._is_shown:
                self.refresh()
