"""The state of the part: members, the one in hand, what was made for them, and a slip that is being entered.

What is entered of a slip lives here alone: no draft of it is kept, since a draft would be a level somebody could see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError, StaleCaseError
from bandingdesk.panel.slips import entry
from bandingdesk.panel.slips.arriving import SealAwayError, SlipLockedError, SlipPasswordError
from bandingdesk.panel.slips.entry import Entry
from bandingdesk.store.queries.slips import MemberRow, SlipRow
from bandingdesk.ui.workspaces.panels.slips import reading
from bandingdesk.ui.workspaces.panels.slips.reading import SlipsSeen

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.panel.slips.asked import Asked
    from bandingdesk.panel.slips.ops import SlipKind
    from bandingdesk.seams import Clock
    from bandingdesk.store.changes import Changes
    from bandingdesk.ui.jobs import Jobs

TOUCHES = ("slip", "meeting", "round", "sheet", "interest")
PASSWORD_FAULTS = (SlipLockedError, SlipPasswordError, SealAwayError)


class SlipsViewModel(QObject):
    """Members without the program. `seen` is None until they are read; `error` is shown where the person works."""

    changed = Signal()
    done = Signal(str)  # what was done, to be said: made, written, read, taken, aside, withdrawn, entered

    def __init__(self, desk: Desk, jobs: Jobs, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._clock = desk, jobs, clock
        self.meeting_id = self._owner = self.person = self.slip_id = ""
        self.seen: SlipsSeen | None = None
        self.passwords: dict[str, str] = {}  # shown once: by slip, until the member is left
        self.is_kept = False
        self.error: DeskError | None = None
        self.doing = ""  # the act under way, or the last one
        self.is_busy = False
        self.waiting_file: Path | None = None  # a file that asked for its password
        self.item = ""  # the case whose slip is being entered
        self.asked: tuple[Asked, ...] = ()
        self.first: tuple[Entry, ...] = ()  # the first of two entries
        self.is_twice = False
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def today(self) -> date:
        """The civil date."""
        return self._clock.today()

    @property
    def member(self) -> MemberRow | None:
        """The member in hand."""
        return self.seen.member(self.person) if self.seen is not None else None

    @property
    def slip(self) -> SlipRow | None:
        """The workbook or slips in hand: of the member, the newest unless another is chosen."""
        member = self.member
        if member is None or not member.slips:
            return None
        return next((one for one in member.slips if one.id == self.slip_id), member.slips[0])

    @property
    def refusal(self) -> str:
        """Why nothing can be recorded here now, "" where it can."""
        if self.is_busy:
            return self.tr("This is being recorded.")
        if self.seen is None:
            return ""
        if self.seen.meeting.state == "closed":
            return self.tr("This meeting is closed.")
        return self.tr("This is for the {0}.").replace("{0}", self.seen.only_for) if self.seen.only_for else ""

    @property
    def of_law(self) -> bool:
        """Whether the slip being entered answers questions of law."""
        member = self.member
        return member is not None and any(one.item == self.item and one.questions for one in member.open)

    def is_hidden(self) -> bool:
        """Return whether a fault asks for a password."""
        return isinstance(self.error, PASSWORD_FAULTS)

    # Reading

    def open(self, meeting_id: str) -> None:
        """Take a meeting in hand."""
        if (meeting_id, self._desk.me_id) != (self.meeting_id, self._owner):
            self.meeting_id, self._owner, self.seen = meeting_id, self._desk.me_id, None
            self.person = self.slip_id = ""
            self._forget()
            self.refresh()

    def refresh(self) -> None:
        """Read the members."""
        meeting, me = self.meeting_id, self._owner
        if meeting:
            self._jobs.read(
                lambda: self._desk.read(lambda conn: reading.read(conn, meeting, me)),
                owner=self,
                done=self._take,
                failed=self._fail_reading,
                replaces="slips",
            )

    def choose(self, person: str) -> None:
        """Take a member in hand; a password that was shown for another is shown no more."""
        if person != self.person:
            self.person, self.slip_id = person, ""
            self._forget()
            self.changed.emit()

    def leave(self) -> None:
        """Leave the part: passwords and what was being entered are gone."""
        self._forget()
        self.changed.emit()

    # Out

    def make(self, kind: SlipKind, due: date | None) -> None:
        """Make a workbook, or paper slips, for the member in hand."""
        meeting, person = self.meeting_id, self.person

        def made(found: Any) -> None:
            self.slip_id, self.is_kept = found.id, found.is_kept
            if found.password:
                self.passwords[found.id] = found.password

        self._act("made", lambda: self._desk.slips.make(meeting, person, kind, due=due), made)

    def file_name(self) -> str:
        """Return the name that a copy is offered under."""
        return self._desk.slips.file_name(self.slip.id) if self.slip is not None else ""

    def write(self, path: Path, *, large_print: bool = False, password: str = "") -> None:
        """Save a copy; whoever chose the place has said that a file there may be replaced."""
        row = self.slip
        if row is not None:
            word = password or self.passwords.get(row.id, "")
            self._act(
                "written",
                lambda: self._desk.slips.write(row.id, path, password=word, large_print=large_print, replace_file=True),
            )

    def withdraw(self, reason: str) -> None:
        """Wait no more for it."""
        row = self.slip
        if row is not None:
            self._act("withdrawn", lambda: self._desk.slips.withdraw(row.id, reason, shown=row.head))

    # Back

    def read_in(self, path: Path, password: str = "") -> None:
        """Read in the workbook at PATH, whoever's it is."""
        meeting = self.meeting_id
        self.waiting_file = path

        def took(found: Any) -> None:
            self.waiting_file, self.slip_id = None, found.id
            row = self.seen.slip(found.id) if self.seen is not None else None
            self.person = row.person if row is not None else self.person

        also = tuple(self.passwords.values())
        self._act("read", lambda: self._desk.slips.read_in(meeting, path, password=password, also=also), took)

    def take(self, items: Sequence[str], password: str = "") -> None:
        """Lock the answers for ITEMS, after the person has looked at what is said of them."""
        row = self.slip
        if row is not None:
            word = password or self.passwords.get(row.id, "")
            self._act("taken", lambda: self._desk.slips.take(row.id, items, password=word, shown=row.head))

    def set_aside(self, reason: str) -> None:
        """Take nothing more of what came back."""
        row = self.slip
        if row is not None:
            self._act("aside", lambda: self._desk.slips.set_aside(row.id, reason, shown=row.head))

    # A paper slip

    def begin_entry(self, item: str, *, twice: bool = False) -> None:
        """Open the form that a slip is entered in."""
        row = self.slip
        if row is None:
            return
        slip_id = row.id

        def done(asked: Any) -> None:
            self.item, self.asked, self.first, self.is_twice, self.error = item, asked, (), twice, None
            self.changed.emit()

        self._jobs.read(lambda: self._desk.slips.asked(slip_id, item), owner=self, done=done, failed=self._fail)

    def cancel_entry(self) -> None:
        """Leave the form: what was entered is gone."""
        self.item, self.asked, self.first, self.error = "", (), (), None
        self.changed.emit()

    def enter(self, entries: Sequence[Entry]) -> bool:
        """Lock what was entered, or keep it as the first of two entries. Returns whether the form begins again."""
        row, item, asked, of_law = self.slip, self.item, self.asked, self.of_law
        if row is None or not item:
            return False
        if self.is_twice and not self.first:
            self.first, self.error = tuple(entries), None
            self.changed.emit()
            return True
        try:
            if self.first:
                entry.require_same(asked, self.first, entries, of_law=of_law)
        except entry.EntriesDifferError as fault:
            self.doing = "entered"
            self._fail(fault)
            return False
        ratings = entry.ratings(asked, entries, of_law=of_law)
        slip_id = row.id
        self._act("entered", lambda: self._desk.slips.enter(slip_id, item, ratings), lambda _made: self.cancel_entry())
        return False

    # Inside

    def _act(self, what: str, act: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        if self.is_busy:
            return
        self.is_busy, self.error, self.doing = True, None, what
        self.changed.emit()

        def finish(made: Any) -> None:
            self.is_busy = False
            if then is not None:
                then(made)
            self.done.emit(what)
            self.refresh()

        self._jobs.act(act, owner=self, done=finish, failed=self._fail)

    def _forget(self) -> None:
        self.passwords, self.error, self.waiting_file = {}, None, None
        self.item, self.asked, self.first = "", (), ()

    def _take(self, found: SlipsSeen) -> None:
        if found.meeting.id != self.meeting_id:
            return
        self.seen = found
        if (row := found.slip(self.slip_id)) is not None:
            self.person = row.person
        elif self.member is None:
            self.person = next((one.person for one in found.members if one.slips), "")
            self.person = self.person or (found.members[0].person if found.members else "")
        self.changed.emit()

    def _hear(self, changes: Changes) -> None:
        if self.seen is not None and changes.touches(*TOUCHES):
            self.refresh()

    def _fail_reading(self, fault: DeskError) -> None:
        self.doing = ""
        self._fail(fault)

    def _fail(self, fault: DeskError) -> None:
        self.is_busy, self.error = False, fault
        if not isinstance(fault, PASSWORD_FAULTS):
            self.waiting_file = None
        if isinstance(fault, StaleCaseError):
            self.refresh()
        self.changed.emit()
