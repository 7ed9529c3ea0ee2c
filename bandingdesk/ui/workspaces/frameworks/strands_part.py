"""Strands: the areas of need that are rated one by one, under the council's headings."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, edits
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import Part
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools


class StrandsPart(Part):
    """The table of strands, and the headings they stand under."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Strands"),
            self.tr("Each strand is rated by itself. Strands may have different top levels."),
        )
        card = Card()
        self.strands = self.grid(self.tr("Strands"), self.tr("Strand"))
        card.add(self.strands)
        self.tools = RowTools(editor, self.strands, self.tr("Add a strand"), self._add, self._remove, self._move)
        card.add(self.tools)
        self.add(card)
        heads = Card(self.tr("Headings over the strands"))
        self.areas = self.grid(self.tr("Headings"), self.tr("Heading"))
        heads.add(self.areas)
        self.area_tools = RowTools(
            editor, self.areas, self.tr("Add a heading"), self._add_area, self._remove_area, self._move_area
        )
        heads.add(self.area_tools)
        self.add(heads)
        self.finish()

    def notes(self) -> list[Note]:
        found = self.editor.checked.at(("strands",), ("areas",))
        return [note for note in found if "levels" not in note.where]

    def reveal(self, note: Note) -> QWidget | None:
        if note.where[:1] == ("strands",) and len(note.where) > 1:
            self.strands.go_to(note.where[1])
        return self.strands

    def show_part(self) -> None:
        document = self.editor.document
        areas = tuple((one["id"], one["name"]) for one in document.get("areas", ()))
        known = {area for area, _ in areas}
        areas += tuple(
            (area, area)
            for area in dict.fromkeys(one["area"] for one in document.get("strands", ()))
            if area not in known
        )
        headings = (
            Heading(self.tr("Strand"), 152, 2),
            Heading(self.tr("Heading"), 120, 3),
            Heading(self.tr("Levels"), 72, centred=True),
            Heading(self.tr("How it is chosen"), 164),
            Heading(self.tr("A tie goes"), 104),
            Heading(self.tr("Optional"), 84, centred=True),
        )
        lines = [self._line(at, one, areas) for at, one in enumerate(document.get("strands", ()))]
        self.strands.show_lines(headings, lines)
        self._show_areas()
        self.tools.refresh()
        self.area_tools.refresh()

    def _line(self, at: int, one: dict[str, Any], areas: tuple[tuple[object, str], ...]) -> Line:
        top: tuple[str | int, ...] = ("strands", at)
        numbers = [level["level"] for level in one.get("levels", ())]
        levels = self.tr("{low} to {high}").replace("{low}", str(min(numbers, default=0)))
        ratings = (
            ("assessor_choice", self.tr("the assessor chooses")),
            ("best_fit", self.tr("the best fit")),
            ("highest_descriptor", self.tr("the highest that applies")),
        )
        rating = self.cell((*top, "rating", "kind"), "choice", choices=ratings)
        if rating.value is None:
            rating = self.cell(
                (*top, "rating", "kind"), "choice", choices=ratings, text=ratings[0][1], value="assessor_choice"
            )
        optional = bool(one.get("optional"))
        left_out = self.cell(
            (*top, "optional"),
            "flag",
            value=optional,
            text=self.tr("yes") if optional else "",
            told=self.tr("yes") if optional else self.tr("no"),
        )
        return Line(
            at,
            (
                self.cell((*top, "name"), strong=True, note="", note_tone=""),
                self.cell((*top, "area"), "choice", choices=areas),
                Cell(levels.replace("{high}", str(max(numbers, default=0)))),
                rating,
                self._ties(top, one),
                left_out,
            ),
        )

    def _ties(self, top: Path, one: dict[str, Any]) -> Cell:
        """Return where a tie of the best fit goes; the other ways to rate know no tie."""
        if draft.get(one, ("rating", "kind")) != "best_fit":
            return Cell()
        ways = ((None, self.tr("not said")), ("up", self.tr("up")), ("down", self.tr("down")))
        return self.cell((*top, "rating", "ties"), "choice", choices=(*ways, ("refer", self.tr("to people"))))

    def _show_areas(self) -> None:
        headings = (Heading(self.tr("Short name"), 130), Heading(self.tr("Heading in words"), 240, 1))
        lines = [
            Line(at, (self.cell(("areas", at, "id"), "fixed", strong=True), self.cell(("areas", at, "name"))))
            for at, _ in enumerate(self.editor.get(("areas",), ()) or ())
        ]
        self.areas.show_lines(headings, lines)

    def edit_cell(self, cell: Cell, value: Any, step: str) -> None:
        """Write a cell; a tie belongs to the best fit alone."""
        if cell.path[-2:] == ("rating", "kind") and cell.kind != "fixed":
            kept = {key: one for key, one in self.read(cell.path[:-1], {}).items() if value == "best_fit"}
            self.write(cell.path[:-1], {**kept, "kind": value}, self.tr("How a level is chosen"))
        else:
            super().edit_cell(cell, value, step)

    # Acts

    def _add(self) -> None:
        document = edits.add_strand(self.editor.document, self.tr("New strand"))
        self.editor.apply(document, self.tr("Add a strand"))
        self.strands.go_to(len(document["strands"]) - 1)
        self.strands.setFocus()

    def _remove(self, at: int) -> None:
        name = str(self.editor.get(("strands", at, "name")))
        self.editor.apply(
            edits.remove_strand(self.editor.document, at), self.tr("Remove {name}").replace("{name}", name)
        )

    def _move(self, at: int, by: int) -> None:
        self.editor.apply(draft.move(self.editor.document, ("strands", at), by), self.tr("Move a strand"))

    def _add_area(self) -> None:
        words = self.tr("New heading")
        made = {"id": edits.new_id(words, edits.ids(self.editor.document, ("areas",))), "name": words}
        self.editor.apply(draft.insert(self.editor.document, ("areas",), made), self.tr("Add a heading"))

    def _remove_area(self, at: int) -> None:
        self.editor.apply(draft.remove(self.editor.document, ("areas", at)), self.tr("Remove a heading"))

    def _move_area(self, at: int, by: int) -> None:
        self.editor.apply(draft.move(self.editor.document, ("areas", at), by), self.tr("Move a heading"))
