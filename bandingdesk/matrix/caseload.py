"""Many profiles at once, as columns: what the batch path and the simulation read.

Levels are level numbers by strand, one byte each; contexts are codes into their values; numbers hold number measures
and, in pence, the totals of cost measures. A gap is MISSING (levels) or -1 (contexts). No name: a case is an id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bandingdesk.matrix.profile import Profile

MISSING = -128  # no level number is that low: conditions.LevelNumber ends at -100

Levels = NDArray[np.int8]
Codes = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Column:
    """One value a case out of a list: `codes` are places in `values`, -1 where nothing is given."""

    values: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, given: Sequence[str | None], values: Sequence[str] = ()) -> Column:
        """Return GIVEN as codes; VALUES come first in the list, others follow as they appear."""
        places = {value: n for n, value in enumerate(values)}
        codes = [-1 if value is None else places.setdefault(value, len(places)) for value in given]
        return cls(tuple(places), np.asarray(codes, dtype=np.int16))


@dataclass(frozen=True, slots=True)
class Caseload:
    """Profiles by column; `levels` has one row a strand of `strands` and one column a case.

    `groups` are for reports alone (school, need): no rule reads them. `ticks` by descriptor.
    """

    cases: tuple[str, ...]
    strands: tuple[str, ...]
    levels: Levels
    contexts: Mapping[str, Column] = field(default_factory=dict)
    numbers: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    ticks: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    groups: Mapping[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cases)

    def profile(self, n: int) -> dict[str, Any]:
        """Return the fields of case N's `Profile`: levels, descriptors, context and numbers."""
        levels = {
            strand: int(own[n]) for strand, own in zip(self.strands, self.levels, strict=True) if own[n] != MISSING
        }
        context = {
            name: column.values[column.codes[n]] for name, column in self.contexts.items() if column.codes[n] >= 0
        }
        return {
            "levels": levels,
            "descriptors": frozenset(name for name, own in self.ticks.items() if own[n]),
            "context": context,
            "numbers": {name: int(own[n]) for name, own in self.numbers.items()},
        }


def gathered(
    profiles: Mapping[str, Profile],
    strands: Sequence[str],
    contexts: Mapping[str, Sequence[str]],
    groups: Mapping[str, Sequence[str | None]] = {},
) -> Caseload:
    """Return PROFILES, by case, as columns. CONTEXTS gives each context's values; GROUPS one value a case, in order.

    Levels of strands that are not among STRANDS are left behind.
    """
    own = list(profiles.values())
    levels = np.array([[profile.levels.get(strand, MISSING) for profile in own] for strand in strands], dtype=np.int8)
    ticks = sorted({tick for profile in own for tick in profile.descriptors})
    numbers = sorted({name for profile in own for name in profile.numbers})
    return Caseload(
        cases=tuple(profiles),
        strands=tuple(strands),
        levels=levels.reshape(len(strands), len(own)),
        contexts={
            name: Column.of([profile.context.get(name) for profile in own], values) for name, values in contexts.items()
        },
        numbers={
            name: np.array([profile.numbers.get(name, -1) for profile in own], dtype=np.int64) for name in numbers
        },
        ticks={tick: np.array([tick in profile.descriptors for profile in own], dtype=bool) for tick in ticks},
        groups={name: Column.of(values) for name, values in groups.items()},
    )
