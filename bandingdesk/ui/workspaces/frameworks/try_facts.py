"""What a profile holds beside its levels: contexts, descriptors relied on, numbers, and the lines of a costed map."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import amounts, text
from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks.fields import row_of
from bandingdesk.ui.workspaces.frameworks.pickers import MoneyField, WholeField
from bandingdesk.ui.workspaces.frameworks.try_view_model import TryViewModel

if TYPE_CHECKING:
    from bandingdesk.matrix.framework import Framework
    from bandingdesk.matrix.measures import CostMeasure
    from bandingdesk.matrix.scheme import Scheme


class FactsForm(QWidget):
    """The fields, built for the scheme in hand. `contexts` stands above the board, the rest below it."""

    def __init__(self, trial: TryViewModel) -> None:
        super().__init__()
        self._trial = trial
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.contexts = QWidget()
        self._row = QHBoxLayout(self.contexts)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._for = ("", False)  # the scheme that the fields were built for
        self._choices: dict[str, Choice] = {}
        self._numbers: dict[str, WholeField] = {}
        self._ticks: dict[str, QCheckBox] = {}
        self._maps: dict[str, CostMap] = {}
        self._paid: ProtectedForm | None = None

    def show_facts(self) -> None:
        """Show what is typed."""
        scheme = self._trial.scheme
        if scheme is None:
            return
        is_protected = scheme.money is not None and scheme.money.protection is not None
        if (scheme.sha256, is_protected) != self._for:
            self._build(scheme, is_protected)
            self._for = (scheme.sha256, is_protected)
        typed = self._trial.typed
        for name, field in self._choices.items():
            field.set_value(typed.context.get(name))
        for name, number in self._numbers.items():
            number.show_value(typed.numbers.get(name))
        for name, box in self._ticks.items():
            box.setChecked(name in typed.descriptors)
        for name, costed in self._maps.items():
            costed.show_lines(typed.lines.get(name, ()))
        if self._paid is not None:
            self._paid.show_paid(typed.paid_before, typed.on)

    def _build(self, scheme: Scheme, is_protected: bool) -> None:
        framework = scheme.framework
        cards.clear(self._row)
        cards.clear(self._column)
        self._choices, self._numbers, self._ticks, self._maps = {}, {}, {}, {}
        for context in framework.contexts:
            choice = Choice([(value, context.label(value)) for value in context.values])
            choice.chosen.connect(lambda value, name=context.id: self._trial.set_context(name, str(value)))
            name = (context.name or context.id)[:1].upper() + (context.name or context.id)[1:]
            self._row.addWidget(FormField(name, choice), 1, Qt.AlignmentFlag.AlignTop)
            self._choices[context.id] = choice
        self.contexts.setVisible(bool(framework.contexts))
        self._build_numbers(framework)
        self._build_ticks(framework)
        for measure in framework.measures:
            if measure.kind == "cost":
                self._maps[measure.lines] = costed = CostMap(self._trial, measure)
                self._column.addWidget(costed)
        self._paid = None
        if is_protected:
            self._paid = ProtectedForm(self._trial)
            self._column.addWidget(self._paid)

    def _build_numbers(self, framework: Framework) -> None:
        numbers = [measure for measure in framework.measures if measure.kind == "number"]
        if not numbers:
            return
        row = QHBoxLayout()
        row.setSpacing(16)
        for measure in numbers:
            name = measure.name or measure.id
            field = WholeField(name, low=measure.min, high=measure.max, may_be_empty=True)
            field.written.connect(lambda value, of=measure.id: self._trial.set_number(of, value))
            said = self.tr("From {low} to {high}")
            hint = said.replace("{low}", str(measure.min)).replace("{high}", str(measure.max))
            holder = FormField(name, field, hint=f"{hint} {measure.unit}" if measure.unit else hint)
            row.addWidget(holder, 1, Qt.AlignmentFlag.AlignTop)
            self._numbers[measure.id] = field
        self._column.addLayout(row)

    def _build_ticks(self, framework: Framework) -> None:
        """Offer the descriptors that a rule reads; a scheme that reads none asks for none."""
        read = _descriptors_read(framework)
        found = [
            (one.id, f"{strand.name}: {one.text.default}")
            for strand in framework.strands
            for level in strand.levels
            for one in level.descriptors
            if one.id in read
        ]
        if not found:
            return
        holder = Card(self.tr("Descriptors relied on"))
        for id_, said in found:
            box = QCheckBox(said if len(said) < 90 else f"{said[:88]}…")
            box.setToolTip(said)
            box.clicked.connect(lambda on, id_=id_: self._trial.tick(id_, on))
            holder.add(box)
            self._ticks[id_] = box
        self._column.addWidget(holder)


class ProtectedForm(QWidget):
    """What was paid before and from when the new amount counts, for a tariff that protects it."""

    def __init__(self, trial: TryViewModel) -> None:
        super().__init__()
        self.paid = MoneyField(self.tr("Paid before"), may_be_empty=True)
        self.paid.written.connect(trial.set_paid_before)
        self.day = form.line(longest=30)
        self.day.editingFinished.connect(self._on_day)
        self._trial, self._on = trial, ""
        row = row_of(FormField(self.tr("Paid before"), self.paid), FormField(self.tr("On the day"), self.day))
        row.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row)

    def show_paid(self, pence: int | None, on: str | None) -> None:
        """Show the amount and the day."""
        self.paid.show_value(pence)
        self._on = text.day(date.fromisoformat(on)) if on else ""
        if not (self.day.hasFocus() and self.day.isModified()):
            self.day.setText(self._on)

    def _on_day(self) -> None:
        words_, was_typed = self.day.text().strip(), self.day.isModified()
        found = amounts.day(words_)
        self.day.setModified(False)
        if was_typed and (found is not None or not words_):
            self._trial.set_day(found)
        else:  # no day: what stood there stays
            self.day.setText(self._on)


class CostMap(Card):
    """The lines of a costed provision map: what, the rate, minutes a week, how many share it."""

    def __init__(self, trial: TryViewModel, measure: CostMeasure) -> None:
        super().__init__(measure.name or words.tr("Costed provision"))
        self._trial, self._measure = trial, measure
        self._lines: tuple[dict[str, Any], ...] | None = None
        holder = QWidget()
        self._rows = QVBoxLayout(holder)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.add(holder)
        more = QuietButton(self.tr("Add a line"), icon="plus")
        more.clicked.connect(self._on_add)
        self.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: tuple[dict[str, Any], ...]) -> None:
        """Show LINES."""
        if lines == self._lines:
            return
        self._lines = lines
        cards.clear(self._rows)
        for at, line in enumerate(lines):
            self._rows.addLayout(self._row(at, line))

    def _row(self, at: int, line: dict[str, Any]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        what = form.line(str(line.get("what", "")), longest=120)
        what.setAccessibleName(self.tr("What is provided, line {n}").replace("{n}", str(at + 1)))
        what.editingFinished.connect(lambda: self._write(at, "what", what.text().strip() or self.tr("Support")))
        rate = Choice([(one.id, one.name) for one in self._measure.rates], line.get("rate"))
        rate.setAccessibleName(self.tr("Rate of line {n}").replace("{n}", str(at + 1)))
        rate.chosen.connect(lambda value: self._write(at, "rate", value))
        minutes = WholeField(self.tr("Minutes a week, line {n}").replace("{n}", str(at + 1)), low=0, high=10_080)
        minutes.show_value(line.get("minutes", 0))
        minutes.written.connect(lambda value: self._write(at, "minutes", value))
        group = WholeField(self.tr("How many share it, line {n}").replace("{n}", str(at + 1)), low=1, high=1000)
        group.show_value(line.get("group", 1))
        group.written.connect(lambda value: self._write(at, "group", value))
        remove = LinkButton(self.tr("Remove"))
        remove.clicked.connect(lambda: self._set([one for n, one in enumerate(self._kept()) if n != at]))
        row.addWidget(what, 2)
        row.addWidget(rate, 1)
        for field, said in ((minutes, self.tr("minutes a week for")), (group, self.tr("pupils"))):
            row.addWidget(field)
            label = labels.Label(said, "second", "text2")
            row.addWidget(label)
        row.addWidget(remove)
        return row

    def _kept(self) -> list[dict[str, Any]]:
        return list(self._trial.typed.lines.get(self._measure.lines, ()))

    def _write(self, at: int, key: str, value: object) -> None:
        lines = self._kept()
        if at < len(lines) and lines[at].get(key) != value:
            lines[at] = {**lines[at], key: value}
            self._set(lines)

    def _on_add(self) -> None:
        line = {"what": self.tr("Support"), "rate": self._measure.rates[0].id, "minutes": 60, "group": 1}
        self._set([*self._kept(), line])

    def _set(self, lines: list[dict[str, Any]]) -> None:
        self._trial.set_lines(self._measure.lines, tuple(lines))


def _descriptors_read(framework: Framework) -> set[str]:
    """Return the descriptors that a measure or a condition reads, and those of a best fit."""
    raw = framework.model_dump(mode="json", include={"measures", "decide", "adjust", "guards"})
    found: set[str] = set()
    for _, part in draft.walk(raw):
        if isinstance(part, dict):
            found |= {part["descriptor"]} if part.get("kind") == "descriptor_met" else set()
            found |= set(part["descriptors"]) if part.get("kind") == "descriptors_met" else set()
            if part.get("kind") == "best_fit":
                levels = framework.strand(part["strand"]).levels
                found |= {one.id for level in levels for one in level.descriptors}
    return found
