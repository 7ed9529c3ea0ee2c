"""What the page of one case reads: the case with all that hangs on it, as the person at the keys may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bandingdesk.casework.around.addressee import Addressee
from bandingdesk.casework.backlog.last_panel import LastPanel
from bandingdesk.store.queries import (
    around,
    backlog,
    casework,
    council,
    decisions,
    panel,
    returns,
    rounds,
    rulebooks,
    sync,
)
from bandingdesk.store.queries.around import Stop
from bandingdesk.store.queries.casework import CaseRow, EvidenceRow, LetterRow, TimelineRow
from bandingdesk.store.queries.council import NothingInForceError, PersonRow
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.panel import ItemRow, MeetingRow
from bandingdesk.store.queries.returns import ViewsRow
from bandingdesk.store.queries.rulebooks import Names


@dataclass(frozen=True, slots=True)
class CaseReading:
    """One case. `is_closed`: somebody with an interest in it is at the keys, and only its number is shown.

    `is_disputed`: two versions of it differ, and nobody has settled which stands.
    `is_blind`: I still have to lock my scores of it, so bands and other people's levels stay hidden (ux 3.3).
    """

    row: CaseRow
    papers: tuple[EvidenceRow, ...]
    timeline: tuple[TimelineRow, ...]
    decisions: tuple[DecisionRow, ...]
    letters: tuple[LetterRow, ...]
    names: Names | None
    meeting: MeetingRow | None
    item: ItemRow | None
    round_to_score: str | None
    is_blind: bool
    is_closed: bool
    is_disputed: bool
    people: tuple[PersonRow, ...]
    last_panel: LastPanel | None
    doubted: Mapping[str, str]  # identifiers whose check fails, with why they are kept
    stop: Stop | None  # a recorded death
    letters_to: Addressee | None  # who the record says letters go to; None of a case that is closed
    views: tuple[ViewsRow, ...]  # what the family wrote in forms, in their very words


def read(conn: Any, case_id: str, viewer: str, today: date) -> CaseReading:
    """Return the case for VIEWER. Raises UnknownCaseError."""
    row = casework.case(conn, case_id)
    meeting, item = _waiting_item(conn, case_id, viewer)
    is_blind, to_score = _my_round(conn, item, viewer)
    closed = case_id in panel.closed_cases(conn, viewer)
    made = () if closed else tuple(decisions.decisions(conn, case_id, viewer))
    child = None if closed else around.child(conn, row.child_id, row.setting)
    return CaseReading(
        row=row,
        papers=() if closed else tuple(casework.evidence(conn, case_id)),
        timeline=() if closed else tuple(casework.timeline(conn, case_id)),
        decisions=made,
        letters=() if closed else tuple(casework.letters(conn, case_id)),
        names=_names(conn, made, today),
        meeting=meeting,
        item=item,
        round_to_score=to_score,
        is_blind=is_blind,
        is_closed=closed,
        is_disputed=bool(sync.disputed(conn, case_id)),
        people=tuple(council.people(conn)),
        last_panel=None if closed else backlog.last_panels(conn, [case_id], today).get(case_id),
        doubted=child.doubted if child is not None else {},
        stop=around.stopped(conn, row.child_id),
        letters_to=None if closed else around.addressee(conn, row.child_id, today, made[0].id if made else ""),
        views=() if closed else returns.views(conn, case_id),
    )


def _waiting_item(conn: Any, case_id: str, viewer: str) -> tuple[MeetingRow | None, ItemRow | None]:
    """Return the meeting not yet closed that has the case on its agenda, and the item."""
    for meeting in panel.meetings(conn):
        if meeting.state != "closed":
            for item in panel.agenda(conn, meeting.id, viewer):
                if item.case_id == case_id:
                    return meeting, item
    return None, None


def _my_round(conn: Any, item: ItemRow | None, viewer: str) -> tuple[bool, str | None]:
    """Return whether VIEWER is blind on the item, and the round they can score now."""
    if item is None or item.round_id is None:
        return False, None
    found = rounds.round(conn, item.round_id, viewer)
    waits = found.state == "open" and found.i_am_scorer and not found.my_sheet_locked
    return waits, item.round_id if found.i_am_scorer and found.state == "open" else None


def _names(conn: Any, made: tuple[DecisionRow, ...], today: date) -> Names | None:
    """Return the framework's words, those of the newest decision by a framework first."""
    newest = next((row.framework_sha256 for row in made if row.framework_sha256), "")
    if newest:
        return rulebooks.names(conn, newest)
    try:
        return rulebooks.names(conn, council.framework_in_force(conn, today).id)
    except NothingInForceError:
        return None
