"""Money: what a band is worth by setting and phase. A tariff has its own life; here it is written with its scheme."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import Part, allow

ROUNDINGS = ("half_up", "half_even", "down", "up", "none")


class MoneyPart(Part):
    """The amounts as a table: one context across, a switch for the other; then the limits on them."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Money"),
            self.tr("What a band is worth. The amounts follow the band; they never lead to one."),
        )
        self._head = Card()
        row = QHBoxLayout()
        row.setSpacing(16)
        self.year, self.period, self.rounding = labels.Label("", "sentence"), Choice(), Choice()
        self.period.set_choices([(period, words.tr(said)) for period, said in words.PERIODS.items()])
        self.rounding.set_choices([(one, _rounding(one)) for one in ROUNDINGS])
        self.period.chosen.connect(lambda value: editor.set_tariff(("period",), value, self.tr("Period")))
        self.rounding.chosen.connect(lambda value: editor.set_tariff(("rounding",), value, self.tr("Rounding")))
        row.addWidget(self.year, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(FormField(self.tr("Amounts are"), self.period), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(FormField(self.tr("Rounding"), self.rounding), 1, Qt.AlignmentFlag.AlignTop)
        self._head.add(row)
        self.add(self._head)
        self._amounts = Card()
        self.other = Choice()
        self.other.chosen.connect(lambda _value: self.refresh())
        self._other_field = FormField("", self.other)
        self._amounts.add(self._other_field)
        self.table = self.grid(self.tr("Amounts"), self.tr("Amount"))
        self._amounts.add(self.table)
        self.add(self._amounts)
        self._limits = Card(self.tr("Limits, additions and what the setting meets first"))
        self.limits = self.grid(self.tr("Limits on the amount"), self.tr("Limit"))
        self._limits.add(self.limits)
        self.add(self._limits)
        self.begin = QuietButton(self.tr("Write amounts for these bands"), icon="plus")
        self.begin.clicked.connect(self._on_begin)
        self._none = Card()
        self._none.add(labels.Label(self.tr("This scheme has no amounts yet."), "body", wrap=True))
        self._none.body.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._none)
        self.finish()

    def notes(self) -> list[Note]:
        return [note for note in self.editor.checked.notes if note.in_tariff]

    def reveal(self, note: Note) -> QWidget | None:
        return self.table

    def show_part(self) -> None:
        tariff = self.editor.tariff
        for card in (self._head, self._amounts, self._limits):
            card.setVisible(tariff is not None)
        self._none.setVisible(tariff is None)
        read = self.tr("This version is only read. Make a new draft.")
        self.begin.say_why_not("" if self.editor.is_open_to_edits else read)
        if tariff is None:
            return
        self.year.setText(str(tariff.get("year", "")))
        self.period.set_value(tariff.get("period"))
        self.rounding.set_value(tariff.get("rounding"))
        for field in (self.period, self.rounding):
            allow(field, self.editor)
        if tariff.get("kind", "table") == "table":
            self._show_rows(tariff)
        else:
            self._show_other_kind(tariff)
        self._show_limits(tariff)

    def _show_rows(self, tariff: dict[str, Any]) -> None:
        laid = tables.layout(self.editor.document, tariff)
        self._other_field.setVisible(laid.switch is not None)
        if laid.switch is not None:
            self._other_field.label.setText(laid.switch.name)
            self.other.setAccessibleName(laid.switch.name)
            known = [(self.other.itemData(at), self.other.itemText(at)) for at in range(self.other.count())]
            if known != list(laid.switch.values):
                self.other.set_choices(laid.switch.values, laid.switch.values[0][0])
        at = tables.index(tariff)
        value = self.other.value if laid.switch is not None else None
        headings = [Heading(self.tr("Band"), 120, 1)]
        headings += [Heading(name[:1].upper() + name[1:], 122, 1, right=True) for _, name in laid.across]
        lines = []
        for band, name in laid.bands:
            cells = [Cell(name, strong=True, tone="text")]
            for across, _ in laid.across:
                cells.append(self._amount(tables.find(at, laid, band, across, value)))
            lines.append(Line(band, tuple(cells)))
        self.table.show_lines(headings, lines)

    def _amount(self, row: int | None) -> Cell:
        if row is None:
            return Cell("\N{EN DASH}", told=self.tr("no amount"))
        cell = self.cell(("rows", row, "pence"), "money", tariff=True)
        pence = cell.value
        return self.cell(("rows", row, "pence"), "money", tariff=True, text=_amount(pence))

    def _show_other_kind(self, tariff: dict[str, Any]) -> None:
        """Show a tariff of another kind as the list it is: what for, and the figure."""
        self._other_field.hide()
        figures = tables.figures(self.editor.document, tariff)
        headings = (Heading(self.tr("For"), 260, 2), Heading(self.tr("Figure"), 130, 1, right=True))
        lines = []
        for path, name in figures:
            kind = "money" if path[-1] in ("pence", "rate") else "whole"
            cell = self.cell(path, kind, tariff=True)
            if kind == "money":
                cell = self.cell(path, kind, tariff=True, text=_amount(cell.value))
            lines.append(Line(path, (Cell(name, strong=True, tone="text"), cell)))
        self.table.show_lines(headings, lines)

    def _show_limits(self, tariff: dict[str, Any]) -> None:
        found: list[tuple[draft.Path, str]] = [
            (("caps", at), self.tr("at most")) for at, _ in enumerate(tariff.get("caps", ()))
        ]
        found += [(("floors", at), self.tr("at least")) for at, _ in enumerate(tariff.get("floors", ()))]
        found += [(("addons", at), self.tr("added")) for at, _ in enumerate(tariff.get("addons", ()))]
        found += [(("deduct",), self.tr("taken off"))] if tariff.get("deduct") else []
        self._limits.setVisible(bool(found))
        headings = (
            Heading(self.tr("Where"), 170, 1),
            Heading(self.tr("Limit"), 90),
            Heading(self.tr("Amount"), 120, right=True),
            Heading(self.tr("Because"), 200, 3),
        )
        lines = []
        for path, limit in found:
            one = draft.get(tariff, path)
            where = tables.where(self.editor.document, one.get("where", ())) or self.tr("everywhere")
            amount = self.cell((*path, "pence"), "money", tariff=True, text=_amount(one.get("pence")))
            why = self.cell((*path, "why"), tariff=True)
            lines.append(Line(path, (Cell(where, strong=True, tone="text"), Cell(limit), amount, why)))
        self.limits.show_lines(headings, lines)

    def edit_cell(self, cell: Cell, value: Any, step: str) -> None:
        if cell.kind == "fixed":
            return
        before, after = cell.text or "\N{EN DASH}", _amount(value) if cell.kind == "money" else str(value)
        if cell.kind != "money" and value is None:
            return
        named = f"{step} {before} → {after}" if cell.kind == "money" else step
        if cell.kind == "money" and value is None:  # no fixed amount: the key stays and says so
            self.editor.set_tariff(
                cell.path[:-1], {**draft.get(self.editor.tariff, cell.path[:-1]), "pence": None}, step
            )
        else:
            self.editor.set_tariff(cell.path, value, named)

    def _on_begin(self) -> None:
        self.editor.set_tariff((), tables.blank(self.editor.document), self.tr("Write amounts"))


def _amount(pence: object) -> str:
    return text.money(pence, "") if isinstance(pence, int) else words.tr("no fixed amount")


def _rounding(kind: str) -> str:
    said = {
        "half_up": words.tr("half up"),
        "half_even": words.tr("half to even"),
        "down": words.tr("down"),
        "up": words.tr("up"),
        "none": words.tr("none is needed"),
    }
    return said[kind]
