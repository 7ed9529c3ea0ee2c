"""Bands: their names and ranks, and beside them what leads to each: a row of the ladder, or a card of the best fit."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import NONE, Part, allow
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

KINDS = ("thresholds", "cases", "best_fit", "best_of")


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


class WayCard(Card):
    """One way in which the band is found: its kind, and its ladder or cards where it has them."""

    def __init__(self, part: BandsPart) -> None:
        super().__init__(part.tr("How the band is found"))
        self._part = part
        self.path: Path = ("decide",)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self.kind, self.of = Choice([(kind, _kind(kind)) for kind in KINDS]), Choice()
        self.kind.chosen.connect(self._on_kind)
        self.of.chosen.connect(self._on_of)
        self._of_field = FormField(self.tr("Of"), self.of)
        grid.addWidget(FormField(self.tr("By"), self.kind), 0, 0)
        grid.addWidget(self._of_field, 0, 1)
        ends = ((NONE, self.tr("Not said")), ("refer", self.tr("People decide")))
        self.ends: dict[str, Choice] = {}
        self._end_fields: list[FormField] = []
        for at, (end, label) in enumerate((("below", self.tr("Below the ladder")), ("above", self.tr("Above it")))):
            field = Choice(ends)
            field.chosen.connect(lambda value, end=end: self._on_end(end, value))
            self.ends[end] = field
            self._end_fields.append(FormField(label, field))
            grid.addWidget(self._end_fields[-1], 1, at)
        self.add(grid)
        self.findings = FindingList(part.editor, with_place=False, most=3)
        self.add(self.findings)
        self.table = part.grid(self.tr("What leads to each band"), self.tr("Ladder"))
        self.add(self.table)

    def show_way(self, path: Path) -> None:
        """Show the way at PATH."""
        self.path = path
        editor = self._part.editor
        way = editor.get(path) or {}
        kind = way.get("kind", "thresholds")
        self.kind.set_value(kind)
        self._of_field.setVisible(kind in ("thresholds", "best_fit"))
        for holder in self._end_fields:
            holder.setVisible(kind == "thresholds")
        for field in (self.kind, self.of, *self.ends.values()):
            allow(field, editor)
        self.table.setVisible(kind in ("thresholds", "best_fit"))
        found = editor.checked.at(path)
        notes = [note for note in found if words.part_of(note, editor.document) == "bands"]
        self.findings.show_notes([note for note in notes if note.severity != "info"])
        if kind == "thresholds":
            self._show_ladder(way)
        elif kind == "best_fit":
            self._show_cards(way)

    def _show_ladder(self, way: dict[str, Any]) -> None:
        measures = self._part.editor.document.get("measures", ())
        known = [(one["id"], str(one.get("name") or one["id"])) for one in measures]
        value = way.get("measure")
        self.of.set_choices(known if value in dict(known) else [*known, (value, str(value))], value)
        for end, field in self.ends.items():
            field.set_value(way.get(end) or NONE)
        bands = self._bands()
        headings = (
            Heading(self.tr("Band"), 150, 2),
            Heading(self.tr("From"), 90, 1, centred=True),
            Heading(self.tr("To"), 90, 1, centred=True),
        )
        lines = []
        for at, _ in enumerate(way.get("rows", ())):
            top = (*self.path, "rows", at)
            note, tone = self._part.wrong_at(top)
            band = self._part.cell((*top, "band"), "choice", choices=bands, strong=True, note=note, note_tone=tone)
            lines.append(
                Line(at, (band, self._part.cell((*top, "from"), "whole"), self._part.cell((*top, "to"), "whole")))
            )
        self.table.show_lines(headings, lines)

    def _show_cards(self, way: dict[str, Any]) -> None:
        strands = self._part.editor.document.get("strands", ())
        known = [(one["id"], str(one["name"])) for one in strands]
        self.of.set_choices(known, way.get("strand") if way.get("strand") in dict(known) else None)
        names = next(
            ({level["level"]: level.get("name") for level in one["levels"]}
             for one in strands if one["id"] == way.get("strand")), {}
        )  # fmt: skip
        headings = (Heading(self.tr("The description that fits best"), 220, 2), Heading(self.tr("Band"), 150, 1))
        lines = []
        for at, card in enumerate(way.get("cards", ())):
            said = self.tr("Level {n}").replace("{n}", str(card["level"]))
            name = names.get(card["level"])
            band = self._part.cell((*self.path, "cards", at, "band"), "choice", choices=self._bands())
            lines.append(Line(at, (Cell(f"{said}: {name}" if name else said, strong=True, tone="text"), band)))
        self.table.show_lines(headings, lines)

    def _bands(self) -> tuple[tuple[object, str], ...]:
        ranked = sorted(self._part.editor.document.get("bands", ()), key=lambda band: int(band["rank"]))
        return tuple((one["id"], str(one["name"])) for one in ranked)

    def _on_kind(self, kind: object) -> None:
        if kind != self._part.editor.get((*self.path, "kind")):
            made = edits.new_decision(self._part.editor.document, str(kind))
            self._part.write(self.path, made, self.tr("How the band is found"))

    def _on_of(self, value: object) -> None:
        key = "measure" if self.kind.value == "thresholds" else "strand"
        self._part.write((*self.path, key), value, self.tr("How the band is found"))

    def _on_end(self, end: str, value: object) -> None:
        self._part.write((*self.path, end), None if value == NONE else value, self.tr("The ends of the ladder"))


def _kind(kind: str) -> str:
    said = {
        "thresholds": words.tr("A ladder"),
        "cases": words.tr("Rules"),
        "best_fit": words.tr("Best fit"),
        "best_of": words.tr("Best of several ways"),
    }
    return said[kind]
