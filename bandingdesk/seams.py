"""Clock, Ids, Rng: all that is not the same twice comes through here."""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the instant; `today` is the civil date in London, whatever the laptop's zone."""

    def now(self) -> datetime: ...  # UTC, aware
    def today(self) -> date: ...


class Ids(Protocol):
    """Makes ids that are never used twice."""

    def new(self) -> str: ...  # UUIDv7 text
    def salt(self) -> bytes: ...  # 16 random bytes


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(LONDON).date()


class FixedClock:
    """A clock that stands still until it is moved: demo, snapshots and tests."""

    def __init__(self, instant: datetime, step: timedelta = timedelta(0)) -> None:
        self._instant = instant.astimezone(UTC)
        self._step = step

    def now(self) -> datetime:
        instant = self._instant
        self._instant += self._step
        return instant

    def today(self) -> date:
        return self._instant.astimezone(LONDON).date()

    def set(self, instant: datetime) -> None:
        """Move the clock to INSTANT (aware)."""
        self._instant = instant.astimezone(UTC)


class SystemIds:
    """UUIDv7 and operating-system randomness."""

    def new(self) -> str:
        if sys.version_info >= (3, 14):
            import uuid

            return str(uuid.uuid7())
        import uuid_utils

        return str(uuid_utils.uuid7())

    def salt(self) -> bytes:
        return os.urandom(16)


class SeededIds:
    """Ids that repeat for a seed, shaped like UUIDv7: demo and tests."""

    def __init__(self, seed: int, start: datetime) -> None:
        self._random = random.Random(seed)
        self._millis = int(start.timestamp() * 1000)
        self._count = 0

    def new(self) -> str:
        self._count += 1
        bits = (self._millis + self._count) << 80 | 7 << 76 | self._random.getrandbits(12) << 64
        bits |= 0b10 << 62 | self._random.getrandbits(62)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def salt(self) -> bytes:
        return self._random.randbytes(16)
