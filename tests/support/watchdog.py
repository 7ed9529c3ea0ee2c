"""Watches the thread of the screen: how long it was held at most by our own code, and where.

A timer beats every 5 ms; a thread looks whether the beat is late. Only a hold in which the program's own code stands on
the stack counts, not the driver of the test looking for a widget. Source: design, user experience 10.
"""

from __future__ import annotations

import sys
import threading
import time
from types import FrameType

from PySide6.QtCore import QTimer

BEAT_MS = 5
GOAL_MS = 50.0
DRIVER = "bandingdesk/ui/driver.py"


class Watchdog:
    """Begins with the first beat; `worst_ms` and `where` are the longest hold so far."""

    def __init__(self) -> None:
        self.worst_ms, self.where = 0.0, ""
        self.over = 0  # holds longer than the goal
        self._ident = threading.get_ident()
        self._beaten = time.perf_counter()
        self._told = 0.0  # the beat whose lateness is counted already
        self._is_over = threading.Event()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def end(self) -> str:
        """Stop watching, and return what was found as a sentence."""
        self._timer.stop()
        self._is_over.set()
        self._thread.join()
        held = f"worst hold of the screen's thread: {self.worst_ms:.0f} ms at {self.where}"
        return f"{held}; {self.over} over {GOAL_MS:g} ms"

    def _beat(self) -> None:
        self._beaten = time.perf_counter()

    def _watch(self) -> None:
        while not self._is_over.wait(BEAT_MS / 1000):
            beaten = self._beaten
            late = (time.perf_counter() - beaten) * 1000
            if late <= GOAL_MS:
                continue
            where = _ours(sys._current_frames().get(self._ident))
            if not where:
                continue
            if beaten != self._told:
                self._told, self.over = beaten, self.over + 1
            if late > self.worst_ms:
                self.worst_ms, self.where = late, where


def _ours(frame: FrameType | None) -> str:
    """Return where the program's own code stands in a stack, innermost first; "" where only a driver waits."""
    found: list[str] = []
    while frame is not None:
        name = frame.f_code.co_filename
        if "/bandingdesk/" in name and not name.endswith(DRIVER):
            found.append(f"{name.rpartition('/bandingdesk/')[2]}:{frame.f_lineno}")
        frame = frame.f_back
    return " < ".join(found[:4])
