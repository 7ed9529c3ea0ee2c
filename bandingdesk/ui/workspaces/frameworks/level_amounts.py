"""Amounts by strand and level: strands down, levels across, and a choice of the place they are for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks import tariff_tables as tables
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import step_name

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

_GAP = "\N{EN DASH}"


class LevelAmounts(QWidget):
    """The grid. A level without an amount shows a dash; what is written there makes its row, an emptied one ends it."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self._key: tuple[object, ...] = ()
        self._context: dict[str, Choice] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._place = QWidget()
        self._places = QHBoxLayout(self._place)
        self._places.setContentsMargins(0, 0, 0, 0)
        self._places.setSpacing(16)
        column.addWidget(self._place)
        self.table = Grid(words.tr("Amounts by strand and level"))
        self.table.edited.connect(self._on_edited)
        column.addWidget(self.table)

    def show_amounts(self) -> None:
        """Show the amounts at the place that is chosen."""
        document = self._part.editor.document
        self._show_places(document)
        at, here = tables.level_amounts(self._part.whole), self._where()
        strands = document.get("strands", ())
        levels = sorted({level["level"] for one in strands for level in one["levels"]})
        headings = [Heading(words.tr("Strand, by level"), 160, 1)]
        headings += [Heading(str(level), 92, 1, right=True) for level in levels]
        lines = []
        for one in strands:
            own = {level["level"] for level in one["levels"]}
            cells = [Cell(str(one["name"]), strong=True, tone="text")]
            for level in levels:
                row = at.get((one["id"], level, here))
                cells.append(self._cell(row, one["id"], level) if level in own else Cell())
            lines.append(Line(one["id"], tuple(cells)))
        self.table.show_lines(headings, lines)

    def _cell(self, row: int | None, strand: str, level: int) -> Cell:
        if row is not None:
            path: draft.Path = ("amounts", row, "pence")
            return self._part.cell(path, "money", text=text.money(self._part.read(path), ""))
        kind = "money" if self._part.editor.is_open_to_edits else "fixed"
        return Cell(_GAP, kind, ("amounts", strand, level), told=words.tr("no amount"))  # type: ignore[arg-type]

    def _show_places(self, document: dict[str, Any]) -> None:
        columns = tables.place_columns(document)
        key = tuple((column.heading.title, column.choices) for column in columns)
        if key != self._key:
            from bandingdesk.ui.widgets import card as cards

            cards.clear(self._places)
            self._key, self._context = key, {}
            contexts = [one["id"] for one in document.get("contexts", ())]
            for context, column in zip(contexts, columns, strict=True):
                named = [(value if value is not None else _GAP, said) for value, said in column.choices]
                choice = Choice(named, self._first(context))
                choice.chosen.connect(lambda _value: self.show_amounts())
                self._context[context] = choice
                self._places.addWidget(FormField(column.heading.title, choice), 1)
        self._place.setVisible(bool(columns))

    def _first(self, context: str) -> object:
        """Return the value of a context that the first row is for."""
        rows = self._part.read(("amounts",), ()) or ()
        return tables.places(rows[0]).get(context, _GAP) if rows else _GAP

    def _where(self) -> tables.Where:
        chosen = [(name, str(choice.value)) for name, choice in self._context.items()]
        return tuple(sorted((name, value) for name, value in chosen if value != _GAP))

    def _on_edited(self, cell: Cell, value: Any) -> None:
        if cell.kind == "fixed":
            return
        name = step_name(words.tr("Amount"), cell, _GAP if value is None else text.money(value, ""))
        if cell.path[-1] == "pence" and value is not None:
            self._part.write(cell.path, value, name)
        elif cell.path[-1] == "pence":
            self._part.apply(draft.remove(self._part.whole, cell.path[:-1]), name)
        elif value is not None:
            where = [{"context": context, "value": one} for context, one in self._where()]
            row = {"strand": cell.path[1], "level": cell.path[2], "pence": value} | ({"where": where} if where else {})
            self._part.apply(draft.insert(self._part.whole, ("amounts",), row), name)
