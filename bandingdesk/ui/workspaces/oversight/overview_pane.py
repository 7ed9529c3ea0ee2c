"""The samples drawn so far, and the check of the whole record with its progress and its end in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.oversight import words

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.oversight.view_model import OversightViewModel

_WIDTH, _NARROW = 380, 280  # px at 100 %


class OverviewPane(QWidget):
    """Samples at the left, the check of the record at the right, and the draw as the main button."""

    def __init__(
        self, model: OversightViewModel, begin_draw: Callable[[], None], next_step: Callable[[], None]
    ) -> None:
        super().__init__()
        self._model = model
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_samples(begin_draw), 1)
        self.check = CheckPane(model)
        row.addWidget(self.check)
        column.addLayout(row, 1)
        self.foot = FootBar()
        self.draw = QuietButton(self.tr("Draw a sample"), icon="shuffle")
        self.draw.clicked.connect(lambda: begin_draw())
        self.main = PrimaryButton("", icon="step-forward", key="Ctrl+Enter")
        self.main.clicked.connect(lambda: next_step())
        self.foot.add_right(self.draw)
        self.foot.add_right(self.main)
        column.addWidget(self.foot)

    def _make_samples(self, begin_draw: Callable[[], None]) -> QWidget:
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
            icon="search-check",
        )
        self._empty.asked.connect(lambda: begin_draw())
        self._stack = QStackedWidget()
        self._stack.addWidget(box)
        self._stack.addWidget(self._empty)
        left.addWidget(self._stack, 1)
        return self._list_page

    def show_model(self) -> None:
        """Show what is so now."""
        samples = self._model.samples
        rows = [words.sample_row(one) for one in samples or ()]
        self.list.set_rows(rows)
        if rows and self.list.current_key is None:
            self.list.go_first()
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
        self.check.show_model()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        target = self.list if self._model.samples else self._empty.button
        target.setFocus(Qt.FocusReason.OtherFocusReason)


class CheckPane(QFrame):
    """Verify the record: what it does, how far it is, what it found."""

    def __init__(self, model: OversightViewModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = Column(margins=(16, 14, 16, 16), spacing=10)
        column.addWidget(inner)
        inner.add(labels.SectionTitle(self.tr("The record"), icon="shield-check"))
        inner.add(
            labels.Label(
                self.tr("Every entry is linked to the one before it. The check walks all of them and changes nothing."),
                "second",
                "text2",
                wrap=True,
            )
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far the check is"))
        self._count = labels.Label("", "second", "text2", wrap=True)
        self.banner = Banner("", closable=False)
        self.again = QuietButton(self.tr("Verify the record"), icon="shield-check")
        self.again.clicked.connect(model.verify)
        for part in (self._bar, self._count, self.banner):
            inner.add(part)
        inner.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        inner.body.addStretch(1)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)

    def show_model(self) -> None:
        """Show how far the check is, or what it found."""
        model, job = self._model, self._model.job
        running = model.is_verifying
        self._bar.setVisible(running)
        self._count.setVisible(running)
        if running and job is not None:
            self._bar.setRange(0, max(job.total, 1))
            self._bar.setValue(job.count)
            said = self.tr("{count} of {total} entries")
            self._count.setText(
                said.replace("{count}", text.count(job.count)).replace("{total}", text.count(job.total))
            )
        self.again.say_why_not(self.tr("The record is being checked.") if running else "")
        self._show_end()

    def _show_end(self) -> None:
        found, fault = self._model.verification, self._model.verify_error
        self.banner.setVisible(found is not None or fault is not None)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.banner.say(happened, kept, do, code=fault.code, tone="danger")
        elif found is not None and found.ok:
            heads = [self.tr("Check code: {code}").replace("{code}", words.code(end.head)) for end in found.devices]
            erased = self.tr("%n entries have no words left: they were erased by rule.", "", found.erased)
            self.banner.say(words.verified(found), erased if found.erased else "", " ".join(heads), tone="ok")
        elif found is not None and found.first_bad is not None:
            bad = found.first_bad
            where = self.tr("First break: entry {number}.").replace("{number}", text.count(bad.seq)) if bad.seq else ""
            kept = " ".join(part for part in (words.broken(bad.what), where) if part)
            do = self.tr(
                "Stop work in this store, keep it as it is, and tell your administrator. A backup may be whole."
            )
            self.banner.say(
                words.verified(found),
                kept,
                do,
                code=self.tr("entry {id}").replace("{id}", bad.op_id or "–"),
                tone="danger",
            )
