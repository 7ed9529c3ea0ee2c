"""What a measured process does: `python -m benchmarks.windows bare|paint|today …`. It says "there" when it is done.

Little is imported here, since the first paint of a bare window and of ours are measured from the start of the process.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ASK_AGAIN = 0.05  # s

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.window import Window


def say(text: str) -> None:
    """Say TEXT to the process that measures."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def turn(app: QApplication) -> None:
    """Run one turn of the loop as a person's window does: it sleeps until something comes.

    A loop that never sleeps would hold the interpreter against the reader's thread, and measure itself.
    """
    from PySide6.QtCore import QEventLoop

    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def until_painted(widget: QWidget, app: QApplication) -> None:
    """Return when WIDGET has been painted."""
    from PySide6.QtCore import QEvent, QObject

    painted: list[bool] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
            if event.type() == QEvent.Type.Paint:
                painted.append(True)
            return False

    watch = Watch()
    widget.installEventFilter(watch)
    asked = time.perf_counter()
    while not painted:
        turn(app)
        if time.perf_counter() - asked > ASK_AGAIN:  # a page that holds its painting back has dropped the question
            widget.update()
            asked = time.perf_counter()
    widget.removeEventFilter(watch)


def bare() -> None:
    """Import QtWidgets and show a bare window: the floor."""
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    window = QWidget()
    window.resize(1280, 720)
    window.show()
    until_painted(window, app)
    say("there")


def paint() -> None:
    """Show our window as the command does: its first paint comes before the store."""
    import bandingdesk.cli.main
    import bandingdesk.cli.window  # noqa: F401  the way of the command
    from bandingdesk import seams
    from bandingdesk.ui import app
    from bandingdesk.ui.setup import Setup

    clock = seams.SystemClock()
    qt = app.application()
    shown = app.open_window(setup=Setup(clock, seams.SystemIds()), clock=clock, opener=_wait)
    until_painted(shown, qt)
    say("there")
    os._exit(0)  # the floor leaves without a word too


def today(folder: str, size: str) -> None:
    """Open the demo of SIZE, copied to FOLDER, and say when Today is painted with its rows; then its memory."""
    from bandingdesk import seams
    from bandingdesk.cli import window as command
    from bandingdesk.ui import app
    from bandingdesk.ui.setup import Setup

    qt = app.application()

    def opener() -> Desk:
        from bandingdesk.demo import place

        return command.open_demo(place.copy(Path(folder), size=size), None)

    clock = seams.SystemClock()
    setup = Setup(clock, seams.SystemIds(), place=Path(folder) / "demo.desk")
    window = app.open_window(setup=setup, clock=clock, opener=opener, place="today")
    until_ready(window, qt)
    say("there")
    settle(window, qt, 60)
    import psutil

    memory = psutil.Process().memory_info()
    say(str(memory.rss))
    window.jobs.close()
    if window.link is not None:
        window.link.desk.close()  # else the next start finds an unclean stop, and reads every page
    os._exit(0)


def until_ready(window: Window, app: QApplication) -> None:
    """Return when the first page is open, read and painted."""
    from PySide6.QtCore import QEventLoop

    ready: list[bool] = []
    window.ready.connect(lambda: ready.append(True))
    while not ready or not window.jobs.is_idle():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
    page = window.area.current_page()
    if page is None:
        raise RuntimeError("the window is ready and shows no page")
    page.update()
    until_painted(page, app)


def settle(window: Window, app: QApplication, turns: int) -> None:
    """Let TURNS quiet turns of the event loop pass."""
    from PySide6.QtCore import QEventLoop

    while turns:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        turns -= window.jobs.is_idle()


def _wait() -> Desk:
    """Open no store: the first paint comes before it, and the process leaves then."""
    threading.Event().wait()
    raise RuntimeError("nobody ends the waiting")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["paint"]:
            paint()
        case ["today", folder, size]:
            today(folder, size)
