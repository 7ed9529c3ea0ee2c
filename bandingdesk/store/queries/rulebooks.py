"""Adopted frameworks and tariffs read from the record and made ready to run, once for each hash.

A round on questions names its own set of them where another names a framework: `names` and `questions` answer for both.

The engine is loaded when a rule is run, not when a list names a band: it takes a third of a second to start.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, select

from bandingdesk.panel import moderation
from bandingdesk.panel import questions as law
from bandingdesk.panel.questions import QuestionSet
from bandingdesk.store.projections import panel as panel_tables
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


NO_NAMES = Names("", "", {}, {}, {}, {}, {})  # of a meeting without a matrix

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
    """Return the framework's names of strands, levels, bands and override reasons.

    Of a set of questions its limbs and answers; of "", which a meeting without a matrix names, nothing at all.
    """
    if not framework_sha256:
        return NO_NAMES
    if framework_sha256 not in _NAMES:
        asks = questions(conn, framework_sha256)
        _NAMES[framework_sha256] = (
            _asked(asks) if asks else _named(json.loads(council.framework_definition(conn, framework_sha256)))
        )
    return _NAMES[framework_sha256]


def questions(conn: Connection, framework_sha256: str) -> QuestionSet | None:
    """Return the questions that a round was opened on, None for a framework."""
    if not law.is_questions(framework_sha256):
        return None
    c = panel_tables.ROUND.c
    query = select(c.questions).where(c.framework_sha256 == framework_sha256).limit(1)
    return law.read(conn.execute(query).scalar_one())


def level_reasons(conn: Connection, on: date) -> dict[str, str]:
    """Return why an agreed level may leave the middle score, by code: the council's policy, else the program's list."""
    policy = council.policy(conn, "reason_codes", on)
    return {str(code): str(words) for code, words in (policy or moderation.LEVEL_REASONS).items()}


def _asked(asks: QuestionSet) -> Names:
    """Return a set of questions in the words that lists show; a screen translates the answers."""
    return NO_NAMES._replace(
        version="; ".join(dict.fromkeys(f"{one.provision}, {one.version}" for one in asks.questions)),
        strands={one.strand: one.name for one in asks.questions},
        areas={one.strand: one.mark for one in asks.questions},
        levels={one.strand: dict(law.ANSWERS) for one in asks.questions},
    )


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
