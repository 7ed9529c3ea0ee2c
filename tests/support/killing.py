"""Kills a writer at random moments and looks what is left: `python -m tests.support.killing FOLDER COUNT SEED`.

The writer is a fork of this small process, so that a round costs milliseconds. It says each act on a pipe after the
act returned; on reopening all that it said must be there, whole, and the chain must verify. Prints one JSON line.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

from bandingdesk.ops import Subject
from bandingdesk.store import blobs, drafts, replay, verify
from bandingdesk.store.store import Store
from tests.support import notebook as book

CASE = Subject("case", "c1")


def write_forever(path: Path, pipe: int, start: int) -> None:
    box = book.again(path)
    for count in range(start, start + 100_000):
        blob = blobs.put(box, "c1", b"file %d" % count) if count % 5 == 0 else None
        with box.act() as act:
            state = act.load(CASE)
            act.record(book.noted("c1", state.head, f"{count} {blob.sha256 if blob else ''}"))
            act.record(book.moved(f"r{count % 3}", act.head(Subject("round", f"r{count % 3}"))))
        os.write(pipe, b"%d\n" % count)
        drafts.save(box, "draft", "sam", {"count": count})


def one_round(path: Path, rng: random.Random, start: int) -> tuple[int, int]:
    """Return (acts that were told, acts found) after one kill; raises AssertionError where something is lost."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        write_forever(path, writer, start)
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 64) if rng.random() < 0.8 else b""  # usually in the middle of the writing
    deadline = time.monotonic() + rng.random() * 0.03
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reader], [], [], left)[0]:
            said += os.read(reader, 4096)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    told = [int(line) for line in said.split()]
    return _look(path, told, start)


def _look(path: Path, told: list[int], start: int) -> tuple[int, int]:
    box = book.again(path)
    notes = box.load(CASE).notes
    found = [int(note.split()[0]) for note in notes]
    assert found == list(range(len(found))), "a note is missing or doubled"
    assert told == list(range(start, start + len(told)))
    assert len(found) >= start + len(told), f"told {told[-1:]}, found {len(found)}"
    assert len(found) <= start + len(told) + 1, "more than the one act that was not told yet"
    assert sum(box.load(op).count for op in _rounds(box)) == len(found), "half an act"
    with box.read() as conn:
        check = verify.verify(conn)
        assert check.ok, check.first_bad
        assert replay.differing(conn, box.registry) == []
    for note in notes[-10:]:
        number, _, sha256 = note.partition(" ")
        if sha256:
            assert blobs.get(box, "c1", sha256) == b"file " + number.encode()
    box.close()
    return len(told), len(found)


def _rounds(box: Store) -> list[Subject]:
    subjects = [Subject("round", f"r{n}") for n in range(3)]
    return [subject for subject in subjects if box.find(subject) is not None]


def main(folder: str, count: str, seed: str) -> None:
    rng = random.Random(int(seed))
    path = Path(folder) / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    told, found, unclean = 0, 0, 0
    for _ in range(int(count)):
        more, found = one_round(path, rng, found)
        told += more
        unclean += 1
    print(json.dumps({"kills": unclean, "told": told, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
