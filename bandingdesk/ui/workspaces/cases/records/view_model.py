"""The state of a case's register: what the record holds, the form in hand with draft and undo, what was refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.statute.register import EntryType
from bandingdesk.store.queries.register import ClockLine, EntryRow
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.models.undo import Step, Steps
from bandingdesk.ui.workspaces.cases.records import exception_form, reading, typed
from bandingdesk.ui.workspaces.cases.records.exception_form import ExceptionForm
from bandingdesk.ui.workspaces.cases.records.reading import Draft, Register
from bandingdesk.ui.workspaces.cases.records.typed import Typed

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Mode = Literal["list", "entry", "exception", "withdraw", "withdraw_exception"]
REST_MS = 400  # after it a request that is typed is looked at for the six months


class RecordsViewModel(QObject):
    """One case's register, read when a part that shows it is open. One form at a time is open, each with its draft."""

    changed = Signal()
    recorded = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = ""
        self.seen: Register | None = None
        self.mode: Mode = "list"
        self.form: Typed | None = None
        self.exception: ExceptionForm | None = None
        self.withdrawing = ""  # an entry, or an exception of `exception.entry`
        self.reason = ""
        self.error: DeskError | None = None
        self.is_stale = self.is_busy = False
        self.bar: date | None = None  # of the request that is typed
        self._head = ""  # of the entry as it was when its form was opened
        self._watchers = 0
        self._is_old = False
        self._steps: Steps[Typed] = Steps()
        self._begun: Typed | ExceptionForm | None = None  # the form as it was opened
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_bar)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand; nothing happens where it is already."""
        if case_id == self.case_id and self._owner == self._desk.me_id:
            return
        self._close_form()
        self.case_id, self._owner, self.seen = case_id, self._desk.me_id, None
        self.changed.emit()
        self.refresh()

    def watch(self, *, on: bool) -> None:
        """Hear that a part that shows the register came on the screen, or went: only then news are read."""
        self._watchers += 1 if on else -1
        if on and self._is_old:
            self.refresh()

    def refresh(self) -> None:
        """Read the register again."""
        case, me, today = self.case_id, self._owner, self.today
        self._is_old = False
        if case:
            self._jobs.read(
                lambda: reading.read(self._desk, case, me, today),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="register",
            )

    # The form of an entry

    @property
    def kind(self) -> EntryType | None:
        """The kind of entry that the open form is about."""
        return self.seen.book.types.get(self.form.type) if self.seen is not None and self.form is not None else None

    @property
    def row(self) -> EntryRow | None:
        """The recorded entry that the open form changes, None for a new one."""
        return self.seen.entry(self.form.entry) if self.seen is not None and self.form is not None else None

    @property
    def needs_reason(self) -> bool:
        """Whether a recorded value is changed: then the change says why."""
        kind, row = self.kind, self.row
        return self.form is not None and kind is not None and row is not None and self.form.overwrites(kind, row.values)

    def parents(self, kind: EntryType) -> tuple[EntryRow, ...]:
        """Return the entries that one of KIND may belong to, the newest first."""
        known = self.seen.standing() if self.seen is not None else ()
        return tuple(row for row in reversed(known) if row.type in kind.of)

    def add(self, type_: str, of: str = "") -> None:
        """Open the form of a new entry; it belongs to OF, or to the newest entry that it may belong to."""
        if self.seen is None or type_ not in self.seen.book.types:
            return
        offered = self.parents(self.seen.book.types[type_])
        self._open(Typed(type_, of=of or (offered[0].id if offered else "")), f"new:{type_}")

    def change(self, entry_id: str) -> None:
        """Open the form of a recorded entry."""
        row = self.seen.entry(entry_id) if self.seen is not None else None
        if row is not None and self.seen is not None and row.type in self.seen.book.types:
            self._open(typed.of_values(row.kind, row.id, row.of or "", row.values), f"change:{row.id}", row.head)

    def type(self, name: str, words: str, title: str) -> None:
        """Type into a field; it is kept after a rest and is one step of undo. TITLE names the step."""
        if self.form is not None:
            self._step(self.form.with_text(name, words), title, name)

    def choose_parent(self, of: str, title: str) -> None:
        """Choose the entry that the open one belongs to."""
        if self.form is not None:
            self._step(replace(self.form, of=of), title, "of")

    def give_reason(self, words: str) -> None:
        """Type the reason of a change or a withdrawal."""
        if self.mode == "entry" and self.form is not None:
            self.form = replace(self.form, reason=words)
            self._touch()
        elif self.mode in ("withdraw", "withdraw_exception"):
            self.reason = words
            self.changed.emit()

    @property
    def undo_name(self) -> str:
        """The step that undo takes back, "" for none."""
        return self._steps.undo_name if self.mode == "entry" else ""

    @property
    def redo_name(self) -> str:
        """The step that redo makes again, "" for none."""
        return self._steps.redo_name if self.mode == "entry" else ""

    def undo(self) -> None:
        """Take back the last step in the open form."""
        if self.mode == "entry" and (step := self._steps.undo()):
            self.form = step.before
            self._touch()

    def redo(self) -> None:
        """Make again what was taken back last."""
        if self.mode == "entry" and (step := self._steps.redo()):
            self.form = step.after
            self._touch()

    def record_entry(self) -> None:
        """Record the open entry, a new one or a change."""
        form, kind = self.form, self.kind
        if form is None or kind is None or form.missing(kind) or form.unread(kind) or self.is_busy:
            return
        values, of, shown = form.values(kind), form.of or None, self._head or None
        register, case = self._desk.register, self.case_id
        if form.entry:
            self._act(lambda: register.change(form.entry, values, form.reason.strip(), of=of, shown=shown))
        else:
            self._act(lambda: register.enter(case, form.type, values, of=of))

    # Exceptions

    def excusable(self, entry_id: str) -> tuple[ClockLine, ...]:
        """Return the clocks of an entry for which the law gives a head of exception."""
        if self.seen is None:
            return ()
        return exception_form.excusable(self.seen.book, self.seen.clocks_of(entry_id), self.today)

    def excuse(self, entry_id: str, rule: str = "", excuse_id: str = "") -> None:
        """Open the form of an exception on RULE of an entry, or of the recorded one with EXCUSE_ID."""
        row = self.seen.entry(entry_id) if self.seen is not None else None
        lines = self.excusable(entry_id)
        offered = [line.rule for line in sorted(lines, key=lambda line: line.state != "running")]
        if row is None or not offered:
            return
        known = next((one for one in row.excuses if one.id == excuse_id), None)
        rules = (rule,) if rule in offered else tuple(offered[:1])
        form = exception_form.of_recorded(entry_id, known) if known else ExceptionForm(entry_id, rules)
        self._open(form, f"exception:{entry_id}:{excuse_id}", row.head)

    def type_exception(self, form: ExceptionForm) -> None:
        """Change the form of the exception; it is kept after a rest."""
        self.exception = form
        self._touch()

    def record_exception(self) -> None:
        """Record the exception. It moves no date."""
        form = self.exception
        if form is None or form.missing() or form.unread() or self.is_busy:
            return
        values, shown = form.values(), self._head or None
        self._act(lambda: self._desk.register.excuse(form.entry, shown=shown, **values))

    # Withdrawing

    def begin_withdrawing(self, entry_id: str, excuse_id: str = "") -> None:
        """Ask for the reason why an entry, or one exception of it, is withdrawn."""
        row = self.seen.entry(entry_id) if self.seen is not None else None
        if row is None:
            return
        self._close_form()
        self.mode = "withdraw_exception" if excuse_id else "withdraw"
        self.withdrawing, self._head = excuse_id or entry_id, row.head
        self.exception = ExceptionForm(entry_id, ()) if excuse_id else None
        self.changed.emit()

    def withdraw(self) -> None:
        """Withdraw what is to be withdrawn, with the reason."""
        wanted, reason, shown = self.withdrawing, self.reason.strip(), self._head or None
        if not wanted or not reason or self.is_busy:
            return
        register, exception = self._desk.register, self.exception
        if self.mode == "withdraw_exception" and exception is not None:
            self._act(lambda: register.withdraw_excuse(exception.entry, wanted, reason, shown=shown))
        else:
            self._act(lambda: register.withdraw(wanted, reason, shown=shown))

    # Going about

    def take_up(self, draft: Draft) -> None:
        """Open the form of a draft that was left."""
        if draft.mode == "exception":
            self.excuse(draft.entry, excuse_id=draft.excuse)
        elif draft.entry:
            self.change(draft.entry)
        else:
            self.add(draft.type)

    def leave(self) -> None:
        """Go back to the list; what was typed stays kept as a draft, which the list names."""
        self._close_form()
        self.changed.emit()
        self.refresh()

    def discard(self) -> None:
        """Throw the open draft away."""
        self._begun = self.form or self.exception  # nothing is typed any more
        self.keeper.chosen()
        self._close_form()
        self.changed.emit()
        self.refresh()

    def accept_newer(self) -> None:
        """Go on with the form after looking at what came in between."""
        row = self.seen.entry(self._entry_in_hand()) if self.seen is not None else None
        self._head = row.head if row is not None else ""
        self.is_stale, self.error = False, None
        self.changed.emit()

    def keep_now(self) -> None:
        """Keep what was typed since the last rest."""
        self.keeper.flush()

    # Inside

    def _ask_bar(self) -> None:
        """Ask whether an assessment was completed in the six months before the request that is typed."""
        form, kind = self.form, self.kind
        received = typed.day(form.texts.get(kind.main, "")) if form is not None and kind is not None else None
        if form is None or received is None or not reading.starts_assessment(form.type):
            self._take_bar(None)
            return
        case = self.case_id
        self._jobs.read(
            lambda: self._desk.read(lambda conn: reading.bar(conn, case, received)),
            owner=self,
            done=self._take_bar,
            replaces="bar",
        )

    def _take_bar(self, bar: date | None) -> None:
        if bar != self.bar:
            self.bar = bar
            self.changed.emit()

    def _collect(self) -> dict[str, Any]:
        """Return the open form as a draft is kept, {} where nothing was typed."""
        form = self.form or self.exception
        if form is None or form == self._begun:
            return {}
        return {"head": self._head, **form.body()}

    def _entry_in_hand(self) -> str:
        if self.mode == "entry":
            return self.form.entry if self.form is not None else ""
        return self.exception.entry if self.exception is not None else self.withdrawing

    def _open(self, form: Typed | ExceptionForm, place: str, head: str = "") -> None:
        self._close_form()
        self._head, self._begun = head, form
        if isinstance(form, Typed):
            self.mode, self.form = "entry", form
        else:
            self.mode, self.exception = "exception", form
        self.changed.emit()
        self.keeper.open(f"{reading.draft_key(self.case_id)}{place}", self._take_draft)
        self._ask_bar()

    def _close_form(self) -> None:
        self.keeper.close()
        self.mode, self.form, self.exception, self.withdrawing, self.reason = "list", None, None, "", ""
        self._head, self.error, self.is_stale, self.bar, self._begun = "", None, False, None, None
        self._steps.clear()

    def _step(self, after: Typed, title: str, strand: str) -> None:
        before = self.form
        if before is None or after == before:
            return
        self._steps.push(Step(title, strand, before, after), joins=True)
        self.form = after
        self._touch()

    def _touch(self) -> None:
        self.keeper.typed()
        self._rest.start()
        self.changed.emit()

    def _act(self, act: Callable[[], object]) -> None:
        """Record on the writer thread; the draft goes with the same stroke."""
        run = self.keeper.ending(act) if self.mode in ("entry", "exception") else act
        self.is_busy, self.error, self.is_stale = True, None, False
        self.changed.emit()
        self._jobs.act(run, owner=self, done=lambda _made: self._done(), failed=self._fail)

    def _done(self) -> None:
        self.is_busy = False
        self._close_form()
        self.changed.emit()
        self.recorded.emit()

    def _take_draft(self, body: dict[str, Any]) -> None:
        """Take up the form where it was left; a draft that this version can't read stays where it is."""
        if not body:
            return
        try:
            if self.mode == "exception":
                self.exception = exception_form.of_draft(body)
            else:
                self.form = typed.of_draft(body)
        except (KeyError, TypeError, ValueError):
            return
        self._head = str(body.get("head", ""))
        self.changed.emit()
        self._ask_bar()

    def _take(self, seen: Register) -> None:
        if seen.case_id == self.case_id:
            self.seen = seen
            self.changed.emit()

    def _hear(self, _changes: Changes) -> None:
        if self._watchers > 0:
            self.refresh()
        else:
            self._is_old = True

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.is_stale = isinstance(fault, StaleCaseError)
        if self.is_stale:
            self.refresh()
        self.changed.emit()
