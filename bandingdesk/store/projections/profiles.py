"""The profiles of setting and officer as rows, one for each occasion. What may be read of a row its query decides."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bandingdesk import ops
from bandingdesk.casework.profiles import profile
from bandingdesk.casework.profiles.profile import PartyProfile
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

FOLDS: dict[str, Fold] = {"profile": Fold(PartyProfile, profile.apply)}

PROFILE = table(
    "casework_profile",
    "profile",
    "id head case_id party framework_sha256 levels notes relied confidence descriptors started source locked_by"
    " locked_at",
    "occasion revision is_locked is_revealed",
    keys="case_id",
)
_MAPS = ("levels", "notes", "relied", "confidence", "descriptors", "started")


def lay_profile(state: PartyProfile) -> Iterator[Row]:
    """Yield the rows of a party's profiles."""
    for lock in state.locks:
        row = ops.plain(lock.body)
        row |= {name: json.dumps(row[name]) for name in _MAPS}
        row |= {"case_id": row.pop("case"), "id": state.id, "head": state.head, "revision": lock.revision}
        row |= {"locked_by": lock.by, "locked_at": ops.plain(lock.at)}
        row |= {"is_locked": int(lock.is_locked), "is_revealed": int(lock.is_revealed)}
        yield PROFILE, row


PROJECTIONS: dict[str, Projection] = {"profile": lay_profile}
