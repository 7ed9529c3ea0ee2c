"""The state of oversight: the samples, the draw of a new one, and the sample in hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries.oversight import SampleRow
from bandingdesk.ui.workspaces.oversight import reading
from bandingdesk.ui.workspaces.oversight.audit_view_model import AuditViewModel
from bandingdesk.ui.workspaces.oversight.reading import Item, SampleSeen
from bandingdesk.ui.workspaces.oversight.retention_view_model import RetentionViewModel

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.desk.ground import Made
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

State = Literal["loading", "overview", "drawing", "opening", "audit", "retention"]
PERIOD_DAYS = 91  # of the first draw's period: a quarter
MOST = 200  # decisions in one draw


class OversightViewModel(QObject):
    """Samples, and at most one sample in hand with one decision of it. `audit` holds that decision's audit;
    `retention` how long cases are kept.
    """

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.samples: tuple[SampleRow, ...] | None = None
        self.themes: tuple[tuple[str, int], ...] = ()  # of oversight panels, with how often each was found
        self.seen: SampleSeen | None = None
        self.audit = AuditViewModel(desk, jobs, messages, self)
        self.audit.changed.connect(self.changed)
        self.retention = RetentionViewModel(desk, jobs, messages, self)
        self.retention.changed.connect(self.changed)
        self.error: DeskError | None = None
        self.is_working = False
        self.signed_in_period: int | None = None
        self._is_drawing = False
        self._is_keeping = False
        self._wanted_sample = ""
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def state(self) -> State:
        """What the page is about now."""
        if self._is_drawing:
            return "drawing"
        if self._is_keeping:
            return "retention"
        if self._wanted_sample or self.audit.decision_id:
            is_there = self.audit.decision_id and (self.seen is not None or not self._wanted_sample)
            return "audit" if is_there else "opening"
        return "loading" if self.samples is None else "overview"

    @property
    def item(self) -> Item | None:
        """The decision in hand as a line of its sample."""
        if self.seen is None:
            return None
        return next((one for one in self.seen.items if one.decision_id == self.audit.decision_id), None)

    @property
    def next_item(self) -> Item | None:
        """The next decision of the sample without a grade."""
        return self.seen.next_open(self.audit.decision_id) if self.seen is not None else None

    @property
    def waiting(self) -> SampleRow | None:
        """The newest sample with a decision that has no grade."""
        return next((one for one in self.samples or () if one.graded < len(one.decisions)), None)

    def first_period(self) -> tuple[date, date]:
        """Return the period that a draw starts with: the last quarter, today included."""
        today = self._clock.today()
        return today - timedelta(days=PERIOD_DAYS), today

    # Going about

    def open(self, *, sample_id: str = "", decision_id: str = "") -> None:
        """Show the samples, a sample's next audit, or a decision's record."""
        self._leave()
        if sample_id:
            self.show_sample(sample_id, decision_id)
        elif decision_id:
            self.audit.show(decision_id, None)
        else:
            self._read_samples()
        self.changed.emit()

    def show_sample(self, sample_id: str, decision_id: str = "") -> None:
        """Open a sample at a decision, or at the next one without a grade."""
        self._leave()
        self._wanted_sample = sample_id
        self._read_sample(decision_id)
        self.changed.emit()

    def show_overview(self) -> None:
        """Go back to the samples."""
        self._leave()
        self._read_samples()
        self.changed.emit()

    def show_retention(self) -> None:
        """Show how long cases are kept."""
        self._leave()
        self._is_keeping = True
        self.retention.read()
        self.changed.emit()

    def open_again(self) -> None:
        """Show the decision in hand as it is recorded now: somebody else acted on its audit. The marks are kept."""
        decision_id, sample_id = self.audit.decision_id, self._wanted_sample
        self.audit.leave()
        self.open(sample_id=sample_id, decision_id=decision_id)

    def show_item(self, decision_id: str) -> None:
        """Show another decision of the sample in hand."""
        item = next((one for one in self.seen.items if one.decision_id == decision_id), None) if self.seen else None
        if item is not None and decision_id != self.audit.decision_id:
            self.error = None
            self.audit.show(decision_id, item.audit)

    # Drawing a sample

    def begin_draw(self) -> None:
        """Show the form of a new sample."""
        self._leave()
        self._is_drawing = True
        self.count_signed(*self.first_period())
        self.changed.emit()

    def count_signed(self, starts: date, ends: date) -> None:
        """Ask how many decisions were signed in a period."""

        def take(count: int) -> None:
            self.signed_in_period = count
            self.changed.emit()

        self._jobs.read(lambda: reading.signed(self._desk, starts, ends), owner=self, done=take, replaces="signed")

    def draw(self, title: str, starts: date, ends: date, count: int, seed: int) -> None:
        """Draw a sample and open it."""
        self.is_working, self.error = True, None
        self.changed.emit()
        self._jobs.act(
            lambda: self._desk.oversight.draw_sample(title, starts, ends, count, seed),
            owner=self,
            done=self._take_draw,
            failed=self._fail,
        )

    def start_audit(self) -> None:
        """Take up the decision in hand for audit."""
        seen, item = self.seen, self.item
        if seen is None or item is None or item.audit is not None or self.is_working:
            return
        self.is_working, self.error = True, None
        self._jobs.act(
            lambda: self._desk.oversight.open_audit(seen.sample.id, item.decision_id),
            owner=self,
            done=lambda _made: self._reread(),
            failed=self._fail,
        )

    # Answers

    def _leave(self) -> None:
        self.audit.leave()
        self.seen, self.error, self._wanted_sample = None, None, ""
        self._is_drawing = self._is_keeping = self.is_working = False

    def _fail(self, fault: DeskError) -> None:
        self.is_working, self.error = False, fault
        self._messages.announce(fault.text(), urgent=True)
        self.changed.emit()

    def _take_draw(self, made: Made) -> None:
        self.show_sample(made.id)

    def _read_samples(self) -> None:
        def take(found: tuple[tuple[SampleRow, ...], tuple[tuple[str, int], ...]]) -> None:
            self.samples, self.themes = found
            self.changed.emit()

        self._jobs.read(
            lambda: (reading.samples(self._desk), reading.themes(self._desk)),
            owner=self,
            done=take,
            replaces="samples",
        )

    def _read_sample(self, decision_id: str = "") -> None:
        wanted = self._wanted_sample

        def take(found: SampleSeen | None) -> None:
            self._take_sample(found, decision_id)

        self._jobs.read(lambda: reading.sample(self._desk, wanted), owner=self, done=take, replaces="sample")

    def _take_sample(self, found: SampleSeen | None, decision_id: str) -> None:
        self.is_working = False
        if found is None:
            self._wanted_sample = ""
            self._read_samples()
            return
        self.seen = found
        here = decision_id or self.audit.decision_id
        item = next((one for one in found.items if one.decision_id == here), None) or found.next_open()
        item = item or found.items[0]
        self.audit.show(item.decision_id, item.audit)
        self.changed.emit()

    def _reread(self) -> None:
        self._read_sample(self.audit.decision_id)

    def _hear(self, changes: Changes) -> None:
        """Read again what another act, window or laptop changed."""
        if not changes.touches("sample", "audit", "finding"):
            return
        if self._wanted_sample:
            self._reread()
        elif self.samples is not None:
            self._read_samples()
