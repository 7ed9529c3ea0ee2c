"""Frameworks, tariffs and cases as JSON: read with every fault named, written canonically, hashed.

The hash covers the definition alone, so that a case decided in a trial names the same hash after adoption.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.matrix import references
from bandingdesk.matrix.form import CaseFile
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.references import Problem
from bandingdesk.matrix.tariff import AnyTariff, Tariff

MAX_BYTES = 8_000_000  # a 12 x 6 definition is about 30 kB
MAX_DEPTH = 40
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]')

T = TypeVar("T")


class FrameworkInvalidError(InvalidError):
    """The file NAME is no usable framework, tariff or case; `problems` lists every fault."""

    code = "FW-01"
    message = QT_TRANSLATE_NOOP("errors", "{name} does not fit: {count} faults. The first is at {first}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of the file was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Correct each place that is listed, then read the file again.")

    def __init__(self, *, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        where = Where(file=name, sheet=first.sheet, row=first.row, column=first.column, field=first.path)
        super().__init__(where=where, name=name, count=len(self.problems), first=first.text())

    def as_json(self) -> dict[str, object]:
        """Return the error object with every fault under `problems`."""
        return {**super().as_json(), "problems": [problem.as_json() for problem in self.problems]}


_tariff: TypeAdapter[Tariff] = TypeAdapter(AnyTariff)


def read_framework_file(data: bytes, name: str) -> FrameworkFile:
    """Return the definition and its life. A bare definition is taken as a file without a life.

    Raises FrameworkInvalidError with all faults.
    """
    raw = _parse(data, name)
    enveloped = isinstance(raw, dict) and "definition" in raw
    whole = raw if enveloped else {"definition": raw}
    file = _validated(TypeAdapter(FrameworkFile), whole, name, prefix="" if enveloped else "definition.")
    lead = "definition." if enveloped else ""
    found = [problem._replace(path=lead + problem.path) for problem in references.problems(file.definition)]
    if found:
        raise FrameworkInvalidError(name=name, problems=found)
    return file


def read_framework(data: bytes, name: str) -> Framework:
    """Return the definition in DATA; NAME is the file's name for messages. Raises FrameworkInvalidError."""
    return read_framework_file(data, name).definition


def read_tariff(data: bytes, name: str) -> Tariff:
    """Return the tariff in DATA; its bands are looked up when it is compiled. Raises FrameworkInvalidError."""
    return _validated(_tariff, _parse(data, name), name)


def read_case(data: bytes, name: str) -> CaseFile:
    """Return the case in DATA. Raises FrameworkInvalidError."""
    return _validated(TypeAdapter(CaseFile), _parse(data, name), name)


def canonical(definition: Framework | Tariff) -> bytes:
    """Return the canonical JSON (RFC 8785) of a definition; what equals its default is left out."""
    import rfc8785

    return rfc8785.dumps(definition.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def sha256(definition: Framework | Tariff) -> str:
    """Return `sha256:…` over the canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical(definition)).hexdigest()


def _refuse(name: str, found: str, expected: str, path: str = "$") -> FrameworkInvalidError:
    return FrameworkInvalidError(name=name, problems=[Problem(path, found, expected)])


def _parse(data: bytes, name: str) -> Any:
    if len(data) > MAX_BYTES:
        raise _refuse(name, f"{len(data):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refuse(name, f"a byte at {error.start} that is not UTF-8", "JSON text in UTF-8") from error
    if (depth := _depth(text)) > MAX_DEPTH:
        raise _refuse(name, f"{depth} levels of brackets", f"at most {MAX_DEPTH}")
    twice: list[str] = []
    try:
        raw = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice))
    except ValueError as error:
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "the file"
        raise _refuse(name, f"text that is not JSON at {place}", "a JSON document") from error
    if twice:
        raise FrameworkInvalidError(
            name=name, problems=[Problem("$", f'the key "{key}" twice in one object', "each key once") for key in twice]
        )
    if not isinstance(raw, dict):
        raise _refuse(name, _shown(raw), "one JSON object")
    return raw


def _depth(text: str) -> int:
    depth = deepest = 0
    for token in _TOKENS.finditer(text):
        first = token[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice.extend(sorted({key for key in keys if keys.count(key) > 1}))
    return made


def _validated(adapter: TypeAdapter[T], raw: Any, name: str, prefix: str = "") -> T:
    try:
        # Strict mode takes dates as text only when it reads JSON itself.
        return adapter.validate_json(json.dumps(raw))
    except ValidationError as error:
        found = [_problem(detail, raw, prefix) for detail in error.errors(include_url=False, include_context=True)]
        raise FrameworkInvalidError(name=name, problems=found) from error


def _problem(detail: ErrorDetails, raw: Any, prefix: str) -> Problem:
    path = "".join(_path(detail["loc"], raw)).removeprefix(".").removeprefix(prefix) or "$"
    context: Mapping[str, Any] = detail.get("ctx", {})
    value = detail["input"]
    match detail["type"]:
        case "missing":
            return Problem(path, "nothing", "a value: this key is required")
        case "extra_forbidden":
            return Problem(path, f"the unknown key {_last(detail['loc'])}", "only the keys of the format")
        case "union_tag_invalid":
            return Problem(f"{path}.kind", f'"{context["tag"]}"', f"one of {context['expected_tags']}")
        case "union_tag_not_found":
            return Problem(f"{path}.kind", "nothing", "a kind")
        case "literal_error":
            return Problem(path, _shown(value), str(context["expected"]))
        case "string_pattern_mismatch":
            return Problem(path, _shown(value), f"text of the form {context['pattern']}")
        case "int_type" | "int_parsing" | "int_from_float":
            return Problem(path, _shown(value), "a whole number")
        case kind:
            expected = detail["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            return Problem(path, _shown(value), expected[:1].lower() + expected[1:] if kind else expected)


def _last(loc: Sequence[int | str]) -> str:
    return f'"{loc[-1]}"'


def _shown(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f'the text "{value[:60]}{"…" if len(value) > 60 else ""}"'
        case int() | float():
            return f"the number {value}"
        case list():
            return f"a list of {len(value)}"
        case _:
            return "an object"


def _path(loc: Sequence[int | str], raw: Any) -> Iterator[str]:
    """Give the parts of the JSON path; names of union members, which stand in LOC but not in the file, are left out."""
    here, tag_seen = raw, False
    for n, part in enumerate(loc):
        if isinstance(part, int) and isinstance(here, list):
            here, tag_seen = (here[part] if part < len(here) else None), False
            yield f"[{part}]"
            continue
        if not isinstance(here, dict):
            return
        is_tag = not tag_seen and (part == here.get("kind", "table") or (part not in here and n < len(loc) - 1))
        if is_tag:
            tag_seen = True
            continue
        here, tag_seen = here.get(str(part)), False
        yield f".{part}"
