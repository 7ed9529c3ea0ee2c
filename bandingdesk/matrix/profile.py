"""Levels, ticks and context of one child, without the child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:  # pydantic stays out of a start from the compiled cache
    from bandingdesk.matrix.measures import CostLine


class Profile(NamedTuple):
    """What the engine reads: a level by strand id, the descriptors relied on, and a value by context id.

    A strand that is not rated is left out of `levels`. `numbers` by number measure, `lines` by the list that a cost
    measure names; `paid_before` (pence) and `on` are read by a tariff with protection alone.
    """

    levels: Mapping[str, int]
    descriptors: frozenset[str] = frozenset()
    context: Mapping[str, str] = {}
    numbers: Mapping[str, int] = {}
    lines: Mapping[str, tuple[CostLine, ...]] = {}
    paid_before: int | None = None
    on: date | None = None


class Described(Protocol):
    """A case file or a worked test: both hold one profile."""

    @property
    def levels(self) -> Mapping[str, int]: ...
    @property
    def descriptors(self) -> tuple[str, ...]: ...
    @property
    def context(self) -> Mapping[str, str]: ...
    @property
    def numbers(self) -> Mapping[str, int]: ...
    @property
    def lines(self) -> Mapping[str, tuple[CostLine, ...]]: ...
    @property
    def paid_before(self) -> int | None: ...
    @property
    def on(self) -> date | None: ...


def of(described: Described) -> Profile:
    """Return the profile that a case file or a worked test holds."""
    return Profile(
        described.levels,
        frozenset(described.descriptors),
        described.context,
        described.numbers,
        described.lines,
        described.paid_before,
        described.on,
    )
