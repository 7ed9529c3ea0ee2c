"""The scoring page: strands at the left, level cards in the middle, evidence or the why at the right, Lock below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.commands import Command
from bandingdesk.ui.models.strand_model import Strand
from bandingdesk.ui.models.strand_text import StrandText
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.anchors import AnchorsPane
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.extract_panes import EvidencePane, PaperPane
from bandingdesk.ui.widgets.problem_list import Problem, ProblemList
from bandingdesk.ui.widgets.strand_list import StrandList
from bandingdesk.ui.widgets.strand_sheet import SheetPane
from bandingdesk.ui.workspaces.scoring import commands
from bandingdesk.ui.workspaces.scoring.case_header import CaseHeader
from bandingdesk.ui.workspaces.scoring.foot import ScoringFoot
from bandingdesk.ui.workspaces.scoring.handover_pane import HandoverPane
from bandingdesk.ui.workspaces.scoring.view_model import ScoringViewModel, StillOpen
from bandingdesk.ui.workspaces.scoring.why_pane import WhyPane

_LIST, _SIDE = (240, 264), (320, 352)  # px: below and above 1,280 px of page; ux.md 2
_ROOMY, _TIGHT, _NARROW, _LOW = 1280, 940, 760, 560
_UNBOUND = 16_777_215  # Qt's own QWIDGETSIZE_MAX
_SMALLEST = (720, 400)  # px: what the panes fold down to


class Page(QWidget):
    """One person's sheet of one round. `open(round_id=…)` shows the sheet of the person at the keys."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.view_model = ScoringViewModel(
            around.desk, around.jobs, around.messages, around.clock, self._hand_on, parent=self
        )
        self.commands: list[Command] = commands.commands(self)
        self._side_wanted = False
        self._anchors_wanted = False
        self._list_wanted = False
        self._shown_state = ""
        self.setMinimumSize(*_SMALLEST)
        self._build()
        self._wire()
        self._show()

    # What the window asks

    def open(self, round_id: str = "", **_where: Any) -> None:
        """Show the sheet of a round."""
        self.view_model.open(round_id)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        return [self.tr("Cases"), self.tr("Score")]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        match self.view_model.state:
            case "scoring":
                tip = self.tr("Nobody sees what you give until the chair reveals everything at once.")
                on_law = self.view_model.on_questions
                name = self.tr("Blind answers") if on_law else self.tr("Blind scoring")
                return [Fact(name, "accent", "eye-off", tip)]
            case "locked":
                on_law = self.view_model.on_questions
                name = self.tr("Your answers are locked") if on_law else self.tr("Your scores are locked")
                return [Fact(name, "ok", "lock")]
            case "revealed":
                return [Fact(self.tr("Revealed"), "info", "eye")]
            case _:
                return []

    def note(self) -> str:
        """Return the sentence for the status line: what this laptop can't promise."""
        if self.view_model.state in ("scoring", "locked", "handover"):
            return self.tr("On one laptop blind scoring hides scores but cannot protect them.")
        return ""

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        if self._stack.currentWidget() is not self._work:
            return [self._stack]
        return [self.strands, self._middle, self._side, self.foot]

    def open_step(self, _index: int) -> bool:
        """Open the case itself."""
        seen = self.view_model.seen
        if seen is None or seen.case is None:
            return False
        self._around.navigate("cases", case_id=seen.case.id)
        return True

    def take_focus(self) -> None:
        """Put the focus on the first task: the cards, or the PIN of who has the laptop now."""
        match self.view_model.state:
            case "handover":
                self.handover.focus_pin()
            case "scoring" | "locked" | "revealed":
                self.sheet.focus_cards()
            case _:
                self.message.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_newest(self) -> None:
        """Close what fills a narrow page, then the paper, then the list of what is missing."""
        if self._list_wanted or (self._side_wanted and not self._middle.isVisible()):
            self._list_wanted = self._side_wanted = False
            self._fit()
            return
        if self.view_model.paper is not None:
            self.view_model.close_paper()
        elif self.view_model.problems:
            self.view_model.dismiss()

    # What commands ask

    def lock(self) -> None:
        """Lock the sheet; where something is missing the focus goes to the list of it."""
        self.view_model.lock()

    def accept(self) -> None:
        """Go on to the next strand without a level; between two people, take the laptop over."""
        if self.view_model.state == "handover":
            self.view_model.handing.take(self.handover.pin.text())
            return
        self.view_model.accept()
        self.sheet.focus_cards()

    def choose_level(self, level: int) -> None:
        """Choose LEVEL for the strand in hand, with the focus on its card."""
        self.sheet.choose(level)

    def write_line(self) -> None:
        """Put the caret into the line."""
        self.sheet.focus_line()

    def rely(self) -> None:
        """Tie the extract in hand, or the page in view, to the level; or untie it."""
        if self.view_model.paper is not None and self.view_model.on_questions:
            self.paper.rely_on_page()
            return
        current = self.evidence.list.current
        if current is not None:
            self.view_model.rely(current)

    def step_extract(self, by: int) -> None:
        """Take the next or previous extract in hand."""
        self.evidence.list.step(by)

    def open_page(self) -> None:
        """Open the page of the extract in hand."""
        self._side_wanted = self._side_wanted and self._middle.isVisible()
        current = self.evidence.list.current
        if current is not None:
            self.view_model.open_paper(current)

    def toggle_list(self) -> None:
        """Show or hide the strands where there is no room for them beside the cards."""
        self._list_wanted = not self._list_wanted
        self._side_wanted = False
        self._fit()

    def toggle_anchors(self) -> None:
        """Show the anchors of the strand in place of its evidence, and back."""
        self._anchors_wanted = not self._anchors_wanted
        self._side_wanted = self._side_wanted or (self._anchors_wanted and not self._side.isVisible())
        self._show_side()
        self._fit()

    def toggle_side(self) -> None:
        """Show or hide the evidence where there is no room for it beside the cards."""
        self._side_wanted = not self._side_wanted
        self._list_wanted = False
        self._fit()

    def go_to_agenda(self) -> None:
        """Open the agenda that the case stands on."""
        seen = self.view_model.seen
        if seen is None:
            self._around.navigate("panels")
        else:
            self._around.navigate("panels", meeting_id=seen.round.meeting, item=seen.round.item)

    def go_to_meeting(self) -> None:
        """Open the meeting at this case."""
        seen = self.view_model.seen
        if seen is not None:
            self._around.navigate("meeting", meeting_id=seen.round.meeting, item=seen.round.item)

    # Building

    def _build(self) -> None:
        self.header = CaseHeader()
        self.strands = StrandList()
        self.sheet = SheetPane()
        self.paper = PaperPane(self._around.jobs)
        self.evidence = EvidencePane()
        self.why = WhyPane()
        self.foot = ScoringFoot()
        self.problems = ProblemList()
        self.error = banner.Banner("", tone="danger", closable=False)
        self.again = self.error.add(buttons.QuietButton(self.tr("Show what came in between")))
        self.message = EmptyState("", icon="lock")
        self.handover = HandoverPane(demo_pin="2468" if self._around.is_demo else "")
        self.side_button = buttons.QuietButton(self.tr("Evidence"), icon="panel-right", key="Ctrl+I")
        self.list_button = buttons.QuietButton(self.tr("Strands"), icon="panel-left", key="Ctrl+Shift+L")
        self.sheet.head.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.sheet.head.addWidget(self.side_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._inner = QStackedWidget()
        self._inner.addWidget(self.sheet)
        self._inner.addWidget(self.paper)
        self._side = QStackedWidget()
        self._side.addWidget(self.evidence)
        self._side.addWidget(self.why)
        self.anchors = AnchorsPane()
        self._side.addWidget(self.anchors)
        self._middle = self._column(self._told(), self._inner, self.foot)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.strands)
        row.addWidget(labels.Line(upright=True))
        row.addWidget(self._middle, 1)
        self._edge = labels.Line(upright=True)
        row.addWidget(self._edge)
        row.addWidget(self._side)
        self._work = QWidget()
        work = QVBoxLayout(self._work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self.header)
        work.addLayout(row, 1)
        self._stack = QStackedWidget()
        self._blank = QWidget()
        for part in (self._blank, self.message, self._work, self.handover):
            self._stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _told(self) -> QWidget:
        """Return the place over the cards for refusals."""
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(18, 12, 18, 0)
        column.setSpacing(8)
        column.addWidget(self.error)
        self._problems = card.Column(margins=(0, 0, 6, 0), spacing=0)
        self._problems.add(self.problems)
        self._problems.body.addStretch(1)
        column.addWidget(self._problems)
        self._told_place = made
        return made

    def _column(self, *parts: QWidget) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in parts:
            column.addWidget(part, 1 if part is self._inner else 0)
        return made

    def _wire(self) -> None:
        model = self.view_model
        model.changed.connect(self._show)
        self.strands.chosen.connect(self._choose_strand)
        self.sheet.level_chosen.connect(model.choose_level)
        self.sheet.sure_chosen.connect(model.set_sure)
        self.sheet.line_written.connect(model.write_note)
        self.sheet.line_left.connect(model.flush)
        self.sheet.ticked.connect(model.tick)
        self.evidence.rely_asked.connect(model.rely)
        self.evidence.page_asked.connect(model.open_paper)
        self.evidence.closed.connect(self.toggle_side)
        self.paper.closed.connect(model.close_paper)
        self.paper.rely_asked.connect(model.rely_on_page)
        self.problems.asked.connect(self._go_to_problem)
        self.again.clicked.connect(model.look_again)
        self.side_button.clicked.connect(self.toggle_side)
        self.list_button.clicked.connect(self.toggle_list)
        self.handover.taken.connect(model.handing.take)
        self.handover.taker_chosen.connect(model.handing.choose)
        self.message.asked.connect(self.go_to_agenda)
        self.foot.lock_asked.connect(self.lock)
        self.foot.unlock_asked.connect(model.unlock)
        self.foot.band_asked.connect(model.show_own_band)
        self.foot.hand_over_asked.connect(model.hand_over)
        self.foot.agenda_asked.connect(self.go_to_agenda)
        self.foot.meeting_asked.connect(self.go_to_meeting)

    def _choose_strand(self, strand: str) -> None:
        self._list_wanted = False
        self.view_model.choose_strand(strand)
        self._fit()

    def _hand_on(self, person: str, round_id: str) -> None:
        self._around.hand_over(person, "scoring", pin_checked=True, round_id=round_id)

    # Showing

    def _show(self) -> None:
        model = self.view_model
        state = model.state
        if state in ("scoring", "locked", "revealed"):
            self._show_work()
            self._stack.setCurrentWidget(self._work)
        elif state == "handover":
            self._clear()
            self._stack.setCurrentWidget(self.handover)
            if model.handing.to is not None:
                self.handover.show_taker(model.handing.to, model.handing.scorers, refused=model.handing.is_refused)
        elif state == "loading":
            self._clear()
            self._stack.setCurrentWidget(self._blank)
        else:
            self._clear()
            self._say(state)
            self._stack.setCurrentWidget(self.message)
        if state != self._shown_state:
            was, self._shown_state = self._shown_state, state
            self.heading_changed.emit()
            if self.isVisible() and was:
                self.take_focus()

    def _show_work(self) -> None:
        model, seen = self.view_model, self.view_model.seen
        strand = model.current
        if seen is None or strand is None:
            return
        can_change = model.may_choose
        self.header.show_case(seen, self._around.clock.today())
        asked = model.asked
        rows = [_strand(one, model, is_asked=one.id in asked) for one in model.strands]
        rows_are = self.tr("Questions of law") if model.on_questions else self.tr("Strands")
        self.strands.set_kind(rows_are, of_questions=model.on_questions)
        self.strands.set_strands(rows, strand.id)
        draft = model.draft(strand.id)
        self.sheet.show_strand(strand, draft, can_change=can_change, is_asked=strand.id in asked)
        self.evidence.show_extracts(strand, model.extracts, seen.pages, draft, can_change=can_change)
        if model.paper is not None:
            self.paper.show_paper(*model.paper, may_rely=model.on_questions and can_change)
        else:
            self.paper.clear()
        self._inner.setCurrentWidget(self.paper if model.paper is not None else self.sheet)
        if seen.explanation is not None:
            self.why.show_explanation(seen, seen.explanation)
        self._show_side()
        self._show_refusals()
        self._fit()

    def _show_refusals(self) -> None:
        model = self.view_model
        if model.error is not None:
            happened, kept, do = messages.error_text(model.error)
            self.error.say(happened, kept, do, code=model.error.code, tone="danger")
        self.error.setVisible(model.error is not None)
        before = self.problems.problems
        focused = self.problems.focusWidget()
        had_focus = focused is not None and focused.hasFocus()
        title = self.tr("%n thing(s) are missing before you can lock", "", len(model.problems))
        wanted = tuple(self._problem(one) for one in model.problems)
        if wanted != before:
            self.problems.set(title, wanted)
            if wanted and (had_focus or not before):
                self.problems.focus_first()
            elif had_focus:
                self.sheet.focus_cards()
        self._problems.setVisible(bool(wanted))
        self._problems.setFixedHeight(self._problems_height())
        self._told_place.setVisible(model.error is not None or bool(wanted))

    def _problems_height(self) -> int:
        """Return the height of the list: whole where it is short, a third of the page where it is long."""
        wanted = self.problems.sizeHint().height() + 2
        return min(wanted, max(self._around.theme.scaled(120), self.height() // 3))

    def _problem(self, one: StillOpen) -> Problem:
        on_law = self.view_model.on_questions
        words = {
            "level": self.tr("choose an answer") if on_law else self.tr("choose a level"),
            "basis": self.tr("write one line, or rely on a page")
            if on_law
            else self.tr("write one line, or rely on an extract"),
            "descriptors": self.tr("tick a descriptor that you rely on"),
        }
        return Problem(one.name, words[one.what], f"{one.strand}|{one.what}")

    def _go_to_problem(self, where: str) -> None:
        strand, what = where.split("|")
        self.view_model.choose_strand(strand)
        if what == "basis":
            self.sheet.focus_line()
        elif what == "descriptors":
            self.sheet.focus_ticks()
        else:
            self.sheet.focus_cards()

    def _say(self, state: str) -> None:
        back = self.tr("Go to Panels")
        if state == "closed":
            self.message.say(
                self.tr("This case is closed to you."),
                self.tr("You have stepped out of it, or your answer about interests is still open."),
                button=back,
                icon="door-open",
            )
        elif state == "reading":
            self.message.say(
                self.tr("You don't score this case."),
                self.tr("You may inform the panel in the meeting. Its members score and decide."),
                button=back,
                icon="message-square",
            )
        else:
            self.message.say(
                self.tr("This round of scoring is not in the record."),
                self.tr("Choose a case from an agenda."),
                button=back,
                icon="search",
            )

    def _show_side(self) -> None:
        """Show the why, the anchors where they were asked for, or the evidence."""
        model, seen = self.view_model, self.view_model.seen
        strand = model.current
        if seen is None or strand is None:
            return
        if self._anchors_wanted:
            self.anchors.show_anchors(seen.anchors, strand.id, strand.name, model.draft(strand.id).level)
        part = self.anchors if self._anchors_wanted and seen.anchors is not None else self.evidence
        self._side.setCurrentWidget(self.why if seen.explanation is not None else part)

    def _clear(self) -> None:
        """Leave nothing of a sheet on the screen or behind it."""
        for part in (self.header, self.sheet, self.evidence, self.paper, self.why, self.anchors):
            part.clear()
        self.strands.set_strands(())

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.view_model.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the panes the widths that the page has room for; fold the strip of the case on a low page."""
        scaled = self._around.theme.scaled
        width = self.width()
        roomy, tight, narrow = width >= scaled(_ROOMY), width < scaled(_TIGHT), width < scaled(_NARROW)
        alone = narrow and (self._list_wanted or self._side_wanted)  # one part fills the page
        for part, widths in ((self.strands, _LIST), (self._side, _SIDE)):
            part.setMinimumWidth(scaled(widths[roomy]))
            part.setMaximumWidth(_UNBOUND if alone else scaled(widths[roomy]))
        side = not tight or self._side_wanted
        self._side.setVisible(side)
        self._edge.setVisible(side)
        self.strands.setVisible(self._list_wanted if narrow else not (tight and side))
        self._middle.setVisible(not alone)
        self.evidence.back.setVisible(alone)
        self.side_button.setVisible(tight)
        self.list_button.setVisible(narrow)
        self.sheet.set_narrow(narrow)
        self.header.setVisible(self.height() >= scaled(_LOW))
        self.foot.show_state(self.view_model, is_roomy=roomy)


def _strand(strand: StrandText, model: ScoringViewModel, *, is_asked: bool) -> Strand:
    draft = model.draft(strand.id)
    level = strand.level(draft.level)
    mark = (level.mark if level else "") if is_asked else "–"
    return Strand(strand.id, strand.name, strand.area, mark, is_asked and draft.confidence == "not_sure")
