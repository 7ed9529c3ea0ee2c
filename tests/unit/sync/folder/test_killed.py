"""A kill at any point of writing or taking loses nothing and doubles nothing."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from bandingdesk import seams
from bandingdesk.casework.ops import CaseAssigned, EvidenceAdded
from bandingdesk.ops import Subject
from bandingdesk.store import blobs, folds
from bandingdesk.store.store import open_store
from tests.support import folders
from tests.support.folders import Laptop

KILLS = 14
SEED = 20261123


def opened(made: Laptop, folder: Path) -> Laptop:
    """Return the laptop's copy in FOLDER, open."""
    clock, ids = seams.FixedClock(folders.NOW), seams.SystemIds()
    path = folder / made.me / made.store.path.name
    store = open_store(path, None, folds.registry(), clock=clock, ids=ids, person=made.me, plain=True)
    laptop = Laptop(store, folder / "share", made.me)
    laptop.ring.entries.update(made.ring.entries)
    return laptop


def killed(work: Callable[[int], None], lines: int, seconds: float) -> bytes:
    """Run WORK in a process of its own, kill it SECONDS after it said LINES, and return all that it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        work(writer)
        os._exit(0)
    os.close(writer)
    said = b""
    while said.count(b"\n") < lines and (more := os.read(reader, 4096)):
        said += more
    time.sleep(seconds)  # where the kill falls is the point of the test
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    return said


def test_nothing_that_was_told_is_lost(made_once: list[Laptop], tmp_path: Path) -> None:
    office_made, bee_made, _ = made_once
    shutil.copytree(office_made.where, tmp_path / "share")
    for made in (office_made, bee_made):
        (tmp_path / made.me).mkdir()
        shutil.copy(made.store.path, tmp_path / made.me)
    rng = random.Random(SEED)
    told: list[str] = []

    def write(pipe: int) -> None:
        bee = opened(bee_made, tmp_path)
        os.write(pipe, b"\n")
        for count in range(10_000):
            contents = b"an invented page %d %s" % (count, rng.randbytes(4).hex().encode()) * 500
            blob = blobs.put(bee.store, "k1", contents)
            paper = EvidenceAdded("k1", "Page", "A. Writer (invented)", "school", folders.TODAY, "setting",
                                  blob.sha256, blob.size, "text/plain", 1)  # fmt: skip
            made = [bee.put("evidence.added", Subject("evidence", bee.store.ids.new()), paper)]
            made.append(bee.put("case.assigned", Subject("case", "k1"), CaseAssigned("p-one")))
            os.write(pipe, "".join(f"{one}\n" for one in made).encode())
            bee.sync()

    def take(pipe: int) -> None:
        office = opened(office_made, tmp_path)
        os.write(pipe, b"\n")
        while True:
            office.sync()

    for _ in range(KILLS):
        said = killed(write, rng.randrange(1, 8), rng.random() * 0.03)
        told += said.decode().split()
        killed(take, 1, rng.random() * 0.05)
    bee, office = opened(bee_made, tmp_path), opened(office_made, tmp_path)
    for laptop in (bee, office):
        laptop.sync()
    assert office.sync().is_whole, f"seed {SEED}"
    for laptop in (bee, office):
        laptop.check()
        assert set(told) <= {op_id for op_id, state in laptop.states().items() if state == "stands"}, f"seed {SEED}"
    assert office.whole() == bee.whole(), f"seed {SEED}"
    assert len(told) > KILLS
    for body in office.rows("SELECT p.body FROM op o JOIN payload p ON p.seq = o.seq WHERE o.kind = 'evidence.added'"):
        sha256 = body[0].split(b'"sha256":"')[1][:64].decode()
        assert blobs.get(office.store, "k1", sha256)
    assert list((tmp_path / "share").rglob("*.part")) == []
    bee.close()
    office.close()
