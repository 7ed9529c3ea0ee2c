"""The smallest definition that can be read: where a new scheme begins."""

from __future__ import annotations

from datetime import date
from typing import Any


def definition(id_: str, version: str, authority: str, starts: date) -> dict[str, Any]:
    """Return a definition of one strand with two levels and one band, as JSON types, to be written further."""
    return {
        "schema": "banding/1",
        "id": id_,
        "version": version,
        "title": "New framework",
        "authority": {"name": authority},
        "effective": {"from": starts.isoformat()},
        "areas": [{"id": "area1", "name": "First area"}],
        "strands": [
            {
                "id": "strand1",
                "name": "First strand",
                "area": "area1",
                "levels": [{"level": 0, "name": "As expected"}, {"level": 1, "name": "Some need"}],
            }
        ],
        "bands": [{"id": "B1", "name": "Band 1", "rank": 1}],
        "measures": [{"kind": "points", "id": "points", "table": [{"strand": "strand1", "points": [0, 1]}]}],
        "decide": {"kind": "thresholds", "measure": "points", "rows": [{"band": "B1", "from": 0, "to": 1}]},
        "missing": "error",
        "override": {"allowed": True},
    }
