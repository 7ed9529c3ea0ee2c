"""The state of joining: the way, how far the first sync is, why it failed. The empty store stays either way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.ui import sync_words

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.sync.folder.joining import Request
    from bandingdesk.ui.jobs import Cancelled, Job, Jobs, Progress

Way = Literal["server", "folder"]
KEPT = "first_run.join"  # the draft that holds the form, without the password, from one start to the next


class JoinViewModel(QObject):
    """`joined` carries the desk with the record in it; `recalled` what was typed before a restart."""

    changed = Signal()
    joined = Signal(object)
    recalled = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._desk: Desk | None = None
        self.way: Way = "server"
        self.job: Job | None = None
        self.phase = ""
        self.error: DeskError | None = None
        self.was_stopped = False
        self.request: Request | None = None  # what this laptop asked of a folder, with the code to read out

    @property
    def is_busy(self) -> bool:
        """Whether it joins now."""
        return self.job is not None

    def begin(self, desk: Desk) -> None:
        """Join with the empty store of DESK."""
        self._desk = desk
        self._jobs.read(lambda: desk.drafts.load(KEPT, ""), owner=self, done=self._recall)

    def choose(self, way: Way) -> None:
        """Join through the council's server, or through a folder."""
        self.way, self.error, self.was_stopped = way, None, False
        self.changed.emit()

    def forget_request(self) -> None:
        """Another folder is meant: what was asked of the last one says nothing here."""
        self.request = None
        self.changed.emit()

    def join(self, form: dict[str, Any], address: str, password: str, name: str) -> None:
        """Join the shared store at ADDRESS and take its record. FORM is what is typed, to be kept."""
        from bandingdesk.desk import joining

        def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> bool:
            return joining.join_server(desk, address, password, name, self._steps(progress), cancelled)

        self._start(form, work, self._take)

    def ask(self, form: dict[str, Any], where: Path, name: str) -> None:
        """Ask to join the record in the folder WHERE."""

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> Request:
            return desk.folders.request(where, name)

        self._start(form, work, self._take_request)

    def take(self, form: dict[str, Any]) -> None:
        """Take the record from the folder, once somebody admitted this laptop."""
        from bandingdesk.desk import joining

        def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> bool:
            return joining.take_folder(desk, self._steps(progress), cancelled)

        self._start(form, work, self._take)

    def stop(self) -> None:
        """Stop at the next step; what came stays, and the next try goes on from there."""
        if self.job is not None:
            self.job.cancel()

    def words(self) -> str:
        """Return what is done now."""
        return sync_words.phase(self.phase) if self.phase else self.tr("Joining")

    # Inside

    def _start(
        self,
        form: dict[str, Any],
        work: Callable[[Desk, Progress, Cancelled], Any],
        done: Callable[[Any], None],
    ) -> None:
        desk = self._desk
        if desk is None or self.is_busy:
            return

        def run(progress: Progress, cancelled: Cancelled) -> Any:
            desk.drafts.save(KEPT, "", {**form, "way": self.way})
            found = work(desk, progress, cancelled)
            if found is True:  # the record is here: nothing is to be typed again
                desk.drafts.drop(KEPT, "")
            return found

        self.error, self.was_stopped, self.phase = None, False, ""
        job = self._jobs.job(self.tr("Joining"), run, owner=self, done=done, failed=self._fail, writes=True)
        if job.state == "running":
            self.job = job
            job.changed.connect(self._follow)
        self.changed.emit()

    def _follow(self) -> None:
        if self.job is not None and self.job.state != "running":
            self.job = None
        self.changed.emit()

    def _steps(self, progress: Progress) -> Callable[[str, int, int], None]:
        def step(phase: str, count: int, total: int) -> None:
            self.phase = phase
            progress(count, total)

        return step

    def _take(self, is_whole: bool) -> None:
        self.job = None
        if is_whole:
            self.joined.emit(self._desk)
        else:
            self.was_stopped = True
            self.changed.emit()

    def _take_request(self, request: Request) -> None:
        self.job, self.request = None, request
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.job, self.error = None, fault
        self.changed.emit()

    def _recall(self, form: dict[str, Any]) -> None:
        self.way = form.get("way", self.way)
        self.recalled.emit(form)
        self.changed.emit()
