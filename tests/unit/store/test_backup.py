from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backends.fail
import pytest

from bandingdesk import seams
from bandingdesk.ops import Subject
from bandingdesk.store import (
    backup,
    blobs,
    engine,
    erasure,
    keys,
    log,
    restore,
    running,
    sealed_copy,
    sealing,
    snapshot,
    store,
    verify,
)
from bandingdesk.store.registry import Erasure
from tests.support import keyrings
from tests.support import notebook as book
from tests.support.keyrings import InMemory

CASE = Subject("case", "c1")
WORDS = "three random words"
PAPER = bytes(range(256)) * 3000  # three chunks


@pytest.fixture(params=[None, book.KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    with keyrings.in_memory() as ring:
        yield ring


@pytest.fixture
def box(tmp_path: Path, key: bytes | None) -> store.Store:
    """An open store with a case, a paper and some notes."""
    box = book.new(tmp_path / "a.bdk", key=key)
    with box.act() as act:
        act.record(book.opened("c1"))
    book.keep_paper(box, "c1", PAPER)
    for number in range(40):
        book.write_note(box, "c1", f"{number} Testpupil Rowan-017 " + "x" * 400)
    return box


def made(box: store.Store, key: bytes | None, to: Path, **options: Any) -> backup.Backup:
    return backup.make(box.path, key, to, book.NOON, **options)


def restored(file: Path, key: bytes | None, to: Path, **options: Any) -> restore.Restored:
    secret = restore.Secret(key=key)
    return restore.restore(file, to, secret, book.NOON, seams.SystemIds(), new_passphrase=WORDS, **options)


def test_a_backup_is_sealed_and_comes_back_whole(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    done = made(box, key, tmp_path / "b.backup")
    assert (done.entries, done.payloads, done.files, done.missing, done.damaged) == (42, 42, 1, 0, 0)
    contents = done.path.read_bytes()
    assert contents.startswith(b"BANDINGDESK BACKUP 1\n")
    assert b"Testpupil" not in contents
    assert b"SQLite format 3" not in contents
    to = tmp_path / "elsewhere" / "c.bdk"
    back = restored(done.path, key, to)
    assert (back.entries, back.payloads, back.files, back.damaged) == (42, 42, 1, 0)
    assert back.store_id == box.store_id
    assert back.device_id != box.device_id
    copy = book.again(to, key=key)
    assert copy.device_id == back.device_id
    assert json.loads(copy.marks()[restore.RESTORED])["device"] == box.device_id
    assert blobs.get(copy, "c1", copy.load(CASE).notes[0]) == PAPER
    book.write_note(copy, "c1", "goes on")
    with copy.read() as conn:
        found = verify.verify(conn)
        assert (found.ok, [device.entries for device in found.devices]) in ((True, [1, 42]), (True, [42, 1]))
    copy.close()


def test_others_act_while_it_is_made_and_it_holds_one_moment(
    box: store.Store, key: bytes | None, tmp_path: Path
) -> None:
    other = book.again(box.path, key=key)
    count = 0

    def act(_done: int, _of: int) -> None:
        nonlocal count
        if count < 5:
            count += 1
            book.write_note(other, "c1", f"meanwhile {count}")

    done = made(box, key, tmp_path / "b.backup", progress=act)
    assert count == 5
    assert done.entries == 42
    with other.read() as conn:
        assert verify.verify(conn).entries == 47
    other.close()


def test_progress_goes_up_to_its_end(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    made(box, key, tmp_path / "b.backup", progress=lambda done, of: seen.append((done, of)))
    assert seen[-1][0] == seen[-1][1]
    assert len(seen) > 5


def test_stopped_it_leaves_nothing_and_the_older_one_stays(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "b.backup"
    made(box, key, file)
    before = file.read_bytes()
    for after in (1, 3, 6):
        left = iter([False] * after)
        with pytest.raises(snapshot.StoppedError):
            made(box, key, file, renew=True, cancelled=lambda left=left: next(left, True))  # type: ignore[misc]
        assert file.read_bytes() == before
    assert sorted(place.name for place in tmp_path.iterdir() if place.suffix in (".part", ".snapshot", ".old")) == []
    to = tmp_path / "c.bdk"
    with pytest.raises(snapshot.StoppedError):
        restored(file, key, to, cancelled=lambda: True)
    assert [place.name for place in tmp_path.glob("c.bdk*") if "lock-" not in place.name] == []


def test_every_cut_changed_or_swapped_backup_is_refused_and_nothing_is_written(
    box: store.Store, key: bytes | None, tmp_path: Path
) -> None:
    file = made(box, key, tmp_path / "b.backup").path
    whole = file.read_bytes()
    book.write_note(box, "c1", "later")
    other = made(box, key, tmp_path / "other.backup").path.read_bytes()
    head = 25 + int.from_bytes(whole[21:25], "big")
    chunk = sealing.CHUNK + sealing.TAG
    first, second = head + sealing.PREFIX, head + sealing.PREFIX + chunk
    spoilt = [
        whole[:-1], whole[:head], whole[: head + 4], whole[:23], whole + b"x",
        whole[:second] + other[second:],
        other[:head] + whole[head:],
        whole[:first] + whole[second : second + chunk] + whole[first:second] + whole[second + chunk :],
        *(
            whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            for at in (22, 40, head - 3, head, first + 9, len(whole) - 3)
        ),
    ]  # fmt: skip
    spoilt += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(25, head)
    ]  # every byte of the header
    to = tmp_path / "c.bdk"
    for contents in spoilt:
        file.write_bytes(contents)
        with pytest.raises((sealed_copy.BackupDamagedError, sealed_copy.BackupKeyError, engine.NewerStoreError)):
            restored(file, key, to)
        assert [place.name for place in tmp_path.glob("c.bdk*") if "lock-" not in place.name] == []
    file.write_bytes(b"a letter")
    with pytest.raises(sealed_copy.NotABackupError):
        restored(file, key, to)
    file.write_bytes(whole)
    assert restored(file, key, to).entries == 42


def test_a_backup_of_another_store_or_of_a_newer_version_is_told(tmp_path: Path) -> None:
    one, two = book.new(tmp_path / "a.bdk"), book.new(tmp_path / "b.bdk", seed=2, key=bytes(32))
    file = made(one, book.KEY, tmp_path / "a.backup").path
    with pytest.raises(sealed_copy.BackupKeyError):
        restored(file, bytes(32), tmp_path / "c.bdk")
    with pytest.raises(backup.OtherBackupError):
        made(two, bytes(32), file, renew=True)
    text = file.read_bytes().replace(b'"epoch": 2', b'"epoch": 9')
    file.write_bytes(text)
    with pytest.raises(engine.NewerStoreError):
        restored(file, book.KEY, tmp_path / "c.bdk")


def test_what_is_missing_or_damaged_beside_the_store_is_told_and_left_out(
    box: store.Store, key: bytes | None, tmp_path: Path
) -> None:
    sha = box.load(CASE).notes[0]
    place = blobs.place_of(box.path, "c1", sha)
    whole = place.read_bytes()
    place.write_bytes(whole[:-1])
    assert made(box, key, tmp_path / "1.backup")[6:] == (0, 0, 1)
    place.unlink()
    assert made(box, key, tmp_path / "2.backup")[6:] == (0, 1, 0)
    with box.jot() as conn:
        erasure.carry_out(log.driver(conn), Erasure("a rule", "c2", (), book.NOON), "an op")
    place.write_bytes(whole)
    assert made(box, key, tmp_path / "3.backup")[6:] == (1, 0, 0)


def test_a_damaged_record_makes_no_backup_and_the_older_one_stays(
    box: store.Store, key: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "b.backup"
    made(box, key, file)
    before = file.read_bytes()
    with box.jot() as conn:
        conn.exec_driver_sql("DROP TRIGGER op_stays")
        conn.exec_driver_sql("UPDATE op SET actor = 'another' WHERE seq = 3")
    with pytest.raises(snapshot.RecordUnfitError):
        made(box, key, file, renew=True)
    assert file.read_bytes() == before


def test_a_renewed_backup_leaves_the_head_of_the_old_one_nowhere(
    box: store.Store, key: bytes | None, tmp_path: Path
) -> None:
    file = tmp_path / "b.backup"
    made(box, key, file)
    header = json.loads(file.read_bytes()[25 : 25 + int.from_bytes(file.read_bytes()[21:25], "big")])
    made(box, key, file, renew=True)
    assert not any(header["wrapped"].encode() in place.read_bytes() for place in tmp_path.iterdir() if place.is_file())


def test_one_backup_at_a_time(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    with running.holding(box.path, "backup"), pytest.raises(running.StoreAtWorkError):
        made(box, key, tmp_path / "b.backup")


def test_a_restore_writes_over_nothing(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    file = made(box, key, tmp_path / "b.backup").path
    for tail, error in (("", engine.StoreExistsError), (".key", keys.KeyFileStandsError)):
        to = tmp_path / f"new{tail[1:]}.bdk"
        to.with_name(to.name + tail).write_bytes(b"somebody's")
        with pytest.raises(error):
            restored(file, key, to)
        assert to.with_name(to.name + tail).read_bytes() == b"somebody's"
    to = tmp_path / "files.bdk"
    blobs.folder_of(to).mkdir()
    with pytest.raises(engine.StoreExistsError):
        restored(file, key, to)


def test_by_the_keyring_the_copy_has_an_entry_of_its_own(tmp_path: Path, ring: InMemory) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path)
    box = book.new(path, key=new.key)
    with box.act() as act:
        act.record(book.opened("c1"))
    file = made(box, new.key, tmp_path / "b.backup").path
    box.close()
    secret, to = restore.Secret(), tmp_path / "c.bdk"
    restore.restore(file, to, secret, book.NOON, seams.SystemIds())
    assert keys.unlock(to) == keys.unlock(path) == new.key
    assert len(ring.entries) == 2
    keys.forget(new.store_id)
    by_hand = restore.Secret(recovery=new.recovery)
    restore.restore(file, tmp_path / "d.bdk", by_hand, book.NOON, seams.SystemIds())
    assert keys.unlock(tmp_path / "d.bdk", recovery=new.recovery) == new.key
    with pytest.raises(keys.KeyNotKeptError):  # the lost entry is said, and nothing was written
        restore.restore(file, tmp_path / "e.bdk", restore.Secret(), book.NOON, seams.SystemIds())
    assert list(tmp_path.glob("e.bdk*")) == []


def test_without_a_keyring_the_copy_needs_a_passphrase(tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    box = book.new(tmp_path / "a.bdk")
    file = made(box, book.KEY, tmp_path / "b.backup").path
    with pytest.raises(keys.NoKeyringError):
        restore.restore(file, tmp_path / "c.bdk", restore.Secret(key=book.KEY), book.NOON, seams.SystemIds())
    keyring.set_keyring(before)
    assert [place.name for place in tmp_path.glob("c.bdk*") if "lock-" not in place.name] == []


@pytest.mark.parametrize("name", ["../a", "/etc/a", "files/../../a", "files/ab/" + "a" * 64, "store.db/x", "files/aa"])
def test_an_archive_with_a_name_that_is_not_ours_is_refused(name: str, tmp_path: Path) -> None:
    made_up, out = tmp_path / "x", io.BytesIO()
    made_up.write_bytes(b"contents")
    header = sealed_copy.Header("id", "store", 2, 0, 0, 0, "", None)
    secret = bytes(32)
    list(sealed_copy.write(out, sealed_copy.wrap(header, secret, None), secret, [sealed_copy.Member(name, made_up)]))
    file = tmp_path / "b.backup"
    file.write_bytes(out.getvalue())
    with pytest.raises(sealed_copy.BackupDamagedError):
        restored(file, None, tmp_path / "deep" / "c.bdk")
    assert not (tmp_path / "a").exists()


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("store.db")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    archive = io.BytesIO(info.tobuf() + bytes(1024))
    sealed = io.BytesIO(b"".join(sealing.seal(bytes(32), archive, b"")))
    with pytest.raises(sealed_copy.BackupDamagedError):
        list(sealed_copy.members(sealed, bytes(32), b"", tmp_path))


def test_the_disk_is_left_as_it_was(box: store.Store, key: bytes | None, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    made(box, key, folder / "b.backup")
    assert [place.name for place in folder.iterdir()] == ["b.backup"]
    box.close()
    shutil.rmtree(folder)
    names = {place.name for place in tmp_path.iterdir()}
    assert not {name for name in names if name.endswith((".part", ".snapshot", "-wal", "-shm"))}
