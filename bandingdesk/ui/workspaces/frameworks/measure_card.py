"""What one measure is made of: the rates of a costed map, the strand of each main need, the descriptors of a set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.amounts_card import SCALES
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading, Line
from bandingdesk.ui.workspaces.frameworks.money_head import ROUNDINGS, parts_of, rounding_words
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

_MADE_OF = {"cost": "rates", "primary": "strands"}  # the list that such a measure is made of


class MeasureCard(Card):
    """The parts of the measure that is chosen in the list: its fields, and a table where it has rows."""

    def __init__(self, part: Part) -> None:
        super().__init__(part.tr("What it is made of"))
        self._part = part
        self._path: Path = ()
        self._fields: dict[str, list[QWidget]] = {}  # those of each kind of measure
        self.fields = Fields(part, lambda: self._path)
        self._add_fields()
        self.table = part.grid(self.tr("What the measure is made of"), self.tr("Measure"))
        self.add(self.table)
        self.tools = RowTools(part.editor, self.table, self.tr("Add a row"), self._on_add, self._on_remove, None)
        self.add(self.tools)

    def _add_fields(self) -> None:
        fields = self.fields
        scale = fields.choice(words.tr("Kept in"), ("scale",), parts_of(words.tr("point"), (1, 10, 100)), usual=1)
        every = words.tr("all strands")
        strands = fields.several(words.tr("Strands that are looked at"), ("strands",), self._strands, all_words=every)
        needs = fields.choice(words.tr("The main need is named in"), ("context",), self._contexts)
        set_ = fields.line(words.tr("Name of the set"), ("set",), longest=64, needed=True)
        ticks = fields.several(words.tr("Descriptors that are counted"), ("descriptors",), self._descriptors)
        unit = fields.line(words.tr("Unit"), ("unit",), longest=60)
        lines = fields.line(words.tr("List of a case that holds the map"), ("lines",), longest=64, needed=True)
        weeks = fields.whole(words.tr("Weeks a year"), ("weeks",), low=1, high=53, usual=38)
        pennies = fields.choice(words.tr("Rates are kept in"), ("scale",), parts_of(words.tr("penny"), SCALES), usual=1)
        roundings = [(one, rounding_words(one)) for one in ROUNDINGS[:-1]]
        rounding = fields.choice(words.tr("Rounding of each line"), ("rounding",), roundings, usual="half_up")
        self._fields = {
            "points": [scale],
            "number": [unit, scale],
            "count": [strands],
            "highest": [strands],
            "primary": [needs],
            "descriptors_met": [set_, ticks],
            "cost": [lines, weeks, pennies, rounding],
        }
        self.add(row_of(needs, set_, ticks))
        self.add(row_of(unit, scale, strands))
        self.add(row_of(lines, weeks))
        self.add(row_of(pennies, rounding))

    def show_measure(self, at: int) -> None:
        """Show the parts of the measure at a place of the list."""
        one = self._part.editor.get(("measures", at)) if at >= 0 else None
        kind = one["kind"] if one is not None else ""
        self._path = ("measures", at)
        self.setVisible(one is not None)
        mine = self._fields.get(kind, [])
        for fields in self._fields.values():
            for field in fields:
                field.setVisible(field in mine)
        for shown in (self.table, self.tools):
            shown.setVisible(kind in _MADE_OF)
        if one is None:
            return
        self.fields.show()
        if kind == "cost":
            self._show_rates(one)
        elif kind == "primary":
            self._show_needs(one)
        self.tools.refresh()

    def _strands(self) -> list[tuple[Any, str]]:
        return [(one["id"], str(one["name"])) for one in self._part.editor.document.get("strands", ())]

    def _contexts(self) -> list[tuple[Any, str]]:
        contexts = self._part.editor.document.get("contexts", ()) or ()
        return [(one["id"], str(one.get("name") or one["id"])) for one in contexts]

    def _descriptors(self) -> list[tuple[Any, str]]:
        return edits.descriptor_names(self._part.editor.document)

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
            pence = self._part.cell((*top, "pence"), "whole")
            if one.get("scale", 1) == 1:
                pence = self._part.cell((*top, "pence"), "money", text=text.money(rate["pence"], ""))
            each = self._part.cell((*top, "per"), "choice", choices=per)
            most = self._part.cell((*top, "max_minutes"), "whole")
            lines.append(Line(at, (self._part.cell((*top, "name"), strong=True), pence, each, most)))
        self.table.show_lines(headings, lines)

    def _show_needs(self, one: dict[str, Any]) -> None:
        strands = tuple((each["id"], str(each["name"])) for each in self._part.editor.document.get("strands", ()))
        headings = (Heading(self.tr("Main need"), 200, 1), Heading(self.tr("Strand that stands for it"), 220, 1))
        lines = []
        for at, _ in enumerate(one.get("strands", ())):
            strand = self._part.cell((*self._path, "strands", at, "strand"), "choice", choices=strands)
            value = self._part.cell(
                (*self._path, "strands", at, "value"), "choice", choices=self._needs(one), strong=True
            )
            lines.append(Line(at, (value, strand)))
        self.table.show_lines(headings, lines)

    def _needs(self, one: dict[str, Any]) -> tuple[tuple[object, str], ...]:
        contexts = {each["id"]: each for each in self._part.editor.document.get("contexts", ()) or ()}
        context = contexts.get(one["context"], {"values": ()})
        return tuple(zip(context["values"], context.get("labels") or context["values"], strict=False))

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
