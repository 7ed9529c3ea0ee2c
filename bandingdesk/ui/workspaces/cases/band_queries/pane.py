"""Queries of a band by the setting: the list or a form, one at a time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.band_queries.form_part import FormPart
from bandingdesk.ui.workspaces.cases.band_queries.list_part import ListPart
from bandingdesk.ui.workspaces.cases.band_queries.view_model import QueriesViewModel
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.seen = QueriesViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self._mode = ""
        self.list, self.form = ListPart(self.seen), FormPart(self.seen)
        self.empty = EmptyState("", button=" ", icon="message-square-warning")
        self.empty.asked.connect(lambda: self.seen.begin("receive"))
        self._blank = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._wrong = Banner("", tone="danger", closable=False)
        outer.addWidget(self._wrong)
        self._stack = QStackedLayout()
        for part in (self._blank, self.empty, self.list, self.form):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self.seen.changed.connect(self._show)
        self.seen.recorded.connect(lambda: around.messages.announce(self.tr("Recorded.")))
        self.seen.saved.connect(lambda: around.messages.announce(self.tr("The answer is saved.")))
        self._show()

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show the queries of the case."""
        self.seen.show(seen.row.id)

    def point(self, *, query: str = "") -> None:
        """Go where somebody was sent: the list shows every query of the case."""

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        shown = self._stack.currentWidget()
        if shown is self.form:
            self.form.focus_first()
        elif shown is self.empty:
            self.empty.button.setFocus()
        else:
            self.list.setFocus()

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        seen = self.seen
        if seen.seen is None:
            return None
        if seen.form is not None:
            only = seen.seen.only_decides if seen.form.kind == "decide" else seen.seen.only_for
            refusal = self.tr("This is being recorded.") if seen.is_busy else self._refusal(only)
            return self._form_step(seen.form.kind), "check", refusal
        return self.tr("Enter a query"), "plus", self._why_none()

    def press_main(self) -> None:
        """Do what the main button says."""
        if self.seen.form is not None:
            self.form.submit()
        else:
            self.seen.begin("receive")

    def close_newest(self) -> None:
        """Leave the open form."""
        if self.seen.form is not None:
            self.seen.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        super().hideEvent(event)

    def _refusal(self, only: str) -> str:
        return self.tr("This is for the {0}.").replace("{0}", only) if only else ""

    def _why_none(self) -> str:
        found = self.seen.seen
        if found is None or not found.decision:
            return self.tr("Only a band of a signed decision can be queried.")
        if found.has_open:
            return self.tr("A query is open. Answer it first.")
        return self._refusal(found.only_for)

    def _form_step(self, kind: str) -> str:
        return {
            "receive": self.tr("Record this query"),
            "decide": self.tr("Sign what was found"),
            "answer": self.tr("Record the answer"),
        }.get(kind, self.tr("Withdraw it"))

    def _show(self) -> None:
        seen, found = self.seen, self.seen.seen
        turns, self._mode = self._mode not in ("", seen.mode) and self._has_focus(), seen.mode
        self._wrong.setVisible(seen.error is not None and seen.form is None)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")
        if found is None:
            self._stack.setCurrentWidget(self._blank)
        elif seen.form is not None:
            self.form.show_form(found, seen.form)
            self._stack.setCurrentWidget(self.form)
        elif not found.rows:
            self._show_empty()
        else:
            self.list.show_seen(found, seen.today)
            self._stack.setCurrentWidget(self.list)
        if turns:
            self.take_focus()
        self.step_changed.emit()

    def _show_empty(self) -> None:
        why = self._why_none()
        right = self.tr("The family’s right of appeal is not touched by a query and does not wait for it.")
        button = "" if why else self.tr("Enter a query")
        self.empty.say(
            self.tr("No query of the band"), f"{why} {right}".strip(), button=button, icon="message-square-warning"
        )
        self._stack.setCurrentWidget(self.empty)

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)
