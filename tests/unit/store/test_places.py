"""A store on a drive where it can't live: the three ways on, and one person at a time."""

from __future__ import annotations

import json
import os
import socket
import threading
from pathlib import Path

import pytest

from bandingdesk.ops import Subject
from bandingdesk.store import blobs, drives, engine, keys, moving, running, single, snapshot, store, verify
from tests.support import notebook as book

CASE = Subject("case", "c1")


@pytest.fixture(params=[None, book.KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: bytes | None) -> Path:
    """A closed store with one case and one file, on what stands for a share."""
    place = tmp_path / "share" / "a.bdk"
    place.parent.mkdir()
    box = book.new(place, key=key)
    with box.act() as act:
        act.record(book.opened("c1"))
    book.keep_paper(box, "c1", b"a paper")
    box.close()
    return place


def on_share(place: Path) -> drives.Verdict:
    is_share = "share" in place.parts
    return drives.Verdict(not is_share, "network" if is_share else "local", "")


def test_the_refusal_names_the_three_ways_on(path: Path, key: bytes | None) -> None:
    with pytest.raises(drives.UnsafeDriveError) as refused:
        book.again(path, key=key, verdict=on_share)
    do = refused.value.sentences()[2]
    assert [words in do for words in ("store move", "store copy", "store init URL")] == [True] * 3


def test_a_moved_store_goes_on_at_its_new_place_and_the_old_one_says_where(
    path: Path, key: bytes | None, tmp_path: Path
) -> None:
    to = tmp_path / "local" / "b.bdk"
    before = path.read_bytes()
    done = moving.move(path, key, to, book.NOON, verdict=on_share)
    assert (done.entries, done.files, done.damaged) == (2, 1, 0)
    assert path.read_bytes() == before
    with pytest.raises(drives.StoreMovedError) as moved:
        book.again(path, key=key)
    assert str(to) in moved.value.text()
    box = book.again(to, key=key, verdict=on_share)
    book.write_note(box, "c1", "goes on")
    with box.read() as conn:
        assert (verify.verify(conn).ok, len(verify.verify(conn).devices)) == (True, 1)  # the same device
    assert blobs.get(box, "c1", box.load(CASE).notes[0]) == b"a paper"
    box.close()
    assert sorted(place.name for place in to.parent.iterdir() if "lock-" not in place.name) == sorted(
        ["b.bdk", "b.bdk.files"] + (["b.bdk.key"] if key else [])
    )


def test_a_copy_that_is_only_read_refuses_every_act(path: Path, key: bytes | None, tmp_path: Path) -> None:
    to = tmp_path / "local" / "b.bdk"
    moving.copy_to_read(path, key, to, book.NOON, verdict=on_share)
    box = book.again(to, key=key)
    assert len(box.load(CASE).notes) == 1
    with pytest.raises(store.ReadOnlyCopyError):
        book.write_note(box, "c1", "no")
    with pytest.raises(store.ReadOnlyCopyError), box.jot():
        pass
    box.close()
    box = book.again(path, key=key)  # the store itself goes on
    book.write_note(box, "c1", "yes")
    box.close()


def test_nothing_is_moved_over_something_or_while_a_window_is_open(
    path: Path, key: bytes | None, tmp_path: Path
) -> None:
    to = tmp_path / "local" / "b.bdk"
    to.parent.mkdir()
    to.write_bytes(b"a letter")
    with pytest.raises(engine.StoreExistsError):
        moving.move(path, key, to, book.NOON, verdict=on_share)
    assert to.read_bytes() == b"a letter"
    box = book.again(path, key=key)
    with pytest.raises(running.StoreInUseError):
        moving.move(path, key, tmp_path / "c.bdk", book.NOON, verdict=on_share)
    box.close()
    with pytest.raises(drives.UnsafeDriveError):
        moving.move(path, key, path.parent / "d.bdk", book.NOON, verdict=on_share)
    with pytest.raises(engine.StoreMissingError):
        moving.move(tmp_path / "none.bdk", key, tmp_path / "c.bdk", book.NOON, verdict=on_share)


def test_a_damaged_store_is_not_moved(path: Path, key: bytes | None, tmp_path: Path) -> None:
    spoilt = bytearray(path.read_bytes())
    spoilt[8192:8300] = bytes(108)
    path.write_bytes(spoilt)
    with pytest.raises((engine.DamagedStoreError, snapshot.RecordUnfitError)):
        moving.move(path, key, tmp_path / "local" / "b.bdk", book.NOON, verdict=on_share)
    assert list((tmp_path / "local").glob("b.bdk*")) == []
    assert drives.read_note(path, drives.MOVED) is None


# One person at a time


@pytest.fixture
def alone(path: Path) -> Path:
    drives.write_note(path, drives.SINGLE, {"since": "now"})
    return path


def test_one_person_at_a_time_with_settings_that_are_read_back(alone: Path, key: bytes | None) -> None:
    box = book.again(alone, key=key, verdict=on_share)
    with box.read() as conn:
        found = engine.read_pragmas(conn)
        assert (found["journal_mode"], found["synchronous"], found["locking_mode"]) == ("delete", 3, "exclusive")
    words = json.loads((alone.parent / "a.bdk.in-use").read_text(encoding="utf-8"))
    assert (words["host"], words["pid"]) == (socket.gethostname(), os.getpid())
    assert set(words) == {"host", "pid", "user"}
    with pytest.raises(single.InUseElsewhereError) as refused:
        book.again(alone, key=key, verdict=on_share)
    assert socket.gethostname() in refused.value.text()
    box.close()
    assert not (alone.parent / "a.bdk.in-use").exists()
    assert not list(alone.parent.glob("a.bdk-*"))  # no log, no shared memory
    book.again(alone, key=key, verdict=on_share).close()


def test_acts_reads_and_threads_share_the_one_connection(alone: Path, key: bytes | None) -> None:
    box = book.again(alone, key=key, verdict=on_share)
    faults: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(40):
                with box.read() as conn:
                    notes = conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one()
                    assert notes >= 2
                box.load(CASE)
        except BaseException as fault:  # noqa: BLE001  it is told below
            faults.append(fault)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        with box.act() as act:
            case = act.load(CASE)
            with box.read() as conn:  # a read inside an own act
                conn.exec_driver_sql("SELECT 1")
            act.record(book.noted("c1", case.head, str(number)))
        assert box.news() is None
    for thread in threads:
        thread.join()
    assert faults == []
    with box.read() as conn:
        assert verify.verify(conn).entries == 22
    box.close()


def test_a_lock_file_of_a_program_that_stopped_here_is_taken_over(alone: Path) -> None:
    lock = alone.parent / "a.bdk.in-use"
    lock.write_text(json.dumps({"host": socket.gethostname(), "pid": 7, "user": "sam"}), encoding="utf-8")
    held = single.SingleLock(alone, is_alive=lambda pid: False)
    held.take()
    held.give_back()
    assert not lock.exists()


@pytest.mark.parametrize(
    "words", ['{"host": "another", "pid": 7, "user": "sam"}', "", "[]", '{"host": "another"}'], ids=str
)
def test_a_lock_file_of_another_computer_stays(alone: Path, words: str, key: bytes | None) -> None:
    lock = alone.parent / "a.bdk.in-use"
    lock.write_text(words, encoding="utf-8")
    before = alone.read_bytes()
    with pytest.raises(single.InUseElsewhereError):
        book.again(alone, key=key, verdict=on_share)
    assert lock.read_text(encoding="utf-8") == words
    assert alone.read_bytes() == before


def test_without_the_note_the_drive_is_refused(alone: Path, key: bytes | None) -> None:
    drives.note_of(alone, drives.SINGLE).unlink()
    with pytest.raises(drives.UnsafeDriveError):
        book.again(alone, key=key, verdict=on_share)
    assert keys.file_of(alone).exists() is (key is not None)
