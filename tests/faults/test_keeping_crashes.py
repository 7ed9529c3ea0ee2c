"""Backup, restore, upgrade, rekey, erasure and move: cut off anywhere, on a full disk, in a locked folder.

Source: issue 5, points 6 and 7: a crash of any of these at any point leaves a usable store. The nightly run takes more:
BANDINGDESK_KEEPER_KILLS=600 (of these two thirds at a line of the code, one third at a moment).
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bandingdesk.errors import StoreError
from bandingdesk.store import blobs, engine, keys
from tests.support import killing_keeper
from tests.support import notebook as book

SEED = os.environ.get("BANDINGDESK_SEED", "20261123")
KILLS = int(os.environ.get("BANDINGDESK_KEEPER_KILLS", "30"))
FULL = {engine.DiskFullError.code, engine.DiskFaultError.code}
JOBS = {job.name: job for job in killing_keeper.JOBS}
NOBODY = 65534


@pytest.fixture(autouse=True)
def cheap_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SCRYPT_N", 2**4)


@pytest.mark.timeout(600)
def test_killed_anywhere_the_store_opens_verifies_and_the_command_can_be_given_again(tmp_path: Path) -> None:
    counts = [str(KILLS * 2 // 3), str(KILLS // 3)]
    command = [sys.executable, "-m", "tests.support.killing_keeper", str(tmp_path), *counts, SEED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=590, check=False)
    assert done.returncode == 0, f"seed {SEED}\n{done.stderr[-4000:]}"
    found = json.loads(done.stdout.splitlines()[-1])
    assert set(found) == set(JOBS)
    assert all(one["killed"] >= KILLS - 1 and one["lines"] > 300 for one in found.values()), found


def test_the_look_after_a_kill_finds_what_is_wrong(tmp_path: Path) -> None:
    """Planted faults, so that the checks can fail: a cut backup, words left behind, a key that nobody has."""
    backup = tmp_path / "backup"
    backup.mkdir()
    JOBS["backup"].make(backup)
    whole = (backup / "b.backup").read_bytes()
    (backup / "b.backup").write_bytes(whole[:-1000])
    with pytest.raises(StoreError):
        JOBS["backup"].look(backup, b"")
    erased = tmp_path / "erased"
    erased.mkdir()
    JOBS["erase"].make(erased)
    JOBS["erase"].run(erased, os.open(os.devnull, os.O_WRONLY))
    JOBS["erase"].look(erased, b"erased")
    (erased / "a.bdk-left").write_bytes(b"so " + killing_keeper.SECRET)
    with pytest.raises(AssertionError, match="still holds"):
        JOBS["erase"].look(erased, b"erased")
    keyed = tmp_path / "keyed"
    keyed.mkdir()
    JOBS["rekey"].make(keyed)
    box = book.again(keyed / "a.bdk")
    box.close()
    file = keys.read_file(keyed / "a.bdk")
    keys.write_file(keyed / "a.bdk", keys.KeyFile(file.store_id, file.check, ()))
    with pytest.raises(AssertionError, match="no recovery key"):
        JOBS["rekey"].look(keyed, b"")


def in_a_fork(folder: Path, run: Callable[[], None]) -> str:
    """Run in a fork and return the code of the StoreError that it met, "" where it met none."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = b"fault"
        try:
            run()
            code = b""
        except StoreError as fault:
            code = fault.code.encode()
        finally:
            os.write(writer, code)
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    said = os.read(reader, 64).decode()
    os.close(reader)
    return said


@pytest.mark.parametrize("name", ["backup", "restore", "upgrade", "rekey", "erase", "move"])
def test_a_full_disk_is_said_and_leaves_nothing_half_done(name: str, tmp_path: Path) -> None:
    job, saved = JOBS[name], tmp_path / "saved"
    saved.mkdir()
    job.make(saved)
    said = set()
    for limit in (20_000, 90_000, 250_000):
        folder = tmp_path / str(limit)
        shutil.copytree(saved, folder)
        told = tmp_path / f"told-{limit}"
        told.touch()

        def run(folder: Path = folder, limit: int = limit, told: Path = told) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            job.run(folder, os.open(told, os.O_WRONLY))

        code = in_a_fork(folder, run)
        said.add(code)
        assert code in {"", *FULL}, code
        job.look(folder, told.read_bytes())
    assert said & FULL, "no limit was felt"


@pytest.mark.parametrize("name", ["backup", "restore", "upgrade", "rekey", "move"])
def test_a_folder_that_cannot_be_written_is_said_and_changes_nothing(name: str, tmp_path: Path) -> None:
    job, folder = JOBS[name], tmp_path / "locked"
    folder.mkdir()
    job.make(folder)
    before = {place: place.read_bytes() for place in folder.rglob("*") if place.is_file()}
    tmp_path.chmod(0o755)
    for place in tmp_path.parents:  # whoever cannot write must still be able to come here
        if not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o055)
    folder.chmod(0o555)

    def run() -> None:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        job.run(folder, os.open(os.devnull, os.O_WRONLY))

    code = in_a_fork(folder, run)
    folder.chmod(0o755)
    assert code == engine.DiskFaultError.code
    assert {place: place.read_bytes() for place in folder.rglob("*") if place.is_file()} == before
    assert blobs.folder_of(folder / "a.bdk").is_dir() or name == "upgrade"
