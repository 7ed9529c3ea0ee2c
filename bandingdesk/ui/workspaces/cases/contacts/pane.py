"""Who asked what, and what was answered: the list, a form, or the phone card, one at a time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.contacts.card_part import CardPart
from bandingdesk.ui.workspaces.cases.contacts.form_part import FormPart
from bandingdesk.ui.workspaces.cases.contacts.list_part import ListPart
from bandingdesk.ui.workspaces.cases.contacts.view_model import ContactsViewModel


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.seen = ContactsViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self._mode = ""
        self.list, self.form, self.card = ListPart(self.seen), FormPart(self.seen), CardPart(self.seen)
        self.empty = EmptyState(
            self.tr("No contacts yet"),
            self.tr("Note who asked what, and by when you answer. Open questions then stand in Today."),
            button=self.tr("Record a contact"),
            link=self.tr("Open the phone card"),
            icon="message-square-text",
        )
        self.empty.asked.connect(lambda: self.seen.begin("new"))
        self.empty.guide_asked.connect(self.seen.open_card)
        self._blank = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._wrong = Banner("", tone="danger", closable=False)
        outer.addWidget(self._wrong)
        self._stack = QStackedLayout()
        for part in (self._blank, self.empty, self.list, self.form, self.card):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self.seen.changed.connect(self._show)
        self.seen.recorded.connect(lambda _id: around.messages.announce(self.tr("Recorded.")))
        self._show()

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the contacts of the case."""
        self.seen.show(seen.row.id)

    def open_card(self) -> None:
        """Show the phone card."""
        self.seen.open_card()

    def point(self, *, contact: str = "", card: str = "") -> None:
        """Go to one contact, or to the phone card, once the case is shown."""
        self.seen.point(contact, is_card=bool(card))

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self._stack.currentWidget() is self.form:
            self.form.focus_first()
        elif self._stack.currentWidget() is self.card:
            self.card.focus_first()
        else:
            self.list.list.setFocus()

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        seen = self.seen
        if seen.seen is None:
            return None
        only = seen.seen.only_for
        refusal = self.tr("This is for the {0}.").replace("{0}", only) if only else ""
        if seen.is_busy:
            refusal = self.tr("This is being recorded.")
        if seen.mode == "card":
            return self.tr("Record this call"), "phone", refusal
        if seen.mode == "form" and seen.form is not None:
            return self._form_step(seen.form.kind), "check", refusal
        if seen.row is not None and seen.row.is_open:
            return self.tr("Record the answer"), "message-square-text", refusal
        return None

    def press_main(self) -> None:
        """Do what the main button says."""
        seen = self.seen
        if seen.mode == "card":
            seen.record_call()
        elif seen.mode == "form":
            seen.submit()
        elif seen.row is not None:
            seen.begin("answer", seen.row.id)

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        super().hideEvent(event)

    def _form_step(self, kind: str) -> str:
        if kind == "new":
            return self.tr("Record this contact")
        if kind == "answer":
            return self.tr("Record this answer")
        return self.tr("Withdraw it") if kind == "withdraw" else self.tr("Record the change")

    def _show(self) -> None:
        seen = self.seen
        found = seen.seen
        turns, self._mode = self._mode not in ("", seen.mode) and self._has_focus(), seen.mode
        self._wrong.setVisible(seen.error is not None and seen.mode != "form")
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._wrong.say(happened, kept, do, code=seen.error.code, tone="danger")
        if found is None:
            self._stack.setCurrentWidget(self._blank)
        elif seen.mode == "form" and seen.form is not None:
            self.form.show_form(found, seen.form, seen.today)
            self._stack.setCurrentWidget(self.form)
        elif seen.mode == "card":
            self.card.show_card(found, seen.today)
            self._stack.setCurrentWidget(self.card)
        elif not found.whole:
            self._stack.setCurrentWidget(self.empty)
        else:
            self.list.show_seen(found, seen.today)
            self._stack.setCurrentWidget(self.list)
        if turns:
            self.take_focus()
        self.step_changed.emit()

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)
