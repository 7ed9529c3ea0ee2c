from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
import sqlcipher3

from bandingdesk import seams
from bandingdesk.ops import Subject
from bandingdesk.store import drives, engine, keys, log, running, store, verify
from tests.support import notebook as book


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with one case."""
    place = tmp_path / "a.bdk"
    box = book.new(place)
    with box.act() as act:
        act.record(book.opened("c1", name="Testpupil Rowan-017"))
    box.close()
    return place


def test_the_file_tells_nothing(path: Path) -> None:
    contents = path.read_bytes()
    assert not contents.startswith(b"SQLite format 3")
    assert b"Testpupil" not in contents
    assert b"case_row" not in contents


def test_a_wrong_key_is_told_from_damage(path: Path) -> None:
    with pytest.raises(engine.WrongKeyError):
        book.again(path, key=bytes(32))
    damaged = bytearray(path.read_bytes())
    damaged[100] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(engine.DamagedStoreError):
        book.again(path)


def test_without_the_key_it_does_not_open(path: Path) -> None:
    with pytest.raises(engine.EncryptionDiffersError):
        book.again(path, key=None)
    with pytest.raises(ValueError, match="plain"):
        store.open_store(path, None, book.registry(), clock=seams.SystemClock(), ids=seams.SystemIds())


def test_a_plain_store_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    place = tmp_path / "plain.bdk"
    book.new(place, key=None).close()
    assert place.read_bytes().startswith(b"SQLite format 3")
    with pytest.raises(engine.EncryptionDiffersError):
        book.again(place)
    box = book.again(place, key=None)
    assert not box.is_encrypted
    box.close()


@pytest.mark.parametrize("contents", [b"", b"short", b"a letter to the council, not a store\n" * 300])
def test_another_file_is_refused_and_left_alone(tmp_path: Path, contents: bytes) -> None:
    place = tmp_path / "other.bdk"
    place.write_bytes(contents)
    with pytest.raises((engine.NotAStoreError, engine.WrongKeyError)):
        book.again(place)
    assert place.read_bytes() == contents


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "other.bdk"
    raw = sqlcipher3.dbapi2.connect(str(place))
    raw.execute("CREATE TABLE t (a)")
    raw.close()
    with pytest.raises(engine.NotAStoreError):
        book.again(place, key=None)


def test_a_missing_store_is_said_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(engine.StoreMissingError):
        book.again(tmp_path / "none.bdk")
    assert list(tmp_path.glob("none*")) == []


def test_an_existing_file_is_not_replaced(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(engine.StoreExistsError):
        book.new(path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_version_is_refused_unchanged(path: Path) -> None:
    box = book.again(path)
    with box.jot() as conn:
        conn.exec_driver_sql("PRAGMA user_version = 99")
    box.close()
    before = path.read_bytes()
    with pytest.raises(engine.NewerStoreError) as caught:
        book.again(path)
    assert caught.value.fields["epoch"] == 99
    assert path.read_bytes() == before


def test_an_op_of_a_newer_version_is_refused_at_replay(path: Path) -> None:
    known = book.registry()
    less = {name: kind for name, kind in known.kinds.items() if name != "case.opened"}
    with pytest.raises(log.UnknownKindError) as caught:
        book.again(path, with_registry=book.registry(version=2, kinds=less))
    assert caught.value.fields["kind"] == "case.opened"
    box = book.again(path)  # nothing was half rebuilt
    assert box.find(Subject("case", "c1")).name == "Testpupil Rowan-017"
    box.close()


def test_pragmas_are_read_back(path: Path) -> None:
    box = book.again(path)
    with box.read() as conn:
        found = engine.read_pragmas(conn)
    box.close()
    assert {name: found[name] for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")} == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_a_setting_that_does_not_hold_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # WAL can't be left while another window has the file open, so the wish for DELETE reads back as wal.
    box = book.again(path)
    wanted = {**engine.pragmas(reading=False), "application_id": 1}
    monkeypatch.setattr(engine, "pragmas", lambda *, reading, single=False: {**wanted, "page_size": 512})
    with pytest.raises(engine.SettingsRefusedError) as caught:
        book.again(path)
    assert caught.value.fields["setting"] == "page_size"
    box.close()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 52, 0)])
def test_an_sqlite_with_the_reset_race_is_refused(version: tuple[int, int, int]) -> None:
    with pytest.raises(engine.SettingsRefusedError):
        engine.check_version(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4)])
def test_a_sound_sqlite_is_taken(version: tuple[int, int, int]) -> None:
    engine.check_version(version)


def test_a_store_held_by_another_program_is_said(path: Path) -> None:
    box = book.again(path, busy_ms=20)
    raw = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{book.KEY.hex()}'\"")
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(engine.StoreLockedError), box.act() as act:
        act.record(book.opened("c2"))
    raw.execute("ROLLBACK")
    raw.close()
    with box.act() as act:
        act.record(book.opened("c2"))
    box.close()


def test_after_an_unclean_stop_every_page_is_read(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    marker = running.Running(path)
    marker.begin()
    left = next(path.parent.glob("*.open-*"))
    copy = left.read_bytes()
    marker.end()
    assert not running.Running(path).stopped_uncleanly()
    left.write_bytes(copy)  # as a killed process leaves it: there, and held by nobody
    damaged = bytearray(path.read_bytes())
    damaged[-200] ^= 1  # in the last page
    whole = path.read_bytes()
    path.write_bytes(damaged)
    with pytest.raises(engine.DamagedStoreError):
        book.again(path)
    path.write_bytes(whole)
    box = book.again(path)
    with box.read() as conn:
        assert verify.verify(conn).ok
    box.close()
    assert list(path.parent.glob("*.open-*")) == []
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_an_open_window_is_no_unclean_stop(path: Path) -> None:
    one = book.again(path)
    assert not running.Running(path).stopped_uncleanly()
    two = book.again(path)
    one.close()
    assert not running.Running(path).stopped_uncleanly()
    two.close()


def test_an_unsafe_drive_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    far = drives.Verdict(False, "network", "This place is a network drive (cifs).")
    place = tmp_path / "share" / "a.bdk"
    with pytest.raises(drives.UnsafeDriveError):
        store.create_store(
            place,
            book.KEY,
            book.registry(),
            clock=seams.SystemClock(),
            ids=seams.SystemIds(),
            verdict=lambda _path: far,
        )
    assert list(tmp_path.glob("share*")) == []


def test_a_copy_elsewhere_opens_with_its_key_file(path: Path, tmp_path: Path) -> None:
    away = tmp_path / "away"
    away.mkdir()
    for name in (path.name, keys.file_of(path).name):
        shutil.copy(path.parent / name, away / name)
    box = book.again(away / path.name)
    assert box.find(Subject("case", "c1")) is not None
    box.close()
