"""The state of one audit: the decision's document, the marks with what the checks found, the grade and its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.oversight import criteria as rules
from bandingdesk.oversight.criteria import Criterion, Verdict
from bandingdesk.oversight.ops import Answer, Grade, Mark
from bandingdesk.store.queries.oversight import AuditRow, Finding
from bandingdesk.ui.workspaces.oversight import reading
from bandingdesk.ui.workspaces.oversight.reading import Document, Kept

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages


class AuditViewModel(QObject):
    """One decision, and its audit where one was opened. Without an audit the document alone is shown."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.decision_id = ""
        self.audit: AuditRow | None = None
        self.document: Document | None = None
        self.current = ""
        self.own: Grade | None = None  # None: the grade that the marks give
        self.words = ""
        self.error: DeskError | None = None
        self.is_stale = False
        self.is_working = False
        self.letter_pdf: tuple[str, bytes] | None = None  # (letter id, its bytes)
        self._answers: dict[str, Answer] = {}
        self._kept: Kept | None = None
        self._criteria = reading.criteria()

    # What is so

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria in their order."""
        return self._criteria

    @property
    def groups(self) -> tuple[tuple[str, tuple[Criterion, ...]], ...]:
        """The criteria by group, in their order."""
        names = dict.fromkeys(one.group for one in self._criteria)
        return tuple((name, tuple(one for one in self._criteria if one.group == name)) for name in names)

    @property
    def is_open(self) -> bool:
        """Whether marks can be given."""
        return self.audit is not None and self.audit.state == "open" and self._kept is not None

    @property
    def is_mine(self) -> bool:
        """Whether the person at the keys opened this audit."""
        return self.audit is not None and self.audit.auditor == self._desk.me_id

    def answer(self, criterion: str) -> Answer | None:
        """Return the mark of a criterion, None while it has none."""
        return self._answers.get(criterion)

    def finding(self, criterion: str) -> Finding | None:
        """Return what the program's own check found, None where there is no check."""
        found = self.document.findings if self.document is not None else ()
        return next((one for one in found if one.criterion == criterion), None)

    @property
    def answered(self) -> int:
        """How many criteria have a mark."""
        return sum(one.id in self._answers for one in self._criteria)

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has a mark."""
        return self.answered == len(self._criteria)

    @property
    def verdict(self) -> Verdict | None:
        """The grade that the marks give so far, None while nothing is marked."""
        return rules.grade(self._criteria, tuple(self._answers.values())) if self._answers else None

    @property
    def grade(self) -> Grade | None:
        """The grade that would be recorded: the auditor's own, else the computed one."""
        return self.own or (self.verdict.grade if self.verdict is not None else None)

    @property
    def needs_reason(self) -> bool:
        """Whether the own grade differs from the computed one and no reason is written."""
        verdict = self.verdict
        return verdict is not None and self.grade != verdict.grade and not self.words.strip()

    def next_unmarked(self) -> str:
        """Return the next criterion without a mark after the current one and round again, "" when all have one."""
        ids = [one.id for one in self._criteria]
        at = ids.index(self.current) if self.current in ids else -1
        return next((id_ for id_ in (*ids[at + 1 :], *ids[: at + 1]) if id_ not in self._answers), "")

    # Going about

    def show(self, decision_id: str, audit: AuditRow | None) -> None:
        """Show a decision, and its audit if there is one. The same decision again keeps what is typed."""
        is_same = decision_id == self.decision_id
        if not is_same:
            self.leave()
        before = self.audit
        self.decision_id, self.audit = decision_id, audit
        if not is_same or before is None or audit is None or before.head != audit.head:
            self._read_document(decision_id)
            self._read_marks()
        self.changed.emit()

    def leave(self) -> None:
        """Forget the decision in hand; its marks are kept already."""
        self.decision_id, self.current, self.words = "", "", ""
        self.audit = self.document = self.own = self.error = self._kept = self.letter_pdf = None
        self.is_stale = self.is_working = False
        self._answers = {}

    def go_to(self, criterion: str) -> None:
        """Make a criterion the one in work."""
        if criterion != self.current:
            self.current = criterion
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go to the next criterion (1) or the one before (-1)."""
        ids = [one.id for one in self._criteria]
        at = ids.index(self.current) + by if self.current in ids else 0
        if 0 <= at < len(ids):
            self.go_to(ids[at])

    def forget_error(self) -> None:
        """Take away what went wrong: the auditor went on to something else. A stale audit stays marked."""
        if self.error is not None and not self.is_stale:
            self.error = None
            self.changed.emit()

    def read_letter(self, letter_id: str) -> None:
        """Read an issued letter's pages, checked against their hash."""
        letter = next((one for one in self.document.letters if one.id == letter_id), None) if self.document else None
        if letter is None or letter.sha256 is None:
            return
        case_id, sha256 = letter.case_id, letter.sha256

        def take(data: bytes) -> None:
            self.letter_pdf = (letter_id, data)
            self.changed.emit()

        self._jobs.read(
            lambda: self._desk.letters.contents(case_id, sha256),
            owner=self,
            done=take,
            failed=self._fail,
            replaces="pdf",
        )

    # Marking

    def mark(self, criterion: str, mark: Mark) -> None:
        """Give a criterion a mark; it is the auditor's own from then on, unless it says what the check found."""
        if not self.is_open:
            return
        before, found = self._answers.get(criterion), self.finding(criterion)
        agrees = found is not None and found.mark == mark
        comment = before.comment if before is not None else ""
        self._answers[criterion] = Answer(criterion, mark, comment, agrees)
        self.current = criterion
        self._keep()

    def comment(self, criterion: str, words: str) -> None:
        """Write a line beside a mark."""
        before = self._answers.get(criterion)
        if self.is_open and before is not None and before.comment != words:
            self._answers[criterion] = replace(before, comment=words)
            self._keep()

    def choose_grade(self, grade: Grade) -> None:
        """Propose a grade; the computed one is taken back to when it is chosen."""
        computed = self.verdict.grade if self.verdict is not None else None
        self.own = None if grade == computed else grade
        self.error = None
        self.changed.emit()

    def write_words(self, words: str) -> None:
        """Write the reason, or what the audit is to say beside its grade."""
        if self.is_open and words != self.words:
            self.words = words
            self._keep()

    def record(self) -> None:
        """Grade the audit by its marks, with the auditor's own grade and words."""
        audit, grade = self.audit, self.grade
        if audit is None or grade is None or not self.is_open or self.is_working:
            return
        answers = tuple(self._answers[one.id] for one in self._criteria if one.id in self._answers)
        words = self.words
        self.is_working, self.error = True, None
        self.changed.emit()
        self._jobs.act(
            lambda: self._desk.oversight.grade_audit(audit.id, answers, grade, words, shown=audit.head),
            owner=self,
            done=lambda _changes: self._note_graded(),
            failed=self._fail,
        )

    # Answers

    def _keep(self) -> None:
        """Keep the marks as a draft, and show them."""
        audit, answers, words = self.audit, tuple(self._answers.values()), self.words
        self.error = None
        self.changed.emit()
        if audit is not None:
            self._jobs.act(
                lambda: self._desk.oversight.save_marks(audit.id, answers, words), owner=self, failed=self._fail
            )

    def _note_graded(self) -> None:
        self.is_working = False
        self._messages.announce(self.tr("The audit is graded."), urgent=True)
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self.is_stale = isinstance(fault, StaleCaseError)
        self._messages.announce(fault.text(), urgent=True)
        self.changed.emit()

    def _read_document(self, decision_id: str) -> None:
        def take(found: Document) -> None:
            if decision_id == self.decision_id:
                self.document = found
                self._prefill()
                self.changed.emit()

        self._jobs.read(
            lambda: reading.document(self._desk, decision_id),
            owner=self,
            done=take,
            failed=self._fail,
            replaces="document",
        )

    def _read_marks(self) -> None:
        audit = self.audit
        self._kept = None
        if audit is None:
            return
        if audit.state == "graded":
            self._answers = {one.criterion: one for one in audit.answers}
            self.words = audit.words
            return

        def take(kept: Kept) -> None:
            if self.audit is not None and self.audit.id == audit.id:
                self._kept = kept
                self._answers = {one.criterion: one for one in kept.answers}
                self.words = kept.words
                self._prefill()
                self.changed.emit()

        self._jobs.read(lambda: reading.kept(self._desk, audit.id), owner=self, done=take, replaces="marks")

    def _prefill(self) -> None:
        """Lay what the checks found under what the auditor has not marked."""
        if not self.is_open or self.document is None:
            return
        for found in self.document.findings:
            if found.criterion not in self._answers:
                self._answers[found.criterion] = Answer(found.criterion, found.mark, "", True)
        if not self.current:
            self.current = self.next_unmarked() or self._criteria[0].id
