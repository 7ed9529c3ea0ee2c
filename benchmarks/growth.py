"""What a growing record costs: an act, an opening, a walk, and the memory, on records ten times each other's size.

The records are made by the bulk writer: rows as acts make them. The two large ones of a full run take some minutes.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, Text

from bandingdesk import bootstrap, seams
from bandingdesk.casework.ops import HistoryEntry, HistoryRecorded
from bandingdesk.demo import build, bulk
from bandingdesk.ops import Kind, Op, Recorded, Subject
from bandingdesk.store import bulk as writer
from bandingdesk.store import folds, store
from bandingdesk.store.registry import Fold, Registry
from bandingdesk.store.registry import Row as Laid
from benchmarks.timing import Row

AT = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
KEY = bytes(range(32))
SIZES = (20_000, 200_000, 2_000_000)
PER_CASE = 10  # ops of one case
PLANS, OPS = 12_000, 200_000
ACT_GOAL, OPEN_GOAL = 1.3, 1.5  # for each tenfold
FULL_GOAL = 3.0  # times an empty store
MEMORY_GOAL = 250.0  # MiB
STREAM_GOAL = 32.0  # MiB more for ten times as much

TABLES = MetaData()
NOTES = Table(
    "growth_row", TABLES, Column("owner", Text, primary_key=True), Column("count", Integer), info={"of": "case"}
)


@dataclass(frozen=True)
class Noted:
    """A short note, about 200 bytes as JSON."""

    text: str


@dataclass(frozen=True)
class Noting:
    """A case and how many notes it has."""

    id: str
    head: str
    count: int


def registry() -> Registry:
    """Return one kind of op, its fold and its row."""
    return Registry({"note.written": Kind(Noted)}, {"case": Fold(Noting, _apply)}, {"case": _rows}, TABLES, version=1)


def _apply(state: Noting | None, op: Recorded) -> Noting:
    return Noting(op.subject.id, op.op_id, 1 if state is None else state.count + 1)


def _rows(state: Noting) -> Iterator[Laid]:
    yield NOTES, {"count": state.count}


def note(number: int, parent: str | None = None) -> Op:
    """Return a note on the case NUMBER."""
    return Op("note.written", Subject("case", f"c{number}"), parent, "bench", AT, Noted(f"{number} " + "x" * 180))


def new_store(path: Path) -> store.Store:
    """Make an empty store of such notes, encrypted."""
    clock, ids = seams.SystemClock(), seams.SystemIds()
    return store.create_store(path, KEY, registry(), clock=clock, ids=ids, person="bench")


def again(path: Path) -> store.Store:
    """Open it."""
    clock, ids = seams.SystemClock(), seams.SystemIds()
    return store.open_store(path, KEY, registry(), clock=clock, ids=ids, person="bench")


def filled(path: Path, size: int) -> Path:
    """Make a store of SIZE ops and return its path."""
    box = new_store(path)
    writer.write_ops(box, (note(number // PER_CASE) for number in range(size)))
    box.close()
    return path


def rows(quick: bool) -> Iterator[Row]:
    """Measure what grows on one laptop; QUICK leaves the largest record out."""
    with tempfile.TemporaryDirectory(prefix="bandingdesk-growth-") as name:
        folder = Path(name)
        paths = [filled(folder / f"{size}.bdk", size) for size in (SIZES[:2] if quick else SIZES)]
        yield from tenfold("one saved act", "us", _acts(paths, 40 if quick else 100), ACT_GOAL)
        yield from tenfold("opening", "ms", _openings(paths), OPEN_GOAL)
        yield streamed("verify", [peak("verify", path) for path in paths[:2]])
        for path in paths:
            path.unlink()
        yield from _plans(folder, PLANS // 10 if quick else PLANS, OPS // 10 if quick else OPS)


def tenfold(name: str, unit: str, values: Sequence[float], most: float) -> Iterator[Row]:
    """Give a row for each record, against the one of a tenth of its size."""
    yield Row(f"{name}, record of {SIZES[0]:,} ops", values[0], unit)
    for size, before, value in zip(SIZES[1:], values, values[1:], strict=False):
        ratio = value / before
        yield Row(
            f"{name}, record of {size:,} ops", value, unit, "a tenth of the record", before, ratio,
            f"<= {most:g} x", ratio <= most,
        )  # fmt: skip


def in_turn(subjects: Sequence[Callable[[], float]], rounds: int) -> list[float]:
    """Return the median of each of SUBJECTS, which say their own seconds, taken in turn after one round unmeasured."""
    found: list[list[float]] = [[] for _ in subjects]
    for round_ in range(rounds + 1):
        for place, subject in enumerate(subjects):
            seconds = subject()
            if round_:
                found[place].append(seconds)
    return [statistics.median(times) for times in found]


def _acts(paths: Sequence[Path], per_round: int) -> list[float]:
    """Return the microseconds of one act on a case of each record: load, record, commit."""
    boxes = [again(path) for path in paths]

    rng = random.Random(1)

    def act(box: store.Store, cases: int) -> float:
        began = time.perf_counter()
        for _ in range(per_round):
            number = rng.randrange(cases)
            with box.act() as one:
                one.record(note(number, one.load(Subject("case", f"c{number}")).head))
        return (time.perf_counter() - began) / per_round * 1e6

    subjects = [partial(act, box, size // PER_CASE) for box, size in zip(boxes, SIZES, strict=False)]
    found = in_turn(subjects, 9)
    for box in boxes:
        box.close()
    return found


def _openings(paths: Sequence[Path]) -> list[float]:
    """Return the milliseconds of opening each record."""

    def opening(path: Path) -> float:
        began = time.perf_counter()
        box = again(path)
        seconds = time.perf_counter() - began
        box.close()
        return seconds * 1e3

    return in_turn([partial(opening, path) for path in paths], 15)


def peak(what: str, path: Path, *more: str) -> float:
    """Return the MiB that a process of its own had resident, at most or at rest, with the record at PATH."""
    command = [sys.executable, "-m", "benchmarks.memory", what, str(path), *more]
    environment = {**os.environ, "BANDINGDESK_HOME": str(path.parent / "home"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout.split()[-1])


def streamed(name: str, peaks: Sequence[float]) -> Row:
    """Return the row of a walk over the second record against one over the first, a tenth of it."""
    more = peaks[1] - peaks[0]
    against = f"of {SIZES[0]:,} ops"
    return Row(
        f"{name} of {SIZES[1]:,} ops, most memory", peaks[1], "MiB", against, peaks[0], peaks[1] / peaks[0],
        f"<= {STREAM_GOAL:g} MiB more", more <= STREAM_GOAL,
    )  # fmt: skip


def _plans(folder: Path, plans: int, ops: int) -> Iterator[Row]:
    """Open the real record of PLANS plans and OPS ops against an empty one, and rest on Today."""
    full = _council(folder / "full.bdk", plans, ops)
    empty = _council(folder / "empty.bdk", 0, 0)

    def opening(path: Path) -> float:
        began = time.perf_counter()
        clock, ids = seams.SystemClock(), seams.SystemIds()
        box = store.open_store(path, KEY, folds.registry(), clock=clock, ids=ids)
        seconds = time.perf_counter() - began
        box.close()
        return seconds * 1e3

    ours, floor = in_turn([lambda: opening(full), lambda: opening(empty)], 11)
    ratio = ours / floor
    yield Row(
        f"open a store of {plans:,} plans and {ops:,} ops", ours, "ms", "an empty one", floor, ratio,
        f"<= {FULL_GOAL:g} x", ratio <= FULL_GOAL,
    )  # fmt: skip
    memory = peak("window", full)
    yield Row(
        f"resident memory at rest on {plans:,} plans", memory, "MiB", "the goal", MEMORY_GOAL, memory / MEMORY_GOAL,
        f"<= {MEMORY_GOAL:g} MiB", memory <= MEMORY_GOAL,
    )  # fmt: skip


def _council(path: Path, plans: int, ops: int) -> Path:
    """Make the record of a council with PLANS plans, and earlier history until it has OPS ops."""
    clock = seams.FixedClock(build.NOW)
    desk = bootstrap.create_desk(path, KEY, clock=clock, ids=seams.SystemIds(), is_demo=True)
    if not plans:
        build.found_council(desk, clock)
    else:
        bulk.build(desk, clock, count=plans)
        with desk.store.read() as conn:
            known = conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one()
            cases = [row[0] for row in conn.exec_driver_sql("SELECT subject FROM head WHERE subject LIKE 'case:%'")]
        writer.write_ops(desk.store, (_history(desk.me_id, cases[n % len(cases)]) for n in range(ops - known)))
    desk.close()
    return path


def _history(by: str, subject: str) -> Op:
    entry = HistoryEntry(AT.date(), "panel", "Band agreed by a panel of the council", None, None)
    return Op("case.history_recorded", Subject.parse(subject), None, by, AT, HistoryRecorded((entry,), "bench"))
