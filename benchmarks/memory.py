"""What a process measured for its memory does: `python -m benchmarks.memory verify|pull|window PATH …` says the MiB."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import growth

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def verify(path: Path) -> float:
    """Walk the record and return the most that was resident."""
    from bandingdesk.store import store
    from bandingdesk.store import verify as walk

    with store.look(path, growth.KEY) as conn:
        if not walk.verify(conn).ok:
            raise AssertionError("the record that was measured does not verify")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def pull(path: Path, address: str) -> float:
    """Take the whole ledger at ADDRESS into a new record and return the most that was resident."""
    from bandingdesk.sync import address as places
    from bandingdesk.sync import remote
    from benchmarks import shared, sync

    shared.own_keyring()
    with remote.connect(places.parse(address), None) as line:
        box = shared.joined(path, growth.registry(), line)
        sync.pull_all(box, line)
        box.reconcile()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def window(path: Path) -> float:
    """Open the window on Today and return what is resident once it rests."""
    import psutil

    from bandingdesk import bootstrap, seams
    from bandingdesk.demo import build
    from bandingdesk.ui import app
    from bandingdesk.ui.setup import Setup
    from benchmarks import windows

    qt, ids, clock = app.application(), seams.SystemIds(), seams.FixedClock(build.NOW)
    shown = app.open_window(
        setup=Setup(clock, ids, place=path),
        clock=clock,
        opener=lambda: bootstrap.open_desk(path, growth.KEY, clock=clock, ids=ids),
        place="today",
    )
    windows.until_ready(shown, qt)
    windows.settle(shown, qt, 60)
    resident = psutil.Process().memory_info().rss / 2**20
    shown.jobs.close()
    if shown.link is not None:
        shown.link.desk.close()
    return float(resident)


if __name__ == "__main__":
    what, place, *more = sys.argv[1:]
    measured: dict[str, Callable[..., float]] = {"verify": verify, "pull": pull, "window": window}
    print(measured[what](Path(place), *more), flush=True)
    os._exit(0)
