"""The people around this child: who letters go to and why, each person, care, capacity; or one form."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import around_words, messages, text
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import Button, QuietButton
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.people import cards, words
from bandingdesk.ui.workspaces.cases.people.form_part import FormPart
from bandingdesk.ui.workspaces.cases.people.reading import People
from bandingdesk.ui.workspaces.cases.people.view_model import PeopleViewModel

_WIDTH = 860  # px


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.seen = PeopleViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self._shown: tuple[object, object] = (None, None)
        self.list = card.Column(margins=(20, 14, 20, 16), spacing=12)
        self.form = FormPart(self.seen)
        self._blank = QWidget()
        self._wrong = Banner("", tone="danger", closable=False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._wrong)
        self._stack = QStackedLayout()
        for part in (self._blank, self.list, self.form):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self.add: Button | None = None
        self.seen.changed.connect(self._show)
        self.seen.recorded.connect(lambda: around.messages.announce(self.tr("Recorded.")))
        self.seen.recorded.connect(self.form.forget)
        self._show()

    # What the case page asks

    def show_reading(self, reading: CaseReading, _today: date) -> None:
        """Show the people around the child of the case."""
        self.seen.show(reading.row.id)

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button; None while no form is open."""
        form = self.seen.form
        if form is None:
            return None
        busy = self.tr("This is being recorded.") if self.seen.is_busy else ""
        return words.say(words.STEPS[form.kind]), "check", busy

    def press_main(self) -> None:
        """Record the open form, or say what is missing."""
        self.form.press_main()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self.seen.form is not None:
            self.form.take_focus()
        elif self.add is not None:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.seen.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        super().hideEvent(event)
        self.seen.watch(on=False)

    # Show

    def _show(self) -> None:
        model = self.seen
        fault = model.error if model.form is None else None
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        if model.seen is None:
            self._stack.setCurrentWidget(self._blank)
        elif model.form is not None:
            begins = self._stack.currentWidget() is not self.form
            if begins:
                self.form.forget()
            self.form.show_form(model.form, model.seen)
            self._stack.setCurrentWidget(self.form)
            if begins and self.isVisible():
                self.form.take_focus()
        else:
            self._show_list(model.seen)
        self.step_changed.emit()

    def _show_list(self, seen: People) -> None:
        """Lay the cards out anew where the record says something else than what stands there."""
        came_back = self._stack.currentWidget() is self.form
        now = (seen, self.seen.later)
        if now != self._shown:
            self._shown = now
            card.clear(self.list.body)
            self._lay(seen)
        self._stack.setCurrentWidget(self.list)
        if came_back and self.isVisible():
            self.take_focus()

    def _lay(self, seen: People) -> None:
        why_not = self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else ""
        parts: list[QWidget] = []
        if seen.stop is not None:
            parts.append(self._stop(seen, why_not))
        parts += self._twins(why_not)
        parts.append(cards.letters_card(seen))
        self.list.add(self._head(why_not))
        parts += [cards.person_card(row, self.seen, why_not) for row in seen.rows]
        parts.append(cards.care_card(seen, self.seen, why_not, self.seen.today))
        if seen.is_young_person or seen.capacity:
            parts.append(cards.capacity_card(seen, self.seen, why_not))
        parts.append(cards.entry_card(seen, self.seen, why_not))
        if seen.stop is None:
            parts.append(self._if_died(why_not))
        for part in parts:
            part.setMaximumWidth(_WIDTH)
            self.list.add(part)
        self.list.body.addStretch(1)

    def _head(self, why_not: str) -> QWidget:
        head = QWidget()
        head.setMaximumWidth(_WIDTH)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        note = self.tr("Who is around this child, what may reach them, and where that is known from.")
        row.addWidget(labels.Label(note, "second", "text2", wrap=True), 1)
        self.add = QuietButton(self.tr("Add a person"), icon="user-plus")
        self.add.clicked.connect(lambda: self.seen.begin("add"))
        self.add.say_why_not(why_not)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _stop(self, seen: People, why_not: str) -> QWidget:
        stop, model = seen.stop, self.seen
        assert stop is not None
        made = card.Card()
        said = self.tr("A death is recorded, so every letter, reminder and batch is stopped.")
        where = self.tr("{0}. Known from: {1}.").replace("{0}", text.day(stop.on)).replace("{1}", stop.source)
        lead = self.tr("Only {0} can open a letter, one at a time and with a reason.").replace("{0}", stop.lead_name)
        made.add(Banner(said, where, lead, tone="danger", icon="ban", closable=False))
        for one in stop.opened:
            opened = self.tr("Letter {0} was opened: {1}").replace("{0}", one.template).replace("{1}", one.reason)
            made.add(labels.Label(opened, "second", "text2", wrap=True))
        row = QHBoxLayout()
        open_ = QuietButton(self.tr("Open one letter"), icon="mail-open")
        open_.clicked.connect(lambda: model.begin("open"))
        only = self.tr("This is for {0}, whom the record names.").replace("{0}", stop.lead_name)
        none = self.tr("No letter of a signed decision waits.")
        open_.say_why_not(only if seen.me != stop.lead else "" if seen.to_open else none)
        other = QuietButton(self.tr("Name somebody else"), icon="user-check")
        other.clicked.connect(lambda: model.begin("death"))
        wrong = QuietButton(self.tr("Recorded by mistake"), icon="undo-2")
        wrong.clicked.connect(lambda: model.begin("withdraw"))
        for button in (open_, other, wrong):
            row.addWidget(button)
            if button is not open_:
                button.say_why_not(why_not)
        row.addStretch(1)
        made.add(row)
        return made

    def _twins(self, why_not: str) -> list[QWidget]:
        """Return a question for each entry that may be the same child."""
        made: list[QWidget] = []
        for one in self.seen.alike:
            shares = text.listed([around_words.say(around_words.IDENTIFIERS[name]) for name in one.shares])
            box = card.Card()
            said = self.tr("Is {0} the same child?").replace("{0}", one.name)
            born = self.tr("Born {0}. Case {1}.").replace("{0}", text.day_bare(one.born))
            same = self.tr("The same in both: {0}.").replace("{0}", shares)
            references = text.listed(list(one.references)) if one.references else "–"
            box.add(Banner(said, born.replace("{1}", references), same, tone="warn", icon="git-merge", closable=False))
            row = QHBoxLayout()
            for words_, icon, kind in (
                (self.tr("Same child"), "git-merge", "merge"),
                (self.tr("Another child"), "split", "apart"),
            ):
                button = QuietButton(words_, icon=icon)
                button.setAccessibleName(f"{words_}: {one.name}")
                button.clicked.connect(lambda _on=False, kind=kind, id_=one.child_id: self.seen.begin(kind, id_))
                button.say_why_not(why_not)
                row.addWidget(button)
            later = QuietButton(self.tr("Decide later"), icon="clock")
            later.setAccessibleName(self.tr("Decide later: {0}").replace("{0}", one.name))
            later.clicked.connect(lambda _on=False, id_=one.child_id: self.seen.put_off(id_))
            row.addWidget(later)
            row.addStretch(1)
            box.add(row)
            made.append(box)
        return made

    def _if_died(self, why_not: str) -> QWidget:
        box = card.Card(look="well")
        row = QHBoxLayout()
        note = self.tr("If this child has died, record it here. It stops every letter and reminder at once.")
        row.addWidget(labels.Label(note, "second", "text2", wrap=True), 1)
        button = QuietButton(self.tr("Record a death"))
        button.clicked.connect(lambda: self.seen.begin("death"))
        button.say_why_not(why_not)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        box.add(row)
        return box
