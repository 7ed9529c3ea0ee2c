"""The state of a case's decisions: what is on record, the form with its draft, and the paper that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.workspaces.cases.decisions import form as forms
from bandingdesk.ui.workspaces.cases.decisions import reading
from bandingdesk.ui.workspaces.cases.decisions.form import AfterForm, Kind
from bandingdesk.ui.workspaces.cases.decisions.reading import After

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Mode = Literal["list", "form", "paper"]
TOUCHES = (
    "action",
    "minutes",
    "outside",
    "feedback",
    "outcome",
    "decision",
    "finding",
    "meeting",
    "entry",
    "case",
    "letter",
)
SOON = timedelta(days=14)  # an action is offered for two weeks from now


class DecisionsViewModel(QObject):
    """What follows the decisions of one case. `seen` is None until it is read."""

    changed = Signal()
    recorded = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = self.pointed = ""
        self.seen: After | None = None
        self.mode: Mode = "list"
        self.form: AfterForm | None = None
        self.error: DeskError | None = None
        self.is_busy = self.has_tried = False
        self.paper: bytes | None = None
        self.paper_title = ""
        self._is_shown = self._is_old = False
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand."""
        if (case_id, self._desk.me_id) == (self.case_id, self._owner):
            return
        self.keeper.flush()
        self.case_id, self._owner = case_id, self._desk.me_id
        self.seen, self.form, self.error, self.paper, self.mode = None, None, None, None, "list"
        self.changed.emit()
        self.refresh()
        self.keeper.open(f"after:{case_id}", self._take_draft)

    def point(self, target: str) -> None:
        """Put the mark on one action or decision once it is shown."""
        self.pointed = target
        self.changed.emit()

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        if not on:
            self.keeper.flush()

    def refresh(self) -> None:
        """Read what follows the decisions."""
        case, me, today = self.case_id, self._owner, self.today
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="after",
            )

    # Papers

    def open_minutes(self, meeting: str, item: str, title: str, *, public: bool) -> None:
        """Show the minutes of the case at a meeting, in full or public-safe."""
        self._open(title, lambda: self._desk.after.minutes_pdf(meeting, item, public=public).data)

    def open_feedback(self, decision: str, title: str) -> None:
        """Show the feedback to the setting: what is frozen, or what the form would make of it."""
        form = self.form if self.form is not None and self.form.kind == "feedback" else None
        chosen, words = (form.next_time, form.words) if form is not None else ((), "")
        self._open(title, lambda: self._desk.after.feedback_pdf(decision, chosen, words).data)

    def close_paper(self) -> None:
        """Go back to where the paper was opened from."""
        self.paper, self.mode = None, "form" if self.form is not None else "list"
        self.changed.emit()

    def _open(self, title: str, make: Callable[[], bytes]) -> None:
        self.paper, self.paper_title, self.mode, self.error = None, title, "paper", None
        self.changed.emit()
        self._jobs.read(make, owner=self, done=self._take_paper, failed=self._fail, replaces="paper")

    def _take_paper(self, data: bytes) -> None:
        self.paper = data
        self.changed.emit()

    # Forms

    def begin(self, kind: Kind, target: str = "", head: str = "", **values: Any) -> None:
        """Open a form about TARGET; one of the same kind that is being written is gone on with."""
        known = self.form
        if known is None or (known.kind, known.target) != (kind, target):
            due = {"due": (self.today + SOON).isoformat()} if kind in ("action", "move", "officer") else {}
            self.form = AfterForm(kind, target, head, **{**due, **values})
        self.mode, self.error, self.has_tried = "form", None, False
        self.changed.emit()

    def type(self, **values: Any) -> None:
        """Change fields of the form; it is kept as a draft after a rest."""
        if self.form is not None:
            self.form = replace(self.form, **values)
            self.keeper.typed()
            self.changed.emit()

    def cancel(self) -> None:
        """Leave the form and forget what was typed."""
        self._end(drop=True)
        self.changed.emit()

    def missing(self) -> tuple[str, ...]:
        """Return the fields that are still to be filled."""
        return self.form.missing() if self.form is not None else ()

    def is_ready(self) -> bool:
        """Return whether the form may be recorded; what is missing is then marked."""
        self.has_tried = True
        self.changed.emit()
        return self.form is not None and not self.is_busy and not self.form.missing()

    def submit(self, pin: str = "") -> None:
        """Record the form; a decision is signed with PIN."""
        form = self.form
        if form is None or not self.is_ready():
            return
        self._run(self.keeper.ending(self._act_of(form, pin)))

    def freeze_minutes(self, meeting: str) -> None:
        """Freeze the minutes of a meeting, all that are not frozen yet."""
        self._run(lambda: self._desk.after.make_minutes(meeting))

    def send_feedback(self, decision: str) -> None:
        """Record that the feedback went to the setting by e-mail today."""
        self._run(lambda: self._desk.after.send_feedback(decision, "email"))

    @property
    def is_stale(self) -> bool:
        """Whether somebody else recorded on this while the form was open."""
        return isinstance(self.error, StaleCaseError)

    def accept_newer(self) -> None:
        """Go on with the form after looking at what came in between."""
        if self.form is not None and self.seen is not None:
            row: Any = self.seen.action(self.form.target) or self.seen.outside_row(self.form.target)
            self.form, self.error = replace(self.form, head=row.head if row is not None else ""), None
            self.changed.emit()

    # Inside

    def _act_of(self, form: AfterForm, pin: str) -> Callable[[], Any]:
        desk, case = self._desk.after, self.case_id
        shown = form.head or None
        meeting, _, item = form.target.partition(".")
        acts: dict[Kind, Callable[[], Any]] = {
            "action": lambda: desk.add_action(case, form.words, form.owner, form.day(), decision=form.target),
            "done": lambda: desk.do_action(form.target, form.words, shown=shown),
            "move": lambda: desk.move_action(form.target, form.day(), form.words, shown=shown),
            "drop": lambda: desk.drop_action(form.target, form.words, shown=shown),
            "feedback": lambda: desk.make_feedback(form.target, form.next_time, form.words),
            "officer": lambda: desk.to_officer(case, form.words, form.day(), panel_type=form.panel),
            "decide": lambda: self._decide(form, pin),
            "ratify": lambda: desk.ratify(form.target, form.meeting, form.finding, form.words, shown=shown),  # type: ignore[arg-type]  # one of the two
            "review": lambda: desk.answer_review(form.target, form.words, shown=shown),
            "note": lambda: desk.note_outcome(case, form.target, form.theme, form.words),
            "correct_minutes": lambda: desk.correct_minutes(meeting, item, form.words, shown=shown),
        }
        return acts[form.kind]

    def _decide(self, form: AfterForm, pin: str) -> Any:
        return self._desk.after.decide_outside(
            self.case_id,
            panel_type=form.panel,
            route=form.route,  # type: ignore[arg-type]  # one of the two
            why=form.words,
            outcome=form.outcome,
            outcome_words=form.outcome_words,
            legal_test=form.legal_test,
            options=form.lines(),
            evidence=form.papers,
            reasons=form.reasons,
            pin=pin,
            asked=form.target or None,
            shown=form.head or None,
        )

    def _run(self, act: Callable[[], Any]) -> None:
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=self._done, failed=self._fail)

    def _collect(self) -> dict[str, Any]:
        return asdict(self.form) if self.form is not None else {}

    def _take_draft(self, body: dict[str, Any]) -> None:
        if body and self.form is None and (found := forms.from_body(body)) is not None:
            self.form, self.mode = found, "form"
            self.changed.emit()

    def _take(self, found: After) -> None:
        if found.case_id == self.case_id:
            self.seen = found
            self.changed.emit()

    def _done(self, _made: Any) -> None:
        self._end(drop=False)
        self.recorded.emit(self.case_id)
        self.refresh()

    def _end(self, *, drop: bool) -> None:
        self.form, self.error, self.mode = None, None, "list"
        self.is_busy = self.has_tried = False
        if drop:
            self.keeper.chosen()

    def _hear(self, changes: Changes) -> None:
        if not self.case_id or self.seen is None or not changes.touches(*TOUCHES):
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
