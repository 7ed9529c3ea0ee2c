"""Cases picked for an agenda before they are added: found by words, put in order, with the readers who must score."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.store.queries.panel import SeatRow
from bandingdesk.ui.workspaces.panels import reading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs

REST_MS = 80  # after typing; ux.md 10 counts the filter from there


class Adding(QObject):
    """The search, its hits, and what is picked so far."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._on_agenda: Collection[str] = ()
        self.words = ""
        self.hits: tuple[CaseListRow, ...] = ()
        self.picked: tuple[CaseListRow, ...] = ()
        self.voters: tuple[SeatRow, ...] = ()
        self.readers: tuple[str, ...] = ()
        self.is_late = False  # the deadline has passed: what is added now is urgent
        self.deadline: date | None = None
        self.urgent = ""
        self.by_rota = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.search)

    def open(self, on_agenda: Sequence[str], voters: Sequence[SeatRow], *, by_rota: bool = False) -> None:
        """Begin to add; all voting members read unless the person says otherwise, or the rota will (BY_ROTA)."""
        self._on_agenda = frozenset(on_agenda)
        known = {seat.person_id for seat in self.voters}
        self.voters = tuple(voters)
        if known != {seat.person_id for seat in voters}:
            self.readers = () if by_rota else tuple(seat.person_id for seat in voters)
        self.by_rota = by_rota
        self.search()

    def clear(self) -> None:
        """Forget what was picked."""
        self.words, self.hits, self.picked, self.urgent = "", (), (), ""

    def write(self, words: str) -> None:
        """Look for WORDS after a rest in typing."""
        self.words = words
        self._rest.start()

    def search(self) -> None:
        """Look for the words now."""
        self._rest.stop()
        words, taken, me = self.words, frozenset(self._on_agenda), self._desk.me_id

        def done(found: list[CaseListRow]) -> None:
            picked = {row.id for row in self.picked}
            self.hits = tuple(row for row in found if row.id not in picked)
            self.changed.emit()

        self._jobs.read(
            lambda: self._desk.read(lambda conn: reading.search(conn, words, taken, me)),
            owner=self,
            done=done,
            replaces="search",
        )

    def pick(self, case: CaseListRow) -> None:
        """Put CASE at the end of what is picked."""
        if case not in self.picked:
            self.picked = (*self.picked, case)
            self.hits = tuple(row for row in self.hits if row.id != case.id)
            self.changed.emit()

    def propose(self, case_id: str) -> None:
        """Pick a case by its id, unless it is on the agenda already or closed to the person at the keys."""
        if case_id in self._on_agenda:
            return
        me = self._desk.me_id

        def done(found: list[CaseListRow]) -> None:
            for row in found:
                self.pick(row)

        self._jobs.read(
            lambda: self._desk.read(lambda conn: reading.open_case(conn, case_id, me)), owner=self, done=done
        )

    def drop(self, case: CaseListRow) -> None:
        """Take CASE out of what is picked."""
        self.picked = tuple(row for row in self.picked if row.id != case.id)
        self.search()

    def move(self, case: CaseListRow, by: int) -> None:
        """Move CASE up (-1) or down (1) in what is picked; at the ends it stays."""
        rows = list(self.picked)
        at = rows.index(case)
        to = at + by
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            self.picked = tuple(rows)
            self.changed.emit()

    def order_by_law(self) -> None:
        """Put the cases with the earliest last day of the law first (moderation.md: must be decided first)."""
        self.picked = tuple(
            sorted(self.picked, key=lambda row: (row.law_day is None, row.law_day or "", row.child_name))
        )
        self.changed.emit()

    def set_reader(self, person: str, reads: bool) -> None:
        """Say whether PERSON must score the picked cases."""
        chosen = {*self.readers, person} if reads else set(self.readers) - {person}
        self.readers = tuple(seat.person_id for seat in self.voters if seat.person_id in chosen)
        self.changed.emit()
