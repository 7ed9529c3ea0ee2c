"""Frameworks, tariffs and cases as JSON: read with every fault named, written canonically, hashed.

The hash covers the definition alone, so that a case decided in a trial names the same hash after adoption.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, Where
from bandingdesk.matrix import references, salvage
from bandingdesk.matrix.conditions import ID_PATTERN, WORDS_PATTERN
from bandingdesk.matrix.form import CaseFile, Form
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.life import FrameworkFile
from bandingdesk.matrix.references import Problem
from bandingdesk.matrix.tariff import AnyTariff, Tariff

MAX_BYTES = 8_000_000  # a 12 x 6 definition is about 30 kB
MAX_DEPTH = 40
MAX_VALUES = 300_000
MOST_PROBLEMS = 200  # more say nothing new, and a file with a fault in every value is another kind of file
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_MARKS = re.compile(r"[\[\]{},]")
_EXPECTED = {  # by pydantic's kind of fault
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-04-01",
    "date_parsing": "a date such as 2026-04-01",
    "date_from_datetime_parsing": "a date such as 2026-04-01",
    "date_from_datetime_inexact": "a date such as 2026-04-01",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "tuple_type": "a list",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_long": "at most {max_length} characters",
    "too_long": "a list of at most {max_length}",
    "too_short": "a list of at least {min_length}",
}
_PATTERNS = {
    ID_PATTERN: "an id: letters and figures, then also full stop, hyphen or underscore; no space, at most 64",
    WORDS_PATTERN: "text without control characters",
    r"^[EWSN]\d{8}$": "a code such as E10000000",
    r"^sha256:[0-9a-f]{64}$": "sha256: and 64 figures or letters a to f",
    r"^[0-9a-f]{64}$": "64 figures or letters a to f",
    r"^\d{4}(-\d{2})?$": "a year such as 2026-27 or 2026",
}
_KINDS = {  # what a file says of itself, in words
    "banding/1": "a framework",
    "banding-tariff/1": "a tariff",
    "banding-form/1": "a form",
    "banding-scenario/1": "a scenario",
    "banding-spread/1": "a table of rater spread",
}

T = TypeVar("T")


class FrameworkInvalidError(InvalidError):
    """The file NAME is no usable framework, tariff or case; `problems` lists every fault."""

    code = "FW-01"
    message = QT_TRANSLATE_NOOP("errors", "{name} does not fit (faults: {count}). The first is at {first}")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing of the file was taken over.")
    do = QT_TRANSLATE_NOOP("errors", "Correct each place that is listed, then read the file again.")

    def __init__(self, *, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        where = Where(file=name, sheet=first.sheet, row=first.row, column=first.column, field=first.path)
        super().__init__(where=where, name=name, count=len(self.problems), first=first.text())

    def each_fault(self) -> Sequence[str]:
        """Return every fault, where there is more than the one of the message."""
        return [problem.text() for problem in self.problems] if len(self.problems) > 1 else ()

    def as_json(self) -> dict[str, object]:
        """Return the error object with every fault under `problems`."""
        return {**super().as_json(), "problems": [problem.as_json() for problem in self.problems]}


class Bundle(NamedTuple):
    """A framework file with the tariffs and the form that stand beside it."""

    file: FrameworkFile
    tariffs: tuple[Tariff, ...] = ()
    form: Form | None = None


_framework_file = TypeAdapter(FrameworkFile)
_tariff: TypeAdapter[Tariff] = TypeAdapter(AnyTariff)
_form = TypeAdapter(Form)
_case = TypeAdapter(CaseFile)


def is_workbook(data: bytes) -> bool:
    """Say whether DATA is a zip or an old workbook rather than text; `workbook_reading` reads the former."""
    return data.startswith((b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")))


def read_framework_file(data: bytes, name: str) -> FrameworkFile:
    """Return the definition and its life. A bare definition is taken as a file without a life.

    Raises FrameworkInvalidError with all faults.
    """
    raw = parse(data, name)
    _refuse_other_kind(raw, "a framework", name)
    enveloped = "definition" in raw
    file, found = check_framework_file(raw if enveloped else {"definition": raw})
    if not enveloped:
        found = [problem.below("definition.") for problem in found]
    if file is None or found:
        raise FrameworkInvalidError(name=name, problems=found)
    return file


def check_framework_file(raw: dict[str, Any]) -> tuple[FrameworkFile | None, list[Problem]]:
    """Return the file in RAW, None where it does not fit the format, and every fault of format and references."""
    file, details = _checked(_framework_file, raw)
    found = [_problem(detail, raw) for detail in details[:MOST_PROBLEMS]]
    if file is not None:
        within = references.problems(file.definition)
        return file, [problem.above("definition.") for problem in within] + references.life_problems(file)
    faulty = [detail["loc"][1:] for detail in details if detail["loc"][:1] == ("definition",)]
    if isinstance(raw.get("definition"), dict) and all(faulty) and len(details) < MOST_PROBLEMS:
        within = salvage.reference_problems(raw["definition"], faulty)
        found += [problem.above("definition.") for problem in within]
    return None, found[:MOST_PROBLEMS]


def read_framework(data: bytes, name: str) -> Framework:
    """Return the definition in DATA; NAME is the file's name for messages. Raises FrameworkInvalidError."""
    return read_framework_file(data, name).definition


def read_tariff(data: bytes, name: str) -> Tariff:
    """Return the tariff in DATA; its bands are looked up when it is compiled. Raises FrameworkInvalidError."""
    return read_as(_tariff, data, name, "a tariff")


def read_case(data: bytes, name: str) -> CaseFile:
    """Return the case in DATA. Raises FrameworkInvalidError."""
    return read_as(_case, data, name, "a case")


def read_form(data: bytes, name: str) -> Form:
    """Return the form in DATA; its strands are looked up beside a framework. Raises FrameworkInvalidError."""
    return read_as(_form, data, name, "a form")


def check_tariff(raw: dict[str, Any]) -> tuple[Tariff | None, list[Problem]]:
    """Return the tariff in RAW, None where it does not fit the format, and every fault."""
    tariff, details = _checked(_tariff, raw)
    return tariff, [_problem(detail, raw) for detail in details[:MOST_PROBLEMS]]


def check_form(raw: dict[str, Any]) -> tuple[Form | None, list[Problem]]:
    """Return the form in RAW, None where it does not fit the format, and every fault."""
    form, details = _checked(_form, raw)
    return form, [_problem(detail, raw) for detail in details[:MOST_PROBLEMS]]


def expected_of(pattern: str) -> str:
    """Return in words what PATTERN, one of the format's, expects."""
    return _PATTERNS.get(pattern, f"text of the form {pattern}")


def canonical(definition: Framework | Tariff | Form) -> bytes:
    """Return the canonical JSON (RFC 8785) of a framework, tariff or form; what equals its default is left out."""
    import rfc8785

    return rfc8785.dumps(definition.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def sha256(definition: Framework | Tariff | Form) -> str:
    """Return `sha256:…` over the canonical bytes."""
    return "sha256:" + hashlib.sha256(canonical(definition)).hexdigest()


def refuse(name: str, problems: Sequence[Problem]) -> None:
    """Refuse the file NAME where it has PROBLEMS. Raises FrameworkInvalidError."""
    if problems:
        raise FrameworkInvalidError(name=name, problems=problems[:MOST_PROBLEMS])


def _refused(name: str, found: str, expected: str, path: str = "$") -> FrameworkInvalidError:
    return FrameworkInvalidError(name=name, problems=[Problem(path, found, expected)])


def parse(data: bytes, name: str) -> dict[str, Any]:
    """Return the JSON object in DATA. Raises FrameworkInvalidError: too large, too deep, too many values, no JSON."""
    if len(data) > MAX_BYTES:
        raise _refused(name, f"{len(data):,} bytes", f"at most {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, f"a byte at {error.start} that is not UTF-8", "JSON text in UTF-8") from error
    _refuse_deep(text, name)
    twice: list[str] = []
    try:
        raw = json.loads(text, object_pairs_hook=lambda pairs: _object(pairs, twice), parse_constant=_no_number)
    except ValueError as error:
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise _refused(name, f"text that is not JSON at {place}", "a JSON document") from error
    if twice:
        found = [Problem("$", f'the key "{key[:60]}" twice in one object', "each key once") for key in twice]
        raise FrameworkInvalidError(name=name, problems=found[:MOST_PROBLEMS])
    if not isinstance(raw, dict):
        raise _refused(name, _shown(raw), "one JSON object")
    return raw


def _refuse_deep(text: str, name: str) -> None:
    """Refuse brackets within brackets, and values, beyond the limits; one pass, whatever the text."""
    depth = values = 0
    # Without escaped characters every other piece between quotes is a string.
    for piece in _ESCAPED.sub("", text).split('"')[::2]:
        for mark in _MARKS.findall(piece):
            if mark == ",":
                values += 1
            elif mark in "[{":
                depth += 1
                values += 1
                if depth > MAX_DEPTH:
                    raise _refused(name, f"more than {MAX_DEPTH} brackets within each other", f"at most {MAX_DEPTH}")
            else:
                depth -= 1
    if values > MAX_VALUES:
        raise _refused(name, f"{values:,} values", f"at most {MAX_VALUES:,}")


def _object(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice.extend(sorted(key for key, times in Counter(key for key, _ in pairs).items() if times > 1))
    return made


def _no_number(text: str) -> float:
    raise ValueError(f"the word {text}")


def _refuse_other_kind(raw: dict[str, Any], kind: str, name: str) -> None:
    """Refuse a file that says it is another kind than KIND, by that one fault: the rest would follow from it."""
    inner = raw.get("definition")
    own = (inner if isinstance(inner, dict) else raw).get("schema")
    found = _KINDS.get(own) if isinstance(own, str) else None
    if found not in (None, kind):
        raise _refused(name, f"{found} ({own})", kind, "schema")


def read_as(adapter: TypeAdapter[T], data: bytes, name: str, kind: str) -> T:
    """Return the KIND of file that ADAPTER reads in DATA; messages call it NAME. Raises FrameworkInvalidError."""
    raw = parse(data, name)
    _refuse_other_kind(raw, kind, name)
    made, details = _checked(adapter, raw)
    if made is None:
        raise FrameworkInvalidError(name=name, problems=[_problem(detail, raw) for detail in details[:MOST_PROBLEMS]])
    return made


def _checked(
    adapter: TypeAdapter[T], raw: dict[str, Any]
) -> tuple[T, list[ErrorDetails]] | tuple[None, list[ErrorDetails]]:
    try:
        # Strict mode takes dates as text only when it reads JSON itself.
        return adapter.validate_json(json.dumps(raw)), []
    except ValidationError as error:
        return None, error.errors(include_url=False, include_context=True)


def _problem(detail: ErrorDetails, raw: Any) -> Problem:
    path = "".join(_path(detail["loc"], raw)).removeprefix(".") or "$"
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
            return Problem(path, _shown(value), expected_of(str(context["pattern"])))
        case kind if kind in _EXPECTED:
            return Problem(path, _shown(value), _EXPECTED[kind].format_map(context))
        case "string_too_short":
            return Problem(path, "an empty text", "text")
        case "json_invalid":
            return Problem("$", "half a character (a lone surrogate)", "whole characters")
        case _:
            expected = detail["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
            return Problem(path, _shown(value), expected[:1].lower() + expected[1:])


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
