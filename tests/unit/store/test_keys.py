from __future__ import annotations

import json
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import pytest

from bandingdesk.store import keys


class Forgetful(keyring.backends.null.Keyring):
    """Takes a write and keeps nothing, as the null backend does, under the name of an allowed one."""


Forgetful.__module__ = "keyring.backends.SecretService"


class InFiles(keyring.backend.KeyringBackend):
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        raise AssertionError("asked a keyring that is not allowed")

    set_password = delete_password = get_password  # type: ignore[assignment]


InFiles.__module__ = "keyrings.alt.file"


@pytest.fixture(params=[keyring.backends.null.Keyring, keyring.backends.fail.Keyring, InFiles, Forgetful])
def poor_keyring(request: pytest.FixtureRequest) -> object:
    before = keyring.get_keyring()
    keyring.set_keyring(request.param())
    yield request.param
    keyring.set_keyring(before)


def test_a_poor_keyring_is_refused_and_nothing_is_written(poor_keyring: object, tmp_path: Path) -> None:
    assert keys.keyring_state().ok == (poor_keyring is Forgetful)
    with pytest.raises(keys.NoKeyringError) as caught:
        keys.make(tmp_path / "a.bdk")
    assert "passphrase" in caught.value.sentences()[2]
    assert list(tmp_path.glob("a.bdk*")) == []


def test_a_passphrase_wraps_the_key_and_nothing_else_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path, passphrase="three random words")
    assert len(new.key) == 32
    assert keys.unlock(path, passphrase="three random words") == new.key
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(path, passphrase="three random word")
    text = keys.file_of(path).read_text(encoding="utf-8")
    assert new.key.hex() not in text
    assert "three" not in text
    assert new.recovery not in text


def test_letters_typed_composed_or_not_are_the_same_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path, passphrase="caf\u00e9 caf\u00e9")
    assert keys.unlock(path, passphrase="cafe\u0301 cafe\u0301") == new.key


def test_the_recovery_key_opens_the_same_key_however_it_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path, passphrase="three random words")
    assert len(new.recovery.split("-")) == 7
    assert keys.unlock(path, recovery=new.recovery) == new.key
    assert keys.unlock(path, recovery=new.recovery.lower().replace("-", " ").replace("0", "o")) == new.key


@pytest.mark.parametrize("secret", [bytes(16), b"\xff" * 16, bytes(range(16))])
def test_a_mistyped_letter_of_the_recovery_key_is_noticed(secret: bytes) -> None:
    text = keys.recovery_text(secret)
    assert keys.recovery_secret(text) == secret
    noticed = 0
    for at, letter in enumerate(text):
        if letter != "-":
            other = keys.ALPHABET[(keys.ALPHABET.index(letter) + 1) % 32]
            try:
                keys.recovery_secret(text[:at] + other + text[at + 1 :])
            except keys.RecoveryKeyMistypedError:
                noticed += 1
    assert noticed >= 27  # each has a chance of 1 in 4,096 to pass
    with pytest.raises(keys.RecoveryKeyMistypedError):
        keys.recovery_secret(text[:-1])


def test_another_stores_recovery_key_is_refused(tmp_path: Path) -> None:
    keys.make(tmp_path / "a.bdk", passphrase="three random words")
    other = keys.make(tmp_path / "b.bdk", passphrase="three random words")
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(tmp_path / "a.bdk", recovery=other.recovery)


def test_the_check_tells_the_right_key(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path, passphrase="three random words")
    assert keys.fits(path, new.key)
    assert not keys.fits(path, bytes(32))
    assert not keys.fits(tmp_path / "none.bdk", new.key)


def test_a_key_file_is_never_replaced_by_a_new_stores(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    new = keys.make(path, passphrase="three random words")
    with pytest.raises(keys.KeyFileStandsError):
        keys.make(path, passphrase="three other words")
    assert keys.unlock(path, passphrase="three random words") == new.key


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"store_id": "x", "check": "y", "wraps": [{"kind": 1}]}'])
def test_a_damaged_key_file_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.bdk"
    keys.file_of(path).write_text(text, encoding="utf-8")
    with pytest.raises(keys.KeyFileError):
        keys.unlock(path, passphrase="three random words")


def test_a_tampered_wrap_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "a.bdk"
    keys.make(path, passphrase="three random words")
    raw = json.loads(keys.file_of(path).read_text(encoding="utf-8"))
    raw["store_id"] = "0" * 32  # the wrap is bound to its store
    keys.file_of(path).write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(keys.WrongPassphraseError):
        keys.unlock(path, passphrase="three random words")


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(keys.ShortPassphraseError):
        keys.make(tmp_path / "a.bdk", passphrase="short")


def test_a_pin_matches_only_itself_under_its_salt() -> None:
    kept = keys.pin_hash("4821", b"salt of sixteen!")
    assert keys.pin_matches("4821", b"salt of sixteen!", kept)
    assert not keys.pin_matches("4822", b"salt of sixteen!", kept)
    assert not keys.pin_matches("4821", b"salt of another!", kept)


def test_the_scrypt_of_the_standard() -> None:
    # RFC 7914, section 12: P "password", S "NaCl" has N=1024, r=8, p=16; the same function with our parameters.
    import hashlib

    expected = "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
    assert hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16, dklen=64).hex().startswith(expected)
    ours = hashlib.scrypt(b"4821", salt=b"NaCl", n=2**14, r=8, p=1, dklen=32)
    assert keys.pin_hash("4821", b"NaCl") == ours
