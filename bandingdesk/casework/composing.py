"""A version of a case or child composed field by field out of two: only where one op holds all the facts anew.

Used when a person settles what differs after a sync (council/resolution.py). Pure: bodies and plain values in, a body
out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from bandingdesk import ops
from bandingdesk.casework.ops import CaseUpdated, ChildCorrected

# kind: (body class, the part of the body that holds the facts, the same part in the folded state)
WHOLE: Mapping[str, tuple[type, str, str]] = {
    "case.updated": (CaseUpdated, "case", "facts"),
    "child.corrected": (ChildCorrected, "child", "facts"),
}


def can_compose(kind: str) -> bool:
    """Return whether an op of KIND holds all facts anew, so that they can be chosen one by one."""
    return kind in WHOLE


def holds(kind: str, path: str) -> bool:
    """Return whether the facts of an op of KIND hold the value at PATH of the folded state."""
    cls, part, in_state = WHOLE[kind]
    facts = get_type_hints(cls)[part]
    return path.startswith(f"{in_state}.") and path.removeprefix(f"{in_state}.") in {f.name for f in fields(facts)}


def compose(kind: str, body: Any, chosen: Mapping[str, Any], reason: str) -> Any:
    """Return BODY with the values CHOSEN by the path of the folded state ("facts.setting_name") and REASON.

    Raises KeyError for a path that the body does not hold.
    """
    cls, part, in_state = WHOLE[kind]
    plain = ops.plain(body)
    for path, value in chosen.items():
        name = path.removeprefix(f"{in_state}.")
        if name == path or name not in plain[part]:
            raise KeyError(path)
        plain[part][name] = value
    plain["reason"] = reason or plain["reason"]
    return ops.decode(cls, ops.canonical(plain))
