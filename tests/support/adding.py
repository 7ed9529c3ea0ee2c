"""Adds one large file as a paper in a process of its own: `python -m tests.support.adding FOLDER CASE FILE [LIMIT]`.

In the middle it says `half` and waits for a line, so that it can be stopped or killed there. LIMIT is the largest file
that it may write, as on a full disk. At the end it says `added`, or the code of what was refused.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from bandingdesk import bootstrap, seams
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import NewPaper, Source
from bandingdesk.errors import DeskError
from tests.support import panel_store


def open_desk(folder: Path) -> Desk:
    """Open the store in FOLDER with the caseworker at the keys."""
    clock, ids = seams.FixedClock(panel_store.NOW), seams.SystemIds()
    return bootstrap.open_desk(
        folder / "panel.bdk", None, clock=clock, ids=ids, me=panel_store.WORKER, plain=True, is_demo=True
    )


def main(folder: str, case: str, file: str, limit: str = "") -> None:
    """Add FILE to CASE of the store in FOLDER."""
    if limit:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    desk = open_desk(Path(folder))
    waited = False

    def progress(done: int, total: int) -> None:
        nonlocal waited
        if done * 2 > total and not waited:
            waited = True
            print("half", flush=True)
            sys.stdin.readline()

    try:
        looked = desk.papers.look(case, Source(Path(file).name, Path(file)))
        paper = NewPaper(looked, "Scan", "A. Writer", "therapist", panel_store.ON, "advice", "professional")
        desk.papers.add_files(case, [paper], progress)
        print("added", flush=True)
    except DeskError as fault:
        print(fault.code, flush=True)
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
