"""Points: what each level of a strand is worth, how often it counts, and what some strands count together at most."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.measure_card import MeasureCard
from bandingdesk.ui.workspaces.frameworks.measure_list import MeasureList
from bandingdesk.ui.workspaces.frameworks.part import TONES, WRITES, Part, allow
from bandingdesk.ui.workspaces.frameworks.pickers import Several

_GAP = "\N{EN DASH}"


class PointsPart(Part):
    """The table of points, the caps on groups below it, then what else the scheme reckons."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Points"),
            self.tr("What each level is worth. A strand without a level has no cell there."),
        )
        self._which = 0
        self.which = Choice()
        self.which.chosen.connect(self._on_which)
        self._which_field = FormField(self.tr("Table of points"), self.which)
        self.add(self._which_field)
        self._points = Card()
        self.table = Grid(self.tr("Points by strand and level"))
        self.table.edited.connect(self._on_points)
        self._points.add(self.table)
        self.add(self._points)
        self._caps = Card(self.tr("Counted together"))
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._caps.add(holder)
        self.add_cap = QuietButton(self.tr("Add a limit for strands together"), icon="plus")
        self.add_cap.clicked.connect(self._on_add_cap)
        self._caps.body.addWidget(self.add_cap, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._caps)
        self._rows: list[CapRow] = []
        self.measures = MeasureList(self)
        self.add(self.measures)
        self.made_of = MeasureCard(self)
        self.add(self.made_of)
        self.measures.table.current_changed.connect(lambda _key: self._show_made_of())
        self.finish()

    @property
    def measure(self) -> Path:
        """The path of the measure whose table is shown."""
        tables = edits.points_tables(self.editor.document)
        return tables[min(self._which, len(tables) - 1)][:2] if tables else ("measures", 0)

    def notes(self) -> list[Note]:
        document = self.editor.document
        return [note for note in self.editor.checked.notes if words.part_of(note, document) == "points"]

    def reveal(self, note: Note) -> QWidget | None:
        if "table" in note.where and len(note.where) > 3:
            self.table.go_to(note.where[3])
        elif note.where[:1] == ("strands",):
            strand = self.editor.get((*note.where[:2], "id"))
            rows = draft.get(self.editor.document, (*self.measure, "table"), ())
            at = next((at for at, row in enumerate(rows) if row["strand"] == strand), 0)
            level = note.where[3] if len(note.where) > 3 and isinstance(note.where[3], int) else 0
            self.table.go_to(at, level + 1)
        return self.table

    def show_part(self) -> None:
        document = self.editor.document
        tables = edits.points_tables(document)
        self._points.setVisible(bool(tables))
        self._caps.setVisible(bool(tables))
        self._which_field.setVisible(len(tables) > 1)
        named = [(at, str(draft.get(document, (*path[:2], "id")))) for at, path in enumerate(tables)]
        if named != [(self.which.itemData(at), self.which.itemText(at)) for at in range(self.which.count())]:
            self.which.set_choices(named, self._which if tables else None)
        if tables:
            self._show_points()
            self._show_caps()
        self.measures.show_measures()
        self._show_made_of()
        read = self.tr("This version is only read. Make a new draft.")
        self.add_cap.say_why_not("" if self.editor.is_open_to_edits else read)

    def _show_points(self) -> None:
        document = self.editor.document
        strands = {one["id"]: one for one in document.get("strands", ())}
        levels = sorted({level["level"] for one in strands.values() for level in one.get("levels", ())})
        headings = [Heading(self.tr("Strand, by level"), 192, 2)]
        headings += [Heading(str(level), 56, 1, centred=True) for level in levels]
        headings.append(Heading(self.tr("Times"), 60, centred=True))
        rows = draft.get(document, (*self.measure, "table"), ())
        lines = [
            Line(at, self._points_line(at, row, strands.get(row["strand"]), levels)) for at, row in enumerate(rows)
        ]
        self.table.show_lines(headings, lines)

    def _points_line(
        self, at: int, row: dict[str, Any], strand: Document | None, levels: list[int]
    ) -> tuple[Cell, ...]:
        top = (*self.measure, "table", at)
        note, tone = self.wrong_at(top)
        own = [level["level"] for level in strand["levels"]] if strand else []
        name = str(strand["name"]) if strand else str(row["strand"])
        cells = [Cell(name, strong=True, tone="text", note=note, note_tone=tone)]
        for level in levels:
            place = own.index(level) if level in own else -1
            has_points = strand is not None and 0 <= place < len(row["points"])
            cells.append(self._points_cell(top, place, row["strand"]) if has_points else Cell(_GAP))
        weight = self.cell((*top, "weight"), "whole")
        if weight.value is None:
            weight = self.cell((*top, "weight"), "whole", text="1", value=1)
        return (*cells, weight)

    def _points_cell(self, top: Path, place: int, strand: str) -> Cell:
        """Return the cell of a level; a finding about that level of the strand stands beside its points."""
        known = edits.ids(self.editor.document, ("strands",))
        about = ("strands", known.index(strand), "levels", place)
        found = [
            note
            for note in self.editor.checked.at(about)
            if words.part_of(note, self.editor.document) == "points" and note.is_open
        ]
        cell = self.cell((*top, "points", place), "whole")
        if found and not cell.note:
            note, tone = found[0].message, TONES[found[0].severity]
            cell = self.cell((*top, "points", place), "whole", note=note, note_tone=tone)
        return cell

    def _on_points(self, cell: Cell, value: object) -> None:
        if cell.kind == "whole" and value is not None:
            strand = draft.get(self.editor.document, (*cell.path[:4], "strand"))
            named = {one["id"]: one["name"] for one in self.editor.document.get("strands", ())}
            step = self.tr("Points of {strand}").replace("{strand}", str(named.get(strand, strand)))
            self.edit_cell(cell, None if cell.path[-1] == "weight" and value == 1 else value, step)

    def _show_made_of(self) -> None:
        at = self.measures.table.current_key
        self.made_of.show_measure(at if isinstance(at, int) else -1)

    def _show_caps(self) -> None:
        caps = draft.get(self.editor.document, (*self.measure, "group_caps"), ()) or ()
        if len(caps) != len(self._rows):
            cards.clear(self._list)
            self._rows = [CapRow(self) for _ in caps]
            for row in self._rows:
                self._list.addWidget(row)
        for at, (row, cap) in enumerate(zip(self._rows, caps, strict=True)):
            row.show_cap(at, cap)

    def _on_which(self, at: object) -> None:
        self._which = int(str(at))
        self.refresh()

    def _on_add_cap(self) -> None:
        strands = [one["id"] for one in self.editor.document.get("strands", ())[:2]]
        made = {"strands": strands, "max": 50, "why": self.tr("Say why.")}
        document = draft.insert(self.editor.document, (*self.measure, "group_caps"), made)
        self.editor.apply(document, self.tr("Add a limit"))


class CapRow(QWidget):
    """One limit as a sentence: "[Learning and Literacy] count at most [60] together, because […]"."""

    def __init__(self, part: PointsPart) -> None:
        super().__init__()
        self._part, self._at = part, 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.strands = Several(self.tr("Strands that count together"))
        self.strands.chosen.connect(lambda value: self._write("strands", value, self.tr("Strands of a limit")))
        self.most = form.line(longest=7)
        self.most.setFixedWidth(72)
        self.most.setAccessibleName(self.tr("Most points together"))
        self.most.editingFinished.connect(self._on_most)
        row.addWidget(self.strands)
        row.addWidget(labels.Label(self.tr("count at most")))
        row.addWidget(self.most)
        row.addWidget(labels.Label(self.tr("together.")))
        row.addStretch(1)
        self._remove = LinkButton(self.tr("Remove"))
        self._remove.setAccessibleName(self.tr("Remove this limit"))
        self._remove.clicked.connect(self._on_remove)
        row.addWidget(self._remove)
        column.addLayout(row)
        self.why = form.line(longest=400)
        self.why.setAccessibleName(self.tr("Why they count together"))
        self.why.editingFinished.connect(self._on_why)
        because = QHBoxLayout()
        because.setSpacing(8)
        because.addWidget(labels.Label(self.tr("Because")))
        because.addWidget(self.why, 1)
        column.addLayout(because)

    def show_cap(self, at: int, cap: dict[str, Any]) -> None:
        """Show the limit at this place."""
        self._at = at
        edits_ = self._part.editor.is_open_to_edits
        strands = self._part.editor.document.get("strands", ())
        self.strands.show_values([(one["id"], one["name"]) for one in strands], cap["strands"])
        allow(self.strands, self._part.editor)
        for field, value in ((self.most, str(cap["max"])), (self.why, cap.get("why") or "")):
            field.setReadOnly(not edits_)
            if not field.hasFocus():
                field.setText(value)
        self._remove.setVisible(edits_)
        for part, key in ((self.strands, "strands"), (self.most, "max"), (self.why, "why")):
            part.setProperty(WRITES, draft.text((*self._path(), key)))

    def _path(self) -> Path:
        return (*self._part.measure, "group_caps", self._at)

    def _write(self, key: str, value: Any, name: str) -> None:
        self._part.write((*self._path(), key), value, name)

    def _on_most(self) -> None:
        words_ = self.most.text().strip()
        if self.most.isModified() and words_.isdigit():
            self.most.setModified(False)
            self._write("max", int(words_), self.tr("Most points together"))

    def _on_why(self) -> None:
        if self.why.isModified():
            self.why.setModified(False)
            self._write("why", self.why.text().strip() or None, words.tr("the reason"))

    def _on_remove(self) -> None:
        self._part.editor.apply(draft.remove(self._part.editor.document, self._path()), self.tr("Remove a limit"))
