"""A definition in plain English: each kind of condition and rule, affirmed and denied, in the framework's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from bandingdesk.matrix.conditions import Condition
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.rule_words import Words, together
from tests.support import frameworks

CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)
NUMBERS = [
    {"kind": "number", "id": "behind", "name": "the number of months behind", "min": 0, "max": 120, "unit": "months"},
    {"kind": "highest", "id": "second", "rank": 2},
    {"kind": "cost", "id": "map", "lines": "provision",
     "rates": [{"id": "ta", "name": "TA", "per": "hour", "pence": 1500}]},
]  # fmt: skip


def framework(**changes: Any) -> Framework:
    return frameworks.read(frameworks.small(measures=frameworks.SMALL["measures"] + NUMBERS, **changes))


def clause(condition: dict[str, Any], *, holds: bool = True) -> str:
    return Words(framework()).condition(CONDITIONS.validate_json(json.dumps(condition)), holds=holds)


A3 = {"kind": "strand_at_least", "strand": "a", "level": 3}
B2 = {"kind": "strand_at_least", "strand": "b", "level": 2}
MAIN = {"kind": "context", "context": "setting", "values": ["main"]}


@pytest.mark.parametrize(
    ("condition", "yes", "no"),
    [
        (A3, "Apple is at level 3 or more", "Apple is below level 3"),
        ({**A3, "level": 4}, "Apple is at level 4", "Apple is below level 4"),
        (
            {"kind": "count_at_least", "level": 3, "n": 2},
            "two or more strands are at level 3 or more",
            "fewer than two strands are at level 3 or more",
        ),
        (
            {"kind": "count_at_least", "level": 3, "n": 1},
            "at least one strand is at level 3 or more",
            "no strand is at level 3 or more",
        ),
        (
            {"kind": "count_at_least", "level": 1, "n": 0, "exactly": True},
            "no strand is at level 1 or more",
            "at least one strand is at level 1 or more",
        ),
        (
            {"kind": "count_at_least", "level": 2, "n": 2, "strands": ["a", "b", "c"], "exactly": True},
            "exactly two of Apple, Birch and Cedar are at level 2 or more",
            "not exactly two of Apple, Birch and Cedar are at level 2 or more",
        ),
        (
            {"kind": "measure", "measure": "score", "from": 4, "to": 9},
            "the total of points is from 4 to 9",
            "the total of points is not from 4 to 9",
        ),
        (
            {"kind": "measure", "measure": "behind", "from": 24},
            "the number of months behind is 24 or more",
            "the number of months behind is less than 24",
        ),
        (
            {"kind": "measure", "measure": "second", "to": 2},
            "the second highest level is 2 or less",
            "the second highest level is more than 2",
        ),
        (
            {"kind": "measure", "measure": "map", "from": 600000},
            "the yearly cost of the provision map is £6,000 or more",
            "the yearly cost of the provision map is less than £6,000",
        ),
        (
            {"kind": "context", "context": "setting", "values": ["main", "special"]},
            "the setting is mainstream or special school",
            "the setting is not mainstream or special school",
        ),
        ({"kind": "not", "of": A3}, "Apple is below level 3", "Apple is at level 3 or more"),
    ],
)
def test_each_condition_reads_affirmed_and_denied(condition: dict[str, Any], yes: str, no: str) -> None:
    assert clause(condition) == yes
    assert clause(condition, holds=False) == no


def test_what_does_not_hold_of_all_is_any_of_what_does_not_hold() -> None:
    both = {"kind": "all", "of": [A3, B2]}
    assert clause(both) == "Apple is at level 3 or more and Birch is at level 2 or more"
    assert clause({"kind": "not", "of": both}) == "Apple is below level 3 or Birch is below level 2"


def test_a_part_joined_the_other_way_says_so() -> None:
    mixed = {"kind": "all", "of": [MAIN, {"kind": "any", "of": [A3, B2]}]}
    said = clause(mixed)
    assert said == "the setting is mainstream and either Apple is at level 3 or more or Birch is at level 2 or more"
    turned = {"kind": "any", "of": [MAIN, {"kind": "all", "of": [A3, B2]}]}
    said = clause(turned)
    assert said == "the setting is mainstream or both Apple is at level 3 or more and Birch is at level 2 or more"


def test_lists_read_as_people_write_them() -> None:
    assert [together("a"), together("ab"), together("abc", "or")] == ["a", "a and b", "a, b or c"]


def test_points_with_a_scale_are_read_with_their_decimals() -> None:
    scaled = {**frameworks.SMALL["measures"][0], "scale": 10, "group_caps": [{"strands": ["a", "b"], "max": 25}]}
    words = Words(frameworks.read(frameworks.small(measures=[scaled])))
    assert "Apple and Birch count at most 2.5 together." in [rule.words for rule in words.all_rules()]
    assert "Band 2: 0.5 to 0.9." in [rule.words for rule in words.all_rules()]


def test_every_rule_of_the_example_is_said_once_with_its_reason() -> None:
    said = Words(frameworks.framework("exampleshire-2026.1.json")).all_rules()
    assert [rule.words for rule in said if rule.id == "U1"] == [
        "If Attention is at level 3 or more and Managing feelings is at level 3 or more, 12 points are added."
    ]
    move = next(rule for rule in said if rule.id == "U2")
    assert move.words == (
        "If three or more strands are at level 4 or more and the total of points is 284 or less, "
        "the band goes up by one band."
    )
    assert move.why.startswith("Three strands at level 4 or more need support that is joined up.")


def test_best_of_says_each_way() -> None:
    first = {"kind": "cases", "policy": "first", "rows": [{"id": "R1", "when": A3, "band": "B3", "why": "High."}]}
    both = framework(decide={"kind": "best_of", "of": [first, frameworks.SMALL["decide"]]})
    said = [rule.words for rule in Words(both).decision(both.decide)]
    assert said[0] == "The band is worked out in two ways. The highest band of them counts."
    assert "If Apple is at level 3 or more, the band is Band 3." in said
    assert "If no rule is met, people decide." in said
    assert "Band 1: 0 to 4." in said


@pytest.mark.parametrize("name", frameworks.SHIPPED)
def test_every_rule_of_a_shipped_framework_is_a_whole_sentence(name: str) -> None:
    for rule in Words(frameworks.framework(name)).all_rules():
        assert rule.words[0].isupper() or rule.words[0].isdigit()
        assert rule.words.endswith(".")
        assert "  " not in rule.words
        assert "{" not in rule.words
