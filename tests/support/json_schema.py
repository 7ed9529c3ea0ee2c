"""The part of JSON Schema 2020-12 that the printed schemas use, for holding files against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "default", "type", "properties", "required", "const", "enum",
    "additionalProperties", "patternProperties", "propertyNames", "items", "prefixItems", "minItems", "maxItems",
    "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "oneOf", "anyOf",
    "format", "discriminator",
}  # fmt: skip
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "boolean": (bool,), "null": (type(None),),
    "number": (int, float),
}  # fmt: skip


def faults(value: Any, schema: Mapping[str, Any], root: Mapping[str, Any], path: str = "$") -> Iterator[str]:
    """Yield what of VALUE does not fit SCHEMA. Raises KeyError for a keyword this does not know."""
    if unknown := set(schema) - KNOWN:
        raise KeyError(*unknown)
    if "$ref" in schema:
        yield from faults(value, root["$defs"][schema["$ref"].rsplit("/", 1)[-1]], root, path)
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is none of {schema['enum']}"
    for key in ("oneOf", "anyOf"):
        if key in schema:
            fit = [option for option in schema[key] if not any(faults(value, option, root, path))]
            if not fit or (key == "oneOf" and len(fit) > 1):
                yield f"{path}: {len(fit)} of {key} fit"
    if "type" in schema and not _is_a(value, schema["type"]):
        yield f"{path}: {value!r} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from _object(value, schema, root, path)
    elif isinstance(value, list):
        yield from _array(value, schema, root, path)
    elif isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
            yield f"{path}: {len(value)} characters"
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{path}: {value!r} does not match {schema['pattern']}"
        if schema.get("format") == "date":
            date.fromisoformat(value)
    elif isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{path}: {value} is out of bounds"


def _is_a(value: Any, kind: str) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _object(value: dict[str, Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[str]:
    yield from (f"{path}: no {key}" for key in schema.get("required", ()) if key not in value)
    for key, inner in value.items():
        if "propertyNames" in schema:
            yield from faults(key, schema["propertyNames"], root, f"{path} key")
        if key in schema.get("properties", {}):
            yield from faults(inner, schema["properties"][key], root, f"{path}.{key}")
        elif found := [of for pattern, of in schema.get("patternProperties", {}).items() if re.search(pattern, key)]:
            yield from faults(inner, found[0], root, f"{path}.{key}")
        elif isinstance(more := schema.get("additionalProperties", True), dict):
            yield from faults(inner, more, root, f"{path}.{key}")
        elif not more:
            yield f"{path}: unknown key {key}"


def _array(value: list[Any], schema: Mapping[str, Any], root: Mapping[str, Any], path: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{path}: {len(value)} items"
    first = schema.get("prefixItems", [])
    for n, inner in enumerate(value):
        of = first[n] if n < len(first) else schema.get("items", {})
        yield from faults(inner, of, root, f"{path}[{n}]")
