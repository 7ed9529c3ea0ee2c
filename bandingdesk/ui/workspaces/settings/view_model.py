"""The state of Settings: me and my PIN, the people, how the record is kept safe, what this program is."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal, qVersion

import bandingdesk
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import council
from bandingdesk.store.queries.council import PersonRow
from bandingdesk.ui.jobs import Cancelled, CancelledError, Progress

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.verify import Verification
    from bandingdesk.ui.jobs import Job, Jobs

Section = Literal["me", "look", "people", "terms", "panel_types", "security", "diagnostics"]
SHORTEST_PIN = 4


@dataclass(frozen=True, slots=True)
class Security:
    """How the store is kept: its place, whether it is encrypted, whether the keyring or a passphrase holds the key."""

    place: str
    is_encrypted: bool
    keyring_usable: bool
    has_passphrase: bool
    has_recovery: bool


class SettingsViewModel(QObject):
    """Everything Settings shows that is not a preference."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.section: Section = "me"
        self.people: tuple[PersonRow, ...] = ()
        self.security: Security | None = None
        self.error: DeskError | None = None
        self.pin_state = ""  # "", "wrong", "kept"
        self.found: Verification | None = None
        self.job: Job | None = None
        jobs.changed.connect(self._hear)

    @property
    def me_id(self) -> str:
        """The id of the person at the keys."""
        return self._desk.me_id

    def me(self) -> PersonRow | None:
        """Return the person at the keys."""
        return next((person for person in self.people if person.id == self.me_id), None)

    def go(self, section: Section) -> None:
        """Open another part."""
        self.section = section
        self.error, self.pin_state = None, ""
        self.changed.emit()

    def refresh(self) -> None:
        """Read people and the facts of security."""
        self._jobs.read(
            lambda: tuple(self._desk.read(council.people)), owner=self, done=self._take_people, replaces="people"
        )
        self._jobs.read(self._read_security, owner=self, done=self._take_security, replaces="security")

    def may_change_people(self) -> bool:
        """Return whether the person at the keys is an administrator."""
        me = self.me()
        return me is not None and "administrator" in me.roles

    def change_pin(self, old: str, new: str) -> None:
        """Set my PIN, once the one I have is typed right."""
        me = self.me()
        if me is None:
            return
        change = self._desk.council.change_pin
        self.error, self.pin_state = None, ""
        self._jobs.act(lambda: change(old, new), owner=self, done=self._take_pin, failed=self._fail)

    def add_person(self, name: str, initials: str, profession: str) -> None:
        """Add a colleague to the record."""
        self._jobs.act(
            lambda: self._desk.council.add_person(name, initials, profession),
            owner=self,
            done=lambda _made: self.changed.emit(),
            failed=self._fail,
        )

    def check_record(self) -> None:
        """Walk the whole record: every entry, the chain, what hangs on it."""

        def run(progress: Progress, cancelled: Cancelled) -> Verification:
            def tell(done: int, whole: int) -> None:
                if cancelled():
                    raise CancelledError
                progress(done, whole)

            return self._desk.oversight.verify(tell)

        self.error, self.found = None, None
        job = self._jobs.job(self.tr("Checking the record"), run, owner=self, done=self._take_found, failed=self._fail)
        if job.state == "running":
            self.job = job
            job.changed.connect(self._job_changed)
        self.changed.emit()

    def versions(self) -> list[tuple[str, str]]:
        """Return what runs here, for who supports you: names and versions, nothing of a case."""
        import sqlite3

        return [
            ("Banding Desk", bandingdesk.__version__),
            ("Qt", str(qVersion())),
            ("Python", platform.python_version()),
            ("SQLite", sqlite3.sqlite_version),
            (self.tr("System"), platform.platform(aliased=True, terse=True)),
        ]

    # Inside

    def _read_security(self) -> Security:
        from bandingdesk.store import keys

        path = self._desk.store.path
        has_file = keys.file_of(path).exists()
        return Security(
            place=str(path),
            is_encrypted=self._desk.store.is_encrypted,
            keyring_usable=keys.keyring_state().ok,
            has_passphrase=has_file and keys.has_passphrase(path),
            has_recovery=has_file,
        )

    def _take_people(self, people: tuple[PersonRow, ...]) -> None:
        self.people = people
        self.changed.emit()

    def _take_security(self, security: Security) -> None:
        self.security = security
        self.changed.emit()

    def _take_pin(self, changes: Changes | None) -> None:
        self.pin_state = "wrong" if changes is None else "kept"
        self.changed.emit()

    def _take_found(self, found: Verification) -> None:
        self.found = found
        self.changed.emit()

    def _job_changed(self) -> None:
        if self.job is not None and self.job.state != "running":
            self.job = None
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if any(subject.kind == "person" for subject in changes.subjects):
            self.refresh()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.job = fault, None
        self.changed.emit()
