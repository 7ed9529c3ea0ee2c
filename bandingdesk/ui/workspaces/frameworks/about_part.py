"""About: what the scheme is called, when it is in force, what it promises, and how people may depart from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QCheckBox

from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.contexts_card import ContextsCard
from bandingdesk.ui.workspaces.frameworks.crosswalk_card import CrosswalkCard
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.fields import Fields, row_of
from bandingdesk.ui.workspaces.frameworks.grid_model import Heading
from bandingdesk.ui.workspaces.frameworks.list_card import Column, ListCard
from bandingdesk.ui.workspaces.frameworks.part import NONE, Part, allow
from bandingdesk.ui.workspaces.frameworks.sources_card import SourcesCard

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
        self.fields = Fields(self)
        self._add_name()
        self._add_days()
        self._add_scope()
        self.contexts = ContextsCard(self)
        self.add(self.contexts)
        self._add_promises()
        self._add_reasons()
        self.crosswalks = CrosswalkCard(self)
        self.add(self.crosswalks)
        self.sources = SourcesCard(self)
        self.add(self.sources)
        self.finish()

    def _add_name(self) -> None:
        card = Card(self.tr("Name"))
        card.add(self.fields.line(self.tr("Title"), ("title",), needed=True))
        row = row_of(
            self.fields.line(self.tr("Version"), ("version",), longest=64, needed=True),
            self.fields.line(self.tr("Council"), ("authority", "name"), needed=True),
            self.fields.line(self.tr("Its ONS code"), ("authority", "ons"), longest=9),
        )
        card.add(row)
        hint = self.tr("What a head teacher or a parent should know about this version.")
        card.add(self.fields.note(self.tr("What changes"), ("change_note",), hint=hint))
        self.add(card)

    def _add_days(self) -> None:
        card = Card(self.tr("In force"))
        self.open_end = QCheckBox(self.tr("Until another version replaces it"))
        self._last_field = self.fields.day(self.tr("Last day"), ("effective", "to"))
        card.add(row_of(self.fields.day(self.tr("First day"), ("effective", "from")), self._last_field))
        card.add(self.open_end)
        self.open_end.clicked.connect(self._on_open_end)
        self.add(card)

    def _add_scope(self) -> None:
        card = Card(self.tr("For whom"))
        hint = self.tr("One kind a line, in the council’s own words. Empty: for every kind.")
        card.add(self.fields.lines(self.tr("Kinds of plan"), ("scope", "plans"), hint=hint))
        self.ages = self.fields.part_of_it(self.tr("Only for some ages"), ("scope", "ages"), lambda: [0, 25])
        card.add(self.ages)
        ends = (self.tr("From, years"), self.tr("To, years"))
        self._ages = [self.fields.whole(label, ("scope", "ages", at), high=25) for at, label in enumerate(ends)]
        card.add(row_of(*self._ages, spare=2))
        others = self.tr("Also for children whom another authority pays for")
        card.add(self.fields.flag(others, ("scope", "other_authorities")))
        self.add(card)

    def _add_promises(self) -> None:
        card = Card(self.tr("What it promises"))
        promise = self.tr("A higher need never leads to a lower band or amount. The checks prove it.")
        card.add(self.fields.flag(promise, ("monotone",), on="required"))
        choices = (
            ("interval", self.tr("gives a range until it is rated")),
            ("lowest", self.tr("counts as its lowest level")),
            ("error", self.tr("stops the case until it is rated")),
        )
        card.add(self.fields.choice(self.tr("A strand that is not rated"), ("missing",), choices))
        years = (
            (NONE, self.tr("not said")),
            ("financial", self.tr("the financial year")),
            ("academic", self.tr("the school year")),
        )
        card.add(self.fields.choice(self.tr("Years are counted by"), ("year_basis",), years))
        self.add(card)

    def _add_reasons(self) -> None:
        card = Card(self.tr("When people decide another band"))
        card.add(self.fields.flag(self.tr("People may decide another band"), ("override", "allowed"), off=False))
        self.reasons = ListCard(
            self,
            self.tr("Reasons for another band"),
            lambda: _REASONS,
            _reason_columns,
            self._new_reason,
            self.tr("Add a reason"),
            bare=True,
        )
        card.add(self.reasons)
        self.add(card)

    def notes(self) -> list[Note]:
        notes = self.editor.checked.notes
        return [note for note in notes if note.where[:1] not in {(one,) for one in _ELSEWHERE} and not note.in_tariff]

    def show_part(self) -> None:
        self.fields.show()
        has_end = bool(self.read(("effective", "to")))
        allow(self.open_end, self.editor)
        self.open_end.setChecked(not has_end)
        self._last_field.setVisible(has_end)
        for field in self._ages:
            field.setVisible(self.ages.isChecked())
        self.contexts.show_contexts()
        self.reasons.show_list()
        self.crosswalks.show_crosswalks()
        self.sources.show_list()

    def _on_open_end(self, checked: bool) -> None:
        first = date.fromisoformat(str(self.editor.get(("effective", "from"))))
        last = None if checked else date(first.year + 1, first.month, min(first.day, 28)).isoformat()
        self.write(("effective", "to"), last, self.tr("Last day"))

    def _new_reason(self) -> dict[str, str]:
        codes = [_code(one) for one in self.read(_REASONS, ()) or ()]
        number = next(n for n in range(1, 1000) if f"R{n}" not in codes)
        return {"id": f"R{number}", "text": self.tr("Say the reason")}


def _reason_columns() -> tuple[Column, ...]:
    """A reason may be a bare code; words make it a code with its words."""
    return (
        Column("id", Heading(words.tr("Code"), 120), read=_code, put=_with_code, needed=True, strong=True),
        Column("text", Heading(words.tr("The reason in words"), 260, 1), read=_words_of, put=_with_words, needed=True),
    )


def _code(reason: Any) -> str:
    return reason if isinstance(reason, str) else str(reason["id"])


def _words_of(reason: Any) -> str | None:
    return None if isinstance(reason, str) else str(reason["text"])


def _with_code(reason: Any, code: Any) -> Any:
    return code if isinstance(reason, str) else {**reason, "id": code}


def _with_words(reason: Any, said: Any) -> Any:
    return {"id": _code(reason), "text": said}
