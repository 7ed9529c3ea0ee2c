"""Settings, phases and other facts beside the levels: what rules and amounts may read, each value in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, edits
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

_TOP = ("contexts",)


class ContextsCard(Card):
    """A row for each value, under the fact that it belongs to. A value is added below the one that one stands on."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.tr("Settings, phases and other facts"))
        self._part = part
        self.table = Grid(self.tr("Settings, phases and other facts"))
        self.table.edited.connect(self._on_edited)
        self.add(self.table)
        self.tools = RowTools(part.editor, self.table, self.tr("Add a value"), self._on_add, self._on_remove, None)
        self.fact = QuietButton(self.tr("Add a fact"), icon="plus")
        self.fact.clicked.connect(self._on_fact)
        self.tools.layout().insertWidget(1, self.fact)  # type: ignore[union-attr]  # a row of buttons
        self.add(self.tools)

    def show_contexts(self) -> None:
        """Show the facts as they stand."""
        headings = (
            Heading(self.tr("Fact"), 140, 1),
            Heading(self.tr("Short name"), 120, 1),
            Heading(self.tr("In words"), 200, 2),
        )
        lines = []
        for at, one in enumerate(self._part.editor.get(_TOP, ()) or ()):
            for place, value in enumerate(one["values"]):
                name = self._part.cell((*_TOP, at, "name"), strong=True) if place == 0 else Cell()
                label = one["labels"][place] if one.get("labels") else value
                words = self._part.cell((*_TOP, at, "labels", place), text=str(label), value=label)
                lines.append(Line((at, place), (name, Cell(str(value), tone="text"), words)))
        self.table.show_lines(headings, lines)
        self.tools.refresh()
        read = "" if self._part.editor.is_open_to_edits else self.tr("This version is only read. Make a new draft.")
        self.fact.say_why_not(read)

    def _on_edited(self, cell: Cell, value: Any) -> None:
        """Write a name, or the words of a value: the first that are written give all values of the fact words."""
        path = (*_TOP, cell.path[1], "labels") if cell.kind != "fixed" and "labels" in cell.path else ()
        if path and value is None:
            return
        if path and not self._part.read(path):
            values = list(self._part.read((*path[:-1], "values")))
            values[int(cell.path[-1])] = value
            self._part.write(path, values, self.tr("Words of a value"))
        else:
            self._part.edit_cell(cell, value, self.tr("Fact"))

    def _on_fact(self) -> None:
        """Add another fact with one value; its name and words are then written in its cells."""
        editor = self._part.editor
        known = edits.ids(editor.document, _TOP)
        usual = next((one for one in ("setting", "phase") if one not in known), None)  # amounts know these two by name
        name = usual or self.tr("New fact")
        made = {"id": usual or edits.new_id(name, known), "name": name, "values": ["new"]}
        editor.apply(draft.insert(editor.document, _TOP, made), self.tr("Add a fact"))

    def _place(self) -> tuple[int, int]:
        key = self.table.current_key
        return key if isinstance(key, tuple) else (0, -1)

    def _on_add(self) -> None:
        editor = self._part.editor
        contexts = list(editor.get(_TOP, ()) or ())
        name = self.tr("New value")
        if not contexts:
            contexts = [{"id": "setting", "name": self.tr("setting"), "values": ["new"], "labels": [name]}]
        else:
            at, _ = self._place()
            contexts[at] = _with_value(contexts[at], name)
        editor.apply(draft.put(editor.document, _TOP, contexts), self.tr("Add a value"))

    def _on_remove(self, _row: int) -> None:
        editor = self._part.editor
        at, place = self._place()
        one = dict(editor.get((*_TOP, at)))
        kept: Any = [value for n, value in enumerate(one["values"]) if n != place]
        if kept:
            one["values"] = kept
            if one.get("labels"):
                one["labels"] = [label for n, label in enumerate(one["labels"]) if n != place]
            document = draft.put(editor.document, (*_TOP, at), one)
        else:
            document = draft.remove(editor.document, (*_TOP, at))
        editor.apply(document, self.tr("Remove a value"))


def _with_value(context: dict[str, Any], name: str) -> dict[str, Any]:
    value = edits.new_id(name, context["values"])
    labels = list(context.get("labels") or context["values"])
    return {**context, "values": [*context["values"], value], "labels": [*labels, name]}
