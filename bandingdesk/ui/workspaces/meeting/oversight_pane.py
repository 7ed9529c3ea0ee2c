"""Oversight of a decided case: what the panel finds of the record, and the decision maker's answer beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.panel import outcomes
from bandingdesk.ui import codes
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, line
from bandingdesk.ui.workspaces.meeting import higher_words
from bandingdesk.ui.workspaces.meeting.first_panel import LinesCard
from bandingdesk.ui.workspaces.meeting.higher_forms import Higher
from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow
from bandingdesk.ui.workspaces.meeting.reading import Reading

_ASKS = ("add_reasons", "return")


class OversightPane(QWidget):
    """The form of an oversight panel. `edited` comes with each change; `decision_asked` goes to the decision."""

    edited = Signal()
    decision_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Higher()
        self._key: tuple[object, ...] = ()
        self._is_filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.form, self.answering = self._make_form(), self._make_answer()
        self.recorded = LinesCard(self.tr("What was found"))
        for part in (self.form, self.recorded, self.answering):
            column.addWidget(part)
        self._fields = {
            "outcome": self.outcome, "words": self.words, "asks": self.asks, "theme": self.theme,
            "strand": self.strand, "reasons": self.answer,
        }  # fmt: skip

    def show_step(self, seen: Reading, higher: HigherRow, form: Higher, step: str, correction: str) -> None:
        """Show STEP; CORRECTION is the further record that the decision maker has made since, if any."""
        assert seen.item is not None
        key = (seen.item.item, step, id(form))
        if key != self._key:
            self._key, self._form = key, form
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._fill(seen, higher)
            self._is_filling = False
        self.form.setVisible(step == "oversight" and higher.before is not None and seen.is_chair)
        self.recorded.show_lines([] if step == "oversight" else higher_words.told(higher))
        self.answering.setVisible(step == "oversight_answer")
        self.names.setVisible(bool(correction))
        self.correct.setVisible(not correction)
        self._show_outcome()

    def focus(self, name: str) -> None:
        """Put the focus on the field that the rule calls NAME."""
        if name in self._fields:
            self._fields[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_form(self) -> card.Card:
        made = card.Card(self.tr("Is this record sound?"))
        self.outcome, self.words, self.asks = Choice(), NoteField(rows=5, first_rows=2), NoteField(rows=3)
        self.theme, self.strand, self.level = line(longest=120), Choice(), Choice()
        made.add(FormField(self.tr("What the panel finds"), self.outcome))
        self.effect = labels.Label("", "second", "text2", wrap=True)
        made.add(self.effect)
        made.add(FormField(self.tr("In words, with what it rests on"), self.words))
        self._asks = FormField(self.tr("What the decision maker is asked, a line each"), self.asks)
        self._theme = FormField(self.tr("The theme to learn from"), self.theme)
        self._wording = QWidget()
        row = QHBoxLayout(self._wording)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(FormField(self.tr("Strand"), self.strand), 2)
        row.addWidget(FormField(self.tr("Level"), self.level), 1)
        for part in (self._asks, self._theme, self._wording):
            made.add(part)
        for note in (self.words, self.asks, self.theme):
            note.textChanged.connect(self._take)
        for choice in (self.outcome, self.strand, self.level):
            choice.chosen.connect(self._take)
        return made

    def _make_answer(self) -> card.Card:
        made = card.Card(self.tr("Your answer"))
        note = self.tr("It stands beside the decision as a further record. The decision is not edited.")
        made.add(labels.Label(note, "second", "text2", wrap=True))
        self.answer = NoteField(rows=5, first_rows=2)
        made.add(FormField(self.tr("The reasons you add, or what became of it"), self.answer))
        self.names = QCheckBox(self.tr("The further record that you signed answers it too"))
        self.names.setMinimumHeight(28)
        made.add(self.names)
        self.correct = buttons.QuietButton(self.tr("Correct the decision first"), icon="file-plus")
        row = QHBoxLayout()
        row.addWidget(self.correct)
        row.addStretch(1)
        made.add(row)
        self.answer.textChanged.connect(self._take)
        self.names.toggled.connect(self._take)
        self.correct.clicked.connect(self.decision_asked)
        return made

    def _fill(self, seen: Reading, higher: HigherRow) -> None:
        form, told = self._form, self._form.told
        self.outcome.set_choices([(one, codes.outcome(one)) for one in seen.terms.outcomes], told.outcome or None)
        self.words.set_text(told.words)
        self.asks.set_text(told.asks)
        self.theme.setText(told.theme)
        self.strand.set_choices(list(higher.strands.items()), told.strand or None)
        first = higher.first.spreads if higher.first is not None else ()
        scale = first[0].scale if first else ()
        said = self.tr("Level {level}")
        levels = [("", self.tr("The whole strand")), *((str(n), said.replace("{level}", str(n))) for n in scale)]
        self.level.set_choices(levels, told.level if told.level in [one for one, _ in levels] else "")
        self.answer.set_text(form.answer)
        self.names.setChecked(form.names_correction)

    def _take(self, *_: object) -> None:
        if self._is_filling:
            return
        form, told = self._form, self._form.told
        told.outcome, told.words, told.asks = str(self.outcome.value or ""), self.words.text, self.asks.text
        told.theme, told.strand = self.theme.text(), str(self.strand.value or "")
        told.level = str(self.level.value or "")
        form.answer, form.names_correction = self.answer.text, self.names.isChecked()
        self._show_outcome()
        self.edited.emit()

    def _show_outcome(self) -> None:
        outcome = self._form.told.outcome
        self._asks.setVisible(outcome in _ASKS)
        self._theme.setVisible(outcome == "learning")
        self._wording.setVisible(outcome == "wording")
        self.effect.setText(outcomes.book().get(outcome).words if outcome else "")
        self.effect.setVisible(bool(self.effect.text()))
