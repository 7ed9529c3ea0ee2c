"""Tests: worked examples inside the scheme. Each says what its levels must give; all run again with every change."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import FormField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import WRITES, Part, find_field
from bandingdesk.ui.workspaces.frameworks.profile_board import ProfileBoard, strands_of
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools
from bandingdesk.ui.workspaces.frameworks.worked_test import TestCard


class TestsPart(Part):
    """The tests as a table with their outcome; the levels of the one that is chosen on a board below."""

    __test__ = False  # not a class of pytest's

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Tests"),
            self.tr("Worked examples with the answer they must have, and where each comes from."),
        )
        card = Card()
        self.table = self.grid(self.tr("Tests"), self.tr("Test"))
        self.table.current_changed.connect(lambda _key: self._show_levels())
        card.add(self.table)
        self.tools = RowTools(editor, self.table, self.tr("Add a test"), self._add, self._remove, self._move)
        card.add(self.tools)
        self.add(card)
        self._levels = Card()
        self._title = labels.SectionTitle("")
        self.look = LinkButton(self.tr("Try this profile"))
        self.look.clicked.connect(self._on_look)
        self._title.add(self.look)
        self._levels.add(self._title)
        self._why = labels.Label("", "second_strong", "danger", wrap=True)
        self._levels.add(self._why)
        self.source = form.line(longest=400)
        self.source.editingFinished.connect(self._on_source)
        self._levels.add(FormField(self.tr("Where it comes from"), self.source))
        self.board = ProfileBoard(self.tr("Levels of the test"))
        self.board.rated.connect(self._on_rated)
        self._levels.add(self.board)
        self.add(self._levels)
        self.more = TestCard(self)
        self.add(self.more)
        self.finish()

    @property
    def at(self) -> int:
        """The place of the test one stands on, -1 for none."""
        key = self.table.current_key
        return key if isinstance(key, int) else -1

    def notes(self) -> list[Note]:
        return [note for note in self.editor.checked.at(("tests",)) if note.code != "test_failed"]

    def reveal(self, note: Note) -> QWidget | None:
        if len(note.where) > 1:
            self.table.go_to(note.where[1])
        return find_field(self, note.where) or self.table

    def show_part(self) -> None:
        document = self.editor.document
        contexts = document.get("contexts", ()) or ()
        headings = [Heading(self.tr("Outcome"), 96), Heading(self.tr("Test"), 56)]
        headings += [Heading(str(one.get("name") or one["id"]).capitalize(), 100, 1) for one in contexts]
        headings += [
            Heading(self.tr("Band"), 82, 1),
            Heading(self.tr("Points"), 70, centred=True),
        ]
        if self.editor.tariff is not None:
            headings.append(Heading(self.tr("Amount"), 84, right=True))
        tests = document.get("tests", ()) or ()
        lines = [Line(at, self._cells(at, one, contexts)) for at, one in enumerate(tests)]
        self.table.show_lines(headings, lines)
        if lines and self.at < 0:
            self.table.go_to(0)
        self.tools.refresh()
        self._show_levels()

    def _cells(self, at: int, one: dict[str, Any], contexts: Any) -> tuple[Cell, ...]:
        top: Path = ("tests", at)
        cells = [self._outcome(at), self.cell((*top, "id"), strong=True, note="", note_tone="")]
        for context in contexts:
            named = tuple(zip(context["values"], context.get("labels") or context["values"], strict=False))
            cells.append(self.cell((*top, "context", context["id"]), "choice", choices=named))
        bands: tuple[tuple[object, str], ...] = tuple(
            (band["id"], str(band["name"]))
            for band in sorted(self.editor.document.get("bands", ()), key=lambda band: int(band["rank"]))
        )
        choices = ((None, self.tr("referred")), *bands)
        expected = one.get("expect", {}).get("band")
        said = dict(bands).get(expected, self.tr("referred")) if not one.get("expect", {}).get("bands") else ""
        band = self.cell((*top, "expect", "band"), "choice", choices=choices, value=expected, text=said)
        amount = self.cell((*top, "expect", "pence"), "money")
        if isinstance(amount.value, int):
            said = text.money(amount.value, "")
            amount = self.cell((*top, "expect", "pence"), "money", text=said)
        return (*cells, band, self.cell((*top, "expect", "points"), "whole"), amount)

    def _outcome(self, at: int) -> Cell:
        checked = self.editor.checked
        if checked.report is None or self.editor.is_unchecked:
            return Cell(self.tr("Not run"), icon="circle", tone="text2")
        if at in checked.failed_tests():
            return Cell(self.tr("Fails"), icon="circle-x", tone="danger", strong=True)
        return Cell(self.tr("Passes"), icon="circle-check", tone="ok", strong=True)

    def _show_levels(self) -> None:
        one = self.editor.get(("tests", self.at)) if self.at >= 0 else None
        self._levels.setVisible(one is not None)
        self.more.show_test(self.at if one is not None else -1)
        if one is None:
            return
        self._title.set_title(self.tr("Levels of {test}").replace("{test}", str(one.get("id", ""))))
        failed = [note for note in self.editor.checked.at(("tests", self.at)) if note.code == "test_failed"]
        self._why.setText(failed[0].message if failed else "")
        self._why.setVisible(bool(failed))
        self.source.setReadOnly(not self.editor.is_open_to_edits)
        if not self.source.hasFocus():
            self.source.setText(str(one.get("source", "")))
        for field, key in ((self.board, "levels"), (self.source, "source")):
            field.setProperty(WRITES, draft.text(("tests", self.at, key)))
        self.board.show_profile(
            strands_of(self.editor.document), one.get("levels", {}), enabled=self.editor.is_open_to_edits
        )

    def edit_cell(self, cell: Cell, value: Any, step: str) -> None:
        if cell.kind == "fixed":
            return
        if cell.path[-2:] == ("expect", "band"):  # null says "referred": the key stays
            expect = {key: one for key, one in self.read(cell.path[:-1], {}).items() if key != "bands"}
            self.write(cell.path[:-1], expect | {"band": value}, self.tr("What a test must give"))
        else:
            super().edit_cell(cell, value, step)

    def write(self, path: Path, value: Any, name: str) -> None:
        """Write VALUE at PATH; a test that gives a range of bands names no single one."""
        if path[-2:] == ("expect", "bands") and value:
            super().write(path[:-1], {**self.read(path[:-1], {}), "band": None, "bands": value}, name)
        else:
            super().write(path, value, name)

    def _on_source(self) -> None:
        if self.source.isModified() and self.at >= 0 and self.editor.is_open_to_edits:
            self.source.setModified(False)
            self.write(("tests", self.at, "source"), self.source.text().strip() or None, self.tr("Source of a test"))

    def _on_rated(self, strand: str, level: object) -> None:
        if self.at >= 0 and self.editor.is_open_to_edits:
            self.write(("tests", self.at, "levels", strand), level, self.tr("Level of a test"))

    def _on_look(self) -> None:
        from bandingdesk.matrix.analyse import Witness

        one = self.editor.get(("tests", self.at), {})
        numbers = dict(one.get("numbers", {}))
        ticks = tuple(one.get("descriptors", ()))
        self.editor.try_out(Witness(one["levels"], one.get("context", {}), ticks, numbers), one)

    def _add(self) -> None:
        levels, context = edits.lowest_profile(self.editor.document)
        bands = sorted(self.editor.document.get("bands", ()), key=lambda band: int(band["rank"]))
        profile = {"levels": levels, "context": context}
        self.editor.add_test(profile, {"band": bands[0]["id"] if bands else None})
        self.table.go_to(len(self.editor.document.get("tests", ())) - 1)
        self.board.setFocus()

    def _remove(self, at: int) -> None:
        self.editor.apply(draft.remove(self.editor.document, ("tests", at)), words.tr("Remove a test"))

    def _move(self, at: int, by: int) -> None:
        self.editor.apply(draft.move(self.editor.document, ("tests", at), by), words.tr("Move a test"))
