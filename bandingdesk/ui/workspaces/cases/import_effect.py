"""The last two steps of the import: what it would change, and the import itself with what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import RadioRow
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.import_figures import Figures
from bandingdesk.ui.workspaces.cases.import_view_model import ImportViewModel
from bandingdesk.ui.workspaces.cases.import_words import field_label, value_in_words


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that an import would change."""

    id: str
    name: str
    field: str
    before: str
    after: str


class EffectStep(QWidget):
    """How many are new, changed, the same; and each changed field, old and new."""

    def __init__(self, seen: ImportViewModel) -> None:
        super().__init__()
        self._seen = seen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._figures = Figures()
        column.addWidget(self._figures)
        self._none = labels.Label(self.tr("Nothing that is on record changes."), "body", "text2", wrap=True)
        column.addWidget(self._none)
        self._model = RowsModel(
            [
                Column("name", self.tr("Whose"), lambda row: Cell(row.name, strong=True), 220),
                Column("field", self.tr("What changes"), lambda row: row.field, 150),
                Column("before", self.tr("On record"), lambda row: Cell(row.before, "text2"), 180, stretch=True),
                Column("after", self.tr("In the list"), lambda row: row.after, 180, stretch=True),
            ],
            parent=self,
        )
        self.table = Table(self.tr("What would change"), self._model, compact=True)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def show_step(self) -> None:
        """Show the effect."""
        effect, mapping = self._seen.effect, self._seen.mapping
        if effect is None or mapping is None:
            return
        self._figures.set(
            [
                (len(effect.new), self.tr("new"), "accent"),
                (len(effect.changed), self.tr("changed"), "warn"),
                (len(effect.same), self.tr("the same as on record"), "text2"),
            ]
        )
        changed: tuple[Any, ...] = effect.changed  # lines of any kind of list
        rows = [
            Differing(
                f"{at}.{name}",
                change.after.name,
                field_label(mapping.form, name),
                value_in_words(name, getattr(change.before, name)),
                value_in_words(name, getattr(change.after, name)),
            )
            for at, change in enumerate(changed)
            for name in change.fields
        ]
        self._model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)


class ImportStep(QWidget):
    """The choice in words, and after the import what was done. `cases_asked` leads to the list."""

    cases_asked = Signal()
    undo_asked = Signal()

    def __init__(self, seen: ImportViewModel) -> None:
        super().__init__()
        self._seen = seen
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._words = labels.Label("", "sentence", wrap=True)
        self._line = labels.Label("", "body", "text2", wrap=True)
        column.addWidget(self._words)
        column.addWidget(self._line)
        self._holder = QVBoxLayout()
        column.addLayout(self._holder)
        self.choice: RadioRow | None = None
        self._offered = (-1, -1)
        self.cases = PrimaryButton(self.tr("See your cases"), icon="folder-open")
        self.cases.clicked.connect(self.cases_asked)
        self.undo = QuietButton(self.tr("Take this import back"), icon="undo-2")
        self.undo.clicked.connect(self.undo_asked)
        ways = QHBoxLayout()
        ways.addWidget(self.cases)
        ways.addWidget(self.undo)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(1)

    def show_step(self) -> None:
        """Show the choice, or the result."""
        seen = self._seen
        if seen.checked is None or seen.effect is None:
            return
        done = seen.made is not None
        self.cases.setVisible(done)
        self.undo.setVisible(bool(seen.made and seen.made.id))
        ready, aside = len(seen.checked.ready), len(seen.checked.set_aside)
        new, changed = text.count(len(seen.effect.new)), text.count(len(seen.effect.changed))
        if done:
            words = self.tr("Imported: {new} new, {changed} changed.") if seen.made and seen.made.id else ""
            self._words.setText(words.format(new=new, changed=changed) or self.tr("Nothing had to change."))
            self._line.setText(self.tr("It is one entry in the record. The same list read again changes nothing."))
        else:
            words = self.tr("This adds {new} and changes {changed}.")
            self._words.setText(words.format(new=new, changed=changed))
            self._line.setText(self.tr("All of it is written at once. If anything fails, your record stays as it is."))
        self._offer(0 if done else ready, 0 if done else aside)

    def _offer(self, ready: int, aside: int) -> None:
        if self._offered == (ready, aside):
            return
        self._offered = (ready, aside)
        card.clear(self._holder)
        self.choice = None
        if aside:
            some = self.tr("Import {ready} ready rows, leave {aside} aside").format(
                ready=text.count(ready), aside=text.count(aside)
            )
            self.choice = RadioRow(
                self.tr("Rows that are not ready"),
                [(True, some), (False, self.tr("Wait until all are right"))],
                upright=True,
            )
            self.choice.set_value(self._seen.accept_good or None)
            self.choice.chosen.connect(lambda value: self._seen.choose_good(bool(value)))
            self._holder.addWidget(self.choice)
