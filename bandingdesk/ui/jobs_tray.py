"""The jobs of this session (Ctrl Shift J): name, how far, time left, and the way to stop one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.jobs import Job, Jobs
from bandingdesk.ui.popover import Popover
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton

_SHOWN = 6


class JobsTray(Popover):
    """Shows the newest jobs."""

    def __init__(self, window: QWidget, theme: Theme, jobs: Jobs) -> None:
        super().__init__(window, theme, width=420, name="")
        self.setAccessibleName(self.tr("What runs"))
        self._jobs = jobs
        self._rows: list[JobRow] = []
        self.column.addWidget(labels.Label(self.tr("What runs"), "card_title"))
        self._nothing = labels.Label(
            self.tr("Nothing runs, and nothing has run since you started."), "body", "text2", wrap=True
        )
        self.column.addWidget(self._nothing)
        jobs.jobs_changed.connect(self._fill)

    def open_now(self) -> None:
        """Show the jobs as they are now."""
        self._fill()
        self.open_at()

    def take_focus(self) -> None:
        """Put the focus on the first Cancel, or on the panel itself."""
        stops = [row.stop for row in self._rows if row.stop.isVisible()]
        (stops[0] if stops else self).setFocus()

    def _fill(self) -> None:
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [JobRow(job) for job in reversed(self._jobs.jobs()[-_SHOWN:])]
        for row in self._rows:
            self.column.addWidget(row)
        self._nothing.setVisible(not self._rows)
        if self.isVisible():
            self.place()


class JobRow(QWidget):
    """One job."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addWidget(labels.Label(job.title, "body_strong", wrap=True))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(job.title)
        column.addWidget(self._bar)
        foot = QHBoxLayout()
        self._words = labels.Label("", "second", "text2")
        foot.addWidget(self._words, 1)
        self.stop = QuietButton(self.tr("Cancel"))
        self.stop.clicked.connect(job.cancel)
        foot.addWidget(self.stop)
        column.addLayout(foot)
        job.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        job = self._job
        self._bar.setVisible(job.state == "running" and job.total > 0)
        self._bar.setMaximum(max(1, job.total))
        self._bar.setValue(job.count)
        self.stop.setVisible(job.state == "running")
        self.stop.say_why_not(self.tr("It stops at its next step.") if job.is_cancelled() else "")
        self._words.setText(self._sentence())

    def _sentence(self) -> str:
        job = self._job
        if job.state == "done":
            return self.tr("Done")
        if job.state == "failed":
            return self.tr("Stopped by a fault. Nothing is half done.")
        if job.state == "cancelled":
            return self.tr("Cancelled. Nothing is half done.")
        if job.total <= 0:
            return self.tr("Runs")
        words = self.tr("{count} of {total}").format(count=text.count(job.count), total=text.count(job.total))
        left = job.seconds_left()
        if left is None:
            return words
        return self.tr("{words}, about {seconds} seconds left").format(words=words, seconds=text.count(max(1, left)))
