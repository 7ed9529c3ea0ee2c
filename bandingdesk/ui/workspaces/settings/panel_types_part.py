"""Panel types: the council's and those that ship as a list; the chosen one read in plain words, and its form."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QWidget

from bandingdesk import ops
from bandingdesk.council.ops import PanelTypeAdopted
from bandingdesk.errors import DeskError
from bandingdesk.panel.shipped import ShippedType
from bandingdesk.store.queries.council import PanelTypeRow
from bandingdesk.store.queries.panel_types import TypeLine
from bandingdesk.ui import messages, text
from bandingdesk.ui.draft_keeper import DraftKeeper
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.settings.panel_types_form import PanelTypeForm
from bandingdesk.ui.workspaces.settings.panel_types_view_model import WRITERS, Entry, PanelTypesViewModel
from bandingdesk.ui.workspaces.settings.panel_types_words import PanelTypeWords
from bandingdesk.ui.workspaces.settings.panes import ROLES, Part
from bandingdesk.ui.workspaces.settings.view_model import SettingsViewModel

_ROWS = 10


class PanelTypesPart(Part):
    """The types above, the chosen one below."""

    def __init__(self, seen: SettingsViewModel, types: PanelTypesViewModel, around: Surroundings) -> None:
        super().__init__(seen)
        self.types = types
        self._words = PanelTypeWords(self)
        self._said: DeskError | None = None  # the refusal that was scrolled to
        self._key = ""  # of the version that the form is open for, "" while it is closed
        self.head(
            self.tr("Panel types"),
            self.tr("What each of your panels decides, who sits and who signs. Your council adopts each from a day on,"
                    " with its minute. The numbers that ship are a proposal: none has a published value."),
        )  # fmt: skip
        self._wrong = Banner("", closable=False, tone="danger")
        self._wrong.hide()
        self.put(self._wrong)
        self._empty = labels.Label(self.tr("Reading the panel types."), "second", "text2")
        self.put(self._empty)
        self.table = self._make_table()
        self.put(self.table)
        self.put(self._make_card())
        self.body.addStretch(1)
        self._keeper = DraftKeeper(around.desk, around.jobs, around.messages, self._draft, self)
        types.changed.connect(self._show)
        types.adopted.connect(self._on_adopted)

    def show_part(self) -> None:
        """Read the panel types."""
        self.types.refresh()

    # Parts

    def _make_table(self) -> Table:
        self._model = RowsModel(
            [
                Column("name", self.tr("Panel"), lambda row: Cell(row.name, strong=True), 220, stretch=True),
                Column("works", self.tr("Works on"), lambda row: self._words.works_on(_shown(row).basis), 170, drop=1),
                Column("quorum", self.tr("Quorum"), lambda row: str(_shown(row).quorum), 90),
                Column("since", self.tr("In force"), self._since, 170),
            ],
            parent=self,
        )
        made = Table(self.tr("Panel types"), self._model, compact=True)
        rows = made.verticalHeader().defaultSectionSize() * _ROWS
        made.setFixedHeight(rows + made.horizontalHeader().sizeHint().height() + 4)
        made.current_changed.connect(self.types.choose)
        return made

    def _make_card(self) -> QWidget:
        made = card.Card(" ")
        assert made.heading is not None
        self._heading = made.heading
        self.change = QuietButton(self.tr("Adopt a new version"), icon="pencil")
        self.change.clicked.connect(lambda: self._open(self._held()))
        self.again = QuietButton(self.tr("Begin with how it ships"), icon="undo-2")
        self.again.clicked.connect(lambda: self._open(self._as_shipped()))
        self.another = QuietButton(self.tr("Another of this kind"), icon="list-plus")
        self.another.clicked.connect(lambda: self._open(self._another()))
        buttons = QWidget()
        row = Flow(buttons)
        for button in (self.change, self.again, self.another):
            row.addWidget(button)
        self._say_since = labels.Label("", "second", "text2", wrap=True)
        self._arrange = labels.Label("", "second_strong", "warn", wrap=True)
        self._who = labels.Label("", "second", "text2", wrap=True)
        for part in (self._say_since, self._arrange, self._who, buttons):
            made.add(part)
        self._read = QWidget()
        self._grid = QGridLayout(self._read)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 180)
        self._grid.setColumnStretch(1, 1)
        made.add(self._read)
        self.form = PanelTypeForm(self.types.today, self._words)
        self.form.hide()
        self.form.asked.connect(lambda: self.types.adopt(self.form.version()))
        self.form.left.connect(self._leave)
        self.form.typed.connect(lambda: self._keeper.typed())
        made.add(self.form)
        self._card = made
        return made

    # Cells

    def _since(self, row: Entry) -> str:
        if row.line is None:
            return self.tr("ships, not adopted")
        if row.line.in_force is None:
            return self.tr("from {day}").replace("{day}", text.day(row.line.shown.starts))
        return self.tr("since {day}").replace("{day}", text.day(row.line.in_force.starts))

    # Show

    def _show(self) -> None:
        seen, fault = self.types, self.types.error
        is_open = bool(self._key)
        for banner, is_here in ((self._wrong, not is_open), (self.form.wrong, is_open)):
            banner.setVisible(fault is not None and is_here)
            if fault is not None and is_here:
                happened, kept, do = messages.error_text(fault)
                banner.say(happened, kept, do, code=fault.code, tone="danger")
        self._empty.setVisible(not seen.is_read and fault is None)
        self.table.setVisible(seen.is_read and not is_open)
        self._model.set_rows(seen.rows)
        row = seen.row
        self._card.setVisible(row is not None)
        if row is None:
            return
        if self.table.current != row.id:
            self.table.go_to(row.id)
        self._show_head(row, is_open=is_open)
        self._read.setVisible(not is_open)
        self.form.setVisible(is_open)
        if is_open and seen.is_busy:
            self.form.adopt.say_why_not(self.tr("This is being recorded."))
        elif is_open:
            self.form.show_why_not()
        if not is_open:
            self._show_lines(row)
        if is_open and fault is not None and fault is not self._said:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.form.adopt))  # once it has its place
        self._said = fault

    def _show_head(self, row: Entry, *, is_open: bool) -> None:
        seen, words = self.types, self._words
        self._heading.set_title(row.name)
        self._say_since.setText(self._dates(row.line))
        self._arrange.setText(words.to_arrange(row.line) if row.line else "")
        self._arrange.setVisible(bool(self._arrange.text()))
        roles = [QCoreApplication.translate("roles", ROLES[role]) for role in WRITERS]
        self._who.setText(self.tr("Who adopts it: {roles}.").format(roles=text.listed(roles)))
        self._who.setVisible(not seen.may_adopt)
        why = "" if seen.may_adopt else self._who.text()
        self.change.setText(self.tr("Adopt a new version") if row.line else self.tr("Look at it and adopt"))
        for button in (self.change, self.again, self.another):
            button.say_why_not(why)
        self.change.setVisible(not is_open)
        self.again.setVisible(not is_open and row.line is not None and row.template is not None)
        self.another.setVisible(not is_open and row.line is not None and row.template is not None)

    def _dates(self, line: TypeLine | None) -> str:
        """Return since when it holds, what is to come and how many versions were before."""
        if line is None:
            return self.tr("It ships with Banding Desk as a proposal. Your council has not adopted it.")
        said = [self._words.since(line.in_force)] if line.in_force else []
        for one in line.coming:
            said.append(self.tr("To come: {words}").replace("{words}", self._words.since(one)))
        if line.earlier:
            said.append(self.tr("%n earlier version(s) stay(s) in the record.", "", len(line.earlier)))
        return "\n".join(said)

    def _show_lines(self, row: Entry) -> None:
        card.clear(self._grid)
        for at, (what, held) in enumerate(self._words.lines(_shown(row), self.types.names, self.types.today)):
            if not held:
                self._grid.addWidget(labels.SectionTitle(what), at, 0, 1, 2)
                continue
            self._grid.addWidget(labels.Label(what, "second", "text2", wrap=True), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(labels.Label(held, "body", wrap=True, figures=True), at, 1)

    # The form

    def _held(self) -> PanelTypeAdopted | None:
        """Return the version to begin with: the newest, or the template where none is adopted."""
        row = self.types.row
        if row is None or row.line is None:
            return self._as_shipped()
        newest = row.line.coming[-1] if row.line.coming else row.line.shown
        return _version(newest)

    def _as_shipped(self) -> PanelTypeAdopted | None:
        row = self.types.row
        if row is None or row.template is None:
            return None
        begun = _template(row.template, self.types)
        if row.line is None:
            return begun
        return replace(begun, key=row.id, name=row.name, delegation=row.line.shown.delegation)

    def _another(self) -> PanelTypeAdopted | None:
        begun = self._as_shipped()
        return None if begun is None else replace(begun, key=_free_key(begun.family, self.types), name="")

    def _open(self, begun: PanelTypeAdopted | None) -> None:
        if begun is None:
            return
        self._key = begun.key
        self._fill(replace(begun, minute=""))
        self._keeper.open(f"panel_type:{begun.key}", self._take_draft)
        self._show()
        self.form.name.setFocus()

    def _fill(self, begun: PanelTypeAdopted) -> None:
        names = self.types.names
        taken = [name for key, name in names.items() if key != begun.key]
        self.form.show_version(begun, names, self.types.professions, taken)

    def _draft(self) -> dict[str, Any]:
        return {"version": ops.plain(self.form.version())} if self._key else {}

    def _take_draft(self, draft: dict[str, Any]) -> None:
        if not (draft and self._key):
            return
        try:
            typed = ops.decode(PanelTypeAdopted, json.dumps(draft["version"]))
        except ValueError:  # kept by another version of the program: the form begins anew
            return
        self._fill(typed)

    def _leave(self) -> None:
        self._key = ""
        self._keeper.chosen()  # nothing is typed any more, so nothing is kept
        self._keeper.close()
        self._show()
        self.change.setFocus()

    def _on_adopted(self, key: str) -> None:
        if key == self._key:
            self._leave()


def _shown(row: Entry) -> PanelTypeRow | PanelTypeAdopted:
    """Return the version to read of a row: the one in force or to come, else the template."""
    if row.line is not None:
        return row.line.shown
    assert row.template is not None  # a row is one or the other
    return _bare(row.template)


def _bare(template: ShippedType) -> PanelTypeAdopted:
    return template.adopted(date.min, "", "")


def _template(template: ShippedType, types: PanelTypesViewModel) -> PanelTypeAdopted:
    """Return a template as a version that begins today; routes to types that the council has not adopted fall away."""
    known = types.names
    routes = tuple(route for route in template.routes if route.to in known)
    return template.adopted(types.today, "", "", routes=routes)


def _version(row: PanelTypeRow) -> PanelTypeAdopted:
    return PanelTypeAdopted(**{name: getattr(row, name) for name in PanelTypeAdopted.__slots__})


def _free_key(family: str, types: PanelTypesViewModel) -> str:
    """Return a key that no panel type has yet."""
    taken = {row.id for row in types.rows}
    return next(key for key in (f"{family}_{at}" for at in range(2, len(taken) + 3)) if key not in taken)
