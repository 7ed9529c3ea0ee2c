"""Where I have been: the places behind Back and Forward."""

from __future__ import annotations

from typing import Any, NamedTuple

_MOST = 50


class Stop(NamedTuple):
    """A place and what it was opened with."""

    place: str
    where: dict[str, Any]


class Trail:
    """A line of stops with one of them the place where I am."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    @property
    def here(self) -> Stop | None:
        """Return where I am, None before the first place."""
        return self._stops[self._at] if self._at >= 0 else None

    def go(self, stop: Stop) -> Stop:
        """Go to STOP; what lay ahead is forgotten. The same place again is no new stop."""
        if stop != self.here:
            self._stops = [*self._stops[: self._at + 1], stop][-_MOST:]
            self._at = len(self._stops) - 1
        return stop

    def back(self) -> Stop | None:
        """Return the stop before this one and stand there, None at the start."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self.here

    def forward(self) -> Stop | None:
        """Return the stop after this one and stand there, None at the end."""
        if self._at + 1 >= len(self._stops):
            return None
        self._at += 1
        return self.here

    def clear(self) -> None:
        """Forget everything: another person is at the keys."""
        self._stops, self._at = [], -1
