"""The line to the server is cut at a byte, or falls silent: what was not answered is sent again and counted once."""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import pytest
from psycopg import sql

from bandingdesk.store import log, standing
from bandingdesk.sync import refusals, remote
from bandingdesk.sync.address import Address
from bandingdesk.sync.run import Sync
from tests.support import invariants, sync_team
from tests.support.clusters import Database
from tests.support.proxy import Proxy

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
CUTS = int(os.environ.get("BANDINGDESK_LINE_CUTS", "500"))
REST = 50  # cuts between two checks
PASSWORD = "a test's own"


@pytest.fixture
def proxy(server):
    with Proxy(server.port) as made:
        yield made


@pytest.fixture
def far(team, proxy):
    """Ann's laptop behind the proxy, beside Ben's on the socket."""
    ann = team.laptop("ann")
    team.laptop("ben")
    with team.database.owner() as conn:
        conn.execute(sql.SQL("ALTER ROLE ann PASSWORD {}").format(sql.Literal(PASSWORD)))
    at = Address("localhost", proxy.port, team.database.name, "ann", tls=False)
    ann.sync = Sync(ann.store, lambda: remote.connect(at, PASSWORD))
    sync_team.open_case(ann.store)
    ann.once()
    return ann


@pytest.mark.timeout(120 + CUTS)
def test_a_line_cut_at_any_byte_loses_nothing_and_doubles_nothing(team, far, proxy):
    rng = random.Random(SEED)
    told, found = [], Counter()
    whole = _whole_sync(far, proxy)
    for number in range(CUTS):
        told += [sync_team.assign(far.store, "sam") for _ in range(rng.randrange(1, 4))]
        way = rng.choice(("up", "down"))
        far.sync.close()
        proxy.cut(way, rng.randrange(1, whole[way]))
        fault = far.sync.once().fault
        assert fault is None or isinstance(fault, refusals.UnreachableError), f"seed {SEED}, cut {number}: {fault!r}"
        found["cut"] += fault is not None
        found["committed, reply lost"] += _is_unanswered(team.database, far.store)
        if number % REST == REST - 1 or number == CUTS - 1:
            team.quiet()
            stores = [laptop.store for laptop in team.laptops]
            assert invariants.broken(team.database, stores, told) == [], f"seed {SEED}, after cut {number}"
    assert found["cut"] > CUTS * 0.8, found
    assert found["committed, reply lost"] > CUTS // 50, found


def test_a_line_that_falls_silent_ends_by_the_clients_own_deadline_and_holds_up_nobody(team, far, proxy, monkeypatch):
    ben = team.laptops[1]
    ben.once()
    far.once()
    monkeypatch.setattr(remote._Line, "deadline", 0.5)
    told = [sync_team.assign(far.store, "sam")]
    proxy.stall()
    began = time.monotonic()
    assert isinstance(far.sync.once().fault, refusals.DeadlineError)
    assert time.monotonic() - began < 3
    began = time.monotonic()
    sync_team.open_case(ben.store, "c2")
    ben.once()
    assert time.monotonic() - began < 1.5
    proxy.flow()
    team.quiet()
    assert invariants.broken(team.database, [laptop.store for laptop in team.laptops], told) == []


def _whole_sync(laptop, proxy):
    """Return how many bytes a sync of three acts with its greeting sends each way."""
    laptop.sync.close()
    for _ in range(3):
        sync_team.assign(laptop.store, "sam")
    with proxy.counted() as passed:
        laptop.once()
    laptop.sync.close()
    return {"up": passed.up, "down": passed.down}


def _is_unanswered(database: Database, store) -> bool:
    """Return whether the server has an op that still waits here."""
    with store.read() as conn:
        select = f"SELECT o.op_id FROM op o JOIN outbox x ON x.seq = o.seq WHERE x.state IN {standing.IN_TO_SEND}"
        waiting = [row[0] for row in log.driver(conn).execute(select).fetchall()]
    with database.owner() as conn:
        row = conn.execute("SELECT count(*) FROM desk.ledger WHERE op_id = ANY (%s)", (waiting,)).fetchone()
    return row is not None and row[0] > 0
