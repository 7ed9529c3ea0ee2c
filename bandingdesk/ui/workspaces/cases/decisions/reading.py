"""What the decisions of a case read: what follows them, who may do what, and the lists that forms choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.council import may
from bandingdesk.panel.after import lists
from bandingdesk.store.queries import after, came_back, casework, closed, council, higher
from bandingdesk.store.queries.after import ActionRow, FeedbackRow, MinutesRow, OutsideRow
from bandingdesk.store.queries.came_back import BackRow
from bandingdesk.store.queries.higher import FindingRow

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class After:
    """What follows the decisions of one case, as VIEWER may see it.

    `only` says for each kind of op who may record it, where the person at the keys may not. `meetings` are the open
    meetings that can take note of a decision out of panel, by the panel that ratifies.
    """

    case_id: str
    actions: tuple[ActionRow, ...]
    minutes: tuple[MinutesRow, ...]
    outside: tuple[OutsideRow, ...]
    feedback: tuple[FeedbackRow, ...]
    back: tuple[BackRow, ...]
    higher: tuple[FindingRow, ...]  # what high cost, joint and oversight panels found about the decisions
    owners: Choices
    panels: Choices
    outcomes: dict[str, tuple[str, ...]]  # of each panel type
    papers: Choices
    meetings: dict[str, tuple[tuple[str, date], ...]]
    next_time: Choices
    themes: Choices
    only: dict[str, str]

    def action(self, action_id: str) -> ActionRow | None:
        """Return one action, None where there is none."""
        return next((row for row in self.actions if row.id == action_id), None)

    def outside_row(self, outside_id: str) -> OutsideRow | None:
        """Return one decision out of panel, None where there is none."""
        return next((row for row in self.outside if row.id == outside_id), None)

    def feedback_on(self, decision_id: str) -> FeedbackRow | None:
        """Return the feedback on a decision, None where none was made."""
        return next((row for row in self.feedback if row.id == decision_id), None)


_KINDS = (
    "action.made",
    "action.done",
    "minutes.made",
    "minutes.corrected",
    "outside.asked",
    "outside.decided",
    "outside.ratified",
    "outside.reviewed",
    "feedback.made",
    "outcome.noted",
)


def read(conn: Any, case_id: str, viewer: str, today: date) -> After:
    """Return what follows the decisions of a case. Raises CaseClosedError."""
    closed.require_open(conn, case_id, viewer)
    types = council.panel_types(conn)
    mine = set(council.person(conn, viewer).roles)
    outside = after.outside(conn, case_id)
    ratifying = {row.ratifying_type for row in outside if row.waits_for_panel}
    return After(
        case_id=case_id,
        actions=after.actions(conn, case_id),
        minutes=after.minutes_of_case(conn, case_id),
        outside=outside,
        feedback=after.feedback(conn, case_id),
        back=came_back.rows(conn, case_id, today),
        higher=tuple(higher.findings(conn, case_id, viewer)),
        owners=tuple(sorted(after.owners(conn, case_id).items(), key=lambda one: one[1])),
        panels=tuple((row.key, row.name) for row in types),
        outcomes={row.key: tuple(row.outcomes) for row in types},
        papers=tuple((row.id, f"{row.title}, {row.author_role}") for row in casework.evidence(conn, case_id)),
        meetings={key: after.ratifying_meetings(conn, key) for key in ratifying},
        next_time=tuple(lists.next_time().items()),
        themes=tuple(lists.themes().items()),
        only={kind: _only(kind, mine) for kind in _KINDS},
    )


def _only(kind: str, mine: set[str]) -> str:
    writers = may.rule(kind).writers
    return "" if mine & set(writers) else may.words(writers)
