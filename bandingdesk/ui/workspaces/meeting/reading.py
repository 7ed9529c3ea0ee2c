"""What the meeting page reads at once: agenda, quorum, an item's round and decision, as the viewer may see them."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bandingdesk.casework.provision.shortfall import Shortfall
from bandingdesk.panel import outcomes
from bandingdesk.statute.grounds import Shown
from bandingdesk.store.queries import (
    casework,
    council,
    decisions,
    letters,
    panel,
    panel_types,
    papers,
    provision,
    returns,
    rounds,
    rulebooks,
    sync,
)
from bandingdesk.store.queries import room as rooms
from bandingdesk.store.queries.casework import CaseRow, EvidenceRow
from bandingdesk.store.queries.council import PanelTypeRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.panel import ItemRow, MeetingRow, QuorumRow, SeatRow
from bandingdesk.store.queries.panel_types import TypeChanged
from bandingdesk.store.queries.provision import LedgerRow
from bandingdesk.store.queries.returns import ViewsRow
from bandingdesk.store.queries.room import RoomRow
from bandingdesk.store.queries.rounds import RoundRow
from bandingdesk.store.queries.rulebooks import Names
from bandingdesk.ui.workspaces.meeting import deciding_reading, higher_reading
from bandingdesk.ui.workspaces.meeting.deciding_reading import DecidingRow
from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk

OVER = ("decided", "deferred", "closed", "withdrawn")
VOTING = ("chair", "deputy", "member")


@dataclass(frozen=True, slots=True)
class Reading:
    """One item of a meeting and what is round it. `round`, `decision` and `case` are None where they are not there."""

    meeting: MeetingRow
    terms: PanelTypeRow
    agenda: tuple[ItemRow, ...]
    item: ItemRow | None
    quorum: QuorumRow | None
    round: RoundRow | None
    again: RoundRow | None  # the private re-score of some strands while it is open
    next_scorer: SeatRow | None  # who scores next in the open round on this laptop, None where all have locked
    decision: DecisionRow | None
    case: CaseRow | None
    papers: tuple[EvidenceRow, ...]
    unanswered: tuple[
        EvidenceRow, ...
    ]  # of the family and of professionals: nothing is signed before they are answered
    names: Names
    bands: tuple[tuple[str, str], ...]  # lowest first
    ladder: tuple[tuple[str, int, int | None], ...]
    level_reasons: Mapping[str, str]
    letters: Mapping[str, tuple[tuple[str, str, bool], ...]]  # by outcome: (template, title) of each letter it asks for
    law: Mapping[str, tuple[Shown, ...]]  # by outcome: the tests it is measured by, in the law's words
    role: str | None  # the viewer's seat
    is_decision_maker: bool
    viewer: str
    viewer_name: str
    is_disputed: bool  # two versions of the case differ, and nobody has settled which stands
    ledger: LedgerRow | None = None  # Section F line by line, where somebody entered it
    views: tuple[ViewsRow, ...] = ()  # what the family wrote in forms, in their very words
    changed: TypeChanged | None = None  # the panel type, after papers were frozen
    shortfall: Shortfall | None = None  # what it costs beside the proposed band, from the Section F step on
    room: RoomRow | None = None  # who is there, who waits to speak, votes, and the case in hand
    deciding: DecidingRow | None = None  # what the decision's forms show
    higher: HigherRow | None = None  # at a high cost, joint or oversight panel: the decision behind the item
    is_one_laptop: bool = False  # blind scoring hides scores here and can't protect them

    @property
    def is_live(self) -> bool:
        """Whether the panel is at work on the item now."""
        return self.meeting.state == "open" and self.item is not None and self.item.state not in OVER

    @property
    def is_paused(self) -> bool:
        """Whether the item waits for a quorum that was lost."""
        return self.is_live and self.quorum is not None and not self.quorum.met

    @property
    def votes_here(self) -> bool:
        """Whether the viewer has a voting seat and is free to use it."""
        free = self.item is not None and self.item.interest in ("none", "noted")
        return self.role in VOTING and free

    @property
    def explanation(self) -> Mapping[str, Any] | None:
        """The engine's explanation of the indicated band, where the band may be seen."""
        if self.round is None or self.round.band is None or not self.round.band.explanation:
            return None
        found: Mapping[str, Any] = json.loads(self.round.band.explanation)
        return found

    @property
    def on_questions(self) -> bool:
        """Whether the panel answers questions of law: the item's round does, or the panel type where none is open."""
        return self.round.questions is not None if self.round is not None else self.terms.basis == "questions"

    @property
    def leads(self) -> bool:
        """Whether the viewer leads this item: the person in the chair, or the clerk."""
        return self.role == "clerk" or self.is_chair

    @property
    def is_chair(self) -> bool:
        """Whether the viewer is in the chair for this item."""
        return self.role in ("chair", "deputy") and self.quorum is not None and self.viewer == self.quorum.chair_id


def read(desk: Desk, meeting_id: str, item_id: str, decision_id: str, today: date) -> Reading:
    """Return what the page shows of a meeting: the item ITEM_ID, or that of DECISION_ID, or the first still open."""
    me = desk.me_id
    with desk.store.read() as conn:
        agenda = tuple(panel.agenda(conn, meeting_id, me))
        item = _item(agenda, item_id or rooms.in_hand(conn, meeting_id) or "", decision_id)
        row, quorum = panel.at_item(conn, meeting_id, item.item) if item else (panel.meeting(conn, meeting_id), None)
        found = rounds.round(conn, item.round_id, me) if item and item.round_id else None
        decision = decisions.decision(conn, item.decision_id, me) if item and item.decision_id else None
        case = casework.case(conn, item.case_id) if item and item.case_id else None
        evidence = tuple(casework.evidence(conn, item.case_id)) if item and item.case_id else ()
        again = rounds.round(conn, found.again_id, me) if found and found.again_id else None
        again = again if again is not None and again.state == "open" else None
        framework = rulebooks.framework(conn, row.framework_sha256) if row.framework_sha256 else None
        terms = panel_types.of_meeting(conn, meeting_id)
        guidance = council.local_criteria(conn, row.on)
        return Reading(
            meeting=row,
            terms=terms,
            agenda=agenda,
            item=item,
            quorum=quorum,
            round=found,
            again=again,
            next_scorer=_next_scorer(conn, again, row, me) if again else None,
            decision=decision,
            case=case,
            papers=evidence,
            unanswered=papers.unanswered(conn, item.case_id) if item and item.case_id else (),
            names=rulebooks.names(conn, found.framework_sha256 if found else row.framework_sha256),
            bands=tuple((band.id, band.name) for band in framework.ladder()) if framework else (),
            ladder=_ladder(framework) if framework else (),
            level_reasons=rulebooks.level_reasons(conn, today),
            letters=_letters(terms.outcomes),
            law={outcome: outcomes.book().law(outcome, row.on, guidance) for outcome in terms.outcomes},
            role=panel.seat_role(conn, meeting_id, me),
            is_decision_maker="decision_maker" in council.person(conn, me).roles,
            viewer=me,
            viewer_name=council.person(conn, me).name,
            is_disputed=bool(item and item.case_id and sync.disputed(conn, item.case_id)),
            ledger=provision.ledger(conn, item.case_id) if decision and item and item.case_id else None,
            views=returns.views(conn, item.case_id) if item and item.case_id else (),
            changed=panel_types.changed(conn, meeting_id),
            shortfall=desk.panel.shortfall(decision.id) if decision and decision.sight.band == "yes" else None,
            room=rooms.room(conn, meeting_id, item.item, me) if item else None,
            higher=higher_reading.read(conn, meeting_id, item, terms.basis, me) if item and item.case_id else None,
            is_one_laptop=sync.peer(conn) == "none",
            deciding=_deciding(conn, item, row, terms, framework, found, decision, case, evidence, today)
            if item and case
            else None,
        )


def _deciding(
    conn: Any,
    item: ItemRow | None,
    meeting: MeetingRow,
    terms: PanelTypeRow,
    framework: Any,
    found: RoundRow | None,
    decision: DecisionRow | None,
    case: CaseRow | None,
    evidence: tuple[EvidenceRow, ...],
    today: date,
) -> DecidingRow | None:
    """Return what the decision's forms show; None to who has stepped out."""
    if item is None or case is None or item.stepped_out:
        return None
    ladder = tuple((band.id, band.name) for band in framework.ladder()) if framework else ()
    return deciding_reading.read(
        conn, item, meeting, terms, ladder, found=found, decision=decision, case=case, papers=evidence, today=today
    )


@functools.cache
def _letters(names: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, str, bool], ...]]:
    """Return the letters that each outcome asks for; one without a text here is written outside the program."""
    return {outcome: letters.asked_for(outcome) for outcome in names}


def _next_scorer(conn: Any, again: RoundRow, meeting: MeetingRow, me: str) -> SeatRow | None:
    """Return the first scorer without a lock: the person at the keys, else in seat order."""
    seats = sorted(meeting.seats, key=lambda seat: seat.person_id != me)
    for seat in seats:
        locked, _ = panel.lock_counts(conn, again.id, [seat.person_id])
        if not locked and rounds.round(conn, again.id, seat.person_id).i_am_scorer:
            return seat
    return None


def _item(agenda: tuple[ItemRow, ...], item_id: str, decision_id: str) -> ItemRow | None:
    """Return the item asked for, else the first that the panel is not done with, else the first."""
    if decision_id and (known := next((row for row in agenda if row.decision_id == decision_id), None)):
        return known
    if known := next((row for row in agenda if row.item == item_id), None):
        return known
    todo = (row for row in agenda if row.state in ("revealed", "agreed", "scoring", "waiting") and not row.stepped_out)
    return next(todo, agenda[0] if agenda else None)


def _ladder(framework: Any) -> tuple[tuple[str, int, int | None], ...]:
    """Return the point ranges of a threshold framework, () for others."""
    decide = framework.decide
    if decide.kind != "thresholds":
        return ()
    return tuple((row.band, row.from_, row.to) for row in decide.rows)
