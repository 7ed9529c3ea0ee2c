"""One child entered twice: two entries put together, and apart again with nothing lost.

The entry that goes keeps its own history and its people; its cases go over to the one that is kept, and come back when
the two are parted. Each case keeps its reference throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bandingdesk.casework import case as cases
from bandingdesk.casework.around.relation import require_words
from bandingdesk.casework.case import Case
from bandingdesk.casework.child import Child
from bandingdesk.casework.ops import CaseChildSet, ChildMerged, ChildToldApart, ChildUnmerged
from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Subject


class SameEntryError(RefusedError):
    """An entry can't be put together with itself, or with one that is already its own."""

    code = "AR-40"
    message = QT_TRANSLATE_NOOP("errors", "These two are one entry already.")
    kept = QT_TRANSLATE_NOOP("errors", "Both entries and their cases stay as they are.")
    do = QT_TRANSLATE_NOOP("errors", "Read the page again, then choose another entry if one is left.")


class AlreadyMergedError(RefusedError):
    """One of the two was put together with another entry before."""

    code = "AR-41"
    message = QT_TRANSLATE_NOOP("errors", "One of these entries is already part of another.")
    kept = QT_TRANSLATE_NOOP("errors", "Both entries and their cases stay as they are.")
    do = QT_TRANSLATE_NOOP("errors", "Use the entry that was kept, or part the two first.")


class NotMergedError(RefusedError):
    """The entry stands by itself."""

    code = "AR-42"
    message = QT_TRANSLATE_NOOP("errors", "This entry stands by itself, so there is nothing to part.")
    kept = QT_TRANSLATE_NOOP("errors", "Both entries and their cases stay as they are.")
    do = QT_TRANSLATE_NOOP("errors", "Read the page again.")


def merge(gone: Child, kept: Child, own: Sequence[Case], by: str, at: datetime, reason: str) -> tuple[Op, ...]:
    """Put GONE with its OWN cases under KEPT. Raises SameEntryError, AlreadyMergedError, ReasonMissingError."""
    require_words(reason)
    if gone.id == kept.id:
        raise SameEntryError()
    if gone.merged is not None or kept.merged is not None:
        raise AlreadyMergedError()
    body = ChildMerged(kept.id, tuple(case.id for case in own), reason.strip())
    seen = ((Subject("child", kept.id), kept.head),)
    went = Op("child.merged", Subject("child", gone.id), gone.head, by, at, body, seen=seen)
    return went, *(cases.set_child(case, by, at, CaseChildSet(kept.id, body.reason)) for case in own)


def unmerge(gone: Child, root: str, went: Sequence[Case], by: str, at: datetime, reason: str) -> tuple[Op, ...]:
    """Part GONE from the entry ROOT it is under: of the cases that WENT over, those still there come back.

    Raises NotMergedError, ReasonMissingError.
    """
    require_words(reason)
    if gone.merged is None:
        raise NotMergedError()
    parted = Op("child.unmerged", Subject("child", gone.id), gone.head, by, at, ChildUnmerged(reason.strip()))
    back = CaseChildSet(gone.id, reason.strip())
    home = [case for case in went if case.facts is not None and case.facts.child == root]
    return parted, *(cases.set_child(case, by, at, back) for case in home)


def tell_apart(child: Child, other: Child, by: str, at: datetime, reason: str) -> Op:
    """Record that OTHER is another child. Raises SameEntryError, ReasonMissingError."""
    require_words(reason)
    if child.id == other.id:
        raise SameEntryError()
    body = ChildToldApart(other.id, reason.strip())
    return Op("child.told_apart", Subject("child", child.id), child.head, by, at, body)
