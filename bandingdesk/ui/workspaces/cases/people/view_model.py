"""The state of the People part: what the record says, the form in hand with its draft, what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast, get_args

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.around.ops import RelationFacts
from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.store.queries import around
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.workspaces.cases.people import acts, forms, reading
from bandingdesk.ui.workspaces.cases.people.forms import Form, Kind
from bandingdesk.ui.workspaces.cases.people.reading import People

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

_OF_A_PERSON: tuple[Kind, ...] = ("change", "limit", "confirm", "letters", "end")
_TOUCHED = ("relation", "child", "case", "decision", "person", "resolution")


class PeopleViewModel(QObject):
    """The people around the child of one case; at most one form is open, kept as a draft while it is typed."""

    changed = Signal()
    recorded = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = ""
        self.seen: People | None = None
        self.form: Form | None = None
        self.later: frozenset[str] = frozenset()  # look-alikes that wait until the case is opened again
        self.error: DeskError | None = None
        self.is_stale = self.is_busy = False
        self.before: RelationFacts | None = None  # the person the form is about, with the address
        self._is_watched = self._is_old = False
        self._keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    @property
    def alike(self) -> tuple[around.EntryRow, ...]:
        """The entries that may be the same child, without those put off for now."""
        found = self.seen.alike if self.seen is not None else ()
        return tuple(row for row in found if row.child_id not in self.later)

    # Reading

    def show(self, case_id: str) -> None:
        """Take a case in hand; nothing happens where it is already."""
        if case_id == self.case_id:
            return
        self._keeper.flush()
        self.case_id, self.seen, self.form, self.error = case_id, None, None, None
        self.later, self.is_stale, self.is_busy = frozenset(), False, False
        self.changed.emit()
        if self._is_watched:
            self.refresh()

    def watch(self, *, on: bool) -> None:
        """Hear that this part came on the screen, or went: only then it is read, and news are."""
        self._is_watched = on
        if not on:
            self._keeper.flush()
        elif self.seen is None or self._is_old:
            self.refresh()

    def refresh(self) -> None:
        """Read the people again."""
        case, me, today = self.case_id, self._desk.me_id, self.today
        self._is_old = False
        if case:
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, case, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="people",
            )

    # The form

    def begin(self, kind: Kind, target: str = "", **values: str) -> None:
        """Open a form: of the child, of the person TARGET, or of another entry; VALUES are filled in already."""
        seen = self.seen
        if seen is None or self.is_busy or seen.only_for:
            return
        self.error, self.is_stale = None, False
        if kind not in _OF_A_PERSON:
            begun = {**_begun(kind, seen, self.today), **values}
            self._open(Form(kind, target, begun, self._head(kind, target)), None)
            return
        row = seen.row(target)
        if row is not None:
            head = row.head
            begin = lambda facts: self._of_person(kind, target, facts, head, values)  # noqa: E731
            self._read_person(target, lambda facts: self._open(begin(facts), facts))

    def type(self, name: str, value: str) -> None:
        """Type into a field; the form is kept after a rest."""
        if self.form is not None and self.form.values.get(name, "") != value:
            self.form = self.form.with_value(name, value)
            self._keeper.typed()
            self.changed.emit()

    def choose(self, name: str, value: str) -> None:
        """Choose or tick; the form is kept at once."""
        if self.form is not None and self.form.values.get(name, "") != value:
            self.form = self.form.with_value(name, value)
            self._keeper.chosen()
            self.changed.emit()

    def cancel(self) -> None:
        """Close the form and forget what was typed."""
        if self.form is not None and not self.is_busy:
            self.form, self.error, self.is_stale = None, None, False
            self._keeper.chosen()
            self.changed.emit()

    def accept_newer(self) -> None:
        """Go on with the form on top of what came in between."""
        if self.form is not None:
            self.form = replace(self.form, shown=self._head(self.form.kind, self.form.target))
        self.error, self.is_stale = None, False
        self.changed.emit()

    def put_off(self, child: str) -> None:
        """Decide later whether another entry is the same child."""
        self.later |= {child}
        self.changed.emit()

    def submit(self) -> None:
        """Record what the form says. Call when nothing is missing."""
        form, seen = self.form, self.seen
        if form is None or seen is None or self.is_busy or not self.is_ready:
            return
        act = self._keeper.ending(acts.act(self._desk.around, form, seen, self.before))
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=lambda _made: self._done(), failed=self._fail)

    @property
    def is_ready(self) -> bool:
        """Whether the form can be recorded as it is typed; an identifier whose check fails stops nothing."""
        form = self.form
        return form is not None and not (form.missing() or form.wrong_days() or form.wrong_numbers())

    # Inside

    def _open(self, form: Form, before: RelationFacts | None) -> None:
        self.form, self.before = form, before
        self.changed.emit()

    def _of_person(self, kind: Kind, target: str, facts: RelationFacts, head: str, values: Mapping[str, str]) -> Form:
        on = forms.written(self.today)
        begun = {"confirm": {"on": on}, "letters": {"on": on}, "end": {"on": on}, "limit": {}}
        return Form(kind, target, {**begun.get(kind, forms.of_person(facts)), **values}, head)

    def _read_person(self, target: str, then: Callable[[RelationFacts], None]) -> None:
        """Read all of one person, the withheld address too, for the form that is about them."""
        self._jobs.read(
            lambda: self._desk.read(lambda conn: around.full(conn, target)),
            owner=self,
            done=lambda facts: then(facts) if facts is not None else None,
            failed=self._fail,
            replaces="person",
        )

    def _head(self, kind: Kind, target: str) -> str:
        seen = self.seen
        if seen is None:
            return ""
        if kind in _OF_A_PERSON:
            row = seen.row(target)
            return row.head if row is not None else ""
        of_child = ("care", "capacity", "death", "correct")
        return seen.child.head if kind in of_child else ""

    def _collect(self) -> dict[str, Any]:
        form = self.form
        if form is None:
            return {}
        return {"kind": form.kind, "target": form.target, "shown": form.shown, "values": dict(form.values)}

    def _take_draft(self, body: dict[str, Any]) -> None:
        """Open the form that was left, as it was typed."""
        kind, target = cast("Kind", body.get("kind")), str(body.get("target", ""))
        if kind not in get_args(Kind) or self.form is not None or self.seen is None or self.seen.only_for:
            return
        values = {str(name): str(value) for name, value in dict(body.get("values", {})).items()}
        form = Form(kind, target, values, str(body.get("shown", "")))
        if kind not in _OF_A_PERSON:
            self._open(form, None)
        elif self.seen.row(target) is not None:
            self._read_person(target, lambda facts: self._open(form, facts))

    def _take(self, seen: People) -> None:
        if seen.case_id != self.case_id:
            return
        self.seen = seen
        self._keeper.open(f"people:{self.case_id}", self._take_draft)
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if not changes.touches(*_TOUCHED):
            return
        if self._is_watched and self.case_id:
            self.refresh()
        else:
            self._is_old = True

    def _done(self) -> None:
        self.form, self.is_busy = None, False
        self.recorded.emit()
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.is_stale = isinstance(fault, StaleCaseError)
        if self.is_stale:
            self.refresh()
        self.changed.emit()


def _begun(kind: Kind, seen: People, today: date) -> dict[str, str]:
    """Return what a form of the child begins with."""
    on = forms.written(today)
    match kind:
        case "add":
            return {"format": "post", "responsibility": "not_known", "address_on": on}
        case "care":
            return forms.of_care(seen.care[0]) if seen.care and seen.care[0].ends is None else {}
        case "capacity":
            return {"on": on, "decision": seen.decisions[0][0] if seen.decisions else ""}
        case "death":
            known = seen.stop
            return {"on": forms.written(known.on), "source": known.source, "lead": known.lead} if known else {}
        case "correct":
            return forms.of_child(seen.child)
    return {}
