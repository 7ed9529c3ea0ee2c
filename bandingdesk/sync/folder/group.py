"""The group's keys: what bundles are sealed under, by epoch; made anew when a device was taken out.

An epoch is a number that grows, with some letters of its key in its low bits, so that two administrators who make one
at once make two different ones and all devices go on under the same of the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Any

from bandingdesk.store import keys
from bandingdesk.store.device_keys import DeviceKeys
from bandingdesk.sync.folder import bundle, cards
from bandingdesk.sync.folder.causes import Made
from bandingdesk.sync.folder.members import Member, Members

LOW = 32  # bits of an epoch that come from its key


def make(raw: Any) -> int:
    """Make the key of a next epoch, keep it in the store and return the epoch."""
    key, newest = keys.random_bytes(32), newest_of(raw)
    epoch = (((newest or 0) >> LOW) + 1 << LOW) + int.from_bytes(sha256(b"epoch" + key).digest()[:4], "big")
    keep(raw, epoch, key)
    return epoch


def keep(raw: Any, epoch: int, key: bytes) -> None:
    """Keep the key of an epoch."""
    raw.execute("INSERT INTO group_key (epoch, key) VALUES (?, ?) ON CONFLICT DO NOTHING", (epoch, key))


def newest_of(raw: Any) -> int | None:
    """Return the newest epoch whose key is here."""
    row = raw.execute("SELECT max(epoch) FROM group_key").fetchone()
    return None if row[0] is None else int(row[0])


def kept(raw: Any) -> dict[int, bytes]:
    """Return the keys that are here, by epoch."""
    return dict(raw.execute("SELECT epoch, key FROM group_key").fetchall())


def file_key(key: bytes, case_id: str, sha256_: str) -> bytes:
    """Return what a file beside the bundles is sealed under."""
    return digest(key, f"bandingdesk/1 file {case_id} {sha256_}".encode(), "sha256")


def file_name(key: bytes, case_id: str, sha256_: str) -> str:
    """Return the name of a file beside the bundles: it tells nothing of case or contents."""
    return digest(key, f"bandingdesk/1 name {case_id} {sha256_}".encode(), "sha256").hex()[:40]


class Ring:
    """The keys that may open a bundle: those kept, and those that the folder offers to this device."""

    def __init__(self, where: Path, store_id: str, me: str, own: DeviceKeys, known: dict[int, bytes]) -> None:
        self._where = where
        self._store_id = store_id
        self._me = me
        self._sealing = own.sealing
        self.known = dict(known)
        self._offered: dict[int, list[bytes]] = {}
        self._wraps = [wrap for wrap in cards.wraps(where, store_id) if wrap.to == me and wrap.epoch not in known]
        for wrap in self._wraps:
            if (key := cards.unwrap(wrap, self._sealing)) is not None:
                self._offered.setdefault(wrap.epoch, []).append(key)

    def key_of(self, front: bundle.Front) -> bytes | None:
        """Return the key a bundle names, None where this device was not given it."""
        found = (self.known.get(front.epoch), *self._offered.get(front.epoch, ()))
        return next((key for key in found if key is not None and bundle.key_id(key) == front.key_id), None)

    def trusted(self, members: Members, on: date, made: Made) -> dict[int, bytes]:
        """Return the offered keys that an administrator's device wrapped: this device may seal under them."""
        found = {}
        for wrap in self._wraps:
            by = members.find(wrap.by)
            if by is None or not members.administers(by, on, made) or not cards.is_signed(wrap, by.signing):
                continue
            key = cards.unwrap(wrap, self._sealing)
            if key is not None and wrap.epoch not in self.known:
                found[wrap.epoch] = key
        self.known.update(found)
        return found


def holders(where: Path, store_id: str, epoch: int, is_known: Callable[[cards.Wrap], bool]) -> set[str]:
    """Return the devices that hold the key of an epoch, as the wraps in the folder tell."""
    found = [wrap for wrap in cards.wraps(where, store_id) if wrap.epoch == epoch and is_known(wrap)]
    return {device for wrap in found for device in (wrap.to, wrap.by)}


def hand_out(
    where: Path,
    store_id: str,
    me: str,
    own: DeviceKeys,
    known: dict[int, bytes],
    belong: list[Member],
    is_known: Callable[[cards.Wrap], bool],
) -> None:
    """Wrap every key this device has for each of the devices that BELONG and does not hold it yet."""
    there = {
        (wrap.epoch, device) for wrap in cards.wraps(where, store_id) if is_known(wrap) for device in (wrap.to, wrap.by)
    }
    for member in belong:
        for epoch, key in sorted(known.items()):
            if member.device_id != me and member.sealing and (epoch, member.device_id) not in there:
                cards.write_wrap(where, store_id, epoch, key, member, own, me)
