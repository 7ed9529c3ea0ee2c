"""The live meeting: rings heard by twenty, twenty scorers at once, and what came painted in two real windows."""

from __future__ import annotations

import json
import os
import random
import select
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bandingdesk.store import bulk, standing
from bandingdesk.sync import push
from bandingdesk.sync.live import length
from bandingdesk.sync.remote import CHANNEL
from benchmarks import shared
from benchmarks.store import changed, registry
from benchmarks.timing import Row
from tests.support import clusters, large_panel
from tests.support.panel_store import DEPUTY, EP

TWENTY = 20
PAUSE = 0.002  # s between two rings: a hundred times what a meeting asks for
THINK = 1.0  # s between two acts of a scorer, on average
WINDOWS = (DEPUTY, EP)
REVEALS = 12


def rows(quick: bool) -> Iterator[Row]:
    """Measure the three; QUICK rings, scores and paints less often."""
    shared.own_keyring()
    with tempfile.TemporaryDirectory(prefix="bandingdesk-live-") as name:
        folder = Path(name)
        with shared.council(["scores.locked"]) as council:
            yield from _rings(council, rounds=1 if quick else 3, count=300 if quick else 1000)
            yield from _scorers(council, folder, seconds=8 if quick else 40)
        yield from _painted(folder, changes=10 if quick else 40, reveals=4 if quick else REVEALS)


# --- the doorbell


def _rings(council: shared.Council, *, rounds: int, count: int) -> Iterator[Row]:
    """Ring COUNT times, ROUNDS times over, and see when each of twenty listeners heard each ring."""
    late: list[float] = []
    heard = sent = 0
    for _ in range(rounds):
        listeners = [_Child(partial(_listen, council, count)) for _ in range(TWENTY)]
        for listener in listeners:
            listener.line()  # it listens
        at: dict[int, float] = {}
        with clusters.owner(council.database.server, council.database.name) as conn:
            for number in range(1, count + 1):
                at[number] = time.monotonic()
                conn.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"ledger:{number}"))
                time.sleep(PAUSE)
        for listener in listeners:
            found = {int(number): moment for number, moment in json.loads(listener.line()).items()}
            heard += len(found)
            late.extend(1000 * (moment - at[number]) for number, moment in found.items())
            listener.end()
        sent += count * TWENTY
    middle, worst = _middle_and_p99(late)
    yield Row("rings heard by 20 listeners", heard / sent, "of those sent", None, None, None, "1.00", heard == sent)
    yield Row("ring to ear, p99 of 20 listeners", worst, "ms", "p50", middle, worst / middle, "<= 25 ms", worst <= 25)


def _listen(council: shared.Council, count: int, say: Callable[[str], None]) -> None:
    """Hear until COUNT rings came, or none for five seconds; say when each came."""
    with council.remote() as line:
        bell = line.listen()
    say("listens")
    found: dict[int, float] = {}
    while len(found) < count and select.select([bell], [], [], 5)[0]:
        rings = bell.rings()
        now = time.monotonic()
        found.update(dict.fromkeys(map(length, rings), now))
    bell.close()
    say(json.dumps(found))


# --- twenty scorers


def _scorers(council: shared.Council, folder: Path, *, seconds: float) -> Iterator[Row]:
    """Let twenty people lock scores about once a second each, for SECONDS, and time what each waits for the server."""
    for number in range(TWENTY):
        shared.give_login(council.database, f"scorer{number}")
    people = [_Child(partial(_score, council, folder, number, seconds)) for number in range(TWENTY)]
    for one in people:
        one.line()  # it is ready
    for one in people:
        one.tell("begin")
    waits = [1000 * wait for one in people for wait in json.loads(one.line())]
    for one in people:
        one.end()
    middle, worst = _middle_and_p99(waits)
    name = f"20 scorers at 1/s: sent and acknowledged, p99 of {len(waits)}"
    yield Row(name, worst, "ms", "p50", middle, worst / middle, "<= 150 ms", worst <= 150)


def _score(council: shared.Council, folder: Path, number: int, seconds: float, say: Callable[[str], None]) -> None:
    rng = random.Random(number)
    with council.remote(f"scorer{number}") as line:
        box = shared.joined(folder / f"scorer{number}.bdk", registry(), line, f"scorer{number}")
        bell = line.listen()  # as each window in the room does
        say("ready")
        os.read(0, 100)  # until it is told to begin
        waits = []
        end = time.monotonic() + seconds
        act = 0
        while (now := time.monotonic()) < end:
            time.sleep(min(rng.expovariate(1 / THINK), end - now))
            act += 1
            bulk.write_ops(box, [replace(changed(1_000_000 * (number + 1) + act), by=f"scorer{number}")])
            began = time.perf_counter()
            found = push.push(box, line, 1)
            waits.append(time.perf_counter() - began)
            if set(found.outcomes) != {standing.APPLIED}:
                raise AssertionError(f"not applied: {found.outcomes}")
        bell.close()
        box.close()
    say(json.dumps(waits))


# --- painted


def _painted(folder: Path, *, changes: int, reveals: int) -> Iterator[Row]:
    """Lock, unlock and reveal on the chair's laptop; see when two windows have painted each, beside 18 listeners."""
    with (
        clusters.running(settings=clusters.DURABLE) as cluster,
        clusters.template(cluster, clusters.TEMPLATE),
        clusters.database(cluster, clusters.TEMPLATE) as database,
    ):
        meeting = large_panel.meet(database, folder, more=())
        item, round_id = meeting.items[0], meeting.open_round()
        paths = {person: meeting.members[person].laptop.store.path for person in WINDOWS}
        for person in WINDOWS:
            meeting.members[person].lock(round_id)
            meeting.members[person].laptop.once()
            meeting.members[person].laptop.close()
        council = shared.Council(database)
        shared.give_login(database, "listener")
        listeners = [_Child(partial(_overhear, council)) for _ in range(TWENTY - len(WINDOWS))]
        windows = [_Window(paths[person], person, meeting.world.meeting, item) for person in WINDOWS]
        processes: list[_Child | _Window] = [*listeners, *windows]
        for one in processes:
            one.line()  # it listens
        locks = _locks(meeting, round_id, windows, changes)
        shown = _reveals(meeting, (item, round_id), windows, reveals)
        for one in processes:
            one.end()
        for member in meeting.members.values():
            if member.person not in WINDOWS:
                member.laptop.close()
    for what, waits in (("locked on", locks), ("revealed on", shown)):
        name = f"{what} one laptop, painted by two windows beside 18 listeners, worst of {len(waits)}"
        middle = statistics.median(waits)
        yield Row(name, max(waits), "ms", "p50", middle, max(waits) / middle, "<= 250 ms", max(waits) <= 250)


def _locks(meeting: large_panel.Meeting, round_id: str, windows: list[_Window], changes: int) -> list[float]:
    """Lock and unlock the chair's sheet, and return the waits of both windows in ms."""
    waits: list[float] = []
    for change in range(changes):
        if change % 2 == 0:
            meeting.chair.lock(round_id)
        else:
            meeting.chair.panel.unlock_scores(round_id)
        waits += _sent(meeting.chair, windows, f"open:{3 - change % 2}:")
    return waits


def _reveals(meeting: large_panel.Meeting, at: tuple[str, str], windows: list[_Window], reveals: int) -> list[float]:
    """Reveal the round AT an item, then one strand scored again, REVEALS times over; return the waits in ms."""
    chair, (item, round_id) = meeting.chair, at
    if not chair.round(round_id).my_sheet_locked:
        chair.lock(round_id)
        chair.laptop.once()
    chair.panel.reveal(round_id, go_on_without="Measured (invented)")
    waits = _sent(chair, windows, f"revealed:{chair.round(round_id).locked_count}:")
    strand = chair.round(round_id).strands[0]
    for _ in range(reveals - 1):
        again = chair.panel.open_round(meeting.world.meeting, item, strands=(strand,), first=round_id).id
        sheet = [one for one in large_panel.their_ratings(chair.person, again) if one.strand == strand]
        chair.panel.lock_scores(again, sheet)
        chair.laptop.once()
        for window in windows:
            window.painted(f"revealed:1:{again}")
        chair.panel.reveal(again, go_on_without="Measured (invented)")
        waits += _sent(chair, windows, f"revealed:{chair.round(round_id).locked_count}:")
    return waits


def _sent(actor: large_panel.Member, windows: list[_Window], mark: str) -> list[float]:
    """Send what ACTOR did, and return how long each window took until it had painted MARK, in ms."""
    began = time.monotonic()
    actor.laptop.once()
    return [1000 * (window.painted(mark) - began) for window in windows]


def _overhear(council: shared.Council, say: Callable[[str], None]) -> None:
    """Take every ring, as a window does, until the end."""
    with council.remote("listener") as line:
        bell = line.listen()
    say("listens")
    while True:
        select.select([bell], [], [])
        bell.rings()


# --- processes


class _Child:
    """A fork of this process that does one thing and says lines on a pipe; no connection is open when it is made."""

    def __init__(self, work: Callable[[Callable[[str], None]], None]) -> None:
        reader, writer = os.pipe()
        ears, mouth = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(ears, 0)
            for end in (reader, mouth):
                os.close(end)
            try:
                work(lambda text: _write(writer, text))
            except BaseException:  # noqa: BLE001  the parent's own doors are not to be closed from here
                _write(writer, traceback.format_exc())
            os._exit(0)
        os.close(writer)
        os.close(ears)
        self._said, self._mouth = os.fdopen(reader), os.fdopen(mouth, "w", buffering=1)

    def line(self) -> str:
        """Return the next line it says. Raises RuntimeError with what went wrong in it."""
        said = self._said.readline()
        if said.startswith("Traceback"):
            raise RuntimeError(said + self._said.read())
        return said

    def tell(self, text: str) -> None:
        """Write a line to it."""
        print(text, file=self._mouth)

    def end(self) -> None:
        """End it."""
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        self._said.close()
        self._mouth.close()


class _Window:
    """A window in a process of its own: `python -m benchmarks.live_window`."""

    def __init__(self, path: Path, person: str, meeting: str, item: str) -> None:
        command = [sys.executable, "-m", "benchmarks.live_window", str(path), person, meeting, item]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    def line(self) -> str:
        """Return the next line it says."""
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def painted(self, mark: str) -> float:
        """Return the instant at which it had painted MARK; what it painted before is passed over."""
        while said := self.line():
            moment, _, shown = said.strip().partition(" ")
            if shown == mark:
                return float(moment)
        raise RuntimeError(f"the window ended before it showed {mark}")

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()


def _write(pipe: int, text: str) -> None:
    data = f"{text}\n".encode()
    while data:
        data = data[os.write(pipe, data) :]


def _middle_and_p99(values: Sequence[float]) -> tuple[float, Any]:
    return statistics.median(values), sorted(values)[int(0.99 * (len(values) - 1))]
