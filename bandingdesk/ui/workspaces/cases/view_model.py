"""The state of the list of cases: the filter in words, the order, the ids it finds, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import caseload
from bandingdesk.store.queries.caseload import CaseFilter, CaseListRow
from bandingdesk.ui import text

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs

REST_MS = 80  # of typing, before the filter runs
FIRST = 200  # rows read together with the ids
MINE = "mine"
TOUCHES = ("case", "child", "import", "meeting", "decision", "entry", "policy", "person")


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of one filter: ids in order, the first rows, and whether the record holds any case at all."""

    ids: tuple[str, ...]
    rows: tuple[CaseListRow, ...]
    whole: int


class CasesViewModel(QObject):
    """The list. `found` is None while the first answer is awaited; `is_slow` after two seconds of waiting."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.words = ""
        self.sort = ("law_day", False)
        self.found: Found | None = None
        self.edition = 0  # counts the answers, so that the page fills its table once for each
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.refresh)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def say(self, words: str) -> None:
        """Filter by WORDS once typing has rested."""
        if words != self.words:
            self.words = words
            self._rest.start()

    def filter_now(self, words: str) -> None:
        """Filter by WORDS at once."""
        self._rest.stop()
        self.words = words
        self.refresh()

    def toggle(self, token: str) -> None:
        """Put TOKEN into the filter, or take it out."""
        tokens = self.words.split()
        kept = [one for one in tokens if one.lower() != token]
        self.filter_now(" ".join(kept if len(kept) < len(tokens) else [*kept, token]))

    def has(self, token: str) -> bool:
        """Return whether TOKEN is in the filter."""
        return token in self.words.lower().split()

    def sort_by(self, sort: str, descending: bool) -> None:
        """Order the list by the column SORT."""
        self.sort = (sort, descending)
        self.refresh()

    def refresh(self) -> None:
        """Ask the record."""
        wanted, sort, today, me = self.wanted(), self.sort, self.today, self._desk.me_id

        def read() -> Found:
            with self._desk.store.read() as conn:
                ids = caseload.ids(conn, wanted, sort, today=today, viewer=me)
                whole = len(ids) or caseload.count(conn, CaseFilter(), today=today, viewer=me)
                return Found(tuple(ids), tuple(caseload.window(conn, ids[:FIRST], today=today)), whole)

        self._jobs.read(read, owner=self, done=self._take, replaces="list")

    def wanted(self) -> CaseFilter:
        """Return the filter that the words say."""
        tokens = self.words.split()
        found = caseload.parse(" ".join(one for one in tokens if one.lower() != MINE))
        return replace(found, mine=self._desk.me_id) if len(tokens) != len(_without_mine(tokens)) else found

    def fetch(self, ids: Sequence[str]) -> list[CaseListRow]:
        """Return the rows with these ids. Runs on a reader thread."""
        day = self.today
        return self._desk.read(lambda conn: caseload.window(conn, ids, today=day))

    # In words

    def count(self) -> str:
        """Return how many cases are shown."""
        number = len(self.found.ids) if self.found else 0
        return self.tr("%n cases", "", number).replace(str(number), text.count(number))

    def not_understood(self) -> str:
        """Return what is the matter with the filter, "" for nothing."""
        strange = self.wanted().not_understood
        if not strange:
            return ""
        words = self.tr("“{0}” is not a filter.").replace("{0}", text.listed(list(strange)))
        known = self.tr("Use need: school: band: year: setting: holder: team: step: due<14d late panel:next mine.")
        return f"{words} {known}"

    @property
    def is_empty(self) -> bool:
        """Whether the record holds no case at all."""
        return self.found is not None and self.found.whole == 0

    @property
    def has_no_hits(self) -> bool:
        """Whether the filter finds nothing in a record that holds cases."""
        return self.found is not None and not self.found.ids and self.found.whole > 0

    # Inside

    def _take(self, found: Found) -> None:
        self.found = found
        self.edition += 1
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.found is not None and any(subject.kind in TOUCHES for subject in changes.subjects):
            self.refresh()


def _without_mine(tokens: list[str]) -> list[str]:
    return [one for one in tokens if one.lower() != MINE]
