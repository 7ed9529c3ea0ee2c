"""The power goes: no act that was told is lost, none is half there, and the file opens.

The store's own acts run on a recorded disk (tests/support/recorded_disk.py); each cut leaves one of the disks that
could have been, and the store's own binary opens it. Controls with weaker settings must lose: else the model sees
nothing. kill -9 does not show this, since what the system has buffered survives a killed program.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from bandingdesk.errors import StoreError
from bandingdesk.ops import Subject
from bandingdesk.store import log, replay, store, verify
from tests.support import left_store, recorded_disk
from tests.support import notebook as book

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
CUTS = int(os.environ.get("BANDINGDESK_POWER_CUTS", "2000"))
pytestmark = pytest.mark.timeout(120 + CUTS // 4)
CONTROLS = max(CUTS // 20, 60)
ACTS = 48  # of one recorded run
PER_RUN = 250  # cuts of one recorded run

SAFE = {"wal": {}, "delete, extra": {"journal_mode": "delete", "synchronous": 3}}
WEAK = {
    "wal, normal": {"synchronous": 1},
    "delete, full": {"journal_mode": "delete", "synchronous": 2},
    "delete, off": {"journal_mode": "delete", "synchronous": 0},
}


class Run(NamedTuple):
    """One recorded run: the files it began with, what it did, and the ids of the ops of each act."""

    files: dict[str, bytes]
    trace: recorded_disk.Trace
    acts: list[list[str]]


@pytest.mark.parametrize("name", SAFE)
def test_no_cut_of_the_power_loses_what_was_told(tmp_path, name):
    cuts = CUTS if name == "wal" else CUTS // 4
    lost, damaged = cut(tmp_path, SAFE[name], cuts)
    assert (lost, damaged) == (0, 0), f"seed {SEED}, {name}: {lost} lost, {damaged} damaged of {cuts}"


@pytest.mark.parametrize("name", WEAK)
def test_weaker_settings_lose_so_that_the_model_can_be_believed(tmp_path, name):
    lost, damaged = cut(tmp_path, WEAK[name], CONTROLS)
    assert lost + damaged > CONTROLS // 20, f"seed {SEED}, {name}: {lost} lost, {damaged} damaged of {CONTROLS}"


def cut(folder: Path, settings: dict[str, int | str], cuts: int) -> tuple[int, int]:
    """Return how many of CUTS lost an act that was told, and how many left a file that does not fit."""
    rng = random.Random(SEED)
    lost = damaged = 0
    for number in range(-(-cuts // PER_RUN)):
        place = folder / str(number)
        run = record(place, settings, rng)
        these = min(PER_RUN, cuts - number * PER_RUN)
        for told, files in disks(run, these, rng):
            found = look(place / "left", files, run)
            damaged += found is None
            lost += found is not None and found < told
        if not damaged:
            go_on(place / "left" / "a.bdk")
        shutil.rmtree(place)
    return lost, damaged


def record(folder: Path, settings: dict[str, int | str], rng: random.Random) -> Run:
    """Act on a store of one case: small and large acts, one given up, and the window closed and opened between."""
    folder.mkdir()
    path = folder / "a.bdk"
    box = book.new(path, key=None, seed=rng.randrange(1000))
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    with recorded_disk.recording(settings, rng.choice((24, 120, 400))) as trace:
        _switch(path)
        trace.clear()
        files = {place.name: place.read_bytes() for place in folder.iterdir()}
        box = book.again(path, key=None)
        for number in range(ACTS):
            if number == ACTS // 2:
                box.close()
                box = book.again(path, key=None)
            _act(box, number, rng)
            trace.told()
        with box.read() as conn:
            rows = log.driver(conn).execute("SELECT act_id, op_id FROM op ORDER BY seq").fetchall()
        box.close()
    acts: dict[str, list[str]] = {}
    for act_id, op_id in rows:
        acts.setdefault(act_id, []).append(op_id)
    return Run(files, trace, list(acts.values()))


def _switch(path: Path) -> None:
    """Open and close, so that the file stands in its journal mode before the record begins."""
    book.again(path, key=None).close()


def _act(box: store.Store, number: int, rng: random.Random) -> None:
    with box.act() as act:
        act.record(book.noted("c1", act.load(Subject("case", "c1")).head, f"{number} " + "x" * rng.randrange(2500)))
        if rng.random() < 0.5:
            act.record(book.moved("r1", act.head(Subject("round", "r1"))))
    if rng.random() < 0.1:
        with pytest.raises(KeyError), box.act() as act:
            act.record(book.opened("given up"))
            raise KeyError


def disks(run: Run, cuts: int, rng: random.Random):
    """Give CUTS times what was told and what is left, at places all over the trace."""
    disk = recorded_disk.Disk(run.files)
    places = sorted(rng.randrange(len(run.trace) + 1) for _ in range(cuts))
    at, told = 0, 1  # the act before the record began
    for place in places:
        for event in run.trace[at:place]:
            told += event.what == "told"
            disk.follow(event)
        at = place
        yield told, disk.cut(rng)


def look(folder: Path, files: dict[str, bytes], run: Run) -> int | None:
    """Return how many acts are left, None where the file is damaged or holds anything but a beginning of the run."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    try:
        with left_store.opened(folder / "a.bdk") as conn:
            raw = log.driver(conn)
            if raw.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok" or not verify.verify(conn).ok:
                return None
            if replay.differing(conn, book.registry()):
                return None
            ops = [row[0] for row in raw.execute("SELECT op_id FROM op ORDER BY seq").fetchall()]
    except StoreError:
        return None
    left = 0
    for act in run.acts:
        if ops[: len(act)] != act:
            break
        del ops[: len(act)]
        left += 1
    return None if ops else left


def go_on(path: Path) -> None:
    """Open the last of the disks as the program does, and act."""
    box = book.again(path, key=None)
    if box.find(Subject("case", "c1")) is not None:
        book.write_note(box, "c1", "after the cut")
    with box.read() as conn:
        assert verify.verify(conn).ok, f"seed {SEED}"
    box.close()
