"""Levels, ticks and context of one child, without the child."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Profile(NamedTuple):
    """What the engine reads: a level by strand id, the descriptors relied on, and a value by context id.

    A strand that is not rated is left out of `levels`.
    """

    levels: Mapping[str, int]
    descriptors: frozenset[str] = frozenset()
    context: Mapping[str, str] = {}
