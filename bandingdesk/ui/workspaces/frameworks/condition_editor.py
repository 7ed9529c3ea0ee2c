"""A condition as a sentence with lists to choose from: the closed vocabulary and nothing else, groups inside groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card, flow, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.workspaces.frameworks import edits
from bandingdesk.ui.workspaces.frameworks.draft import Document
from bandingdesk.ui.workspaces.frameworks.pickers import Several, WholeField

KINDS = ("strand_at_least", "count_at_least", "measure", "context", "descriptor_met", "all", "any", "not")
Condition = dict[str, Any]


def _tr(words: str) -> str:
    return QCoreApplication.translate("conditions", words)


class ConditionEditor(QWidget):
    """One condition. `edited` carries what it became; it is built anew only when its kind or its parts change."""

    edited = Signal(object)

    def __init__(self, document: Document, condition: Condition, *, enabled: bool, inner: bool = False) -> None:
        super().__init__()
        self._document, self._condition, self._enabled = document, condition, enabled
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        line = QWidget()
        self._line = flow.Flow(line, across=8, down=6)
        column.addWidget(line)
        self.kind = Choice([(kind, _kind(kind)) for kind in KINDS], condition["kind"])
        self.kind.setAccessibleName(_tr("What is asked"))
        self.kind.setMinimumContentsLength(15)
        self._allow(self.kind)
        self.kind.chosen.connect(self._on_kind)
        self._line.addWidget(self.kind)
        self.parts: list[ConditionEditor] = []
        self._fill(column)

    # The line of each kind

    def _fill(self, column: QVBoxLayout) -> None:
        match self._condition["kind"]:
            case "strand_at_least":
                self._add_strand()
            case "count_at_least":
                self._add_count()
            case "measure":
                self._add_measure()
            case "context":
                self._add_context()
            case "descriptor_met":
                known: list[tuple[object, str]] = [(one, one) for one in edits.descriptors(self._document)]
                self._choose("descriptor", _tr("Descriptor"), known)
            case "all" | "any":
                self._add_parts(column, list(self._condition["of"]))
            case "not":
                self._add_parts(column, [self._condition["of"]])

    def _add_strand(self) -> None:
        self._choose("strand", _tr("Strand"), self._strands())
        self._say(_tr("is at level"))
        self._number("level", _tr("Level"), -100, 100)
        self._say(_tr("or more"))

    def _add_count(self) -> None:
        exactly = Choice([(False, _tr("at least")), (True, _tr("exactly"))], bool(self._condition.get("exactly")))
        exactly.setAccessibleName(_tr("At least or exactly"))
        exactly.chosen.connect(lambda on: self._write("exactly", True if on else None))
        self._put(exactly)
        self._number("n", _tr("How many strands"), 0, 200)
        self._say(_tr("of"))
        several = Several(_tr("Which strands are counted"), all_words=_tr("all strands"))
        several.show_values(self._strands(), self._condition.get("strands"))
        several.chosen.connect(lambda value: self._write("strands", value))
        self._put(several)
        self._say(_tr("are at level"))
        self._number("level", _tr("Level"), -100, 100)
        self._say(_tr("or more"))

    def _add_measure(self) -> None:
        measures = [(one["id"], str(one.get("name") or one["id"])) for one in self._document.get("measures", ())]
        self._choose("measure", _tr("Measure"), measures)
        self._say(_tr("is from"))
        self._number("from", _tr("From"), -1_000_000, 1_000_000, may_be_empty=True)
        self._say(_tr("to"))
        self._number("to", _tr("To"), -1_000_000, 1_000_000, may_be_empty=True)

    def _add_context(self) -> None:
        contexts = self._document.get("contexts", ())
        self._choose("context", _tr("Which fact"), [(one["id"], str(one.get("name") or one["id"])) for one in contexts])
        self._say(_tr("is"))
        one: Document = next((each for each in contexts if each["id"] == self._condition["context"]), {"values": []})
        named = list(zip(one["values"], one.get("labels") or one["values"], strict=False))
        several = Several(_tr("Any of these values"))
        several.show_values(named, self._condition.get("values", ()))
        several.chosen.connect(lambda value: self._write("values", value))
        self._put(several)

    def _add_parts(self, column: QVBoxLayout, parts: list[Condition]) -> None:
        frame = QFrame()
        frame.setProperty("look", "well")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(12, 8, 12, 8)
        inner.setSpacing(8)
        for at, one in enumerate(parts):
            row = QHBoxLayout()
            row.setSpacing(8)
            part = ConditionEditor(self._document, one, enabled=self._enabled, inner=True)
            part.edited.connect(lambda value, at=at: self._write_part(at, value))
            self.parts.append(part)
            row.addWidget(part, 1)
            if len(parts) > 1 and self._enabled:
                remove = LinkButton(_tr("Remove"))
                remove.setAccessibleName(_tr("Remove part {n}").replace("{n}", str(at + 1)))
                remove.clicked.connect(lambda _on=False, at=at: self._remove_part(at))
                row.addWidget(remove)
            inner.addLayout(row)
        if self._condition["kind"] != "not" and self._enabled:
            add = QuietButton(_tr("Add a part"), icon="plus")
            add.clicked.connect(self._add_part)
            foot = QHBoxLayout()
            foot.addWidget(add)
            foot.addStretch(1)
            inner.addLayout(foot)
        column.addWidget(frame)

    # Small fields

    def _put(self, field: QWidget) -> None:
        self._allow(field)
        self._line.addWidget(field)

    def _allow(self, field: QWidget) -> None:
        field.setEnabled(self._enabled)
        field.setToolTip("" if self._enabled else _tr("This version is only read. Make a new draft."))

    def _say(self, words: str) -> None:
        label = labels.Label(words, "body")
        label.setMinimumHeight(34)
        self._line.addWidget(label)

    def _choose(self, key: str, name: str, choices: list[tuple[object, str]]) -> None:
        value = self._condition.get(key)
        if value not in [known for known, _ in choices]:
            choices = [*choices, (value, str(value))]
        field = Choice(choices, value)
        field.setAccessibleName(name)
        field.setMinimumContentsLength(min(18, max((len(words) for _, words in choices), default=8)))
        field.chosen.connect(lambda chosen: self._write(key, chosen))
        self._put(field)

    def _number(self, key: str, name: str, low: int, high: int, *, may_be_empty: bool = False) -> None:
        field = WholeField(name, low=low, high=high, may_be_empty=may_be_empty)
        field.show_value(self._condition.get(key))
        field.written.connect(lambda value: self._write(key, value))
        self._put(field)

    def _strands(self) -> list[tuple[object, str]]:
        return [(one["id"], str(one["name"])) for one in self._document.get("strands", ())]

    # What it becomes

    def _write(self, key: str, value: Any) -> None:
        made = {name: one for name, one in {**self._condition, key: value}.items() if one is not None}
        if key == "context":
            context = next(one for one in self._document["contexts"] if one["id"] == value)
            made["values"] = [context["values"][0]]
        self.edited.emit(made)

    def _on_kind(self, kind: object) -> None:
        if kind == self._condition["kind"]:
            return
        made = edits.new_condition(self._document, str(kind))
        held = self._condition.get("of")
        groups = ("all", "any")
        if kind in groups:  # what is there becomes the first part of the group
            parts = held if isinstance(held, list) else [held if held is not None else self._condition]
            made["of"] = parts
        elif kind == "not":
            made["of"] = self._condition if self._condition["kind"] != "not" else held
        self.edited.emit(made)

    def _write_part(self, at: int, value: Condition) -> None:
        if self._condition["kind"] == "not":
            self._write("of", value)
        else:
            self._write("of", [value if n == at else one for n, one in enumerate(self._condition["of"])])

    def _remove_part(self, at: int) -> None:
        self._write("of", [one for n, one in enumerate(self._condition["of"]) if n != at])

    def _add_part(self) -> None:
        self._write("of", [*self._condition["of"], edits.new_condition(self._document, "strand_at_least")])


def _kind(kind: str) -> str:
    said = {
        "strand_at_least": _tr("one strand"),
        "count_at_least": _tr("a number of strands"),
        "measure": _tr("what is reckoned"),
        "context": _tr("setting or phase"),
        "descriptor_met": _tr("this descriptor"),
        "all": _tr("all of these"),
        "any": _tr("any of these"),
        "not": _tr("not this"),
    }
    return said[kind]


class ConditionHolder(QWidget):
    """Holds the editor of one condition and builds it anew when it changes; the focus returns to where it was."""

    def __init__(self, take: Callable[[Condition], None]) -> None:
        super().__init__()
        self._take = take
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._shown: tuple[object, ...] = ()
        self.editor: ConditionEditor | None = None

    def show_condition(self, document: Document, condition: Condition, *, enabled: bool) -> None:
        """Show CONDITION over the names of DOCUMENT."""
        key = (condition, enabled, _names(document))
        if key == self._shown:
            return
        self._shown = key
        place = self._focused()
        card.clear(self._column)
        self.editor = ConditionEditor(document, condition, enabled=enabled)
        self.editor.edited.connect(self._take)
        self._column.addWidget(self.editor)
        fields = self._fields()
        if place is not None and place < len(fields):
            fields[place].setFocus()

    def _fields(self) -> list[QWidget]:
        from PySide6.QtCore import Qt

        found = self.editor.findChildren(QWidget) if self.editor is not None else []
        return [one for one in found if one.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _focused(self) -> int | None:
        return next((at for at, one in enumerate(self._fields()) if one.hasFocus()), None)


def _names(document: Document) -> tuple[object, ...]:
    strands = tuple((one["id"], one["name"]) for one in document.get("strands", ()))
    return strands, tuple(edits.ids(document, ("measures",))), tuple(edits.ids(document, ("contexts",)))
