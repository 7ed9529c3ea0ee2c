"""One person of the council as an administrator sees them: roles with their days, what is open, a PIN, a login."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from bandingdesk.council.ops import Role
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import backlog, council, leaving
from bandingdesk.store.queries.council import PanelTypeRow, PersonRow, RoleRow
from bandingdesk.store.queries.leaving import OpenWork

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs


class Shown(NamedTuple):
    """A person, every role they were granted, the panel types there are, what is open in their name, their team."""

    person: PersonRow
    roles: tuple[RoleRow, ...]
    panel_types: tuple[PanelTypeRow, ...]
    open: tuple[OpenWork, ...]
    team: str
    teams: tuple[str, ...]


class PeopleViewModel(QObject):
    """Reads the person that is chosen, and acts on them. `kept` tells that an act is recorded."""

    changed = Signal()
    kept = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.shown: Shown | None = None
        self.error: DeskError | None = None
        self._person: str | None = None
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The day on which a role that is granted now begins."""
        return self._desk.clock.today()

    def choose(self, person: str | None) -> None:
        """Show another person, None for nobody."""
        self._person, self.error = person, None
        if person is None:
            self.shown = None
            self.changed.emit()
        else:
            self._read()

    def grant(self, role: Role, starts: date, ends: date | None, panel_type: str | None) -> None:
        """Grant a role to the person shown."""
        person = self._person
        if person is not None:
            grant = self._desk.council.grant_role
            self._act(lambda: grant(person, role, starts, ends=ends, panel_type=panel_type))

    def end(self, held: RoleRow, on: date) -> None:
        """End a role of the person shown after the day ON."""
        person = self._person
        if person is not None:
            self._act(lambda: self._desk.council.end_role(person, held.role, on, panel_type=held.panel_type))

    def set_team(self, team: str, starts: date) -> None:
        """Put the person shown into a team from a day on, "" for none."""
        person = self._person
        if person is not None:
            self._act(lambda: self._desk.backlog.set_team(person, team, starts))

    def reset_pin(self, pin: str, reason: str) -> None:
        """Give the person shown a PIN for the next opening."""
        person = self._person
        if person is not None:
            self._act(lambda: self._desk.council.reset_pin(person, pin, reason))

    def is_held(self, held: RoleRow) -> bool:
        """Return whether a role holds today or later."""
        return held.ends is None or held.ends >= self.today

    def _act(self, fn: Callable[[], Changes]) -> None:
        self.error = None
        self._jobs.act(fn, owner=self, done=lambda _changes: self.kept.emit(), failed=self._fail)

    def _read(self) -> None:
        person = self._person

        def read(conn: Any) -> Shown:
            assert person is not None
            teams = backlog.teams(conn, self.today)
            return Shown(
                council.person(conn, person),
                council.roles(conn, person),
                tuple(council.panel_types(conn)),
                leaving.open_work(conn, person, self.today),
                teams.get(person, ""),
                tuple(sorted(set(teams.values()))),
            )

        self._jobs.read(lambda: self._desk.read(read), owner=self, done=self._take, replaces="person")

    def _take(self, shown: Shown) -> None:
        self.shown = shown
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self._person is not None and any(subject.kind in ("person", "case") for subject in changes.subjects):
            self._read()
