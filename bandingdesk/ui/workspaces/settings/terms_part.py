"""Casework terms: the council's dated policies for casework as a list; the chosen one in full, and its form."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from bandingdesk.casework.terms import KEYS
from bandingdesk.store.queries.terms import TermRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.settings.panes import ROLES, Part
from bandingdesk.ui.workspaces.settings.terms_forms import FORMS, TermForm
from bandingdesk.ui.workspaces.settings.terms_view_model import WRITERS, TermsViewModel
from bandingdesk.ui.workspaces.settings.terms_words import TermsWords
from bandingdesk.ui.workspaces.settings.view_model import SettingsViewModel


class TermsPart(Part):
    """The policies above, the chosen one below."""

    def __init__(self, seen: SettingsViewModel, terms: TermsViewModel) -> None:
        super().__init__(seen)
        self.terms = terms
        self._opened: set[str] = set()  # the policies whose form is open; what is typed there stays
        self._words = TermsWords(self)
        self.head(
            self.tr("Casework terms"),
            self.tr("What your council adopts for its casework: each from a day on, with its minute. Earlier days keep"
                    " what held on them."),
        )  # fmt: skip
        self._wrong = Banner("", closable=False, tone="danger")
        self._wrong.hide()
        self.put(self._wrong)
        self.table = self._make_table()
        self.put(self.table)
        self.put(self._make_card())
        self.body.addStretch(1)
        terms.changed.connect(self._show)
        terms.adopted.connect(self._on_adopted)

    def show_part(self) -> None:
        """Read the terms."""
        self.terms.refresh()

    # Parts

    def _make_table(self) -> Table:
        words = self._words
        self._model = RowsModel(
            [
                Column("name", self.tr("Policy"), lambda row: Cell(words.name(row.id), strong=True), 200),
                Column("held", self.tr("In force"), words.in_short, 160, stretch=True),
                Column("since", self.tr("Since"), self._since_cell, 130),
                Column("minute", self.tr("Minute"), lambda row: row.minute, 170, drop=1),
            ],
            parent=self,
        )
        made = Table(self.tr("Casework terms"), self._model, compact=True)
        made.setFixedHeight(
            made.verticalHeader().defaultSectionSize() * len(KEYS) + made.horizontalHeader().sizeHint().height() + 4
        )
        made.current_changed.connect(self.terms.choose)
        return made

    def _make_card(self) -> QWidget:
        made = card.Card(" ")
        assert made.heading is not None
        self._heading = made.heading
        self.change = QuietButton(self.tr("Change"), icon="pencil")
        self.change.clicked.connect(self._open)
        self._heading.add(self.change)
        self._about = labels.Label("", "second", "text2", wrap=True)
        self._since = labels.Label("", "second", "text2", wrap=True)
        self._who = labels.Label("", "second", "text2", wrap=True)
        for part in (self._about, self._since, self._who):
            made.add(part)
        self._held = QWidget()
        self._grid = QGridLayout(self._held)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        made.add(self._held)
        self.forms: dict[str, TermForm] = {key: form(self.terms.today, self._words) for key, form in FORMS.items()}
        for form in self.forms.values():
            form.hide()
            form.asked.connect(self._ask)
            form.left.connect(self._leave)
            made.add(form)
        self._card = made
        return made

    def _since_cell(self, row: TermRow) -> str:
        return self.tr("not adopted") if row.starts is None else text.day(row.starts)

    # Show

    def _show(self) -> None:
        seen, fault = self.terms, self.terms.error
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        self._model.set_rows(seen.rows)
        row = seen.row
        self._card.setVisible(row is not None)
        if row is None:
            return
        if self.table.current != row.id:
            self.table.go_to(row.id)
        self._heading.set_title(self._words.name(row.id))
        self._about.setText(self._words.about(row.id))
        self._since.setText(self._words.since(row))
        roles = [QCoreApplication.translate("roles", ROLES[role]) for role in WRITERS]
        self._who.setText(self.tr("Who adopts it: {roles}.").format(roles=text.listed(roles)))
        self._who.setVisible(not seen.may_adopt)
        self.change.setAccessibleName(self.tr("Change: {0}").replace("{0}", self._words.name(row.id)))
        self.change.say_why_not("" if seen.may_adopt else self._who.text())
        self._show_lines(row)
        for key, form in self.forms.items():
            form.setVisible(key == row.id and key in self._opened)
        self._held.setVisible(row.id not in self._opened)
        self.change.setVisible(row.id not in self._opened)
        if seen.is_busy:
            self.forms[row.id].adopt.say_why_not(self.tr("This is being recorded."))
        else:
            self.forms[row.id].show_why_not()

    def _show_lines(self, row: TermRow) -> None:
        card.clear(self._grid)
        for at, (what, held) in enumerate(self._words.lines(row, self.terms.today)):
            value = labels.Label(held, "body_strong" if not what else "body", wrap=True, figures=True)
            if not what:
                self._grid.addWidget(value, at, 0, 1, 2)
                continue
            self._grid.addWidget(labels.Label(what, "second", "text2", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, at, 1)

    def _open(self) -> None:
        row = self.terms.row
        if row is not None:
            self.forms[row.id].show_term(row.term)
            self._opened.add(row.id)
            self._show()
            self.focusNextChild()

    def _leave(self) -> None:
        self._opened.discard(self.terms.key)
        self._show()
        self.change.setFocus()

    def _ask(self) -> None:
        form = self.forms[self.terms.key]
        self.terms.adopt(form.term(), form.day, form.minute.text())

    def _on_adopted(self, key: str) -> None:
        self._opened.discard(key)
        if key == self.terms.key:
            self._leave()
