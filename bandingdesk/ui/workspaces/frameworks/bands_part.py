"""Bands: their names and ranks, and beside them what leads to each: a row of the ladder, or a card of the best fit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, edits
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import Part
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools
from bandingdesk.ui.workspaces.frameworks.way_card import WayCard


class BandsPart(Part):
    """The bands, lowest first as they are written, then each way in which the band is found."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Bands"),
            self.tr("The rank orders the bands, because names may run downwards. Money stands in its own part."),
        )
        card = Card()
        self.bands = self.grid(self.tr("Bands"), self.tr("Band"))
        card.add(self.bands)
        self.tools = RowTools(editor, self.bands, self.tr("Add a band"), self._add, self._remove, self._move)
        card.add(self.tools)
        self.add(card)
        holder = QWidget()
        self._ways = QVBoxLayout(holder)
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._ways.setSpacing(12)
        self.add(holder)
        self.ways: list[WayCard] = []
        self.finish()

    def notes(self) -> list[Note]:
        return self.editor.checked.at(("bands",))

    def reveal(self, note: Note) -> QWidget | None:
        if note.where[:1] == ("bands",) and len(note.where) > 1:
            self.bands.go_to(note.where[1])
            return self.bands
        for way in self.ways:
            if draft.is_under(note.where, way.path):
                if "rows" in note.where:
                    way.table.go_to(note.where[note.where.index("rows") + 1])
                return way.table
        return self.bands

    def show_part(self) -> None:
        headings = (
            Heading(self.tr("Band"), 130, 1),
            Heading(self.tr("Rank"), 64, centred=True),
            Heading(self.tr("Offered in"), 150, 1),
            Heading(self.tr("In a sentence"), 200, 3),
        )
        bands = self.editor.document.get("bands", ())
        self.bands.show_lines(headings, [Line(at, self._cells(at, one)) for at, one in enumerate(bands)])
        self.tools.refresh()
        paths = edits.deciders(self.editor.document)
        if len(paths) != len(self.ways):
            cards.clear(self._ways)
            self.ways = [WayCard(self) for _ in paths]
            for way in self.ways:
                self._ways.addWidget(way)
        for way, path in zip(self.ways, paths, strict=True):
            way.show_way(path)

    def _cells(self, at: int, one: dict[str, Any]) -> tuple[Cell, ...]:
        top: Path = ("bands", at)
        note, tone = self.wrong_at(top)
        name = self.cell((*top, "name"), strong=True, note=note, note_tone=tone)
        contexts = {one["id"]: one for one in self.editor.document.get("contexts", ())}
        setting = contexts.get("setting")
        offered = one.get("settings")
        values = tuple(setting["values"]) if setting else ()
        labels = dict(zip(values, (setting or {}).get("labels") or values, strict=False))
        choices: tuple[tuple[object, str], ...] = ((None, self.tr("every setting")),)
        choices += tuple(((value,), self.tr("{0} only").replace("{0}", str(labels[value]))) for value in values)
        choices += tuple(
            (tuple(each for each in values if each != value), self.tr("not {0}").replace("{0}", str(labels[value])))
            for value in values
            if len(values) > 2
        )
        kept = None if offered is None else tuple(offered)
        said = self.tr("every setting") if kept is None else ", ".join(str(labels.get(each, each)) for each in kept)
        where = self.cell((*top, "settings"), "choice", choices=choices, value=kept, text=said)
        return (name, self.cell((*top, "rank"), "whole"), where, self.cell((*top, "summary")))

    def edit_cell(self, cell: Cell, value: Any, step: str) -> None:
        if cell.path[-1:] == ("settings",):
            self.write(cell.path, None if value is None else list(value), self.tr("Where a band is offered"))
        elif cell.path[-1:] == ("rank",) and value is None:
            return
        else:
            super().edit_cell(cell, value, step)

    def _add(self) -> None:
        name = self.tr("Band {n}").replace("{n}", str(len(self.editor.document.get("bands", ())) + 1))
        document = edits.add_band(self.editor.document, name)
        self.editor.apply(document, self.tr("Add a band"))
        self.bands.go_to(len(document["bands"]) - 1)

    def _remove(self, at: int) -> None:
        name = str(self.editor.get(("bands", at, "name")))
        document = edits.remove_band(self.editor.document, at)
        self.editor.apply(document, self.tr("Remove {name}").replace("{name}", name))

    def _move(self, at: int, by: int) -> None:
        self.editor.apply(draft.move(self.editor.document, ("bands", at), by), self.tr("Move a band"))
