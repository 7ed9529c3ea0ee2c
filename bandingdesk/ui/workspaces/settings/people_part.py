"""The people of the council: everybody with their roles; an administrator adds, grants, ends and resets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.council import PersonRow
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton
from bandingdesk.ui.widgets.form import FormField, line
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.settings.panes import roles_text
from bandingdesk.ui.workspaces.settings.people_view_model import PeopleViewModel
from bandingdesk.ui.workspaces.settings.person_pane import PersonPane
from bandingdesk.ui.workspaces.settings.view_model import SettingsViewModel


class PeoplePart(QWidget):
    """Everybody with roles at left, the one who is chosen at right."""

    def __init__(self, seen: SettingsViewModel, chosen: PeopleViewModel) -> None:
        super().__init__()
        self.seen, self.chosen = seen, chosen
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addWidget(labels.Label(self.tr("People"), "page_title"))
        words = self.tr("Who can appear in the record. Roles are granted as dated entries, for all panels or for one.")
        column.addWidget(labels.Label(words, "second", "text2", wrap=True))
        self._model = RowsModel(
            [
                Column("name", self.tr("Name"), lambda row: Cell(row.name, strong=True), 150),
                Column("initials", self.tr("Initials"), lambda row: row.initials, 76, drop=3),
                Column("profession", self.tr("Profession"), lambda row: row.profession, 170, drop=2),
                Column("roles", self.tr("Roles"), roles_text, 180, stretch=True),
                Column("pin", self.tr("PIN"), self._pin, 96, drop=1),
            ],
            parent=self,
        )
        self.table = Table(self.tr("People"), self._model, compact=True)
        self.table.current_changed.connect(self.choose)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.name, self.initials, self.profession = line(), line(longest=4), line()
        row.addWidget(FormField(self.tr("Name"), self.name), 3)
        row.addWidget(FormField(self.tr("Initials"), self.initials), 1)
        row.addWidget(FormField(self.tr("Profession"), self.profession), 3)
        self.add = PrimaryButton(self.tr("Add this person"), icon="user-plus")
        self.add.clicked.connect(self._on_add)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        whole.addLayout(column, 1)
        self.pane = PersonPane(chosen, seen.may_change_people)
        whole.addWidget(self.pane)
        self.pane.hide()
        chosen.changed.connect(self._show_pane)
        for field in (self.name, self.initials, self.profession):
            field.textChanged.connect(self._show_add)

    def choose(self, person: str) -> None:
        """Show PERSON at right."""
        self.chosen.choose(person or None)

    def show_part(self) -> None:
        """Show the people."""
        self._model.set_rows(self.seen.people)
        self._show_add()

    def _show_pane(self) -> None:
        self.pane.setVisible(self.chosen.shown is not None)
        self.pane.show_person()

    def _pin(self, row: PersonRow) -> Cell:
        return Cell(self.tr("set"), "ok", "check") if row.has_pin else Cell(self.tr("not set"), "warn")

    def _show_add(self) -> None:
        if not self.seen.may_change_people():
            self.add.say_why_not(self.tr("An administrator adds people."))
        elif not all(field.text().strip() for field in (self.name, self.initials, self.profession)):
            self.add.say_why_not(self.tr("Fill in name, initials and profession."))
        else:
            self.add.say_why_not("")

    def _on_add(self) -> None:
        fields = (self.name, self.initials, self.profession)
        name, initials, profession = (field.text().strip() for field in fields)
        self.seen.add_person(name, initials.upper(), profession)
        for field in fields:
            field.clear()
