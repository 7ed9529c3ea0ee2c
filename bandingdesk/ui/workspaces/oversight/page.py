"""The oversight page: the samples, the form of a draw, one audit, a decision's record, how long cases are kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.oversight.ops import Mark
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.workspaces.oversight import commands, words
from bandingdesk.ui.workspaces.oversight.audit_pane import AuditPane
from bandingdesk.ui.workspaces.oversight.draw_pane import DrawPane
from bandingdesk.ui.workspaces.oversight.overview_pane import OverviewPane
from bandingdesk.ui.workspaces.oversight.retention_pane import RetentionPane
from bandingdesk.ui.workspaces.oversight.retention_view_model import Step
from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_MARKS: dict[str, Mark] = {"met": "met", "partly": "partly", "not_met": "not_met", "not_relevant": "not_relevant"}


class Page(QWidget):
    """Samples and audits of signed decisions, and the check of the whole record."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.model = OversightViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.overview = OverviewPane(self.model, around.record_check, self)
        self.drawing = DrawPane(self.model, around.clock, self.next_step)
        self.audit = AuditPane(self.model, around.jobs, self.next_step)
        self.retention = RetentionPane(self.model, around, self)
        self._stack = _Panes()
        for pane in (self.overview, self.drawing, self.audit, self.retention):
            self._stack.addWidget(pane)
        column.addWidget(self._stack)
        self.commands: list[Command] = commands.commands(self)
        self._state = ""
        self.model.changed.connect(self._show)

    # What the window asks

    def open(self, *, sample_id: str = "", decision_id: str = "", section: str = "", **_: Any) -> None:
        """Show the samples, a sample at its next audit, the record of a decision, or the SECTION "retention"."""
        self.audit.criteria.keep_typed()
        if section == "retention":
            self.model.show_retention()
            return
        self.model.open(sample_id=sample_id, decision_id=decision_id)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        place = self.tr("Oversight")
        match self.model.state:
            case "drawing":
                return [place, self.tr("Draw a sample")]
            case "retention":
                return [place, self.tr("How long cases are kept")]
            case "audit":
                return [place, self._name()]
            case _:
                return [place]

    def chips(self) -> list[Fact]:
        """Return what changes the meaning of the work: names are hidden, and the grade once it is recorded."""
        if self.model.state != "audit":
            return []
        found = [Fact(self.tr("Child’s name hidden"), "plain", "eye-off")]
        audit = self.model.audit.audit
        if audit is not None and audit.grade is not None:
            found.append(Fact(words.grade(audit.grade), "info", "badge-check"))
        return found

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        match self.model.state:
            case "audit":
                parts: list[QWidget] = [self.audit.sample, self.audit.document, self.audit.criteria, self.audit.foot]
                return [part for part in parts if part.isVisible()]
            case "drawing":
                return [self.drawing]
            case "retention":
                return self.retention.parts()
            case _:
                return [self.overview.list, self.overview.check, self.overview.foot]

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        pane = self._stack.currentWidget()
        if isinstance(pane, (OverviewPane, DrawPane, AuditPane, RetentionPane)):
            pane.take_focus()

    def close_newest(self) -> None:
        """Go back to the samples."""
        if self.model.state in ("drawing", "audit", "retention"):
            self.audit.criteria.keep_typed()
            self.model.show_overview()

    # What the keys and buttons do

    def begin_draw(self) -> None:
        """Show the form of a new sample."""
        self.drawing.start()
        self.model.begin_draw()

    def show_retention(self) -> None:
        """Show how long cases are kept."""
        self.audit.criteria.keep_typed()
        self.model.show_retention()

    def retain(self, step: Step) -> None:
        """Do what STEP says with the case in hand."""
        self.retention.take(step)

    def why_not_retain(self, step: Step) -> str:
        """Return why STEP can't be taken now, "" where it can."""
        if self.model.state != "retention":
            return self.tr("Open “How long cases are kept” first.")
        return self.model.retention.why_not(step)

    def next_step(self) -> None:
        """Draw, start the audit, go to the next criterion without a mark, grade, or go on: whatever comes next."""
        model = self.model
        match model.state:
            case "overview" if model.waiting is not None:
                model.show_sample(model.waiting.id)
            case "overview":
                self.begin_draw()
            case "drawing":
                model.draw(*self.drawing.values())
            case "retention":
                self.retain(model.retention.main_step)
            case "audit" if model.audit.is_open:
                self._go_on()
            case "audit" if model.audit.audit is None:
                model.start_audit()
            case "audit" if model.next_item is not None:
                model.show_item(model.next_item.decision_id)
            case "audit":
                model.show_overview()

    def why_not(self) -> str:
        """Return why the next step can't be taken now, "" where it can."""
        model = self.model
        match model.state:
            case "drawing":
                return self.drawing.main.why_not
            case "audit":
                return self.audit.main.why_not
            case "retention":
                return model.retention.why_not(model.retention.main_step)
            case _:
                return ""

    def why_no_mark(self) -> str:
        """Return why no mark can be given now, "" where one can."""
        return "" if self.model.audit.is_open else self.tr("Start the audit first.")

    def mark(self, name: str) -> None:
        """Mark the criterion in work and keep it in work."""
        audit = self.model.audit
        if audit.current:
            audit.mark(audit.current, _MARKS[name])
            self.audit.criteria.take_focus()

    def step(self, by: int) -> None:
        """Go to the next criterion or the one before."""
        self.model.audit.step(by)
        self.audit.criteria.take_focus()

    def comment(self) -> None:
        """Open the comment of the criterion in work."""
        self.audit.criteria.ask_comment()

    def _go_on(self) -> None:
        audit = self.model.audit
        self.audit.criteria.keep_typed()
        if audit.is_complete:
            if not audit.needs_reason:
                audit.record()
            return
        audit.go_to(audit.next_unmarked())
        self.audit.criteria.take_focus()

    def _name(self) -> str:
        item, audit = self.model.item, self.model.audit
        if audit.audit is not None:
            return self.tr("Audit {reference}").replace("{reference}", audit.audit.reference)
        if item is not None:
            return self.tr("Decision {number}").replace("{number}", str(item.place))
        return self.tr("A decision’s record")

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.audit.criteria.keep_typed()
        super().hideEvent(event)

    def _show(self) -> None:
        model = self.model
        place = {"drawing": 1, "opening": 2, "audit": 2, "retention": 3}.get(model.state, 0)
        self._stack.setCurrentIndex(place)
        self._stack.updateGeometry()
        pane = self._stack.currentWidget()
        if isinstance(pane, (OverviewPane, DrawPane, AuditPane, RetentionPane)):
            pane.show_model()
        audit = model.audit
        state = f"{model.state} {audit.decision_id} {audit.is_open} {audit.audit.grade if audit.audit else ''}"
        is_read = model.state != "retention" or model.retention.found is not None
        if is_read and state != self._state:
            self._state = state
            self.heading_changed.emit()
            if self.isVisible() and model.state not in ("loading", "opening"):
                self.take_focus()


class _Panes(QStackedWidget):
    """One pane at a time, which needs no more room than itself: a question above it still fits a small window."""

    def minimumSizeHint(self) -> QSize:
        pane = self.currentWidget()
        return pane.minimumSizeHint() if pane is not None else super().minimumSizeHint()
