"""Kills a desk at random moments of the main job and looks what is left: `python -m … FOLDER COUNT SEED`.

Each round begins from a copy of one saved store and plays `journey` in a fork, which says each act on a pipe after the
act returned. Clock and ids repeat, so the record that is left must be, byte by byte, the beginning of the record of a
run that nobody cut off: up to the last act that was said, or one act further. Prints one JSON line.
"""

from __future__ import annotations

import gc
import json
import os
import random
import select
import shutil
import signal
import sys
import time
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk import seams
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Subject
from bandingdesk.panel.scoring import sheet_id
from bandingdesk.store import log, replay, verify
from tests.support import journey
from tests.support.journey import Journey, Said

LINGER = 0.012  # s after an act was said: about as long as the next act takes
OPS = "SELECT o.act_id, o.*, p.salt, p.body, c.hash FROM op o JOIN payload p USING (seq)"
OPS += " JOIN chain c USING (device_id, device_seq) ORDER BY o.seq"


class Run(NamedTuple):
    """A run that nobody cut off: what it said, the acts it left, how many of them when each step was said."""

    said: list[Said]
    acts: list[list[Any]]
    known: list[int]
    seconds: float


def whole_run(saved: Path, folder: Path) -> Run:
    """Play the journey to its end."""
    desk = journey.open_store(_copy(saved, folder))
    said, known, began = [], [len(_acts(desk))], time.perf_counter()
    for step in Journey(desk).steps():
        said.append(step)
        known.append(_count(desk))
    found = Run(said, _acts(desk), known, time.perf_counter() - began)
    desk.close()
    return found


def one_round(saved: Path, folder: Path, whole: Run, rng: random.Random) -> int:
    """Return how many steps were said before one kill; raises AssertionError where something is lost or half done."""
    path = _copy(saved, folder)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _play(path, writer)
    os.close(writer)
    by_time = rng.random() < 0.4
    wanted = 0 if by_time else rng.randrange(len(whole.said) + 1)
    rest = rng.random() * (whole.seconds if by_time else LINGER)
    said = _listen(reader, wanted + 1, rest)  # the first line says that the store is open
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    told = max(said.count(b"\n") - 1, 0)
    look(path, whole, told)
    return told


def _play(path: Path, pipe: int) -> None:
    desk = journey.open_store(path)
    os.write(pipe, b"open\n")
    for step in Journey(desk).steps():
        os.write(pipe, step.step.encode() + b"\n")
    signal.pause()


def _listen(reader: int, lines: int, rest: float) -> bytes:
    """Return what was said up to LINES lines and REST seconds."""
    said = b""
    while said.count(b"\n") < lines and (more := os.read(reader, 4096)):
        said += more
    deadline = time.monotonic() + rest
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            more = os.read(reader, 4096)
            if not more:
                break
            said += more
    return said


def look(path: Path, whole: Run, told: int) -> None:
    """Compare the store at PATH, where TOLD steps were said, with the WHOLE run. Raises AssertionError."""
    desk = journey.open_store(path, seams.SystemIds())
    found = _acts(desk)
    least = whole.known[told]
    assert least <= len(found) <= least + 1, f"told {told} steps ({least} acts), found {len(found)} acts"
    assert found == whole.acts[: len(found)], "the record is not the beginning of the whole record"
    with desk.store.read() as conn:
        check = verify.verify(conn)
        assert check.ok, check.first_bad
        assert replay.differing(conn, desk.store.registry) == []
    for step in whole.said[:told]:
        if step.file is not None:
            assert desk.casework.contents(*step.file)
        if step.draft is not None:
            _look_for_draft(desk, *step.draft)
    one = Journey(desk)
    desk.casework.assign(one.case, one.people["FQ"])  # the store goes on
    assert _count(desk) == len(found) + 1
    desk.close()


def _look_for_draft(desk: Desk, round_id: str, person: str, level: int) -> None:
    """The draft is there, or the sheet that it became."""
    draft = desk.panel.sheet_draft(round_id, person)
    if not draft:
        assert desk.store.find(Subject("sheet", sheet_id(round_id, person))) is not None, "a saved draft is lost"
    else:
        assert draft[0].level == level


def _acts(desk: Desk) -> list[list[Any]]:
    """Return the rows of the record, an act each."""
    with desk.store.read() as conn:
        rows = log.driver(conn).execute(OPS).fetchall()
    return [[row[1:] for row in act] for _, act in groupby(rows, key=lambda row: row[0])]


def _count(desk: Desk) -> int:
    with desk.store.read() as conn:
        return int(log.driver(conn).execute("SELECT count(DISTINCT act_id) FROM op").fetchone()[0])


def _copy(saved: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(saved.parent, folder)
    return folder / saved.name


def main(folder: str, count: str, seed: str) -> None:
    rng = random.Random(int(seed))
    home = Path(folder)
    (home / "saved").mkdir()
    saved = journey.make_store(home / "saved")
    whole_run(saved, home / "warm")  # the fonts and the PDF writer are loaded once, for all forks
    whole = whole_run(saved, home / "whole")
    gc.freeze()  # forks then share what is loaded
    told = [one_round(saved, home / "killed", whole, rng) for _ in range(int(count))]
    print(json.dumps({"kills": len(told), "steps": len(whole.said), "different": len(set(told)), "told": sum(told)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
