"""Simulate: handles at the left, what they come to at the right, and the way into a draft at the foot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.workspaces.frameworks.simulate_handles import HandlesPane
from bandingdesk.ui.workspaces.frameworks.simulate_results import ResultsPane

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Job, Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.simulate_view_model import SimulateViewModel

_BESIDE = 860  # px at 100 % of the page from which handles and results stand side by side
_UNBOUND = 16_777_215  # px: QWIDGETSIZE_MAX


class SimulatePane(QWidget):
    """One version on the real caseload, under handles."""

    def __init__(self, model: SimulateViewModel, jobs: Jobs, messages: Messages) -> None:
        super().__init__()
        self._model = model
        self._job: Job | None = None
        self._foot_of = (False, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_above())
        row = self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(0)
        self.handles = HandlesPane(model)
        self.results = ResultsPane(model, jobs, messages)
        row.addWidget(self.handles)
        row.addWidget(self.results, 1)
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.save = QuietButton(self.tr("Save the scenario"), icon="save")
        self.save.clicked.connect(self.ask_save)
        self.main = PrimaryButton(self.tr("Copy into a draft"), icon="file-plus", key="Ctrl+Enter")
        self.main.clicked.connect(self.into_draft)
        self.foot.add_right(self.save)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)
        self.handles.draft.reason.textChanged.connect(self._show_foot)
        model.stepped.connect(self._step)
        model.changed.connect(self.show_model)
        self.show_model()

    def _make_above(self) -> QWidget:
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(16, 12, 16, 12)
        self.banner = Banner("", closable=False)
        above.addWidget(self.banner)
        self._progress = ProgressLine(self.tr("How far the simulation is"))
        self._progress.stopped.connect(self._cancel)
        above.addWidget(self._progress)
        return self._above

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the handles above the results where both are too wide to stand side by side, as with large texts."""
        super().resizeEvent(event)
        size, direction = event.size(), QBoxLayout.Direction
        beside = size.width() >= theme.current().scaled(_BESIDE)
        self._row.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.handles.setMaximumHeight(_UNBOUND if beside else size.height() * 2 // 5)

    def show_model(self) -> None:
        """Show what is so now."""
        model = self._model
        self._follow(model.job)
        is_ready = model.bench is not None
        self.handles.setVisible(is_ready)
        self.results.setVisible(is_ready)
        self.foot.setVisible(is_ready)
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        elif model.is_kept_off:
            happened = self.tr("The draft was edited since: the handles can’t stand where you left them.")
            self.banner.say(happened, self.tr("They stand as the draft says now. Your log is kept."), tone="warn")
            self.banner.show()
        if is_ready:
            self.handles.show_model()
            self.results.show_model()
            self._show_foot()
        self._show_progress()

    def why_not(self) -> str:
        """Return why what stands can't go into a draft, "" where it can."""
        return self._model.why_no_draft(self.handles.draft.reason.text)

    def into_draft(self) -> None:
        """Copy what stands into a new draft."""
        self._model.into_draft(self.handles.draft.reason.text)

    def ask_save(self) -> None:
        """Ask where to, then write the scenario with its log."""
        kinds = self.tr("Scenarios (*.json)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the scenario"), self.tr("scenario.json"), kinds)
        if name:
            self._model.save_scenario(Path(name))

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.handles, self.results, self.foot]

    def take_focus(self) -> None:
        """Put the focus on the first handle."""
        self.handles.take_focus()

    def _step(self) -> None:
        self.handles.show_step()
        self.results.show_step()
        if (self._model.is_moved, self._model.is_need_moved) != self._foot_of:
            self._show_foot()

    def _show_foot(self) -> None:
        model = self._model
        self._foot_of = (model.is_moved, model.is_need_moved)
        why = self.why_not()
        self.main.say_why_not(why)
        self.save.say_why_not("" if model.log or model.is_moved else self.tr("Nothing was moved."))
        if model.is_need_moved:
            line = why or self.tr("The reason of need goes into the draft’s note of change.")
            self.foot.say(self.tr("Explored: not a statement of need"), line, icon="triangle-alert", tone="warn")
        elif model.is_moved:
            self.foot.say(self.tr("Published amounts stay in their tariff; a draft proposes others beside them."))
        else:
            line = self.tr("Move a handle. What you try is kept for you and changes no version and no case.")
            self.foot.say(self.tr("Everything stands as adopted."), line)

    def _follow(self, job: Job | None) -> None:
        if job is not self._job:
            self._job = job
            if job is not None:
                job.changed.connect(self._show_progress)

    def _show_progress(self) -> None:
        job = self._job
        running = job is not None and job.state == "running"
        self._progress.setVisible(running)
        if job is not None and running:
            said = self.tr("{count} of {total} steps").replace("{count}", text.count(job.count))
            words = said.replace("{total}", text.count(job.total)) if job.total else job.title
            self._progress.say(job.count, job.total, words)
        if job is not None and job.state == "cancelled" and self._model.bench is None:
            self.banner.say(self.tr("The simulation was stopped."), self.tr("Nothing was changed."))
            self.banner.show()
        self._above.setVisible(running or self.banner.isVisibleTo(self._above))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
