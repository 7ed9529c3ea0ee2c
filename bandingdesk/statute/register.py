"""The statutory register as data: kinds of entries with their fields, what starts and stops a clock, what may excuse.

Read from `resources/statute/register.json`. No kind of entry, code list or clock is written into code: a reform adds a
version of this file (statute.md 5). Fields carry the tags of the SEN2 return (statute.md 3).
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

from bandingdesk import resources
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError

Value = str | int | bool
FieldKind = Literal["date", "code", "text", "flag", "setting", "number"]
Whose = Literal["council", "family", "other", "note", "target"]


class RegisterInvalidError(InvalidError):
    """The register's data is damaged: FAULT says where."""

    code = "LA-07"
    message = QT_TRANSLATE_NOOP("errors", "The list of statutory entries can't be read: {fault}.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Install Banding Desk again.")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry. `codes` are (code, title); `sen2` is its tag in the SEN2 return, "" for none."""

    name: str
    title: str
    kind: FieldKind
    codes: tuple[tuple[str, str], ...] = ()
    sen2: str = ""
    needed: bool = False
    help: str = ""

    def code_title(self, code: Value) -> str:
        """Return the title of CODE, or the code itself where the list does not hold it."""
        return dict(self.codes).get(str(code), str(code))


@dataclass(frozen=True, slots=True)
class EntryType:
    """A kind of entry. `of` are the kinds it may belong to, `main` the field that dates it.

    `order` are pairs of date fields of which the first never lies after the second; of `together` neither stands alone.
    """

    name: str
    title: str
    of: tuple[str, ...]
    module: str
    main: str
    fields: dict[str, Field]
    order: tuple[tuple[str, str], ...] = ()
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A field of a kind of entry, as "request.received"."""

    type: str
    field: str


@dataclass(frozen=True, slots=True)
class Condition:
    """True of an entry whose FIELD holds one of VALUES, or any value where VALUES is empty. `on` dates what follows."""

    path: Path
    values: frozenset[Value]
    on: Path | None = None


class Stop(NamedTuple):
    """What stops a clock: the day in FIELD of an entry of TYPE, where WHEN holds of it. NAME is the field that says so.

    Unless `is_met` the clock ends there without its step being done. `field` is "" where the entry gives no day.
    """

    type: str
    field: str
    name: str
    is_met: bool
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class ClockRule:
    """When a clock of RULE runs: from `starts` until the first of `stops`.

    `whose`: the council's own limit, the family's time, another body's, a note, or only a target. `across`: entries of
    the whole case stop it, not only those of its own chain. `trigger` is the form of a trigger of two days,
    {starts} and {extra}, where the rule has one.
    """

    rule: str
    chain: str
    starts: Path
    stops: tuple[Stop, ...] = ()
    when: Condition | None = None
    whose: Whose = "council"
    across: bool = False
    trigger: str = ""
    extra: Path | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A head under which a late step is excused. `rules` are ids with *; `days` the least length of an absence.

    `by_limit`: the head holds for limits that fall between `since` and `until`, not for what is recorded then.
    """

    id: str
    title: str
    provision: str
    rules: tuple[str, ...]
    since: date
    until: date | None
    help: str = ""
    days: int = 0
    by_limit: bool = False

    def covers(self, rule: str, starts: date, limit: date | None) -> bool:
        """Return whether the head may excuse RULE, whose clock STARTS on a day and whose law's last day is LIMIT."""
        day = limit if self.by_limit and limit is not None else starts
        in_force = self.since <= day and (self.until is None or day <= self.until)
        return in_force and any(fnmatchcase(rule, pattern) for pattern in self.rules)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a letter that was sent writes into the register: a date, codes with it, further dates."""

    date: Path
    codes: tuple[tuple[Path, Value], ...] = ()
    also: tuple[Path, ...] = ()


@dataclass(frozen=True)
class RegisterBook:
    """All kinds of entries, clock rules, heads of exceptions, and what letters write."""

    version: str
    types: dict[str, EntryType]
    clocks: tuple[ClockRule, ...]
    heads: dict[str, Head]
    letters: dict[str, Feed] = field(default_factory=dict)

    @functools.cached_property
    def clocks_from(self) -> dict[str, tuple[ClockRule, ...]]:
        """The clock rules by the kind of entry that starts them; kinds that start none are left out."""
        found: dict[str, tuple[ClockRule, ...]] = {}
        for one in self.clocks:
            found[one.starts.type] = (*found.get(one.starts.type, ()), one)
        return found

    def heads_for(self, rule: str, starts: date, limit: date | None) -> tuple[Head, ...]:
        """Return the heads that may excuse a late step of RULE."""
        return tuple(head for head in self.heads.values() if head.covers(rule, starts, limit))


def read(text: str) -> RegisterBook:
    """Return the register in TEXT (JSON). Raises RegisterInvalidError."""
    try:
        raw = json.loads(text)
        types = {entry["type"]: _type(entry) for entry in raw["types"]}
        clocks = tuple(_clock(entry, types) for entry in raw["clocks"])
        heads = {entry["head"]: _head(entry) for entry in raw["heads"]}
        letters = {id_: _feed(entry, types) for id_, entry in raw["letters"].items()}
        return RegisterBook(raw["version"], types, clocks, heads, letters)
    except (ValueError, KeyError, TypeError) as fault:
        raise RegisterInvalidError(fault=f"{type(fault).__name__} {fault}") from fault


@functools.cache
def book() -> RegisterBook:
    """Return the register that ships with the program."""
    return read(resources.text("statute/register.json"))


def _type(raw: dict[str, Any]) -> EntryType:
    fields_ = {one["field"]: _field(one) for one in raw["fields"]}
    order = tuple((first, then) for first, then in raw.get("order", ()))
    for name in (raw["main"], *(name for pair in order for name in pair), *raw.get("together", ())):
        if name not in fields_:
            raise KeyError(f"{raw['type']}.{name}")
    return EntryType(
        raw["type"],
        raw["title"],
        tuple(raw["of"]),
        raw["module"],
        raw["main"],
        fields_,
        order,
        tuple(raw.get("together", ())),
    )


def _field(raw: dict[str, Any]) -> Field:
    codes = tuple((code, title) for code, title in raw.get("codes", ()))
    return Field(
        raw["field"],
        raw["title"],
        raw["kind"],
        codes,
        raw.get("sen2", ""),
        raw.get("needed", False),
        raw.get("help", ""),
    )


def _clock(raw: dict[str, Any], types: dict[str, EntryType]) -> ClockRule:
    return ClockRule(
        rule=raw["rule"],
        chain=raw["chain"],
        starts=_path(raw["starts"], types),
        stops=(
            *(_end(_condition(one, types)) for one in raw.get("ends", ())),
            *(Stop(path.type, path.field, one, True) for one in raw["stops"] if (path := _path(one, types))),
        ),
        when=_condition(raw["when"], types) if "when" in raw else None,
        whose=raw.get("whose", "council"),
        across=raw.get("across", False),
        trigger=raw.get("trigger", ""),
        extra=_path(raw["with"], types) if "with" in raw else None,
    )


def _path(text: str, types: dict[str, EntryType]) -> Path:
    kind, _, name = text.partition(".")
    if name not in types[kind].fields:
        raise KeyError(text)
    return Path(kind, name)


def _condition(raw: dict[str, Any], types: dict[str, EntryType]) -> Condition:
    on = _path(raw["on"], types) if "on" in raw else None
    return Condition(_path(raw["field"], types), frozenset(raw.get("in", ())), on)


def _end(condition: Condition) -> Stop:
    path = condition.path
    field_ = condition.on.field if condition.on is not None else ""
    return Stop(path.type, field_, f"{path.type}.{path.field}", False, condition)


def _head(raw: dict[str, Any]) -> Head:
    until = date.fromisoformat(raw["to"]) if raw["to"] else None
    return Head(
        raw["head"],
        raw["title"],
        raw["provision"],
        tuple(raw["rules"]),
        date.fromisoformat(raw["from"]),
        until,
        raw.get("help", ""),
        raw.get("days", 0),
        raw.get("by") == "limit",
    )


def _feed(raw: dict[str, Any], types: dict[str, EntryType]) -> Feed:
    codes = tuple((_path(path, types), value) for path, value in raw.get("with", {}).items())
    return Feed(_path(raw["set"], types), codes, tuple(_path(path, types) for path in raw.get("also", ())))
