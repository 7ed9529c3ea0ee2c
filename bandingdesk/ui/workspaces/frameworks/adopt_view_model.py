"""The state of a version on its way into force: what is asked, what is recorded, and the act of adoption itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.council.ops import KeptPaper, SaidAndDone
from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, RefusedError
from bandingdesk.ops import Subject
from bandingdesk.ui.workspaces.frameworks import adopt_reading
from bandingdesk.ui.workspaces.frameworks.adopt_reading import Adoption

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

What = Literal["equality", "consultation"]
REST_MS = 400  # the conditions are asked again after this rest in typing


class SecondPersonError(RefusedError):
    """The PIN is not that of NAME, the second person."""

    code = "UI-48"
    message = QT_TRANSLATE_NOOP("errors", "This is not the PIN of {name}.")
    kept = QT_TRANSLATE_NOOP("errors", "The version was not adopted; what you wrote is still here.")
    do = QT_TRANSLATE_NOOP("errors", "Let {name} type the PIN again.")


class AdoptViewModel(QObject):
    """One version of the library. Each paper, answer and line is recorded as it is given; adoption comes last."""

    changed = Signal()
    adopted = Signal(str)  # the version's hash

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.sha256 = ""
        self.adoption: Adoption | None = None
        self.error: DeskError | None = None
        self.is_working = False
        self.starts = clock.today()
        self.minute = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._read)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The day."""
        return self._clock.today()

    def open(self, sha256: str) -> None:
        """Show a version of the library."""
        if sha256 == self.sha256 and self.adoption is not None:
            return
        if sha256 != self.sha256:
            self.adoption, self.minute, self.starts = None, "", self._clock.today()
        self.sha256, self.error = sha256, None
        self._read()
        self.changed.emit()

    def set_terms(self, starts: date, minute: str) -> None:
        """Take the first day and the minute as they are typed; the conditions are asked again at the next rest."""
        if (starts, minute) != (self.starts, self.minute):
            self.starts, self.minute = starts, minute
            self._rest.start()

    def refusal(self) -> str:
        """Return why the version can't be adopted now, "" where nothing the conditions ask for is missing."""
        adoption = self.adoption
        if adoption is None:
            return self.tr("The conditions are being checked.")
        if not adoption.is_open:
            return self.tr("This version was adopted before. Make a new draft from it.")
        unmet = sum(not one.is_met for one in adoption.asked)
        return self.tr("%n conditions are not met.", "", unmet) if unmet else ""

    # What is recorded on the way

    def answer(self, code: str, where: str, words: str) -> None:
        """Answer a finding in writing."""
        self._act(lambda: self._desk.frameworks.answer(self.sha256, code, where, words))

    def attach(self, what: What, path: Path) -> None:
        """Attach a paper by its name and hash."""
        self._act(lambda: self._desk.frameworks.attach(self.sha256, what, adopt_reading.paper(path)))

    def explain(self, what: What, officer: str, reason: str) -> None:
        """Record a named officer's reason why a paper is not needed."""
        paper = KeptPaper(reason=reason, officer=officer)
        self._act(lambda: self._desk.frameworks.attach(self.sha256, what, paper))

    def consult(self, on: date, path: Path) -> None:
        """Record that the consultation ended on a day; the file is its record."""
        self._act(lambda: self._desk.frameworks.consult(self.sha256, on, adopt_reading.paper(path)))

    def respond(self, said: str, did: str) -> None:
        """Add one line of "you said, we did"."""
        self._act(lambda: self._desk.frameworks.respond(self.sha256, (SaidAndDone(said, did),)))

    def start_trial(self, starts: date, ends: date, reason: str) -> None:
        """Score the version beside the scheme in force for some days."""
        self._act(lambda: self._desk.frameworks.start_trial(self.sha256, starts, ends, reason or None))

    def end_trial(self, words: str) -> None:
        """End the trial and say what it showed."""
        self._act(lambda: self._desk.frameworks.end_trial(self.sha256, words))

    def adopt(self, adopted_by: str, second_id: str, pin: str) -> None:
        """Put the version in force, gone through by a second person who types their PIN."""
        adoption = self.adoption
        if adoption is None or self.refusal() or self.is_working:
            return
        second = next(one for one in adoption.others if one.id == second_id)
        sha256, starts, minute = self.sha256, self.starts, self.minute
        who = self.tr("{by}; gone through by {second}").replace("{by}", adopted_by).replace("{second}", second.name)

        def act() -> Changes:
            if not self._desk.council.check_pin(second_id, pin):
                raise SecondPersonError(name=second.name)
            return self._desk.frameworks.adopt(sha256, starts, minute, adopted_by=who, second=(second_id, pin))

        self._act(act, lambda: self._take_adopted(sha256))

    def _take_adopted(self, sha256: str) -> None:
        self._messages.announce(self.tr("The version is adopted."), urgent=True)
        self.adopted.emit(sha256)

    def _act(self, fn: Callable[[], Changes], then: Callable[[], None] | None = None) -> None:
        if self.is_working:
            return
        self.is_working, self.error = True, None
        self.changed.emit()

        def take(_changes: Changes) -> None:
            self.is_working = False
            self.changed.emit()
            if then is not None:
                then()

        self._jobs.act(fn, owner=self, done=take, failed=self._fail)

    def _read(self) -> None:
        sha256, starts, minute = self.sha256, self.starts, self.minute
        if not sha256:
            return
        self._jobs.read(
            lambda: adopt_reading.adoption(self._desk, sha256, starts, minute),
            owner=self,
            done=self._take,
            failed=self._fail,
            replaces="adoption",
        )

    def _take(self, adoption: Adoption) -> None:
        self.adoption = adoption
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.sha256 and changes.names(Subject("framework", self.sha256)):
            self._read()
