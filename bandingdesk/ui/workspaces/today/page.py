"""The page Today: "Do next" at the left, the next panel and the legal dates at the right."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from bandingdesk.ui.widgets.chip import Chip, Fact
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.today import commands
from bandingdesk.ui.workspaces.today.task_rows import TaskRow
from bandingdesk.ui.workspaces.today.view_model import Ready, Task, TodayViewModel
from bandingdesk.ui.workspaces.today.weeks_pane import WeeksCard

_SIDE = 392  # px, the right column at most


class Page(QWidget):
    """What waits for the person at the keys."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.view_model = TodayViewModel(around.desk, around.jobs, around.clock, self)
        self._shown: list[Task] | None = None
        self._rows: list[TaskRow] = []
        self.commands: list[Command] = commands.commands(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 12)
        outer.setSpacing(16)
        outer.addLayout(self._make_head())
        middle = QHBoxLayout()
        middle.setSpacing(14)
        left = QVBoxLayout()
        left.addWidget(self._make_list(), 1)
        left.addStretch(0)
        middle.addLayout(left, 3)
        middle.addWidget(self._make_side(), 2)
        outer.addLayout(middle, 1)
        self.view_model.changed.connect(self._show)
        self._show()

    def open(self, **_where: Any) -> None:
        """Read what waits."""
        self.view_model.refresh()

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        return [self.tr("Today")]

    def chips(self) -> list[Fact]:
        """Return the chips of the header."""
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self._list, self._side]

    def take_focus(self) -> None:
        """Put the focus on the first thing to do."""
        if self._rows:
            self._rows[0].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> None:
        """Open the row whose button has the focus, or the first one."""
        focused = QApplication.focusWidget()
        row = next((row for row in self._rows if row.button is focused), next(iter(self._rows), None))
        if row is not None:
            row.asked.emit()

    def has_tasks(self) -> bool:
        """Return whether anything waits."""
        return bool(self._rows)

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
        self._all = LinkButton("")
        self._all.clicked.connect(self.view_model.show_all)
        self._heading.add(self._all)
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
        self._weeks = WeeksCard()
        self._side.add(self._panel)
        self._side.add(self._weeks)
        self._side.body.addStretch(1)
        return self._side

    # Show

    def _show(self) -> None:
        seen = self.view_model
        self._title.setText(seen.heading())
        self._line.setText(seen.line())
        self._show_tasks()
        self._show_panel()
        bars = seen.bars()
        self._weeks.set(bars, seen.weeks_line())
        has_weeks = any(count for _label, count, _tone in bars)
        self._weeks.setVisible(has_weeks)
        self._side.setVisible(has_weeks or self._panel.isVisibleTo(self._side))

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
        self._heading.set_note(seen.note() if tasks else "")
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

    def _on_meeting(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._around.navigate("meeting", meeting_id=reading.panel.meeting_id)

    def _on_agenda(self) -> None:
        reading = self.view_model.reading
        if reading is not None and reading.panel is not None:
            self._around.navigate("panels", meeting_id=reading.panel.meeting_id)

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
