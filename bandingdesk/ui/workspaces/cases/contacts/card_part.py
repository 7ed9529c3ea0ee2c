"""The phone card: what one needs while somebody is on the phone, on one page that fits without scrolling.

Who calls and may be told; a sentence to read aloud; what is decided, what may be said and what not; the next date;
their open questions. The page's main button records the call.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.phone_card import PhoneRow
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner, SentenceCard
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.cases.contacts import words
from bandingdesk.ui.workspaces.cases.contacts.reading import Contacts
from bandingdesk.ui.workspaces.cases.contacts.view_model import ContactsViewModel


class CardPart(card.Column):
    """The phone card of the case."""

    def __init__(self, seen: ContactsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._offered: tuple[object, ...] = ()
        self.back = QuietButton(self.tr("All contacts"), icon="arrow-left")
        self.back.clicked.connect(seen.close_card)
        self.warning = Banner("", tone="danger", closable=False)
        self.add(self.warning)
        self.caller = Choice()
        self.caller.chosen.connect(lambda key: seen.choose_caller(str(key)))
        self._caller_field = FormField(self.tr("Who is calling?"), self.caller)
        self._told_icon = labels.Icon("user-round", "info", 20)
        self._told = labels.Label("", "body_strong", wrap=True)
        self._why = labels.Label("", "second", "text2", wrap=True)
        self._check = labels.Label(
            self.tr("Not sure who it is? Call back on the number that is on record."), "note", "text2", wrap=True
        )
        self.add(self._make_caller())
        self.aloud = SentenceCard("", icon="quote")
        self.add(self.aloud)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._decided, self._date = _fact(self.tr("What is decided")), _fact(self.tr("The next date"))
        self._may, self._not = card.Card(self.tr("You may say")), card.Card(self.tr("You may not say"))
        self._questions = card.Card(self.tr("Their open questions"))
        parts = (self._decided[0], self._date[0], self._may, self._not)
        for at, part in enumerate(parts):
            self._grid.addWidget(part, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._questions, 2, 0, 1, 2)
        self.add(self._grid)
        self.body.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the question who is calling."""
        self.caller.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_caller(self) -> QWidget:
        made = card.Card()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._caller_field, 1, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(3)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._told_icon)
        top.addWidget(self._told, 1)
        said.addLayout(top)
        said.addWidget(self._why)
        said.addWidget(self._check)
        row.addLayout(said, 1)
        row.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        made.add(row)
        return made

    # Show

    def show_card(self, seen: Contacts, today: date) -> None:
        """Show the card as it was read."""
        row = seen.card
        self._show_warning(row)
        self._show_caller(seen)
        self.aloud.say(*words.aloud(row, seen.caller(self._seen.caller), today))
        self._decided[1].setText(words.decided(row))
        self._date[1].setText(words.next_date(row, today) or self.tr("No clock runs on this case."))
        _refill(self._may, [(words.topic(one), "", "check", "ok") for one in row.sayable.may])
        _refill(self._not, [(reason, topics, "ban", "text2") for reason, topics in words.not_now(row)])
        self._show_questions(row, today)

    def _show_warning(self, row: PhoneRow) -> None:
        self.warning.setVisible(row.stop is not None or row.is_disputed or row.has_withheld)
        if row.stop is not None:
            said = self.tr("A death is recorded on this case. {0} leads what is said and sent.")
            kind = self.tr("Take a number and pass the call to them.")
            self.warning.say(said.replace("{0}", row.stop.lead_name), kind, tone="danger")
        elif row.is_disputed:
            said = self.tr("Two versions of this case differ, and nobody has settled which stands.")
            self.warning.say(said, self.tr("Say only that you will call back."), tone="danger")
        elif row.has_withheld:
            said = self.tr("An address around this child is withheld.")
            self.warning.say(said, self.tr("Say nothing of where anybody lives or goes to school."), tone="warn")

    def _show_caller(self, seen: Contacts) -> None:
        if seen.card.callers != self._offered:
            self._offered = seen.card.callers
            self.caller.set_choices([(one.key, words.caller(one)) for one in seen.card.callers])
        known = seen.caller(self._seen.caller)
        self.caller.set_value(known.key if known is not None else None)
        self.caller.setToolTip(self.caller.currentText())
        said, tone, icon = words.may_be_told(known)
        self._told.setText(said)
        self._told_icon.set(icon, tone, 20)
        none = self.tr("Nobody around this child is on record yet. Add them under People.")
        reason = words.why(known.why) if known is not None else "" if seen.card.is_recorded else none
        if seen.card.is_young_person and known is None:
            reason = self.tr("Over compulsory school age: the young person decides who is told. {0}").replace(
                "{0}", reason
            )
        self._why.setText(reason.strip())
        self._why.setVisible(bool(reason.strip()))

    def _show_questions(self, row: PhoneRow, today: date) -> None:
        lines = []
        for one in row.asked:
            said = words.list_row(one, today)
            lines.append((f"{said.right} · {said.title}", said.line, said.icon, said.tone))
        _refill(self._questions, lines or [(self.tr("None: all are answered."), "", "circle-check", "ok")])


def _fact(title: str) -> tuple[card.Card, labels.Label]:
    made, said = card.Card(title), labels.Label("", "body", wrap=True)
    made.add(said)
    return made, said


def _refill(holder: card.Card, lines: list[tuple[str, str, str, str]]) -> None:
    """Show LINES in a card below its title: words, what is added to them, icon, tone."""
    while holder.body.count() > 1:
        item = holder.body.takeAt(1)
        if item is not None and (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    for said, added, icon, tone in lines:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(labels.Icon(icon, tone, 16))
        row.addWidget(labels.Label(f"{said}: {added}" if added else said, "second", wrap=True), 1)
        holder.add(part)
