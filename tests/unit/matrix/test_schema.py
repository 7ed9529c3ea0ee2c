"""The printed schemas hold for what is shipped, and the page of the guide is the one the program would write today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from bandingdesk import resources
from bandingdesk.matrix import files, schema
from tests.support import json_schema
from tests.support.frameworks import small

FILES = sorted(resources.shipped("frameworks").rglob("*.json"))


def found(name: str, value: Any) -> list[str]:
    document = schema.document(name)
    return list(json_schema.faults(value, document, document))


def kind_of(raw: dict[str, Any]) -> str:
    if "definition" in raw or raw.get("schema") == "banding/1":
        return "framework"
    return "form" if raw.get("schema") == "banding-form/1" else "tariff"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_file_fits_the_printed_schema(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))
    kind = kind_of(raw)
    whole = {"definition": raw} if kind == "framework" and "definition" not in raw else raw
    assert found(kind, whole) == []


@pytest.mark.parametrize("name", schema.MODELS)
def test_a_schema_says_its_draft_and_refuses_unknown_keys(name: str) -> None:
    document = schema.document(name)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    parts = [part for part in (document, *document.get("$defs", {}).values()) if "properties" in part]
    assert parts
    assert all(part["additionalProperties"] is False for part in parts)


def test_the_schema_refuses_what_the_program_refuses() -> None:
    assert found("framework", {"definition": small()}) == []
    assert found("framework", {"definition": small(colour="red")}) == ["$.definition: unknown key colour"]
    assert found("framework", {"definition": small(version="a b")})[0].startswith(
        "$.definition.version: 'a b' does not"
    )
    assert found("case", {"case": "C"}) == ["$: no levels"]


def test_every_schema_can_be_read_by_the_small_reader_of_these_tests() -> None:
    for name in schema.MODELS:
        assert found(name, {})


def test_the_page_of_the_guide_is_true_today() -> None:
    page = resources.shipped(schema.PAGE).read_text(encoding="utf-8")
    assert page == schema.page(), "write it again: .venv/bin/python -m tests.support.guide_page"


@pytest.mark.parametrize("name", schema.examples())
def test_an_example_of_the_page_can_be_read(name: str) -> None:
    from bandingdesk.matrix import conditions, form, framework, measures, tariff

    modules = (conditions, form, framework, measures, tariff)
    model = next(getattr(module, name) for module in modules if hasattr(module, name))
    TypeAdapter(model).validate_json(schema.examples()[name])


def test_every_key_of_every_object_stands_on_the_page() -> None:
    page = schema.page()
    for name in schema.MODELS:
        document = schema.document(name)
        for title, part in document.get("$defs", {}).items():
            if "properties" in part:
                section = page.split(f"### {title}\n", 1)[1].split("\n### ", 1)[0]
                assert all(f"| `{key}` |" in section for key in part["properties"]), title


def test_the_page_states_the_limits() -> None:
    page = schema.page()
    assert f"at most {files.MAX_BYTES:,} bytes" in page
    assert f"at most {files.MAX_DEPTH} brackets" in page


@pytest.mark.parametrize("name", ["framework", "tariff", "form", "case"])
def test_every_whole_number_of_the_format_has_a_least_and_a_most(name: str) -> None:
    """Canonical JSON has no integer beyond 2**53, and sums of pence are 64 bits wide."""
    open_ended: list[str] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            if value.get("type") == "integer" and not (
                {"minimum", "maximum"} <= value.keys() or {"enum", "const"} & value.keys()
            ):
                open_ended.append(path)
            for key, inner in value.items():
                walk(inner, f"{path}/{key}")
        elif isinstance(value, list):
            for n, inner in enumerate(value):
                walk(inner, f"{path}/{n}")

    walk(schema.document(name), name)
    assert open_ended == []
