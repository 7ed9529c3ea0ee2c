"""A device's keys: what was signed or sealed is told apart from what was altered, copied or meant for another."""

from __future__ import annotations

import pytest

from bandingdesk.store import device_keys
from tests.support.keyrings import own_keyring  # noqa: F401


def test_a_signature_fits_its_message_and_its_key_alone() -> None:
    mine, other = device_keys.make(), device_keys.make()
    signature = device_keys.sign(mine.signing.private, b"head 7")
    assert device_keys.fits(mine.signing.public, b"head 7", signature)
    assert not device_keys.fits(mine.signing.public, b"head 8", signature)
    assert not device_keys.fits(other.signing.public, b"head 7", signature)
    assert not device_keys.fits(b"short", b"head 7", signature)


def test_what_is_sealed_opens_for_its_device_alone_and_whole() -> None:
    mine, other = device_keys.make(), device_keys.make()
    sealed = device_keys.seal(mine.sealing.public, b"body", b"about")
    assert device_keys.unseal(mine.sealing, sealed, b"about") == b"body"
    assert device_keys.seal(mine.sealing.public, b"body", b"about") != sealed
    for pair, box, about in (
        (other.sealing, sealed, b"about"),
        (mine.sealing, sealed, b"other"),
        (mine.sealing, sealed[:-1], b"about"),
        (mine.sealing, b"", b"about"),
    ):
        with pytest.raises(device_keys.SealedForOthersError):
            device_keys.unseal(pair, box, about)


def test_the_keys_come_back_from_the_keyring_and_a_lost_entry_says_what_to_do(own_keyring: object) -> None:  # noqa: F811
    made = device_keys.make()
    device_keys.keep("d1", made)
    assert device_keys.recall("d1") == made
    with pytest.raises(device_keys.DeviceKeyLostError) as lost:
        device_keys.recall("d2")
    assert lost.value.code == "KY-08"
