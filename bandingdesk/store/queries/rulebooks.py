"""Adopted frameworks and tariffs read from the record and made ready to run, once for each hash.

The engine is loaded when a rule is run, not when a list names a band: it takes a third of a second to start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection

from bandingdesk.panel import moderation
from bandingdesk.store.queries import council

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.scheme import Scheme
    from bandingdesk.matrix.tariff import Tariff


class Names(NamedTuple):
    """A framework in the words that screens show: by id, in the framework's own order."""

    title: str
    version: str
    strands: Mapping[str, str]
    areas: Mapping[str, str]  # strand -> its heading
    levels: Mapping[str, Mapping[int, str]]  # strand -> level -> its name
    bands: Mapping[str, str]
    reasons: Mapping[str, str]  # override codes


# What a hash names never changes, so it is read from the record and compiled once for each hash.
_FRAMEWORKS: dict[str, Framework] = {}
_TARIFFS: dict[str, Tariff] = {}
_SCHEMES: dict[tuple[str, str | None], Scheme] = {}
_NAMES: dict[str, Names] = {}


def framework(conn: Connection, sha256: str) -> Framework:
    """Return the framework of this hash."""
    if sha256 not in _FRAMEWORKS:
        from bandingdesk.matrix import files

        definition = council.framework_definition(conn, sha256)
        _FRAMEWORKS[sha256] = files.read_framework(definition.encode(), sha256[:12])
    return _FRAMEWORKS[sha256]


def tariff(conn: Connection, sha256: str) -> Tariff:
    """Return the tariff of this hash."""
    if sha256 not in _TARIFFS:
        from bandingdesk.matrix import files

        _TARIFFS[sha256] = files.read_tariff(council.tariff_definition(conn, sha256).encode(), sha256[:12])
    return _TARIFFS[sha256]


def scheme(conn: Connection, framework_sha256: str, tariff_sha256: str | None = None) -> Scheme:
    """Return the framework, with the tariff where one is named, ready to run."""
    key = (framework_sha256, tariff_sha256)
    if key not in _SCHEMES:
        from bandingdesk.matrix import compiled

        amounts = tariff(conn, tariff_sha256) if tariff_sha256 else None
        _SCHEMES[key] = compiled.compile_scheme(framework(conn, framework_sha256), amounts)
    return _SCHEMES[key]


def names(conn: Connection, framework_sha256: str) -> Names:
    """Return the framework's names of strands, levels, bands and override reasons."""
    if framework_sha256 not in _NAMES:
        _NAMES[framework_sha256] = _named(json.loads(council.framework_definition(conn, framework_sha256)))
    return _NAMES[framework_sha256]


def level_reasons(conn: Connection, on: date) -> dict[str, str]:
    """Return why an agreed level may leave the middle score, by code: the council's policy, else the program's list."""
    policy = council.policy(conn, "reason_codes", on)
    return {str(code): str(words) for code, words in (policy or moderation.LEVEL_REASONS).items()}


def _named(read: Mapping[str, Any]) -> Names:
    """Return the names in a definition, which was checked when it was recorded: no list needs the engine for them."""
    areas = {area["id"]: area["name"] for area in read.get("areas", ())}
    reasons = read.get("override", {}).get("reasons", ())
    return Names(
        title=read["title"],
        version=read["version"],
        strands={strand["id"]: strand["name"] for strand in read["strands"]},
        areas={strand["id"]: areas.get(strand["area"], strand["area"]) for strand in read["strands"]},
        levels={
            strand["id"]: {one["level"]: one.get("name") or f"Level {one['level']}" for one in strand["levels"]}
            for strand in read["strands"]
        },
        bands={band["id"]: band["name"] for band in sorted(read["bands"], key=lambda band: int(band["rank"]))},
        reasons=dict((one, one) if isinstance(one, str) else (one["id"], one["text"]) for one in reasons),
    )
