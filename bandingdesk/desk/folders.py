"""What a person does about a shared folder: begin one, ask to join, admit who asks by a code, take a device out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bandingdesk.desk.ground import Ground
from bandingdesk.store.changes import Changes

if TYPE_CHECKING:
    from bandingdesk.sync.folder.joining import Request
    from bandingdesk.sync.folder.result import FolderResult
    from bandingdesk.sync.run import RunResult

Progress = Callable[[str, int, int], None]  # phase, done, of
Cancelled = Callable[[], bool]


class LeftFile(NamedTuple):
    """What lies in the folder and was not taken: a bundle that waits for another, or a file refused by its name.

    `why` is a sentence to be translated in the context "folder"; NUMBER is 0 for a refused file.
    """

    name: str  # of the device, or of the file
    number: int
    why: str
    for_name: str = ""
    for_number: int = 0


class FoldersDesk:
    """A council without a server. The folder is where this store keeps that it syncs."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def where(self) -> Path:
        """Return the folder that this store syncs through. Raises KeyError where there is none."""
        return Path(self._ground.store.marks()["peer.where"])

    def not_promised(self) -> tuple[str, ...]:
        """Return what this way of working can't promise, a sentence each, to be translated in the context "folder"."""
        from bandingdesk.sync.folder import result

        return result.promises_not()

    def left(self) -> tuple[LeftFile, ...]:
        """Return what the last sync left in the folder: bundles that wait, then files that were refused by name."""
        from bandingdesk.sync.folder import result, run

        left = result.of_mark(self._ground.store.marks().get(run.LEFT))
        waits = [LeftFile(w.device, w.number, result.WAITS[w.what], w.for_device, w.for_number) for w in left.waiting]
        reasons = result.REASONS
        refused = [LeftFile(file.name, 0, reasons.get(file.why, result.UNKNOWN)) for file in left.refused]
        return (*waits, *refused)

    def begin(self, where: Path, name: str) -> FolderResult:
        """Share this record through the empty folder WHERE from this device, called NAME. Raises as `joining.begin`."""
        from bandingdesk.sync.folder import joining

        return joining.begin(self._ground.store, where, name, by=self._ground.me)

    def request(self, where: Path, name: str) -> Request:
        """Ask to join the record in the folder WHERE; the code is to be read out to an administrator."""
        from bandingdesk.sync.folder import joining

        return joining.request(self._ground.store, where, name)

    def requests(self) -> list[Request]:
        """Return who asks to join and is not admitted yet."""
        from bandingdesk.sync.folder import joining

        return joining.requests(self._ground.store, self.where())

    def admit(self, device_id: str, code: str) -> FolderResult:
        """Admit the device whose screen shows CODE. Raises WrongCodeError and what `joining.admit` raises."""
        from bandingdesk.sync.folder import joining

        return joining.admit(self._ground.store, self.where(), device_id, code, by=self._ground.me)

    def revoke(self, device_id: str, reason: str) -> Changes:
        """Take a device out of the folder; a new key is made, which it does not get."""
        from bandingdesk.sync.folder import joining

        return joining.revoke(self._ground.store, self.where(), device_id, reason, by=self._ground.me).changes

    def sync(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> RunResult:
        """Sync once through the folder and return it as any sync is returned; what ended it early stands in it."""
        from bandingdesk.errors import DeskError
        from bandingdesk.sync import push, run
        from bandingdesk.sync.folder import run as folder

        store = self._ground.store
        told = progress or (lambda phase, done, of: None)
        began = store.clock.now()
        try:
            found = folder.sync(store, progress=lambda done, of: told("pull", done, of), cancelled=cancelled)
        except DeskError as fault:
            return run.RunResult(began, store.clock.now(), waiting=push.count_waiting(store), fault=fault)
        return run.RunResult(
            began,
            store.clock.now(),
            pushed=found.sent_ops,
            pulled=found.taken_ops,
            opened=found.opened,
            waiting=push.count_waiting(store),
            changes=found.changes,
            was_cancelled=cancelled is not None and cancelled(),
        )
