"""A list of settings: schools, colleges and others with their numbers, address, e-mail, and when they were open."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bandingdesk.casework import cells
from bandingdesk.casework.intake import Place, Problem
from bandingdesk.council import settings
from bandingdesk.council.ops import SettingAdded, SettingChanged, SettingKind
from bandingdesk.council.settings import Setting
from bandingdesk.errors import QT_TRANSLATE_NOOP
from bandingdesk.ops import Op

CLOSED_FIRST = QT_TRANSLATE_NOOP("problems", "{label} {value} is before {earlier}, the day from which it is open.")
NUMBERS = ("urn", "ukprn", "laestab")  # what a setting is known by, the surest first


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting of a list, or of the record (with its `id`)."""

    name: str
    kind: str = ""
    urn: str = ""
    ukprn: str = ""
    laestab: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    opened: date | None = None
    closed: date | None = None
    row: int = field(default=0, compare=False)
    id: str = field(default="", compare=False)

    @property
    def key(self) -> Hashable:
        """The first of its numbers, else its name."""
        return next(iter(self.found_by()))

    def found_by(self) -> Iterator[tuple[str, str]]:
        """Yield all that it can be found by, the surest first."""
        for number in NUMBERS:
            if value := getattr(self, number):
                yield number, value
        yield "name", cells.folded(self.name)

    def facts(self) -> dict[str, Any]:
        """Return what a list may say of it."""
        told = ("name", "kind", *NUMBERS, "address", "email", "opened", "closed")
        return {name: getattr(self, name) or None for name in told}


def read(place: Place, values: dict[str, Any], _blocked: set[str]) -> tuple[SettingLine | None, list[Problem]]:
    """Return a row as a setting."""
    parts = [values.pop(name, "") for name in ("address", "address_2", "town", "postcode")]
    opened, closed = values.get("opened"), values.get("closed")
    if opened and closed and closed < opened:
        said = place.problem("closed", "IM-56", CLOSED_FIRST, value=cells.shown(closed), earlier=cells.shown(opened))
        return None, [said]
    return SettingLine(**values, address=tuple(part for part in parts if part), row=place.row), []


def on_record(lines: Iterable[SettingLine]) -> dict[Hashable, SettingLine]:
    """Return the settings of the record, given as LINES, by everything that they can be found by."""
    found: dict[Hashable, SettingLine] = {}
    for line in lines:
        for key in line.found_by():
            found.setdefault(key, line)
    return found


def matched(lines: Iterable[SettingLine], known: Mapping[Hashable, SettingLine]) -> dict[Hashable, SettingLine]:
    """Return the settings on record by the key of the line that speaks of them.

    A name alone finds a setting only where one of the two has no number: two schools may share a name.
    """
    found: dict[Hashable, SettingLine] = {}
    for line in lines:
        for key in line.found_by():
            hit = known.get(key)
            if hit is not None and (key[0] != "name" or not _differ(line, hit)):
                found[line.key] = hit
                break
    return found


def add(line: SettingLine, id_: str, by: str, at: datetime, source: str, *, invented: bool) -> Op:
    """Add a setting that is not on record."""
    return settings.add(id_, by, at, _body(line.facts(), source=source, invented=invented))


def change(line: SettingLine, state: Setting, by: str, at: datetime, source: str) -> Op:
    """Change a setting on record to what the list says of it."""
    was = state.added
    before = {} if was is None else {name: getattr(was, name) for name in line.facts()}
    said = {**before, **{name: value for name, value in line.facts().items() if value}}
    body = _body(said, source=was.source if was else source, invented=bool(was and was.invented))
    return settings.change(state, by, at, SettingChanged(body, f"list of import {source}"))


def _body(facts: Mapping[str, Any], *, source: str | None, invented: bool) -> SettingAdded:
    kind: SettingKind = facts.get("kind") or "other"
    return SettingAdded(
        name=facts["name"],
        kind=kind,
        urn=facts["urn"],
        address=tuple(facts.get("address") or ()),
        email=facts["email"],
        invented=invented,
        ukprn=facts["ukprn"],
        laestab=facts["laestab"],
        opened=facts["opened"],
        closed=facts["closed"],
        source=source,
    )


def _differ(line: SettingLine, other: SettingLine) -> bool:
    """Return whether one of the numbers tells two settings apart."""
    pairs = ((getattr(line, number), getattr(other, number)) for number in NUMBERS)
    return any(one and two and one != two for one, two in pairs)
