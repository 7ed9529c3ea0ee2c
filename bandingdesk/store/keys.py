"""The store's key: 32 random bytes in the OS keyring, wrapped a second time under a passphrase or a recovery key.

`<store>.key` beside the store holds the store's id, a check that tells a wrong key from a damaged file, and the wraps.
It holds no key in the clear. Only keyrings of the operating system are used: the null and fail backends and the plain
files of keyrings.alt are refused, and every write is read back, since the null backend accepts a write and keeps none.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import unicodedata
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, MissingError, StoreError
from bandingdesk.seams import SystemIds

SERVICE = "Banding Desk"
ALLOWED = (
    "keyring.backends.SecretService",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.kwallet",
)
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1  # about 80 ms and 32 MiB on a laptop
LEAST = 8  # characters of a passphrase
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U to misread


class NoKeyringError(MissingError):
    """There is no keyring of the operating system that may be used; FOUND names what is there."""

    code = "KY-01"
    message = QT_TRANSLATE_NOOP("errors", "This computer has no keyring that can hold the key of your store.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was written without encryption.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a passphrase instead, or ask your IT desk to turn on the keyring.")


class KeyNotKeptError(MissingError):
    """The keyring holds no key for this store."""

    code = "KY-02"
    message = QT_TRANSLATE_NOOP("errors", "The keyring of this computer does not hold the key of this store.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Open it with its passphrase or with the printed recovery key.")


class WrongPassphraseError(StoreError):
    """The passphrase or recovery key does not open the key of this store."""

    code = "KY-03"
    message = QT_TRANSLATE_NOOP("errors", "That passphrase does not open this store.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Type it again. If you have lost it, use the printed recovery key.")


class RecoveryKeyMistypedError(InvalidError):
    """The text is not a recovery key: a character was mistyped."""

    code = "KY-04"
    message = QT_TRANSLATE_NOOP("errors", "That is not a recovery key as it was printed.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Compare each group of four with the paper, then type it again.")


class KeyFileError(StoreError):
    """The file PATH, which belongs to the store, is missing or can't be read."""

    code = "KY-05"
    message = QT_TRANSLATE_NOOP("errors", "The key file {path} is missing or can't be read.")
    kept = QT_TRANSLATE_NOOP("errors", "The store was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Put the file back beside the store; it lies in every copy of the folder.")


class KeyFileStandsError(StoreError):
    """A key was to be made for a new store, and the file PATH stands in its place."""

    code = "KY-06"
    message = QT_TRANSLATE_NOOP("errors", "There is already a key file at {path}. It may belong to a store of yours.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched.")
    do = QT_TRANSLATE_NOOP("errors", "Choose another place for the new store, or move the file away first.")


class ShortPassphraseError(InvalidError):
    """The passphrase has fewer than LEAST characters."""

    code = "KY-07"
    message = QT_TRANSLATE_NOOP("errors", "That passphrase is too short.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed.")
    do = QT_TRANSLATE_NOOP("errors", "Use at least {least} characters. Three random words are good.")


THERE = QT_TRANSLATE_NOOP("keys", "The keyring of this computer can hold the key.")
NOT_THERE = QT_TRANSLATE_NOOP("keys", "This computer has no keyring to hold the key. You need a passphrase.")


class KeyringState(NamedTuple):
    """Whether the keyring may be used, its backend's name, and a sentence for people."""

    ok: bool
    backend: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Wrap:
    """The store's key sealed under a secret of a person; all fields are hex but `kind`."""

    kind: str  # passphrase | recovery
    salt: str
    nonce: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A new key on its way in (rekey.py). `forth`: it sealed by the old key, `back`: the old one sealed by it (hex)."""

    check: str
    wraps: tuple[Wrap, ...]
    entry: str
    forth: str
    back: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What lies beside the store as `<store>.key`. `entry` is the key's name in the keyring, the store's id if empty.

    While `coming` is there, the store may be under either key, and each secret that opens one of them opens it.
    """

    store_id: str
    check: str
    wraps: tuple[Wrap, ...] = ()
    entry: str = ""
    coming: Coming | None = None

    @property
    def entries(self) -> tuple[str, ...]:
        """The names under which a keyring may hold a key that leads to the store."""
        mine = self.entry or self.store_id
        return (mine,) if self.coming is None or not self.coming.entry else (self.coming.entry, mine)

    @property
    def all_wraps(self) -> tuple[Wrap, ...]:
        """The wraps of this key and of the one on its way in."""
        return self.wraps if self.coming is None else (*self.wraps, *self.coming.wraps)


class NewKey(NamedTuple):
    """A key just made: the raw key, the store's id, and the recovery key to print once."""

    key: bytes
    store_id: str
    recovery: str


def make(path: Path, *, passphrase: str | None = None) -> NewKey:
    """Make the key of a new store at PATH, keep it, and write its key file.

    Without PASSPHRASE the key goes to the OS keyring (raises NoKeyringError); with it, it is wrapped in the key file.
    Raises KeyFileStandsError, ShortPassphraseError.
    """
    if file_of(path).exists():
        raise KeyFileStandsError(path=str(file_of(path)))
    if passphrase is not None and len(passphrase) < LEAST:
        raise ShortPassphraseError(least=LEAST)
    key, secret, store_id = _random(32), _random(16), _random(16).hex()
    file = KeyFile(store_id, _check(store_id, key), (_wrap(key, "recovery", secret.hex(), store_id),))
    if passphrase is None:
        keep(store_id, key)
    else:
        file = replace(file, wraps=(*file.wraps, _wrap(key, "passphrase", passphrase, store_id)))
    write_file(path, file)
    return NewKey(key, store_id, recovery_text(secret))


def unlock(path: Path, *, passphrase: str | None = None, recovery: str | None = None) -> bytes:
    """Return the raw key of the store at PATH from what is given, else from the OS keyring.

    Raises WrongPassphraseError, RecoveryKeyMistypedError, KeyFileError, NoKeyringError, KeyNotKeptError.
    """
    return opened(read_file(path), passphrase=passphrase, recovery=recovery)


def opened(file: KeyFile, *, passphrase: str | None = None, recovery: str | None = None) -> bytes:
    """Return the raw key that FILE leads to, as `unlock`."""
    if recovery is not None:
        return _unwrap(file, "recovery", recovery_secret(recovery).hex())
    if passphrase is not None:
        return _unwrap(file, "passphrase", passphrase)
    *others, last = file.entries
    for entry in others:
        with contextlib.suppress(KeyNotKeptError):
            return recall(entry)
    return recall(last)


def candidates(file: KeyFile, key: bytes) -> list[bytes]:
    """Return KEY, and the key that it leads to while another is on its way in."""
    found = [key]
    if file.coming is not None:
        for sealed in (file.coming.forth, file.coming.back):
            other = _crossed(file, key, sealed)
            if other is not None:
                found.append(other)
    return found


def others(path: Path, key: bytes | None) -> list[bytes]:
    """Return the keys that the store at PATH may be under, none where there is no doubt: its key is KEY."""
    if key is None:
        return []
    try:
        file = read_file(path)
    except KeyFileError:
        return []
    return [] if file.coming is None else candidates(file, key)


def settled(file: KeyFile, key: bytes) -> KeyFile:
    """Return FILE for a store that is under KEY, with no other key on its way in."""
    if file.coming is None or file.check == _check(file.store_id, key):
        return replace(file, coming=None)
    return KeyFile(file.store_id, file.coming.check, file.coming.wraps, file.coming.entry or file.entry)


def new_entry(store_id: str) -> str:
    """Return a name in the keyring that no other copy of the store and no other key of it has."""
    return f"{store_id}.{_random(4).hex()}"


def has_passphrase(path: Path) -> bool:
    """Return whether the store at PATH can be opened by a passphrase."""
    return any(wrap.kind == "passphrase" for wrap in read_file(path).all_wraps)


def fits(path: Path, key: bytes | None) -> bool:
    """Return whether KEY is one that the file beside the store was made for; False where that can't be told."""
    if key is None:
        return False
    try:
        file = read_file(path)
    except KeyFileError:
        return False
    checks = [file.check] if file.coming is None else [file.check, file.coming.check]
    return any(hmac.compare_digest(check, _check(file.store_id, key)) for check in checks)


def bring(file: KeyFile, old: bytes, new: bytes, wraps: tuple[Wrap, ...], entry: str) -> KeyFile:
    """Return FILE of the key OLD with the key NEW on its way in."""
    forth, back = _cross(file, old, new), _cross(file, new, old)
    return replace(file, coming=Coming(_check(file.store_id, new), wraps, entry, forth, back))


def under(file: KeyFile, key: bytes, passphrase: str) -> Wrap:
    """Return KEY wrapped by a passphrase. Raises ShortPassphraseError."""
    if len(passphrase) < LEAST:
        raise ShortPassphraseError(least=LEAST)
    return _wrap(key, "passphrase", passphrase, file.store_id)


def under_recovery(file: KeyFile, key: bytes) -> tuple[Wrap, str]:
    """Return KEY wrapped by a new recovery key, and that key as it is printed."""
    secret = _random(16)
    return _wrap(key, "recovery", secret.hex(), file.store_id), recovery_text(secret)


def note(path: Path, store_id: str, key: bytes) -> None:
    """Write a key file with the check alone, where the caller keeps KEY by itself."""
    write_file(path, KeyFile(store_id, _check(store_id, key)))


# The keyring of the operating system


def keyring_state() -> KeyringState:
    """Return whether a keyring of the operating system is there and may be used."""
    backend = _backend()
    name = f"{type(backend).__module__}.{type(backend).__name__}"
    inner = _usable(backend)
    if inner is None:
        return KeyringState(False, name, NOT_THERE)
    return KeyringState(True, f"{type(inner).__module__}.{type(inner).__name__}", THERE)


def keep(store_id: str, key: bytes) -> None:
    """Write KEY to the keyring and read it back. Raises NoKeyringError."""
    from keyring.errors import KeyringError

    backend = _required()
    try:
        backend.set_password(SERVICE, store_id, key.hex())
        back = backend.get_password(SERVICE, store_id)
    except KeyringError as error:
        raise NoKeyringError(found=type(backend).__module__) from error
    if back != key.hex():
        raise NoKeyringError(found=type(backend).__module__)


def recall(store_id: str) -> bytes:
    """Return the key of the store from the keyring. Raises NoKeyringError, KeyNotKeptError."""
    from keyring.errors import KeyringError

    backend = _required()
    try:
        text = backend.get_password(SERVICE, store_id)
    except KeyringError as error:
        raise NoKeyringError(found=type(backend).__module__) from error
    if text is None:
        raise KeyNotKeptError()
    return bytes.fromhex(text)


def forget(store_id: str) -> None:
    """Take the key of the store out of the keyring, if it is there."""
    from keyring.errors import PasswordDeleteError

    with contextlib.suppress(PasswordDeleteError):
        _required().delete_password(SERVICE, store_id)


def let_go(entry: str) -> None:
    """Forget what is under ENTRY, where there is a keyring at all."""
    if entry and keyring_state().ok:
        forget(entry)


def _backend() -> Any:
    import keyring

    return keyring.get_keyring()


def _required() -> Any:
    backend = _backend()
    usable = _usable(backend)
    if usable is None:
        raise NoKeyringError(found=f"{type(backend).__module__}.{type(backend).__name__}")
    return usable


def _usable(backend: Any) -> Any | None:
    """Return the backend itself, or the first allowed one that a chain of backends holds."""
    if type(backend).__module__ in ALLOWED:
        return backend
    if type(backend).__module__ == "keyring.backends.chainer":
        return next((inner for inner in backend.backends if type(inner).__module__ in ALLOWED), None)
    return None


# The file beside the store


def file_of(path: Path) -> Path:
    """Return the place of the key file of the store at PATH."""
    return path.with_name(path.name + ".key")


def read_file(path: Path) -> KeyFile:
    """Return the key file of the store at PATH. Raises KeyFileError."""
    place = file_of(path)
    try:
        return as_key_file(json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileError(path=str(place)) from error


def as_key_file(raw: dict[str, Any]) -> KeyFile:
    """Return the key file that JSON holds. Raises KeyError, TypeError, ValueError."""
    coming = raw.get("coming")
    if coming is not None:
        coming = Coming(**{**coming, "wraps": tuple(Wrap(**wrap) for wrap in coming["wraps"])})
    wraps = tuple(Wrap(**wrap) for wrap in raw["wraps"])
    return KeyFile(str(raw["store_id"]), str(raw["check"]), wraps, str(raw.get("entry", "")), coming)


def write_file(path: Path, file: KeyFile) -> None:
    """Write the key file beside its place, flush it, rename it."""
    place = file_of(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(place.name + ".new")
    with beside.open("w", encoding="utf-8") as out:
        json.dump({"format": "bandingdesk-key/1", **asdict(file)}, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(place)


# Wrapping and sealing


def sealer(key: bytes) -> Any:
    """Return AES-256-GCM under KEY (32 bytes): `.encrypt(nonce, bytes, aad)` and `.decrypt(nonce, bytes, aad)`."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def random_bytes(count: int) -> bytes:
    """Return COUNT bytes of the operating system's randomness, whatever seam the store was given for its ids."""
    return _random(count)


def recovery_text(secret: bytes) -> str:
    """Return 16 bytes as seven groups of four: 128 bits and a checksum of 12."""
    number = int.from_bytes(secret, "big") << 12 | _checksum(secret)
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(135, -1, -5))
    return "-".join(letters[at : at + 4] for at in range(0, 28, 4))


def recovery_secret(text: str) -> bytes:
    """Return the 16 bytes of a recovery key as a person typed it. Raises RecoveryKeyMistypedError."""
    letters = "".join(text.upper().split()).replace("-", "").translate(str.maketrans("ILO", "110"))
    if len(letters) != 28 or any(letter not in ALPHABET for letter in letters):
        raise RecoveryKeyMistypedError()
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    secret = (number >> 12 & (1 << 128) - 1).to_bytes(16, "big")
    if number >> 140 or _checksum(secret) != number & 0xFFF:
        raise RecoveryKeyMistypedError()
    return secret


def pin_hash(pin: str, salt: bytes) -> bytes:
    """Return the scrypt hash of a person's PIN. It proves presence, not identity."""
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def pin_matches(pin: str, salt: bytes, expected: bytes) -> bool:
    """Return whether PIN is the one EXPECTED was made from."""
    return hmac.compare_digest(pin_hash(pin, salt), expected)


def _random(count: int) -> bytes:
    ids = SystemIds()
    return b"".join(ids.salt() for _ in range((count + 15) // 16))[:count]


def _check(store_id: str, key: bytes) -> str:
    return hmac.new(key, b"bandingdesk key check " + store_id.encode(), hashlib.sha256).hexdigest()[:32]


def _checksum(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"bandingdesk recovery " + secret).digest()[:2], "big") >> 4


def _stretch(secret: str, salt: bytes) -> bytes:
    same = unicodedata.normalize("NFC", secret)  # one keyboard types letters composed, another does not
    return hashlib.scrypt(same.encode(), salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=64 * 2**20, dklen=32)


def _wrap(key: bytes, kind: str, secret: str, store_id: str) -> Wrap:
    salt, nonce = _random(16), _random(12)
    sealed = sealer(_stretch(secret, salt)).encrypt(nonce, key, f"{kind} {store_id}".encode())
    return Wrap(kind, salt.hex(), nonce.hex(), base64.b16encode(sealed).decode().lower())


def _unwrap(file: KeyFile, kind: str, secret: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    for wrap in file.all_wraps:
        if wrap.kind == kind:
            box = sealer(_stretch(secret, bytes.fromhex(wrap.salt)))
            with contextlib.suppress(InvalidTag):
                key: bytes = box.decrypt(
                    bytes.fromhex(wrap.nonce), bytes.fromhex(wrap.sealed), f"{kind} {file.store_id}".encode()
                )
                return key
    raise WrongPassphraseError()


def _cross(file: KeyFile, key: bytes, other: bytes) -> str:
    nonce = _random(12)
    return str((nonce + sealer(key).encrypt(nonce, other, f"other key {file.store_id}".encode())).hex())


def _crossed(file: KeyFile, key: bytes, sealed: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    raw = bytes.fromhex(sealed)
    try:
        other: bytes = sealer(key).decrypt(raw[:12], raw[12:], f"other key {file.store_id}".encode())
    except (InvalidTag, ValueError):
        return None
    return other
