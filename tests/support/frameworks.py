"""Frameworks for tests: the shipped ones, and a small one of three strands that a test changes at one place."""

from __future__ import annotations

import copy
import json
from typing import Any

from bandingdesk import resources
from bandingdesk.matrix import files
from bandingdesk.matrix.compiled import compile_scheme
from bandingdesk.matrix.framework import Framework
from bandingdesk.matrix.scheme import Scheme
from bandingdesk.matrix.tariff import Tariff


def _shipped() -> dict[str, tuple[str, ...]]:
    """Return each shipped framework file with its tariffs; `kinds/` holds an example for each kind of rule."""
    folder = resources.shipped("frameworks")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.json"))
    frameworks = {
        name: json.loads((folder / name).read_text(encoding="utf-8")) for name in names if "-tariff-" not in name
    }
    tariffs = {name: json.loads((folder / name).read_text(encoding="utf-8")) for name in names if "-tariff-" in name}
    return {
        name: tuple(money for money, own in tariffs.items() if own["framework"] == file["definition"]["id"])
        for name, file in frameworks.items()
    }


EVERY = _shipped()  # framework file -> its tariffs
EVERY_PAIR: list[tuple[str, str | None]] = [(name, money) for name, own in EVERY.items() for money in own or (None,)]
SHIPPED = {name: own for name, own in EVERY.items() if not name.startswith("kinds/")}  # councils' schemes
PAIRS = [(name, money) for name, own in SHIPPED.items() for money in own]

SMALL: dict[str, Any] = {
    "schema": "banding/1",
    "id": "small",
    "version": "1",
    "authority": {"name": "Testshire (invented)"},
    "title": "Small",
    "effective": {"from": "2026-04-01", "to": None},
    "strands": [
        {
            "id": strand,
            "name": name,
            "area": "A",
            "levels": [{"level": n, "name": f"Level {n}"} for n in range(top + 1)],
        }
        for strand, name, top in (("a", "Apple", 4), ("b", "Birch", 4), ("c", "Cedar", 2))
    ],
    "contexts": [{"id": "setting", "values": ["main", "special"], "labels": ["mainstream", "special school"]}],
    "bands": [{"id": f"B{n}", "name": f"Band {n}", "rank": n} for n in (1, 2, 3)],
    "measures": [
        {
            "kind": "points",
            "id": "score",
            "table": [
                {"strand": "a", "points": [0, 1, 2, 3, 4]},
                {"strand": "b", "points": [0, 1, 2, 3, 4]},
                {"strand": "c", "points": [0, 5, 10]},
            ],
        }
    ],
    "decide": {
        "kind": "thresholds",
        "measure": "score",
        "rows": [
            {"band": "B1", "from": 0, "to": 4},
            {"band": "B2", "from": 5, "to": 9},
            {"band": "B3", "from": 10, "to": 18},
        ],
    },
    "missing": "error",
    "override": {"allowed": True, "reasons": ["R1", {"id": "R2", "text": "In words"}]},
}


def small(**changes: Any) -> dict[str, Any]:
    """Return the small definition with top keys replaced; a key given as None is left out."""
    made = {**copy.deepcopy(SMALL), **changes}
    return {key: value for key, value in made.items() if value is not None}


def read(definition: dict[str, Any]) -> Framework:
    """Return DEFINITION as the engine reads a file."""
    return files.read_framework(json.dumps(definition).encode(), "test.json")


def framework(name: str) -> Framework:
    """Return a shipped framework."""
    return files.read_framework(resources.shipped(f"frameworks/{name}").read_bytes(), name)


def tariff(name: str) -> Tariff:
    """Return a shipped tariff."""
    return files.read_tariff(resources.shipped(f"frameworks/{name}").read_bytes(), name)


def scheme(name: str, money: str | None = None) -> Scheme:
    """Return a shipped framework, with a tariff where one is named, ready to run."""
    return compile_scheme(framework(name), None if money is None else tariff(money))
