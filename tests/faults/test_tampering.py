"""Somebody with all rights on the database rewrites history: which of three looks notices it (design, store 9.2).

The looks: the chain of the ledger with its bodies and its end; the checkpoints that clients keep; the devices' own
chains, once each device says hello again. And one edit in place of each column of the ledger's copy on a laptop.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import NamedTuple

import pytest
import sqlcipher3

from bandingdesk.store import chain, ledger, log, standing, tables
from bandingdesk.store.arrive import Entry, LedgerRow
from bandingdesk.sync import handshake, pull, wire
from bandingdesk.sync.wire import Hello, Posted
from tests.support import sync_team

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
TRIALS = int(os.environ.get("BANDINGDESK_TAMPERINGS", "100"))
DEVICE, NUMBER, COMMITMENT = (tables.OP_COLUMNS.index(name) for name in ("device_id", "device_seq", "commitment"))
OP_ID = tables.OP_COLUMNS.index("op_id")
ACTS = 40  # of each of three devices


class Witness(NamedTuple):
    """A device's own file, and where it stands in it."""

    raw: object
    own: handshake.Mine


class Evidence(NamedTuple):
    """The ledger as it was written, the checkpoints that clients hold, and the devices."""

    posted: list[Posted]
    checkpoints: list[tuple[int, bytes]]
    witnesses: list[Witness]
    store_id: str
    is_in_place: bool = True


@pytest.fixture
def evidence(team):
    """A ledger of three devices, read back by all."""
    team.person("cat")
    rng = random.Random(SEED)
    laptops = [team.laptop(login) for login in ("ann", "ben", "cat")]
    for number in range(3 * ACTS):
        laptop = rng.choice(laptops)
        sync_team.open_case(laptop.store, f"c{number}")
        if rng.random() < 0.3:
            laptop.once()
    team.quiet(3)
    remote = laptops[0].sync._remote
    posted = list(remote.pull(0, 10_000).posted)
    places = [round(len(posted) * share) for share in (0.3, 0.6, 0.95)]
    checkpoints = [(place, posted[place - 1].row.hash) for place in places]
    witnesses, open_ = [], []
    for laptop in laptops:
        conn = laptop.store._engines.reader.connect()
        open_.append(conn)
        raw = log.driver(conn)
        own = handshake.mine(raw, laptop.store.store_id, laptop.store.device_id)
        witnesses.append(Witness(raw, own._replace(seen_seq=0, seen_hash=b"")))
    yield Evidence(posted, checkpoints, witnesses, laptops[0].store.store_id)
    for conn in open_:
        conn.close()


# --- the attacks ------------------------------------------------------------------------------------------------------


def edit_body(found: Evidence, rng: random.Random) -> list[Posted]:
    posted, at = list(found.posted), rng.randrange(len(found.posted))
    entry = posted[at].entry
    assert entry.body is not None
    posted[at] = posted[at]._replace(entry=entry._replace(body=entry.body[:-1] + b" }"))
    return posted


def edit_outcome(found: Evidence, rng: random.Random) -> list[Posted]:
    posted, at = list(found.posted), rng.randrange(len(found.posted))
    posted[at] = posted[at]._replace(row=posted[at].row._replace(outcome=standing.REJECTED))
    return posted


def delete_one(found: Evidence, rng: random.Random) -> list[Posted]:
    posted = list(found.posted)
    del posted[rng.randrange(len(posted))]
    return posted


def swap_two(found: Evidence, rng: random.Random) -> list[Posted]:
    posted = list(found.posted)
    one, other = rng.sample(range(len(posted)), 2)
    posted[one], posted[other] = posted[other], posted[one]
    return posted


def edit_and_rehash(found: Evidence, rng: random.Random) -> list[Posted]:
    posted = edit_body(found, rng)
    at = next(place for place, one in enumerate(posted) if one is not found.posted[place])
    entry = posted[at].entry
    posted[at] = posted[at]._replace(entry=_with(entry, COMMITMENT, chain.commitment(entry.salt, entry.body)))
    return _rehashed(found, posted)


def delete_and_rehash(found: Evidence, rng: random.Random) -> list[Posted]:
    return _rehashed(found, _renumbered(delete_one(found, rng)))


def rewind(found: Evidence, rng: random.Random) -> list[Posted]:
    return found.posted[: rng.randrange(len(found.posted))]


def rewind_behind_the_last_checkpoint(found: Evidence, rng: random.Random) -> list[Posted]:
    return found.posted[: rng.randrange(found.checkpoints[-1][0], len(found.posted))]


def forge_at_the_end(found: Evidence, rng: random.Random) -> list[Posted]:
    whose = rng.choice(found.witnesses).own.device_id
    last = next(one for one in reversed(found.posted) if one.entry.columns[DEVICE] == whose)
    entry = _with(_with(last.entry, OP_ID, "forged"), NUMBER, last.entry.columns[NUMBER] + 1)
    return _rehashed(found, [*found.posted, Posted(entry, last.row)])


def _with(entry: Entry, place: int, value: object) -> Entry:
    return entry._replace(columns=(*entry.columns[:place], value, *entry.columns[place + 1 :]))


def _renumbered(posted: list[Posted]) -> list[Posted]:
    numbers: Counter[str] = Counter()
    found = []
    for one in posted:
        device = one.entry.columns[DEVICE]
        numbers[device] += 1
        found.append(one._replace(entry=_with(one.entry, NUMBER, numbers[device])))
    return found


def _rehashed(found: Evidence, posted: list[Posted]) -> list[Posted]:
    """Return POSTED numbered anew, with hashes that fit: what a database administrator can always do."""
    hash_, fitted = wire.ledger_genesis(found.store_id), []
    for number, one in enumerate(posted, 1):
        one = one._replace(row=one.row._replace(seq=number))
        hash_ = handshake.linked(hash_, one)
        fitted.append(one._replace(row=one.row._replace(hash=hash_)))
    return fitted


# --- the looks --------------------------------------------------------------------------------------------------------


def by_chain(found: Evidence, posted: list[Posted]) -> bool:
    """Read it from the start. Who edits in place leaves the end of the ledger as the server's own row has it."""
    try:
        pull.verified(posted, 0, wire.ledger_genesis(found.store_id))
    except handshake.ServerForkedError:
        return True
    if found.is_in_place and posted[-1].row != found.posted[-1].row:
        return True
    return any(chain.commitment(one.entry.salt, one.entry.body) != one.entry.columns[COMMITMENT] for one in posted)


def by_checkpoints(found: Evidence, posted: list[Posted]) -> bool:
    hashes: dict[int, bytes] = {one.row.seq: one.row.hash for one in posted}
    return any(hashes.get(seq) != hash_ for seq, hash_ in found.checkpoints)


def by_devices(found: Evidence, posted: list[Posted]) -> bool:
    """Let each device say hello to a server that holds POSTED."""
    ends = {one.own.device_id: (0, chain.genesis(one.own.device_id)) for one in found.witnesses}
    for one in posted:
        device = one.entry.columns[DEVICE]
        ends[device] = (one.entry.columns[NUMBER], chain.link(ends[device][1], one.entry.columns))
    for witness in found.witnesses:
        own = witness.own
        hello = Hello(
            own.store_id, wire.PROTOCOLS, 1, "0.1.0", 0, len(posted), b"", "ann", "ann", (), *ends[own.device_id],
            True, None, None,
        )  # fmt: skip
        try:
            handshake.meet(witness.raw, own, hello, 0)
        except handshake.StopError:
            return True
    return False


ALL, NONE, MOST = (1.0, 1.0), (0.0, 0.0), (0.7, 1.0)
TABLE = {  # share that is noticed, at least and at most: by the chain, with checkpoints, with the devices' chains
    edit_body: (ALL, ALL, ALL),
    edit_outcome: (ALL, ALL, ALL),
    delete_one: (ALL, ALL, ALL),
    swap_two: (ALL, ALL, ALL),
    edit_and_rehash: (NONE, MOST, ALL),
    delete_and_rehash: (NONE, MOST, ALL),
    rewind: (NONE, MOST, ALL),
    rewind_behind_the_last_checkpoint: (NONE, NONE, ALL),
    forge_at_the_end: (NONE, NONE, ALL),
}


def test_what_notices_what(evidence):
    assert not any(look(evidence, evidence.posted) for look in (by_chain, by_checkpoints, by_devices))
    rng = random.Random(SEED)
    for attack, wanted in TABLE.items():
        evidence = evidence._replace(is_in_place=wanted[0] == ALL)
        noticed: Counter[int] = Counter()
        for _ in range(TRIALS):
            posted = attack(evidence, rng)
            seen = False
            for column, look in enumerate((by_chain, by_checkpoints, by_devices)):
                seen = seen or look(evidence, posted)
                noticed[column] += seen
        for column, (least, most) in enumerate(wanted):
            share = noticed[column] / TRIALS
            assert least <= share <= most, f"seed {SEED}, {attack.__name__}, column {column}: {share:.0%} noticed"


COLUMNS = {
    "seq": "seq = 9999",
    "op_seq": "op_seq = (SELECT max(op_seq) + 1 FROM ledger)",
    "outcome": "outcome = 'rejected'",
    "reason": "reason = 'late'",
    "against": "against = 'x'",
    "submitter": "submitter = 'somebody'",
    "recv_at": "recv_at = recv_at - 86400000000",
    "hash": "hash = x'00'",
}


def test_one_edit_in_place_of_each_column_of_the_copied_ledger_is_noticed(team):
    laptop = team.laptop("ann")
    for number in range(5):
        sync_team.open_case(laptop.store, f"c{number}")
    laptop.once()
    path = laptop.store.path
    assert set(COLUMNS) == {column.name for column in tables.ledger.columns} == {"seq", "op_seq", *LedgerRow._fields}
    with laptop.store.read() as conn:
        assert ledger.verify(conn).ok
    for name, change in COLUMNS.items():
        with Attacked(path, f"UPDATE ledger SET {change} WHERE seq = 3"), laptop.store.read() as conn:
            assert not ledger.verify(conn).ok, name


class Attacked:
    """Changes the file behind the program's back, and puts the row back."""

    def __init__(self, path, statement):
        self._raw = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
        self._statement = statement

    def __enter__(self):
        (self._trigger,) = self._raw.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_stays'").fetchone()
        self._row = self._raw.execute("SELECT * FROM ledger WHERE seq = 3").fetchone()
        self._raw.execute("DROP TRIGGER ledger_stays")
        assert self._raw.execute(self._statement).rowcount == 1

    def __exit__(self, *_):
        self._raw.execute("DELETE FROM ledger WHERE seq IN (3, 9999)")
        self._raw.execute(f"INSERT INTO ledger VALUES ({', '.join('?' * len(self._row))})", self._row)
        self._raw.execute(self._trigger)
        self._raw.close()
