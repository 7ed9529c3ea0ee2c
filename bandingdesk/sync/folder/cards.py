"""Small signed papers in the folder: who began it, who asks to join, and the group's key wrapped for one device.

A card is a JSON object with the signature of the device that wrote it. Who stands behind the device is not the card's
to say: a person compares the short code, and the record says the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

from bandingdesk.store import device_keys, keys
from bandingdesk.store.device_keys import DeviceKeys, Pair, SealedForOthersError
from bandingdesk.sync.folder import place

LARGEST = 16 * 1024
NAME = "device" + place.CARD
CODE = 10  # letters of the code: 50 bits, each guess costs a scrypt
GROUP = 5
Role = Literal["council", "request"]


class Card(NamedTuple):
    """A device as it shows itself: `role` is council for the one that began the folder, request for all others."""

    role: Role
    store_id: str
    device_id: str
    name: str
    signing: bytes  # Ed25519, public
    sealing: bytes  # X25519, public
    root: str  # the device that began the folder, as this one saw it
    root_key: bytes  # and its Ed25519 key: a request is an answer to one council
    begun: int  # how many ops that device had recorded when it began: its council's record as it was


class Wrap(NamedTuple):
    """A group key sealed to the device `to`, and who wrapped it."""

    store_id: str
    epoch: int
    to: str
    by: str
    sealed: bytes
    text: bytes  # what was signed
    signature: bytes


def write_card(where: Path, card: Card, signing: Pair) -> None:
    """Write a device's own card into its sub-folder."""
    _write(where / card.device_id, NAME, {**_shown(card), "kind": "card"}, signing)


def card_of(where: Path, device_id: str) -> Card | None:
    """Return the card in the sub-folder of DEVICE_ID, None where there is none that is signed by its own key."""
    raw = _read(where / device_id / NAME)
    try:
        if raw is None or raw[0]["kind"] != "card" or raw[0]["device_id"] != device_id:
            return None
        parts = {**raw[0], **{name: bytes.fromhex(raw[0][name]) for name in ("signing", "sealing", "root_key")}}
        card = Card(**{name: parts[name] for name in Card._fields})
    except (KeyError, TypeError, ValueError):
        return None
    if type(card.begun) is not int:
        return None
    texts = (card.role, card.store_id, card.device_id, card.name, card.root)
    if not all(isinstance(text, str) and len(text) <= 200 and text.isprintable() for text in texts):
        return None
    return card if device_keys.fits(card.signing, raw[1], raw[2]) else None


def council(where: Path) -> list[Card]:
    """Return the cards of those who say that they began this folder: one, unless two did."""
    found = (card_of(where, device) for device in place.devices(where))
    return [card for card in found if card is not None and card.role == "council"]


def code(card: Card) -> str:
    """Return the short code of a request: the same on both screens only if nobody changed a key in between.

    It covers the council's key as the newcomer saw it. Each guess at another request with the same code costs the
    stretching; 50 bits of it are out of reach.
    """
    text = json.dumps(_shown(card), sort_keys=True).encode()
    number = int.from_bytes(hashlib.scrypt(text, salt=card.store_id.encode(), n=2**14, r=8, p=1, dklen=8), "big")
    letters = "".join(keys.ALPHABET[number >> 5 * at & 31] for at in range(CODE))
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def same_code(one: str, other: str) -> bool:
    """Return whether a typed code is the one shown; case, blanks and letters that look like figures do not matter."""
    return _plain(one) == _plain(other)


def write_wrap(where: Path, store_id: str, epoch: int, key: bytes, to: Card | Any, own: DeviceKeys, me: str) -> None:
    """Wrap a group key for the device TO (`device_id`, `sealing`) into this device's sub-folder."""
    about = _about(store_id, epoch, to.device_id)
    body = {"kind": "key", "store_id": store_id, "epoch": epoch, "to": to.device_id, "by": me}
    body["sealed"] = device_keys.seal(to.sealing, key, about).hex()
    _write(where / me / place.KEYS, wrap_name(epoch, to.device_id), body, own.signing)


def wrap_name(epoch: int, device_id: str) -> str:
    """Return the name of the file that wraps an epoch's key for a device."""
    return f"{epoch:020d}.{device_id}{place.KEY}"


def wraps(where: Path, store_id: str) -> Iterator[Wrap]:
    """Give every wrapped key in the folder; its signature is still to be checked against `by`."""
    for device in place.devices(where):
        for path in place.listed(where / device / place.KEYS, place.KEY):
            raw = _read(path)
            try:
                if raw is None or (raw[0]["kind"], raw[0]["by"], raw[0]["store_id"]) != ("key", device, store_id):
                    continue
                body = raw[0]
                found = Wrap(
                    store_id, int(body["epoch"]), str(body["to"]), device, bytes.fromhex(body["sealed"]), *raw[1:]
                )
            except (KeyError, TypeError, ValueError):
                continue
            if 0 < found.epoch < 2**63:
                yield found


def unwrap(wrap: Wrap, sealing: Pair) -> bytes | None:
    """Return the group key of a wrap for this device, None where it does not open."""
    try:
        key = device_keys.unseal(sealing, wrap.sealed, _about(wrap.store_id, wrap.epoch, wrap.to))
    except SealedForOthersError:
        return None
    return key if len(key) == 32 else None


def is_signed(wrap: Wrap, public: bytes) -> bool:
    """Return whether the wrap was signed with the private half of PUBLIC."""
    return device_keys.fits(public, wrap.text, wrap.signature)


def _about(store_id: str, epoch: int, to: str) -> bytes:
    return f"bandingdesk/1 group {store_id} {epoch} {to}".encode()


def _shown(card: Card) -> dict[str, Any]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in card._asdict().items()}


def _plain(code_: str) -> str:
    return "".join(code_.upper().replace("-", "").split()).translate(str.maketrans("ILO", "110"))


def _signed(text: bytes) -> bytes:
    return b"bandingdesk/1 card " + text


def _write(folder: Path, name: str, body: dict[str, Any], signing: Pair) -> None:
    text = json.dumps(body, sort_keys=True).encode()
    signature = device_keys.sign(signing.private, _signed(text)).hex()
    place.write(folder, name, [json.dumps({"card": text.decode(), "signature": signature}).encode()], again=True)


def _read(path: Path) -> tuple[dict[str, Any], bytes, bytes] | None:
    """Return (body, what was signed, signature) of a card, None where it is none."""
    data = place.read(path, LARGEST)
    if data is None:
        return None
    try:
        raw = json.loads(data)
        text, signature = str(raw["card"]).encode(), bytes.fromhex(raw["signature"])
        body = json.loads(text)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (body, _signed(text), signature) if isinstance(body, dict) else None
