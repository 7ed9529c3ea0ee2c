"""Kill, full disk, damage: nothing that was told is lost, nothing is half done, and it is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bandingdesk.ops import Subject
from bandingdesk.store import blobs, engine, log, replay, store, verify
from tests.support import notebook as book

SEED = int(os.environ.get("BANDINGDESK_SEED", "20261123"))
KILLS = int(os.environ.get("BANDINGDESK_KILLS", "40"))
PAGES = int(os.environ.get("BANDINGDESK_FULL_PAGES", "80"))
CASE = Subject("case", "c1")
PAGE = 4096


@pytest.mark.timeout(120 + KILLS)
def test_kill_9_at_random_moments_loses_nothing_that_was_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.support.killing", str(tmp_path), str(KILLS), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100 + KILLS, check=False)
    assert done.returncode == 0, f"seed {SEED}\n{done.stderr}"
    found = json.loads(done.stdout)
    assert found["kills"] == KILLS
    assert found["found"] >= found["told"] > KILLS // 2, f"seed {SEED}: {found}"


def test_a_full_disk_at_every_page_leaves_whole_acts_and_a_store_that_goes_on(tmp_path: Path) -> None:
    first = tmp_path / "first.bdk"
    box = book.new(first)
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    refused = 0
    for more in range(PAGES):
        path = _copy(first, tmp_path / f"{more}.bdk")
        box = book.again(path)
        raw = log.driver(box._writing_conn)
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages + more}")
        told = 0
        with pytest.raises(engine.DiskFullError):
            for number in range(100):
                book.write_note(box, "c1", f"{number} " + "x" * 900)
                told += 1
        refused += 1
        _is_whole(box, told)
        raw.execute("PRAGMA max_page_count = 1073741823")
        book.write_note(box, "c1", "space again")
        _is_whole(box, told + 1)
        box.close()
    assert refused == PAGES


def test_a_full_disk_while_a_store_is_made_leaves_nothing_behind(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys; from pathlib import Path; from tests.support import notebook as book;"
        "from bandingdesk.errors import StoreError;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))\n"
        "try:\n    book.new(Path(sys.argv[1]) / 'a.bdk')\n"
        "except StoreError as error:\n    print(error.code)"
    )
    for limit in (4096, 40_000, 90_000):
        folder = tmp_path / str(limit)
        folder.mkdir()
        command = [sys.executable, "-c", script, str(folder), str(limit)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.stdout.strip() in {engine.DiskFullError.code, engine.DiskFaultError.code}, done.stderr
        assert [path.name for path in folder.iterdir() if path.name != "a.bdk.key"] == []


def test_a_limit_of_the_files_size_is_survived(tmp_path: Path) -> None:
    """RLIMIT_FSIZE cuts writes short in the middle of a page, as a full quota does. No root needed."""
    path = tmp_path / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    command = [sys.executable, "-m", "tests.support.narrowing", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["limits"] == found["refused"] == found["went_on"] == 77


def test_a_cut_off_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    box = book.new(path)
    with box.act() as act:
        act.record(*(book.opened(f"c{n}") for n in range(200)))
    box.close()
    whole = path.read_bytes()
    for keep in (PAGE, 2 * PAGE, len(whole) // 2, len(whole) - PAGE, len(whole) - 1):
        path.write_bytes(whole[:keep])
        with pytest.raises(engine.DamagedStoreError):
            _contents(path)


def test_a_lost_file_of_evidence_is_found_by_its_hash_alone(tmp_path: Path) -> None:
    box = book.new(tmp_path / "a.bdk")
    blob = blobs.put(box, "c1", b"letter")
    shutil.rmtree(blobs.folder_of(box.path))
    with pytest.raises(blobs.BlobMissingError):
        blobs.get(box, "c1", blob.sha256)
    assert blobs.put(box, "c1", b"letter") == blob  # and can be put back
    assert blobs.get(box, "c1", blob.sha256) == b"letter"
    box.close()


def _copy(first: Path, path: Path) -> Path:
    shutil.copy(first, path)
    shutil.copy(f"{first}.key", f"{path}.key")
    return path


def _is_whole(box: store.Store, notes: int) -> None:
    assert len(box.load(CASE).notes) == notes
    with box.read() as conn:
        found = verify.verify(conn)
        assert found.ok, found.first_bad
        assert found.entries == notes + 1
        assert replay.differing(conn, box.registry) == []
        assert conn.exec_driver_sql("SELECT count(*) FROM note_row").scalar_one() == notes


def _contents(path: Path) -> list[object]:
    with store.look(path, book.KEY) as conn:
        found = verify.verify(conn)
        assert found.ok, found.first_bad
        raw = log.driver(conn)
        names = ("op", "payload", "chain", "head", "outbox", "reference", "case_row", "note_row")
        return [raw.execute(f"SELECT * FROM {name}").fetchall() for name in names]
