"""The state of a meeting's end: what waits for it, its closing, its minutes, and the paper that is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.store.queries import after, closed, panel
from bandingdesk.store.queries.after import ActionRow, MinutesRow, OutsideRow
from bandingdesk.store.queries.panel import MeetingRow

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs

TOUCHES = ("meeting", "minutes", "outside", "action", "decision")


@dataclass(frozen=True, slots=True)
class MinutesReading:
    """The end of one meeting, as VIEWER may see it. `waiting` counts the cases that the panel is not done with."""

    meeting: MeetingRow
    whole: MinutesRow
    to_approve: tuple[MinutesRow, ...]
    to_ratify: tuple[OutsideRow, ...]
    actions: tuple[ActionRow, ...]
    waiting: int
    role: str | None

    @property
    def leads(self) -> bool:
        """Whether the viewer may close the meeting and freeze its minutes."""
        return self.role in ("chair", "deputy", "clerk")

    @property
    def is_open(self) -> bool:
        """Whether the meeting is in progress."""
        return self.meeting.state == "open"

    @property
    def is_over(self) -> bool:
        """Whether it was held to its end."""
        return self.meeting.state == "closed" and not self.meeting.called_off


def read(conn: Any, meeting_id: str, viewer: str) -> MinutesReading:
    """Return the end of a meeting for VIEWER; a case that is closed to them is not among what waits."""
    shut = set(conn.execute(closed.cases(viewer)).scalars())
    agenda = panel.sitting(conn, meeting_id, "").meeting.items
    return MinutesReading(
        meeting=panel.meeting(conn, meeting_id),
        whole=after.minutes(conn, meeting_id),
        to_approve=after.to_approve(conn, meeting_id),
        to_ratify=tuple(row for row in after.to_ratify(conn, meeting_id) if row.case_id not in shut),
        actions=after.actions_of_meeting(conn, meeting_id),
        waiting=sum(one.state == "waiting" for one in agenda),
        role=panel.seat_role(conn, meeting_id, viewer),
    )


class MinutesViewModel(QObject):
    """The end of one meeting. `seen` is None until it is read."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.meeting_id = ""
        self.seen: MinutesReading | None = None
        self.error: DeskError | None = None
        self.is_busy = False
        self.paper: bytes | None = None
        self.paper_title = ""
        jobs.changed.connect(self._hear)

    def open(self, meeting_id: str) -> None:
        """Take a meeting in hand."""
        if meeting_id != self.meeting_id:
            self.meeting_id, self.seen, self.error, self.paper, self.paper_title = meeting_id, None, None, None, ""
            self.refresh()

    def refresh(self) -> None:
        """Read the end of the meeting."""
        meeting, me = self.meeting_id, self._desk.me_id
        if meeting:
            self._jobs.read(
                lambda: self._desk.read(lambda conn: read(conn, meeting, me)),
                owner=self,
                done=self._take,
                failed=self._fail,
                replaces="minutes",
            )

    # Acts

    def close_meeting(self) -> None:
        """Close the meeting and freeze its minutes: they are ready at once."""
        if self.seen is not None:
            meeting, head = self.meeting_id, self.seen.meeting.head
            self._run(lambda: _closed(self._desk, meeting, head))

    def freeze(self) -> None:
        """Freeze what is not frozen of the minutes."""
        meeting = self.meeting_id
        self._run(lambda: self._desk.after.make_minutes(meeting))

    def approve(self, row: MinutesRow) -> None:
        """Take the minutes of an earlier meeting as a true record, in the chair of this one."""
        at = self.meeting_id
        self._run(lambda: self._desk.after.approve_minutes(row.meeting, at, shown=row.head))

    def take_note(self, row: OutsideRow) -> None:
        """Let this meeting take note of a decision out of panel."""
        at = self.meeting_id
        self._run(lambda: self._desk.after.ratify(row.id, at, "noted", shown=row.head))

    # Papers

    def open_paper(self, title: str, *, public: bool) -> None:
        """Show the minutes of the whole meeting."""
        meeting = self.meeting_id
        self.paper, self.paper_title, self.error = None, title, None
        self.changed.emit()
        self._jobs.read(
            lambda: self._desk.after.minutes_pdf(meeting, public=public).data,
            owner=self,
            done=self._take_paper,
            failed=self._fail,
            replaces="minutes_paper",
        )

    def close_paper(self) -> None:
        """Go back to what waits."""
        self.paper, self.paper_title = None, ""
        self.changed.emit()

    # Inside

    def _run(self, act: Callable[[], Any]) -> None:
        if not self.is_busy:
            self.is_busy, self.error = True, None
            self.changed.emit()
            self._jobs.act(act, owner=self, done=self._done, failed=self._fail)

    def _done(self, _made: Any) -> None:
        self.is_busy = False
        self.refresh()

    def _take(self, found: MinutesReading) -> None:
        if found.meeting.id == self.meeting_id:
            self.seen = found
            self.changed.emit()

    def _take_paper(self, data: bytes) -> None:
        self.paper = data
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.seen is not None and changes.touches(*TOUCHES):
            self.refresh()

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        self.changed.emit()


def _closed(desk: Desk, meeting: str, head: str) -> Changes:
    """Close the meeting, then freeze its minutes: the first stands, whatever becomes of the second."""
    changes = desk.panel.close_meeting(meeting, shown=head)
    return changes.joined(desk.after.make_minutes(meeting))
