"""What is known of the keeping of each case, as rows, and what its end takes out of the record."""

from __future__ import annotations

from collections.abc import Iterator

from bandingdesk.casework import retention
from bandingdesk.casework.retention import Retention
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Erasure, Fold, Projection, Row

VERSION = 1

FOLDS = {"retention": Fold(Retention, retention.apply)}

RETENTION = table(
    "casework_retention",
    "retention",
    "id head rule due finding reviewed_by reviewed_at words keep_until hold hold_words held_by held_at"
    " destroyed_by destroyed_at rule_words reason",
    keys="id",
)


def lay(state: Retention) -> Iterator[Row]:
    """Yield the row of a retention."""
    row: dict[str, object] = {"id": state.id, "head": state.head}
    if (found := state.review) is not None:
        row |= {"rule": found.rule, "due": found.due.isoformat(), "finding": found.finding, "words": found.words}
        row |= {"reviewed_by": found.by, "reviewed_at": found.at.isoformat()}
        row |= {"keep_until": found.keep_until.isoformat() if found.keep_until else None}
    if (hold := state.hold) is not None:
        row |= {"hold": hold.reason, "hold_words": hold.words, "held_by": hold.by, "held_at": hold.at.isoformat()}
    if (gone := state.destroyed) is not None:
        row |= {"rule": gone.rule, "rule_words": gone.rule_words, "reason": gone.reason}
        row |= {"destroyed_by": gone.by, "destroyed_at": gone.at.isoformat()}
    yield RETENTION, row


def erases(state: Retention) -> Erasure | None:
    """Return what a destroyed case takes out of the record."""
    gone = state.destroyed
    return None if gone is None else Erasure(gone.rule, state.id, gone.subjects, gone.at, gone.items)


PROJECTIONS: dict[str, Projection] = {"retention": lay}
ERASES = {"retention": erases}
