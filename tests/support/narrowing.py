"""Narrows the size that files may have, acts until that is refused, widens it and acts again. Prints one JSON line.

`python -m tests.support.narrowing STORE`; in a process of its own, since the limit holds for the whole process.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from bandingdesk.ops import Subject
from bandingdesk.store import engine, replay, verify
from tests.support import notebook as book

CASE = Subject("case", "c1")


def main(place: str) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    path = Path(place)
    refused = went_on = 0
    limits = range(77)
    for number in limits:
        box = book.again(path)
        told = len(box.load(CASE).notes)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000 + number * 1_627, resource.RLIM_INFINITY))
        try:
            for _ in range(200):
                book.write_note(box, "c1", "x" * 900)
                told += 1
        except (engine.DiskFaultError, engine.DiskFullError):
            refused += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert len(box.load(CASE).notes) == told
        book.write_note(box, "c1", "space again")
        with box.read() as conn:
            found = verify.verify(conn)
            assert found.ok, found.first_bad
            assert replay.differing(conn, box.registry) == []
        went_on += len(box.load(CASE).notes) == told + 1
        box.close()
    print(json.dumps({"limits": len(limits), "refused": refused, "went_on": went_on}))


if __name__ == "__main__":
    main(*sys.argv[1:])
