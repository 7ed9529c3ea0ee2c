"""What the part reads: the voting members of a meeting, what was made for each, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bandingdesk.council import may
from bandingdesk.store.queries import council, panel, slips
from bandingdesk.store.queries.panel import MeetingRow
from bandingdesk.store.queries.slips import MemberRow, SlipRow


@dataclass(frozen=True, slots=True)
class SlipsSeen:
    """The members of one meeting. `only_for` says who may record, where the person at the keys may not."""

    meeting: MeetingRow
    members: tuple[MemberRow, ...]
    only_for: str = ""

    def member(self, person: str) -> MemberRow | None:
        """Return one member, None where there is none of that id."""
        return next((one for one in self.members if one.person == person), None)

    def slip(self, slip_id: str) -> SlipRow | None:
        """Return one workbook or set of slips, None where there is none of that id."""
        return next((row for one in self.members for row in one.slips if row.id == slip_id), None)


def read(conn: Any, meeting_id: str, viewer: str) -> SlipsSeen:
    """Return the members of a meeting as VIEWER may see them. Raises KeyError."""
    meeting = panel.meeting(conn, meeting_id)
    writers = may.rule("slip.made").writers
    mine = set(council.person(conn, viewer).roles)
    only = "" if mine & set(writers) else may.words(writers)
    return SlipsSeen(meeting, slips.members(conn, meeting_id, viewer), only)
