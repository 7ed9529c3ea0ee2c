"""The state of a handover: the chosen cases as a list by legal date, the colleague who takes them, what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.statute import book
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import backlog, handover, today
from bandingdesk.store.queries.backlog import CaseworkerRow
from bandingdesk.store.queries.doing import Kind
from bandingdesk.store.queries.handover import HandoverRow
from bandingdesk.ui import text, writing

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Reading:
    """The chosen cases by legal date, and who can take them."""

    rows: tuple[HandoverRow, ...]
    colleagues: tuple[CaseworkerRow, ...]


class Given(NamedTuple):
    """What was handed over: who had each case before, and who has them now."""

    before: dict[str, str | None]
    to: str


class GiveViewModel(QObject):
    """A handover. `given` is set once the cases went; `saved` carries the name of a file that was written."""

    changed = Signal()
    saved = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self._cases: tuple[str, ...] = ()
        self.reading: Reading | None = None
        self.error: DeskError | None = None
        self.given: Given | None = None
        self.is_busy = False
        self.to: str | None = None

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def open(self, cases: Sequence[str]) -> None:
        """Show CASES to be handed over."""
        self._cases, self.reading, self.error, self.given, self.to = tuple(cases), None, None, None, None
        self.refresh()

    def refresh(self) -> None:
        """Read the cases as they are now."""
        cases, me, day = self._cases, self._desk.me_id, self.today

        def read() -> Reading:
            with self._desk.store.read() as conn:
                held = {row.holder for row in handover.handover(conn, cases)}
                waiting = [row for part in today.PARTS for who in held for row in part(conn, who or me, day)]
                people = [row for row in backlog.caseworkers(conn, day) if not row.has_left]
                return Reading(tuple(handover.handover(conn, cases, waiting)), tuple(people))

        self._jobs.read(read, owner=self, done=self._take, failed=self._fail, replaces="handover")

    def choose(self, person: str | None) -> None:
        """Choose who takes the cases."""
        self.to = person
        self.changed.emit()

    def give(self) -> None:
        """Give the cases to the colleague that is chosen: all, or none."""
        to, reading = self.to, self.reading
        if to is None or reading is None:
            return
        before = {row.case_id: row.holder for row in reading.rows}
        self._act(lambda: self._desk.backlog.reassign(before, to), Given(before, to))

    def undo(self) -> None:
        """Give the cases back to who had them."""
        given = self.given
        if given is not None:
            self._act(lambda: self._desk.backlog.give_back(given.before, given.to), None)

    def save(self, path: Path) -> None:
        """Save the list as a workbook."""
        headings, rows = self.table()
        make = self._desk.backlog.handover_workbook
        self._jobs.read(lambda: writing.write(path, make(headings, rows)), owner=self, done=self.saved.emit)

    # In words

    def table(self) -> tuple[list[str], list[list[str | date | None]]]:
        """Return headings and rows of the list, as the page shows and a workbook holds them."""
        headings = [
            self.tr("Case"),
            self.tr("Child or young person"),
            self.tr("Next legal date"),
            self.tr("What the law asks"),
            self.tr("Provision"),
            self.tr("Last contact"),
            self.tr("What waits"),
        ]
        rows = self.reading.rows if self.reading else ()
        return headings, [
            [
                row.reference,
                row.child_name,
                row.law_day,
                _step(row.rule),
                row.provision,
                row.last_contact,
                self.waits(row),
            ]
            for row in rows
        ]

    def waits(self, row: HandoverRow) -> str:
        """Return what waits on a case."""
        told = (self._kinds().get(kind, self.tr("something to look at")) for kind in row.waits)
        return ", ".join(told) or self.tr("nothing else")

    def limit(self, row: HandoverRow) -> str:
        """Return the rule behind the next legal date."""
        return f"{_step(row.rule)} ({row.provision})" if row.rule else ""

    def colleagues(self) -> list[tuple[str, str]]:
        """Return who can take the cases, with team and cases in hand."""
        found = []
        for row in self.reading.colleagues if self.reading else ():
            held = self.tr("%n cases", "", row.cases)
            found.append((row.id, ", ".join(part for part in (row.name, row.team, held) if part)))
        return found

    def name(self, person: str | None) -> str:
        """Return a colleague's name."""
        known = self.reading.colleagues if self.reading else ()
        return next((row.name for row in known if row.id == person), "")

    def first_day(self) -> str:
        """Return the sentence on the first legal date of the list."""
        days = [row.law_day for row in self.reading.rows if row.law_day] if self.reading else []
        if not days:
            return self.tr("None of them has a running legal date.")
        late = sum(day < self.today for day in days)
        first = self.tr("The first legal date is {0}.").replace("{0}", text.day(min(days)))
        return f"{first} {self.tr('%n are past it.', '', late)}" if late else first

    # Inside

    def _kinds(self) -> dict[Kind, str]:
        return {
            "contact": self.tr("a question to answer"),
            "advice": self.tr("advice to chase"),
            "document": self.tr("documents to answer"),
            "form": self.tr("a form to read or ask for"),
            "person": self.tr("people to check"),
            "provision": self.tr("costs of Section F to name"),
            "profile": self.tr("a profile to finish"),
            "letter": self.tr("a letter to write"),
        }

    def _act(self, fn: Callable[[], Changes], after: Given | None) -> None:
        self.error, self.is_busy = None, True
        self.changed.emit()

        def end(_changes: Changes) -> None:
            self.is_busy, self.given = False, after
            self.refresh()

        self._jobs.act(fn, owner=self, done=end, failed=self._fail)

    def _take(self, reading: Reading) -> None:
        self.reading = reading
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.is_busy = fault, False
        self.changed.emit()


def _step(rule: str) -> str:
    if not rule:
        return ""
    try:
        words = book.shipped().rule(rule).step
    except book.RuleUnknownError:
        return rule
    return f"{words[:1].upper()}{words[1:]}"
