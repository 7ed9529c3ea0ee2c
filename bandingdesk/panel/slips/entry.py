"""A paper slip entered by the clerk: figures strand after strand, and a second entry that must say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError
from bandingdesk.panel.ops import Confidence, Rating
from bandingdesk.panel.slips.asked import DEFAULT_SURE, Asked

ON_PAPER = "On the member's paper slip"  # the line where the clerk enters the figures alone
KEYS: Mapping[str, Confidence] = {"1": "sure", "2": "fairly", "3": "not_sure"}
LAW_KEYS: Mapping[str, int] = {"n": 1, "?": 2, "y": 3}  # no, not sure, yes


class EntriesDifferError(InvalidError):
    """The second entry of a slip is not the first: COUNT rows differ, PLACES names them."""

    code = "SL-30"
    message = QT_TRANSLATE_NOOP("errors", "The two entries of this slip differ in {count} rows: {places}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was locked; the first entry is kept until you leave this form.")
    do = QT_TRANSLATE_NOOP("errors", "Look at these rows on the paper and enter them again.")
    strands: tuple[str, ...]
    count: int
    places: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was entered: the key of the answer ("" for none), how sure, and the line on the slip."""

    strand: str
    key: str = ""
    sure: Confidence = DEFAULT_SURE
    line: str = ""
    descriptors: tuple[str, ...] = ()


def answer(asked: Asked, key: str, *, of_law: bool) -> int | None:
    """Return the answer that KEY enters, None where it enters none.

    Levels are entered by their figures, answers in law by y, n and ?.
    """
    if of_law:
        return LAW_KEYS.get(key.strip().lower())
    text = key.strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
    return number if number in asked.choices else None


def ratings(asked: Sequence[Asked], entries: Sequence[Entry], *, of_law: bool) -> tuple[Rating, ...]:
    """Return what is locked of the ENTRIES; rows without an answer are left out, and the lock then names them."""
    by_strand = {one.strand: one for one in asked}
    found = []
    for entry in entries:
        level = answer(by_strand[entry.strand], entry.key, of_law=of_law)
        if level is not None:
            ticks = tuple(sorted(by_strand[entry.strand].ticks.get(level, frozenset()) & set(entry.descriptors)))
            found.append(Rating(entry.strand, level, entry.sure, entry.line.strip() or ON_PAPER, (), ticks))
    return tuple(found)


def require_same(asked: Sequence[Asked], first: Sequence[Entry], second: Sequence[Entry]) -> None:
    """Check a second entry of the same slip against the first: answers and how sure, not words.

    Raises EntriesDifferError, which names rows and no answer.
    """
    names = {one.strand: one.name for one in asked}
    before = {entry.strand: (entry.key.strip().lower(), entry.sure) for entry in first}
    apart = tuple(
        entry.strand for entry in second if before.get(entry.strand) != (entry.key.strip().lower(), entry.sure)
    )
    if apart:
        places = ", ".join(names[strand] for strand in apart)
        raise EntriesDifferError(strands=apart, count=len(apart), places=places)
