"""Levels carried forward: from the last decided profile as a marked start, or from one version of the rules to another.

A copy is where somebody begins, never what they found: each copied level says where it came from and is confirmed or
changed by itself before the profile can be locked. What cannot be carried is named, so that nobody misses it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from bandingdesk.casework.profiles.ops import Start
from bandingdesk.casework.profiles.profile import DraftStrand


class StrandWords(NamedTuple):
    """A strand of a framework in its words: its name, and the text of each of its levels."""

    name: str
    levels: Mapping[int, str]


Words = Mapping[str, StrandWords]  # by strand, in the framework's order


class Left(NamedTuple):
    """What was not carried as it was, by the strand's name and its level there (None where it had none).

    gone: the rules now have no such strand. level: the strand has no such level now. reworded: the words of the level
    are others now, so it has to be looked at. new: the rules before had no such strand.
    """

    strand: str
    name: str
    level: int | None
    why: Literal["gone", "level", "reworded", "new"]


class Carried(NamedTuple):
    """A draft under other rules, and what was left behind."""

    drafts: tuple[DraftStrand, ...]
    left: tuple[Left, ...]


def copied(decision: str, levels: Mapping[str, int]) -> tuple[DraftStrand, ...]:
    """Return the levels of a decided profile as a start that nobody has confirmed yet."""
    return tuple(
        DraftStrand(strand, level, start=Start(decision, level), is_confirmed=False) for strand, level in levels.items()
    )


def carry(drafts: Sequence[DraftStrand], before: Words, now: Words) -> Carried:
    """Return DRAFTS, written under the rules BEFORE, under the rules NOW.

    A level goes along where the strand still has it. Where its words are others now it goes along unconfirmed.
    """
    kept: list[DraftStrand] = []
    left: list[Left] = []
    for one in drafts:
        name = (before.get(one.strand) or now.get(one.strand) or StrandWords(one.strand, {})).name
        if one.strand not in now:
            left.append(Left(one.strand, name, one.level, "gone"))
        elif one.level is None:
            kept.append(one)
        elif one.level not in now[one.strand].levels:
            left.append(Left(one.strand, name, one.level, "level"))
            kept.append(replace(one, level=None, descriptors=(), start=None, is_confirmed=True))
        elif before.get(one.strand, StrandWords("", {})).levels.get(one.level) != now[one.strand].levels[one.level]:
            left.append(Left(one.strand, name, one.level, "reworded"))
            kept.append(replace(one, is_confirmed=False))
        else:
            kept.append(one)
    left += [Left(strand, words.name, None, "new") for strand, words in now.items() if strand not in before]
    return Carried(tuple(kept), tuple(left))


def merged(own: Mapping[str, DraftStrand], copies: Sequence[DraftStrand]) -> dict[str, DraftStrand]:
    """Return OWN with each copied level put where no level stands yet; what was written stays."""
    made = dict(own)
    for copy in copies:
        known = made.get(copy.strand, DraftStrand(copy.strand))
        if known.level is None and copy.level is not None:
            made[copy.strand] = replace(known, level=copy.level, start=copy.start, is_confirmed=copy.is_confirmed)
    return made
