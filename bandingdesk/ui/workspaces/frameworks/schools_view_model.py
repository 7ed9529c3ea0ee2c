"""The state of what goes to schools from a version: which files, where they were written, and what came back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError

Kind = Literal["criteria", "cards", "self-check", "consultation"]

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.publications import Written
    from bandingdesk.matrix.consultation import Response
    from bandingdesk.ui.jobs import Jobs

KINDS: tuple[Kind, ...] = ("criteria", "cards", "self-check", "consultation")


class SchoolsViewModel(QObject):
    """One version of the library and the files made from it. `changed` comes when something was written or read."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.sha256, self.tariff = "", ""
        self.wanted: set[str] = set(KINDS)
        self.with_amounts = True
        self.written: tuple[Written, ...] = ()
        self.responses: tuple[Response, ...] = ()
        self.said = ""  # what was done last, in a sentence
        self.error: DeskError | None = None
        self.is_working = False

    def open(self, sha256: str, tariff: str) -> None:
        """Show a version; TARIFF is the hash of its amounts, "" where it has none."""
        if sha256 != self.sha256:
            self.sha256, self.tariff = sha256, tariff
            self.written, self.responses, self.error, self.said = (), (), None, ""
        self.changed.emit()

    def want(self, kind: str, on: bool) -> None:
        """Choose a kind of file, or leave it out."""
        self.wanted = self.wanted | {kind} if on else self.wanted - {kind}
        self.changed.emit()

    def publish(self, folder: Path) -> None:
        """Write the chosen files into FOLDER; those of the same name there are replaced."""
        sha256, only = self.sha256, [kind for kind in KINDS if kind in self.wanted]
        tariff = self.tariff if self.with_amounts and self.tariff else None
        publications = self._desk.publications

        def take(written: tuple[Written, ...]) -> None:
            self.written = written
            self.said = self.tr("%n files are written.", "", len(written))

        self._run(lambda: publications.publish(sha256, folder, tariff=tariff, only=only, replace=True), take)

    def read_back(self, paths: Sequence[Path]) -> None:
        """Read the consultation workbooks that came back."""
        sha256, publications = self.sha256, self._desk.publications

        def take(responses: tuple[Response, ...]) -> None:
            self.responses = responses
            self.said = self.tr("%n workbooks are read.", "", len(responses))

        self._run(lambda: publications.read_consultation(sha256, list(paths)), take)

    def collect(self, path: Path) -> None:
        """Write one workbook with every comment and room for the answers."""
        sha256, responses, publications = self.sha256, self.responses, self._desk.publications

        def take(written: Written) -> None:
            self.written = (written,)
            self.said = self.tr("The comments stand in one workbook. Write what was said and done beside each.")

        self._run(lambda: publications.collect(sha256, responses, path, replace=True), take)

    def answer(self, path: Path) -> None:
        """Record the answers in a collected workbook: you said, we did."""
        sha256, publications = self.sha256, self._desk.publications

        def take(_changes: object) -> None:
            self.said = self.tr("The answers are recorded with this version.")

        self._run(lambda: publications.answer(sha256, path), take)

    def _run(self, fn: Callable[[], Any], take: Callable[[Any], None]) -> None:
        if self.is_working:
            return
        self.is_working, self.error = True, None

        def done(value: Any) -> None:
            self.is_working = False
            take(value)
            self.changed.emit()

        self._jobs.act(fn, owner=self, done=done, failed=self._fail)
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self.changed.emit()
