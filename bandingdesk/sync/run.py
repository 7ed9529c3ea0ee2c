"""One run of the sync: connect, shake hands, send files and ops, take over, verify, fold, keep a checkpoint.

`Sync.once` returns what happened as a value: what was sent and taken, why it stopped, when to try again. It raises
nothing that a person could do something about. Source: design, store 7.2.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bandingdesk.errors import DeskError, SyncError
from bandingdesk.store import changes, log, marks
from bandingdesk.store.changes import Changes
from bandingdesk.store.store import Store
from bandingdesk.sync import devices, erasing, files, handshake, leases, pull, push, refusals, restore
from bandingdesk.sync.handshake import Meeting, Mine, StopError
from bandingdesk.sync.refusals import UnreachableError

if TYPE_CHECKING:
    from bandingdesk.sync.remote import Remote

PHASES = ("connect", "handshake", "push", "pull", "verify", "reconcile", "files", "checkpoint")
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0  # seconds between tries while the server is out of reach

Progress = Callable[[str, int, int], None]  # phase, done, of
Connect = Callable[[], "Remote"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run did. `fault` is why it ended early: a stop (a person must act) or a fault of line, disk or key."""

    began: datetime
    ended: datetime
    pushed: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    pulled: int = 0
    opened: int = 0
    files: int = 0  # files that came
    waiting: int = 0  # ops still to be sent
    held_back: str | None = None  # an op that waits for a file of its own, and holds back what is behind it
    head_seq: int = 0  # of the ledger, as far as it is here
    offset_seconds: int = 0  # the server's clock less ours
    clock_is_told: bool = False
    restored: int | None = None  # the entry to which the server was set back, where this run followed it
    suspects: tuple[str, ...] = ()  # devices whose signed end is not what the ledger holds
    changes: Changes = changes.NOTHING
    fault: DeskError | None = None
    was_cancelled: bool = False
    retry_seconds: float | None = None

    @property
    def is_good(self) -> bool:
        """Whether both sides are level now and nothing looks wrong."""
        return self.fault is None and not self.was_cancelled and not self.suspects and self.held_back is None

    @property
    def stop(self) -> str:
        """The name of the stop in the design ("SERVER_WENT_BACK"), "" where there is none."""
        if isinstance(self.fault, refusals.LoginEndedError | refusals.DeviceRevokedError):
            return handshake.RevokedError.stop
        return self.fault.stop if isinstance(self.fault, StopError) else ""

    @property
    def end(self) -> str:
        """The name of the stop, else the code of the fault, "" where the run ended well: kept as mark `sync.end`."""
        return self.stop or (self.fault.code if self.fault is not None else "")


class _CancelledError(Exception):
    """The person stopped the run between two steps."""


class _Counts:
    """What a run has done so far."""

    def __init__(self) -> None:
        self.told: dict[str, object] = {}
        self.changes = changes.NOTHING

    def add(self, **told: object) -> None:
        self.told.update(told)


class Sync:
    """Syncs one store with one server, as often as it is asked to. The connection is kept between runs."""

    def __init__(self, store: Store, connect: Connect) -> None:
        self._store = store
        self._connect = connect
        self._remote: Remote | None = None
        self._failures = 0
        self._turn = threading.Lock()  # a window listens and syncs, and its person may ask for a sync meanwhile

    def once(self, progress: Progress | None = None, cancelled: Callable[[], bool] | None = None) -> RunResult:
        """Run once. PROGRESS is called with (phase, done, of); CANCELLED is asked between steps and batches.

        A line that was kept from the run before may have broken unnoticed: then it is made anew once.
        """
        with self._turn:
            was_kept = self._remote is not None
            result = self._once(progress, cancelled)
            if was_kept and isinstance(result.fault, UnreachableError):
                result = self._once(progress, cancelled)
            return result

    def _once(self, progress: Progress | None, cancelled: Callable[[], bool] | None) -> RunResult:
        counts, fault, was_cancelled = _Counts(), None, False
        began = self._store.clock.now()
        try:
            self._run(counts, progress or (lambda phase, done, of: None), cancelled or (lambda: False))
        except _CancelledError:
            was_cancelled = True
        except DeskError as error:
            fault = error
            logger.warning("sync ended early", extra={"code": error.code})
            if isinstance(error, SyncError):
                self.close()
        self._failures = self._failures + 1 if _is_line(fault) else 0
        result = RunResult(
            began=began,
            ended=self._store.clock.now(),
            waiting=push.count_waiting(self._store),
            changes=counts.changes,
            fault=fault,
            was_cancelled=was_cancelled,
            retry_seconds=self.wait_seconds() if _is_line(fault) else None,
            **counts.told,  # type: ignore[arg-type]
        )
        self._write_down(result)
        return result

    def wait_seconds(self) -> float:
        """Return how long to wait before the next try: doubled each time, and not the same on all laptops."""
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._failures, 10))
        return longest * (0.5 + self._store.ids.salt()[0] / 512)

    def close(self) -> None:
        """End the connection; the next run makes a new one."""
        remote, self._remote = self._remote, None
        if remote is not None:
            remote.close()

    def _run(self, counts: _Counts, progress: Progress, cancelled: Callable[[], bool]) -> None:
        store = self._store

        def enter(phase: str) -> None:
            if cancelled():
                raise _CancelledError
            progress(phase, 0, 0)

        enter("connect")
        is_kept = self._remote is not None
        remote = self._remote = self._remote or self._connect()
        enter("handshake")
        try:
            own, meeting = self._meet(remote)
        except refusals.UnreachableError:
            if not is_kept:
                raise
            self.close()  # the line was kept and the server went meanwhile: it may be back already
            remote = self._remote = self._connect()
            own, meeting = self._meet(remote)
        if not is_kept:
            leases.refresh(store, remote)
        counts.add(offset_seconds=meeting.offset // handshake.SECOND, clock_is_told=meeting.is_told)
        if meeting.restored is not None:
            own = restore.follow(store, own, meeting.restored)
            counts.add(restored=meeting.restored[0])
        enter("push")
        try:
            sent = push.push(
                store,
                remote,
                meeting.protocol,
                again_after=meeting.again_after,
                progress=lambda done, of: progress("push", done, of),
                cancelled=cancelled,
            )
            counts.add(pushed=sent.ops, outcomes=dict(sent.outcomes), held_back=sent.held_back)
            if meeting.again_after is not None and sent.held_back is None and not cancelled():
                restore.done(store)
            if meeting.is_flagged and sent.ops:
                self._flag_clock(meeting, sent.ops)
            if meeting.upgrade is not None:
                raise meeting.upgrade
            enter("pull")
            came = pull.pull(
                store, remote, own, progress=lambda done, of: progress("pull", done, of), cancelled=cancelled
            )
            counts.add(pulled=came.entries, opened=came.opened, head_seq=came.seq)
            enter("verify")
            if came.entries or sent.ops:
                counts.add(suspects=devices.compare(store, remote))
        finally:  # what arrived is folded, however the run goes on
            progress("reconcile", 0, 0)
            counts.changes = store.reconcile(lambda done, of: progress("reconcile", done, of), cancelled)
        erasing.carry_out(store, remote)
        store.scrub()
        enter("files")
        counts.add(files=files.fetch(store, remote, cancelled))
        enter("checkpoint")
        if came.entries and not remote.checkpoint(store.device_id, came.seq, came.hash):
            raise handshake.ServerForkedError(seq=came.seq)

    def _meet(self, remote: Remote) -> tuple[Mine, Meeting]:
        """Shake hands; where the server is ahead of us, see that it goes on where our copy of the ledger ends."""
        store = self._store
        with store.read() as conn:
            before = handshake.mine(log.driver(conn), store.store_id, store.device_id)
        hello = remote.hello(store.device_id)
        now = log.micros(store.clock.now())
        with store.read() as conn:
            raw = log.driver(conn)
            # Another window on this store may act, send and take over at any time. The server has answered at least
            # what we knew of before we asked, and has at most what is recorded here now.
            recorded = handshake.mine(raw, store.store_id, store.device_id).device_seq
            own = before._replace(device_seq=recorded)
            meeting = handshake.meet(raw, own, hello, now)
            if meeting.restored is None and 0 < own.seen_seq < hello.head_seq:
                (first,) = remote.pull(own.seen_seq, 1).posted
                if handshake.linked(own.seen_hash, first) != first.row.hash:
                    point = handshake.explained(raw, own, hello, is_ours=False)
                    meeting = meeting._replace(restored=point, again_after=hello.device_seq)
        if meeting.restored is None:
            restore.note(store, hello)
        return own, meeting

    def _flag_clock(self, meeting: Meeting, count: int) -> None:
        """Keep that what was sent now was made under a clock that is days off."""
        store = self._store
        with store.jot() as conn:
            raw = log.driver(conn)
            flags = json.loads(marks.find(raw, "sync.clock") or "[]")
            now = log.micros(store.clock.now())
            flags.append({"at": now, "offset_seconds": meeting.offset // handshake.SECOND, "ops": count})
            marks.keep(raw, "sync.clock", json.dumps(flags[-100:]))

    def _write_down(self, result: RunResult) -> None:
        """Keep how the run ended, for the next window that asks; a full disk must not hide the result."""
        try:
            with self._store.jot() as conn:
                raw = log.driver(conn)
                marks.keep(raw, "sync.end", result.end)
                if result.fault is None:
                    marks.keep(raw, "sync.at", str(log.micros(result.ended)))
                    marks.keep(raw, "sync.offset", str(result.offset_seconds))
        except DeskError as error:
            logger.warning("the end of a sync was not written down", extra={"code": error.code})


def _is_line(fault: DeskError | None) -> bool:
    """Return whether trying again may help; a wrong password tried again and again only locks the login."""
    return isinstance(fault, refusals.UnreachableError | refusals.DeadlineError | refusals.ServerBusyError)
