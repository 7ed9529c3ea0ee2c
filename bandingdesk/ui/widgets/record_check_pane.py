"""Verify the record: what the check does, how far it is and how to stop it, and its end in a plain sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.ui import check_words
from bandingdesk.ui.messages import error_text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Column
from bandingdesk.ui.widgets.progress_line import ProgressLine

if TYPE_CHECKING:
    from bandingdesk.ui.record_check import RecordCheck

_WIDTH, _NARROW = 380, 280  # px at 100 %


class RecordCheckPane(QFrame):
    """The window's one check of the record, wherever it was started. BUTTON puts its own way to start it here."""

    def __init__(self, check: RecordCheck, *, button: bool = True) -> None:
        super().__init__()
        self._check = check
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        inner = Column(margins=(16, 14, 16, 16), spacing=10)
        column.addWidget(inner)
        inner.add(labels.SectionTitle(self.tr("The record"), icon="shield-check"))
        said = self.tr("Every entry is linked to the one before it. The check walks all of them and changes nothing.")
        inner.add(labels.Label(said, "second", "text2", wrap=True))
        self.progress = ProgressLine(self.tr("How far the check is"))
        self.progress.stopped.connect(check.stop)
        self.banner = Banner("", closable=False)
        self.again = QuietButton(self.tr("Verify the record"), icon="shield-check")
        self.again.clicked.connect(check.start)
        for part in (self.progress, self.banner):
            inner.add(part)
        inner.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.again.setVisible(button)
        inner.body.addStretch(1)
        check.changed.connect(self.show_check)
        self.show_check()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)

    def show_check(self) -> None:
        """Show how far the check is, or what it found."""
        check, job = self._check, self._check.job
        self.progress.setVisible(check.is_running)
        if check.is_running and job is not None:
            self.progress.say(job.count, job.total, check_words.progress(job.count, job.total))
            self.progress.cancel.say_why_not(self.tr("It stops at its next step.") if job.is_cancelled() else "")
        self.again.say_why_not(check.why_not())
        self._show_end()

    def _show_end(self) -> None:
        found, fault = self._check.found, self._check.error
        self.banner.setVisible(found is not None or fault is not None or self._check.was_stopped)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.banner.say(happened, kept, do, code=fault.code, tone="danger")
        elif found is None:
            stopped = self.tr("The check was stopped before its end.")
            self.banner.say(stopped, self.tr("Nothing was changed. What was not walked is not checked."), tone="info")
        elif found.ok:
            if found.ledger is not None:  # its chain holds those of all devices
                shared = self.tr("Check code of the shared record: {code}")
                heads = [shared.replace("{code}", check_words.code(found.ledger.head))]
            else:
                words = self.tr("Check code: {code}")
                heads = [words.replace("{code}", check_words.code(one.head)) for one in found.devices]
            erased = self.tr("%n entries have no words left: they were erased by rule.", "", found.erased)
            self.banner.say(check_words.verified(found), erased if found.erased else "", " ".join(heads), tone="ok")
        else:
            kept, code = check_words.first_break(found)
            do = self.tr(
                "Stop work in this store, keep it as it is, and tell your administrator. A backup may be whole."
            )
            self.banner.say(check_words.verified(found), kept, do, code=code, tone="danger")
