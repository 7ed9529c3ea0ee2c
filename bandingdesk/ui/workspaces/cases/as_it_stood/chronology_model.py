"""The state of a chronology that is being made: the Tribunal's clock, the file that was saved, what went wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.desk import history
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, MissingError

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.letters.chronology import ResponseClock
    from bandingdesk.ui.jobs import Jobs


class ChronologyNotSavedError(MissingError):
    """The chronology can't be written to FOLDER: REASON."""

    code = "TI-02"
    message = QT_TRANSLATE_NOOP("errors", "The chronology was not written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "The record is safe, and your two days are kept.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


class ChronologyModel(QObject):
    """One chronology. `saved` is the name of the file that was written last."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.case_id = self.saved = ""
        self.clock: ResponseClock | None = None
        self.error: DeskError | None = None
        self.is_busy = False

    def open(self, case_id: str) -> None:
        """Take a case in hand and read the Tribunal's clock."""
        self.case_id, self.saved, self.error, self.clock = case_id, "", None, None
        self.changed.emit()
        self._jobs.read(
            lambda: self._desk.read(lambda conn: history.response_clock(conn, case_id)),
            owner=self,
            done=self._take_clock,
            failed=self._fail,
            replaces="clock",
        )

    def save(self, path: Path, starts: date, ends: date) -> None:
        """Make the chronology and write it to PATH: a Word file by its ending, else a PDF."""
        if self.is_busy:
            return
        self.is_busy, self.error, self.saved = True, None, ""
        self.changed.emit()
        case = self.case_id

        def write() -> str:
            made = self._desk.history.chronology(case, starts, ends)
            try:
                path.write_bytes(made.docx if path.suffix.lower() == ".docx" else made.pdf.data)
            except OSError as fault:
                raise ChronologyNotSavedError(
                    folder=str(path.parent), reason=fault.strerror or type(fault).__name__
                ) from fault
            return path.name

        self._jobs.read(write, owner=self, done=self._take_name, failed=self._fail)

    def _take_clock(self, clock: ResponseClock | None) -> None:
        self.clock = clock
        self.changed.emit()

    def _take_name(self, name: str) -> None:
        self.is_busy, self.saved = False, name
        self.changed.emit()

    def _fail(self, error: DeskError) -> None:
        self.is_busy, self.error = False, error
        self.changed.emit()
