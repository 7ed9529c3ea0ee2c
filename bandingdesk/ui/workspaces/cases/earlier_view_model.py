"""The lists taken in before: what they brought, and taking one back until a row of it has been used."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.lists.undo import Use
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import council, lists
from bandingdesk.store.queries.lists import ImportRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

SHOWN = 6
_KINDS = {"import.recorded", "import.undone"}


class Asked(NamedTuple):
    """An import that somebody wants to take back, and what stops it: nothing where `uses` is empty."""

    row: ImportRow
    uses: tuple[Use, ...]


class EarlierViewModel(QObject):
    """The last lists; one of them asked about."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.rows: tuple[ImportRow, ...] = ()
        self.names: dict[str, str] = {}
        self.asked: Asked | None = None
        self.error: DeskError | None = None
        jobs.changed.connect(self._hear)

    def load(self) -> None:
        """Read the last lists."""

        def read(conn: Connection) -> tuple[tuple[ImportRow, ...], dict[str, str]]:
            return lists.imports(conn, SHOWN), {person.id: person.name for person in council.people(conn)}

        self._jobs.read(lambda: self._desk.read(read), owner=self, done=self._take, replaces="imports")

    def ask(self, row: ImportRow) -> None:
        """Look at what would stop ROW from being taken back."""
        self.error = None
        self._jobs.read(
            lambda: Asked(row, self._desk.lists.uses(row.id)), owner=self, done=self._take_asked, replaces="uses"
        )

    def leave(self) -> None:
        """Leave the import as it is."""
        self.asked = None
        self.changed.emit()

    def take_back(self) -> None:
        """Take the import back, as one act."""
        asked = self.asked
        if asked is None:
            return
        self._jobs.act(
            lambda: self._desk.lists.undo(asked.row.id), owner=self, done=lambda _done: self.leave(), failed=self._fail
        )

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & _KINDS:
            self.load()

    def _take(self, found: tuple[tuple[ImportRow, ...], dict[str, str]]) -> None:
        self.rows, self.names = found
        self.changed.emit()

    def _take_asked(self, asked: Asked) -> None:
        self.asked = asked
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.asked, self.error = None, fault
        self.changed.emit()
