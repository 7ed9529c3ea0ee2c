"""The state of practice: the set for the meeting's framework, and the case in hand, of the person at the keys alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.desk.practice import Practice, PracticeCase
from bandingdesk.errors import DeskError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs


class Practising(QObject):
    """`practice` is None until it is read; it is dropped as soon as somebody else is at the keys."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._meeting = self._person = ""
        self.practice: Practice | None = None
        self.at = 0
        self.error: DeskError | None = None

    @property
    def case(self) -> PracticeCase | None:
        """The practice case in hand."""
        cases = self.practice.cases if self.practice else ()
        return cases[self.at] if self.at < len(cases) else None

    @property
    def has_next(self) -> bool:
        """Whether a case follows."""
        return self.practice is not None and self.at + 1 < len(self.practice.cases)

    def open(self, meeting_id: str) -> None:
        """Show the set of a meeting's framework to the person at the keys."""
        me = self._desk.me_id
        if (meeting_id, me) == (self._meeting, self._person):
            return
        self._meeting, self._person = meeting_id, me
        self.practice, self.at, self.error = None, 0, None
        self._read()

    def go(self, at: int) -> None:
        """Take a case in hand."""
        self.at, self.error = at, None
        self.changed.emit()

    def next(self) -> None:
        """Take the next case in hand."""
        if self.has_next:
            self.go(self.at + 1)

    def choose(self, case: str, strand: str, level: int) -> None:
        """Keep a level."""
        found = self.practice
        if found is not None and found.edition is not None:
            edition = found.edition
            self._act(lambda: self._desk.practice.choose(edition, case, strand, level))

    def look(self) -> None:
        """Open the feedback on the case in hand."""
        found, case = self.practice, self.case
        if found is not None and found.edition is not None and case is not None:
            edition = found.edition
            self._act(lambda: self._desk.practice.look(edition, case.id))

    def _act(self, run: Callable[[], Any]) -> None:
        self.error = None

        def fail(fault: DeskError) -> None:
            self.error = fault
            self.changed.emit()

        self._jobs.act(run, owner=self, done=lambda _made: self._read(), failed=fail)

    def _read(self) -> None:
        meeting_id, me = self._meeting, self._person

        def done(found: Practice) -> None:
            if (meeting_id, me) == (self._meeting, self._desk.me_id):
                self.practice = found
                self.changed.emit()

        def fail(fault: DeskError) -> None:
            self.error = fault
            self.changed.emit()

        self._jobs.read(
            lambda: self._desk.practice.of_meeting(meeting_id), owner=self, done=done, failed=fail, replaces="practice"
        )
