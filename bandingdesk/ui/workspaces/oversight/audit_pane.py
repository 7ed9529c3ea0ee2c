"""The audit of one decision: the sample at the left, the document in the middle, the criteria at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.oversight import words
from bandingdesk.ui.workspaces.oversight.criteria_pane import CriteriaPane
from bandingdesk.ui.workspaces.oversight.document_pane import DocumentPane

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_LIST, _LIST_NARROW, _LIST_WIDEST = 250, 170, 360  # px at 100 %
_WITH_LIST = 700  # px of the page at 100 % below which the list has no room at all
_ROOMY = 1000  # px of the page below which the list gives way to the document


class AuditPane(QWidget):
    """One decision of a sample, or a decision alone with its record."""

    def __init__(self, model: OversightViewModel, jobs: Jobs, next_step: Callable[[], None]) -> None:
        super().__init__()
        self._model = model
        self._current = ""
        self._has_list = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_banner())
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.sample = SamplePane(model)
        self.document = DocumentPane(model.audit, jobs)
        self.criteria = CriteriaPane(model.audit)
        self._line = labels.Line(upright=True)
        row.addWidget(self.sample)
        row.addWidget(self.document, 1)
        row.addWidget(self._line)
        row.addWidget(self.criteria)
        self.criteria.hide()
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.back = QuietButton(self.tr("All samples"), icon="arrow-left")
        self.back.clicked.connect(model.show_overview)
        self.foot.add_left(self.back)
        self.comment = QuietButton(self.tr("Comment"), icon="message-square-text", key="C")
        self.comment.clicked.connect(self.criteria.ask_comment)
        self.main = PrimaryButton("", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: next_step())
        self.foot.add_right(self.comment)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)

    def _make_banner(self) -> QWidget:
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(16, 12, 16, 12)
        self.banner = Banner("", closable=False)
        self.again = self.banner.add(QuietButton(self.tr("Show what is recorded")))
        self.again.clicked.connect(lambda: self._model.open_again())
        above.addWidget(self.banner)
        return self._above

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, scaled = event.size().width(), theme.current().scaled
        self.sample.setMaximumWidth(scaled(_LIST_NARROW) if width < _ROOMY else _LIST_WIDEST)
        self._has_list = width >= scaled(_WITH_LIST)
        self._show_list()

    def _show_list(self) -> None:
        """Show the list where there is room for it; elsewhere a button leads back, or Esc while marks are given."""
        in_sample = self._model.seen is not None
        self.sample.setVisible(in_sample and self._has_list)
        self.back.setVisible(in_sample and not self._has_list and not self._model.audit.is_open)

    def show_model(self) -> None:
        """Show what is so now."""
        model, audit = self._model, self._model.audit
        self._show_list()
        if model.seen is not None:
            self.sample.show_model()
        has_audit = audit.audit is not None
        self.criteria.setVisible(has_audit)
        self._line.setVisible(has_audit)
        if has_audit:
            self.criteria.show_model()
            if audit.current != self._current:
                self.criteria.show_current()
        self._current = audit.current
        self.document.show_model()
        self._show_error()
        self._show_foot()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self._model.audit.is_open:
            self.criteria.take_focus()
        else:
            self.document.take_focus()

    def _show_error(self) -> None:
        fault = self._model.audit.error or self._model.error
        self._above.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.banner.say(happened, kept, do, code=fault.code, tone="danger")
            self.again.setVisible(self._model.audit.is_stale)

    def _show_foot(self) -> None:
        model, audit = self._model, self._model.audit
        self.comment.setVisible(audit.is_open)
        self.foot.setVisible(model.seen is not None)
        if audit.is_open:
            self._show_open()
        elif audit.audit is not None and audit.audit.state == "graded":
            grade = words.grade(audit.audit.grade or "")
            self.foot.say(self.tr("Graded: {grade}.").replace("{grade}", grade), icon="circle-check", tone="ok")
            last = model.next_item is None
            name = self.tr("Back to samples") if last else self.tr("Open the next decision")
            self._say_main(name, "arrow-left" if last else "step-forward", "")
        else:
            line = self.tr("An audit looks at how it was decided. It never changes the decision.")
            self.foot.say(self.tr("This decision is not audited yet."), line)
            why = self.tr("It is being recorded.") if model.is_working else ""
            self._say_main(self.tr("Start this audit"), "circle-play", why)

    def _show_open(self) -> None:
        audit = self._model.audit
        left = len(audit.criteria) - audit.answered
        if left:
            self.foot.say(self.tr("%n criteria have no mark.", "", left), self.tr("Your marks are kept as you go."))
            self._say_main(self.tr("Next criterion"), "step-forward", "")
            return
        grade = words.grade(audit.grade or "")
        self.foot.say(
            self.tr("Every criterion has a mark. Your grade: {grade}.").replace("{grade}", grade),
            self.tr("A grade that is recorded stays as it is."),
            "circle-check",
            "ok",
        )
        why = self.tr("Write why your grade is another one.") if audit.needs_reason else ""
        why = self.tr("It is being recorded.") if audit.is_working else why
        self._say_main(self.tr("Grade this audit"), "badge-check", why)

    def _say_main(self, name: str, icon: str, why: str) -> None:
        self.main.setText(name)
        self.main.set_icon(icon)
        self.main.say_why_not(why)
        self.main.updateGeometry()


class SamplePane(QFrame):
    """The decisions of the sample in hand, by number until an audit gives them a reference."""

    def __init__(self, model: OversightViewModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(14, 0, 14, 2)
        head.setSpacing(2)
        self._title = labels.Label("", "body_strong", wrap=True)
        self._done = labels.Label("", "second_strong", "text2", wrap=True)
        self._how = labels.Label("", "note", "text2", wrap=True)
        for part in (self._title, self._done, self._how):
            head.addWidget(part)
        column.addLayout(head)
        self.list = RowList(self.tr("Decisions of the sample"))
        self.list.opened.connect(lambda key: model.show_item(str(key)))
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 4, 10, 8)
        self.back = LinkButton(self.tr("All samples"))
        self.back.clicked.connect(model.show_overview)
        foot.addWidget(self.back)
        foot.addStretch(1)
        column.addLayout(foot)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_LIST), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LIST_NARROW, 120)

    def show_model(self) -> None:
        """Show the sample in hand."""
        seen = self._model.seen
        if seen is None:
            return
        self._title.setText(seen.sample.title)
        self._done.setText(words.done(seen.graded, len(seen.items)))
        self._how.setText(words.drawn(seen.sample))
        self.list.set_rows([words.item_row(one) for one in seen.items], current=self._model.audit.decision_id)
