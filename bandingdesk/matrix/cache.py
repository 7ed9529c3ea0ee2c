"""A scheme as bytes and back: plain JSON of its tables, so that a start needs no library that checks files.

Bytes in, bytes out; where they are kept is the caller's affair. Bytes of another engine, framework or tariff, or with a
byte changed, are no scheme at all: the caller compiles again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import bandingdesk
from bandingdesk.matrix import nodes, scheme, steps
from bandingdesk.matrix.scheme import Origin, Scheme

FORM = 1  # of these bytes; raised when a table changes its fields

_NODES: dict[str, type[Any]] = {
    made.__name__: made
    for made in (
        nodes.AtLeast, nodes.Several, nodes.Between, nodes.Placed, nodes.Ticked, nodes.Every, nodes.Some, nodes.Nay,
    )
}  # fmt: skip
_TABLES: dict[str, type[Any]] = {
    name: made
    for name, made in vars(scheme).items()
    if isinstance(made, type) and issubclass(made, tuple) and made.__module__ == scheme.__name__
} | {"Rating": steps.Rating}


def dump(made: Scheme) -> bytes:
    """Return MADE as bytes, checked texts of its framework and tariff beside the tables."""
    from bandingdesk.matrix import files

    texts = [files.canonical(made.framework).decode(), made.tariff and files.canonical(made.tariff).decode()]
    tables = {name: _out(getattr(made, name)) for name in Scheme.__slots__ if name != "origin"}
    body = json.dumps({"tables": tables, "texts": texts}, separators=(",", ":")).encode()
    return _head(body, made.sha256, made.identity.tariff_sha256) + body


def load(data: bytes, framework_sha256: str, tariff_sha256: str | None = None) -> Scheme | None:
    """Return the scheme of these hashes; None where DATA is not what `dump` of this engine wrote for them."""
    _, end, body = data.partition(b"\n")
    if not end or data != _head(body, framework_sha256, tariff_sha256) + body:
        return None
    held = json.loads(body)
    fields = {name: _in(value) for name, value in held["tables"].items()}
    return Scheme(**fields, origin=Origin(texts=(held["texts"][0], held["texts"][1])))


def _head(body: bytes, framework_sha256: str, tariff_sha256: str | None) -> bytes:
    named = (FORM, bandingdesk.__version__, framework_sha256, tariff_sha256 or "-", hashlib.sha256(body).hexdigest())
    return " ".join(str(part) for part in named).encode() + b"\n"


def _out(value: Any) -> Any:
    """Return VALUE as JSON types: a list whose first part says what it is."""
    match value:
        case None | bool() | int() | str():
            return value
        case dict():
            return ["{", *(_out(part) for pair in value.items() for part in pair)]
        case frozenset():
            return ["<", *(_out(part) for part in sorted(value))]
        case tuple():
            return [type(value).__name__ if hasattr(value, "_fields") else "(", *(_out(part) for part in value)]
        case _:
            made = type(value)
            # The fields of a node stand in the order in which it takes them.
            names = made.__init__.__code__.co_varnames[1 : made.__init__.__code__.co_argcount]
            return [_NODES[made.__name__].__name__, *(_out(getattr(value, name)) for name in names)]


def _in(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, *held = value
    parts = [_in(part) for part in held]
    match kind:
        case "(":
            return tuple(parts)
        case "{":
            return dict(zip(parts[::2], parts[1::2], strict=True))
        case "<":
            return frozenset(parts)
        case _:
            make: Callable[..., Any] = _NODES.get(kind) or _TABLES[kind]
            return make(*parts)
