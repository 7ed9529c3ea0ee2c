"""The state of the form of a new case: what is typed, what is missing, a child on record that looks the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.casework import cells, identifiers
from bandingdesk.casework.intake import PlanRow
from bandingdesk.errors import DeskError
from bandingdesk.store.queries import caseload
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.ui.draft_keeper import REST_MS, DraftKeeper

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

DRAFT = "new_case"
NEEDED = ("forename", "surname", "dob", "setting_name", "setting_type", "year_group", "primary_need", "plan_start")


DAYS = ("dob", "plan_start", "last_review")


def day(typed: str) -> date | None:
    """Return the day that TYPED says, None where it says none."""
    found = cells.READERS["date"](typed)
    return found if isinstance(found, date) else None


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is typed. Days are texts as typed, codes as in `intake.PlanRow`; "" for what is not said."""

    forename: str = ""
    surname: str = ""
    dob: str = ""
    upn: str = ""
    setting_name: str = ""
    setting_type: str = ""
    year_group: str = ""
    primary_need: str = ""
    secondary_need: str = ""
    plan_start: str = ""
    last_review: str = ""

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled."""
        return tuple(name for name in NEEDED if not getattr(self, name).strip())

    def wrong_days(self) -> tuple[str, ...]:
        """Return the names of the day fields that hold no day."""
        return tuple(name for name in DAYS if getattr(self, name).strip() and day(getattr(self, name)) is None)

    def plan(self) -> PlanRow:
        """Return it as a plan. Call when `missing` and `wrong_days` are empty."""
        born = day(self.dob)
        assert born is not None
        return PlanRow(
            surname=self.surname.strip(),
            forename=self.forename.strip(),
            dob=born,
            upn=self.upn.strip().upper(),
            setting_name=self.setting_name.strip(),
            setting_type=self.setting_type,
            year_group=self.year_group,
            phase=cells.phase_of(self.year_group),
            primary_need=self.primary_need,
            secondary_need=self.secondary_need,
            plan_start=day(self.plan_start),
            last_review=day(self.last_review),
        )


class NewCaseViewModel(QObject):
    """The form, kept as a draft while it is typed. `made` carries the id of the case that was opened."""

    changed = Signal()
    made = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.form = NewCase()
        self.error: DeskError | None = None
        self.alike: list[CaseListRow] = []
        self.is_busy = False
        self._keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look_for_twins)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def load(self) -> None:
        """Take up the draft where it was left."""
        self._keeper.open(DRAFT, self._take)

    def type(self, **values: str) -> None:
        """Change fields; the form is kept after a rest."""
        self.form = replace(self.form, **values)
        self._keeper.typed()
        self._rest.start()
        self.changed.emit()

    def keep_now(self) -> None:
        """Keep what was typed since the last rest."""
        self._keeper.flush()

    def wrong_upn(self) -> bool:
        """Return whether the UPN typed is not a right one (DfE: 13 characters with a check letter)."""
        upn = self.form.upn.strip().upper()
        return bool(upn) and not identifiers.upn_is_valid(upn)

    def record(self) -> None:
        """Register the child and open the case."""
        if self.form.missing() or self.form.wrong_days() or self.is_busy:
            return
        plan = self.form.plan()
        act = self._keeper.ending(lambda: self._desk.casework.open_case(plan))
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=lambda made: self._done(made.id), failed=self._fail)

    # Inside

    def _collect(self) -> dict[str, Any]:
        return {} if self.form == NewCase() else asdict(self.form)

    def _take(self, body: dict[str, Any]) -> None:
        known = {field.name for field in fields(NewCase)}
        self.form = NewCase(**{name: str(value) for name, value in body.items() if name in known})
        self._look_for_twins()
        self.changed.emit()

    def _look_for_twins(self) -> None:
        """Look for children on record with the name and birthday that are typed."""
        me, name, born = self._desk.me_id, f"{self.form.forename} {self.form.surname}".strip(), day(self.form.dob)
        if self.form.surname and born is not None:
            find = lambda: self._desk.read(lambda conn: caseload.search(conn, name, viewer=me))  # noqa: E731
            self._jobs.read(
                lambda: [row for row in find() if row.born == born],
                owner=self,
                done=self._take_alike,
                replaces="alike",
            )

    def _take_alike(self, rows: list[CaseListRow]) -> None:
        if rows != self.alike:
            self.alike = rows
            self.changed.emit()

    def _done(self, case_id: str) -> None:
        self.is_busy = False
        self.form, self.alike = NewCase(), []
        self.changed.emit()
        self.made.emit(case_id)

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.changed.emit()
