"""The state of one case's page: what the record says, which part is open, the review form and the paper in hand."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.ops import Outcome, ReviewHeld
from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.store.changes import Changes
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.workspaces.cases import case_reading
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Section = Literal[
    "summary",
    "review",
    "timeline",
    "records",
    "people",
    "contacts",
    "papers",
    "returns",
    "profiles",
    "provision",
    "decisions",
    "queries",
    "past",
]
SECTIONS: tuple[Section, ...] = get_args(Section)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The review as it is typed. `section_f` holds one provision a line."""

    on: str = ""  # ISO day
    asked_for: str = ""
    setting_says: str = ""
    parent_name: str = ""
    parent_address: str = ""
    parent_views: str = ""
    child_views: str = ""
    section_f: str = ""

    def body(self) -> ReviewHeld:
        """Return it as it is recorded. Call when `missing` is empty."""
        return ReviewHeld(
            on=date.fromisoformat(self.on),
            report_received=None,
            asked_for=cast("Outcome", self.asked_for),
            setting_says=self.setting_says.strip(),
            parent_name=self.parent_name.strip(),
            parent_address=_lines(self.parent_address),
            parent_views=self.parent_views.strip(),
            child_views=self.child_views.strip(),
            section_f=_lines(self.section_f),
        )

    def missing(self) -> tuple[str, ...]:
        """Return the names of the fields that have to be filled."""
        needed = ("on", "asked_for", "parent_name", "parent_views", "child_views", "section_f")
        return tuple(name for name in needed if not str(getattr(self, name)).strip())


class CaseViewModel(QObject):
    """One case. `reading` is None until it has been read; `error` is shown at the foot of what is open."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.case_id = ""
        self.section: Section = "summary"
        self.reading: CaseReading | None = None
        self.shown_head = ""  # the head the form was begun on
        self.error: DeskError | None = None
        self.is_stale = False
        self.is_busy = False
        self.review = ReviewForm()
        self._keeper = DraftKeeper(desk, jobs, messages, self._collect, self)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def open(self, case_id: str, section: Section = "summary") -> None:
        """Open another case, or another part of this one."""
        self.keep_now()
        if case_id != self.case_id:
            self.reading, self.shown_head = None, ""
            self.review = ReviewForm()
        self.case_id, self.section, self.error, self.is_stale = case_id, section, None, False
        self.changed.emit()
        self.refresh()
        self._keeper.open(f"review:{case_id}", self._take_draft)

    def go(self, section: Section) -> None:
        """Open another part of the page."""
        self.section = section
        self.error = None
        self.changed.emit()

    def refresh(self) -> None:
        """Read the case."""
        case_id, me, today = self.case_id, self._desk.me_id, self.today
        if case_id:
            self._jobs.read(
                lambda: self._desk.read(lambda conn: case_reading.read(conn, case_id, me, today)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="case",
            )

    # The review

    def type_review(self, **values: str) -> None:
        """Change fields of the review form; it is kept as a draft after a rest."""
        self.review = replace(self.review, **values)
        self._keeper.typed()
        self.changed.emit()

    def keep_now(self) -> None:
        """Keep what was typed since the last rest."""
        self._keeper.flush()

    def hold_review(self) -> None:
        """Record the review meeting; it starts the law's four weeks (reg 20(10))."""
        if self.review.missing() or self.is_busy:
            return
        body, case, shown = self.review.body(), self.case_id, self.shown_head or None
        act = self._keeper.ending(lambda: self._desk.casework.hold_review(case, body, shown=shown))
        self._begin()
        self._jobs.act(act, owner=self, done=self._held, failed=self._fail)

    def accept_newer(self) -> None:
        """Go on with the form after looking at what came in between."""
        self.is_stale = False
        self.error = None
        self.shown_head = self.reading.row.head if self.reading else ""
        self.changed.emit()

    def assign_to_me(self) -> None:
        """Take the case."""
        if self.reading is not None:
            case, me, head = self.case_id, self._desk.me_id, self.reading.row.head
            act = lambda: self._desk.casework.assign(case, me, shown=head)  # noqa: E731
            self._jobs.act(act, owner=self, failed=self._fail)

    # Inside

    def _collect(self) -> dict[str, Any]:
        return {} if self.review == ReviewForm() else asdict(self.review)

    def _take_draft(self, body: dict[str, Any]) -> None:
        known = {field.name for field in fields(ReviewForm)}
        self.review = ReviewForm(**{name: str(value) for name, value in body.items() if name in known})
        self.changed.emit()

    def _take(self, reading: CaseReading) -> None:
        if reading.row.id != self.case_id:
            return
        self.reading = reading
        if not self.shown_head:
            self.shown_head = reading.row.head
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.case_id and self.reading is not None:
            self.refresh()

    def _begin(self) -> None:
        self.is_busy, self.error = True, None
        self.changed.emit()

    def _held(self, _changes: Changes) -> None:
        self.is_busy = False
        self.review = ReviewForm()
        self.shown_head = ""
        self.section = "summary"
        self.refresh()

    def _fail(self, fault: DeskError) -> None:
        self.is_busy = False
        self.error = fault
        self.is_stale = isinstance(fault, StaleCaseError)
        if self.is_stale:
            self.refresh()
        self.changed.emit()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
