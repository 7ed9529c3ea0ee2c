"""The samples drawn so far, and beside them the window's check of the whole record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.record_check_pane import RecordCheckPane
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.oversight import words

if TYPE_CHECKING:
    from bandingdesk.ui.record_check import RecordCheck
    from bandingdesk.ui.workspaces.oversight.commands import Acts
    from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_THEMES = 5  # the commonest; more would push the samples away


class OverviewPane(QWidget):
    """Samples at the left, the check of the record at the right, and the draw as the main button."""

    def __init__(self, model: OversightViewModel, check: RecordCheck, acts: Acts) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_samples(acts), 1)
        self.check = RecordCheckPane(check)
        row.addWidget(self.check)
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.keeping = QuietButton(self.tr("How long cases are kept"), icon="archive", key="T")
        self.keeping.clicked.connect(lambda: acts.show_retention())
        self.draw = QuietButton(self.tr("Draw a sample"), icon="shuffle")
        self.draw.clicked.connect(lambda: acts.begin_draw())
        self.main = PrimaryButton("", icon="step-forward", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: acts.next_step())
        self.foot.add_right(self.keeping)
        self.foot.add_right(self.draw)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)

    def _make_samples(self, acts: Acts) -> QWidget:
        self._list_page = QWidget()
        left = QVBoxLayout(self._list_page)
        left.setContentsMargins(16, 14, 16, 14)
        left.setSpacing(10)
        self._head = labels.SectionTitle(self.tr("Samples"))
        left.addWidget(self._head)
        self.list = RowList(self.tr("Samples"))
        self.list.opened.connect(lambda key: self._model.show_sample(str(key)))
        box = Card(padding=0)
        box.body.setContentsMargins(1, 1, 1, 1)
        box.add(self.list, 1)
        self._empty = EmptyState(
            self.tr("No sample is drawn yet."),
            self.tr("A sample draws signed decisions by chance. You audit each against the same criteria."),
            button=self.tr("Draw a sample"),
            link=self.tr("How long cases are kept"),
            icon="search-check",
        )
        self._empty.asked.connect(lambda: acts.begin_draw())
        self._empty.guide_asked.connect(lambda: acts.show_retention())
        self._stack = QStackedWidget()
        self._stack.addWidget(box)
        self._stack.addWidget(self._empty)
        left.addWidget(self._stack, 1)
        self.themes = Card(self.tr("Themes that oversight panels found"))
        self._themes = labels.Label("", "body", wrap=True)
        self.themes.add(self._themes)
        left.addWidget(self.themes)
        return self._list_page

    def show_model(self) -> None:
        """Show what is so now."""
        samples = self._model.samples
        rows = [words.sample_row(one) for one in samples or ()]
        self.list.set_rows(rows)
        if rows and self.list.current_key is None:
            self.list.go_first()
        themes = self._model.themes
        self.themes.setVisible(bool(themes))
        lines = (f"{theme}: {self.tr('%n time(s)', '', count)}" for theme, count in themes[:_THEMES])
        self._themes.setText("\n".join(lines))
        is_empty = samples is not None and not rows
        self._stack.setCurrentIndex(1 if is_empty else 0)
        self._head.setVisible(not is_empty)
        self.foot.setVisible(not is_empty)  # an empty page has its own main button
        waiting = sum(len(one.decisions) - one.graded for one in samples or ())
        if waiting:
            self.foot.say(self.tr("%n audits wait.", "", waiting))
        elif rows:
            self.foot.say(self.tr("All audits are graded."), icon="circle-check", tone="ok")
        after = self._model.waiting
        self.draw.setVisible(after is not None)
        name = self.tr("Go on with {sample}").replace("{sample}", after.title) if after else self.tr("Draw a sample")
        self.main.setText(name)
        self.main.set_icon("step-forward" if after is not None else "shuffle")
        self.main.updateGeometry()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        target = self.list if self._model.samples else self._empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
