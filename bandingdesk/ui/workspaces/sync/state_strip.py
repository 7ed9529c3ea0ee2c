"""The top of the sync page: how this laptop stands in a plain sentence, how far a sync is, the page's one switch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from bandingdesk.ui import sync_words
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.workspaces.sync import words
from bandingdesk.ui.workspaces.sync.foot import sync_is_main
from bandingdesk.ui.workspaces.sync.view_model import FORMS

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


_LEAST = 112  # px; longer sentences take what they need of the part below, which scrolls


class StateStrip(QFrame):
    """What is so, what is safe, what to do; below it the page's parts. `section_chosen` carries the one chosen."""

    section_chosen = Signal(object)

    def __init__(self, model: SyncViewModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("look", "header")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 10)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        self._icon = labels.Icon("refresh-cw", "text2", 24)
        self._happened = labels.Label("", "sentence", wrap=True)
        self._rest = labels.Label("", "second", "text2", wrap=True)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self._happened)
        said.addWidget(self._rest)
        self.sync_now = QuietButton(self.tr("Sync now"), icon="refresh-cw", key="Ctrl+Shift+S")
        self.sync_now.clicked.connect(model.link.sync_now)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(said, 1)
        top.addWidget(self.sync_now, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self.progress = ProgressLine(self.tr("How far the sync is"))
        self.progress.stopped.connect(model.link.stop)
        self.clock = Banner("", tone="warn", closable=False)
        self.fault = Banner("", tone="warn", closable=False)
        for part in (self.progress, self.fault, self.clock):
            column.addWidget(part)
        self._sections: tuple[str, ...] = ()
        self._parts = QHBoxLayout()
        column.addLayout(self._parts)
        self.switch: Segmented | None = None

    def minimumSizeHint(self) -> QSize:
        return QSize(440, min(super().minimumSizeHint().height(), _LEAST))

    def show_model(self) -> None:
        """Show how things stand, and the parts with their counts."""
        model, link = self._model, self._model.link
        standing = link.standing
        is_told = model.section not in ("alone", *FORMS)  # those pages say it themselves
        for part in (self._icon, self._happened, self._rest):
            part.setVisible(is_told)
        if standing is None:
            self._icon.set("laptop", "text2", 24)
            self._happened.setText(self.tr("One laptop. Nothing to sync."))
            self._rest.setText(self.tr("All that you do is kept here, and each entry is linked to the one before it."))
        else:
            self._icon.set(standing.icon, standing.tone, 24)
            self._happened.setText(standing.happened)
            self._rest.setText(" ".join(part for part in (standing.kept, standing.do) if part))
        self._rest.setToolTip(self._rest.text())
        self.sync_now.setVisible(not model.is_alone and not sync_is_main(model))
        self.sync_now.say_why_not(link.why_not())
        self._show_run()
        self._show_faults()
        self._show_sections()

    def _show_run(self) -> None:
        link = self._model.link
        self.progress.setVisible(link.is_running)
        if link.is_running and link.job is not None:
            self.progress.say(link.job.count, link.job.total, words.progress(link.phase, link.job))
            stops = link.job.is_cancelled()
            self.progress.cancel.say_why_not(self.tr("It stops at its next step.") if stops else "")

    def _show_faults(self) -> None:
        link = self._model.link
        fault, status = link.fault, link.status
        is_told = fault is None or status is None or sync_words.stop(status.last_end) not in ("", "other")
        self.fault.setVisible(not is_told and not link.is_running)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.fault.say(happened, kept, do, code=fault.code, tone="warn")
        offset = 0 if status is None else status.offset_seconds
        self.clock.setVisible(abs(offset) >= words.TOLD_SECONDS)
        self.clock.say(words.clock(offset), self.tr("No version is chosen by a clock, so nothing is lost by it."),
                       self.tr("Set the clock of this laptop."), tone="warn")  # fmt: skip

    def _show_sections(self) -> None:
        model = self._model
        choices = [(name, words.section(name, model.count(name))) for name in model.sections]
        shown = tuple(text for _, text in choices)
        if shown != self._sections or self.switch is None:
            self._sections = shown
            old, had_focus = self.switch, False
            if old is not None:
                had_focus = any(button.hasFocus() for button in old.buttons)
                self._parts.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.switch = Segmented(self.tr("Parts of Sync"), choices, model.section, compact=True)
            self.switch.chosen.connect(self.section_chosen)
            self._parts.addWidget(self.switch)
            if had_focus:
                self.switch.buttons[model.sections.index(model.section)].setFocus()
        self.switch.set_value(model.section if model.section in model.sections else None)
