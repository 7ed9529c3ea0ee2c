"""The page Today: "Do next" at the left; next panel, legal dates and news at the right; and the backlog beside it."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.away import WhileAway
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from bandingdesk.ui.widgets.chip import Chip, Fact
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.today import commands
from bandingdesk.ui.workspaces.today.backlog_pane import BacklogPane
from bandingdesk.ui.workspaces.today.backlog_view_model import BacklogViewModel
from bandingdesk.ui.workspaces.today.task_rows import TaskRow
from bandingdesk.ui.workspaces.today.view_model import Ready, Task, TodayViewModel
from bandingdesk.ui.workspaces.today.weeks_pane import WeeksCard

View = Literal["today", "backlog"]
_SIDE = 392  # px, the right column at most
_WIDE = 1100  # px, from which the list has room for its remark
_WHOSE = 230  # px, the list of whose work is shown


class Page(QWidget):
    """What waits for the person at the keys."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.view_model = TodayViewModel(around.desk, around.jobs, around.clock, self)
        self.view_model.misses_news = WhileAway(self, self.view_model.refresh).misses
        self.backlog = BacklogViewModel(around.desk, around.jobs, around.clock, self)
        self.view: View = "today"
        self._note = ""
        self._shown: list[Task] | None = None
        self._rows: list[TaskRow] = []
        self.commands: list[Command] = commands.commands(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 12)
        outer.setSpacing(14)
        outer.addLayout(self._make_head())
        self._clock = Banner("", tone="warn", closable=False)
        self._clock.hide()
        outer.addWidget(self._clock)
        self._work = QWidget()
        middle = QHBoxLayout(self._work)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(14)
        left = QVBoxLayout()
        left.addWidget(self._make_list(), 1)
        left.addStretch(0)
        middle.addLayout(left, 3)
        middle.addWidget(self._make_side(), 2)
        self.backlog_pane = BacklogPane(self.backlog, around)
        self.backlog_pane.case_asked.connect(lambda id_: around.navigate("cases", case_id=id_))
        self._stack = QStackedLayout()
        self._stack.addWidget(self._work)
        self._stack.addWidget(self.backlog_pane)
        outer.addLayout(self._stack, 1)
        self.view_model.changed.connect(self._show)
        self._show()

    def open(self, *, view: View = "today", **_where: Any) -> None:
        """Read what waits, or with VIEW "backlog" how the backlog stands."""
        self.view = view
        self.views.set_value(view)
        self._stack.setCurrentWidget(self.backlog_pane if view == "backlog" else self._work)
        self.view_model.refresh()
        if view == "backlog":
            self.backlog.refresh()
        self._show()
        self.heading_changed.emit()

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        here = [self.tr("Today")]
        return [*here, self.tr("Backlog")] if self.view == "backlog" else here

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.backlog_pane] if self.view == "backlog" else [self._list, self._side]

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        if self.view == "backlog":
            self.backlog_pane.take_focus()
        elif self._rows:
            self._rows[0].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> None:
        """Open the row whose button has the focus, or the first one."""
        if self.view == "backlog":
            return
        focused = QApplication.focusWidget()
        row = next((row for row in self._rows if row.button is focused), next(iter(self._rows), None))
        if row is not None:
            row.asked.emit()

    def has_tasks(self) -> bool:
        """Return whether anything waits."""
        return bool(self._rows)

    def show_view(self, view: View) -> None:
        """Open one of the two views: a place of its own, so that the way back leads there."""
        self._around.navigate("today", view=view)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.backlog.keep_now()
        super().hideEvent(event)

    def new_case(self) -> None:
        """Open the form of a new case."""
        self._around.navigate("cases", view="new")

    def import_list(self) -> None:
        """Open the import of a list."""
        self._around.navigate("cases", view="import")

    # Parts

    def _make_head(self) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = labels.Label("", "page_title")
        self._line = labels.Label("", "second", "text2")
        words.addWidget(self._title)
        words.addWidget(self._line)
        row.addLayout(words, 1)
        choices = [("today", self.tr("To do")), ("backlog", self.tr("Backlog"))]
        self.views = Segmented(self.tr("What Today shows"), choices, "today")
        self.views.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.views.chosen.connect(self.show_view)
        row.addWidget(self.views, 0, Qt.AlignmentFlag.AlignBottom)
        self._new = QuietButton(self.tr("New case"), icon="plus", key="Ctrl+N")
        self._new.clicked.connect(self.new_case)
        self._import = QuietButton(self.tr("Import"), icon="file-up")
        self._import.setAccessibleName(self.tr("Import a list of cases"))
        self._import.clicked.connect(self.import_list)
        row.addWidget(self._new, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._import, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _make_list(self) -> QWidget:
        self._list = card.Card(padding=0)
        self._list.body.setSpacing(0)
        self._list.body.setContentsMargins(1, 1, 1, 1)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 10, 12, 9)
        self._heading = labels.SectionTitle(self.tr("Do next"))
        self.whose = Choice()
        self.whose.setAccessibleName(self.tr("Whose work"))
        self.whose.setMinimumContentsLength(15)
        self.whose.setMaximumWidth(_WHOSE)
        self.whose.chosen.connect(self.view_model.show)
        self._all = LinkButton("")
        self._all.clicked.connect(self.view_model.show_all)
        self._heading.add(self._all)
        self._heading.add(self.whose)
        row.addWidget(self._heading)
        self._list.add(head)
        self._list.add(labels.Line())
        self._column = _TaskColumn()
        self._empty = EmptyState("", icon="circle-check")
        self._empty.asked.connect(self._on_empty_asked)
        self._list.add(self._column, 1)
        self._list.add(self._empty, 1)
        return self._list

    def _make_side(self) -> QWidget:
        self._side = card.Column(margins=(0, 0, 0, 0), spacing=12)
        self._side.setMaximumWidth(_SIDE + 12)
        self._panel = card.Card(self.tr("Your next panel"))
        self._when = Chip("", "accent", "calendar")
        assert self._panel.heading is not None
        self._panel.heading.add(self._when)
        self._panel_title = labels.Label("", "body_strong", wrap=True)
        self._panel_line = labels.Label("", "second", "text2", wrap=True)
        self._panel.add(self._panel_title)
        self._panel.add(self._panel_line)
        self._panel.add(labels.Line())
        self._ready = QVBoxLayout()
        self._ready.setSpacing(6)
        self._panel.add(self._ready)
        foot = QHBoxLayout()
        self._open_meeting = PrimaryButton(self.tr("Open meeting"), icon="users-round")
        self._open_meeting.clicked.connect(self._on_meeting)
        self._agenda = QuietButton(self.tr("Agenda and papers"), icon="files")
        self._agenda.clicked.connect(self._on_agenda)
        foot.addWidget(self._open_meeting)
        foot.addWidget(self._agenda)
        foot.addStretch(1)
        self._panel.add(foot)
        self._panel.add(self._make_practice())
        self._weeks = WeeksCard()
        self._news = card.Card(self.tr("Since you were last here"))
        self._news_lines = QVBoxLayout()
        self._news_lines.setSpacing(4)
        self._news.add(self._news_lines)
        self._side.add(self._panel)
        self._side.add(self._weeks)
        self._side.add(self._news)
        self._side.body.addStretch(1)
        return self._side

    def _make_practice(self) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = self.tr("Three example cases, for you alone.")
        row.addWidget(labels.Label(words, "second", "text2", wrap=True), 1)
        self._practice = LinkButton(self.tr("Practise"))
        self._practice.clicked.connect(self._on_practice)
        row.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # Show

    def _show(self) -> None:
        seen = self.view_model
        self._title.setText(seen.heading())
        everybody = self.tr("Everybody’s decisions, as the record has them now.")
        self._line.setText(seen.line() if self.view == "today" else everybody)
        self._weeks.name(is_mine=seen.whose.kind == "me")
        self._show_tasks()
        self._show_panel()
        bars = seen.bars()
        self._weeks.set(bars, seen.weeks_line())
        has_weeks = any(count for _label, count, _tone in bars)
        self._weeks.setVisible(has_weeks)
        self._show_news()
        self._side.setVisible(has_weeks or bool(seen.news) or self._panel.isVisibleTo(self._side))
        self._show_whose()
        self._show_clock()

    def _show_whose(self) -> None:
        choices = self.view_model.choices()
        offered = [(self.whose.itemData(at), self.whose.itemText(at)) for at in range(self.whose.count())]
        if offered != choices:
            self.whose.set_choices(choices)
        wanted = self.view_model.whose
        self.whose.set_value(wanted if wanted in dict(choices) else None)

    def _show_clock(self) -> None:
        last = self.view_model.clock_is_behind()
        self._clock.setVisible(last is not None)
        if last is not None:
            here, there = text.day(self.view_model.today), text.day(last)
            words = self.tr("This laptop’s clock says {here}, but the record has entries of {there}.")
            self._clock.say(
                words.format(here=here, there=there),
                self.tr("Nothing in the record has changed. Days left are counted from this laptop’s clock."),
                self.tr("Set the clock right, or a legal date may look further away than it is."),
                tone="warn",
                icon="clock-alert",
            )

    def _show_news(self) -> None:
        lines = self.view_model.news_lines()
        self._news.setVisible(bool(lines))
        card.clear(self._news_lines)
        for case_id, words in lines:
            row = QHBoxLayout()
            row.addWidget(labels.Label(words, "second", wrap=True), 1)
            link = LinkButton(self.tr("Open"))
            link.setAccessibleName(self.tr("Open the case: {0}").replace("{0}", words))
            link.clicked.connect(partial(self._open_case, case_id))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            self._news_lines.addLayout(row)

    def _show_tasks(self) -> None:
        seen = self.view_model
        tasks = seen.tasks()
        loaded = seen.reading is not None
        self._column.setVisible(bool(tasks) or not loaded)
        self._empty.setVisible(loaded and not tasks)
        grows = QSizePolicy.Policy.Preferred if self._empty.isVisibleTo(self._list) else QSizePolicy.Policy.Maximum
        self._list.setSizePolicy(QSizePolicy.Policy.Preferred, grows)
        if loaded and not tasks:
            self._show_empty()
        self._note = seen.note() if tasks else ""
        self._show_note()
        self._all.setVisible(seen.count() > len(tasks) or seen.shows_all)
        words = self.tr("Fewer") if seen.shows_all else self.tr("All {0}").replace("{0}", str(seen.count()))
        self._all.setText(words)
        self._all.setAccessibleName(self.tr("{0}: things to do").replace("{0}", words))
        if tasks == self._shown:
            return
        focused = next((at for at, row in enumerate(self._rows) if row.button.hasFocus()), None)
        self._shown = tasks
        card.clear(self._column.body)
        self._rows = []
        for task in tasks:
            row = TaskRow(task)
            row.asked.connect(partial(self._go, task))
            self._column.add(row)
            self._column.add(labels.Line())
            self._rows.append(row)
        self._column.body.addStretch(1)
        if focused is not None and self._rows:
            self._rows[min(focused, len(self._rows) - 1)].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_note(self) -> None:
        self._heading.set_note(self._note if self.width() >= _WIDE else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_note()

    def _show_empty(self) -> None:
        has_panel = self.view_model.reading is not None and self.view_model.reading.panel is not None
        button = self.tr("Open the agenda") if has_panel else self.tr("Import a list")
        line = "" if has_panel else self.tr("Bring in the list of plans that your council keeps, or add one case.")
        self._empty.say(self.view_model.nothing(), line, button=button, icon="circle-check")

    def _show_panel(self) -> None:
        seen = self.view_model
        panel = seen.reading.panel if seen.reading else None
        self._panel.setVisible(panel is not None)
        if panel is None:
            return
        tone, icon = ("ok", "circle-play") if panel.is_open else ("accent", "calendar")
        self._when.set(seen.panel_when(), tone, icon)
        self._panel_title.setText(seen.panel_title())
        self._panel_line.setText(seen.panel_line())
        card.clear(self._ready)
        for line in seen.ready():
            self._ready.addLayout(_ready_line(line))
        self._open_meeting.setText(self.tr("Open meeting"))

    # Ways out

    def _go(self, task: Task) -> None:
        self._around.navigate(task.place, **task.where)

    def _open_case(self, case_id: str) -> None:
        self._around.navigate("cases", case_id=case_id)

    def _on_meeting(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._around.navigate("meeting", meeting_id=reading.panel.meeting_id)

    def _on_agenda(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._around.navigate("panels", meeting_id=reading.panel.meeting_id)

    def _on_practice(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._around.navigate("panels", meeting_id=reading.panel.meeting_id, view="practice")

    def _on_empty_asked(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._on_agenda()
        else:
            self.import_list()


class _TaskColumn(card.Column):
    """The tasks: as high as they are, and scrolled where the page is lower."""

    def __init__(self) -> None:
        super().__init__(margins=(0, 0, 0, 0), spacing=0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # lines wrap anew

    def sizeHint(self) -> QSize:
        hint, inside, width = super().sizeHint(), self.widget(), self.viewport().width()
        laid = inside.layout() if inside is not None else None
        if laid is None:
            return hint
        high = laid.totalHeightForWidth(width) if laid.hasHeightForWidth() else laid.sizeHint().height()
        return QSize(hint.width(), high)


def _ready_line(line: Ready) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    icon, tone = ("circle-check", "ok") if line.is_done else ("circle-dot", "warn")
    row.addWidget(labels.Icon(icon, tone, 16))
    row.addWidget(labels.Label(line.words, "second"), 1)
    row.addWidget(labels.Label(line.state, "second", "text2"))
    return row
