"""Advice of a case: which request is open, and the one form that is being filled in: ask, date, chase, excuse, take."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries.advice import AdviceRow
from bandingdesk.ui.draft_keeper import DraftKeeper

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.cases.papers.reading import Papers

Kind = Literal["ask", "date", "chase", "excuse", "take", "withdraw"]


@dataclass(frozen=True, slots=True)
class AdviceForm:
    """The form as it is typed. Days are ISO texts; `there` may be empty: nobody knows it yet."""

    kind: Kind = "ask"
    request: str = ""
    shown: str = ""
    body: str = ""
    who: str = ""
    sent: str = ""
    there: str = ""
    way: str = ""
    on: str = ""
    ends: str = ""
    exception: str = ""
    words: str = ""
    paper: str = ""
    entry: str = ""


class AdviceModel(QObject):
    """Requests for advice. `form` is None while the table is shown."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = self.chosen = ""
        self.seen: Papers | None = None
        self.form: AdviceForm | None = None
        self.error: DeskError | None = None
        self.is_busy = False
        self._keeper = DraftKeeper(desk, jobs, messages, lambda: asdict(self.form) if self.form else {}, self)

    @property
    def row(self) -> AdviceRow | None:
        """The request in hand, None for none."""
        return self.seen.request(self.chosen) if self.seen is not None else None

    def show(self, case_id: str) -> None:
        """Take the requests of a case in hand."""
        self.case_id, self.chosen, self.seen, self.form, self.error = case_id, "", None, None, None
        self._keeper.open(f"advice:{case_id}", self._take_draft)

    def take(self, seen: Papers) -> None:
        """Know what was read."""
        self.seen = seen
        if seen.request(self.chosen) is None:
            self.chosen = seen.advice[0].id if seen.advice else ""

    def choose(self, request: str) -> None:
        """Take a request in hand."""
        if request != self.chosen:
            self.chosen = request
            self.changed.emit()

    def begin(self, kind: Kind) -> None:
        """Open a form; one that is being written already is gone on with."""
        if self.form is None or self.form.kind != kind or self.form.request != self._of(kind):
            self.form = self._begun(kind)
            self._keeper.chosen()
        self.error = None
        self.changed.emit()

    def type(self, **values: Any) -> None:
        """Change fields of the form; it is kept as a draft after a rest."""
        if self.form is not None:
            self.form = replace(self.form, **values)
            self._keeper.typed()

    def leave(self) -> None:
        """Close the form; what was typed goes."""
        self.form, self.error = None, None
        self._keeper.chosen()
        self.changed.emit()

    def submit(self) -> None:
        """Record what the form says."""
        form = self.form
        if form is None or self.is_busy:
            return
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(self._keeper.ending(lambda: self._record(form)), owner=self, done=self._done, failed=self._fail)

    # Inside

    def _record(self, form: AdviceForm) -> Any:
        desk, on = self._desk.advice, _day(form.on) or self._clock.today()
        shown = form.shown or None
        match form.kind:
            case "ask":
                sent = _day(form.sent) or self._clock.today()
                there, entry = _day(form.there), form.entry or None
                return desk.ask(
                    self.case_id,
                    form.body,
                    form.who,
                    sent=sent,
                    there=there,
                    way=form.way,
                    entry=entry,
                    words=form.words,
                )
            case "date":
                sent = _day(form.sent) or self._clock.today()
                return desk.date_it(form.request, sent, _day(form.there), form.words, shown=shown)
            case "chase":
                return desk.chase(form.request, on, form.way, form.words, shown=shown)
            case "excuse":
                ends, paper = _day(form.ends), form.paper or None
                return desk.excuse(form.request, form.exception, on, ends, form.words, evidence=paper, shown=shown)
            case "take":
                return desk.take(form.request, on, form.paper or None, shown=shown)
            case "withdraw":
                return desk.withdraw(form.request, form.words, shown=shown)

    def _of(self, kind: Kind) -> str:
        return "" if kind == "ask" else self.chosen

    def _begun(self, kind: Kind) -> AdviceForm:
        today, row = self._clock.today().isoformat(), self.row
        begun = AdviceForm(kind, request=self._of(kind), sent=today, on=today)
        if kind == "ask" or row is None:
            entries = self.seen.entries if self.seen is not None else ()
            return replace(begun, entry=entries[0].id if entries else "")
        there = row.there.isoformat() if row.there else today
        return replace(begun, shown=row.head, sent=row.sent.isoformat(), there=there)

    def _take_draft(self, body: dict[str, Any]) -> None:
        known = {field.name for field in fields(AdviceForm)}
        if body:
            self.form = AdviceForm(**{name: value for name, value in body.items() if name in known})
            self.changed.emit()

    def _done(self, _answer: Any) -> None:
        self.is_busy, self.form = False, None
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.changed.emit()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
