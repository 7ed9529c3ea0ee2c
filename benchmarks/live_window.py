"""A window in a live meeting, measured: `python -m benchmarks.live_window STORE PERSON MEETING ITEM`.

Says "listens" once it hears the server and has painted the case, then for each change the instant at which it was
painted, and the mark of what is shown: how many have locked, and the private re-score that is open.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from bandingdesk import bootstrap, seams
from bandingdesk.ui import app
from bandingdesk.ui.setup import Setup
from benchmarks.windows import say, until_ready

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.workspaces.meeting.page import Page


class Watch(QObject):
    """Says the instant at which the page has painted another mark than before, and the mark."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._painted = self._mark()
        for part in (page.say, page.strips):  # before the reveal the one is shown, after it the other
            part.installEventFilter(self)

    def _mark(self) -> str:
        seen = self._page.view_model.seen
        if seen is None or seen.round is None:
            return ""
        return f"{seen.round.state}:{(seen.again or seen.round).locked_count}:{seen.again.id if seen.again else ''}"

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.Paint and self._mark() != self._painted:
            self._painted = self._mark()
            say(f"{time.monotonic()!r} {self._painted}")
        return False


def main(path: str, person: str, meeting: str, item: str) -> None:
    """Show the window until it is killed."""
    clock, ids = seams.SystemClock(), seams.SystemIds()

    def opener() -> Desk:
        return bootstrap.open_desk(Path(path), None, clock=clock, ids=ids, me=person, plain=True)

    qt = app.application()
    setup = Setup(clock, ids, place=Path(path).with_name("none.desk"))
    where: dict[str, object] = {"meeting_id": meeting, "item": item}
    window = app.open_window(setup=setup, clock=clock, opener=opener, place="meeting", where=where)
    until_ready(window, qt)
    while window.sync is None or not window.sync.live.is_heard:
        qt.processEvents()
    page: Page = window.area.current_page()  # type: ignore[assignment]
    watch = Watch(page)
    say("listens")
    qt.exec()
    del watch


if __name__ == "__main__":
    main(*sys.argv[1:])
