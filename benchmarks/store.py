"""The store against the plainest way to keep the same bytes: one act, an import, a replay, a walk of the record."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

from bandingdesk import ops, seams
from bandingdesk.ops import Kind, Op, Recorded, Subject
from bandingdesk.store import bulk, engine, replay, store, verify
from bandingdesk.store import registry as registry_
from bandingdesk.store.registry import Fold, Registry
from benchmarks import casework, growth, papers
from benchmarks.main import Row

AT = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
KEY = bytes(range(32))
STRANDS = tuple(f"strand_{n}" for n in range(12))
REASON = "Needs an adult beside them for most of the school day, as the report says."

TABLES = MetaData()
SHEETS = Table(
    "bench_sheet",
    TABLES,
    Column("owner", Text, primary_key=True),
    Column("member", Text),
    Column("total", Integer),
    Column("head", Text),
    info={"of": "sheet"},
)
ONE_ROW = MetaData()
PLAIN = Table("bench_row", ONE_ROW, Column("id", Integer, primary_key=True), Column("body", LargeBinary))


@dataclass(frozen=True)
class Locked:
    """A member's sheet: 12 levels with their reasons, about 1 kB as JSON."""

    member: str
    levels: dict[str, int]
    reasons: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The folded sheet."""

    id: str
    head: str
    member: str
    levels: dict[str, int]


BODY = Locked("member", dict.fromkeys(STRANDS, 3), dict.fromkeys(STRANDS[:10], REASON[:68]))
BYTES = ops.canonical(BODY)


def registry() -> Registry:
    """Return one kind of op, its fold and its row."""
    return Registry(
        {"scores.locked": Kind(Locked)}, {"sheet": Fold(Sheet, _apply)}, {"sheet": _sheet_rows}, TABLES, version=1
    )


def rows(quick: bool) -> Iterator[Row]:
    """Measure the suite; QUICK takes a tenth."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _one_act(Path(folder), quick)
        yield from _import(Path(folder), quick)
        yield from _replay_and_verify(Path(folder), quick)
    yield from growth.rows(quick)
    yield from casework.rows(quick)
    yield from papers.rows(quick)


def _one_act(folder: Path, quick: bool) -> Iterator[Row]:
    per_round = 20 if quick else 100
    box, open_box = _box(folder / "act.bdk", KEY), _box(folder / "plain.bdk", None)
    engines = engine.open_engines(folder / "rows.db", KEY, new=True)
    conn = engines.writer.connect()
    with conn.begin():
        ONE_ROW.create_all(conn)
    names = count()

    def act(on: store.Store) -> None:
        with on.act() as one:
            one.record(_locked(next(names)))

    def insert() -> None:
        with conn.begin():
            conn.execute(PLAIN.insert(), {"body": BYTES})

    act_us, insert_us, open_us = _in_turn(per_round, lambda: act(box), insert, lambda: act(open_box))
    yield _row("one recorded act", act_us, "us", "1 kB INSERT through SQLAlchemy Core, encrypted", insert_us, 3.0)
    yield _row("one recorded act, encrypted", act_us, "us", "the same act in a plain store", open_us, 1.5)
    conn.close()
    engines.dispose()
    box.close()
    open_box.close()


def _import(folder: Path, quick: bool) -> Iterator[Row]:
    size, names, box = 660 if quick else 6600, count(), _box(folder / "import.bdk", KEY)
    rates = []
    for _ in range(5):
        new = [_locked(next(names)) for _ in range(size)]
        began = time.perf_counter()
        with box.act() as act:
            act.record(*new)
        rates.append(size / (time.perf_counter() - began))
    box.close()
    yield _rate_row(f"an act of {size} ops, 1 kB each", statistics.median(rates), 8000)


def _replay_and_verify(folder: Path, quick: bool) -> Iterator[Row]:
    size, box = 10_000 if quick else 100_000, _box(folder / "long.bdk", KEY)
    bulk.write_ops(box, (_locked(n // 2) for n in range(size)))
    rates = []
    for _ in range(1 if quick else 3):
        began = time.perf_counter()
        with box.jot() as conn:
            replay.rebuild(conn, box.registry)
        rates.append(size / (time.perf_counter() - began))
    yield _rate_row(f"replay of {size} ops", statistics.median(rates), 10_000)
    walks, headers = [], []
    for _ in range(5):
        with box.read() as conn:
            found = verify.verify(conn)
        if not found.ok:
            raise AssertionError(f"the record that was measured does not verify: {found.first_bad}")
        walks.append(found.seconds)
        headers.append(_header_chain(size))
    box.close()
    walk, header = statistics.median(walks), statistics.median(headers)
    limit = 1.0 * size / 100_000
    goal = f"<= {limit:g} s"
    yield Row(f"verify {size} entries", walk, "s", "header chain in memory", header, walk / header, goal, walk <= limit)


def _header_chain(size: int) -> float:
    """Return the seconds of hashing SIZE headers of 158 bytes one after the other, with nothing read."""
    began, hash_, header = time.perf_counter(), b"\0" * 32, b"x" * 158
    for _ in range(size):
        hash_ = sha256(hash_ + header).digest()
    return time.perf_counter() - began


def _in_turn(per_round: int, *subjects: Callable[[], None]) -> list[float]:
    """Return the median of 7 rounds in microseconds for each of SUBJECTS, run in turn after one round unmeasured."""
    found: list[list[float]] = [[] for _ in subjects]
    for round_ in range(8):
        for place, subject in enumerate(subjects):
            began = time.perf_counter()
            for _ in range(per_round):
                subject()
            if round_:
                found[place].append((time.perf_counter() - began) / per_round * 1e6)
    return [statistics.median(times) for times in found]


def _row(name: str, value: float, unit: str, against: str, against_value: float, most: float) -> Row:
    ratio = value / against_value
    return Row(name, value, unit, against, against_value, ratio, f"<= {most:g} x", ratio <= most)


def _rate_row(name: str, rate: float, least: int) -> Row:
    return Row(name, rate, "ops/s", "the goal", float(least), rate / least, f">= {least} ops/s", rate >= least)


def _box(path: Path, key: bytes | None) -> store.Store:
    clock, ids = seams.FixedClock(AT), seams.SystemIds()
    return store.create_store(path, key, registry(), clock=clock, ids=ids, person="bench", plain=key is None)


def changed(number: int) -> Op:
    """Return a locked sheet of about 1 kB, for the bulk writer."""
    return _locked(number)


def _locked(number: int) -> Op:
    return Op("scores.locked", Subject("sheet", f"s{number}"), None, "bench", AT, BODY)


def _apply(_: Sheet | None, op: Recorded) -> Sheet:
    return Sheet(op.subject.id, op.op_id, op.body.member, op.body.levels)


def _sheet_rows(sheet: Sheet) -> Iterable[registry_.Row]:
    yield SHEETS, {"member": sheet.member, "total": sum(sheet.levels.values()), "head": sheet.head}
