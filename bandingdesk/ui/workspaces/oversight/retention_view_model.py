"""The state of how long cases are kept: the review list, the case in hand with its reason, and what was done last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.ops import HoldReason
from bandingdesk.desk.retention import Erased
from bandingdesk.errors import DeskError
from bandingdesk.store.queries.retention import KeepingRow
from bandingdesk.ui.workspaces.oversight import reading, retention_words
from bandingdesk.ui.workspaces.oversight.reading import Keeping

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Step = Literal["review", "keep", "hold", "release", "erase"]
KINDS: dict[Step, str] = {
    "review": "retention.reviewed",
    "keep": "retention.reviewed",
    "hold": "retention.held",
    "release": "retention.released",
    "erase": "retention.destroyed",
}


class RetentionViewModel(QObject):
    """The cases whose time is over, and the one in hand. What is typed for a case stays until it is recorded."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.found: Keeping | None = None
        self.current = ""
        self.error: DeskError | None = None
        self.erased: Erased | None = None
        self.is_working = False
        self._is_asking = False
        self._reasons: dict[str, str] = {}
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def rows(self) -> tuple[KeepingRow, ...]:
        """The review list."""
        return self.found.rows if self.found is not None else ()

    @property
    def row(self) -> KeepingRow | None:
        """The case in hand."""
        return next((one for one in self.rows if one.case == self.current), None)

    @property
    def reason(self) -> str:
        """The reason as it is typed for the case in hand."""
        return self._reasons.get(self.current, "")

    @property
    def main_step(self) -> Step:
        """What comes next for the case in hand."""
        state = self.row.state if self.row is not None else ""
        return "release" if state == "held" else "erase" if state == "reviewed" else "review"

    def name(self, person: str | None) -> str:
        """Return the name of a person."""
        return self.found.names.get(person or "", "") if self.found is not None else ""

    def why_not(self, step: Step) -> str:
        """Return why STEP can't be taken now, "" where it can."""
        row, found = self.row, self.found
        if row is None or found is None:
            return self.tr("Choose a case first.")
        if self.is_working:
            return self.tr("It is being recorded.")
        if row.state == "erased":
            return self.tr("This case is erased. There is nothing left to do.")
        if KINDS[step] in found.refused:
            return retention_words.who_may(step)
        return self._why_not_here(step, row) or ("" if self.reason.strip() else self.tr("Write your reason first."))

    def _why_not_here(self, step: Step, row: KeepingRow) -> str:
        if step == "release":
            return "" if row.state == "held" else self.tr("This case is not on hold.")
        if row.state == "held":
            return self.tr("This case is on hold. Release the hold first.")
        if step in ("review", "keep") and not row.rule:
            return self.tr("No rule says yet from when this case may go.")
        if step == "erase" and row.state != "reviewed":
            return self.tr("Somebody reviews the case first. Another person then erases it.")
        if step == "erase" and row.reviewed_by == self._desk.me_id:
            return self.tr("You reviewed this case, so somebody else erases it.")
        return ""

    # Going about

    def read(self) -> None:
        """Read the list."""
        self._jobs.read(lambda: reading.keeping(self._desk), owner=self, done=self._take, replaces="keeping")

    def choose(self, case: str) -> None:
        """Take a case in hand."""
        if case != self.current:
            self.withdraw()
            self.current, self.error, self.erased = case, None, None
            self.changed.emit()

    def type_reason(self, words: str) -> None:
        """Keep the reason that is being typed."""
        if words != self.reason:
            self._reasons[self.current] = words
            self.changed.emit()

    # Acts

    def review(self) -> None:
        """Record that the case in hand may go."""
        self._review("review", None)

    def keep(self, until: date) -> None:
        """Record that the case in hand is kept longer."""
        self._review("keep", until)

    def hold(self, because: HoldReason) -> None:
        """Put the case in hand on hold."""
        row, words, acts = self.row, self.reason, self._desk.retention
        if row is not None:
            self._act("hold", lambda: acts.hold(row.case, because, words, shown=row.head or ""))

    def release(self) -> None:
        """End the hold on the case in hand."""
        row, words, acts = self.row, self.reason, self._desk.retention
        if row is not None:
            self._act("release", lambda: acts.release(row.case, words, shown=row.head or ""))

    def ask_erase(self) -> None:
        """Say what goes for good and what stays, and erase the case in hand once the PIN is typed."""
        row = self.row
        if row is None or self.why_not("erase"):
            return
        words, acts = self.reason, self._desk.retention

        def erase(pin: str) -> None:
            self._is_asking = False
            self._act("erase", lambda: acts.erase(row.case, row.rule, words, pin, shown=row.head or ""))

        self._messages.ask_pin(
            retention_words.effect(row),
            self.tr("Erase for good"),
            erase,
            who=self.name(self._desk.me_id),
            detail=retention_words.stays_in_short(),
            no=self._end_asking,
        )
        self._is_asking = True

    def withdraw(self) -> None:
        """Take back the question before an erasure, if it is asked."""
        if self._is_asking:
            self._messages.answer_no()

    def _end_asking(self) -> None:
        self._is_asking = False

    def _review(self, step: Step, until: date | None) -> None:
        row, words, acts = self.row, self.reason, self._desk.retention
        if row is None:
            return
        finding: Literal["destroy", "keep"] = "keep" if step == "keep" else "destroy"
        rule, shown = row.rule, row.head or ""
        self._act(step, lambda: acts.review(row.case, rule, finding, words, keep_until=until, shown=shown))

    def _act(self, step: Step, fn: Callable[[], Changes | Erased]) -> None:
        """Run FN off the screen's thread. What is typed goes once it is recorded."""
        if self.why_not(step):
            return
        case = self.current
        self.is_working, self.error, self.erased = True, None, None

        def done(made: Changes | Erased) -> None:
            self.is_working = False
            self._reasons.pop(case, None)
            if isinstance(made, Erased):
                self.erased = made
            self._messages.announce(retention_words.done(step, made if isinstance(made, Erased) else None))
            self.read()

        self._jobs.act(fn, owner=self, done=done, failed=self._fail)
        self.changed.emit()

    # Answers

    def _take(self, found: Keeping) -> None:
        self.found = found
        if self.row is None:
            self.current = found.rows[0].case if found.rows else ""
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self._messages.announce(fault.text(), urgent=True)
        self.read()  # somebody else may have been here first
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        """Read again what another act, window or laptop changed."""
        if self.found is not None and changes.touches("retention", "policy"):
            self.read()
