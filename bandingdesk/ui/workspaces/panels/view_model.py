"""The state of the panels page: the meetings, the one in hand with its agenda, and who answers which interest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from bandingdesk.errors import DeskError
from bandingdesk.panel.interests import Answer, SettledAs
from bandingdesk.store.changes import NOTHING, Changes
from bandingdesk.store.queries.panel import InterestRow, MeetingRow
from bandingdesk.ui.workspaces.panels import reading
from bandingdesk.ui.workspaces.panels.adding import Adding
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.kept import Kept
from bandingdesk.ui.workspaces.panels.planning import Planning
from bandingdesk.ui.workspaces.panels.reading import Item, MeetingReading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.seams import Clock
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

View = Literal["agenda", "interests", "plan", "slips", "times", "release", "move", "practice", "minutes", "take_up"]
TOUCHES = ("meeting", "agenda", "ties", "interest", "round", "sheet", "decision", "evidence", "case", "person")


class PanelsViewModel(QObject):
    """Meetings and one agenda. `planning` is the form of a new meeting, `adding` what is picked for the agenda."""

    changed = Signal()
    planned = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.meetings: list[MeetingRow] | None = None
        self.seen: MeetingReading | None = None
        self.meeting_id = ""
        self.item_id = ""
        self.view: View = "agenda"
        self._proposed = ""  # a case that another page asks to have put on the agenda
        self.is_adding = False
        self.error: DeskError | None = None
        self.error_place = ""
        self.natures: dict[tuple[str, str], tuple[Answer, str]] = {}
        self._kinds: dict[tuple[str, str], str] = {}  # chosen and not recorded yet
        self.person = ""
        self.kept = Kept(desk, jobs, self)
        self.planning = Planning(desk, jobs, clock, self.kept, self)
        self.adding = Adding(desk, jobs, self)
        self.building = Building(desk, jobs, self._act, self)
        self.planning.changed.connect(self.changed)
        self.adding.changed.connect(self.changed)
        self.building.changed.connect(self.changed)
        self.misses_news: Callable[[], bool] = lambda: False
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def me(self) -> str:
        """The id of the person at the keys."""
        return self._desk.me_id

    @property
    def item(self) -> Item | None:
        """The item in hand."""
        items = self.seen.items if self.seen else ()
        return next((one for one in items if one.row.item == self.item_id), items[0] if items else None)

    def asked(self, item: Item) -> tuple[str, str]:
        """Return my answer for ITEM and what I wrote: as filled in, else as recorded."""
        answer, nature = self.natures.get((self.me, item.row.item), (item.mine.answer, item.mine.nature))
        return str(answer), nature

    def kind_of(self, item: Item) -> str:
        """Return the kind of my interest in ITEM: as chosen, else as recorded."""
        return self._kinds.get((self.me, item.row.item), item.mine.kind)

    @property
    def why_not_open(self) -> str:
        """Why the meeting can't be opened from here, "" where it can."""
        if self.seen is None or self.seen.leads:
            return ""
        return self.tr("Only the chair, the deputy or the clerk opens the meeting.")

    # Opening

    def open(self, meeting_id: str = "", view: View = "agenda", item: str = "") -> None:
        """Show the meetings, and one of them: MEETING_ID, else the one in hand, else the next to come."""
        self.error = None
        if self.person != self.me:
            self.seen, self.person = None, self.me
        if meeting_id and meeting_id != self.meeting_id:
            self.meeting_id, self.seen, self.item_id = meeting_id, None, ""
        self.item_id = item or self.item_id
        self.view = view
        if view == "plan":
            self.planning.open()
        self._read_list()

    def choose_meeting(self, meeting_id: str) -> None:
        """Take a meeting in hand."""
        self.open(meeting_id)

    def choose_item(self, item: str) -> None:
        """Take an item of the agenda in hand."""
        self.item_id, self.is_adding = item, False
        self.changed.emit()

    def show(self, view: View) -> None:
        """Show the agenda, my interests or the plan of a new meeting."""
        self.view, self.is_adding, self.error = view, False, None
        if view == "plan":
            self.planning.open()
        self.changed.emit()

    def look_again(self) -> None:
        """Read everything as it is now; forms stay as they are filled in."""
        self.error = None
        self._read_list()

    # Planning and the agenda

    def plan(self) -> None:
        """Plan the meeting that the form says."""
        form = self.planning
        self._act(form.act(), "plan", done=self._after_plan)

    def start_adding(self) -> None:
        """Open the search for cases to add."""
        if self.seen is not None:
            self.is_adding = True
            plan = self.seen.laid.plan
            self.adding.open([item.row.case_id for item in self.seen.items], self.seen.voters, by_rota=plan.each > 0)
            self.adding.is_late = plan.deadline is not None and self._clock.today() > plan.deadline
            self.adding.deadline = plan.deadline

    def propose(self, case_id: str) -> None:
        """Open the search with a case in hand as soon as the meeting is read."""
        self._proposed = case_id
        self._take_proposed()

    def stop_adding(self) -> None:
        """Go back to the agenda; what was picked stays picked."""
        self.is_adding = False
        self.changed.emit()

    def add_picked(self) -> None:
        """Put the picked cases at the end of the agenda, in their order; as urgent ones where a reason is written."""
        meeting_id, picked, readers = self.meeting_id, self.adding.picked, self.adding.readers
        reason = self.adding.urgent.strip()

        def run() -> Changes:
            changes = NOTHING
            for case in picked:
                made = (
                    self._desk.agenda.add_urgent(meeting_id, case.id, reason, readers)
                    if reason
                    else self._desk.panel.add_item(meeting_id, case.id, readers)
                )
                changes = changes.joined(made.changes)
            return changes

        self._act(run, "adding", done=lambda _answer: self._after_adding())

    def freeze(self) -> None:
        """Freeze the papers of the item in hand at the versions on file now."""
        item = self.item
        if item is None:
            return
        meeting_id, id_, shown = self.meeting_id, item.row.item, self._head()
        self._act(lambda: self._desk.panel.freeze_papers(meeting_id, id_, shown=shown), "item")

    def freeze_all(self) -> None:
        """Freeze the papers of every waiting item that has none frozen yet."""
        meeting_id, head = self.meeting_id, self._head()
        items = [one.row.item for one in self.waiting() if not one.row.is_frozen]

        def run() -> Changes:
            changes, shown = NOTHING, head
            for item in items:
                changes = changes.joined(self._desk.panel.freeze_papers(meeting_id, item, shown=shown))
                shown = None  # from here on the meeting moves by these acts
            return changes

        self._act(run, "agenda")

    def waiting(self) -> list[Item]:
        """Return the items that the panel has not begun."""
        return [one for one in self.seen.items if one.row.state == "waiting"] if self.seen else []

    def open_scoring(self) -> None:
        """Open blind scoring on the item in hand."""
        item = self.item
        if item is None:
            return
        meeting_id, id_, shown = self.meeting_id, item.row.item, self._head()
        self._act(lambda: self._desk.panel.open_round(meeting_id, id_, shown=shown), "item")

    # Interests

    def answer(self, item: Item, answer: Answer) -> None:
        """Choose an answer for ITEM: no interest is recorded at once, another waits for what it is."""
        _, nature = self.asked(item)
        self.natures[self.me, item.row.item] = (answer, nature)
        self._keep_natures()
        if answer == "none":
            self.declare(item)
        else:
            self.changed.emit()

    def choose_kind(self, item: Item, kind: str) -> None:
        """Choose what kind of interest it is; recorded by `declare`."""
        self._kinds[self.me, item.row.item] = kind
        self._keep_natures()
        self.changed.emit()

    def write_nature(self, item: Item, nature: str) -> None:
        """Keep what the person writes about an interest; recorded by `declare`."""
        answer, before = self.asked(item)
        if answer and nature != before:
            self.natures[self.me, item.row.item] = (_answer(answer), nature)
            self._keep_natures()

    def declare(self, item: Item) -> None:
        """Record my answer for ITEM as filled in."""
        answer, nature = self.asked(item)
        meeting_id, id_, person, shown = self.meeting_id, item.row.item, self.me, item.mine.head
        kept, kind = ("", "") if answer == "none" else (nature, self.kind_of(item))
        self._act(
            lambda: self._desk.panel.declare_interest(
                meeting_id, id_, person, _answer(answer), kept, kind=kind, shown=shown
            ),
            f"interest:{id_}",
            done=lambda _answer: self._forget_nature(person, id_),
        )

    def say_ties(self, settings: list[str]) -> None:
        """Record the settings that I am tied to, all of them anew."""
        person = self.me
        self._act(lambda: self._desk.agenda.declare_ties(person, settings), "interests")

    def answer_rest(self) -> None:
        """Record no interest for every case that I have not answered."""
        meeting_id, person = self.meeting_id, self.me
        items = [one.row.item for one in self.seen.items if one.row.interest == "unanswered"] if self.seen else []
        items = [item for item in items if (person, item) not in self.natures]

        def run() -> Changes:
            changes = NOTHING
            for item in items:
                changes = changes.joined(self._desk.panel.declare_interest(meeting_id, item, person, "none"))
            return changes

        self._act(run, "interests")

    def settle(self, interest: InterestRow, outcome: SettledAs, words: str = "") -> None:
        """Settle a declared interest."""
        id_, shown = interest.id, interest.head
        self._act(lambda: self._desk.panel.settle_interest(id_, outcome, words, shown=shown), "item")

    # Inside

    def _head(self) -> str | None:
        return self.seen.meeting.head if self.seen else None

    def _act(self, run: Callable[[], Any], place: str, done: Callable[[Any], None] | None = None) -> None:
        """Do RUN; a refusal is kept with the PLACE of the page that shows it, and the form stays."""
        self.error = None

        def fail(fault: DeskError) -> None:
            self.error, self.error_place = fault, place
            self._messages.announce(" ".join(fault.sentences()), urgent=True)
            self._read_list()
            self.changed.emit()

        self._jobs.act(run, owner=self, done=done, failed=fail)

    def _after_plan(self, made: Any) -> None:
        self.planning.recorded()
        self.meeting_id, self.seen, self.item_id, self.view = made.id, None, "", "agenda"
        self.planned.emit(made.id)

    def _forget_nature(self, person: str, item: str) -> None:
        self.natures.pop((person, item), None)
        self._kinds.pop((person, item), None)
        self._keep_natures()

    def _keep_natures(self) -> None:
        """Keep what is chosen and written about interests and not recorded yet."""
        items = {one.row.item for one in self.seen.items} if self.seen else set()
        mine = {
            item: [*said, self._kinds.get((person, item), "")]
            for (person, item), said in self.natures.items()
            if person == self.me
        }
        self.kept.save(f"interests:{self.meeting_id}", {item: said for item, said in mine.items() if item in items})

    def _take_natures(self, body: dict[str, Any]) -> None:
        for item, (answer, nature, *kind) in body.items():
            self.natures.setdefault((self.me, item), (_answer(answer), nature))
            if kind and kind[0]:
                self._kinds.setdefault((self.me, item), kind[0])
        self.changed.emit()

    def _after_adding(self) -> None:
        self.adding.clear()
        self.is_adding = False

    def _take_proposed(self) -> None:
        if self._proposed and self.seen is not None and self.seen.meeting.id == self.meeting_id:
            case_id, self._proposed = self._proposed, ""
            if self.seen.adds:
                self.start_adding()
                self.adding.propose(case_id)

    def _read_list(self) -> None:
        def done(found: list[MeetingRow]) -> None:
            self.meetings = found
            known = {row.id for row in found}
            if self.meeting_id not in known:
                self.meeting_id = self._next_of(found)
            self._read_meeting()
            self.changed.emit()

        self._jobs.read(lambda: self._desk.read(reading.meetings), owner=self, done=done, replaces="list")

    def _next_of(self, found: list[MeetingRow]) -> str:
        """Return the open meeting, else the next to come, else the latest."""
        today = self._clock.today()
        for row in found:
            if row.state == "open":
                return row.id
        coming = [row for row in found if row.on >= today and row.state != "closed"]
        if coming:
            return min(coming, key=lambda row: (row.on, row.starts)).id
        return found[0].id if found else ""

    def _read_meeting(self) -> None:
        meeting_id, person = self.meeting_id, self.me
        if not meeting_id:
            self.seen = None
            return

        def done(found: MeetingReading) -> None:
            if meeting_id == self.meeting_id and person == self.me:
                is_new = self.seen is None or self.seen.meeting.id != meeting_id
                self.seen, self.person = found, person
                self.building.take(found)
                if is_new:
                    self.kept.load(f"interests:{meeting_id}", self._take_natures)
                self._take_proposed()
                self.changed.emit()

        self._jobs.read(
            lambda: self._desk.read(lambda conn: reading.meeting(conn, meeting_id, person)),
            owner=self,
            done=done,
            replaces="meeting",
        )

    def _hear(self, changes: Changes) -> None:
        if self.meetings is not None and changes.touches(*TOUCHES) and not self.misses_news():
            self._read_list()


def _answer(text: str) -> Answer:
    return "yes" if text == "yes" else "unsure" if text == "unsure" else "none"
