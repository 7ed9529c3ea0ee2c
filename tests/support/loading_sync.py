"""A laptop that acts and syncs all the time: `python -m tests.support.loading_sync FOLDER LOGIN SOCKETS PORT NAME N`.

It says each act on standard output after it returned. Whatever the line does is met as a window meets it: the run ends,
the next one tries again. A line on standard input lets it only sync, until a run goes well; the end of input ends it.
"""

from __future__ import annotations

import random
import select
import sys
from pathlib import Path

import keyring

from bandingdesk import seams
from bandingdesk.sync import refusals
from bandingdesk.sync.address import Address
from tests.support import killing_sync, shared_store
from tests.support.keyrings import InMemory
from tests.support.shared_store import Laptop

LINE = (refusals.UnreachableError, refusals.DeadlineError, refusals.ServerBusyError)


def main(folder: str, login: str, sockets: str, port: str, database: str, seed: str) -> None:
    keyring.set_keyring(InMemory())
    at = Address(sockets, int(port), database, login, tls=False)
    laptop = shared_store.new_laptop(Path(folder) / f"{login}.bdk", at, login, seams.SystemClock())
    rng = random.Random(int(seed))
    say("open")
    while not select.select([sys.stdin], [], [], 0)[0]:
        if rng.random() < 0.7:
            say(" ".join(killing_sync.one_act(laptop, rng)))
        else:
            sync(laptop)
    while sys.stdin.readline():
        come_to_rest(laptop)
        say("rested")
    laptop.close()


def sync(laptop: Laptop) -> bool:
    """Sync once and return whether that went well. Raises what is no fault of the line."""
    fault = laptop.sync.once().fault
    if fault is not None and not isinstance(fault, LINE):
        raise fault
    return fault is None


def come_to_rest(laptop: Laptop) -> None:
    """Sync until a run goes well: the server is up again."""
    for _ in range(1000):
        if sync(laptop):
            return
    raise TimeoutError("the server does not answer")


def say(words: str) -> None:
    """Tell the test."""
    print(words, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
