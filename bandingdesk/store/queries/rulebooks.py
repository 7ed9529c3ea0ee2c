"""Adopted frameworks and tariffs read from the record and made ready to run, once for each hash."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from bandingdesk.matrix import compiled, files
from bandingdesk.matrix.compiled import Scheme
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.tariff import Tariff
from bandingdesk.panel import moderation
from bandingdesk.store.queries import council


class Names(NamedTuple):
    """A framework in the words that screens show: by id, in the framework's own order."""

    title: str
    version: str
    strands: Mapping[str, str]
    areas: Mapping[str, str]  # strand -> its heading
    levels: Mapping[str, Mapping[int, str]]  # strand -> level -> its name
    bands: Mapping[str, str]
    reasons: Mapping[str, str]  # override codes


def framework(conn: Connection, sha256: str) -> Framework:
    """Return the framework of this hash."""
    return _framework(sha256, council.framework_definition(conn, sha256))


def tariff(conn: Connection, sha256: str) -> Tariff:
    """Return the tariff of this hash."""
    return _tariff(sha256, council.tariff_definition(conn, sha256))


def scheme(conn: Connection, framework_sha256: str, tariff_sha256: str | None = None) -> Scheme:
    """Return the framework, with the tariff where one is named, ready to run."""
    amounts = tariff(conn, tariff_sha256) if tariff_sha256 else None
    return _scheme(_Key(framework_sha256, tariff_sha256, framework(conn, framework_sha256), amounts))


def names(conn: Connection, framework_sha256: str) -> Names:
    """Return the framework's names of strands, levels, bands and override reasons."""
    return _names(_Key(framework_sha256, None, framework(conn, framework_sha256), None))


def level_reasons(conn: Connection, on: date) -> dict[str, str]:
    """Return why an agreed level may leave the middle score, by code: the council's policy, else the program's list."""
    policy = council.policy(conn, "reason_codes", on)
    return {str(code): str(words) for code, words in (policy or moderation.LEVEL_REASONS).items()}


class _Key:
    """A cache key that compares by hash of the definition and carries what was read."""

    __slots__ = ("amounts", "framework", "shas")

    def __init__(self, framework_sha: str, tariff_sha: str | None, read: Framework, amounts: Tariff | None) -> None:
        self.shas = (framework_sha, tariff_sha)
        self.framework = read
        self.amounts = amounts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.shas == other.shas

    def __hash__(self) -> int:
        return hash(self.shas)


@functools.lru_cache(maxsize=16)
def _framework(sha256: str, definition: str) -> Framework:
    return files.read_framework(definition.encode(), sha256[:12])


@functools.lru_cache(maxsize=16)
def _tariff(sha256: str, definition: str) -> Tariff:
    return files.read_tariff(definition.encode(), sha256[:12])


@functools.lru_cache(maxsize=16)
def _scheme(key: _Key) -> Scheme:
    return compiled.compile_scheme(key.framework, key.amounts)


@functools.lru_cache(maxsize=16)
def _names(key: _Key) -> Names:
    read = key.framework
    return Names(
        title=read.title,
        version=read.version,
        strands={strand.id: strand.name for strand in read.strands},
        areas={strand.id: read.area_name(strand.area) for strand in read.strands},
        levels={
            strand.id: {level.level: level.name or f"Level {level.level}" for level in strand.levels}
            for strand in read.strands
        },
        bands={band.id: band.name for band in read.ladder()},
        reasons={reason.id: reason.text for reason in read.override.named()},
    )
