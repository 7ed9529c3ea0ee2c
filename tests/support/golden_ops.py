"""Writes the golden file of each op kind that has none yet: `python -m tests.support.golden_ops`.

A golden file is the canonical body of one op as its version writes it. It is never rewritten: when a body changes,
its version goes up, an upcast brings the old one up, and the new version gets a file of its own.
"""

from __future__ import annotations

import importlib
import types
import typing
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from bandingdesk import ops
from tests.support import source

GOLDEN = source.ROOT / "tests" / "data" / "ops"


def ops_modules() -> list[types.ModuleType]:
    """Return the modules that declare op kinds."""
    paths = [path for path in source.files(source.PACKAGE, "ops.py") if path.parent != source.PACKAGE]
    return [importlib.import_module(".".join(path.relative_to(source.ROOT).with_suffix("").parts)) for path in paths]


def sample(kind: Any, name: str) -> Any:
    """Return a value of the type KIND for the field NAME: optional parts filled, lists with one element."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return parts[0]
    if origin in (typing.Union, types.UnionType):
        return sample(next(part for part in parts if part is not type(None)), name)
    if origin is tuple:
        return tuple(sample(part, name) for part in parts if part is not Ellipsis)
    if origin is dict or origin is typing.get_origin(typing.Mapping):
        return {sample(parts[0], name): sample(parts[1], name)}
    if kind is ops.Subject:
        return ops.Subject("case", "0193586a-5d00-7c3e-8a11-3b6f0c9d2e41")
    if isinstance(kind, type) and is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{field.name: sample(hints[field.name], field.name) for field in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    plain = {
        bool: True,
        int: 3,
        str: f"{name} ŵ",
        date: date(2026, 11, 23),
        datetime: datetime(2026, 11, 23, 8, 52, tzinfo=UTC),
    }
    if kind not in plain:
        raise TypeError(f"no sample for {kind} of {name}")
    return plain[kind]


def main() -> None:
    """Write the missing files."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for module in ops_modules():
        for kind, spec in module.KINDS.items():
            path = GOLDEN / f"{kind}.{spec.version}.json"
            if not path.exists():
                path.write_bytes(ops.canonical(sample(spec.body, kind)))
                print(source.name(path))


if __name__ == "__main__":
    main()
