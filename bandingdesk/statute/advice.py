"""Whose advice an assessment asks for, and what may excuse a late reply, as dated data.

Read from `resources/statute/advice.json`. Source: SEND Regs 2014 r6(1)-(2) and r8(2); a head of r8(2) serves the six
weeks of who advises, never the council's own (statute.md 1.2).
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from bandingdesk import resources


@dataclass(frozen=True, slots=True)
class Body:
    """One kind of adviser. `closes`: a school or setting, whose closure may excuse the council (r10(4)(a))."""

    id: str
    title: str
    provision: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """One head that may excuse a late reply; `weeks`: it has to last so long."""

    id: str
    title: str
    provision: str
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class AdviceBook:
    """The advisers and the heads, by id, in the order of the law."""

    version: str
    bodies: dict[str, Body]
    heads: dict[str, Head]


def read(text: str) -> AdviceBook:
    """Return the book in the JSON document TEXT. Raises ValueError, KeyError, TypeError."""
    raw = json.loads(text)
    bodies = [Body(**one) for one in raw["bodies"]]
    heads = [Head(**one) for one in raw["exceptions"]]
    return AdviceBook(raw["version"], {one.id: one for one in bodies}, {one.id: one for one in heads})


@functools.cache
def book() -> AdviceBook:
    """Return the book that ships."""
    return read(resources.text("statute/advice.json"))
