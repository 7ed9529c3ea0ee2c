"""Amounts by band and place: one context across and a switch for another; or row by row with periods and terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.fields import row_of
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Kind, Line
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard
from bandingdesk.ui.workspaces.frameworks.part import step_name

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

_TERMS = 3  # autumn, spring, summer


class BandAmounts(QWidget):
    """The table, and below it the rows of one band with all that a row can say."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.other = Choice()
        self.other.chosen.connect(lambda _value: self.show_amounts())
        self._other = FormField("", self.other)
        column.addWidget(self._other)
        self.table = Grid(words.tr("Amounts"))
        self.table.edited.connect(self._on_amount)
        column.addWidget(self.table)
        self.band = Choice()
        self.band.chosen.connect(lambda _value: self.rows.show_list())
        column.addWidget(labels.Label(words.tr("Row by row"), "card_title"))
        column.addLayout(row_of(FormField(words.tr("Rows of"), self.band), spare=1))
        self.rows: ListCard = ListCard(
            part,
            words.tr("Rows of one band"),
            lambda: ("rows",),
            self._columns,
            lambda: {"band": self.band.value, "pence": 0},
            words.tr("Add a row"),
            only=lambda row: row["band"] == self.band.value,
            bare=True,
        )
        column.addWidget(self.rows)

    def show_amounts(self) -> None:
        """Show the amounts as they stand."""
        document, tariff = self._part.editor.document, self._part.whole
        laid = tables.layout(document, tariff)
        self._show_switch(laid)
        at = tables.index(tariff)
        headings = [Heading(words.tr("Band"), 120, 1)]
        headings += [Heading(name[:1].upper() + name[1:], 122, 1, right=True) for _, name in laid.across]
        lines = []
        for band, name in laid.bands:
            cells = [Cell(name, strong=True, tone="text")]
            for across, _ in laid.across:
                row = tables.find(at, laid, band, across, self._value(laid))
                cells.append(self._amount(row) if row is not None else self._none(str(band), across, laid))
            lines.append(Line(band, tuple(cells)))
        self.table.show_lines(headings, lines)
        known = [(self.band.itemData(n), self.band.itemText(n)) for n in range(self.band.count())]
        if known != list(laid.bands):
            wanted = self.band.value
            first = laid.bands[0][0] if laid.bands else None
            self.band.set_choices(laid.bands, wanted if wanted in dict(laid.bands) else first)
        self.rows.show_list()

    def _show_switch(self, laid: tables.Layout) -> None:
        self._other.setVisible(laid.switch is not None)
        if laid.switch is None:
            return
        self._other.label.setText(laid.switch.name)
        self.other.setAccessibleName(laid.switch.name)
        known = [(self.other.itemData(at), self.other.itemText(at)) for at in range(self.other.count())]
        if known != list(laid.switch.values):
            self.other.set_choices(laid.switch.values, laid.switch.values[0][0])

    def _value(self, laid: tables.Layout) -> object:
        return self.other.value if laid.switch is not None else None

    def _amount(self, row: int) -> Cell:
        pence = self._part.read(("rows", row, "pence"))
        return self._part.cell(("rows", row, "pence"), "money", text=_said(pence))

    def _none(self, band: str, across: object, laid: tables.Layout) -> Cell:
        """Return the cell of an amount that is not there yet; its path says for what it would be."""
        named = {laid.across_id: across} if laid.across_id else {}
        if laid.switch is not None:
            named[laid.switch.id] = self._value(laid)
        kind: Kind = "money" if self._part.editor.is_open_to_edits else "fixed"
        path = ("rows", band, *(f"{name}={value}" for name, value in named.items()))
        return Cell("\N{EN DASH}", kind, path, told=words.tr("no amount"))

    def _on_amount(self, cell: Cell, value: Any) -> None:
        if cell.kind == "fixed":
            return
        name = step_name(words.tr("Amount"), cell, _said(value))
        if cell.path[-1] == "pence":
            row = self._part.read(cell.path[:-1])  # no fixed amount: the key stays and says so
            changed = draft.put(self._part.whole, cell.path[:-1], {**row, "pence": value})
            self._part.apply(changed, name, joins=draft.text(cell.path))
        elif value is not None:
            named = dict(str(part).split("=", 1) for part in cell.path[2:])
            row = {**tables.at_place(str(cell.path[1]), named), "pence": value}
            self._part.apply(draft.insert(self._part.whole, ("rows",), row), name)

    # Row by row

    def _columns(self) -> tuple[Column, ...]:
        own = words.tr("as the others")
        periods = ((None, own), *((one, words.tr(said)) for one, said in words.PERIODS.items()))
        terms = (words.tr("Autumn"), words.tr("Spring"), words.tr("Summer"))
        return (
            *tables.place_columns(self._part.editor.document, own=tables.OWN),
            Column("pence", Heading(words.tr("Amount"), 110, right=True), "money", put=_with_pence, empty=_said(None)),
            Column("period", Heading(words.tr("Period"), 120), "choice", periods),
            *(
                Column("terms", Heading(name, 100, right=True), "money", read=_term(at), put=_with_term(at))
                for at, name in enumerate(terms)
            ),
        )


def _said(pence: object) -> str:
    return text.money(pence, "") if isinstance(pence, int) else words.tr("no fixed amount")


def _with_pence(row: dict[str, Any], pence: Any) -> dict[str, Any]:
    return {**row, "pence": pence}


def _term(at: int) -> Any:
    return lambda row: row["terms"][at] if row.get("terms") else None


def _with_term(at: int) -> Any:
    """Return what writes one term of a row: the first that is written makes the rest nil, an emptied one ends them."""

    def put(row: dict[str, Any], pence: Any) -> dict[str, Any]:
        rest = {key: one for key, one in row.items() if key != "terms"}
        if pence is None:
            return rest
        terms = list(row.get("terms") or [0] * _TERMS)
        terms[at] = pence
        return {**rest, "terms": terms}

    return put
