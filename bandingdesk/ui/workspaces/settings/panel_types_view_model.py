"""The state of the panel types: those in force, those that ship and wait, which is chosen, and adopting a version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.council import may
from bandingdesk.council.ops import PanelTypeAdopted, Role
from bandingdesk.errors import DeskError
from bandingdesk.panel import shipped
from bandingdesk.panel.shipped import ShippedType
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import council, panel_types
from bandingdesk.store.queries.panel_types import TypeLine

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

WRITERS: tuple[Role, ...] = may.rule("panel_type.adopted").writers


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: a type of the council, or a template that it has not adopted."""

    id: str
    line: TypeLine | None
    template: ShippedType | None

    @property
    def name(self) -> str:
        """What it is called."""
        if self.line is not None:
            return self.line.name
        return self.template.name if self.template else self.id


class PanelTypesViewModel(QObject):
    """The panel types. `rows` is empty until the first answer; `adopted` carries the key just adopted."""

    changed = Signal()
    adopted = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.rows: tuple[Entry, ...] = ()
        self.professions: tuple[str, ...] = ()
        self.key = ""
        self.may_adopt = False
        self.is_busy = self.is_read = False
        self.error: DeskError | None = None
        self._is_asked = False
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._desk.clock.today()

    @property
    def row(self) -> Entry | None:
        """The chosen row, None until it is read."""
        return next((row for row in self.rows if row.id == self.key), None)

    @property
    def names(self) -> dict[str, str]:
        """The names of the council's panel types by key."""
        return {row.id: row.name for row in self.rows if row.line is not None}

    def choose(self, key: str) -> None:
        """Show another panel type."""
        if key != self.key:
            self.key, self.error = key, None
            self.changed.emit()

    def refresh(self) -> None:
        """Read the panel types as they stand today."""
        desk, me, today = self._desk, self._desk.me_id, self.today
        self._is_asked = True

        def read() -> tuple[list[TypeLine], tuple[str, ...], bool]:
            with desk.store.read() as conn:
                people = council.people(conn)
                roles = next((row.roles for row in people if row.id == me), ())
                known = tuple(sorted({row.profession for row in people}))
                return panel_types.lines(conn, today), known, bool(set(roles) & set(WRITERS))

        self._jobs.read(read, owner=self, done=self._take, failed=self._fail, replaces="panel types")

    def adopt(self, body: PanelTypeAdopted) -> None:
        """Adopt BODY as a version of its key from its first day."""
        act = self._desk.council.adopt_panel_type
        self.error, self.is_busy = None, True
        self.changed.emit()
        self._jobs.act(lambda: act(body), owner=self, done=lambda _made: self._end(body.key), failed=self._fail)

    # Inside

    def _end(self, key: str) -> None:
        self.is_busy, self.key = False, key
        self.adopted.emit(key)
        self.refresh()
        self.changed.emit()

    def _take(self, found: tuple[list[TypeLine], tuple[str, ...], bool]) -> None:
        lines, self.professions, self.may_adopt = found
        known = {line.key for line in lines}
        waiting = [one for one in shipped.shipped() if one.key not in known]
        self.rows = (
            *(Entry(line.key, line, shipped.book().of_family(line.family)) for line in lines),
            *(Entry(one.key, None, one) for one in waiting),
        )
        if self.row is None and self.rows:
            self.key = self.rows[0].id
        self.is_read = True
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.is_busy = fault, False
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self._is_asked and any(subject.kind in ("panel_type", "person") for subject in changes.subjects):
            self.refresh()
