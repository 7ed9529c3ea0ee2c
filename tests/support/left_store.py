"""Looks into many store files one after the other, with the settings and the binary of the store itself."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from bandingdesk.store import engine

_place: list[tuple[Path, bytes | None]] = []


@contextmanager
def opened(path: Path, key: bytes | None = None) -> Iterator[Connection]:
    """Give a connection on the file at PATH. One engine serves all: making engines would cost more than looking."""
    _place[:] = [(path, key)]
    with engine.speaking(path, key), _engine().connect() as conn:
        yield conn


@functools.cache
def _engine() -> Engine:
    def connect() -> object:
        path, key = _place[0]
        raw = engine._connect(path, key, 0, reading=False, new=False)
        raw.execute("PRAGMA synchronous = 0")  # the file is a copy
        return raw

    return create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=connect, poolclass=NullPool)
