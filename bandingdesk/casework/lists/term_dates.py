"""A list of term dates: each row a closure, or a term whose neighbours tell the closures between."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bandingdesk.casework import cells
from bandingdesk.casework.intake import Place, Problem
from bandingdesk.casework.lists import terms
from bandingdesk.casework.lists.ops import Closure
from bandingdesk.casework.lists.settings import SettingLine
from bandingdesk.casework.lists.terms import Terms
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ops import Op

REOPENS_FIRST = QT_TRANSLATE_NOOP("problems", "{label} {value} is not after {earlier}, the first day closed.")
TERM_BACKWARDS = QT_TRANSLATE_NOOP("problems", "{label} {value} is before {earlier}, the first day of term.")
LONG = QT_TRANSLATE_NOOP("problems", "{label} {value} makes a closure of {days} days. Check the year.")
FAR = QT_TRANSLATE_NOOP("problems", "{label} {value} is too far away to be right.")
STRANGE = QT_TRANSLATE_NOOP("problems", "{label} {value} is not among your settings, so no case would follow it.")
NOT_BOTH = QT_TRANSLATE_NOOP("problems", "{label} is missing: give the last day closed or the day it reopens.")
LONGEST = 120  # days; no school holiday is nearly as long
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """One closure of a list or of the record. A term is a closure that is still to be worked out: `is_term`."""

    closes: date
    reopens: date
    setting: str = ""
    name: str = ""
    is_term: bool = False
    row: int = field(default=0, compare=False)

    @property
    def key(self) -> Hashable:
        """A setting closes once on a day."""
        return self.setting, self.closes, self.is_term

    def facts(self) -> dict[str, Any]:
        """Return what a list may say of it."""
        return {"closes": self.closes, "reopens": self.reopens, "name": self.name}


def reader(settings: Mapping[Hashable, SettingLine]) -> Any:
    """Return what reads a row as a closure or a term. SETTINGS are those on record."""

    def read(place: Place, values: dict[str, Any], _blocked: set[str]) -> tuple[ClosureLine | None, list[Problem]]:
        urn, strange = _setting(place, values, settings)
        problems = [strange] if strange else []
        starts, ends = ("term_from", "term_to") if "term_from" in values else ("closes", "reopens")
        if starts == "closes" and "reopens" not in values and "closed_to" in values:
            values["reopens"], ends = values["closed_to"] + _DAY, "closed_to"
        problems += _sense(place, values, starts, ends)
        if any(one.blocking for one in problems):
            return None, problems
        until = values["term_to"] if starts == "term_from" else values["reopens"]
        line = ClosureLine(values[starts], until, urn, values.get("name", ""), starts == "term_from", place.row)
        return line, problems

    return read


def between(lines: Sequence[ClosureLine]) -> tuple[ClosureLine, ...]:
    """Return LINES with the terms among them turned into the closures between them, by setting."""
    made = [line for line in lines if not line.is_term]
    by_setting: dict[str, list[ClosureLine]] = {}
    for line in lines:
        if line.is_term:
            by_setting.setdefault(line.setting, []).append(line)
    for setting, found in by_setting.items():
        rows = {line.closes: line.row for line in found}
        spans = terms.between_terms([(line.closes, line.reopens) for line in found])
        made += [ClosureLine(closes, reopens, setting, row=rows.get(reopens, 0)) for closes, reopens in spans]
    return tuple(made)


def known(states: Iterable[Terms], lines: Iterable[ClosureLine]) -> dict[Hashable, ClosureLine]:
    """Return the closures on record by the key of the line that speaks of them: the one that it overlaps."""
    held = {state.setting: state.closures for state in states}
    found: dict[Hashable, ClosureLine] = {}
    for line in lines:
        for one in held.get(line.setting, ()):
            if one.closes < line.reopens and line.closes < one.reopens:
                found[line.key] = ClosureLine(one.closes, one.reopens, line.setting, one.name)
                break
    return found


def record(
    lines: Iterable[ClosureLine], states: Mapping[str, Terms], by: str, at: datetime, source: str
) -> Iterable[Op]:
    """Give an op for each setting that LINES speak of: its closures anew, joined with those on record."""
    by_setting: dict[str, list[Closure]] = {}
    for line in lines:
        by_setting.setdefault(line.setting, []).append(Closure(line.closes, line.reopens, line.name))
    for setting, said in by_setting.items():
        state = states.get(setting)
        yield terms.record(state, setting, terms.joined(state.closures if state else (), said), by, at, source)


def _setting(
    place: Place, values: Mapping[str, Any], settings: Mapping[Hashable, SettingLine]
) -> tuple[str, Problem | None]:
    """Return the URN that a row speaks of, "" for all of the council, and a warning where it is not on record."""
    urn, name = values.get("setting_urn", ""), values.get("setting_name", "")
    if urn:
        known_ = ("urn", urn) in settings
        strange = None if known_ else place.problem("setting_urn", "IM-60", STRANGE, blocking=False, value=urn)
        return urn, strange
    if not name or cells.folded(name) in ("all", "all settings", "all schools", "council", "local authority"):
        return "", None
    hit = settings.get(("name", cells.folded(name)))
    if hit is not None and hit.urn:
        return hit.urn, None
    return "", place.problem("setting_name", "IM-63", STRANGE, value=name)


def _sense(place: Place, values: Mapping[str, Any], starts: str, ends: str) -> Iterable[Problem]:
    if ends not in values:
        yield place.problem(ends, "IM-64", NOT_BOTH)
        return
    first, last = values[starts], values[ends]
    for name, day in ((starts, first), (ends, last)):
        if not EARLIEST <= day <= LATEST:
            yield place.problem(name, "IM-61", FAR, value=cells.shown(day))
            return
    if starts == "term_from":
        if last < first:
            yield place.problem(ends, "IM-65", TERM_BACKWARDS, value=cells.shown(last), earlier=cells.shown(first))
        return
    reopens = values["reopens"]
    if reopens <= first:
        yield place.problem(ends, "IM-65", REOPENS_FIRST, value=cells.shown(last), earlier=cells.shown(first))
    elif (reopens - first).days > LONGEST:
        days = str((reopens - first).days)
        yield place.problem(ends, "IM-66", LONG, value=cells.shown(last), days=days)
