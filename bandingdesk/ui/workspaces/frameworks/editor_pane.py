"""The editor: the outline at the left, the part in work in the middle, the checks at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.about_part import AboutPart
from bandingdesk.ui.workspaces.frameworks.bands_part import BandsPart
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.checks_part import ChecksColumn, ChecksPart
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.levels_part import LevelsPart
from bandingdesk.ui.workspaces.frameworks.money_part import MoneyPart
from bandingdesk.ui.workspaces.frameworks.part import Part
from bandingdesk.ui.workspaces.frameworks.points_part import PointsPart
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools
from bandingdesk.ui.workspaces.frameworks.rules_part import RulesPart
from bandingdesk.ui.workspaces.frameworks.strands_part import StrandsPart
from bandingdesk.ui.workspaces.frameworks.tests_part import TestsPart

_OUTLINE, _NARROW = 212, 176  # px
_COLUMN_FROM = 1050  # px of the pane: below it the checks are a part like the others


class EditorPane(QWidget):
    """The parts of one version. Only the part in work is shown and kept up to date."""

    def __init__(self, editor: EditorViewModel, next_step: Callable[[], None]) -> None:
        super().__init__()
        self.editor = editor
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.outline = RowList(self.tr("Parts of the scheme"))
        self.outline.chosen.connect(lambda key: self.go(str(key)))
        self.outline.opened.connect(lambda key: self.go(str(key), focus=True))
        row.addWidget(self.outline)
        row.addWidget(labels.Line(upright=True))
        self.parts: dict[str, Part] = {
            "about": AboutPart(editor),
            "strands": StrandsPart(editor),
            "levels": LevelsPart(editor),
            "points": PointsPart(editor),
            "rules": RulesPart(editor),
            "bands": BandsPart(editor),
            "money": MoneyPart(editor),
            "tests": TestsPart(editor),
            "checks": ChecksPart(editor),
        }
        self._stack = QStackedWidget()
        for part in self.parts.values():
            self._stack.addWidget(part)
        row.addWidget(self._stack, 1)
        self._line = labels.Line(upright=True)
        self.checks = ChecksColumn(editor)
        row.addWidget(self._line)
        row.addWidget(self.checks)
        outer.addLayout(row, 1)
        outer.addWidget(self._make_foot(next_step))
        self.current = "about"
        editor.go_asked.connect(self.reveal)

    def _make_foot(self, next_step: Callable[[], None]) -> FootBar:
        self.foot = FootBar()
        self.undo = self.foot.add_right(QuietButton(self.tr("Undo"), icon="undo-2", key="Ctrl+Z"))
        self.undo.clicked.connect(self.editor.undo)
        self.test = self.foot.add_right(QuietButton(self.tr("Run the tests"), icon="flask-conical", key="F5"))
        self.test.clicked.connect(self.editor.check)
        self.main = self.foot.add_right(PrimaryButton("", icon="step-forward", key="Ctrl+Enter"))
        self.main.clicked.connect(lambda: next_step())
        return self.foot

    # Going about

    def go(self, key: str, *, focus: bool = False) -> None:
        """Show a part; with FOCUS its first field gets it."""
        self.current = key
        self._stack.setCurrentWidget(self.parts[key])
        self.show_model()
        if focus:
            from bandingdesk.ui.pages import focus_first

            focus_first(self.parts[key])

    def step(self, by: int) -> None:
        """Go to the part after this one, or before it."""
        order = list(words.PARTS)
        self.go(order[(order.index(self.current) + by) % len(order)])

    def reveal(self, note: Note) -> None:
        """Show the place of NOTE and put the focus there."""
        key = words.part_of(note, self.editor.document)
        self.go(key)
        target = self.parts[key].reveal(note)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def reveal_next(self) -> bool:
        """Go to the first thing that stands in the way; return whether there is one."""
        waiting = self.editor.open_notes()
        if waiting:
            self.reveal(waiting[0])
        return bool(waiting)

    def move_row(self, by: int) -> None:
        """Move the row one stands on, in the part in work."""
        part = self.parts[self.current]
        if isinstance(part, RulesPart):
            part.move_row(by)
            return
        tools = part.findChildren(RowTools)
        for tool in [one for one in tools if one.grid.hasFocus()] or tools[:1]:
            tool.move_row(by)

    def take_focus(self) -> None:
        """Put the focus on the outline."""
        self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        found: list[QWidget] = [self.outline, self.parts[self.current], self.checks, self.foot]
        return [pane for pane in found if pane.isVisible()]

    # Show

    def show_model(self) -> None:
        """Show the version as it stands."""
        if self.editor.state is None:
            return
        self._show_outline()
        self.parts[self.current].refresh()
        self._fit()
        if self.checks.isVisibleTo(self):
            self.checks.show_checks()
        self._show_foot()

    def _show_outline(self) -> None:
        waiting: dict[str, list[str]] = {}
        for note in self.editor.checked.notes:
            if note.is_open:
                waiting.setdefault(words.part_of(note, self.editor.document), []).append(note.severity)
        waiting["checks"] = [note.severity for note in self.editor.open_notes()]
        rows = []
        for key, (said, icon) in words.PARTS.items():
            found = waiting.get(key, [])
            tone = "danger" if "error" in found else "warn"
            rows.append(Row(key, words.tr(said), icon=icon, right=str(len(found)) if found else "", right_tone=tone))
        self.outline.set_rows(rows, self.current)

    def _show_foot(self) -> None:
        editor = self.editor
        said, icon, tone = words.standing(editor.checked)
        if editor.is_checking or editor.is_unchecked:
            said, icon, tone = self.tr("Checking every profile."), "loader", "text2"
        line = words.tests(editor.checked)
        if not editor.is_open_to_edits:
            line = self.tr("This version is only read.")
        self.foot.say(said, line, icon, tone)
        name = editor.history.undo_name
        self.undo.setVisible(editor.is_open_to_edits)
        self.undo.say_why_not("" if name else self.tr("There is nothing to take back."))
        if name:
            self.undo.setToolTip(self.tr("Undo: {step}").replace("{step}", name))
        waits = bool(editor.open_notes())
        if waits:
            self.main.setText(self.tr("Next to settle"))
            self.main.set_icon("step-forward")
        elif editor.is_open_to_edits:
            self.main.setText(self.tr("Add to the library"))
            self.main.set_icon("file-check")
        else:
            self.main.setText(self.tr("Try a profile"))
            self.main.set_icon("play")
        self.main.updateGeometry()

    def _fit(self) -> None:
        wide = self.width() >= theme.current().scaled(_COLUMN_FROM)
        self.outline.setFixedWidth(theme.current().scaled(_OUTLINE) if wide else _NARROW)
        self.checks.fit(self.width())
        for part in (self.checks, self._line):
            part.setVisible(wide and self.current != "checks")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        if self.checks.isVisibleTo(self) and self.editor.state is not None:
            self.checks.show_checks()

    def minimumSizeHint(self) -> QSize:
        return QSize(780, 380)
