"""The state of the form of a new case: what is typed, what is missing, a child on record that looks the same.

A case begins with what came in, such as a request received at a school, or with a plan that is already in force.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.casework import cells, identifiers
from bandingdesk.casework.intake import PlanRow
from bandingdesk.errors import DeskError
from bandingdesk.statute import register
from bandingdesk.statute.register import EntryType, Field, RegisterBook
from bandingdesk.store.queries import caseload
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.ui.draft_keeper import REST_MS, DraftKeeper
from bandingdesk.ui.workspaces.cases.records.typed import Typed

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

DRAFT = "new_case"
PLAN = "plan"  # the case begins with a plan already in force; else `begins` is a kind of entry of the register
NEEDED = ("begins", "dob", "setting_name", "setting_type", "year_group")
NEEDED_OF_A_PLAN = ("primary_need", "plan_start")
DAYS = ("dob", "plan_start", "last_review")
IDENTIFIERS = ("upn", "nhs_number", "postcode", "urn")


def day(words: str) -> date | None:
    """Return the day that WORDS say, None where they say none."""
    found = cells.READERS["date"](words)
    return found if isinstance(found, date) else None


def beginnings(book: RegisterBook) -> tuple[EntryType, ...]:
    """Return the kinds of entries that a case can begin with: those that belong to no other and start a clock."""
    return tuple(kind for kind in book.types.values() if not kind.of and book.clocks_from.get(kind.name))


def asked_fields(book: RegisterBook, kind: EntryType) -> tuple[Field, ...]:
    """Return the fields that are known on the day it comes in: those before the first that stops a clock."""
    stops = {stop.field for rule in book.clocks for stop in rule.stops if stop.type == kind.name}
    return tuple(itertools.takewhile(lambda field: field.name not in stops, kind.fields.values()))


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is typed. Days are texts as typed, codes as in `intake.PlanRow`; "" for what is not said.

    `asked` is the entry that came in, `kept` says by identifier why it stays though its check fails.
    """

    begins: str = ""
    forename: str = ""
    surname: str = ""
    dob: str = ""
    upn: str = ""
    nhs_number: str = ""
    postcode: str = ""
    setting_name: str = ""
    urn: str = ""
    setting_type: str = ""
    year_group: str = ""
    primary_need: str = ""
    secondary_need: str = ""
    plan_start: str = ""
    last_review: str = ""
    asked: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_plan(self) -> bool:
        """Whether it begins with a plan that is already in force."""
        return self.begins == PLAN

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled; one name of a child is enough."""
        needed = (*NEEDED, *NEEDED_OF_A_PLAN) if self.is_plan else NEEDED
        lacking = tuple(name for name in needed if not getattr(self, name).strip())
        return lacking if (self.forename + self.surname).strip() else ("surname", *lacking)

    def wrong_days(self) -> tuple[str, ...]:
        """Return the names of the day fields that hold no day."""
        return tuple(name for name in DAYS if getattr(self, name).strip() and day(getattr(self, name)) is None)

    def doubted(self) -> tuple[str, ...]:
        """Return the identifiers whose check fails: a warning, never in the way of opening the case."""
        return identifiers.doubted({name: getattr(self, name).strip() for name in IDENTIFIERS})

    def entry(self) -> Typed:
        """Return what came in as the form of an entry."""
        return Typed(self.begins, texts=self.asked)

    def plan(self) -> PlanRow:
        """Return it as a plan. Call when `missing` and `wrong_days` are empty."""
        born = day(self.dob)
        assert born is not None
        return PlanRow(
            surname=self.surname.strip(),
            forename=self.forename.strip(),
            dob=born,
            upn=identifiers.written("upn", self.upn),
            nhs_number=identifiers.written("nhs_number", self.nhs_number),
            postcode=identifiers.written("postcode", self.postcode),
            setting_name=self.setting_name.strip(),
            setting_urn=identifiers.written("urn", self.urn),
            setting_type=self.setting_type,
            year_group=self.year_group,
            phase=cells.phase_of(self.year_group),
            primary_need=self.primary_need,
            secondary_need=self.secondary_need,
            plan_start=day(self.plan_start) if self.is_plan else None,
            last_review=day(self.last_review) if self.is_plan else None,
        )


class NewCaseViewModel(QObject):
    """The form, kept as a draft while it is typed. `made` carries the id of the case that was opened."""

    changed = Signal()
    made = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.form = NewCase()
        self.book = register.book()
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

    @property
    def kind(self) -> EntryType | None:
        """The kind of entry that the case begins with, None for a plan in force or while nothing is chosen."""
        return self.book.types.get(self.form.begins) if self.form.begins != PLAN else None

    def type(self, **values: str) -> None:
        """Change fields; the form is kept after a rest."""
        self._take_form(replace(self.form, **values))  # type: ignore[arg-type]  # fields that hold a text

    def ask(self, name: str, words: str) -> None:
        """Change a field of what came in."""
        self._take_form(replace(self.form, asked={**self.form.asked, name: words}))

    def keep_identifier(self, name: str, reason: str) -> None:
        """Say why an identifier stays though its check fails."""
        self._take_form(replace(self.form, kept={**self.form.kept, name: reason}))

    def _take_form(self, form: NewCase) -> None:
        self.form = form
        self._keeper.typed()
        self._rest.start()
        self.changed.emit()

    def is_ready(self) -> bool:
        """Return whether everything that is needed is filled in and can be read."""
        kind, entry = self.kind, self.form.entry()
        stops = (*entry.missing(kind), *entry.unread(kind)) if kind is not None else ()
        return not (self.form.missing() or self.form.wrong_days() or stops)

    def keep_now(self) -> None:
        """Keep what was typed since the last rest."""
        self._keeper.flush()

    def record(self) -> None:
        """Register the child, open the case and enter what came in, in one act."""
        if not self.is_ready() or self.is_busy:
            return
        plan, kept, kind = self.form.plan(), dict(self.form.kept), self.kind
        desk = self._desk
        if kind is None:
            act = self._keeper.ending(lambda: desk.casework.open_case(plan, kept=kept))
        else:
            values = self.form.entry().values(kind)
            act = self._keeper.ending(lambda: desk.register.open_request(plan, values, type_=kind.name, kept=kept))
        self.is_busy, self.error = True, None
        self.changed.emit()
        self._jobs.act(act, owner=self, done=lambda made: self._done(made.id), failed=self._fail)

    # Inside

    def _collect(self) -> dict[str, Any]:
        return {} if self.form == NewCase() else asdict(self.form)

    def _take(self, body: dict[str, Any]) -> None:
        texts = {one.name: str(body[one.name]) for one in fields(NewCase) if isinstance(body.get(one.name), str)}
        maps = {name: body[name] for name in ("asked", "kept") if isinstance(body.get(name), dict)}
        self.form = NewCase(**texts, **maps)  # type: ignore[arg-type]  # each kind goes to fields of its own
        self._look_for_twins()
        self.changed.emit()

    def _look_for_twins(self) -> None:
        """Look for children on record with the name and birthday that are typed."""
        me, name, born = self._desk.me_id, f"{self.form.forename} {self.form.surname}".strip(), day(self.form.dob)
        if name and born is not None:
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
