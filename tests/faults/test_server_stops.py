"""The server stops at once under load, or is set back to an older backup. Nothing that was told is lost."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys

import pytest

from bandingdesk import seams
from bandingdesk.sync import handshake, remote
from tests.support import clusters, invariants, shared_store, sync_team
from tests.support.sync_team import Team

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
STOPS = int(os.environ.get("BANDINGDESK_SERVER_STOPS", "10"))
RESTORES = int(os.environ.get("BANDINGDESK_RESTORES", "50"))
LOGINS = ("ann", "ben")


@pytest.mark.timeout(120 + 10 * STOPS)
def test_a_server_that_stops_at_once_under_load_loses_nothing_that_was_told(tmp_path, no_server_left):
    rng = random.Random(SEED)
    with (
        clusters.running(settings=clusters.DURABLE) as cluster,
        clusters.template(cluster, "whole"),
        clusters.database(cluster, "whole") as database,
        contextlib.ExitStack() as stack,
    ):
        for login in LOGINS:
            shared_store.give_login(database, login, login, ("caseworker",))
        laptops = [stack.enter_context(_loading(tmp_path, database, login, rng)) for login in LOGINS]
        told = []
        for _ in range(STOPS):
            told += [op for laptop in laptops for op in _heard(laptop, rng.randrange(5, 40))]
            cluster.restart(at_once=True)
        for laptop in laptops * 2:
            told += _rested(laptop)
        for laptop in laptops:
            laptop.stdin.close()
            assert laptop.wait(60) == 0, f"seed {SEED}"
        assert len(told) > STOPS * 20
        boxes = [
            shared_store.open_laptop(
                tmp_path / f"{login}.bdk", shared_store.address(database, login), login, seams.SystemClock()
            )
            for login in LOGINS
        ]
        found = invariants.broken(database, [box.store for box in boxes], told)
        for box in boxes:
            box.close()
        assert found == [], f"seed {SEED}, {STOPS} stops: {found[:10]}"


@pytest.mark.timeout(120 + 5 * RESTORES)
def test_a_server_that_was_set_back_gets_all_of_it_again(team):
    rng = random.Random(SEED)
    team.person("boss", "administrator")
    team.laptop("ann"), team.laptop("ben")
    told = []
    stopped = 0
    for number in range(RESTORES):
        told += _work(team, rng)
        _keep(team)
        told += _work(team, rng)
        before = _end(team)
        _set_back(team)
        if (point := _end(team)) < before:
            laptop = rng.choice(team.laptops)
            fault = laptop.sync.once().fault
            stopped += isinstance(fault, handshake.ServerWentBackError)
            with remote.connect(shared_store.address(team.database, "boss"), None) as line:
                line.restore_mark(point)  # who saw nothing of what is gone may have sent more meanwhile
        told += _acts(team.laptops[0], rng)  # a person works on meanwhile
        team.quiet(3)
        found = invariants.broken(team.database, [laptop.store for laptop in team.laptops], told)
        assert found == [], f"seed {SEED}, restore {number}: {found[:10]}"
    assert stopped > RESTORES // 4, f"seed {SEED}: {stopped} alarms"


def _work(team: Team, rng: random.Random) -> list[str]:
    """Let both act and sync, and return what they were told."""
    told = []
    for _ in range(rng.randrange(1, 5)):
        laptop = rng.choice(team.laptops)
        told += _acts(laptop, rng)
        if rng.random() < 0.7:
            laptop.once()
    return told


def _acts(laptop: shared_store.Laptop, rng: random.Random) -> list[str]:
    told = []
    for _ in range(rng.randrange(1, 4)):
        name = f"c{rng.randrange(6)}"
        is_new = laptop.store.find(sync_team.case(name)) is None
        told.append(sync_team.open_case(laptop.store, name) if is_new else sync_team.assign(laptop.store, "sam", name))
    return told


def _end(team: Team) -> int:
    with team.database.owner() as conn:
        rows = conn.execute("SELECT head_seq FROM desk.store").fetchall()
    return int(rows[0][0])


def _keep(team: Team) -> None:
    """Copy every table beside itself, as a backup of now."""
    with team.database.owner() as conn, conn.transaction():
        conn.execute("DROP SCHEMA IF EXISTS kept CASCADE")
        conn.execute("CREATE SCHEMA kept")
        for name in _tables(conn):
            conn.execute(f"CREATE TABLE kept.{name} AS TABLE desk.{name}")


def _set_back(team: Team) -> None:
    """Put what was kept in the place of what is there, behind the back of the triggers; every line is cut by it."""
    for laptop in team.laptops:
        laptop.sync.close()
    with team.database.owner() as conn, conn.transaction():
        conn.execute("SET LOCAL session_replication_role = replica")
        for name in _tables(conn):
            conn.execute(f"DELETE FROM desk.{name}")
            conn.execute(f"INSERT INTO desk.{name} SELECT * FROM kept.{name}")


def _tables(conn) -> list[str]:
    rows = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'desk'").fetchall()
    return sorted(row[0] for row in rows)


@contextlib.contextmanager
def _loading(folder, database, login, rng):
    """Hold a process that acts and syncs all the time."""
    words = [folder, login, database.server.folder, database.server.port, database.name, rng.randrange(2**32)]
    command = [sys.executable, "-m", "tests.support.loading_sync", *map(str, words)]
    with (
        (folder / f"{login}.errors").open("w+") as errors,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True) as made,
    ):
        try:
            assert made.stdout.readline() == "open\n", f"seed {SEED}: {_read(errors)}"
            yield made
        except AssertionError as error:
            raise AssertionError(f"seed {SEED}: {error}\n{_read(errors)}") from error
        finally:
            made.kill()


def _read(errors) -> str:
    errors.seek(0)
    return str(errors.read()[-4000:])


def _heard(laptop, lines: int) -> list[str]:
    """Return the ops of the next LINES acts that were told."""
    told = []
    for _ in range(lines):
        line = laptop.stdout.readline()
        assert line, "the laptop ended"
        told += line.split()
    return told


def _rested(laptop) -> list[str]:
    """Let a laptop sync until nothing waits, and return what it told before."""
    laptop.stdin.write("rest\n")
    laptop.stdin.flush()
    told = []
    while (line := laptop.stdout.readline()) != "rested\n":
        assert line, "the laptop ended"
        told += line.split()
    return told
