"""Reads lines of Section F as they are typed or pasted: sentences of a plan, or rows of a table of Word or Excel.

Nothing is guessed in silence. What the text does not say stays empty or is assumed, and either is named as a doubt
beside the line; so are words too vague for a plan, and numbers that found no place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from bandingdesk.casework.provision import phrases
from bandingdesk.casework.provision.ledger import LONGEST
from bandingdesk.casework.provision.ops import Line, Per
from bandingdesk.casework.provision.rates import Rates
from bandingdesk.errors import QT_TRANSLATE_NOOP

MOST_LINES = 300
DOUBTS = {
    "what": QT_TRANSLATE_NOOP("provision", "It does not say what is provided."),
    "role": QT_TRANSLATE_NOOP("provision", "It does not say who gives it."),
    "roles": QT_TRANSLATE_NOOP("provision", "It names more than one who could give it: {words}."),
    "role_unknown": QT_TRANSLATE_NOOP("provision", "The council's rates know no “{words}”."),
    "time": QT_TRANSLATE_NOOP("provision", "It names no time, so no hours and no cost."),
    "minutes": QT_TRANSLATE_NOOP("provision", "It does not say how long each time is."),
    "times": QT_TRANSLATE_NOOP("provision", "More than one length of time: {words}."),
    "range": QT_TRANSLATE_NOOP("provision", "It gives a range of time: {words}."),
    "part": QT_TRANSLATE_NOOP("provision", "The time is not whole minutes: {words}."),
    "often": QT_TRANSLATE_NOOP("provision", "It does not say how often."),
    "sessions": QT_TRANSLATE_NOOP("provision", "It speaks of sessions and not of how many."),
    "often_twice": QT_TRANSLATE_NOOP("provision", "It says how often in more than one way: {words}."),
    "monthly": QT_TRANSLATE_NOOP("provision", "It counts in months. Say it by week, half term or term."),
    "group": QT_TRANSLATE_NOOP("provision", "It speaks of a group and not of its size."),
    "staff": QT_TRANSLATE_NOOP("provision", "It asks for more than one adult at a time. Write a line for each."),
    "groups": QT_TRANSLATE_NOOP("provision", "It names more than one size of group: {words}."),
    "group_up_to": QT_TRANSLATE_NOOP("provision", "The group is “up to” {words}: counted as {words}."),
    "group_assumed": QT_TRANSLATE_NOOP("provision", "No group is named: counted for this child alone."),
    "weeks_assumed": QT_TRANSLATE_NOOP("provision", "No weeks are named: counted over {words} weeks."),
    "weeks": QT_TRANSLATE_NOOP("provision", "It names more than one number of weeks: {words}."),
    "vague": QT_TRANSLATE_NOOP("provision", "“{words}” leaves open what is owed. A plan has to be specific."),
    "number": QT_TRANSLATE_NOOP("provision", "The number {words} was not understood."),
    "long": QT_TRANSLATE_NOOP("provision", "The line is longer than 2,000 characters."),
    "head": QT_TRANSLATE_NOOP("provision", "This row was taken as the heading of the table."),
    "most": QT_TRANSLATE_NOOP("provision", "Only the first 300 lines were read."),
}
ASSUMED = frozenset({"group_assumed", "weeks_assumed", "group_up_to", "vague", "time", "number", "head", "most"})
"""Doubts to look at; each other one leaves a field empty, which a person has to fill."""

_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("role", ("who", "staff", "role", "delivered by", "provided by", "provider", "by whom", "person")),
    ("often", ("how often", "frequency", "when", "times", "sessions")),
    ("weeks", ("weeks",)),
    ("group", ("group", "ratio", "size")),
    ("minutes", ("minutes", "mins", "hours", "how long", "length", "duration", "time")),
    ("what", ("what", "provision", "support", "intervention", "section f", "special educational provision")),
)
_BULLET = re.compile(r"^\s*(?:[•·▪◦*–-]|\(?[a-zA-Z]?\d{1,3}[.):]|[a-z][.)])\s+")
_GIVEN_BY = re.compile(
    r"(?<!planned )(?<!overseen )(?<!supervised )(?<!monitored )(?<!designed )(?<!set )(?<!reviewed )"
    r"\b(?:(?:delivered|provided|given|led|run|supported|taught)\s+by|by|with|from)\s+(?:an?|the|their|her|his)?\s*$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:regular(?:ly)?|access to|opportunit(?:y|ies)|as (?:and when )?(?:required|needed|necessary|appropriate)"
    r"|where (?:possible|appropriate|necessary)|would benefit from|frequent(?:ly)?|ongoing|up to|at least"
    r"|approximately|about|around|minimum of|no more than)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])")
_JOINTS = re.compile(r"\s*(?:\|\s*)+")
_EDGES = re.compile(r"^(?:[\s,;:.()–-]|\b(?:and|for|in|of|at|over|with)\b)+|(?:[\s,;:(–-]|\b(?:and|for|in|of|at|over|with|an?|to|up|least|about|around|approximately|minimum)\b)+$", re.IGNORECASE)  # fmt: skip  # noqa: E501


class Doubt(NamedTuple):
    """One doubt about a line: its code in DOUBTS and the words it is about."""

    code: str
    words: str = ""

    def text(self) -> str:
        """Return the doubt in words."""
        return DOUBTS[self.code].format(words=self.words)


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was read, with its doubts; numbers are 0 and the role "" where the text does not say them."""

    text: str
    line: Line
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether no field was left for a person to fill."""
        return all(doubt.code in ASSUMED for doubt in self.doubts)


@dataclass(slots=True)
class _Found:
    """A line while it is read."""

    rates: Rates
    line: Line
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, words: str = "") -> None:
        self.doubts.append(Doubt(code, words))


def parse(text: str, rates: Rates) -> tuple[ReadLine, ...]:
    """Return each line of TEXT as it was read: rows of a table where it holds tabs, else a sentence a line."""
    rows = _rows(text)
    found: list[ReadLine] = []
    head: dict[int, str] = {}
    for row in rows[:MOST_LINES]:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if len(cells) > 1 and (named := _head(cells)):
            head = named
            found.append(ReadLine(" ".join(filter(None, cells)), _empty(rates), (Doubt("head"),)))
        elif len(cells) > 1 and head:
            found.append(_table_row(cells, head, rates))
        else:
            found.append(_printed(cells, rates) or _sentence(", ".join(filter(None, cells)), rates))
    if len(rows) > MOST_LINES:
        found.append(ReadLine("", _empty(rates), (Doubt("most"),)))
    return tuple(found)


def lines(read: Sequence[ReadLine]) -> tuple[Line, ...]:
    """Return the lines among what was READ, without headings."""
    return tuple(one.line for one in read if not any(doubt.code in ("head", "most") for doubt in one.doubts))


def printed(line: Line, rates: Rates) -> str:
    """Return LINE as a row that a table takes and `parse` reads back unchanged."""
    cells = [line.what, rates.title(line.role)]
    if line.minutes:
        cells += [f"{line.minutes} minutes", f"{line.times} times a {_UNITS[line.per]}", str(line.group)]
        cells.append(str(line.weeks))
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="").writerow([*cells, *[""] * (6 - len(cells))])
    return out.getvalue()


_UNITS: Mapping[Per, str] = {
    "day": "day",
    "week": "week",
    "fortnight": "fortnight",
    "half_term": "half term",
    "term": "term",
    "year": "year",
}


def _rows(text: str) -> list[list[str]]:
    if "\t" not in text:
        return [[line] for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))


def _empty(rates: Rates) -> Line:
    return Line("", "", 0, 0, "week", 1, rates.weeks)


def _head(cells: Sequence[str]) -> dict[int, str]:
    """Return the columns that a heading names, {} where CELLS are no heading: it names two or more, and no number."""
    if any(char.isdigit() for cell in cells for char in cell):
        return {}
    named = {at: name for at, cell in enumerate(cells) if (name := _column(cell))}
    is_head = len(set(named.values())) >= 2 and all(len(cell) <= 40 for cell in cells)
    return named if is_head else {}


def _column(cell: str) -> str:
    said = cell.casefold()
    return next((name for name, words in _NAMES if any(word in said for word in words)), "")


def _printed(cells: Sequence[str], rates: Rates) -> ReadLine | None:
    """Return the line of a row that `printed` made, None for any other row."""
    if len(cells) != 6 or not cells[0]:
        return None
    what, title, length, frequency, group, weeks = cells
    role = _exact_role(title, rates)
    if not any((title, length, frequency, group, weeks)):
        return ReadLine(what, replace(_empty(rates), what=what), (Doubt("time"),))
    minutes, left = phrases.lengths(length)
    times, rest = phrases.often(frequency)
    is_plain = len(minutes) == 1 and len(times) == 1 and not _words(left) and not _words(rest)
    if not is_plain or not times[0].times or not group.isdecimal() or not weeks.isdecimal():
        return None
    line = Line(what, role or title, int(minutes[0]), times[0].times, times[0].per, int(group), int(weeks))
    doubts = () if role or not rates.roles else (Doubt("role_unknown", title),)
    return ReadLine("; ".join(cells), line if not doubts else replace(line, role=""), doubts)


def _sentence(text: str, rates: Rates) -> ReadLine:
    text = _BULLET.sub("", text).strip()
    found = _Found(rates, _empty(rates))
    if len(text) > LONGEST:
        found.doubt("long")
        return ReadLine(text, replace(found.line, what=text[:LONGEST]), tuple(found.doubts))
    left = _role(text, found)
    left = _time(left, found)
    left = _group(left, found)
    what = _words(left)
    _note_rest(text, what, found)
    if not what:
        found.doubt("what")
    found.line = replace(found.line, what=what)
    return ReadLine(text, found.line, tuple(found.doubts))


def _table_row(cells: Sequence[str], head: Mapping[int, str], rates: Rates) -> ReadLine:
    """Return a row under a heading: each cell read as its column says, a bare number as that column's own."""
    by: dict[str, str] = {}
    for at, cell in enumerate(cells):
        name = head.get(at, "")
        by[name] = f"{by[name]}, {cell}" if by.get(name) and cell else by.get(name) or cell
    found = _Found(rates, _empty(rates))
    told = " ".join(filter(None, (_length_cell(by.get("minutes", "")), _often_cell(by.get("often", "")))))
    if weeks := by.get("weeks", ""):
        told += f" for {weeks} weeks" if weeks.isdecimal() else f" {weeks}"
    group = by.get("group", "")
    left = _time(told, found, is_table=True)
    left += " | " + _group(f"group of {group}" if group.isdecimal() else group, found)
    title = by.get("role", "")
    if role := _exact_role(title, rates):
        found.line = replace(found.line, role=role)
    else:
        _role(f"by {title}" if title else by.get("what", ""), found)
    what = ", ".join(filter(None, (by.get("what", ""), by.get("", ""))))
    _note_rest(" ".join(cells), _words(left), found)
    if not what:
        found.doubt("what")
    found.line = replace(found.line, what=what)
    return ReadLine("; ".join(filter(None, cells)), found.line, tuple(found.doubts))


def _length_cell(cell: str) -> str:
    return f"{cell} minutes" if re.fullmatch(r"\d+", cell) else cell


def _often_cell(cell: str) -> str:
    return f"{cell} times a week" if re.fullmatch(r"\d+", cell) else cell


def _time(text: str, found: _Found, *, is_table: bool = False) -> str:
    """Read weeks, how often and how long out of TEXT."""
    is_monthly = phrases.says_monthly(text)
    fortnight = re.sub(r"\bevery (?:two|2|other) weeks?\b", "every fortnight", text, flags=re.IGNORECASE)
    weeks, text = phrases.weeks(fortnight)
    said = text
    times, text = phrases.times_of(text)
    often, text = phrases.often(text)
    lengths, text = phrases.lengths(text)
    if not lengths and not often and not is_monthly and not times:
        found.doubt("time")
        return said if not weeks else fortnight
    _keep_length(lengths, said, found)
    _keep_often(often, times, found, is_monthly=is_monthly)
    _keep_weeks(weeks, found)
    return text


def _keep_length(lengths: Sequence[Fraction], text: str, found: _Found) -> None:
    if len(lengths) == 1 and lengths[0].denominator == 1 and lengths[0] > 0:
        found.line = replace(found.line, minutes=int(lengths[0]))
    elif not lengths:
        found.doubt("minutes")
    elif said := phrases.range_of(text):
        found.doubt("range", said)
    elif len(lengths) > 1:
        found.doubt("times", ", ".join(f"{_plain(one)} minutes" for one in lengths))
    else:
        found.doubt("part", f"{_plain(lengths[0])} minutes")


def _keep_often(often: Sequence[phrases.Often], times: int, found: _Found, *, is_monthly: bool) -> None:
    if times < 0 and not any(one.times for one in often):
        found.doubt("sessions")
    elif len(often) == 1:
        times = max(times, 0)
        count = often[0].times or times or 1
        if often[0].times and times and often[0].times != times:
            found.doubt("often_twice", f"{often[0].times}, {times}")
            return
        found.line = replace(found.line, times=count, per=often[0].per)
    elif often:
        found.doubt("often_twice", ", ".join(f"{max(one.times, 1)} a {_UNITS[one.per]}" for one in often))
    else:
        found.doubt("monthly" if is_monthly else "often")


def _keep_weeks(weeks: Sequence[int], found: _Found) -> None:
    named = [one for one in weeks if one]
    if len(named) == 1:
        found.line = replace(found.line, weeks=named[0])
    elif named:
        found.line = replace(found.line, weeks=0)
        found.doubt("weeks", ", ".join(str(one) for one in named))
    elif not weeks and found.line.per not in ("half_term", "term", "year"):
        found.doubt("weeks_assumed", str(found.rates.weeks))


def _group(text: str, found: _Found) -> str:
    groups, text = phrases.group(text)
    sizes = {one.size for one in groups}
    if len(sizes) > 1:
        found.line = replace(found.line, group=0)
        found.doubt("groups", ", ".join(str(one) for one in sorted(sizes)))
    elif sizes == {0}:
        found.line = replace(found.line, group=0)
        found.doubt("staff" if groups[0].more_staff else "group")
    elif sizes:
        found.line = replace(found.line, group=groups[0].size)
        if groups[0].is_up_to:
            found.doubt("group_up_to", str(groups[0].size))
    elif found.line.minutes:
        found.doubt("group_assumed")
    return text


def _exact_role(title: str, rates: Rates) -> str:
    said = title.casefold()
    known = (rate for rate in rates.roles.values() if said in {rate.id.casefold(), *map(str.casefold, rate.words)})
    return next((rate.id for rate in known), "")


def _role(text: str, found: _Found) -> str:
    """Read who gives it: "by a …" and "with a …" count before a role that is only mentioned."""
    given: dict[str, re.Match[str]] = {}
    mentioned: dict[str, str] = {}
    for rate in found.rates.roles.values():
        for word in sorted(rate.words, key=len, reverse=True):
            for seen in re.finditer(rf"\b{re.escape(word)}s?\b", text, re.IGNORECASE):
                mentioned[rate.id] = seen[0]
                if _GIVEN_BY.search(text[: seen.start()]):
                    given.setdefault(rate.id, seen)
    if len(given) == 1:
        role, seen = next(iter(given.items()))
        found.line = replace(found.line, role=role)
        begins = _GIVEN_BY.search(text[: seen.start()])
        return f"{text[: begins.start() if begins else seen.start()]} | {text[seen.end() :]}"
    if len(given or mentioned) == 1:
        found.line = replace(found.line, role=next(iter(mentioned)))
    elif mentioned:
        found.doubt("roles", ", ".join(found.rates.title(role) for role in (given or mentioned)))
    elif found.rates.roles:
        found.doubt("role")
    return text


def _note_rest(text: str, left: str, found: _Found) -> None:
    """Name vague words and numbers without a place; a line without a time needs nobody who gives it."""
    if any(doubt.code == "time" for doubt in found.doubts):
        found.doubts = [
            one for one in found.doubts if one.code not in ("role", "roles", "weeks_assumed", "group", "staff")
        ]
        found.line = replace(found.line, role="", group=1)
    for vague in dict.fromkeys(word.lower() for word in _VAGUE.findall(text)):
        if vague != "up to" or not any(doubt.code == "group_up_to" for doubt in found.doubts):
            found.doubt("vague", vague)
    for loose in dict.fromkeys(_LOOSE.findall(left)):
        found.doubt("number", loose)


def _words(text: str) -> str:
    """Return what is left of a text once its phrases are cut out, without the joints between them."""
    parts = [_EDGES.sub("", part) for part in _JOINTS.split(text)]
    kept = " ".join(filter(None, (" ".join(part.split()) for part in parts)))
    return _EDGES.sub("", kept).strip()


def _plain(number: Fraction) -> str:
    return f"{float(number):.2f}".rstrip("0").rstrip(".")
