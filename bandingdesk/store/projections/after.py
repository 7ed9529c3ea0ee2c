"""What follows a decision, as rows: actions, minutes, decisions out of panel, feedback, outcomes noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bandingdesk import ops
from bandingdesk.panel.after import actions, feedback, minutes, outcomes, outside
from bandingdesk.panel.after.actions import Action
from bandingdesk.panel.after.feedback import Feedback
from bandingdesk.panel.after.minutes import Minutes
from bandingdesk.panel.after.outcomes import Outcome
from bandingdesk.panel.after.outside import Outside
from bandingdesk.store.projections.tables import table
from bandingdesk.store.registry import Fold, Projection, Row

VERSION = 2

ACTION = table(
    "after_action",
    "action",
    "id head case_id meeting item decision words owner_id due made_by made_at"
    " state ended_by ended_at ended_words moves",
    keys="id case_id meeting item owner_id state",
)
MINUTES = table(
    "after_minutes",
    "minutes",
    "id head case_id meeting item sha256 checkpoint made_by made_at corrections approved_at approved_by approved_on"
    " approved_words",
    keys="id case_id meeting",
)
OUTSIDE = table(
    "after_outside",
    "outside",
    "id head case_id panel_type state meeting item reason by_day asked_by asked_at route why outcome outcome_words"
    " delegation legal_test options evidence reasons ratifying_type decided_by decided_at ratified_meeting finding"
    " finding_words ratified_by ratified_at reviewed reviewed_by reviewed_at",
    "waits_for_panel",
    keys="id case_id state item ratifying_type",
)
FEEDBACK = table(
    "after_feedback",
    "feedback",
    "id head case_id sha256 suggestions words made_by made_at sent_on method sent_by",
    keys="id case_id",
)
NOTE = table(
    "after_note",
    "outcome",
    "entry case_id decision says theme meeting words by_person at",
    "position",
    keys="entry case_id theme",
)


def _json(value: Any) -> str:
    return json.dumps(ops.plain(value), ensure_ascii=False)


def lay_action(state: Action) -> Iterator[Row]:
    """Yield the row of an action."""
    if state.due is None:
        return
    row = ops.plain(state)
    row["case_id"], row["owner_id"] = row.pop("case"), row.pop("owner")
    yield ACTION, {**row, "moves": _json(state.moves)}


def lay_minutes(state: Minutes) -> Iterator[Row]:
    """Yield the row of minutes. Their words stand in the file alone."""
    if not state.sha256:
        return
    row = ops.plain(state)
    row["case_id"] = row.pop("case")
    yield MINUTES, {**row, "corrections": _json(state.corrections)}


def lay_outside(state: Outside) -> Iterator[Row]:
    """Yield the row of a decision out of panel: what was asked, decided, and made of it by a panel."""
    asked, decided, ratified = state.asked, state.decided, state.ratified
    if asked is None and decided is None:
        return
    row: dict[str, Any] = {
        "id": state.id,
        "head": state.head,
        "case_id": state.case,
        "panel_type": state.panel_type,
        "state": state.state,
        "waits_for_panel": int(state.waits_for_panel),
        "reviewed": state.reviewed,
    }
    if asked is not None:
        row |= {"meeting": asked.meeting, "item": asked.item, "reason": asked.reason, "by_day": asked.by.isoformat()}
    if decided is not None:
        plain = ops.plain(decided)
        row |= {name: plain[name] for name in ("route", "why", "outcome", "outcome_words", "delegation", "legal_test")}
        row |= {"options": _json(decided.options), "evidence": _json(decided.evidence), "reasons": decided.reasons}
        row["ratifying_type"] = decided.ratified_by
    if ratified is not None:
        row |= {"ratified_meeting": ratified.meeting, "finding": ratified.finding, "finding_words": ratified.words}
    for name in ("asked", "decided", "ratified", "reviewed"):
        row[f"{name}_by"], row[f"{name}_at"] = getattr(state, f"{name}_by"), ops.plain(getattr(state, f"{name}_at"))
    yield OUTSIDE, row


def lay_feedback(state: Feedback) -> Iterator[Row]:
    """Yield the row of feedback. Its words stand in the file alone."""
    if not state.sha256:
        return
    row = ops.plain(state)
    row["case_id"] = row.pop("case")
    yield FEEDBACK, {**row, "suggestions": _json(state.suggestions)}


def lay_outcome(state: Outcome) -> Iterator[Row]:
    """Yield a row for each noting of an entry, in the order in which they were made."""
    for position, note in enumerate(state.notes):
        body = note.body
        row = {"entry": body.entry, "case_id": body.case, "decision": body.decision, "says": body.says}
        row |= {"theme": body.theme, "meeting": body.meeting, "words": body.words}
        yield NOTE, {**row, "by_person": note.by, "at": ops.plain(note.at), "position": position}


FOLDS: dict[str, Fold] = {
    "action": Fold(Action, actions.apply),
    "minutes": Fold(Minutes, minutes.apply),
    "outside": Fold(Outside, outside.apply),
    "feedback": Fold(Feedback, feedback.apply),
    "outcome": Fold(Outcome, outcomes.apply),
}
PROJECTIONS: dict[str, Projection] = {
    "action": lay_action,
    "minutes": lay_minutes,
    "outside": lay_outside,
    "feedback": lay_feedback,
    "outcome": lay_outcome,
}
