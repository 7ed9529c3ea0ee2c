"""Kills a laptop at random moments of acting and syncing: `python -m tests.support.killing_sync FOLDER COUNT SEED`.

Two laptops and one server. A round is a fork of this process, which starts one of the laptops, acts and syncs and says
each act on a pipe after it returned; it is killed in the middle. Now and then both come to rest and all invariants are
checked; in the end each op that was told is in the ledger. Prints one JSON line.
"""

from __future__ import annotations

import gc
import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import keyring

from bandingdesk import seams
from tests.support import clusters, invariants, shared_store, sync_team
from tests.support.keyrings import InMemory
from tests.support.shared_store import Laptop
from tests.support.sync_team import Team

LOGINS = ("ann", "ben")
CASES = 12
WORDS = 6  # lines a round waits for at most: the first says that the laptop is open, each other one is an act
LINGER = 0.015  # s after them
REST = 100  # kills between two checks


def play(path: Path, team: Team, login: str, seed: int, pipe: int) -> NoReturn:
    """Act and sync until somebody kills this process."""
    try:
        rng = random.Random(seed)
        at = shared_store.address(team.database, login)
        laptop = shared_store.open_laptop(path, at, login, seams.SystemClock())
        os.write(pipe, b"open\n")
        while True:
            if rng.random() < 0.7:
                os.write(pipe, f"{' '.join(one_act(laptop, rng))}\n".encode())
            else:
                fault = laptop.sync.once().fault
                if fault is not None:
                    raise fault
    except BaseException:  # noqa: BLE001  said to the parent, which fails by it
        os.write(pipe, b"!" + traceback.format_exc().replace("\n", "\\n").encode() + b"\n")
    os._exit(1)


def one_act(laptop: Laptop, rng: random.Random) -> list[str]:
    """Do one act on one case or on two and return the ids of its ops."""
    made = []
    with laptop.store.act() as act:
        for name in rng.sample(range(CASES), rng.choice((1, 1, 1, 2))):
            head = act.head(sync_team.case(f"c{name}"))
            by = act.by
            op = sync_team.opened(f"c{name}", by) if head is None else sync_team.assigned(f"c{name}", head, by)
            act.record(op)
            made.append(str(act.head(op.subject)))
    return made


def one_round(team: Team, path: Path, login: str, rng: random.Random) -> list[str]:
    """Return the ops that were told before one kill, of one window or of two on the same store.

    Raises AssertionError where a window met an error.
    """
    wanted, rest = rng.randrange(WORDS), rng.random() * LINGER
    windows = [_started(team, path, login, rng) for _ in range(rng.choice((1, 1, 1, 1, 1, 2)))]
    said = [_listen(reader, wanted, rest) for _, reader in windows]
    for child, _ in windows:
        os.kill(child, signal.SIGKILL)
    for number, (child, reader) in enumerate(windows):
        os.waitpid(child, 0)
        while more := os.read(reader, 65536):
            said[number] += more
        os.close(reader)
    lines = [line for words in said for line in words.decode().splitlines() if line != "open"]
    errors = [line for line in lines if line.startswith("!")]
    assert not errors, errors[0].replace("\\n", "\n")
    return [op_id for line in lines for op_id in line.split()]


def _started(team: Team, path: Path, login: str, rng: random.Random) -> tuple[int, int]:
    """Return the number of a new process that plays, and the pipe on which it says what it did."""
    reader, writer = os.pipe()
    seed = rng.randrange(2**32)
    child = os.fork()
    if child == 0:
        os.close(reader)
        play(path, team, login, seed, writer)
    os.close(writer)
    return child, reader


def _listen(reader: int, lines: int, rest: float) -> bytes:
    """Return what was said up to LINES lines and REST seconds after them."""
    said = b""
    while said.count(b"\n") < lines and (more := os.read(reader, 65536)):
        said += more
    deadline = time.monotonic() + rest
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            if not (more := os.read(reader, 65536)):
                break
            said += more
    return said


def come_to_rest(team: Team, paths: dict[str, Path], told: list[str]) -> int:
    """Start both laptops, let them sync, and check the invariants."""
    clock = seams.SystemClock()
    team.laptops = [
        shared_store.open_laptop(path, shared_store.address(team.database, login), login, clock)
        for login, path in paths.items()
    ]
    try:
        team.quiet()
        found = invariants.broken(team.database, [laptop.store for laptop in team.laptops], told)
        assert found == [], "; ".join(found[:10])
        return sum(1 for state in sync_team.states(team.laptops[0].store).values() if state == "applied")
    finally:
        team.close()


@contextmanager
def shared_store_of_our_own() -> Iterator[clusters.Database]:
    """Hold a server of this process with the schema."""
    with (
        clusters.running() as cluster,
        clusters.template(cluster, "whole"),
        clusters.database(cluster, "whole") as database,
    ):
        yield database
    clusters.sweep(own=True)


def main(folder: str, count: str, seed: str) -> None:
    keyring.set_keyring(InMemory())
    rng = random.Random(int(seed))
    told: list[str] = []
    applied = 0
    with shared_store_of_our_own() as database:
        team = Team(database, Path(folder))
        for login in LOGINS:
            team.person(login)
            told += one_act(team.laptop(login), rng)  # what is loaded late is loaded now, for all forks
        team.quiet()
        paths = {login: laptop.store.path for login, laptop in zip(LOGINS, team.laptops, strict=True)}
        team.close()
        gc.freeze()  # forks then share what is loaded
        for number in range(1, int(count) + 1):
            login = rng.choice(LOGINS)
            told += one_round(team, paths[login], login, rng)
            if number % REST == 0 or number == int(count):
                applied = come_to_rest(team, paths, told)
    print(json.dumps({"kills": int(count), "told": len(told), "applied": applied}))


if __name__ == "__main__":
    main(*sys.argv[1:])
