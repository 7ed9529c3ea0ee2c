"""The status line: what is saved, how it is kept, who I am, what runs, and the mark of a demo. Each part is a button
with a full sentence behind it.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from bandingdesk.ui import text
from bandingdesk.ui.jobs import Job, Jobs
from bandingdesk.ui.theme import style
from bandingdesk.ui.theme.theme import Theme

HEIGHT = 32
_ROOMY = 1080  # px of window
JOBS_AFTER_MS = 500  # shorter work is not worth a line


class StatusBar(QFrame):
    """The line under the page. `jobs_asked`, `me_asked` and `sync_asked` tell what is pressed; `told` carries a part's
    sentence.
    """

    jobs_asked = Signal()
    me_asked = Signal()
    sync_asked = Signal()
    told = Signal(str)

    def __init__(self, theme: Theme, jobs: Jobs) -> None:
        super().__init__()
        self._theme = theme
        self._jobs = jobs
        self._saved_at: datetime | None = None
        self._is_demo = False
        self.setProperty("look", "foot")
        self.setMinimumHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 14, 2)
        row.setSpacing(8)
        self.saved = self._part("circle-check", "ok")
        self.sync = self._part("refresh-cw", "text2")
        self.kept = self._part("lock-keyhole", "text2")
        self.person = self._part("user", "text2")
        self.note = QLabel()
        self.note.setProperty("role", "note")
        self.note.setProperty("tone", "text2")
        self.note.setMinimumWidth(60)  # the whole sentence stands in its tooltip
        self.note.hide()
        self.work = self._part("loader-circle", "info")
        self.demo = self._part("flask-conical", "demo")
        self.demo.setProperty("tone", "demo")
        for part in (self.saved, self.sync, self.kept, self.person, self.note):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.work, self.demo):
            row.addWidget(part)
        self.person.clicked.connect(self.me_asked)
        self.work.clicked.connect(self.jobs_asked)
        self.sync.clicked.connect(self.sync_asked)
        for part in (self.saved, self.kept, self.demo):
            part.clicked.connect(lambda _checked=False, asked=part: self.told.emit(asked.toolTip()))
        self._followed: list[Job] = []
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(JOBS_AFTER_MS)
        self._late.timeout.connect(self._show_work)
        jobs.jobs_changed.connect(self._look_at_jobs)

    def set_saved(self, at: datetime) -> None:
        """Say when the last thing was committed."""
        self._saved_at = at
        self._fit()

    def set_sync(self, words: str, sentence: str, icon: str, tone: str) -> None:
        """Say how this laptop stands to the others; "" on one that has no others."""
        if words:
            self._theme.dress(self.sync, icon, tone, 15)
            self.sync.setProperty("tone", "text2" if tone == "ok" else tone)
            self._set(self.sync, words, sentence)
            style.restyle(self.sync)
        self.sync.setVisible(bool(words))
        self._fit()

    def set_encrypted(self, is_encrypted: bool) -> None:
        """Say how the store is kept."""
        if is_encrypted:
            sentence = self.tr("The file with your records is encrypted. Nobody can read it without its key.")
            self._set(self.kept, self.tr("Encrypted"), sentence)
            self._theme.dress(self.kept, "lock-keyhole", "text2", 15)
        else:
            sentence = self.tr("The file with these records is not encrypted. Use it for invented data only.")
            self._set(self.kept, self.tr("Not encrypted"), sentence)
            self._theme.dress(self.kept, "lock-open", "warn", 15)

    def set_person(self, name: str, role: str) -> None:
        """Say who is at the keys, and as what."""
        words = self.tr("{name}, {role}").format(name=name, role=role) if role else name
        self._set(self.person, words, self.tr("What you do is recorded under this name."))

    def set_note(self, sentence: str) -> None:
        """Say what has to be known on this page: "On one laptop …"; nothing for ""."""
        self.note.setText(sentence)
        self.note.setToolTip(sentence)
        self.note.setVisible(bool(sentence))
        self._fit()

    def set_demo(self, is_demo: bool) -> None:
        """Show the mark of a demo store. Nothing hides it there."""
        self._is_demo = is_demo
        if is_demo:
            style.restyle(self.demo)
        self._fit()
        self.demo.setVisible(is_demo)

    def _part(self, icon: str, token: str) -> QPushButton:
        part = QPushButton()
        part.setProperty("look", "status")
        part.setProperty("role", "note")
        if token != "demo":
            part.setProperty("tone", "text2")
        self._theme.dress(part, icon, token, 15)
        part.hide()
        return part

    @staticmethod
    def _set(part: QPushButton, words: str, sentence: str) -> None:
        part.setText(words)
        part.setAccessibleName(words)
        part.setAccessibleDescription(sentence)
        part.setToolTip(sentence)
        part.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On a narrow window what never changes goes, and parts say the same in fewer words; behind them is all."""
        is_roomy = self.width() >= self._theme.scaled(_ROOMY)
        row = self.layout()
        if row is not None:
            row.setSpacing(8 if is_roomy else 3)
        if self._saved_at is not None:
            words = self.tr("Saved on this laptop {time}") if is_roomy else self.tr("Saved {time}")
            said = self.tr("Everything you did up to then is in the record on this laptop.")
            self._set(self.saved, words.format(time=text.time(self._saved_at)), said)
        if self._is_demo:
            words = self.tr("Demo data: no real children") if is_roomy else self.tr("Demo data")
            self._set(
                self.demo, words, self.tr("All people and schools here are invented. Nothing is sent to anybody.")
            )
        if self.kept.text() == self.tr("Encrypted"):
            has_room = self.note.isHidden() and self.sync.isHidden()
            self.kept.setVisible(has_room or is_roomy)

    def _look_at_jobs(self) -> None:
        running = self._jobs.running()
        for job in running:
            if job not in self._followed:
                self._followed.append(job)
                job.changed.connect(self._show_work)
        if running and not self.work.isVisible():
            self._late.start()
        elif not running:
            self._late.stop()
            self.work.hide()

    def _show_work(self) -> None:
        running = self._jobs.running()
        if not running or (self._late.isActive() and not self.work.isVisible()):
            return
        self._set(self.work, job_line(running[-1]), self.tr("Shows what runs, how far it is, and lets you stop it."))


def job_line(job: Job) -> str:
    """Return a job as one line: its title, and how far it is where that is known."""
    if job.total <= 0:
        return job.title
    words = QCoreApplication.translate("jobs", "{title}: {count} of {total}")
    return words.format(title=job.title, count=text.count(job.count), total=text.count(job.total))
