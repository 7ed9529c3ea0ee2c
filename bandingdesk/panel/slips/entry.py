"""A paper slip entered by the clerk: a figure strand after strand, and a second entry that must say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.panel.ops import Confidence, Rating
from bandingdesk.panel.slips.asked import DEFAULT_SURE, Asked

ON_PAPER = "On the member's paper slip"  # the line where the clerk enters the figures alone
# How sure is typed before the answer, by another kind of key than the answer, so that one key ends a row.
SURE_KEYS: Mapping[str, Confidence] = {"s": "sure", "f": "fairly", "n": "not_sure"}
LAW_SURE_KEYS: Mapping[str, Confidence] = {"1": "sure", "2": "fairly", "3": "not_sure"}
LAW_KEYS: Mapping[str, int] = {"n": 1, "?": 2, "y": 3}  # no, not sure, yes


class EntriesDifferError(InvalidError):
    """The second entry of a slip is not the first: COUNT rows differ, PLACES names them."""

    code = "SL-30"
    message = QT_TRANSLATE_NOOP("errors", "The two entries of this slip differ in {count} rows: {places}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was locked. The first entry is kept until you leave this form.")
    do = QT_TRANSLATE_NOOP("errors", "Look at these rows on the paper and enter them again.")
    strands: tuple[str, ...]
    count: int
    places: str


class Typed(NamedTuple):
    """What was typed in one row: the answer, None while there is none, and how sure."""

    answer: int | None
    sure: Confidence = DEFAULT_SURE


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was entered: the keys, the line on the slip, and the letters of the descriptions ticked (abc)."""

    strand: str
    keys: str = ""
    line: str = ""
    ticks: str = ""


def typed(asked: Asked, keys: str, *, of_law: bool) -> Typed:
    """Return what KEYS enter in a row: how sure first where it is said, then the answer.

    Levels are figures after s, f or n; answers in law are y, n or ? after 1, 2 or 3.
    """
    text, sure_keys = keys.strip().lower(), LAW_SURE_KEYS if of_law else SURE_KEYS
    sure = sure_keys.get(text[:1])
    rest = text if sure is None else text[1:].strip()
    if of_law:
        return Typed(LAW_KEYS.get(rest), sure or DEFAULT_SURE)
    number = int(rest) if rest.isascii() and rest.isdigit() and len(rest) <= 3 else -1
    return Typed(number if number in asked.choices else None, sure or DEFAULT_SURE)


def is_whole(asked: Asked, keys: str, *, of_law: bool) -> bool:
    """Return whether KEYS end a row: they answer it, and no other answer begins with them."""
    answer = typed(asked, keys, of_law=of_law).answer
    return answer is not None and not any(
        str(other).startswith(str(answer)) for other in asked.choices if other != answer and not of_law
    )


def ratings(asked: Sequence[Asked], entries: Sequence[Entry], *, of_law: bool) -> tuple[Rating, ...]:
    """Return what is locked of the ENTRIES; rows without an answer are left out, and the lock then names them."""
    by_strand = {one.strand: one for one in asked}
    found = []
    for entry in entries:
        one = by_strand[entry.strand]
        answer, sure = typed(one, entry.keys, of_law=of_law)
        if answer is not None:
            line = entry.line.strip() or ON_PAPER
            found.append(Rating(entry.strand, answer, sure, line, (), _ticked(one, answer, entry.ticks)))
    return tuple(found)


def _ticked(one: Asked, answer: int, letters: str) -> tuple[str, ...]:
    """Return the descriptions of the chosen level whose LETTERS are ticked: a is its first."""
    of_level = [line.tick for line in one.lines if line.tick and line.level == answer]
    wanted = {ord(letter) - ord("a") for letter in letters.lower() if letter.isalpha()}
    return tuple(tick for at, tick in enumerate(of_level) if at in wanted)


def require_same(asked: Sequence[Asked], first: Sequence[Entry], second: Sequence[Entry], *, of_law: bool) -> None:
    """Check a second entry of the same slip against the first: answers, how sure and ticks, not words.

    Raises EntriesDifferError, which names rows and no answer.
    """
    by_strand = {one.strand: one for one in asked}
    before = {entry.strand: entry for entry in first}

    def says(entry: Entry) -> tuple[Typed, frozenset[str]]:
        return typed(by_strand[entry.strand], entry.keys, of_law=of_law), frozenset(entry.ticks.lower())

    apart = tuple(entry.strand for entry in second if says(before[entry.strand]) != says(entry))
    if apart:
        places = ", ".join(by_strand[strand].name for strand in apart)
        raise EntriesDifferError(strands=apart, count=len(apart), places=places)
