"""The state of a case's contacts: what is on record, what is searched, which one is open, the form and its draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.casework.around import lists
from bandingdesk.casework.contacts import moments, telling
from bandingdesk.casework.contacts.ops import Promised
from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.seams import LONDON
from bandingdesk.store.queries.contacts import ContactRow
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.workspaces.cases.contacts import form as forms
from bandingdesk.ui.workspaces.cases.contacts import reading
from bandingdesk.ui.workspaces.cases.contacts.form import ContactForm, Kind
from bandingdesk.ui.workspaces.cases.contacts.reading import Contacts

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Mode = Literal["list", "form", "card"]
SEARCH_AFTER_MS = 120
TOUCHES = ("contact", "case", "child", "relation", "decision", "letter", "meeting", "policy", "entry")


class ContactsViewModel(QObject):
    """The contacts of one case. `seen` is None until they are read; `error` is shown where the person works."""

    changed = Signal()
    recorded = Signal(str)  # what to say to a screen reader: the id of a contact

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self._owner = self.chosen = self.words = self.caller = ""
        self.seen: Contacts | None = None
        self.mode: Mode = "list"
        self.form: ContactForm | None = None
        self.error: DeskError | None = None
        self.is_busy = self.has_tried = False
        self._is_shown = self._is_old = False
        self._wanted: tuple[str, bool] | None = None  # (contact, whether the card) to go to with the next case
        self.keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        self._search = self._timer(SEARCH_AFTER_MS, self.refresh)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand; where it is already, it only goes to what was pointed at."""
        if (case_id, self._desk.me_id) == (self.case_id, self._owner):
            self._go()
            return
        self.keep_now()
        self.case_id, self._owner = case_id, self._desk.me_id
        self.chosen = self.words = self.caller = ""
        self.seen, self.form, self.error, self.mode = None, None, None, "list"
        self._go()
        self.changed.emit()
        self.refresh()
        self.keeper.open(f"contact:{case_id}", self._take_draft)

    def point(self, contact_id: str, *, is_card: bool) -> None:
        """Go to one contact or to the phone card of the case that is shown next."""
        self._wanted = (contact_id, is_card)

    def _go(self) -> None:
        if self._wanted is not None:
            (contact_id, is_card), self._wanted = self._wanted, None
            self.chosen = contact_id or self.chosen
            self.mode = "card" if is_card else "list"
            self.changed.emit()

    def watch(self, *, on: bool) -> None:
        """Hear that the part came on the screen, or went: only while it is there news are read."""
        self._is_shown = on
        if on and self._is_old:
            self.refresh()
        if not on:
            self.keep_now()

    def refresh(self) -> None:
        """Read the contacts."""
        case, me, words, today = self.case_id, self._owner, self.words, self.today
        if case:
            self._is_old = False
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, words, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="contacts",
            )

    def search(self, words: str) -> None:
        """Show the contacts that hold WORDS, once typing has rested."""
        if words != self.words:
            self.words = words
            self._search.start()

    def choose(self, contact_id: str) -> None:
        """Open a contact beside the list."""
        if contact_id != self.chosen:
            self.chosen = contact_id
            self.changed.emit()

    @property
    def row(self) -> ContactRow | None:
        """The contact that is open, None for none."""
        return self.seen.row(self.chosen) if self.seen is not None else None

    # The phone card

    def open_card(self) -> None:
        """Show the phone card."""
        self.mode, self.error = "card", None
        self.changed.emit()

    def choose_caller(self, key: str) -> None:
        """Say who is on the phone."""
        self.caller = key
        self.changed.emit()

    def close_card(self) -> None:
        """Go back to the list, or to the form that is being written."""
        self.mode = "form" if self.form is not None else "list"
        self.changed.emit()

    def record_call(self) -> None:
        """Open the form of a new contact by phone, with whoever was said to be calling."""
        self.begin("new", way="phone", caller=self.caller)

    # Forms

    def begin(self, kind: Kind, contact_id: str = "", **values: Any) -> None:
        """Open a form; a new contact that is being written already is gone on with."""
        if kind == "new" and self.form is not None and self.form.kind == "new" and self.form.words.strip():
            self.mode = "form"
            self.changed.emit()
            return
        row = self.seen.row(contact_id) if self.seen is not None and contact_id else None
        self.form = self._begun(kind, row, values)
        self.mode, self.error, self.has_tried = "form", None, False
        self.changed.emit()

    def type(self, **values: Any) -> None:
        """Change fields of the form; it is kept as a draft after a rest."""
        if self.form is None:
            return
        if "caller" in values and self.seen is not None:
            values = {**self._of_caller(str(values["caller"])), **values}
        self.form = replace(self.form, **values)
        if "day" in values or "clock" in values:
            self.form = replace(self.form, which=self.form.which if self.form.asks_which else "")
        self.keeper.typed()
        self.changed.emit()

    def cancel(self) -> None:
        """Leave the form and forget what was typed."""
        self._end()
        self.changed.emit()

    def missing(self) -> tuple[str, ...]:
        """Return the fields that are still to be filled."""
        return self.form.missing() if self.form is not None else ()

    def proposed(self) -> Promised | None:
        """Return the reply day that the council's policy gives for the form's day, None where it says none."""
        if self.form is None or self.seen is None:
            return None
        return self.seen.terms.reply_day(date.fromisoformat(self.form.day))

    def submit(self) -> None:
        """Record the form."""
        form = self.form
        if form is None or self.is_busy:
            return
        self.has_tried = True
        if form.missing() or form.clock_fault is not None:
            self.changed.emit()
            return
        run = self.keeper.ending(self._act_of(form))
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(run, owner=self, done=lambda made: self._done(form, made), failed=self._fail)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else recorded on this contact while the form was open."""
        return isinstance(self.error, StaleCaseError)

    def accept_newer(self) -> None:
        """Go on with the form after looking at what came in between."""
        row = self.seen.row(self.form.contact) if self.seen is not None and self.form is not None else None
        if self.form is not None and row is not None:
            self.form, self.error = replace(self.form, head=row.head), None
            self.changed.emit()

    def keep_now(self) -> None:
        """Keep what was typed since the last rest."""
        self.keeper.flush()

    # Inside

    def _begun(self, kind: Kind, row: ContactRow | None, values: dict[str, Any]) -> ContactForm:
        made = forms.begun(kind, self._clock.now(), **values)
        if kind == "new":
            caller = str(values.get("caller", ""))
            return replace(made, **self._of_caller(caller), follows=row.id if row is not None else made.follows)
        assert row is not None
        made = replace(made, contact=row.id, head=row.head, way=row.answer_way or row.way)
        if kind == "correct":
            made = replace(made, caller=row.person or telling.OTHER, who=row.who, role=row.role, words=row.words)
        at = row.answered_at if kind == "correct_answer" else row.at if kind == "correct" else None
        if at is not None:
            local = at.astimezone(LONDON)
            made = replace(made, day=local.date().isoformat(), clock=forms.spoken(local.time()))
            made = replace(made, which=moments.which(at), way=row.answer_way if kind == "correct_answer" else row.way)
        if kind == "correct_answer":
            made = replace(made, answer=row.answer)
        if kind == "reply_day":
            made = replace(made, other_day=True, reply_on=row.reply_on.isoformat() if row.reply_on else made.day)
        return made

    def _of_caller(self, key: str) -> dict[str, Any]:
        found = self.seen.caller(key) if self.seen is not None else None
        if found is None:
            return {}
        role = lists.relation(found.relation) if found.relation else ""
        return {"caller": key, "who": found.name, "role": role}

    def _act_of(self, form: ContactForm) -> Callable[[], Any]:
        desk, case = self._desk.contacts, self.case_id
        match form.kind:
            case "new":
                asked, answer = form.asked(case), form.answer.strip()
                by_hand = {"reply_on": form.reply_day(), "reason": form.reason} if form.other_day else {}
                told = {"answer": answer, "answered_at": asked.at} if answer else by_hand
                return lambda: desk.record(asked, **told)
            case "correct":
                asked = form.asked(case)
                return lambda: desk.correct(form.contact, asked, form.reason, shown=form.head)
            case "answer":
                at = form.at()
                return lambda: desk.answer(form.contact, form.answer, form.way, at=at, shown=form.head)
            case "correct_answer":
                at = form.at()
                return lambda: desk.correct_answer(
                    form.contact, form.answer, form.way, form.reason, at=at, shown=form.head
                )
            case "reply_day":
                on = date.fromisoformat(form.reply_on)
                return lambda: desk.set_reply_day(form.contact, on, form.reason, shown=form.head)
            case "withdraw":
                return lambda: desk.withdraw(form.contact, form.reason, shown=form.head)

    def _collect(self) -> dict[str, Any]:
        return self.form.body() if self.form is not None else {}

    def _take_draft(self, body: dict[str, Any]) -> None:
        if body and self.form is None:
            self.form = forms.from_body(body)
            if self.mode == "list":
                self.mode = "form"
            self.changed.emit()

    def _take(self, found: Contacts) -> None:
        if found.case_id != self.case_id:
            return
        self.seen = found
        if found.row(self.chosen) is None or self.chosen not in {row.id for row in found.rows}:
            self.chosen = found.rows[0].id if found.rows else ""
        self.changed.emit()

    def _done(self, form: ContactForm, made: Any) -> None:
        self.chosen = form.contact or getattr(made, "id", "")
        self._end(drop=False)
        self.recorded.emit(self.chosen)
        self.refresh()

    def _end(self, *, drop: bool = True) -> None:
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

    def _timer(self, wait: int, run: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(wait)
        made.timeout.connect(run)
        return made
