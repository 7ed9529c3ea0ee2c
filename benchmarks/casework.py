"""Casework on a large record: every clock reckoned again, a list taken in, a scan of 100 MB added, memory at rest.

The record has 20,000 cases, each with a running clock, and 400,000 ops. Its makers are the bulk writer's, so the rows
are those that acts make.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from bandingdesk import bootstrap, seams, sheets
from bandingdesk.casework import columns, intake
from bandingdesk.demo import build, bulk
from bandingdesk.demo.history import TODAY
from bandingdesk.demo_caseload import untidy
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import NewPaper, Source
from benchmarks import growth
from benchmarks.timing import Row

T = TypeVar("T")
CASES, OPS = 20_000, 400_000
CLOCKS_GOAL = 1.0  # s
IMPORT_GOAL = 10.0  # times the reading of the workbook; the aim is 6
EVIDENCE_GOAL = 2.5  # times copy and flush
EVIDENCE = 100 * 1024 * 1024
MEMORY_GOAL = 300.0  # MiB


def rows(quick: bool) -> Iterator[Row]:
    """Measure the suite; QUICK takes a tenth of the cases and of the ops."""
    part = 10 if quick else 1
    with tempfile.TemporaryDirectory(prefix="bandingdesk-casework-") as name:
        folder = Path(name)
        yield from taken_in(folder, CASES // part)
        path = large(folder / "large.bdk", CASES // part, OPS // part)
        yield clocks(path, CASES // part)
        yield from evidence(path, folder, EVIDENCE // part)
        memory = growth.peak("window", path)
        yield Row(
            f"resident memory at rest, {CASES // part:,} cases and {OPS // part:,} ops", memory, "MiB", "the goal",
            MEMORY_GOAL, memory / MEMORY_GOAL, f"<= {MEMORY_GOAL:g} MiB", memory <= MEMORY_GOAL,
        )  # fmt: skip


def large(path: Path, cases: int, ops: int) -> Path:
    """Make a record of CASES cases, each with a running clock, and of OPS ops."""
    desk = _new(path)
    bulk.build(desk, seams.FixedClock(build.NOW), count=cases, ops=ops)
    desk.close()
    return path


def clocks(path: Path, cases: int) -> Row:
    """Reckon every clock of all cases again, as after new law data: read, reckon, compare, write what changed."""
    desk = _open(path)
    times = []
    for _ in range(6):
        began = time.perf_counter()
        if desk.register.reckon_all() < cases:
            raise AssertionError("a case was left out")
        times.append(time.perf_counter() - began)
    desk.close()
    value, goal = statistics.median(times[1:]), CLOCKS_GOAL * cases / CASES
    name = f"all clocks of {cases:,} open cases reckoned again"
    return Row(name, value, "s", "the goal", goal, value / goal, f"<= {goal:g} s", value <= goal)


def taken_in(folder: Path, count: int) -> Iterator[Row]:
    """Take an untidy list of COUNT plans in, against the mere reading of its workbook; each part has its line."""
    path = folder / "plans.xlsx"
    path.write_bytes(sheets.write_xlsx([untidy(count, 2026, TODAY).sheet]))
    parts: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        done = work()
        parts.setdefault(name, []).append(time.perf_counter() - began)
        return done

    for round_ in range(3):
        desk = _new(folder / f"import{round_}.bdk")
        build.found_council(desk, seams.FixedClock(build.NOW))
        workbook = timed("read", partial(sheets.read, path))
        sheet = workbook.sheets[0]
        mapping = timed("match", partial(columns.guess, sheet))
        checked = timed("check", partial(intake.check, sheet, mapping, desk.casework.known()))
        timed("effect", partial(desk.casework.effect, checked.ready))
        take = partial(desk.casework.import_caseload, workbook, path, mapping, checked, accept_good=True)
        timed("record", take)
        timed("again", partial(desk.casework.take_plans, checked.ready, path.name, workbook.sha256))
        desk.close()
    middle = {name: statistics.median(times) for name, times in parts.items()}
    again, read = middle.pop("again"), middle["read"]
    for name, value in middle.items():
        yield Row(f"import of {count:,} rows: {name}", value, "s", "reading the workbook", read, value / read)
    whole = sum(middle.values())
    yield Row(
        f"import of {count:,} rows, whole", whole, "s", "reading the workbook", read, whole / read,
        f"<= {IMPORT_GOAL:g} x", whole / read <= IMPORT_GOAL,
    )  # fmt: skip
    yield Row(f"the same {count:,} rows again", again, "s", "reading the workbook", read, again / read)


def evidence(path: Path, folder: Path, size: int) -> Iterator[Row]:
    """Add a file of SIZE bytes to a case as a person does, against copying it and flushing the copy."""
    source = folder / "scan.pdf"
    desk = _open(path)
    with desk.store.read() as conn:
        case = conn.exec_driver_sql("SELECT id FROM casework_case LIMIT 1").scalar_one()
    mine, floor = [], []
    for round_ in range(5):
        _scan(source, size, round_)  # another file each time: the same one would be named as there already
        began = time.perf_counter()
        _copied(source, folder / "copy.pdf")
        floor.append(time.perf_counter() - began)
        given = Source(source.name, source)
        began = time.perf_counter()
        looked = desk.papers.look(case, given)
        paper = NewPaper(looked, "A scan", "Invented", "the school", TODAY, "other", "setting")
        desk.papers.add_files(case, [paper])
        mine.append(time.perf_counter() - began)
    desk.close()
    value, against = statistics.median(mine), statistics.median(floor)
    name = f"evidence of {size / 2**20:.0f} MB added"
    yield Row(
        name, value, "s", "copy and flush of the file", against, value / against, f"<= {EVIDENCE_GOAL:g} x",
        value / against <= EVIDENCE_GOAL,
    )  # fmt: skip


def _scan(path: Path, size: int, number: int) -> None:
    """Write a PDF of ten pages at PATH, of SIZE bytes as scans are: pictures that compress no further."""
    import pikepdf

    with pikepdf.new() as made:
        for page in range(10):
            made.add_blank_page()
            picture = pikepdf.Stream(made, random.Random(number * 10 + page).randbytes(size // 10))
            made.pages[page].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
        made.save(path)


def _copied(source: Path, to: Path) -> None:
    with source.open("rb") as read, to.open("wb") as out:
        shutil.copyfileobj(read, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def _open(path: Path) -> Desk:
    return bootstrap.open_desk(path, growth.KEY, clock=seams.FixedClock(build.NOW), ids=seams.SystemIds())


def _new(path: Path) -> Desk:
    clock = seams.FixedClock(build.NOW)
    return bootstrap.create_desk(path, growth.KEY, clock=clock, ids=seams.SystemIds(), is_demo=True)
