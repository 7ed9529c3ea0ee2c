"""Reading: everything that is wrong is named with its place, what was found and what was expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bandingdesk.matrix import files
from bandingdesk.matrix.files import FrameworkInvalidError
from tests.support.frameworks import PAIRS, SHIPPED, SMALL, framework, read, small, tariff


def faults(definition: dict[str, Any]) -> dict[str, str]:
    """Return the faults by path, as `found | expected`."""
    with pytest.raises(FrameworkInvalidError) as caught:
        read(definition)
    return {problem.path: f"{problem.found} | {problem.expected}" for problem in caught.value.problems}


def refused(data: bytes) -> FrameworkInvalidError:
    with pytest.raises(FrameworkInvalidError) as caught:
        files.read_framework(data, "odd.json")
    return caught.value


def test_a_file_with_a_life_and_a_bare_definition_read_alike() -> None:
    bare = files.read_framework_file(json.dumps(SMALL).encode(), "bare.json")
    whole = files.read_framework_file(
        json.dumps({"definition": SMALL, "life": {"status": "trial"}}).encode(), "whole.json"
    )
    assert bare.definition == whole.definition
    assert bare.life is None
    assert whole.life is not None
    assert whole.life.status == "trial"


def test_the_hash_covers_the_definition_and_not_its_life() -> None:
    first = files.read_framework_file(json.dumps({"definition": SMALL, "life": {"status": "trial"}}).encode(), "a")
    second = files.read_framework_file(json.dumps({"definition": SMALL, "life": {"status": "adopted"}}).encode(), "b")
    changed = read(small(title="Other"))
    assert files.sha256(first.definition) == files.sha256(second.definition)
    assert files.sha256(changed) != files.sha256(first.definition)
    assert files.sha256(changed).startswith("sha256:")


def test_the_hash_does_not_depend_on_spelling_or_order() -> None:
    turned = dict(reversed(list(SMALL.items())))
    spelt = small(monotone="not_promised", guards=[])  # both are the defaults
    assert files.sha256(read(turned)) == files.sha256(read(SMALL)) == files.sha256(read(spelt))


@pytest.mark.parametrize("name", SHIPPED)
def test_canonical_bytes_read_back_to_the_same_definition(name: str) -> None:
    definition = framework(name)
    again = files.read_framework(files.canonical(definition), name)
    assert again == definition
    assert files.canonical(again) == files.canonical(definition)


@pytest.mark.parametrize(("name", "money"), PAIRS)
def test_a_tariff_reads_back_from_its_canonical_bytes(name: str, money: str) -> None:
    assert files.read_tariff(files.canonical(tariff(money)), money) == tariff(money)


def test_all_faults_are_named_at_once() -> None:
    definition = small(colour="red")
    definition["strands"][1]["levels"][2]["level"] = "2"
    definition["bands"][0]["rank"] = True
    del definition["title"]
    found = faults(definition)
    assert found["colour"] == 'the unknown key "colour" | only the keys of the format'
    assert found["strands[1].levels[2].level"] == 'the text "2" | a whole number'
    assert found["bands[0].rank"] == "true | a whole number"
    assert found["title"] == "nothing | a value: this key is required"


def test_faults_of_the_format_and_references_that_lead_nowhere_are_named_together() -> None:
    definition = small(tests=[{"id": "T", "levels": {"b": 9, "a": 1}, "expect": {"band": "B7"}, "source": "x"}])
    definition["strands"][0]["question"] = 7  # the strand can't be used, so what names it is not called unknown
    definition["decide"]["rows"][2]["band"] = "B9"
    assert faults(definition) == {
        "strands[0].question": "the number 7 | text",
        "decide.rows[2].band": '"B9" | a band (B1, B2, B3)',
        "tests[0].levels.b": "level 9 | one of the strand's levels (0, 1, 2, 3, 4)",
        "tests[0].expect.band": '"B7" | a band, or null for referred (B1, B2, B3)',
    }


def test_a_thing_that_stands_twice_is_named_with_the_first() -> None:
    definition = small()
    definition["bands"][2]["id"] = "B1"
    with pytest.raises(FrameworkInvalidError) as caught:
        read(definition)
    assert caught.value.problems[0].text() == (
        'bands[2].id: found the band "B1" again (the first is at bands[0].id), expected each of them once.'
    )


def test_a_path_is_the_one_of_the_file_below_a_choice_of_kinds() -> None:
    definition = small(
        adjust=[
            {"kind": "move", "id": "M", "by": 1, "why": "x", "when": {"kind": "measure", "measure": "score", "form": 3}}
        ]
    )
    definition["measures"][0]["add_if"] = [{"id": "U", "when": {"kind": "context"}, "add": 1.5, "why": "x"}]
    assert faults(definition) == {
        "adjust[0].when.form": 'the unknown key "form" | only the keys of the format',
        "measures[0].add_if[0].when.context": "nothing | a value: this key is required",
        "measures[0].add_if[0].when.values": "nothing | a value: this key is required",
        "measures[0].add_if[0].add": "the number 1.5 | a whole number",
    }


def test_an_unknown_kind_lists_the_known_ones() -> None:
    found = faults(small(decide={"kind": "lottery"}))
    assert list(found) == ["decide.kind"]
    assert found["decide.kind"].startswith('"lottery" | one of ')
    assert "'thresholds'" in found["decide.kind"]


def test_the_path_names_the_envelope_when_there_is_one() -> None:
    with pytest.raises(FrameworkInvalidError) as caught:
        files.read_framework(json.dumps({"definition": small(colour="red")}).encode(), "a.json")
    assert [problem.path for problem in caught.value.problems] == ["definition.colour"]
    assert caught.value.as_json()["where"] == {"file": "a.json", "field": "definition.colour"}
    assert caught.value.as_json()["problems"][0]["expected"] == "only the keys of the format"  # type: ignore[index]
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "a JSON document"),
        (b"PK\x03\x04 not json", "a JSON document"),
        (b"\xff\xfe{}", "JSON text in UTF-8"),
        (b"[1, 2]", "one JSON object"),
        (b'{"a": 1, "a": 2}', "each key once"),
        (b'{"a": ' * 60 + b"1" + b"}" * 60, "at most 40"),
        (b'{"a": "' + b"x" * 9_000_000 + b'"}', "at most 8,000,000"),
    ],
    ids=["empty", "a zip", "utf-16", "a list", "a key twice", "deep", "large"],
)
def test_what_is_no_framework_is_refused_with_a_reason(data: bytes, expected: str) -> None:
    fault = refused(data)
    assert fault.problems[0].expected == expected
    assert fault.where.file == "odd.json"


def test_a_byte_order_mark_is_read_over() -> None:
    assert files.read_framework(b"\xef\xbb\xbf" + json.dumps(SMALL).encode(), "bom.json").id == "small"


def test_brackets_within_text_are_not_depth() -> None:
    definition = small(title="[{" * 50 + '\\"')
    assert read(definition).title == definition["title"]


def test_a_tariff_without_a_kind_is_a_table() -> None:
    rows = [{"band": "B1", "setting": "main", "pence": 100}]
    data = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "half_even", "rows": rows}
    assert files.read_tariff(json.dumps(data).encode(), "t").kind == "table"


def test_money_that_is_no_whole_number_of_pence_is_refused() -> None:
    rows = [{"band": "B1", "pence": 125.5}]
    data = {"framework": "small", "year": "2026-27", "period": "year", "rounding": "none", "rows": rows}
    with pytest.raises(FrameworkInvalidError) as caught:
        files.read_tariff(json.dumps(data).encode(), "t")
    assert caught.value.problems[0][:2] == ("rows[0].pence", "the number 125.5")


def test_a_case_reads_its_levels_and_evidence() -> None:
    case = files.read_case(b'{"case": "C1", "levels": {"a": 2}, "evidence": {"a": ["E12"]}}', "case.json")
    assert (case.case, case.levels, case.evidence) == ("C1", {"a": 2}, {"a": ("E12",)})


def test_reasons_are_codes_or_codes_with_words() -> None:
    assert [(r.id, r.text) for r in read(SMALL).override.named()] == [("R1", "R1"), ("R2", "In words")]
