"""What is no whole bundle of this council is refused by the name of its file, and harms nothing."""

from __future__ import annotations

import json
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bandingdesk.casework.ops import CaseAssigned, EvidenceAdded
from bandingdesk.ops import Subject
from bandingdesk.store import blobs, log, verify
from bandingdesk.store.running import StoreAtWorkError, holding
from bandingdesk.sync.folder import place, result, run
from tests.support import folders
from tests.support.folders import Laptop

K1, K2 = Subject("case", "k1"), Subject("case", "k2")


def assign(laptop: Laptop, case: Subject = K1, to: str = "p-one") -> str:
    return laptop.put("case.assigned", case, CaseAssigned(to))


def bundles(laptop: Laptop) -> list[Path]:
    return place.listed(laptop.where / laptop.store.device_id, place.BUNDLE)


def reasons(laptop: Laptop) -> dict[str, str]:
    return {Path(one.name).name: one.why for one in laptop.sync().refused}


def test_a_cut_file_is_refused_until_it_is_whole(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    assign(bee)
    bee.sync()
    whole = bundles(bee)[-1]
    data = whole.read_bytes()
    before = cee.whole()
    for size in (0, 30, len(data) // 2, len(data) - 1):
        whole.write_bytes(data[:size])
        assert whole.name in reasons(cee)
        assert cee.whole() == before
    whole.write_bytes(data)
    left = cee.desk().folders.left()
    assert [(Path(one.name).name, one.why) for one in left] == [(whole.name, result.REASONS["signature"])]
    assert cee.sync().taken == 1
    assert cee.desk().folders.left() == ()
    assert cee.whole() == bee.whole()


def test_a_changed_file_is_refused(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    assign(bee)
    bee.sync()
    whole = bundles(bee)[-1]
    data = bytearray(whole.read_bytes())
    data[len(data) // 2] ^= 1
    whole.write_bytes(bytes(data))
    assert reasons(cee) == {whole.name: "signature"}
    cee.check()


def test_two_swapped_files_are_refused(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    assign(bee)
    bee.sync()
    assign(bee, K2)
    bee.sync()
    one, two = bundles(bee)[-2:]
    held = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(held)
    assert reasons(cee) == {one.name: "replayed", two.name: "replayed"}
    shutil.copy(bundles(bee)[-1], cee.where / cee.store.device_id / "00000009.bundle")
    assert reasons(cee)["00000009.bundle"] == "swapped"


def test_a_replayed_file_is_refused_and_a_cloud_clients_copy_is_known(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    first = bundles(office)[0]
    shutil.copy(first, first.with_name("00000077.bundle"))
    shutil.copy(first, first.with_name("00000001 (1).bundle"))
    shutil.copy(first, first.with_name("00000001-PC's conflicted copy.bundle"))
    assert reasons(cee) == {"00000077.bundle": "replayed"}
    assign(bee)
    bee.sync()
    last = bundles(bee)[-1]
    last.rename(last.with_name(f"{last.stem} (2).bundle"))  # the only one there is
    assert cee.sync().taken == 1


def test_a_file_of_another_council_is_refused(laptops: list[Laptop], tmp_path: Path) -> None:
    _, bee, _ = laptops
    other = folders.first(tmp_path / "other", tmp_path / "other-share", seed=99)
    folders.begin(other)
    theirs = bundles(other)[0]
    target = bee.where / other.store.device_id
    target.mkdir()
    shutil.copy(theirs, target)
    assert reasons(bee) == {theirs.name: "foreign"}
    with other, pytest.raises(run.OtherCouncilError):
        run.sync(other.store, bee.where)
    other.close()


def test_what_is_no_bundle_at_all_is_refused(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    folder = bee.where / bee.store.device_id
    (folder / "00000050.bundle").write_bytes(b"not a bundle")
    (folder / "00000051.bundle").write_bytes(b"")
    (folder / ".00000052.bundle.part").write_bytes(b"half")
    (bee.where / "notes.txt").write_text("for people")
    assert reasons(cee) == {"00000050.bundle": "no_bundle", "00000051.bundle": "no_bundle"}


def test_a_bundle_waits_for_what_it_stands_on_and_says_for_which(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    assign(bee)
    bee.sync()
    cee.sync()
    assign(cee, to="p-two")
    cee.sync()
    missing = bundles(bee)[-1]
    away = missing.rename(missing.with_suffix(".away"))
    (waits,) = office.sync().waiting
    assert (waits.device, waits.what, waits.for_device) == ("Cee", "bundle", "Bee")
    assert waits.for_number == place.number_of(missing)
    away.rename(missing)
    result = office.sync()
    assert (result.taken, result.waiting) == (2, ())
    assert office.whole() == cee.whole()


def test_a_gap_in_the_numbers_waits(laptops: list[Laptop]) -> None:
    _, bee, cee = laptops
    for case in (K1, K2):
        assign(bee, case)
        bee.sync()
    gone = bundles(bee)[-2]
    gone.unlink()
    (waits,) = cee.sync().waiting
    assert (waits.device, waits.for_device, waits.for_number) == ("Bee", "Bee", place.number_of(gone))


def test_two_bundles_of_one_number_show_a_copied_laptop(laptops: list[Laptop], tmp_path: Path) -> None:
    office, bee, cee = laptops
    shutil.copytree(bee.where, tmp_path / "elsewhere")
    shutil.copy(bee.store.path, tmp_path / "copied.desk")
    copied = again(bee, tmp_path / "copied.desk")
    copied.where = tmp_path / "elsewhere"
    assign(bee)
    assign(copied, K2)
    bee.sync()
    copied.sync()
    cee.sync()  # before the other one comes
    other = bundles(copied)[-1]
    name = f"{other.stem} (1).bundle"
    shutil.copy(other, bee.where / bee.store.device_id / name)
    assert reasons(office) == {other.name: "two", name: "two"}  # it takes neither
    assert reasons(cee) == {name: "two"}
    for laptop in (office, cee):
        laptop.check()
    copied.close()


def test_a_laptop_restored_from_a_backup_takes_back_what_it_had_sent(laptops: list[Laptop], tmp_path: Path) -> None:
    _, bee, cee = laptops
    backup = tmp_path / "backup.desk"
    with bee.store.read() as conn:
        log.driver(conn).execute("SELECT 1")
    shutil.copy(bee.store.path, backup)
    assign(bee)
    bee.sync()
    expected = bee.whole()
    restored = again(bee, backup)
    assert restored.sync().taken == 1
    assert restored.whole() == expected
    assign(restored, K2)
    restored.sync()
    cee.sync()
    assert cee.whole() == restored.whole()
    restored.close()


def test_a_copied_laptop_that_went_on_apart_is_stopped(laptops: list[Laptop], tmp_path: Path) -> None:
    _, bee, cee = laptops
    backup = tmp_path / "backup.desk"
    shutil.copy(bee.store.path, backup)
    copied = again(bee, backup)
    assign(bee)
    bee.sync()
    assign(copied, K2)
    with pytest.raises(place.DeviceTwiceError):
        copied.sync()
    cee.sync()
    assert cee.whole() == bee.whole()
    copied.check()
    copied.close()


def again(laptop: Laptop, path: Path) -> Laptop:
    from bandingdesk.store import folds
    from bandingdesk.store.store import open_store

    store = open_store(
        path, None, folds.registry(), clock=laptop.store.clock, ids=laptop.store.ids, person=laptop.me, plain=True
    )
    found = Laptop(store, laptop.where, laptop.me)
    found.ring = laptop.ring
    return found


def test_a_folder_that_is_away_or_no_folder_is_named(laptops: list[Laptop]) -> None:
    _, bee, _ = laptops
    assign(bee)
    before = bee.whole()
    with bee, pytest.raises(place.FolderMissingError) as caught:
        run.sync(bee.store, bee.where / "away")
    assert caught.value.fields["path"].endswith("away")  # type: ignore[attr-defined]
    own = bee.where / bee.store.device_id
    own.rename(bee.where / "kept")
    own.write_bytes(b"a file in the way")
    with pytest.raises(place.FolderFaultError):
        bee.sync()
    own.unlink()
    (bee.where / "kept").rename(own)
    assert bee.whole() == before
    assert bee.sync().sent == 1


def in_a_fork(what: Callable[[], None]) -> str:
    """Return the name of the error that WHAT raises in a process of its own, "" where it raises none."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            what()
            os.write(writer, b"none")
        except BaseException as error:  # noqa: BLE001  the name is what the test compares
            os.write(writer, type(error).__name__.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    said = os.read(reader, 100).decode()
    os.close(reader)
    return said


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    folder.chmod(0o555)
    tmp_path.chmod(0o755)

    def write() -> None:
        os.chdir(folder)
        if os.getuid() == 0:
            os.setuid(65534)
        place.write(Path(), "x.bundle", [b"x"])

    assert in_a_fork(write) == "FolderReadOnlyError"


def test_a_full_folder_is_named_and_nothing_half_written_stays(tmp_path: Path) -> None:
    def write() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        place.write(tmp_path, "00000001.bundle", [bytes(900), bytes(900)])

    assert in_a_fork(write) == "FolderFullError"
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_stops_the_sending_alone(laptops: list[Laptop], monkeypatch: pytest.MonkeyPatch) -> None:
    office, bee, _ = laptops
    assign(office, K2, "p-two")
    office.put("case.assigned", K2, CaseAssigned("p-one"), by="p-one")
    office.sync()
    assign(bee)

    with monkeypatch.context() as patched:
        patched.setattr(place, "write", raising(place.FolderFullError(path="share")))
        with pytest.raises(place.FolderFullError):
            bee.sync()
    assert bee.store.marks()["sync.end"] == "SY-63"
    assert bee.sync().sent == 1
    assert bee.store.marks()["sync.end"] == ""


def test_a_bundle_never_mixes_what_was_recorded_before_and_after_something_came(
    laptops: list[Laptop], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, bee, cee = laptops
    assign(bee)
    assign(cee, K2)
    cee.sync()
    with monkeypatch.context() as patched:
        patched.setattr(place, "write", raising(place.FolderFullError(path="share")))
        with pytest.raises(place.FolderFullError):
            bee.sync()  # it has read Cee's bundle and could not send its own
    assign(bee, K2)
    assert bee.sync().sent == 2
    with bee.store.read() as conn:
        rows = (
            log.driver(conn)
            .execute("SELECT after FROM bundle WHERE device_id = ? ORDER BY number DESC", (bee.store.device_id,))
            .fetchall()
        )
    knew_later, knew_first = (json.loads(row[0]).get(cee.store.device_id, 0) for row in rows[:2])
    assert (knew_first, knew_later) == (0, 1)
    office.sync()
    assert office.whole() == bee.whole()


def raising(error: Exception) -> Callable[..., None]:
    def raise_it(*_: object, **__: object) -> None:
        raise error

    return raise_it


def test_one_window_syncs_at_a_time(laptops: list[Laptop]) -> None:
    _, bee, _ = laptops
    with holding(bee.store.path, run.LOCK), pytest.raises(StoreAtWorkError):
        bee.sync()


def test_a_paper_arrives_with_the_op_that_names_it(laptops: list[Laptop]) -> None:
    office, bee, cee = laptops
    contents = bytes(range(256)) * 2500  # more than two chunks
    sha256 = add_paper(bee, contents)
    bee.sync()
    (sealed,) = place.listed(bee.where / bee.store.device_id / place.FILES, place.FILE)
    data = sealed.read_bytes()
    assert contents[:300] not in data
    sealed.rename(sealed.with_suffix(".away"))
    (waits,) = office.sync().waiting
    assert (waits.device, waits.what) == ("Bee", "file")
    sealed.write_bytes(data[: len(data) // 2])
    result = office.sync()
    assert [one.why for one in result.refused] == ["file"]
    assert not blobs.has(office.store, "k1", sha256)
    sealed.write_bytes(data)
    assert office.sync().is_whole
    assert blobs.get(office.store, "k1", sha256) == contents
    assert cee.sync().taken == 1


def test_an_op_never_goes_before_its_paper(laptops: list[Laptop]) -> None:
    office, bee, _ = laptops
    sha256 = add_paper(bee, b"an invented page")
    kept = blobs.place_of(bee.store.path, "k1", sha256)
    kept.rename(kept.with_suffix(".away"))
    with pytest.raises(blobs.BlobMissingError):
        bee.sync()
    assert office.sync().taken == 0
    kept.with_suffix(".away").rename(kept)
    assert bee.sync().sent == 1
    office.sync()
    assert blobs.get(office.store, "k1", sha256) == b"an invented page"


def add_paper(laptop: Laptop, contents: bytes) -> str:
    blob = blobs.put(laptop.store, "k1", contents)
    paper = EvidenceAdded("k1", "Page", "A. Writer (invented)", "school", folders.TODAY, "setting",
                          blob.sha256, blob.size, "text/plain", 1)  # fmt: skip
    laptop.put("evidence.added", Subject("evidence", "e1"), paper)
    return blob.sha256


def test_the_record_verifies_only_with_the_ends_that_devices_signed(laptops: list[Laptop]) -> None:
    office, bee, _ = laptops
    assign(bee)
    bee.sync()
    office.sync()
    office.check()
    with office.store.jot() as conn:
        log.driver(conn).execute("DELETE FROM signature WHERE device_id = ?", (bee.store.device_id,))
    with office.store.read() as conn:
        found = verify.verify(conn)
    assert found.first_bad is not None
    assert (found.first_bad.what, found.first_bad.device_id) == ("unsigned", bee.store.device_id)
