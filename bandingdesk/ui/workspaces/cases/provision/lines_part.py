"""The lines of a ledger: what they come to, the table, the line in hand as a form, and the naming of a shortfall."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QGridLayout, QHBoxLayout, QSpinBox, QWidget

from bandingdesk.casework.provision import reckon
from bandingdesk.casework.provision.ledger import MOST
from bandingdesk.casework.provision.ops import Line
from bandingdesk.casework.provision.rates import Rates
from bandingdesk.ui import messages
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner, SentenceCard
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, line
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.provision import words
from bandingdesk.ui.workspaces.cases.provision.reading import Provision
from bandingdesk.ui.workspaces.cases.provision.view_model import ProvisionViewModel

_TABLE_ROWS = 9
_ROW = 32  # px


class _Row(NamedTuple):
    """A line of the table; the rates are part of it, since its cost changes with them."""

    id: int
    line: Line
    rates: Rates


class LinesPart(card.Column):
    """The ledger as it is edited."""

    def __init__(self, seen: ProvisionViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._is_showing = False
        self.sentence = SentenceCard("", "", icon="list-checks")
        self.short = Banner("", tone="warn", closable=False)
        self.name = QuietButton(self.tr("Say who secures it"), icon="pencil-line")
        self.name.clicked.connect(lambda: seen.go("name"))
        self.short.add(self.name)
        self.wrong = Banner("", tone="danger", closable=False)
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self.wrong.add(self._go_on)
        self.model = RowsModel(self._columns())
        self.table = Table(self.tr("Lines of Section F"), self.model, compact=True)
        self.table.current_changed.connect(lambda id_: seen.choose(int(id_)))
        self.form = LineForm(seen)
        self._note = labels.Label("", "note", "text2", wrap=True)
        for part in (self.wrong, self.sentence, self.short, self.table, self._make_tools(), self.form, self._note):
            self.add(part)
        self.body.addStretch(1)

    def _columns(self) -> list[Column]:
        return [
            Column("number", self.tr("Line"), self._number, 76),
            Column("what", self.tr("What"), lambda row: row.line.what, 180, stretch=True),
            Column("who", self.tr("Who"), lambda row: self._seen.rates.title(row.line.role), 170, drop=2),
            Column("time", self.tr("How long, how often"), lambda row: words.time(row.line), 210),
            Column("group", self.tr("Group"), lambda row: words.group(row.line.group), 104, drop=3),
            Column("weeks", self.tr("Weeks"), lambda row: str(row.line.weeks or ""), 72, right=True, drop=4),
            Column("hours", self.tr("Hours a week"), self._hours, 120, right=True, drop=1),
            Column("cost", self.tr("Cost a year"), self._cost, 112, right=True),
        ]

    def _number(self, row: _Row) -> Cell:
        wrong = self._seen.faults(row.line)
        return Cell(str(row.id + 1), "danger" if wrong else "", "circle-alert" if wrong else "")

    def _hours(self, row: _Row) -> str:
        worth = self._seen.worth(row.line)
        return reckon.hours(worth.weekly) if worth.weekly else ""

    def _cost(self, row: _Row) -> str | Cell:
        if self._seen.faults(row.line):
            return Cell(self.tr("to fill in"), "danger")
        seen = self._seen.seen
        return words.worth(self._seen.worth(row.line)) if seen is not None and seen.sees_money else ""

    def _make_tools(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.add_button = QuietButton(self.tr("Add a line"), icon="plus")
        self.paste_button = QuietButton(self.tr("Paste lines"), icon="clipboard-list")
        self.remove_button = QuietButton(self.tr("Remove"), icon="trash-2")
        self.undo_button = QuietButton(self.tr("Undo"), icon="undo-2")
        self.redo_button = QuietButton(self.tr("Redo"), icon="redo-2")
        self.leave_button = QuietButton(self.tr("Show what is recorded"), icon="history")
        seen = self._seen
        for button, run in (
            (self.add_button, self._on_add),
            (self.paste_button, seen.open_paste),
            (self.remove_button, seen.remove_line),
            (self.undo_button, seen.undo),
            (self.redo_button, seen.redo),
            (self.leave_button, seen.leave_draft),
        ):
            button.clicked.connect(lambda _checked=False, run=run: run())
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def show_seen(self, seen: Provision) -> None:
        """Show the ledger as it stands."""
        model = self._seen
        self._is_showing = True
        total, found = model.total(), model.shortfall()
        to_fill_in = sum(bool(model.faults(line)) for line in model.lines)
        money = [words.cost(total, seen.rates, to_fill_in), words.beside(seen.beside)] if seen.sees_money else []
        self.sentence.say(words.hours(total), " ".join(money) or self.tr("Your role does not see amounts of a case."))
        self._show_short(seen)
        rows = [_Row(at, one, seen.rates) for at, one in enumerate(model.lines)]
        if rows != self.model.rows:
            self.model.set_rows(rows)
        if model.lines:
            self.table.go_to(str(model.at))
        self.table.setFixedHeight(self._height(len(rows)))
        self._show_tools(seen)
        self.form.show_line(model.line, seen)
        self._note.setText(words.rounding(seen.rates) if seen.sees_money and found is not None else "")
        self._note.setVisible(bool(self._note.text()))
        self._is_showing = False

    def _height(self, rows: int) -> int:
        return self.table.horizontalHeader().sizeHint().height() + min(max(rows, 1), _TABLE_ROWS) * self._row() + 6

    def _row(self) -> int:
        return max(_ROW, self.table.verticalHeader().defaultSectionSize())

    def _show_tools(self, seen: Provision) -> None:
        model = self._seen
        only = self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else ""
        for button in (self.add_button, self.paste_button):
            button.say_why_not(only)
        self.remove_button.say_why_not(only or ("" if model.line is not None else self.tr("There is no line.")))
        self.undo_button.say_why_not("" if model.undo_name else self.tr("Nothing to take back."))
        self.redo_button.say_why_not("" if model.redo_name else self.tr("Nothing to make again."))
        self.leave_button.setVisible(model.is_edited)
        self.wrong.setVisible(model.error is not None and model.mode == "lines")
        self._go_on.setVisible(model.is_stale)
        if model.error is not None:
            happened, kept, do = messages.error_text(model.error)
            self.wrong.say(happened, kept, do, code=model.error.code, tone="warn" if model.is_stale else "danger")

    def _show_short(self, seen: Provision) -> None:
        model, found = self._seen, self._seen.shortfall()
        is_whole = found is not None and bool(model.lines) and model.first_fault() is None
        self.short.setVisible(is_whole)
        if found is None or not is_whole:
            return
        said = words.shortfall(found)
        named = seen.ledger.named if seen.ledger is not None else None
        if not found.pence:
            self.short.say(said, tone="ok")
        elif found.is_named and named is not None:
            by = self.tr("Named by {0}: {1} Secured by: {2}.").replace("{0}", named.by).replace("{1}", named.words)
            self.short.say(said, by.replace("{2}", named.secured_by.rstrip(".")), tone="info")
        elif model.is_edited:
            self.short.say(said, self.tr("Record the lines first, then say who keeps them secured."), tone="warn")
        else:
            note = self.tr("Section F is secured whatever the band. Say who secures it before a decision is signed.")
            self.short.say(said, note, tone="warn")
        self.name.setVisible(found.is_open and not model.is_edited and not seen.only_names)

    def _on_add(self) -> None:
        self._seen.add_line()
        self.form.what.setFocus(Qt.FocusReason.OtherFocusReason)


class LineForm(card.Card):
    """The line in hand."""

    def __init__(self, seen: ProvisionViewModel) -> None:
        super().__init__("…")
        self._seen = seen
        self._is_showing = False
        self._roles: tuple[str, ...] | None = None
        self.what = NoteField(rows=4)
        self.role, self.role_text, self.per = Choice(), line(longest=80), Choice(words.pers())
        self.minutes, self.times = _number(0, MOST["minutes"]), _number(0, MOST["times"])
        self.group, self.weeks = _number(0, MOST["group"]), _number(0, MOST["weeks"])
        self.fields = {
            "what": FormField(self.tr("What is provided"), self.what),
            "role": FormField(self.tr("Who gives it"), self.role),
            "role_text": FormField(self.tr("Who gives it"), self.role_text),
            "minutes": FormField(self.tr("Minutes at a time"), self.minutes),
            "times": FormField(self.tr("How many times"), self.times),
            "per": FormField(self.tr("In how long"), self.per),
            "group": FormField(self.tr("Children in the group"), self.group),
            "weeks": FormField(self.tr("Weeks a year"), self.weeks),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(self.fields["what"], 0, 0, 1, 4)
        grid.addWidget(self.fields["role"], 1, 0, 1, 2)
        grid.addWidget(self.fields["role_text"], 1, 0, 1, 2)
        for at, name in enumerate(("group", "weeks")):
            grid.addWidget(self.fields[name], 1, 2 + at, Qt.AlignmentFlag.AlignTop)
        for at, name in enumerate(("minutes", "times", "per")):
            grid.addWidget(self.fields[name], 2, at, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.add(grid)
        self.what.textChanged.connect(lambda: self._type(what=self.what.text))
        self.role.chosen.connect(self._on_role)
        self.role_text.textEdited.connect(lambda value: self._type(role=value))
        self.per.chosen.connect(lambda value: self._type(per=value))
        for name in ("minutes", "times", "group", "weeks"):
            box: QSpinBox = getattr(self, name)
            box.valueChanged.connect(lambda value, name=name: self._type(**{name: value}))

    def show_line(self, shown: Line | None, seen: Provision) -> None:
        """Show a line, or nothing for None."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        self._is_showing = True
        title = self.tr("Line {0}").replace("{0}", str(self._seen.at + 1))
        if self.heading is not None:
            self.heading.set_title(title)
        self._offer(seen)
        self.what.set_text(shown.what)
        known = {self.role.itemData(at) for at in range(self.role.count())}
        self.role.set_value(shown.role if shown.role in known and (shown.role or not shown.minutes) else None)
        self.role.setToolTip(self.role.currentText())
        if self.role_text.text() != shown.role:
            self.role_text.setText(shown.role)
        self.per.set_value(shown.per)
        for name in ("minutes", "times", "group", "weeks"):
            getattr(self, name).setValue(getattr(shown, name))
        wrong = self._seen.faults(shown)
        for name, field in self.fields.items():
            field.set_error(self.tr("Fill this in.") if name.removesuffix("_text") in wrong else "")
            field.setEnabled(not seen.only_for)
        self._is_showing = False

    def _offer(self, seen: Provision) -> None:
        roles = tuple(seen.rates.roles)
        self.fields["role"].setVisible(bool(roles))
        self.fields["role_text"].setVisible(not roles)
        if roles != self._roles:
            self._roles = roles
            none = self.tr("Nobody’s time: it has no cost of its own")
            self.role.set_choices([*((id_, seen.rates.title(id_)) for id_ in roles), ("", none)])

    def _on_role(self, value: object) -> None:
        self._type(**({"role": "", "minutes": 0} if value == "" else {"role": str(value)}))

    def _type(self, **values: Any) -> None:
        if not self._is_showing:
            self._seen.type_line(**values)


def _number(least: int, most: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    made.setMinimumWidth(70)
    return made
