"""A profile as it is kept between sittings: its strands, the rules it is written under, what they left behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from bandingdesk import ops
from bandingdesk.casework.profiles.forward import Left
from bandingdesk.casework.profiles.ops import Start
from bandingdesk.casework.profiles.profile import DraftStrand


class Draft(NamedTuple):
    """What one person has written of a profile. `left` is what could not be carried from other rules, until read."""

    framework_sha256: str
    strands: tuple[DraftStrand, ...] = ()
    left: tuple[Left, ...] = ()


def key(case: str, party: str) -> str:
    """Return the key under which a draft is kept; its writer alone reads it."""
    return f"profile:{case}.{party}"


def body(draft: Draft) -> dict[str, Any]:
    """Return DRAFT as JSON types, {} where nothing is written."""
    strands = [ops.plain(one) for one in draft.strands if one != DraftStrand(one.strand)]
    if not strands and not draft.left:
        return {}
    return {"framework": draft.framework_sha256, "strands": strands, "left": [list(one) for one in draft.left]}


def read(kept: Mapping[str, Any]) -> Draft:
    """Return the draft that `body` wrote."""
    return Draft(
        str(kept.get("framework", "")),
        tuple(_strand(one) for one in kept.get("strands", ())),
        tuple(Left(*one) for one in kept.get("left", ())),
    )


def _strand(one: Mapping[str, Any]) -> DraftStrand:
    start = one.get("start")
    return DraftStrand(
        strand=one["strand"],
        level=one["level"],
        confidence=one["confidence"],
        note=one["note"],
        relied=tuple(one["relied"]),
        descriptors=tuple(one["descriptors"]),
        start=None if start is None else Start(**start),
        is_confirmed=one["is_confirmed"],
    )
