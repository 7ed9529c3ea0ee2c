"""The list of cases: the filter in words with its chips, the big table, the count, and what stands when it is empty."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.casework.backlog.reassigning import MOST
from bandingdesk.store.queries.caseload import CaseListRow
from bandingdesk.ui import codes, text
from bandingdesk.ui.last_panel_words import LastPanelWords
from bandingdesk.ui.models.columns import Cell, Column
from bandingdesk.ui.models.window_model import WindowModel
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import line
from bandingdesk.ui.widgets.tick_table import TickTable
from bandingdesk.ui.workspaces.cases.view_model import CasesViewModel

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs

SAY_AFTER_MS = 2000
SOON = 5  # days


class ListPane(QWidget):
    """All cases. `opened` carries a case's id; `import_asked`, `new_asked` and `give_asked` lead to the other views."""

    opened = Signal(str)
    import_asked = Signal()
    new_asked = Signal()
    give_asked = Signal()
    counted = Signal(str)

    def __init__(self, seen: CasesViewModel, jobs: Jobs, *, compact: bool = False, shows_bands: bool = True) -> None:
        super().__init__()
        self._seen = seen
        self._edition = -1
        self._shows_bands = shows_bands
        self._panels = LastPanelWords(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        outer = QVBoxLayout()
        whole.addLayout(outer, 1)
        self._foot = self._make_foot()
        whole.addWidget(self._foot)
        outer.setContentsMargins(20, 14, 20, 12)
        outer.setSpacing(10)
        self._filter = QWidget()
        self._filter.setLayout(self._make_filter())
        outer.addWidget(self._filter)
        outer.addWidget(self._strange)
        columns = [column for column in self._columns() if shows_bands or column.key != "band"]
        self.model = WindowModel(columns, seen.fetch, jobs, spoken=self._spoken, parent=self)
        self.table = TickTable(self.tr("Cases"), self.model, most=MOST, compact=compact)
        self.table.ticks_changed.connect(self._show_ticks)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(lambda _id: self._show_open())
        self.table.sort_asked.connect(seen.sort_by)
        self.table.show_sort(*seen.sort)
        self._empty = EmptyState(
            self.tr("No cases yet"),
            self.tr("Bring in the list of plans that your council keeps. Nothing is written before you have seen it."),
            button=self.tr("Import a list"),
            link=self.tr("Add one new case"),
            icon="folder-open",
        )
        self._empty.asked.connect(self.import_asked)
        self._empty.guide_asked.connect(self.new_asked)
        self._no_hits = EmptyState("", button=self.tr("Clear the filter"), icon="search")
        self._no_hits.asked.connect(lambda: self._write(""))
        self._slow = labels.Label(self.tr("Reading the list of cases"), "second", "text2")
        self._slow.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        for state in (self.table, self._empty, self._no_hits, self._slow):
            self._stack.addWidget(state)
        outer.addLayout(self._stack, 1)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SAY_AFTER_MS)
        self._late.timeout.connect(self._say_slow)
        self._late.start()
        seen.changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(700, 320)

    def focus_filter(self) -> None:
        """Put the caret into the filter."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def take_focus(self) -> None:
        """Put the focus on the list, on its first row if none is chosen."""
        if self._stack.currentWidget() is self.table:
            if self.table.current is None and self.model.rowCount():
                self.table.go_to(self.model.id_at(0))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._stack.currentWidget() is self._empty:
            self._empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    # Parts

    def _make_filter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.box = line()
        self.box.setAccessibleName(self.tr("Filter"))
        self.box.setMinimumWidth(220)
        self.box.setMaximumWidth(520)
        tip = self.tr("Name, number, school or need. Or: need:slcn  due<14d  school:elm  band:4  year:6  panel:next")
        whose = self.tr("Whose cases: holder:fq  holder:none  team:north  mine. What is next: step:decide  step:review")
        tip = f"{tip}. {whose}"
        self.box.setToolTip(tip)
        self.box.setAccessibleDescription(tip)
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(self._seen.say)
        label = labels.Label(self.tr("Filter"), "second_strong")
        label.setBuddy(self.box)
        row.addWidget(label)
        row.addWidget(self.box, 1)
        self.chips: dict[str, Button] = {}
        for token, said in (
            ("late", self.tr("Late")),
            ("due<14d", self.tr("Due in 14 days")),
            ("panel:next", self.tr("On a panel")),
            ("mine", self.tr("Mine")),
        ):
            chip = QuietButton(said)
            chip.setCheckable(True)
            chip.setToolTip(self.tr("Filter word: {0}").replace("{0}", token))
            chip.clicked.connect(partial(self._toggle, token))
            self.chips[token] = chip
            row.addWidget(chip)
        row.addStretch(1)
        self._count = labels.Label("", "second_strong", "text2")
        row.addWidget(self._count)
        self._strange = labels.Label("", "second", "warn", wrap=True)
        return row

    def _make_foot(self) -> FootBar:
        foot = FootBar()
        self._new = new = foot.add_left(QuietButton(self.tr("New case"), icon="plus", key="Ctrl+N"))
        new.clicked.connect(self.new_asked)
        self._bring = bring = foot.add_left(QuietButton(self.tr("Import a list"), icon="file-up"))
        bring.clicked.connect(self.import_asked)
        self.choose = foot.add_left(QuietButton(self.tr("Choose"), icon="list-checks", key="Space"))
        self.choose.setToolTip(self.tr("Choose this case, or take it out again. Shift with the arrows chooses more."))
        self.choose.clicked.connect(self._on_choose)
        self.none = foot.add_right(QuietButton(self.tr("Choose none"), icon="x"))
        self.none.clicked.connect(lambda: self.table.clear_ticks())
        self.give = foot.add_right(QuietButton(self.tr("Give to a colleague"), icon="arrow-right-left"))
        self.give.clicked.connect(self.give_asked)
        self.open_button = foot.add_right(PrimaryButton(self.tr("Open this case"), icon="folder-open", key="Enter"))
        self.open_button.clicked.connect(self._on_open)
        return foot

    def _columns(self) -> list[Column]:
        return [
            Column("child_name", self.tr("Child or young person"), self._name, 198, sort="child_name"),
            Column("reference", self.tr("Case"), lambda row: row.reference, 112, sort="reference", drop=5),
            Column("year", self.tr("Year"), lambda row: codes.year(row.year_group), 80, sort="year_group", drop=2),
            Column("need", self.tr("Main need"), self._need, 164, stretch=True, sort="need", drop=3),
            Column("setting", self.tr("Setting"), lambda row: row.setting_name, 250, stretch=True, sort="setting_name"),
            Column("band", self.tr("Band"), lambda row: row.band or "", 78, sort="band", drop=1),
            Column("law_day", self.tr("Law’s last day"), self._law_day, 146, sort="law_day"),
            Column("left", self.tr("Time"), self._left, 118, drop=1),
            Column("panel", self.tr("Last lawful panel"), self._panel, 178),
            Column("holder", self.tr("Caseworker"), self._holder, 130, drop=6),
            Column("state", self.tr("Now"), self._state, 126, drop=4),
        ]

    def _name(self, row: CaseListRow) -> Cell:
        if self.table.is_ticked(row.id):
            return Cell(row.child_name, "accent", "circle-check", strong=True)
        return Cell(row.child_name, strong=True)

    def _need(self, row: CaseListRow) -> str:
        return codes.say(codes.NEEDS, row.need)

    def _law_day(self, row: CaseListRow) -> str:
        return text.day(row.law_day) if row.law_day else ""

    def _left(self, row: CaseListRow) -> Cell:
        if row.law_day is None or row.state == "signed":
            return Cell("")
        gap = (row.law_day - self._seen.today).days
        tone = "danger" if gap < 0 else "warn" if gap <= SOON else "text2"
        return Cell(text.days_left(row.law_day, self._seen.today), tone)

    def _panel(self, row: CaseListRow) -> Cell:
        tone = self._panels.tone(row.last_panel, self._seen.today)
        return Cell(self._panels.short(row.last_panel), tone)

    def _holder(self, row: CaseListRow) -> Cell:
        return Cell(row.holder_name) if row.holder else Cell(self.tr("nobody"), "text2")

    def _state(self, row: CaseListRow) -> Cell:
        icons = {"signed": ("ok", "circle-check"), "recommended": ("info", "pen-line"), "on_agenda": ("text2", "users")}
        tone, icon = icons.get(row.state, ("text2", ""))
        return Cell(codes.say(codes.STATES, row.state), tone, icon)

    def _spoken(self, row: CaseListRow) -> str:
        parts = (
            self.tr("Chosen") if self.table.is_ticked(row.id) else "",
            row.child_name,
            row.reference,
            codes.year(row.year_group),
            self._need(row),
            row.setting_name,
            (row.band or "") if self._shows_bands else "",
            self._law_day(row),
            self._left(row).text,
            self._panels.whole(row.last_panel),
        )
        return ". ".join(part for part in parts if part)

    # Show

    def _show(self) -> None:
        seen = self._seen
        if self.box.text() != seen.words and not self.box.hasFocus():
            self._write(seen.words)
        for token, chip in self.chips.items():
            chip.setChecked(seen.has(token))
        strange = seen.not_understood()
        self._strange.setText(strange)
        self._strange.setVisible(bool(strange))
        if seen.found is None:
            return
        self._late.stop()
        if self._edition != seen.edition:
            self._edition = seen.edition
            self.model.set_ids(seen.found.ids, seen.found.rows)
            self.counted.emit(seen.count())
        self._count.setText(seen.count())
        self._filter.setVisible(not seen.is_empty)
        self._foot.setVisible(not seen.is_empty)
        if seen.is_empty:
            self._stack.setCurrentWidget(self._empty)
        elif seen.has_no_hits:
            self._no_hits.say(
                self.tr("No case fits “{0}”.").replace("{0}", seen.words),
                self.tr("Your cases are all still there. Take a word away, or clear the filter."),
                button=self.tr("Clear the filter"),
            )
            self._stack.setCurrentWidget(self._no_hits)
        else:
            self._stack.setCurrentWidget(self.table)
            if self.table.current is None:
                self.table.go_to(seen.found.ids[0])
        self._show_open()

    def _say_slow(self) -> None:
        if self._seen.found is None:
            self._stack.setCurrentWidget(self._slow)

    def _on_open(self) -> None:
        if self.table.current is not None:
            self.opened.emit(self.table.current)

    def _show_open(self) -> None:
        chosen = self._stack.currentWidget() is self.table and self.table.current is not None
        self.open_button.say_why_not("" if chosen else self.tr("Choose a case in the list first."))
        self.choose.say_why_not("" if chosen else self.tr("There is no case in the list."))
        self._show_ticks(telling=False)

    def _show_ticks(self, *, telling: bool = True) -> None:
        count = len(self.table.ticked)
        words = self.tr("%n cases chosen", "", count)
        self._foot.remark(words if count else "")
        for button in (self._new, self._bring):  # while cases are chosen the foot is about them
            button.setVisible(not count)
        for button in (self.none, self.give):
            button.setVisible(bool(count))
        if telling:
            self.counted.emit(words)

    def _on_choose(self) -> None:
        if self.table.current is not None:
            self.table.toggle(self.table.current)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, token: str) -> None:
        self._seen.toggle(token)
        self._write(self._seen.words)

    def _write(self, words_: str) -> None:
        self.box.blockSignals(True)
        self.box.setText(words_)
        self.box.blockSignals(False)
        if words_ != self._seen.words:
            self._seen.filter_now(words_)
