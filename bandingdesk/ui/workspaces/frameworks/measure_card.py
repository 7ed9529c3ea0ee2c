"""What one measure is made of: the rates of a costed map, the strand of each main need, the descriptors of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from bandingdesk.ui import text
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import allow
from bandingdesk.ui.workspaces.frameworks.pickers import Several
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

_MADE_OF = {"cost": "rates", "primary": "strands"}  # the list that such a measure is made of


class MeasureCard(Card):
    """The parts of the measure that is chosen in the list, for the kinds that have any."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.tr("What it is made of"))
        self._part = part
        self._path: Path = ()
        self.table = part.grid(self.tr("What the measure is made of"), self.tr("Measure"))
        self.add(self.table)
        self.tools = RowTools(part.editor, self.table, self.tr("Add a row"), self._on_add, self._on_remove, None)
        self.add(self.tools)
        self.several = Several(self.tr("Descriptors that are counted"))
        self.several.chosen.connect(self._on_several)
        self.body.addWidget(self.several, 0, Qt.AlignmentFlag.AlignLeft)

    def show_measure(self, at: int) -> None:
        """Show the parts of the measure at a place of the list; nothing for a kind that has none."""
        editor = self._part.editor
        one = editor.get(("measures", at)) if at >= 0 else None
        kind = one["kind"] if one is not None else ""
        self._path = ("measures", at)
        self.setVisible(kind in ("cost", "primary", "descriptors_met"))
        is_set = kind == "descriptors_met"
        for shown in (self.table, self.tools):
            shown.setVisible(not is_set)
        self.several.setVisible(is_set)
        if one is None:
            return
        if is_set:
            known: list[tuple[object, str]] = [(id_, id_) for id_ in edits.descriptors(editor.document)]
            self.several.show_values(known, one.get("descriptors", ()))
            allow(self.several, editor)
        elif kind == "cost":
            self._show_rates(one)
        elif kind == "primary":
            self._show_needs(one)
        self.tools.refresh()

    def _show_rates(self, one: dict[str, Any]) -> None:
        per = (
            ("minute", words.tr("a minute")),
            ("hour", words.tr("an hour")),
            ("weekly_hour", words.tr("an hour each week, for a year")),
        )
        headings = (
            Heading(self.tr("Support"), 160, 2),
            Heading(self.tr("Costs"), 90, right=True),
            Heading(self.tr("For"), 150, 1),
            Heading(self.tr("At most, minutes"), 146, centred=True),
        )
        lines = []
        for at, rate in enumerate(one.get("rates", ())):
            top = (*self._path, "rates", at)
            pence = self._part.cell((*top, "pence"), "money", text=text.money(rate["pence"], ""))
            each = self._part.cell((*top, "per"), "choice", choices=per)
            most = self._part.cell((*top, "max_minutes"), "whole")
            lines.append(Line(at, (self._part.cell((*top, "name"), strong=True), pence, each, most)))
        self.table.show_lines(headings, lines)

    def _show_needs(self, one: dict[str, Any]) -> None:
        strands = tuple((each["id"], str(each["name"])) for each in self._part.editor.document.get("strands", ()))
        headings = (Heading(self.tr("Main need"), 200, 1), Heading(self.tr("Strand that stands for it"), 220, 1))
        lines = []
        for at, pair in enumerate(one.get("strands", ())):
            strand = self._part.cell((*self._path, "strands", at, "strand"), "choice", choices=strands)
            lines.append(Line(at, (Cell(str(pair["value"]), strong=True, tone="text"), strand)))
        self.table.show_lines(headings, lines)

    def _on_add(self) -> None:
        editor = self._part.editor
        kind = editor.get((*self._path, "kind"))
        path = (*self._path, _MADE_OF[kind])
        if kind == "cost":
            name = self.tr("New support")
            made = {"id": edits.new_id(name, edits.ids(editor.document, path)), "name": name, "per": "hour", "pence": 0}
        else:
            context = next(
                one for one in editor.get(("contexts",), ()) if one["id"] == editor.get((*self._path, "context"))
            )
            used = [pair["value"] for pair in editor.get(path, ())]
            free = [value for value in context["values"] if value not in used]
            if not free:
                return
            made = {"value": free[0], "strand": editor.get(("strands", 0, "id"))}
        editor.apply(draft.insert(editor.document, path, made), self.tr("Add a row"))

    def _on_remove(self, at: int) -> None:
        editor = self._part.editor
        path = (*self._path, _MADE_OF[editor.get((*self._path, "kind"))], at)
        editor.apply(draft.remove(editor.document, path), self.tr("Remove a row"))

    def _on_several(self, chosen: object) -> None:
        self._part.write((*self._path, "descriptors"), chosen, self.tr("Descriptors that are counted"))
