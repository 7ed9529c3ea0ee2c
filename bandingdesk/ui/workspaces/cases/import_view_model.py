"""The state of an import: the file, its columns matched, what is wrong, what it would do. Written only at step 5."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk import sheets
from bandingdesk.casework import columns, intake
from bandingdesk.casework.columns import Mapping
from bandingdesk.casework.intake import Intake
from bandingdesk.casework.lists import forms
from bandingdesk.desk import lists
from bandingdesk.desk.ground import Made
from bandingdesk.desk.lists import Checked, Earlier, Effect
from bandingdesk.errors import DeskError
from bandingdesk.sheets import Sheet, Workbook
from bandingdesk.ui.jobs import Cancelled, CancelledError, Progress

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Job, Jobs

Step = Literal["file", "columns", "check", "effect", "import"]
STEPS: tuple[Step, ...] = ("file", "columns", "check", "effect", "import")
KINDS = tuple(forms.FORMS)


class ImportViewModel(QObject):
    """One import from its file to its record. Every step can be gone back to; nothing is written before the last."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.kind = KINDS[0]
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.step: Step = "file"
        self.path: Path | None = None
        self.workbook: Workbook | None = None
        self.sheet: Sheet | None = None
        self.mapping: Mapping | None = None
        self.checked: Checked | None = None
        self.effect: Effect | None = None
        self.made: Made | None = None
        self.accept_good = False
        self.error: DeskError | None = None
        self.job: Job | None = None
        self.saved_rejects = ""
        self.twin = 0  # of the likely twins, those in view
        self._goes_on = False
        self._earlier: Earlier = ()

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or written."""
        return self.job is not None

    def reached(self) -> int:
        """Return how many steps can be opened: those whose input stands."""
        if self.made is not None:
            return 5
        if self.effect is not None:
            return 4
        if self.checked is not None:
            return 3
        return 2 if self.mapping is not None else 1

    def go(self, step: Step) -> None:
        """Open STEP if it can be opened."""
        if STEPS.index(step) < self.reached() and not self.is_busy and self.made is None:
            self.step, self.error = step, None
            self.changed.emit()

    # 1 File

    def choose_kind(self, kind: str) -> None:
        """Say what the list holds; a file that is chosen already is read anew as that."""
        if kind != self.kind and not self.is_busy:
            path = self.path
            self.kind = kind
            self.clear()
            if path is not None:
                self.choose(path)
            self.changed.emit()

    def read(self, path: Path) -> None:
        """Read the file at PATH, and go straight on to its columns."""
        self.choose(path, goes_on=True)

    def choose(self, path: Path, *, goes_on: bool = False) -> None:
        """Read the file at PATH and guess its sheet and columns; then GO ON to them, or stay with the file."""
        self.clear()
        self.path, self._goes_on = path, goes_on

        kind = self.kind

        def read(progress: Progress, _cancelled: Cancelled) -> tuple[Workbook, Earlier]:
            progress(0, 1)
            found = lists.read(kind, path), self._desk.lists.earlier(kind)
            progress(1, 1)
            return found

        self._start(self.tr("Reading {0}").replace("{0}", path.name), read, self._take_workbook)

    def choose_sheet(self, name: str) -> None:
        """Take another sheet of the file."""
        if self.workbook is not None:
            self._guess(next(one for one in self.workbook.sheets if one.name == name))

    def choose_header(self, row: int) -> None:
        """Take ROW (from 1) as the row of titles."""
        if self.sheet is not None and 1 <= row <= len(self.sheet.rows):
            self._forget_check()
            self.mapping = columns.at_header(self.sheet, row, form=forms.FORMS[self.kind])
            self.changed.emit()

    # 2 Match columns

    def match(self, field: str, column: int | None) -> None:
        """Take COLUMN (from 0, None for none) for our FIELD."""
        if self.sheet is not None and self.mapping is not None:
            self._forget_check()
            self.mapping = columns.choose(self.sheet, self.mapping, field, column)
            self.changed.emit()

    # 3 Check

    def check(self) -> None:
        """Read every row with the columns as matched."""
        kind, workbook, sheet, mapping = self.kind, self.workbook, self.sheet, self.mapping
        if workbook is None or sheet is None or mapping is None:
            return

        def run(progress: Progress, cancelled: Cancelled) -> Checked:
            progress(0, len(sheet.rows))
            _stop(cancelled)
            found = self._desk.lists.check(kind, workbook, sheet, mapping)
            progress(len(sheet.rows), len(sheet.rows))
            return found

        self._start(self.tr("Checking the rows"), run, self._take_checked)

    def correct(self, row: int, column: int, value: str) -> None:
        """Mend one cell of the copy in memory, and check again; the file is not changed."""
        if self.sheet is not None:
            self.sheet = intake.correct(self.sheet, row, column, value)
            self.check()

    def settle(self, at: int, keep: tuple[int, ...], *, apart: bool = False) -> None:
        """Decide likely twins: one row kept is the same child, all of them APART are different children."""
        if isinstance(self.checked, Intake):
            self.checked = intake.settle(self.checked, at, keep, apart=apart)
            self.effect = None
            self.changed.emit()

    def decide_later(self) -> None:
        """Go on to the next likely twins; these rows stay aside, and are among the rows to fix."""
        if self.checked is not None and self.checked.duplicates:
            self.twin = (self.twin + 1) % len(self.checked.duplicates)
            self.changed.emit()

    def save_rejects(self, path: Path) -> None:
        """Save the rows that are set aside, their columns unchanged and with what is wrong."""
        sheet, mapping, checked = self.sheet, self.mapping, self.checked
        if sheet is None or mapping is None or checked is None:
            return

        def save(_progress: Progress, _cancelled: Cancelled) -> str:
            sheets.save(path, self._desk.lists.rejects(sheet, mapping, checked), replace=True)
            return path.name

        self._start(self.tr("Saving the rows to fix"), save, self._take_rejects)

    # 4 Effect

    def look_at_effect(self) -> None:
        """Ask what importing the ready rows would do."""
        kind, checked = self.kind, self.checked
        if checked is None:
            return

        def run(progress: Progress, cancelled: Cancelled) -> Effect:
            progress(0, len(checked.ready))
            _stop(cancelled)
            found = self._desk.lists.effect(kind, checked)
            progress(len(checked.ready), len(checked.ready))
            return found

        self._start(self.tr("Comparing with your cases"), run, self._take_effect)

    # 5 Import

    def choose_good(self, accept: bool) -> None:
        """Choose to import the ready rows and leave the others aside, or to wait until all are right."""
        self.accept_good = accept
        self.changed.emit()

    def run(self) -> None:
        """Import, as one act: all the rows chosen, or nothing."""
        workbook, path, mapping, checked = self.workbook, self.path, self.mapping, self.checked
        if workbook is None or path is None or mapping is None or checked is None:
            return
        kind, accept = self.kind, self.accept_good

        def run(progress: Progress, cancelled: Cancelled) -> Made:
            progress(0, len(checked.ready))
            _stop(cancelled)
            made = self._desk.lists.take(kind, workbook, path, mapping, checked, accept_good=accept)
            progress(len(checked.ready), len(checked.ready))
            return made

        self._start(self.tr("Importing {0}").replace("{0}", path.name), run, self._take_made, writes=True)

    def cancel(self) -> None:
        """Stop what runs; nothing of it stays."""
        if self.job is not None:
            self.job.cancel()

    # Inside

    def _start(self, title: str, run, done, *, writes: bool = False) -> None:  # type: ignore[no-untyped-def]
        self.error = None
        job = self._jobs.job(title, run, owner=self, done=done, failed=self._fail, writes=writes)
        if job.state == "running":
            self.job = job
            job.changed.connect(self._job_changed)
        self.changed.emit()

    def _job_changed(self) -> None:
        if self.job is not None and self.job.state != "running":
            self.job = None
        self.changed.emit()

    def _guess(self, sheet: Sheet) -> None:
        self._forget_check()
        self.sheet, self.error = sheet, None
        try:
            self.mapping = lists.guess(self.kind, sheet, self._earlier)
        except DeskError as fault:
            self.error = fault
            self.mapping = columns.at_header(sheet, 1, form=forms.FORMS[self.kind]) if sheet.rows else None
        self.changed.emit()

    def _forget_check(self) -> None:
        self.checked = self.effect = None
        self.accept_good = False

    def _take_workbook(self, found: tuple[Workbook, Earlier]) -> None:
        workbook, self._earlier = found
        self.workbook = workbook
        self._guess(self._likeliest(workbook))
        if self._goes_on and self.error is None:
            self.step = "columns"
            self.changed.emit()

    def _likeliest(self, workbook: Workbook) -> Sheet:
        """Return the first sheet with the titles of such a list, else the first: a cover page may stand before it."""
        for sheet in workbook.sheets:
            try:
                lists.guess(self.kind, sheet, self._earlier)
            except DeskError:
                continue
            return sheet
        return workbook.sheets[0]

    def _take_checked(self, checked: Checked) -> None:
        self.checked, self.effect, self.step, self.twin = checked, None, "check", 0
        self.changed.emit()

    def _take_effect(self, effect: Effect) -> None:
        self.effect, self.step = effect, "effect"
        self.changed.emit()

    def _take_rejects(self, name: str) -> None:
        self.saved_rejects = name
        self.changed.emit()

    def _take_made(self, made: Made) -> None:
        self.made, self.step = made, "import"
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.job = fault, None
        self.changed.emit()


def _stop(cancelled: Cancelled) -> None:
    if cancelled():
        raise CancelledError
