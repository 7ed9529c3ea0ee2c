"""The levels of a framework in words, as a form offers them, and read back from what stands in a field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bandingdesk.casework.returns.found import alike
from bandingdesk.matrix import rule_words
from bandingdesk.matrix.framework import BestFit, BestOf, Decide, Framework, Level

_NUMBER = re.compile(r"(?:level\s*)?(\d{1,3})(?:\.0)?\.?", re.IGNORECASE)


class Chosen(NamedTuple):
    """What a field says: the level, None for none of the list; `is_typed`: a number in place of the whole text."""

    level: int | None
    is_typed: bool


def choices(framework: Framework, strand: str, phase: str) -> Mapping[int, str]:
    """Return what can be chosen for STRAND, each level's whole text by its number, in the words of PHASE.

    A text begins with its number, so that no two are the same. A level that stands for a band is not named: its name
    would be the band's.
    """
    named = strand not in set(_of_bands(framework.decide))
    return {level.level: _whole(level, phase, named=named) for level in framework.strand(strand).levels}


def chosen(offered: Mapping[int, str], said: str) -> Chosen:
    """Return the level that SAID names among the texts OFFERED."""
    for number, words in offered.items():
        if alike(words, said):
            return Chosen(number, is_typed=False)
    found = _NUMBER.fullmatch(said.strip())
    number = int(found[1]) if found else -1
    return Chosen(number, is_typed=True) if number in offered else Chosen(None, is_typed=True)


def names(framework: Framework) -> dict[str, str]:
    """Return the strands of FRAMEWORK, name by id, in its order."""
    return {strand.id: strand.name for strand in framework.strands}


def _whole(level: Level, phase: str, *, named: bool) -> str:
    title = f"Level {level.level}" + (f" ({level.name})" if level.name and named else "")
    own = {"ey": "early_years", "p16": "post16", "p19": "post16"}.get(phase, "default")
    texts = [getattr(one.text, own) or one.text.default for one in level.descriptors]
    return f"{title}: {' '.join(map(rule_words.sentence, texts))}" if texts else title


def _of_bands(decide: Decide) -> Iterator[str]:
    match decide:
        case BestFit():
            yield decide.strand
        case BestOf():
            for way in decide.of:
                yield from _of_bands(way)
