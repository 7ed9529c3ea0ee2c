"""Money: what a band is worth by setting and phase. A tariff has its own life; here it is written with its scheme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.amounts_card import AmountsCard
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.money_head import MoneyHead, MoneyLife
from bandingdesk.ui.workspaces.frameworks.money_rules import AddOnsCard, BoundsCard, WholeRulesCard
from bandingdesk.ui.workspaces.frameworks.part import Part, find_field
from bandingdesk.ui.workspaces.frameworks.sources_card import SourcesCard


class MoneyPart(Part):
    """The year and its rounding, the amounts, what changes an amount, then the life of the tariff."""

    in_tariff = True

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Money"),
            self.tr("What a band is worth. The amounts follow the band; they never lead to one."),
        )
        self.begin = QuietButton(self.tr("Write amounts for these bands"), icon="plus")
        self.begin.clicked.connect(self._on_begin)
        self._none = Card()
        self._none.add(labels.Label(self.tr("This scheme has no amounts yet."), "body", wrap=True))
        self._none.body.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._none)
        self._tariff = QWidget()
        column = QVBoxLayout(self._tariff)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.head = MoneyHead(self)
        self.amounts = AmountsCard(self)
        self.addons = AddOnsCard(self)
        self.rules = WholeRulesCard(self)
        self.caps = BoundsCard(self, "caps")
        self.floors = BoundsCard(self, "floors")
        self.life, self.sources = MoneyLife(self), SourcesCard(self)
        rules = (self.addons, self.caps, self.floors, self.rules)
        for card in (self.head, self.amounts, *rules, self.life, self.sources):
            column.addWidget(card)
        self.add(self._tariff)
        self.finish()

    @property
    def table(self) -> Grid:
        """The table of amounts."""
        return self.amounts.table

    def notes(self) -> list[Note]:
        return [note for note in self.editor.checked.notes if note.in_tariff]

    def reveal(self, note: Note) -> QWidget | None:
        for card in (self.addons, self.caps, self.floors):
            if note.where[:1] == card.path and len(note.where) > 1:
                card.table.go_to(note.where[1])
                return card.table
        return find_field(self, note.where) or self.table

    def show_part(self) -> None:
        has_tariff = self.editor.tariff is not None
        self._none.setVisible(not has_tariff)
        self._tariff.setVisible(has_tariff)
        read = self.tr("This version is only read. Make a new draft.")
        self.begin.say_why_not("" if self.editor.is_open_to_edits else read)
        if not has_tariff:
            return
        self.head.show_head()
        self.amounts.show_amounts()
        self.addons.show_addons()
        for card in (self.caps, self.floors, self.sources):
            card.show_list()
        self.rules.show_rules()
        self.life.show_life()

    def _on_begin(self) -> None:
        self.apply(tables.blank(self.editor.document), self.tr("Write amounts"))
