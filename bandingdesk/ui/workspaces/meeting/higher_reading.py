"""What the meeting page reads at an item of a higher panel: the decision behind it, and what is found so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.panel import outcomes
from bandingdesk.panel.remit import HIGHER
from bandingdesk.statute.grounds import Shown
from bandingdesk.store.queries import casework, council, decisions, higher, panel, rounds
from bandingdesk.store.queries.casework import LetterRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.higher import BeforeRow, FindingRow
from bandingdesk.store.queries.panel import ItemRow
from bandingdesk.store.queries.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class HigherRow:
    """An item of a high cost, joint or oversight panel. `before`: the decision that it is about, None for none.

    `first` is the first panel's round and `decision` its decision, each as the viewer may see it. `took_part` names
    who prepared, scored, proposed or signed it; `free` counts who sits here and did not.
    """

    basis: str
    finding: FindingRow | None
    before: BeforeRow | None
    decision: DecisionRow | None
    first: RoundRow | None
    first_panel: str
    first_on: date | None
    law: tuple[Shown, ...]
    letters: tuple[LetterRow, ...]
    took_part: tuple[str, ...]
    i_took_part: bool
    free: int
    strands: Mapping[str, str]
    shows_money: bool

    @property
    def head(self) -> str | None:
        """The finding's head, None where nothing is recorded yet."""
        return self.finding.head if self.finding is not None else None


def read(conn: Any, meeting: str, item: ItemRow, basis: str, viewer: str) -> HigherRow | None:
    """Return what ITEM shows to VIEWER; None for a panel that rates, and for who has stepped out."""
    if basis not in HIGHER or item.stepped_out:
        return None
    before = higher.before(conn, meeting, item.item, viewer)
    if before is None:
        return HigherRow(basis, higher.finding(conn, item.item, viewer), None, None, None, "", None, (), (), (), False,
                         0, {}, higher.sees_money(conn, viewer))  # fmt: skip
    decision = decisions.decision(conn, before.decision, viewer)
    first_meeting = panel.meeting(conn, decision.meeting)
    outcome = decision.final_outcome or decision.outcome
    took_part = higher.took_part(conn, before.decision)
    names = {one.id: one.name for one in council.people(conn)}
    return HigherRow(
        basis=basis,
        finding=higher.finding(conn, item.item, viewer),
        before=before,
        decision=decision,
        first=rounds.round(conn, decision.round, viewer) if decision.round else None,
        first_panel=first_meeting.type_name,
        first_on=first_meeting.on,
        law=outcomes.book().law(outcome, first_meeting.on, council.local_criteria(conn, first_meeting.on)),
        letters=tuple(casework.letters(conn, decision_id=before.decision, viewer=viewer)),
        took_part=tuple(sorted(names[one] for one in took_part if one in names)),
        i_took_part=viewer in took_part,
        free=len(set(panel.sitting(conn, meeting, item.item).quorum.people) - took_part),
        strands=higher.strands(conn, decision.framework_sha256),
        shows_money=higher.sees_money(conn, viewer),
    )
