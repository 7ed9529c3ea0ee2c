"""Who could have known what: whether the author of one op had another before them when they recorded it.

A bundle's header says which bundles of the others its device had taken, and its ops were all recorded on that
knowledge (sending.py begins a new bundle wherever it grew). So the answer is in the bundles alone: the same on every
device, whatever came first, and no clock has a say.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from typing import Any, NamedTuple

UNSENT = 2**62  # the bundle number of an op that is in no bundle yet: nobody else knows it


class Made(NamedTuple):
    """Where an op comes from."""

    device: str
    seq: int  # device_seq
    place: int  # in this file


class Causes:
    """What every author had taken, read from the bundles that are here."""

    def __init__(self, raw: Any, own: str) -> None:
        self._own = own
        self.load(raw)

    def load(self, raw: Any) -> None:
        """Read the bundles of the record as they are now."""
        self._ends: dict[str, list[int]] = {}  # device -> last device_seq of its bundles 1, 2, 3 …
        self._after: dict[tuple[str, int], dict[str, int]] = {}
        self._taken: dict[str, list[int]] = {}  # device -> places in this file where its bundles were taken
        rows = raw.execute("SELECT device_id, number, last_seq, after, place FROM bundle ORDER BY device_id, number")
        for device, number, last, after, place in rows.fetchall():
            self.add(device, number, last, json.loads(after), place)

    def add(self, device: str, number: int, last: int, after: dict[str, int], place: int) -> None:
        """Add the next bundle of a device, taken or written just now."""
        self._ends.setdefault(device, []).append(last)
        self._after[device, number] = after
        if device != self._own:
            self._taken.setdefault(device, []).append(place)

    def after(self, device: str, number: int) -> dict[str, int]:
        """Return what a device had taken when it wrote a bundle; nothing before its first."""
        return self._after.get((device, number), {})

    def bundle(self, made: Made) -> int:
        """Return the number of the bundle that carries an op."""
        ends = self._ends.get(made.device, [])
        at = bisect_left(ends, made.seq)
        return at + 1 if at < len(ends) else UNSENT

    def taken(self, made: Made, device: str) -> int:
        """Return the last bundle of DEVICE that the author of an op had taken."""
        number = self.bundle(made)
        if number == UNSENT:
            return self.here(device, made.place)
        return self._after[made.device, number].get(device, 0)

    def here(self, device: str, before: int) -> int:
        """Return the last bundle of DEVICE that this device had taken before its own op at the place BEFORE."""
        return bisect_left(self._taken.get(device, []), before)

    def knew(self, one: Made, other: Made) -> bool:
        """Return whether the author of ONE had OTHER before them."""
        if one.device == other.device:
            return other.seq < one.seq
        return self.bundle(other) <= self.taken(one, other.device)

    def grew(self, one: Made, other: Made) -> bool:
        """Return whether this device took a bundle between two own ops, which then can't share one."""
        return any(self.here(device, one.place) != self.here(device, other.place) for device in self._taken)

    def vector(self, made: Made) -> dict[str, int]:
        """Return what this device had taken before its own op."""
        found = {device: self.here(device, made.place) for device in self._taken}
        return {device: number for device, number in found.items() if number}
