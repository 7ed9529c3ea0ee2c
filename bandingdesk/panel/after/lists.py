"""The lists that follow a decision, as shipped data: what would help next time, and what the council learns."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping

from bandingdesk import resources

_FILE = "panels/after.json"


def next_time() -> Mapping[str, str]:
    """Return what would help a setting's next paper, by code. Source: banding.md 6.2 and 6.4, union of panel forms."""
    return _read()["next_time"]


def themes() -> Mapping[str, str]:
    """Return what a council may learn from an order or an agreement, by code."""
    return _read()["themes"]


@functools.cache
def _read() -> Mapping[str, Mapping[str, str]]:
    read: Mapping[str, Mapping[str, str]] = json.loads(resources.shipped(_FILE).read_text("utf-8"))
    return read
