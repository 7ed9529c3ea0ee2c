"""The entries of a case, a card a kind, and what can be added. The kinds and their order are the register's."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.cases.records import words
from bandingdesk.ui.workspaces.cases.records.entry_card import EntryCard
from bandingdesk.ui.workspaces.cases.records.reading import Draft, Register
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel

_WIDTH = 880  # px


class ListPane(card.Column):
    """All entries. The page's main button adds one of the chosen kind."""

    kind_chosen = Signal()

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(margins=(20, 16, 20, 16))
        self._seen = seen
        self._shown: Register | None = None
        self._wrong = Banner("", tone="danger", closable=False)
        self._drafts = card.Card(self.tr("Begun and not recorded yet"))
        self._drafts.setMaximumWidth(_WIDTH)
        self._draft_rows = QVBoxLayout()
        self._drafts.add(self._draft_rows)
        self.add(self._wrong)
        self.add(self._drafts)
        self.add(self._make_adding())
        self._none = EmptyState(
            self.tr("No entry yet"),
            self.tr("Requests, assessments, plans, reviews and the rest stand here. Clocks run from their dates."),
            icon="landmark",
        )
        self._loading = labels.Label(self.tr("Reading the records of this case"), "body", "text2")
        self.add(self._loading)
        self.add(self._none, 1)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self.add(self._holder)
        self.body.addStretch(1)

    def _make_adding(self) -> QWidget:
        made = QWidget()
        made.setMaximumWidth(_WIDTH)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.kinds = Choice()
        self.kinds.chosen.connect(lambda _value: self.kind_chosen.emit())
        row.addWidget(FormField(self.tr("Kind of entry to add"), self.kinds), 1)
        row.addStretch(1)
        return made

    def take_focus(self) -> None:
        """Put the focus on the choice of what to add."""
        self.kinds.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_register(self) -> None:
        """Show the register as it was read; the cards are made anew only where it changed."""
        register, fault = self._seen.seen, self._seen.error
        self._wrong.setVisible(fault is not None and self._seen.mode == "list")
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        self._loading.setVisible(register is None and fault is None)
        self._none.setVisible(register is not None and not register.entries)
        if register is self._shown:
            return
        self._shown = register
        card.clear(self._holder)
        card.clear(self._draft_rows)
        self._drafts.setVisible(register is not None and bool(register.drafts))
        if register is not None:
            for draft in register.drafts:
                self._draft_rows.addWidget(self._draft(register, draft))
            self._show_kinds(register)
            self._show_entries(register)

    def _show_kinds(self, register: Register) -> None:
        kinds: list[tuple[object, str]] = [(kind.name, kind.title) for kind in register.book.types.values()]
        chosen = self.kinds.value
        self.kinds.set_choices(kinds, chosen if chosen in register.book.types else None)

    def why_not_add(self) -> str:
        """Return why no entry can be added now, "" where one can."""
        register = self._seen.seen
        if register is not None and register.only_for:
            return self.tr("Only the {0} can record this.").replace("{0}", register.only_for)
        return "" if self.kinds.value else self.tr("Choose what kind of entry first.")

    def press_main(self) -> None:
        """Open the form of an entry of the chosen kind."""
        if not self.why_not_add():
            self._seen.add(str(self.kinds.value))

    def _show_entries(self, register: Register) -> None:
        for kind in register.book.types.values():
            rows = [row for row in register.entries if row.type == kind.name]
            if not rows:
                continue
            made = card.Card(kind.title, str(len(rows)) if len(rows) > 1 else "")
            made.setMaximumWidth(_WIDTH)
            for row in sorted(rows, key=lambda row: row.withdrawn is not None):
                can_excuse = row.withdrawn is None and bool(self._seen.excusable(row.id))
                one = EntryCard(register, row, self._seen.today, can_excuse=can_excuse)
                one.change_asked.connect(lambda id_=row.id: self._seen.change(id_))
                one.withdraw_asked.connect(lambda id_=row.id: self._seen.begin_withdrawing(id_))
                one.exception_asked.connect(lambda excuse, id_=row.id: self._seen.excuse(id_, excuse_id=excuse))
                one.exception_withdraw_asked.connect(
                    lambda excuse, id_=row.id: self._seen.begin_withdrawing(id_, excuse)
                )
                made.add(one)
            self._holder.addWidget(made)
        unknown = sum(row.type not in register.book.types for row in register.entries)
        if unknown:
            told = self.tr("%n entries are of a kind that this version does not know. They are kept.", "", unknown)
            self._holder.addWidget(labels.Label(told, "second", "text2", wrap=True))

    def _draft(self, register: Register, draft: Draft) -> QWidget:
        row = register.entry(draft.entry)
        about = words.called(register, row) if row is not None else register.book.types[draft.type].title
        kind = {
            True: self.tr("Exception: {0}"),
            False: self.tr("Change: {0}") if draft.entry else self.tr("New entry: {0}"),
        }[draft.mode == "exception"]
        link = LinkButton(kind.replace("{0}", about))
        link.clicked.connect(lambda: self._seen.take_up(draft))
        return link
