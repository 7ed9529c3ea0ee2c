"""What else a scheme reckons beside points: counts, highest levels, numbers. Each is one line with few fields."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import Part, allow
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

KINDS = ("count", "highest", "primary", "number", "descriptors_met", "cost", "points")


class MeasureList(Card):
    """The measures as a table; a new one is chosen by its kind."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self._part = part
        self.setAccessibleName(self.tr("What the scheme reckons"))
        self.table = part.grid(self.tr("What the scheme reckons"), self.tr("Measure"))
        self.add(self.table)
        self.tools = RowTools(part.editor, self.table, self.tr("Add a measure"), self._on_add, self._on_remove, None)
        self.kind = Choice([(kind, _kind(kind)) for kind in KINDS], "count")
        self.kind.setAccessibleName(self.tr("Kind of the new measure"))
        self.kind.setMinimumContentsLength(18)
        self.tools.layout().insertWidget(0, self.kind)  # type: ignore[union-attr]  # a row of buttons
        self.body.addWidget(self.tools, 0, Qt.AlignmentFlag.AlignLeft)

    def show_measures(self) -> None:
        """Show the measures as they stand."""
        headings = (
            Heading(self.tr("What is reckoned"), 200, 2),
            Heading(self.tr("Its name in sentences"), 166, 1),
            Heading(self.tr("Level or rank"), 106, centred=True),
            Heading(self.tr("From"), 56, centred=True),
            Heading(self.tr("To"), 56, centred=True),
        )
        measures = self._part.editor.document.get("measures", ()) or ()
        self.table.show_lines(headings, [Line(at, self._cells(at, one)) for at, one in enumerate(measures)])
        self.tools.refresh()
        allow(self.kind, self._part.editor)

    def _cells(self, at: int, one: dict[str, Any]) -> tuple[Cell, ...]:
        cell, top = self._part.cell, ("measures", at)
        note, tone = self._part.wrong_at(top)
        head = Cell(_kind(one["kind"]), strong=True, tone="text", note=note, note_tone=tone)
        which = Cell()
        if one["kind"] in ("count", "highest"):
            which = cell((*top, "level" if one["kind"] == "count" else "rank"), "whole")
            which = which if which.value is not None else cell((*top, "rank"), "whole", text="1", value=1)
        ends = [cell((*top, key), "whole") if one["kind"] == "number" else Cell() for key in ("min", "max")]
        return (head, cell((*top, "name")), which, *ends)

    def _on_add(self) -> None:
        editor = self._part.editor
        document = draft.insert(editor.document, ("measures",), new_measure(editor.document, str(self.kind.value)))
        editor.apply(document, self.tr("Add a measure"))
        self.table.go_to(len(document["measures"]) - 1)

    def _on_remove(self, at: int) -> None:
        editor = self._part.editor
        editor.apply(draft.remove(editor.document, ("measures", at)), self.tr("Remove a measure"))


def _kind(kind: str) -> str:
    said = {
        "points": words.tr("Points by strand and level"),
        "count": words.tr("How many at a level or more"),
        "highest": words.tr("The highest level, or the next"),
        "primary": words.tr("The level of the main need"),
        "descriptors_met": words.tr("How many descriptors"),
        "cost": words.tr("A costed provision map"),
        "number": words.tr("A number that a person writes"),
    }
    return said[kind]


def new_measure(document: Document, kind: str) -> dict[str, Any]:
    """Return a measure of KIND over what the document has."""
    made = {"kind": kind, "id": edits.new_id(kind, edits.ids(document, ("measures",)))}
    strands = document.get("strands", ())
    match kind:
        case "count":
            return made | {"level": max(level["level"] for level in strands[0]["levels"])}
        case "number":
            return made | {"min": 0, "max": 100}
        case "points":
            rows = [{"strand": one["id"], "points": list(range(len(one["levels"])))} for one in strands]
            return made | {"table": rows}
        case "primary":
            context = (document.get("contexts") or [{"id": "need", "values": ["main"]}])[0]
            pairs = zip(context["values"], strands, strict=False)
            return made | {
                "context": context["id"],
                "strands": [{"value": value, "strand": one["id"]} for value, one in pairs],
            }
        case "descriptors_met":
            return made | {"set": made["id"], "descriptors": edits.descriptors(document)[:1] or ["descriptor"]}
        case "cost":
            rate = {"id": "ta", "name": words.tr("Teaching assistant"), "per": "hour", "pence": 1500}
            return made | {"lines": "provision", "rates": [rate]}
        case _:
            return made
