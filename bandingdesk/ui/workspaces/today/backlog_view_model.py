"""The state of the backlog page: the outlook as read, what is being typed into its forms, and what they adopt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.casework.backlog import policies
from bandingdesk.casework.backlog.policies import Hours, PanelTerms
from bandingdesk.council import may
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.store.queries import backlog, council
from bandingdesk.store.queries.backlog import Outlook

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs

REST_MS = 400  # of typing, before a form is kept
TOUCHES = {"case", "entry", "meeting", "decision", "letter", "policy", "panel_type", "person", "import", "child"}


class BacklogViewModel(QObject):
    """The backlog. `reading` is None until the first answer; `drafts` holds each form as last typed, by its policy.

    `adopted` carries the policy that an act has just adopted.
    """

    changed = Signal()
    adopted = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.reading: Outlook | None = None
        self.error: DeskError | None = None
        self.is_busy = False
        self.may_adopt = False
        self.drafts: dict[str, dict[str, Any]] = {}
        self._unkept: set[str] = set()
        self._is_asked = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.keep_now)
        jobs.changed.connect(self._hear)

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    def refresh(self) -> None:
        """Read the backlog, and what was being typed."""
        me, day, desk = self._desk.me_id, self.today, self._desk
        self._is_asked = True

        def read() -> tuple[Outlook, bool, dict[str, dict[str, Any]]]:
            with desk.store.read() as conn:
                roles = set(council.person(conn, me).roles)
                found = backlog.outlook(conn, day)
            writers = set(may.rule("policy.adopted").writers)
            return found, bool(roles & writers), {key: desk.drafts.load(_draft(key), me) for key in policies.ALL}

        self._jobs.read(read, owner=self, done=self._take, failed=self._fail, replaces="backlog")

    # What is typed

    def keep(self, policy: str, body: dict[str, Any]) -> None:
        """Keep a form as it is typed, after a rest."""
        self.drafts[policy] = body
        self._unkept.add(policy)
        self._rest.start()

    def keep_now(self) -> None:
        """Keep what waits to be kept."""
        self._rest.stop()
        me, drafts = self._desk.me_id, self._desk.drafts
        kept = {_draft(policy): dict(self.drafts.get(policy, {})) for policy in self._unkept}
        self._unkept.clear()

        def keep() -> None:
            for key, body in kept.items():
                drafts.save(key, me, body)

        if kept:
            self._jobs.act(keep, owner=None, quiet=True)

    # Acts

    def adopt_order(self, policy: str, wanted: Sequence[str], starts: date, minute: str) -> None:
        """Adopt the order of priority."""
        self._act(policy, lambda: self._desk.backlog.adopt_priority(wanted, starts, minute))

    def adopt_panels(self, policy: str, terms: Mapping[str, PanelTerms], starts: date, minute: str) -> None:
        """Adopt places and days of the panels."""
        self._act(policy, lambda: self._desk.backlog.adopt_panels(terms, starts, minute))

    def adopt_hours(self, policy: str, hours: Hours, starts: date, minute: str) -> None:
        """Adopt hours of work."""
        self._act(policy, lambda: self._desk.backlog.adopt_hours(hours, starts, minute))

    # Inside

    def _act(self, policy: str, fn: Callable[[], Changes]) -> None:
        self.error, self.is_busy = None, True
        self.changed.emit()
        self._jobs.act(fn, owner=self, done=lambda _changes: self._end(policy), failed=self._fail)

    def _end(self, policy: str) -> None:
        self.is_busy = False
        self.drafts[policy] = {}
        self._unkept.add(policy)
        self.keep_now()
        self.adopted.emit(policy)
        self.changed.emit()

    def _take(self, found: tuple[Outlook, bool, dict[str, dict[str, Any]]]) -> None:
        self.reading, self.may_adopt, kept = found
        self.drafts = {key: self.drafts[key] if key in self._unkept else body for key, body in kept.items()}
        self.error = None
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error, self.is_busy = fault, False
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self._is_asked and any(subject.kind in TOUCHES for subject in changes.subjects):
            self.refresh()


def _draft(policy: str) -> str:
    return f"backlog.{policy}"
