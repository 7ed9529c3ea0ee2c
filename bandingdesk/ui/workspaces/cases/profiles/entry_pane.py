"""One profile being written: strands at the left, level cards in the middle, evidence at the right, Lock below.

Built from the widgets of the scoring page, and worked by the same keys.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.commands import Command
from bandingdesk.ui.models.strand_model import Strand
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.extract_panes import EvidencePane, PaperPane
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.problem_list import Problem, ProblemList
from bandingdesk.ui.widgets.strand_list import StrandList
from bandingdesk.ui.widgets.strand_sheet import SheetPane
from bandingdesk.ui.workspaces.cases.profiles import commands
from bandingdesk.ui.workspaces.cases.profiles.entry_view_model import EntryViewModel, StillOpen

_LIST, _SIDE = 232, 300  # px
_TIGHT, _NARROW = 940, 700  # px of pane: below the first the evidence folds away, below the second the strands too


class EntryPane(QWidget):
    """Shows the profile in hand. `left` asks for who stands where."""

    left = Signal()

    def __init__(self, model: EntryViewModel, around: Surroundings) -> None:
        super().__init__()
        self.model, self._around = model, around
        self._list_wanted = self._side_wanted = False
        self._shown = ""
        self._build()
        self._wire()
        self.commands: list[Command] = commands.commands(self)

    # What commands ask

    def accept(self) -> None:
        """Go on to the next strand that waits."""
        self.model.accept()
        self.sheet.focus_cards()

    def choose_level(self, level: int) -> None:
        """Choose LEVEL for the strand in hand, with the focus on its card."""
        self.sheet.choose(level)

    def write_line(self) -> None:
        """Put the caret into the line."""
        self.sheet.focus_line()

    def rely(self) -> None:
        """Tie the extract in hand to the level, or untie it."""
        if self.evidence.list.current is not None:
            self.model.rely(self.evidence.list.current)

    def step_extract(self, by: int) -> None:
        """Take the next or previous extract in hand."""
        self.evidence.list.step(by)

    def open_page(self) -> None:
        """Open the page of the extract in hand."""
        if self.evidence.list.current is not None:
            self._side_wanted = False
            self.model.open_paper(self.evidence.list.current)

    def toggle_list(self) -> None:
        """Show or hide the strands where there is no room for them beside the cards."""
        self._list_wanted, self._side_wanted = not self._list_wanted, False
        self._fit()

    def toggle_side(self) -> None:
        """Show or hide the evidence where there is no room for it beside the cards."""
        self._side_wanted, self._list_wanted = not self._side_wanted, False
        self._fit()

    def take_focus(self) -> None:
        """Put the focus on the cards."""
        self.sheet.focus_cards()

    # Building

    def _build(self) -> None:
        self.back = buttons.QuietButton(self.tr("All profiles"), icon="arrow-left")
        self._title = labels.Label("", "card_title", wrap=True)
        self._line = labels.Label("", "note", "text2", wrap=True)
        self.list_button = buttons.QuietButton(self.tr("Strands"), icon="panel-left", key="Ctrl+Shift+L")
        self.side_button = buttons.QuietButton(self.tr("Evidence"), icon="panel-right", key="Ctrl+I")
        self.copy = buttons.QuietButton(self.tr("Start from the last decision"), icon="copy")
        self.strands = StrandList()
        self.sheet = SheetPane()
        self.paper = PaperPane(self._around.jobs)
        self.evidence = EvidencePane()
        self.problems = ProblemList()
        self.error = Banner("", tone="danger", closable=False)
        self.copied = Banner("", tone="accent", icon="copy", closable=False)
        self.confirm = self.copied.add(buttons.QuietButton(self.tr("Confirm this level"), icon="check", key="C"))
        self.behind = Banner("", tone="warn", closable=True)
        self.foot = FootBar()
        self.undo = self.foot.add_right(buttons.QuietButton("", icon="undo-2", key="Ctrl+Z"))
        self.unlock = self.foot.add_right(buttons.QuietButton(self.tr("Unlock"), icon="lock-open"))
        self.lock = self.foot.add_right(buttons.PrimaryButton(self.tr("Lock this profile"), icon="lock", key="Ctrl+L"))
        self._inner = QStackedWidget()
        self._inner.addWidget(self.sheet)
        self._inner.addWidget(self.paper)
        self._middle = QWidget()
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self._make_told())
        middle.addWidget(self._inner, 1)
        self._edge = labels.Line(upright=True)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.strands)
        row.addWidget(labels.Line(upright=True))
        row.addWidget(self._middle, 1)
        row.addWidget(self._edge)
        row.addWidget(self.evidence)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._make_head())
        outer.addWidget(labels.Line())
        outer.addLayout(row, 1)
        outer.addWidget(self.foot)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 14, 6)
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._line)
        head.addWidget(self.back)
        head.addLayout(words, 1)
        for button in (self.copy, self.list_button, self.side_button):
            head.addWidget(button)
        return head

    def _make_told(self) -> QWidget:
        """Return the place over the cards for what has to be read first."""
        self._told = card.Column(margins=(18, 8, 18, 0), spacing=8)
        for part in (self.error, self.problems, self.behind, self.copied):
            self._told.add(part)
        self._told.body.addStretch(1)
        return self._told

    def _wire(self) -> None:
        model = self.model
        model.changed.connect(self.show_entry)
        self.back.clicked.connect(self.left)
        self.copy.clicked.connect(model.copy_forward)
        self.confirm.clicked.connect(model.confirm)
        self.behind.closed.connect(model.read_left)
        self.list_button.clicked.connect(self.toggle_list)
        self.side_button.clicked.connect(self.toggle_side)
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
        self.problems.asked.connect(self._go_to_problem)
        self.lock.clicked.connect(model.lock)
        self.unlock.clicked.connect(model.unlock)
        self.undo.clicked.connect(model.undo)

    # Showing

    def show_entry(self) -> None:
        """Show what is written, or nothing while no profile is in hand."""
        model, seen, strand = self.model, self.model.seen, self.model.current
        if seen is None or strand is None or model.state in ("closed", "loading"):
            self._clear()
            return
        can_change = model.can_change
        self._show_title()
        self.strands.set_strands([self._strand(one.id) for one in model.strands], strand.id)
        one = model.draft(strand.id)
        self.sheet.show_strand(strand, one, can_change=can_change)
        self.evidence.show_extracts(strand, model.extracts, seen.pages, one, can_change=can_change)
        if model.paper is not None:
            self.paper.show_paper(*model.paper)
        else:
            self.paper.clear()
        self._inner.setCurrentWidget(self.paper if model.paper is not None else self.sheet)
        self._show_told()
        self._show_foot()
        self._fit()
        if self.isVisible() and self._shown != f"{seen.case_id}.{model.party}":
            self._shown = f"{seen.case_id}.{model.party}"
            self.take_focus()

    def _show_title(self) -> None:
        model, seen = self.model, self.model.seen
        assert seen is not None
        title = self.tr("The setting’s profile") if model.party == "setting" else self.tr("The officer’s profile")
        self._title.setText(title)
        other = codes.say(codes.PARTIES, "officer" if model.party == "setting" else "setting").lower()
        hidden = self.tr("Nobody else reads it, and you don’t read the {other}’s, before both are locked.")
        rules = self.tr("Framework {version}.").replace("{version}", seen.framework_name)
        self._line.setText(f"{hidden.replace('{other}', other)} {rules}")
        self.copy.setVisible(seen.decided is not None and model.state == "writing")
        all_stand = self.tr("Every strand of the last decision has a level here.")
        self.copy.say_why_not("" if model.can_copy else all_stand)

    def _show_told(self) -> None:
        model = self.model
        if model.error is not None:
            happened, kept, do = messages.error_text(model.error)
            self.error.say(happened, kept, do, code=model.error.code, tone="danger")
        self.error.setVisible(model.error is not None)
        self._show_problems()
        self._show_copied()
        self._show_behind()
        said = [self.error, self.problems, self.behind, self.copied]
        self._told.setVisible(any(not part.isHidden() for part in said))
        width = max(200, self._told.width() - 36)
        tall = [part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height() for part in said]
        room = sum(height + 8 for part, height in zip(said, tall, strict=True) if not part.isHidden()) + 14
        most = max(self._around.theme.scaled(96), self.height() // 3)
        policy = Qt.ScrollBarPolicy
        self._told.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if room <= most else policy.ScrollBarAsNeeded)
        self._told.setFixedHeight(min(room, most))

    def _show_problems(self) -> None:
        before, model = self.problems.problems, self.model
        wanted = tuple(self._problem(one) for one in model.problems)
        if wanted == before:
            return
        focused = self.problems.focusWidget()
        had_focus = focused is not None and focused.hasFocus()
        self.problems.set(self.tr("%n thing(s) are missing before you can lock", "", len(wanted)), wanted)
        if wanted and (had_focus or not before):
            self.problems.focus_first()
        elif had_focus:
            self.sheet.focus_cards()

    def _show_copied(self) -> None:
        model = self.model
        one, seen = model.draft(model.strand), model.seen
        waits = one.start is not None or not one.is_confirmed
        self.copied.setVisible(waits)
        if not waits or seen is None:
            return
        if one.start is not None:
            on = self._decided_on(one.start.decision)
            day = text.day(on) if on else self.tr("an earlier day")
            came = self.tr("Copied: level {level}, decided {day}")
            words = came.replace("{day}", day).replace("{level}", str(one.start.level))
        else:
            words = self.tr("The words of this level have changed since you chose it.")
        if one.is_confirmed:
            self.copied.say(words, self.tr("You have confirmed or changed it since."), tone="ok", icon="check")
        else:
            do = self.tr("Confirm it, or choose another level.")
            self.copied.say(words, do, tone="accent", icon="copy")
        self.confirm.setVisible(not one.is_confirmed and model.can_change)

    def _decided_on(self, decision: str) -> date | None:
        decided = self.model.seen.decided if self.model.seen else None
        return decided.on if decided is not None and decided.decision == decision else None

    def _show_behind(self) -> None:
        left = self.model.left
        self.behind.setVisible(bool(left))
        if not left:
            return
        words = {
            "gone": self.tr("{name}: the framework now has no such strand"),
            "level": self.tr("{name}: level {level} is not there now"),
            "reworded": self.tr("{name}: the words of level {level} are others now"),
            "new": self.tr("{name}: new since then"),
        }
        said = [
            words[one.why].replace("{name}", one.name).replace("{level}", "" if one.level is None else str(one.level))
            for one in left
        ]
        title = self.tr("%n thing(s) could not be carried from the other version of the framework", "", len(left))
        self.behind.say(title, "; ".join(said) + ".", tone="warn")

    def _show_foot(self) -> None:
        model, seen = self.model, self.model.seen
        assert seen is not None
        writing = model.state == "writing"
        self._show_undo(can_change=writing)
        self.lock.setVisible(writing)
        self.lock.say_why_not(self.tr("This is being recorded.") if model.is_busy else "")
        self.unlock.setVisible(not writing and seen.row(model.party).state == "locked")
        shown = self.tr("A band of this case has been shown, so the profile stays locked.")
        self.unlock.say_why_not(shown if seen.band_shown else "")
        if not writing:
            line = self.tr("You can unlock it until all are revealed. Each lock is kept with its time.")
            self.foot.say(self.tr("This profile is locked"), line, "lock", "ok")
            self.foot.remark("")
            return
        left = len(model.strands) - model.rated + model.unconfirmed
        self.lock.set_look("" if left else "primary")
        saved = model.keeper.saved_at
        kept = self.tr("Saved on this laptop {time}").format(time=text.time(saved)) if saved else ""
        if model.keeper.fault is not None:
            self.foot.say(self.tr("Not saved yet. What you wrote stays here."), "", "circle-alert", "danger")
        else:
            line = self.tr("The band stays hidden until all levels are agreed.")
            self.foot.say(kept or self.tr("Every change is saved as you make it"), line, "save", "text2")
        self.foot.remark(self.tr("%n strand(s) left", "", left) if left else self.tr("All strands have a level"))

    def _show_undo(self, *, can_change: bool) -> None:
        """Name the step that would be taken back; with little room its name stands behind the button."""
        name = self.model.undo_name
        words = self.tr("Undo: {step}").replace("{step}", name)
        roomy = self.width() >= self._around.theme.scaled(_TIGHT)
        self.undo.setText(words if roomy else self.tr("Undo"))
        self.undo.setToolTip(words)
        self.undo.setAccessibleName(words)
        self.undo.setVisible(can_change and bool(name))

    def _strand(self, id_: str) -> Strand:
        model = self.model
        strand = next(one for one in model.strands if one.id == id_)
        one = model.draft(id_)
        level = strand.level(one.level)
        unsure = one.level is not None and one.confidence == "not_sure"
        mark = level.mark if level else ""
        return Strand(id_, strand.name, strand.area, mark, unsure, copied=not one.is_confirmed)

    def _problem(self, one: StillOpen) -> Problem:
        words = {
            "level": self.tr("choose a level"),
            "copy": self.tr("confirm the copied level, or choose another"),
            "basis": self.tr("write one line, or rely on an extract"),
            "descriptors": self.tr("tick a descriptor that you rely on"),
        }
        return Problem(one.name, words[one.what], f"{one.strand}|{one.what}")

    def _go_to_problem(self, where: str) -> None:
        strand, what = where.split("|")
        self.model.choose_strand(strand)
        if what == "basis":
            self.sheet.focus_line()
        elif what == "descriptors":
            self.sheet.focus_ticks()
        elif what == "copy":
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.sheet.focus_cards()

    def _choose_strand(self, strand: str) -> None:
        self._list_wanted = False
        self.model.choose_strand(strand)
        self._fit()

    def _clear(self) -> None:
        """Leave nothing of a profile on the screen or behind it."""
        self._shown = ""
        for part in (self.sheet, self.evidence, self.paper):
            part.clear()
        self.strands.set_strands(())
        for label in (self._title, self._line):
            label.setText("")

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.model.flush()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the parts the room there is: the evidence folds away first, then the strands."""
        scaled = self._around.theme.scaled
        tight, narrow = self.width() < scaled(_TIGHT), self.width() < scaled(_NARROW)
        alone = narrow and (self._list_wanted or self._side_wanted)
        for part, width in ((self.strands, _LIST), (self.evidence, _SIDE)):
            part.setMinimumWidth(scaled(width))
            part.setMaximumWidth(16_777_215 if alone else scaled(width))  # Qt's own QWIDGETSIZE_MAX
        side = not tight or self._side_wanted
        self.evidence.setVisible(side)
        self._edge.setVisible(side)
        self.strands.setVisible(self._list_wanted if narrow else not (tight and side))
        self._middle.setVisible(not alone)
        self.evidence.back.setVisible(alone)
        self.side_button.setVisible(tight)
        self.list_button.setVisible(narrow)
        self._line.setVisible(not tight)
        self.sheet.set_narrow(narrow)
