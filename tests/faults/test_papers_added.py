"""A large paper on its way in: the process is killed, the laptop sleeps, the disk fills. Nothing is half added."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk.store import blobs, engine
from bandingdesk.store.queries import casework
from tests.support import adding, panel_store
from tests.support.panel_store import CASE

SIZE = 6_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("adding")
    panel_store.a_world(made).store.close()
    return made


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    place = tmp_path / "scan.bin"
    place.write_bytes(os.urandom(SIZE))
    return place


@pytest.fixture
def start(folder: Path, scan: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.support.adding", str(folder), CASE, str(scan)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "half\n"
        yield child
        child.kill()


def found(folder: Path) -> tuple[list[str], list[str]]:
    """Return the papers of the record that are whole, and the names of files half written."""
    desk = adding.open_desk(folder)
    rows = desk.read(lambda conn: casework.evidence(conn, CASE))
    whole = [row.title for row in rows if len(desk.casework.contents(CASE, row.sha256)) == row.size]
    parts = [place.name for place in blobs.folder_of(desk.store.path).glob("*.part")]
    desk.close()
    assert len(whole) == len(rows)
    return whole, parts


def test_a_kill_in_the_middle_adds_nothing_and_what_it_left_goes_with_the_next_paper(folder, start, scan):
    before = found(folder)[0]  # the tests of this file share a store, in any order
    start.send_signal(signal.SIGKILL)
    start.wait(timeout=30)
    whole, parts = found(folder)
    assert (whole, len(parts)) == (before, 1)
    desk = adding.open_desk(folder)
    blobs.put(desk.store, CASE, b"the next one")
    desk.close()
    assert found(folder) == (before, [])


def test_a_laptop_that_sleeps_in_the_middle_goes_on_where_it_was(folder, start):
    before = found(folder)[0]
    start.send_signal(signal.SIGSTOP)
    os.waitpid(start.pid, os.WUNTRACED)
    assert found(folder)[0] == before  # another window reads meanwhile, and sees nothing half added
    start.send_signal(signal.SIGCONT)
    out, _ = start.communicate("\n", timeout=60)
    assert out == "added\n"
    assert sorted(found(folder)[0]) == sorted([*before, "Scan"])


def test_a_disk_that_fills_in_the_middle_says_so_and_leaves_nothing_behind(folder, scan):
    before = found(folder)
    command = [sys.executable, "-m", "tests.support.adding", str(folder), CASE, str(scan), str(SIZE // 2)]
    done = subprocess.run(command, input="\n", capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines()[-1] == engine.DiskFullError.code, done.stderr
    assert found(folder) == before
