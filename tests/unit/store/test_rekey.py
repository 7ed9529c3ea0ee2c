from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bandingdesk.store import engine, keys, rekey, running, verify
from tests.support import keyrings
from tests.support import notebook as book
from tests.support.keyrings import InMemory

WORDS, OTHERS = "three random words", "four quite other words"


@pytest.fixture
def ring() -> Iterator[InMemory]:
    with keyrings.in_memory() as ring:
        yield ring


class CutError(Exception):
    """The program ends here."""


def made(path: Path, passphrase: str | None) -> keys.NewKey:
    new = keys.make(path, passphrase=passphrase)
    box = book.new(path, key=new.key)
    with box.act() as act:
        act.record(book.opened("c1"))
    box.close()
    return new


def opens(path: Path, key: bytes) -> bool:
    try:
        box = book.again(path, key=key)
    except engine.WrongKeyError:
        return False
    with box.read() as conn:
        good = verify.verify(conn).ok
    box.close()
    return good


def test_a_new_key_and_a_new_recovery_key_by_the_keyring(tmp_path: Path, ring: InMemory) -> None:
    path = tmp_path / "a.bdk"
    old = made(path, None)
    new = rekey.change(path, keys.unlock(path))
    assert rekey.is_unfinished(path)
    for recovery in (old.recovery, new.recovery):  # the new one may not be on paper yet
        assert opens(path, keys.unlock(path, recovery=recovery))
    rekey.finish(path, new.key)
    assert keys.unlock(path) == keys.unlock(path, recovery=new.recovery) == new.key
    assert opens(path, new.key)
    assert not opens(path, old.key)
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(path, recovery=old.recovery)
    assert list(ring.entries.values()) == [new.key.hex()]


def test_by_a_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    made(path, WORDS)
    new = rekey.change(path, keys.unlock(path, passphrase=WORDS), passphrase=OTHERS)
    rekey.finish(path, new.key)
    assert opens(path, keys.unlock(path, passphrase=OTHERS))
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(path, passphrase=WORDS)


def test_cut_off_before_the_pages_it_opens_as_before_and_can_be_done_again(
    tmp_path: Path, ring: InMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.bdk"
    old = made(path, None)

    def cut(*_: Any) -> None:
        raise CutError

    with monkeypatch.context() as patch:
        patch.setattr(rekey, "_copy_under", cut)
        with pytest.raises(CutError):
            rekey.change(path, keys.unlock(path))
    assert opens(path, keys.unlock(path))
    assert opens(path, keys.unlock(path, recovery=old.recovery))
    new = rekey.change(path, keys.unlock(path))
    rekey.finish(path, new.key)
    assert opens(path, keys.unlock(path))
    assert opens(path, keys.unlock(path, recovery=new.recovery))
    assert list(ring.entries.values()) == [new.key.hex()]


@pytest.mark.parametrize("with_old", [True, False])
def test_cut_off_before_it_was_printed_the_old_recovery_key_still_opens(
    tmp_path: Path, ring: InMemory, with_old: bool
) -> None:
    path = tmp_path / "a.bdk"
    old = made(path, None)
    first = rekey.change(path, keys.unlock(path))  # and nobody ever saw its recovery key
    key = keys.unlock(path, recovery=old.recovery) if with_old else keys.unlock(path)
    again = rekey.change(path, key)
    assert again.key == first.key
    rekey.finish(path, again.key)
    assert opens(path, keys.unlock(path, recovery=again.recovery))
    assert opens(path, keys.unlock(path))
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(path, recovery=first.recovery)
    assert list(ring.entries.values()) == [again.key.hex()]


def test_an_act_in_between_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    made(path, WORDS)
    rekey.change(path, keys.unlock(path, passphrase=WORDS), passphrase=OTHERS)
    for passphrase in (WORDS, OTHERS):
        box = book.again(path, key=keys.unlock(path, passphrase=passphrase))
        book.write_note(box, "c1", passphrase)
        box.close()
    box = book.again(path, key=keys.unlock(path, passphrase=WORDS))
    with box.read() as conn:
        assert verify.verify(conn).entries == 3
    box.close()


def test_it_is_refused_while_the_store_is_open_and_for_a_plain_one(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    made(path, WORDS)
    key = keys.unlock(path, passphrase=WORDS)
    box = book.again(path, key=key)
    with pytest.raises(running.StoreInUseError):
        rekey.change(path, key, passphrase=OTHERS)
    box.close()
    with pytest.raises(rekey.PlainStoreError):
        rekey.change(tmp_path / "b.bdk", None)
    assert opens(path, keys.unlock(path, passphrase=WORDS))
