"""A draft as a plain JSON document, edited by path. Every edit returns a new document that shares what did not change.

A path is a tuple of keys and places, `("decide", "rows", 2, "to")`; findings and faults name it as `decide.rows[2].to`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bandingdesk.matrix import paths

Document = dict[str, Any]
Path = paths.Path
parse, get = paths.parse, paths.get


def text(path: Path) -> str:
    """Return PATH as findings name it.

    >>> text(("decide", "rows", 2, "to"))
    'decide.rows[2].to'
    """
    said = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return said.removeprefix(".")


def has(document: Any, path: Path) -> bool:
    """Return whether there is something at PATH."""
    return get(document, path, _NOTHING) is not _NOTHING


_NOTHING = object()


def put(document: Any, path: Path, value: Any) -> Any:
    """Return DOCUMENT with VALUE at PATH; None takes an optional key away. Tables on the way are made where missing."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        rows = list(document or ())
        rows[first] = put(rows[first], rest, value)
        return rows
    table = dict(document or {})
    if rest:
        table[first] = put(table.get(first), rest, value)
    elif value is None:
        table.pop(first, None)
    else:
        table[first] = value
    return table


def insert(document: Document, path: Path, value: Any, at: int | None = None) -> Document:
    """Return DOCUMENT with VALUE in the list at PATH, before the place AT, at the end without one."""
    rows = list(get(document, path, ()) or ())
    rows.insert(len(rows) if at is None else at, value)
    made: Document = put(document, path, rows)
    return made


def remove(document: Document, path: Path) -> Document:
    """Return DOCUMENT without the entry at PATH, which ends in a place of a list. An emptied list goes too."""
    *above, at = path
    assert isinstance(at, int)
    rows = list(get(document, tuple(above), ()))
    del rows[at]
    made: Document = put(document, tuple(above), rows or None)
    return made


def move(document: Document, path: Path, by: int) -> Document:
    """Return DOCUMENT with the entry at PATH moved BY places in its list; at an end it stays."""
    *above, at = path
    assert isinstance(at, int)
    rows = list(get(document, tuple(above), ()))
    to = at + by
    if 0 <= to < len(rows):
        rows.insert(to, rows.pop(at))
    made: Document = put(document, tuple(above), rows)
    return made


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Give every table and list inside VALUE with its path, outermost first."""
    yield path, value
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from walk(inner, (*path, key))
    elif isinstance(value, (list, tuple)):
        for at, inner in enumerate(value):
            yield from walk(inner, (*path, at))


def common(paths: Sequence[Path]) -> Path:
    """Return the longest path that all of PATHS lie under.

    >>> common([("strands", 0, "levels", 4), ("strands", 2)])
    ('strands',)
    """
    found: list[str | int] = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        found.append(parts[0])
    return tuple(found)


def is_under(path: Path, top: Path) -> bool:
    """Return whether PATH lies at TOP or inside it."""
    return path[: len(top)] == top
