"""A large paper added: looked at, sealed, flushed, read back, recorded, against a copy of the file that is flushed."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from bandingdesk import bootstrap, seams
from bandingdesk.casework.intake import PlanRow
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.papers import NewPaper, Source
from benchmarks.main import Row

AT = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
KEY = bytes(range(32))
MOST = 2.5  # times the copy: the goal of issue 6
_PIECE = 1 << 20


def rows(quick: bool) -> Iterator[Row]:
    """Measure 100 MB, QUICK a tenth, in turn with its rival; the median of the ratios of each turn counts."""
    size = 10_000_000 if quick else 100_000_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        desk, case = _desk(place)
        taken, copied = [], []
        for number in range(6):
            file = place / f"scan-{number}.bin"
            file.write_bytes(os.urandom(size + number))  # a size of its own: no file of the case is like it
            copied.append(_copy(file, place / "copy"))
            taken.append(_add(desk, case, file))
            file.unlink()
        desk.close()
    ratio = statistics.median(mine / other for mine, other in zip(taken[1:], copied[1:], strict=True))
    mine, other = statistics.median(taken[1:]), statistics.median(copied[1:])
    name = f"evidence of {size // 1_000_000} MB added"
    yield Row(name, mine, "s", "copy and flush of the file", other, ratio, f"<= {MOST:g} x", ratio <= MOST)


def _desk(place: Path) -> tuple[Desk, str]:
    clock, ids = seams.FixedClock(AT), seams.SystemIds()
    desk = bootstrap.create_desk(place / "papers.bdk", KEY, clock=clock, ids=ids, is_demo=True)
    desk.council.set_up("A. Bench", "AB", "SEND officer", "2468", "Laptop of the benchmarks")
    plan = PlanRow("Rowan-001", "Testpupil", date(2018, 3, 4), setting_name="Elmbank (invented)", setting_type="main")
    return desk, desk.casework.open_case(plan).id


def _add(desk: Desk, case: str, file: Path) -> float:
    began = time.perf_counter()
    looked = desk.papers.look(case, Source(file.name, file))
    paper = NewPaper(looked, "Scan", "A. Writer (invented)", "therapist", AT.date(), "advice", "professional")
    desk.papers.add_files(case, [paper], lambda _done, _total: None)
    return time.perf_counter() - began


def _copy(file: Path, to: Path) -> float:
    began = time.perf_counter()
    with file.open("rb") as source, to.open("wb") as out:
        while piece := source.read(_PIECE):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - began
