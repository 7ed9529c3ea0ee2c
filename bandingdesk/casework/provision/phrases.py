"""How plans say a time, how often, a group and weeks: each phrase found is cut out of the text and becomes a value.

A finder returns (what it found, the text without it). More than one answer is no answer: the caller names the doubt.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from bandingdesk.casework.provision.ops import Per

_SAID = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40,
    "forty-five": 45, "fifty": 50, "sixty": 60,
}  # fmt: skip
_PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
_WORDS = "|".join(sorted((word for word in _SAID if word not in ("a", "an")), key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d{{1,2}})?\s?[½¼¾]?|[½¼¾]|{_WORDS})"
_COUNT = rf"(?:\d{{1,4}}|{_WORDS})"
_HOUR, _MINUTE = r"(?:hours?|hrs?|h)\b\.?", r"(?:minutes?|mins?|m)\b\.?"
_EACH = r"(?:an?|per|each|every|/)\s*"

# Each with what it means in minutes: group 1 hours, group 2 minutes, or a whole phrase.
_LENGTHS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (rf"\b(\d{{1,3}})\s*{_HOUR}\s*(?:and\s*)?(\d{{1,2}})\s*{_MINUTE}", "both"),
        (r"\b(\d)\s*h(?:rs?)?\s*(\d{2})\b", "both"),
        (r"\bthree[- ]quarters of an hour\b", "45"),
        (r"\bquarter of an hour\b", "15"),
        (r"\b(?:half an hour|half[- ]hour)(?:ly)?\b", "30"),
        (rf"\b({_COUNT})\s+and a half\s+{_HOUR}", "and a half"),
        (rf"(?<![\w.])({_NUMBER})[\s-]*{_HOUR}", "hours"),
        (r"\ban hour\b", "60"),
        (rf"(?<![\w.])({_NUMBER})[\s-]*{_MINUTE}", "minutes"),
    )
)
_RANGE = re.compile(rf"(?<![\w.]){_NUMBER}\s*(?:-|–|to|or)\s*{_NUMBER}[\s-]*(?:{_HOUR}|{_MINUTE})", re.IGNORECASE)

_HOW_MANY = rf"(?:(once|twice|thrice)|({_COUNT})\s*(?:times|sessions?|x|×))"
_UNITS: tuple[tuple[Per, str, str], ...] = (  # what stands after "a" or "every", and the adverb
    ("day", r"school day|day", r"daily"),
    ("half_term", r"half[- ]term", r"half[- ]termly"),
    ("term", r"term", r"termly"),
    ("fortnight", r"fortnight|(?:two|2|other) weeks?", r"fortnightly"),
    ("week", r"week", r"weekly"),
    ("year", r"year|annum", r"annually|yearly"),
)
_OFTEN: tuple[tuple[re.Pattern[str], Per], ...] = tuple(
    (re.compile(rf"(?:\b{_HOW_MANY}\s*)?(?:\b|(?=/)){said}", re.IGNORECASE), per)
    for per, unit, adverb in _UNITS
    for said in (rf"{_EACH}(?:{unit})\b", rf"(?:{adverb})\b")
)
_MONTHLY = re.compile(rf"\bmonthly\b|\b{_EACH}month\b", re.IGNORECASE)
_TIMES_OF = re.compile(rf"\b({_COUNT})\s*(?:x|×)\s*(?={_NUMBER}[\s-]*(?:{_HOUR}|{_MINUTE}))", re.IGNORECASE)
_LONG = rf"(?:{_NUMBER}[\s-]*(?:{_HOUR}|{_MINUTE})|half[- ]hour)"
_SO_MANY = re.compile(
    rf"\b({_COUNT})\s+(?=(?:(?:week|dai|fortnight|term)ly\s+)?{_LONG}[\w\s-]*?\bsessions?\b)", re.IGNORECASE
)
_SESSIONS = re.compile(rf"\b({_COUNT})\s+(?:separate\s+)?sessions?(?:\s+of)?\b|\bsessions?(?:\s+of)?\b", re.IGNORECASE)
_ONLY_TIMES = re.compile(r"\b(once|twice|thrice)\b", re.IGNORECASE)
_SAID_TIMES = {"once": 1, "twice": 2, "thrice": 3}

_GROUPS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\b(?:in\s+)?(?:an?\s+)?(?:small\s+)?groups?\s+of\s+(?:up to\s+)?({_COUNT})\b", re.IGNORECASE), 0),
    (re.compile(r"\b1\s*:\s*([2-9]|[1-3]\d)\b"), 0),
    (re.compile(r"\b(?:1\s*[:-]\s*1|one[- ]to[- ]one|1[- ]to[- ]1|one[- ]on[- ]one)\b", re.IGNORECASE), 1),
    (re.compile(r"\bindividual(?:ly)?\b", re.IGNORECASE), 1),
    (re.compile(r"\b(?:in (?:a )?pairs?|in a pair|paired)\b", re.IGNORECASE), 2),
)
_NO_NUMBER = re.compile(r"\b(?:in\s+)?(?:an?\s+)?(?:small\s+)?groups?\b", re.IGNORECASE)
_MORE_STAFF = re.compile(r"\b[2-9]\s*:\s*1\b")
_WEEKS = re.compile(
    rf"\b(?:(?:for|over|x|×)\s+)?({_COUNT})[- ]weeks?(?:\s+(?:an?|per|each)\s+year|\s+block|\s+of the year)?\b",
    re.IGNORECASE,
)
_TERM_TIME = re.compile(r"\b(?:in |during )?term[- ]time(?: only)?\b", re.IGNORECASE)


class Often(NamedTuple):
    """How often: TIMES per unit; times 0 where only the unit was said."""

    times: int
    per: Per


class Group(NamedTuple):
    """The size of a group; 0 where the text speaks of a group and names no number, or of more staff than children."""

    size: int
    is_up_to: bool = False
    more_staff: bool = False


def number(said: str) -> Fraction:
    """Return the number that SAID says: "15", "1.5", "1½", "twenty"."""
    text = said.strip().lower()
    if text in _SAID:
        return Fraction(_SAID[text])
    part = _PARTS.get(text[-1], Fraction(0))
    whole = text.rstrip("½¼¾ ")
    return (Fraction(whole) if whole else Fraction(0)) + part


def cut(text: str, found: re.Match[str]) -> str:
    """Return TEXT without what was FOUND, a bar in its place, so that words that were apart stay apart."""
    return f"{text[: found.start()]} | {text[found.end() :]}"


def lengths(text: str) -> tuple[list[Fraction], str]:
    """Return each length of time that TEXT names, in minutes, and the text without them; a range counts as two."""
    each: list[Fraction] = []
    while found := _RANGE.search(text):
        each += [Fraction(0), Fraction(0)]
        text = cut(text, found)
    for pattern, kind in _LENGTHS:
        while found := pattern.search(text):
            each.append(_minutes(found, kind))
            text = cut(text, found)
    return each, text


def range_of(text: str) -> str:
    """Return the range of time that TEXT gives ("20 to 30 minutes"), "" where it gives none."""
    found = _RANGE.search(text)
    return found[0] if found else ""


def often(text: str) -> tuple[list[Often], str]:
    """Return each way in which TEXT says how often, and the text without them."""
    each: list[Often] = []
    for pattern, per in _OFTEN:
        while found := pattern.search(text):
            each.append(Often(_times(found[1], found[2]), per))
            text = cut(text, found)
    if found := _ONLY_TIMES.search(text):
        each = [Often(_SAID_TIMES[found[1].lower()], one.per) if not one.times else one for one in each]
        text = cut(text, found)
    return each, text


def says_monthly(text: str) -> bool:
    """Return whether TEXT counts in months, which no school year is made of."""
    return _MONTHLY.search(text) is not None


def times_of(text: str) -> tuple[int, str]:
    """Return N of "N x 30 minutes", "N sessions of" or "N 40 minute sessions", and the text without it.

    0: it says none of them; -1: it speaks of sessions and not of how many.
    """
    found = _TIMES_OF.search(text) or _SO_MANY.search(text)
    if found:
        count, text = int(number(found[1])), cut(text, found)
        later = _SESSIONS.search(text)
        return count, cut(text, later) if later and not later[1] else text
    if found := _SESSIONS.search(text):
        is_many = found[0].lower().startswith("sessions")
        return int(number(found[1])) if found[1] else -1 if is_many else 0, cut(text, found)
    return 0, text


def group(text: str) -> tuple[list[Group], str]:
    """Return each group that TEXT names, and the text without them."""
    each = []
    for pattern, size in _GROUPS:
        while found := pattern.search(text):
            each.append(Group(size or int(number(found[1])), "up to" in found[0].lower()))
            text = cut(text, found)
    for unclear in (_MORE_STAFF, _NO_NUMBER):
        if not each and (found := unclear.search(text)):
            each.append(Group(0, more_staff=unclear is _MORE_STAFF))
            text = cut(text, found) if unclear is _MORE_STAFF else text
    return each, text


def weeks(text: str) -> tuple[list[int], str]:
    """Return each number of weeks that TEXT names (0: in term time), and the text without them."""
    each = []
    while found := _WEEKS.search(text):
        each.append(int(number(found[1])))
        text = cut(text, found)
    while found := _TERM_TIME.search(text):
        each.append(0)
        text = cut(text, found)
    return each, text


def _minutes(found: re.Match[str], kind: str) -> Fraction:
    match kind:
        case "both":
            return Fraction(int(found[1]) * 60 + int(found[2]))
        case "hours":
            return number(found[1]) * 60
        case "and a half":
            return number(found[1]) * 60 + 30
        case "minutes":
            return number(found[1])
    return Fraction(int(kind))


def _times(word: str | None, count: str | None) -> int:
    if word:
        return _SAID_TIMES[word.lower()]
    return int(number(count)) if count else 0
