"""How what differs after a sync is settled: a person's own op names what does not stand, and why.

Nothing is overwritten: the refused ops stay in the record as long as the record is kept. What is to stand again is made
anew by whoever resolves, on top of what stands now. Source: design, store 7.2 and 7.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.council.ops import Choice, ConflictResolved, Role
from bandingdesk.errors import QT_TRANSLATE_NOOP, InvalidError, RefusedError
from bandingdesk.ops import Op, Recorded, Subject

# Two decisions on one question, and what came too late for one, are for those who answer for the panel.
JUDGED = frozenset({"decision", "round", "meeting", "sheet"})
JUDGES: tuple[Role, ...] = ("chair", "qa_lead")
KEEPERS: tuple[Role, ...] = ("qa_lead", "administrator")
ANY: tuple[Role, ...] = ("chair", "qa_lead", "administrator")


class ResolverError(RefusedError):
    """The person may not resolve this; ROLES may."""

    code = "CO-40"
    message = QT_TRANSLATE_NOOP("errors", "This is for somebody else to settle: {roles}.")
    kept = QT_TRANSLATE_NOOP("errors", "Both versions are kept as they are. Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Ask one of them to open Sync. You can't lose anything by waiting.")


class ReasonMissingError(InvalidError):
    """This resolution needs a written reason."""

    code = "CO-41"
    message = QT_TRANSLATE_NOOP("errors", "This choice needs a reason in your own words.")
    kept = QT_TRANSLATE_NOOP("errors", "Both versions are kept as they are. Your choices on the screen are kept too.")
    do = QT_TRANSLATE_NOOP("errors", "Write one or two sentences that a family could read.")


class DisputedError(RefusedError):
    """The case has two decisions or two versions that nobody has settled: nothing final is done on it."""

    code = "CO-42"
    message = QT_TRANSLATE_NOOP(
        "errors", "This case has two versions that differ, and nobody has settled which stands."
    )
    kept = QT_TRANSLATE_NOOP("errors", "Both versions are kept. Your form is kept; nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Settle it under Sync first. Letters and signatures go on after that.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution as folded."""

    id: str
    head: str
    of: str = ""
    refused: tuple[str, ...] = ()
    stands: str | None = None
    choice: str = ""
    reason: str = ""
    replaces: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None


def apply(state: Resolution | None, op: Recorded) -> Resolution:
    """Fold an op of a resolution."""
    known = state or Resolution(op.subject.id, op.op_id)
    match op.body:
        case ConflictResolved(of, refused, stands, choice, reason, replaces):
            known = replace(
                known,
                of=of,
                refused=refused,
                stands=stands,
                choice=choice,
                reason=reason,
                replaces=replaces,
                by=op.by,
                at=op.at,
            )
    return replace(known, head=op.op_id)


def resolvers(subject_kind: str, conflict_kind: str) -> tuple[Role, ...]:
    """Return the roles that may settle a difference; the author may too where `author_may` says so."""
    if conflict_kind in ("quarantined", "role", "revoked", "erased"):
        return KEEPERS
    return JUDGES if subject_kind in JUDGED else ANY


def author_may(subject_kind: str, conflict_kind: str) -> bool:
    """Return whether the author of what does not stand may settle it: not what somebody must judge."""
    return resolvers(subject_kind, conflict_kind) is ANY


def needs_reason(subject_kind: str, conflict_kind: str, choice: Choice) -> bool:
    """Return whether a written reason is asked for: wherever a version of a person's judgement does not stand."""
    return resolvers(subject_kind, conflict_kind) is not ANY or choice == "refused"


def require(
    subject_kind: str, conflict_kind: str, choice: Choice, reason: str, *, roles: Sequence[str], is_author: bool
) -> None:
    """Check who resolves and why. Raises ResolverError, ReasonMissingError."""
    may = resolvers(subject_kind, conflict_kind)
    if not (set(may) & set(roles) or (is_author and author_may(subject_kind, conflict_kind))):
        raise ResolverError(roles=", ".join(role.replace("_", " ") for role in may))
    if needs_reason(subject_kind, conflict_kind, choice) and not reason.strip():
        raise ReasonMissingError()


def make(id_: str, by: str, at: datetime, body: ConflictResolved) -> Op:
    """Return the resolution as an op."""
    return Op("resolution.made", Subject("resolution", id_), None, by, at, body)
