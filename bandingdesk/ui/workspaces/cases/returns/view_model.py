"""The state of a case's forms: what is out, what came back, which one is open, and what is chosen of it so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.casework.returns import returned
from bandingdesk.casework.returns.arriving import FormLockedError, WrongPasswordError
from bandingdesk.casework.returns.ops import FormKind
from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.store.queries.returns import FormRow, ReturnRow
from bandingdesk.ui.workspaces.cases.returns import reading, words
from bandingdesk.ui.workspaces.cases.returns.reading import Sent

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs

Mode = Literal["list", "make"]
Choice = Literal["take", "leave"]
KEEP_AFTER_MS = 400
TOUCHES = ("form", "return", "profile", "relation", "advice", "child", "case", "interest")


@dataclass(frozen=True, slots=True)
class MakeForm:
    """The form of a new form, as it is typed."""

    kind: str = ""
    to_name: str = ""
    to_role: str = ""
    due: str = ""  # ISO day
    large_print: bool = False
    request: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled."""
        return tuple(name for name in ("kind", "to_name") if not str(getattr(self, name)).strip())


@dataclass(frozen=True, slots=True)
class Settling:
    """What a person has chosen of one return so far: kept as a draft until it is recorded."""

    choices: dict[str, Choice] = field(default_factory=dict)
    seen: bool = False
    question: str = ""
    reason: str = ""


class ReturnsViewModel(QObject):
    """The forms of one case. `seen` is None until they are read; `error` is shown where the person works."""

    changed = Signal()
    done = Signal(str)  # what was done, to be said: made, written, received, taken, asked, aside, withdrawn

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = self.chosen = ""
        self.seen: Sent | None = None
        self.mode: Mode = "list"
        self.make = MakeForm()
        self.settling = Settling()
        self.locked: Path | None = None  # a file that asked for its password
        self.error: DeskError | None = None
        self._doing = ""  # the act under way, or the last one
        self.is_busy = self.has_tried = False
        self._is_shown = self._is_old = False
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(self.keep_draft)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    @property
    def form(self) -> FormRow | None:
        """The form that is open, None for none."""
        kind, _, id_ = self.chosen.partition(":")
        return self.seen.form(id_) if self.seen is not None and kind == "form" else None

    @property
    def row(self) -> ReturnRow | None:
        """The return that is open, None for none."""
        kind, _, id_ = self.chosen.partition(":")
        return self.seen.came(id_) if self.seen is not None and kind == "return" else None

    def fault(self, *acts: str) -> DeskError | None:
        """Return what went wrong in one of ACTS ("" is reading), None for nothing."""
        return self.error if self._doing in acts else None

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand."""
        if (case_id, self._desk.me_id) == (self.case_id, self._owner):
            return
        self.keep_now()
        self.case_id, self._owner = case_id, self._desk.me_id
        self.chosen, self.seen, self.error, self.mode, self.locked = "", None, None, "list", None
        self.make, self.settling, self.has_tried = MakeForm(), Settling(), False
        self.changed.emit()
        self.refresh()

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: only while it is there news are read."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        if not on:
            self.keep_now()

    def refresh(self) -> None:
        """Read the forms."""
        case, me, today = self.case_id, self._owner, self.today
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail_reading,
                replaces="returns",
            )

    def choose(self, key: str) -> None:
        """Open a form or a return beside the list."""
        if key != self.chosen:
            self.keep_now()
            self.chosen, self.error, self.has_tried = key, None, False
            self.settling = Settling()
            self.changed.emit()
            self._load_draft()

    # A form that goes out

    def begin(self) -> None:
        """Open the form of a new form."""
        self.mode, self.error, self.has_tried = "make", None, False
        self.changed.emit()
        self._load_draft()

    def cancel(self) -> None:
        """Go back to the list; what was typed goes."""
        self.mode, self.error, self.make = "list", None, MakeForm()
        self.keep_draft()
        self.changed.emit()

    def type(self, **values: Any) -> None:
        """Change fields of the new form; it is kept as a draft after a rest."""
        self.make = replace(self.make, **values)
        self._keep_soon()
        self.changed.emit()

    def submit(self) -> None:
        """Make the form."""
        self.has_tried = True
        if self.make.missing() or self.is_busy:
            self.changed.emit()
            return
        form, case = self.make, self.case_id
        due = date.fromisoformat(form.due) if form.due else None
        self._act(
            "made",
            lambda: self._desk.returns.make(
                case,
                cast("FormKind", form.kind),
                to_name=form.to_name,
                to_role=form.to_role,
                due=due,
                large_print=form.large_print,
                request=form.request or None,
            ),
            self._made,
        )

    def file_name(self) -> str:
        """Return the name that a copy of the open form is offered under."""
        return self._desk.returns.file_name(self.form.id) if self.form is not None else ""

    def write(self, path: Path, password: str = "") -> None:
        """Save a copy of the open form; whoever chose the place has said that a file there may be replaced."""
        row = self.form
        if row is not None:
            self._act(
                "written",
                lambda: self._desk.returns.write(row.id, path, password=password, replace_file=True),
            )

    def withdraw(self, reason: str) -> None:
        """Wait no more for the open form."""
        row = self.form
        if row is not None:
            self._act("withdrawn", lambda: self._desk.returns.withdraw(row.id, reason, shown=row.head))

    # A file that comes back

    def receive(self, path: Path, password: str = "") -> None:
        """Read the file at PATH and keep it."""
        case = self.case_id
        self.locked = path
        self._act("received", lambda: self._desk.returns.receive(case, path, password=password), self._received)

    # What of it is taken over

    def settle(self, key: str, choice: Choice) -> None:
        """Say what becomes of one answer."""
        self._settled(choices={**self.settling.choices, key: choice})

    def look(self, *, seen: bool) -> None:
        """Say that the doubts about the file were looked at."""
        self._settled(seen=seen)

    def ask_words(self, question: str) -> None:
        """Type what the sender is asked."""
        self._settled(question=question)

    def aside_words(self, reason: str) -> None:
        """Type why it is set aside."""
        self._settled(reason=reason)

    def choice(self, key: str) -> Choice | None:
        """Return what becomes of an answer: what was chosen; taken where nothing is in doubt; None while it is open."""
        row = self.row
        if row is None:
            return None
        answer = next((one for one in row.answers if one.key == key), None)
        if answer is None or (made := self.settling.choices.get(key)) is not None:
            return self.settling.choices.get(key)
        if row.is_blind:
            return None if row.of(key) else "take"
        return "take" if not row.of(key) and returned.can_take(row.kind, answer) else made

    def waiting(self) -> list[str]:
        """Return the keys of the answers that nobody has settled yet."""
        return [one.key for one in self.row.answers if self.choice(one.key) is None] if self.row is not None else []

    def take(self) -> None:
        """Take over what was chosen."""
        row = self.row
        self.has_tried = True
        if row is None or self.is_busy:
            return
        taken = {one.key for one in row.answers if self.choice(one.key) == "take"}
        left = {one.key for one in row.answers if self.choice(one.key) == "leave"}
        seen = self.settling.seen
        self._act("taken", lambda: self._desk.returns.take(row.id, taken, left, seen=seen, shown=row.head), self._over)

    def ask(self) -> None:
        """Note what the sender was asked."""
        row, question = self.row, self.settling.question
        if row is not None:
            about = [one.key for one in row.answers if row.of(one.key)]
            self._act("asked", lambda: self._desk.returns.ask(row.id, about, question, shown=row.head), self._asked)

    def propose_question(self) -> None:
        """Begin the question to the sender with every answer in doubt."""
        if self.row is not None:
            self.ask_words(words.to_sender(self.row))

    def set_aside(self) -> None:
        """Take nothing of it over."""
        row, reason = self.row, self.settling.reason
        if row is not None:
            self._act("aside", lambda: self._desk.returns.set_aside(row.id, reason, shown=row.head), self._over)

    # Drafts

    def keep_now(self) -> None:
        """Keep what was chosen or typed since the last rest."""
        if self._keep.isActive():
            self._keep.stop()
            self.keep_draft()

    def _keep_soon(self) -> None:
        """Keep it 400 ms from now, however long the typing goes on: a crash loses no more than that."""
        if not self._keep.isActive():
            self._keep.start()

    def keep_draft(self) -> None:
        """Keep it on this laptop, seen by nobody else."""
        key, me = self._key(), self._owner
        kept = self.make if self.mode == "make" else self.settling
        body = {} if kept in (MakeForm(), Settling()) else asdict(kept)
        if key:
            self._jobs.act(lambda: self._desk.drafts.save(key, me, body), owner=self, quiet=True)

    # Inside

    def _key(self) -> str:
        return f"form:{self.case_id}" if self.mode == "make" or not self.chosen else self.chosen

    def _settled(self, **values: Any) -> None:
        self.settling = replace(self.settling, **values)
        self._keep_soon()
        self.changed.emit()

    def _load_draft(self) -> None:
        key, me = self._key(), self._owner
        self._jobs.read(
            lambda: self._desk.drafts.load(key, me),
            owner=self,
            done=lambda body: self._take_draft(key, body),
            replaces="draft",
        )

    def _take_draft(self, key: str, body: dict[str, Any]) -> None:
        if not body or key != self._key() or self._keep.isActive():
            return
        if self.mode == "make":
            self.make = MakeForm(**{one.name: body[one.name] for one in fields(MakeForm) if one.name in body})
        else:
            self.settling = Settling(**{one.name: body[one.name] for one in fields(Settling) if one.name in body})
        self.changed.emit()

    def _act(self, what: str, act: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        if self.is_busy:
            return
        self.is_busy, self.error, self._doing = True, None, what
        self.changed.emit()

        def finish(made: Any) -> None:
            self.is_busy = False
            if then is not None:
                then(made)
            self.done.emit(what)
            self.refresh()

        self._jobs.act(act, owner=self, done=finish, failed=self._fail)

    def _made(self, made: Any) -> None:
        self._keep.stop()
        self.make = MakeForm()
        self.keep_draft()
        self.mode, self.chosen, self.has_tried = "list", f"form:{made.id}", False

    def _received(self, made: Any) -> None:
        self.locked = None
        self.chosen, self.mode, self.settling = f"return:{made.id}", "list", Settling()

    def _asked(self, _made: Any) -> None:
        self._settled(question="")

    def _over(self, _made: Any) -> None:
        self._keep.stop()
        self.settling, self.has_tried = Settling(), False
        self.keep_draft()

    def _take(self, found: Sent) -> None:
        if found.case_id != self.case_id:
            return
        self.seen = found
        if self.form is None and self.row is None:
            newest = next((row for row in found.returns if row.state == "open"), None)
            first = f"return:{newest.id}" if newest is not None else f"form:{found.forms[0].id}" if found.forms else ""
            self.chosen = first or (f"return:{found.returns[0].id}" if found.returns else "")
            if self.chosen and self.mode == "list":
                self._load_draft()
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if not self.case_id or self.seen is None or not changes.touches(*TOUCHES):
            return
        if self._is_shown:
            self.refresh()
        else:
            self._is_old = True

    def _fail_reading(self, fault: DeskError) -> None:
        self._doing = ""
        self._fail(fault)

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        if not isinstance(fault, (FormLockedError, WrongPasswordError)):
            self.locked = None
        if isinstance(fault, StaleCaseError):
            self.refresh()
        self.changed.emit()
