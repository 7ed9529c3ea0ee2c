"""The acts on a decision, from the panel's finding to the decision maker's signature, and the forms they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from bandingdesk.desk.papers import PaperAnswer
from bandingdesk.errors import DeskError
from bandingdesk.panel.correction import Corrected
from bandingdesk.panel.deciding.hints import Hint
from bandingdesk.panel.deciding.hints import hints as find_hints
from bandingdesk.panel.deciding.needs import needs
from bandingdesk.panel.findings import Question
from bandingdesk.panel.officer import OwnRecord
from bandingdesk.panel.ops import MATRIX_NEEDS
from bandingdesk.ui.workspaces.meeting import forms
from bandingdesk.ui.workspaces.meeting.forms import Forms
from bandingdesk.ui.workspaces.meeting.reading import Reading

if TYPE_CHECKING:
    from bandingdesk.desk.desk import Desk
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

REST_MS = 400
_TEXTS = ("legal_test", "fit_words", "reason", "views_considered", "views_of_child", "options", "conditions",
          "length_reason", "changes")  # fmt: skip
_FUNDING = frozenset({"conditions", "length_reason", "recommend_words", "decide_words"})  # what a funding letter quotes


class Deciding(QObject):
    """What is read of an item, the form that is filled in for it, and the acts of its decision."""

    changed = Signal()
    letters_asked = Signal(str)

    def __init__(self, desk: Desk, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._messages = desk, jobs, messages
        self.seen: Reading | None = None
        self.error: DeskError | None = None
        self.form = Forms()
        self.is_deferring = self.is_going_on = self.is_correcting = self.shows_sheets = False
        self._form_of: tuple[str, str] | None = None  # the draft's key and whose it is, as the form was read
        self._unkept: dict[tuple[str, str], Forms] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._keep)

    def edit(self) -> None:
        """Tell that a form was changed; it is kept after a rest in typing."""
        self._rest.start()

    def flush(self) -> None:
        """Keep what was typed since the last rest, before the page, the case or the person changes."""
        if self._rest.isActive():
            self._rest.stop()
            self._keep()

    @property
    def offered(self) -> tuple[str, ...]:
        """The papers that the finding begins with: those tied to the agreed levels, else all that were read."""
        seen = self._known()
        tied = seen.deciding.tied if seen.deciding is not None else {}
        return tuple(paper.id for paper in seen.papers if paper.id in tied) or tuple(p.id for p in seen.papers)

    @property
    def needs(self) -> tuple[str, ...]:
        """What the outcome that is chosen in the form asks for; before one is chosen, what this panel goes by."""
        basis, outcome = self._known().terms.basis, self.form.proposal.outcome
        if not outcome:
            return MATRIX_NEEDS if basis == "matrix" else ()
        return needs(outcome, basis)

    @property
    def hints(self) -> tuple[Hint, ...]:
        """Words in the form that say more than a record or a letter should: nothing is held up by them."""
        form, seen = self.form, self._known()
        proposal = form.proposal
        texts = {name: getattr(proposal, name) for name in _TEXTS} | {
            "recommend_words": form.recommend_words,
            "decide_words": form.decide_words,
            "provision_words": form.provision_words,
        }
        others = seen.deciding.others if seen.deciding is not None else ()
        members = tuple(seat.name for seat in seen.meeting.seats)
        return find_hints(texts, (*others, *members), _FUNDING)

    def propose(self) -> None:
        """Record the panel's finding."""
        found, values = self._round(), self.form.proposal.act_fields(self.needs, self.offered)
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

    def refer_higher(self, to: str) -> None:
        """Send the cost of the finding on to panel type TO."""
        decision, words = self._decision(), self.form.higher_words
        self._act(lambda: self._desk.panel.refer_higher(decision.id, to, words, shown=decision.head))

    def decide(self, pin: str) -> None:
        """Sign as the decision maker."""
        decision, form = self._decision(), self.form
        agrees = form.decide_agrees == "yes"
        outcome: Any = decision.outcome if agrees else form.decide_outcome
        band = decision.band if agrees else form.decide_band
        own = OwnRecord(form.decide_test, forms.lines(form.decide_options))
        act = self._desk.panel.sign
        self._act_last(
            lambda: act(decision.id, agrees, outcome, band, form.decide_words, pin, own=own, shown=decision.head)
        )

    def return_to_panel(self) -> None:
        """Send the decision back to the panel, with the words filled in."""
        decision, words = self._decision(), self.form.decide_words
        self._act_last(lambda: self._desk.panel.return_to_panel(decision.id, words, shown=decision.head))

    def show_sheets(self, shows: bool) -> None:
        """Look at what both sheets will say, before anything is signed, or go back."""
        self.shows_sheets = shows
        if shows:
            self._read_sheets(self._decision().id, self._decision().head)
        self.changed.emit()

    def _read_sheets(self, decision_id: str, head: str) -> None:
        raise NotImplementedError

    # After the signature

    def stands(self) -> None:
        """Say, as the decision maker, that the decision stands beside the new evidence."""
        decision, words = self._decision(), self.form.evidence_words
        self._act_last(lambda: self._desk.panel.decision_stands(decision.id, words, shown=decision.head))

    def reopen(self) -> None:
        """Send the case back to the panel with the new evidence."""
        decision, words = self._decision(), self.form.evidence_words
        self._act_last(lambda: self._desk.panel.reopen(decision.id, words, shown=decision.head))

    def ask_correction(self, asks: bool) -> None:
        """Open or close the form for a further record in the place of this one."""
        decision, form = self._decision(), self.form.correcting
        if asks and not form.outcome:
            form.outcome = decision.final_outcome or decision.outcome
            form.band = decision.final_band or decision.band
            form.legal_test = decision.final_test or decision.legal_test
        self.is_correcting = asks
        self.changed.emit()

    def correct(self, pin: str) -> None:
        """Sign the further record."""
        decision, form = self._decision(), self.form.correcting
        evidence = decision.final_evidence or decision.evidence
        band = form.band or None if decision.has_band else None
        says = Corrected(form.outcome, band, form.words, form.reasons, form.legal_test, evidence)
        self._act_last(lambda: self._desk.panel.correct(decision.id, says, pin, shown=decision.head))
        self.is_correcting = False

    # Putting off

    def ask_deferral(self, asks: bool) -> None:
        """Open or close the form for putting the item off."""
        self.is_deferring = asks
        self.changed.emit()

    def defer(self) -> None:
        """Put the item off, as its form says."""
        seen, form = self._known(), self.form.putting
        assert seen.item is not None
        item, meeting, act = seen.item.item, seen.meeting, self._desk.panel.defer_item
        asked = tuple(
            Question(one.what.strip(), one.owner, date.fromisoformat(one.by))
            for one in form.questions
            if not one.is_empty
        )
        officer, until = form.officer if form.to == "officer" else "", date.fromisoformat(form.until)
        self._act(
            lambda: act(
                meeting.id, item, form.reason, until, questions=asked, officer=officer,
                onto_next=not officer, shown=meeting.head,
            ),
            lambda _answer: self.ask_deferral(False),
        )  # fmt: skip

    def write_letters(self) -> None:
        """Go on to the letters of the decision."""
        self.letters_asked.emit(self._decision().id)

    # Inside

    def _read(self) -> None:
        raise NotImplementedError

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
