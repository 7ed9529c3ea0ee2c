"""The state of the meeting page: the item in hand, which step it has come to, the forms, and the acts of each step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from bandingdesk.panel.room import screen
from bandingdesk.store.changes import Changes
from bandingdesk.ui.workspaces.meeting import forms, hidden, higher_step, reading
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.on_higher import OnHigher
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.step import Step, step_of

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.panel.meeting import Attendance
    from bandingdesk.seams import Clock
    from bandingdesk.store.queries.rounds import RoundRow
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

ROOM = ("presence", "voice", "ballot", "floor")
TOUCHES = (
    *ROOM,
    "meeting",
    "interest",
    "round",
    "sheet",
    "decision",
    "case",
    "evidence",
    "letter",
    "provision",
    "finding",
)
YEAR = timedelta(days=365)


class MeetingViewModel(OnHigher):
    """One meeting. `page` is what the middle shows: levels, or the decision."""

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(desk, jobs, messages, parent)
        self._clock = clock
        self.meeting_id = self.item_id = self._decision_id = ""
        self._attendance: dict[str, Attendance] = {}
        self.strand = ""
        self.shows_levels = False
        self.sheets: tuple[bytes, bytes] | None = None
        self._sheets_of = ("", "")
        self.is_deferring = self.is_going_on = False
        self.hides_names: Callable[[], bool] = lambda: False
        self.unhidden: Reading | None = None  # with its names, for the room's screen, which has rules of its own
        self._chosen = ""  # the case to take in hand once it is shown: what a key asks for is not kept waiting by it
        self._followed = ""  # the case in hand that a member's page went to by itself
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def step(self) -> Step:
        """The step that the item has come to, for the person at the keys."""
        step = step_of(self.seen)
        return "funds" if self.changes_finding and step in higher_step.MAY_CHANGE else step

    @property
    def to_reveal(self) -> RoundRow | None:
        """The round whose scores are still hidden: the private re-score, else the first."""
        return (self.seen.again or self.seen.round) if self.seen else None

    @property
    def lead_refusal(self) -> str:
        """Why the person at the keys can't lead this item, "" where they can."""
        seen = self.seen
        if seen is None or seen.leads:
            return ""
        name = seen.quorum.chair_name if seen.quorum else ""
        return self.tr("Only the person in the chair does this: {name}.").replace(
            "{name}", name or self.tr("nobody now")
        )

    @property
    def quorum_refusal(self) -> str:
        """Why the panel can't agree or decide now, "" where it can."""
        quorum = self.seen.quorum if self.seen else None
        return "" if quorum is None or quorum.met else quorum.words

    # Opening

    def open(self, meeting_id: str = "", item: str = "", decision_id: str = "") -> None:
        """Show a meeting, at an item, or at the item that DECISION_ID came out of."""
        self.flush()
        self.error = None
        if meeting_id and meeting_id != self.meeting_id:
            self.meeting_id, self.seen, self._attendance = meeting_id, None, {}
        self.item_id, self._decision_id = item or ("" if decision_id else self.item_id), decision_id
        self.strand, self.shows_levels = "", False
        self.shows_sheets = self.is_correcting = self.changes_finding = False
        self.is_deferring = self.is_going_on = False
        self.room_form = ""
        self._read()

    def choose_item(self, item: str) -> None:
        """Take an item of the agenda in hand; what was filled in for another one stays with it."""
        self.flush()
        self._chosen = item
        self.open(item=item)

    def choose_strand(self, strand: str) -> None:
        """Show what lies below a strand."""
        self.strand = strand
        self.changed.emit()

    def show_levels(self, shows: bool) -> None:
        """Look at the levels again while a decision is being made, or go back to it."""
        self.shows_levels = shows
        self.changed.emit()

    def look_again(self) -> None:
        """Read everything as it is now; forms stay."""
        self.error = None
        self._read()

    # The meeting and the levels

    @property
    def attendance(self) -> dict[str, Attendance]:
        """Who will be here as the meeting opens: everybody, but where something else was chosen."""
        seats = self.seen.meeting.seats if self.seen else ()
        return {seat.person_id: self._attendance.get(seat.person_id, "present") for seat in seats}

    def choose_attendance(self, person: str, state: Attendance) -> None:
        """Choose who will be here; it is recorded when the meeting opens."""
        self._attendance[person] = state
        self.changed.emit()

    def open_meeting(self) -> None:
        """Open the meeting with the attendance that was chosen."""
        seen, here = self._known(), self.attendance
        act, item = self._desk.panel.open_meeting, seen.item.item if seen.item else ""

        def run() -> Any:
            changes = act(seen.meeting.id, attendance=here, shown=seen.meeting.head)
            return changes.joined(self._desk.room.take_item(seen.meeting.id, item)) if item else changes

        self._act(run)

    def open_round(self) -> None:
        """Open blind scoring of the item in hand."""
        seen = self._known()
        assert seen.item is not None
        item = seen.item.item
        self._act(lambda: self._desk.panel.open_round(seen.meeting.id, item, shown=seen.meeting.head))

    def ask_to_go_on(self, asks: bool) -> None:
        """Open or close the form for revealing without the scores that are missing."""
        self.is_going_on = asks
        self.changed.emit()

    def reveal(self, words: str = "") -> None:
        """Reveal all locked sheets at once; WORDS are the chair's own where scores are missing."""
        found = self.to_reveal
        assert found is not None
        self._act(lambda: self._desk.panel.reveal(found.id, go_on_without=words, shown=found.head), self._after_reveal)

    def agree(self, strand: str, level: int, code: str, words: str) -> None:
        """Agree the level of a strand."""
        found = self._round()

        def done(_answer: Any) -> None:
            if self.form.agreeing.pop(strand, None) is not None:
                self.edit()
            self._next_strand()

        act = self._desk.panel.agree_level
        self._act(lambda: act(found.id, strand, level, code or None, words, shown=found.head), done)

    def begin_answer(self, limb: str, answer: int, words: str) -> None:
        """Keep what is being written on the panel's answer to a question of law; nothing is recorded yet."""
        self.form.agreeing[limb] = (answer, words)
        self.edit()

    def agree_rest(self) -> None:
        """Agree every open strand whose middle score is a whole level and not flagged."""
        found = self._round()
        self._act(lambda: self._desk.panel.agree_rest(found.id, shown=found.head), lambda _answer: self._next_strand())

    def score_again(self) -> None:
        """Open a private re-score of the strands that are still open and flagged, or of questions left unsure."""
        seen, found = self._known(), self._round()
        assert seen.item is not None
        item = seen.item.item
        strands = [row.strand for row in found.spreads if row.may_rescore and row.strand in found.asked]
        self._act(lambda: self._desk.panel.open_round(seen.meeting.id, item, strands=strands, first=found.id))

    def see_it_differently(self, words: str, level: int | None = None) -> None:
        """Record the minority view of the person at the keys, on the strand in hand where there is one."""
        found, me, strand = self._round(), self._desk.me_id, self.strand or None
        self._act(lambda: self._desk.panel.record_minority_view(found.id, me, words, strand, level, shown=found.head))

    # Inside

    def _after_reveal(self, _answer: Any) -> None:
        self.strand, self.is_going_on = "", False

    def _next_strand(self) -> None:
        self.strand = ""

    def _hear(self, changes: Changes) -> None:
        if self.meeting_id and changes.touches(*TOUCHES):
            self._read()

    def _read(self) -> None:
        if not self.meeting_id:
            return
        wanted, today = (self.meeting_id, self.item_id, self._decision_id), self._clock.today()

        def read() -> tuple[Reading, dict[str, Any]]:
            seen = reading.read(self._desk, *wanted, today)
            of = forms.key_of(seen.item.item) if seen.item is not None else ""
            return seen, self._desk.drafts.load(of, seen.viewer) if of else {}

        self._jobs.read(read, owner=self, done=self._take, replaces="meeting")

    def _take(self, found: tuple[Reading, dict[str, Any]]) -> None:
        seen, kept = found
        if self._follows(seen):
            return
        self.unhidden = seen
        self.seen = seen = hidden.of(seen) if self._hides(seen) else seen
        if seen.item is not None:
            self.item_id = seen.item.item
        known = [row.strand for row in seen.round.spreads] if seen.round else []
        if self.strand not in known:
            still_open = [row.strand for row in seen.round.spreads if row.agreed is None] if seen.round else []
            self.strand = next(iter(still_open or known), "")
        if seen.item is not None and self._form_of != (forms.key_of(seen.item.item), seen.viewer):
            self.flush()
            self._form_of = forms.key_of(seen.item.item), seen.viewer
            self.form = self._unkept.get(self._form_of) or (forms.from_body(kept) if kept else self._begun(seen))
        if seen.decision is not None and seen.decision.signed is not None:
            self._read_sheets(seen.decision.id, seen.decision.head)
        self.changed.emit()
        chosen, self._chosen = self._chosen, ""
        if chosen and chosen == self.item_id:
            self.take_in_hand(chosen)

    def _hides(self, seen: Reading) -> bool:
        """Return whether names are hidden: by the person, or by the council while a meeting of this type is live."""
        return self.hides_names() or (seen.meeting.state == "open" and screen.HIDE_NAMES in seen.terms.room)

    def _follows(self, seen: Reading) -> bool:
        """Go with the panel to the case that was taken in hand, unless the person at the keys leads it."""
        now = seen.room.in_hand if seen.room is not None else None
        before, self._followed = self._followed, now or ""
        if now is None or seen.leads or before in ("", now) or now == self.item_id:
            return False
        self.open(item=now)
        return True

    def _begun(self, seen: Reading) -> Forms:
        starts = self._clock.today() + timedelta(days=42)
        rows = seen.deciding.section_f if seen.deciding is not None else ()
        lines = [forms.Provision(row.words, hours_x100=row.hours_x100, pence=row.pence) for row in rows]
        return forms.begin(starts, starts + YEAR, lines)

    def _read_sheets(self, decision_id: str, head: str) -> None:
        if self._sheets_of == (decision_id, head):
            return
        self._sheets_of, self.sheets = (decision_id, head), None

        def done(found: Any) -> None:
            self.sheets = (found.public.data, found.full.data)
            self.changed.emit()

        self._jobs.read(lambda: self._desk.letters.sheets(decision_id), owner=self, done=done, replaces="sheets")
