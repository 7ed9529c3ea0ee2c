"""The live meeting: agenda at the left, the strips or the decision in the middle, steps and room at the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.panel.decision import ProposalInvalidError
from bandingdesk.panel.higher.finding import FindingInvalidError
from bandingdesk.ui import messages, text
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.problem_list import Problem, ProblemList
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.meeting import agenda_words, commands, higher_words, in_the_way, middle, next_step, words
from bandingdesk.ui.workspaces.meeting.answers_pane import AnswersPane
from bandingdesk.ui.workspaces.meeting.attendance_pane import AttendancePane
from bandingdesk.ui.workspaces.meeting.defer_pane import DeferPane
from bandingdesk.ui.workspaces.meeting.higher_pane import HigherPane
from bandingdesk.ui.workspaces.meeting.levels_pane import LevelsPane
from bandingdesk.ui.workspaces.meeting.lost_line import LostLine
from bandingdesk.ui.workspaces.meeting.produce_pane import FoundPane, ProducePane
from bandingdesk.ui.workspaces.meeting.proposal_pane import ProposalPane
from bandingdesk.ui.workspaces.meeting.reveal_pane import RevealPane
from bandingdesk.ui.workspaces.meeting.room_parts import RoomParts
from bandingdesk.ui.workspaces.meeting.sheets_pane import SheetsPane
from bandingdesk.ui.workspaces.meeting.side_pane import AgendaColumn, SidePane
from bandingdesk.ui.workspaces.meeting.steps_pane import StepsPane
from bandingdesk.ui.workspaces.meeting.view_model import MeetingViewModel

_LEFT, _SIDE = (244, 280), (320, 372)  # px: below and above 1,280 px of page
_ROOMY, _TIGHT = 1280, 940
_THREE_COLUMNS = 1680  # px of window
_SMALLEST = (720, 400)


class Page(QWidget):
    """One meeting. `open(meeting_id=…, item=…, decision_id=…)`."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.view_model = MeetingViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self.view_model.hides_names = lambda: around.settings().hide_names
        self._heading: list[str] = []
        self._step = ""
        self.is_wide = False
        self.setMinimumSize(*_SMALLEST)
        self._build()
        self.commands: list[Command] = commands.commands(self)
        self._wire()
        self._show()

    # What the window asks

    def open(self, meeting_id: str = "", item: str = "", decision_id: str = "", **_where: Any) -> None:
        """Show a meeting at an item."""
        self.view_model.open(meeting_id, item, decision_id)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        seen = self.view_model.seen
        return [self.tr("Panels")] if seen is None else [self.tr("Panels"), words.title(seen)]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        seen = self.view_model.seen
        if seen is None:
            return []
        day = Fact(text.day(seen.meeting.on), "plain", "calendar")
        found = [day, Fact(self.tr("Live"), "ok", "circle-play")] if seen.meeting.state == "open" else [day]
        if seen.is_disputed:
            found.append(Fact(self.tr("Disputed"), "danger", "gavel", self.tr("Two versions of this case differ.")))
        if seen.changed is not None:
            held = self.tr("The panel's rules changed after papers were frozen. This meeting works by those of {day}.")
            tip = held.replace("{day}", text.day(seen.changed.held.starts))
            found.append(Fact(self.tr("Rules as frozen"), "warn", "gavel", tip))
        return found

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [part for part in (self.left, self.stack, self.side, self.foot) if part.isVisible()]

    def open_step(self, _index: int) -> bool:
        """Go back to the agenda of the meeting."""
        self._around.navigate("panels", meeting_id=self.view_model.meeting_id)
        return True

    def take_focus(self) -> None:
        """Put the focus on the first task: the strips, the next step's button, or the agenda where one only looks on.

        The page's single keys work while the focus is inside it.
        """
        if self.stack.currentWidget() is self.strips:
            self.strips.focus_first()
        elif self.main.isVisible() and self.main.isEnabled():
            self.main.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_newest(self) -> None:
        """Close the form for putting off or for going on, or go back to the decision."""
        if self.view_model.room_form:
            self.view_model.ask_room_form("")
        elif self.view_model.is_deferring:
            self.view_model.ask_deferral(False)
        elif self.view_model.is_going_on:
            self.view_model.ask_to_go_on(False)
        elif self.view_model.is_correcting:
            self.view_model.ask_correction(False)
        elif self.view_model.shows_sheets:
            self.view_model.show_sheets(False)
        elif self.view_model.shows_levels:
            self.view_model.show_levels(False)

    def do_next(self) -> None:
        """Do what the main button says."""
        if self.main.isVisible() and self.main.isEnabled():
            self.main.click()

    def go(self, place: str, **where: str) -> None:
        """Go to another page, where something in the way is put right."""
        self._around.navigate(place, **where)

    def step_item(self, by: int) -> None:
        """Go to the next or previous item of the agenda."""
        seen = self.view_model.seen
        if seen is not None and seen.item is not None:
            rows = [row.item for row in agenda_words.order(seen)]
            at = rows.index(seen.item.item) + by
            if 0 <= at < len(rows):
                self.view_model.choose_item(rows[at])

    def hand_on(self) -> None:
        """Open the list of people, to put another one at the keys."""
        self._around.commands.run("window.hand_over")

    def hand_to_scorer(self, person_id: str) -> None:
        """Go to the private re-score: at once for the person at the keys, else by handing the laptop over."""
        seen = self.view_model.seen
        assert seen is not None
        assert seen.again is not None
        if person_id == seen.viewer:
            self._around.navigate("scoring", round_id=seen.again.id)
        else:
            self._around.hand_over(person_id, "scoring", round_id=seen.again.id)

    def toggle_screen(self) -> None:
        """Open the room's screen, or close it."""
        self._around.room.toggle(self)

    def blank_screen(self) -> None:
        """Blank the room's screen, or show it again."""
        self._around.room.blank()

    def hide_names(self) -> None:
        """Show case numbers in place of names and schools, or the names again."""
        self._around.change_settings(hide_names=not self._around.settings().hide_names)
        self.view_model.look_again()

    def to_own_sheet(self) -> None:
        """Go to the scores of the person at the keys."""
        seen = self.view_model.seen
        if seen is not None and seen.round is not None:
            self._around.navigate("scoring", round_id=(seen.again or seen.round).id)

    def next_group(self) -> None:
        """Put the focus on the first field of the next card of the form, the first card after the last."""
        cards = [part for part in self.forms.findChildren(card.Card) if part.isVisible() and _fields(part)]
        now = QApplication.focusWidget()
        at = next((n for n, part in enumerate(cards) if now is not None and part.isAncestorOf(now)), -1)
        if cards:
            _fields(cards[(at + 1) % len(cards)])[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_outcome(self) -> None:
        """Put the focus on the outcome: of the review, or the decision maker's answer."""
        if self.proposal.isVisible():
            self.proposal.focus("outcome")
        elif self.steps.decide.isVisible():
            self.steps.agrees.buttons[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step_strand(self, by: int) -> None:
        """Go to the next or previous strand."""
        self.strips.table.step(by)

    @property
    def strips(self) -> LevelsPane | AnswersPane:
        """The strips of the round in hand: levels of a matrix, or answers to questions of law."""
        seen = self.view_model.seen
        on_questions = seen is not None and seen.round is not None and seen.round.questions is not None
        return self.answers if on_questions else self.levels

    # Building

    def _build(self) -> None:
        self.agenda = RowList(self.tr("Agenda"))
        self.left = AgendaColumn(self.tr("Agenda"), self.agenda)
        self.levels, self.proposal, self.steps = LevelsPane(), ProposalPane(), StepsPane()
        self.answers = AnswersPane()
        self.sheets, self.deferral, self.going_on = SheetsPane(self._around.jobs), DeferPane(), RevealPane()
        self.attendance, self.higher = AttendancePane(), HigherPane()
        self.say = EmptyState("", "")
        self.forms = card.Column(margins=(18, 14, 18, 14), spacing=12)
        self.problems = ProblemList()
        self.found, self.produce = FoundPane(), ProducePane()
        self._columns = QGridLayout()
        self._columns.setSpacing(12)
        self._columns.addWidget(self.proposal, 0, 1)
        self._columns.addWidget(self.found, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self.produce, 1, 1)
        self._columns.setColumnStretch(1, 2)
        self.forms.add(self.problems)
        self.forms.add(self._columns)
        self.stack = QStackedWidget()
        for part in (self.say, self.levels, self.answers, self.forms, self.sheets):
            self.stack.addWidget(part)
        self.side = SidePane()
        self.error = banner.Banner("", tone="danger", closable=False)
        self.again = self.error.add(buttons.QuietButton(self.tr("Show what came in between")))
        self.foot = FootBar()
        self.defer = self.foot.add_left(buttons.QuietButton(self.tr("Defer"), icon="calendar-clock", key="D"))
        self.other = self.foot.add_right(buttons.QuietButton(""))
        self.main = self.foot.add_right(buttons.PrimaryButton("", icon="arrow-right", key="F8"))
        self.room = RoomParts(self, self._around)
        for form in (self.steps, self.deferral, self.going_on, self.attendance, self.higher, *self.room.forms.values()):
            self.forms.add(form)
        self.forms.body.addStretch(1)
        told = QWidget()
        inside = QVBoxLayout(told)
        inside.setContentsMargins(18, 12, 18, 0)
        inside.addWidget(self.error)
        self._told = told
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(LostLine(self._around.sync))
        middle.addWidget(told)
        middle.addWidget(self.room.lines)
        middle.addWidget(self.stack, 1)
        middle.addWidget(self.foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(labels.Line(upright=True))
        row.addLayout(middle, 1)
        row.addWidget(labels.Line(upright=True))
        row.addWidget(self.side)

    def _wire(self) -> None:
        model = self.view_model
        model.changed.connect(self._show)
        self.steps.answers.opened.connect(self._read_paper)
        model.letters_asked.connect(lambda id_: self._around.navigate("letters", decision_id=id_))
        self.agenda.chosen.connect(lambda item: model.choose_item(str(item)))
        for strips in (self.levels, self.answers):
            strips.strand_chosen.connect(model.choose_strand)
            strips.agreed.connect(model.agree)
            strips.minority_given.connect(model.see_it_differently)
        self.answers.begun.connect(model.begin_answer)
        self.room.wire()
        self.left.agree_all.clicked.connect(model.agree_undiscussed)
        self.side.levels_asked.connect(model.show_levels)
        self.proposal.edited.connect(self._edited)
        self.steps.edited.connect(self._edited)
        self.steps.higher_asked.connect(model.refer_higher)
        self.steps.sheets_asked.connect(lambda: model.show_sheets(True))
        after = self.sheets.after
        after.edited.connect(model.edit)
        after.stands_asked.connect(model.stands)
        after.reopen_asked.connect(model.reopen)
        after.correction_asked.connect(model.ask_correction)
        after.correct_asked.connect(lambda: next_step.correct(self))
        self.higher.edited.connect(self._edited_higher)
        self.higher.decision_asked.connect(self._to_decision)
        self.deferral.deferred.connect(model.defer)
        self.deferral.edited.connect(model.edit)
        self.deferral.left.connect(lambda: model.ask_deferral(False))
        self.attendance.chosen.connect(model.choose_attendance)
        self.going_on.revealed.connect(model.reveal)
        self.going_on.left.connect(lambda: model.ask_to_go_on(False))
        self.problems.asked.connect(lambda where: in_the_way.go(self, where))
        self.again.clicked.connect(model.look_again)
        self.defer.clicked.connect(self.ask_deferral)
        self.other.clicked.connect(lambda: next_step.other(self))
        self.main.clicked.connect(lambda: next_step.take(self))

    def _read_paper(self, paper: str) -> None:
        seen = self.view_model.seen
        if seen is not None and seen.case is not None:
            self._around.navigate("cases", case_id=seen.case.id, section="papers", paper=paper)

    def ask_deferral(self) -> None:
        """Open the form for putting the case off."""
        model = self.view_model
        model.ask_deferral(True)
        if model.seen is not None:
            self.deferral.start(model.seen, model.form.putting, self._around.clock.today())

    def ask_to_go_on(self) -> None:
        """Open the form for revealing without the scores that are missing."""
        self.view_model.ask_to_go_on(True)
        self.going_on.start()

    def see_it_differently(self) -> None:
        """Open the line for a view that differs."""
        if self.stack.currentWidget() is not self.strips:
            self.view_model.show_levels(True)
        self.strips.open_view()

    def ask_pin(self, effect: str, verb: str, yes: Any) -> None:
        """Ask for the PIN of the person at the keys before EFFECT."""
        seen = self.view_model.seen
        self._around.messages.ask_pin(effect, verb, yes, who=seen.viewer_name if seen else "")

    # Showing

    def _edited(self) -> None:
        self.view_model.edit()
        seen = self.view_model.seen
        if seen is not None:
            model = self.view_model
            self.proposal.show_form(seen, model.form.proposal, model.item_id, model.needs, model.offered)
            self.produce.show_form(seen, model.form.proposal, model.needs, model.hints)
            next_step.show(self)

    def _edited_higher(self) -> None:
        self.view_model.edit()
        next_step.show(self)

    def _to_decision(self) -> None:
        """Go to the decision behind the item of a higher panel, where its decision maker may correct it."""
        seen = self.view_model.seen
        if seen is not None and seen.higher is not None and seen.higher.decision is not None:
            decision = seen.higher.decision
            self._around.navigate("meeting", meeting_id=decision.meeting, decision_id=decision.id)

    def _show(self) -> None:
        model, seen = self.view_model, self.view_model.seen
        if seen is None:
            self.stack.setCurrentWidget(self.say)
            self.say.say("", "")
            self.foot.hide()
            self._told.hide()
            return
        step = model.step
        self.foot.show()
        self.agenda.set_rows(agenda_words.agenda(seen), model.item_id)
        decided = sum(row.state in ("decided", "closed") for row in seen.agenda)
        count = self.tr("{done} of {all} decided").replace("{done}", str(decided))
        self.left.show_count(count.replace("{all}", str(len(seen.agenda))))
        middle.show(self, step)
        on_decision = self.stack.currentWidget() is not self.strips
        self.side.show_item(seen, step, shows_decision=on_decision, refusal=model.lead_refusal)
        self.room.show()
        self._show_fault()
        next_step.show(self)
        self._fit()
        self._keep_focus(step)
        heading = self.title()
        if heading != self._heading:
            self._heading = heading
            self.heading_changed.emit()

    def _keep_focus(self, step: str) -> None:
        """Put the focus on the next task when the step before it took away the field that had it."""
        if step != self._step:
            self._step = step
            now = QApplication.focusWidget()
            if self.isVisible() and (now is None or not self.isAncestorOf(now) or not now.isVisible()):
                self.take_focus()

    def _show_fault(self) -> None:
        fault = self.view_model.error
        known = higher_words.fields() if isinstance(fault, FindingInvalidError) else words.fields()
        missing = fault.missing if isinstance(fault, ProposalInvalidError | FindingInvalidError) else ()
        problems = [Problem(*known[name], name) for name in missing if name in known]
        title = self.tr("Still to fill in before you propose")
        if isinstance(fault, FindingInvalidError):
            title = self.tr("Still to fill in before this is recorded")
        model, seen = self.view_model, self.view_model.seen
        if not problems and seen is not None:
            title = self.tr("Before this can be signed")
            problems = list(in_the_way.problems(seen, model.form, model.step, model.quorum_refusal))
        before = self.problems.problems
        if tuple(problems) != before:
            self.problems.set(title, problems)
            if not before and missing:
                self.forms.verticalScrollBar().setValue(0)
                self.problems.focus_first()
        shows = fault is not None and not (missing and problems)
        if fault is not None and shows:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
            self.again.setVisible(fault.code == "ST-20")
        self._told.setVisible(shows)

    def _fit_columns(self) -> None:
        """Lay the decision form in three columns where the window is wide (ux.md 3.6), else one below another."""
        is_wide = self.window().width() >= _THREE_COLUMNS
        if is_wide != self.is_wide:
            self.is_wide = is_wide
            self._columns.addWidget(self.produce, *((0, 2) if is_wide else (1, 1)), Qt.AlignmentFlag.AlignTop)
            for column in (0, 2):
                self._columns.setColumnStretch(column, int(is_wide))
            self.found.setVisible(is_wide and self.proposal.isVisibleTo(self))

    def _fit(self) -> None:
        self._fit_columns()
        roomy = self.width() >= _ROOMY
        self.left.setFixedWidth(_LEFT[roomy])
        self.side.setFixedWidth(_SIDE[roomy])
        self.left.setVisible(self.width() >= _TIGHT)
        seen = self.view_model.seen
        closed = seen is None or seen.item is None or self.view_model.step == "stepped_out"
        self.side.setVisible(not closed)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.view_model.flush()
        self.room.timer.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _fields(part: QWidget) -> list[QWidget]:
    """Return the fields of a card that a person can fill in now, in order."""
    kinds = (QComboBox, QLineEdit, QPlainTextEdit, QAbstractButton, QDateEdit)
    found = [one for one in part.findChildren(QWidget) if isinstance(one, kinds)]
    return [one for one in found if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus]
