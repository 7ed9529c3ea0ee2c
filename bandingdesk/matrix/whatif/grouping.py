"""Cases that are alike, numbered: distinct keys in order, and the number of each case's key."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MAX_DENSE = 4_000_000  # keys up to here are found by a table, above it by sorting

Whole = NDArray[np.int64]


def numbered(key: Whole, size: int) -> tuple[Whole, Whole]:
    """Return the distinct keys in order, and the place of each entry among them."""
    if size > MAX_DENSE:
        keys, at = np.unique(key, return_inverse=True)
        return keys, at
    seen = np.zeros(size, dtype=bool)
    seen[key] = True
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[key]


def grouped(parts: Sequence[Whole]) -> tuple[list[Whole], Whole]:
    """Return the distinct combinations of PARTS, in order, as one array a part, and the combination of each case."""
    lows = [int(part.min(initial=0)) for part in parts]
    sizes = [int(part.max(initial=0)) - low + 1 for part, low in zip(parts, lows, strict=True)]
    if math.prod(sizes) >= 2**62:
        found, group = np.unique(np.stack(parts), axis=1, return_inverse=True)
        return list(found), group.reshape(-1)
    key = np.zeros(len(parts[0]), dtype=np.int64)
    for part, low, size in zip(parts, lows, sizes, strict=True):
        key = key * size + (part - low)
    keys, group = numbered(key, math.prod(sizes))
    columns = []
    for low, size in zip(reversed(lows), reversed(sizes), strict=True):
        keys, own = np.divmod(keys, size)
        columns.append(own + low)
    return columns[::-1], group
