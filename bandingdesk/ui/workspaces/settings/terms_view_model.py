"""The state of the terms of casework: what is in force, which of them is chosen, and adopting it anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.terms import KEYS, Term
from bandingdesk.council import may
from bandingdesk.council.ops import Role
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import council, terms
from bandingdesk.store.queries.terms import TermRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

WRITERS: tuple[Role, ...] = may.rule("policy.adopted").writers


class TermsViewModel(QObject):
    """The terms. `rows` is empty until the first answer; `adopted` carries the policy that an act has just adopted."""

    changed = Signal()
    adopted = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.rows: tuple[TermRow, ...] = ()
        self.key = KEYS[0]
        self.may_adopt = False
        self.is_busy = False
        self.error: DeskError | None = None
        self._is_asked = False
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._desk.clock.today()

    @property
    def row(self) -> TermRow | None:
        """The policy that is chosen, None until it is read."""
        return next((row for row in self.rows if row.id == self.key), None)

    def choose(self, key: str) -> None:
        """Show another policy."""
        if key != self.key:
            self.key, self.error = key, None
            self.changed.emit()

    def refresh(self) -> None:
        """Read the terms in force today."""
        desk, me, today = self._desk, self._desk.me_id, self.today
        self._is_asked = True

        def read() -> tuple[tuple[TermRow, ...], bool]:
            with desk.store.read() as conn:
                roles = council.person(conn, me).roles
                return tuple(terms.terms(conn, today)), bool(set(roles) & set(WRITERS))

        self._jobs.read(read, owner=self, done=self._take, failed=self._fail, replaces="terms")

    def adopt(self, term: Term, starts: date, minute: str) -> None:
        """Adopt TERM from a day on."""
        key, act = self.key, self._desk.council.adopt_term
        self.error, self.is_busy = None, True
        self.changed.emit()
        self._jobs.act(
            lambda: act(term, starts, minute), owner=self, done=lambda _changes: self._end(key), failed=self._fail
        )

    # Inside

    def _end(self, key: str) -> None:
        self.is_busy = False
        self.adopted.emit(key)
        self.refresh()
        self.changed.emit()

    def _take(self, found: tuple[tuple[TermRow, ...], bool]) -> None:
        self.rows, self.may_adopt = found
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.is_busy = fault, False
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self._is_asked and any(subject.kind in ("policy", "person") for subject in changes.subjects):
            self.refresh()
