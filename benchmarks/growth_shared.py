"""What a growing shared ledger costs: a sync of 100 changes, on ledgers ten times each other's size."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from bandingdesk.ops import Subject
from bandingdesk.store import bulk, store
from bandingdesk.sync import push
from bandingdesk.sync.remote import Remote
from benchmarks import growth, shared, sync
from benchmarks.timing import Row
from tests.support import clusters

CHANGES = 100
GOAL = 1.3  # for each tenfold


def rows(quick: bool) -> Iterator[Row]:
    """Measure; QUICK leaves the largest ledger out."""
    sizes = growth.SIZES[:2] if quick else growth.SIZES
    with tempfile.TemporaryDirectory(prefix="bandingdesk-growth-") as name, ExitStack() as stack:
        first = stack.enter_context(shared.council(["note.written"]))
        subjects: list[Callable[[], float]] = []
        peaks: list[float] = []
        for size in sizes:
            database = stack.enter_context(clusters.database(first.database.server))
            shared.lay(database, ["note.written"])
            council = shared.Council(database)
            line = council.remote()
            box = filled(Path(name) / f"{size}.bdk", size, line)
            stack.callback(box.close)
            stack.callback(line.close)
            subjects.append(partial(_sync, box, line, size // growth.PER_CASE, random.Random(size)))
            if len(peaks) < 2:
                address = council.address().text()
                peaks.append(growth.peak("pull", Path(name) / f"{size}.second.bdk", address))
        values = growth.in_turn(subjects, 9)
        yield from growth.tenfold(f"sync of {CHANGES} changes", "ms", values, GOAL)
        yield growth.streamed("taking over a ledger", peaks)


def filled(path: Path, size: int, line: Remote) -> store.Store:
    """Return a device's record of SIZE ops, all of them in the ledger and read back."""
    box = shared.joined(path, growth.registry(), line)
    bulk.write_ops(box, (growth.note(number // growth.PER_CASE) for number in range(size)))
    push.push(box, line, sync.PROTOCOL)
    sync.pull_all(box, line)
    box.reconcile()
    return box


def _sync(box: store.Store, line: Remote, cases: int, rng: random.Random) -> float:
    """Record changes, then return the milliseconds of sending them, reading the ledger and folding what came."""
    for _ in range(CHANGES):
        number = rng.randrange(cases)
        with box.act() as act:
            act.record(growth.note(number, act.load(Subject("case", f"c{number}")).head))
    began = time.perf_counter()
    push.push(box, line, sync.PROTOCOL)
    sync.pull_all(box, line)
    box.reconcile()
    return (time.perf_counter() - began) * 1e3
