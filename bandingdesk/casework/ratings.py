"""The setting's and the officer's own profiles: entered apart, blind to each other until both are locked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.casework.ops import Party, ProfileLocked
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Recorded, Subject


class ProfileLockedError(RefusedError):
    """PARTY's profile of this case was locked before."""

    code = "CA-20"
    message = QT_TRANSLATE_NOOP("errors", "This profile was locked before.")
    kept = QT_TRANSLATE_NOOP("errors", "The locked profile stays as it is.")
    do = QT_TRANSLATE_NOOP("errors", "Read it on the case page.")


@dataclass(frozen=True, slots=True)
class PartyProfile:
    """One party's profile; `locked` is None once erased."""

    id: str
    head: str
    locked: ProfileLocked | None = None


def profile_id(case: str, party: Party) -> str:
    """Return the id of a party's profile of a case."""
    return f"{case}.{party}"


def apply(state: PartyProfile | None, op: Recorded) -> PartyProfile:
    """Fold an op of a profile."""
    known = state or PartyProfile(op.subject.id, op.op_id)
    locked = op.body if isinstance(op.body, ProfileLocked) else known.locked
    return replace(known, head=op.op_id, locked=locked)


def lock(known: PartyProfile | None, by: str, at: datetime, body: ProfileLocked) -> Op:
    """Lock a party's profile. Raises ProfileLockedError."""
    if known is not None:
        raise ProfileLockedError()
    return Op("profile.locked", Subject("profile", profile_id(body.case, body.party)), None, by, at, body)
