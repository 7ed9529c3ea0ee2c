"""The state of the meeting page: the item in hand, which step it has come to, the forms, and the acts of each step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.errors import DeskError
from bandingdesk.store.changes import Changes
from bandingdesk.ui.workspaces.meeting import forms, reading
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.reading import Reading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.panel.meeting import Attendance
    from bandingdesk.seams import Clock
    from bandingdesk.store.queries.rounds import RoundRow
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

Step = Literal[
    "empty", "planned", "stepped_out", "waiting", "scoring", "arriving", "levels", "again", "propose",
    "second_signature", "section_f", "money", "answer", "recommend", "decide", "waiting_decision", "signed",
    "deferred", "closed",
]  # fmt: skip
TOUCHES = ("meeting", "interest", "round", "sheet", "decision", "case", "evidence", "letter", "provision")
REST_MS = 400
YEAR = timedelta(days=365)


class MeetingViewModel(QObject):
    """One meeting. `page` is what the middle shows: levels, or the decision."""

    changed = Signal()
    letters_asked = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages, self._clock = desk, jobs, messages, clock
        self.seen: Reading | None = None
        self.meeting_id = self.item_id = self._decision_id = ""
        self._attendance: dict[str, Attendance] = {}
        self.strand = ""
        self.shows_levels = False
        self.form = Forms()
        self._form_of: tuple[str, str] | None = None  # the draft's key and whose it is, as the form was read
        self._unkept: dict[tuple[str, str], Forms] = {}
        self.error: DeskError | None = None
        self.sheets: tuple[bytes, bytes] | None = None
        self._sheets_of = ""
        self.is_deferring = self.is_going_on = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._keep)
        jobs.changed.connect(self._hear)

    # What is so

    @property
    def step(self) -> Step:
        """The step that the item has come to, for the person at the keys."""
        seen = self.seen
        if seen is None or seen.item is None:
            return "empty"
        item, decision = seen.item, seen.decision
        if item.stepped_out:
            return "stepped_out"
        if decision is not None:
            return self._decision_step(seen)
        if item.state == "deferred":
            return "deferred"
        if seen.meeting.state == "planned":
            return "planned"
        if seen.round is None:
            return "closed" if item.state == "closed" else "waiting"
        if seen.round.state == "open":
            return "scoring"
        if seen.round.on_their_way:
            return "arriving"
        if seen.round.band is not None:
            return "propose"
        return "again" if seen.again is not None else "levels"

    def _decision_step(self, seen: Reading) -> Step:
        decision = seen.decision
        assert decision is not None
        match decision.step:
            case "signed":
                return "signed"
            case "recommended":
                if not seen.is_decision_maker or seen.role:
                    return "waiting_decision"
                return "answer" if seen.unanswered else "decide"
            case "second_signature":
                return "second_signature"
            case "money_shown":
                return "answer" if seen.unanswered else "recommend"
            case "section_f_checked":
                return "money"
            case "returned":
                return "propose"
            case _:
                return "section_f"

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
        self.is_deferring = self.is_going_on = False
        self._read()

    def choose_item(self, item: str) -> None:
        """Take an item of the agenda in hand; what was filled in for another one stays with it."""
        self.flush()
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
        act = self._desk.panel.open_meeting
        self._act(lambda: act(seen.meeting.id, attendance=here, shown=seen.meeting.head))

    def record_attendance(self, person: str, state: str) -> None:
        """Record that a person is here or has left, for this item on."""
        seen = self._known()
        item = seen.item.item if seen.item else None
        self._act(lambda: self._desk.panel.record_attendance(seen.meeting.id, person, state, item))  # type: ignore[arg-type]  # the list offers the states only

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
        self._act(
            lambda: self._desk.panel.agree_level(found.id, strand, level, code or None, words, shown=found.head),
            lambda _answer: self._next_strand(),
        )

    def agree_rest(self) -> None:
        """Agree every open strand whose middle score is a whole level and not flagged."""
        found = self._round()
        self._act(lambda: self._desk.panel.agree_rest(found.id, shown=found.head), lambda _answer: self._next_strand())

    def score_again(self) -> None:
        """Open a private re-score of the strands that are flagged and still open."""
        seen, found = self._known(), self._round()
        assert seen.item is not None
        item = seen.item.item
        strands = [row.strand for row in found.spreads if row.flagged and row.agreed is None]
        self._act(lambda: self._desk.panel.open_round(seen.meeting.id, item, strands=strands, first=found.id))

    def see_it_differently(self, words: str, level: int | None = None) -> None:
        """Record the minority view of the person at the keys, on the strand in hand where there is one."""
        found, me, strand = self._round(), self._desk.me_id, self.strand or None
        self._act(lambda: self._desk.panel.record_minority_view(found.id, me, words, strand, level, shown=found.head))

    def defer(self, reason: str, until: date) -> None:
        """Put the item off."""
        seen = self._known()
        assert seen.item is not None
        item = seen.item.item
        act = lambda: self._desk.panel.defer_item(seen.meeting.id, item, reason, until, shown=seen.meeting.head)  # noqa: E731
        self._act(act, lambda _answer: self.ask_deferral(False))

    def ask_deferral(self, asks: bool) -> None:
        """Open or close the form for putting the item off."""
        self.is_deferring = asks
        self.changed.emit()

    # The decision

    def edit(self) -> None:
        """Tell that a form was changed; it is kept after a rest in typing."""
        self._rest.start()

    def flush(self) -> None:
        """Keep what was typed since the last rest, before the page, the case or the person changes."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep()

    def propose(self) -> None:
        """Record the panel's finding."""
        found, values = self._round(), self.form.proposal.act_fields()
        self._act(lambda: self._desk.panel.propose_band(found.id, shown=found.head, **values))

    def countersign(self, pin: str) -> None:
        """Give the second signature as the person at the keys."""
        decision, words = self._decision(), self.form.countersign_words
        self._act(lambda: self._desk.panel.countersign(decision.id, words, pin, shown=decision.head))

    def check_section_f(self) -> None:
        """Record the provision check."""
        decision, form = self._decision(), self.form
        lines = [line.line() for line in form.provision if line.is_answered]
        act = self._desk.panel.check_section_f
        self._act(lambda: act(decision.id, lines, form.provision_words, shown=decision.head))

    def show_money(self) -> None:
        """Show and record the amount."""
        decision = self._decision()
        self._act(lambda: self._desk.panel.show_money(decision.id, shown=decision.head))

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """What is made of each report that waits for an answer. One that the finding relies on is offered as such."""
        seen = self._known()
        relied = seen.decision.evidence if seen.decision is not None else ()
        offered = {row.id: ("relied" if row.id in relied else "", "") for row in seen.unanswered}
        return {paper: self.form.answers.get(paper, begun) for paper, begun in offered.items()}

    @property
    def left_to_answer(self) -> int:
        """How many reports still lack an answer or its reason in the form."""
        return sum(not reliance or not why.strip() for reliance, why in self.answers.values())

    def answer(self) -> None:
        """Record what was made of each report, and why."""
        heads, decision = {row.id: row.head for row in self._known().unanswered}, self._decision()
        given: list[Any] = [PaperAnswer(paper, *one, heads[paper]) for paper, one in self.answers.items()]  # type: ignore[arg-type]  # the row offers what may be made of it
        self._act(lambda: self._desk.papers.answer(given, decision=decision.id))

    def recommend(self, pin: str) -> None:
        """Sign the panel's recommendation and close the item."""
        decision, words = self._decision(), self.form.recommend_words
        act = self._desk.panel.recommend
        self._act(lambda: act(decision.id, words, pin, ends_item=True, shown=decision.head))

    def decide(self, pin: str) -> None:
        """Sign as the decision maker."""
        decision, form = self._decision(), self.form
        agrees = form.decide_agrees == "yes"
        outcome: Any = decision.outcome if agrees else form.decide_outcome
        band = decision.band if agrees else form.decide_band
        act = self._desk.panel.sign
        self._act_last(lambda: act(decision.id, agrees, outcome, band, form.decide_words, pin, shown=decision.head))

    def return_to_panel(self) -> None:
        """Send the decision back to the panel, with the words filled in."""
        decision, words = self._decision(), self.form.decide_words
        self._act_last(lambda: self._desk.panel.return_to_panel(decision.id, words, shown=decision.head))

    def write_letters(self) -> None:
        """Go on to the letters of the decision."""
        self.letters_asked.emit(self._decision().id)

    # Inside

    def _known(self) -> Reading:
        assert self.seen is not None
        return self.seen

    def _round(self) -> Any:
        found = self._known().round
        assert found is not None
        return found

    def _decision(self) -> Any:
        decision = self._known().decision
        assert decision is not None
        return decision

    def _act(self, run: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        """Do RUN; a refusal is shown in the page and the form stays as it is."""
        self.flush()
        self.error = None

        def fail(fault: DeskError) -> None:
            self.error = fault
            self._messages.announce(" ".join(fault.sentences()), urgent=True)
            self._read()
            self.changed.emit()

        self._jobs.act(run, owner=self, done=done, failed=fail)

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
            return seen, self._desk.drafts.load(_key(seen.item.item), seen.viewer) if seen.item is not None else {}

        self._jobs.read(read, owner=self, done=self._take, replaces="meeting")

    def _take(self, found: tuple[Reading, dict[str, Any]]) -> None:
        seen, kept = found
        self.seen = seen
        if seen.item is not None:
            self.item_id = seen.item.item
        known = [row.strand for row in seen.round.spreads] if seen.round else []
        if self.strand not in known:
            still_open = [row.strand for row in seen.round.spreads if row.agreed is None] if seen.round else []
            self.strand = next(iter(still_open or known), "")
        if seen.item is not None and self._form_of != (_key(seen.item.item), seen.viewer):
            self.flush()
            self._form_of = _key(seen.item.item), seen.viewer
            self.form = self._unkept.get(self._form_of) or (forms.from_body(kept) if kept else self._begun(seen))
        if seen.decision is not None and seen.decision.signed is not None:
            self._read_sheets(seen.decision.id)
        self.changed.emit()

    def _begun(self, seen: Reading) -> Forms:
        starts = self._clock.today() + timedelta(days=42)
        review = seen.case.review if seen.case else None
        lines = review.section_f if review else ()
        return forms.begin(starts, starts + YEAR, [paper.id for paper in seen.papers], lines)

    def _read_sheets(self, decision_id: str) -> None:
        if self._sheets_of == decision_id:
            return
        self._sheets_of, self.sheets = decision_id, None

        def done(found: Any) -> None:
            self.sheets = (found.public.data, found.full.data)
            self.changed.emit()

        self._jobs.read(lambda: self._desk.letters.sheets(decision_id), owner=self, done=done, replaces="sheets")

    def _act_last(self, run: Callable[[], Any]) -> None:
        """Do RUN, after which nothing of the form is open: its draft goes, and a next decision begins with nothing."""
        of = self._form_of
        assert of is not None

        def run_and_drop() -> Any:
            changes = run()
            self._desk.drafts.drop(*of)
            return changes

        def done(_answer: Any) -> None:
            self._form_of = None
            self._read()

        self._act(run_and_drop, done)

    def _keep(self) -> None:
        """Keep the form as the draft of whom it was read for, whoever is at the keys by now."""
        if self._form_of is None:
            return
        of, body = self._form_of, self.form.body()
        key, owner = of
        self._unkept[of] = self.form

        def kept(_answer: Any) -> None:
            self._unkept.pop(of, None)

        self._jobs.act(lambda: self._desk.drafts.save(key, owner, body), owner=self, done=kept)


def _key(item: str) -> str:
    return f"decision:{item}"
