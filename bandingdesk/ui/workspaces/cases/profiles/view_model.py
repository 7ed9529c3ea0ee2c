"""The state of the profiles of a case: who has locked, the gaps where they are revealed, and which one is in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bandingdesk.casework.ops import Party
from bandingdesk.council import may
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.ui.workspaces.cases.profiles import reading
from bandingdesk.ui.workspaces.cases.profiles.entry_view_model import EntryViewModel
from bandingdesk.ui.workspaces.cases.profiles.reading import Gap, ProfilesSeen

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages


class ProfilesViewModel(QObject):
    """The profiles of one case. `seen` is None until they have been read; `in_hand` is the party that is written."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.entry = EntryViewModel(desk, jobs, messages, self)
        self.case_id = self._viewer = ""
        self.seen: ProfilesSeen | None = None
        self.in_hand: Party | None = None
        self.gap_id = ""
        self.may_write = False
        self.is_shown = False
        self._is_old = False
        self.error: DeskError | None = None
        jobs.changed.connect(self._hear)

    @property
    def gap(self) -> Gap | None:
        """The strand whose level texts stand side by side: the one chosen, else the widest gap."""
        gaps = self.seen.gaps if self.seen else ()
        return next((one for one in gaps if one.id == self.gap_id), gaps[0] if gaps else None)

    def why_not_write(self, party: Party) -> str:
        """Return why the profile of PARTY can't be written now: "", "role", "blind", "rules", "locked"."""
        seen = self.seen
        if seen is None or not self.may_write:
            return "role"
        if seen.is_shut:
            return "blind"
        if seen.row(party).is_locked:
            return "locked"
        return "" if seen.framework_sha256 else "rules"

    def open(self, case_id: str) -> None:
        """Show the profiles of a case. The one in hand stays in hand while it is the same case and person."""
        if (case_id, self._desk.me_id) != (self.case_id, self._viewer):
            self.entry.close()
            self.seen, self.in_hand, self.gap_id, self.error = None, None, "", None
            self.case_id, self._viewer = case_id, self._desk.me_id
            self.refresh()
        elif self._is_old:
            self.refresh()

    def refresh(self) -> None:
        """Read the profiles again."""
        self._is_old = False
        case_id, me, today, desk = self.case_id, self._viewer, self._clock.today(), self._desk
        writers = set(may.rule("profile.locked").writers)

        def work() -> tuple[ProfilesSeen, bool]:
            seen = desk.read(lambda conn: reading.read(desk, conn, case_id, me, today))
            return seen, bool(writers & set(desk.me().roles))

        if case_id:
            self._jobs.read(work, owner=self, done=self._take, failed=self._fail, replaces="profiles")

    def write(self, party: Party) -> None:
        """Take a party's profile in hand: to write it, or to read back my own lock of it."""
        if self.seen is None:
            return
        self.in_hand = party
        self.entry.open(self.seen, party)
        self.changed.emit()

    def leave(self) -> None:
        """Go back to who stands where; what is written is kept."""
        self.entry.flush()
        self.in_hand = None
        self.changed.emit()
        self.refresh()

    def choose_gap(self, strand: str) -> None:
        """Show the level texts of a strand side by side."""
        if strand != self.gap_id:
            self.gap_id = strand
            self.changed.emit()

    def _take(self, answer: tuple[ProfilesSeen, bool]) -> None:
        seen, self.may_write = answer
        if seen.case_id != self.case_id:
            return
        self.seen, self.error = seen, None
        if self.in_hand is not None:
            if seen.is_shut or (seen.row(self.in_hand).is_locked and not seen.row(self.in_hand).is_mine):
                self.in_hand = None
                self.entry.close()
            elif seen.row(self.in_hand).state == "revealed":
                self.in_hand = None  # all are: the gaps are what comes next
                self.entry.close()
            else:
                self.entry.take_news(seen)
        self.changed.emit()

    def _fail(self, fault: DeskError) -> None:
        self.error = fault
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.case_id and changes.touches("profile", "evidence", "round", "sheet", "decision", "policy", "interest"):
            if self.is_shown:
                self.refresh()
            else:
                self._is_old = True  # read when it is shown again
