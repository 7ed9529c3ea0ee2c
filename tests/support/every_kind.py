"""One small definition that uses every kind of measure, condition and decision but a costed map and a best fit."""

from __future__ import annotations

from typing import Any

from tests.support import frameworks

A3 = {"kind": "strand_at_least", "strand": "a", "level": 3}
EVERY_KIND: dict[str, Any] = frameworks.small(
    contexts=[
        *frameworks.SMALL["contexts"],
        {"id": "need", "name": "main need", "values": ["apples", "birches"], "labels": ["apples", "birch trees"]},
    ],
    strands=[
        {
            **strand,
            "levels": [
                {**level, "descriptors": [{"id": f"{strand['id']}.{level['level']}", "text": {"default": f"Is {n}"}}]}
                for n, level in enumerate(strand["levels"])
            ],
        }
        for strand in frameworks.SMALL["strands"]
    ],
    measures=[
        {
            **frameworks.SMALL["measures"][0],
            "table": [
                {"strand": "a", "points": [0, 1, 2, 3, 4]},
                {"strand": "b", "points": [0, 1, 2, 3, 4], "weight": 2},
                {"strand": "c", "points": [0, 5, 10]},
            ],
            "scale": 10,
            "group_caps": [{"strands": ["a", "c"], "max": 9, "why": "They overlap."}],
            "add_if": [
                {"id": "U1", "when": {"kind": "descriptor_met", "descriptor": "b.2"}, "add": 3, "why": "Seen."},
                {"id": "U2", "when": {"kind": "not", "of": A3}, "add": 1, "why": "Few apples."},
            ],
        },
        {"kind": "count", "id": "many", "level": 2, "strands": ["a", "b"]},
        {"kind": "highest", "id": "second", "rank": 2},
        {"kind": "highest", "id": "second_of_two", "rank": 2, "strands": ["a", "c"]},
        {
            "kind": "primary",
            "id": "main",
            "context": "need",
            "strands": [{"value": "apples", "strand": "a"}, {"value": "birches", "strand": "b"}],
        },
        {"kind": "descriptors_met", "id": "seen", "set": "core", "descriptors": ["a.3", "b.2", "c.1"]},
        {"kind": "number", "id": "behind", "name": "Months behind", "min": 0, "max": 240, "unit": "months",
         "scale": 10},
    ],
    guards=[
        {
            "id": "G1",
            "never": {"kind": "count_at_least", "level": 2, "n": 2, "strands": ["b", "c"], "exactly": True},
            "action": "warn",
            "why": "Look twice",
        }
    ],
    decide={
        "kind": "best_of",
        "of": [
            frameworks.SMALL["decide"] | {"above": "refer", "below": "refer"},
            {
                "kind": "cases",
                "policy": "highest_band",
                "rows": [
                    {
                        "id": "R1",
                        "when": {
                            "kind": "any",
                            "of": [
                                {"kind": "measure", "measure": "main", "from": 3},
                                {"kind": "all", "of": [A3, {"kind": "measure", "measure": "behind", "from": 95}]},
                            ],
                        },
                        "band": "B3",
                        "why": "High.",
                    },
                    {
                        "id": "R2",
                        "when": {"kind": "measure", "measure": "second_of_two", "from": 1, "to": 1},
                        "band": "B2",
                        "why": "Some.",
                    },
                    {"id": "R3", "when": {"kind": "context", "context": "setting", "values": ["special"]}, "band": "B2",
                     "why": "There."},
                ],
                "otherwise": "refer",
            },
        ],
    },
    adjust=[
        {"kind": "floor", "id": "F1", "when": {"kind": "measure", "measure": "seen", "from": 2}, "band": "B2",
         "why": "Seen."},
    ],
)  # fmt: skip
