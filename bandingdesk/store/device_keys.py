"""A device's two pairs of keys: Ed25519 signs the ends of its chain, X25519 opens what is sealed to it.

The private halves lie in the keyring of the operating system, one entry a device, so that a copied store file carries
neither. The public halves stand in the record's table of devices.
"""

from __future__ import annotations

from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, MissingError
from bandingdesk.store import keys

SIZE = 32  # bytes of each half
NONCE = 12
_HELD: dict[str, DeviceKeys] = {}  # of devices of a demo alone


class DeviceKeyLostError(MissingError):
    """The keyring holds no key of this device."""

    code = "KY-08"
    message = QT_TRANSLATE_NOOP("errors", "The keyring of this computer no longer holds the key of this device.")
    kept = QT_TRANSLATE_NOOP("errors", "Your record is whole. Nothing was sent, and what waits stays here.")
    do = QT_TRANSLATE_NOOP("errors", "Enrol this computer again as a new device: bandingdesk store enrol.")


class SealedForOthersError(InvalidError):
    """What is sealed was sealed to another device, or was altered."""

    code = "KY-09"
    message = QT_TRANSLATE_NOOP("errors", "This is sealed for another device, or it was altered on its way.")
    kept = QT_TRANSLATE_NOOP("errors", "The file was not touched, and nothing of it was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Open it on a device that it was sealed for, or ask for it again.")


class Pair(NamedTuple):
    """The two halves of a key, 32 raw bytes each."""

    private: bytes
    public: bytes


class DeviceKeys(NamedTuple):
    """What a device signs with and what it opens seals with."""

    signing: Pair
    sealing: Pair


def make() -> DeviceKeys:
    """Return new keys for a device; `keep` makes them last."""
    signing, sealing = keys.random_bytes(SIZE), keys.random_bytes(SIZE)
    return _from(signing, sealing)


def keep(device_id: str, made: DeviceKeys) -> None:
    """Write the private halves to the keyring and read them back. Raises NoKeyringError."""
    keys.keep(_entry(device_id), made.signing.private + made.sealing.private)


def hold(device_id: str, made: DeviceKeys) -> None:
    """Keep the keys of a demo's device in this program's memory: they protect nothing and are gone with it."""
    _HELD[device_id] = made


def recall(device_id: str) -> DeviceKeys:
    """Return the keys of a device from the keyring. Raises NoKeyringError, DeviceKeyLostError."""
    if device_id in _HELD:
        return _HELD[device_id]
    try:
        both = keys.recall(_entry(device_id))
    except keys.KeyNotKeptError as error:
        raise DeviceKeyLostError() from error
    return _from(both[:SIZE], both[SIZE:])


def sealing_pair(private: bytes) -> Pair:
    """Return the X25519 pair of a private half."""
    return _from(private, private).sealing


def sign(private: bytes, message: bytes) -> bytes:
    """Return the Ed25519 signature of MESSAGE (64 bytes)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def fits(public: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether SIGNATURE over MESSAGE was made with the private half of PUBLIC."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(public: bytes, contents: bytes, about: bytes) -> bytes:
    """Return CONTENTS sealed to the X25519 key PUBLIC: a one-time public half, nonce and AES-256-GCM over ABOUT too."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once = _from(keys.random_bytes(SIZE), keys.random_bytes(SIZE)).sealing
    shared = X25519PrivateKey.from_private_bytes(once.private).exchange(X25519PublicKey.from_public_bytes(public))
    nonce = keys.random_bytes(NONCE)
    box: bytes = keys.sealer(_stretched(shared, once.public, public)).encrypt(nonce, contents, about)
    return once.public + nonce + box


def unseal(pair: Pair, sealed: bytes, about: bytes) -> bytes:
    """Return what was sealed to PAIR. Raises SealedForOthersError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    once, nonce, box = sealed[:SIZE], sealed[SIZE : SIZE + NONCE], sealed[SIZE + NONCE :]
    try:
        shared = X25519PrivateKey.from_private_bytes(pair.private).exchange(X25519PublicKey.from_public_bytes(once))
        contents: bytes = keys.sealer(_stretched(shared, once, pair.public)).decrypt(nonce, box, about)
    except (InvalidTag, ValueError) as error:
        raise SealedForOthersError() from error
    return contents


def _entry(device_id: str) -> str:
    return f"device {device_id}"


def _from(signing: bytes, sealing: bytes) -> DeviceKeys:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return DeviceKeys(
        Pair(signing, Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()),
        Pair(sealing, X25519PrivateKey.from_private_bytes(sealing).public_key().public_bytes_raw()),
    )


def _stretched(shared: bytes, once: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), SIZE, salt=once + public, info=b"bandingdesk/1 seal").derive(shared)
