"""Knows whether the last window on a store was closed or just stopped: a locked marker beside the file.

Each open store holds `<store>.open-ID` with an operating-system lock, which ends with the process however it ends. A
marker that nobody holds was left by a process that was killed or lost its power. `alone` keeps windows out while a
store is upgraded, moved or given a new key.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bandingdesk.errors import QT_TRANSLATE_NOOP, StoreError
from bandingdesk.seams import SystemIds
from bandingdesk.store import engine


class StoreInUseError(StoreError):
    """Another window or command has the store at PATH open."""

    code = "ST-32"
    message = QT_TRANSLATE_NOOP("errors", "The store {path} is open in another window or command.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Close the other windows of Banding Desk, then try again.")


class StoreAtWorkError(StoreError):
    """The store at PATH is being upgraded, moved, backed up or given a new key."""

    code = "ST-33"
    message = QT_TRANSLATE_NOOP("errors", "Another command is at work on the store {path} and needs it for itself.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Wait until it is done, then try again.")


class Running:
    """The marker of one open store."""

    def __init__(self, path: Path) -> None:
        self._pattern = path.name + ".open-"
        self._folder = path.parent
        self._path = path
        self._place: Path | None = None
        self._handle: int | None = None

    def stopped_uncleanly(self) -> bool:
        """Return whether a marker lies here that nobody holds, and remove those."""
        return self._look()[0]

    def is_open_elsewhere(self) -> bool:
        """Return whether another window or process has the store open."""
        return self._look()[1]

    def _look(self) -> tuple[bool, bool]:
        """Return (whether a marker was left that nobody held, whether one is held); what was left is removed."""
        left = held = False
        for place in self._folder.glob(_escaped(self._pattern) + "*"):
            try:
                handle = os.open(place, os.O_RDWR)
            except FileNotFoundError:
                continue  # its window closed just now
            try:
                if _lock(handle):
                    left = True
                    place.unlink(missing_ok=True)
                else:
                    held = True
            finally:
                os.close(handle)
        return left, held

    def begin(self) -> None:
        """Lay the marker down and hold it. Raises StoreAtWorkError."""
        self._place = self._folder / (self._pattern + SystemIds().salt().hex())
        self._handle = os.open(self._place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        _lock(self._handle)
        # After the marker: of `alone` and this, one at least sees the other.
        if is_held(self._path, "alone"):
            self.end()
            raise StoreAtWorkError(path=str(self._path))

    def end(self) -> None:
        """Take the marker away: the store was closed."""
        if self._place is not None and self._handle is not None:
            if sys.platform == "win32":  # an open file can't be removed there
                os.close(self._handle)
                self._place.unlink(missing_ok=True)
            else:
                self._place.unlink(missing_ok=True)
                os.close(self._handle)
        self._place = self._handle = None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep every window off the store at PATH. Raises StoreInUseError where one has it open, StoreAtWorkError."""
    with holding(path, "alone"):
        if Running(path).is_open_elsewhere():
            raise StoreInUseError(path=str(path))
        yield


@contextmanager
def holding(path: Path, what: str) -> Iterator[None]:
    """Hold `<store>.lock-WHAT`, which one process at a time may. Raises StoreAtWorkError, DiskFaultError."""
    place = path.with_name(f"{path.name}.lock-{what}")
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise engine.DiskFaultError() from error
    try:
        if not _lock(handle):
            raise StoreAtWorkError(path=str(path))
        yield
    finally:
        os.close(handle)  # the file stays: to remove it would let two hold two files of one name


def is_held(path: Path, what: str) -> bool:
    """Return whether a process holds `<store>.lock-WHAT`."""
    try:
        handle = os.open(path.with_name(f"{path.name}.lock-{what}"), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)


def _lock(handle: int) -> bool:
    """Return whether the lock was free; it is held until HANDLE is closed. A second opening in one process counts."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
