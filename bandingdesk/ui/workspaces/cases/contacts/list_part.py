"""The list of contacts with its search, and the one that is open: question, promise, answer, what was put right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from bandingdesk.store.queries.contacts import ContactRow
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import Button, LinkButton, QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.cases.contacts import words
from bandingdesk.ui.workspaces.cases.contacts.form import Kind
from bandingdesk.ui.workspaces.cases.contacts.reading import Contacts
from bandingdesk.ui.workspaces.cases.contacts.view_model import ContactsViewModel


class ListPart(QWidget):
    """The contacts of a case."""

    def __init__(self, seen: ContactsViewModel) -> None:
        super().__init__()
        self._seen = seen
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_list())
        self.detail = Detail(seen)
        split.addWidget(self.detail)
        split.setSizes([340, 460])
        outer.addWidget(split)

    def _make_list(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(250)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 4, 8)
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search the contacts"))
        self.search.textEdited.connect(self._seen.search)
        self._search_label = labels.Label(self.tr("Search the contacts"), "second_strong")
        self._search_label.setBuddy(self.search)
        self.list = RowList(self.tr("Contacts"))
        self.list.chosen.connect(lambda key: self._seen.choose(str(key)))
        self._count = labels.Label("", "note", "text2", wrap=True)
        self.new = QuietButton(self.tr("Record a contact"), icon="plus")
        self.new.clicked.connect(lambda: self._seen.begin("new"))
        self.card = QuietButton(self.tr("Phone card"), icon="phone", key="Ctrl+T")
        self.card.clicked.connect(self._seen.open_card)
        buttons = QWidget()
        flow = Flow(buttons)
        flow.addWidget(self.new)
        flow.addWidget(self.card)
        for part in (self._search_label, self.search, self._count):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(buttons)
        return side

    def show_seen(self, seen: Contacts, today: date) -> None:
        """Show the contacts as they were read."""
        if self.search.text() != self._seen.words:
            self.search.setText(self._seen.words)
        self.list.set_rows([words.list_row(row, today) for row in seen.rows], self._seen.chosen or None)
        waiting = sum(row.is_open for row in seen.whole)
        found = self.tr("%n found", "", len(seen.rows)) if self._seen.words.strip() else ""
        said = self.tr("%n wait for an answer", "", waiting) if waiting else self.tr("All are answered")
        self._count.setText(found or said)
        self.new.say_why_not(self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else "")
        self.detail.show_row(seen.row(self._seen.chosen), seen, today)


class Detail(card.Column):
    """One contact whole, with what it follows and what follows it."""

    went = Signal(str)

    def __init__(self, seen: ContactsViewModel) -> None:
        super().__init__(margins=(12, 12, 16, 12), spacing=10)
        self._seen = seen
        self._shown: tuple[object, ...] = ()

    def show_row(self, row: ContactRow | None, seen: Contacts, today: date) -> None:
        """Show ROW, or nothing for None; what stands there already is left alone, with the focus in it."""
        key = (row, seen.whole, seen.only_for, today)
        if key == self._shown:
            return
        self._shown = key
        card.clear(self.body)
        if row is None:
            self.body.addStretch(1)
            return
        self.add(self._asked(row, today))
        self.add(self._answer(row))
        if row.corrections or row.withdrawn:
            self.add(self._history(row))
        if len(chain := seen.chain(row)) > 1:
            self.add(self._chain(chain, row, today))
        if not row.withdrawn and not seen.only_for:
            self.add(self._buttons(row))
        self.body.addStretch(1)

    def _asked(self, row: ContactRow, today: date) -> QWidget:
        who = f"{row.who}, {row.role}" if row.role and row.role != row.who else row.who
        made = card.Card(who)
        made.add(labels.Label(f"{words.moment(row.at)} · {row.way_title}", "second", "text2", wrap=True))
        made.add(labels.Label(row.words, "body", wrap=True))
        if (said := words.promise(row, today)) and row.is_open:
            made.add(labels.Label(said, "second_strong", "danger" if row.is_late(today) else "", wrap=True))
        elif said:
            made.add(labels.Label(said, "second", "text2", wrap=True))
        by = self.tr("Recorded by {0}").replace("{0}", row.recorded_by)
        made.add(labels.Label(by, "note", "text2", wrap=True))
        return made

    def _answer(self, row: ContactRow) -> QWidget:
        made = card.Card(self.tr("The answer"))
        if row.answered_at is None:
            none = self.tr("Withdrawn: no answer is owed.") if row.withdrawn else self.tr("Not answered yet.")
            made.add(labels.Label(none, "body", "text2"))
            return made
        said = f"{words.moment(row.answered_at)} · {row.answer_way_title} · {row.answered_by}"
        made.add(labels.Label(said, "second", "text2", wrap=True))
        made.add(labels.Label(row.answer, "body", wrap=True))
        return made

    def _history(self, row: ContactRow) -> QWidget:
        made = card.Card(self.tr("What was put right"))
        if row.withdrawn:
            said = self.tr("Withdrawn: {0}").replace("{0}", row.withdrawn)
            made.add(labels.Label(said, "body_strong", wrap=True))
        for one in row.corrections:
            said = f"{words.moment(one.at)} · {one.by}: {one.reason}"
            made.add(labels.Label(said, "second", wrap=True))
            before = self.tr("Before: {0}").replace("{0}", one.before)
            made.add(labels.Label(before, "second", "text2", wrap=True))
        return made

    def _chain(self, chain: list[ContactRow], row: ContactRow, today: date) -> QWidget:
        made = card.Card(self.tr("What belongs together"))
        for one in chain:
            said = words.list_row(one, today)
            title = f"{words.moment(one.at)} · {said.title} · {said.right}"
            if one.id == row.id:
                made.add(labels.Label(self.tr("This one: {0}").replace("{0}", title), "second_strong", wrap=True))
                continue
            link = LinkButton(self.tr("Open"))
            link.setAccessibleDescription(title)
            link.clicked.connect(lambda _checked=False, id_=one.id: self._seen.choose(id_))
            line = QHBoxLayout()
            line.addWidget(labels.Label(title, "second", wrap=True), 1)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            made.add(line)
        return made

    def _buttons(self, row: ContactRow) -> QWidget:
        holder = QWidget()
        grid = QVBoxLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        offered: list[tuple[str, str, Kind]] = [(self.tr("Follow it up"), "corner-down-right", "new")]
        if row.is_open:
            offered.append((self.tr("Set another reply day"), "calendar-clock", "reply_day"))
        if row.answered_at is not None:
            offered.append((self.tr("Put the answer right"), "pencil", "correct_answer"))
        offered.append((self.tr("Put the question right"), "pencil-line", "correct"))
        offered.append((self.tr("Withdraw it"), "ban", "withdraw"))
        for at in range(0, len(offered), 2):
            line = QHBoxLayout()
            line.setSpacing(8)
            for said, icon, kind in offered[at : at + 2]:
                button: Button = QuietButton(said, icon=icon)
                button.clicked.connect(lambda _checked=False, kind=kind, id_=row.id: self._seen.begin(kind, id_))
                line.addWidget(button)
            line.addStretch(1)
            grid.addLayout(line)
        return holder
