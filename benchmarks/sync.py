"""The sync against the plainest ways to move the same rows (floors.py), next door and over a line of 20 ms."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import psycopg

from bandingdesk.store import bulk, log, standing, store
from bandingdesk.sync import handshake, pull, push
from bandingdesk.sync.remote import Remote
from benchmarks import floors, growth_shared, live, shared
from benchmarks.store import changed, registry
from benchmarks.timing import Row
from tests.support import clusters
from tests.support.proxy import Proxy

DELAY = 0.010  # s each way: 20 ms there and back
PROTOCOL = 1
ROUND_TRIPS = 25  # for 10,000 ops in batches of 500


def rows(quick: bool) -> Iterator[Row]:
    """Measure the suite; QUICK takes fewer rounds and leaves the largest ledger out."""
    shared.own_keyring()
    few = 5 if quick else 7
    with tempfile.TemporaryDirectory(prefix="bandingdesk-sync-") as name, shared.council(["scores.locked"]) as council:
        bench = _Bench(Path(name), council)
        yield from bench.pushes(1_000, few)
        yield from bench.pushes(10_000, few)
        yield from bench.far_pushes(10_000, few)
        yield from bench.pulls(10_000, few)
        bench.close()
    yield from live.rows(quick)
    yield from growth_shared.rows(quick)


class _Bench:
    """Three devices with the same cases: ours, and one for each floor."""

    def __init__(self, folder: Path, council: shared.Council) -> None:
        self.folder = folder
        self.council = council
        self.line = council.remote()
        self.floor = shared.superuser(council)
        floors.lay(self.floor)
        self.ours, self.copied, self.piped = (
            shared.joined(folder / f"{name}.bdk", registry(), self.line) for name in ("ours", "copied", "piped")
        )
        self.names = count()

    def close(self) -> None:
        """Close the devices and the lines."""
        for one in (self.ours, self.copied, self.piped, self.line, self.floor):
            one.close()

    def pushes(self, size: int, rounds: int) -> Iterator[Row]:
        """Push SIZE changed cases: against COPY, against the pipeline, and a second time."""
        ours, copied, piped, again = self._in_turn(
            size,
            rounds,
            partial(self._push, self.line),
            partial(floors.copied, self.copied, self.floor),
            partial(floors.piped, self.piped, self.floor),
            partial(self._push, self.line),
        )
        yield ratio_row(f"push {size:,} changed cases", ours, "COPY of the same rows", copied, 2.0)
        yield ratio_row(f"push {size:,} changed cases", ours, "executemany pipeline", piped, 1.2)
        yield ratio_row(f"push the same {size:,} again", again, "the first push", ours, 0.6)

    def far_pushes(self, size: int, rounds: int) -> Iterator[Row]:
        """The same over the far line, and how often the client asked and waited."""
        with Proxy(self.council.port, delay=DELAY) as proxy:
            far, floor = self.council.remote(port=proxy.port), far_superuser(self.council, proxy)
            self._fill(self.ours, size)
            with proxy.counted() as passed:
                self._push(far)
            yield Row(
                f"round trips for {size:,} ops", passed.turns, "", "the goal", ROUND_TRIPS,
                passed.turns / ROUND_TRIPS, f"<= {ROUND_TRIPS}", passed.turns <= ROUND_TRIPS,
            )  # fmt: skip
            ours, copied = self._in_turn(
                size, rounds, partial(self._push, far), partial(floors.copied, self.copied, floor)
            )
            yield ratio_row(f"push {size:,} at 20 ms", ours, "COPY of the same rows", copied, 2.0)
            far.close()
            floor.close()

    def _push(self, line: Remote) -> None:
        found = push.push(self.ours, line, PROTOCOL)
        if set(found.outcomes) != {standing.APPLIED}:
            raise AssertionError(f"not all was applied: {found.outcomes}")

    def _in_turn(self, size: int, rounds: int, *subjects: Callable[[], None]) -> list[float]:
        """Return the median seconds of SUBJECTS, in turn, with SIZE ops that wait each time."""
        found: list[list[float]] = [[] for _ in subjects]
        for round_ in range(rounds + 1):
            for place, subject in enumerate(subjects):
                if place < 3:
                    self._fill((self.ours, self.copied, self.piped)[place], size)
                else:
                    unanswered(self.ours, size)
                began = time.perf_counter()
                subject()
                if round_:
                    found[place].append(time.perf_counter() - began)
        return [statistics.median(times) for times in found]

    def _fill(self, box: store.Store, size: int) -> None:
        bulk.write_ops(box, (changed(number) for number in range(size)))

    def pulls(self, size: int, rounds: int) -> Iterator[Row]:
        """Pull SIZE entries into an empty record and verify them, next door and far."""
        with clusters.database(self.council.database.server) as database:
            council = shared.Council(database)
            shared.lay(database, ["scores.locked"])
            line, floor = council.remote(), shared.superuser(council)
            author = shared.joined(self.folder / "author.bdk", registry(), line)
            self._fill(author, size)
            push.push(author, line, PROTOCOL)
            author.close()
            ours, copied = self._pulled(line, floor, rounds)
            yield ratio_row(f"pull and verify {size:,}", ours, "COPY out and bulk insert", copied, 2.0)
            with Proxy(council.port, delay=DELAY) as proxy:
                far, far_floor = council.remote(port=proxy.port), far_superuser(council, proxy)
                ours, copied = self._pulled(far, far_floor, rounds)
                yield ratio_row(f"pull and verify {size:,} at 20 ms", ours, "COPY out and bulk insert", copied, 2.5)
                far.close()
                far_floor.close()
            line.close()
            floor.close()

    def _pulled(self, line: Remote, floor: floors.Server, rounds: int) -> tuple[float, float]:
        """Return the median seconds of both ways, each into an empty record."""
        mine: list[float] = []
        theirs: list[float] = []
        for round_ in range(rounds + 1):
            for found, take in ((mine, pull_all), (theirs, lambda box, _: floors.fetched(box, floor))):
                path = self.folder / f"pull{next(self.names)}.bdk"
                box = shared.joined(path, registry(), line)
                began = time.perf_counter()
                take(box, line)
                if round_:
                    found.append(time.perf_counter() - began)
                box.close()
                path.unlink()
        return statistics.median(mine), statistics.median(theirs)


def pull_all(box: store.Store, line: Remote) -> None:
    """Take over and verify all that stands behind the cursor of BOX."""
    with box.read() as conn:
        own = handshake.mine(log.driver(conn), box.store_id, box.device_id)
    pull.pull(box, line, own)


def unanswered(box: store.Store, size: int) -> None:
    """Let the last SIZE ops of BOX wait again, as if no reply had come."""
    with box.jot() as conn:
        log.driver(conn).execute(
            "UPDATE outbox SET state = 'recorded' WHERE seq > (SELECT max(seq) FROM outbox) - ?", (size,)
        )


def far_superuser(council: shared.Council, proxy: Proxy) -> floors.Server:
    """Return a superuser's connection through PROXY."""
    return psycopg.connect(
        host="localhost",
        port=proxy.port,
        dbname=council.database.name,
        user=clusters.OWNER,
        password=shared.PASSWORD,
        autocommit=True,
    )


def ratio_row(name: str, value: float, against: str, against_value: float, most: float) -> Row:
    """Return a row in seconds whose goal is a ratio."""
    ratio = value / against_value
    return Row(name, value, "s", against, against_value, ratio, f"<= {most:g} x", ratio <= most)
