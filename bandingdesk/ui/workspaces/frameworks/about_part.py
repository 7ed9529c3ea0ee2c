"""About: what the scheme is called, when it is in force, what it promises, and how people may depart from it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import DayField, FormField
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.contexts_card import ContextsCard
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Line
from bandingdesk.ui.workspaces.frameworks.part import NONE, Part, RowTools, allow

_REASONS = ("override", "reasons")
_ELSEWHERE = ("strands", "measures", "decide", "adjust", "guards", "bands", "tests")


class AboutPart(Part):
    """The name, the days, the promises."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("About this scheme"),
            self.tr("What people read first: its name, when it is in force, and what it promises."),
        )
        self._add_name()
        self._add_days()
        self.contexts = ContextsCard(self)
        self.add(self.contexts)
        self._add_promises()
        self._add_reasons()
        self.finish()

    def _add_name(self) -> None:
        card = Card(self.tr("Name"))
        card.add(self.line(self.tr("Title"), ("title",)))
        row = QHBoxLayout()
        row.setSpacing(16)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.line(self.tr("Version"), ("version",), longest=64), 1, top)
        row.addWidget(self.line(self.tr("Council"), ("authority", "name")), 2, top)
        card.add(row)
        hint = self.tr("What a head teacher or a parent should know about this version.")
        card.add(self.note_field(self.tr("What changes"), ("change_note",), hint=hint))
        self.add(card)

    def _add_days(self) -> None:
        card = Card(self.tr("In force"))
        self.first, self.last = DayField(), DayField()
        self.open_end = QCheckBox(self.tr("Until another version replaces it"))
        row = QHBoxLayout()
        row.setSpacing(16)
        self._last_field = FormField(self.tr("Last day"), self.last)
        row.addWidget(FormField(self.tr("First day"), self.first), 1)
        row.addWidget(self._last_field, 1)
        card.add(row)
        card.add(self.open_end)
        self.first.editingFinished.connect(lambda: self._write_day(self.first, "from", self.tr("First day")))
        self.last.editingFinished.connect(lambda: self._write_day(self.last, "to", self.tr("Last day")))
        self.open_end.clicked.connect(self._on_open_end)
        self.add(card)

    def _add_promises(self) -> None:
        card = Card(self.tr("What it promises"))
        words = self.tr("A higher need never leads to a lower band or amount. The checks prove it.")
        card.add(self.flag(words, ("monotone",), on="required"))
        choices = (
            ("interval", self.tr("gives a range until it is rated")),
            ("lowest", self.tr("counts as its lowest level")),
            ("error", self.tr("stops the case until it is rated")),
        )
        card.add(self.choice(self.tr("A strand that is not rated"), ("missing",), choices))
        years = (
            (NONE, self.tr("not said")),
            ("financial", self.tr("the financial year")),
            ("academic", self.tr("the school year")),
        )
        card.add(self.choice(self.tr("Years are counted by"), ("year_basis",), years))
        self.add(card)

    def _add_reasons(self) -> None:
        card = Card(self.tr("When people decide another band"))
        card.add(self.flag(self.tr("People may decide another band"), ("override", "allowed"), off=False))
        self.reasons = self.grid(self.tr("Reasons for another band"), self.tr("Reason"))
        card.add(self.reasons)
        self.tools = RowTools(
            self.editor, self.reasons, self.tr("Add a reason"), self._add_reason, self._remove_reason, self._move_reason
        )
        card.add(self.tools)
        self.add(card)

    def notes(self) -> list[Note]:
        notes = self.editor.checked.notes
        return [note for note in notes if note.where[:1] not in {(one,) for one in _ELSEWHERE} and not note.in_tariff]

    def show_part(self) -> None:
        edits = self.editor.is_open_to_edits
        effective = self.editor.get(("effective",)) or {}
        for field, key in ((self.first, "from"), (self.last, "to")):
            field.setReadOnly(not edits)
            if effective.get(key) and not field.hasFocus():
                day = date.fromisoformat(effective[key])
                field.setDate(QDate(day.year, day.month, day.day))
        allow(self.open_end, self.editor)
        self.open_end.setChecked(not effective.get("to"))
        self._last_field.setVisible(bool(effective.get("to")))
        self.contexts.show_contexts()
        headings = (Heading(self.tr("Code"), 120), Heading(self.tr("The reason in words"), 260, 1))
        lines = [
            Line(at, (self._code(at, one), self.cell((*_REASONS, at, "text"))))
            for at, one in enumerate(self.editor.get(_REASONS, ()) or ())
        ]
        self.reasons.show_lines(headings, lines)
        self.tools.refresh()

    def _code(self, at: int, one: object) -> Cell:
        return self.cell((*_REASONS, at) if isinstance(one, str) else (*_REASONS, at, "id"), strong=True)

    def _write_day(self, field: DayField, key: str, name: str) -> None:
        day = field.date()
        if self.editor.is_open_to_edits:
            self.write(("effective", key), date(day.year(), day.month(), day.day()).isoformat(), name)

    def _on_open_end(self, checked: bool) -> None:
        first = date.fromisoformat(str(self.editor.get(("effective", "from"))))
        last = None if checked else first.replace(year=first.year + 1).isoformat()
        self.write(("effective", "to"), last, self.tr("Last day"))

    def _add_reason(self) -> None:
        codes = [one if isinstance(one, str) else one["id"] for one in self.editor.get(_REASONS, ()) or ()]
        number = next(n for n in range(1, 1000) if f"R{n}" not in codes)
        made = {"id": f"R{number}", "text": self.tr("Say the reason")}
        self.editor.apply(draft.insert(self.editor.document, _REASONS, made), self.tr("Add a reason"))

    def _remove_reason(self, at: int) -> None:
        self.editor.apply(draft.remove(self.editor.document, (*_REASONS, at)), self.tr("Remove a reason"))

    def _move_reason(self, at: int, by: int) -> None:
        self.editor.apply(draft.move(self.editor.document, (*_REASONS, at), by), self.tr("Move a reason"))
