from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bandingdesk.store import blobs, drafts, erasure, log, sealing, store, verify
from bandingdesk.store.registry import Erasure
from tests.support import notebook as book


@pytest.fixture
def box(tmp_path: Path) -> Iterator[store.Store]:
    box = book.new(tmp_path / "a.bdk")
    yield box
    box.close()


def test_a_draft_is_kept_for_its_owner_alone_and_is_no_op(box: store.Store) -> None:
    drafts.save(box, "sheet:r1", "ann", {"levels": {"cog": 3}})
    drafts.save(box, "sheet:r1", "ann", {"levels": {"cog": 4}})
    drafts.save(box, "decision:c1", "ann", {"words": "so far"})
    drafts.save(box, "sheet:r1", "ben", {"levels": {"cog": 1}})
    kept = drafts.load(box, "sheet:r1", "ann")
    assert kept is not None
    assert kept.body == {"levels": {"cog": 4}}
    assert kept.saved_at == book.NOON
    assert [draft.key for draft in drafts.list_of(box, "ann", "sheet:")] == ["sheet:r1"]
    assert {draft.key for draft in drafts.list_of(box, "ann")} == {"sheet:r1", "decision:c1"}
    drafts.drop(box, "sheet:r1", "ann")
    assert drafts.load(box, "sheet:r1", "ann") is None
    assert drafts.load(box, "sheet:r1", "ben") is not None
    with box.read() as conn:
        assert verify.verify(conn).entries == 0


def test_drafts_survive_closing_and_rebuilding(box: store.Store) -> None:
    drafts.save(box, "sheet:r1", "ann", {"a": 1})
    box.close()
    again = book.again(box.path, with_registry=book.registry(2))
    assert drafts.load(again, "sheet:r1", "ann").body == {"a": 1}
    again.close()


@pytest.mark.parametrize("size", [0, 1, sealing.CHUNK - 1, sealing.CHUNK, sealing.CHUNK + 1, 3 * sealing.CHUNK])
def test_a_file_comes_back_as_it_was(box: store.Store, size: int) -> None:
    contents = (b"Testpupil Rowan-017 " * (size // 20 + 1))[:size]
    blob = blobs.put(box, "c1", contents)
    assert blob.size == size
    assert blobs.get(box, "c1", blob.sha256) == contents
    assert blobs.put_stream(box, "c1", io.BytesIO(contents)) == blob
    (file,) = [path for path in blobs.folder_of(box.path).rglob("*") if path.is_file()]
    assert blob.sha256 not in file.name
    assert b"Testpupil" not in file.read_bytes()


def test_the_sha256_of_the_standard(box: store.Store) -> None:
    # FIPS 180-4 example: "abc".
    assert blobs.put(box, "c1", b"abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_every_changed_or_cut_file_is_noticed(box: store.Store) -> None:
    contents = bytes(range(256)) * 2048  # two chunks
    blob = blobs.put(box, "c1", contents)
    place = blobs.place_of(box.path, "c1", blob.sha256)
    whole = place.read_bytes()
    sealed = sealing.CHUNK + sealing.TAG
    head, one, two = whole[:12], whole[12 : 12 + sealed], whole[12 + sealed :]
    changed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in (0, 5, 12, 5000, len(whole) - 1)]
    for spoilt in [*changed, head + one, head + two + one, head + one + one, head, b"", whole + b"x"]:
        place.write_bytes(spoilt)
        with pytest.raises(blobs.BlobDamagedError):
            blobs.get(box, "c1", blob.sha256)
    place.write_bytes(whole)
    assert blobs.get(box, "c1", blob.sha256) == contents


def test_a_file_of_one_case_does_not_stand_for_another(box: store.Store) -> None:
    blob = blobs.put(box, "c1", b"abc")
    blobs.put(box, "c2", b"xyz")
    with pytest.raises(blobs.BlobMissingError):
        blobs.get(box, "c2", blob.sha256)
    place = blobs.place_of(box.path, "c2", blob.sha256)
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(blobs.place_of(box.path, "c1", blob.sha256).read_bytes())
    with pytest.raises(blobs.BlobDamagedError):
        blobs.get(box, "c2", blob.sha256)


def test_without_its_key_a_cases_files_are_gone(box: store.Store) -> None:
    blob = blobs.put(box, "c1", b"abc")
    other = blobs.put(box, "c2", b"abc")
    with box.jot() as conn:
        erasure.carry_out(log.driver(conn), Erasure("a rule", "c1", (), book.NOON), "an op")
    with pytest.raises(blobs.BlobErasedError):
        blobs.get(box, "c1", blob.sha256)
    with pytest.raises(blobs.BlobErasedError):
        blobs.put(box, "c1", b"new")
    assert blobs.get(box, "c2", other.sha256) == b"abc"


def test_a_missing_file_is_said(box: store.Store) -> None:
    blob = blobs.put(box, "c1", b"abc")
    blobs.place_of(box.path, "c1", blob.sha256).unlink()
    assert not blobs.has(box, "c1", blob.sha256)
    with pytest.raises(blobs.BlobMissingError):
        blobs.get(box, "c1", blob.sha256)
