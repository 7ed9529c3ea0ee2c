"""Kills a whole meeting: `python -m tests.support.killing_meeting FOLDER ROUNDS SEED`.

Twenty members on twenty laptops lock, unlock and lock again the scores of one case and sync after each act. Each round
all are killed, one by one at random moments. Then they come back: whatever one of them was told is in the ledger, no
laptop holds another's scores, and the reveal counts each sheet that stands. Prints one JSON line.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import NoReturn

import keyring

from bandingdesk import seams
from bandingdesk.ops import Subject
from bandingdesk.panel import scoring
from bandingdesk.sync.address import Address
from tests.support import clusters, invariants, large_panel, shared_store
from tests.support.keyrings import InMemory
from tests.support.large_panel import Meeting, Member, mark_of

LONGEST = 1.5  # s from the first member's start to the last one's end
FILES = ("", "-wal")

Places = dict[str, tuple[Path, Address]]


def play(member: str, place: tuple[Path, Address], round_id: str, pipe: int) -> NoReturn:
    """Lock and unlock, sync after each, and say each act after it returned, until somebody kills this process."""
    try:
        one = start(member, place)
        while True:
            sheet = one.laptop.store.find(Subject("sheet", scoring.sheet_id(round_id, member)))
            if sheet is None or not sheet.is_locked:
                one.lock(round_id)
            else:
                one.panel.unlock_scores(round_id)
            head = one.laptop.store.load(Subject("sheet", scoring.sheet_id(round_id, member))).head
            os.write(pipe, f"{head}\n".encode())
            one.laptop.once()
    except BaseException:  # noqa: BLE001  said to the parent, which fails by it
        os.write(pipe, b"!" + traceback.format_exc().replace("\n", "\\n").encode() + b"\n")
    os._exit(1)


def start(member: str, place: tuple[Path, Address]) -> Member:
    """Return a member whose laptop is started anew."""
    path, at = place
    return Member(member, shared_store.open_laptop(path, at, member, seams.SystemClock()))


def one_round(places: Places, round_id: str, rng: random.Random) -> list[str]:
    """Start all, kill each at a moment of its own, and return the ops that were told."""
    reader, writer = os.pipe()
    children = []
    for member, place in places.items():
        child = os.fork()
        if child == 0:
            os.close(reader)
            play(member, place, round_id, writer)
        children.append(child)
    os.close(writer)
    begun = time.monotonic()
    for child, moment in zip(children, sorted(rng.random() * LONGEST for _ in children), strict=True):
        while (left := begun + moment - time.monotonic()) > 0:
            time.sleep(left)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    said = b""
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    lines = said.decode().splitlines()
    errors = [line for line in lines if line.startswith("!")]
    assert not errors, errors[0].replace("\\n", "\n")
    return lines


def come_back(meeting: Meeting, database: clusters.Database, round_id: str, told: list[str]) -> int:
    """Let all sync until nothing waits, check what must hold, and return how many sheets are locked."""
    for _ in range(2):
        meeting.at_once(lambda member: member.laptop.once())
    invariants.check(database, [member.laptop.store for member in meeting.members.values()], told)
    counts = {member.round(round_id).locked_count for member in meeting.members.values()}
    assert len(counts) == 1, "the laptops do not agree on how many have locked"
    for member in meeting.members.values():
        path = member.laptop.store.path
        kept = b"".join(
            path.with_name(path.name + end).read_bytes() for end in FILES if path.with_name(path.name + end).exists()
        )
        found = [person for person in meeting.members if mark_of(person, round_id).encode() in kept]
        assert found in ([], [member.person]), f"{member.person} holds the scores of {found}"
    return counts.pop()


def main(folder: str, count: str, seed: str) -> None:
    keyring.set_keyring(InMemory())
    rng = random.Random(int(seed))
    told: list[str] = []
    with (
        clusters.running() as cluster,
        clusters.template(cluster, clusters.TEMPLATE),
        clusters.database(cluster, clusters.TEMPLATE) as database,
    ):
        meeting = large_panel.meet(database, Path(folder))
        round_id = meeting.open_round()
        places = {person: (one.laptop.store.path, one.laptop.at) for person, one in meeting.members.items()}
        meeting.close()
        gc.freeze()
        locked = 0
        for _ in range(int(count)):
            told += one_round(places, round_id, rng)
            meeting.members = {person: start(person, place) for person, place in places.items()}
            locked = come_back(meeting, database, round_id, told)
            meeting.close()
        meeting.members = {person: start(person, place) for person, place in places.items()}
        meeting.chair.panel.reveal(round_id, go_on_without="Killed (invented)")
        meeting.chair.laptop.once()
        meeting.at_once(lambda member: member.laptop.once())
        counted = {len(strip.levels) for one in meeting.members.values() for strip in one.round(round_id).spreads}
        assert counted == {locked}, f"{locked} had locked, {counted} are counted"
        meeting.close()
    clusters.sweep(own=True)
    print(json.dumps({"kills": int(count) * len(places), "told": len(told), "locked": locked}))


if __name__ == "__main__":
    main(*sys.argv[1:])
