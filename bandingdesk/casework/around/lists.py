"""The lists of relations and of formats of a letter, as dated data: a council's reform changes data and no code."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk import resources

SELF = "self"  # the child or young person, with an address and wishes of their own
LARGE_PRINT = "large_print"


@dataclass(frozen=True, slots=True)
class Format:
    """A format of a letter. `is_made_here`: the program makes it; the others are made by hand from the same words."""

    id: str
    title: str
    is_made_here: bool
    is_sized: bool


@dataclass(frozen=True, slots=True)
class Lists:
    """What may be chosen on the days from SINCE to UNTIL: titles of relations by id, formats by id."""

    since: date
    until: date | None
    relations: Mapping[str, str]
    formats: Mapping[str, Format]


def on(day: date) -> Lists:
    """Return the lists in force on DAY; before the first of them, the first."""
    held = [one for one in _all() if one.since <= day and (one.until is None or day <= one.until)]
    return held[-1] if held else _all()[0]


def relation(code: str) -> str:
    """Return the title of a relation in any version, the newest first; the code itself where none knows it."""
    return next((one.relations[code] for one in reversed(_all()) if code in one.relations), code)


def format_(code: str) -> Format:
    """Return a format by its code in any version; one that is made by hand where none knows it."""
    found = (one.formats[code] for one in reversed(_all()) if code in one.formats)
    return next(found, Format(code, code, False, False))


@functools.cache
def _all() -> tuple[Lists, ...]:
    return tuple(_read(entry) for entry in json.loads(resources.text("statute/around.json"))["versions"])


def _read(entry: dict[str, Any]) -> Lists:
    until = entry["effective_to"]
    formats = {
        one["id"]: Format(one["id"], one["title"], one["made_here"], one.get("sized", False))
        for one in entry["formats"]
    }
    return Lists(
        date.fromisoformat(entry["effective_from"]),
        date.fromisoformat(until) if until else None,
        {one["id"]: one["title"] for one in entry["relations"]},
        formats,
    )
