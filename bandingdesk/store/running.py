"""Knows whether the last window on a store was closed or just stopped: a locked marker beside the file.

Each open store holds `<store>.open-ID` with an operating-system lock, which ends with the process however it ends. A
marker that nobody holds was left by a process that was killed or lost its power.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from bandingdesk.seams import SystemIds


class Running:
    """The marker of one open store."""

    def __init__(self, path: Path) -> None:
        self._pattern = path.name + ".open-"
        self._folder = path.parent
        self._place: Path | None = None
        self._handle: int | None = None

    def stopped_uncleanly(self) -> bool:
        """Return whether a marker lies here that nobody holds, and remove those."""
        left = False
        for place in self._folder.glob(_escaped(self._pattern) + "*"):
            try:
                handle = os.open(place, os.O_RDWR)
            except FileNotFoundError:
                continue  # its window closed just now
            try:
                if _lock(handle):
                    left = True
                    place.unlink(missing_ok=True)
            finally:
                os.close(handle)
        return left

    def begin(self) -> None:
        """Lay the marker down and hold it."""
        self._place = self._folder / (self._pattern + SystemIds().salt().hex())
        self._handle = os.open(self._place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        _lock(self._handle)

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
