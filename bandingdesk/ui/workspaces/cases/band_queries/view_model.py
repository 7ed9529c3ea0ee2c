"""The state of the queries of a band: what is on record, and the form that is open, with its draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import QT_TRANSLATE_NOOP, DeskError, MissingError, StaleCaseError
from bandingdesk.panel.band_query.ops import Result
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.workspaces.cases.band_queries import form as forms
from bandingdesk.ui.workspaces.cases.band_queries import reading
from bandingdesk.ui.workspaces.cases.band_queries.form import Kind, QueryForm, StrandDraft
from bandingdesk.ui.workspaces.cases.band_queries.reading import Queries

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

TOUCHES = ("band_query", "decision", "evidence", "case", "policy", "person", "interest")


class AnswerNotSavedError(MissingError):
    """The answer can't be written to FOLDER: REASON."""

    code = "BQ-11"
    message = QT_TRANSLATE_NOOP("errors", "The answer was not written to {folder}: {reason}.")
    kept = QT_TRANSLATE_NOOP("errors", "What was found is safe in the record.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a folder you may write to, with free space.")


class QueriesViewModel(QObject):
    """The queries of one case. `seen` is None until they are read."""

    changed = Signal()
    recorded = Signal()
    saved = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = ""
        self.seen: Queries | None = None
        self.form: QueryForm | None = None
        self.error: DeskError | None = None
        self.is_busy = self.has_tried = False
        self._is_shown = self._is_old = False
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    @property
    def me(self) -> str:
        """The person at the keys."""
        return self._owner

    @property
    def mode(self) -> Literal["list", "form"]:
        """Whether a form is open."""
        return "form" if self.form is not None else "list"

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand; nothing happens where it is already."""
        if (case_id, self._desk.me_id) == (self.case_id, self._owner):
            return
        self.keeper.flush()
        self.case_id, self._owner = case_id, self._desk.me_id
        self.seen, self.form, self.error, self._is_old = None, None, None, True
        self.changed.emit()
        if self._is_shown:
            self.refresh()
        self.keeper.open(f"band_query:{case_id}", self._take_draft)

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: only while it is there news are read."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        if not on:
            self.keeper.flush()

    def refresh(self) -> None:
        """Read the queries."""
        case, me, today = self.case_id, self._owner, self.today
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="queries",
            )

    # Forms

    def begin(self, kind: Kind, query_id: str = "") -> None:
        """Open a form: of a new query, or about one that is on record."""
        if self.seen is None:
            return
        row = self.seen.row(query_id)
        head = row.head if row is not None else self.seen.decision_head
        self.form = QueryForm(kind, query_id, head, self.today.isoformat())
        self.error, self.has_tried = None, False
        self.changed.emit()

    def type(self, **values: Any) -> None:
        """Change fields of the form; it is kept as a draft after a rest."""
        if self.form is not None:
            self.form = replace(self.form, **values)
            self.keeper.typed()
            self.changed.emit()

    def add_strand(self) -> None:
        """Add one more disputed strand."""
        if self.form is not None:
            self.type(strands=(*self.form.strands, StrandDraft()))

    def type_strand(self, number: int, **values: str) -> None:
        """Change a disputed strand; another strand has other levels."""
        if self.form is None:
            return
        strands = list(self.form.strands)
        kept = {"level": ""} if values.get("strand", strands[number].strand) != strands[number].strand else {}
        strands[number] = replace(strands[number], **kept, **values)
        self.type(strands=tuple(strands))

    def cancel(self) -> None:
        """Leave the form and forget what was typed."""
        self._end()
        self.changed.emit()

    def missing(self) -> tuple[str, ...]:
        """Return the fields that are still to be filled."""
        return self.form.missing() if self.form is not None else ()

    def submit(self, pin: str = "") -> None:
        """Record the form; PIN signs what was found."""
        form = self.form
        if form is None or self.is_busy:
            return
        self.has_tried = True
        if form.missing():
            self.changed.emit()
            return
        run = self.keeper.ending(self._act_of(form, pin))
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(run, owner=self, done=lambda _made: self._done(), failed=self._fail)

    def save_answer(self, query_id: str, path: Path) -> None:
        """Write the answer to a decided query to PATH, as a PDF."""

        def write() -> str:
            made = self._desk.band_query.answer_sheet(query_id)
            try:
                path.write_bytes(made.data)
            except OSError as fault:
                raise AnswerNotSavedError(
                    folder=str(path.parent), reason=fault.strerror or type(fault).__name__
                ) from fault
            return path.name

        self._jobs.read(write, owner=self, done=lambda _name: self.saved.emit(), failed=self._fail)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else recorded on it while the form was open."""
        return isinstance(self.error, StaleCaseError)

    def accept_newer(self) -> None:
        """Go on with the form after looking at what came in between."""
        if self.form is not None and self.seen is not None:
            row = self.seen.row(self.form.query)
            self.form = replace(self.form, head=row.head if row is not None else self.seen.decision_head)
            self.error = None
            self.changed.emit()

    def _act_of(self, form: QueryForm, pin: str) -> Callable[[], Any]:
        desk, decision = self._desk.band_query, self.seen.decision if self.seen is not None else ""
        match form.kind:
            case "receive":
                strands, day = form.disputed(), form.on()
                return lambda: desk.receive(
                    decision,
                    received=day,
                    by=form.by,
                    words=form.words,
                    strands=strands,
                    evidence=form.evidence,
                    shown=form.head,
                )
            case "decide":
                result = cast("Result", form.result)
                return lambda: desk.decide(
                    form.query, result, form.reasons, form.people, pin, read=form.evidence, shown=form.head
                )
            case "answer":
                day = form.on()
                return lambda: desk.answer(form.query, day, form.way, shown=form.head)
            case "withdraw":
                return lambda: desk.withdraw(form.query, form.reasons, shown=form.head)

    # Answers

    def _collect(self) -> dict[str, Any]:
        return self.form.body() if self.form is not None else {}

    def _take_draft(self, body: dict[str, Any]) -> None:
        if body and self.form is None:
            self.form = forms.from_body(body)
            self.changed.emit()

    def _take(self, found: Queries) -> None:
        if found.case_id == self.case_id:
            self.seen = found
            self.changed.emit()

    def _done(self) -> None:
        self._end(drop=False)
        self.recorded.emit()
        self.refresh()

    def _end(self, *, drop: bool = True) -> None:
        self.form, self.error = None, None
        self.is_busy = self.has_tried = False
        if drop:
            self.keeper.chosen()

    def _hear(self, changes: Changes) -> None:
        if not self.case_id or not changes.touches(*TOUCHES):
            return
        if self._is_shown:
            self.refresh()
        else:
            self._is_old = True

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        if isinstance(fault, StaleCaseError):
            self.refresh()
        self.changed.emit()
