"""The format in JSON Schema 2020-12, and the same as a page of the guide; both are made from the models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from bandingdesk.matrix import conditions, files, form, life, tariff
from bandingdesk.matrix.whatif import scenario
from bandingdesk.matrix.whatif import spread as whatif_spread
from bandingdesk.matrix.workbook import reading as workbook_reading
from bandingdesk.matrix.workbook import tables as ws
from bandingdesk.matrix.workbook.cells import plain

DRAFT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, Any] = {
    "framework": life.FrameworkFile,
    "tariff": tariff.AnyTariff,
    "form": form.Form,
    "case": form.CaseFile,
    "result": form.ResultDocument,
    "scenario": scenario.Scenario,
    "spread": whatif_spread.Spread,
}
PAGE = "help/en/framework-files.md"

_TITLES = {
    "framework": "A framework file (`banding/1`)",
    "tariff": "A tariff (`banding-tariff/1`)",
    "form": "A form (`banding-form/1`)",
    "case": "A case file, for `framework evaluate`",
    "result": "The answer of `framework evaluate`",
    "scenario": "A scenario, for `framework simulate`",
    "spread": "A spread of judgement, for `framework simulate`",
}
_PATTERNS = {conditions.ID_PATTERN: "id", conditions.WORDS_PATTERN: "text"}
_INTRODUCTION = """\
# Framework files

This page says what may stand in the files of a framework. It is made from the program itself, so it is always as the
program reads them. `bandingdesk framework schema` prints the same as JSON Schema (2020-12) for other programs.

A framework can be written as a workbook or as JSON. `bandingdesk framework convert IN OUT` turns each into the other,
and nothing is lost on the way. JSON is what is kept and hashed: keys sorted, what equals its default left out
(RFC 8785). The hash of a framework covers its `definition` alone.

## Words used below

- **id**: letters and figures, then also full stop, hyphen or underscore; no space; at most 64 characters.
- **text**: any characters but control characters; at most 4,000; spaces at its ends are dropped.
- **whole number**: no decimals anywhere. Where a scheme has decimals, a `scale` of 10 makes 15 stand for 1.5.
- **pence**: amounts in JSON are whole pence. In a workbook they are pounds: 1494 or 1494.50.
- **day**: year, month and day, such as 2026-04-01.
"""
_WORKBOOK = """\
## The workbook

An .xlsx file with the sheets below. Titles stand in row 1; each row below is one thing; blank rows are passed over. A
blank cell means: not given. Sheets and columns whose title begins with `notes` are your own and are not read. Formulas,
merged cells and percentages are refused, since they show something else than they hold. Every fault is named with its
sheet, row and column, all of them at once.

A rule's condition stands beside it, one part a row. The first part stands on the rule's own row with indent 0. After
`all`, `any` or `not`, the parts stand on the rows below, each with an indent of one more:

| id | rule | by | why | indent | when | at level | how many | context | is one of |
|---|---|---|---|---|---|---|---|---|---|
| U2 | move | 1 | Needs act on each other | 0 | all | | | | |
| | | | | 1 | count at least | 4 | 3 | | |
| | | | | 1 | context | | | setting | main, base |
"""
_EXAMPLES = {
    "Strand": '{"id": "cog", "name": "Cognition", "area": "CL", "levels": [{"level": 0}, {"level": 1}]}',
    "Band": '{"id": "B4", "name": "Band 4", "rank": 4}',
    "Context": '{"id": "setting", "values": ["main", "special"], "labels": ["mainstream", "special school"]}',
    "PointsMeasure": '{"kind": "points", "id": "score", "table": [{"strand": "cog", "points": [0, 4]}]}',
    "CountMeasure": '{"kind": "count", "id": "high", "level": 3}',
    "Thresholds": '{"kind": "thresholds", "measure": "score", "rows": [{"band": "B4", "from": 40, "to": 59}],'
    ' "above": "refer"}',
    "CaseRow": '{"id": "R1", "when": {"kind": "strand_at_least", "strand": "cog", "level": 4}, "band": "B4",'
    ' "why": "Cognition alone is severe."}',
    "AllOf": '{"kind": "all", "of": [{"kind": "count_at_least", "level": 3, "n": 2},'
    ' {"kind": "context", "context": "setting", "values": ["main"]}]}',
    "Move": '{"kind": "move", "id": "U2", "when": {"kind": "count_at_least", "level": 4, "n": 3}, "by": 1,'
    ' "why": "Needs act on each other."}',
    "WorkedTest": '{"id": "T1", "levels": {"cog": 3}, "context": {"setting": "main"}, "expect": {"band": "B4"},'
    ' "source": "consultation example 2"}',
    "TableTariff": '{"framework": "exampleshire", "year": "2026-27", "period": "year", "rounding": "none",'
    ' "rows": [{"band": "B4", "setting": "main", "pence": 149400}]}',
    "CaseFile": '{"case": "C-17", "levels": {"cog": 3}, "context": {"setting": "main"}}',
    "Form": '{"schema": "banding-form/1", "framework": "exampleshire", "version": "1",'
    ' "questions": [{"id": "q1", "text": "What has helped so far?"}]}',
}  # fmt: skip


def document(name: str) -> dict[str, Any]:
    """Return the JSON Schema of one of MODELS."""
    return {"$schema": DRAFT, **TypeAdapter(MODELS[name]).json_schema(by_alias=True)}


def page() -> str:
    """Return the page of the guide, as Markdown."""
    return "\n".join([_INTRODUCTION, *_limits(), *_workbook(), *_objects()]).rstrip() + "\n"


def examples() -> Mapping[str, str]:
    """Return the examples of the page by the name of their object."""
    return _EXAMPLES


def _limits() -> Iterator[str]:
    limits = workbook_reading.LIMITS
    yield "## Limits"
    yield ""
    yield f"- A file has at most {files.MAX_BYTES:,} bytes. A framework of 12 strands and 6 levels has about 30,000."
    yield f"- JSON has at most {files.MAX_DEPTH} brackets within each other, and {files.MAX_VALUES:,} values."
    unpacked = limits.unpacked // 1024**2
    yield f"- A workbook unpacks to at most {unpacked} MB, and no sheet has more than {limits.area:,} cells."
    yield f"- Of a file with more than {files.MOST_PROBLEMS} faults the first {files.MOST_PROBLEMS} are named."
    yield "- Lists and numbers have the limits that stand beside them below."
    yield ""


def _workbook() -> Iterator[str]:
    yield from _WORKBOOK.splitlines()
    yield ""
    for table in ws.TABLES:
        needed = " It may be left out." if table.is_optional else ""
        yield f"### Sheet {table.name}"
        yield ""
        yield f"{table.about}{needed}"
        yield ""
        yield "| item | what belongs there |" if table.is_transposed else "| column | what belongs there |"
        yield "|---|---|"
        for column in table.columns:
            what = f"one of: {', '.join(map(plain, column.choices))}" if _lists(column) else _KINDS[column.kind]
            yield f"| {column.title} | {'. '.join(part for part in (what, column.note) if part)} |"
        yield ""


def _lists(column: ws.Column) -> bool:
    return bool(column.choices) and column.kind != "yes"


_KINDS = {
    "id": "an id", "ids": "ids with commas between", "words": "text", "texts": "texts with semicolons between",
    "whole": "a whole number", "pounds": "an amount in pounds", "date": "a day", "yes": "yes or no",
    "choice": "", "band": "a band's id, or refer", "bands": "bands' ids with commas between",
    "bespoke": "an amount in pounds, or bespoke", "where": "facts such as setting = main; phase = ks12",
    "ages": "two ages",
}  # fmt: skip


def _objects() -> Iterator[str]:
    shown = set[str]()
    for name in MODELS:
        schema = document(name)
        parts = {**schema.get("$defs", {})}
        own = str(schema.get("title", "")) if "properties" in schema else ""
        yield f"## {_TITLES[name]}"
        yield ""
        if own:
            parts = {own: schema, **parts}
        else:
            yield f"One of: {', '.join(_link(option) for option in schema['oneOf'])}."
            yield ""
        for title, part in parts.items():
            if "properties" in part and title not in shown:
                shown.add(title)
                yield from _object(title, part)


def _object(title: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {title}"
    yield ""
    yield " ".join(str(part.get("description", "")).split())
    yield ""
    yield "| key | what it holds | needed |"
    yield "|---|---|---|"
    required = part.get("required", ())
    for key, value in part["properties"].items():
        yield f"| `{key}` | {_in_words(value)} | {'yes' if key in required else _default(value)} |"
    yield ""
    if title in _EXAMPLES:
        yield f"For example: `{_EXAMPLES[title]}`"
        yield ""


def _default(value: Mapping[str, Any]) -> str:
    match value.get("default"):
        case None | [] | {}:
            return "no"
        case bool() as default:
            return f"no: {'true' if default else 'false'}"
        case {"kind": kind}:
            return f"no: {kind}"
        case default:
            return f"no: {default}"


def _link(value: Mapping[str, Any]) -> str:
    title = str(value["$ref"]).rsplit("/", 1)[-1]
    return f"[{title}](#{title.lower()})"


def _in_words(value: Mapping[str, Any]) -> str:
    """Return what a value may be, in words."""
    if "$ref" in value:
        return _link(value)
    for key in ("oneOf", "anyOf"):
        if key in value:
            options = [_in_words(option) for option in value[key] if option.get("type") != "null"]
            null = ", or null" if any(option.get("type") == "null" for option in value[key]) else ""
            return " or ".join(dict.fromkeys(options)) + null
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return "one of " + ", ".join(f"`{option}`" for option in value["enum"])
    match value.get("type"):
        case "integer":
            return "whole number" + _between(value.get("minimum"), value.get("maximum"))
        case "boolean":
            return "true or false"
        case "string":
            return _string(value)
        case "array":
            return _array(value)
        case "object":
            inner = value.get("additionalProperties")
            of = (
                _in_words(inner)
                if isinstance(inner, dict)
                else next(map(_in_words, value["patternProperties"].values()))
            )
            return f"object: id to {of}"
        case _:
            return "any value"


def _string(value: Mapping[str, Any]) -> str:
    if value.get("format") == "date":
        return "day"
    pattern = value.get("pattern")
    if pattern is None:
        longest = value.get("maxLength")
        return "text" + (f" of at most {longest} characters" if longest else "")
    return _PATTERNS.get(pattern) or files.expected_of(pattern)


def _array(value: Mapping[str, Any]) -> str:
    if "prefixItems" in value:
        return "list of exactly " + ", ".join(_in_words(item) for item in value["prefixItems"])
    least, most = value.get("minItems"), value.get("maxItems")
    how_many = f" ({least or 0} to {most:,})" if most else f" (at least {least})" if least else ""
    return f"list{how_many} of {re.sub(r'^a ', '', _in_words(value['items']))}"


def _between(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f", {least:,} to {most:,}"
    return f", {least:,} or more" if least is not None else f", {most:,} or less" if most is not None else ""
