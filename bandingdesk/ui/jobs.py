"""Work off the UI thread: `act` on the one writer thread, `read` on a few readers, `job` for what takes long.

Answers come back on the UI thread and are dropped where their owner has gone. `Jobs.changed` is the one signal for all
news: own acts, other windows, later other laptops.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QElapsedTimer, QObject, Qt, Signal

from bandingdesk.errors import DeskError

T = TypeVar("T")
READERS = 3
ETA_AFTER_MS = 3000
_SMOOTHING = 0.3  # share of the newest rate in the rate that the time left is told from

log = logging.getLogger(__name__)


class Teller(Protocol):
    """Who tells a person that something went wrong: `messages.Messages`."""

    def show_error(self, fault: DeskError) -> None: ...
    def show_fault(self, fault: Exception) -> None: ...


class CancelledError(Exception):
    """Raised by long work when it stops because it was asked to."""


Progress = Callable[[int, int], None]  # (done, of all)
Cancelled = Callable[[], bool]


class _Ticket(NamedTuple):
    """One piece of work on its way: who asked, and who hears the answer."""

    owner: QObject | None
    done: Callable[[Any], None] | None
    failed: Callable[[DeskError], None] | None
    acts: bool
    stands_for: tuple[int, str] | None
    number: int
    quiet: bool


class _Answer(NamedTuple):
    ticket: _Ticket
    value: Any
    fault: Exception | None


class Job(QObject):
    """Long work as the status line and the jobs tray show it. `changed` comes on the UI thread."""

    changed = Signal()
    _progressed = Signal(int, int)

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.count = 0
        self.total = 0
        self.state = "running"  # running, done, failed, cancelled
        self._asked_to_stop = False
        self._timer = QElapsedTimer()
        self._timer.start()
        self._rate = 0.0  # things a millisecond
        self._last_ms = 0
        self._progressed.connect(self._take_progress, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next look, with nothing half done."""
        self._asked_to_stop = True
        self.changed.emit()

    def is_cancelled(self) -> bool:
        """Return whether the work was asked to stop. Any thread."""
        return self._asked_to_stop

    def report(self, count: int, total: int) -> None:
        """Tell how far the work is. Any thread."""
        self._progressed.emit(count, total)

    def seconds_left(self) -> int | None:
        """Return the time left in seconds, None in the first 3 seconds or while no rate is known."""
        if self._timer.elapsed() < ETA_AFTER_MS or self._rate <= 0 or self.total <= 0:
            return None
        return round((self.total - self.count) / self._rate / 1000)

    def finish(self, state: str) -> None:
        """Set the last state."""
        self.state = state
        self.changed.emit()

    def _take_progress(self, count: int, total: int) -> None:
        now = self._timer.elapsed()
        if now > self._last_ms and count > self.count:
            rate = (count - self.count) / (now - self._last_ms)
            self._rate = rate if self._rate == 0 else _SMOOTHING * rate + (1 - _SMOOTHING) * self._rate
            self._last_ms = now
        self.count, self.total = count, total
        self.changed.emit()


class Jobs(QObject):
    """Runs what pages ask for. `messages` hears of what no page answers for."""

    changed = Signal(object)  # store.changes.Changes
    acted = Signal()  # something was written and committed
    save_asked = Signal(object)  # a person asked to save: who has something unsaved puts itself into the list
    jobs_changed = Signal()
    idle = Signal()
    _answered = Signal(object)

    def __init__(self, messages: Teller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._count = 0
        self._waiting = 0
        self._closed = False
        self._newest: dict[tuple[int, str], int] = {}
        self._jobs: list[Job] = []
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._writer = self._make_pool(1, "writer")
        self._readers = self._make_pool(READERS, "reader")
        self._workers = self._make_pool(2, "work")

    def act(
        self,
        fn: Callable[[], T],
        *,
        owner: QObject | None,
        done: Callable[[T], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
        quiet: bool = False,
    ) -> None:
        """Run FN on the writer thread, one act after the other; then DONE(its value) and the news by `changed`.

        FAILED hears a DeskError; without it the window shows it. An act is recorded even if OWNER goes meanwhile.
        QUIET is for what the window keeps for itself: it does not count as work of the person, or as being busy.
        """
        self._start(self._writer, fn, self._ticket(owner, done, failed, acts=True, quiet=quiet))

    def read(
        self,
        fn: Callable[[], T],
        *,
        owner: QObject | None,
        done: Callable[[T], None],
        failed: Callable[[DeskError], None] | None = None,
        replaces: str | None = None,
        quiet: bool = False,
    ) -> None:
        """Run FN on a reader thread; then DONE(its value).

        With REPLACES (a name of OWNER's own, "list") an answer is dropped where a newer read of that name has begun.
        """
        stands_for = (id(owner), replaces) if replaces is not None else None
        self._start(self._readers, fn, self._ticket(owner, done, failed, stands_for=stands_for, quiet=quiet))

    def job(
        self,
        title: str,
        fn: Callable[[Progress, Cancelled], T],
        *,
        owner: QObject | None = None,
        done: Callable[[T], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
        writes: bool = False,
    ) -> Job:
        """Run long work FN(progress, cancelled) and return its Job, which the status line shows.

        With WRITES it runs on the writer thread. A cancelled job calls neither DONE nor FAILED.
        """
        job = Job(title, self)
        self._jobs.append(job)

        def run() -> T:
            return fn(job.report, job.is_cancelled)

        def end(value: T) -> None:
            job.finish("done")  # also where Cancel came too late: what came back was done
            self.jobs_changed.emit()
            if done is not None and _lives(owner):
                done(value)

        def stop(fault: DeskError) -> None:
            job.finish("failed")
            self.jobs_changed.emit()
            (failed or self._messages.show_error)(fault)

        self.jobs_changed.emit()
        ticket = self._ticket(job, end, stop, acts=writes)
        self._start(self._writer if writes else self._workers, run, ticket)
        return job

    def announce(self, changes: object) -> None:
        """Pass on what another window or laptop changed."""
        self.changed.emit(changes)

    def jobs(self) -> list[Job]:
        """Return the long work of this session, oldest first."""
        return list(self._jobs)

    def running(self) -> list[Job]:
        """Return the long work that is not finished."""
        return [job for job in self._jobs if job.state == "running"]

    def is_idle(self, but: int = 0) -> bool:
        """Return whether every answer has been delivered, BUT for so many that are known to take long."""
        return self._waiting <= but

    def close(self) -> None:
        """Finish what is being written, drop the rest, and let the threads end. Later work is refused."""
        if self._closed:
            return
        self._closed = True
        for job in self.running():
            job.cancel()
        for pool in (self._readers, self._workers):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)
        if self._writer is not None:
            self._writer.shutdown(wait=True)

    def _make_pool(self, threads: int, name: str) -> ThreadPoolExecutor | None:
        return ThreadPoolExecutor(threads, thread_name_prefix=name)

    def _ticket(
        self,
        owner: QObject | None,
        done: Callable[[Any], None] | None,
        failed: Callable[[DeskError], None] | None,
        *,
        acts: bool = False,
        stands_for: tuple[int, str] | None = None,
        quiet: bool = False,
    ) -> _Ticket:
        self._count += 1
        if stands_for is not None:
            self._newest[stands_for] = self._count
        return _Ticket(owner, done, failed, acts, stands_for, self._count, quiet)

    def _start(self, pool: Executor | None, fn: Callable[[], Any], ticket: _Ticket) -> None:
        if self._closed:
            if ticket.acts and not ticket.quiet:
                raise RuntimeError("the window is closing: nothing is recorded any more")
            return
        self._waiting += not ticket.quiet
        if pool is None:
            self._deliver(_run(fn, ticket))
            return
        future: Future[_Answer] = pool.submit(_run, fn, ticket)
        future.add_done_callback(self._hand_over)

    def _hand_over(self, future: Future[_Answer]) -> None:
        """Send the answer to the UI thread; called on the worker's."""
        if not future.cancelled() and shiboken6.isValid(self):
            self._answered.emit(future.result())

    def _deliver(self, answer: _Answer) -> None:
        ticket = answer.ticket
        self._waiting -= not ticket.quiet
        try:
            if answer.fault is not None:
                self._tell(ticket, answer.fault)
                return
            if ticket.acts and not ticket.quiet:
                self.acted.emit()
            try:
                if ticket.done is not None and _lives(ticket.owner) and self._is_newest(ticket):
                    ticket.done(answer.value)
            finally:  # what is recorded is news for every page, also where this one failed to show it
                news = _news(answer.value) if ticket.acts else None
                if news is not None:
                    self.changed.emit(news)
        finally:
            if self._waiting == 0 and not ticket.quiet:
                self.idle.emit()

    def _tell(self, ticket: _Ticket, fault: Exception) -> None:
        if isinstance(fault, CancelledError) and isinstance(ticket.owner, Job):
            ticket.owner.finish("cancelled")
            self.jobs_changed.emit()
        elif not isinstance(fault, DeskError):
            if isinstance(ticket.owner, Job):
                ticket.owner.finish("failed")
                self.jobs_changed.emit()
            self._messages.show_fault(fault)
        elif ticket.failed is None:
            self._messages.show_error(fault)
        elif _lives(ticket.owner) and self._is_newest(ticket):
            ticket.failed(fault)
        elif ticket.acts:  # its page has gone, but a person believes that it was recorded
            self._messages.show_error(fault)

    def _is_newest(self, ticket: _Ticket) -> bool:
        return ticket.stands_for is None or self._newest.get(ticket.stands_for) == ticket.number


class InlineJobs(Jobs):
    """Runs everything at once, on the caller's thread: for tests."""

    def _make_pool(self, threads: int, name: str) -> ThreadPoolExecutor | None:
        return None


def _run(fn: Callable[[], Any], ticket: _Ticket) -> _Answer:
    """Return FN's value or fault as an answer."""
    try:
        return _Answer(ticket, fn(), None)
    except (DeskError, CancelledError) as fault:
        return _Answer(ticket, None, fault)
    except Exception as fault:
        log.exception("work in the background failed")
        return _Answer(ticket, None, fault)


def _lives(owner: QObject | None) -> bool:
    return owner is None or shiboken6.isValid(owner)


def _news(value: object) -> object | None:
    """Return the Changes in what an act returned: its `changes`, or the value itself."""
    changes = getattr(value, "changes", value)
    return changes if hasattr(changes, "subjects") else None
