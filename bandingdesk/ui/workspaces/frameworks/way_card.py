"""One way in which the band is found: its kind, its ladder or its cards, and the ways inside a best of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import NONE, WRITES, allow
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.bands_part import BandsPart

KINDS = ("thresholds", "cases", "best_fit", "best_of")


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
        relied_on = (("required", self.tr("must be named")), ("optional", self.tr("may be named")))
        self.relied_on = Choice(relied_on)
        self.relied_on.chosen.connect(self._on_relied_on)
        self._relied_field = FormField(self.tr("Descriptors relied on"), self.relied_on)
        grid.addWidget(self._relied_field, 2, 0)
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
        self.tools = RowTools(
            part.editor, self.table, self.tr("Add a row"), self._on_add, self._on_remove, self._on_move
        )
        self.add(self.tools)
        self._add_ways()

    def _add_ways(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.more = QuietButton(self.tr("Add another way"), icon="plus")
        self.more.clicked.connect(self._on_more)
        self.take = QuietButton(self.tr("Remove this way"), icon="minus")
        self.take.clicked.connect(self._on_take)
        row.addWidget(self.more)
        row.addWidget(self.take)
        row.addStretch(1)
        self.add(row)

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
        for field in (self.kind, self.of, self.relied_on, *self.ends.values()):
            allow(field, editor)
        self._relied_field.setVisible(kind == "best_fit")
        self.relied_on.set_value(way.get("relied_on", "required"))
        for shown in (self.table, self.tools):
            shown.setVisible(kind in ("thresholds", "best_fit"))
        self._show_ways(kind)
        self._name_places(kind)
        found = editor.checked.at(path)
        notes = [note for note in found if words.part_of(note, editor.document) == "bands"]
        self.findings.show_notes([note for note in notes if note.severity != "info"])
        if kind == "thresholds":
            self._show_ladder(way)
        elif kind == "best_fit":
            self._show_cards(way)
        self.tools.refresh()

    def _show_ways(self, kind: str) -> None:
        """A best of several has two ways at least: the third and later ones can go."""
        inside = self.path[-2:-1] == ("of",)
        is_open = self._part.editor.is_open_to_edits
        self.more.setVisible(kind == "best_of" and is_open)
        count = len(self._part.read(self.path[:-1], ())) if inside else 0
        self.take.setVisible(inside and is_open)
        self.take.say_why_not("" if count > 2 else self.tr("A best of several has two ways at least."))

    def _name_places(self, kind: str) -> None:
        """Say which place each field writes."""
        named = {self.kind: "kind", self.of: "measure" if kind == "thresholds" else "strand"}
        named |= {self.relied_on: "relied_on", self.ends["above"]: "above", self.ends["below"]: "below"}
        for field, key in named.items():
            field.setProperty(WRITES, draft.text((*self.path, key)))

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

    # Acts

    @property
    def _rows(self) -> Path:
        return (*self.path, "rows" if self.kind.value == "thresholds" else "cards")

    def _on_add(self) -> None:
        document, rows = self._part.editor.document, self._part.read(self._rows, ()) or ()
        band = edits.highest_band(document)
        made: dict[str, Any] | None
        if self.kind.value == "thresholds":
            last = max((row["to"] for row in rows), default=-1)
            made = {"band": band, "from": last + 1, "to": last + 10}
        else:
            strand = next((one for one in document["strands"] if one["id"] == self.of.value), None)
            levels = [level["level"] for level in strand["levels"]] if strand is not None else []
            free = [level for level in levels if level not in {row["level"] for row in rows}]
            made = {"level": free[0], "band": band} if free else None
        if made is not None:
            self._part.apply(draft.insert(document, self._rows, made), self.tr("Add a row"))
            self.table.go_to(len(rows))

    def _on_remove(self, at: int) -> None:
        self._part.apply(draft.remove(self._part.whole, (*self._rows, at)), self.tr("Remove a row"))

    def _on_move(self, at: int, by: int) -> None:
        self._part.apply(draft.move(self._part.whole, (*self._rows, at), by), self.tr("Move a row"))

    def _on_more(self) -> None:
        made = edits.new_decision(self._part.editor.document, "cases")
        self._part.apply(draft.insert(self._part.whole, (*self.path, "of"), made), self.tr("Add another way"))

    def _on_take(self) -> None:
        self._part.apply(draft.remove(self._part.whole, self.path), self.tr("Remove a way"))

    def _on_relied_on(self, value: object) -> None:
        self._part.write(
            (*self.path, "relied_on"), None if value == "required" else value, self.tr("Descriptors relied on")
        )

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
