"""Decisions of a case: the cards, a form, or a paper, one at a time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.paper import PaperView
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.decisions.form import Kind
from bandingdesk.ui.workspaces.cases.decisions.form_part import FormPart
from bandingdesk.ui.workspaces.cases.decisions.list_part import ListPart
from bandingdesk.ui.workspaces.cases.decisions.view_model import DecisionsViewModel


class Pane(QWidget):
    """The part of the case page. `decision_asked` and `letters_asked` lead to the record and to a letter."""

    step_changed = Signal()
    room_changed = Signal()
    decision_asked = Signal(str)
    letters_asked = Signal(str)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._case: CaseReading | None = None
        self._mode = ""
        self.seen = DecisionsViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self.list, self.form = ListPart(self.seen), FormPart(self.seen)
        self.list.decision_asked.connect(self.decision_asked)
        self.list.letters_asked.connect(self.letters_asked)
        self.empty = EmptyState(
            self.tr("No decision yet"),
            self.tr("A decision is made at a panel. It shows here with its minutes, its actions and its letters."),
            button=self.tr("Add an action"),
            icon="gavel",
        )
        self.empty.asked.connect(lambda: self.seen.begin("action"))
        self._blank = QWidget()
        self._wrong = Banner("", tone="danger", closable=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._wrong)
        self._stack = QStackedLayout()
        for part in (self._blank, self.empty, self.list, self.form, self._make_paper()):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self.seen.changed.connect(self._show)
        self.seen.recorded.connect(lambda _id: around.messages.announce(self.tr("Recorded.")))
        self._show()

    @property
    def fills(self) -> bool:
        """Whether a paper is open, which has all the room of the page."""
        return self.seen.mode == "paper"

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show the decisions of the case."""
        self._case = seen
        self.seen.show(seen.row.id)
        self._show()

    def point(self, *, action: str = "", outside: str = "") -> None:
        """Go to one action, or one decision out of panel."""
        self.seen.point(action or outside)

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self._stack.currentWidget() is self.form:
            self.form.focus_first()
        elif self._stack.currentWidget() is self._paper:
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.focus_first()

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        form = self.seen.form
        if self.seen.mode != "form" or form is None:
            return None
        return self._step(form.kind), "check", self.tr("This is being recorded.") if self.seen.is_busy else ""

    def press_main(self) -> None:
        """Record the form; a decision asks for the PIN first."""
        form = self.seen.form
        if form is None or not self.seen.is_ready():
            return
        if form.kind != "decide":
            self.seen.submit()
            return
        self._around.messages.ask_pin(
            self.tr("You decide this case out of panel. It can’t be edited afterwards; a correction is linked."),
            self.tr("Sign"),
            self.seen.submit,
            who=self._around.me().name,
        )

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        super().hideEvent(event)

    def _make_paper(self) -> QWidget:
        self._paper = QWidget()
        column = QVBoxLayout(self._paper)
        column.setContentsMargins(18, 12, 18, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        self.back = QuietButton(self.tr("Back to the decisions"), icon="arrow-left")
        self.back.clicked.connect(self.seen.close_paper)
        self._paper_title = labels.Label("", "second_strong")
        top.addWidget(self.back)
        top.addWidget(self._paper_title, 1)
        self.paper = PaperView(self._around.jobs, self.tr("Paper"))
        column.addLayout(top)
        column.addWidget(self.paper, 1)
        return self._paper

    def _step(self, kind: Kind) -> str:
        return {
            "action": self.tr("Record this action"),
            "done": self.tr("Record that it is done"),
            "move": self.tr("Record the new day"),
            "drop": self.tr("Drop it"),
            "feedback": self.tr("Freeze the feedback"),
            "officer": self.tr("Send it to the officer"),
            "decide": self.tr("Sign this decision"),
            "ratify": self.tr("Record what the meeting says"),
            "review": self.tr("Record my answer"),
            "note": self.tr("Record this"),
            "correct_minutes": self.tr("Record the correction"),
        }[kind]

    def _show(self) -> None:
        seen, case = self.seen, self._case
        found = seen.seen
        turns, self._mode = self._mode not in ("", seen.mode) and self._has_focus(), seen.mode
        self._wrong.setVisible(seen.error is not None and seen.mode != "form")
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")
        if found is None or case is None:
            self._stack.setCurrentWidget(self._blank)
        elif seen.mode == "form" and seen.form is not None:
            self.form.show_form(found, seen.form)
            self._stack.setCurrentWidget(self.form)
        elif seen.mode == "paper":
            self._paper_title.setText(seen.paper_title)
            if seen.paper is not None:
                self.paper.set_pdf(seen.paper)
            self._stack.setCurrentWidget(self._paper)
        elif not (case.decisions or case.letters or found.actions or found.outside or found.back or found.minutes):
            self._stack.setCurrentWidget(self.empty)
        else:
            self.list.show_seen(case, found, seen.today)
            self._stack.setCurrentWidget(self.list)
        if turns:
            self.take_focus()
        self.step_changed.emit()
        self.room_changed.emit()

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)
