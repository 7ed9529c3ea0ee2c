"""The book of dated rules: which limit is in force on a day, where it stands in the law, and how it is counted.

Read from `resources/statute/clock.json`. Rule ids are those of the timetable; the keys of the worked examples
("20w_from_request") lead to the same rules. No limit is written into code.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError

_WEEKS_KEY = re.compile(r"(\d{1,2})w_(\w+)")


class RuleUnknownError(InvalidError):
    """The book holds no rule or key RULE."""

    code = "LA-01"
    message = QT_TRANSLATE_NOOP("errors", "No rule of the law is called {rule}.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Use a rule such as PLAN.FINAL, or a key such as 20w_from_request.{near}")


class RuleNotInForceError(RefusedError):
    """RULE was not in force on DAY; `law` names its version."""

    code = "LA-02"
    message = QT_TRANSLATE_NOOP("errors", "Rule {rule} ({law}) was not in force on {day}.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Check the day, or take the rule that was in force then.")


class BookInvalidError(InvalidError):
    """The rule book is damaged: FAULT says where."""

    code = "LA-03"
    message = QT_TRANSLATE_NOOP("errors", "The book of legal dates can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "No date was worked out.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


@dataclass(frozen=True, slots=True)
class Law:
    """A version of the law: its id, its title, and the days on which it holds (`until` inclusive, None: still)."""

    id: str
    title: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit. `counting` is a name in `clock.COUNTINGS`; `number` counts `unit`; `fixed` is (month, day).

    `trigger` says what a clock of this rule starts from: "day", "year", "appeal", "review" or "closure".
    `target` is False where the time is the family's or no limit is set: then there is no internal target.
    """

    id: str
    step: str
    counting: str
    number: int
    unit: str
    starts: str
    provision: str
    law: Law
    evidence: str
    trigger: str = "day"
    fixed: tuple[int, int] | None = None
    target: bool = True
    note: str = ""

    def require_in_force(self, day: date) -> None:
        """Check that the rule's law holds on DAY. Raises RuleNotInForceError."""
        if day < self.law.since or (self.law.until is not None and day > self.law.until):
            raise RuleNotInForceError(rule=self.id, law=self.law.title, day=f"{day:%d/%m/%Y}")


@dataclass(frozen=True, slots=True)
class Overlay:
    """Temporary law on top of RULES (ids with *) whose last day falls while its law holds: a note, the day stays."""

    law: Law
    provision: str
    rules: tuple[str, ...]
    note: str

    def covers(self, rule: str, latest: date) -> bool:
        """Return whether the law holds for a step of RULE whose last day is LATEST."""
        holds = self.law.since <= latest and (self.law.until is None or latest <= self.law.until)
        return holds and any(fnmatchcase(rule, pattern) for pattern in self.rules)


@dataclass(frozen=True, slots=True)
class Book:
    """All rules by id, the keys that lead to them, and the families of keys that name a number of weeks."""

    rules: dict[str, Rule]
    keys: dict[str, str]
    key_starts: dict[str, str]
    families: dict[str, dict[str, Any]]
    overlays: tuple[Overlay, ...] = ()

    def rule(self, name: str) -> Rule:
        """Return the rule of an id or key NAME. Raises RuleUnknownError, naming limbs that begin alike."""
        if name in self.rules:
            return self.rules[name]
        if name in self.keys:
            return self.rules[self.keys[name]]
        for start, id_ in self.key_starts.items():
            if name.startswith(start):
                return self.rules[id_]
        found = _WEEKS_KEY.fullmatch(name)
        if found and found[2] in self.families:
            return self._weeks(name, int(found[1]), self.families[found[2]])
        limbs = [id_ for id_ in self.rules if id_.startswith(f"{name.rstrip('.*')}.")]
        raise RuleUnknownError(rule=name, near=f" It has these limbs: {', '.join(limbs)}." if limbs else "")

    def _weeks(self, name: str, weeks: int, family: dict[str, Any]) -> Rule:
        provision = family["provisions"].get(str(weeks), family["provision"])
        like = self.rules["PLAN.FINAL"]  # the plainest rule of whole weeks; only its law and counting are taken
        return replace(like, id=name, step=f"{weeks} weeks", number=weeks, starts=family["starts"], provision=provision)


def read(text: str) -> Book:
    """Return the book in TEXT (JSON). Raises BookInvalidError."""
    try:
        raw = json.loads(text)
        laws = {id_: _law(id_, entry) for id_, entry in raw["laws"].items()}
        rules = {entry["id"]: _rule(entry, laws) for entry in raw["rules"]}
        overlays = tuple(_overlay(entry, laws) for entry in raw.get("overlays", ()))
        book = Book(rules, raw["keys"], raw["key_starts"], raw["families"], overlays)
        lost = {*book.keys.values(), *book.key_starts.values()} - rules.keys()
    except (ValueError, KeyError, TypeError) as fault:
        raise BookInvalidError(fault=f"{type(fault).__name__} {fault}") from fault
    if lost:
        raise BookInvalidError(fault=f"keys lead to rules that are not there: {', '.join(sorted(lost))}")
    return book


@functools.cache
def shipped() -> Book:
    """Return the book that ships with the program."""
    return read(resources.text("statute/clock.json"))


def _law(id_: str, entry: dict[str, Any]) -> Law:
    until = date.fromisoformat(entry["to"]) if entry["to"] else None
    return Law(id_, entry["title"], date.fromisoformat(entry["from"]), until)


def _overlay(entry: dict[str, Any], laws: dict[str, Law]) -> Overlay:
    return Overlay(laws[entry["law_version"]], entry["provision"], tuple(entry["rules"]), entry["note"])


def _rule(entry: dict[str, Any], laws: dict[str, Law]) -> Rule:
    plain = {key: value for key, value in entry.items() if key not in ("law_version", "fixed")}
    fixed = None
    if "fixed" in entry:
        month, day = entry["fixed"].split("-")
        fixed = (int(month), int(day))
    return Rule(**plain, law=laws[entry["law_version"]], fixed=fixed)
